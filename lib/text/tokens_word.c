/* Words: letters joined by apostrophes and hyphens, cut into elided words, words, and enclitics. */
#include "text/inner.h"

#define MAX_PARTS 12u        /* parts of a compound that is looked up as a whole */
#define MAX_COMPOUND 200u    /* bytes of one */
#define MAX_ENCLITICS 4u     /* in a row: va-t'en-là */
#define MAX_ENCLITIC 24u     /* bytes of one */

static bool is_join(char c)
{
  return c == '\'' || c == '-';
}

/* A letter (or, behind a hyphen, a digit) follows the apostrophe or hyphen at `at`: the word goes on. */
static bool joins(const flu_scan *sc, uint32_t at)
{
  const char c = flu_byte(sc, at);
  if (c == '\'') return flu_letter_at(sc, at + 1);
  return c == '-' && flu_alnum_at(sc, at + 1);
}

/* End of the letters joined from `at` on. Remembered, so that cutting a long compound piece by piece stays linear. */
static uint32_t compound_end(flu_scan *sc, uint32_t at, uint32_t run_end)
{
  if (at >= sc->compound_from && at < sc->compound_end) return sc->compound_end;
  uint32_t end = run_end;
  while (joins(sc, end)) end = flu_run_end(sc, end + 1);
  sc->compound_from = at;
  sc->compound_end = end;
  return end;
}

static bool in_list(const flu_scan *sc, uint32_t start, uint32_t end, uint64_t bit)
{
  return (flu_lists_lower(sc->lang, sc->s + start, end - start) & bit) != 0;
}

static bool known(const flu_scan *sc, uint32_t start, uint32_t end)
{
  const flu_text_language *l = sc->lang;
  return l->known != NULL && end - start <= MAX_COMPOUND && l->known(l->ctx, sc->s + start, end - start);
}

/* --- enclitics --- */

/* End of the enclitic that begins with the hyphen at `at`: the longest of the list, up to the end of a part; 0: none. */
static uint32_t enclitic_end(const flu_scan *sc, uint32_t at, uint32_t end)
{
  uint32_t best = 0, e = at;
  for (int parts = 0; parts < 2 && e < end && e - at <= MAX_ENCLITIC && sc->s[e] == '-'; parts++) {
    e = flu_run_end(sc, e + 1);
    if (e < end && sc->s[e] == '\'') {
      if (in_list(sc, at, e + 1, sc->lang->enclitics)) best = e + 1;
      break;
    }
    if (in_list(sc, at, e, sc->lang->enclitics)) best = e;
  }
  return best;
}

/* Ends of the enclitics that fill [at, end); 0 when they do not. An elided one (-t') is followed by one plain word. */
static unsigned enclitic_chain(const flu_scan *sc, uint32_t at, uint32_t end, uint32_t ends[MAX_ENCLITICS])
{
  unsigned n = 0;
  while (at < end && n < MAX_ENCLITICS) {
    const bool after_elided = n > 0 && sc->s[at - 1] == '\'';
    const uint32_t e = after_elided ? flu_run_end(sc, at) : sc->s[at] == '-' ? enclitic_end(sc, at, end) : 0;
    if (e == 0 || e == at) return 0;
    ends[n++] = at = e;
  }
  return at == end ? n : 0;
}

static void emit_enclitics(flu_scan *sc, const uint32_t *ends, unsigned count)
{
  for (unsigned i = 0; i < count && sc->status == FLU_OK; i++) {
    const bool hyphen = sc->s[sc->at] == '-';
    const bool elided = sc->s[ends[i] - 1] == '\'';
    flu_emit_token(sc, sc->at, ends[i], FLU_TOKEN_WORD,
                   (hyphen ? FLU_TOKEN_ENCLITIC : 0u) | (elided ? FLU_TOKEN_ELIDED : 0u), 0);
  }
}

/* --- compounds --- */

/* Longest known word of several parts at `start` behind which the compound ends or goes on in enclitics only. */
static bool emit_known(flu_scan *sc, uint32_t start, uint32_t run_end, uint32_t end)
{
  uint32_t stops[MAX_PARTS], chain[MAX_ENCLITICS];
  unsigned n = 0;
  for (uint32_t e = run_end; e < end && n < MAX_PARTS;) {
    e = flu_run_end(sc, e + 1);
    if (e - start > MAX_COMPOUND) break;
    stops[n++] = e;
  }
  while (n > 0) {
    const uint32_t stop = stops[--n];
    const unsigned enclitics = stop < end ? enclitic_chain(sc, stop, end, chain) : 0;
    if ((stop < end && enclitics == 0) || !known(sc, start, stop)) continue;
    if (in_list(sc, start, stop, sc->lang->separable)) continue;
    flu_emit_token(sc, start, stop, FLU_TOKEN_WORD, 0, 0);
    emit_enclitics(sc, chain, enclitics);
    return true;
  }
  return false;
}

