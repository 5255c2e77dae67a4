/* Markdown by lines: containers, headings, code, tables, HTML blocks; what is left is prose, read by markup_inline.c. */
#include "text/markup_inner.h"

#define MAX_LISTS 32u   /* nested lists whose indentation is followed */

typedef struct markdown {
  flu_marks *m;
  uint32_t line, line_end, next;   /* the line: its start, its end, behind its line break */
  uint32_t at;                     /* behind the containers' marks and white space */
  uint32_t column;                 /* of `at` */
  uint32_t quotes;                 /* > on this line */
  bool marker;                     /* a list marker on this line */

  uint32_t leaf, leaf_end;         /* the paragraph under way; leaf UINT32_MAX: none */
  size_t leaf_mask;                /* its first mask */
  uint32_t leaf_lines, leaf_quotes;
  bool table;                      /* rows of a table follow */

  char fence;                      /* ` or ~ while in fenced code, else 0 */
  uint32_t fence_length, fence_start, fence_quotes;

  uint32_t indents[MAX_LISTS];     /* columns of list items' contents */
  uint32_t list_count;
} markdown;

static bool blank(char c)
{
  return c == ' ' || c == '\t';
}

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static uint32_t behind_blanks(const markdown *d, uint32_t at)
{
  while (at < d->line_end && blank(d->m->s[at])) at++;
  return at;
}

static char byte_at(const markdown *d, uint32_t at)
{
  return at < d->line_end ? d->m->s[at] : '\0';
}

static void read_line(markdown *d, uint32_t at)
{
  const char *s = d->m->s;
  const uint32_t len = d->m->len;
  d->line = at;
  while (at < len && s[at] != '\n' && s[at] != '\r') at++;
  d->line_end = at;
  if (at < len) at += s[at] == '\r' && at + 1 < len && s[at + 1] == '\n' ? 2 : 1;
  d->next = at;
}

static void mask_line(markdown *d, uint32_t from)
{
  flu_marks_add(d->m, from, d->next, FLU_MASK_BREAK);
}

/* --- the paragraph under way --- */

static void close_leaf(markdown *d)
{
  if (d->leaf != UINT32_MAX) flu_markdown_inline(d->m, d->leaf, d->leaf_end, d->leaf_mask);
  d->leaf = UINT32_MAX;
  d->leaf_lines = 0;
}

static void add_to_leaf(markdown *d, uint32_t from)
{
  if (d->leaf == UINT32_MAX) {
    d->leaf = from;
    d->leaf_mask = d->m->out->count;
    d->leaf_quotes = d->quotes;
  }
  d->leaf_end = d->line_end;
  d->leaf_lines++;
}


/* --- marks of containers --- */

/* Behind the bullet or number at `at`, with one blank; 0 when it is none. */
static uint32_t list_marker_end(const markdown *d, uint32_t at)
{
  const char c = byte_at(d, at);
  uint32_t end = at + 1;
  if (is_digit(c)) {
    while (end - at < 9 && is_digit(byte_at(d, end))) end++;
    if (byte_at(d, end) != '.' && byte_at(d, end) != ')') return 0;
    if (d->leaf != UINT32_MAX && (c != '1' || end - at > 1)) return 0;
    end++;
  } else if (c != '-' && c != '*' && c != '+') {
    return 0;
  }
  if (end >= d->line_end) return d->leaf == UINT32_MAX ? end : 0;
  return blank(d->m->s[end]) ? end + 1 : 0;
}

/* Three stars or dashes and the like: at least three of one sign and nothing else. */
static bool is_thematic_break(const markdown *d, uint32_t at)
{
  const char c = byte_at(d, at);
  unsigned n = 0;
  if (c != '-' && c != '*' && c != '_') return false;
  for (; at < d->line_end; at++) {
    if (d->m->s[at] == c) n++;
    else if (!blank(d->m->s[at])) return false;
  }
  return n >= 3;
}

/* Columns that a text indented so far lies beyond the list item it belongs to; closes the lists it has left. */
static uint32_t relative_indent(markdown *d)
{
  while (d->list_count > 0 && d->indents[d->list_count - 1] > d->column) {
    if (d->leaf != UINT32_MAX && !d->marker) return 0;
    d->list_count--;
  }
  return d->column - (d->list_count > 0 ? d->indents[d->list_count - 1] : 0);
}

static void skip_blanks(markdown *d)
{
  for (; d->at < d->line_end && blank(d->m->s[d->at]); d->at++)
    d->column += d->m->s[d->at] == '\t' ? 4 - d->column % 4 : 1;
}

/* Behind a task's box: [ ] or [x]. */
static uint32_t behind_task(const markdown *d, uint32_t at)
{
  if (byte_at(d, at) != '[' || byte_at(d, at + 2) != ']' || !blank(byte_at(d, at + 3))) return at;
  const char c = byte_at(d, at + 1);
  return c == ' ' || c == 'x' || c == 'X' ? at + 4 : at;
}

