/* Diagnostics for people: place, message, the line with the span underlined, suggestions. */
#include <string.h>

#include "location.h"
#include "report.h"
#include "utf8.h"

#define BOLD   "\033[1m"
#define DIM    "\033[2m"
#define RED    "\033[1;31m"
#define YELLOW "\033[1;33m"
#define CYAN   "\033[1;36m"
#define GREEN  "\033[1;32m"
#define RESET  "\033[0m"

enum { LINE_DIGITS = 6, GUTTER = LINE_DIGITS + 3, SHORTEST_WINDOW = 20, BYTES_A_COLUMN = 8 };

/* A line, or the part of it around an issue that fits the width. Byte offsets. */
struct window {
  size_t start, end;
  size_t span_column, span_width;
  bool cut_left, cut_right;
};

static void paint(struct buffer *out, const struct reporter *reporter, const char *code)
{
  if (reporter->color) buffer_text(out, code);
}

/* Go forward while the columns fit in `room` and `end` is not reached; returns where it stopped. */
static size_t advance(const char *text, size_t start, size_t end, size_t room, size_t *columns)
{
  size_t at = start, used = 0;
  uint32_t previous = 0;
  while (at < end) {
    uint32_t c;
    size_t size = utf8_decode(text + at, end - at, &c);
    unsigned width = utf8_columns(c, previous);
    if (used + width > room) break;
    used += width;
    previous = c;
    at += size;
  }
  *columns = used;
  return at;
}

static size_t line_end(const struct source *source, size_t from, size_t farthest)
{
  size_t limit = source->length - from > farthest ? from + farthest : source->length;
  const char *newline = limit > from ? memchr(source->text + from, '\n', limit - from) : NULL;
  size_t end = newline ? (size_t)(newline - source->text) : limit;
  /* The return of a CRLF belongs to the end of the line. */
  if (newline && end > from && source->text[end - 1] == '\r') end--;
  while (!newline && end < source->length && end > from && ((unsigned char)source->text[end] & 0xC0) == 0x80) end--;
  return end;
}

/* However long the line is, only the bytes that can be shown are looked at. */
static struct window find_window(const struct source *source, size_t line_start, const fluide_issue *issue,
                                 size_t width)
{
  struct window w = { .start = line_start };
  size_t room = width > GUTTER + SHORTEST_WINDOW ? width - GUTTER : SHORTEST_WINDOW;
  size_t farthest = room * BYTES_A_COLUMN, left, right, skipped;
  size_t start = issue->start.byte;
  if (start - line_start > farthest) {
    w.start = start - farthest;
    while (((unsigned char)source->text[w.start] & 0xC0) == 0x80) w.start++;
    w.cut_left = true;
  }
  size_t end = line_end(source, start, farthest);
  advance(source->text, w.start, start, SIZE_MAX, &left);
  w.end = advance(source->text, start, end, room, &right);
  w.cut_right = w.end < end || (end < source->length && source->text[end] != '\n' && source->text[end] != '\r');
  if (left + right > room || w.cut_left) {
    size_t right_kept = right < room / 2 ? right : left < room / 2 ? room - left : room / 2;
    size_t left_kept = left < room - right_kept ? left : room - right_kept;
    w.end = advance(source->text, start, w.end, right_kept, &right);
    w.cut_right = w.cut_right || w.end < end;
    if (left > left_kept) {
      w.start = advance(source->text, w.start, start, left - left_kept, &skipped);
      left -= skipped;
      w.cut_left = true;
    }
  }
  w.span_column = left;
  size_t span_end = issue->end.byte < w.end ? issue->end.byte : w.end;
  advance(source->text, start, span_end > start ? span_end : start, SIZE_MAX, &w.span_width);
  return w;
}

static void put_line(struct buffer *out, const struct reporter *reporter, const struct source *source,
                     const struct location *place, const fluide_issue *issue)
{
  struct window w = find_window(source, place->line_start, issue, reporter->width);
  size_t digits = LINE_DIGITS;
  for (size_t rest = place->line / 1000000; rest > 0; rest /= 10) digits++;
  paint(out, reporter, DIM);
  buffer_format(out, "%*zu │ ", (int)digits, place->line);
  paint(out, reporter, RESET);
  if (w.cut_left) buffer_text(out, "…");
  buffer_visible(out, source->text + w.start, w.end - w.start);
  if (w.cut_right) buffer_text(out, "…");
  buffer_char(out, '\n');
  paint(out, reporter, DIM);
  buffer_fill(out, ' ', digits + 1);
  buffer_text(out, "│ ");
  paint(out, reporter, GREEN);
  buffer_fill(out, ' ', w.span_column + w.cut_left);
  buffer_char(out, '^');
  if (w.span_width > 1) buffer_fill(out, '~', w.span_width - 1);
  paint(out, reporter, RESET);
  buffer_char(out, '\n');
}

/* A suggestion whose spaces can be told apart: a no-break space shows as ⍽. */
static bool put_suggestion(struct buffer *out, fluide_str text)
{
  bool marked = false;
  size_t from = 0;
  for (size_t at = 0; at < text.len;) {
    uint32_t c;
    size_t size = utf8_decode(text.ptr + at, text.len - at, &c);
    if (c == 0xA0 || c == 0x202F) {
      buffer_visible(out, text.ptr + from, at - from);
      buffer_text(out, "⍽");
      from = at + size;
      marked = true;
    }
    at += size;
  }
  buffer_visible(out, text.ptr + from, text.len - from);
  return marked;
}

