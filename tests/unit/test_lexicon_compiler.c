/* The reader of hunspell dictionaries: what small ones expand to, and what is said about broken ones. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/build.h"
#include "lexicon/lexicon_inner.h"

static char directory[] = "/tmp/fluide-lexicon-XXXXXX";

static const char *write_file(const char *name, const char *text, char *path, size_t cap)
{
  snprintf(path, cap, "%s/%s", directory, name);
  FILE *f = fopen(path, "wb");
  ck_assert_ptr_nonnull(f);
  ck_assert_uint_eq(fwrite(text, 1, strlen(text), f), strlen(text));
  fclose(f);
  return path;
}

typedef struct built {
  int status;
  char said[4096];
  flu_buffer section;
  flu_lexicon lex;
} built;

static void build(built *b, const char *aff, const char *dic)
{
  char aff_path[64], dic_path[64];
  FILE *out = tmpfile();
  ck_assert_ptr_nonnull(out);
  flu_diag d = { .out = out };
  const flu_lexicon_sources sources = { write_file("t.aff", aff, aff_path, sizeof aff_path),
                                        write_file("t.dic", dic, dic_path, sizeof dic_path), NULL };
  flu_buffer_init(&b->section, &flu_alloc_default);
  b->status = flu_build_lexicon(&d, &sources, &b->section);
  rewind(out);
  b->said[fread(b->said, 1, sizeof b->said - 1, out)] = '\0';
  fclose(out);
  ck_assert_msg((b->status == FLU_OK) == (d.errors == 0), "%d, %u errors: %s", b->status, d.errors, b->said);
  if (b->status == FLU_OK)
    ck_assert_int_eq(flu_lexicon_open(&b->lex, (const unsigned char *)b->section.ptr, b->section.len, false,
                                      &flu_alloc_default, NULL), FLU_OK);
}

/* All forms of the lexicon, sorted, with spaces between. */
static int by_text(const void *a, const void *b)
{
  return strcmp(a, b);
}

static void expect_forms(const built *b, const char *wanted)
{
  char forms[64][32], all[2048] = "";
  const uint32_t n = flu_lexicon_form_count(&b->lex);
  ck_assert_msg(b->status == FLU_OK, "%s", b->said);
  ck_assert_uint_le(n, 64);
  for (uint32_t i = 0; i < n; i++) forms[i][flu_lexicon_spelling(&b->lex, i, forms[i], 31)] = '\0';
  qsort(forms, n, sizeof *forms, by_text);
  for (uint32_t i = 0; i < n; i++) {
    strcat(all, i > 0 ? " " : "");
    strcat(all, forms[i]);
  }
  ck_assert_str_eq(all, wanted);
}

#define HEAD "SET UTF-8\nFLAG long\nNEEDAFFIX ()\nKEEPCASE ||\nNOSUGGEST --\nFORBIDDENWORD {}\nCIRCUMFIX **\n"
#define PLURAL "SFX S. Y 2\nSFX S. 0 0 [^sxz] is:sg\nSFX S. 0 s [^sxz] is:pl\n"

START_TEST(suffixes_and_conditions)
{
  built b;
  build(&b, HEAD PLURAL "SFX W. Y 2\nSFX W. 0 0 al is:sg\nSFX W. l ux al is:pl\n",
        "4\nchat/S.() po:nom is:mas\nnez po:nom is:mas is:inv\ncheval/W.() po:nom is:mas\nbois/S.() po:nom is:mas\n");
  expect_forms(&b, "chat chats cheval chevaux nez");
  flu_buffer_end(&b.section);
}
END_TEST

START_TEST(suffixes_of_suffixes)
{
  built b;
  build(&b, HEAD PLURAL "SFX a0 Y 2\nSFX a0 er eur/S.() er\nSFX a0 er ant er po:ppre\n", "1\nchanter/a0 po:v1_it_q__a po:infi\n");
  expect_forms(&b, "chantant chanter chanteur chanteurs");
  flu_buffer_end(&b.section);
}
END_TEST

