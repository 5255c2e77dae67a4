/* What training and measuring stand on: treebanks on our tokens, conventions, injected mistakes. On the French pack. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/train/conventions.h"
#include "compiler/train/inject.h"
#include "compiler/train/treebank.h"

static const char *pack_path, *data_dir;
static flu_train_language lang;
static flu_confusions confusions;
static flu_injector injector;

static void begin(void)
{
  char path[1024];
  flu_error err = { 0 };
  flu_diag d = { .out = stderr };
  snprintf(path, sizeof path, "%s/confusions", data_dir);
  ck_assert_msg(flu_train_language_open(&lang, pack_path, &err) == FLU_OK, "%s", err.detail);
  ck_assert_int_eq(flu_confusions_read(&confusions, path, &d), FLU_OK);
  ck_assert_int_eq(flu_injector_begin(&injector, &lang.lexicon, &confusions), FLU_OK);
}

static void end(void)
{
  flu_injector_end(&injector);
  flu_confusions_end(&confusions);
  flu_train_language_end(&lang);
}

/* --- treebanks --- */

static const char conllu[] =
  "# text = L'eau du lac, a-t-il dit.\n"
  "1\tL'\tle\tDET\t_\t_\t2\tdet\t_\tSpaceAfter=No\n"
  "2\teau\teau\tNOUN\t_\t_\t8\tobj\t_\t_\n"
  "3-4\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n"
  "3\tde\tde\tADP\t_\t_\t5\tcase\t_\t_\n"
  "4\tle\tle\tDET\t_\t_\t5\tdet\t_\t_\n"
  "5\tlac\tlac\tNOUN\t_\t_\t2\tnmod\t_\tSpaceAfter=No\n"
  "6\t,\t,\tPUNCT\t_\t_\t5\tpunct\t_\t_\n"
  "7\ta\tavoir\tAUX\t_\tMood=Ind|VerbForm=Fin\t9\taux\t_\tSpaceAfter=No\n"
  "8\t-t-il\til\tPRON\t_\t_\t9\tnsubj\t_\t_\n"
  "9\tdit\tdire\tVERB\t_\tTense=Past|VerbForm=Part\t0\troot\t_\tSpaceAfter=No\n"
  "10\t.\t.\tPUNCT\t_\t_\t9\tpunct\t_\t_\n"
  "\n";

static int look_at_sentence(void *ctx, const flu_gold_sentence *s, uint32_t number)
{
  static const uint32_t allowed[] = {
    1u << FLU_CLASS_DET,   1u << FLU_CLASS_NOUN,    1u << FLU_CLASS_ADP,    1u << FLU_CLASS_NOUN,
    1u << FLU_CLASS_PUNCT, 1u << FLU_CLASS_AUX_FIN, FLU_CLASSES_PRON,       1u << FLU_CLASS_VERB_PAST,
    1u << FLU_CLASS_PUNCT,
  };
  *(unsigned *)ctx += 1;
  ck_assert_uint_eq(number, 0);
  ck_assert_uint_eq(s->count, 9);
  for (uint32_t i = 0; i < s->count; i++) ck_assert_uint_eq(s->gold[i].allowed, allowed[i]);
  ck_assert_uint_eq(s->gold[2].lemma.len, 0);
  ck_assert_mem_eq(s->gold[7].lemma.ptr, "dire", 4);
  return FLU_OK;
}

START_TEST(reads_conllu_on_our_tokens)
{
  unsigned sentences = 0;
  FILE *f = fmemopen((void *)conllu, sizeof conllu - 1, "r");
  ck_assert_ptr_nonnull(f);
  ck_assert_int_eq(flu_read_conllu(f, &lang, look_at_sentence, &sentences), FLU_OK);
  fclose(f);
  ck_assert_uint_eq(sentences, 1);
}
END_TEST

static int count_answers(void *ctx, const flu_gold_sentence *s, uint32_t number)
{
  unsigned *answers = ctx;
  (void)number;
  for (uint32_t i = 0; i < s->count; i++) *answers += s->gold[i].allowed != 0;
  return FLU_OK;
}

