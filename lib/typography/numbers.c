/* Numbers: units, decimals, groups of digits, hours. Read from the bytes, so that « 10km » is the same whether it was cut
 * into one token or two. */
#include <string.h>

#include "typography/marks.h"

#define MAX_NUMBER_BYTES   40u
#define GROUP_DIGITS       3u
#define MIN_GROUPED_DIGITS 5u

typedef struct number {
  uint32_t start, end; /* digits with their separators */
  uint32_t digits;
  uint32_t points, commas, spaces;
  uint32_t separator;      /* place of the last . or , */
  uint32_t decimals;       /* digits behind it */
  uint32_t unit, unit_end; /* what follows, touching it or after one space; empty when it is no unit */
} number;

static bool starts_number(uint32_t before)
{
  return before == 0 || flu_typo_is_space(before) || flu_typo_is_break(before) || flu_typo_is_opening(before) ||
         before == '"' || flu_typo_is_apostrophe(before) || before == '~' || before == '<' || before == '>' ||
         before == '=';
}

/* A space inside a number stands before a group of exactly three digits. */
static bool group_follows(const flu_typo *t, uint32_t at)
{
  for (unsigned i = 0; i < GROUP_DIGITS; i++)
    if (!flu_typo_is_digit(flu_typo_after(t, at + i, NULL))) return false;
  return !flu_typo_is_digit(flu_typo_after(t, at + GROUP_DIGITS, NULL));
}

static bool read_number(const flu_typo *t, uint32_t start, number *n)
{
  *n = (number){ .start = start };
  uint32_t at = start, place;
  for (;; at = place) {
    if (at - start > MAX_NUMBER_BYTES) return false;
    uint32_t cp = flu_typo_after(t, at, &place);
    if (flu_typo_is_digit(cp)) {
      n->digits++;
      n->decimals++;
      continue;
    }
    bool digit_next = flu_typo_is_digit(flu_typo_after(t, place, NULL));
    if ((cp == '.' || cp == ',') && digit_next) {
      if (cp == '.')
        n->points++;
      else
        n->commas++;
      n->separator = at;
      n->decimals = 0;
    } else if (flu_typo_is_space(cp) && n->points + n->commas == 0 && group_follows(t, place)) {
      n->spaces++;
    } else {
      break;
    }
  }
  n->end = n->unit = n->unit_end = at;
  return n->digits > 0;
}

static bool unit_character(uint32_t cp)
{
  return flu_typo_is_letter(cp) || cp == '%' || cp == 0xB0 || cp == 0xB5 || cp == 0x20AC || cp == '$' || cp == 0xA3 ||
         cp == '/' || cp == 0xB2 || cp == 0xB3 || cp == 0x2030 || cp == 0xA5;
}

/* Symbols that are written after a number in every text, whatever the lists say. */
static bool is_symbol(const flu_typo *t, uint32_t start, uint32_t end)
{
  size_t at = start;
  uint32_t cp = flu_utf8_next(t->s, &at);
  return at == end && (cp == '%' || cp == 0x20AC || cp == 0xA3 || cp == '$' || cp == 0x2030 || cp == 0xA5);
}

static uint32_t unit_end(const flu_typo *t, uint32_t at)
{
  uint32_t place, start = at;
  while (at - start < 16 && unit_character(flu_typo_after(t, at, &place))) at = place;
  uint32_t next = flu_typo_after(t, at, NULL);
  bool word_goes_on = flu_typo_is_digit(next) || unit_character(next) || flu_typo_is_apostrophe(next) || next == '-' ||
                      next == '_' || next == '@' || next == '&' || next == '=';
  return word_goes_on ? start : at;
}

static bool is_unit(flu_typo *t, uint32_t start, uint32_t end)
{
  return end > start && (is_symbol(t, start, end) || flu_typo_in_lower(t, FLU_TYPO_UNITS, t->s + start, end - start));
}

/* A single Latin letter right behind a number is more often a name (3D, 5G, 4x4) than a unit. */
static bool name_like(const flu_typo *t, const number *n)
{
  return n->unit_end - n->unit == 1 && flu_typo_is_letter((unsigned char)t->s[n->unit]) && n->commas == 0;
}

static flu_str nbsp_and(const flu_typo *t, flu_str unit)
{
  return flu_typo_join(t, flu_typo_str(FLU_NBSP), unit, flu_typo_str(""));
}

static void touching_unit(flu_typo *t, number *n)
{
  uint32_t end = unit_end(t, n->end);
  if (end == n->end) return;
  n->unit_end = end;
  flu_str right = flu_typo_value(t, FLU_TYPO_UNIT_ERRORS, t->s + n->end, end - n->end);
  if (right.len > 0) {
    flu_typo_say(t, FLU_NATIVE_TYPO_UNIT_SYMBOL, n->end, end, nbsp_and(t, right));
    return;
  }
  if (!is_unit(t, n->end, end)) {
    n->unit_end = n->unit;
    return;
  }
  bool percent = t->s[n->end] == '%'; /* most keyboard text has it touch: the rule of the high marks, off at first */
  if ((percent && t->u->locale == FLU_LOCALE_CH) || name_like(t, n)) return;
  flu_typo_say(t, percent ? FLU_NATIVE_TYPO_SPACE_BEFORE_HIGH : FLU_NATIVE_TYPO_SPACE_UNIT, n->end, end,
               nbsp_and(t, flu_typo_slice(t, n->end, end)));
}

