/* Inline Markdown: escapes, code, math, links, emphasis, HTML. */
#include "text/markup_inner.h"

#define MAX_TICKS 32u        /* a longer run of backticks is text */
#define MAX_NESTING 32u      /* brackets inside the target of a link */
#define MAX_LABEL 999u       /* bytes of a reference */
#define MAX_FOOTNOTE 64u

typedef struct delimiter {
  uint32_t start, used, count, length;   /* used: characters at its start that closed something */
  char ch;
  bool opens, closes;
} delimiter;

typedef struct bracket {
  uint32_t start, end;       /* [ or ![ */
} bracket;

typedef struct inline_parser {
  flu_marks *m;
  uint32_t at, end;
  size_t mask, mask_count;   /* masks of the block structure inside */
  delimiter *delimiters;
  size_t count, cap;
  bracket *brackets;
  size_t bracket_count, bracket_cap;
  uint32_t last_ticks[MAX_TICKS + 1]; /* last run of each length */
  bool ticks_known;
  flu_vain math[2], title[3];
} inline_parser;

static char byte_at(const inline_parser *p, uint32_t at)
{
  return at < p->end ? p->m->s[at] : '\0';
}

static bool is_ascii_punctuation(char c)
{
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

static bool is_white(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static uint32_t run_of(const inline_parser *p, uint32_t at)
{
  const char c = p->m->s[at];
  uint32_t end = at;
  while (end < p->end && p->m->s[end] == c) end++;
  return end - at;
}

/* --- code and math --- */

static void learn_ticks(inline_parser *p)
{
  p->ticks_known = true;
  for (uint32_t at = p->at; at < p->end;) {
    const char *tick = memchr(p->m->s + at, '`', p->end - at);
    if (tick == NULL) return;
    at = (uint32_t)(tick - p->m->s);
    const uint32_t n = run_of(p, at);
    if (n <= MAX_TICKS) p->last_ticks[n] = at;
    at += n;
  }
}

static bool code_span(inline_parser *p)
{
  const uint32_t n = run_of(p, p->at);
  if (!p->ticks_known) learn_ticks(p);
  if (n <= MAX_TICKS && p->last_ticks[n] > p->at) {
    for (uint32_t at = p->at + n; at < p->end;) {
      if (p->m->s[at] != '`') {
        at++;
        continue;
      }
      const uint32_t close = run_of(p, at);
      at += close;
      if (close != n) continue;
      flu_marks_add(p->m, p->at, at, FLU_MASK_NOUN);
      p->at = at;
      return true;
    }
  }
  p->at += n;
  return true;
}

static bool closes_math(const inline_parser *p, uint32_t at, uint32_t n)
{
  const char *s = p->m->s;
  if (n == 2) return byte_at(p, at + 1) == '$';
  const char next = byte_at(p, at + 1);
  return !is_white(s[at - 1]) && s[at - 1] != '\\' && (next < '0' || next > '9') && next != '$' && s[at - 1] != '$';
}

static bool math(inline_parser *p)
{
  const uint32_t n = byte_at(p, p->at + 1) == '$' ? 2 : 1;
  const uint32_t from = p->at + n;
  flu_vain *vain = &p->math[n - 1];
  if (from >= p->end || (n == 1 && is_white(p->m->s[from])) || flu_is_vain(vain, from, p->end)) return false;
  for (uint32_t at = from; at < p->end; at++) {
    const char *dollar = memchr(p->m->s + at, '$', p->end - at);
    if (dollar == NULL) break;
    at = (uint32_t)(dollar - p->m->s);
    if (at == from || !closes_math(p, at, n)) continue;
    flu_marks_add(p->m, p->at, at + n, FLU_MASK_NOUN);
    p->at = at + n;
    return true;
  }
  *vain = (flu_vain){ from, p->end };
  return false;
}

/* --- HTML and addresses --- */

/* <https://…>, <a@b.c>: no white space inside, a : or @ is. */
static uint32_t autolink_end(inline_parser *p)
{
  bool sign = false;
  for (uint32_t at = p->at + 1; at < p->end; at++) {
    const char c = p->m->s[at];
    if (c == '>') return sign ? at + 1 : 0;
    if (is_white(c) || c == '<' || c == '"' || c == '=') return 0;
    sign = sign || (at > p->at + 1 && (c == ':' || c == '@'));
  }
  return 0;
}

static bool angle(inline_parser *p)
{
  uint32_t end = autolink_end(p);
  if (end != 0) {
    flu_marks_add(p->m, p->at, end, FLU_MASK_NOUN);
  } else {
    end = flu_html_construct(p->m, p->at, p->end);
    if (end == 0) return false;
  }
  p->at = end;
  return true;
}

/* --- links --- */

static uint32_t behind_white(const inline_parser *p, uint32_t at)
{
  while (at < p->end && is_white(p->m->s[at])) at++;
  return at;
}

static uint32_t target_end(const inline_parser *p, uint32_t at)
{
  unsigned open = 0;
  if (byte_at(p, at) == '<') {
    for (at++; at < p->end; at++) {
      const char c = p->m->s[at];
      if (c == '>') return at + 1;
      if (c == '<' || c == '\n') return 0;
    }
    return 0;
  }
  for (; at < p->end && !is_white(p->m->s[at]); at++) {
    const char c = p->m->s[at];
    if (c == '\\' && is_ascii_punctuation(byte_at(p, at + 1))) at++;
    else if (c == '(' && ++open > MAX_NESTING) return 0;
    else if (c == ')' && open-- == 0) return at;
  }
  return at;
}

/* Behind the title at `at`; `at` itself when there is none; 0 when it does not end. */
static uint32_t title_end(inline_parser *p, uint32_t at)
{
  const char c = byte_at(p, at);
  const char close = c == '(' ? ')' : c;
  if (c != '"' && c != '\'' && c != '(') return at;
  flu_vain *vain = &p->title[c == '"' ? 0 : c == '\'' ? 1 : 2];
  if (flu_is_vain(vain, at + 1, p->end)) return 0;
  for (uint32_t i = at + 1; i < p->end; i++) {
    if (p->m->s[i] == '\\') i++;
    else if (p->m->s[i] == close) return i + 1;
  }
  *vain = (flu_vain){ at + 1, p->end };
  return 0;
}

/* Behind (target "title") at `at`; 0 when it is none. */
static uint32_t inline_target_end(inline_parser *p, uint32_t at)
{
  at = behind_white(p, at + 1);
  uint32_t end = target_end(p, at);
  if (end == 0) return 0;
  const uint32_t title = behind_white(p, end);
  if (title > end) {
    end = title_end(p, title);
    if (end == 0) return 0;
    end = behind_white(p, end);
  }
  return byte_at(p, end) == ')' ? end + 1 : 0;
}

/* Behind the [label] at `at`; 0 when it is none. */
static uint32_t label_end(const inline_parser *p, uint32_t at, uint32_t max)
{
  for (uint32_t i = at + 1; i < p->end && i - at <= max; i++) {
    const char c = p->m->s[i];
    if (c == ']') return i + 1;
    if (c == '[') return 0;
    if (c == '\\') i++;
  }
  return 0;
}

static bool open_bracket(inline_parser *p)
{
  const bool image = p->m->s[p->at] == '!';
  const uint32_t end = p->at + 1 + image;
  if (!image && byte_at(p, p->at + 1) == '^') {
    const uint32_t note = label_end(p, p->at, MAX_FOOTNOTE);
    if (note != 0) {
      flu_marks_add(p->m, p->at, note, FLU_MASK_SKIP);
      p->at = note;
      return true;
    }
  }
  if (!flu_reserve(p->m->out->alloc, (void **)&p->brackets, p->bracket_count, &p->bracket_cap, sizeof *p->brackets)) {
    p->m->failed = true;
    return false;
  }
  p->brackets[p->bracket_count++] = (bracket){ p->at, end };
  p->at = end;
  return true;
}

static bool close_bracket(inline_parser *p)
{
  if (p->bracket_count == 0) return false;
  const bracket open = p->brackets[--p->bracket_count];
  const char next = byte_at(p, p->at + 1);
  uint32_t end = 0;
  if (next == '(') end = inline_target_end(p, p->at + 1);
  else if (next == '[') end = label_end(p, p->at + 1, MAX_LABEL);
  if (end == 0) return false;
  flu_marks_add(p->m, open.start, open.end, FLU_MASK_SKIP);
  flu_marks_add(p->m, p->at, end, FLU_MASK_SKIP);
  p->at = end;
  return true;
}

/* --- emphasis --- */

enum side { SIDE_SPACE, SIDE_PUNCTUATION, SIDE_OTHER };

static enum side side_of(uint32_t cp)
{
  const enum flu_class c = flu_class_of(cp);
  if (c == FLU_CLASS_SPACE || c == FLU_CLASS_NEWLINE) return SIDE_SPACE;
  return c == FLU_CLASS_PUNCTUATION || c == FLU_CLASS_SYMBOL ? SIDE_PUNCTUATION : SIDE_OTHER;
}

/* A run of * _ ~ may open or close by what stands on its sides (CommonMark, "left-flanking"). */
static bool delimiter_run(inline_parser *p, uint32_t start)
{
  const uint32_t n = run_of(p, p->at), end = p->at + n;
  const char ch = p->m->s[p->at];
  size_t before_at = p->at;
  uint32_t next;
  const enum side before = p->at > start ? side_of(flu_utf8_prev(p->m->s, &before_at)) : SIDE_SPACE;
  const enum side after = end < p->end ? side_of(flu_decode(p->m->s, end, &next)) : SIDE_SPACE;
  const bool left = after != SIDE_SPACE && (after != SIDE_PUNCTUATION || before != SIDE_OTHER);
  const bool right = before != SIDE_SPACE && (before != SIDE_PUNCTUATION || after != SIDE_OTHER);
  delimiter d = { p->at, 0, n, n, ch, left, right };
  if (ch == '_') {
    d.opens = left && (!right || before == SIDE_PUNCTUATION);
    d.closes = right && (!left || after == SIDE_PUNCTUATION);
  }
  p->at = end;
  if ((!d.opens && !d.closes) || (ch == '~' && n != 2)) return true;
  if (!flu_reserve(p->m->out->alloc, (void **)&p->delimiters, p->count, &p->cap, sizeof *p->delimiters)) {
    p->m->failed = true;
    return true;
  }
  p->delimiters[p->count++] = d;
  return true;
}

/* A run that opens and closes pairs with another only if their lengths do not add up to a multiple of 3. */
static bool pairs(const delimiter *open, const delimiter *close)
{
  if (open->ch != close->ch) return false;
  if (open->ch == '~' || (!open->closes && !close->opens)) return true;
  return (open->length + close->length) % 3 != 0 || (open->length % 3 == 0 && close->length % 3 == 0);
}

static unsigned bottom_index(const delimiter *d)
{
  const unsigned ch = d->ch == '*' ? 0 : d->ch == '_' ? 1 : 2;
  return (ch * 2 + d->opens) * 3 + d->length % 3;
}

/* The openers still waiting are a stack at the front of p->delimiters; bottoms[] says below which height no opener for
 * such a closer is, which keeps the search linear. */
static void match_emphasis(inline_parser *p)
{
  size_t height = 0, bottoms[18] = { 0 };
  for (size_t i = 0; i < p->count; i++) {
    delimiter d = p->delimiters[i];
    size_t *bottom = &bottoms[bottom_index(&d)];
    while (d.closes && d.count > 0) {
      size_t k = height;
      while (k > *bottom && !pairs(&p->delimiters[k - 1], &d)) k--;
      if (k == *bottom) {
        *bottom = height;
        break;
      }
      delimiter *open = &p->delimiters[k - 1];
      const uint32_t use = open->count >= 2 && d.count >= 2 ? 2 : 1;
      open->count -= use;
      flu_marks_add(p->m, open->start + open->used + open->count, open->start + open->used + open->count + use,
                    FLU_MASK_SKIP);
      flu_marks_add(p->m, d.start + d.used, d.start + d.used + use, FLU_MASK_SKIP);
      d.used += use;
      d.count -= use;
      height = open->count > 0 ? k : k - 1;
      for (size_t b = 0; b < 18; b++)
        if (bottoms[b] > height) bottoms[b] = height;
    }
    if (d.opens && d.count > 0) p->delimiters[height++] = d;
  }
}

/* --- the walk --- */

static bool escape(inline_parser *p)
{
  const char next = byte_at(p, p->at + 1);
  if (next != '\n' && next != '\r' && !is_ascii_punctuation(next)) return false;
  flu_marks_add(p->m, p->at, p->at + 1, FLU_MASK_SKIP);
  p->at += 2;
  return true;
}

static bool construct(inline_parser *p, uint32_t start)
{
  uint32_t end;
  switch (p->m->s[p->at]) {
  case '\\': return escape(p);
  case '`': return code_span(p);
  case '$': return math(p);
  case '<': return angle(p);
  case '[': return open_bracket(p);
  case '!': return byte_at(p, p->at + 1) == '[' && open_bracket(p);
  case ']': return close_bracket(p);
  case '*':
  case '_':
  case '~': return delimiter_run(p, start);
  case '&':
    end = flu_html_reference(p->m, p->at, p->end);
    if (end != 0) p->at = end;
    return end != 0;
  default: return false;
  }
}

/* Over a mask of the block structure at the place where the walk is. */
static bool over_mask(inline_parser *p)
{
  const flu_mask *items = p->m->out->items;
  while (p->mask < p->mask_count && items[p->mask].end <= p->at) p->mask++;
  if (p->mask == p->mask_count || items[p->mask].start > p->at) return false;
  p->at = items[p->mask].end;
  return true;
}

void flu_markdown_inline(flu_marks *m, uint32_t start, uint32_t end, size_t first_mask)
{
  inline_parser p = { .m = m, .at = start, .end = end, .mask = first_mask, .mask_count = m->out->count };
  while (p.at < end && !m->failed) {
    const char c = m->s[p.at];
    if (c != ' ' && !is_ascii_punctuation(c)) {
      p.at++;
    } else if (!over_mask(&p) && !construct(&p, start)) {
      p.at++;
    }
  }
  if (!m->failed) match_emphasis(&p);
  flu_free(m->out->alloc, p.delimiters, p.cap * sizeof *p.delimiters);
  flu_free(m->out->alloc, p.brackets, p.bracket_cap * sizeof *p.brackets);
}
