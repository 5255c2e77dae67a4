/* Lists of masks: adding, sorting, settling overlaps. */
#include "text/markup_inner.h"

void flu_marks_init(flu_marks *m, flu_mask_list *out, const char *s, uint32_t len)
{
  memset(m, 0, sizeof *m);   /* a limit of 0: nothing was looked for in vain */
  m->out = out;
  m->s = s;
  m->len = len;
}

void flu_marks_add(flu_marks *m, uint32_t start, uint32_t end, uint32_t kind)
{
  flu_mask_list *l = m->out;
  if (start >= end) return;
  if (!flu_reserve(l->alloc, (void **)&l->items, l->count, &l->cap, sizeof *l->items)) {
    m->failed = true;
    return;
  }
  l->items[l->count++] = (flu_mask){ start, end, kind };
}

/* Earlier first; of two that begin together the longer. */
static bool comes_after(const flu_mask *a, const flu_mask *b)
{
  return a->start != b->start ? a->start > b->start : a->end < b->end;
}

static void sift_down(flu_mask *items, size_t root, size_t count)
{
  for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
    if (child + 1 < count && comes_after(&items[child + 1], &items[child])) child++;
    if (!comes_after(&items[child], &items[root])) return;
    const flu_mask swap = items[root];
    items[root] = items[child];
    items[child] = swap;
    root = child;
  }
}

static void sort(flu_mask *items, size_t count)
{
  bool sorted = true;
  for (size_t i = 1; i < count && sorted; i++) sorted = !comes_after(&items[i - 1], &items[i]);
  if (sorted) return;
  for (size_t i = count / 2; i-- > 0;) sift_down(items, i, count);
  for (size_t n = count; n-- > 1;) {
    const flu_mask swap = items[0];
    items[0] = items[n];
    items[n] = swap;
    sift_down(items, 0, n);
  }
}

int flu_marks_settle(flu_marks *m)
{
  flu_mask_list *l = m->out;
  if (m->failed) return FLU_E_NOMEM;
  sort(l->items, l->count);
  size_t n = 0;
  uint32_t last = 0;
  for (size_t i = 0; i < l->count; i++) {
    flu_mask mask = l->items[i];
    if (mask.start < last) mask.start = last;
    if (mask.start >= mask.end) continue;
    l->items[n++] = mask;
    last = mask.end;
  }
  l->count = n;
  return FLU_OK;
}
