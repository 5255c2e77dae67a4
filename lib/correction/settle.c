#include "correction/settle.h"

#include <stdlib.h>
#include <string.h>

typedef struct ranked {
  uint32_t index;       /* in the sink */
  uint32_t from, to;    /* cells it covers, [from, to] */
  uint8_t priority, confidence;
  uint32_t rule, width;
} ranked;

static int by_rank(const void *pa, const void *pb)
{
  const ranked *a = pa, *b = pb;
  if (a->priority != b->priority) return a->priority > b->priority ? -1 : 1;
  if (a->confidence != b->confidence) return a->confidence > b->confidence ? -1 : 1;
  if (a->width != b->width) return a->width > b->width ? -1 : 1;
  if (a->rule != b->rule) return a->rule < b->rule ? -1 : 1;   /* rules are sorted by id */
  if (a->from != b->from) return a->from < b->from ? -1 : 1;
  return a->index < b->index ? -1 : a->index > b->index;
}

static int by_value(const void *a, const void *b)
{
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

static int by_start(const void *pa, const void *pb)
{
  const flu_issue *a = pa, *b = pb;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  return a->end < b->end ? -1 : a->end > b->end;
}

/* Fenwick tree (P. Fenwick, 1994) over taken cells. */
static uint32_t taken_before(const uint32_t *tree, uint32_t cell)
{
  uint32_t sum = 0;
  for (; cell > 0; cell &= cell - 1) sum += tree[cell];
  return sum;
}

static void take(uint32_t *tree, uint32_t cells, uint32_t cell)
{
  for (cell++; cell <= cells; cell += cell & (~cell + 1)) tree[cell]++;
}

/* Each endpoint is a cell, and so is the room between two neighbouring endpoints: a span covers the rooms inside it; an
 * insertion covers its point and both rooms' edges, so it is given the point alone and spans are given the points at
 * their edges as well. Spans that only touch must not clash, so spans take the edges' cells in a second tree. */
typedef struct cells {
  uint32_t *points;
  uint32_t count;        /* of points */
  uint32_t *spans;       /* tree over rooms: room i lies behind point i */
  uint32_t *edges;       /* tree over points touched by an accepted span */
  uint32_t *inserts;     /* tree over points with an accepted insertion */
} cells;

static uint32_t cell_of(const cells *c, uint32_t byte)
{
  uint32_t low = 0, high = c->count;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (c->points[mid] < byte) low = mid + 1;
    else high = mid;
  }
  return low;
}

static uint32_t sum_range(const uint32_t *tree, uint32_t from, uint32_t to)   /* [from, to) */
{
  return taken_before(tree, to) - taken_before(tree, from);
}

static bool is_free(const cells *c, const ranked *r)
{
  if (r->from == r->to)   /* insertion: no span around or touching, no other insertion */
    return sum_range(c->edges, r->from, r->from + 1) == 0 && sum_range(c->inserts, r->from, r->from + 1) == 0;
  return sum_range(c->spans, r->from, r->to) == 0 && sum_range(c->inserts, r->from, r->to + 1) == 0;
}

static void occupy(const cells *c, const ranked *r)
{
  if (r->from == r->to) {
    take(c->inserts, c->count + 1, r->from);
    return;
  }
  for (uint32_t i = r->from; i < r->to; i++) take(c->spans, c->count + 1, i);
  for (uint32_t i = r->from; i <= r->to; i++) take(c->edges, c->count + 1, i);
}

static bool has_suggestion(const flu_issue *issue, flu_str s)
{
  for (uint32_t i = 0; i < issue->suggestion_count; i++)
    if (issue->suggestions[i].len == s.len && memcmp(issue->suggestions[i].ptr, s.ptr, s.len) == 0) return true;
  return false;
}

