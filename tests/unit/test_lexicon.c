/* The lexicon of the French pack: readings, case, inflection, marks; and sections that are damaged. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/open_lexicon.h"

static flu_lexicon lex;
static const char *pack_path;

static uint32_t find(const char *form)
{
  return flu_lexicon_find(&lex, form, strlen(form));
}

/* --- readings --- */

static bool has_reading(const char *form, const char *lemma, const char *upos, const char *features)
{
  flu_reading readings[FLU_MAX_READINGS];
  const size_t n = flu_lexicon_readings(&lex, find(form), readings, FLU_MAX_READINGS);
  for (size_t i = 0; i < n; i++) {
    char spelt[FLU_MAX_FORM_BYTES + 1], said[256];
    const size_t len = flu_lexicon_lemma(&readings[i], form, strlen(form), spelt, FLU_MAX_FORM_BYTES);
    spelt[len] = '\0';
    ck_assert_uint_lt(flu_tag_features(readings[i].tag, said, sizeof said), sizeof said);
    if (strcmp(spelt, lemma) == 0 && strcmp(flu_pos_upos(readings[i].tag->pos), upos) == 0 &&
        strcmp(said[0] == '\0' ? "-" : said, features) == 0)
      return true;
  }
  return false;
}

START_TEST(readings_of_all_classes)
{
  FILE *f = fopen(FLU_TEST_DATA "/readings.tsv", "r");
  ck_assert_ptr_nonnull(f);
  char line[512];
  unsigned count = 0;
  while (fgets(line, sizeof line, f) != NULL) {
    char form[128], lemma[128], upos[16], features[160];
    if (line[0] == '#') continue;
    ck_assert_msg(sscanf(line, "%127s %127s %15s %159s", form, lemma, upos, features) == 4, "%s", line);
    ck_assert_msg(has_reading(form, lemma, upos, features), "no reading %s", line);
    count++;
  }
  fclose(f);
  ck_assert_uint_ge(count, 300);
}
END_TEST

START_TEST(every_form_leads_to_itself)
{
  for (uint32_t i = 0; i < flu_lexicon_form_count(&lex); i++) {
    char form[FLU_MAX_FORM_BYTES];
    const size_t len = flu_lexicon_spelling(&lex, i, form, sizeof form);
    ck_assert_uint_gt(len, 0);
    ck_assert_uint_eq(flu_lexicon_find(&lex, form, len), i);
    ck_assert_uint_eq(flu_lexicon_spelling(&lex, i, form, len - 1), 0);
  }
}
END_TEST

START_TEST(unknown_forms)
{
  static const char *const unknown[] = { "", "chantezz", "hipopotame", "l", "vraisemblablementx", "\xC3", "\xE2\x80", "a\xFF",
                                         "日本", "🙂", "cheva", "zzz" };
  for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
    if (strcmp(unknown[i], "l") == 0) continue;      /* the litre */
    ck_assert_msg(find(unknown[i]) == FLU_NO_FORM, "%s", unknown[i]);
    uint32_t out[4];
    ck_assert_uint_eq(flu_lexicon_match(&lex, unknown[i], strlen(unknown[i]), out, 4), 0);
  }
  char longest[4096];
  memset(longest, 'a', sizeof longest);
  uint32_t out[4];
  ck_assert_uint_eq(flu_lexicon_find(&lex, longest, sizeof longest), FLU_NO_FORM);
  ck_assert_uint_eq(flu_lexicon_match(&lex, longest, sizeof longest, out, 4), 0);
  ck_assert_uint_eq(flu_lexicon_match(&lex, longest, 150, out, 4), 0);
  flu_reading readings[4];
  ck_assert_uint_eq(flu_lexicon_readings(&lex, FLU_NO_FORM, readings, 4), 0);
  ck_assert_uint_eq(flu_lexicon_frequency(&lex, FLU_NO_FORM), 0);
}
END_TEST

/* --- case --- */