static void open_list_item(markdown *d, uint32_t marker_end)
{
  close_leaf(d);
  d->table = false;
  const uint32_t task = behind_task(d, behind_blanks(d, marker_end));
  flu_marks_add(d->m, d->at, task > marker_end ? task : marker_end, FLU_MASK_BREAK);
  d->column += marker_end - d->at;
  d->at = marker_end;
  d->marker = true;
  const uint32_t before = d->column;
  skip_blanks(d);
  const uint32_t content = d->column - before > 3 || d->at >= d->line_end ? before : d->column;
  if (d->list_count < MAX_LISTS) d->indents[d->list_count++] = content;
  if (task > d->at) d->at = task;   /* the box takes no column: what follows it is no indented code */
}

static void open_quote(markdown *d)
{
  const uint32_t start = d->at++;
  d->quotes++;
  d->column++;
  if (blank(byte_at(d, d->at))) {
    d->at++;
    d->column++;
  }
  const bool goes_on = d->leaf != UINT32_MAX && d->quotes <= d->leaf_quotes;
  if (!goes_on) close_leaf(d);
  flu_marks_add(d->m, start, d->at, goes_on ? FLU_MASK_SKIP : FLU_MASK_BREAK);
}

/* Reads > and list markers from the start of the line. Returns the indentation of what follows beyond them. */
static uint32_t read_containers(markdown *d)
{
  d->at = d->line;
  d->column = 0;
  d->quotes = 0;
  d->marker = false;
  for (;;) {
    skip_blanks(d);
    if (d->at >= d->line_end) return 0;
    const uint32_t indent = relative_indent(d);
    if (indent >= 4) return indent;
    if (d->m->s[d->at] == '>') {
      open_quote(d);
      if (d->quotes == 1) d->list_count = 0;
      continue;
    }
    const uint32_t end = is_thematic_break(d, d->at) ? 0 : list_marker_end(d, d->at);
    if (end == 0) return indent;
    open_list_item(d, end);
  }
}

/* --- blocks --- */

static bool opens_fence(markdown *d)
{
  const char c = byte_at(d, d->at);
  uint32_t end = d->at;
  if (c != '`' && c != '~') return false;
  while (byte_at(d, end) == c && end < d->line_end) end++;
  if (end - d->at < 3) return false;
  if (c == '`' && memchr(d->m->s + end, '`', d->line_end - end) != NULL) return false;
  close_leaf(d);
  d->fence = c;
  d->fence_length = end - d->at;
  d->fence_start = d->at;
  d->fence_quotes = d->quotes;
  return true;
}

/* In fenced code: true while the line belongs to it. */
static bool fenced_line(markdown *d)
{
  uint32_t at = behind_blanks(d, d->line), quotes = 0;
  while (quotes < d->fence_quotes && byte_at(d, at) == '>') {
    at = behind_blanks(d, at + 1);
    quotes++;
  }
  if (quotes < d->fence_quotes) {
    flu_marks_add(d->m, d->fence_start, d->line, FLU_MASK_BREAK);
    d->fence = 0;
    return false;
  }
  uint32_t end = at;
  while (end < d->line_end && d->m->s[end] == d->fence) end++;
  if (end - at >= d->fence_length && behind_blanks(d, end) == d->line_end) {
    flu_marks_add(d->m, d->fence_start, d->next, FLU_MASK_BREAK);
    d->fence = 0;
  }
  return true;
}

static bool heading(markdown *d)
{
  uint32_t at = d->at, end = d->line_end;
  while (byte_at(d, at) == '#' && at - d->at < 7) at++;
  if (at == d->at || at - d->at > 6 || (at < d->line_end && !blank(d->m->s[at]))) return false;
  close_leaf(d);
  at = behind_blanks(d, at);
  while (end > at && blank(d->m->s[end - 1])) end--;
  uint32_t text_end = end;
  while (text_end > at && d->m->s[text_end - 1] == '#') text_end--;
  if (text_end > at && !blank(d->m->s[text_end - 1])) text_end = end;
  flu_marks_add(d->m, d->at, at, FLU_MASK_BREAK);
  const size_t first = d->m->out->count;
  flu_markdown_inline(d->m, at, text_end, first);
  flu_marks_add(d->m, text_end, d->next, FLU_MASK_BREAK);
  return true;
}

/* === or --- under a paragraph. */
static bool underline(markdown *d)
{
  const char c = byte_at(d, d->at);
  uint32_t end = d->at;
  if (d->leaf == UINT32_MAX || d->marker || d->quotes != d->leaf_quotes || (c != '=' && c != '-')) return false;
  while (byte_at(d, end) == c) end++;
  if (behind_blanks(d, end) != d->line_end) return false;
  close_leaf(d);
  mask_line(d, d->at);
  return true;
}

/* |---|:-:| under the heading of a table. */
static bool is_table_rule(const markdown *d)
{
  bool bar = false, dash = false;
  for (uint32_t at = d->at; at < d->line_end; at++) {
    const char c = d->m->s[at];
    bar = bar || c == '|';
    dash = dash || c == '-';
    if (c != '|' && c != '-' && c != ':' && !blank(c)) return false;
  }
  return bar && dash;
}