/* No part of the language: letters joined as Unicode joins them, up to the enclitics. */
static void emit_joined(flu_scan *sc, uint32_t start, uint32_t run_end, uint32_t end)
{
  uint32_t chain[MAX_ENCLITICS];
  for (uint32_t e = run_end; e < end; e = flu_run_end(sc, e + 1)) {
    const unsigned n = sc->s[e] == '-' ? enclitic_chain(sc, e, end, chain) : 0;
    if (n == 0) continue;
    flu_emit_token(sc, start, e, FLU_TOKEN_WORD, 0, 0);
    emit_enclitics(sc, chain, n);
    return;
  }
  flu_emit_token(sc, start, end, FLU_TOKEN_WORD, 0, 0);
}

static bool emit_elided(flu_scan *sc, uint32_t start, uint32_t run_end)
{
  uint32_t next;
  if (flu_byte(sc, run_end) != '\'' || !in_list(sc, start, run_end + 1, sc->lang->elisions)) return false;
  const uint32_t cp = flu_peek(sc, run_end + 1, &next);
  if (cp != FLU_CP_END && flu_class_of(cp) == FLU_CLASS_EXTEND) return false;
  flu_emit_token(sc, start, run_end + 1, FLU_TOKEN_WORD, FLU_TOKEN_ELIDED, 0);
  return true;
}

/* --- words that are more than letters --- */

/* Writing for both genders: étudiant.e.s, ami(e)s. The endings come from a list. */
static uint32_t inclusive_end(const flu_scan *sc, uint32_t end)
{
  uint32_t e = end;
  for (int i = 0; i < 2; i++) {
    const char c = flu_byte(sc, e);
    if (c != '.' && (c != '(' || i > 0)) return e;
    const uint32_t stop = flu_run_end(sc, e + 1);
    if (stop == e + 1 || stop - e > 16 || !in_list(sc, e + 1, stop, sc->lang->inclusive)) return e;
    if (c == '(') {
      if (flu_byte(sc, stop) != ')') return e;
      const uint32_t tail = flu_run_end(sc, stop + 1);
      if (tail == stop + 1) return tail;
      return in_list(sc, stop + 1, tail, sc->lang->inclusive) ? tail : e;
    }
    e = stop;
  }
  return e;
}

/* camelCase and name(). A lower-case beginning of one letter is a brand: iPhone. */
static bool is_code(const flu_scan *sc, uint32_t start, uint32_t end)
{
  if (flu_byte(sc, end) == '(' && flu_byte(sc, end + 1) == ')') return true;
  unsigned lower = 0;
  for (uint32_t at = start; at < end; at++) {
    const char c = sc->s[at];
    if (c >= 'a' && c <= 'z') lower++;
    else return at > start && lower >= 2 && lower == at - start && c >= 'A' && c <= 'Z' && end - at > 1;
  }
  return false;
}

static bool emit_code(flu_scan *sc, uint32_t end)
{
  if (!is_code(sc, sc->at, end)) return false;
  flu_emit_token(sc, sc->at, flu_byte(sc, end) == '(' ? end + 2 : end, FLU_TOKEN_CODE, 0, 0);
  return true;
}

static bool emit_inclusive(flu_scan *sc, uint32_t end)
{
  const uint32_t stop = inclusive_end(sc, end);
  if (stop == end) return false;
  flu_emit_token(sc, sc->at, stop, FLU_TOKEN_WORD, 0, 0);
  return true;
}

void flu_scan_word(flu_scan *sc)
{
  const uint32_t start = sc->at, run_end = flu_run_end(sc, start);
  const char c = flu_byte(sc, run_end);
  if (c == ' ' || c == ',') {   /* the common case first */
    if (flu_scan_abbreviation(sc, run_end) || flu_scan_unit(sc, run_end) || flu_scan_roman(sc, run_end)) return;
    if (!emit_code(sc, run_end)) flu_emit_token(sc, start, run_end, FLU_TOKEN_WORD, 0, 0);
    return;
  }
  if (flu_scan_initials(sc)) return;
  const uint32_t end = is_join(c) ? compound_end(sc, start, run_end) : run_end;
  if ((c == '.' || c == '(') && emit_inclusive(sc, run_end)) return;
  if (flu_scan_special(sc, end)) return;
  if (end == run_end) {
    if (emit_elided(sc, start, run_end)) return;
    if (flu_scan_abbreviation(sc, run_end) || flu_scan_unit(sc, run_end) || flu_scan_roman(sc, run_end)) return;
    if (!emit_code(sc, run_end)) flu_emit_token(sc, start, run_end, FLU_TOKEN_WORD, 0, 0);
    return;
  }
  if (emit_known(sc, start, run_end, end)) return;
  if (c == '\'' && emit_elided(sc, start, run_end)) return;
  emit_joined(sc, start, run_end, end);
}
