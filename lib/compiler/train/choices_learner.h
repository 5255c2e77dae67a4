/* Learning the weights of the choices: softmax over the candidates of a slot, AdaGrad. Build-time only. */
#ifndef FLU_COMPILER_TRAIN_CHOICES_LEARNER_H
#define FLU_COMPILER_TRAIN_CHOICES_LEARNER_H

#include "context/slot.h"

typedef struct flu_choice_cell {
  float weight, squares;          /* and the sum of the squares of its gradients */
} flu_choice_cell;

typedef struct flu_choice_learner {
  flu_choice_cell *cells;
  uint8_t *seen;                  /* by hash: occurrences of a feature, up to 255 */
  uint32_t line_bits;
  float rate;
  uint8_t least;                  /* rarer features are not learnt */
} flu_choice_learner;

int flu_choice_learner_begin(flu_choice_learner *l, uint32_t line_bits, float rate, uint8_t least);
void flu_choice_learner_end(flu_choice_learner *l);

void flu_choice_learner_count(flu_choice_learner *l, const flu_scene *scene, const flu_slot *slot);
/* One slot, of which candidate `right` is meant. */
void flu_choice_learner_take(flu_choice_learner *l, const flu_scene *scene, const flu_slot *slot, uint32_t right);

/* context.bin; *unit: weights of 1000 nats. `bytes` (may be NULL) gets the weights as written. */
int flu_choice_learner_write(const flu_choice_learner *l, const char *path, int8_t *bytes, uint32_t *unit);

#endif
