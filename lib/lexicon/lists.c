#include "lexicon/lists_inner.h"

#include <stdbool.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

_Static_assert(sizeof(flu_lists_header) == 24, "layout of the LISTS section");
_Static_assert(sizeof(flu_lists_entry) == 24, "layout of the LISTS section");
_Static_assert(sizeof(flu_lists_value_ref) == 12, "layout of the LISTS section");
_Static_assert(sizeof(flu_lists_slot) == 8, "layout of the LISTS section");

uint64_t flu_lists_hash(const char *word, size_t len)
{
  return XXH3_64bits(word, len);
}

/* --- opening --- */

static int damaged(flu_error *err, const unsigned char *data, const void *at, const char *what)
{
  return flu_fail(err, FLU_E_FORMAT, (uint64_t)((const unsigned char *)at - data), "word lists are damaged: %s", what);
}

static bool string_fits(const flu_lists *l, uint32_t offset, uint32_t len)
{
  const uint32_t size = l->header->string_size;
  return offset < size && len < size - offset && l->strings[offset + len] == '\0';
}

/* The arrays follow one another; sums are done in 64 bits, where 32-bit counts cannot overflow. */
static bool place_arrays(flu_lists *l, const unsigned char *data, size_t size)
{
  const flu_lists_header *h = l->header;
  uint64_t at = sizeof *h;
  l->names = (const void *)(data + at);
  at += (uint64_t)h->list_count * sizeof *l->names;
  const uint64_t entries = at;
  at += (uint64_t)h->entry_count * sizeof *l->entries;
  const uint64_t slots = at;
  at += (uint64_t)h->slot_count * sizeof *l->slots;
  const uint64_t values = at;
  at += (uint64_t)h->value_count * sizeof *l->values;
  const uint64_t strings = at;
  at += h->string_size;
  if (at != size) return false;
  l->entries = (const void *)(data + entries);
  l->slots = (const void *)(data + slots);
  l->values = (const void *)(data + values);
  l->strings = (const char *)data + strings;
  return true;
}

static int check_names(const flu_lists *l, const unsigned char *data, flu_error *err)
{
  for (uint32_t i = 0; i < l->header->list_count; i++) {
    const flu_lists_string *n = &l->names[i];
    if (!string_fits(l, n->offset, n->len)) return damaged(err, data, n, "name outside");
    if (strlen(l->strings + n->offset) != n->len) return damaged(err, data, n, "NUL in a name");
  }
  return FLU_OK;
}

static int check_entries(const flu_lists *l, const unsigned char *data, flu_error *err)
{
  const flu_lists_header *h = l->header;
  const uint64_t known = h->list_count == 64 ? UINT64_MAX : (UINT64_C(1) << h->list_count) - 1;
  for (uint32_t i = 0; i < h->entry_count; i++) {
    const flu_lists_entry *e = &l->entries[i];
    if (!string_fits(l, e->offset, e->len)) return damaged(err, data, e, "word outside");
    if (e->lists == 0 || (e->lists & ~known) != 0) return damaged(err, data, e, "unknown list");
    if (e->first_value > h->value_count || e->value_count > h->value_count - e->first_value)
      return damaged(err, data, e, "value outside");
  }
  for (uint32_t i = 0; i < h->value_count; i++) {
    const flu_lists_value_ref *v = &l->values[i];
    if (v->list >= h->list_count || !string_fits(l, v->text.offset, v->text.len))
      return damaged(err, data, v, "value outside");
  }
  for (uint32_t i = 0; i < h->slot_count; i++)
    if (l->slots[i].entry > h->entry_count) return damaged(err, data, &l->slots[i], "slot outside");
  return FLU_OK;
}

int flu_lists_open(const unsigned char *data, size_t size, flu_lists *out, flu_error *err)
{
  if ((uintptr_t)data % 8 != 0) return flu_fail(err, FLU_E_ARG, 0, "section is not aligned to 8 bytes");
  if (size < sizeof(flu_lists_header)) return flu_fail(err, FLU_E_FORMAT, size, "word lists are damaged: too short");
  flu_lists l = { .header = (const void *)data };
  const flu_lists_header *h = l.header;
  if (h->list_count > FLU_MAX_LISTS || h->slot_count == 0 || (h->slot_count & (h->slot_count - 1)) != 0 ||
      h->max_probe > FLU_LISTS_MAX_PROBE)
    return damaged(err, data, h, "header");
  if (!place_arrays(&l, data, size)) return damaged(err, data, h, "sizes do not add up");
  l.slot_mask = h->slot_count - 1;
  l.max_probe = h->max_probe;
  int rc = check_names(&l, data, err);
  if (rc == FLU_OK) rc = check_entries(&l, data, err);
  if (rc == FLU_OK) *out = l;
  return rc;
}

/* --- look-up --- */

static const flu_lists_entry *find(const flu_lists *l, const char *word, size_t len)
{
  const uint64_t hash = flu_lists_hash(word, len);
  const uint32_t upper = (uint32_t)(hash >> 32);
  for (uint32_t i = 0; i <= l->max_probe; i++) {
    const flu_lists_slot *s = &l->slots[((uint32_t)hash + i) & l->slot_mask];
    if (s->entry == 0) return NULL;
    if (s->hash != upper) continue;
    const flu_lists_entry *e = &l->entries[s->entry - 1];
    if (e->len == len && memcmp(l->strings + e->offset, word, len) == 0) return e;
  }
  return NULL;
}

uint64_t flu_lists_bit(const flu_lists *lists, const char *name)
{
  for (uint32_t i = 0; i < lists->header->list_count; i++)
    if (strcmp(lists->strings + lists->names[i].offset, name) == 0) return UINT64_C(1) << i;
  return 0;
}

uint64_t flu_lists_of(const flu_lists *lists, const char *word, size_t len)
{
  if (len == 0 || len > FLU_LISTS_MAX_WORD) return 0;
  const flu_lists_entry *e = find(lists, word, len);
  return e == NULL ? 0 : e->lists;
}

flu_str flu_lists_value(const flu_lists *lists, const char *word, size_t len, uint64_t bit)
{
  flu_str value = { "", 0 };
  const flu_lists_entry *e = len == 0 || len > FLU_LISTS_MAX_WORD ? NULL : find(lists, word, len);
  if (e == NULL || (e->lists & bit) == 0) return value;
  for (uint32_t i = 0; i < e->value_count; i++) {
    const flu_lists_value_ref *v = &lists->values[e->first_value + i];
    if ((UINT64_C(1) << v->list) != bit) continue;
    value.ptr = lists->strings + v->text.offset;
    value.len = v->text.len;
    break;
  }
  return value;
}
