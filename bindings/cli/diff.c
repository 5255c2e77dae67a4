#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "report.h"

enum { CONTEXT = 3 };

/* Whole lines that differ: bytes of the old text against bytes of the new one. */
struct block {
  size_t old_start, old_end, new_start, new_end;
};

struct blocks {
  struct block *items;
  size_t count, capacity;
};

struct diff {
  struct buffer *out, body;
  const char *old_text, *new_text;
  size_t old_length, new_length;
  size_t old_lines, new_lines; /* of the hunk */
  size_t old_line, new_line;   /* where the hunk starts, from 1 */
  bool color;
};

static bool add_block(struct blocks *blocks, struct block block)
{
  if (blocks->count == blocks->capacity) {
    size_t capacity = blocks->capacity ? blocks->capacity * 2 : 64;
    struct block *items = realloc(blocks->items, capacity * sizeof *items);
    if (!items) return false;
    blocks->items = items;
    blocks->capacity = capacity;
  }
  blocks->items[blocks->count++] = block;
  return true;
}

/* Just behind the newline that ends the line of `at`, or the end of the text. */
static size_t after_line(const char *text, size_t length, size_t at)
{
  const char *newline = at < length ? memchr(text + at, '\n', length - at) : NULL;
  return newline ? (size_t)(newline - text) + 1 : length;
}

static size_t line_begin(const char *text, size_t at, size_t least)
{
  while (at > least && text[at - 1] != '\n') at--;
  return at;
}

/* Whether the line of the byte `at` already lies in a block that ends at `end`. */
static bool inside(const struct diff *d, size_t at, size_t end)
{
  return at < end || (at == d->old_length && end == at && at > 0 && d->old_text[at - 1] != '\n');
}

static bool find_blocks(struct diff *d, const fluide_result *result, struct blocks *blocks)
{
  size_t count, stride, shrunk = 0, grown = 0;
  const fluide_issue *issues = fluide_result_issues(result, &count, &stride);
  struct block *last = NULL;
  for (size_t i = 0; i < count; i++) {
    const fluide_issue *issue = element(issues, stride, i);
    if (issue->suggestion_count == 0) continue;
    size_t start = issue->start.byte, end = issue->end.byte;
    if (!last || !inside(d, start, last->old_end)) {
      struct block block = { 0 };
      block.old_start = line_begin(d->old_text, start, last ? last->old_end : 0);
      block.old_end = block.old_start;
      block.new_start = block.old_start + grown - shrunk;
      if (!add_block(blocks, block)) return false;
      last = &blocks->items[blocks->count - 1];
    }
    if (!inside(d, end, last->old_end)) last->old_end = after_line(d->old_text, d->old_length, end);
    shrunk += end - start;
    grown += fluide_result_suggestion(result, issue->first_suggestion).len;
    last->new_end = last->old_end + grown - shrunk;
  }
  return d->old_length + grown - shrunk == d->new_length;
}

/* Lines that are the same at either end of a block belong to the context. */
static void trim(const struct diff *d, struct block *b)
{
  while (b->old_start < b->old_end && b->new_start < b->new_end) {
    size_t old_size = after_line(d->old_text, b->old_end, b->old_start) - b->old_start;
    size_t new_size = after_line(d->new_text, b->new_end, b->new_start) - b->new_start;
    if (old_size != new_size || memcmp(d->old_text + b->old_start, d->new_text + b->new_start, old_size) != 0) break;
    b->old_start += old_size;
    b->new_start += new_size;
  }
  while (b->old_start < b->old_end && b->new_start < b->new_end) {
    size_t old_line = line_begin(d->old_text, b->old_end - 1, b->old_start);
    size_t new_line = line_begin(d->new_text, b->new_end - 1, b->new_start);
    size_t size = b->old_end - old_line;
    if (size != b->new_end - new_line || memcmp(d->old_text + old_line, d->new_text + new_line, size) != 0) break;
    b->old_end = old_line;
    b->new_end = new_line;
  }
}

