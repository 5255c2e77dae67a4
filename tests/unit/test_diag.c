/* What the compilers say about their sources, word for word: data/rules/X.regle and data/lists/X/ against X.stderr.
 * With FLUIDE_UPDATE_GOLDEN in the environment the .stderr files are written anew; read the difference. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/files.h"
#include "compiler/hint.h"
#include "compiler/rules.h"

static char *slurp(FILE *f, size_t *len)
{
  char *text = calloc(1, 1 << 20);
  ck_assert_ptr_nonnull(text);
  rewind(f);
  *len = fread(text, 1, (1 << 20) - 1, f);
  return text;
}

static void compare_golden(const char *path, FILE *said)
{
  size_t said_len = 0, wanted_len = 0;
  char *text = slurp(said, &said_len);
  if (getenv("FLUIDE_UPDATE_GOLDEN") != NULL) {
    FILE *out = fopen(path, "wb");
    ck_assert_ptr_nonnull(out);
    fwrite(text, 1, said_len, out);
    fclose(out);
  }
  FILE *golden = fopen(path, "rb");
  ck_assert_msg(golden != NULL, "%s is missing", path);
  char *wanted = slurp(golden, &wanted_len);
  fclose(golden);
  ck_assert_msg(said_len == wanted_len && memcmp(text, wanted, said_len) == 0, "%s differs; said:\n%s", path, text);
  free(text);
  free(wanted);
}

static void golden_path(char *out, size_t cap, const char *source, const char *suffix)
{
  const size_t len = strlen(source) - strlen(suffix);
  ck_assert_uint_lt(len + sizeof ".stderr", cap);
  memcpy(out, source, len);
  strcpy(out + len, ".stderr");
}

START_TEST(rules_say_what_is_wrong)
{
  flu_diag none = { .out = stderr };
  flu_files files = { 0 };
  ck_assert_int_eq(flu_files_list(&files, "rules", ".regle", &none), FLU_OK);
  ck_assert_uint_ge(files.count, 12);
  for (size_t i = 0; i < files.count; i++) {
    FILE *said = tmpfile();
    flu_diag d = { .out = said, .max_errors = 100 };
    flu_rule_set set;
    flu_rule_set_init(&set, &d);
    ck_assert_int_eq(flu_rule_set_read(&set, files.paths[i]), FLU_OK);
    flu_rule_set_sort(&set);
    char golden[256];
    golden_path(golden, sizeof golden, files.paths[i], ".regle");
    compare_golden(golden, said);
    const bool good = strcmp(flu_file_name(files.paths[i]), "good.regle") == 0;
    ck_assert_msg(set.bad == !good && (d.errors == 0) == good, "%s", files.paths[i]);
    flu_rule_set_end(&set);
    fclose(said);
  }
  flu_files_end(&files);
}
END_TEST

START_TEST(lists_say_what_is_wrong)
{
  FILE *said = tmpfile();
  flu_diag d = { .out = said, .max_errors = 100 };
  flu_buffer out;
  flu_buffer_init(&out, &flu_alloc_default);
  ck_assert_int_eq(flu_build_lists(&d, "lists/bad", &out), FLU_E_FORMAT);
  ck_assert_uint_eq(out.len, 0);
  compare_golden("lists/bad.stderr", said);
  fclose(said);
}
END_TEST

START_TEST(missing_files_are_named)
{
  FILE *said = tmpfile();
  flu_diag d = { .out = said };
  flu_source src;
  flu_buffer out;
  flu_buffer_init(&out, &flu_alloc_default);
  ck_assert_int_eq(flu_source_read(&src, "rules/nowhere.regle", &d), FLU_E_IO);
  ck_assert_int_eq(flu_source_read(&src, "rules", &d), FLU_E_IO);
  ck_assert_int_eq(flu_build_rules(&d, "nowhere", &out), FLU_E_IO);
  ck_assert_int_eq(flu_build_lists(&d, "nowhere", &out), FLU_E_IO);
  ck_assert_uint_eq(d.errors, 4);
  compare_golden("missing.stderr", said);
  fclose(said);
}
END_TEST

START_TEST(natives_without_a_rule_are_warned_of)
{
  FILE *said = tmpfile();
  flu_diag d = { .out = said, .max_errors = 1 };
  flu_rule_set set;
  flu_buffer out;
  flu_buffer_init(&out, &flu_alloc_default);
  flu_rule_set_init(&set, &d);
  ck_assert_int_eq(flu_rule_set_read(&set, "rules/good.regle"), FLU_OK);
  flu_rule_set_sort(&set);
  ck_assert_int_eq(flu_rule_set_write(&set, "rules", &out), FLU_OK);
  ck_assert_uint_eq(d.errors, 0);
  ck_assert_uint_eq(d.warnings, FLU_NATIVE_COUNT - 2);
  compare_golden("natives.stderr", said);
  flu_rule_set_end(&set);
  flu_buffer_end(&out);
  fclose(said);
}
END_TEST

START_TEST(only_so_many_errors_are_printed)
{
  FILE *said = tmpfile();
  flu_diag d = { .out = said, .max_errors = 2 };
  char path[] = "x", source[] = "abc\n";
  flu_source src = { path, source, sizeof source - 1 };
  for (int i = 0; i < 5; i++) flu_diag_error(&d, &src, 1, NULL, "number %d", i);
  ck_assert_uint_eq(d.errors, 5);
  size_t len = 0;
  char *text = slurp(said, &len);
  ck_assert_str_eq(text, "x:1:2: error: number 0\n    1 | abc\n      |  ^\n"
                         "x:1:2: error: number 1\n    1 | abc\n      |  ^\n");
  free(text);
  fclose(said);
}
END_TEST

START_TEST(places_at_the_edges)
{
  FILE *said = tmpfile();
  flu_diag d = { .out = said };
  char path[] = "x", source[] = "\n\xC3\xA9t\xC3\xA9\r\n";
  flu_source src = { path, source, sizeof source - 1 };
  flu_diag_error(&d, &src, 0, NULL, "first");
  flu_diag_error(&d, &src, 6, NULL, "end of line");
  flu_diag_error(&d, &src, 8, NULL, "end of file");
  flu_diag_error(&d, &src, 999, NULL, "beyond");
  size_t len = 0;
  char *text = slurp(said, &len);
  ck_assert_str_eq(text, "x:1:1: error: first\n    1 | \n      | ^\n"
                         "x:2:4: error: end of line\n    2 | \xC3\xA9t\xC3\xA9\n      |    ^\n"
                         "x:3:1: error: end of file\n    3 | \n      | ^\n"
                         "x:3:1: error: beyond\n    3 | \n      | ^\n");
  free(text);
  fclose(said);
}
END_TEST

START_TEST(near_words_are_found)
{
  static const char *const known[] = { "titre", "dit", "pourquoi" };
  char hint[64];
  ck_assert_str_eq(flu_did_you_mean(hint, sizeof hint, "tirte", 5, known, 3), "did you mean 'titre'?");
  ck_assert_str_eq(flu_did_you_mean(hint, sizeof hint, "pourqoi", 7, known, 3), "did you mean 'pourquoi'?");
  ck_assert_ptr_null(flu_did_you_mean(hint, sizeof hint, "exemple", 7, known, 3));
  ck_assert_ptr_null(flu_did_you_mean(hint, sizeof hint, "", 0, known, 3));
}
END_TEST

int main(void)
{
  if (chdir(FLU_TEST_DATA) != 0) return 77;
  Suite *suite = suite_create("diag");
  TCase *t = tcase_create("diag");
  tcase_add_test(t, rules_say_what_is_wrong);
  tcase_add_test(t, lists_say_what_is_wrong);
  tcase_add_test(t, missing_files_are_named);
  tcase_add_test(t, natives_without_a_rule_are_warned_of);
  tcase_add_test(t, only_so_many_errors_are_printed);
  tcase_add_test(t, places_at_the_edges);
  tcase_add_test(t, near_words_are_found);
  suite_add_tcase(suite, t);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? 0 : 1;
}