static bool matches(const char *form)
{
  uint32_t out[8];
  return flu_lexicon_match(&lex, form, strlen(form), out, 8) > 0;
}

START_TEST(case_rules)
{
  static const char *const right[] = { "maison", "Maison", "MAISON", "Paris", "PARIS", "école", "École", "ÉCOLE", "cœur",
                                       "CŒUR", "IRM", "kW", "Saint-Étienne", "SAINT-ÉTIENNE", "arc-en-ciel", "ARC-EN-CIEL",
                                       "Aujourd'hui", "AUJOURD'HUI", "à", "À", "A" };
  static const char *const wrong[] = { "londres", "MaiSon", "mAISON", "irm", "Irm", "KW", "kw", "saint-étienne", "éCOLE" };
  for (size_t i = 0; i < sizeof right / sizeof *right; i++) ck_assert_msg(matches(right[i]), "%s", right[i]);
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) ck_assert_msg(!matches(wrong[i]), "%s", wrong[i]);
}
END_TEST

START_TEST(exact_match_comes_first)
{
  uint32_t out[8];
  const size_t n = flu_lexicon_match(&lex, "Pierre", 6, out, 8);
  ck_assert_uint_eq(n, 2);
  ck_assert_uint_eq(out[0], find("Pierre"));
  ck_assert_uint_eq(out[1], find("pierre"));
  ck_assert_uint_eq(flu_lexicon_match(&lex, "Pierre", 6, out, 1), 1);
  ck_assert_uint_eq(flu_lexicon_match(&lex, "PIERRE", 6, out, 8), 2);
}
END_TEST

/* --- inflection --- */

typedef struct inflection_case {
  const char *lemma;
  flu_wanted wanted;
  const char *forms;      /* those that must come, in any order */
} inflection_case;

