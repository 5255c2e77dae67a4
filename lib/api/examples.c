#include "api/examples.h"

#include <stdlib.h>
#include <string.h>

#include "correction/checker.h"

#define SHOWN     60u /* bytes of a text that a message repeats */
#define SPELLINGS 3u

typedef struct runner {
  fluide_model *model;
  const flu_rule_set *set;
  fluide_checker *shared[16][SPELLINGS];  /* by locale and spelling, for rules that are on by default */
  const flu_rule_source *rule;
  const flu_example_source *example;
  fluide_checker *checker;
  bool failed;                            /* the example that is being run */
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
    if (is_of_rule(r, issue)) own = issue;
    else if (issue->start.byte <= m->end && issue->end.byte >= m->start) other = issue;
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
  if (status == FLUIDE_OK) status = fluide_check(r->checker, text.ptr, text.len, NULL, &result, NULL);
  if (status == FLUIDE_OK && r->example->wrong)
    status = check_wrong(r, result);
  else if (status == FLUIDE_OK)
    check_right(r, result);
  fluide_result_free(result);
  fluide_checker_free(own);
  return status;
}

int flu_api_run_examples(fluide_model *model, const flu_rule_set *set, uint32_t *failed)
{
  runner r = { .model = model, .set = set };
  int status = FLU_OK;
  for (size_t i = 0; i < set->count && status == FLU_OK; i++) {
    r.rule = &set->rules[i];
    for (size_t k = 0; k < r.rule->example_count && status == FLU_OK; k++) {
      r.example = &r.rule->examples[k];
      r.failed = false;
      status = run_example(&r);
      if (r.failed && failed != NULL) failed[i]++;
    }
  }
  for (size_t i = 0; i < 16; i++)
    for (size_t k = 0; k < SPELLINGS; k++) fluide_checker_free(r.shared[i][k]);
  return status;
}
