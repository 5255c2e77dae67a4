/* Learning the weights of the parser, one direction: averaged perceptron on single steps, with a margin and an oracle
 * that knows the best step also after a wrong one. Build-time only. */
#ifndef FLU_COMPILER_TRAIN_SYNTAX_LEARNER_H
#define FLU_COMPILER_TRAIN_SYNTAX_LEARNER_H

#include "compiler/train/inject.h"
#include "compiler/train/treebank.h"
#include "syntax/model.h"

/* A sentence to learn from, in reading order. */
typedef struct flu_syn_example {
  const flu_syn_word *words;      /* with their edges */
  const int32_t *heads;           /* or FLU_GOLD_ROOT, FLU_GOLD_OPEN */
  const uint8_t *labels;
  uint32_t count;
} flu_syn_example;

typedef struct flu_syn_learner {
  int32_t *weights;               /* actions, then labels */
  int64_t *totals;                /* for the average */
  uint32_t *stamps;
  uint32_t time;
  int32_t margin;
  uint8_t *seen;                  /* occurrences of a feature, up to 255; rarer than `least` is not learnt */
  uint8_t least;
  flu_random random;
  uint32_t steps, wrong;          /* since the caller set them to 0 */
} flu_syn_learner;

int flu_syn_learner_begin(flu_syn_learner *l, int32_t margin, uint8_t least, uint64_t seed);
void flu_syn_learner_end(flu_syn_learner *l);

/* Count the features of a sentence on the way to its right analysis, before learning begins. */
void flu_syn_learner_count(flu_syn_learner *l, const flu_syn_example *e);

/* `explore`: nine wrong steps in ten are taken, so that the parser learns to go on after them. */
void flu_syn_learner_take(flu_syn_learner *l, const flu_syn_example *e, bool explore);

/* Weights become their average; then they can be written. */
void flu_syn_learner_average(flu_syn_learner *l);

/* FLU_SYN_DIRECTION_SIZE bytes; actions by one scale, labels by another. */
void flu_syn_learner_narrow(const flu_syn_learner *l, int8_t *out);

#endif
