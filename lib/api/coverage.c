/* How often rules do what. */
#include "api/handles.h"
#include "compiler/rules_show.h"

struct fluide_coverage {
  flu_alloc alloc;
  fluide_model *model;
  fluide_rule_coverage *rules; /* by rule of the catalogue */
  uint64_t *reached;           /* by instruction: matches that it took part in */
  size_t code_count;
  fluide_part_coverage *parts; /* of the rule asked for last */
  size_t part_count, part_cap;
  flu_arena arena; /* their texts */
  flu_rule_observer observer;
  bool refused, excepted; /* of the attempt being made */
};

/* --- counting --- */

static void refused(void *ctx, const flu_match *m, uint32_t exception)
{
  fluide_coverage *c = ctx;
  (void)m;
  if (exception == FLU_NO_EXCEPTION)
    c->refused = true;
  else
    c->excepted = true;
}

static void ended(void *ctx, const flu_match *m, bool matched, bool reported)
{
  fluide_coverage *c = ctx;
  fluide_rule_coverage *r = &c->rules[m->pattern->rule];
  (void)reported;
  r->tried++;
  r->matched += matched;
  r->excepted += !matched && c->excepted;
  r->refused += !matched && !c->excepted && c->refused;
  for (uint32_t i = 0; matched && i < m->captures.taken; i++) c->reached[c->observer.trail[i]]++;
  c->refused = c->excepted = false;
}

static void count_issues(fluide_coverage *c, const fluide_result *result)
{
  size_t count = 0, stride = 0;
  const char *issues = (const char *)fluide_result_issues(result, &count, &stride);
  for (size_t i = 0; i < count; i++) {
    const fluide_issue *issue = (const fluide_issue *)(const void *)(issues + i * stride);
    const uint32_t rule = flu_catalogue_find(&c->model->catalogue, issue->rule.ptr, issue->rule.len);
    if (rule != FLU_NO_RULE) c->rules[rule].issues++;
  }
}

/* --- the calls --- */

static bool make_counters(fluide_coverage *c)
{
  const uint32_t count = c->model->catalogue.count;
  c->code_count = c->model->programs.header->arrays[FLU_PROG_CODE].count;
  c->rules = flu_new0(&c->alloc, (count + 1) * sizeof *c->rules);
  c->reached = flu_new0(&c->alloc, (c->code_count + 1) * sizeof *c->reached);
  if (c->rules == NULL || c->reached == NULL) return false;
  for (uint32_t i = 0; i < count; i++) c->rules[i].rule = c->model->rules[i].id;
  return true;
}

int fluide_coverage_new(fluide_model *model, const fluide_alloc *alloc, fluide_coverage **out, fluide_error *err)
{
  flu_error *e = FLU_ERR(err);
  if (model == NULL || out == NULL) return flu_fail(e, FLU_E_ARG, 0, "model and out must not be NULL");
  const flu_alloc *a = alloc != NULL && alloc->fn != NULL ? (const flu_alloc *)(const void *)alloc : &model->alloc;
  fluide_coverage *c = flu_new0(a, sizeof *c);
  if (c == NULL) return flu_fail(e, FLU_E_NOMEM, 0, "out of memory");
  c->alloc = *a;
  c->model = fluide_model_ref(model);
  c->observer = (flu_rule_observer){ .ctx = c, .refused = refused, .ended = ended };
  flu_arena_init(&c->arena, &c->alloc);
  if (make_counters(c)) {
    *out = c;
    return FLUIDE_OK;
  }
  fluide_coverage_free(c);
  return flu_fail(e, FLU_E_NOMEM, 0, "out of memory");
}

int fluide_coverage_check(fluide_coverage *c, const fluide_checker *checker, const char *utf8, size_t len,
                          const fluide_input *input, fluide_result **out, fluide_error *err)
{
  if (c == NULL || checker == NULL || checker->model != c->model)
    return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "the checker is not one of the coverage's model");
  fluide_result *result = NULL;
  const int status = flu_api_check(checker, utf8, len, input, false, &c->observer, &result, err);
  if (status != FLUIDE_OK) return status;
  count_issues(c, result);
  if (out != NULL)
    *out = result;
  else
    fluide_result_free(result);
  return status;
}

const fluide_rule_coverage *fluide_coverage_rules(const fluide_coverage *c, size_t *count, size_t *stride)
{
  if (c == NULL || count == NULL || stride == NULL) return NULL;
  *count = c->model->catalogue.count;
  *stride = sizeof *c->rules;
  return c->rules;
}

static int add_part(fluide_coverage *c, uint32_t code, uint32_t pattern)
{
  fluide_part_coverage part = { .matched = c->reached[code], .pattern = pattern };
  flu_buffer text;
  flu_buffer_init(&text, &c->alloc);
  flu_show_code(&c->model->programs, code, &text);
  void *items = c->parts;
  const bool room = flu_reserve(&c->alloc, &items, c->part_count, &c->part_cap, sizeof part);
  c->parts = items;
  const bool good =
      room && !text.failed && flu_api_copy(&c->arena, &part.text, text.ptr == NULL ? "" : text.ptr, text.len);
  flu_buffer_end(&text);
  if (good) c->parts[c->part_count++] = part;
  return good ? FLU_OK : FLU_E_NOMEM;
}

static int add_parts(fluide_coverage *c, uint32_t from, uint32_t pattern, bool backwards)
{
  const flu_prog_code *code = c->model->programs.code;
  uint32_t end = from;
  int status = FLU_OK;
  while (code[end].op != FLU_OP_MATCH) end++;
  for (uint32_t i = 0; i < end - from && status == FLU_OK; i++) {
    const uint32_t at = backwards ? end - 1 - i : from + i;
    if (code[at].op == FLU_OP_ATOM) status = add_part(c, at, pattern);
  }
  return status;
}

int fluide_coverage_parts(fluide_coverage *c, size_t rule, const fluide_part_coverage **out, size_t *count,
                          size_t *stride)
{
  if (c == NULL || out == NULL || count == NULL || stride == NULL || rule >= c->model->catalogue.count)
    return FLUIDE_E_ARG;
  const flu_programs *p = &c->model->programs;
  uint32_t number = 0;
  int status = FLU_OK;
  c->part_count = 0;
  flu_arena_reset(&c->arena);
  for (uint32_t i = 0; i < p->header->arrays[FLU_PROG_PATTERNS].count && status == FLU_OK; i++) {
    if (p->patterns[i].rule != rule) continue;
    number++;
    status = add_parts(c, p->patterns[i].left, number, true);
    if (status == FLU_OK) status = add_parts(c, p->patterns[i].right, number, false);
  }
  if (status != FLU_OK) return status;
  *out = c->parts;
  *count = c->part_count;
  *stride = sizeof *c->parts;
  return FLUIDE_OK;
}

void fluide_coverage_free(fluide_coverage *c)
{
  if (c == NULL) return;
  const flu_alloc alloc = c->alloc;
  if (c->rules != NULL) flu_free(&alloc, c->rules, (c->model->catalogue.count + 1) * sizeof *c->rules);
  if (c->reached != NULL) flu_free(&alloc, c->reached, (c->code_count + 1) * sizeof *c->reached);
  flu_free(&alloc, c->parts, c->part_cap * sizeof *c->parts);
  flu_arena_end(&c->arena);
  fluide_model_unref(c->model);
  flu_free(&alloc, c, sizeof *c);
}
