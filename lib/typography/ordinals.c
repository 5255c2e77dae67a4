/* Ordinals (« 2ème ») and the sign of numbering (« N° »). */
#include <string.h>

#include "typography/typography.h"

static bool is_roman(char c)
{
  return c == 'I' || c == 'V' || c == 'X' || c == 'L' || c == 'C';
}

static uint32_t numeral_end(const flu_typo *t, uint32_t at)
{
  uint32_t start = at;
  while (at < t->hi && at - start < 12 && t->s[at] >= '0' && t->s[at] <= '9') at++;
  if (at > start) return at;
  while (at < t->hi && at - start < 12 && is_roman(t->s[at])) at++;
  return at;
}

/* The right ending for [from, end) behind the numeral [start, middle): with the number one before it, then alone. */
static flu_str right_ending(flu_typo *t, uint32_t start, uint32_t middle, uint32_t from, uint32_t end)
{
  char key[32];
  uint32_t len = end - from;
  if (len == 0 || len > sizeof key - 2) return (flu_str){ "", 0 };
  if (middle - start == 1 && (t->s[start] == '1' || t->s[start] == 'I')) {
    key[0] = '1';
    memcpy(key + 1, t->s + from, len);
    flu_str one = flu_typo_value(t, FLU_TYPO_ORDINAL_ERRORS, key, len + 1);
    if (one.len > 0) return one;
  }
  return flu_typo_value(t, FLU_TYPO_ORDINAL_ERRORS, t->s + from, len);
}

void flu_typo_ordinal(flu_typo *t, uint32_t token)
{
  uint32_t start = t->tokens[token].start, before = flu_typo_before(t, start, NULL);
  if (flu_typo_is_letter(before) || flu_typo_is_digit(before) || before == '.' || before == '_') return;
  uint32_t middle = numeral_end(t, start), from = middle, place, cp;
  if (middle == start) return;
  cp = flu_typo_after(t, middle, &place);
  bool apart = cp == ' ' || cp == 0xA0;
  if (apart) from = place; /* « XX ème » */
  uint32_t end = flu_typo_word_end(t, from);
  if (end - from < (apart ? 3u : 2u) || flu_typo_is_digit(flu_typo_after(t, end, NULL))) return;
  flu_str right = right_ending(t, start, middle, from, end);
  if (right.len == 0) return;
  flu_typo_say(t, FLU_NATIVE_TYPO_ORDINAL, start, end,
               flu_typo_join(t, flu_typo_slice(t, start, middle), right, flu_typo_str("")));
}

/* « n°5 », « Nº 5 »: `m` is the sign. The list gives the right form of every way to write it. */
void flu_typo_number_sign(flu_typo *t, const flu_mark *m)
{
  uint32_t start = flu_typo_word_start(t, m->at), place;
  if (start == m->at || !flu_typo_is_digit(m->after) || m->gap_end - m->end > 2) return;
  flu_str right = flu_typo_value(t, FLU_TYPO_NUMBER_SIGNS, t->s + start, m->end - start);
  if (right.len == 0) return;
  uint32_t before = flu_typo_before(t, start, &place);
  bool first = before == 0; /* a capital is in its place there */
  bool wrong =
      (right.len != m->end - start || memcmp(right.ptr, t->s + start, right.len) != 0) && !(first && m->cp == 0xB0);
  flu_str written = wrong ? right : flu_typo_slice(t, start, m->end);
  if (m->gap_end == m->end)
    flu_typo_say(t, FLU_NATIVE_TYPO_ORDINAL_ABBREVIATION, start, m->end,
                 flu_typo_join(t, written, flu_typo_str(FLU_NBSP), flu_typo_str("")));
  else if (wrong)
    flu_typo_say(t, FLU_NATIVE_TYPO_ORDINAL_ABBREVIATION, start, m->end, written);
  else if (t->s[m->end] == ' ')
    flu_typo_say(t, FLU_NATIVE_TYPO_NBSP_UNIT, m->end, m->gap_end, flu_typo_str(FLU_NBSP));
}