START_TEST(prefixes)
{
  built b;
  build(&b, HEAD PLURAL "PFX Um Y 4\nPFX Um 0 0/S. .\nPFX Um 0 kilo/S.() .\nPFX Um 0 d' [aeio]  dp:de+\nPFX Um 0 re/() .\n"
        "PFX P. Y 1\nPFX P. 0 sur .\n",
        "2\nmètre/Um() po:nom is:mas\nhomme/S.P. po:nom is:mas\n");
  expect_forms(&b, "homme hommes kilomètre kilomètres mètre mètres surhomme surhommes");
  flu_reading r;
  char lemma[32];
  const uint32_t form = flu_lexicon_find(&b.lex, "kilomètres", strlen("kilomètres"));
  ck_assert_uint_eq(flu_lexicon_readings(&b.lex, form, &r, 1), 1);
  ck_assert_uint_eq(flu_lexicon_lemma(&r, "kilomètres", strlen("kilomètres"), lemma, 32), strlen("kilomètre"));
  ck_assert_uint_eq(r.tag->number, FLU_PLUR);
  flu_buffer_end(&b.section);
}
END_TEST

START_TEST(elisions_mark_and_do_not_expand)
{
  built b;
  flu_reading r;
  build(&b, HEAD "PFX L' Y 2\nPFX L' 0 l' . dp:le|la+\nPFX L' a l'A a dp:le|la+\nSFX S= Y 1\nSFX S= 0 s/L' .\n",
        "2\nami/L' po:nom is:mas is:sg\nchat/S= po:nom is:mas\n");
  expect_forms(&b, "ami chat chats");
  ck_assert_uint_eq(flu_lexicon_readings(&b.lex, flu_lexicon_find(&b.lex, "ami", 3), &r, 1), 1);
  ck_assert_uint_eq(r.tag->flags, FLU_TAG_ELIDES);
  ck_assert_uint_eq(flu_lexicon_readings(&b.lex, flu_lexicon_find(&b.lex, "chat", 4), &r, 1), 1);
  ck_assert_uint_eq(r.tag->flags, 0);
  ck_assert_uint_eq(flu_lexicon_readings(&b.lex, flu_lexicon_find(&b.lex, "chats", 5), &r, 1), 1);
  ck_assert_uint_eq(r.tag->flags, FLU_TAG_ELIDES);
  flu_buffer_end(&b.section);
}
END_TEST

START_TEST(circumfixes_forbidden_words_and_case)
{
  built b;
  uint32_t out[4];
  build(&b, HEAD PLURAL "PFX C1 Y 1\nPFX C1 0 ge/** .\nSFX C2 Y 1\nSFX C2 0 t/** .\n",
        "4\nmach/C1C2() po:nom\nchat/S. po:nom\nchats/{} po:nom\nkg/||-- po:nom\n");
  expect_forms(&b, "chat gemacht kg");
  ck_assert_uint_eq(flu_lexicon_match(&b.lex, "KG", 2, out, 4), 0);
  ck_assert_uint_eq(flu_lexicon_match(&b.lex, "CHAT", 4, out, 4), 1);
  flu_buffer_end(&b.section);
}
END_TEST

START_TEST(other_flags_and_lines)
{
  built b;
  build(&b, "SET UTF-8\r\nFLAG num\r\nNEEDAFFIX 7\r\nSFX 12 Y 1\r\nSFX 12 0 s .\r\n", "2\r\nchat/12,7 po:nom\r\nl’eau\\/x po:nom\r\n");
  expect_forms(&b, "chats l'eau/x");
  flu_buffer_end(&b.section);
  build(&b, "FLAG UTF-8\nSFX é Y 1\nSFX é 0 s .\n", "\xEF\xBB\xBF" "1\nchat/é po:nom\n");
  expect_forms(&b, "chat chats");
  flu_buffer_end(&b.section);
  build(&b, "SFX A Y 1\nSFX A 0 s .\n", "1\nchat/A\tpo:nom st:chat\n");
  expect_forms(&b, "chat chats");
  flu_buffer_end(&b.section);
  build(&b, "SFX A Y 1\nSFX A chat chien chat\n", "1\nchat/A po:nom\n");      /* without FULLSTRIP a word is not stripped whole */
  expect_forms(&b, "chat");
  flu_buffer_end(&b.section);
  build(&b, "FULLSTRIP\nSFX A Y 1\nSFX A chat chien chat\n", "1\nchat/A po:nom\n");
  expect_forms(&b, "chat chien");
  flu_buffer_end(&b.section);
}
END_TEST

