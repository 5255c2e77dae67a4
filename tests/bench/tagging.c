/* Speed of the tagger: bench_tagging PACK TEXT [SECONDS]. TEXT holds a sentence or paragraph a line.
 *
 * Cuts the text and looks its tokens up first; then tags them again and again and says tokens a second. « tagging » is
 * flu_tag_sentence alone, from tokens with their look-ups to class, reading, mood and margin, on one core, lemmas not
 * spelt out; look-ups and lemmas are timed beside it. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "compiler/train/treebank.h"
#include "lexicon/pack.h"

#define MAX_TOKENS 200000u

typedef struct bench {
  flu_train_language lang;
  flu_tagger tagger;
  flu_arena kept, arena;
  flu_token *tokens;
  flu_tag_input *inputs;
  flu_tagged *tagged;
  uint32_t *starts;      /* of sentences, one more at the end */
  uint32_t count, sentences;
} bench;

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int keep(void *ctx, const flu_gold_sentence *s, uint32_t number)
{
  bench *b = ctx;
  (void)number;
  if (b->count + s->count > MAX_TOKENS) return FLU_E_LIMIT;
  b->starts[b->sentences++] = b->count;
  for (uint32_t i = 0; i < s->count; i++) {
    flu_token *t = &b->tokens[b->count++];
    *t = s->tokens[i];
    t->norm.ptr = flu_arena_copy(&b->kept, t->norm.ptr, t->norm.len);
    if (t->norm.ptr == NULL) return FLU_E_NOMEM;
  }
  b->starts[b->sentences] = b->count;
  return FLU_OK;
}

static int look_up(bench *b)
{
  for (uint32_t i = 0; i < b->count; i++) flu_tag_look_up(&b->tagger, &b->tokens[i], &b->inputs[i]);
  return FLU_OK;
}

static int tag(bench *b)
{
  int rc = FLU_OK;
  for (uint32_t s = 0; s < b->sentences && rc == FLU_OK; s++) {
    flu_arena_reset(&b->arena);
    rc = flu_tag_sentence(&b->tagger, b->inputs + b->starts[s], b->starts[s + 1] - b->starts[s], &b->arena,
                          b->tagged + b->starts[s]);
  }
  return rc;
}

static int spell_lemmas(bench *b)
{
  char lemma[FLU_MAX_FORM_BYTES];
  for (uint32_t i = 0; i < b->count; i++)
    flu_tagged_lemma(&b->tagger, &b->inputs[i], &b->tagged[i], lemma, sizeof lemma);
  return FLU_OK;
}

/* The best of the rounds that fit in the time: others may be using the machine. */
static int measure(bench *b, const char *name, int (*work)(bench *), double seconds)
{
  double best = 1e9;
  const double start = now();
  int rounds = 0;
  while (now() - start < seconds || rounds < 3) {
    const double from = now();
    const int rc = work(b);
    if (rc != FLU_OK) return rc;
    const double took = now() - from;
    if (took < best) best = took;
    rounds++;
  }
  printf("%-10s %10.0f tokens/s (%u tokens, best of %d rounds)\n", name, b->count / best, b->count, rounds);
  return FLU_OK;
}

static int open_tagger(bench *b, const char *path, flu_error *err)
{
  flu_pack pack;
  const unsigned char *section;
  size_t size;
  int rc = flu_train_language_open(&b->lang, path, err);
  if (rc == FLU_OK) rc = flu_pack_open(b->lang.pack, b->lang.pack_size, false, &pack, err);
  if (rc == FLU_OK) rc = flu_pack_find(&pack, FLU_SECTION_TAGGER, FLU_TAGGER_VERSION, &section, &size, err);
  return rc == FLU_OK ? flu_tagger_open(&b->tagger, section, size, false, &b->lang.lexicon, &b->lang.lists, err) : rc;
}

int main(int argc, char **argv)
{
  static bench b;
  flu_error err = { 0 };
  const double seconds = argc > 3 ? strtod(argv[3], NULL) : 2.0;
  FILE *f = argc > 2 ? fopen(argv[2], "rb") : NULL;
  if (f == NULL) {
    fprintf(stderr, "usage: bench_tagging PACK TEXT [SECONDS]\n");
    return 2;
  }
  flu_arena_init(&b.kept, &flu_alloc_default);
  flu_arena_init(&b.arena, &flu_alloc_default);
  b.tokens = malloc(MAX_TOKENS * sizeof *b.tokens);
  b.inputs = malloc(MAX_TOKENS * sizeof *b.inputs);
  b.tagged = malloc(MAX_TOKENS * sizeof *b.tagged);
  b.starts = malloc((MAX_TOKENS + 1) * sizeof *b.starts);
  int rc = b.tokens == NULL || b.inputs == NULL || b.tagged == NULL || b.starts == NULL ? FLU_E_NOMEM : FLU_OK;
  if (rc == FLU_OK) rc = open_tagger(&b, argv[1], &err);
  if (rc == FLU_OK) rc = flu_read_plain(f, &b.lang, keep, &b);
  if (rc == FLU_E_LIMIT) rc = FLU_OK;
  if (rc == FLU_OK) rc = measure(&b, "look-up", look_up, seconds);
  if (rc == FLU_OK) rc = measure(&b, "tagging", tag, seconds);
  if (rc == FLU_OK) rc = measure(&b, "lemmas", spell_lemmas, seconds);
  if (rc != FLU_OK) fprintf(stderr, "%s: status %d %s\n", argv[1], rc, err.detail);
  fclose(f);
  free(b.tokens);
  free(b.inputs);
  free(b.tagged);
  free(b.starts);
  flu_arena_end(&b.kept);
  flu_arena_end(&b.arena);
  flu_train_language_end(&b.lang);
  return rc == FLU_OK ? 0 : 1;
}