static void put_lines(struct diff *d, char sign, const char *text, size_t start, size_t end)
{
  const char *color = sign == '-' ? "\033[31m" : "\033[32m";
  while (start < end) {
    size_t next = after_line(text, end, start);
    bool ended = text[next - 1] == '\n';
    bool painted = d->color && sign != ' ';
    if (painted) buffer_text(&d->body, color);
    buffer_char(&d->body, sign);
    buffer_bytes(&d->body, text + start, next - start - ended);
    if (painted) buffer_text(&d->body, "\033[0m");
    buffer_text(&d->body, ended ? "\n" : "\n\\ No newline at end of file\n");
    if (sign != '+') d->old_lines++;
    if (sign != '-') d->new_lines++;
    start = next;
  }
}

static void end_hunk(struct diff *d)
{
  if (d->old_lines + d->new_lines == 0) return;
  if (d->color) buffer_text(d->out, "\033[36m");
  buffer_format(d->out, "@@ -%zu,%zu +%zu,%zu @@", d->old_lines ? d->old_line : d->old_line - 1, d->old_lines,
                d->new_lines ? d->new_line : d->new_line - 1, d->new_lines);
  buffer_text(d->out, d->color ? "\033[0m\n" : "\n");
  buffer_bytes(d->out, d->body.data, d->body.length);
  if (d->body.failed) d->out->failed = true;
  buffer_clear(&d->body);
  d->old_line += d->old_lines;
  d->new_line += d->new_lines;
  d->old_lines = d->new_lines = 0;
}

static size_t count_lines(const char *text, size_t start, size_t end)
{
  size_t lines = 0;
  while (start < end) {
    start = after_line(text, end, start);
    lines++;
  }
  return lines;
}

/* The same lines between two blocks (or an end of the text and a block): context, or the end of a hunk. */
static void put_gap(struct diff *d, size_t start, size_t end, bool first, bool last)
{
  size_t lines = count_lines(d->old_text, start, end);
  size_t before = first ? 0 : CONTEXT, after = last ? 0 : CONTEXT;
  if (lines <= before + after) {
    put_lines(d, ' ', d->old_text, start, end);
    return;
  }
  size_t head = start, skipped = lines - before - after;
  for (size_t i = 0; i < before; i++) head = after_line(d->old_text, end, head);
  put_lines(d, ' ', d->old_text, start, head);
  end_hunk(d);
  d->old_line += skipped;
  d->new_line += skipped;
  size_t tail = head;
  for (size_t i = 0; i < skipped; i++) tail = after_line(d->old_text, end, tail);
  put_lines(d, ' ', d->old_text, tail, end);
}

static void put_name(struct buffer *out, const char *mark, const struct source *source)
{
  const char *label = source_label(source);
  buffer_text(out, mark);
  buffer_visible(out, label, strlen(label));
  buffer_char(out, '\n');
}

static void put_blocks(struct diff *d, const struct source *source, const struct blocks *blocks)
{
  size_t at = 0;
  bool first = true;
  for (size_t i = 0; i < blocks->count; i++) {
    struct block block = blocks->items[i];
    trim(d, &block);
    if (block.old_start == block.old_end && block.new_start == block.new_end) continue;
    if (first) {
      put_name(d->out, "--- ", source);
      put_name(d->out, "+++ ", source);
    }
    put_gap(d, at, block.old_start, first, false);
    put_lines(d, '-', d->old_text, block.old_start, block.old_end);
    put_lines(d, '+', d->new_text, block.new_start, block.new_end);
    at = block.old_end;
    first = false;
  }
  if (first) return;
  put_gap(d, at, d->old_length, false, true);
  end_hunk(d);
}

void diff_put(struct buffer *out, const struct source *source, const fluide_result *result, bool color)
{
  fluide_str corrected = fluide_result_corrected(result);
  struct diff d = { .out = out,
                    .old_text = source->text,
                    .old_length = source->length,
                    .new_text = corrected.ptr,
                    .new_length = corrected.len,
                    .old_line = 1,
                    .new_line = 1,
                    .color = color };
  struct blocks blocks = { 0 };
  if (!find_blocks(&d, result, &blocks)) {
    blocks.count = 0;
    if (!add_block(&blocks, (struct block){ 0, d.old_length, 0, d.new_length })) out->failed = true;
  }
  put_blocks(&d, source, &blocks);
  buffer_free(&d.body);
  free(blocks.items);
}
