/* Patterns of rules: what the compiler says about them, word for word, and what they find, on the French lexicon.
 *
 *   test_rules_match PACK
 *
 * With FLUIDE_UPDATE_GOLDEN in the environment the golden file is written anew; read the difference. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/rules_program.h"
#include "correction/checker.h"
#include "lexicon/pack.h"

static struct {
  unsigned char *data;
  flu_pack pack;
  const unsigned char *lexicon_data, *lists_data;
  size_t lexicon_size, lists_size;
  flu_lexicon lexicon;
  flu_lists lists;
  flu_text_language language;
} french;

static bool known(void *ctx, const char *word, size_t len)
{
  uint32_t form;
  (void)ctx;
  return flu_lexicon_match(&french.lexicon, word, len, &form, 1) > 0;
}

static bool open_french(const char *path)
{
  FILE *f = fopen(path, "rb");
  flu_error err = { 0 };
  if (f == NULL || fseek(f, 0, SEEK_END) != 0) return false;
  const size_t size = (size_t)ftell(f);
  rewind(f);
  french.data = aligned_alloc(64, (size + 63) / 64 * 64);
  const bool read = french.data != NULL && fread(french.data, 1, size, f) == size;
  fclose(f);
  if (!read || flu_pack_open(french.data, size, false, &french.pack, &err) != FLU_OK ||
      flu_pack_find(&french.pack, FLU_SECTION_LEXICON, FLU_LEXICON_VERSION, &french.lexicon_data, &french.lexicon_size,
                    &err) != FLU_OK ||
      flu_pack_find(&french.pack, FLU_SECTION_LISTS, FLU_LISTS_VERSION, &french.lists_data, &french.lists_size, &err) !=
          FLU_OK)
    return false;
  if (flu_lexicon_open(&french.lexicon, french.lexicon_data, french.lexicon_size, true, &flu_alloc_default, &err) !=
          FLU_OK ||
      flu_lists_open(french.lists_data, french.lists_size, &french.lists, &err) != FLU_OK)
    return false;
  flu_text_language_init(&french.language, &french.lists, known, NULL);
  return true;
}

/* --- compiling and running --- */

typedef struct compiled {
  flu_buffer rules, programs;
  flu_catalogue catalogue;
  flu_programs view;
} compiled;

static int compile_file(compiled *c, const char *path, FILE *said)
{
  flu_diag d = { .out = said, .max_errors = 100 };
  flu_rule_set set;
  flu_buffer_init(&c->rules, &flu_alloc_default);
  flu_buffer_init(&c->programs, &flu_alloc_default);
  flu_rule_set_init(&set, &d);
  ck_assert_int_eq(flu_rule_set_read(&set, path), FLU_OK);
  flu_rule_set_sort(&set);
  int rc = flu_rule_set_compile(&set, french.lexicon_data, french.lexicon_size, french.lists_data, french.lists_size,
                                &c->programs);
  flu_diag silent = { .out = said };
  set.diag = &silent;
  if (rc == FLU_OK) rc = flu_rule_set_write(&set, "rules", &c->rules);
  flu_rule_set_end(&set);
  return rc;
}

/* A rule with these clauses. */
static void compile(compiled *c, const char *clauses)
{
  char path[] = "/tmp/fluide-pattern-XXXXXX";
  const int fd = mkstemp(path);
  FILE *f = fdopen(fd, "wb"), *said = tmpfile();
  fprintf(f,
          "regle essai.un categorie grammaire niveau erreur\n%s  titre T\n  dit D\n  pourquoi P\n"
          "  faute \"[a]\" faute \"[b]\" juste \"c\" juste \"d\"\n",
          clauses);
  fclose(f);
  const int rc = compile_file(c, path, said);
  if (rc != FLU_OK) {
    char text[2000] = "";
    rewind(said);
    if (fread(text, 1, sizeof text - 1, said) > 0) fprintf(stderr, "%s", text);
  }
  ck_assert_int_eq(rc, FLU_OK);
  fclose(said);
  unlink(path);
  flu_error err = { 0 };
  ck_assert_int_eq(flu_catalogue_open((unsigned char *)c->rules.ptr, c->rules.len, &c->catalogue, &err), FLU_OK);
  ck_assert_msg(flu_programs_open((unsigned char *)c->programs.ptr, c->programs.len, c->catalogue.count, &c->view,
                                  &err) == FLU_OK,
                "%s", err.detail);
}

