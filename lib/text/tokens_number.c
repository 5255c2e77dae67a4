/* Numbers and what is made with them: dates, hours, ordinals, units, Roman numerals. */
#include "text/inner.h"

/* --- digits --- */

typedef struct digits {
  uint32_t end;
  unsigned count;
  unsigned value;   /* saturates at 99,999 */
} digits;

static digits read_digits(const flu_scan *sc, uint32_t at)
{
  digits d = { at, 0, 0 };
  while (flu_digit_at(sc, d.end)) {
    if (d.value < 10000) d.value = d.value * 10 + (unsigned)(sc->s[d.end] - '0');
    else d.value = 99999;
    d.end++;
    d.count++;
  }
  return d;
}

/* A separator of groups of three digits: spaces, and the apostrophe of Switzerland. Its end, else 0. */
static uint32_t group_separator(const flu_scan *sc, uint32_t at)
{
  uint32_t next;
  const uint32_t cp = flu_peek(sc, at, &next);
  return cp == ' ' || cp == 0xA0 || cp == 0x202F || cp == 0x2009 || cp == '\'' || cp == 0x2019 ? next : 0;
}

static uint32_t groups_end(const flu_scan *sc, digits first)
{
  uint32_t end = first.end;
  if (first.count > 3) return end;
  for (uint32_t at = group_separator(sc, end); at != 0; at = group_separator(sc, end)) {
    const digits d = read_digits(sc, at);
    if (d.count != 3) break;
    end = d.end;
  }
  return end;
}

