/* Layout of the LEXICON section. Little-endian, every array aligned to 8, offsets from the start of the section.
 *
 *   header    counts, and a span (offset, elements) for each array
 *   EDGES     the automaton; edge 0 is unused, so that node 0 means "no edges"; a node is the index of its first edge.
 *             Targets always lie behind the edge (parents come first), which makes cycles impossible.
 *   FORMS     by form index: reading set and frequency
 *   SETS      by reading set: first of its READINGS; one more at the end
 *   READINGS  tag, and how to spell the lemma from the form
 *   TAGS      struct flu_tag
 *   STRINGS   what is appended to a stem, and the spelling of lemmas that are no form; each followed by a NUL
 *   LETTERS   by code point below FLU_DIRECT_LETTERS: symbol and case
 *   CODES     further code points, ascending, and OTHERS their letters
 *   SYMBOLS   by symbol: code point
 *   LEMMAS    form indexes of lemmas, ascending, then GHOSTS: lemmas that are no form, by the bytes of their spelling
 *   PARADIGM_OF  by lemma, first LEMMAS, then GHOSTS: paradigm
 *   PARADIGMS by paradigm: first of its ITEMS; one more at the end
 *   ITEMS     like READINGS, but from the lemma to the form
 *
 * Frequencies: 0 not seen; n = 1 … 255 stands for 2^((n - 1) / 9) occurrences in a thousand million words.
 */
#ifndef FLU_LEXICON_FORMAT_H
#define FLU_LEXICON_FORMAT_H

#include <stdint.h>

enum flu_lexicon_span_id {
  FLU_SPAN_EDGES,
  FLU_SPAN_FORMS,
  FLU_SPAN_SETS,
  FLU_SPAN_READINGS,
  FLU_SPAN_TAGS,
  FLU_SPAN_STRINGS,
  FLU_SPAN_LETTERS,
  FLU_SPAN_CODES,
  FLU_SPAN_OTHERS,
  FLU_SPAN_SYMBOLS,
  FLU_SPAN_LEMMAS,
  FLU_SPAN_GHOSTS,
  FLU_SPAN_PARADIGM_OF,
  FLU_SPAN_PARADIGMS,
  FLU_SPAN_ITEMS,
  FLU_SPAN_COUNT
};

typedef struct flu_lexicon_span {
  uint32_t offset, count;
} flu_lexicon_span;

typedef struct flu_lexicon_header {
  uint32_t size;        /* of the section */
  uint32_t root;        /* node; 0 for an empty lexicon */
  flu_lexicon_span spans[FLU_SPAN_COUNT];
} flu_lexicon_header;

/* An edge, from the low bits: symbol 8 · final 1 · last 1 · target 22 · skip 32. */
#define FLU_EDGE_SYMBOL 0xFFu
#define FLU_EDGE_FINAL  0x100u
#define FLU_EDGE_LAST   0x200u
#define FLU_EDGE_TARGET_SHIFT 10
#define FLU_EDGE_SKIP_SHIFT   32
#define FLU_MAX_EDGES   (1u << 22)

/* A form, from the low bits: reading set 24 · frequency 8. */
#define FLU_FORM_SET        0xFFFFFFu
#define FLU_FORM_FREQUENCY_SHIFT 24
#define FLU_MAX_SETS        (1u << 24)

/* From a spelling to another one: drop `strip` bytes from the end, append a string. */
typedef struct flu_change {
  uint16_t tag;
  uint8_t strip, append_len;
  uint32_t append;      /* offset in STRINGS */
} flu_change;

typedef struct flu_ghost {
  uint32_t spelling, len;   /* in STRINGS */
} flu_ghost;

/* A letter: symbols of itself, its lower and its upper case (0: no form has it) and its case. */
enum { FLU_LETTER_LOWER = 1, FLU_LETTER_UPPER = 2, FLU_LETTER_KNOWN = 4 };
typedef struct flu_letter {
  uint8_t symbol, lower, upper, flags;
} flu_letter;

#define FLU_DIRECT_LETTERS 512u
#define FLU_MAX_SYMBOLS    255u     /* with symbol 0 */
#define FLU_MAX_CODES      1024u
#define FLU_MAX_TAGS       65536u

#endif