static void drop(compiled *c)
{
  flu_buffer_end(&c->rules);
  flu_buffer_end(&c->programs);
}

/* What is found: "span>fix|fix; span" with the texts. */
static void find(const compiled *c, const flu_programs *programs, const char *text, char *out, size_t cap)
{
  static const uint8_t enabled[] = { 1 };
  flu_sink sink = { .alloc = &flu_alloc_default };
  flu_arena arena;
  flu_text cut;
  flu_arena_init(&arena, &flu_alloc_default);
  ck_assert_int_eq(flu_text_cut(&cut, text, (uint32_t)strlen(text), NULL, 0, &french.language, &arena, NULL, NULL),
                   FLU_OK);
  const flu_list_bits bits = { .elisions = flu_lists_bit(&french.lists, "elisions"),
                               .before_vowel = flu_lists_bit(&french.lists, "before-vowel"),
                               .before_consonant = flu_lists_bit(&french.lists, "before-consonant") };
  const flu_unit unit = { .lexicon = &french.lexicon,
                          .lists = &french.lists,
                          .rules = &c->catalogue,
                          .programs = programs,
                          .enabled = enabled,
                          .max_suggestions = 8,
                          .list_bits = &bits,
                          .text = &cut,
                          .local = &arena,
                          .arena = &arena,
                          .sink = &sink };
  for (uint32_t s = 0; s < cut.sentence_count; s++) flu_check_rules(&unit, s);
  ck_assert_int_eq(sink.status, FLU_OK);
  size_t at = 0;
  out[0] = '\0';
  for (size_t i = 0; i < sink.count && at < cap; i++) {
    const flu_issue *issue = &sink.items[i];
    ck_assert(issue->start <= issue->end && issue->end <= cut.len && issue->rule == 0);
    at += (size_t)snprintf(out + at, cap - at, "%s%.*s", i > 0 ? "; " : "", (int)(issue->end - issue->start),
                           text + issue->start);
    for (uint8_t k = 0; k < issue->suggestion_count && at < cap; k++)
      at += (size_t)snprintf(out + at, cap - at, "%s%.*s", k > 0 ? "|" : ">", (int)issue->suggestions[k].len,
                             issue->suggestions[k].ptr);
  }
  flu_free(&flu_alloc_default, sink.items, sink.cap * sizeof *sink.items);
  flu_arena_end(&arena);
}

static void expect(const char *clauses, const char *text, const char *wanted)
{
  compiled c;
  char found[1000];
  compile(&c, clauses);
  find(&c, &c.view, text, found, sizeof found);
  ck_assert_msg(strcmp(found, wanted) == 0, "%s« %s »: \"%s\", wanted \"%s\"", clauses, text, found, wanted);
  drop(&c);
}

/* --- tests --- */

START_TEST(a_word_and_a_class_at_once)
{
  expect("  cherche >porter@V.3p\n", "Elles portent, nous portons, les portes.", "portent");
  expect("  cherche (>porter | >fermer)@V.3s\n", "Elle porte, elle ferme la porte de la ferme, ils portent.", "porte; ferme; porte; ferme");
  expect("  cherche $MONTHS@N.m\n", "En mai.", "mai");
  expect("  cherche petit@N*\n", "Le petit dort.", "petit");
}
END_TEST

