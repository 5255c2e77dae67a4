/* The loop over the view: white space, then one token, until the end. */
#include "text/inner.h"

#define POLL_EVERY 1024u   /* tokens */

/* Behind combining marks: Unicode never cuts before one. */
static uint32_t behind_marks(const flu_scan *sc, uint32_t at)
{
  uint32_t next;
  while (at < sc->len && (unsigned char)sc->s[at] >= 0xCC &&
         flu_class_of(flu_decode(sc->s, at, &next)) == FLU_CLASS_EXTEND)
    at = next;
  return at;
}

void flu_emit_token(flu_scan *sc, uint32_t start, uint32_t end, enum flu_token_kind kind, unsigned flags, unsigned extra)
{
  end = behind_marks(sc, end);
  sc->at = end;
  if (!flu_reserve(sc->alloc, (void **)&sc->items, sc->count, &sc->cap, sizeof *sc->items)) {
    sc->status = FLU_E_NOMEM;
    return;
  }
  flu_raw *t = &sc->items[sc->count++];
  t->start = start;
  t->end = end;
  t->kind = (uint8_t)kind;
  t->flags = (uint16_t)(flags | sc->pending);
  t->extra = (uint8_t)(extra | sc->pending_extra);
  sc->pending = 0;
  sc->pending_extra = 0;
}

uint32_t flu_run_end(const flu_scan *sc, uint32_t at)
{
  const char *s = sc->s;
  while (at < sc->len) {
    uint32_t next;
    if ((unsigned char)s[at] < 0x80) {
      if (flu_ascii_class[(unsigned char)s[at]] > FLU_CLASS_DIGIT) break;
      at++;
      continue;
    }
    const uint32_t cp = flu_decode(s, at, &next);
    if (flu_class_of(cp) > FLU_CLASS_EXTEND && !(cp == 0xB7 && flu_letter_at(sc, next))) break;
    at = next;
  }
  return at;
}

bool flu_letter_at(const flu_scan *sc, uint32_t at)
{
  uint32_t next;
  const uint32_t cp = flu_peek(sc, at, &next);
  return cp != FLU_CP_END && flu_class_of(cp) == FLU_CLASS_LETTER;
}

bool flu_alnum_at(const flu_scan *sc, uint32_t at)
{
  uint32_t next;
  const uint32_t cp = flu_peek(sc, at, &next);
  return cp != FLU_CP_END && flu_class_of(cp) <= FLU_CLASS_DIGIT;
}

bool flu_digit_at(const flu_scan *sc, uint32_t at)
{
  const char c = flu_byte(sc, at);
  return c >= '0' && c <= '9';
}

static bool ends_paragraph(uint32_t cp)
{
  return cp == FLU_CP_BREAK || cp == '\f';
}

/* White space: one line break is a line, two or a separator a paragraph. */
static void scan_space(flu_scan *sc)
{
  unsigned lines = 0;
  for (uint32_t next; sc->at < sc->len; sc->at = next) {
    const uint32_t cp = flu_decode(sc->s, sc->at, &next);
    const enum flu_class c = flu_class_of(cp);
    if (c == FLU_CLASS_SPACE) {
      sc->pending |= FLU_TOKEN_SPACE_BEFORE;
      continue;
    }
    if (c != FLU_CLASS_NEWLINE) break;
    if (cp == '\r' && flu_byte(sc, next) == '\n') next++;
    sc->pending |= FLU_TOKEN_SPACE_BEFORE | FLU_TOKEN_BREAK_BEFORE;
    if (ends_paragraph(cp)) lines = 2;
    else if (lines < 2) lines++;
  }
  if (lines == 1) sc->pending_extra |= FLU_RAW_LINE;
  if (lines == 2) sc->pending_extra |= FLU_RAW_LINE | FLU_RAW_PARAGRAPH;
}

/* Dots, and lines drawn with one character, are one token. */
static bool scan_repeated(flu_scan *sc, uint32_t cp)
{
  if (strchr(".-=*_~#", (int)cp) == NULL) return false;
  uint32_t end = sc->at + 1;
  while (flu_byte(sc, end) == (char)cp && end < sc->len) end++;
  if (end - sc->at < 2) return false;
  flu_emit_token(sc, sc->at, end, cp == '.' || cp == '-' ? FLU_TOKEN_PUNCTUATION : FLU_TOKEN_SYMBOL, 0, 0);
  return true;
}

