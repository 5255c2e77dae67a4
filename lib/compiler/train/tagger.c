/* fluide-train-tagger: the weights of the tagger.
 *
 *   fluide-train-tagger --pack PACK --confusions DIR --conventions FILE --out DIR
 *                       [--treebank FILE[:REPEATS]] … [--tagged FILE] … [--plain FILE[:ONE_IN]] …
 *
 * First a teacher is trained on the treebanks, clean and with mistakes. It labels the tagged texts, within what their
 * tags allow, and one line in ONE_IN of the plain ones. Then the tagger itself is trained on all of them, clean and
 * with mistakes, so that it sees what the writer meant in text whose labels come from the clean sentence. That is done
 * --passes times, each time with the tagger before as the teacher.
 * Every tenth sentence of a treebank is left out for testing (number 0, 10, 20 …); with --develop so is number 5, 15 …,
 * on which every round is measured. The same input gives the same output.
 *
 * Writes DIR/tagger.bin and DIR/tagger.words.txt.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/train/conventions.h"
#include "compiler/train/tagger_data.h"
#include "compiler/train/tagger_words.h"

#define MAX_INPUTS 32u
#define FAULTY_ONE_IN 7u         /* of words, in copies with mistakes */

typedef struct input {
  enum { TREEBANK, TAGGED, PLAIN } kind;
  char *path;
  uint32_t number;               /* repeats, or one line in so many */
} input;

typedef struct options {
  const char *pack, *confusions, *conventions, *out;
  input inputs[MAX_INPUTS];
  uint32_t input_count;
  uint32_t teacher_rounds, passes, rounds, least;
  int32_t margin, sure;
  bool develop;
} options;

typedef struct trainer {
  options o;
  flu_train_language lang;
  flu_confusions confusions;
  flu_conventions conventions;
  flu_injector injector;
  flu_buffer section;
  flu_tagger tagger;
  flu_learner learner;
  flu_random random;
  flu_word_counts words;
  flu_train_set train, test, faulty_test;
  const input *input;            /* being read */
  uint32_t lines;
} trainer;

/* --- reading --- */

/* Answers in the common convention; where they leave several classes open (which pronoun, which mood), those that the
 * token has of itself: the sentence is clean. */
static void harmonise(const trainer *t, const flu_gold_sentence *s)
{
  for (uint32_t i = 0; i < s->count; i++) {
    flu_gold *g = &s->gold[i];
    flu_tag_input in;
    g->allowed = flu_conventions_apply(&t->conventions, s->tokens[i].norm, g->lemma, g->allowed);
    flu_tag_look_up(&t->tagger, &s->tokens[i], &in);
    const uint32_t own = flu_tag_candidates(&t->tagger, &in, flu_tag_word_hash(in.norm.ptr, in.norm.len)).own;
    if ((g->allowed & own) != 0) g->allowed &= own;
  }
}

static bool is_test(const trainer *t, uint32_t number)
{
  return number % 10 == 0 || (t->o.develop && number % 10 == 5);
}

static int visit_words(void *ctx, const flu_gold_sentence *s, uint32_t number)
{
  trainer *t = ctx;
  harmonise(t, s);
  if (t->input->kind == TAGGED || !is_test(t, number))
    flu_word_counts_add(&t->words, &t->tagger, s,
                        t->input->kind == TREEBANK ? (int)(t->input - t->o.inputs) : -1);
  return FLU_OK;
}

static int visit_treebank(void *ctx, const flu_gold_sentence *s, uint32_t number)
{
  trainer *t = ctx;
  harmonise(t, s);
  if (is_test(t, number)) {
    if (!t->o.develop || number % 10 != 5) return FLU_OK;
    flu_random same = { 1000 + number };
    flu_train_add(&t->test, &t->tagger, s, 1);
    flu_train_add_faulty(&t->faulty_test, &t->tagger, &t->injector, &same, s, FAULTY_ONE_IN, 1);
    return FLU_OK;
  }
  flu_train_add(&t->train, &t->tagger, s, t->input->number);
  for (unsigned i = 0; i < 2; i++)
    flu_train_add_faulty(&t->train, &t->tagger, &t->injector, &t->random, s, FAULTY_ONE_IN, t->input->number);
  return FLU_OK;
}

/* Labels a sentence by the teacher, where it is sure, and learns from that. */
static int visit_unlabelled(void *ctx, const flu_gold_sentence *s, uint32_t number)
{
  trainer *t = ctx;
  if (t->input->kind == PLAIN && number % t->input->number != 0) return FLU_OK;
  flu_train_set one = { 0 };
  uint8_t *classes = malloc(s->count + 1);
  int32_t *margins = malloc((s->count + 1) * sizeof *margins);
  flu_gold *gold = calloc(s->count + 1, sizeof *gold);
  if (classes == NULL || margins == NULL || gold == NULL) flu_train_die("out of memory");
  flu_train_add(&one, &t->tagger, s, 1);
  if (s->count > 0) flu_learner_tag(&t->learner, one.tokens, s->count, true, classes, margins);
  for (uint32_t i = 0; i < s->count; i++)
    gold[i].allowed = margins[i] >= t->o.sure * FLU_LEARNER_SCALE ? 1u << classes[i] : 0;
  const flu_gold_sentence labelled = { s->tokens, gold, s->count };
  flu_train_add(&t->train, &t->tagger, &labelled, 1);
  flu_train_add_faulty(&t->train, &t->tagger, &t->injector, &t->random, &labelled, FAULTY_ONE_IN, 1);
  flu_train_set_end(&one);
  free(classes);
  free(margins);
  free(gold);
  return FLU_OK;
}