START_TEST(fixes_are_elided_as_their_neighbours_ask)
{
  expect("  cherche l' [copain]\n  corrige ami\n", "C'est l'copain.", "copain>ami");
  expect("  cherche l' [ami]\n  corrige copain | voisine | école\n", "C'est l'ami.",
         "l'ami>le copain|la voisine|l'école");
  expect("  cherche le [copain]\n  corrige ami | voisin | haricot\n", "Voil\xC3\xA0 le copain.",
         "le copain>l'ami|le voisin|le haricot");
  expect("  cherche ce [jour]\n  corrige arbre | mois\n", "Ce jour vient.", "Ce jour>Cet arbre|Ce mois");
  expect("  cherche (ma)=d @N=n\n  corrige $d amie\n", "C'est ma voisine.", "ma voisine>mon amie");
  expect("  cherche [les=d] @N=n\n  corrige le\n", "Je vois les arbre.", "les arbre>l'arbre");
}
END_TEST

START_TEST(the_frequent_paradigm_is_preferred)
{
  expect("  cherche il [>sortir=v]\n  corrige conjugue(v, spres, 3s)\n", "Qu'il sort.", "sort>sorte");
}
END_TEST

START_TEST(conditions_choose_among_the_ways_to_match)
{
  expect("  cherche @N=a ..3 [@N=b]\n  si mot(b) = chien\n", "Le chat du voisin du chien dort.", "chien; chien");
}
END_TEST

START_TEST(words_lemmas_lists_and_classes_match)
{
  expect("  cherche petit chat\n", "Le PETIT chat dort.", "PETIT chat");
  expect("  cherche \"Petit\"\n", "Petit à petit.", "Petit");
  expect("  cherche [>aller] à\n", "Nous irons à Rome, elle va à Lyon.", "irons; va");
  expect("  cherche l' [@N=n]\n",
         "L'ami et l\xE2\x80\x99"
         "amie.",
         "ami; amie");
  expect("  cherche $MONTHS\n", "En janvier ou en mars.", "janvier; mars");
  expect("  cherche les @N.p.f\n", "Les maisons, les arbres.", "Les maisons");
  expect("  cherche @INF!\n", "Il veut finir et pouvoir.", "finir");
  expect("  cherche un !@ADJ\n", "un chat, un grand chat", "un chat");
}
END_TEST

START_TEST(groups_gaps_and_edges_match)
{
  expect("  cherche (un | une) fois?  [dans]\n", "une fois dans un dans le", "dans; dans");
  expect("  cherche très{1,3} [bon]\n", "très très très bon, bon", "bon");
  expect("  cherche [ne] ..3 sans @PONCT jamais\n", "Il ne le dit jamais. Il ne vient, jamais.", "ne");
  expect("  cherche <s> [mais]\n", "Mais il vient mais part.", "Mais");
  expect("  cherche [bien] \".\" </s>\n", "Il va bien. C'est bien vrai.", "bien");
  expect("  bloc GN = (le | la) @N\n  cherche GN et GN\n", "Le chat et la souris.", "Le chat et la souris");
  expect("  cherche un chat\n  cherche une chatte\n", "un chat, une chatte", "un chat; une chatte");
}
END_TEST

START_TEST(exceptions_and_conditions_hold_back)
{
  expect("  cherche [bon] @N\n  sauf très bon\n", "un très bon ami, un bon ami", "bon");
  expect("  cherche [bon]\n  sauf très [bon] ami\n", "un très bon chat, un très bon ami", "bon");
  expect("  cherche (le | la | les)=d [@N!=n]\n  si nombre(d) contredit nombre(n)\n", "les maison, les maisons",
         "maison");
  expect("  cherche [@N!=n]\n  si genre(n) = feminin et non majuscule(n)\n", "maison, mur, Maison", "maison");
  expect("  cherche @V=v [vite]\n  si lemme(v) = courir ou mot(v) = marche\n", "cours vite, marche vite, va vite",
         "vite; vite");
  expect("  cherche [@MOT=n] vite\n  si inconnu(n)\n", "zorgle vite, cours vite", "zorgle");
}
END_TEST

