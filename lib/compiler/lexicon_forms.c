/* Forms with their readings, before they are packed. */
#include <stdlib.h>
#include <string.h>

#include "compiler/lexicon.h"

void flu_forms_init(flu_forms *f, const flu_alloc *alloc)
{
  memset(f, 0, sizeof *f);
  f->alloc = *alloc;
  flu_strings_init(&f->strings, alloc);
}

void flu_forms_end(flu_forms *f)
{
  flu_strings_end(&f->strings);
  flu_free(&f->alloc, f->items, f->cap * sizeof *f->items);
  flu_free(&f->alloc, f->frequency, f->frequency_count);
  memset(f, 0, sizeof *f);
}

void flu_forms_add(flu_forms *f, flu_str form, flu_str lemma, const flu_tag *tag)
{
  flu_form_reading r = { .tag = *tag, .order = f->next_order };
  r.form = flu_strings_add(&f->strings, form.ptr, form.len);
  r.lemma = flu_strings_add(&f->strings, lemma.ptr, lemma.len);
  if (f->strings.failed || f->next_order == UINT32_MAX ||
      !flu_reserve(&f->alloc, (void **)&f->items, f->count, &f->cap, sizeof r)) {
    f->failed = true;
  } else {
    f->items[f->count++] = r;
    f->next_order++;
  }
}

/* --- settling --- */

typedef struct ranked {
  flu_str text;
  uint32_t id;
} ranked;

static int compare_text(const void *a, const void *b)
{
  const flu_str x = ((const ranked *)a)->text, y = ((const ranked *)b)->text;
  const int order = memcmp(x.ptr, y.ptr, x.len < y.len ? x.len : y.len);
  return order != 0 ? order : (x.len > y.len) - (x.len < y.len);
}

/* By string: its rank among all in the order of bytes. */
static uint32_t *rank_strings(const flu_forms *f)
{
  const size_t n = f->strings.count;
  ranked *list = flu_new(&f->alloc, (n + 1) * sizeof *list);
  uint32_t *ranks = flu_new(&f->alloc, (n + 1) * sizeof *ranks);
  if (list != NULL && ranks != NULL) {
    for (size_t i = 0; i < n; i++) list[i] = (ranked){ flu_strings_get(&f->strings, (uint32_t)i), (uint32_t)i };
    qsort(list, n, sizeof *list, compare_text);
    for (size_t i = 0; i < n; i++) ranks[list[i].id] = (uint32_t)i;
  } else {
    flu_free(&f->alloc, ranks, (n + 1) * sizeof *ranks);
    ranks = NULL;
  }
  flu_free(&f->alloc, list, (n + 1) * sizeof *list);
  return ranks;
}

typedef struct keyed {
  uint64_t key; /* rank of the form, then order */
  uint32_t item;
} keyed;

static int compare_keys(const void *a, const void *b)
{
  const uint64_t x = ((const keyed *)a)->key, y = ((const keyed *)b)->key;
  return (x > y) - (x < y);
}

static bool sort_items(flu_forms *f, const uint32_t *ranks)
{
  const size_t n = f->count;
  keyed *keys = flu_new(&f->alloc, (n + 1) * sizeof *keys);
  flu_form_reading *sorted = flu_new(&f->alloc, (n + 1) * sizeof *sorted);
  const bool ok = keys != NULL && sorted != NULL;
  if (ok) {
    for (size_t i = 0; i < n; i++)
      keys[i] = (keyed){ (uint64_t)ranks[f->items[i].form] << 32 | f->items[i].order, (uint32_t)i };
    qsort(keys, n, sizeof *keys, compare_keys);
    for (size_t i = 0; i < n; i++) sorted[i] = f->items[keys[i].item];
    if (n > 0) memcpy(f->items, sorted, n * sizeof *sorted);
  }
  flu_free(&f->alloc, keys, (n + 1) * sizeof *keys);
  flu_free(&f->alloc, sorted, (n + 1) * sizeof *sorted);
  return ok;
}

size_t flu_forms_end_of(const flu_forms *f, size_t first)
{
  size_t end = first + 1;
  while (end < f->count && f->items[end].form == f->items[first].form) end++;
  return end;
}

static bool same_reading(const flu_form_reading *a, const flu_form_reading *b)
{
  return a->lemma == b->lemma && memcmp(&a->tag, &b->tag, sizeof a->tag) == 0;
}

static size_t keep_readings(flu_forms *f, size_t first, size_t end, size_t to)
{
  const size_t start = to;
  for (size_t i = first; i < end; i++)
    if ((f->items[i].tag.flags & FLU_TAG_FORBIDDEN) != 0) return start;
  for (size_t i = first; i < end; i++) {
    bool seen = false;
    for (size_t j = start; j < to && !seen; j++) seen = same_reading(&f->items[j], &f->items[i]);
    if (!seen) f->items[to++] = f->items[i];
  }
  return to;
}

int flu_forms_settle(flu_forms *f, flu_diag *d, const flu_source *src)
{
  if (f->failed || f->strings.failed) return FLU_E_NOMEM;
  uint32_t *ranks = rank_strings(f);
  if (ranks == NULL) return FLU_E_NOMEM;
  const bool sorted = sort_items(f, ranks);
  flu_free(&f->alloc, ranks, (f->strings.count + 1) * sizeof *ranks);
  if (!sorted) return FLU_E_NOMEM;
  size_t to = 0;
  for (size_t first = 0, end; first < f->count; first = end) {
    end = flu_forms_end_of(f, first);
    const flu_str form = flu_strings_get(&f->strings, f->items[first].form);
    const size_t start = to;
    to = keep_readings(f, first, end, to);
    if (to - start > FLU_MAX_READINGS) {
      flu_diag_error(d, src, 0, NULL, "“%.*s” has more than %u readings", (int)form.len, form.ptr, FLU_MAX_READINGS);
      return FLU_E_FORMAT;
    }
  }
  f->count = to;
  return FLU_OK;
}

size_t flu_forms_find(const flu_forms *f, const char *form, size_t len)
{
  const ranked wanted = { { form, (uint32_t)len }, 0 };
  size_t low = 0, high = f->count;
  while (low < high) {
    const size_t mid = low + (high - low) / 2;
    const ranked there = { flu_strings_get(&f->strings, f->items[mid].form), 0 };
    if (compare_text(&there, &wanted) < 0)
      low = mid + 1;
    else
      high = mid;
  }
  if (low == f->count) return low;
  const ranked there = { flu_strings_get(&f->strings, f->items[low].form), 0 };
  return compare_text(&there, &wanted) == 0 ? low : f->count;
}