static const inflection_case inflections[] = {
  { "cheval", { .pos = FLU_POS_NOUN, .number = FLU_PLUR }, "chevaux" },
  { "œil", { .pos = FLU_POS_NOUN, .number = FLU_PLUR }, "yeux œils" },
  { "ciel", { .pos = FLU_POS_NOUN, .number = FLU_PLUR }, "cieux ciels" },
  { "travail", { .pos = FLU_POS_NOUN, .number = FLU_PLUR }, "travaux" },
  { "monsieur", { .pos = FLU_POS_NOUN, .number = FLU_PLUR }, "messieurs" },
  { "nez", { .pos = FLU_POS_NOUN, .number = FLU_PLUR }, "nez" },
  { "arc-en-ciel", { .pos = FLU_POS_NOUN, .number = FLU_PLUR }, "arcs-en-ciel" },
  { "beau", { .pos = FLU_POS_ADJ, .gender = FLU_FEM, .number = FLU_PLUR }, "belles" },
  { "beau", { .pos = FLU_POS_ADJ, .gender = FLU_MASC, .number = FLU_SING }, "beau bel" },
  { "vieux", { .pos = FLU_POS_ADJ, .gender = FLU_FEM, .number = FLU_SING }, "vieille" },
  { "blanc", { .pos = FLU_POS_ADJ, .gender = FLU_FEM, .number = FLU_SING }, "blanche" },
  { "national", { .pos = FLU_POS_ADJ, .gender = FLU_MASC, .number = FLU_PLUR }, "nationaux" },
  { "chanté", { .pos = FLU_POS_ADJ, .gender = FLU_FEM, .number = FLU_PLUR }, "chantées" },
  { "directeur", { .pos = FLU_POS_NOUN, .gender = FLU_FEM, .number = FLU_SING }, "directrice" },
  { "le", { .pos = FLU_POS_DET, .number = FLU_PLUR }, "les" },
  { "mon", { .pos = FLU_POS_DET_POS, .number = FLU_PLUR }, "mes" },
  { "celui", { .pos = FLU_POS_PRON_DEM, .gender = FLU_FEM, .number = FLU_PLUR }, "celles" },
  { "être", { .pos = FLU_POS_AUX, .mood = FLU_IND_PRES }, "suis es est sommes êtes sont" },
  { "être", { .pos = FLU_POS_AUX, .mood = FLU_SUBJ_IMPF, .person = FLU_3SG }, "fût" },
  { "avoir", { .pos = FLU_POS_AUX, .mood = FLU_IND_FUT }, "aurai auras aura aurons aurez auront" },
  { "avoir", { .pos = FLU_POS_AUX, .mood = FLU_IMP }, "aie ayons ayez" },
  { "aller", { .pos = FLU_POS_VERB, .mood = FLU_IND_PRES }, "vais vas va allons allez vont" },
  { "aller", { .pos = FLU_POS_VERB, .mood = FLU_SUBJ_PRES, .person = FLU_1PL }, "allions" },
  { "faire", { .pos = FLU_POS_VERB, .mood = FLU_IND_PRES, .person = FLU_2PL }, "faites" },
  { "dire", { .pos = FLU_POS_VERB, .mood = FLU_IND_PRES, .person = FLU_2PL }, "dites" },
  { "contredire", { .pos = FLU_POS_VERB, .mood = FLU_IND_PRES, .person = FLU_2PL }, "contredisez" },
  { "venir", { .pos = FLU_POS_VERB, .mood = FLU_IND_PAST }, "vins vint vînmes vîntes vinrent" },
  { "voir", { .pos = FLU_POS_VERB, .mood = FLU_IND_FUT, .person = FLU_3PL }, "verront" },
  { "devoir", { .pos = FLU_POS_VERB, .mood = FLU_PART_PAST }, "dû due dus dues" },
  { "prendre", { .pos = FLU_POS_VERB, .mood = FLU_PART_PAST, .gender = FLU_FEM, .number = FLU_PLUR }, "prises" },
  { "mourir", { .pos = FLU_POS_VERB, .mood = FLU_PART_PAST, .gender = FLU_FEM, .number = FLU_SING }, "morte" },
  { "vouloir", { .pos = FLU_POS_VERB, .mood = FLU_COND, .person = FLU_1PL }, "voudrions" },
  { "savoir", { .pos = FLU_POS_VERB, .mood = FLU_IMP }, "sache sachons sachez" },
  { "résoudre", { .pos = FLU_POS_VERB, .mood = FLU_IND_PRES, .person = FLU_1PL }, "résolvons" },
  { "acquérir", { .pos = FLU_POS_VERB, .mood = FLU_IND_FUT, .person = FLU_1SG }, "acquerrai" },
  { "bouillir", { .pos = FLU_POS_VERB, .mood = FLU_IND_PRES, .person = FLU_3SG }, "bout" },
  { "coudre", { .pos = FLU_POS_VERB, .mood = FLU_IND_PRES, .person = FLU_3PL }, "cousent" },
  { "manger", { .pos = FLU_POS_VERB, .mood = FLU_IND_IMPF, .person = FLU_1SG }, "mangeais" },
  { "placer", { .pos = FLU_POS_VERB, .mood = FLU_PART_PRES }, "plaçant" },
  { "jeter", { .pos = FLU_POS_VERB, .mood = FLU_IND_PRES, .person = FLU_3SG }, "jette" },
  { "céder", { .pos = FLU_POS_VERB, .mood = FLU_IND_FUT, .person = FLU_3SG, .variant = FLU_VARIANT_1990 }, "cèdera" },
  { "céder", { .pos = FLU_POS_VERB, .mood = FLU_IND_FUT, .person = FLU_3SG, .variant = FLU_VARIANT_CLASSICAL }, "cédera" },
  { "céder", { .pos = FLU_POS_VERB, .mood = FLU_IND_PRES, .person = FLU_3SG, .variant = FLU_VARIANT_1990 }, "cède" },
  { "payer", { .pos = FLU_POS_VERB, .mood = FLU_IND_FUT, .person = FLU_3SG }, "paiera payera" },
  { "falloir", { .pos = FLU_POS_VERB, .mood = FLU_SUBJ_PRES }, "faille" },
  { "pleuvoir", { .pos = FLU_POS_VERB, .mood = FLU_PART_PAST }, "plu" },
};

