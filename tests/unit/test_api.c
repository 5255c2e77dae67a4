/* The public contract: what every call does with right and with wrong arguments. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fluide/fluide.h>

static fluide_model *model;
static fluide_checker *checker;

static void setup(void)
{
  fluide_error err;
  ck_assert_msg(fluide_model_open(NULL, NULL, &model, &err) == FLUIDE_OK, "%s", err.detail);
  ck_assert_int_eq(fluide_checker_new(model, NULL, &checker, NULL), FLUIDE_OK);
}

static void teardown(void)
{
  fluide_checker_free(checker);
  fluide_model_unref(model);
}

static fluide_result *run(const fluide_checker *c, const char *text)
{
  fluide_result *r = NULL;
  fluide_error err = { 0 };
  ck_assert_msg(fluide_check(c, text, strlen(text), NULL, &r, &err) == FLUIDE_OK, "%s", err.detail);
  return r;
}

static size_t issue_count(const fluide_checker *c, const char *text)
{
  fluide_result *r = run(c, text);
  size_t count, stride;
  fluide_result_issues(r, &count, &stride);
  fluide_result_free(r);
  return count;
}

static const fluide_issue *issue_at(const fluide_result *r, size_t i)
{
  size_t count, stride;
  const char *items = (const char *)fluide_result_issues(r, &count, &stride);
  ck_assert_uint_lt(i, count);
  return (const fluide_issue *)(const void *)(items + i * stride);
}

START_TEST(versions_and_names)
{
  char text[32];
  snprintf(text, sizeof text, "%u.%u.%u", fluide_version() >> 16, fluide_version() >> 8 & 0xFF, fluide_version() & 0xFF);
  ck_assert_str_eq(text, fluide_version_string());
  ck_assert_uint_eq(fluide_version(), FLUIDE_VERSION_HEX);
  ck_assert_str_eq(fluide_status_name(FLUIDE_E_UTF8), "E_UTF8");
  ck_assert_str_eq(fluide_status_message(FLUIDE_E_NOMEM), "out of memory");
  ck_assert_str_eq(fluide_status_name(-999), "E_UNKNOWN");
  ck_assert_str_eq(fluide_category_name(FLUIDE_CATEGORY_GRAMMAR), "grammar");
  ck_assert_str_eq(fluide_category_name(77), "unknown");
  ck_assert_str_eq(fluide_severity_name(FLUIDE_SEVERITY_HINT), "hint");
  ck_assert_str_eq(fluide_token_kind_name(FLUIDE_TOKEN_MASKED), "masked");
  ck_assert_str_eq(fluide_token_kind_name(-1), "unknown");
}
END_TEST

START_TEST(model_facts)
{
  fluide_model_info info = { .struct_size = sizeof info };
  ck_assert_int_eq(fluide_model_describe(model, &info), FLUIDE_OK);
  ck_assert_uint_gt(info.form_count, 400000);
  ck_assert_uint_gt(info.lemma_count, 70000);
  ck_assert_uint_le(info.pack_bytes, 24u << 20);   /* by section: test_pack.c */
  ck_assert_uint_gt(info.rule_count, 20);
  ck_assert_uint_ne(info.generation, 0);
  ck_assert_int_eq(fluide_model_describe(NULL, &info), FLUIDE_E_ARG);
  info.struct_size = 0;
  ck_assert_int_eq(fluide_model_describe(model, &info), FLUIDE_E_ARG);
}
END_TEST

START_TEST(rules_are_sorted_and_told)
{
  size_t count = 0, stride = 0;
  const char *at = (const char *)fluide_model_rules(model, &count, &stride);
  ck_assert_ptr_nonnull(at);
  for (size_t i = 0; i < count; i++) {
    const fluide_rule *r = (const fluide_rule *)(const void *)(at + i * stride);
    ck_assert_uint_gt(r->title.len, 0);
    ck_assert_uint_gt(r->explanation.len, 20);
    ck_assert_uint_le(r->confidence, 100);
    ck_assert_str_ne(fluide_category_name(r->category), "unknown");
    ck_assert_str_ne(fluide_severity_name(r->severity), "unknown");
    if (i > 0) ck_assert_int_lt(strcmp(((const fluide_rule *)(const void *)(at + (i - 1) * stride))->id.ptr, r->id.ptr), 0);
  }
  ck_assert_ptr_null(fluide_model_rules(NULL, &count, &stride));
  ck_assert_ptr_null(fluide_model_rules(model, NULL, &stride));
}
END_TEST