static void read_inputs(trainer *t, unsigned kind, flu_gold_visit *visit)
{
  for (uint32_t i = 0; i < t->o.input_count; i++) {
    t->input = &t->o.inputs[i];
    if (t->input->kind != kind) continue;
    FILE *f = fopen(t->input->path, "rb");
    if (f == NULL) flu_train_die(t->input->path);
    const int rc = kind == TREEBANK ? flu_read_conllu(f, &t->lang, visit, t)
                   : kind == TAGGED ? flu_read_tagged(f, &t->lang, visit, t)
                                    : flu_read_plain(f, &t->lang, visit, t);
    fclose(f);
    if (rc != FLU_OK) flu_train_die("out of memory");
  }
}

/* --- learning --- */

static double share_right(trainer *t, const flu_train_set *set)
{
  uint8_t *classes = malloc(1 + set->token_count);
  size_t right = 0, all = 0;
  if (classes == NULL) flu_train_die("out of memory");
  for (size_t k = 0; k < set->sentence_count; k++) {
    const flu_train_sentence *s = &set->sentences[k];
    const flu_train_token *tokens = set->tokens + s->first;
    flu_learner_tag(&t->learner, tokens, s->count, false, classes, NULL);
    for (uint32_t i = 0; i < s->count; i++) {
      if (tokens[i].allowed == 0) continue;
      all++;
      right += (flu_class_group(classes[i]) & tokens[i].allowed) != 0;
    }
  }
  free(classes);
  return all == 0 ? 0 : 100.0 * (double)right / (double)all;
}

static void report(trainer *t, const char *what)
{
  if (t->o.develop)
    fprintf(stderr, "%s: clean %.2f %%, with mistakes %.2f %%\n", what, share_right(t, &t->test),
            share_right(t, &t->faulty_test));
}

static void learn(trainer *t, uint32_t rounds, uint32_t least)
{
  char what[64];
  size_t steps = 0;
  for (size_t k = 0; k < t->train.sentence_count; k++) steps += t->train.sentences[k].repeats;
  uint32_t *order = malloc((steps + 1) * sizeof *order);
  if (order == NULL || flu_learner_begin(&t->learner, t->o.margin, (uint8_t)least) != FLU_OK)
    flu_train_die("out of memory");
  steps = 0;
  for (size_t k = 0; k < t->train.sentence_count; k++)
    for (uint32_t i = 0; i < t->train.sentences[k].repeats; i++) order[steps++] = (uint32_t)k;
  for (size_t k = 0; k < t->train.sentence_count; k++) {
    const flu_train_sentence *s = &t->train.sentences[k];
    flu_learner_count(&t->learner, t->train.tokens + s->first, s->count, 1);
  }
  for (uint32_t round = 0; round < rounds; round++) {
    for (size_t i = steps; i > 1; i--) {
      const size_t k = flu_random_below(&t->random, (uint32_t)i);
      const uint32_t swap = order[i - 1];
      order[i - 1] = order[k];
      order[k] = swap;
    }
    for (size_t i = 0; i < steps; i++) {
      const flu_train_sentence *s = &t->train.sentences[order[i]];
      flu_learner_take(&t->learner, t->train.tokens + s->first, s->count);
    }
    snprintf(what, sizeof what, "round %u, %zu sentences", round + 1, steps);
    report(t, what);
  }
  flu_learner_average(&t->learner);
  report(t, "average");
  free(order);
}

/* --- the stages --- */

static void open_tagger(trainer *t, const char *models_dir)
{
  flu_diag d = { .out = stderr };
  flu_error err = { 0 };
  flu_buffer_end(&t->section);
  flu_buffer_init(&t->section, &flu_alloc_default);
  if (flu_build_tagger(&d, models_dir, t->o.confusions, t->lang.lexicon_section, t->lang.lexicon_size,
                       &t->section) != FLU_OK)
    flu_train_die("no tagger section");
  if (flu_tagger_open(&t->tagger, (const unsigned char *)t->section.ptr, t->section.len, false,
                      &t->lang.lexicon, &t->lang.lists, &err) != FLU_OK)
    flu_train_die(err.detail);
}