static void distant_unit(flu_typo *t, number *n)
{
  uint32_t place;
  uint32_t space = flu_typo_after(t, n->end, &place);
  if (!flu_typo_is_space(space)) return;
  uint32_t end = unit_end(t, place);
  if (end == place) return;
  flu_str right = flu_typo_value(t, FLU_TYPO_UNIT_ERRORS, t->s + place, end - place);
  if (right.len > 0) flu_typo_say(t, FLU_NATIVE_TYPO_UNIT_SYMBOL, place, end, right);
  if (right.len == 0 && !is_unit(t, place, end)) return;
  if (space == ' ') flu_typo_say(t, FLU_NATIVE_TYPO_NBSP_UNIT, n->end, place, flu_typo_str(FLU_NBSP));
  n->unit = place;
  n->unit_end = end;
}

/* « 3.5 km »: only before a unit, because versions, sections and hours have points too; three digits behind the point
 * may be a group of thousands. */
static void decimal_point(flu_typo *t, const number *n)
{
  if (n->points != 1 || n->commas != 0 || n->spaces != 0 || n->unit == n->unit_end) return;
  if (n->decimals == GROUP_DIGITS || n->digits > 9 || t->u->locale == FLU_LOCALE_CH) return;
  flu_typo_say(t, FLU_NATIVE_TYPO_DECIMAL_POINT, n->separator, n->separator + 1, flu_typo_str(","));
}

static void groups(flu_typo *t, const number *n)
{
  if (!flu_typo_on(t, FLU_NATIVE_TYPO_NUMBER_GROUPS)) return;
  if (n->digits < MIN_GROUPED_DIGITS || n->points + n->commas + n->spaces > 0 || t->s[n->start] == '0') return;
  uint32_t place, next = flu_typo_after(t, n->end, &place);
  if (flu_typo_is_letter(next) || next == '-' || next == '/' || next == ':' || next == '_' || next == '#') return;
  bool name = flu_typo_is_space(next) && flu_typo_is_upper(flu_typo_after(t, place, NULL));
  if (name && n->digits == MIN_GROUPED_DIGITS) return; /* a postal code before its town */
  char grouped[MAX_NUMBER_BYTES * 2];
  size_t len = 0;
  for (uint32_t i = 0; i < n->digits; i++) {
    if (i > 0 && (n->digits - i) % GROUP_DIGITS == 0) {
      memcpy(grouped + len, FLU_NARROW_NBSP, 3);
      len += 3;
    }
    grouped[len++] = t->s[n->start + i];
  }
  flu_str none = { "", 0 };
  flu_typo_say(t, FLU_NATIVE_TYPO_NUMBER_GROUPS, n->start, n->end,
               flu_typo_join(t, (flu_str){ grouped, (uint32_t)len }, none, none));
}

/* « 12h30 »: [0-9]{1,2}h([0-9]{2})? with nothing that touches it. */
static bool hour(flu_typo *t, const number *n)
{
  uint32_t place, end, next;
  uint32_t cp = flu_typo_after(t, n->end, &place);
  if ((cp != 'h' && cp != 'H') || n->digits > 2 || n->points + n->commas > 0) return false;
  for (end = place; flu_typo_is_digit(flu_typo_after(t, end, NULL)) && end - place < 3;) end++;
  next = flu_typo_after(t, end, NULL);
  if (flu_typo_is_letter(next) || (end != place && end - place != 2) || next == '_') return false;
  if (!flu_typo_on(t, FLU_NATIVE_TYPO_TIME)) return true;
  flu_str hours = nbsp_and(t, flu_typo_str("h")), minutes = { "", 0 };
  if (end > place) minutes = nbsp_and(t, flu_typo_slice(t, place, end));
  flu_typo_say(t, FLU_NATIVE_TYPO_TIME, n->start, end,
               flu_typo_join(t, flu_typo_slice(t, n->start, n->end), hours, minutes));
  return true;
}

void flu_typo_number(flu_typo *t, uint32_t token)
{
  number n;
  uint32_t start = t->tokens[token].start;
  if (!flu_typo_is_digit(flu_typo_after(t, start, NULL)) || !starts_number(flu_typo_before(t, start, NULL))) return;
  if (!read_number(t, start, &n) || hour(t, &n)) return;
  touching_unit(t, &n);
  if (n.unit_end == n.unit) distant_unit(t, &n);
  decimal_point(t, &n);
  groups(t, &n);
}