static void table_row(markdown *d, uint32_t from, uint32_t to)
{
  const size_t first = d->m->out->count;
  for (uint32_t at = from; at < to; at++)
    if (d->m->s[at] == '|' && (at == from || d->m->s[at - 1] != '\\')) flu_marks_add(d->m, at, at + 1, FLU_MASK_BREAK);
  flu_markdown_inline(d->m, from, to, first);
}

static bool table_line(markdown *d)
{
  if (d->table) {
    table_row(d, d->at, d->line_end);
    flu_marks_add(d->m, d->line_end, d->next, FLU_MASK_BREAK);
    return true;
  }
  if (d->leaf == UINT32_MAX || d->leaf_lines != 1 || !is_table_rule(d)) return false;
  table_row(d, d->leaf, d->leaf_end);
  d->leaf = UINT32_MAX;
  mask_line(d, d->at);
  d->table = true;
  return true;
}

/* [label]: target, and the mark of a footnote's text. */
static bool definition(markdown *d)
{
  if (d->leaf != UINT32_MAX || byte_at(d, d->at) != '[') return false;
  uint32_t at = d->at + 1;
  while (at < d->line_end && d->m->s[at] != ']' && d->m->s[at] != '[') at++;
  if (byte_at(d, at) != ']' || byte_at(d, at + 1) != ':' || at == d->at + 1) return false;
  if (byte_at(d, d->at + 1) != '^') {
    mask_line(d, d->at);
    return true;
  }
  at = behind_blanks(d, at + 2);
  flu_marks_add(d->m, d->at, at, FLU_MASK_BREAK);
  d->at = at;
  return false;
}

static bool is_letter(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A tag, comment or the like at the start of a line: HTML up to a blank line, or to the construct's own end. */
static bool html_block(markdown *d)
{
  const char c = byte_at(d, d->at + 1);
  if (byte_at(d, d->at) != '<' || (c != '!' && c != '?' && c != '/' && !is_letter(c))) return false;
  const size_t before = d->m->out->count;
  uint32_t end = flu_html_construct(d->m, d->at, d->m->len);
  if (end == 0) return false;
  const bool block = before < d->m->out->count && d->m->out->items[before].kind == FLU_MASK_BREAK;
  const bool comment = c == '!' || c == '?';
  if (d->m->failed || (!comment && !block)) {   /* inline: part of a paragraph */
    d->m->out->count = before;
    return false;
  }
  d->m->out->count = before;
  close_leaf(d);
  end = flu_html_construct(d->m, d->at, d->m->len);
  read_line(d, end);   /* the rest of the line where it ends, then on to the blank line */
  for (;;) {
    const bool empty = behind_blanks(d, d->line) == d->line_end;
    if ((empty && d->line > end) || d->next >= d->m->len || comment) break;
    read_line(d, d->next);
  }
  flu_html_range(d->m, end, d->line_end);
  return true;
}

/* --- lines --- */

static bool is_blank_line(const markdown *d)
{
  return d->at >= d->line_end;
}

static void text_line(markdown *d, uint32_t indent)
{
  if (indent >= 4 && d->leaf == UINT32_MAX) {
    mask_line(d, d->at);
    return;
  }
  if (indent < 4) {
    if (opens_fence(d) || heading(d) || underline(d)) return;
    if (is_thematic_break(d, d->at)) {
      close_leaf(d);
      mask_line(d, d->at);
      return;
    }
    if (html_block(d) || definition(d)) return;
  }
  if (!table_line(d)) add_to_leaf(d, d->at);
}

static void line(markdown *d)
{
  if (d->fence != 0 && fenced_line(d)) return;
  const uint32_t indent = read_containers(d);
  if (is_blank_line(d)) {
    close_leaf(d);
    d->table = false;
    return;
  }
  if (d->table && memchr(d->m->s + d->at, '|', d->line_end - d->at) == NULL) d->table = false;
  text_line(d, indent);
}

/* --- or +++ on the first line, up to the same again. Returns its end. */
static uint32_t front_matter(markdown *d, uint32_t at)
{
  const char *s = d->m->s;
  read_line(d, at);
  if (d->line_end - at != 3 || (memcmp(s + at, "---", 3) != 0 && memcmp(s + at, "+++", 3) != 0)) return at;
  while (d->next < d->m->len) {
    read_line(d, d->next);
    if (d->line_end - d->line != 3) continue;
    if (memcmp(s + d->line, s + at, 3) != 0 && memcmp(s + d->line, "...", 3) != 0) continue;
    flu_marks_add(d->m, at, d->next, FLU_MASK_BREAK);
    return d->next;
  }
  return at;
}

int flu_markup_markdown(flu_mask_list *out, const char *utf8, uint32_t len)
{
  flu_marks m;
  flu_marks_init(&m, out, utf8, len);
  markdown d = { .m = &m, .leaf = UINT32_MAX };
  uint32_t at = len >= 3 && memcmp(utf8, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  for (at = front_matter(&d, at); at < len && !m.failed; at = d.next) {
    read_line(&d, at);
    line(&d);
  }
  if (!m.failed) close_leaf(&d);
  if (d.fence != 0) flu_marks_add(&m, d.fence_start, len, FLU_MASK_BREAK);
  return flu_marks_settle(&m);
}
