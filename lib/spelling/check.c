#include "spelling/check.h"

#include <string.h>

#include "spelling/user_candidates.h"

#define MAX_HYPHEN_PARTS 12u
#define MAX_MATCHES 4u
#define POLICY_SUGGESTIONS 3u   /* the policy looks at them even when none are to be shown */

/* --- is a word right? --- */

static bool is_right_whole(const flu_unit *u, const char *word, size_t len)
{
  uint32_t form;
  if (flu_lexicon_match(u->lexicon, word, len, &form, 1) > 0) return true;
  if (flu_user_match(u->user, word, len) != NULL || flu_user_is_ignored(u->user, word, len)) return true;
  return flu_user_dictionaries_accept(u->dictionaries, word, len);
}

/* « chat-tigre »: hyphens between right words, as the dictionary's BREAK rule says. */
static bool is_right_by_parts(const flu_unit *u, const char *word, size_t len)
{
  size_t parts = 0;
  for (size_t from = 0; from <= len;) {
    const char *dash = memchr(word + from, '-', len - from);
    size_t to = dash == NULL ? len : (size_t)(dash - word);
    if (to == from || ++parts > MAX_HYPHEN_PARTS) return false;
    flu_str part = { word + from, (uint32_t)(to - from) };
    const char *quote = memchr(part.ptr, '\'', part.len);
    if (quote != NULL) {   /* « trompe-l'œil » and the like: elided word + right word */
      size_t head = (size_t)(quote - part.ptr) + 1;
      char lower[FLU_MAX_FORM_BYTES * 3];
      size_t n = flu_lower(part.ptr, head, lower, sizeof lower);
      if ((flu_lists_of(u->lists, lower, n) & u->list_bits->elisions) == 0) return false;
      part.ptr += head;
      part.len -= (uint32_t)head;
      if (part.len == 0) return false;
    }
    if (!is_right_whole(u, part.ptr, part.len)) return false;
    from = to + 1;
  }
  return parts > 1;
}

bool flu_word_is_right(const flu_unit *u, const char *word, size_t len)
{
  if (len == 0) return true;
  if (len > FLU_MAX_FORM_BYTES) return false;
  return is_right_whole(u, word, len) || (memchr(word, '-', len) != NULL && is_right_by_parts(u, word, len));
}

/* --- which tokens are looked at --- */

static bool is_latin_letter(uint32_t c)
{
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||
         (c >= 0x1E00 && c <= 0x1EFF);
}

/* Only words written in the Latin alphabet, without digits, are French words that can be misspelt. */
static bool is_checkable(const flu_token *t)
{
  if (t->kind != FLU_TOKEN_WORD || (t->flags & (FLU_TOKEN_ELIDED | FLU_TOKEN_ENCLITIC)) != 0) return false;
  bool letter = false;
  for (size_t at = 0; at < t->norm.len;) {
    uint32_t c = flu_utf8_next(t->norm.ptr, &at);
    if (is_latin_letter(c)) letter = true;
    else if (c != '-' && c != '\'' && c != 0xB7) return false;
  }
  return letter;
}

static flu_str lower_norm(const flu_unit *u, const flu_token *t)
{
  if (t->letter_case == FLU_CASE_LOWER || t->letter_case == FLU_CASE_NONE) return t->norm;
  size_t cap = (size_t)t->norm.len * 3 + 1;
  char *out = flu_arena_take(u->arena, cap);
  if (out == NULL) return t->norm;
  return (flu_str){ out, (uint32_t)flu_lower(t->norm.ptr, t->norm.len, out, cap) };
}

static flu_str neighbour(const flu_unit *u, const flu_sentence *s, int64_t index)
{
  if (index < (int64_t)s->first_token || index >= (int64_t)s->first_token + s->token_count)
    return (flu_str){ "", 0 };
  return lower_norm(u, &u->text->tokens[index]);
}

static flu_surroundings surroundings(const flu_unit *u, const flu_sentence *s, uint32_t index)
{
  int64_t i = index;
  return (flu_surroundings){
    .before2 = neighbour(u, s, i - 2),
    .before = neighbour(u, s, i - 1),
    .after = neighbour(u, s, i + 1),
    .after2 = neighbour(u, s, i + 2),
    .sentence_start = (u->text->tokens[index].flags & FLU_TOKEN_SENTENCE_START) != 0,
  };
}

/* --- the check --- */

static void find_suggestions(const flu_unit *u, flu_unknown *w, uint32_t max_cost)
{
  const flu_token *t = w->token;
  flu_user_candidates users = { u->user, t->norm.len };
  flu_extra_words extra = flu_user_extra(&users);
  flu_surroundings around = surroundings(u, w->sentence, w->index);
  flu_suggest_request request = {
    .word = t->norm.ptr,
    .len = t->norm.len,
    .around = &around,
    .extra = u->user == NULL ? NULL : &extra,
    .variant = u->unwanted_variant,
    .budget = u->suggestion_budget,
    .max = u->max_suggestions,
    .max_cost = max_cost,
  };
  if (request.max < POLICY_SUGGESTIONS) request.max = POLICY_SUGGESTIONS;
  bool cut = false;
  w->count = request.max;
  int status = flu_suggest(u->speller, &request, u->arena, w->found, &w->count, &cut);
  if (status != FLU_OK) u->sink->status = status;
  if (cut) u->sink->flags |= FLU_SINK_SUGGESTIONS_CUT;
}

static void check_unknown(const flu_unit *u, const flu_sentence *s, uint32_t index)
{
  flu_unknown w = { .token = &u->text->tokens[index], .index = index, .sentence = s };
  if (!flu_worth_suggesting(u, &w)) return;
  uint32_t near_cost = flu_nearest_that_matters(&w);
  if (near_cost != 0) {
    find_suggestions(u, &w, near_cost);
    if (w.count == 0 || u->sink->status != FLU_OK) return;
  }
  find_suggestions(u, &w, 0);
  if (u->sink->status == FLU_OK) flu_report_unknown(u, &w);
}

static void check_token(const flu_unit *u, const flu_sentence *s, uint32_t index)
{
  const flu_token *t = &u->text->tokens[index];
  if (!is_checkable(t)) return;
  if (t->norm.len <= FLU_MAX_FORM_BYTES) {
    uint32_t forms[MAX_MATCHES];
    size_t count = flu_lexicon_match(u->lexicon, t->norm.ptr, t->norm.len, forms, MAX_MATCHES);
    if (count > 0) {
      flu_check_variant(u, t, forms, count);
      return;
    }
    if (flu_word_is_right(u, t->norm.ptr, t->norm.len)) return;
  }
  check_unknown(u, s, index);
}

static bool any_enabled(const flu_unit *u)
{
  for (int n = FLU_NATIVE_SPELL_UNKNOWN; n <= FLU_NATIVE_SPELL_CASE; n++) {
    uint32_t rule = flu_catalogue_native(u->rules, (enum flu_native)n);
    if (rule != FLU_NO_RULE && u->enabled[rule]) return true;
  }
  return false;
}

void flu_check_spelling(const flu_unit *u, uint32_t s)
{
  if (!any_enabled(u)) return;
  const flu_sentence *sentence = &u->text->sentences[s];
  for (uint32_t i = 0; i < sentence->token_count && u->sink->status == FLU_OK; i++)
    check_token(u, sentence, sentence->first_token + i);
  flu_check_repeats(u, sentence);
}
