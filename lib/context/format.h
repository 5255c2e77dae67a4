/* Layout of the CHOICES section. Little-endian, every array aligned to 8, offsets from the start of the section.
 *
 *   header    counts, margins, and a span (offset, elements) for each array
 *   WEIGHTS   int8, lines of FLU_CHOICE_LINE: a feature has a line, a candidate a place in it (slot.c)
 *   DEEP      the same, for sentences that have been parsed
 *   FORMS     by form of the lexicon: its list of siblings
 *   LISTS     by list: first of its ITEMS; one more at the end. Item 0 of a list is the form itself
 *   ITEMS     siblings: what the form is, how it is got from the lemma
 *   MEMBERS   words and groups of words that are confused
 *   SLOTS     hash table by the hash of the lower-case text: member; also of first words, which may go on
 *   PAIRS     by member, those it may have been written for
 *   STRINGS   bytes
 */
#ifndef FLU_CONTEXT_FORMAT_H
#define FLU_CONTEXT_FORMAT_H

#include <stdint.h>

enum flu_choice_span_id {
  FLU_CHOICE_WEIGHTS,
  FLU_CHOICE_DEEP,
  FLU_CHOICE_FORMS,
  FLU_CHOICE_LISTS,
  FLU_CHOICE_ITEMS,
  FLU_CHOICE_MEMBERS,
  FLU_CHOICE_SLOTS,
  FLU_CHOICE_PAIRS,
  FLU_CHOICE_STRINGS,
  FLU_CHOICE_SPANS
};

/* What a candidate would change. The order is part of the format. */
enum flu_choice_family {
  FLU_CHOICE_HOMOPHONE,   /* another word */
  FLU_CHOICE_NUMBER,
  FLU_CHOICE_GENDER,      /* or gender and number */
  FLU_CHOICE_PERSON,
  FLU_CHOICE_ENDING,      /* infinitive, participle, finite: endings that sound alike */
  FLU_CHOICE_MOOD,
  FLU_CHOICE_TENSE,       /* of the indicative, and the conditional: what follows a condition */
  FLU_CHOICE_FAMILIES
};
#define FLU_CHOICE_SELF FLU_CHOICE_FAMILIES   /* the form itself */
/* Further margins. */
#define FLU_CHOICE_DOUBT FLU_CHOICE_FAMILIES         /* added beside names and unknown words */
#define FLU_CHOICE_BARE (FLU_CHOICE_FAMILIES + 1u)   /* added for the number of a noun right behind a preposition */
#define FLU_CHOICE_GATE (FLU_CHOICE_FAMILIES + 2u)   /* what must win by WEIGHTS for the sentence to be parsed */
#define FLU_CHOICE_MARK (FLU_CHOICE_FAMILIES + 3u)   /* added for the loss of a mark of the plural or the feminine */
#define FLU_CHOICE_MARGINS (FLU_CHOICE_FAMILIES + 4u)

#define FLU_CHOICE_LINE 64u          /* a cache line */
#define FLU_CHOICE_MAX_LINES (1u << 18)
#define FLU_CHOICE_MAX_WORDS 3u      /* of a member */
#define FLU_CHOICE_MAX_CANDIDATES 32u

typedef struct flu_choice_span {
  uint32_t offset, count;
} flu_choice_span;

typedef struct flu_choice_header {
  uint32_t size;                     /* of the section */
  uint32_t form_count;               /* of the lexicon it was made for */
  uint32_t line_bits;                /* 2^line_bits lines of weights; 0: no weights, nothing is chosen */
  uint32_t unit;                     /* of WEIGHTS: so many are 1000 nats */
  uint32_t deep_bits;                /* 2^deep_bits lines of DEEP; 0: none */
  uint32_t deep_unit;
  int32_t margins[FLU_CHOICE_MARGINS];   /* thousandths of a nat, by family: by how much another form must win */
  flu_choice_span spans[FLU_CHOICE_SPANS];
} flu_choice_header;

typedef struct flu_choice_item {
  uint16_t shape;                    /* features of all its readings, as a hash */
  uint16_t mood;                     /* how it is got from the lemma; 0: not said (lexicon/tag.h) */
  uint8_t pos, gender, number, person;
  uint8_t family;
  uint8_t group;                     /* which line of a feature it is in */
  uint16_t reserved;
} flu_choice_item;

typedef struct flu_choice_member {
  uint32_t text, len;                /* in STRINGS; words joined as they are written: c'est, quel que */
  uint32_t first_pair;
  uint16_t pair_count;
  uint8_t words;
  uint8_t reserved;
  uint32_t place;                    /* what it is to the weights: a hash of its text */
} flu_choice_member;

typedef struct flu_choice_pair {
  uint32_t member;
  uint8_t family;
  uint8_t reserved[3];
} flu_choice_pair;

#define FLU_CHOICE_NO_MEMBER UINT32_MAX

/* Open-addressed table of a power of two slots, probed one by one from flu_choice_slot(hash). */
typedef struct flu_choice_entry {
  uint32_t hash;
  uint32_t used;                     /* 0: empty */
  uint32_t member;                   /* FLU_CHOICE_NO_MEMBER: only the first words of one */
  uint32_t goes_on;                  /* a longer member begins with it */
} flu_choice_entry;

static inline uint32_t flu_choice_slot(uint32_t hash)
{
  return (hash * 0x9E3779B1u) >> 8;
}

/* The files of weights, lib/fr/models/context.bin and context.deep.bin: this, then WEIGHTS or DEEP. */
#define FLU_CHOICE_MODEL_MAGIC "FLUCTX\r\n"
typedef struct flu_choice_model_header {
  char magic[8];
  uint32_t format, line_bits, line, unit;   /* unit: weights of 1000 nats */
} flu_choice_model_header;
#define FLU_CHOICE_MODEL_FORMAT 1u

#endif