/* A noun's place holder takes the letters that hang on it with it: `mot`s. */
static void scan_masked(flu_scan *sc, uint32_t next)
{
  flu_emit_token(sc, sc->at, flu_letter_at(sc, next) ? flu_run_end(sc, next) : next, FLU_TOKEN_MASKED, 0, 0);
}

static bool sign_before_number(const flu_scan *sc, uint32_t cp, uint32_t next)
{
  if (cp != '-' && cp != '+' && cp != 0x2212) return false;
  if (!flu_digit_at(sc, next)) return false;
  if (sc->count == 0 || sc->pending != 0) return true;
  size_t at = sc->at;
  return flu_is_opening(flu_utf8_prev(sc->s, &at));
}

static void scan_mark(flu_scan *sc, uint32_t cp, uint32_t next, enum flu_class c)
{
  if (cp == FLU_CP_NOUN) {
    scan_masked(sc, next);
    return;
  }
  if (sign_before_number(sc, cp, next)) {
    flu_scan_number(sc);
    return;
  }
  if (cp < 0x80) {
    if ((cp == '/' || cp == '.' || cp == '~') && flu_scan_path(sc)) return;
    if ((cp == '@' || cp == '#' || cp == '-' || cp == '$' || cp == '_') && flu_scan_tag(sc)) return;
    if (cp != 0 && scan_repeated(sc, cp)) return;
  } else if (flu_scan_emoji(sc) || (cp == 0xB0 && flu_letter_at(sc, next) && flu_scan_unit(sc, flu_run_end(sc, next)))) {
    return;   /* 20 °C */
  }
  flu_emit_token(sc, sc->at, next, c == FLU_CLASS_PUNCTUATION ? FLU_TOKEN_PUNCTUATION : FLU_TOKEN_SYMBOL, 0, 0);
}

static void scan_token(flu_scan *sc)
{
  uint32_t next;
  const uint32_t cp = flu_decode(sc->s, sc->at, &next);
  const enum flu_class c = flu_class_of(cp);
  if (c == FLU_CLASS_LETTER) {
    flu_scan_word(sc);
  } else if (c == FLU_CLASS_DIGIT) {
    if (!flu_scan_emoji(sc)) flu_scan_number(sc);
  } else {
    scan_mark(sc, cp, next, c);
  }
}

int flu_scan_all(flu_scan *sc, int (*poll)(void *), void *poll_ctx)
{
  size_t asked = 0;
  for (;;) {
    scan_space(sc);
    if (sc->at >= sc->len || sc->status != FLU_OK) return sc->status;
    scan_token(sc);
    if (poll != NULL && sc->count - asked >= POLL_EVERY) {
      asked = sc->count;
      if (poll(poll_ctx) != 0) return FLU_E_CANCELLED;
    }
  }
}

/* --- word lists --- */

#define MAX_LISTED 64u   /* bytes; nothing longer is in a list that segmentation asks for */

uint64_t flu_lists_lower(const flu_text_language *lang, const char *s, size_t len)
{
  char lower[MAX_LISTED];
  if (len == 0 || len > sizeof lower || lang->lists == NULL) return 0;
  const size_t n = flu_lower(s, len, lower, sizeof lower);
  return n == 0 ? 0 : flu_lists_of(lang->lists, lower, n);
}

flu_str flu_value_lower(const flu_text_language *lang, const char *s, size_t len, uint64_t bit)
{
  char lower[MAX_LISTED];
  const size_t n = len > sizeof lower || lang->lists == NULL ? 0 : flu_lower(s, len, lower, sizeof lower);
  if (n == 0 || bit == 0) return (flu_str){ "", 0 };
  return flu_lists_value(lang->lists, lower, n, bit);
}

bool flu_str_is(flu_str s, const char *literal)
{
  return s.len == strlen(literal) && memcmp(s.ptr, literal, s.len) == 0;
}
