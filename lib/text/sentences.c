/* Sentences: where raw tokens end one. */
#include "text/inner.h"

#define MAX_TOKENS 4000u        /* of a sentence; then it is cut at the next white space */
#define MAX_TOKENS_HARD 4096u   /* or anywhere */
#define SHORT_LINE 40u          /* bytes: a line this short was not broken to fit a width */
#define MAX_LOOK 8u             /* tokens looked over for the word that follows */

typedef struct cutter {
  flu_scan *sc;
  flu_sentence_list *out;
  uint32_t first;               /* token that begins the sentence */
  uint32_t paragraph;
  uint32_t line_start;          /* byte of the view where the line begins */
  bool straight_open;           /* an odd number of straight quotation marks in the paragraph so far */
} cutter;

static uint32_t first_cp(const cutter *c, uint32_t i)
{
  uint32_t next;
  return flu_decode(c->sc->s, c->sc->items[i].start, &next);
}

static const flu_raw *token(const cutter *c, uint32_t i)
{
  return &c->sc->items[i];
}

/* --- kinds of marks --- */

static bool is_terminator(const cutter *c, uint32_t i)
{
  if (token(c, i)->kind != FLU_TOKEN_PUNCTUATION) return false;
  const uint32_t cp = first_cp(c, i);
  return cp == '.' || cp == '!' || cp == '?' || cp == 0x2026 || (cp >= 0x203C && cp <= 0x2049 && cp != 0x2043) ||
         cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F;
}

static bool is_mark(const cutter *c, uint32_t i)
{
  return token(c, i)->kind == FLU_TOKEN_PUNCTUATION || token(c, i)->kind == FLU_TOKEN_SYMBOL;
}

static bool spaced(const cutter *c, uint32_t i)
{
  return i >= c->sc->count || (token(c, i)->flags & FLU_TOKEN_SPACE_BEFORE) != 0;
}

/* Bracket or quotation mark that closes behind the end of a sentence; a straight one by what
 * stands around it. */
static bool is_closer(const cutter *c, uint32_t i)
{
  if (token(c, i)->kind != FLU_TOKEN_PUNCTUATION) return false;
  const uint32_t cp = first_cp(c, i);
  if (cp == '"') return flu_straight_closes(c->sc, i, c->straight_open);
  if (cp == '\'' || cp == 0x2019) return !spaced(c, i);
  return flu_is_closing(cp);
}

/* Marks that may stand before the first word of a sentence. */
static bool is_lead(const cutter *c, uint32_t i)
{
  const uint32_t cp = first_cp(c, i);
  return is_mark(c, i) && (flu_is_opening(cp) || flu_is_dash(cp) || cp == '"' || cp == '\'' || cp == 0x2019 ||
                           cp == 0x2026 || cp == '.' || cp == '*' || cp == 0x2022);
}

/* --- what follows --- */

enum follow { FOLLOW_NOTHING, FOLLOW_LOWER, FOLLOW_UPPER, FOLLOW_NUMBER, FOLLOW_MARK, FOLLOW_OTHER };

static enum follow what_follows(const cutter *c, uint32_t i)
{
  bool opened = false;
  for (uint32_t n = 0; n < MAX_LOOK && i < c->sc->count; n++, i++) {
    const flu_raw *t = token(c, i);
    if (n > 0 && (t->extra & FLU_RAW_PARAGRAPH) != 0) return FOLLOW_OTHER;
    if (is_mark(c, i)) {
      opened = opened || flu_is_opening(first_cp(c, i));
      if (is_lead(c, i) || (opened && flu_is_closing(first_cp(c, i)))) continue;   /* (…) */
      return t->kind == FLU_TOKEN_SYMBOL ? FOLLOW_OTHER : FOLLOW_MARK;
    }
    if (t->kind == FLU_TOKEN_NUMBER || t->kind == FLU_TOKEN_DATE || t->kind == FLU_TOKEN_TIME) return FOLLOW_NUMBER;
    if (t->kind != FLU_TOKEN_WORD && t->kind != FLU_TOKEN_ABBREVIATION && t->kind != FLU_TOKEN_ROMAN) return FOLLOW_OTHER;
    const uint32_t cp = first_cp(c, i);
    return flu_is_lower(cp) ? FOLLOW_LOWER : flu_is_upper(cp) ? FOLLOW_UPPER : FOLLOW_OTHER;
  }
  return i < c->sc->count ? FOLLOW_OTHER : FOLLOW_NOTHING;
}

