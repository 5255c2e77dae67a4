/* What to say about an unknown word, and when to say nothing.
 *
 * A lower-case word that no dictionary has is reported, unless it looks like a foreign or a new word: letters or function
 * words of another language beside it, a row of unknown words, a productive prefix or ending with no common word near. A
 * capitalised one is most often a name: it is reported only when a common word is very near, and so are words in
 * capitals, of mixed case, in quotation marks or emphasis. Which rule reports depends on what the best suggestion changes.
 */
#include "spelling/check.h"

#include <string.h>

/* Costs in hundredths of an edit; frequencies 0 to 255, logarithmic. Set on the development sets: of the words that are
 * slips, 97 % have a common word within one edit; of rare and foreign words, names and terms, fewer than half. */
#define ACCENT_COST 30u        /* an accent forgotten or wrong */
#define DOUBLED_COST 40u       /* also a letter doubled or not */
#define TINY_COST 65u          /* also one missing letter, two swapped */
#define CLOSE_COST 90u         /* also a neighbouring key */
#define SLIP_COST 110u         /* also any other letter */
#define SPLIT_COST 140u        /* a forgotten space */
#define USUAL 70u
#define KNOWN 92u
#define COMMON 110u
#define NAME_MIN_LETTERS 6u    /* a shorter capitalised word is near too many words */
#define ACRONYM_MIN_LETTERS 4u /* shorter words in capitals are never looked at */
#define DERIVED_MIN_LETTERS 5u
#define FOREIGN_WINDOW 4u      /* tokens on either side */

static size_t letters(flu_str s)
{
  size_t n = 0;
  for (size_t at = 0; at < s.len; n++) flu_utf8_next(s.ptr, &at);
  return n;
}

static bool has_near(const flu_unknown *w, uint32_t cost, uint32_t frequency)
{
  return w->count > 0 && w->found[0].cost <= cost && w->found[0].frequency >= frequency;
}

/* Ligatures taken apart, without hyphens, lower case, and on demand without accents: « Œuvré » gives « oeuvre ». */
static size_t bare(flu_str s, char *out, size_t cap, bool accents)
{
  size_t n = 0;
  char lower[FLU_MAX_FORM_BYTES * 3];
  size_t len = flu_lower(s.ptr, s.len, lower, sizeof lower);
  for (size_t at = 0; at < len && n + 8 < cap;) {
    uint32_t c = flu_utf8_next(lower, &at);
    if (c == 0x153) {
      memcpy(out + n, "oe", 2);
      n += 2;
    } else if (c == 0xE6) {
      memcpy(out + n, "ae", 2);
      n += 2;
    } else if (c != '-') {
      n += flu_utf8_put(out + n, accents ? flu_base_letter(c) : c);
    }
  }
  return n;
}

static bool same_bare(flu_str a, flu_str b, bool accents)
{
  char x[FLU_MAX_FORM_BYTES * 3], y[FLU_MAX_FORM_BYTES * 3];
  size_t n = bare(a, x, sizeof x, accents), m = bare(b, y, sizeof y, accents);
  return n == m && memcmp(x, y, n) == 0;
}

/* --- surroundings that speak for another language --- */

/* A word of the list of foreign function words (the, und, della …) close by, and nothing French between. */
static bool in_foreign_words(const flu_unit *u, const flu_unknown *w)
{
  if (u->list_bits->foreign == 0) return false;
  uint32_t first = w->sentence->first_token, end = first + w->sentence->token_count;
  uint32_t from = w->index - first > FOREIGN_WINDOW ? w->index - FOREIGN_WINDOW : first;
  uint32_t to = end - w->index > FOREIGN_WINDOW ? w->index + FOREIGN_WINDOW + 1 : end;
  for (uint32_t i = from; i < to; i++) {
    const flu_token *t = &u->text->tokens[i];
    if (i == w->index || t->kind != FLU_TOKEN_WORD) continue;
    if ((t->lists & u->list_bits->foreign) == 0) continue;
    if (i + 1 == w->index || i == w->index + 1) return true;
    if (!flu_word_is_right(u, t->norm.ptr, t->norm.len)) return true;
  }
  return false;
}

enum { LOWER = 1, OTHER = 2 };

