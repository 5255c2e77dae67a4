#include "api/examples.h"

#include "api/handles.h"
#include "compiler/rules_program.h"

#include <stdlib.h>
#include <string.h>

#include "correction/checker.h"

#define SHOWN     60u /* bytes of a text that a message repeats */
#define SPELLINGS 3u

typedef struct runner {
  fluide_model *model;
  const flu_rule_set *set;
  fluide_checker *shared[16][SPELLINGS]; /* by locale and spelling, for rules that are on by default */
  const flu_rule_source *rule;
  const flu_example_source *example;
  fluide_checker *checker;
  bool failed;      /* the example that is being run */
  uint32_t index;   /* of the rule in the model */
  uint8_t *reached; /* by instruction of the set: an example of its rule came there */
  size_t code_count;
  flu_rule_observer observer;
  unsigned *unreached; /* NULL: they are said */
} runner;

/* --- what is said --- */

typedef struct quote {
  char text[SHOWN + 8];
} quote;

/* A text as messages show it: cut at a code point when it is long. */
static quote quoted(const char *text, size_t len)
{
  quote q;
  size_t n = len < SHOWN ? len : SHOWN;
  while (n > 0 && n < len && ((unsigned char)text[n] & 0xC0) == 0x80) n--;
  memcpy(q.text, text, n);
  strcpy(q.text + n, n < len ? "…" : "");
  return q;
}

static const fluide_issue *issue_at(const fluide_result *r, size_t i)
{
  size_t count, stride;
  const char *items = (const char *)fluide_result_issues(r, &count, &stride);
  return i < count ? (const fluide_issue *)(const void *)(items + i * stride) : NULL;
}

static quote found_text(const fluide_issue *issue, const char *text)
{
  return quoted(text + issue->start.byte, issue->end.byte - issue->start.byte);
}

static void fail(runner *r, const char *hint, const char *message)
{
  r->failed = true;
  flu_diag_error(r->set->diag, r->rule->file, r->example->marked.text.offset, hint, "%s", message);
}

/* --- a mistake --- */

static bool is_of_rule(const runner *r, const fluide_issue *issue)
{
  return strcmp(issue->rule.ptr, r->rule->id.ptr) == 0;
}

static void not_found(runner *r, const fluide_result *result)
{
  const flu_marked *m = &r->example->marked;
  char message[600];
  const fluide_issue *own = NULL, *other = NULL;
  for (size_t i = 0; issue_at(result, i) != NULL; i++) {
    const fluide_issue *issue = issue_at(result, i);
    if (is_of_rule(r, issue))
      own = issue;
    else if (issue->start.byte <= m->end && issue->end.byte >= m->start)
      other = issue;
  }
  static const char hint[] = "`fluide rules trace` tells how far its patterns got";
  const quote marked = quoted(m->text.ptr + m->start, m->end - m->start);
  if (own != NULL)
    snprintf(message, sizeof message, "rule '%s' reports « %s », not « %s »", r->rule->id.ptr,
             found_text(own, m->text.ptr).text, marked.text);
  else if (other != NULL)
    snprintf(message, sizeof message, "rule '%s' does not report « %s »: rule '%s' reports « %s »", r->rule->id.ptr,
             marked.text, other->rule.ptr, found_text(other, m->text.ptr).text);
  else
    snprintf(message, sizeof message, "rule '%s' does not find this mistake", r->rule->id.ptr);
  fail(r, own == NULL && other == NULL ? hint : NULL, message);
}

static void compare_suggestions(runner *r, const fluide_result *result, const fluide_issue *issue)
{
  char message[400];
  for (size_t i = 0; i < r->example->replacement_count; i++) {
    const flu_lexeme wanted = r->example->replacements[i];
    const bool there = i < issue->suggestion_count;
    const fluide_str got =
        there ? fluide_result_suggestion(result, issue->first_suggestion + (uint32_t)i) : (fluide_str){ "", 0 };
    if (there && got.len == wanted.len && memcmp(got.ptr, wanted.ptr, got.len) == 0) continue;
    const quote want = quoted(wanted.ptr, wanted.len), have = quoted(got.ptr, got.len);
    snprintf(message, sizeof message, "suggestion %zu is %s%s%s, not « %s »", i + 1, there ? "« " : "missing",
             have.text, there ? " »" : "", want.text);
    fail(r, NULL, message);
    return;
  }
}

/* Was it there before the text was mended? What stands behind the mended place has moved. */
static bool was_there(const fluide_result *before, const fluide_issue *issue, const fluide_issue *mended, long moved)
{
  for (size_t i = 0; issue_at(before, i) != NULL; i++) {
    const fluide_issue *old = issue_at(before, i);
    const long by = old->start.byte >= mended->end.byte ? moved : 0;
    if (old != mended && strcmp(old->rule.ptr, issue->rule.ptr) == 0 &&
        (long)old->start.byte + by == (long)issue->start.byte && (long)old->end.byte + by == (long)issue->end.byte)
      return true;
  }
  return false;
}

