/* Word lists: the builder, the look-up, and sections that are damaged. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/build.h"
#include "lexicon/lists_inner.h"

static flu_buffer built;
static flu_lists lists;

static void setup(void)
{
  flu_diag d = { .out = stderr };
  flu_error err;
  flu_buffer_init(&built, &flu_alloc_default);
  ck_assert_int_eq(flu_build_lists(&d, "lists/good", &built), FLU_OK);
  ck_assert_uint_eq(d.errors + d.warnings, 0);
  ck_assert_int_eq(flu_lists_open((unsigned char *)built.ptr, built.len, &lists, &err), FLU_OK);
}

static void teardown(void)
{
  flu_buffer_end(&built);
}

static uint64_t of(const char *word)
{
  return flu_lists_of(&lists, word, strlen(word));
}

START_TEST(words_are_in_their_lists)
{
  const uint64_t elisions = flu_lists_bit(&lists, "elisions"), a = flu_lists_bit(&lists, "a");
  ck_assert_uint_ne(elisions, 0);
  ck_assert_uint_ne(a, 0);
  ck_assert_uint_ne(a, elisions);
  ck_assert_uint_eq(flu_lists_bit(&lists, "README"), 0);
  ck_assert_uint_eq(flu_lists_bit(&lists, ""), 0);
  ck_assert_uint_eq(of("l'"), elisions);
  ck_assert_uint_eq(of("qu'"), elisions);
  ck_assert_uint_eq(of("m'"), elisions | a);
  ck_assert_uint_eq(of("m"), flu_lists_bit(&lists, "a-b"));
  ck_assert_uint_eq(of("ci"), a);
  ck_assert_uint_eq(of("arc en ciel"), a);
  ck_assert_uint_eq(of("c#"), a);
  ck_assert_uint_eq(of("c"), 0);
  ck_assert_uint_eq(of("Ci"), 0);
  ck_assert_uint_eq(of("cie"), 0);
  ck_assert_uint_eq(of(""), 0);
}
END_TEST

START_TEST(values_are_those_of_the_list)
{
  const uint64_t elisions = flu_lists_bit(&lists, "elisions"), a = flu_lists_bit(&lists, "a");
  ck_assert_str_eq(flu_lists_value(&lists, "m'", 2, elisions).ptr, "me");
  ck_assert_str_eq(flu_lists_value(&lists, "m'", 2, a).ptr, "moi");
  ck_assert_uint_eq(flu_lists_value(&lists, "m'", 2, a).len, 3);
  ck_assert_str_eq(flu_lists_value(&lists, "qu'", 3, elisions).ptr, "que");
  ck_assert_uint_eq(flu_lists_value(&lists, "n'", 2, elisions).len, 0);
  ck_assert_ptr_nonnull(flu_lists_value(&lists, "n'", 2, elisions).ptr);
  ck_assert_uint_eq(flu_lists_value(&lists, "zut", 3, elisions).len, 0);
  ck_assert_uint_eq(flu_lists_value(&lists, "m'", 2, 0).len, 0);
}
END_TEST

START_TEST(long_and_binary_words_are_not_there)
{
  char word[1000];
  memset(word, 'a', sizeof word);
  for (size_t len = 0; len <= sizeof word; len++) ck_assert_uint_eq(flu_lists_of(&lists, word, len), 0);
  ck_assert_uint_eq(flu_lists_of(&lists, "ci\0", 3), 0);
  ck_assert_uint_eq(flu_lists_of(&lists, "\0", 1), 0);
}
END_TEST

/* Look at everything a damaged section that was let in can lead to. */
static void read_all(const flu_lists *l)
{
  static const char *const words[] = { "l'", "m'", "qu'", "n'", "ci", "arc en ciel", "zut", "" };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    (void)flu_lists_of(l, words[i], strlen(words[i]));
    for (unsigned bit = 0; bit < 64; bit++) {
      const flu_str v = flu_lists_value(l, words[i], strlen(words[i]), UINT64_C(1) << bit);
      ck_assert_uint_eq(v.ptr[v.len], 0);
    }
  }
  (void)flu_lists_bit(l, "elisions");
}

