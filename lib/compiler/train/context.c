/* fluide-train-context: statistics of neighbouring words for the ranking of suggestions.
 *
 *   fluide-train-context PACK OUT_DIR [HELD_OUT] < TEXT
 *
 * PACK is a language pack with a lexicon and lists (its spelling data is not used). TEXT holds a sentence a line. Every
 * 50th line is not learnt from; HELD_OUT, when given, takes those lines, for tuning. Writes OUT_DIR/context.txt and
 * OUT_DIR/pairs.bin. The same input gives the same output.
 *
 * Classes: the most frequent words are each a class; other words have the classes of their readings. Transitions
 * between classes are learnt by expectation maximisation of a hidden Markov model over the text.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/train/corpus.h"
#include "spelling/context.h"

#define LISTED_WORDS    110u
#define ROUNDS          5
#define LEAST_KEY       1500.0 /* occurrences that make a class of a key */
#define SMOOTHING       3.0
#define PAIR_BUCKETS    (1u << 16)
#define LEAST_PAIR      3u
#define LEAST_PAIR_GAIN 0.75 /* nats */

typedef struct classes {
  uint32_t count;
  char *names[FLU_MAX_CLASSES];          /* of listed words */
  flu_context_key keys[FLU_MAX_CLASSES]; /* key and class */
  uint32_t key_count;
} classes;

typedef struct hmm {
  double *transition, *counts; /* [from × n + to] */
  double *emission, *emitted;  /* [word × FLU_WORD_CLASSES + i], i-th class of the word */
  double *total;               /* by class */
  flu_class_set *sets;         /* by word */
  uint32_t n, words;
} hmm;

/* --- classes --- */

static void add_weight(flu_context_key *keys, double *weights, uint32_t *count, uint32_t key, double weight)
{
  for (uint32_t i = 0; i < *count; i++)
    if (keys[i].key == key) {
      weights[i] += weight;
      return;
    }
  if (*count == 4096) return;
  keys[*count].key = key;
  weights[(*count)++] = weight;
}

static size_t word_keys(const corpus *c, uint32_t word, uint32_t *keys)
{
  flu_reading readings[FLU_MAX_READINGS];
  uint32_t form = flu_lexicon_find(&c->lexicon, c->words[word].text, c->words[word].len);
  size_t n = form == FLU_NO_FORM ? 0 : flu_lexicon_readings(&c->lexicon, form, readings, FLU_MAX_READINGS);
  for (size_t i = 0; i < n; i++) keys[i] = flu_context_key_of(readings[i].tag);
  return n;
}

static int compare_count(const void *a, const void *b)
{
  const corpus_word *x = *(const corpus_word *const *)a, *y = *(const corpus_word *const *)b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return strcmp(x->text, y->text);
}

static bool has_digit(const corpus_word *w)
{
  return strpbrk(w->text, "0123456789") != NULL;
}

static void list_words(corpus *c, classes *k)
{
  const corpus_word **order = malloc(c->word_count * sizeof *order);
  if (order == NULL) corpus_die("out of memory");
  for (uint32_t i = 0; i < c->word_count; i++) order[i] = &c->words[i];
  qsort(order, c->word_count, sizeof *order, compare_count);
  for (uint32_t i = 0; i < c->word_count && k->count < FLU_CLASS_FIXED + LISTED_WORDS; i++) {
    if (has_digit(order[i]) || order[i] == &c->words[CORPUS_EDGE]) continue;
    c->words[order[i] - c->words].listed = (uint16_t)k->count;
    k->names[k->count++] = order[i]->text;
  }
  free(order);
}

static int compare_key(const void *a, const void *b)
{
  uint32_t x = ((const flu_context_key *)a)->key, y = ((const flu_context_key *)b)->key;
  return x < y ? -1 : x > y;
}

