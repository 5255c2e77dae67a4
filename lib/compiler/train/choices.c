/* fluide-train-choices: the weights of the choices by context.
 *
 *   fluide-train-choices --pack PACK --confusions DIR --out FILE [--deep] [--rounds N] [--line-bits N] [--least N]
 *                        [--rate R] TEXT
 *   fluide-train-choices --pack PACK --confusions DIR --measure TEXT
 *
 * TEXT has one sentence a line, in no order. In one round of two each is learnt as it is, in the other with mistakes
 * here and there: what is right in a place stays what the writer meant. With --deep the sentences are parsed, by the
 * parser of the pack. With --measure the weights of the pack are tried on other text: how often another form wins where
 * the text is right, and how often a mistake is found, by family and margin. The same input gives the same output.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/train/choices_data.h"
#include "compiler/train/choices_learner.h"

#define COUNTED_ONE_IN 4u        /* sentences in which features are counted before learning */

typedef struct options {
  const char *pack, *confusions, *out, *text;
  uint32_t rounds, line_bits, least;
  float rate;
  bool measure, deep;
} options;

typedef struct trainer {
  options o;
  flu_choice_data data;
  flu_choice_learner learner;
  bool counting;
  uint32_t round;
  uint64_t slots, sentences;
} trainer;

/* --- learning --- */

static int visit_slot(void *ctx, const flu_scene *scene, const flu_slot *slot, uint32_t right)
{
  trainer *t = ctx;
  t->slots++;
  if (t->counting) flu_choice_learner_count(&t->learner, scene, slot);
  else flu_choice_learner_take(&t->learner, scene, slot, right);
  return FLU_OK;
}

static int visit_sentence(void *ctx, const flu_gold_sentence *s, uint32_t number)
{
  trainer *t = ctx;
  if (t->counting && number % COUNTED_ONE_IN != 0) return FLU_OK;
  t->sentences++;
  const bool clean = t->counting || (number + t->round) % 2 == 0;
  return clean ? flu_choice_data_clean(&t->data, s, visit_slot, t) : flu_choice_data_faulty(&t->data, s, visit_slot, t);
}

static void read_text(trainer *t, flu_gold_visit *visit)
{
  FILE *f = fopen(t->o.text, "rb");
  if (f == NULL) flu_choice_die(t->o.text);
  if (flu_read_plain(f, &t->data.lang, visit, t) != FLU_OK) flu_choice_die("out of memory");
  fclose(f);
}

static void train(trainer *t)
{
  uint32_t unit;
  if (flu_choice_learner_begin(&t->learner, t->o.line_bits, t->o.rate, (uint8_t)t->o.least) != FLU_OK)
    flu_choice_die("out of memory");
  t->counting = true;
  read_text(t, visit_sentence);
  t->counting = false;
  for (uint32_t round = 0; round < t->o.rounds; round++) {
    t->slots = t->sentences = 0;
    t->round = round;
    read_text(t, visit_sentence);
    fprintf(stderr, "round %u: %llu sentences, %llu slots\n", round + 1, (unsigned long long)t->sentences,
            (unsigned long long)t->slots);
  }
  if (flu_choice_learner_write(&t->learner, t->o.out, NULL, &unit) != FLU_OK) flu_choice_die(t->o.out);
  flu_choice_learner_end(&t->learner);
}

/* --- measuring --- */

static int visit_measure(void *ctx, const flu_gold_sentence *s, uint32_t number)
{
  trainer *t = ctx;
  (void)number;
  return flu_choice_measure_sentence(&t->data, s);
}

/* --- the program --- */

static void read_options(options *o, int argc, char **argv)
{
  *o = (options){ .rounds = 2, .line_bits = 16, .least = 4, .rate = 0.05f };
  for (int i = 1; i < argc; i++) {
    char *value = i + 1 < argc ? argv[i + 1] : NULL;
    if (strcmp(argv[i], "--measure") == 0) {
      o->measure = true;
      continue;
    }
    if (strcmp(argv[i], "--deep") == 0) {
      o->deep = true;
      continue;
    }
    if (argv[i][0] != '-') {
      o->text = argv[i];
      continue;
    }
    if (value == NULL) flu_choice_die("see the head of lib/compiler/train/choices.c for the arguments");
    if (strcmp(argv[i], "--pack") == 0) o->pack = value;
    else if (strcmp(argv[i], "--confusions") == 0) o->confusions = value;
    else if (strcmp(argv[i], "--out") == 0) o->out = value;
    else if (strcmp(argv[i], "--rounds") == 0) o->rounds = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(argv[i], "--line-bits") == 0) o->line_bits = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(argv[i], "--least") == 0) o->least = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(argv[i], "--rate") == 0) o->rate = strtof(value, NULL);
    else flu_choice_die("see the head of lib/compiler/train/choices.c for the arguments");
    i++;
  }
  if (o->pack == NULL || o->confusions == NULL || o->text == NULL || (o->out == NULL && !o->measure))
    flu_choice_die("--pack, --confusions, --out and a text are needed");
}

int main(int argc, char **argv)
{
  static trainer t;
  read_options(&t.o, argc, argv);
  flu_choice_data_begin(&t.data, t.o.pack, t.o.confusions);
  t.data.deep = t.o.deep;
  if (t.o.measure) {
    read_text(&t, visit_measure);
    flu_choice_measure_print(&t.data, stdout);
  } else {
    train(&t);
  }
  flu_choice_data_end(&t.data);
  return 0;
}
