/* Rules of one's own: compiled on top of a model, tested with their examples. */
#include "api/examples.h"
#include "api/handles.h"
#include "compiler/rules_program.h"

#define MAX_TEXT_BYTES (16u << 20)
#define MAX_PROBLEMS   1000u

struct fluide_rules {
  flu_alloc alloc;
  fluide_model *base, *model; /* model: NULL when the texts have errors */
  flu_diag diag;
  flu_rule_set set;
  flu_arena arena;
  fluide_rule_problem *problems;
  size_t problem_count, problem_cap;
  fluide_rule_test *tests;
  bool tested, no_memory;
};

/* --- problems --- */

static void add_problem(void *ctx, const flu_diag_message *m)
{
  fluide_rules *r = ctx;
  fluide_rule_problem p = { .byte = (uint32_t)m->offset, .tested = r->tested };
  size_t line, column;
  flu_source_place(m->source, m->offset, &line, &column);
  p.line = (uint32_t)line;
  p.column = (uint32_t)column;
  p.severity = m->warning ? FLUIDE_SEVERITY_WARNING : FLUIDE_SEVERITY_ERROR;
  const char *hint = m->hint == NULL ? "" : m->hint;
  void *items = r->problems;
  const bool room = flu_reserve(&r->alloc, &items, r->problem_count, &r->problem_cap, sizeof p);
  r->problems = items;
  if (room && flu_api_copy(&r->arena, &p.file, m->source->path, strlen(m->source->path)) &&
      flu_api_copy(&r->arena, &p.message, m->text, strlen(m->text)) &&
      flu_api_copy(&r->arena, &p.hint, hint, strlen(hint)))
    r->problems[r->problem_count++] = p;
  else
    r->no_memory = true;
}

/* --- compiling --- */

static int read_texts(fluide_rules *r, const fluide_rule_text *texts, size_t count)
{
  int status = FLU_OK;
  for (size_t i = 0; i < count && status == FLU_OK; i++)
    status = flu_rule_set_add(&r->set, texts[i].name, texts[i].utf8, texts[i].len);
  return status;
}

static int fill_tests(fluide_rules *r)
{
  r->tests = flu_new0(&r->alloc, (r->set.count + 1) * sizeof *r->tests);
  if (r->tests == NULL) return FLU_E_NOMEM;
  for (size_t i = 0; i < r->set.count; i++) {
    const flu_rule_source *rule = &r->set.rules[i];
    fluide_rule_test *t = &r->tests[i];
    size_t line, column;
    flu_source_place(rule->file, rule->id.offset, &line, &column);
    t->line = (uint32_t)line;
    for (size_t k = 0; k < rule->example_count; k++)
      *(rule->examples[k].wrong ? &t->wrong_count : &t->right_count) += 1;
    if (!flu_api_copy(&r->arena, &t->rule, rule->id.ptr, rule->id.len) ||
        !flu_api_copy(&r->arena, &t->file, rule->file->path, strlen(rule->file->path)))
      return FLU_E_NOMEM;
  }
  return FLU_OK;
}

/* Errors in the texts are no failure: `model` then stays NULL. */
static int compile(fluide_rules *r, const fluide_rule_text *texts, size_t count, flu_error *err)
{
  const unsigned char *lexicon, *lists;
  size_t lexicon_size, lists_size;
  flu_buffer rules, programs;
  flu_buffer_init(&rules, &flu_alloc_default);
  flu_buffer_init(&programs, &flu_alloc_default);
  const flu_pack *pack = &r->base->pack;
  int status = flu_pack_find(pack, FLU_SECTION_LEXICON, FLU_LEXICON_VERSION, &lexicon, &lexicon_size, err);
  if (status == FLU_OK) status = flu_pack_find(pack, FLU_SECTION_LISTS, FLU_LISTS_VERSION, &lists, &lists_size, err);
  if (status == FLU_OK) status = read_texts(r, texts, count);
  if (status == FLU_OK) {
    flu_rule_set_sort(&r->set);
    status = flu_rule_set_compile(&r->set, lexicon, lexicon_size, lists, lists_size, &programs);
    const int written = flu_rule_set_write(&r->set, NULL, &rules);
    if (status == FLU_OK) status = written;
  }
  if (status == FLU_OK) status = flu_api_model_extend(r->base, &rules, &programs, &r->alloc, &r->model, err);
  if (status == FLU_OK) status = fill_tests(r);
  if (status == FLU_E_FORMAT && r->diag.errors > 0) status = FLU_OK;
  flu_buffer_end(&rules);
  flu_buffer_end(&programs);
  return r->no_memory ? FLU_E_NOMEM : status;
}