static size_t words_in(const char *text)
{
  size_t n = 1;
  for (; *text != '\0'; text++) n += *text == ' ';
  return n;
}

START_TEST(inflection)
{
  const inflection_case *c = &inflections[_i];
  flu_inflection out[32];
  const size_t n = flu_lexicon_inflect(&lex, c->lemma, strlen(c->lemma), &c->wanted, out, 32);
  ck_assert_uint_le(n, 32);
  char list[256];
  strcpy(list, c->forms);
  for (char *word = strtok(list, " "); word != NULL; word = strtok(NULL, " ")) {
    bool found = false;
    for (size_t i = 0; i < n; i++) found = found || out[i].form == find(word);
    ck_assert_msg(found, "%s: %s is missing", c->lemma, word);
  }
  for (size_t i = 0; i < n; i++) {                   /* nothing but them */
    char form[FLU_MAX_FORM_BYTES + 1];
    form[flu_lexicon_spelling(&lex, out[i].form, form, FLU_MAX_FORM_BYTES)] = '\0';
    bool wanted = false;
    strcpy(list, c->forms);
    for (char *word = strtok(list, " "); word != NULL; word = strtok(NULL, " ")) wanted = wanted || strcmp(word, form) == 0;
    ck_assert_msg(wanted, "%s: %s is too many", c->lemma, form);
  }
  ck_assert_uint_ge(n, words_in(c->forms));
  ck_assert_uint_eq(flu_lexicon_inflect(&lex, c->lemma, strlen(c->lemma), &c->wanted, NULL, 0), n);
}
END_TEST

START_TEST(unknown_lemmas_do_not_inflect)
{
  const flu_wanted any = { 0 };
  ck_assert_uint_eq(flu_lexicon_inflect(&lex, "scanneriser", 11, &any, NULL, 0), 0);
  ck_assert_uint_eq(flu_lexicon_inflect(&lex, "chevaux", 7, &any, NULL, 0), 0);      /* a form, no lemma */
  ck_assert_uint_eq(flu_lexicon_inflect(&lex, "", 0, &any, NULL, 0), 0);
}
END_TEST

typedef struct emitted {
  unsigned count;
  char forms[8192];
  int answer;
} emitted;

static int note(void *ctx, const char *form, size_t len, const flu_tag *tag, const char *lemma, size_t lemma_len)
{
  emitted *e = ctx;
  ck_assert_uint_ne(tag->pos, FLU_POS_NONE);
  ck_assert_uint_gt(lemma_len, 0);
  ck_assert_ptr_nonnull(lemma);
  const size_t at = strlen(e->forms);
  if (at + len + 2 < sizeof e->forms) {
    e->forms[at] = ' ';
    memcpy(e->forms + at + 1, form, len);
    e->forms[at + 1 + len] = '\0';
  }
  e->count++;
  return e->answer;
}

static int like(const char *word, const char *model, emitted *e)
{
  *e = (emitted){ .answer = e->answer };
  return flu_lexicon_inflect_like(&lex, word, strlen(word), model, strlen(model), note, e);
}

