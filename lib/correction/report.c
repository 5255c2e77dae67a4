#include "correction/checker.h"

#include <string.h>

void flu_report(const flu_unit *u, uint32_t rule, uint32_t start, uint32_t end, const flu_str *suggestions,
                size_t count, uint8_t confidence)
{
  flu_sink *sink = u->sink;
  if (rule == FLU_NO_RULE || !u->enabled[rule] || sink->status != FLU_OK) return;
  if (count > u->max_suggestions) count = u->max_suggestions;
  flu_str *copy = NULL;
  if (count > 0) {
    copy = flu_arena_take(u->arena, count * sizeof *copy);
    if (copy == NULL) {
      sink->status = FLU_E_NOMEM;
      return;
    }
    memcpy(copy, suggestions, count * sizeof *copy);
  }
  void *items = sink->items;
  bool room = flu_reserve(sink->alloc, &items, sink->count, &sink->cap, sizeof *sink->items);
  sink->items = items;
  if (!room) {
    sink->status = FLU_E_NOMEM;
    return;
  }
  sink->items[sink->count++] = (flu_issue){
    .start = start,
    .end = end,
    .rule = rule,
    .confidence = confidence != 0 ? confidence : flu_catalogue_rule(u->rules, rule).confidence,
    .suggestion_count = (uint8_t)count,
    .suggestions = copy,
  };
}
