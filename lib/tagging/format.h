/* Layout of the TAGGER section. Little-endian, every array aligned to 8, offsets from the start of the section.
 *
 *   header    counts, and a span (offset, elements) for each array
 *   WEIGHTS   int8, FLU_TAG_LINES lines of FLU_TAG_LINE: a feature has a line, a class a place in it (feature.h)
 *   STEPS     int16 [class before][class]
 *   STRIDES   int16 [class before that][class before][class]
 *   SETS      by reading set of the lexicon: which of MASKS
 *   MASKS     classes of the readings themselves and those of what the form is easily confused with by its ending
 *   SPECIAL   hash table by form index: words with further classes, confusables of their own, a preferred reading
 *   GHOSTS    the same by word hash: spellings that are no forms
 *   MEANT     what may be meant: classes, form or spelling
 *   ENDINGS   groups of endings that sound alike: strings, and group 0, 1, …
 *   STRINGS   bytes
 */
#ifndef FLU_TAGGING_FORMAT_H
#define FLU_TAGGING_FORMAT_H

#include <stdint.h>

enum flu_tagger_span_id {
  FLU_TAGGER_WEIGHTS,
  FLU_TAGGER_STEPS,
  FLU_TAGGER_STRIDES,
  FLU_TAGGER_SETS,
  FLU_TAGGER_MASKS,
  FLU_TAGGER_SPECIAL,
  FLU_TAGGER_GHOSTS,
  FLU_TAGGER_MEANT,
  FLU_TAGGER_ENDINGS,
  FLU_TAGGER_STRINGS,
  FLU_TAGGER_SPANS
};

#define FLU_TAG_LINE 64u            /* a cache line */
#define FLU_TAG_LINE_BITS 14u
#define FLU_TAG_LINES (1u << FLU_TAG_LINE_BITS)
#define FLU_TAG_CLASSES 32u         /* room for classes in STEPS and STRIDES */
#define FLU_TAG_EDGE 31u            /* the class of what stands before and after a sentence */

typedef struct flu_tagger_span {
  uint32_t offset, count;
} flu_tagger_span;

typedef struct flu_tagger_header {
  uint32_t size;          /* of the section */
  uint32_t form_count;    /* of the lexicon it was made for */
  uint32_t set_count;
  uint32_t reserved;
  flu_tagger_span spans[FLU_TAGGER_SPANS];
} flu_tagger_header;

typedef struct flu_tag_mask {
  uint32_t own, confused;
} flu_tag_mask;

#define FLU_TAG_PREFERRED 2u

/* SPECIAL and GHOSTS are open-addressed tables of a power of two slots, probed one by one from flu_tag_slot(key). */
typedef struct flu_tag_special {
  uint32_t key;           /* form index or word hash + 1; 0: empty */
  uint32_t own;           /* classes to add */
  uint32_t confused;      /* classes of all its MEANT */
  uint32_t first_meant;
  uint16_t meant_count;
  uint8_t prefer_class[FLU_TAG_PREFERRED];     /* lemmas of one class differ (fils): the class, or FLU_CLASS_COUNT */
  uint8_t prefer_reading[FLU_TAG_PREFERRED];   /* and its reading */
  uint16_t reserved;
} flu_tag_special;

static inline uint32_t flu_tag_slot(uint32_t key)
{
  return (key * 0x9E3779B1u) >> 12;
}

typedef struct flu_tag_meant_item {
  uint32_t classes;
  uint32_t form;          /* of several words the last one, whose classes these are */
  uint32_t text, len;     /* in STRINGS */
} flu_tag_meant_item;

typedef struct flu_tag_ending {
  uint32_t group;
  uint32_t text, len;     /* in STRINGS */
  uint32_t reserved;
} flu_tag_ending;

/* The file of weights, lib/fr/models/tagger.bin: this, WEIGHTS, STEPS, STRIDES. */
#define FLU_TAGGER_MODEL_MAGIC "FLUTAG\r\n"
typedef struct flu_tagger_model_header {
  char magic[8];
  uint32_t format, lines, line, classes;
} flu_tagger_model_header;
#define FLU_TAGGER_MODEL_FORMAT 1u

#endif