START_TEST(null_arguments)
{
  fluide_result *r = NULL;
  fluide_error err = { 0 };
  ck_assert_int_eq(fluide_check(NULL, "a", 1, NULL, &r, &err), FLUIDE_E_ARG);
  ck_assert_int_eq(err.code, FLUIDE_E_ARG);
  ck_assert_int_eq(fluide_check(checker, NULL, 1, NULL, &r, NULL), FLUIDE_E_ARG);
  ck_assert_int_eq(fluide_check(checker, "a", 1, NULL, NULL, NULL), FLUIDE_E_ARG);
  ck_assert_ptr_null(r);
  ck_assert_int_eq(fluide_check(checker, NULL, 0, NULL, &r, NULL), FLUIDE_OK);
  fluide_result_free(r);
  ck_assert_int_eq(fluide_model_open(NULL, NULL, NULL, NULL), FLUIDE_E_ARG);
  ck_assert_int_eq(fluide_checker_new(NULL, NULL, &checker, NULL), FLUIDE_E_ARG);
  fluide_checker_free(NULL);
  fluide_model_unref(NULL);
  fluide_result_free(NULL);
  fluide_masks_free(NULL);
  fluide_analysis_free(NULL);
  fluide_suggestions_free(NULL);
  ck_assert_ptr_null(fluide_model_ref(NULL));
  ck_assert_uint_eq(fluide_result_suggestion(NULL, 0).len, 0);
  ck_assert_str_eq(fluide_result_corrected(NULL).ptr, "");
  ck_assert_uint_eq(fluide_result_flags(NULL), 0);
}
END_TEST

START_TEST(options_are_read_with_care)
{
  fluide_checker *c = NULL;
  fluide_error err;
  fluide_options o = FLUIDE_OPTIONS_INIT;
  o.locale = "fr-XX";
  ck_assert_int_eq(fluide_checker_new(model, &o, &c, &err), FLUIDE_E_ARG);
  ck_assert_ptr_nonnull(strstr(err.detail, "fr-XX"));
  o.locale = "fr-CA";
  const char *bad[] = { "pas.une-regle", NULL };
  o.enable = bad;
  ck_assert_int_eq(fluide_checker_new(model, &o, &c, &err), FLUIDE_E_ARG);
  ck_assert_ptr_nonnull(strstr(err.detail, "pas.une-regle"));
  ck_assert_ptr_null(c);
  struct {
    fluide_options o;
    uint64_t later;
  } larger = { FLUIDE_OPTIONS_INIT, 0 };
  larger.o.struct_size = sizeof larger;
  ck_assert_int_eq(fluide_checker_new(model, &larger.o, &c, &err), FLUIDE_OK);
  fluide_checker_free(c);
  larger.later = 1;
  ck_assert_int_eq(fluide_checker_new(model, &larger.o, &c, &err), FLUIDE_E_VERSION);
  larger.o.struct_size = 0;
  ck_assert_int_eq(fluide_checker_new(model, &larger.o, &c, &err), FLUIDE_E_ARG);
}
END_TEST

START_TEST(rules_are_switched)
{
  fluide_checker *c = NULL;
  fluide_options o = FLUIDE_OPTIONS_INIT;
  const char *spelling[] = { "spelling", NULL }, *one[] = { "orth.mot-inconnu", NULL };
  o.disable = spelling;
  ck_assert_int_eq(fluide_checker_new(model, &o, &c, NULL), FLUIDE_OK);
  ck_assert_uint_eq(issue_count(c, "Il mange du pomplemouce."), 0);
  fluide_checker_free(c);
  o.enable = one;
  ck_assert_int_eq(fluide_checker_new(model, &o, &c, NULL), FLUIDE_OK);
  ck_assert_uint_eq(issue_count(c, "Il mange du pomplemouce."), 1);
  fluide_checker_free(c);
}
END_TEST

static const struct {
  const char *text;
  uint32_t byte, utf16, cp, length;
} spans[] = {
  { "Un champpignon.", 3, 3, 3, 11 },
  { "\xEF\xBB\xBFUn champpignon.", 6, 4, 4, 11 },
  { "\xF0\x9F\xA4\x94 Un champpignon.", 8, 6, 5, 11 },
  { "L\xE2\x80\x99\xC3\xA9t\xC3\xA9, un champpignon.", 14, 10, 10, 11 },
  { "E\xCC\x81t\xC3\xA9 : un champpignon.", 12, 10, 10, 11 },
  { "Oui.\r\nUn champpignon.", 9, 9, 9, 11 },
};

