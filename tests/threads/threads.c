/* One model and one checker, many threads: the answers are those of one thread, also while words come and go. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

enum { THREADS = 8, MAX_TEXTS = 32 };

typedef struct shared_state {
  fluide_model *model;
  fluide_checker *checker;
  dump expected[MAX_TEXTS];
  dump with_word, without_word; /* the two right answers while a word comes and goes */
  unsigned rounds;
  atomic_int faults;
  atomic_int running;           /* threads that still check */
} shared_state;

static const char changing[] = "Le brolzak dort, les brolzaks aussi ; le blurpix ronfle.";

static void complain(shared_state *s, const char *what)
{
  if (atomic_fetch_add(&s->faults, 1) < 10) printf("%s\n", what);
}

static void answer(shared_state *s, const char *text, dump *out)
{
  size_t len = strlen(text);
  fluide_result *result = NULL;
  fluide_analysis *analysis = NULL;
  dump_clear(out);
  if (fluide_correct(s->checker, text, len, NULL, &result, NULL) != FLUIDE_OK) complain(s, "a check failed");
  else dump_result(out, result);
  if (fluide_analyze(s->checker, text, len, NULL, &analysis, NULL) != FLUIDE_OK) complain(s, "an analysis failed");
  else dump_analysis(out, analysis);
  fluide_result_free(result);
  fluide_analysis_free(analysis);
}

static void *check_constant_texts(void *ctx)
{
  shared_state *s = ctx;
  dump got = { 0 };
  for (unsigned round = 0; round < s->rounds; round++) {
    for (size_t i = 0; sample_texts[i]; i++) {
      answer(s, sample_texts[i], &got);
      if (!dump_equal(&got, &s->expected[i])) complain(s, "another answer than that of one thread");
    }
  }
  dump_free(&got);
  atomic_fetch_sub(&s->running, 1);
  return NULL;
}

static void result_of(shared_state *s, dump *out)
{
  fluide_result *result = NULL;
  dump_clear(out);
  if (fluide_check(s->checker, changing, sizeof changing - 1, NULL, &result, NULL) != FLUIDE_OK) {
    complain(s, "a check failed");
    return;
  }
  dump_result(out, result);
  fluide_result_free(result);
}

/* A check sees the word or it does not; nothing in between. */
static void *check_changing_words(void *ctx)
{
  shared_state *s = ctx;
  dump got = { 0 };
  for (unsigned round = 0; round < s->rounds * 20; round++) {
    result_of(s, &got);
    if (!dump_equal(&got, &s->with_word) && !dump_equal(&got, &s->without_word)) complain(s, "half a change was seen");
  }
  dump_free(&got);
  atomic_fetch_sub(&s->running, 1);
  return NULL;
}

static void *change_words(void *ctx)
{
  shared_state *s = ctx;
  while (atomic_load(&s->running) > 0) {
    if (fluide_add_word(s->checker, "brolzak", "chat", NULL) != FLUIDE_OK) complain(s, "add_word failed");
    if (fluide_remove_word(s->checker, "brolzak") != FLUIDE_OK) complain(s, "remove_word failed");
  }
  return NULL;
}

static void *take_references(void *ctx)
{
  shared_state *s = ctx;
  while (atomic_load(&s->running) > 0) {
    fluide_checker *own = NULL;
    fluide_model *model = fluide_model_ref(s->model);
    if (fluide_checker_new(model, NULL, &own, NULL) != FLUIDE_OK) complain(s, "checker_new failed");
    fluide_model_unref(model);
    fluide_checker_free(own);
  }
  return NULL;
}

static void run(shared_state *s, void *(*workers[THREADS])(void *), int checking)
{
  pthread_t threads[THREADS];
  atomic_store(&s->running, checking);
  for (int i = 0; i < THREADS; i++) {
    if (pthread_create(&threads[i], NULL, workers[i], s) != 0) abort();
  }
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
}

static bool prepare(shared_state *s)
{
  fluide_error err;
  fluide_options options = FLUIDE_OPTIONS_INIT;
  if (fluide_model_open(NULL, NULL, &s->model, &err) != FLUIDE_OK ||
      fluide_checker_new(s->model, &options, &s->checker, &err) != FLUIDE_OK) {
    printf("%s\n", err.detail);
    return false;
  }
  for (size_t i = 0; sample_texts[i]; i++) {
    if (i == MAX_TEXTS) abort();
    answer(s, sample_texts[i], &s->expected[i]);
  }
  result_of(s, &s->without_word);
  if (fluide_add_word(s->checker, "brolzak", "chat", &err) != FLUIDE_OK) {
    printf("add_word: %s\n", err.detail);
    return false;
  }
  result_of(s, &s->with_word);
  if (dump_equal(&s->with_word, &s->without_word)) complain(s, "the added word changes nothing");
  fluide_remove_word(s->checker, "brolzak");
  return true;
}

static void finish(shared_state *s)
{
  for (size_t i = 0; i < MAX_TEXTS; i++) dump_free(&s->expected[i]);
  dump_free(&s->with_word);
  dump_free(&s->without_word);
  fluide_checker_free(s->checker);
  fluide_model_unref(s->model);
}

int main(void)
{
  shared_state s = { .rounds = 24 / test_scale() };
  if (!prepare(&s)) return 1;

  void *(*alike[THREADS])(void *);
  for (int i = 0; i < THREADS; i++) alike[i] = check_constant_texts;
  run(&s, alike, THREADS);

  void *(*mixed[THREADS])(void *) = { check_changing_words, check_changing_words, check_changing_words,
                                      check_constant_texts, check_constant_texts, check_constant_texts,
                                      change_words,         take_references };
  run(&s, mixed, 6);

  dump last = { 0 };
  result_of(&s, &last);
  if (!dump_equal(&last, &s.without_word)) complain(&s, "the words that were removed have left a trace");
  dump_free(&last);
  finish(&s);
  return atomic_load(&s.faults) ? 1 : 0;
}
