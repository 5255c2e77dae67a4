/* fluide rules test: the rules of a file with their examples, on top of the model. */
#include "report.h"
#include "rule_files.h"
#include "rules.h"

struct tally {
  size_t rules, wrong, right, failed, errors;
};

static void put_test(struct buffer *out, const fluide_rule_test *test, struct tally *tally)
{
  buffer_visible(out, test->file.ptr, test->file.len);
  buffer_format(out, ":%u: %s : %u faute%s, %u juste%s : ", test->line, test->rule.ptr, test->wrong_count,
                test->wrong_count > 1 ? "s" : "", test->right_count, test->right_count > 1 ? "s" : "");
  if (test->failed_count > 0)
    buffer_format(out, "%u échec%s\n", test->failed_count, test->failed_count > 1 ? "s" : "");
  else
    buffer_text(out, "bien\n");
  tally->rules++;
  tally->wrong += test->wrong_count;
  tally->right += test->right_count;
  tally->failed += test->failed_count;
}

static void put_text(struct buffer *out, const struct rule_files *files, struct tally *tally)
{
  size_t count = 0, stride = 0;
  const fluide_rule_test *tests = fluide_rules_tests(files->rules, &count, &stride);
  for (size_t i = 0; i < count; i++) put_test(out, element(tests, stride, i), tally);
  tally->errors = rule_files_problems(files, out);
  if (fluide_rules_model(files->rules))
    buffer_format(out, "%zu règle%s, %zu exemples : %zu échec%s.\n", tally->rules, tally->rules > 1 ? "s" : "",
                  tally->wrong + tally->right, tally->failed, tally->failed > 1 ? "s" : "");
  else
    buffer_format(out, "%zu erreur%s : rien n'a été essayé.\n", tally->errors, tally->errors > 1 ? "s" : "");
}

static void put_json(struct buffer *out, const struct rule_files *files, struct tally *tally)
{
  size_t count = 0, stride = 0;
  const fluide_rule_test *tests = fluide_rules_tests(files->rules, &count, &stride);
  buffer_text(out, "{\"rules\":[");
  for (size_t i = 0; i < count; i++) {
    const fluide_rule_test *test = element(tests, stride, i);
    buffer_text(out, i > 0 ? ",\n{\"id\":" : "\n{\"id\":");
    json_str(out, test->rule);
    buffer_text(out, ",\"file\":");
    json_str(out, test->file);
    buffer_format(out, ",\"line\":%u,\"wrong\":%u,\"right\":%u,\"failed\":%u}", test->line, test->wrong_count,
                  test->right_count, test->failed_count);
    tally->failed += test->failed_count;
  }
  const fluide_rule_problem *problems = fluide_rules_problems(files->rules, &count, &stride);
  buffer_text(out, "],\n\"problems\":[");
  for (size_t i = 0; i < count; i++) {
    const fluide_rule_problem *problem = element(problems, stride, i);
    buffer_text(out, i > 0 ? ",\n{\"file\":" : "\n{\"file\":");
    json_str(out, problem->file);
    buffer_format(out, ",\"line\":%u,\"column\":%u,\"severity\":\"%s\",\"message\":", problem->line, problem->column,
                  fluide_severity_name(problem->severity));
    json_str(out, problem->message);
    buffer_text(out, ",\"hint\":");
    json_str(out, problem->hint);
    buffer_char(out, '}');
    tally->errors += problem->severity == FLUIDE_SEVERITY_ERROR;
  }
  buffer_text(out, "]}\n");
}

int rules_test(const struct settings *settings, struct engine *engine, const struct list *paths)
{
  struct rule_files files;
  struct tally tally = { 0 };
  struct buffer out = { 0 };
  fluide_error error = { 0 };
  if (paths->count == 0) {
    say("fluide rules test : il manque un fichier de règles");
    return EXIT_TROUBLE;
  }
  if (!rule_files_open(&files, engine, paths)) return EXIT_TROUBLE;
  int status = fluide_rules_model(files.rules) ? fluide_rules_test(files.rules, &error) : FLUIDE_OK;
  if (status != FLUIDE_OK) say("règles : %s", french_status(status));
  if (settings->format == FORMAT_JSON)
    put_json(&out, &files, &tally);
  else
    put_text(&out, &files, &tally);
  bool good = buffer_write(&out, stdout) && status == FLUIDE_OK;
  buffer_free(&out);
  rule_files_close(&files);
  return !good ? EXIT_TROUBLE : tally.failed + tally.errors > 0 ? EXIT_FOUND : EXIT_CLEAN;
}