static void say_new_issue(runner *r, const fluide_issue *issue, const char *text, fluide_str fix, bool first)
{
  const quote what = found_text(issue, text), how = quoted(fix.ptr, fix.len);
  flu_diag *d = r->set->diag;
  const size_t place = r->example->marked.text.offset;
  static const char hint[] = "a suggestion must leave a sentence that is right";
  static const char format[] = "the suggestion « %s » makes rule '%s' report « %s »";
  if (first)
    flu_diag_error(d, r->rule->file, place, hint, format, how.text, issue->rule.ptr, what.text);
  else
    flu_diag_warning(d, r->rule->file, place, hint, format, how.text, issue->rule.ptr, what.text);
  r->failed = r->failed || first;
}

/* The best suggestion must not raise anything new; of the others it is only said. */
static int check_mended(runner *r, const fluide_result *before, const fluide_issue *issue, uint32_t which)
{
  const flu_lexeme text = r->example->marked.text;
  const fluide_str fix = fluide_result_suggestion(before, issue->first_suggestion + which);
  const size_t start = issue->start.byte, end = issue->end.byte, len = start + fix.len + (text.len - end);
  char *mended = malloc(len + 1);
  fluide_result *after = NULL;
  if (mended == NULL) return FLU_E_NOMEM;
  memcpy(mended, text.ptr, start);
  memcpy(mended + start, fix.ptr, fix.len);
  memcpy(mended + start + fix.len, text.ptr + end, text.len - end);
  mended[len] = '\0';
  const int status = fluide_check(r->checker, mended, len, NULL, &after, NULL);
  for (size_t i = 0; status == FLU_OK && issue_at(after, i) != NULL; i++) {
    const fluide_issue *new = issue_at(after, i);
    if (was_there(before, new, issue, (long)fix.len - (long)(end - start))) continue;
    say_new_issue(r, new, mended, fix, which == 0);
    break;
  }
  fluide_result_free(after);
  free(mended);
  return status;
}

static int check_wrong(runner *r, const fluide_result *result)
{
  const flu_marked *m = &r->example->marked;
  int status = FLU_OK;
  for (size_t i = 0; issue_at(result, i) != NULL; i++) {
    const fluide_issue *issue = issue_at(result, i);
    if (!is_of_rule(r, issue) || issue->start.byte != m->start || issue->end.byte != m->end) continue;
    compare_suggestions(r, result, issue);
    for (uint32_t k = 0; k < issue->suggestion_count && k < r->example->replacement_count && status == FLU_OK; k++)
      status = check_mended(r, result, issue, k);
    return status;
  }
  not_found(r, result);
  return status;
}

/* --- a right sentence --- */

static void check_right(runner *r, const fluide_result *result)
{
  const char *text = r->example->marked.text.ptr;
  char message[400];
  for (size_t i = 0; issue_at(result, i) != NULL; i++) {
    const fluide_issue *issue = issue_at(result, i);
    const quote what = found_text(issue, text);
    if (is_of_rule(r, issue)) {
      snprintf(message, sizeof message, "rule '%s' reports « %s » in this right sentence", r->rule->id.ptr, what.text);
      fail(r, NULL, message);
      return;
    }
    flu_diag_warning(r->set->diag, r->rule->file, r->example->marked.text.offset, NULL,
                     "rule '%s' reports « %s » in this right sentence", issue->rule.ptr, what.text);
  }
}

/* --- running --- */

static const char *locale_of(uint8_t locales)
{
  if (locales == 0 || (locales & FLU_LOCALE_FR) != 0) return "fr-FR";
  return (locales & FLU_LOCALE_BE) != 0 ? "fr-BE" : (locales & FLU_LOCALE_CH) != 0 ? "fr-CH" : "fr-CA";
}

/* A rule that is off by default needs a checker of its own, which *own then holds. */
static int find_checker(runner *r, fluide_checker **own)
{
  const uint8_t locales = r->example->locale != 0 ? r->example->locale : r->rule->locales;
  fluide_checker **shared = &r->shared[locales & 15][r->example->spelling % SPELLINGS];
  const char *enable[] = { r->rule->id.ptr, NULL };
  fluide_options o = FLUIDE_OPTIONS_INIT;
  o.locale = locale_of(locales);
  o.spelling = r->example->spelling;
  if (!r->rule->enabled) o.enable = enable;
  fluide_checker **place = r->rule->enabled ? shared : own;
  const int status = *place == NULL ? fluide_checker_new(r->model, &o, place, NULL) : FLUIDE_OK;
  r->checker = *place;
  return status;
}

