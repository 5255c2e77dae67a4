/* The catalogue of rules: a .regle file becomes what the engine reads; damaged sections. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/rules.h"
#include "correction/checker.h"
#include "rules/catalogue.h"

static flu_buffer built;
static flu_catalogue rules;

static void setup(void)
{
  FILE *said = tmpfile();
  flu_diag d = { .out = said };
  flu_rule_set set;
  flu_error err;
  flu_buffer_init(&built, &flu_alloc_default);
  flu_rule_set_init(&set, &d);
  ck_assert_int_eq(flu_rule_set_read(&set, "rules/good.regle"), FLU_OK);
  flu_rule_set_sort(&set);
  ck_assert_int_eq(flu_rule_set_write(&set, "rules", &built), FLU_OK);
  ck_assert_int_eq(flu_catalogue_open((unsigned char *)built.ptr, built.len, &rules, &err), FLU_OK);
  flu_rule_set_end(&set);
  fclose(said);
}

static void teardown(void)
{
  flu_buffer_end(&built);
}

static uint32_t find(const char *id)
{
  return flu_catalogue_find(&rules, id, strlen(id));
}

START_TEST(rules_are_as_written)
{
  ck_assert_uint_eq(rules.count, 2);
  const flu_rule r = flu_catalogue_rule(&rules, 1);
  ck_assert_str_eq(r.id.ptr, "typo.espaces-multiples");
  ck_assert_str_eq(r.title.ptr, "Espaces multiples");
  ck_assert_str_eq(r.message.ptr, "Il y a plus d'une espace ici : $0, essayez $1 (coût : 3 $).");
  ck_assert_str_eq(r.explanation.ptr,
                   "Une seule espace sépare deux mots. Les autres viennent souvent d'une correction. "
                   "Elles se voient à peine # l'écran.");
  ck_assert_str_eq(r.reference.ptr, "Lexique des règles typographiques");
  ck_assert_uint_eq(r.reference.len, strlen(r.reference.ptr));
  ck_assert_uint_eq(r.category, FLU_CATEGORY_TYPOGRAPHY);
  ck_assert_uint_eq(r.severity, FLU_SEVERITY_WARNING);
  ck_assert_uint_eq(r.confidence, 95);
  ck_assert_uint_eq(r.enabled, 1);
  ck_assert_uint_eq(r.locales, FLU_LOCALE_FR | FLU_LOCALE_BE);
  ck_assert_uint_eq(r.priority, 40);
  const flu_rule defaults = flu_catalogue_rule(&rules, 0);
  ck_assert_str_eq(defaults.id.ptr, "orth.mot-inconnu");
  ck_assert_uint_eq(defaults.locales, 0);
  ck_assert_uint_eq(defaults.enabled, 1);
  ck_assert_uint_eq(defaults.priority, 160);
  ck_assert_uint_eq(defaults.reference.len, 0);
  ck_assert_str_eq(defaults.reference.ptr, "");
}
END_TEST

START_TEST(rules_are_found)
{
  ck_assert_uint_eq(find("orth.mot-inconnu"), 0);
  ck_assert_uint_eq(find("typo.espaces-multiples"), 1);
  ck_assert_uint_eq(find("typo.espaces-multiple"), FLU_NO_RULE);
  ck_assert_uint_eq(find("typo.espaces-multipless"), FLU_NO_RULE);
  ck_assert_uint_eq(find(""), FLU_NO_RULE);
  ck_assert_uint_eq(find("zzz"), FLU_NO_RULE);
  ck_assert_uint_eq(flu_catalogue_native(&rules, FLU_NATIVE_SPELL_UNKNOWN), 0);
  ck_assert_uint_eq(flu_catalogue_native(&rules, FLU_NATIVE_TYPO_SPACE_MULTIPLE), 1);
  ck_assert_uint_eq(flu_catalogue_native(&rules, FLU_NATIVE_TYPO_DASH), FLU_NO_RULE);
  ck_assert_uint_eq(flu_catalogue_native(&rules, FLU_NATIVE_COUNT), FLU_NO_RULE);
}
END_TEST

START_TEST(examples_are_kept)
{
  ck_assert_uint_eq(flu_catalogue_example_count(&rules, 1), 6);
  flu_example e = flu_catalogue_example(&rules, 1, 0);
  ck_assert(e.wrong);
  ck_assert_str_eq(e.text.ptr, "Il dort  bien.");
  ck_assert_uint_eq(e.start, 7);
  ck_assert_uint_eq(e.end, 9);
  ck_assert_uint_eq(e.replacement_count, 1);
  ck_assert_str_eq(flu_catalogue_replacement(&rules, 1, 0, 0).ptr, " ");
  e = flu_catalogue_example(&rules, 1, 1);
  ck_assert_uint_eq(e.start, 3);
  ck_assert_uint_eq(e.end, 3);
  ck_assert_uint_eq(e.replacement_count, 2);
  ck_assert_str_eq(flu_catalogue_replacement(&rules, 1, 1, 0).ptr, "\xE2\x80\xAF");
  ck_assert_str_eq(flu_catalogue_replacement(&rules, 1, 1, 1).ptr, "\xC2\xA0");
  e = flu_catalogue_example(&rules, 1, 2);
  ck_assert_str_eq(e.text.ptr, "Il dit \"ok\" \\ [oui].");
  ck_assert_uint_eq(e.replacement_count, 0);
  e = flu_catalogue_example(&rules, 1, 4);
  ck_assert(!e.wrong);
  ck_assert_str_eq(e.text.ptr, "Il mange.");
  ck_assert_uint_eq(e.locale, 0);
  ck_assert_uint_eq(e.spelling, 0);
  e = flu_catalogue_example(&rules, 1, 5);
  ck_assert_uint_eq(e.locale, FLU_LOCALE_CA);
  ck_assert_uint_eq(e.spelling, 2);
  ck_assert_uint_eq(flu_catalogue_example_count(&rules, 0), 4);
  ck_assert_str_eq(flu_catalogue_replacement(&rules, 0, 0, 0).ptr, "maison");
  ck_assert_str_eq(flu_catalogue_replacement(&rules, 0, 1, 1).ptr, "cheveu");
}
END_TEST

START_TEST(indexes_beyond_the_end_give_nothing)
{
  ck_assert_uint_eq(flu_catalogue_rule(&rules, 2).id.len, 0);
  ck_assert_ptr_nonnull(flu_catalogue_rule(&rules, FLU_NO_RULE).message.ptr);
  ck_assert_uint_eq(flu_catalogue_example_count(&rules, FLU_NO_RULE), 0);
  ck_assert_uint_eq(flu_catalogue_example(&rules, 1, 6).text.len, 0);
  ck_assert_uint_eq(flu_catalogue_replacement(&rules, 1, 0, 1).len, 0);
  ck_assert_uint_eq(flu_catalogue_replacement(&rules, 9, 0, 0).len, 0);
}
END_TEST

static void read_string(flu_str s)
{
  ck_assert_uint_eq(s.ptr[s.len], 0);
}

static void read_all(const flu_catalogue *c)
{
  for (uint32_t i = 0; i < c->count; i++) {
    const flu_rule r = flu_catalogue_rule(c, i);
    read_string(r.id);
    read_string(r.title);
    read_string(r.message);
    read_string(r.explanation);
    read_string(r.reference);
    ck_assert_uint_eq(flu_catalogue_find(c, r.id.ptr, r.id.len), i);
    for (uint32_t k = 0; k < flu_catalogue_example_count(c, i); k++) {
      const flu_example e = flu_catalogue_example(c, i, k);
      read_string(e.text);
      ck_assert_uint_le(e.start, e.end);
      ck_assert_uint_le(e.end, e.text.len);
      for (uint32_t n = 0; n < e.replacement_count; n++) read_string(flu_catalogue_replacement(c, i, k, n));
    }
  }
  for (int i = 0; i < FLU_NATIVE_COUNT; i++) {
    const uint32_t r = flu_catalogue_native(c, (enum flu_native)i);
    ck_assert(r == FLU_NO_RULE || r < c->count);
  }
}

START_TEST(damage_is_refused_or_harmless)
{
  unsigned refused = 0;
  unsigned char *copy = malloc(built.len);
  memcpy(copy, built.ptr, built.len);
  for (size_t i = 0; i < built.len; i++) {
    for (unsigned bit = 0; bit < 8; bit++) {
      flu_catalogue c;
      flu_error err;
      copy[i] ^= (unsigned char)(1u << bit);
      if (flu_catalogue_open(copy, built.len, &c, &err) == FLU_OK)
        read_all(&c);
      else
        refused++;
      copy[i] ^= (unsigned char)(1u << bit);
    }
  }
  ck_assert_uint_gt(refused, 1000);
  free(copy);
}
END_TEST

START_TEST(every_other_length_is_refused)
{
  for (size_t size = 0; size < built.len; size++) {
    unsigned char *copy = malloc(size > 0 ? size : 1);
    flu_catalogue c;
    flu_error err;
    memcpy(copy, built.ptr, size);
    ck_assert_int_eq(flu_catalogue_open(copy, size, &c, &err), FLU_E_FORMAT);
    free(copy);
  }
  flu_catalogue c;
  ck_assert_int_eq(flu_catalogue_open((unsigned char *)built.ptr + 1, built.len - 1, &c, NULL), FLU_E_ARG);
}
END_TEST

/* Whatever the bytes, the compiler says what it thinks of them and comes back. */
START_TEST(hostile_sources_end)
{
  char dir[] = "/tmp/fluide-rules-XXXXXX", path[64];
  ck_assert_ptr_nonnull(mkdtemp(dir));
  snprintf(path, sizeof path, "%s/a.regle", dir);
  char *source = calloc(1, 100000);
  FILE *good = fopen("rules/good.regle", "rb");
  const size_t len = fread(source, 1, 10000, good);
  fclose(good);
  uint32_t random = 12345;
  for (int turn = 0; turn < 500; turn++) {
    char *text = calloc(1, len + 1);
    memcpy(text, source, len);
    for (int n = 0; n <= turn % 4; n++) {
      static const char bytes[] = "\"[]\\|->#$ \n\tu\xC3\x01";
      random = random * 1103515245u + 12345u;
      text[(random >> 8) % len] = bytes[(random >> 3) % (sizeof bytes - 1)];
    }
    FILE *f = fopen(path, "wb");
    fwrite(text, 1, turn < 250 ? len : (random >> 4) % len, f);
    fclose(f);
    FILE *said = tmpfile();
    flu_diag d = { .out = said };
    flu_buffer out;
    flu_buffer_init(&out, &flu_alloc_default);
    const int rc = flu_build_rules(&d, dir, &out);
    ck_assert((rc == FLU_OK) == (d.errors == 0));
    if (rc == FLU_OK) {
      flu_catalogue c;
      ck_assert_int_eq(flu_catalogue_open((unsigned char *)out.ptr, out.len, &c, NULL), FLU_OK);
      read_all(&c);
    }
    flu_buffer_end(&out);
    fclose(said);
    free(text);
  }
  free(source);
  unlink(path);
  rmdir(dir);
}
END_TEST

int main(void)
{
  if (chdir(FLU_TEST_DATA) != 0) return 77;
  Suite *suite = suite_create("catalogue");
  TCase *t = tcase_create("catalogue");
  tcase_set_timeout(t, 60);
  tcase_add_checked_fixture(t, setup, teardown);
  tcase_add_test(t, rules_are_as_written);
  tcase_add_test(t, rules_are_found);
  tcase_add_test(t, examples_are_kept);
  tcase_add_test(t, indexes_beyond_the_end_give_nothing);
  tcase_add_test(t, damage_is_refused_or_harmless);
  tcase_add_test(t, every_other_length_is_refused);
  tcase_add_test(t, hostile_sources_end);
  suite_add_tcase(suite, t);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? 0 : 1;
}
