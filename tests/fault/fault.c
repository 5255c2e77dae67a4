/* Memory that runs out: every scenario is run with its n-th allocation failing, for every n, once alone and once with
 * all that follow. Each call must then succeed with the very answer it gives otherwise, or return FLUIDE_E_NOMEM and
 * leave its objects usable; nothing may leak, and the hook must be told the true size of each block. */
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

typedef struct setting {
  fluide_alloc alloc;      /* the failing one, given to the call under test */
  fluide_model *model;     /* made with a sound allocator */
} setting;

/* Runs the calls under test and appends their answers. Returns their status. */
typedef int scenario_fn(const setting *s, dump *out);

typedef struct scenario {
  const char *name;
  scenario_fn *run;
} scenario;

static int open_model(const setting *s, dump *out)
{
  fluide_model *model = NULL;
  int status = fluide_model_open(NULL, &s->alloc, &model, NULL);
  if (status != FLUIDE_OK) return status;
  size_t count = 0, stride = 0;
  const fluide_rule *rules = fluide_model_rules(model, &count, &stride);
  dump_printf(out, "%zu rules, first %s\n", count, count ? rules[0].id.ptr : "none");
  fluide_model_unref(model);
  return FLUIDE_OK;
}

static int new_checker(const setting *s, fluide_checker **out)
{
  static const char *const enable[] = { "typography", NULL };
  fluide_options options = FLUIDE_OPTIONS_INIT;
  options.alloc = &s->alloc;
  options.enable = enable;
  return fluide_checker_new(s->model, &options, out, NULL);
}

static int check_texts(const setting *s, dump *out, bool correct)
{
  fluide_checker *checker = NULL;
  int status = new_checker(s, &checker);
  for (size_t i = 0; status == FLUIDE_OK && sample_texts[i]; i++) {
    const char *text = sample_texts[i];
    fluide_result *result = NULL;
    status = correct ? fluide_correct(checker, text, strlen(text), NULL, &result, NULL)
                     : fluide_check(checker, text, strlen(text), NULL, &result, NULL);
    if (status == FLUIDE_OK) dump_result(out, result);
    fluide_result_free(result);
  }
  fluide_checker_free(checker);
  return status;
}

static int check(const setting *s, dump *out)
{
  return check_texts(s, out, false);
}

static int correct(const setting *s, dump *out)
{
  return check_texts(s, out, true);
}

static int check_many_issues(const setting *s, dump *out)
{
  fluide_checker *checker = NULL;
  dump text = { 0 };
  dump_repeat(&text, "Les enfans mangent  des pomes ,et  boivvent. ", 60);
  int status = new_checker(s, &checker);
  fluide_result *result = NULL;
  if (status == FLUIDE_OK) status = fluide_check(checker, text.ptr, text.len, NULL, &result, NULL);
  if (status == FLUIDE_OK) dump_result(out, result);
  fluide_result_free(result);
  fluide_checker_free(checker);
  dump_free(&text);
  return status;
}

static int analyze(const setting *s, dump *out)
{
  fluide_checker *checker = NULL;
  int status = new_checker(s, &checker);
  for (size_t i = 0; status == FLUIDE_OK && sample_texts[i]; i++) {
    fluide_analysis *analysis = NULL;
    status = fluide_analyze(checker, sample_texts[i], strlen(sample_texts[i]), NULL, &analysis, NULL);
    if (status == FLUIDE_OK) dump_analysis(out, analysis);
    fluide_analysis_free(analysis);
  }
  fluide_checker_free(checker);
  return status;
}

static int suggest(const setting *s, dump *out)
{
  static const char *const words[] = { "enfans", "parcontre", "jai", "Ecole", "BOEUF", "zqxwvkj", "chat" };
  fluide_checker *checker = NULL;
  int status = new_checker(s, &checker);
  for (size_t i = 0; status == FLUIDE_OK && i < sizeof words / sizeof *words; i++) {
    fluide_suggestions *suggestions = NULL;
    status = fluide_suggest(checker, words[i], strlen(words[i]), &suggestions, NULL);
    if (status == FLUIDE_OK) dump_suggestions(out, suggestions);
    fluide_suggestions_free(suggestions);
  }
  fluide_checker_free(checker);
  return status;
}

