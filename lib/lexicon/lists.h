/* Named word lists of the language (lib/fr/lists/NAME.txt): elisions, clitics, abbreviations, units, months …
 * Engine code asks for a list by the name below and never names a French word itself.
 * A word may be in several lists: one look-up gives them all as a bit mask. Immutable, any thread, read in place. */
#ifndef FLU_LEXICON_LISTS_H
#define FLU_LEXICON_LISTS_H

#include "base/status.h"

#define FLU_LISTS_VERSION 1u
#define FLU_MAX_LISTS 64u

typedef struct flu_lists flu_lists;  /* size in lexicon_inner.h; lives inside the model */

/* Bit of a list by its name ("elisions"), 0 when the pack has no such list. Ask once, at open. */
uint64_t flu_lists_bit(const flu_lists *lists, const char *name);

/* Lists that hold a word, exactly as written in the list file; 0 when none. */
uint64_t flu_lists_of(const flu_lists *lists, const char *word, size_t len);

/* The word's value in a list whose lines are "word<TAB>value" ("m'<TAB>me"); empty when it has none. */
flu_str flu_lists_value(const flu_lists *lists, const char *word, size_t len, uint64_t bit);

#endif
