/* A C file that takes a pack into a program as read-only data. Build-time only. */
#ifndef FLU_COMPILER_EMBED_H
#define FLU_COMPILER_EMBED_H

#include "compiler/build.h"

/* Writes the C file `path`, which includes the bytes of the pack at `pack_path` when it is compiled and defines
 *   const unsigned char flu_embedded_pack[];   aligned to 64
 *   const uint64_t flu_embedded_pack_size;
 * both hidden from other libraries. Errors are said and returned: E_IO, E_ARG (a path that cannot be quoted),
 * E_NOMEM. */
int flu_embed_write(flu_diag *d, const char *path, const char *pack_path, size_t size, uint64_t generation);

#endif