/* Is the token at `index` an unknown word of one of these cases? */
static bool is_unknown(const flu_unit *u, const flu_unknown *w, int64_t index, int cases)
{
  int64_t first = w->sentence->first_token;
  if (index < first || index >= first + (int64_t)w->sentence->token_count) return false;
  const flu_token *t = &u->text->tokens[index];
  if (t->kind != FLU_TOKEN_WORD || (cases & (t->letter_case == FLU_CASE_LOWER ? LOWER : OTHER)) == 0) return false;
  return !flu_word_is_right(u, t->norm.ptr, t->norm.len);
}

/* Part of a row of unknown words: a quotation, a title, a binomial (« Etmopterus spinax »), a name of several words. Next
 * to a name a misspelt word in lower case counts for nothing, and a name may well stand behind a misspelt word. */
static bool in_unknown_row(const flu_unit *u, const flu_unknown *w)
{
  bool lower = w->token->letter_case == FLU_CASE_LOWER;
  return is_unknown(u, w, (int64_t)w->index - 1, lower ? LOWER | OTHER : OTHER) ||
         is_unknown(u, w, (int64_t)w->index + 1, lower ? LOWER : OTHER);
}

/* Letters that the language does not write speak for a name or a foreign word. */
static bool has_foreign_letter(const flu_unit *u, flu_str s)
{
  char lower[FLU_MAX_FORM_BYTES * 3];
  size_t len = flu_lower(s.ptr, s.len, lower, sizeof lower);
  for (size_t at = 0; at < len;) {
    size_t from = at;
    if (flu_utf8_next(lower, &at) < 0x80) continue;
    if ((flu_lists_of(u->lists, lower + from, at - from) & u->list_bits->letters) == 0) return true;
  }
  return false;
}

/* --- new words made by rule --- */

static bool bears_suffix(const flu_unit *u, flu_str s)
{
  size_t at = s.len;
  for (size_t n = 1; at > 0; n++) {
    flu_utf8_prev(s.ptr, &at);
    if (n < 3) continue;
    if (n > 8) return false;
    if ((flu_lists_of(u->lists, s.ptr + at, s.len - at) & u->list_bits->suffixes) != 0)
      return letters((flu_str){ s.ptr, (uint32_t)at }) >= 3;
  }
  return false;
}

/* A prefix of the list, with or without a hyphen, and a right word. */
static bool bears_prefix(const flu_unit *u, flu_str s)
{
  for (size_t at = 0; at < s.len;) {
    flu_utf8_next(s.ptr, &at);
    if ((flu_lists_of(u->lists, s.ptr, at) & u->list_bits->prefixes) == 0) continue;
    flu_str rest = { s.ptr + at, s.len - (uint32_t)at };
    if (rest.len > 0 && rest.ptr[0] == '-') rest = (flu_str){ rest.ptr + 1, rest.len - 1 };
    if (letters(rest) >= DERIVED_MIN_LETTERS && flu_word_is_right(u, rest.ptr, rest.len)) return true;
  }
  return false;
}

/* --- the policy --- */

/* Is the best suggestion the word itself with a capital? */
static bool only_capital(const flu_unknown *w)
{
  enum flu_case c = flu_case_of(w->found[0].text.ptr, w->found[0].text.len);
  return c == FLU_CASE_TITLE && same_bare(w->token->norm, w->found[0].text, false);
}

static bool reports_lower(const flu_unit *u, const flu_unknown *w, bool set_apart)
{
  flu_str word = w->token->norm;
  bool row = in_unknown_row(u, w);
  if (row && w->count > 0 && only_capital(w)) return false;
  if (has_near(w, ACCENT_COST, COMMON)) return true;
  if (has_foreign_letter(u, word)) return false;
  if (set_apart && row) return false;
  if (set_apart || row) return has_near(w, DOUBLED_COST, 1) || has_near(w, SLIP_COST, KNOWN);
  if (has_near(w, ACCENT_COST, 0) || has_near(w, TINY_COST, 1)) return true;
  if (bears_prefix(u, word)) return false;
  bool split = w->count > 0 && w->found[0].split;
  return has_near(w, split ? SPLIT_COST : SLIP_COST, USUAL) || !bears_suffix(u, word);
}

