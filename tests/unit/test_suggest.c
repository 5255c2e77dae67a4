/* Suggestions on the French pack, whose path is the first argument. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexicon/lexicon_inner.h"
#include "lexicon/lists_inner.h"
#include "lexicon/pack.h"
#include "spelling/speller.h"
#include "text/text.h"

static flu_lexicon lexicon;
static flu_lists lists;
static flu_speller speller;
static unsigned char *pack_bytes;
static const unsigned char *spelling_section;
static size_t spelling_size;

/* --- asking --- */

typedef struct answer {
  flu_arena arena;
  flu_suggestion items[FLU_MAX_SUGGESTIONS];
  uint32_t count;
  bool cut;
} answer;

static void ask_with(answer *a, flu_suggest_request request)
{
  memset(a, 0, sizeof *a);
  flu_arena_init(&a->arena, &flu_alloc_default);
  ck_assert_int_eq(flu_suggest(&speller, &request, &a->arena, a->items, &a->count, &a->cut), FLU_OK);
}

static flu_suggest_request request_for(const char *word)
{
  return (flu_suggest_request){ .word = word, .len = strlen(word), .budget = 200000, .max = 8 };
}

static void ask(answer *a, const char *before, const char *word, const char *after)
{
  flu_surroundings around = { .before = { before, (uint32_t)strlen(before) },
                              .after = { after, (uint32_t)strlen(after) } };
  flu_suggest_request request = request_for(word);
  request.around = &around;
  ask_with(a, request);
}

static int place_of(const answer *a, const char *text)
{
  for (uint32_t i = 0; i < a->count; i++)
    if (a->items[i].text.len == strlen(text) && memcmp(a->items[i].text.ptr, text, strlen(text)) == 0) return (int)i;
  return -1;
}

static void expect(const char *before, const char *word, const char *after, const char *wanted, int last_place)
{
  answer a;
  ask(&a, before, word, after);
  int place = place_of(&a, wanted);
  ck_assert_msg(place >= 0 && place <= last_place, "%s: « %s » is at place %d, the first is « %.*s »", word, wanted,
                place, a.count > 0 ? (int)a.items[0].text.len : 0, a.count > 0 ? a.items[0].text.ptr : "");
  flu_arena_end(&a.arena);
}

/* --- quality --- */

