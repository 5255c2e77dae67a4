/* Runs the test vectors of this folder: text and options in, issues with their three offsets and the corrected text
 * out. The bindings read the same files. See README.md beside this file for the format. */
#include <fluide/fluide.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_IDS = 32 };

typedef struct run {
  fluide_model *model;
  unsigned passed, failed;
} run;

static const char *text_of(const json_t *object, const char *key)
{
  return json_string_value(json_object_get(object, key));
}

/* --- what the vector asks for --- */

static void read_ids(const json_t *array, const char **ids)
{
  size_t i;
  json_t *id;
  json_array_foreach(array, i, id)
  {
    if (i + 1 == MAX_IDS) abort();
    ids[i] = json_string_value(id);
  }
}

static uint32_t spelling_of(const json_t *options)
{
  const char *name = text_of(options, "spelling");
  if (!name || strcmp(name, "both") == 0) return FLUIDE_SPELLING_BOTH;
  return strcmp(name, "classical") == 0 ? FLUIDE_SPELLING_CLASSICAL : FLUIDE_SPELLING_REFORM1990;
}

static int markup_of(const json_t *vector)
{
  const char *name = text_of(vector, "markup");
  if (!name || strcmp(name, "plain") == 0) return FLUIDE_MARKUP_PLAIN;
  return strcmp(name, "markdown") == 0 ? FLUIDE_MARKUP_MARKDOWN : FLUIDE_MARKUP_HTML;
}

static fluide_checker *make_checker(run *r, const json_t *vector)
{
  const json_t *wanted = json_object_get(vector, "options");
  const char *enable[MAX_IDS] = { 0 }, *disable[MAX_IDS] = { 0 };
  read_ids(json_object_get(wanted, "enable"), enable);
  read_ids(json_object_get(wanted, "disable"), disable);
  fluide_options options = FLUIDE_OPTIONS_INIT;
  options.locale = text_of(wanted, "locale");
  options.spelling = spelling_of(wanted);
  options.max_issues = (uint32_t)json_integer_value(json_object_get(wanted, "max_issues"));
  options.max_suggestions = (uint32_t)json_integer_value(json_object_get(wanted, "max_suggestions"));
  options.enable = enable;
  options.disable = disable;

  fluide_checker *checker = NULL;
  fluide_error err;
  if (fluide_checker_new(r->model, &options, &checker, &err) != FLUIDE_OK) {
    printf("checker: %s\n", err.detail);
    return NULL;
  }
  size_t i;
  json_t *word;
  json_array_foreach(json_object_get(vector, "words"), i, word)
  {
    if (fluide_add_word(checker, text_of(word, "word"), text_of(word, "like"), &err) != FLUIDE_OK) {
      printf("add_word: %s\n", err.detail);
    }
  }
  json_array_foreach(json_object_get(vector, "ignored"), i, word)
  {
    if (fluide_ignore_word(checker, json_string_value(word), &err) != FLUIDE_OK) {
      printf("ignore_word: %s\n", err.detail);
    }
  }
  return checker;
}

/* --- what came, in the same form --- */

static json_t *span_of(uint32_t start, uint32_t end)
{
  return json_pack("[i,i]", (int)start, (int)end);
}

static json_t *string_of(fluide_str s)
{
  return json_stringn(s.ptr, s.len);
}

static json_t *issue_json(const fluide_result *result, const fluide_issue *issue)
{
  json_t *suggestions = json_array();
  for (uint32_t k = 0; k < issue->suggestion_count; k++) {
    json_array_append_new(suggestions, string_of(fluide_result_suggestion(result, issue->first_suggestion + k)));
  }
  return json_pack("{so,ss,ss,so,so,so,so}", "rule", string_of(issue->rule), "category",
                   fluide_category_name(issue->category), "severity", fluide_severity_name(issue->severity), "byte",
                   span_of(issue->start.byte, issue->end.byte), "utf16", span_of(issue->start.utf16, issue->end.utf16),
                   "codepoint", span_of(issue->start.cp, issue->end.cp), "suggestions", suggestions);
}

static json_t *issues_json(const fluide_result *result)
{
  json_t *list = json_array();
  size_t count = 0, stride = 0;
  const char *at = (const char *)fluide_result_issues(result, &count, &stride);
  for (size_t i = 0; i < count; i++, at += stride) json_array_append_new(list, issue_json(result, (const void *)at));
  return list;
}

