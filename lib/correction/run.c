#include "correction/run.h"

#include <string.h>

#include "context/context.h"
#include "correction/settle.h"

#define SLICE_BYTES (64u * 1024u)

/* --- slices --- */

/* Is byte `at` inside a mask? Masks are sorted; *next is the first that may still matter and only moves on. */
static bool in_mask(const flu_mask *masks, size_t count, size_t *next, uint32_t at)
{
  while (*next < count && masks[*next].end <= at) (*next)++;
  return *next < count && masks[*next].start < at;
}

/* End of the slice that begins at `from`: behind a blank line, which always ends a paragraph; else the end of the text. */
static uint32_t slice_end(const char *utf8, uint32_t from, uint32_t len, const flu_mask *masks, size_t count,
                          size_t next)
{
  if (len - from <= SLICE_BYTES) return len;
  uint32_t at = from + SLICE_BYTES;
  while (at < len) {
    const char *line = memchr(utf8 + at, '\n', len - at);
    if (line == NULL) return len;
    at = (uint32_t)(line - utf8) + 1;
    uint32_t behind = at;
    if (behind < len && utf8[behind] == '\r') behind++;
    if (behind < len && utf8[behind] == '\n' && !in_mask(masks, count, &next, behind + 1)) return behind + 1;
  }
  return len;
}

/* The masks of a slice, from the `first` on, relative to its start. */
static flu_mask *slice_masks(const flu_mask *masks, size_t first, size_t count, uint32_t start, uint32_t end,
                             flu_arena *arena, size_t *out_count)
{
  size_t n = 0;
  while (first + n < count && masks[first + n].start < end) n++;
  *out_count = n;
  flu_mask *out = flu_arena_take(arena, n * sizeof *out);
  for (size_t i = 0; out != NULL && i < n; i++) {
    const flu_mask *m = &masks[first + i];
    out[i] = (flu_mask){ m->start - start, m->end - start, m->kind };
  }
  return out;
}

/* --- one slice --- */

static int check_sentences(flu_run *run)
{
  flu_unit *u = &run->unit;
  for (uint32_t s = 0; s < u->text->sentence_count && u->sink->status == FLU_OK; s++) {
    if (run->poll != NULL && run->poll(run->poll_ctx) != 0) return FLU_E_CANCELLED;
    if (flu_unit_tag(u, s) != FLU_OK) return FLU_E_NOMEM;
    flu_check_spelling(u, s);
    flu_check_typography(u, s);
    flu_check_rules(u, s);
    flu_check_context(u, s);
    flu_check_agreement(u, s);
    flu_arena_reset(u->local);
  }
  if (u->sink->status == FLU_OK) flu_check_typography_text(u);
  return u->sink->status;
}

static const flu_str *keep_strings(const flu_str *from, uint32_t count, flu_arena *keep)
{
  flu_str *to = flu_arena_take(keep, count * sizeof *to);
  for (uint32_t i = 0; to != NULL && i < count; i++) {
    to[i].len = from[i].len;
    to[i].ptr = flu_arena_copy(keep, from[i].ptr, from[i].len);
    if (to[i].ptr == NULL) return NULL;
  }
  return to;
}

/* Move the settled issues of a slice to the sink of the whole text, their strings to `keep`. */
static int hand_over(flu_sink *from, flu_sink *to, uint32_t offset, flu_arena *keep)
{
  to->flags |= from->flags;
  for (size_t i = 0; i < from->count; i++) {
    flu_issue issue = from->items[i];
    issue.suggestions = keep_strings(issue.suggestions, issue.suggestion_count, keep);
    issue.words = keep_strings(issue.words, issue.word_count, keep);
    if (issue.suggestions == NULL || issue.words == NULL) return FLU_E_NOMEM;
    issue.start += offset;
    issue.end += offset;
    void *items = to->items;
    bool room = flu_reserve(to->alloc, &items, to->count, &to->cap, sizeof *to->items);
    to->items = items;
    if (!room) return FLU_E_NOMEM;
    to->items[to->count++] = issue;
  }
  return FLU_OK;
}

static int check_slice(flu_run *run, const char *utf8, uint32_t len, const flu_mask *masks, size_t mask_count,
                       flu_arena *scratch, uint32_t room)
{
  flu_text text;
  int status = flu_text_cut(&text, utf8, len, masks, mask_count, run->language, scratch, run->poll, run->poll_ctx);
  if (status != FLU_OK) return status;
  run->unit.text = &text;
  run->unit.arena = scratch;
  status = check_sentences(run);
  if (status == FLU_OK)
    status = flu_settle(run->unit.sink, run->unit.rules, room, run->unit.max_suggestions, scratch);
  return status;
}

int flu_run_text(flu_run *run, const char *utf8, uint32_t len, const flu_mask *masks, size_t mask_count,
                 flu_run_arenas *arenas, flu_sink *sink)
{
  flu_sink slice = { .alloc = sink->alloc };
  flu_arena *scratch = &arenas->scratch;
  run->unit.sink = &slice;
  run->unit.local = &arenas->local;
  int status = FLU_OK;
  size_t next = 0;
  for (uint32_t from = 0; from < len && status == FLU_OK;) {
    while (next < mask_count && masks[next].end <= from) next++;
    uint32_t end = slice_end(utf8, from, len, masks, mask_count, next);
    size_t count = 0;
    flu_mask *local = slice_masks(masks, next, mask_count, from, end, scratch, &count);
    slice.count = 0;
    uint32_t room = run->max_issues - (uint32_t)sink->count;
    status = local == NULL ? FLU_E_NOMEM : check_slice(run, utf8 + from, end - from, local, count, scratch, room);
    if (status == FLU_OK) status = hand_over(&slice, sink, from, &arenas->keep);
    flu_arena_reset(scratch);
    from = end;
    if (sink->count >= run->max_issues && from < len) {
      sink->flags |= FLU_SINK_ISSUES_CUT;
      break;
    }
  }
  flu_free(slice.alloc, slice.items, slice.cap * sizeof *slice.items);
  return status;
}