static int masks(const setting *s, dump *out)
{
  for (size_t i = 0; sample_texts[i]; i++) {
    for (int markup = FLUIDE_MARKUP_PLAIN; markup <= FLUIDE_MARKUP_HTML; markup++) {
      fluide_masks *built = NULL;
      int status = fluide_masks_build(markup, sample_texts[i], strlen(sample_texts[i]), &s->alloc, &built, NULL);
      if (status != FLUIDE_OK) return status;
      size_t count = 0;
      const fluide_mask *items = fluide_masks_items(built, &count);
      for (size_t k = 0; k < count; k++) dump_printf(out, "%u-%u %u\n", items[k].start, items[k].end, items[k].kind);
      fluide_masks_free(built);
    }
  }
  return FLUIDE_OK;
}

/* Each call on user words is made again when it has failed: it must find the checker as it was before, so that the
 * answer in the end is the same. */
static int add_again(fluide_checker *checker, const char *word, const char *like)
{
  int status = fluide_add_word(checker, word, like, NULL);
  return status == FLUIDE_E_NOMEM ? fluide_add_word(checker, word, like, NULL) : status;
}

static int ignore_again(fluide_checker *checker, const char *word)
{
  int status = fluide_ignore_word(checker, word, NULL);
  return status == FLUIDE_E_NOMEM ? fluide_ignore_word(checker, word, NULL) : status;
}

static int remove_again(fluide_checker *checker, const char *word)
{
  int status = fluide_remove_word(checker, word);
  return status == FLUIDE_E_NOMEM ? fluide_remove_word(checker, word) : status;
}

static int change_words(fluide_checker *checker, dump *out)
{
  static const char text[] = "Nous scannettons le truxmuche avec deux dronettes, un brolzek et un brolzak.";
  int status = add_again(checker, "scannetter", "chanter");
  if (status == FLUIDE_OK) status = add_again(checker, "dronette", "fillette");
  if (status == FLUIDE_OK) status = add_again(checker, "truxmuche", NULL);
  if (status == FLUIDE_OK) status = ignore_again(checker, "brolzak");
  if (status == FLUIDE_OK) status = add_again(checker, "brolzek", NULL);
  if (status == FLUIDE_OK) status = remove_again(checker, "brolzek");
  fluide_result *result = NULL;
  int checked = fluide_check(checker, text, sizeof text - 1, NULL, &result, NULL);
  if (checked == FLUIDE_OK && status == FLUIDE_OK) dump_result(out, result);
  fluide_result_free(result);
  return status == FLUIDE_OK ? checked : status;
}

static int user_words(const setting *s, dump *out)
{
  fluide_checker *checker = NULL;
  int status = new_checker(s, &checker);
  if (status == FLUIDE_OK) status = change_words(checker, out);
  fluide_checker_free(checker);
  return status;
}

static const char own_rule[] = "regle essai.un categorie grammaire niveau erreur\n  cherche [vieux mot]\n"
                               "  corrige \"mot récent\"\n  titre T\n  dit D\n  pourquoi P\n"
                               "  faute \"Un [vieux mot] passe.\" -> \"mot récent\"\n  faute \"Le [vieux mot] reste.\"\n"
                               "  juste \"Un vieux chat passe.\"\n  juste \"Un vieux mot passe.\"\n";

static int own_rules(const setting *s, dump *out)
{
  const fluide_rule_text text = { "essai.regle", own_rule, sizeof own_rule - 1 };
  fluide_rules *rules = NULL;
  fluide_checker *checker = NULL;
  fluide_result *result = NULL;
  int status = fluide_rules_compile(s->model, &text, 1, &s->alloc, &rules, NULL);
  if (status == FLUIDE_OK) status = fluide_rules_test(rules, NULL);
  if (status == FLUIDE_OK) status = fluide_checker_new(fluide_rules_model(rules), NULL, &checker, NULL);
  if (status == FLUIDE_OK) status = fluide_check(checker, "Son vieux mot.", 14, NULL, &result, NULL);
  if (status == FLUIDE_OK) {
    size_t count = 0, stride = 0;
    const fluide_rule_problem *problems = fluide_rules_problems(rules, &count, &stride);
    dump_printf(out, "%zu problems, first %s\n", count, count ? problems[0].message.ptr : "none");
    dump_result(out, result);
  }
  fluide_result_free(result);
  fluide_checker_free(checker);
  fluide_rules_free(rules);
  return status;
}