START_TEST(inflecting_unknown_words)
{
  emitted e = { 0 };
  ck_assert_int_eq(like("scanner", "chanter", &e), FLU_OK);
  ck_assert_uint_ge(e.count, 40);
  ck_assert_ptr_nonnull(strstr(e.forms, " scannons"));
  ck_assert_ptr_nonnull(strstr(e.forms, " scannerait"));
  ck_assert_int_eq(like("scannons", "chantons", &e), FLU_OK);      /* another form than the lemma */
  ck_assert_ptr_nonnull(strstr(e.forms, " scanner"));
  ck_assert_int_eq(like("drone", "livre", &e), FLU_OK);
  ck_assert_ptr_nonnull(strstr(e.forms, " drones"));
  ck_assert_int_eq(like("narval", "cheval", &e), FLU_OK);
  ck_assert_ptr_nonnull(strstr(e.forms, " narvaux"));
  ck_assert_int_eq(like("drone", "chanter", &e), FLU_E_ARG);
  ck_assert_int_eq(like("drone", "inconnuesque", &e), FLU_E_NOTFOUND);
  ck_assert_int_eq(like("", "livre", &e), FLU_E_ARG);
  e.answer = FLU_E_LIMIT;
  ck_assert_int_eq(like("drone", "livre", &e), FLU_E_LIMIT);
  ck_assert_uint_eq(e.count, 1);
}
END_TEST

/* --- marks --- */

static unsigned flags_of(const char *form)
{
  flu_reading readings[FLU_MAX_READINGS];
  const size_t n = flu_lexicon_readings(&lex, find(form), readings, FLU_MAX_READINGS);
  unsigned flags = 0;
  ck_assert_msg(n > 0, "%s is unknown", form);
  for (size_t i = 0; i < n; i++) flags |= readings[i].tag->flags;
  return flags;
}

START_TEST(elision)
{
  static const char *const elided[] = { "homme", "ami", "école", "heure", "huile", "hôtel", "œuf", "yeux", "hiver", "arbre",
                                        "héroïne", "humain", "honneur", "habit", "Italie", "est", "était" };
  static const char *const full[] = { "héros", "haricot", "hauteur", "onze", "oui", "yaourt", "hibou", "hache", "honte",
                                      "huit", "hollandais", "maison", "hérisson", "heurter", "hors", "handicap", "halte" };
  for (size_t i = 0; i < sizeof elided / sizeof *elided; i++)
    ck_assert_msg((flags_of(elided[i]) & FLU_TAG_ELIDES) != 0, "%s", elided[i]);
  for (size_t i = 0; i < sizeof full / sizeof *full; i++)
    ck_assert_msg((flags_of(full[i]) & FLU_TAG_ELIDES) == 0, "%s", full[i]);
}
END_TEST

static unsigned variant_of(const char *form)
{
  flu_reading readings[FLU_MAX_READINGS];
  const size_t n = flu_lexicon_readings(&lex, find(form), readings, FLU_MAX_READINGS);
  ck_assert_msg(n > 0, "%s is unknown", form);
  unsigned all = FLU_VARIANT_CLASSICAL | FLU_VARIANT_1990;
  for (size_t i = 0; i < n; i++) all &= readings[i].tag->variant;
  return all;
}

START_TEST(spellings_of_1990)
{
  static const char *const pairs[][2] = {
    { "connaître", "connaitre" }, { "boîtier", "boitier" },   { "août", "aout" },         { "cédera", "cèdera" },
    { "événement", "évènement" }, { "appelle", NULL },    { "aiguë", "aigüe" },       { "ambiguïté", "ambigüité" },
    { "oignon", "ognon" },        { "nénuphar", "nénufar" }, { "contre-exemple", "contrexemple" },
    { "harcelle", NULL },         { "joaillier", "joailler" }, { "corolle", "corole" }, { "entraînerais", "entrainerais" },
    { "maison", NULL },           { "sûr", NULL },        { "mûr", NULL },            { "jeûne", NULL },
    { "fût", NULL },              { "dû", NULL },         { "ruisselle", "ruissèle" }, { "s'entraîner", NULL },
  };
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    if (find(pairs[i][0]) == FLU_NO_FORM) continue;
    if (pairs[i][1] == NULL) {
      ck_assert_msg(variant_of(pairs[i][0]) == FLU_VARIANT_NONE, "%s", pairs[i][0]);
      continue;
    }
    if (find(pairs[i][1]) == FLU_NO_FORM) continue;      /* contrexemple */
    ck_assert_msg(variant_of(pairs[i][0]) == FLU_VARIANT_CLASSICAL, "%s", pairs[i][0]);
    ck_assert_msg(variant_of(pairs[i][1]) == FLU_VARIANT_1990, "%s", pairs[i][1]);
  }
}
END_TEST

