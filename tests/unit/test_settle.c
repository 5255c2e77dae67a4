/* Overlaps: one issue for one place, whatever the order in which they were found. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "correction/settle.h"

/* A catalogue of four rules for the settler alone: priority is what matters. */
static const uint8_t priorities[] = { 10, 20, 20, 30 };

uint32_t flu_catalogue_native(const flu_catalogue *c, enum flu_native which)
{
  (void)c;
  (void)which;
  return FLU_NO_RULE;
}

flu_rule flu_catalogue_rule(const flu_catalogue *c, uint32_t index)
{
  (void)c;
  return (flu_rule){ .priority = priorities[index], .confidence = 50 };
}

static flu_arena arena;
static flu_sink sink;

static void setup(void)
{
  flu_arena_init(&arena, &flu_alloc_default);
  memset(&sink, 0, sizeof sink);
  sink.alloc = &flu_alloc_default;
}

static void teardown(void)
{
  flu_free(sink.alloc, sink.items, sink.cap * sizeof *sink.items);
  flu_arena_end(&arena);
}

static void put(uint32_t start, uint32_t end, uint32_t rule, uint8_t confidence, const char *suggestion)
{
  void *items = sink.items;
  ck_assert(flu_reserve(sink.alloc, &items, sink.count, &sink.cap, sizeof *sink.items));
  sink.items = items;
  flu_str *s = flu_arena_take(&arena, sizeof *s);
  *s = (flu_str){ suggestion, (uint32_t)strlen(suggestion) };
  sink.items[sink.count++] = (flu_issue){ .start = start, .end = end, .rule = rule, .confidence = confidence,
                                          .suggestion_count = 1, .suggestions = s };
}

static void settle(uint32_t max)
{
  ck_assert_int_eq(flu_settle(&sink, NULL, max, 8, &arena), FLU_OK);
}

START_TEST(priority_then_confidence_then_length)
{
  put(0, 10, 0, 99, "a");
  put(5, 8, 1, 50, "b");
  settle(100);
  ck_assert_uint_eq(sink.count, 1);
  ck_assert_uint_eq(sink.items[0].rule, 1);
  sink.count = 0;
  put(0, 10, 1, 50, "a");
  put(5, 8, 2, 60, "b");
  settle(100);
  ck_assert_uint_eq(sink.items[0].rule, 2);
  sink.count = 0;
  put(5, 8, 1, 50, "b");
  put(0, 10, 2, 50, "a");
  settle(100);
  ck_assert_uint_eq(sink.count, 1);
  ck_assert_uint_eq(sink.items[0].rule, 2);
}
END_TEST

START_TEST(touching_spans_do_not_overlap)
{
  put(4, 8, 0, 50, "b");
  put(0, 4, 0, 50, "a");
  settle(100);
  ck_assert_uint_eq(sink.count, 2);
  ck_assert_uint_eq(sink.items[0].start, 0);
  ck_assert_uint_eq(sink.items[1].start, 4);
}
END_TEST

START_TEST(insertions_clash_at_one_place_and_at_edges)
{
  put(4, 4, 0, 50, "x");
  put(4, 4, 3, 50, "y");
  put(4, 8, 1, 50, "z");
  put(9, 9, 0, 50, "far");
  settle(100);
  ck_assert_uint_eq(sink.count, 2);
  ck_assert_uint_eq(sink.items[0].rule, 3);
  ck_assert_uint_eq(sink.items[1].start, 9);
}
END_TEST

START_TEST(same_span_lends_suggestions)
{
  put(0, 4, 0, 50, "low");
  put(0, 4, 3, 50, "high");
  put(0, 4, 1, 50, "high");
  settle(100);
  ck_assert_uint_eq(sink.count, 1);
  ck_assert_uint_eq(sink.items[0].rule, 3);
  ck_assert_uint_eq(sink.items[0].suggestion_count, 2);
  ck_assert_str_eq(sink.items[0].suggestions[0].ptr, "high");
  ck_assert_str_eq(sink.items[0].suggestions[1].ptr, "low");
}
END_TEST

START_TEST(cut_is_said)
{
  for (uint32_t i = 0; i < 10; i++) put(2 * i, 2 * i + 1, 0, 50, "a");
  settle(3);
  ck_assert_uint_eq(sink.count, 3);
  ck_assert_uint_eq(sink.flags, FLU_SINK_ISSUES_CUT);
  ck_assert_uint_eq(sink.items[2].start, 4);
}
END_TEST

static uint32_t next_random(uint32_t *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

/* Against the definition, by brute force: rank all, take each that clashes with none taken. */
static bool clash(const flu_issue *a, const flu_issue *b)
{
  if (a->start == a->end || b->start == b->end) return a->start <= b->end && b->start <= a->end;
  return a->start < b->end && b->start < a->end;
}

static int rank(const void *pa, const void *pb)
{
  const flu_issue *a = pa, *b = pb;
  uint32_t wa = a->end - a->start, wb = b->end - b->start;
  if (priorities[a->rule] != priorities[b->rule]) return priorities[a->rule] > priorities[b->rule] ? -1 : 1;
  if (a->confidence != b->confidence) return a->confidence > b->confidence ? -1 : 1;
  if (wa != wb) return wa > wb ? -1 : 1;
  if (a->rule != b->rule) return a->rule < b->rule ? -1 : 1;
  return a->start < b->start ? -1 : a->start > b->start;
}

START_TEST(equals_brute_force_and_any_order)
{
  uint32_t state = 7;
  for (int round = 0; round < 300; round++) {
    flu_issue all[24], taken[24];
    size_t n = 1 + next_random(&state) % 24, count = 0;
    sink.count = 0;
    for (size_t i = 0; i < n; i++) {
      uint32_t start = next_random(&state) % 30;
      put(start, start + next_random(&state) % 6, next_random(&state) % 4, (uint8_t)(next_random(&state) % 3 + 1), "s");
    }
    memcpy(all, sink.items, n * sizeof *all);
    qsort(all, n, sizeof *all, rank);
    for (size_t i = 0; i < n; i++) {
      bool ok = true;
      for (size_t k = 0; k < count; k++) ok = ok && !clash(&all[i], &taken[k]);
      if (ok) taken[count++] = all[i];
    }
    settle(100);
    ck_assert_uint_eq(sink.count, count);
    for (size_t i = 0; i < count; i++) {
      bool found = false;
      for (size_t k = 0; k < count; k++)
        found = found || (taken[k].start == sink.items[i].start && taken[k].end == sink.items[i].end &&
                          taken[k].rule == sink.items[i].rule);
      ck_assert(found);
    }
  }
}
END_TEST

int main(void)
{
  Suite *s = suite_create("settle");
  TCase *t = tcase_create("settle");
  tcase_add_checked_fixture(t, setup, teardown);
  tcase_add_test(t, priority_then_confidence_then_length);
  tcase_add_test(t, touching_spans_do_not_overlap);
  tcase_add_test(t, insertions_clash_at_one_place_and_at_edges);
  tcase_add_test(t, same_span_lends_suggestions);
  tcase_add_test(t, cut_is_said);
  tcase_add_test(t, equals_brute_force_and_any_order);
  suite_add_tcase(s, t);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_ENV);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed == 0 ? 0 : 1;
}
