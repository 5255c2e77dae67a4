/* The SPELLING section, as lib/compiler/spelling.c writes it, and the view of it that the speller reads.
 *
 *   header    flu_spelling_header
 *   substitution  u8[symbols × symbols]: cost of reading symbol `row` (as typed, lower case) as `column` (of a form),
 *                 case apart
 *   insertion     u8[symbols]: the writer forgot this symbol
 *   deletion      u8[symbols]: the writer added this symbol
 *   capital       u8[symbols]: 1 for a capital letter
 *   rewrites      flu_rewrite[], sorted by first typed symbol; those that consume nothing come first
 *   words         flu_context_word[], sorted by hash: words that are a class of their own
 *   keys          flu_context_key[], sorted by key: classes of tags
 *   bigrams       i8[classes × classes]: association of two neighbouring classes, 1/16 nat
 *   pairs         u16[4 × buckets]: association of two neighbouring words, hashed; 0 is an empty slot
 *
 * Costs are in hundredths of an edit; 255 means never. Every table is aligned to 8.
 */
#ifndef FLU_SPELLING_SPELLER_H
#define FLU_SPELLING_SPELLER_H

#include "spelling/suggest.h"

#define FLU_COST_NEVER 255u
#define FLU_REWRITE_MAX 6u     /* symbols on each side of a rewrite */
#define FLU_MAX_REWRITES 4000u
#define FLU_MAX_CLASSES 255u
#define FLU_CLASS_EDGE 0u      /* start or end of the sentence, or nothing known */
#define FLU_CLASS_UNKNOWN 1u   /* a word that the lexicon lacks */
#define FLU_CLASS_NUMBER 2u    /* holds a digit */
#define FLU_CLASS_FIXED 3u     /* how many classes have a fixed number */

/* Weights and bounds, by position in the header. Name here = name in lib/fr/spelling/costs.txt. Append only. */
#define FLU_SPELLING_PARAMETERS(X)                                                                                     \
  X(transposition)      /* two neighbouring symbols swapped */                                                         \
  X(doubling)           /* the writer forgot to double a letter */                                                     \
  X(undoubling)         /* the writer doubled a letter */                                                              \
  X(case_raise)         /* lower case typed, a capital in the form */                                                  \
  X(first_letter)       /* added to a substitution, insertion or deletion at the start of the word */                  \
  X(split)              /* a forgotten space */                                                                        \
  X(split_hyphen)       /* a forgotten hyphen before an enclitic */                                                    \
  X(split_apostrophe)   /* a forgotten apostrophe after an elided word */                                              \
  X(split_rest)         /* largest cost of the edits inside the two words */                                          \
  X(bound_2)            /* largest cost for words up to 2 symbols, 4, 6, 9, and longer */                              \
  X(bound_4)                                                                                                           \
  X(bound_6)                                                                                                           \
  X(bound_9)                                                                                                           \
  X(bound_long)                                                                                                        \
  X(dear)               /* edits of at least this cost are counted: one in the first pass, then two, then three */     \
  X(bound_first)        /* bound of the first pass */                                                                  \
  X(far)                /* a best form above this asks for another pass with one more edit */                          \
  X(margin)             /* once a form is found, look this much further */                                             \
  X(part_1)             /* least frequency of a part of a split of 1 symbol, up to 3, and longer */                    \
  X(part_3)                                                                                                            \
  X(part_long)                                                                                                         \
  X(weight_cost)        /* ranking, thousandths: per hundredth of an edit */                                           \
  X(weight_frequency)   /* per step of frequency */                                                                    \
  X(weight_classes)     /* per 1/16 nat */                                                                             \
  X(weight_pairs)       /* per 1/16 nat */                                                                             \
  X(weight_ending)      /* the form ends as the word does: per symbol, up to 3 */                                      \
  X(weight_length)      /* per symbol of difference in length */                                                       \
  X(weight_unseen)      /* a form that the frequency list lacks */                                                     \
  X(weight_split)       /* two words */                                                                                \
  X(weight_name)        /* capitalised form for a word in lower case */                                                \
  X(weight_common)      /* form in lower case for a word capitalised inside a sentence */                              \
  X(weight_extra)       /* a name that is not of the dictionary */                                                     \
  X(weight_other)       /* the other spelling (1990 or classical) */

enum flu_spelling_parameter {
#define X(name) FLU_SP_##name,
  FLU_SPELLING_PARAMETERS(X)
#undef X
    FLU_SP_COUNT
};

enum { FLU_REWRITE_START = 1, FLU_REWRITE_END = 2 };   /* only at the start or the end of the word */

typedef struct flu_rewrite {
  uint8_t typed[FLU_REWRITE_MAX], typed_len;
  uint8_t meant[FLU_REWRITE_MAX], meant_len;   /* meant_len is at least 1 */
  uint8_t cost, flags;
} flu_rewrite;

typedef struct flu_context_word {
  uint32_t hash;
  uint16_t word_class, reserved;
} flu_context_word;

typedef struct flu_context_key {
  uint32_t key;
  uint16_t key_class, reserved;
} flu_context_key;

typedef struct flu_spelling_header {
  uint32_t symbols, forms;                 /* of the lexicon it was built for */
  uint32_t rewrites, words, keys, classes;
  uint32_t pair_buckets;                   /* a power of two, or 0 */
  uint32_t reserved;
  uint32_t substitution_at, insertion_at, deletion_at, capital_at, rewrites_at, words_at, keys_at, bigrams_at, pairs_at;
  uint32_t reserved2;
  int32_t parameter[64];
} flu_spelling_header;

struct flu_speller {
  const flu_lexicon *lexicon;
  const flu_lists *lists;
  const flu_spelling_header *header;
  const uint8_t *substitution, *insertion, *deletion, *capital;
  const flu_rewrite *rewrites;
  const flu_context_word *words;
  const flu_context_key *keys;
  const int8_t *bigrams;
  const uint16_t *pairs;
  uint64_t elisions, enclitics;            /* bits of lists */
  uint16_t rewrite_first[257];             /* rewrites whose first typed symbol is s: [s] … [s + 1]; 0: none is */
};

/* Look at the SPELLING section (aligned to 8), check every offset and value of it, and that it was built for `lex`.
 * Everything given must outlive the speller. Nothing is allocated. E_FORMAT with the offset. */
int flu_speller_open(const flu_lexicon *lex, const flu_lists *lists, const unsigned char *section, size_t size,
                     flu_speller *out, flu_error *err);

static inline int32_t flu_speller_parameter(const flu_speller *sp, enum flu_spelling_parameter which)
{
  return sp->header->parameter[which];
}

#endif