START_TEST(damage_is_refused_or_harmless)
{
  unsigned refused = 0;
  unsigned char *copy = malloc(built.len);
  memcpy(copy, built.ptr, built.len);
  for (size_t i = 0; i < built.len; i++) {
    static const unsigned char changes[] = { 0x01, 0x10, 0x80, 0xFF };
    for (size_t k = 0; k < sizeof changes; k++) {
      flu_lists l;
      flu_error err;
      copy[i] ^= changes[k];
      if (flu_lists_open(copy, built.len, &l, &err) == FLU_OK)
        read_all(&l);
      else
        refused++;
      copy[i] ^= changes[k];
    }
  }
  ck_assert_uint_gt(refused, built.len); /* most of the section is offsets */
  free(copy);
}
END_TEST

START_TEST(every_other_length_is_refused)
{
  for (size_t size = 0; size < built.len; size++) {
    unsigned char *copy = malloc(size > 0 ? size : 1);
    flu_lists l;
    flu_error err;
    memcpy(copy, built.ptr, size);
    ck_assert_int_eq(flu_lists_open(copy, size, &l, &err), FLU_E_FORMAT);
    free(copy);
  }
  flu_lists l;
  ck_assert_int_eq(flu_lists_open((unsigned char *)built.ptr + 1, built.len - 1, &l, NULL), FLU_E_ARG);
}
END_TEST

/* Ten thousand words in one list, and as many that are not in it. */
START_TEST(many_words)
{
  char dir[] = "/tmp/fluide-lists-XXXXXX", path[64], word[32];
  ck_assert_ptr_nonnull(mkdtemp(dir));
  snprintf(path, sizeof path, "%s/many.txt", dir);
  FILE *f = fopen(path, "w");
  for (int i = 0; i < 10000; i++) fprintf(f, "mot%d\t%d\n", i, i);
  fclose(f);
  flu_diag d = { .out = stderr };
  flu_buffer out;
  flu_lists l;
  flu_buffer_init(&out, &flu_alloc_default);
  ck_assert_int_eq(flu_build_lists(&d, dir, &out), FLU_OK);
  ck_assert_int_eq(flu_lists_open((unsigned char *)out.ptr, out.len, &l, NULL), FLU_OK);
  for (int i = 0; i < 20000; i++) {
    const size_t len = (size_t)snprintf(word, sizeof word, "mot%d", i);
    ck_assert_uint_eq(flu_lists_of(&l, word, len), i < 10000 ? 1 : 0);
    if (i < 10000) ck_assert_str_eq(flu_lists_value(&l, word, len, 1).ptr, word + 3);
  }
  flu_buffer_end(&out);
  unlink(path);
  rmdir(dir);
}
END_TEST

START_TEST(sixty_four_lists_and_no_more)
{
  char dir[] = "/tmp/fluide-lists-XXXXXX", path[64];
  ck_assert_ptr_nonnull(mkdtemp(dir));
  for (int i = 0; i < 65; i++) {
    flu_diag d = { .out = tmpfile() };
    flu_buffer out;
    flu_lists l;
    snprintf(path, sizeof path, "%s/l%d.txt", dir, i);
    FILE *f = fopen(path, "w");
    fputs("mot\n", f);
    fclose(f);
    flu_buffer_init(&out, &flu_alloc_default);
    ck_assert_int_eq(flu_build_lists(&d, dir, &out), i < 64 ? FLU_OK : FLU_E_FORMAT);
    if (i < 64) {
      ck_assert_int_eq(flu_lists_open((unsigned char *)out.ptr, out.len, &l, NULL), FLU_OK);
      ck_assert_uint_eq(flu_lists_of(&l, "mot", 3), UINT64_MAX >> (63 - i));
    }
    flu_buffer_end(&out);
    fclose(d.out);
  }
  for (int i = 0; i < 65; i++) {
    snprintf(path, sizeof path, "%s/l%d.txt", dir, i);
    unlink(path);
  }
  rmdir(dir);
}
END_TEST

int main(void)
{
  if (chdir(FLU_TEST_DATA) != 0) return 77;
  Suite *suite = suite_create("lists");
  TCase *t = tcase_create("lists");
  tcase_set_timeout(t, 60);
  tcase_add_checked_fixture(t, setup, teardown);
  tcase_add_test(t, words_are_in_their_lists);
  tcase_add_test(t, values_are_those_of_the_list);
  tcase_add_test(t, long_and_binary_words_are_not_there);
  tcase_add_test(t, damage_is_refused_or_harmless);
  tcase_add_test(t, every_other_length_is_refused);
  tcase_add_test(t, many_words);
  tcase_add_test(t, sixty_four_lists_and_no_more);
  suite_add_tcase(suite, t);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? 0 : 1;
}
