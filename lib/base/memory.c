#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static void *default_fn(void *ctx, void *p, size_t old, size_t size)
{
  (void)ctx;
  (void)old;
  if (size == 0) {
    free(p);
    return NULL;
  }
  return realloc(p, size);
}

const flu_alloc flu_alloc_default = { default_fn, NULL };

void *flu_new(const flu_alloc *a, size_t size)
{
  return size == 0 ? NULL : a->fn(a->ctx, NULL, 0, size);
}

void *flu_new0(const flu_alloc *a, size_t size)
{
  void *p = flu_new(a, size);
  if (p != NULL) memset(p, 0, size);
  return p;
}

void *flu_resize(const flu_alloc *a, void *p, size_t old, size_t size)
{
  return a->fn(a->ctx, p, old, size);
}

void flu_free(const flu_alloc *a, void *p, size_t size)
{
  if (p != NULL) a->fn(a->ctx, p, size, 0);
}

/* --- arena --- */

#define ALIGN 16u
#define FIRST_BLOCK (16u * 1024u)
#define LARGEST_BLOCK (1024u * 1024u)
#define KEEP_BYTES (4u * 1024u * 1024u)   /* reset gives back what is above */

struct flu_block {
  flu_block *next;
  size_t size;          /* whole block, this header included */
};

#define HEADER ((sizeof(flu_block) + ALIGN - 1) / ALIGN * ALIGN)

void flu_arena_init(flu_arena *arena, const flu_alloc *alloc)
{
  memset(arena, 0, sizeof *arena);
  arena->alloc = *alloc;
}

static bool add_block(flu_arena *arena, size_t need)
{
  size_t size = arena->blocks == NULL ? FIRST_BLOCK : arena->blocks->size * 2;
  if (size > LARGEST_BLOCK) size = LARGEST_BLOCK;
  if (need > SIZE_MAX - HEADER) return false;
  if (size < need + HEADER) size = need + HEADER;
  flu_block *block = flu_new(&arena->alloc, size);
  if (block == NULL) return false;
  block->next = arena->blocks;
  block->size = size;
  arena->blocks = block;
  arena->at = (char *)block + HEADER;
  arena->end = (char *)block + size;
  arena->total += size;
  return true;
}

void *flu_arena_take(flu_arena *arena, size_t size)
{
  if (size > SIZE_MAX - ALIGN) return NULL;
  size = (size + ALIGN - 1) / ALIGN * ALIGN;
  if (size == 0) size = ALIGN;
  if (arena->blocks == NULL || (size_t)(arena->end - arena->at) < size)
    if (!add_block(arena, size)) return NULL;
  void *p = arena->at;
  arena->at += size;
  return p;
}

char *flu_arena_copy(flu_arena *arena, const char *bytes, size_t len)
{
  char *p = len == SIZE_MAX ? NULL : flu_arena_take(arena, len + 1);
  if (p == NULL) return NULL;
  if (len > 0) memcpy(p, bytes, len);
  p[len] = '\0';
  return p;
}

/* Keeps the newest block when the whole was small, so that the next use of the arena allocates nothing. */
void flu_arena_reset(flu_arena *arena)
{
  flu_block *keep = arena->blocks;
  if (keep == NULL) return;
  flu_block *rest = keep->next;
  if (keep->size > KEEP_BYTES) {
    rest = keep;
    keep = NULL;
  }
  while (rest != NULL) {
    flu_block *next = rest->next;
    arena->total -= rest->size;
    flu_free(&arena->alloc, rest, rest->size);
    rest = next;
  }
  arena->blocks = keep;
  if (keep != NULL) keep->next = NULL;
  arena->at = keep == NULL ? NULL : (char *)keep + HEADER;
  arena->end = keep == NULL ? NULL : (char *)keep + keep->size;
}

void flu_arena_end(flu_arena *arena)
{
  for (flu_block *b = arena->blocks; b != NULL;) {
    flu_block *next = b->next;
    flu_free(&arena->alloc, b, b->size);
    b = next;
  }
  arena->blocks = NULL;
  arena->at = arena->end = NULL;
  arena->total = 0;
}

/* --- arrays and buffers --- */

bool flu_reserve(const flu_alloc *a, void **items, size_t count, size_t *cap, size_t size)
{
  if (count < *cap) return true;
  size_t wanted = *cap < 8 ? 8 : *cap + *cap / 2;
  if (wanted > SIZE_MAX / size) return false;
  void *p = flu_resize(a, *items, *cap * size, wanted * size);
  if (p == NULL) return false;
  *items = p;
  *cap = wanted;
  return true;
}

void flu_buffer_init(flu_buffer *b, const flu_alloc *alloc)
{
  memset(b, 0, sizeof *b);
  b->alloc = alloc;
}

void flu_buffer_add(flu_buffer *b, const void *bytes, size_t len)
{
  if (b->failed || len == 0) return;
  if (len > b->cap - b->len) {
    size_t cap = b->cap < 64 ? 64 : b->cap * 2;
    if (len > SIZE_MAX / 2 - b->len) {
      b->failed = true;
      return;
    }
    if (cap < b->len + len) cap = b->len + len;
    char *p = flu_resize(b->alloc, b->ptr, b->cap, cap);
    if (p == NULL) {
      b->failed = true;
      return;
    }
    b->ptr = p;
    b->cap = cap;
  }
  memcpy(b->ptr + b->len, bytes, len);
  b->len += len;
}

void flu_buffer_str(flu_buffer *b, const char *s)
{
  flu_buffer_add(b, s, strlen(s));
}

void flu_buffer_end(flu_buffer *b)
{
  flu_free(b->alloc, b->ptr, b->cap);
  b->ptr = NULL;
  b->len = b->cap = 0;
}
