/* Sentences to train the tagger on, clean and with mistakes. Build-time only: failures end the program. */
#ifndef FLU_COMPILER_TRAIN_TAGGER_DATA_H
#define FLU_COMPILER_TRAIN_TAGGER_DATA_H

#include "compiler/train/inject.h"
#include "compiler/train/learner.h"
#include "compiler/train/treebank.h"

typedef struct flu_train_sentence {
  uint32_t first, count;            /* in tokens */
  uint32_t repeats;                 /* how often it is learnt in a round */
} flu_train_sentence;

typedef struct flu_train_set {
  flu_train_token *tokens;
  size_t token_count, token_cap;
  flu_train_sentence *sentences;
  size_t sentence_count, sentence_cap;
} flu_train_set;

void flu_train_die(const char *why) __attribute__((noreturn));

/* A sentence as given; `allowed` replaces that of the tokens when it is not NULL. */
void flu_train_add(flu_train_set *set, const flu_tagger *tagger, const flu_gold_sentence *s, uint32_t repeats);
/* A copy with mistakes: one word in `one_in` is tried. */
void flu_train_add_faulty(flu_train_set *set, const flu_tagger *tagger, const flu_injector *in, flu_random *random,
                          const flu_gold_sentence *s, uint32_t one_in, uint32_t repeats);
void flu_train_set_end(flu_train_set *set);

/* The copy itself, for measuring: tokens and answers in `arena`. NULL: out of memory. */
const flu_gold_sentence *flu_train_faulty(const flu_injector *in, flu_random *random, const flu_gold_sentence *s,
                                          uint32_t one_in, flu_arena *arena);

#endif
