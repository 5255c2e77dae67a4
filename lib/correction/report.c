#include "correction/checker.h"

#include <string.h>

static const flu_str *copy(const flu_unit *u, const flu_str *strings, size_t count)
{
  flu_str *to = count > 0 ? flu_arena_take(u->arena, count * sizeof *to) : NULL;
  if (to != NULL) memcpy(to, strings, count * sizeof *to);
  else if (count > 0) u->sink->status = FLU_E_NOMEM;
  return to;
}

void flu_report_issue(const flu_unit *u, const flu_issue *issue)
{
  flu_sink *sink = u->sink;
  if (issue->rule == FLU_NO_RULE || !u->enabled[issue->rule] || sink->status != FLU_OK) return;
  flu_issue own = *issue;
  if (own.suggestion_count > u->max_suggestions) own.suggestion_count = (uint8_t)u->max_suggestions;
  if (own.confidence == 0) own.confidence = flu_catalogue_rule(u->rules, own.rule).confidence;
  own.suggestions = copy(u, own.suggestions, own.suggestion_count);
  own.words = copy(u, own.words, own.word_count);
  void *items = sink->items;
  bool room = flu_reserve(sink->alloc, &items, sink->count, &sink->cap, sizeof *sink->items);
  sink->items = items;
  if (!room) sink->status = FLU_E_NOMEM;
  if (sink->status == FLU_OK) sink->items[sink->count++] = own;
}

void flu_report(const flu_unit *u, uint32_t rule, uint32_t start, uint32_t end, const flu_str *suggestions,
                size_t count, uint8_t confidence)
{
  const flu_issue issue = { .start = start, .end = end, .rule = rule, .confidence = confidence,
                            .suggestion_count = (uint8_t)(count < UINT8_MAX ? count : UINT8_MAX),
                            .suggestions = suggestions };
  flu_report_issue(u, &issue);
}
