/* Strings, each once, and the lines of data files. */
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "compiler/lexicon.h"

void flu_strings_init(flu_strings *s, const flu_alloc *alloc)
{
  memset(s, 0, sizeof *s);
  s->alloc = *alloc;
}

void flu_strings_end(flu_strings *s)
{
  flu_free(&s->alloc, s->bytes, s->cap);
  flu_free(&s->alloc, s->starts, s->starts_cap * sizeof *s->starts);
  flu_free(&s->alloc, s->slots, s->slot_count * sizeof *s->slots);
  memset(s, 0, sizeof *s);
}

flu_str flu_strings_get(const flu_strings *s, uint32_t id)
{
  const uint32_t len = s->starts[id + 1] - s->starts[id];
  return (flu_str){ len == 0 ? "" : s->bytes + s->starts[id], len };
}

/* Slot of a string, or the free one where it belongs. */
static size_t slot_of(const flu_strings *s, const char *text, size_t len)
{
  size_t i = XXH3_64bits(text, len) & (s->slot_count - 1);
  for (; s->slots[i] != 0; i = (i + 1) & (s->slot_count - 1)) {
    const flu_str there = flu_strings_get(s, s->slots[i] - 1);
    if (there.len == len && (len == 0 || memcmp(there.ptr, text, len) == 0)) break;
  }
  return i;
}

uint32_t flu_strings_find(const flu_strings *s, const char *text, size_t len)
{
  if (s->slot_count == 0) return FLU_NO_STRING;
  const uint32_t slot = s->slots[slot_of(s, text, len)];
  return slot == 0 ? FLU_NO_STRING : slot - 1;
}

static bool grow_slots(flu_strings *s)
{
  const size_t wanted = s->slot_count == 0 ? 1024 : s->slot_count * 2;
  uint32_t *old = s->slots;
  const size_t old_count = s->slot_count;
  uint32_t *slots = flu_new0(&s->alloc, wanted * sizeof *slots);
  if (slots == NULL) return false;
  s->slots = slots;
  s->slot_count = wanted;
  for (size_t i = 0; i < s->count; i++) {
    const flu_str text = flu_strings_get(s, (uint32_t)i);
    s->slots[slot_of(s, text.ptr, text.len)] = (uint32_t)i + 1;
  }
  flu_free(&s->alloc, old, old_count * sizeof *old);
  return true;
}

static bool make_room(flu_strings *s, size_t len)
{
  if (s->count >= s->slot_count / 2 && !grow_slots(s)) return false;
  if (!flu_reserve(&s->alloc, (void **)&s->starts, s->count + 1, &s->starts_cap, sizeof *s->starts)) return false;
  s->starts[s->count] = (uint32_t)s->len;
  if (len > UINT32_MAX - s->len || s->count >= UINT32_MAX - 2) return false;
  if (s->len + len > s->cap) {
    const size_t wanted = (s->len + len) * 2;
    char *bytes = flu_resize(&s->alloc, s->bytes, s->cap, wanted);
    if (bytes == NULL) return false;
    s->bytes = bytes;
    s->cap = wanted;
  }
  return true;
}

uint32_t flu_strings_add(flu_strings *s, const char *text, size_t len)
{
  if (s->failed) return FLU_NO_STRING;
  const uint32_t known = flu_strings_find(s, text, len);
  if (known != FLU_NO_STRING) return known;
  if (!make_room(s, len)) {
    s->failed = true;
    return FLU_NO_STRING;
  }
  const size_t slot = slot_of(s, text, len);
  if (len > 0) memcpy(s->bytes + s->len, text, len);
  s->len += len;
  s->starts[++s->count] = (uint32_t)s->len;
  s->slots[slot] = (uint32_t)s->count;
  return (uint32_t)s->count - 1;
}

/* --- lines --- */

int flu_lines_open(flu_lines *l, const char *dir, const char *name, flu_diag *d)
{
  memset(l, 0, sizeof *l);
  const size_t len = strlen(dir) + strlen(name) + 2;
  char *path = malloc(len);
  if (path == NULL) return FLU_E_NOMEM;
  snprintf(path, len, "%s/%s", dir, name);
  const int status = flu_source_read(&l->source, path, d);
  free(path);
  return status;
}

size_t flu_lines_next(flu_lines *l, flu_str *fields, size_t cap, size_t *place)
{
  const char *text = l->source.text;
  while (l->at < l->source.len) {
    const size_t start = l->at;
    const char *newline = memchr(text + start, '\n', l->source.len - start);
    size_t end = newline == NULL ? l->source.len : (size_t)(newline - text);
    l->at = newline == NULL ? end : end + 1;
    if (end > start && text[end - 1] == '\r') end--;
    if (end == start || text[start] == '#') continue;
    size_t n = 0;
    *place = start;
    for (size_t from = start; n < cap; n++) {
      const char *tab = n + 1 == cap ? NULL : memchr(text + from, '\t', end - from);
      const size_t to = tab == NULL ? end : (size_t)(tab - text);
      fields[n] = (flu_str){ text + from, (uint32_t)(to - from) };
      if (tab == NULL) return n + 1;
      from = to + 1;
    }
    return n;
  }
  return 0;
}

void flu_lines_end(flu_lines *l)
{
  flu_source_end(&l->source);
}