START_TEST(frequencies)
{
  static const char *const falling[] = { "de", "maison", "chanter", "hippopotame", "abaca" };
  for (size_t i = 0; i + 1 < sizeof falling / sizeof *falling; i++)
    ck_assert_msg(flu_lexicon_frequency(&lex, find(falling[i])) > flu_lexicon_frequency(&lex, find(falling[i + 1])), "%s",
                  falling[i]);
  ck_assert_uint_ge(flu_lexicon_frequency(&lex, find("de")), 200);
}
END_TEST

START_TEST(names_join)
{
  ck_assert((flags_of("Abecassis") & FLU_TAG_EXTRA) != 0);
  ck_assert((flags_of("Plabennec") & FLU_TAG_EXTRA) != 0);
  ck_assert((flags_of("maison") & FLU_TAG_EXTRA) == 0);
  ck_assert_uint_eq(find("Ecole"), FLU_NO_FORM);       /* would hide a mistake */
}
END_TEST

/* --- the automaton, as suggestions walk it --- */

static uint32_t count_forms(uint32_t node, unsigned depth)
{
  uint32_t n = 0;
  ck_assert_uint_le(depth, FLU_MAX_FORM_SYMBOLS);
  for (uint32_t i = 0; node != 0; i++) {
    const flu_edge e = flu_lexicon_edge(&lex, node, i);
    ck_assert_uint_eq(e.skip, n);
    n += e.final + count_forms(e.target, depth + 1);
    if (e.last) break;
  }
  return n;
}

START_TEST(walking)
{
  ck_assert_uint_eq(count_forms(flu_lexicon_root(&lex), 0), flu_lexicon_form_count(&lex));
  const unsigned symbols = flu_lexicon_symbol_count(&lex);
  ck_assert_uint_gt(symbols, 100);
  for (unsigned s = 1; s < symbols; s++)
    ck_assert_uint_eq(flu_lexicon_symbol(&lex, flu_lexicon_code_point(&lex, (uint8_t)s)), s);
  ck_assert_uint_eq(flu_lexicon_symbol(&lex, 0x65E5), FLU_NO_SYMBOL);
  ck_assert_uint_eq(flu_lexicon_symbol(&lex, UINT32_MAX), FLU_NO_SYMBOL);
}
END_TEST

/* --- damage --- */

static unsigned char *section_copy(size_t *size)
{
  flu_lexicon other;
  flu_pack pack;
  const unsigned char *data;
  FILE *f = fopen(pack_path, "rb");
  ck_assert_ptr_nonnull(f);
  fseek(f, 0, SEEK_END);
  const size_t n = (size_t)ftell(f);
  rewind(f);
  unsigned char *all = malloc(n);
  ck_assert_uint_eq(fread(all, 1, n, f), n);
  fclose(f);
  ck_assert_int_eq(flu_pack_open(all, n, false, &pack, NULL), FLU_OK);
  ck_assert_int_eq(flu_pack_find(&pack, FLU_SECTION_LEXICON, FLU_LEXICON_VERSION, &data, size, NULL), FLU_OK);
  unsigned char *copy = malloc(*size);
  memcpy(copy, data, *size);
  free(all);
  ck_assert_int_eq(flu_lexicon_open(&other, copy, *size, false, &flu_alloc_default, NULL), FLU_OK);
  return copy;
}