static void list_keys(const corpus *c, classes *k)
{
  static flu_context_key found[4096];
  static double weights[4096];
  uint32_t count = 0, keys[FLU_MAX_READINGS];
  for (uint32_t w = 0; w < c->word_count; w++) {
    if (c->words[w].listed != 0) continue;
    size_t n = word_keys(c, w, keys);
    for (size_t i = 0; i < n; i++) add_weight(found, weights, &count, keys[i], c->words[w].count / (double)n);
  }
  double least = LEAST_KEY;
  for (;; least *= 1.25) { /* raise the bar until all fit, with a coarse class for each part of speech */
    uint32_t fit = 0;
    for (uint32_t i = 0; i < count; i++) fit += weights[i] >= least;
    if (k->count + fit + FLU_POS_COUNT < FLU_MAX_CLASSES) break;
  }
  for (uint32_t i = 0; i < count; i++)
    if (weights[i] >= least) k->keys[k->key_count++] = (flu_context_key){ found[i].key, (uint16_t)k->count++, 0 };
  for (uint32_t pos = 0; pos < FLU_POS_COUNT; pos++)
    k->keys[k->key_count++] = (flu_context_key){ flu_context_key_coarse(pos), (uint16_t)k->count++, 0 };
  qsort(k->keys, k->key_count, sizeof *k->keys, compare_key);
}

static uint16_t class_of_key(const classes *k, uint32_t key)
{
  flu_context_key wanted = { key, 0, 0 };
  const flu_context_key *found = bsearch(&wanted, k->keys, k->key_count, sizeof *k->keys, compare_key);
  if (found == NULL) {
    wanted.key = flu_context_key_coarse(key);
    found = bsearch(&wanted, k->keys, k->key_count, sizeof *k->keys, compare_key);
  }
  return found == NULL ? FLU_CLASS_UNKNOWN : found->key_class;
}

static void add_class(flu_class_set *set, uint16_t id)
{
  for (unsigned i = 0; i < set->count; i++)
    if (set->id[i] == id) return;
  if (set->count < FLU_WORD_CLASSES) set->id[set->count++] = (uint8_t)id;
}

static void word_classes(const corpus *c, const classes *k, uint32_t w, flu_class_set *out)
{
  uint32_t keys[FLU_MAX_READINGS];
  out->count = 0;
  if (w == CORPUS_EDGE)
    add_class(out, FLU_CLASS_EDGE);
  else if (c->words[w].listed != 0)
    add_class(out, c->words[w].listed);
  else if (has_digit(&c->words[w]))
    add_class(out, FLU_CLASS_NUMBER);
  else {
    size_t n = word_keys(c, w, keys);
    for (size_t i = 0; i < n; i++) add_class(out, class_of_key(k, keys[i]));
    if (n == 0) add_class(out, FLU_CLASS_UNKNOWN);
  }
}

/* --- hidden Markov model --- */

#define MAX_SENTENCE 400u

typedef struct lattice {
  double forward[MAX_SENTENCE][FLU_WORD_CLASSES], backward[MAX_SENTENCE][FLU_WORD_CLASSES];
  double scale[MAX_SENTENCE];
} lattice;

static void forward(const hmm *m, const uint32_t *ids, uint32_t n, lattice *l)
{
  for (uint32_t t = 0; t < n; t++) {
    const flu_class_set *set = &m->sets[ids[t]];
    double sum = 0;
    for (unsigned i = 0; i < set->count; i++) {
      double v = t == 0 ? 1 : 0;
      const flu_class_set *before = t == 0 ? NULL : &m->sets[ids[t - 1]];
      for (unsigned j = 0; before != NULL && j < before->count; j++)
        v += l->forward[t - 1][j] * m->transition[(size_t)before->id[j] * m->n + set->id[i]];
      v *= m->emission[(size_t)ids[t] * FLU_WORD_CLASSES + i];
      l->forward[t][i] = v;
      sum += v;
    }
    l->scale[t] = sum > 1e-300 ? 1 / sum : 0;
    for (unsigned i = 0; i < set->count; i++) l->forward[t][i] *= l->scale[t];
  }
}

static void backward(hmm *m, const uint32_t *ids, uint32_t n, lattice *l)
{
  for (unsigned i = 0; i < FLU_WORD_CLASSES; i++) l->backward[n - 1][i] = 1;
  for (uint32_t t = n - 1; t-- > 0;) {
    const flu_class_set *set = &m->sets[ids[t]], *after = &m->sets[ids[t + 1]];
    for (unsigned i = 0; i < set->count; i++) {
      double sum = 0;
      for (unsigned j = 0; j < after->count; j++) {
        double step = m->transition[(size_t)set->id[i] * m->n + after->id[j]] *
                      m->emission[(size_t)ids[t + 1] * FLU_WORD_CLASSES + j] * l->backward[t + 1][j] * l->scale[t + 1];
        m->counts[(size_t)set->id[i] * m->n + after->id[j]] += l->forward[t][i] * step;
        sum += step;
      }
      l->backward[t][i] = sum;
    }
  }
  for (uint32_t t = 0; t < n; t++)
    for (unsigned i = 0; i < m->sets[ids[t]].count; i++)
      m->emitted[(size_t)ids[t] * FLU_WORD_CLASSES + i] += l->forward[t][i] * l->backward[t][i];
}

