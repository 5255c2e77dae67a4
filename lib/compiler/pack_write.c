#include "compiler/pack_write.h"

#include <stddef.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define SECTION_ALIGN 64u

static void pad(flu_buffer *out)
{
  static const char zeros[SECTION_ALIGN] = { 0 };
  flu_buffer_add(out, zeros, (SECTION_ALIGN - out->len % SECTION_ALIGN) % SECTION_ALIGN);
}

static uint64_t generation_of(const flu_pack_part *parts, uint32_t count)
{
  XXH3_state_t state;
  XXH3_INITSTATE(&state);
  (void)XXH3_64bits_reset(&state);
  for (uint32_t i = 0; i < count; i++) {
    const uint64_t head[3] = { parts[i].id, parts[i].version, parts[i].size };
    (void)XXH3_64bits_update(&state, head, sizeof head);
    if (parts[i].size > 0) (void)XXH3_64bits_update(&state, parts[i].data, parts[i].size);
  }
  return XXH3_64bits_digest(&state);
}

int flu_pack_write(const flu_pack_part *parts, uint32_t count, flu_buffer *out)
{
  flu_pack_section table[FLU_PACK_MAX_SECTIONS];
  if (count > FLU_PACK_MAX_SECTIONS || out->len != 0) return FLU_E_ARG;
  for (uint32_t i = 1; i < count; i++)
    if (parts[i].id <= parts[i - 1].id) return FLU_E_ARG;

  flu_pack_header header = { .magic = FLU_PACK_MAGIC, .format = FLU_PACK_FORMAT, .section_count = count };
  header.generation = generation_of(parts, count);
  memset(table, 0, sizeof table);
  flu_buffer_add(out, &header, sizeof header);
  flu_buffer_add(out, table, count * sizeof *table);
  for (uint32_t i = 0; i < count; i++) {
    pad(out);
    table[i] = (flu_pack_section){ parts[i].id, parts[i].version, out->len, parts[i].size };
    flu_buffer_add(out, parts[i].data, parts[i].size);
  }
  pad(out);
  if (out->failed) return FLU_E_NOMEM;

  header.size = out->len;
  memcpy(out->ptr, &header, sizeof header);
  if (count > 0) memcpy(out->ptr + sizeof header, table, count * sizeof *table);
  header.checksum = XXH3_64bits(out->ptr, out->len);
  memcpy(out->ptr + offsetof(flu_pack_header, checksum), &header.checksum, sizeof header.checksum);
  return FLU_OK;
}