/* A text that does not hold its forms is left out; garbage is no crash. */
START_TEST(bad_conllu_is_left_out)
{
  static const char bad[] = "# text = Un chat.\n1\tdeux\tdeux\tNUM\t_\t_\t0\troot\t_\t_\n\n"
                            "1\tseul\n\n# text = \xFF\n1\t\xFF\tx\tX\t_\t_\t0\troot\t_\t_\n\n"
                            "9-1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n";
  unsigned answers = 0;
  FILE *f = fmemopen((void *)bad, sizeof bad - 1, "r");
  ck_assert_ptr_nonnull(f);
  ck_assert_int_eq(flu_read_conllu(f, &lang, count_answers, &answers), FLU_OK);
  fclose(f);
  ck_assert_uint_eq(answers, 0);
}
END_TEST

START_TEST(conventions_apply_to_forms_and_lemmas)
{
  char path[1024];
  flu_conventions c = { 0 };
  flu_diag d = { .out = stderr };
  const flu_str dont = { "Dont", 4 }, est = { "est", 3 }, etre = { "être", 5 }, none = { "", 0 };
  snprintf(path, sizeof path, "%s/models/conventions.txt", data_dir);
  ck_assert_int_eq(flu_conventions_read(&c, path, &d), FLU_OK);
  ck_assert_uint_eq(flu_conventions_apply(&c, dont, none, 1u << FLU_CLASS_ADP), FLU_CLASSES_PRON);
  ck_assert_uint_eq(flu_conventions_apply(&c, est, etre, 1u << FLU_CLASS_VERB_FIN), 1u << FLU_CLASS_AUX_FIN);
  ck_assert_uint_eq(flu_conventions_apply(&c, est, none, 1u << FLU_CLASS_NOUN), 1u << FLU_CLASS_NOUN);
  ck_assert_uint_eq(flu_conventions_apply(&c, dont, none, 0), 0);
  flu_conventions_end(&c);
}
END_TEST

/* --- mistakes --- */

static const struct { const char *word; unsigned kind; const char *written; } slips[] = {
  { "manger", FLU_SLIP_ENDING, "mangé mangée mangés mangées mangez mangeai mangeais mangeait mangeaient" },
  { "chats", FLU_SLIP_NUMBER, "chat" },
  { "Petite", FLU_SLIP_GENDER, "Petit" },
  { "été", FLU_SLIP_ACCENT, "ete eté" },
  { "à", FLU_SLIP_CONFUSION, "a" },
};

START_TEST(makes_the_mistakes_of_each_kind)
{
  const flu_str word = { slips[_i].word, (uint32_t)strlen(slips[_i].word) };
  flu_random random = { 7 };
  unsigned made = 0;
  for (unsigned round = 0; round < 40; round++) {
    flu_slip slip;
    if (!flu_inject(&injector, &word, 1, 0, slips[_i].kind, &random, &slip)) continue;
    made++;
    char padded[FLU_MAX_FORM_BYTES + 3], all[256];
    snprintf(padded, sizeof padded, " %.*s ", (int)slip.len, slip.text);
    snprintf(all, sizeof all, " %s ", slips[_i].written);
    ck_assert_msg(strstr(all, padded) != NULL, "%s became%s", slips[_i].word, padded);
    ck_assert_uint_eq(slip.taken, 1);
    ck_assert_uint_eq(slip.kind, slips[_i].kind);
  }
  ck_assert_uint_gt(made, 3);
}
END_TEST

START_TEST(runs_words_together)
{
  const flu_str words[] = { { "c'", 2 }, { "est", 3 }, { "bien", 4 } };
  flu_random random = { 1 };
  flu_slip slip;
  unsigned together = 0;
  for (unsigned round = 0; round < 40; round++)
    if (flu_inject(&injector, words, 3, 0, FLU_SLIP_CONFUSION, &random, &slip)) together += slip.taken == 2;
  ck_assert_uint_gt(together, 0);
}
END_TEST