static void maximise(hmm *m)
{
  memset(m->total, 0, m->n * sizeof *m->total);
  for (uint32_t w = 0; w < m->words; w++)
    for (unsigned i = 0; i < m->sets[w].count; i++)
      m->total[m->sets[w].id[i]] += m->emitted[(size_t)w * FLU_WORD_CLASSES + i];
  for (uint32_t w = 0; w < m->words; w++)
    for (unsigned i = 0; i < m->sets[w].count; i++) {
      size_t at = (size_t)w * FLU_WORD_CLASSES + i;
      m->emission[at] = (m->emitted[at] + 0.01) / (m->total[m->sets[w].id[i]] + 1);
    }
  for (uint32_t i = 0; i < m->n; i++) {
    double sum = 0;
    for (uint32_t k = 0; k < m->n; k++) sum += m->counts[(size_t)i * m->n + k];
    for (uint32_t k = 0; k < m->n; k++)
      m->transition[(size_t)i * m->n + k] = (m->counts[(size_t)i * m->n + k] + 0.1) / (sum + 0.1 * m->n);
  }
}

static void learn(hmm *m, const corpus *c)
{
  lattice *l = malloc(sizeof *l);
  if (l == NULL) corpus_die("out of memory");
  for (int round = 0; round < ROUNDS; round++) {
    memset(m->counts, 0, (size_t)m->n * m->n * sizeof *m->counts);
    memset(m->emitted, 0, (size_t)m->words * FLU_WORD_CLASSES * sizeof *m->emitted);
    for (size_t at = 0; at + 1 < c->token_count;) {
      size_t end = at + 1; /* from one edge to the next, both included */
      while (c->tokens[end] != CORPUS_EDGE) end++;
      uint32_t n = (uint32_t)(end - at + 1 < MAX_SENTENCE ? end - at + 1 : MAX_SENTENCE);
      forward(m, c->tokens + at, n, l);
      backward(m, c->tokens + at, n, l);
      at = end;
    }
    maximise(m);
    fprintf(stderr, "round %d done\n", round + 1);
  }
  free(l);
}

static void *zeroed(size_t count, size_t size)
{
  void *p = calloc(count, size);
  if (p == NULL) corpus_die("out of memory");
  return p;
}

static void start(hmm *m, const corpus *c, const classes *k)
{
  m->n = k->count;
  m->words = c->word_count;
  m->transition = zeroed((size_t)m->n * m->n, sizeof(double));
  m->counts = zeroed((size_t)m->n * m->n, sizeof(double));
  m->emission = zeroed((size_t)m->words * FLU_WORD_CLASSES, sizeof(double));
  m->emitted = zeroed((size_t)m->words * FLU_WORD_CLASSES, sizeof(double));
  m->total = zeroed(m->n, sizeof(double));
  m->sets = zeroed(m->words, sizeof *m->sets);
  for (uint32_t w = 0; w < m->words; w++) {
    word_classes(c, k, w, &m->sets[w]);
    for (unsigned i = 0; i < m->sets[w].count; i++)
      m->emitted[(size_t)w * FLU_WORD_CLASSES + i] = (c->words[w].count + 1.0) / m->sets[w].count;
  }
  for (size_t i = 0; i < (size_t)m->n * m->n; i++) m->counts[i] = 1;
  maximise(m);
}

/* --- output --- */

static FILE *open_output(const char *dir, const char *name)
{
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", dir, name);
  FILE *f = fopen(path, "wb");
  if (f == NULL) corpus_die("cannot write the output");
  return f;
}

static int quantised(double nats)
{
  double v = nats * 16;
  if (v > 127) v = 127;
  if (v < -127) v = -127;
  return (int)lround(v);
}