static int traces(const setting *s, dump *out)
{
  static const char text[] = "Un verre de eau et de le vin.";
  fluide_checker *checker = NULL;
  fluide_trace *trace = NULL;
  fluide_coverage *coverage = NULL;
  const fluide_part_coverage *parts = NULL;
  size_t attempts = 0, words = 0, rules = 0, part_count = 0, stride = 0;
  int status = new_checker(s, &checker);
  if (status == FLUIDE_OK) status = fluide_trace_text(checker, text, sizeof text - 1, NULL, NULL, &trace, NULL);
  if (status == FLUIDE_OK) status = fluide_coverage_new(s->model, &s->alloc, &coverage, NULL);
  if (status == FLUIDE_OK)
    status = fluide_coverage_check(coverage, checker, text, sizeof text - 1, NULL, NULL, NULL);
  if (status == FLUIDE_OK) status = fluide_coverage_parts(coverage, 0, &parts, &part_count, &stride);
  if (status == FLUIDE_OK) {
    fluide_trace_attempts(trace, &attempts, &stride);
    fluide_trace_words(trace, &words, &stride);
    fluide_coverage_rules(coverage, &rules, &stride);
    dump_printf(out, "%zu attempts, %zu words, %zu rules, %zu parts\n", attempts, words, rules, part_count);
  }
  fluide_coverage_free(coverage);
  fluide_trace_free(trace);
  fluide_checker_free(checker);
  return status;
}

static const scenario scenarios[] = {
  { "open", open_model },       { "check", check },     { "check with many issues", check_many_issues },
  { "correct", correct },       { "analyze", analyze }, { "suggest", suggest },
  { "user words", user_words }, { "masks", masks }, { "rules of one's own", own_rules },
  { "traces", traces },
};

static unsigned faults;

static void complain(const char *name, size_t n, const char *what)
{
  if (++faults <= 20) printf("%s, allocation %zu failing: %s\n", name, n, what);
}

static void look(const char *name, const fault_allocator *a, int status, const dump *expected, const dump *got)
{
  if (status != FLUIDE_OK && status != FLUIDE_E_NOMEM) complain(name, a->fail_at, fluide_status_name(status));
  if (status == FLUIDE_E_NOMEM && !a->failed) complain(name, a->fail_at, "E_NOMEM though no allocation failed");
  if (status == FLUIDE_OK && !dump_equal(expected, got)) complain(name, a->fail_at, "another answer");
  if (a->live_blocks || a->live_bytes) complain(name, a->fail_at, "a leak");
  if (a->wrong_sizes) complain(name, a->fail_at, "the hook was told a wrong size");
}

static size_t run_scenario(const scenario *sc, fluide_model *model, bool fail_after, size_t step)
{
  dump expected = { 0 }, got = { 0 };
  fault_allocator a = { 0 };
  setting s = { fault_allocator_hook(&a), model };
  look(sc->name, &a, sc->run(&s, &expected), &expected, &expected);
  size_t calls = a.calls;
  for (size_t n = 1; n <= calls; n += step) {
    a = (fault_allocator){ .fail_at = n, .fail_after = fail_after };
    dump_clear(&got);
    int status = sc->run(&s, &got);
    if (!a.failed) complain(sc->name, n, "the allocation was not asked for again");
    look(sc->name, &a, status, &expected, &got);
  }
  dump_free(&expected);
  dump_free(&got);
  return calls;
}

int main(void)
{
  fluide_model *model = NULL;
  fluide_error err;
  if (fluide_model_open(NULL, NULL, &model, &err) != FLUIDE_OK) {
    printf("model: %s\n", err.detail);
    return 1;
  }
  size_t step = test_scale();
  for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
    size_t calls = run_scenario(&scenarios[i], model, false, step);
    run_scenario(&scenarios[i], model, true, step);
    printf("%s: %zu allocations\n", scenarios[i].name, calls);
    if (!calls) complain(scenarios[i].name, 0, "nothing was allocated through the hook");
  }
  fluide_model_unref(model);
  if (faults) printf("%u faults\n", faults);
  return faults ? 1 : 0;
}