START_TEST(lemmas_that_are_no_form)
{
  built b;
  flu_reading r;
  flu_inflection out[4];
  char lemma[32];
  const flu_wanted plural = { .pos = FLU_POS_NOUN, .number = FLU_PLUR }, any = { 0 };
  build(&b, HEAD "SFX P. Y 1\nSFX P. 0 s . is:pl\n", "3\nbeta/P.() po:nom is:mas\nalpha/P.() po:nom is:fem\nchat/P. po:nom\n");
  expect_forms(&b, "alphas betas chat chats");
  ck_assert_uint_eq(flu_lexicon_lemma_count(&b.lex), 3);
  ck_assert_uint_eq(flu_lexicon_find(&b.lex, "beta", 4), FLU_NO_FORM);
  ck_assert_uint_eq(flu_lexicon_readings(&b.lex, flu_lexicon_find(&b.lex, "betas", 5), &r, 1), 1);
  ck_assert_uint_eq(flu_lexicon_lemma(&r, "betas", 5, lemma, sizeof lemma), 4);
  ck_assert_uint_eq(flu_lexicon_lemma(&r, "betas", 5, lemma, 3), 0);
  ck_assert_uint_eq(r.tag->flags, FLU_TAG_LEMMA_ONLY);
  ck_assert_uint_eq(flu_lexicon_inflect(&b.lex, "beta", 4, &plural, out, 4), 1);
  ck_assert_uint_eq(out[0].form, flu_lexicon_find(&b.lex, "betas", 5));
  ck_assert_uint_eq(flu_lexicon_inflect(&b.lex, "alpha", 5, &any, out, 4), 1);
  ck_assert_uint_eq(flu_lexicon_inflect(&b.lex, "alph", 4, &any, out, 4), 0);
  ck_assert_uint_eq(flu_lexicon_inflect(&b.lex, "chat", 4, &any, out, 4), 2);
  flu_buffer_end(&b.section);
}
END_TEST

START_TEST(same_sources_same_bytes)
{
  built a, b;
  const char *aff = HEAD PLURAL, *dic = "3\nchat/S.() po:nom is:mas\nété/S.() po:nom is:mas\nà po:mg po:prep\n";
  build(&a, aff, dic);
  build(&b, aff, dic);
  ck_assert_uint_eq(a.section.len, b.section.len);
  ck_assert_mem_eq(a.section.ptr, b.section.ptr, a.section.len);
  flu_buffer_end(&a.section);
  flu_buffer_end(&b.section);
}
END_TEST

/* --- broken ones --- */

typedef struct broken {
  const char *aff, *dic;
  const char *said;      /* place and words that must come */
} broken;

static const broken brokens[] = {
  { "SET ISO8859-1\n", "1\na po:nom\n", "t.aff:1:5: error: only SET UTF-8 is read" },
  { "SET UTF-8\nFLAG wide\n", "1\na po:nom\n", "t.aff:2:6: error: unknown kind of flags" },
  { "COMPOUNDFLAG A\n", "1\na po:nom\n", "t.aff:1:1: error: unknown directive" },
  { "SFX A Y 2\nSFX A 0 s .\n", "1\na po:nom\n", "t.aff:1:1: error: 2 affixes announced, 1 found" },
  { "SFX A Y 1\nSFX A 0 s .\nSFX A 0 t .\n", "1\na po:nom\n", "t.aff:3:1: error: more affixes than announced" },
  { "SFX A X 1\nSFX A 0 s .\n", "1\na po:nom\n", "t.aff:1:7: error: Y or N expected" },
  { "SFX A Y many\n", "1\na po:nom\n", "t.aff:1:9: error: number of affixes expected" },
  { "SFX A Y 1\nSFX A 0\n", "1\na po:nom\n", "t.aff:2:8: error: affix is cut short" },
  { "SFX A Y 1\nSFX A 0 s [ab\n", "1\na po:nom\n", "t.aff:2:11: error: “[” without “]”" },
  { "SFX A Y 1\nSFX A 0 s . po:nonsense\n", "1\na po:nom\n", "t.aff:2:13: error: unknown value “nonsense”" },
  { "FLAG long\nSFX A. Y 1\nSFX A. 0 s/abc .\n", "1\na po:nom\n", "t.aff:3:14: error: bad flag" },
  { "REP 2\nREP a b\nKEY abc\n", "1\na po:nom\n", "t.aff:1:1: error: REP: 1 lines fewer than announced" },
  { "SFX A Y 1\nSFX A 0 s .\nSFX B Y 1\nSFX B 0 t .\nSFX A Y 1\nSFX A 0 u .\n", "1\na po:nom\n", "t.aff:5:5: error: this flag has affixes already" },
  { "SET UTF-8\nTRY \xFF\n", "1\na po:nom\n", "t.aff:2:" },
  { "", "chat po:nom\n", "t.dic:1:1: error: the first line must be the number of entries" },
  { "", "", "t.dic:1:1: error: the first line must be the number of entries" },
  { "", "9\nchat po:nom\n", "t.dic:1:1: error: 9 entries announced, 1 found" },
  { "", "2\nchat po:nom\nchien\n", "t.dic:3:1: error: entry without po: field" },
  { "", "1\nchat po:nom foo\n", "t.dic:2:13: error: not a morphological field" },
  { "", "1\nchat po:nom zz:foo\n", "t.dic:2:13: error: unknown field “zz:”" },
  { "", "1\nchat po:nom is:neutre\n", "t.dic:2:13: error: unknown value “neutre”" },
  { "FLAG long\n", "1\nchat/abc po:nom\n", "t.dic:2:8: error: bad flag" },
  { "FLAG num\n", "1\nchat/1,,2 po:nom\n", "t.dic:2:8: error: bad flag" },
  { "", "1\nch\xE9t po:nom\n", "t.dic:2:" },
};