START_TEST(three_offsets)
{
  fluide_result *r = run(checker, spans[_i].text);
  const fluide_issue *issue = issue_at(r, 0);
  ck_assert_str_eq(issue->rule.ptr, "orth.mot-inconnu");
  ck_assert_uint_eq(issue->start.byte, spans[_i].byte);
  ck_assert_uint_eq(issue->start.utf16, spans[_i].utf16);
  ck_assert_uint_eq(issue->start.cp, spans[_i].cp);
  ck_assert_uint_eq(issue->end.cp - issue->start.cp, spans[_i].length);
  ck_assert_str_eq(fluide_result_suggestion(r, issue->first_suggestion).ptr, "champignon");
  fluide_result_free(r);
}
END_TEST

START_TEST(invalid_utf8_is_named)
{
  fluide_result *r = NULL;
  fluide_error err;
  ck_assert_int_eq(fluide_check(checker, "ab\xC3(", 4, NULL, &r, &err), FLUIDE_E_UTF8);
  ck_assert_uint_eq(err.offset, 2);
  ck_assert_ptr_nonnull(strstr(err.detail, "0xC3"));
  ck_assert_ptr_null(r);
  ck_assert_int_eq(fluide_check(checker, "a\0b", 3, NULL, &r, &err), FLUIDE_OK);
  fluide_result_free(r);
}
END_TEST

START_TEST(masks_are_checked_and_used)
{
  const char *text = "Un `champpignon` rouge.";
  fluide_mask good[] = { { 3, 16, FLUIDE_MASK_NOUN } };
  fluide_mask bad[] = { { 3, 16, FLUIDE_MASK_NOUN }, { 10, 12, FLUIDE_MASK_SKIP } };
  fluide_input in = FLUIDE_INPUT_INIT;
  fluide_result *r = NULL;
  fluide_error err;
  in.masks = good;
  in.mask_count = 1;
  ck_assert_int_eq(fluide_check(checker, text, strlen(text), &in, &r, &err), FLUIDE_OK);
  size_t count, stride;
  fluide_result_issues(r, &count, &stride);
  ck_assert_uint_eq(count, 0);
  fluide_result_free(r);
  in.masks = bad;
  in.mask_count = 2;
  ck_assert_int_eq(fluide_check(checker, text, strlen(text), &in, &r, &err), FLUIDE_E_ARG);
  ck_assert_uint_eq(err.offset, 10);
  good[0].end = 500;
  in.masks = good;
  in.mask_count = 1;
  ck_assert_int_eq(fluide_check(checker, text, strlen(text), &in, &r, &err), FLUIDE_E_ARG);
  fluide_masks *masks = NULL;
  ck_assert_int_eq(fluide_masks_build(FLUIDE_MARKUP_MARKDOWN, text, strlen(text), NULL, &masks, NULL), FLUIDE_OK);
  size_t n;
  in.masks = fluide_masks_items(masks, &n);
  in.mask_count = n;
  ck_assert_uint_gt(n, 0);
  ck_assert_int_eq(fluide_check(checker, text, strlen(text), &in, &r, &err), FLUIDE_OK);
  fluide_result_issues(r, &count, &stride);
  ck_assert_uint_eq(count, 0);
  fluide_result_free(r);
  fluide_masks_free(masks);
}
END_TEST

static int cancel(void *ctx)
{
  int *calls = ctx;
  return ++*calls >= 2;
}

START_TEST(poll_cancels)
{
  fluide_input in = FLUIDE_INPUT_INIT;
  int calls = 0;
  in.poll = cancel;
  in.poll_ctx = &calls;
  fluide_result *r = NULL;
  const char *text = "Il dort. Il mange. Il boit. Il rit.";
  ck_assert_int_eq(fluide_check(checker, text, strlen(text), &in, &r, NULL), FLUIDE_E_CANCELLED);
  ck_assert_ptr_null(r);
}
END_TEST

