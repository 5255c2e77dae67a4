/* Overlaps: one issue for one place. */
#ifndef FLU_CORRECTION_SETTLE_H
#define FLU_CORRECTION_SETTLE_H

#include "correction/checker.h"

/* Keep of overlapping issues the best by (priority, confidence, longer span, rule id), order the rest by start, and cut
 * to `max`. Issues on the very same span lend the winner their suggestions. Two insertions at one place, and an insertion
 * at the edge of a span, count as overlapping: their order would be arbitrary. n log n. Returns FLU_OK or FLU_E_NOMEM. */
int flu_settle(flu_sink *sink, const flu_catalogue *rules, uint32_t max, uint32_t max_suggestions, flu_arena *arena);

#endif