START_TEST(misspellings_are_no_words)
{
  const flu_str word = { "bateau", 6 };
  flu_random random = { 3 };
  flu_slip slip;
  unsigned made = 0;
  for (unsigned round = 0; round < 50; round++) {
    if (!flu_inject(&injector, &word, 1, 0, FLU_SLIP_LETTER, &random, &slip)) continue;
    made++;
    ck_assert_uint_eq(flu_lexicon_find(&lang.lexicon, slip.text, slip.len), FLU_NO_FORM);
  }
  ck_assert_uint_gt(made, 10);
}
END_TEST

START_TEST(the_same_seed_makes_the_same_mistakes)
{
  const flu_str words[] = { { "les", 3 }, { "enfants", 7 }, { "ont", 3 }, { "mangé", 6 }, { "ici", 3 } };
  flu_random one = { 99 }, two = { 99 };
  for (unsigned round = 0; round < 100; round++) {
    flu_slip a = { .len = 0 }, b = { .len = 0 };
    const size_t i = round % 5;
    const bool first = flu_inject_any(&injector, words, 5, i, &one, &a);
    ck_assert_int_eq(first, flu_inject_any(&injector, words, 5, i, &two, &b));
    ck_assert_uint_eq(a.len, b.len);
    ck_assert_mem_eq(a.text, b.text, a.len);
  }
}
END_TEST

START_TEST(odd_words_are_left_alone)
{
  char huge[1000];
  memset(huge, 'e', sizeof huge);
  const flu_str words[] = { { "", 0 }, { huge, sizeof huge }, { "OTAN", 4 }, { "12", 2 } };
  flu_random random = { 5 };
  flu_slip slip;
  for (size_t i = 0; i < 4; i++)
    for (unsigned kind = 0; kind <= FLU_SLIP_COUNT; kind++)
      ck_assert(!flu_inject(&injector, words, 4, i, kind, &random, &slip));
}
END_TEST

/* Every word of the tables is one, and pairs are sorted and said once. */
START_TEST(tables_are_sound)
{
  for (size_t i = 0; i < confusions.count; i++) {
    const flu_confusion *p = &confusions.pairs[i];
    ck_assert_uint_gt(p->written.len, 0);
    ck_assert_ptr_null(memchr(p->written.ptr, ' ', p->written.len));
    if (strpbrk(p->meant.ptr, " '-") == NULL)
      ck_assert_msg(flu_lexicon_find(&lang.lexicon, p->meant.ptr, p->meant.len) != FLU_NO_FORM, "%s is no word",
                    p->meant.ptr);
    if (i == 0) continue;
    const flu_confusion *q = p - 1;
    const int rc = strcmp(q->written.ptr, p->written.ptr);
    ck_assert(rc < 0 || (rc == 0 && strcmp(q->meant.ptr, p->meant.ptr) < 0));
  }
  ck_assert_uint_gt(confusions.count, 1000);
}
END_TEST

int main(int argc, char **argv)
{
  if (argc != 3) return 2;
  pack_path = argv[1];
  data_dir = argv[2];
  Suite *suite = suite_create("training");
  TCase *c = tcase_create("training");
  tcase_set_timeout(c, 60);
  tcase_add_unchecked_fixture(c, begin, end);
  tcase_add_test(c, reads_conllu_on_our_tokens);
  tcase_add_test(c, bad_conllu_is_left_out);
  tcase_add_test(c, conventions_apply_to_forms_and_lemmas);
  tcase_add_loop_test(c, makes_the_mistakes_of_each_kind, 0, (int)(sizeof slips / sizeof *slips));
  tcase_add_test(c, runs_words_together);
  tcase_add_test(c, misspellings_are_no_words);
  tcase_add_test(c, the_same_seed_makes_the_same_mistakes);
  tcase_add_test(c, odd_words_are_left_alone);
  tcase_add_test(c, tables_are_sound);
  suite_add_tcase(suite, c);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? 0 : 1;
}
