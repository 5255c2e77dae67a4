/* Damaged language packs. An input is a list of edits to the pack that was built: as its checksum is put right after
 * them, it is the checks behind the checksum that must hold. Where such a pack is accepted all the same, using it must
 * be harmless. The pack is the file named by FLUIDE_TEST_PACK. */
#include "fuzz.h"

#include <fluide/fluide.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "lexicon/pack.h"
#include "support/support.h"

/* An edit: where (one byte of choice, three of offset), and the new byte. */
enum { EDIT = 5, MAX_EDITS = 200 };

const fuzz_seed fuzz_seeds[] = {
  SEED("\x00\x00\x00\x00" "F"),
  SEED("\x01\x00\x00\x08\x02"),
  SEED("\x01\x00\x00\x20\xFF\x01\x00\x00\x28\xFF"),
  SEED("\x02\x00\x00\x00\xFF"),
  SEED("\x03\x00\x00\x04\x7F\x03\x00\x01\x00\xFF"),
  SEED("\x04\x00\x00\x08\xFF\x04\x00\x00\x10\x01"),
  SEED("\x05\x00\x00\x0C\x80\x06\x00\x00\x14\x40\x07\x00\x00\x18\x20"),
  SEED("\x08\x12\x34\x56\x01\x08\x23\x45\x67\x02\x08\x01\x02\x03\x03\x08\x0A\x0B\x0C\xFF"),
  SEED("\xFF\x00\x10\x00\x00"),
  SEED(""),
  SEEDS_END
};

static dump pack;
static unsigned char *copy; /* as the pack, but for the edits of one input; aligned as malloc aligns */

static void load(void)
{
  const char *path = getenv("FLUIDE_TEST_PACK");
  FUZZ_REQUIRE(path && read_whole_file(path, &pack), "FLUIDE_TEST_PACK names no readable file");
  FUZZ_REQUIRE(pack.len > sizeof(flu_pack_header), "the pack is too short");
  copy = malloc(pack.len);
  FUZZ_REQUIRE(copy, "no memory");
  memcpy(copy, pack.ptr, pack.len);
}

/* Choice 0 and 1: header and table; 2 to 7: the first 64 KiB of a section, where its own header is; else anywhere. */
static size_t place_of(const uint8_t *edit)
{
  size_t offset = (size_t)edit[1] << 16 | (size_t)edit[2] << 8 | edit[3];
  const flu_pack_header *header = (const void *)pack.ptr;
  const flu_pack_section *sections = (const void *)(header + 1);
  if (edit[0] <= 1) return offset % (sizeof *header + header->section_count * sizeof *sections);
  if (edit[0] <= 7) {
    const flu_pack_section *s = &sections[edit[0] % header->section_count];
    return s->size ? (size_t)s->offset + offset % (s->size < 65536 ? (size_t)s->size : 65536) : 0;
  }
  return offset % pack.len;
}

static void put_checksum_right(unsigned char *bytes, size_t len)
{
  flu_pack_header header;
  if (len < sizeof header) return;
  memcpy(&header, bytes, sizeof header);
  header.checksum = 0;
  memcpy(bytes, &header, sizeof header);
  header.checksum = XXH3_64bits(bytes, len);
  memcpy(bytes, &header, sizeof header);
}

static void use(fluide_model *model)
{
  fluide_checker *checker = NULL;
  if (fluide_checker_new(model, NULL, &checker, NULL) == FLUIDE_OK) {
    fluide_add_word(checker, "brolzak", "chat", NULL);
    for (size_t i = 0; sample_texts[i]; i++) {
      fluide_result *result = NULL;
      fluide_analysis *analysis = NULL;
      size_t len = strlen(sample_texts[i]);
      dump d = { 0 };
      if (fluide_correct(checker, sample_texts[i], len, NULL, &result, NULL) == FLUIDE_OK) dump_result(&d, result);
      if (fluide_analyze(checker, sample_texts[i], len, NULL, &analysis, NULL) == FLUIDE_OK) dump_analysis(&d, analysis);
      fluide_result_free(result);
      fluide_analysis_free(analysis);
      dump_free(&d);
    }
  }
  fluide_checker_free(checker);
  fluide_model_unref(model);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (!copy) load();
  size_t edits = size / EDIT < MAX_EDITS ? size / EDIT : MAX_EDITS, len = pack.len;
  for (size_t i = 0; i < edits; i++) copy[place_of(data + i * EDIT)] = data[i * EDIT + 4];
  if (size % EDIT == 1) len = pack.len * data[size - 1] / 256; /* a lone last byte cuts the pack */
  put_checksum_right(copy, len);
  fluide_model *model = NULL;
  fluide_error err = { 0 };
  int status = fluide_model_open_memory(copy, len, NULL, &model, &err);
  FUZZ_REQUIRE(status == FLUIDE_OK || status == FLUIDE_E_FORMAT || status == FLUIDE_E_VERSION, "unexpected status");
  if (status == FLUIDE_OK) use(model);
  else FUZZ_REQUIRE(err.code == status && err.detail[0], "the error says nothing");
  for (size_t i = 0; i < edits; i++) {
    size_t at = place_of(data + i * EDIT);
    copy[at] = (unsigned char)pack.ptr[at];
  }
  memcpy(copy, pack.ptr, sizeof(flu_pack_header));
  return 0;
}