/* Adds the suggestions of `other` to those of `winner`; of two that are of one category the surer has the first word. */
static int lend(flu_issue *winner, const flu_issue *other, const flu_catalogue *rules, uint32_t max, flu_arena *arena)
{
  const bool alike =
    flu_catalogue_rule(rules, winner->rule).category == flu_catalogue_rule(rules, other->rule).category;
  const bool other_first = alike && other->confidence > winner->confidence;
  const flu_issue *order[] = { other_first ? other : winner, other_first ? winner : other };
  if (other->suggestion_count == 0) return FLU_OK;
  flu_issue all = *winner;
  flu_str *texts = flu_arena_take(arena, ((size_t)winner->suggestion_count + other->suggestion_count) * sizeof *texts);
  if (texts == NULL) return FLU_E_NOMEM;
  all.suggestions = texts;
  all.suggestion_count = 0;
  for (unsigned k = 0; k < 2; k++)
    for (uint32_t i = 0; i < order[k]->suggestion_count && all.suggestion_count < max; i++)
      if (!has_suggestion(&all, order[k]->suggestions[i])) texts[all.suggestion_count++] = order[k]->suggestions[i];
  *winner = all;
  return FLU_OK;
}

static void rank_all(const flu_sink *sink, const flu_catalogue *rules, const cells *c, ranked *order)
{
  for (size_t i = 0; i < sink->count; i++) {
    const flu_issue *issue = &sink->items[i];
    flu_rule rule = flu_catalogue_rule(rules, issue->rule);
    order[i] = (ranked){ .index = (uint32_t)i, .from = cell_of(c, issue->start), .to = cell_of(c, issue->end),
                         .priority = rule.priority, .confidence = issue->confidence, .rule = issue->rule,
                         .width = issue->end - issue->start };
  }
  qsort(order, sink->count, sizeof *order, by_rank);
}

static bool cells_make(cells *c, const flu_sink *sink, flu_arena *arena)
{
  size_t n = sink->count * 2;
  c->points = flu_arena_take(arena, n * sizeof *c->points);
  if (c->points == NULL) return false;
  for (size_t i = 0; i < sink->count; i++) {
    c->points[2 * i] = sink->items[i].start;
    c->points[2 * i + 1] = sink->items[i].end;
  }
  qsort(c->points, n, sizeof *c->points, by_value);
  c->count = 0;
  for (size_t i = 0; i < n; i++)
    if (i == 0 || c->points[i] != c->points[c->count - 1]) c->points[c->count++] = c->points[i];
  size_t tree = ((size_t)c->count + 2) * sizeof(uint32_t);
  c->spans = flu_arena_take(arena, tree);
  c->edges = flu_arena_take(arena, tree);
  c->inserts = flu_arena_take(arena, tree);
  if (c->spans == NULL || c->edges == NULL || c->inserts == NULL) return false;
  memset(c->spans, 0, tree);
  memset(c->edges, 0, tree);
  memset(c->inserts, 0, tree);
  return true;
}

int flu_settle(flu_sink *sink, const flu_catalogue *rules, uint32_t max, uint32_t max_suggestions, flu_arena *arena)
{
  if (sink->status != FLU_OK) return sink->status;
  if (sink->count == 0) return FLU_OK;
  cells c;
  ranked *order = flu_arena_take(arena, sink->count * sizeof *order);
  flu_issue *kept = flu_arena_take(arena, sink->count * sizeof *kept);
  uint32_t *owner = NULL;
  if (order == NULL || kept == NULL || !cells_make(&c, sink, arena)) return FLU_E_NOMEM;
  owner = flu_arena_take(arena, ((size_t)c.count + 1) * sizeof *owner);   /* kept issue that starts at a point */
  if (owner == NULL) return FLU_E_NOMEM;
  memset(owner, 0xff, ((size_t)c.count + 1) * sizeof *owner);
  rank_all(sink, rules, &c, order);
  uint32_t count = 0;
  for (size_t i = 0; i < sink->count; i++) {
    const flu_issue *issue = &sink->items[order[i].index];
    if (is_free(&c, &order[i])) {
      occupy(&c, &order[i]);
      owner[order[i].from] = count;
      kept[count++] = *issue;
      continue;
    }
    uint32_t at = owner[order[i].from];
    if (at != UINT32_MAX && kept[at].start == issue->start && kept[at].end == issue->end &&
        lend(&kept[at], issue, rules, max_suggestions, arena) != FLU_OK)
      return FLU_E_NOMEM;
  }
  qsort(kept, count, sizeof *kept, by_start);
  if (count > max) {
    count = max;
    sink->flags |= FLU_SINK_ISSUES_CUT;
  }
  memcpy(sink->items, kept, count * sizeof *kept);
  sink->count = count;
  return FLU_OK;
}