START_TEST(fixes_are_made)
{
  expect("  cherche [le arbre]\n  corrige l'arbre | \"du bois\"\n", "Le arbre, le arbre",
         "Le arbre>L'arbre|Du bois; le arbre>l'arbre|du bois");
  expect("  cherche [le=a arbre=n]\n  corrige $n $a\n", "le arbre", "le arbre>arbre le");
  expect("  cherche (les | des)=d [@N!=n]\n  si nombre(n) = singulier\n  corrige accorde(n, nombre(d))\n",
         "les BATEAU, les cheval", "BATEAU>BATEAUX; cheval>chevaux");
  expect("  cherche ils [@V.3s=v]\n  corrige conjugue(v, 3p)\n", "Ils mange.", "mange>mangent");
  expect("  cherche de [@PPAS=v]\n  corrige conjugue(v, inf)\n", "Il vient de mangé.", "mangé>manger");
  expect("  cherche [>impacter@V=v]\n  corrige comme(v, toucher)\n", "Tu impactes les prix.", "impactes>touches");
  expect("  cherche [>impacter@V=v]\n  corrige comme(v, atteindre)\n", "Elle impacte les prix.", "impacte>atteint");
  expect("  cherche le @CHIFFRES [$MONTHS=m]\n  corrige minuscule(m)\n", "Le 3 Mai au soir.", "Mai>mai");
  expect("  cherche chef d' [état=e]\n  corrige majuscule(e)\n", "Un chef d'état parle.", "état>État");
  expect("  cherche [à l' aide d']\n  corrige avec\n", "Il coupe à l'aide d'un fil.", "à l'aide d'>avec ");
  expect("  cherche [@V.3p=v] vite\n  corrige lemme(v)\n", "Ils courent vite.", "courent>courir");
  expect("  cherche monter [en haut]\n  corrige supprime\n", "Il veut monter en haut.", " en haut>");
}
END_TEST

START_TEST(damage_is_refused_or_harmless)
{
  compiled c;
  char found[1000];
  compile(&c, "  bloc B = (le | la | les)=d @ADJ{0,2}\n  cherche B [@N=n] ..3 sans @PONCT >aller\n"
              "  sauf une [@N]\n  si nombre(d) contredit nombre(n) ou lemme(n) dans $MONTHS\n"
              "  corrige accorde(n, nombre(d)) | $d $n | supprime\n");
  unsigned char *copy = aligned_alloc(64, (c.programs.len + 63) / 64 * 64);
  for (size_t i = 0; i < c.programs.len; i++) {
    static const unsigned char flips[] = { 0x01, 0x80, 0xFF };
    for (size_t k = 0; k < sizeof flips; k++) {
      flu_programs p;
      memcpy(copy, c.programs.ptr, c.programs.len);
      copy[i] ^= flips[k];
      if (flu_programs_open(copy, c.programs.len, c.catalogue.count, &p, NULL) != FLU_OK) continue;
      find(&c, &p, "Les petites maison de mars vont à la mer.", found, sizeof found);
    }
  }
  for (size_t len = 0; len < c.programs.len; len += 7) {
    flu_programs p;
    memcpy(copy, c.programs.ptr, len);
    if (flu_programs_open(copy, len, c.catalogue.count, &p, NULL) != FLU_OK) continue;
    find(&c, &p, "Les petites maison de mars vont à la mer.", found, sizeof found);
  }
  ck_assert_int_eq(flu_programs_open((unsigned char *)c.programs.ptr, c.programs.len, 2, &c.view, NULL), FLU_E_FORMAT);
  free(copy);
  drop(&c);
}
END_TEST