static bool known_word(const cutter *c, uint32_t i, bool lower)
{
  const flu_raw *t = token(c, i);
  const flu_text_language *l = c->sc->lang;
  char form[64];
  const char *s = c->sc->s + t->start;
  size_t len = t->end - t->start;
  if (l->known == NULL || len > sizeof form) return false;
  if (lower) {
    len = flu_lower(s, len, form, sizeof form);
    s = form;
  }
  return len > 0 && l->known(l->ctx, s, len);
}

/* The word at i begins a sentence rather than a name: it is elided, or a word in lower case too. */
static bool begins_prose(const cutter *c, uint32_t i)
{
  while (i < c->sc->count && is_mark(c, i) && is_lead(c, i)) i++;
  if (i >= c->sc->count) return true;
  const flu_raw *t = token(c, i);
  if (t->kind != FLU_TOKEN_WORD) return t->kind != FLU_TOKEN_ABBREVIATION;
  if ((t->flags & FLU_TOKEN_ELIDED) != 0) return true;
  return known_word(c, i, true);
}

/* --- decisions --- */

/* Behind the abbreviation at `stop`: what may end a sentence does so before a capital that is no name's. */
static bool abbreviation_ends(const cutter *c, uint32_t stop, uint32_t i)
{
  const flu_raw *t = token(c, stop);
  if (!spaced(c, i)) return false;
  const enum follow f = what_follows(c, i);
  if (f == FOLLOW_NOTHING) return true;
  if (f != FOLLOW_UPPER || !begins_prose(c, i)) return false;
  if ((t->extra & FLU_RAW_MAY_END) != 0) return true;
  if ((t->extra & FLU_RAW_INITIAL) == 0 || stop == c->first) return false;
  return token(c, stop - 1)->kind != FLU_TOKEN_PUNCTUATION && !flu_is_upper(first_cp(c, stop - 1));
}

/* A single full stop before a lower-case word: a forgotten capital, unless the word before may be an abbreviation. */
static bool stop_before_lower(const cutter *c, uint32_t stop, uint32_t i)
{
  const flu_raw *t = token(c, stop);
  if (stop == c->first || i != stop + 1 || t->end - t->start != 1 || c->sc->s[t->start] != '.') return false;
  const flu_raw *before = token(c, stop - 1);
  if (before->kind != FLU_TOKEN_WORD || before->end - before->start < 4 || spaced(c, stop)) return false;
  return flu_is_lower(first_cp(c, stop - 1)) && known_word(c, stop - 1, true) && !is_mark(c, i);
}

/* Behind the terminator at `stop`, with the closers up to i: does the sentence end before i? */
static bool terminator_ends(const cutter *c, uint32_t stop, uint32_t i)
{
  const enum follow f = what_follows(c, i);
  const uint32_t cp = first_cp(c, stop);
  if (f == FOLLOW_NOTHING) return true;
  if (f == FOLLOW_MARK) return false;
  if (!spaced(c, i)) return f == FOLLOW_UPPER && cp != '.' && i == stop + 1 && !is_mark(c, i);
  if (f == FOLLOW_LOWER) return stop_before_lower(c, stop, i);
  const bool ellipsis = cp == 0x2026 || token(c, stop)->end - token(c, stop)->start > 1;
  if (ellipsis && i > stop + 1 && stop > c->first && flu_is_opening(first_cp(c, stop - 1))) return false;   /* […] */
  if (ellipsis && f == FOLLOW_NUMBER) return i > stop + 1;
  return true;
}

