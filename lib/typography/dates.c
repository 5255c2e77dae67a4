/* A day of the week that is not that of its date (« lundi 3 mai 2022 »). */
#include <string.h>

#include "typography/typography.h"

#define FIRST_YEAR 1600u /* before, dates may follow the Julian calendar */
#define LAST_YEAR  2999u

/* The digits at the start of a token: 3, 1er. */
static unsigned number_of(const flu_typo *t, const flu_token *token, uint32_t most)
{
  unsigned n = 0;
  uint32_t at = token->start;
  while (at < token->end && at - token->start < most && flu_typo_is_digit((unsigned char)t->s[at]))
    n = n * 10 + (unsigned)(t->s[at++] - '0');
  return n;
}

/* The rank that a list gives to a word (months, days); 0 when it is not there. */
static unsigned rank_of(flu_typo *t, enum flu_typo_list list, const flu_token *token)
{
  char lower[32];
  if (token->end - token->start > sizeof lower / 2) return 0;
  const size_t n = flu_lower(t->s + token->start, token->end - token->start, lower, sizeof lower);
  const flu_str value = n == 0 ? (flu_str){ "", 0 } : flu_typo_value(t, list, lower, (uint32_t)n);
  unsigned rank = 0;
  for (uint32_t i = 0; i < value.len && i < 2 && value.ptr[i] >= '0' && value.ptr[i] <= '9'; i++)
    rank = rank * 10 + (unsigned)(value.ptr[i] - '0');
  return rank;
}

/* 1 for Monday; 0 when the month has no such day (Zeller's congruence). */
static unsigned weekday(unsigned year, unsigned month, unsigned day)
{
  static const unsigned char lengths[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month < 1 || month > 12 || day < 1 || day > lengths[month - 1] || (month == 2 && day == 29 && !leap)) return 0;
  const unsigned y = month < 3 ? year - 1 : year, m = month < 3 ? month + 12 : month;
  const unsigned saturday_first = (day + 13 * (m + 1) / 5 + y + y / 4 - y / 100 + y / 400) % 7;
  return (saturday_first + 5) % 7 + 1;
}

void flu_typo_date(flu_typo *t, uint32_t token)
{
  const flu_token *year = &t->tokens[token];
  if (token < 3 || year->kind != FLU_TOKEN_NUMBER || year->end - year->start != 4) return;
  const flu_token *month = year - 1, *day = year - 2, *name = year - 3;
  const unsigned y = number_of(t, year, 4), m = rank_of(t, FLU_TYPO_MONTHS, month);
  if (m == 0 || y < FIRST_YEAR || y > LAST_YEAR) return;
  const unsigned said = rank_of(t, FLU_TYPO_DAYS, name), is = weekday(y, m, number_of(t, day, 3));
  if (said == 0 || is == 0 || said == is) return;
  const char key = (char)('0' + is);
  const flu_str right = flu_typo_value(t, FLU_TYPO_DAY_NAMES, &key, 1);
  if (right.len == 0) return;
  char *text = flu_arena_take(t->u->arena, right.len * 3u);
  if (text == NULL) {
    t->u->sink->status = FLU_E_NOMEM;
    return;
  }
  const bool capital = flu_typo_is_upper(flu_typo_after(t, name->start, NULL));
  const size_t len = capital ? flu_capitalise(right.ptr, right.len, text, right.len * 3u) : right.len;
  if (!capital) memcpy(text, right.ptr, right.len);
  flu_typo_say(t, FLU_NATIVE_DATE_WEEKDAY, name->start, name->end, (flu_str){ text, (uint32_t)len });
}