START_TEST(limits_are_kept)
{
  fluide_options o = FLUIDE_OPTIONS_INIT;
  o.max_text_bytes = 100;
  o.max_issues = 2;
  o.max_suggestions = 1;
  fluide_checker *c;
  ck_assert_int_eq(fluide_checker_new(model, &o, &c, NULL), FLUIDE_OK);
  char long_text[102];
  memset(long_text, 'a', sizeof long_text);
  fluide_result *r = NULL;
  fluide_error err;
  ck_assert_int_eq(fluide_check(c, long_text, 101, NULL, &r, &err), FLUIDE_E_LIMIT);
  r = run(c, "Un champpignon, un champpignon, un champpignon.");
  size_t count, stride;
  fluide_result_issues(r, &count, &stride);
  ck_assert_uint_eq(count, 2);
  ck_assert_uint_ne(fluide_result_flags(r) & FLUIDE_RESULT_ISSUES_CUT, 0);
  ck_assert_uint_eq(issue_at(r, 0)->suggestion_count, 1);
  fluide_result_free(r);
  fluide_checker_free(c);
  o.max_suggestions = UINT32_MAX;
  ck_assert_int_eq(fluide_checker_new(model, &o, &c, NULL), FLUIDE_OK);
  r = run(c, "Un champpignon.");
  ck_assert_uint_eq(issue_at(r, 0)->suggestion_count, 0);
  fluide_result_free(r);
  fluide_checker_free(c);
}
END_TEST

START_TEST(user_words_inflect_and_go)
{
  const char *text = "Nous flouzons. Ils flouzaient.";
  size_t before = issue_count(checker, text);
  ck_assert_uint_eq(before, 2);
  fluide_error err;
  ck_assert_int_eq(fluide_add_word(checker, "flouzer", "chanter", &err), FLUIDE_OK);
  ck_assert_uint_eq(issue_count(checker, text), 0);
  ck_assert_uint_eq(issue_count(checker, "FLOUZER. Flouzez !"), 0);
  ck_assert_int_eq(fluide_add_word(checker, "flouzer", "finir", &err), FLUIDE_E_ARG);
  ck_assert_uint_eq(issue_count(checker, text), 0);
  ck_assert_int_eq(fluide_add_word(checker, "flouzer", "qsdfghj", &err), FLUIDE_E_NOTFOUND);
  ck_assert_int_eq(fluide_add_word(checker, "deux mots", NULL, &err), FLUIDE_E_ARG);
  ck_assert_int_eq(fluide_add_word(checker, "", NULL, &err), FLUIDE_E_ARG);
  ck_assert_int_eq(fluide_add_word(checker, "\xFF", NULL, &err), FLUIDE_E_UTF8);
  ck_assert_int_eq(fluide_remove_word(checker, "flouzer"), FLUIDE_OK);
  ck_assert_int_eq(fluide_remove_word(checker, "flouzer"), FLUIDE_E_NOTFOUND);
  ck_assert_uint_eq(issue_count(checker, text), before);
}
END_TEST

START_TEST(user_words_are_suggested_and_ignored_ones_not)
{
  ck_assert_int_eq(fluide_add_word(checker, "zorglubine", "table", NULL), FLUIDE_OK);
  fluide_suggestions *s = NULL;
  ck_assert_int_eq(fluide_suggest(checker, "zorglubinne", 11, &s, NULL), FLUIDE_OK);
  size_t count, stride;
  const fluide_suggestion *items = fluide_suggestions_items(s, &count, &stride);
  ck_assert_uint_gt(count, 0);
  ck_assert_str_eq(items[0].text.ptr, "zorglubine");
  fluide_suggestions_free(s);
  ck_assert_uint_eq(issue_count(checker, "Le qsdfghjklm dort."), 1);
  ck_assert_int_eq(fluide_ignore_word(checker, "qsdfghjklm", NULL), FLUIDE_OK);
  ck_assert_uint_eq(issue_count(checker, "Le qsdfghjklm dort."), 0);
  ck_assert_int_eq(fluide_remove_word(checker, "qsdfghjklm"), FLUIDE_OK);
  ck_assert_uint_eq(issue_count(checker, "Le qsdfghjklm dort."), 1);
}
END_TEST

START_TEST(many_user_words)
{
  char word[32];
  for (int i = 0; i < 3000; i++) {
    snprintf(word, sizeof word, "mot%c%c%c", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676);
    ck_assert_int_eq(fluide_add_word(checker, word, NULL, NULL), FLUIDE_OK);
  }
  for (int i = 0; i < 3000; i += 2) {
    snprintf(word, sizeof word, "mot%c%c%c", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676);
    ck_assert_int_eq(fluide_remove_word(checker, word), FLUIDE_OK);
  }
  fluide_analysis *a = NULL;
  ck_assert_int_eq(fluide_analyze(checker, "motaaa motbaa", 13, NULL, &a, NULL), FLUIDE_OK);
  size_t count, stride;
  const char *tokens = (const char *)fluide_analysis_tokens(a, &count, &stride);
  ck_assert_uint_eq(count, 2);
  ck_assert_uint_eq(((const fluide_token *)(const void *)tokens)->reading_count, 0);
  ck_assert_uint_eq(((const fluide_token *)(const void *)(tokens + stride))->reading_count, 1);
  fluide_analysis_free(a);
}
END_TEST

