/* A sentence under the typographic checks: one walk over its tokens. */
#include "typography/typography.h"

#define COLUMN_SPACES 3u /* gaps as wide as this, twice in a sentence, are columns */

static bool silent(const flu_token *token)
{
  switch (token->kind) {
  case FLU_TOKEN_URL:
  case FLU_TOKEN_EMAIL:
  case FLU_TOKEN_PATH:
  case FLU_TOKEN_MENTION:
  case FLU_TOKEN_HASHTAG:
  case FLU_TOKEN_EMOJI:
  case FLU_TOKEN_MASKED: return true;
  default: return false;
  }
}

static bool is_table(const flu_token *tokens, uint32_t count, const char *s)
{
  unsigned wide = 0;
  for (uint32_t i = 1; i < count; i++) {
    uint32_t start = tokens[i - 1].end, end = tokens[i].start;
    wide += end - start >= COLUMN_SPACES && s[start] == ' ' && s[start + 1] == ' ' && s[end - 1] == ' ';
  }
  return wide >= 2;
}

/* A token such as « n° », whether the sign was cut off or not. */
static void number_sign(flu_typo *t, uint32_t i)
{
  uint32_t start = t->tokens[i].start, end = t->tokens[i].end;
  if (end - start < 3 || end - start > 6 || t->s[end - 2] != '\xC2') return;
  flu_mark m = flu_typo_mark(t, end - 2, i);
  if (m.cp == 0xB0 || m.cp == 0xBA) flu_typo_number_sign(t, &m);
}

static void check_token(flu_typo *t, uint32_t i)
{
  const flu_token *token = &t->tokens[i];
  unsigned char first = (unsigned char)t->s[token->start];
  switch (token->kind) {
  case FLU_TOKEN_PUNCTUATION:
  case FLU_TOKEN_SYMBOL: flu_typo_punctuation(t, i); return;
  case FLU_TOKEN_CODE:
    if (first >= '0' && first <= '9') break;
    return;
  default: break;
  }
  if (first >= '0' && first <= '9') {
    flu_typo_date(t, i);
    flu_typo_number(t, i);
    flu_typo_ordinal(t, i);
    return;
  }
  if (token->kind == FLU_TOKEN_WORD) {
    flu_typo_apostrophes(t, i);
    flu_typo_capital(t, i);
  }
  if (first >= 'A' && first <= 'Z') {
    flu_typo_title(t, i);
    flu_typo_ordinal(t, i);
  }
  flu_typo_ellipsis_word(t, i);
  number_sign(t, i);
}

void flu_check_typography(const flu_unit *u, uint32_t s)
{
  const flu_sentence *sentence = &u->text->sentences[s];
  flu_typo t = {
    .u = u,
    .s = u->text->utf8,
    .lo = sentence->start,
    .hi = sentence->end,
    .tokens = u->text->tokens + sentence->first_token,
    .count = sentence->token_count,
    .curly = -1,
  };
  t.table = is_table(t.tokens, t.count, t.s);
  for (uint32_t i = 0; i < t.count && u->sink->status == FLU_OK; i++) {
    if (i > 0 && !(silent(&t.tokens[i]) && silent(&t.tokens[i - 1]))) flu_typo_gap(&t, i);
    if (!silent(&t.tokens[i])) check_token(&t, i);
  }
}
