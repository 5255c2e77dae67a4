/* Allocator hook, arena, growing arrays. Everything returns NULL or FLU_E_NOMEM when memory runs out. */
#ifndef FLU_BASE_MEMORY_H
#define FLU_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The hook: size 0 frees, p NULL allocates, else resizes. Same layout as the public fluide_alloc. */
typedef struct flu_alloc {
  void *(*fn)(void *ctx, void *p, size_t old, size_t size);
  void *ctx;
} flu_alloc;

extern const flu_alloc flu_alloc_default; /* malloc and friends */

void *flu_new(const flu_alloc *a, size_t size);                                 /* not cleared; size 0 gives NULL */
void *flu_new0(const flu_alloc *a, size_t size);                                /* cleared */
void *flu_resize(const flu_alloc *a, void *p, size_t old, size_t size);
void flu_free(const flu_alloc *a, void *p, size_t size);                        /* NULL is a no-op */

/* Arena: allocations that live until the arena is reset. Not thread-safe. Blocks come from `alloc` and are kept by
 * flu_arena_reset (up to a bound), given back by flu_arena_end. */
typedef struct flu_block flu_block;
typedef struct flu_arena {
  flu_alloc alloc;
  flu_block *blocks;   /* current first */
  char *at, *end;
  size_t total;        /* bytes taken from alloc */
} flu_arena;

void flu_arena_init(flu_arena *arena, const flu_alloc *alloc);
void *flu_arena_take(flu_arena *arena, size_t size);                            /* aligned to 16; NULL out of memory */
char *flu_arena_copy(flu_arena *arena, const char *bytes, size_t len);          /* NUL-terminated copy */
void flu_arena_reset(flu_arena *arena);                                         /* O(1) in the common case */
void flu_arena_end(flu_arena *arena);

/* Make room for one more element: grows *items (element size `size`) so that count < *cap. false: out of memory. */
bool flu_reserve(const flu_alloc *a, void **items, size_t count, size_t *cap, size_t size);

/* Growing byte buffer. `failed` is sticky: append freely, look once at the end. */
typedef struct flu_buffer {
  const flu_alloc *alloc;
  char *ptr;
  size_t len, cap;
  bool failed;
} flu_buffer;

void flu_buffer_init(flu_buffer *b, const flu_alloc *alloc);
void flu_buffer_add(flu_buffer *b, const void *bytes, size_t len);
void flu_buffer_str(flu_buffer *b, const char *s);
void flu_buffer_end(flu_buffer *b);                                             /* frees */

#endif