/* What opens must be safe to use, whatever it holds. */
static void use(const flu_lexicon *l)
{
  static const char *const words[] = { "maison", "CHEVAUX", "Être", "œuf" };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    uint32_t out[8];
    flu_reading readings[FLU_MAX_READINGS];
    char text[FLU_MAX_FORM_BYTES];
    const size_t len = strlen(words[i]), n = flu_lexicon_match(l, words[i], len, out, 8);
    for (size_t k = 0; k < n; k++) {
      const size_t count = flu_lexicon_readings(l, out[k], readings, FLU_MAX_READINGS);
      for (size_t r = 0; r < count; r++) flu_lexicon_lemma(&readings[r], words[i], len, text, sizeof text);
      flu_lexicon_spelling(l, out[k], text, sizeof text);
    }
    const flu_wanted any = { 0 };
    flu_inflection forms[8];
    flu_lexicon_inflect(l, words[i], len, &any, forms, 8);
  }
  for (uint32_t i = 0; i < 50; i++) {
    char text[FLU_MAX_FORM_BYTES];
    flu_lexicon_spelling(l, i * 10007, text, sizeof text);
  }
}

START_TEST(damaged_sections)
{
  size_t size;
  unsigned char *data = section_copy(&size);
  flu_lexicon l;
  flu_error err;
  uint64_t state = 7;
  unsigned refused = 0;
  for (unsigned i = 0; i < 400; i++) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const size_t at = i < 130 ? i : (size_t)(state >> 20) % size;      /* the header byte by byte, then anywhere */
    const unsigned char kept = data[at];
    data[at] ^= (unsigned char)(1u << (state >> 10 & 7));
    const int status = flu_lexicon_open(&l, data, size, false, &flu_alloc_default, &err);
    ck_assert(status == FLU_OK || status == FLU_E_FORMAT);
    if (status == FLU_OK) use(&l);
    refused += status == FLU_E_FORMAT;
    data[at] = kept;
  }
  ck_assert_uint_gt(refused, 100);
  for (size_t cut = 0; cut < size; cut += 1 + cut / 3)
    ck_assert_int_eq(flu_lexicon_open(&l, data, cut, false, &flu_alloc_default, &err), FLU_E_FORMAT);
  ck_assert_int_eq(flu_lexicon_open(&l, data + 1, size - 1, false, &flu_alloc_default, &err), FLU_E_ARG);
  free(data);
}
END_TEST

static void *no_memory(void *ctx, void *p, size_t old, size_t size)
{
  (void)ctx;
  (void)p;
  (void)old;
  (void)size;
  return NULL;
}

START_TEST(out_of_memory)
{
  size_t size;
  unsigned char *data = section_copy(&size);
  const flu_alloc none = { no_memory, NULL };
  flu_lexicon l;
  ck_assert_int_eq(flu_lexicon_open(&l, data, size, false, &none, NULL), FLU_E_NOMEM);
  ck_assert_int_eq(flu_lexicon_open(&l, data, size, true, &none, NULL), FLU_OK);      /* trusted: takes none */
  free(data);
}
END_TEST

int main(int argc, char **argv)
{
  if (argc < 2) return 2;
  pack_path = argv[1];
  void *pack = open_lexicon(pack_path, &lex);
  if (pack == NULL) return 2;
  Suite *suite = suite_create("lexicon");
  TCase *t = tcase_create("lexicon");
  tcase_set_timeout(t, 120);
  tcase_add_test(t, readings_of_all_classes);
  tcase_add_test(t, every_form_leads_to_itself);
  tcase_add_test(t, unknown_forms);
  tcase_add_test(t, case_rules);
  tcase_add_test(t, exact_match_comes_first);
  tcase_add_loop_test(t, inflection, 0, (int)(sizeof inflections / sizeof *inflections));
  tcase_add_test(t, unknown_lemmas_do_not_inflect);
  tcase_add_test(t, inflecting_unknown_words);
  tcase_add_test(t, elision);
  tcase_add_test(t, spellings_of_1990);
  tcase_add_test(t, frequencies);
  tcase_add_test(t, names_join);
  tcase_add_test(t, walking);
  tcase_add_test(t, damaged_sections);
  tcase_add_test(t, out_of_memory);
  suite_add_tcase(suite, t);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  free(pack);
  return failed == 0 ? 0 : 1;
}
