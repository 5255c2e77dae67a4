/* check: words a second of a whole check, beside libhunspell looking each word up and nothing more.
 * usage: check DICTIONARY.aff DICTIONARY.dic TEXT
 * TEXT is plain text, one paragraph a line. Prints "name<TAB>value<TAB>unit" a line; rates are medians. */
#include <fluide/fluide.h>
#include <hunspell/hunspell.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/support.h"

enum { REPEATS = 5 };

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_value(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void must(int status, const char *what)
{
  if (status == FLUIDE_OK) return;
  fprintf(stderr, "%s: %s\n", what, fluide_status_message(status));
  exit(1);
}

static fluide_checker *make_checker(fluide_model *model, uint32_t max_suggestions)
{
  fluide_checker *checker = NULL;
  fluide_options options = FLUIDE_OPTIONS_INIT;
  options.max_suggestions = max_suggestions;
  options.max_issues = UINT32_MAX;
  must(fluide_checker_new(model, &options, &checker, NULL), "checker");
  return checker;
}

/* --- one pass each; returns seconds --- */

typedef struct job {
  const fluide_checker *checker;
  const dump *text;
  Hunhandle *hunspell;
  const fluide_token *tokens;
  size_t token_count, stride;
  size_t issues;
} job;

static double pass_check(job *j)
{
  fluide_result *result = NULL;
  size_t stride;
  double start = now();
  must(fluide_check(j->checker, j->text->ptr, j->text->len, NULL, &result, NULL), "check");
  double took = now() - start;
  fluide_result_issues(result, &j->issues, &stride);
  fluide_result_free(result);
  return took;
}

static double pass_lines(job *j)
{
  double start = now();
  size_t from = 0;
  while (from < j->text->len) {
    const char *line = j->text->ptr + from;
    const char *end = memchr(line, '\n', j->text->len - from);
    size_t len = end ? (size_t)(end - line) : j->text->len - from;
    fluide_result *result = NULL;
    must(fluide_check(j->checker, line, len, NULL, &result, NULL), "check");
    fluide_result_free(result);
    from += len + 1;
  }
  return now() - start;
}

static double pass_analyze(job *j)
{
  fluide_analysis *analysis = NULL;
  double start = now();
  must(fluide_analyze(j->checker, j->text->ptr, j->text->len, NULL, &analysis, NULL), "analyze");
  double took = now() - start;
  fluide_analysis_free(analysis);
  return took;
}

static double pass_hunspell(job *j)
{
  double start = now();
  const char *at = (const char *)j->tokens;
  for (size_t i = 0; i < j->token_count; i++, at += j->stride) {
    const fluide_token *t = (const void *)at;
    if (t->kind == FLUIDE_TOKEN_WORD) Hunspell_spell(j->hunspell, t->norm.ptr);
  }
  return now() - start;
}

static void measure(const char *name, job *j, double (*pass)(job *), size_t words)
{
  double rates[REPEATS];
  for (int i = 0; i < REPEATS; i++) rates[i] = (double)words / pass(j);
  qsort(rates, REPEATS, sizeof *rates, by_value);
  printf("%s\t%.0f\twords/s\n", name, rates[REPEATS / 2]);
}

static size_t count_words(const job *j)
{
  size_t words = 0;
  const char *at = (const char *)j->tokens;
  for (size_t i = 0; i < j->token_count; i++, at += j->stride) {
    words += ((const fluide_token *)(const void *)at)->kind == FLUIDE_TOKEN_WORD;
  }
  return words;
}

int main(int argc, char **argv)
{
  dump text = { 0 };
  if (argc != 4 || !read_whole_file(argv[3], &text)) {
    fprintf(stderr, "usage: check DICTIONARY.aff DICTIONARY.dic TEXT\n");
    return 2;
  }
  fluide_model *model = NULL;
  must(fluide_model_open(NULL, NULL, &model, NULL), "model");
  fluide_checker *all = make_checker(model, 0), *verdicts = make_checker(model, UINT32_MAX);
  fluide_analysis *analysis = NULL;
  must(fluide_analyze(all, text.ptr, text.len, NULL, &analysis, NULL), "analyze");
  job j = { .text = &text, .hunspell = Hunspell_create(argv[1], argv[2]) };
  if (!j.hunspell) return 1;
  j.tokens = fluide_analysis_tokens(analysis, &j.token_count, &j.stride);
  size_t words = count_words(&j);
  printf("text\t%zu\twords\n", words);

  j.checker = all;
  measure("fluide check", &j, pass_check, words);
  printf("issues\t%zu\tissues\n", j.issues);
  measure("fluide check, a line a call", &j, pass_lines, words);
  measure("fluide analyze", &j, pass_analyze, words);
  j.checker = verdicts;
  measure("fluide check without suggestions", &j, pass_check, words);
  measure("hunspell spell", &j, pass_hunspell, words);

  Hunspell_destroy(j.hunspell);
  fluide_analysis_free(analysis);
  fluide_checker_free(all);
  fluide_checker_free(verdicts);
  fluide_model_unref(model);
  dump_free(&text);
  return 0;
}
