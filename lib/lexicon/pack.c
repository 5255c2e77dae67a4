#include "lexicon/pack.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define SECTION_ALIGN 64u

_Static_assert(sizeof(flu_pack_header) == 40, "layout of the pack header");
_Static_assert(sizeof(flu_pack_section) == 24, "layout of the section table");

static uint64_t checksum_of(const unsigned char *data, size_t size)
{
  static const unsigned char zero[8] = { 0 };
  const size_t at = offsetof(flu_pack_header, checksum);
  XXH3_state_t state;
  XXH3_INITSTATE(&state);
  (void)XXH3_64bits_reset(&state);
  (void)XXH3_64bits_update(&state, data, at);
  (void)XXH3_64bits_update(&state, zero, sizeof zero);
  (void)XXH3_64bits_update(&state, data + at + sizeof zero, size - at - sizeof zero);
  return XXH3_64bits_digest(&state);
}

static int check_header(const flu_pack_header *h, size_t size, flu_error *err)
{
  if (memcmp(h->magic, FLU_PACK_MAGIC, sizeof h->magic) != 0)
    return flu_fail(err, FLU_E_FORMAT, 0, "not a language pack");
  if (h->format != FLU_PACK_FORMAT)
    return flu_fail(err, FLU_E_VERSION, offsetof(flu_pack_header, format),
                    "pack has format %" PRIu32 ", this library reads format %u", h->format, FLU_PACK_FORMAT);
  if (h->size != size)
    return flu_fail(err, FLU_E_FORMAT, offsetof(flu_pack_header, size),
                    "pack should have %" PRIu64 " bytes and has %zu", h->size, size);
  if (h->section_count > FLU_PACK_MAX_SECTIONS || h->section_count > (size - sizeof *h) / sizeof(flu_pack_section))
    return flu_fail(err, FLU_E_FORMAT, offsetof(flu_pack_header, section_count),
                    "section table does not fit: %" PRIu32 " sections", h->section_count);
  return FLU_OK;
}

/* Sections are in the order of their ids and of their offsets, so that none overlaps another or the table. */
static int check_sections(const flu_pack *p, flu_error *err)
{
  uint64_t free_from = sizeof(flu_pack_header) + (uint64_t)p->header->section_count * sizeof(flu_pack_section);
  for (uint32_t i = 0; i < p->header->section_count; i++) {
    const flu_pack_section *s = &p->sections[i];
    const uint64_t at = sizeof(flu_pack_header) + (uint64_t)i * sizeof *s;
    if (i > 0 && s->id <= s[-1].id) return flu_fail(err, FLU_E_FORMAT, at, "sections are out of order");
    if (s->offset % SECTION_ALIGN != 0 || s->offset < free_from || s->offset > p->size || s->size > p->size - s->offset)
      return flu_fail(err, FLU_E_FORMAT, at + offsetof(flu_pack_section, offset),
                      "section %" PRIu32 " lies outside of the pack", s->id);
    free_from = s->offset + s->size;
  }
  return FLU_OK;
}

int flu_pack_open(const void *data, size_t size, bool trusted, flu_pack *out, flu_error *err)
{
  if (data == NULL || out == NULL) return flu_fail(err, FLU_E_ARG, 0, "no pack given");
  if ((uintptr_t)data % 8 != 0) return flu_fail(err, FLU_E_ARG, 0, "pack is not aligned to 8 bytes");
  if (size < sizeof(flu_pack_header))
    return flu_fail(err, FLU_E_FORMAT, size, "too short for a language pack: %zu bytes", size);
  flu_pack p = { .data = data, .size = size, .header = data };
  int rc = check_header(p.header, size, err);
  if (rc != FLU_OK) return rc;
  p.sections = (const flu_pack_section *)(p.header + 1);
  rc = check_sections(&p, err);
  if (rc != FLU_OK) return rc;
  if (!trusted && checksum_of(p.data, size) != p.header->checksum)
    return flu_fail(err, FLU_E_FORMAT, offsetof(flu_pack_header, checksum), "pack is damaged: checksum differs");
  *out = p;
  return FLU_OK;
}

int flu_pack_find(const flu_pack *pack, uint32_t id, uint32_t version, const unsigned char **data, size_t *size,
                  flu_error *err)
{
  for (uint32_t i = 0; i < pack->header->section_count; i++) {
    const flu_pack_section *s = &pack->sections[i];
    if (s->id != id) continue;
    if (s->version != version)
      return flu_fail(err, FLU_E_VERSION, sizeof(flu_pack_header) + i * sizeof *s,
                      "section %" PRIu32 " has version %" PRIu32 ", this library reads version %" PRIu32, id,
                      s->version, version);
    *data = pack->data + s->offset;
    *size = (size_t)s->size;
    return FLU_OK;
  }
  return flu_fail(err, FLU_E_FORMAT, offsetof(flu_pack_header, section_count), "pack has no section %" PRIu32, id);
}
