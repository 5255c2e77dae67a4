/* The language pack: one read-only file of versioned sections. Little-endian, 8-byte aligned, read in place.
 *
 *   header   magic "FLUIDE\r\n" · u32 format · u32 section count · u64 size · u64 generation · u64 checksum
 *   table    per section: u32 id · u32 version · u64 offset · u64 size
 *   sections each aligned to 64
 *
 * `checksum` is XXH3-64 of the whole file with that field 0; `generation` is XXH3-64 over the sections' bytes.
 */
#ifndef FLU_LEXICON_PACK_H
#define FLU_LEXICON_PACK_H

#include <stdbool.h>

#include "base/status.h"

#define FLU_PACK_MAGIC "FLUIDE\r\n"
#define FLU_PACK_FORMAT 1u
#define FLU_PACK_MAX_SECTIONS 64u

enum flu_section_id {
  FLU_SECTION_LEXICON = 1,  /* lib/lexicon/lexicon.h */
  FLU_SECTION_LISTS = 2,    /* lib/lexicon/lists.h */
  FLU_SECTION_RULES = 3,    /* lib/rules/catalogue.h */
  FLU_SECTION_SPELLING = 4, /* lib/spelling: costs and context statistics */
  FLU_SECTION_TAGGER = 5,   /* lib/tagging/format.h */
  FLU_SECTION_PROGRAMS = 6, /* lib/rules/program.h */
  FLU_SECTION_CHOICES = 7,  /* lib/context/format.h */
  FLU_SECTION_SYNTAX = 8,   /* lib/syntax/format.h */
};

typedef struct flu_pack_header {
  char magic[8];
  uint32_t format, section_count;
  uint64_t size, generation, checksum;
} flu_pack_header;

typedef struct flu_pack_section {
  uint32_t id, version;
  uint64_t offset, size;
} flu_pack_section;

typedef struct flu_pack {
  const unsigned char *data;
  size_t size;
  const flu_pack_header *header;
  const flu_pack_section *sections;
} flu_pack;

/* Look at a pack in memory. `trusted` (the pack linked into the library) skips the checksum, never the bounds.
 * Returns E_FORMAT with the offset, E_VERSION for another format, E_ARG when data is not aligned to 8. */
int flu_pack_open(const void *data, size_t size, bool trusted, flu_pack *out, flu_error *err);

/* A section's bytes. E_FORMAT when it is absent, E_VERSION when its version is not `version`. */
int flu_pack_find(const flu_pack *pack, uint32_t id, uint32_t version, const unsigned char **data, size_t *size,
                  flu_error *err);

#endif