static void learn_words(trainer *t)
{
  char path[4096];
  snprintf(path, sizeof path, "%s/tagger.words.txt", t->o.out);
  read_inputs(t, TREEBANK, visit_words);
  read_inputs(t, TAGGED, visit_words);
  if (flu_word_counts_write(&t->words, &t->tagger, path) != FLU_OK) flu_train_die(path);
  flu_word_counts_end(&t->words);
}

static void write_weights(trainer *t)
{
  char path[4096];
  snprintf(path, sizeof path, "%s/tagger.bin", t->o.out);
  if (flu_learner_write(&t->learner, path) != FLU_OK) flu_train_die(path);
}

static void train(trainer *t)
{
  open_tagger(t, NULL);
  learn_words(t);
  if (flu_learner_begin(&t->learner, 0, 0) != FLU_OK) flu_train_die("out of memory");
  write_weights(t);
  flu_learner_end(&t->learner);
  open_tagger(t, t->o.out);
  if (flu_injector_begin(&t->injector, &t->lang.lexicon, &t->confusions) != FLU_OK) flu_train_die("out of memory");
  read_inputs(t, TREEBANK, visit_treebank);
  learn(t, t->o.teacher_rounds, 2);
  const size_t tokens = t->train.token_count, sentences = t->train.sentence_count;
  for (uint32_t pass = 0; pass < t->o.passes; pass++) {
    t->train.token_count = tokens;
    t->train.sentence_count = sentences;
    read_inputs(t, TAGGED, visit_unlabelled);
    read_inputs(t, PLAIN, visit_unlabelled);
    flu_learner_end(&t->learner);
    learn(t, t->o.rounds, t->o.least);
  }
  write_weights(t);
}

/* --- the program --- */

static void add_input(options *o, unsigned kind, char *value, uint32_t number)
{
  char *colon = strrchr(value, ':');
  if (o->input_count == MAX_INPUTS) flu_train_die("too many files");
  if (colon != NULL) {
    *colon = '\0';
    number = (uint32_t)strtoul(colon + 1, NULL, 10);
  }
  o->inputs[o->input_count++] = (input){ .kind = kind,  .path = value, .number = number > 0 ? number : 1 };
}

static void read_options(options *o, int argc, char **argv)
{
  *o = (options){ .teacher_rounds = 8, .passes = 1, .rounds = 3, .least = 4, .margin = 40, .sure = 40 };
  for (int i = 1; i < argc; i++) {
    char *value = i + 1 < argc ? argv[i + 1] : NULL;
    if (strcmp(argv[i], "--develop") == 0) {
      o->develop = true;
      continue;
    }
    if (value == NULL) flu_train_die("see the head of lib/compiler/train/tagger.c for the arguments");
    if (strcmp(argv[i], "--pack") == 0) o->pack = value;
    else if (strcmp(argv[i], "--confusions") == 0) o->confusions = value;
    else if (strcmp(argv[i], "--out") == 0) o->out = value;
    else if (strcmp(argv[i], "--conventions") == 0) o->conventions = value;
    else if (strcmp(argv[i], "--treebank") == 0) add_input(o, TREEBANK, value, 1);
    else if (strcmp(argv[i], "--tagged") == 0) add_input(o, TAGGED, value, 1);
    else if (strcmp(argv[i], "--plain") == 0) add_input(o, PLAIN, value, 1);
    else if (strcmp(argv[i], "--teacher-rounds") == 0) o->teacher_rounds = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(argv[i], "--passes") == 0) o->passes = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(argv[i], "--rounds") == 0) o->rounds = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(argv[i], "--sure") == 0) o->sure = (int32_t)strtol(value, NULL, 10);
    else if (strcmp(argv[i], "--least") == 0) o->least = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(argv[i], "--margin") == 0) o->margin = (int32_t)strtol(value, NULL, 10);
    else flu_train_die("see the head of lib/compiler/train/tagger.c for the arguments");
    i++;
  }
  if (o->pack == NULL || o->confusions == NULL || o->conventions == NULL || o->out == NULL)
    flu_train_die("--pack, --confusions, --conventions and --out are needed");
}

int main(int argc, char **argv)
{
  static trainer t;
  flu_error err = { 0 };
  flu_diag d = { .out = stderr };
  read_options(&t.o, argc, argv);
  t.random.state = 20240101;
  flu_buffer_init(&t.section, &flu_alloc_default);
  if (flu_train_language_open(&t.lang, t.o.pack, &err) != FLU_OK) flu_train_die(err.detail);
  if (flu_confusions_read(&t.confusions, t.o.confusions, &d) != FLU_OK) flu_train_die("no confusion tables");
  if (flu_conventions_read(&t.conventions, t.o.conventions, &d) != FLU_OK) flu_train_die("no conventions");
  train(&t);
  flu_learner_end(&t.learner);
  flu_train_set_end(&t.train);
  flu_train_set_end(&t.test);
  flu_train_set_end(&t.faulty_test);
  flu_injector_end(&t.injector);
  flu_confusions_end(&t.confusions);
  flu_conventions_end(&t.conventions);
  flu_buffer_end(&t.section);
  flu_train_language_end(&t.lang);
  return 0;
}