START_TEST(hostile_patterns_end)
{
  static const char good[] =
      "regle essai.un categorie grammaire niveau erreur\n  bloc DET = (le | la | les)=d\n"
      "  cherche  <s>? DET{0,2} [@ADJ.f? @N.s!=n] ..3 sans @PONCT ( >aller | $MONTHS \"Exact\"? ) </s>\n"
      "  sauf [un]\n  si nombre(n) contredit nombre(d) et (genre(n) != feminin ou non connu(d))\n"
      "  corrige accorde(n, nombre(d)) | $d \"a b\" lemme(n) | supprime\n  titre T\n  dit D\n  pourquoi P\n"
      "  faute \"[a]\" faute \"[b]\" juste \"c\" juste \"d\"\n";
  static const char bytes[] = "()[]{}|?!=@$><.,\"#\n 8aN\xC3\x01";
  char path[] = "/tmp/fluide-hostile-XXXXXX";
  const int fd = mkstemp(path);
  close(fd);
  uint32_t random = 99;
  for (int turn = 0; turn < 2000; turn++) {
    char text[sizeof good];
    memcpy(text, good, sizeof good);
    for (int n = 0; n <= turn % 5; n++) {
      random = random * 1103515245u + 12345u;
      text[50 + (random >> 8) % (sizeof good - 52)] = bytes[(random >> 3) % (sizeof bytes - 1)];
    }
    FILE *f = fopen(path, "wb"), *said = tmpfile();
    fwrite(text, 1, strlen(text), f);
    fclose(f);
    compiled c;
    char found[1000];
    if (compile_file(&c, path, said) == FLU_OK && c.rules.len > 0) {
      ck_assert_int_eq(flu_catalogue_open((unsigned char *)c.rules.ptr, c.rules.len, &c.catalogue, NULL), FLU_OK);
      ck_assert_int_eq(
          flu_programs_open((unsigned char *)c.programs.ptr, c.programs.len, c.catalogue.count, &c.view, NULL), FLU_OK);
      if (c.catalogue.count == 1) find(&c, &c.view, "Les petites maison vont. La rue en mars.", found, sizeof found);
    }
    drop(&c);
    fclose(said);
  }
  unlink(path);
}
END_TEST

START_TEST(patterns_say_what_is_wrong)
{
  compiled c;
  FILE *said = tmpfile();
  ck_assert_int_eq(compile_file(&c, "patterns/errors.regle", said), FLU_E_FORMAT);
  drop(&c);
  static char text[100000], golden[100000];
  rewind(said);
  const size_t len = fread(text, 1, sizeof text - 1, said);
  fclose(said);
  if (getenv("FLUIDE_UPDATE_GOLDEN") != NULL) {
    FILE *out = fopen("patterns/errors.stderr", "wb");
    fwrite(text, 1, len, out);
    fclose(out);
  }
  FILE *f = fopen("patterns/errors.stderr", "rb");
  ck_assert_ptr_nonnull(f);
  const size_t wanted = fread(golden, 1, sizeof golden - 1, f);
  fclose(f);
  ck_assert_msg(len == wanted && memcmp(text, golden, len) == 0, "patterns/errors.stderr differs; said:\n%s", text);
}
END_TEST

int main(int argc, char **argv)
{
  if (argc < 2 || !open_french(argv[1]) || chdir(FLU_TEST_DATA) != 0) return 77;
  Suite *suite = suite_create("rules_match");
  TCase *t = tcase_create("rules_match");
  tcase_set_timeout(t, 60);
  tcase_add_test(t, words_lemmas_lists_and_classes_match);
  tcase_add_test(t, a_word_and_a_class_at_once);
  tcase_add_test(t, fixes_are_elided_as_their_neighbours_ask);
  tcase_add_test(t, conditions_choose_among_the_ways_to_match);
  tcase_add_test(t, the_frequent_paradigm_is_preferred);
  tcase_add_test(t, groups_gaps_and_edges_match);
  tcase_add_test(t, exceptions_and_conditions_hold_back);
  tcase_add_test(t, fixes_are_made);
  tcase_add_test(t, damage_is_refused_or_harmless);
  tcase_add_test(t, hostile_patterns_end);
  tcase_add_test(t, patterns_say_what_is_wrong);
  suite_add_tcase(suite, t);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  free(french.data);
  return failed == 0 ? 0 : 1;
}