static bool day_and_month(unsigned day, unsigned month)
{
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

/* 12/03/2024 · 12.03.24 · 2024-03-12; end, else 0. */
static uint32_t date_end(const flu_scan *sc, digits a)
{
  const char c = flu_byte(sc, a.end);
  if (c != '/' && c != '-' && c != '.') return 0;
  const digits b = read_digits(sc, a.end + 1);
  if (b.count == 0 || b.count > 2 || flu_byte(sc, b.end) != c) return 0;
  const digits y = read_digits(sc, b.end + 1);
  if (y.count == 0 || flu_letter_at(sc, y.end)) return 0;
  if (a.count == 4 && y.count <= 2 && day_and_month(y.value, b.value)) return y.end;
  if (a.count > 2 || (y.count != 4 && (y.count != 2 || c != '/'))) return 0;
  return day_and_month(a.value, b.value) ? y.end : 0;
}

/* The letter between hours and minutes, as the list of units knows it; end, else 0. */
static uint32_t hour_sign(const flu_scan *sc, uint32_t at)
{
  uint32_t next;
  const uint32_t cp = flu_peek(sc, at, &next);
  if (cp == FLU_CP_END || flu_class_of(cp) != FLU_CLASS_LETTER) return 0;
  return flu_str_is(flu_value_lower(sc->lang, sc->s + at, next - at, sc->lang->units), "hour") ? next : 0;
}

/* 12h30 · 12h · 12:30 · 12:30:15; end, else 0. */
static uint32_t time_end(const flu_scan *sc, digits a)
{
  if (a.count > 2 || a.value > 24) return 0;
  const uint32_t sign = hour_sign(sc, a.end);
  if (sign != 0) {
    const digits m = read_digits(sc, sign);
    if (m.count == 2 && m.value < 60 && !flu_letter_at(sc, m.end)) return m.end;
    return flu_alnum_at(sc, sign) ? 0 : sign;
  }
  if (flu_byte(sc, a.end) != ':') return 0;
  const digits m = read_digits(sc, a.end + 1);
  if (m.count != 2 || m.value > 59 || flu_letter_at(sc, m.end)) return 0;
  const digits s = flu_byte(sc, m.end) == ':' ? read_digits(sc, m.end + 1) : (digits){ 0, 0, 0 };
  return s.count == 2 && s.value < 60 ? s.end : m.end;
}

/* Behind the fraction, the decimals or the further numbers of an address: 1,5 · 3/4 · 192.168.0.1 */
static uint32_t decimals_end(const flu_scan *sc, uint32_t end)
{
  for (;;) {
    const char c = flu_byte(sc, end);
    if ((c != ',' && c != '.' && c != '/') || !flu_digit_at(sc, end + 1)) return end;
    end = read_digits(sc, end + 1).end;
  }
}

/* --- digits with letters behind them --- */

static bool emit_ordinal(flu_scan *sc, uint32_t start, uint32_t number_end, uint32_t end)
{
  if (sc->s[start] == '0' || memchr(sc->s + start, '.', number_end - start) != NULL) return false;   /* 1.2e: no ordinal */
  if ((flu_lists_lower(sc->lang, sc->s + number_end, end - number_end) & sc->lang->ordinals) == 0) return false;
  flu_emit_token(sc, start, end, FLU_TOKEN_ORDINAL, 0, 0);
  return true;
}

/* 5km: the unit is a token of its own. */
static bool emit_with_unit(flu_scan *sc, uint32_t start, uint32_t number_end, uint32_t end)
{
  if ((flu_lists_lower(sc->lang, sc->s + number_end, end - number_end) & sc->lang->units) == 0) return false;
  flu_emit_token(sc, start, number_end, FLU_TOKEN_NUMBER, 0, 0);
  if (!flu_scan_unit(sc, end)) flu_emit_token(sc, number_end, end, FLU_TOKEN_UNIT, 0, 0);
  return true;
}

static void emit_mixed(flu_scan *sc, uint32_t start, uint32_t number_end, uint32_t end)
{
  if (emit_ordinal(sc, start, number_end, end) || emit_with_unit(sc, start, number_end, end)) return;
  const bool hex = sc->s[start] == '0' && (flu_byte(sc, start + 1) | 0x20) == 'x';
  flu_emit_token(sc, start, end, hex ? FLU_TOKEN_CODE : FLU_TOKEN_WORD, 0, 0);
}

void flu_scan_number(flu_scan *sc)
{
  const uint32_t start = sc->at;
  uint32_t at;
  const uint32_t first = flu_peek(sc, start, &at);
  if (flu_class_of(first) == FLU_CLASS_DIGIT) at = start;
  const digits a = read_digits(sc, at);
  const uint32_t run_end = flu_run_end(sc, at);
  if (run_end == a.end || at == start) {
    if (flu_scan_special(sc, run_end)) return;
    uint32_t end = date_end(sc, a);
    if (end != 0) {
      flu_emit_token(sc, start, end, FLU_TOKEN_DATE, 0, 0);
      return;
    }
    end = time_end(sc, a);
    if (end != 0) {
      flu_emit_token(sc, start, end, FLU_TOKEN_TIME, 0, 0);
      return;
    }
  }
  if (a.count > 0 && run_end == a.end) {
    const uint32_t end = decimals_end(sc, groups_end(sc, a));
    const uint32_t behind = flu_run_end(sc, end);
    if (behind > end) emit_mixed(sc, start, end, behind);
    else flu_emit_token(sc, start, end, FLU_TOKEN_NUMBER, 0, 0);
    return;
  }
  if (a.count == 0) flu_emit_token(sc, start, run_end, FLU_TOKEN_NUMBER, 0, 0);   /* digits of another script */
  else emit_mixed(sc, start, a.end, run_end);
}

/* --- units --- */

static bool after_number(const flu_scan *sc)
{
  if (sc->count == 0 || (sc->pending & FLU_TOKEN_BREAK_BEFORE) != 0) return false;
  const flu_raw *t = &sc->items[sc->count - 1];
  return t->kind == FLU_TOKEN_NUMBER && sc->at - t->end <= 3;
}

/* A listed unit behind a number, with its exponent or divisor: m² · km/h. `end` is behind its letters. */
bool flu_scan_unit(flu_scan *sc, uint32_t end)
{
  const uint32_t start = sc->at;
  if (!after_number(sc) || end - start > 16 || flu_byte(sc, end) == '\'') return false;
  uint32_t next, longest = 0;
  const uint32_t cp = flu_peek(sc, end, &next);
  if (cp == 0xB2 || cp == 0xB3) {
    if (flu_lists_lower(sc->lang, sc->s + start, next - start) & sc->lang->units) longest = next;
  } else if (cp == '/' && flu_letter_at(sc, next)) {
    const uint32_t stop = flu_run_end(sc, next);
    if (stop - start <= 24 && flu_lists_lower(sc->lang, sc->s + start, stop - start) & sc->lang->units) longest = stop;
  }
  if (longest == 0 && flu_lists_lower(sc->lang, sc->s + start, end - start) & sc->lang->units) longest = end;
  if (longest == 0) return false;
  flu_emit_token(sc, start, longest, FLU_TOKEN_UNIT, 0, 0);
  return true;
}

/* --- Roman numerals --- */

static int roman_value(char c)
{
  switch (c) {
  case 'I': return 1;
  case 'V': return 5;
  case 'X': return 10;
  case 'L': return 50;
  case 'C': return 100;
  case 'D': return 500;
  case 'M': return 1000;
  default: return 0;
  }
}

/* Length of the well-formed numeral at s: thousands, then each decade in one of its nine forms. */
static size_t roman_length(const char *s, size_t len)
{
  static const char decades[3][3] = { { 'C', 'D', 'M' }, { 'X', 'L', 'C' }, { 'I', 'V', 'X' } };
  size_t i = 0;
  while (i < len && i < 4 && s[i] == 'M') i++;
  for (int d = 0; d < 3; d++) {
    const char one = decades[d][0], five = decades[d][1], ten = decades[d][2];
    if (i + 1 < len && s[i] == one && (s[i + 1] == five || s[i + 1] == ten)) {
      i += 2;
      continue;
    }
    if (i < len && s[i] == five) i++;
    for (int n = 0; n < 3 && i < len && s[i] == one; n++) i++;
  }
  return i;
}

static bool known_lower(const flu_scan *sc, uint32_t start, uint32_t end)
{
  char lower[16];
  const size_t n = flu_lower(sc->s + start, end - start, lower, sizeof lower);
  return n > 0 && sc->lang->known != NULL && sc->lang->known(sc->lang->ctx, lower, n);
}

/* Written like a numeral, but more often something else: CD, CDI, LV. */
static bool is_doubtful(const char *s, size_t len)
{
  int largest = 0;
  for (size_t i = 0; i < len; i++)
    if (roman_value(s[i]) > largest) largest = roman_value(s[i]);
  return (largest >= 100 && len < 4) || (largest == 50 && len < 3);
}

/* XIV, XXe, Ier. A numeral that is also a word in lower case is that word; so is V or X with an ending (Ver). */
bool flu_scan_roman(flu_scan *sc, uint32_t end)
{
  const uint32_t start = sc->at, len = end - start;
  if (len < 2 || len > 15 || roman_value(sc->s[start]) == 0) return false;
  const size_t n = roman_length(sc->s + start, len);
  if (n == len) {
    if (is_doubtful(sc->s + start, n) || (roman_value(sc->s[start]) > 10 && known_lower(sc, start, end))) return false;
    flu_emit_token(sc, start, end, FLU_TOKEN_ROMAN, 0, 0);
    return true;
  }
  if (n == 0 || roman_value(sc->s[start + n]) != 0 || (n == 1 && roman_value(sc->s[start]) > 10)) return false;
  uint32_t next;
  if (flu_is_upper(flu_peek(sc, start + (uint32_t)n, &next))) return false;
  const flu_str value = flu_value_lower(sc->lang, sc->s + start + n, len - n, sc->lang->ordinals);
  if (!flu_str_is(value, "roman")) return false;
  if (n == 1 && roman_value(sc->s[start]) > 1 && known_lower(sc, start, end)) return false;
  flu_emit_token(sc, start, end, FLU_TOKEN_ORDINAL, 0, 0);
  return true;
}
