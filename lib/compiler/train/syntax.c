/* fluide-train-syntax: the weights of the parser.
 *
 *   fluide-train-syntax --pack PACK --confusions DIR --out FILE [--treebank FILE[:REPEATS]] … [--plain FILE[:ONE_IN]] …
 *
 * PACK holds the tagger whose classes the parser sees. A sentence is learnt clean and in copies with mistakes, which
 * keep the analysis of the clean one. First both directions learn from the treebanks alone. Then they parse one line in
 * ONE_IN of the plain texts; what both agree on is an answer, the rest stays open, and the parser proper learns from
 * treebanks and texts. That is done --passes times, each time with the parser before as the teacher.
 * Every tenth sentence of a treebank is left out for testing (number 0, 10, 20 …). Same input, same output.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/train/syntax_learner.h"
#include "compiler/train/tagger_data.h"
#include "lexicon/pack.h"

#define MAX_INPUTS 32u
#define FAULTY_ONE_IN 7u         /* of words, in copies with mistakes */

typedef struct input {
  bool treebank;
  char *path;
  uint32_t number;               /* repeats, or one line in so many */
} input;

typedef struct options {
  const char *pack, *confusions, *out;
  input inputs[MAX_INPUTS];
  uint32_t input_count, copies, teacher_rounds, passes, rounds, least, least_agreed;
  int32_t margin;
} options;

typedef struct sentence {
  flu_syn_example ways[FLU_SYN_DIRECTIONS];
  uint32_t repeats;
} sentence;

typedef struct trainer {
  options o;
  flu_train_language lang;
  flu_tagger tagger;
  flu_confusions confusions;
  flu_injector injector;
  flu_random random;
  flu_syn_learner learners[FLU_SYN_DIRECTIONS];
  int8_t *model;                 /* header and weights, as they are written */
  flu_parser teacher;
  flu_arena arena;               /* of the sentences */
  sentence *sentences;
  size_t count, cap;
  size_t plain, tokens;          /* sentences and tokens of the texts that were taken */
  const input *input;            /* being read */
} trainer;

static void *take(flu_arena *arena, size_t size)
{
  void *p = flu_arena_take(arena, size);
  if (p == NULL) flu_train_die("out of memory");
  return p;
}

/* --- sentences --- */

static void tag(const trainer *t, const flu_gold_sentence *s, flu_arena *arena, flu_tag_input **inputs,
                flu_tagged **tagged)
{
  *inputs = take(arena, (s->count + 1) * sizeof **inputs);
  *tagged = take(arena, (s->count + 1) * sizeof **tagged);
  for (uint32_t i = 0; i < s->count; i++) flu_tag_look_up(&t->tagger, &s->tokens[i], &(*inputs)[i]);
  if (flu_tag_sentence(&t->tagger, *inputs, s->count, arena, *tagged) != FLU_OK) flu_train_die("out of memory");
}

static flu_syn_example backward(trainer *t, const flu_syn_example *e)
{
  const uint32_t n = e->count;
  flu_syn_word *words = take(&t->arena, (n + 2 * FLU_SYN_AROUND) * sizeof *words);
  int32_t *heads = take(&t->arena, n * sizeof *heads);
  uint8_t *labels = take(&t->arena, n);
  for (uint32_t i = 0; i < n; i++) {
    const int32_t head = e->heads[n - 1 - i];
    heads[i] = head < 0 ? head : (int32_t)n - 1 - head;
    labels[i] = e->labels[n - 1 - i];
  }
  return (flu_syn_example){ flu_syn_reversed(e->words, n, words), heads, labels, n };
}

static void add(trainer *t, const flu_gold_sentence *s, uint32_t repeats)
{
  flu_arena scratch;
  flu_tag_input *inputs;
  flu_tagged *tagged;
  if (s->count == 0 || s->count > FLU_MAX_PARSED) return;
  if (!flu_reserve(&flu_alloc_default, (void **)&t->sentences, t->count, &t->cap, sizeof *t->sentences))
    flu_train_die("out of memory");
  flu_arena_init(&scratch, &flu_alloc_default);
  tag(t, s, &scratch, &inputs, &tagged);
  flu_syn_word *words = take(&t->arena, (s->count + 2 * FLU_SYN_AROUND) * sizeof *words);
  int32_t *heads = take(&t->arena, s->count * sizeof *heads);
  uint8_t *labels = take(&t->arena, s->count);
  for (uint32_t i = 0; i < s->count; i++) {
    heads[i] = s->gold[i].head;
    labels[i] = s->gold[i].label;
  }
  const flu_syn_example forward = { flu_syn_words(&t->tagger, inputs, tagged, s->count, words), heads, labels,
                                    s->count };
  t->sentences[t->count++] = (sentence){ { forward, backward(t, &forward) }, repeats };
  flu_arena_end(&scratch);
}

