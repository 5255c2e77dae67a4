/* A text in memory as numbers of words, cut by the library's own tokeniser. Build-time only: failures end the
 * program. */
#ifndef FLU_COMPILER_TRAIN_CORPUS_H
#define FLU_COMPILER_TRAIN_CORPUS_H

#include <stdio.h>

#include "base/memory.h"
#include "lexicon/lexicon_inner.h"
#include "lexicon/lists_inner.h"

#define CORPUS_EDGE 0u            /* stands between sentences */
#define CORPUS_HELD_OUT 50u       /* every so many-th line is held out */

typedef struct corpus_word {
  char *text;                     /* lower-case norm */
  uint32_t len, count;
  uint16_t listed;                /* class of its own, or 0 */
} corpus_word;

typedef struct corpus_pair {
  uint32_t first, second, count;
  float gain, worth;
} corpus_pair;

typedef struct corpus {
  flu_lexicon lexicon;
  flu_lists lists;
  flu_arena arena;                /* of the texts of words */
  corpus_word *words;
  size_t word_cap;
  uint32_t word_count;
  uint32_t *slots, slot_mask;     /* hash of words: number + 1 */
  uint32_t *tokens;               /* begins and ends with CORPUS_EDGE */
  size_t token_count, token_cap;
} corpus;

void corpus_die(const char *why) __attribute__((noreturn));
void corpus_read(corpus *c, const char *pack, FILE *text, const char *held_out);
/* Neighbouring words that occur together at least `least` times; neither is an edge. Freed by the caller. */
corpus_pair *corpus_pairs(const corpus *c, uint32_t least, size_t *count);

#endif