static void put_suggestions(struct buffer *out, const struct reporter *reporter, const fluide_result *result,
                            const fluide_issue *issue)
{
  bool marked = false;
  if (issue->suggestion_count == 0) return;
  buffer_format(out, "%*s%s : ", GUTTER, "", issue->suggestion_count > 1 ? "suggestions" : "suggestion");
  for (uint32_t i = 0; i < issue->suggestion_count; i++) {
    fluide_str text = fluide_result_suggestion(result, issue->first_suggestion + i);
    bool quoted = text.len == 0 || text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ';
    if (i > 0) buffer_text(out, ", ");
    if (text.len == 0) {
      buffer_text(out, "(supprimer)");
      continue;
    }
    paint(out, reporter, BOLD);
    if (quoted) buffer_char(out, '"');
    marked |= put_suggestion(out, text);
    if (quoted) buffer_char(out, '"');
    paint(out, reporter, RESET);
  }
  buffer_text(out, marked ? "  (⍽ : espace insécable)\n" : "\n");
}

static void put_issue(struct buffer *out, const struct reporter *reporter, const struct source *source,
                      const struct location *place, const fluide_result *result, const fluide_issue *issue)
{
  const char *label = source_label(source);
  paint(out, reporter, BOLD);
  buffer_visible(out, label, strlen(label));
  buffer_format(out, ":%zu:%zu: ", place->line, place->column);
  paint(out, reporter,
        issue->severity == FLUIDE_SEVERITY_ERROR  ? RED
        : issue->severity == FLUIDE_SEVERITY_HINT ? CYAN
                                                  : YELLOW);
  buffer_text(out, french_severity(issue->severity));
  paint(out, reporter, RESET);
  paint(out, reporter, DIM);
  buffer_text(out, " [");
  buffer_visible(out, issue->rule.ptr, issue->rule.len);
  buffer_text(out, "] ");
  paint(out, reporter, RESET);
  buffer_visible(out, issue->message.ptr, issue->message.len);
  buffer_char(out, '\n');
  put_line(out, reporter, source, place, issue);
  put_suggestions(out, reporter, result, issue);
  if (!reporter->settings->explain) return;
  const fluide_rule *rule = rule_find(reporter->engine->model, issue->rule.ptr, issue->rule.len);
  if (!rule || rule->explanation.len == 0) return;
  buffer_paragraph(out, rule->explanation.ptr, rule->explanation.len, GUTTER, reporter->width);
}

static void text_begin(struct buffer *out, const struct reporter *reporter)
{
  (void)out;
  (void)reporter;
}

static void text_issues(struct buffer *out, const struct reporter *reporter, size_t index, const fluide_result *result)
{
  const struct source *source = &reporter->sources[index];
  struct walker walker = walker_begin(source->text, source->length);
  size_t count, stride;
  const fluide_issue *issues = fluide_result_issues(result, &count, &stride);
  for (size_t i = 0; i < count; i++) {
    const fluide_issue *issue = element(issues, stride, i);
    struct location place = walker_locate(&walker, issue);
    put_issue(out, reporter, source, &place, result, issue);
  }
}

static void text_failure(struct buffer *out, struct summary *summary, const struct source *source, int status,
                         const struct buffer *message)
{
  (void)out;
  (void)summary;
  (void)source;
  (void)status;
  (void)message;
}

static void put_count(struct buffer *out, size_t count, const char *name, const char **separator)
{
  if (count == 0) return;
  buffer_format(out, "%s%zu %s%s", *separator, count, name, count > 1 ? "s" : "");
  *separator = ", ";
}

static void text_end(struct buffer *out, const struct reporter *reporter, const struct summary *summary)
{
  if (reporter->settings->quiet) return;
  size_t errors = summary->by_severity[FLUIDE_SEVERITY_ERROR], warnings = summary->by_severity[FLUIDE_SEVERITY_WARNING];
  size_t hints = summary->by_severity[FLUIDE_SEVERITY_HINT], total = errors + warnings + hints;
  size_t examined = summary->texts - summary->failed;
  if (total == 0 && examined > 0) {
    buffer_text(out, "Aucun problème trouvé");
  } else if (total > 0) {
    const char *separator = "";
    buffer_format(out, "%zu problème%s (", total, total > 1 ? "s" : "");
    put_count(out, errors, "erreur", &separator);
    put_count(out, warnings, "avertissement", &separator);
    put_count(out, hints, "conseil", &separator);
    buffer_char(out, ')');
  }
  if (examined > 1 && total > 0)
    buffer_format(out, " dans %zu des %zu textes", summary->texts_with_issues, examined);
  else if (examined > 1)
    buffer_format(out, " dans %zu textes", examined);
  if (examined > 0) buffer_text(out, ".\n");
  if (summary->cut > 0)
    buffer_text(out, "Un texte en a davantage : les derniers ne sont pas montrés (--max-issues).\n");
}

const struct report report_text = { "", text_begin, text_issues, text_failure, text_end };
