/* Learning the weights of the tagger: averaged perceptron over whole sentences, with a margin. Build-time only. */
#ifndef FLU_COMPILER_TRAIN_LEARNER_H
#define FLU_COMPILER_TRAIN_LEARNER_H

#include "tagging/lattice.h"

/* A token to learn from. */
typedef struct flu_train_token {
  flu_tag_word word;
  uint32_t allowed;               /* right classes; 0: not known */
} flu_train_token;

typedef struct flu_learner {
  int32_t *weights;               /* lines, then steps, then strides */
  int64_t *totals;                /* for the average */
  uint32_t *stamps;
  uint32_t time;
  int32_t margin;                 /* by which the right classes must win */
  uint8_t *seen;                  /* by hash: occurrences of a feature, counted before learning, up to 255 */
  uint8_t least;                  /* rarer features are not learnt */
  flu_tag_lattice lattice;
  flu_tag_word words[FLU_TAG_WINDOW + 4];
} flu_learner;

int flu_learner_begin(flu_learner *l, int32_t margin, uint8_t least);
void flu_learner_end(flu_learner *l);

/* Count the features of a sentence, before learning begins; `times` it will be learnt in a round. */
void flu_learner_count(flu_learner *l, const flu_train_token *tokens, uint32_t count, uint32_t times);

/* One sentence; longer ones in windows, as the tagger does. */
void flu_learner_take(flu_learner *l, const flu_train_token *tokens, uint32_t count);

/* Classes by the weights as they are. `bound`: allowed classes are the only ones that count. `margins` may be NULL. */
void flu_learner_tag(flu_learner *l, const flu_train_token *tokens, uint32_t count, bool bound, uint8_t *classes,
                     int32_t *margins);

#define FLU_LEARNER_SCALE 256   /* averaged weights are so many times those that were learnt */

/* Weights become their average; learning may not go on after that. */
void flu_learner_average(flu_learner *l);

/* The file of weights: magic, lines as int8, steps and strides as int16, all by one scale. */
int flu_learner_write(const flu_learner *l, const char *path);

#endif