static bool reports_name(const flu_unit *u, const flu_unknown *w, bool set_apart)
{
  flu_str word = w->token->norm;
  bool start = (w->token->flags & FLU_TOKEN_SENTENCE_START) != 0;
  if (w->count == 0) return false;
  if (start && !set_apart)
    return has_near(w, w->found[0].split ? ACCENT_COST * 2 : SLIP_COST, COMMON) && !has_foreign_letter(u, word);
  if (w->found[0].split) return false;
  if (has_near(w, ACCENT_COST, set_apart ? COMMON : USUAL)) return true;
  if (set_apart || letters(word) < NAME_MIN_LETTERS || has_foreign_letter(u, word)) return false;
  return has_near(w, TINY_COST, COMMON) || (letters(word) > NAME_MIN_LETTERS && has_near(w, CLOSE_COST, KNOWN));
}

/* In a text in capitals a word is a word; elsewhere it is most often an acronym. */
static bool reports_upper(const flu_unit *u, const flu_unknown *w)
{
  size_t n = letters(w->token->norm);
  if (w->count == 0 || w->found[0].split) return false;
  uint32_t upper = 0, words = 0;
  for (uint32_t i = 0; i < w->sentence->token_count; i++) {
    const flu_token *t = &u->text->tokens[w->sentence->first_token + i];
    if (t->kind != FLU_TOKEN_WORD || t->norm.len < 3) continue;
    words++;
    upper += t->letter_case == FLU_CASE_UPPER;
  }
  bool capitals = words > 1 && upper * 4 >= words * 3;
  return has_near(w, CLOSE_COST, COMMON) && (capitals || n >= NAME_MIN_LETTERS);
}

/* What can be said without looking for suggestions, which is the dear part: names and acronyms fill real texts. */
static bool may_report(const flu_unit *u, const flu_unknown *w)
{
  const flu_token *t = w->token;
  if (t->norm.len > FLU_MAX_FORM_BYTES || (t->lists & u->list_bits->foreign) != 0 || in_foreign_words(u, w)) return false;
  switch (t->letter_case) {
  case FLU_CASE_UPPER: return letters(t->norm) >= ACRONYM_MIN_LETTERS && !in_unknown_row(u, w);
  case FLU_CASE_TITLE: return !in_unknown_row(u, w);
  case FLU_CASE_MIXED: return letters(t->norm) >= DERIVED_MIN_LETTERS;
  default: return true;
  }
}

static bool should_report(const flu_unit *u, const flu_unknown *w)
{
  const flu_token *t = w->token;
  bool set_apart = (t->flags & (FLU_TOKEN_IN_QUOTES | FLU_TOKEN_EMPHASIS)) != 0;
  switch (t->letter_case) {
  case FLU_CASE_UPPER: return reports_upper(u, w);
  case FLU_CASE_TITLE: return reports_name(u, w, set_apart);
  case FLU_CASE_MIXED: return has_near(w, ACCENT_COST, USUAL);
  default: return reports_lower(u, w, set_apart);
  }
}

/* --- which rule speaks --- */

static bool contains_code_point(flu_str s, uint32_t wanted)
{
  for (size_t at = 0; at < s.len;)
    if (flu_utf8_next(s.ptr, &at) == wanted) return true;
  return false;
}

static bool same_but_first(flu_str a, flu_str b)
{
  size_t i = 0, k = 0;
  uint32_t x = flu_utf8_next(a.ptr, &i), y = flu_utf8_next(b.ptr, &k);
  return x != y && flu_base_letter(x) == flu_base_letter(y) && a.len - i == b.len - k &&
         memcmp(a.ptr + i, b.ptr + k, a.len - i) == 0;
}

static enum flu_native rule_for(const flu_unknown *w)
{
  if (w->count == 0) return FLU_NATIVE_SPELL_UNKNOWN;
  flu_str word = w->token->norm, best = w->found[0].text;
  if (word.len == 0 || best.len == 0) return FLU_NATIVE_SPELL_UNKNOWN;
  if (w->found[0].split) {
    if (contains_code_point(best, '\'') && !contains_code_point(word, '\'')) return FLU_NATIVE_SPELL_APOSTROPHE;
    if (contains_code_point(best, ' ')) return FLU_NATIVE_SPELL_MISSING_SPACE;
    return FLU_NATIVE_SPELL_HYPHEN;
  }
  if (same_bare(word, best, false)) {
    if (contains_code_point(best, '-') && !contains_code_point(word, '-')) return FLU_NATIVE_SPELL_HYPHEN;
    if (contains_code_point(best, 0x153) || contains_code_point(best, 0xE6) || contains_code_point(best, 0x152) ||
        contains_code_point(best, 0xC6))
      return FLU_NATIVE_SPELL_LIGATURE;
    return w->token->letter_case == FLU_CASE_LOWER ? FLU_NATIVE_SPELL_CAPITAL : FLU_NATIVE_SPELL_CASE;
  }
  if (w->token->letter_case == FLU_CASE_TITLE && same_but_first(word, best)) return FLU_NATIVE_SPELL_ACCENT_CAPITAL;
  return FLU_NATIVE_SPELL_UNKNOWN;
}