static int run_example(runner *r)
{
  fluide_checker *own = NULL;
  fluide_result *result = NULL;
  const flu_lexeme text = r->example->marked.text;
  int status = find_checker(r, &own);
  if (status == FLUIDE_OK)
    status = flu_api_check(r->checker, text.ptr, text.len, NULL, false, &r->observer, &result, NULL);
  if (status == FLUIDE_OK && r->example->wrong)
    status = check_wrong(r, result);
  else if (status == FLUIDE_OK)
    check_right(r, result);
  fluide_result_free(result);
  fluide_checker_free(own);
  return status;
}

/* --- what no example reaches --- */

static void ended(void *ctx, const flu_match *m, bool matched, bool reported)
{
  runner *r = ctx;
  (void)reported;
  if (!matched || m->pattern->rule != r->index) return;
  for (uint32_t i = 0; i < m->captures.taken; i++)
    if (r->observer.trail[i] >= r->set->first_place) r->reached[r->observer.trail[i] - r->set->first_place] = 1;
}

static const flu_code_place *place_of(const runner *r, uint32_t code)
{
  return (const flu_code_place *)(const void *)r->set->places.ptr + (code - r->set->first_place);
}

/* Instructions of the two programs of a pattern, one after the other; UINT32_MAX at the end. */
static uint32_t next_code(const runner *r, const flu_prog_pattern *p, uint32_t code)
{
  const flu_prog_code *all = r->model->programs.code;
  if (code == UINT32_MAX) return p->left;
  if (all[code].op != FLU_OP_MATCH) return code + 1;
  return code >= p->right ? UINT32_MAX : p->right;
}

/* Copies of one word, as a repetition makes them, are one. */
static bool is_reached(const runner *r, const flu_prog_pattern *p, uint32_t offset, bool any)
{
  for (uint32_t c = next_code(r, p, UINT32_MAX); c != UINT32_MAX; c = next_code(r, p, c))
    if (r->reached[c - r->set->first_place] && (any || place_of(r, c)->offset == offset)) return true;
  return false;
}

static void say_unreached(const runner *r, uint32_t offset, const char *what)
{
  if (r->unreached != NULL)
    ++*r->unreached;
  else
    flu_diag_warning(r->set->diag, r->rule->file, offset, "add a `faute` that has it, or leave it out",
                     "no example reaches this %s", what);
}

static void look_at_pattern(const runner *r, const flu_prog_pattern *p)
{
  uint32_t first = UINT32_MAX;
  const bool found = is_reached(r, p, 0, true);
  for (uint32_t c = next_code(r, p, UINT32_MAX); c != UINT32_MAX; c = next_code(r, p, c)) {
    const flu_code_place *place = place_of(r, c);
    if (r->model->programs.code[c].op != FLU_OP_ATOM) continue;
    if (place->offset < first) first = place->offset;
    if (!found || !place->word || is_reached(r, p, place->offset, false)) continue;
    r->reached[c - r->set->first_place] = 1; /* said once */
    say_unreached(r, place->offset, "part of the pattern");
  }
  if (!found && first != UINT32_MAX) say_unreached(r, first, "pattern");
}

static void look_at_patterns(runner *r)
{
  const flu_programs *p = &r->model->programs;
  size_t i = 0;
  for (uint32_t k = 0; k < p->header->arrays[FLU_PROG_PATTERNS].count; k++) {
    const flu_prog_pattern *pattern = &p->patterns[k];
    if (pattern->left < r->set->first_place || pattern->right < r->set->first_place) continue;
    while (i < r->set->count && r->set->index[i] < pattern->rule) i++; /* patterns are in the order of the rules */
    if (i == r->set->count || r->set->index[i] != pattern->rule) continue;
    r->rule = &r->set->rules[i];
    look_at_pattern(r, pattern);
  }
}

static int run_all(runner *r, uint32_t *failed)
{
  int status = FLU_OK;
  for (size_t i = 0; i < r->set->count && status == FLU_OK; i++) {
    r->rule = &r->set->rules[i];
    r->index = r->set->index[i];
    for (size_t k = 0; k < r->rule->example_count && status == FLU_OK; k++) {
      r->example = &r->rule->examples[k];
      r->failed = false;
      status = run_example(r);
      if (r->failed && failed != NULL) failed[i]++;
    }
  }
  return status;
}

int flu_api_run_examples(fluide_model *model, const flu_rule_set *set, uint32_t *failed, unsigned *unreached)
{
  runner r = { .model = model, .set = set, .unreached = unreached, .observer = { .ended = ended } };
  r.observer.ctx = &r;
  r.code_count = set->places.len / sizeof(flu_code_place) + 1;
  r.reached = flu_new0(&flu_alloc_default, r.code_count);
  int status = r.reached == NULL ? FLU_E_NOMEM : run_all(&r, failed);
  if (status == FLU_OK && set->places.len > 0) look_at_patterns(&r);
  flu_free(&flu_alloc_default, r.reached, r.code_count);
  for (size_t i = 0; i < 16; i++)
    for (size_t k = 0; k < SPELLINGS; k++) fluide_checker_free(r.shared[i][k]);
  return status;
}
