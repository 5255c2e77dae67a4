/* Words that stand twice (« le le chat »). */
#include "spelling/check.h"

#include <string.h>

static bool plain_space_between(const flu_unit *u, const flu_token *a, const flu_token *b)
{
  if ((b->flags & FLU_TOKEN_SPACE_BEFORE) == 0) return false;
  for (uint32_t i = a->end; i < b->start; i++) {
    unsigned char c = (unsigned char)u->text->utf8[i];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != 0xC2 && c != 0xA0) return false;
  }
  return true;
}

static bool same_word(const flu_token *a, const flu_token *b)
{
  char x[FLU_MAX_FORM_BYTES * 3], y[FLU_MAX_FORM_BYTES * 3];
  size_t n = flu_lower(a->norm.ptr, a->norm.len, x, sizeof x), m = flu_lower(b->norm.ptr, b->norm.len, y, sizeof y);
  return n > 0 && n == m && memcmp(x, y, n) == 0;
}

/* Names (« Duran Duran »), binomials (« Dama dama »), interjections and words that French does repeat are left alone. */
static bool may_repeat(const flu_unit *u, const flu_token *a, const flu_token *b)
{
  if (((a->lists | b->lists) & u->list_bits->repeatable) != 0) return true;
  if (a->letter_case == FLU_CASE_UPPER && a->norm.len > 1) return true;
  if (a->letter_case == FLU_CASE_TITLE && (a->flags & FLU_TOKEN_SENTENCE_START) == 0) return true;
  if (b->letter_case == FLU_CASE_TITLE || b->letter_case == FLU_CASE_UPPER) return true;
  uint32_t form;
  if (flu_lexicon_match(u->lexicon, a->norm.ptr, a->norm.len, &form, 1) == 0) return true;
  flu_reading readings[FLU_MAX_READINGS];
  size_t n = flu_lexicon_readings(u->lexicon, form, readings, FLU_MAX_READINGS);
  for (size_t i = 0; i < n; i++)
    if (readings[i].tag->pos == FLU_POS_INTJ) return true;
  return false;
}

void flu_check_repeats(const flu_unit *u, const flu_sentence *s)
{
  for (uint32_t i = 1; i < s->token_count; i++) {
    const flu_token *a = &u->text->tokens[s->first_token + i - 1], *b = a + 1;
    if (a->kind != FLU_TOKEN_WORD || b->kind != FLU_TOKEN_WORD || a->norm.len > FLU_MAX_FORM_BYTES) continue;
    if ((b->flags & (FLU_TOKEN_ENCLITIC | FLU_TOKEN_ELIDED)) != 0 || (a->flags & FLU_TOKEN_ENCLITIC) != 0) continue;
    if (!same_word(a, b) || !plain_space_between(u, a, b) || may_repeat(u, a, b)) continue;
    if (i >= 2 && same_word(a - 1, a)) continue;   /* three and more are meant */
    if (i + 1 < s->token_count && same_word(b, b + 1)) continue;
    flu_str once = { u->text->utf8 + a->start, a->end - a->start };
    flu_report(u, flu_catalogue_native(u->rules, FLU_NATIVE_SPELL_DOUBLED), a->start, b->end, &once, 1, 0);
  }
}