START_TEST(correct_applies_first_suggestions)
{
  fluide_result *r = NULL;
  const char *text = "Les enfans mangent un champpignon.";
  ck_assert_int_eq(fluide_correct(checker, text, strlen(text), NULL, &r, NULL), FLUIDE_OK);
  ck_assert_str_eq(fluide_result_corrected(r).ptr, "Les enfants mangent un champignon.");
  fluide_result_free(r);
  ck_assert_int_eq(fluide_correct(checker, "Il dort.", 8, NULL, &r, NULL), FLUIDE_OK);
  ck_assert_str_eq(fluide_result_corrected(r).ptr, "Il dort.");
  fluide_result_free(r);
}
END_TEST

START_TEST(result_outlives_checker_and_model)
{
  fluide_model *m;
  fluide_checker *c;
  ck_assert_int_eq(fluide_model_open(NULL, NULL, &m, NULL), FLUIDE_OK);
  ck_assert_int_eq(fluide_checker_new(m, NULL, &c, NULL), FLUIDE_OK);
  fluide_model_unref(m);
  fluide_result *r = run(c, "Un champpignon.");
  fluide_checker_free(c);
  ck_assert_str_eq(issue_at(r, 0)->rule.ptr, "orth.mot-inconnu");
  ck_assert_uint_gt(issue_at(r, 0)->message.len, 0);
  fluide_result_free(r);
}
END_TEST

START_TEST(analysis_reads_tokens)
{
  const char *text = "L'ami dort. Donne-le-moi !";
  fluide_analysis *a = NULL;
  ck_assert_int_eq(fluide_analyze(checker, text, strlen(text), NULL, &a, NULL), FLUIDE_OK);
  size_t count, stride, sentences, sentence_stride, readings, reading_stride;
  const char *tokens = (const char *)fluide_analysis_tokens(a, &count, &stride);
  fluide_analysis_sentences(a, &sentences, &sentence_stride);
  const char *all = (const char *)fluide_analysis_readings(a, &readings, &reading_stride);
  ck_assert_uint_eq(sentences, 2);
  static const char *const norms[] = { "L'", "ami", "dort", ".", "Donne", "-le", "-moi", "!" };
  ck_assert_uint_eq(count, 8);
  for (size_t i = 0; i < count; i++)
    ck_assert_str_eq(((const fluide_token *)(const void *)(tokens + i * stride))->norm.ptr, norms[i]);
  const fluide_token *dort = (const fluide_token *)(const void *)(tokens + 2 * stride);
  ck_assert_uint_ge(dort->reading_count, 1);
  const fluide_reading *r = (const fluide_reading *)(const void *)(all + dort->first_reading * reading_stride);
  ck_assert_str_eq(r->lemma.ptr, "dormir");
  ck_assert_str_eq(r->pos.ptr, "VERB");
  ck_assert_ptr_nonnull(strstr(r->features.ptr, "Person=3"));
  fluide_analysis_free(a);
}
END_TEST

START_TEST(analysis_tells_parts_of_speech)
{
  static const struct {
    const char *norm, *pos, *lemma, *meant;
  } expected[] = {
    { "Il", "PRON", "il", "" },         { "à", "AUX", "avoir", "a" },  { "mangé", "VERB", "manger", "" },
    { "une", "DET", "un", "" },         { "pomme", "NOUN", "pomme", "" }, { ".", "PUNCT", ".", "" },
  };
  const char *text = "Il à mangé une pomme.";
  fluide_analysis *a = NULL;
  ck_assert_int_eq(fluide_analyze(checker, text, strlen(text), NULL, &a, NULL), FLUIDE_OK);
  size_t count, stride;
  const char *tokens = (const char *)fluide_analysis_tokens(a, &count, &stride);
  ck_assert_uint_eq(count, sizeof expected / sizeof *expected);
  for (size_t i = 0; i < count; i++) {
    const fluide_token *t = (const fluide_token *)(const void *)(tokens + i * stride);
    ck_assert_str_eq(t->norm.ptr, expected[i].norm);
    ck_assert_str_eq(t->pos.ptr, expected[i].pos);
    ck_assert_str_eq(t->lemma.ptr, expected[i].lemma);
    ck_assert_str_eq(t->meant.ptr, expected[i].meant);
    ck_assert_int_ge(t->margin, 0);
  }
  const fluide_token *pomme = (const fluide_token *)(const void *)(tokens + 4 * stride);
  ck_assert_str_eq(pomme->features.ptr, "Gender=Fem|Number=Sing");
  fluide_analysis_free(a);
  ck_assert_int_eq(fluide_add_word(checker, "flouzer", "chanter", NULL), FLUIDE_OK);
  ck_assert_int_eq(fluide_analyze(checker, "Nous flouzons ici.", 18, NULL, &a, NULL), FLUIDE_OK);
  tokens = (const char *)fluide_analysis_tokens(a, &count, &stride);
  ck_assert_str_eq(((const fluide_token *)(const void *)(tokens + stride))->pos.ptr, "VERB");
  ck_assert_str_eq(((const fluide_token *)(const void *)(tokens + stride))->lemma.ptr, "flouzer");
  fluide_analysis_free(a);
}
END_TEST

