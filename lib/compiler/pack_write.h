/* Writing a language pack: sections in, the bytes of a file out. Build-time only. */
#ifndef FLU_COMPILER_PACK_WRITE_H
#define FLU_COMPILER_PACK_WRITE_H

#include "base/memory.h"
#include "lexicon/pack.h"

typedef struct flu_pack_part {
  uint32_t id, version;
  const void *data;
  size_t size;
} flu_pack_part;

/* Appends a whole pack to `out`, which must be empty; parts are in the order of their ids. The same parts give the same
 * bytes. Errors: E_ARG (order, count), E_NOMEM. */
int flu_pack_write(const flu_pack_part *parts, uint32_t count, flu_buffer *out);

#endif
