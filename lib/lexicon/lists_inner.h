/* Layout of the LISTS section and the struct that reads it: for the model, which holds it, and the compiler.
 *
 *   flu_lists_header · names[list_count] · entries[entry_count] · slots[slot_count] · values[value_count] · strings
 *
 * Each array begins where the one before ends. `slots` is an open-addressing table (a power of two, at most half full)
 * over XXH3-64 of the word: the upper half of the hash is compared before the word is, and a word lies at most
 * `max_probe` slots behind its place. Strings are followed by a NUL.
 */
#ifndef FLU_LEXICON_LISTS_INNER_H
#define FLU_LEXICON_LISTS_INNER_H

#include "lexicon/lists.h"

#define FLU_LISTS_MAX_PROBE 64u
#define FLU_LISTS_MAX_WORD 255u

typedef struct flu_lists_header {
  uint32_t list_count, entry_count, value_count;
  uint32_t slot_count, max_probe;
  uint32_t string_size;
} flu_lists_header;

typedef struct flu_lists_string {
  uint32_t offset, len;
} flu_lists_string;

typedef struct flu_lists_entry {
  uint64_t lists;                   /* bit i: in the list names[i] */
  uint32_t offset;
  uint16_t len, value_count;
  uint32_t first_value, reserved;
} flu_lists_entry;

typedef struct flu_lists_value_ref {
  uint32_t list;                    /* index of the list */
  flu_lists_string text;
} flu_lists_value_ref;

typedef struct flu_lists_slot {
  uint32_t hash;                    /* upper half */
  uint32_t entry;                   /* index + 1; 0: empty */
} flu_lists_slot;

struct flu_lists {
  const flu_lists_header *header;
  const flu_lists_string *names;
  const flu_lists_entry *entries;
  const flu_lists_value_ref *values;
  const flu_lists_slot *slots;
  const char *strings;
  uint32_t slot_mask, max_probe;
};

/* Look at a LISTS section, which must be aligned to 8 and outlive `out`. Validates every offset, so that look-ups need
 * no checks. Errors: E_FORMAT (offset in the section), E_ARG (alignment). */
int flu_lists_open(const unsigned char *data, size_t size, flu_lists *out, flu_error *err);

uint64_t flu_lists_hash(const char *word, size_t len);

#endif
