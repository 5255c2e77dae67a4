/* Rules of one's own through the public interface: what is said of examples that fail, word for word, the contract of
 * the calls, and what traces and counts tell.
 *
 * With FLUIDE_UPDATE_GOLDEN in the environment the golden file is written anew; read the difference. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <fluide/fluide.h>

static const char good_rule[] =
    "regle essai.un categorie grammaire niveau erreur\n  cherche [vieux mot]\n"
    "  sauf [vieux mot] rare\n  corrige \"mot récent\"\n  titre T\n  dit D\n  pourquoi P\n"
    "  faute \"Un [vieux mot] passe.\" -> \"mot récent\"\n  faute \"Le [vieux mot] reste.\"\n"
    "  juste \"Un vieux chat passe.\"\n  juste \"Un vieux mot rare.\"\n";

static fluide_model *model;

static const void *at(const void *items, size_t stride, size_t i)
{
  return (const char *)items + stride * i;
}

static char *read_text(const char *path, size_t *len)
{
  char *text = calloc(1, 1 << 16);
  FILE *f = fopen(path, "rb");
  ck_assert(text != NULL && f != NULL);
  *len = fread(text, 1, (1 << 16) - 1, f);
  fclose(f);
  return text;
}

static fluide_rules *compile(const char *text, size_t len)
{
  const fluide_rule_text rule = { "a.regle", text, len };
  fluide_rules *rules = NULL;
  ck_assert_int_eq(fluide_rules_compile(model, &rule, 1, NULL, &rules, NULL), FLUIDE_OK);
  return rules;
}

START_TEST(examples_that_fail_are_said)
{
  size_t len, count, stride, wanted_len, said_len = 0;
  char *text = read_text("examples/errors.regle", &len), *said = calloc(1, 1 << 16);
  fluide_rules *rules = compile(text, len);
  ck_assert_ptr_nonnull(fluide_rules_model(rules));
  ck_assert_int_eq(fluide_rules_test(rules, NULL), FLUIDE_OK);
  const fluide_rule_problem *problems = fluide_rules_problems(rules, &count, &stride);
  for (size_t i = 0; i < count; i++) {
    const fluide_rule_problem *p = at(problems, stride, i);
    ck_assert_uint_eq(p->tested, 1);
    said_len += (size_t)sprintf(said + said_len, "%s:%u:%u: %s: %s\n      = hint: %s\n", p->file.ptr, p->line,
                                p->column, fluide_severity_name(p->severity), p->message.ptr, p->hint.ptr);
  }
  const fluide_rule_test *tests = fluide_rules_tests(rules, &count, &stride);
  for (size_t i = 0; i < count; i++) {
    const fluide_rule_test *t = at(tests, stride, i);
    said_len += (size_t)sprintf(said + said_len, "%s %u: %u, %u, %u\n", t->rule.ptr, t->line, t->wrong_count,
                                t->right_count, t->failed_count);
  }
  if (getenv("FLUIDE_UPDATE_GOLDEN") != NULL) {
    FILE *out = fopen("examples/errors.stderr", "wb");
    ck_assert(out != NULL && fwrite(said, 1, said_len, out) == said_len);
    fclose(out);
  }
  char *wanted = read_text("examples/errors.stderr", &wanted_len);
  ck_assert_msg(strcmp(said, wanted) == 0, "errors.stderr differs; said:\n%s", said);
  fluide_rules_free(rules);
  free(text);
  free(said);
  free(wanted);
}
END_TEST

static size_t issues_of(fluide_model *m, const char *text, const char *id)
{
  fluide_checker *checker = NULL;
  fluide_result *result = NULL;
  size_t count, stride, found = 0;
  ck_assert_int_eq(fluide_checker_new(m, NULL, &checker, NULL), FLUIDE_OK);
  ck_assert_int_eq(fluide_check(checker, text, strlen(text), NULL, &result, NULL), FLUIDE_OK);
  const fluide_issue *issues = fluide_result_issues(result, &count, &stride);
  for (size_t i = 0; i < count; i++) found += strcmp(((const fluide_issue *)at(issues, stride, i))->rule.ptr, id) == 0;
  fluide_result_free(result);
  fluide_checker_free(checker);
  return found;
}

START_TEST(a_model_has_the_rules)
{
  fluide_model_info before = { .struct_size = sizeof before }, after = { .struct_size = sizeof after };
  fluide_rules *rules = compile(good_rule, sizeof good_rule - 1);
  ck_assert_int_eq(fluide_rules_test(rules, NULL), FLUIDE_OK);
  ck_assert_int_eq(fluide_rules_test(rules, NULL), FLUIDE_OK);
  size_t count, stride;
  fluide_rules_problems(rules, &count, &stride);
  ck_assert_uint_eq(count, 0);
  fluide_model *own = fluide_model_ref(fluide_rules_model(rules));
  fluide_rules_free(rules);
  ck_assert_int_eq(fluide_model_describe(model, &before), FLUIDE_OK);
  ck_assert_int_eq(fluide_model_describe(own, &after), FLUIDE_OK);
  ck_assert_uint_eq(after.rule_count, before.rule_count + 1);
  ck_assert(after.generation != before.generation);
  ck_assert_uint_eq(issues_of(own, "Le vieux mot et un verre de eau.", "essai.un"), 1);
  ck_assert_uint_eq(issues_of(own, "Le vieux mot et un verre de eau.", "elision.de"), 1);
  ck_assert_uint_eq(issues_of(own, "Les enfans dorment.", "orth.mot-inconnu"), 1);
  fluide_model_unref(own);
}
END_TEST

START_TEST(rules_stand_on_rules)
{
  fluide_rules *first = compile(good_rule, sizeof good_rule - 1), *second = NULL;
  char text[sizeof good_rule];
  strcpy(text, good_rule);
  memcpy(strstr(text, "essai.un"), "essai.de", 8);
  const fluide_rule_text rule = { "b.regle", text, strlen(text) };
  ck_assert_int_eq(fluide_rules_compile(fluide_rules_model(first), &rule, 1, NULL, &second, NULL), FLUIDE_OK);
  fluide_rules_free(first);
  ck_assert_uint_eq(issues_of(fluide_rules_model(second), "Le vieux mot.", "essai.de") +
                        issues_of(fluide_rules_model(second), "Le vieux mot.", "essai.un"),
                    1);
  fluide_rules_free(second);
}
END_TEST

START_TEST(a_rule_takes_the_place_of_its_namesake)
{
  char text[sizeof good_rule + 8];
  snprintf(text, sizeof text, "regle elision.de%s", good_rule + strlen("regle essai.un"));
  fluide_rules *rules = compile(text, strlen(text));
  fluide_model_info before = { .struct_size = sizeof before }, after = { .struct_size = sizeof after };
  ck_assert_int_eq(fluide_model_describe(model, &before), FLUIDE_OK);
  ck_assert_int_eq(fluide_model_describe(fluide_rules_model(rules), &after), FLUIDE_OK);
  ck_assert_uint_eq(after.rule_count, before.rule_count);
  ck_assert_uint_eq(issues_of(fluide_rules_model(rules), "Un verre de eau.", "elision.de"), 0);
  ck_assert_uint_eq(issues_of(fluide_rules_model(rules), "Le vieux mot.", "elision.de"), 1);
  fluide_rules_free(rules);
}
END_TEST

START_TEST(texts_with_errors_have_no_model)
{
  size_t count, stride;
  fluide_rules *rules = compile("regle essai.un\n", 15);
  ck_assert_ptr_null(fluide_rules_model(rules));
  ck_assert_int_eq(fluide_rules_test(rules, NULL), FLUIDE_E_ARG);
  const fluide_rule_problem *problems = fluide_rules_problems(rules, &count, &stride);
  ck_assert_uint_gt(count, 0);
  ck_assert_uint_eq(problems->line, 1);
  ck_assert_uint_eq(problems->tested, 0);
  fluide_rules_tests(rules, &count, &stride);
  ck_assert_uint_eq(count, 0);
  fluide_rules_free(rules);
  rules = compile("\xFF", 1);
  ck_assert_ptr_null(fluide_rules_model(rules));
  fluide_rules_free(rules);
  rules = compile(NULL, 0);
  ck_assert_ptr_nonnull(fluide_rules_model(rules));
  fluide_rules_free(rules);
}
END_TEST

START_TEST(arguments_are_checked)
{
  fluide_rules *rules = NULL;
  const fluide_rule_text nameless = { NULL, "", 0 }, endless = { "a", "", (size_t)1 << 40 };
  size_t n;
  ck_assert_int_eq(fluide_rules_compile(NULL, NULL, 0, NULL, &rules, NULL), FLUIDE_E_ARG);
  ck_assert_int_eq(fluide_rules_compile(model, NULL, 1, NULL, &rules, NULL), FLUIDE_E_ARG);
  ck_assert_int_eq(fluide_rules_compile(model, &nameless, 1, NULL, &rules, NULL), FLUIDE_E_ARG);
  ck_assert_int_eq(fluide_rules_compile(model, &endless, 1, NULL, &rules, NULL), FLUIDE_E_LIMIT);
  ck_assert_int_eq(fluide_rules_test(NULL, NULL), FLUIDE_E_ARG);
  ck_assert_ptr_null(fluide_rules_model(NULL));
  ck_assert_ptr_null(fluide_rules_problems(NULL, &n, &n));
  ck_assert_ptr_null(fluide_rules_tests(NULL, &n, &n));
  ck_assert_ptr_null(fluide_trace_attempts(NULL, &n, &n));
  ck_assert_ptr_null(fluide_coverage_rules(NULL, &n, &n));
  fluide_rules_free(NULL);
  fluide_trace_free(NULL);
  fluide_coverage_free(NULL);
}
END_TEST

START_TEST(traces_tell_the_outcome)
{
  fluide_rules *rules = compile(good_rule, sizeof good_rule - 1);
  fluide_checker *checker = NULL;
  fluide_trace *trace = NULL;
  size_t count, stride;
  static const char text[] = "É un vieux mot. Un vieux mot rare.";
  ck_assert_int_eq(fluide_checker_new(fluide_rules_model(rules), NULL, &checker, NULL), FLUIDE_OK);
  ck_assert_int_eq(fluide_trace_text(checker, text, sizeof text - 1, NULL, "essai.deux", &trace, NULL),
                   FLUIDE_E_NOTFOUND);
  ck_assert_int_eq(fluide_trace_text(checker, text, sizeof text - 1, NULL, "essai.un", &trace, NULL), FLUIDE_OK);
  const fluide_attempt *a = fluide_trace_attempts(trace, &count, &stride);
  ck_assert_uint_eq(count, 2);
  ck_assert_uint_eq(a->outcome, FLUIDE_OUTCOME_REPORTED);
  ck_assert_uint_eq(a->kept, 1);
  ck_assert_str_eq(a->detail.ptr, "mot récent");
  ck_assert(a->start.byte == 6 && a->start.cp == 5 && a->end.cp == 14);
  a = at(a, stride, 1);
  ck_assert_uint_eq(a->outcome, FLUIDE_OUTCOME_EXCEPTION);
  ck_assert_uint_eq(a->exception, 1);
  ck_assert_str_eq(a->detail.ptr, "[vieux mot] rare");
  const fluide_trace_word *words = fluide_trace_words(trace, &count, &stride);
  ck_assert_uint_eq(count, 10);
  ck_assert_str_eq(words->norm.ptr, "É");
  fluide_trace_free(trace);
  fluide_checker_free(checker);
  fluide_rules_free(rules);
}
END_TEST

START_TEST(counts_are_of_one_model)
{
  fluide_rules *rules = compile(good_rule, sizeof good_rule - 1);
  fluide_checker *checker = NULL;
  fluide_coverage *coverage = NULL;
  const fluide_part_coverage *parts;
  size_t count, stride, part_count, part_stride;
  ck_assert_int_eq(fluide_checker_new(fluide_rules_model(rules), NULL, &checker, NULL), FLUIDE_OK);
  ck_assert_int_eq(fluide_coverage_new(model, NULL, &coverage, NULL), FLUIDE_OK);
  ck_assert_int_eq(fluide_coverage_check(coverage, checker, "a", 1, NULL, NULL, NULL), FLUIDE_E_ARG);
  fluide_coverage_free(coverage);
  ck_assert_int_eq(fluide_coverage_new(fluide_rules_model(rules), NULL, &coverage, NULL), FLUIDE_OK);
  for (int i = 0; i < 3; i++)
    ck_assert_int_eq(fluide_coverage_check(coverage, checker, "Un vieux mot.", 13, NULL, NULL, NULL), FLUIDE_OK);
  const fluide_rule_coverage *all = fluide_coverage_rules(coverage, &count, &stride);
  size_t own = 0;
  while (own < count && strcmp(((const fluide_rule_coverage *)at(all, stride, own))->rule.ptr, "essai.un") != 0) own++;
  const fluide_rule_coverage *r = at(all, stride, own);
  ck_assert(r->tried == 3 && r->matched == 3 && r->issues == 3 && r->excepted == 0);
  ck_assert_int_eq(fluide_coverage_parts(coverage, own, &parts, &part_count, &part_stride), FLUIDE_OK);
  ck_assert_uint_eq(part_count, 2);
  ck_assert(strcmp(parts->text.ptr, "vieux") == 0 && parts->matched == 3 && parts->pattern == 1);
  ck_assert_int_eq(fluide_coverage_parts(coverage, count, &parts, &part_count, &part_stride), FLUIDE_E_ARG);
  fluide_coverage_free(coverage);
  fluide_checker_free(checker);
  fluide_rules_free(rules);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("own_rules");
  TCase *tests = tcase_create("own_rules");
  tcase_set_timeout(tests, 60);
  tcase_add_test(tests, examples_that_fail_are_said);
  tcase_add_test(tests, a_model_has_the_rules);
  tcase_add_test(tests, rules_stand_on_rules);
  tcase_add_test(tests, a_rule_takes_the_place_of_its_namesake);
  tcase_add_test(tests, texts_with_errors_have_no_model);
  tcase_add_test(tests, arguments_are_checked);
  tcase_add_test(tests, traces_tell_the_outcome);
  tcase_add_test(tests, counts_are_of_one_model);
  suite_add_tcase(suite, tests);
  if (chdir(FLU_TEST_DATA) != 0 || fluide_model_open(NULL, NULL, &model, NULL) != FLUIDE_OK) return 2;
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  fluide_model_unref(model);
  return failed == 0 ? 0 : 1;
}