static int texts_are_good(const fluide_rule_text *texts, size_t count, flu_error *err)
{
  size_t total = 0;
  if (texts == NULL && count > 0) return flu_fail(err, FLU_E_ARG, 0, "texts must not be NULL");
  for (size_t i = 0; i < count; i++) {
    if (texts[i].name == NULL || (texts[i].utf8 == NULL && texts[i].len > 0))
      return flu_fail(err, FLU_E_ARG, 0, "text %zu has no name or no bytes", i);
    if (texts[i].len > MAX_TEXT_BYTES - total || count > MAX_TEXT_BYTES)
      return flu_fail(err, FLU_E_LIMIT, 0, "more than %u bytes of rules", MAX_TEXT_BYTES);
    total += texts[i].len;
  }
  return FLU_OK;
}

int fluide_rules_compile(fluide_model *model, const fluide_rule_text *texts, size_t count, const fluide_alloc *alloc,
                         fluide_rules **out, fluide_error *err)
{
  flu_error *e = FLU_ERR(err);
  if (model == NULL || out == NULL) return flu_fail(e, FLU_E_ARG, 0, "model and out must not be NULL");
  int status = texts_are_good(texts, count, e);
  if (status != FLU_OK) return status;
  const flu_alloc *a = alloc != NULL && alloc->fn != NULL ? (const flu_alloc *)(const void *)alloc : &model->alloc;
  fluide_rules *r = flu_new0(a, sizeof *r);
  if (r == NULL) return flu_fail(e, FLU_E_NOMEM, 0, "out of memory");
  r->alloc = *a;
  r->base = fluide_model_ref(model);
  r->diag = (flu_diag){ .max_errors = MAX_PROBLEMS, .say = add_problem, .ctx = r };
  flu_arena_init(&r->arena, &r->alloc);
  flu_rule_set_init(&r->set, &r->diag);
  r->set.base = &model->catalogue;
  r->set.base_programs = &model->programs;
  status = compile(r, texts, count, e);
  if (status == FLU_OK)
    *out = r;
  else
    fluide_rules_free(r);
  return status == FLU_OK ? status : flu_fail(e, status, 0, "%s", fluide_status_message(status));
}

void fluide_rules_free(fluide_rules *r)
{
  if (r == NULL) return;
  const flu_alloc alloc = r->alloc;
  flu_free(&alloc, r->problems, r->problem_cap * sizeof *r->problems);
  if (r->tests != NULL) flu_free(&alloc, r->tests, (r->set.count + 1) * sizeof *r->tests);
  flu_rule_set_end(&r->set);
  flu_arena_end(&r->arena);
  fluide_model_unref(r->model);
  fluide_model_unref(r->base);
  flu_free(&alloc, r, sizeof *r);
}

/* --- testing --- */

int fluide_rules_test(fluide_rules *r, fluide_error *err)
{
  if (r == NULL || r->model == NULL) return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "there are no rules to test");
  if (r->tested) return FLUIDE_OK;
  uint32_t *failed = flu_new0(&r->alloc, (r->set.count + 1) * sizeof *failed);
  if (failed == NULL) return flu_fail(FLU_ERR(err), FLU_E_NOMEM, 0, "out of memory");
  r->tested = true;
  int status = flu_api_run_examples(r->model, &r->set, failed, NULL);
  for (size_t i = 0; i < r->set.count; i++) r->tests[i].failed_count = failed[i];
  flu_free(&r->alloc, failed, (r->set.count + 1) * sizeof *failed);
  if (r->no_memory) status = FLU_E_NOMEM;
  return status == FLU_OK ? status : flu_fail(FLU_ERR(err), status, 0, "%s", fluide_status_message(status));
}

/* --- reading --- */

fluide_model *fluide_rules_model(const fluide_rules *rules)
{
  return rules == NULL ? NULL : rules->model;
}

const fluide_rule_problem *fluide_rules_problems(const fluide_rules *rules, size_t *count, size_t *stride)
{
  if (rules == NULL || count == NULL || stride == NULL) return NULL;
  *count = rules->problem_count;
  *stride = sizeof *rules->problems;
  return rules->problems;
}

const fluide_rule_test *fluide_rules_tests(const fluide_rules *rules, size_t *count, size_t *stride)
{
  if (rules == NULL || count == NULL || stride == NULL) return NULL;
  *count = rules->model == NULL ? 0 : rules->set.count;
  *stride = sizeof *rules->tests;
  return rules->tests;
}
