/* Abbreviations: listed ones, initials (A. Dupont, L. 123-4), dotted ones (S.N.C.F., J.-C.). */
#include "text/inner.h"

#define MAX_LOOK 24u   /* bytes of white space looked over */

/* First character behind the white space at `at`; *paragraph when a line break lies between. */
static uint32_t cp_behind_space(const flu_scan *sc, uint32_t at, bool *line)
{
  uint32_t next;
  *line = false;
  for (uint32_t i = at; i - at < MAX_LOOK; i = next) {
    const uint32_t cp = flu_peek(sc, i, &next);
    if (cp == FLU_CP_END) return cp;
    const enum flu_class c = flu_class_of(cp);
    if (c == FLU_CLASS_NEWLINE) *line = true;
    if (c != FLU_CLASS_SPACE && c != FLU_CLASS_NEWLINE) return cp;
  }
  return ' ';
}

static bool dot_at(const flu_scan *sc, uint32_t at)
{
  return flu_byte(sc, at) == '.' && flu_byte(sc, at + 1) != '.';
}

static bool all_capitals(const char *s, size_t len)
{
  return len > 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z';
}

/* A word that its list says to be an abbreviation only before a number (art. 5), or only before a name (me. Dupont). */
static bool fits(const flu_scan *sc, uint32_t start, uint32_t end, uint32_t cp)
{
  const flu_str value = flu_value_lower(sc->lang, sc->s + start, end - start, sc->lang->abbreviations);
  if (!flu_str_is(value, "name") && all_capitals(sc->s + start, end - start)) return false;   /* ID. is no id. */
  if (flu_str_is(value, "number")) return cp != FLU_CP_END && flu_class_of(cp) == FLU_CLASS_DIGIT;
  if (flu_str_is(value, "lower")) return cp != FLU_CP_END && !flu_is_upper(cp);
  if (flu_str_is(value, "name")) return cp != FLU_CP_END && flu_is_upper(cp);
  return true;
}

static bool emit_listed(flu_scan *sc, uint32_t start, uint32_t end)
{
  const uint64_t lists = flu_lists_lower(sc->lang, sc->s + start, end - start);
  const uint64_t final = lists & sc->lang->abbreviations_final;
  if (final == 0 && (lists & sc->lang->abbreviations) == 0) return false;
  bool line;
  const uint32_t cp = cp_behind_space(sc, end, &line);
  if (final == 0 && !fits(sc, start, end, cp)) return false;
  flu_emit_token(sc, start, end, FLU_TOKEN_ABBREVIATION, 0, final != 0 ? FLU_RAW_MAY_END : 0u);
  return true;
}

bool flu_scan_abbreviation(flu_scan *sc, uint32_t end)
{
  const uint32_t start = sc->at;
  if (end - start > 16) return false;
  if (dot_at(sc, end) && !flu_letter_at(sc, end + 1) && emit_listed(sc, start, end + 1)) return true;
  if ((unsigned char)flu_byte(sc, end) == 0xC2 && (unsigned char)flu_byte(sc, end + 1) == 0xB0)   /* n° */
    return emit_listed(sc, start, end + 2);
  return emit_listed(sc, start, end);
}

/* One letter of the text and a dot behind it; end of the dot, else 0. */
static uint32_t dotted_letter(const flu_scan *sc, uint32_t at)
{
  uint32_t next;
  const uint32_t cp = flu_peek(sc, at, &next);
  if (cp == FLU_CP_END || flu_class_of(cp) != FLU_CLASS_LETTER) return 0;
  if (cp == 'C' && flu_byte(sc, next) == 'h') next++;   /* Ch. and Th. stand for one letter */
  else if ((cp == 'T' || cp == 'P') && flu_byte(sc, next) == 'h') next++;
  return dot_at(sc, next) ? next + 1 : 0;
}

/* Letters each with its dot: S.N.C.F., J.-C., c.-à-d. A last letter may lack it. */
static uint32_t dotted_end(const flu_scan *sc, uint32_t at, unsigned *letters)
{
  *letters = 0;
  for (;;) {
    const uint32_t from = *letters > 0 && flu_byte(sc, at) == '-' ? at + 1 : at;
    const uint32_t end = dotted_letter(sc, from);
    if (end == 0) return at;
    ++*letters;
    at = end;
  }
}

static bool emit_initial(flu_scan *sc, uint32_t end)
{
  uint32_t next;
  bool line;
  if (!flu_is_upper(flu_peek(sc, sc->at, &next))) return false;
  const uint32_t cp = cp_behind_space(sc, end, &line);
  if (cp == FLU_CP_END || line || (!flu_is_upper(cp) && flu_class_of(cp) != FLU_CLASS_DIGIT)) return false;
  flu_emit_token(sc, sc->at, end, FLU_TOKEN_ABBREVIATION, 0, FLU_RAW_INITIAL);
  return true;
}

bool flu_scan_initials(flu_scan *sc)
{
  const uint32_t start = sc->at, first = dotted_letter(sc, start);
  if (first == 0) return false;
  uint32_t after;
  unsigned letters;
  uint32_t end = dotted_end(sc, start, &letters);
  if (flu_byte(sc, end) == '-' && flu_letter_at(sc, end + 1)) {
    uint32_t tail = end;
    for (int i = 0; i < 3 && flu_byte(sc, tail) == '-'; i++) tail = flu_run_end(sc, tail + 1);
    if (dot_at(sc, tail) && emit_listed(sc, start, tail + 1)) return true;
  }
  if (letters >= 2) {
    if (emit_listed(sc, start, end)) return true;
    if (flu_letter_at(sc, end)) {
      const uint32_t tail = flu_run_end(sc, end);
      uint32_t one;
      flu_peek(sc, end, &one);
      if (one != tail) return false;
      end = tail;
    }
    if (sc->s[end - 1] != '.' && !flu_is_upper(flu_peek(sc, start, &after))) return false;   /* a.b.c */
    flu_emit_token(sc, start, end, FLU_TOKEN_ABBREVIATION, 0, FLU_RAW_MAY_END);
    return true;
  }
  if (flu_alnum_at(sc, first)) return false;
  if (emit_listed(sc, start, first)) return true;
  return emit_initial(sc, first);
}