static void add_with_copies(trainer *t, const flu_gold_sentence *s, uint32_t copies, uint32_t repeats)
{
  flu_arena scratch;
  add(t, s, repeats);
  flu_arena_init(&scratch, &flu_alloc_default);
  for (uint32_t i = 0; i < copies; i++) {
    const flu_gold_sentence *copy = flu_train_faulty(&t->injector, &t->random, s, FAULTY_ONE_IN, &scratch);
    if (copy == NULL) flu_train_die("out of memory");
    add(t, copy, repeats);
  }
  flu_arena_end(&scratch);
}

static int visit_treebank(void *ctx, const flu_gold_sentence *s, uint32_t number)
{
  trainer *t = ctx;
  if (number % 10 != 0) add_with_copies(t, s, t->o.copies, t->input->number);
  return FLU_OK;
}

/* What both directions say is the answer; a sentence in which they differ much is left out. */
static int visit_plain(void *ctx, const flu_gold_sentence *s, uint32_t number)
{
  trainer *t = ctx;
  flu_arena scratch;
  flu_tag_input *inputs;
  flu_tagged *tagged;
  uint32_t sure = 0;
  if (number % t->input->number != 0 || s->count < 4 || s->count > FLU_MAX_PARSED) return FLU_OK;
  flu_arena_init(&scratch, &flu_alloc_default);
  tag(t, s, &scratch, &inputs, &tagged);
  flu_dep *deps = take(&scratch, s->count * sizeof *deps);
  flu_gold *gold = take(&scratch, s->count * sizeof *gold);
  if (flu_parse_sentence(&t->teacher, &t->tagger, inputs, tagged, s->count, &scratch, deps) != FLU_OK)
    flu_train_die("out of memory");
  for (uint32_t i = 0; i < s->count; i++) {
    gold[i] = (flu_gold){ .head = FLU_GOLD_OPEN };
    if (!deps[i].sure_label) continue;
    sure++;
    gold[i].head = deps[i].head == FLU_NO_HEAD ? FLU_GOLD_ROOT : (int32_t)deps[i].head;
    gold[i].label = deps[i].label;
  }
  if (sure * 100 >= s->count * t->o.least_agreed) {
    const flu_gold_sentence labelled = { s->tokens, gold, s->count };
    add_with_copies(t, &labelled, 1, 1);
    t->plain++;
    t->tokens += s->count;
  }
  flu_arena_end(&scratch);
  return FLU_OK;
}

static void read_inputs(trainer *t, bool treebanks)
{
  for (uint32_t i = 0; i < t->o.input_count; i++) {
    t->input = &t->o.inputs[i];
    if (t->input->treebank != treebanks) continue;
    FILE *f = fopen(t->input->path, "rb");
    if (f == NULL) flu_train_die(t->input->path);
    const int rc = treebanks ? flu_read_conllu(f, &t->lang, visit_treebank, t)
                             : flu_read_plain(f, &t->lang, visit_plain, t);
    fclose(f);
    if (rc != FLU_OK) flu_train_die("out of memory");
  }
}

/* --- learning --- */

static uint32_t *new_order(const trainer *t, size_t *steps)
{
  *steps = 0;
  for (size_t k = 0; k < t->count; k++) *steps += t->sentences[k].repeats;
  uint32_t *order = malloc((*steps + 1) * sizeof *order);
  if (order == NULL) flu_train_die("out of memory");
  size_t n = 0;
  for (size_t k = 0; k < t->count; k++)
    for (uint32_t i = 0; i < t->sentences[k].repeats; i++) order[n++] = (uint32_t)k;
  return order;
}

static void shuffle(trainer *t, uint32_t *order, size_t count)
{
  for (size_t i = count; i > 1; i--) {
    const size_t k = flu_random_below(&t->random, (uint32_t)i);
    const uint32_t swap = order[i - 1];
    order[i - 1] = order[k];
    order[k] = swap;
  }
}

static void learn(trainer *t, unsigned d, uint32_t rounds)
{
  size_t steps;
  uint32_t *order = new_order(t, &steps);
  flu_syn_learner *l = &t->learners[d];
  if (flu_syn_learner_begin(l, t->o.margin, (uint8_t)t->o.least, 1 + d) != FLU_OK) flu_train_die("out of memory");
  for (size_t k = 0; k < t->count; k++) flu_syn_learner_count(l, &t->sentences[k].ways[d]);
  for (uint32_t round = 0; round < rounds; round++) {
    shuffle(t, order, steps);
    l->steps = l->wrong = 0;
    for (size_t i = 0; i < steps; i++) flu_syn_learner_take(l, &t->sentences[order[i]].ways[d], round > 0);
    fprintf(stderr, "direction %u, round %u: %zu sentences, %.2f %% of steps wrong\n", d, round + 1, steps,
            100.0 * l->wrong / (l->steps + 1));
  }
  flu_syn_learner_average(l);
  flu_syn_learner_narrow(l, t->model + sizeof(flu_syn_header) + (size_t)d * FLU_SYN_DIRECTION_SIZE);
  flu_syn_learner_end(l);
  free(order);
}

static void learn_both(trainer *t, uint32_t rounds)
{
  for (unsigned d = 0; d < FLU_SYN_DIRECTIONS; d++) learn(t, d, rounds);
}