START_TEST(kinds_of_edits)
{
  static const char *const cases[][4] = {
    { "un", "élement", "de", "élément" },
    { "les", "batiments", "publics", "bâtiments" },
    { "le", "francais", "est", "français" },
    { "la", "fenètre", "est", "fenêtre" },
    { "une", "adrese", "postale", "adresse" },
    { "le", "langauge", "du", "langage" },
    { "un", "prolbème", "grave", "problème" },
    { "un", "problèle", "grave", "problème" },
    { "la", "maisoin", "de", "maison" },
    { "la", "pharmcie", "est", "pharmacie" },
    { "la", "farmacie", "est", "pharmacie" },
    { "un", "éléfant", "blanc", "éléphant" },
    { "un", "batteau", "blanc", "bateau" },
    { "le", "chapo", "noir", "chapeau" },
    { "des", "ommes", "grands", "hommes" },
    { "une", "orloge", "ancienne", "horloge" },
    { "les", "enfans", "jouent", "enfants" },
    { "tout", "simplemant", ".", "simplement" },
    { "une", "konstruction", "neuve", "construction" },
    { "la", "nasion", "est", "nation" },
    { "en", "dévelopement", ",", "développement" },
    { "une", "solussion", "simple", "solution" },
    { "l'", "oeuvre", "de", "œuvre" },
    { "le", "coeur", "de", "cœur" },
    { "un", "embarquadère", "est", "embarcadère" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    expect(cases[i][0], cases[i][1], cases[i][2], cases[i][3], 0);
}
END_TEST

START_TEST(neighbours_decide)
{
  expect("les", "voitturs", "rouges", "voitures", 0);
  expect("une", "voittur", "rouge", "voiture", 0);
  expect("ils", "mangeaint", "ensemble", "mangeaient", 0);
  expect("il", "mangeaiy", "seul", "mangeait", 0);
}
END_TEST

START_TEST(capitals)
{
  expect("à", "pariss", "et", "Paris", 1);
  expect("", "Ecole", "primaire", "École", 0);
  expect("", "Etat", "de", "État", 0);
  expect("UNE", "ADRESE", "POSTALE", "ADRESSE", 0);
  expect("", "Adrese", "postale", "Adresse", 0);
}
END_TEST

START_TEST(words_written_together)
{
  expect("mais", "parcontre", ",", "par contre", 0);
  expect("", "jai", "mangé", "j'ai", 0);
  expect("", "cest", "vrai", "c'est", 0);
  expect("crois", "quil", "vient", "qu'il", 0);
  expect("est", "peutêtre", "là", "peut-être", 0);
  expect("est", "tout-à-fait", "clair", "tout à fait", 0);
}
END_TEST

/* --- what may be suggested --- */

static bool may_be_suggested(uint32_t form)
{
  flu_reading readings[FLU_MAX_READINGS];
  size_t count = flu_lexicon_readings(&lexicon, form, readings, FLU_MAX_READINGS);
  for (size_t i = 0; i < count; i++)
    if (!(readings[i].tag->flags & (FLU_TAG_NOSUGGEST | FLU_TAG_LEMMA_ONLY | FLU_TAG_1SG_INVERTED))) return true;
  return false;
}

START_TEST(only_forms_of_the_lexicon)
{
  static const char *const words[] = { "aimé-j", "parlè", "connar", "pousez", "abc", "mangre", "PARIZ", "Lyonn", "oo" };
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    answer a;
    ask(&a, "", words[i], "");
    for (uint32_t k = 0; k < a.count; k++) {
      uint32_t forms[8];
      if (a.items[k].split) continue;
      size_t n = flu_lexicon_match(&lexicon, a.items[k].text.ptr, a.items[k].text.len, forms, 8);
      bool good = false;
      for (size_t j = 0; j < n && j < 8; j++) good = good || may_be_suggested(forms[j]);
      ck_assert_msg(good, "%s: « %.*s »", words[i], (int)a.items[k].text.len, a.items[k].text.ptr);
      ck_assert(k == 0 || a.items[k].score >= a.items[k - 1].score);
    }
    flu_arena_end(&a.arena);
  }
}
END_TEST

START_TEST(one_spelling_only)
{
  flu_suggest_request request = request_for("maîtrresse");
  answer a;
  request.variant = FLU_VARIANT_CLASSICAL;
  ask_with(&a, request);
  ck_assert_int_eq(place_of(&a, "maîtresse"), -1);
  flu_arena_end(&a.arena);
  request.variant = FLU_VARIANT_1990;
  ask_with(&a, request);
  ck_assert_int_eq(place_of(&a, "maîtresse"), 0);
  ck_assert_int_eq(place_of(&a, "maitresse"), -1);
  flu_arena_end(&a.arena);
}
END_TEST

/* --- user words --- */

static void each_user_word(void *ctx, void (*visit)(void *visit_ctx, const char *form, size_t len), void *visit_ctx)
{
  (void)ctx;
  visit(visit_ctx, "zorglub", 7);
  visit(visit_ctx, "zorglubs", 8);
  visit(visit_ctx, "kilo", 4);
}

static bool is_ignored(void *ctx, const char *form, size_t len)
{
  return len == strlen(ctx) && memcmp(form, ctx, len) == 0;
}

START_TEST(user_words)
{
  flu_extra_words extra = { each_user_word, NULL, NULL };
  flu_suggest_request request = request_for("zorglbu");
  answer a;
  request.extra = &extra;
  ask_with(&a, request);
  ck_assert_int_eq(place_of(&a, "zorglub"), 0);
  flu_arena_end(&a.arena);
  extra.ignored = is_ignored;
  extra.ctx = (char *)"zorglub";
  ask_with(&a, request);
  ck_assert_int_eq(place_of(&a, "zorglub"), -1);
  flu_arena_end(&a.arena);
}
END_TEST

static void each_of_many(void *ctx, void (*visit)(void *visit_ctx, const char *form, size_t len), void *visit_ctx)
{
  (void)ctx;
  for (int i = 0; i < 5000; i++) {
    char form[16];
    int len = snprintf(form, sizeof form, "prebl%c%c%cxq", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676 % 26);
    visit(visit_ctx, form, (size_t)len);
  }
}

START_TEST(many_user_words_leave_room)
{
  flu_extra_words extra = { each_of_many, NULL, NULL };
  flu_suggest_request request = request_for("problemme");
  answer a;
  request.extra = &extra;
  ask_with(&a, request);
  ck_assert_int_ge(place_of(&a, "problème"), 0);
  flu_arena_end(&a.arena);
}
END_TEST

/* --- bounds --- */

START_TEST(hostile_words)
{
  static const char *const units[] = { "a", "e", "é", "ae", "eaux", "я",  "漢",
                                       "-", "'", "A", "1",  "…",    "ss", "\xF0\x9F\x98\x80" };
  char word[1024];
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
    for (size_t times = 1; times <= 120; times = times < 8 ? times + 1 : times * 2 - 3) {
      const size_t unit = strlen(units[i]);
      for (size_t k = 0; k < times; k++) memcpy(word + k * unit, units[i], unit + 1);
      answer a;
      ask(&a, "le", word, "est");
      if (times * unit > FLU_MAX_FORM_BYTES || times > FLU_MAX_FORM_SYMBOLS) ck_assert_uint_eq(a.count, 0);
      flu_arena_end(&a.arena);
    }
}
END_TEST

START_TEST(budget_is_kept)
{
  static const uint32_t budgets[] = { 0, 1, 10, 1000 };
  for (size_t i = 0; i < sizeof budgets / sizeof budgets[0]; i++) {
    flu_suggest_request request = request_for("extraorrdinérement");
    answer a;
    request.budget = budgets[i];
    ask_with(&a, request);
    ck_assert(a.cut);
    flu_arena_end(&a.arena);
  }
  flu_suggest_request request = request_for("probleme");
  answer a;
  request.max = 0;
  ask_with(&a, request);
  ck_assert_uint_eq(a.count, 0);
  flu_arena_end(&a.arena);
  request.max = 3;
  ask_with(&a, request);
  ck_assert_uint_le(a.count, 3);
  ck_assert(!a.cut);
  flu_arena_end(&a.arena);
}
END_TEST

START_TEST(same_answer_twice)
{
  answer a, b;
  ask(&a, "les", "chevals", "courent");
  ask(&b, "les", "chevals", "courent");
  ck_assert_uint_eq(a.count, b.count);
  for (uint32_t i = 0; i < a.count; i++) {
    ck_assert_int_eq(a.items[i].score, b.items[i].score);
    ck_assert_uint_eq(a.items[i].text.len, b.items[i].text.len);
    ck_assert_mem_eq(a.items[i].text.ptr, b.items[i].text.ptr, a.items[i].text.len);
  }
  flu_arena_end(&a.arena);
  flu_arena_end(&b.arena);
}
END_TEST

static void *failing(void *ctx, void *p, size_t old, size_t size)
{
  int *left = ctx;
  if (size != 0 && (*left)-- <= 0) return NULL;
  return flu_alloc_default.fn(flu_alloc_default.ctx, p, old, size);
}

START_TEST(memory_runs_out)
{
  int status = FLU_E_NOMEM;
  for (int n = 0; status == FLU_E_NOMEM; n++) {
    ck_assert_int_lt(n, 1000);
    int left = n;
    flu_alloc alloc = { failing, &left };
    flu_arena arena;
    flu_suggestion out[FLU_MAX_SUGGESTIONS];
    uint32_t count;
    bool cut;
    flu_suggest_request request = request_for("lhistoirre");
    flu_arena_init(&arena, &alloc);
    status = flu_suggest(&speller, &request, &arena, out, &count, &cut);
    flu_arena_end(&arena);
  }
  ck_assert_int_eq(status, FLU_OK);
}
END_TEST

/* --- damaged section --- */

static void try_section(unsigned char *bytes, size_t size)
{
  flu_speller other;
  flu_error err;
  if (flu_speller_open(&lexicon, &lists, bytes, size, &other, &err) != FLU_OK) return;
  flu_arena arena;
  flu_suggestion out[FLU_MAX_SUGGESTIONS];
  uint32_t count;
  bool cut;
  flu_suggest_request request = request_for("exemplle");
  request.budget = 2000;
  flu_arena_init(&arena, &flu_alloc_default);
  ck_assert_int_eq(flu_suggest(&other, &request, &arena, out, &count, &cut), FLU_OK);
  flu_arena_end(&arena);
}

START_TEST(damaged_sections)
{
  const flu_spelling_header *h = (const flu_spelling_header *)(const void *)spelling_section;
  unsigned char *copy = aligned_alloc(64, (spelling_size + 63) / 64 * 64);
  ck_assert_ptr_nonnull(copy);
  memcpy(copy, spelling_section, spelling_size);
  const size_t end = h->pairs_at < 120000 ? h->pairs_at : 120000;
  for (size_t i = 0; i < end; i += i < sizeof *h ? 1 : 61) {
    copy[i] ^= 0xff;
    try_section(copy, spelling_size);
    copy[i] ^= 0xfe;
    try_section(copy, spelling_size);
    copy[i] = spelling_section[i];
  }
  free(copy);
  flu_speller other;
  flu_error err;
  for (size_t size = 0; size < spelling_size; size += size < 400 ? 1 : 9973)
    ck_assert_int_ne(flu_speller_open(&lexicon, &lists, spelling_section, size, &other, &err), FLU_OK);
}
END_TEST

/* --- frame --- */

static void read_pack(const char *path)
{
  flu_pack pack;
  flu_error err;
  const unsigned char *section;
  size_t size;
  FILE *f = fopen(path, "rb");
  if (f == NULL || fseek(f, 0, SEEK_END) != 0) exit(2);
  size = (size_t)ftell(f);
  rewind(f);
  pack_bytes = aligned_alloc(64, (size + 63) / 64 * 64);
  if (pack_bytes == NULL || fread(pack_bytes, 1, size, f) != size) exit(2);
  fclose(f);
  if (flu_pack_open(pack_bytes, size, false, &pack, &err) != FLU_OK ||
      flu_pack_find(&pack, FLU_SECTION_LEXICON, FLU_LEXICON_VERSION, &section, &size, &err) != FLU_OK ||
      flu_lexicon_open(&lexicon, section, size, false, &flu_alloc_default, &err) != FLU_OK ||
      flu_pack_find(&pack, FLU_SECTION_LISTS, FLU_LISTS_VERSION, &section, &size, &err) != FLU_OK ||
      flu_lists_open(section, size, &lists, &err) != FLU_OK ||
      flu_pack_find(&pack, FLU_SECTION_SPELLING, FLU_SPELLING_VERSION, &spelling_section, &spelling_size, &err) !=
          FLU_OK ||
      flu_speller_open(&lexicon, &lists, spelling_section, spelling_size, &speller, &err) != FLU_OK) {
    fprintf(stderr, "%s: %s\n", path, err.detail);
    exit(2);
  }
}

int main(int argc, char **argv)
{
  if (argc != 2) return 2;
  read_pack(argv[1]);
  Suite *suite = suite_create("suggest");
  TCase *tests = tcase_create("suggest");
  tcase_set_timeout(tests, 120);
  tcase_add_test(tests, kinds_of_edits);
  tcase_add_test(tests, neighbours_decide);
  tcase_add_test(tests, capitals);
  tcase_add_test(tests, words_written_together);
  tcase_add_test(tests, only_forms_of_the_lexicon);
  tcase_add_test(tests, one_spelling_only);
  tcase_add_test(tests, user_words);
  tcase_add_test(tests, many_user_words_leave_room);
  tcase_add_test(tests, hostile_words);
  tcase_add_test(tests, budget_is_kept);
  tcase_add_test(tests, same_answer_twice);
  tcase_add_test(tests, memory_runs_out);
  tcase_add_test(tests, damaged_sections);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  free(pack_bytes);
  return failed == 0 ? 0 : 1;
}