static uint8_t confidence_of(const flu_unknown *w)
{
  if (w->token->letter_case != FLU_CASE_LOWER) return 60;
  if (w->count == 0) return 70;
  return w->found[0].cost <= SLIP_COST ? 95 : 80;
}

/* --- words that a space has cut in two --- */

/* Where only plain space lies between two tokens, their norms in one piece; 0 bytes otherwise. */
static size_t joined(const flu_unit *u, const flu_token *a, const flu_token *b, const char *glue, char *out, size_t cap)
{
  if ((b->flags & FLU_TOKEN_SPACE_BEFORE) == 0 || a->kind != FLU_TOKEN_WORD || b->kind != FLU_TOKEN_WORD) return 0;
  for (uint32_t i = a->end; i < b->start; i++)
    if (u->text->utf8[i] != ' ') return 0;
  size_t g = strlen(glue), n = (size_t)a->norm.len + g + b->norm.len;
  if (n >= cap || n > FLU_MAX_FORM_BYTES) return 0;
  memcpy(out, a->norm.ptr, a->norm.len);
  memcpy(out + a->norm.len, glue, g);
  memcpy(out + a->norm.len + g, b->norm.ptr, b->norm.len);
  return n;
}

static bool report_join(const flu_unit *u, const flu_token *a, const flu_token *b)
{
  static const char *const glues[] = { "'", "", "-" };
  char word[FLU_MAX_FORM_BYTES + 8];
  for (size_t g = 0; g < sizeof glues / sizeof *glues; g++) {
    size_t n = joined(u, a, b, glues[g], word, sizeof word);
    uint32_t form;
    if (n == 0 || flu_lexicon_match(u->lexicon, word, n, &form, 1) == 0) continue;
    /* Counts of words with an apostrophe are low: some texts are cut there. */
    if (flu_lexicon_frequency(u->lexicon, form) == 0 && glues[g][0] != '\'') continue;
    flu_str s = { flu_arena_copy(u->arena, word, n), (uint32_t)n };
    if (s.ptr == NULL) {
      u->sink->status = FLU_E_NOMEM;
      return true;
    }
    flu_report(u, flu_catalogue_native(u->rules, FLU_NATIVE_SPELL_EXTRA_SPACE), a->start, b->end, &s, 1, 0);
    return true;
  }
  return false;
}

static bool report_cut(const flu_unit *u, const flu_unknown *w)
{
  uint32_t first = w->sentence->first_token, end = first + w->sentence->token_count;
  const flu_token *tokens = u->text->tokens;
  if (w->index + 1 < end && report_join(u, w->token, &tokens[w->index + 1])) return true;
  return w->index > first && report_join(u, &tokens[w->index - 1], w->token);
}

bool flu_worth_suggesting(const flu_unit *u, const flu_unknown *w)
{
  return !report_cut(u, w) && may_report(u, w);
}

uint32_t flu_nearest_that_matters(const flu_unknown *w)
{
  const flu_token *t = w->token;
  switch (t->letter_case) {
  case FLU_CASE_UPPER: return CLOSE_COST;
  case FLU_CASE_MIXED: return ACCENT_COST;
  case FLU_CASE_TITLE:
    if ((t->flags & FLU_TOKEN_SENTENCE_START) != 0) return SLIP_COST;
    return letters(t->norm) < NAME_MIN_LETTERS ? ACCENT_COST : CLOSE_COST;
  default: return 0;
  }
}

void flu_report_unknown(const flu_unit *u, const flu_unknown *w)
{
  if (!should_report(u, w)) return;
  flu_str texts[FLU_MAX_SUGGESTIONS];
  for (uint32_t i = 0; i < w->count; i++) texts[i] = w->found[i].text;
  uint32_t rule = flu_catalogue_native(u->rules, rule_for(w));
  flu_report(u, rule, w->token->start, w->token->end, texts, w->count, confidence_of(w));
}