START_TEST(foreign_packs_are_refused)
{
  fluide_model *m = NULL;
  fluide_error err;
  ck_assert_int_eq(fluide_model_open("/nonexistent/fr.flu", NULL, &m, &err), FLUIDE_E_IO);
  ck_assert_int_eq(fluide_model_open("/", NULL, &m, &err), FLUIDE_E_IO);
  static const uint64_t junk[64] = { 0x1234 };
  ck_assert_int_eq(fluide_model_open_memory(junk, sizeof junk, NULL, &m, &err), FLUIDE_E_FORMAT);
  ck_assert_int_eq(fluide_model_open_memory(junk, 0, NULL, &m, &err), FLUIDE_E_FORMAT);
  ck_assert_ptr_null(m);
}
END_TEST

START_TEST(users_hunspell_dictionary)
{
  char dir[] = "/tmp/fluide-api-XXXXXX", aff[64], dic[64];
  ck_assert_ptr_nonnull(mkdtemp(dir));
  snprintf(aff, sizeof aff, "%s/a.aff", dir);
  snprintf(dic, sizeof dic, "%s/a.dic", dir);
  FILE *f = fopen(aff, "w");
  fputs("SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n", f);
  fclose(f);
  f = fopen(dic, "w");
  fputs("1\nkwyzq/S\n", f);
  fclose(f);
  ck_assert_uint_eq(issue_count(checker, "Les kwyzqs dorment."), 1);
  fluide_error err;
  int status = fluide_add_dictionary(checker, aff, dic, &err);
  if (status != FLUIDE_E_UNSUPPORTED) {
    ck_assert_int_eq(status, FLUIDE_OK);
    ck_assert_uint_eq(issue_count(checker, "Les kwyzqs dorment."), 0);
    ck_assert_int_eq(fluide_add_dictionary(checker, "/nonexistent.aff", dic, &err), FLUIDE_E_IO);
  }
  remove(aff);
  remove(dic);
  remove(dir);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("api");
  TCase *t = tcase_create("api");
  tcase_add_checked_fixture(t, setup, teardown);
  tcase_set_timeout(t, 120);
  tcase_add_test(t, versions_and_names);
  tcase_add_test(t, model_facts);
  tcase_add_test(t, rules_are_sorted_and_told);
  tcase_add_test(t, null_arguments);
  tcase_add_test(t, options_are_read_with_care);
  tcase_add_test(t, rules_are_switched);
  tcase_add_loop_test(t, three_offsets, 0, (int)(sizeof spans / sizeof *spans));
  tcase_add_test(t, invalid_utf8_is_named);
  tcase_add_test(t, masks_are_checked_and_used);
  tcase_add_test(t, poll_cancels);
  tcase_add_test(t, limits_are_kept);
  tcase_add_test(t, user_words_inflect_and_go);
  tcase_add_test(t, user_words_are_suggested_and_ignored_ones_not);
  tcase_add_test(t, many_user_words);
  tcase_add_test(t, correct_applies_first_suggestions);
  tcase_add_test(t, result_outlives_checker_and_model);
  tcase_add_test(t, analysis_reads_tokens);
  tcase_add_test(t, analysis_tells_parts_of_speech);
  tcase_add_test(t, foreign_packs_are_refused);
  tcase_add_test(t, users_hunspell_dictionary);
  suite_add_tcase(s, t);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_ENV);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed == 0 ? 0 : 1;
}