static bool has_plain(const options *o)
{
  bool any = false;
  for (uint32_t i = 0; i < o->input_count; i++) any = any || !o->inputs[i].treebank;
  return any;
}

static void train(trainer *t)
{
  const flu_syn_header header = { FLU_SYN_MAGIC, FLU_SYN_FORMAT, FLU_SYN_ACTION_FEATURES << 16 | FLU_SYN_LABEL_FEATURES,
                                  FLU_SYN_ACTION_BITS, FLU_SYN_LABEL_BITS, FLU_DEP_COUNT, 0 };
  flu_error err = { 0 };
  t->model = aligned_alloc(64, (FLU_SYN_SIZE + 63) / 64 * 64);
  if (t->model == NULL) flu_train_die("out of memory");
  memcpy(t->model, &header, sizeof header);
  read_inputs(t, true);
  learn_both(t, t->o.teacher_rounds);
  const size_t gold = t->count;
  for (uint32_t pass = 0; has_plain(&t->o) && pass < t->o.passes; pass++) {
    t->count = gold;
    t->plain = t->tokens = 0;
    if (flu_parser_open(&t->teacher, (unsigned char *)t->model, FLU_SYN_SIZE, &err) != FLU_OK)
      flu_train_die(err.detail);
    read_inputs(t, false);
    fprintf(stderr, "%zu sentences of the texts, %zu tokens\n", t->plain, t->tokens);
    learn_both(t, t->o.rounds);
  }
  FILE *f = fopen(t->o.out, "wb");
  if (f == NULL || fwrite(t->model, 1, FLU_SYN_SIZE, f) != FLU_SYN_SIZE || fclose(f) != 0) flu_train_die(t->o.out);
  free(t->model);
}

/* --- the program --- */

static void add_input(options *o, bool treebank, char *value)
{
  char *colon = strrchr(value, ':');
  uint32_t number = 1;
  if (o->input_count == MAX_INPUTS) flu_train_die("too many files");
  if (colon != NULL) {
    *colon = '\0';
    number = (uint32_t)strtoul(colon + 1, NULL, 10);
  }
  o->inputs[o->input_count++] = (input){ treebank, value, number > 0 ? number : 1 };
}

static void read_options(options *o, int argc, char **argv)
{
  *o = (options){ .copies = 2, .teacher_rounds = 8, .passes = 1, .rounds = 4, .least = 2, .margin = 20,
                  .least_agreed = 85 };
  for (int i = 1; i + 1 < argc; i += 2) {
    char *value = argv[i + 1];
    if (strcmp(argv[i], "--pack") == 0) o->pack = value;
    else if (strcmp(argv[i], "--confusions") == 0) o->confusions = value;
    else if (strcmp(argv[i], "--out") == 0) o->out = value;
    else if (strcmp(argv[i], "--treebank") == 0) add_input(o, true, value);
    else if (strcmp(argv[i], "--plain") == 0) add_input(o, false, value);
    else if (strcmp(argv[i], "--copies") == 0) o->copies = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(argv[i], "--teacher-rounds") == 0) o->teacher_rounds = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(argv[i], "--passes") == 0) o->passes = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(argv[i], "--rounds") == 0) o->rounds = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(argv[i], "--least") == 0) o->least = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(argv[i], "--agreed") == 0) o->least_agreed = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(argv[i], "--margin") == 0) o->margin = (int32_t)strtol(value, NULL, 10);
    else flu_train_die("see the head of lib/compiler/train/syntax.c for the arguments");
  }
  if (o->pack == NULL || o->confusions == NULL || o->out == NULL)
    flu_train_die("--pack, --confusions and --out are needed");
}

static void open_tagger(trainer *t)
{
  flu_error err = { 0 };
  flu_pack pack;
  const unsigned char *data;
  size_t size;
  if (flu_train_language_open(&t->lang, t->o.pack, &err) != FLU_OK ||
      flu_pack_open(t->lang.pack, t->lang.pack_size, false, &pack, &err) != FLU_OK ||
      flu_pack_find(&pack, FLU_SECTION_TAGGER, FLU_TAGGER_VERSION, &data, &size, &err) != FLU_OK ||
      flu_tagger_open(&t->tagger, data, size, false, &t->lang.lexicon, &t->lang.lists, &err) != FLU_OK)
    flu_train_die(err.detail);
}

int main(int argc, char **argv)
{
  static trainer t;
  flu_diag d = { .out = stderr };
  read_options(&t.o, argc, argv);
  t.random.state = 20240102;
  flu_arena_init(&t.arena, &flu_alloc_default);
  open_tagger(&t);
  if (flu_confusions_read(&t.confusions, t.o.confusions, &d) != FLU_OK) flu_train_die("no confusion tables");
  if (flu_injector_begin(&t.injector, &t.lang.lexicon, &t.confusions) != FLU_OK) flu_train_die("out of memory");
  train(&t);
  flu_injector_end(&t.injector);
  flu_confusions_end(&t.confusions);
  flu_free(&flu_alloc_default, t.sentences, t.cap * sizeof *t.sentences);
  flu_arena_end(&t.arena);
  flu_train_language_end(&t.lang);
  return 0;
}