START_TEST(broken_dictionaries)
{
  const broken *c = &brokens[_i];
  built b;
  build(&b, c->aff, c->dic);
  ck_assert_int_lt(b.status, 0);
  ck_assert_msg(strstr(b.said, c->said) != NULL, "wanted “%s”, said:\n%s", c->said, b.said);
  flu_buffer_end(&b.section);
}
END_TEST

START_TEST(dictionaries_without_morphology)
{
  built b;
  char dic[512] = "30\n";
  for (int i = 0; i < 30; i++) sprintf(dic + strlen(dic), "mot%d\n", i);
  build(&b, "SET UTF-8\n", dic);
  ck_assert_int_eq(b.status, FLU_E_FORMAT);
  ck_assert_ptr_nonnull(strstr(b.said, "no po: fields"));
  flu_buffer_end(&b.section);
}
END_TEST

START_TEST(too_long)
{
  built b;
  char dic[512] = "1\n";
  memset(dic + 2, 'a', 300);
  strcpy(dic + 302, " po:nom\n");
  build(&b, "", dic);
  ck_assert_ptr_nonnull(strstr(b.said, "t.dic:2:1: error: word is empty or longer than 200 bytes"));
  flu_buffer_end(&b.section);
  strcpy(dic + 152, " po:nom\n");      /* 150 letters: more than a form may have */
  build(&b, "", dic);
  ck_assert_int_eq(b.status, FLU_E_LIMIT);
  flu_buffer_end(&b.section);
}
END_TEST

START_TEST(missing_files)
{
  FILE *out = tmpfile();
  flu_diag d = { .out = out };
  flu_buffer section;
  flu_buffer_init(&section, &flu_alloc_default);
  const flu_lexicon_sources sources = { "/nonexistent/fr.aff", "/nonexistent/fr.dic", NULL };
  ck_assert_int_lt(flu_build_lexicon(&d, &sources, &section), 0);
  ck_assert_uint_gt(d.errors, 0);
  flu_buffer_end(&section);
  fclose(out);
}
END_TEST

int main(void)
{
  if (mkdtemp(directory) == NULL) return 2;
  Suite *suite = suite_create("lexicon_compiler");
  TCase *t = tcase_create("dictionary");
  tcase_set_timeout(t, 60);
  tcase_add_test(t, suffixes_and_conditions);
  tcase_add_test(t, suffixes_of_suffixes);
  tcase_add_test(t, prefixes);
  tcase_add_test(t, elisions_mark_and_do_not_expand);
  tcase_add_test(t, circumfixes_forbidden_words_and_case);
  tcase_add_test(t, other_flags_and_lines);
  tcase_add_test(t, lemmas_that_are_no_form);
  tcase_add_test(t, same_sources_same_bytes);
  tcase_add_loop_test(t, broken_dictionaries, 0, (int)(sizeof brokens / sizeof *brokens));
  tcase_add_test(t, dictionaries_without_morphology);
  tcase_add_test(t, too_long);
  tcase_add_test(t, missing_files);
  suite_add_tcase(suite, t);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  char path[64];
  snprintf(path, sizeof path, "%s/t.aff", directory);
  unlink(path);
  snprintf(path, sizeof path, "%s/t.dic", directory);
  unlink(path);
  rmdir(directory);
  return failed == 0 ? 0 : 1;
}