/* --- comparing: what the vector does not say does not matter --- */

static bool begins_with(const json_t *got, const json_t *wanted)
{
  size_t i;
  json_t *item;
  json_array_foreach(wanted, i, item)
  {
    if (!json_equal(item, json_array_get(got, i))) return false;
  }
  return true;
}

static bool issue_fits(const json_t *got, json_t *wanted)
{
  const char *key;
  json_t *value;
  json_object_foreach(wanted, key, value)
  {
    const json_t *mine = json_object_get(got, key);
    if (strcmp(key, "suggestions") == 0) {
      if (!begins_with(mine, value)) return false;
    } else if (!mine || !json_equal(mine, value)) {
      return false;
    }
  }
  return true;
}

static bool issues_fit(const json_t *got, const json_t *wanted)
{
  if (json_array_size(got) != json_array_size(wanted)) return false;
  for (size_t i = 0; i < json_array_size(got); i++) {
    if (!issue_fits(json_array_get(got, i), json_array_get(wanted, i))) return false;
  }
  return true;
}

static bool answer_fits(const fluide_result *result, const json_t *vector)
{
  json_t *issues = issues_json(result);
  bool fits = issues_fit(issues, json_object_get(vector, "issues"));
  const json_t *corrected = json_object_get(vector, "corrected");
  json_t *got = string_of(fluide_result_corrected(result));
  if (corrected && !json_equal(got, corrected)) fits = false;
  if (!fits) {
    char *issues_text = json_dumps(issues, JSON_INDENT(1)), *got_text = json_dumps(got, JSON_ENCODE_ANY);
    printf("got %s\ncorrected %s\n", issues_text ? issues_text : "", got_text ? got_text : "");
    free(issues_text);
    free(got_text);
  }
  json_decref(issues);
  json_decref(got);
  return fits;
}

/* --- one vector --- */

static bool check_vector(fluide_checker *checker, const json_t *vector)
{
  const json_t *text = json_object_get(vector, "text");
  const char *utf8 = json_string_value(text);
  size_t len = json_string_length(text);
  fluide_masks *masks = NULL;
  fluide_result *result = NULL;
  fluide_input input = FLUIDE_INPUT_INIT;
  fluide_error err = { 0 };
  bool fits = false;
  int status = fluide_masks_build(markup_of(vector), utf8, len, NULL, &masks, &err);
  if (status == FLUIDE_OK) {
    input.masks = fluide_masks_items(masks, &input.mask_count);
    status = fluide_correct(checker, utf8, len, &input, &result, &err);
  }
  if (status == FLUIDE_OK) fits = answer_fits(result, vector);
  else printf("%s: %s\n", fluide_status_name(status), err.detail);
  fluide_result_free(result);
  fluide_masks_free(masks);
  return fits;
}

static void run_vector(run *r, const char *path, const json_t *vector)
{
  fluide_checker *checker = make_checker(r, vector);
  bool fits = checker && check_vector(checker, vector);
  if (fits) {
    r->passed++;
  } else {
    const char *text = text_of(vector, "text");
    printf("%s: not as expected: %s\n", path, text ? text : "(no text)");
    r->failed++;
  }
  fluide_checker_free(checker);
}

static void run_file(run *r, const char *path)
{
  json_error_t error;
  json_t *file = json_load_file(path, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
  json_t *list = json_object_get(file, "vectors");
  if (!json_array_size(list)) {
    printf("%s:%d:%d: %s\n", path, error.line, error.column, file ? "no vectors" : error.text);
    r->failed++;
  }
  size_t i;
  json_t *vector;
  json_array_foreach(list, i, vector) run_vector(r, path, vector);
  json_decref(file);
}

int main(int argc, char **argv)
{
  run r = { 0 };
  fluide_error err;
  if (fluide_model_open(NULL, NULL, &r.model, &err) != FLUIDE_OK) {
    printf("%s\n", err.detail);
    return 1;
  }
  for (int i = 1; i < argc; i++) run_file(&r, argv[i]);
  fluide_model_unref(r.model);
  printf("%u vectors as expected, %u not\n", r.passed, r.failed);
  return r.failed || !r.passed ? 1 : 0;
}