static bool is_list_item(const cutter *c, uint32_t i)
{
  const uint32_t cp = first_cp(c, i);
  if (i + 1 >= c->sc->count || (token(c, i + 1)->extra & FLU_RAW_LINE) != 0) return false;
  if (is_mark(c, i)) {
    if (!spaced(c, i + 1)) return false;
    return cp == '-' || cp == '*' || cp == '+' || cp == '#' || cp == 0x2022 || cp == 0x2023 || cp == 0x25E6 ||
           cp == 0x2043 || (cp >= 0x2012 && cp <= 0x2015) || (cp >= 0x25A0 && cp <= 0x27BF);
  }
  const flu_raw *t = token(c, i);
  if (t->end - t->start > 4 || (t->kind != FLU_TOKEN_NUMBER && t->kind != FLU_TOKEN_WORD && t->kind != FLU_TOKEN_ROMAN))
    return false;
  if (t->kind == FLU_TOKEN_WORD && t->end - t->start > 1) return false;
  const uint32_t mark = first_cp(c, i + 1);
  return (mark == '.' || mark == ')') && !spaced(c, i + 1) && i + 2 < c->sc->count && spaced(c, i + 2);
}

/* A single line break before token i: an edge, or only a wrapped line? */
static bool line_ends(const cutter *c, uint32_t i)
{
  uint32_t last = i - 1;
  for (uint32_t n = 0; n < MAX_LOOK && last > c->first && is_closer(c, last); n++) last--;
  if (is_terminator(c, last) || is_list_item(c, i)) return true;
  const uint32_t before = token(c, i - 1)->end;
  if (before - c->line_start >= SHORT_LINE) return false;
  const uint32_t mark = first_cp(c, i - 1);
  if (mark == ',' || mark == '-' || mark == '(') return false;
  return what_follows(c, i) == FOLLOW_UPPER && begins_prose(c, i);
}

/* Something ended at `stop`, with only closers behind it up to i. */
static bool ends_before(const cutter *c, uint32_t stop, uint32_t i)
{
  if (stop == UINT32_MAX || is_terminator(c, i) || is_closer(c, i)) return false;
  return token(c, stop)->kind == FLU_TOKEN_ABBREVIATION ? abbreviation_ends(c, stop, i) : terminator_ends(c, stop, i);
}

/* Token i ends a sentence, as far as it goes. */
static bool is_stop(const cutter *c, uint32_t i)
{
  const flu_raw *t = token(c, i);
  return is_terminator(c, i) || (t->kind == FLU_TOKEN_ABBREVIATION && c->sc->s[t->end - 1] == '.');
}

/* --- the walk --- */

static bool add(cutter *c, uint32_t end)
{
  flu_sentence_list *out = c->out;
  if (!flu_reserve(c->sc->alloc, (void **)&out->items, out->count, &out->cap, sizeof *out->items)) return false;
  c->sc->items[c->first].extra |= FLU_RAW_SENTENCE;
  out->items[out->count++] = (flu_sentence){ 0, 0, c->first, end - c->first, c->paragraph };
  c->first = end;
  return true;
}

static bool too_long(const cutter *c, uint32_t i)
{
  const uint32_t n = i - c->first;
  return n >= MAX_TOKENS && (spaced(c, i) || n >= MAX_TOKENS_HARD);
}

int flu_find_sentences(flu_scan *sc, flu_sentence_list *out)
{
  cutter c = { .sc = sc, .out = out };
  const uint32_t count = (uint32_t)sc->count;
  uint32_t stop = UINT32_MAX;   /* last terminator with only closers behind it */
  for (uint32_t i = 0; i < count; i++) {
    const flu_raw *t = token(&c, i);
    if (i > 0) {
      const bool edge = (t->extra & FLU_RAW_PARAGRAPH) != 0 || ((t->extra & FLU_RAW_LINE) != 0 && line_ends(&c, i));
      if (edge || ends_before(&c, stop, i) || too_long(&c, i)) {
        if (!add(&c, i)) return FLU_E_NOMEM;
        stop = UINT32_MAX;
      }
      if (edge) c.paragraph++;
      if ((t->extra & FLU_RAW_PARAGRAPH) != 0) c.straight_open = false;
      if ((t->extra & FLU_RAW_LINE) != 0) c.line_start = t->start;
    }
    if (is_stop(&c, i)) stop = i;
    else if (stop != UINT32_MAX && !is_closer(&c, i)) stop = UINT32_MAX;
    if (t->kind == FLU_TOKEN_PUNCTUATION && sc->s[t->start] == '"')
      c.straight_open = !flu_straight_closes(sc, i, c.straight_open);
  }
  if (c.first < count && !add(&c, count)) return FLU_E_NOMEM;
  return FLU_OK;
}
