/* Sentences as slots to learn from and to measure on. Build-time only: failures end the program. */
#ifndef FLU_COMPILER_TRAIN_CHOICES_DATA_H
#define FLU_COMPILER_TRAIN_CHOICES_DATA_H

#include "compiler/train/inject.h"
#include "compiler/train/treebank.h"
#include "context/slot.h"

#define FLU_MEASURE_BINS 128u       /* of a quarter of a nat */

typedef struct flu_choice_tally {
  uint64_t alarms[FLU_MEASURE_BINS];    /* on right text, by the margin of the winner */
  uint64_t found[FLU_MEASURE_BINS], mended[FLU_MEASURE_BINS];
  uint64_t injected;
} flu_choice_tally;

typedef struct flu_choice_data {
  flu_train_language lang;
  flu_tagger tagger;
  flu_choices choices;
  flu_parser parser;
  bool deep;                      /* sentences are parsed */
  flu_confusions confusions;
  flu_injector injector;
  flu_random random;
  flu_arena arena;
  flu_choice_tally tallies[FLU_CHOICE_FAMILIES];
  uint64_t words;
} flu_choice_data;

void flu_choice_die(const char *why) __attribute__((noreturn));
void flu_choice_data_begin(flu_choice_data *d, const char *pack, const char *confusions);
void flu_choice_data_end(flu_choice_data *d);

/* Calls `each` for every slot; candidate `right` is what the writer meant. */
typedef int flu_slot_visit(void *ctx, const flu_scene *scene, const flu_slot *slot, uint32_t right);
int flu_choice_data_clean(flu_choice_data *d, const flu_gold_sentence *s, flu_slot_visit *each, void *ctx);
int flu_choice_data_faulty(flu_choice_data *d, const flu_gold_sentence *s, flu_slot_visit *each, void *ctx);

/* A sentence, right as it is, and copies with one mistake each. */
int flu_choice_measure_sentence(flu_choice_data *d, const flu_gold_sentence *s);
void flu_choice_measure_print(const flu_choice_data *d, FILE *out);

#endif