static void write_classes(const hmm *m, const classes *k, const char *dir)
{
  FILE *f = open_output(dir, "context.txt");
  double all = 0, *row = zeroed(m->n, sizeof *row), *column = zeroed(m->n, sizeof *column);
  for (uint32_t i = 0; i < m->n; i++)
    for (uint32_t j = 0; j < m->n; j++) {
      double v = m->counts[(size_t)i * m->n + j];
      row[i] += v;
      column[j] += v;
      all += v;
    }
  fprintf(f, "# Written by fluide-train-context; see PROVENANCE.md.\nclasses %u\n", m->n);
  for (uint32_t i = FLU_CLASS_FIXED; i < m->n && k->names[i] != NULL; i++) fprintf(f, "word %s %u\n", k->names[i], i);
  for (uint32_t i = 0; i < k->key_count; i++) fprintf(f, "key %x %u\n", (unsigned)k->keys[i].key, k->keys[i].key_class);
  for (uint32_t i = 0; i < m->n; i++) {
    fprintf(f, "row %u", i);
    for (uint32_t j = 0; j < m->n; j++) {
      double expected = row[i] * column[j] / all;
      fprintf(f, " %d", quantised(log((m->counts[(size_t)i * m->n + j] + SMOOTHING) / (expected + SMOOTHING))));
    }
    fputc('\n', f);
  }
  free(row);
  free(column);
  if (fclose(f) != 0) corpus_die("cannot write the output");
}

static int compare_pair(const void *a, const void *b)
{
  const corpus_pair *x = a, *y = b;
  if (x->worth != y->worth) return x->worth > y->worth ? -1 : 1;
  if (x->first != y->first) return x->first < y->first ? -1 : 1;
  return x->second < y->second ? -1 : x->second > y->second;
}

static void write_pairs(corpus *c, const char *dir)
{
  size_t count, kept = 0, put = 0;
  corpus_pair *pairs = corpus_pairs(c, LEAST_PAIR, &count);
  uint16_t *table = zeroed(4 * PAIR_BUCKETS, sizeof *table);
  for (size_t i = 0; i < count; i++) {
    corpus_pair p = pairs[i];
    double expected = (double)c->words[p.first].count * c->words[p.second].count / (double)c->token_count;
    p.gain = (float)log((p.count - 0.8) / expected);
    p.worth = (float)(p.count - 0.8) * p.gain;
    if (p.gain >= LEAST_PAIR_GAIN) pairs[kept++] = p;
  }
  qsort(pairs, kept, sizeof *pairs, compare_pair);
  for (size_t i = 0; i < kept; i++) {
    const corpus_word *a = &c->words[pairs[i].first], *b = &c->words[pairs[i].second];
    uint64_t hash = flu_context_pair_hash(flu_context_hash(a->text, a->len), flu_context_hash(b->text, b->len));
    uint16_t *bucket = table + 4 * (hash & (PAIR_BUCKETS - 1));
    long code = lround(pairs[i].gain * 2);
    for (int slot = 0; slot < 4; slot++) {
      if (bucket[slot] != 0) continue;
      bucket[slot] = (uint16_t)((hash >> 52) << 4 | (uint64_t)(code > 15 ? 15 : code));
      put++;
      break;
    }
  }
  FILE *f = open_output(dir, "pairs.bin");
  for (size_t i = 0; i < 4 * PAIR_BUCKETS; i++) {
    fputc(table[i] & 255, f);
    fputc(table[i] >> 8, f);
  }
  if (fclose(f) != 0) corpus_die("cannot write the output");
  fprintf(stderr, "%zu pairs seen at least %u times, %zu associated, %zu put\n", count, LEAST_PAIR, kept, put);
  free(table);
  free(pairs);
}

int main(int argc, char **argv)
{
  if (argc != 3 && argc != 4) corpus_die("usage: fluide-train-context PACK OUT_DIR [HELD_OUT] < TEXT");
  corpus c;
  classes k = { .count = FLU_CLASS_FIXED };
  hmm m = { 0 };
  corpus_read(&c, argv[1], stdin, argc == 4 ? argv[3] : NULL);
  fprintf(stderr, "%zu tokens, %u words\n", c.token_count, c.word_count);
  list_words(&c, &k);
  list_keys(&c, &k);
  start(&m, &c, &k);
  learn(&m, &c);
  write_classes(&m, &k, argv[2]);
  write_pairs(&c, argv[2]);
  fprintf(stderr, "%u classes\n", k.count);
  return 0;
}
