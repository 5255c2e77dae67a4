/* Typographic checks on real cutting and real word lists; lexicon, catalogue and sink are small ones of this test. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "correction/checker.h"

/* --- a lexicon of a few words --- */

static const char *const vocabulary[] = {
  "il", "elle", "elles", "on", "le", "la", "les", "un", "une", "nous", "vous", "des", "de", "du", "et", "ou", "mais",
  "dort", "bien", "pleut", "sortons", "sommes", "partis", "restée", "reste", "est", "parti", "maison", "train", "retard",
  "arrive", "demain", "ami", "arc-en-ciel", "ciel", "arc", "bonjour", "mot", "chat", "quoi", "oui", "dit", "partez",
  "ce", "a", "voir", "maintenant", "où", "porte", "fenêtre", "porte-fenêtre", "qui", "très", "page", "livre", "avant",
  "après", "cette", "histoire", "peut-être", "journée", "belle", "quelle", "voici", "liste", "texte", "court", "pas",
};
static const char *const verbs[] = { "est", "dort", "dit", "arrive", "a" };

static bool among(const char *const *words, size_t count, const char *word, size_t len)
{
  char lower[FLU_MAX_FORM_BYTES];
  size_t n = flu_lower(word, len, lower, sizeof lower);
  for (size_t i = 0; i < count; i++)
    if (strlen(words[i]) == n && memcmp(words[i], lower, n) == 0) return true;
  return false;
}

#define AMONG(words, word, len) among(words, sizeof words / sizeof *words, word, len)

size_t flu_lexicon_match(const flu_lexicon *lex, const char *form, size_t len, uint32_t *out, size_t cap)
{
  (void)lex;
  if (!AMONG(vocabulary, form, len)) return 0;
  if (cap > 0) out[0] = AMONG(verbs, form, len) ? 1 : 0;
  return 1;
}

size_t flu_lexicon_readings(const flu_lexicon *lex, uint32_t form, flu_reading *out, size_t cap)
{
  static const flu_tag noun = { .pos = FLU_POS_NOUN }, verb = { .pos = FLU_POS_VERB, .person = FLU_3SG };
  (void)lex;
  if (cap > 0) out[0] = (flu_reading){ .tag = form == 1 ? &verb : &noun };
  return 1;
}

static bool is_known(void *ctx, const char *word, size_t len)
{
  (void)ctx;
  return AMONG(vocabulary, word, len);
}

/* --- word lists, read from the sources --- */

typedef struct entry {
  char word[64], value[64];
  unsigned list;
} entry;

static const char *const list_names[] = { "elisions", "enclitics",   "abbreviations",  "abbreviations-final", "units",
                                          "months",   "particles",   "unit-errors",    "ordinal-errors",
                                          "title-errors", "number-signs", "no-ellipsis" };
#define LIST_COUNT (sizeof list_names / sizeof *list_names)
static entry entries[4000];
static size_t entry_count;

static void read_list(unsigned list)
{
  char path[512], line[512];
  snprintf(path, sizeof path, "%s/lib/fr/lists/%s.txt", FLU_SOURCE_DIR, list_names[list]);
  FILE *file = fopen(path, "r");
  if (!file) return;
  while (fgets(line, sizeof line, file) && entry_count < sizeof entries / sizeof *entries) {
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '#' || line[0] == '\0') continue;
    entry *e = &entries[entry_count++];
    size_t tab = strcspn(line, "\t");
    if (tab >= sizeof e->word) abort();
    snprintf(e->word, sizeof e->word, "%.*s", (int)tab, line);
    snprintf(e->value, sizeof e->value, "%s", line[tab] ? line + tab + 1 : "");
    e->list = list;
  }
  fclose(file);
}

uint64_t flu_lists_bit(const flu_lists *lists, const char *name)
{
  (void)lists;
  for (unsigned i = 0; i < LIST_COUNT; i++)
    if (strcmp(list_names[i], name) == 0) return (uint64_t)1 << i;
  return 0;
}

uint64_t flu_lists_of(const flu_lists *lists, const char *word, size_t len)
{
  uint64_t bits = 0;
  (void)lists;
  for (size_t i = 0; i < entry_count; i++)
    if (strlen(entries[i].word) == len && memcmp(entries[i].word, word, len) == 0) bits |= (uint64_t)1 << entries[i].list;
  return bits;
}

flu_str flu_lists_value(const flu_lists *lists, const char *word, size_t len, uint64_t bit)
{
  (void)lists;
  for (size_t i = 0; i < entry_count; i++)
    if (((uint64_t)1 << entries[i].list) == bit && strlen(entries[i].word) == len &&
        memcmp(entries[i].word, word, len) == 0)
      return (flu_str){ entries[i].value, (uint32_t)strlen(entries[i].value) };
  return (flu_str){ "", 0 };
}

/* --- a catalogue in which a rule's index is its native number, and a sink --- */

uint32_t flu_catalogue_native(const flu_catalogue *c, enum flu_native which)
{
  (void)c;
  return (uint32_t)which;
}

typedef struct found {
  uint32_t rule, start, end;
  char first[64];
  size_t count;
} found;
static found reports[20000];
static size_t report_count;

void flu_report(const flu_unit *u, uint32_t rule, uint32_t start, uint32_t end, const flu_str *suggestions, size_t count,
                uint8_t confidence)
{
  (void)confidence;
  if (!u->enabled[rule] || report_count == sizeof reports / sizeof *reports) return;
  ck_assert_uint_le(start, end);
  ck_assert_uint_le(end, u->text->len);
  found *f = &reports[report_count++];
  *f = (found){ .rule = rule, .start = start, .end = end, .count = count };
  if (count > 0) snprintf(f->first, sizeof f->first, "%.*s", (int)suggestions[0].len, suggestions[0].ptr);
}

/* --- checking --- */

static int failing_after = -1; /* allocations until memory runs out; -1 never */

static void *allocate(void *ctx, void *p, size_t old, size_t size)
{
  (void)ctx;
  if (size == 0) {
    free(p);
    return NULL;
  }
  if (failing_after == 0) return NULL;
  if (failing_after > 0) failing_after--;
  (void)old;
  return realloc(p, size);
}

static const flu_alloc test_alloc = { allocate, NULL };

static int check_text(const char *text, size_t len, uint8_t locale, int only, const flu_mask *masks, size_t mask_count)
{
  uint8_t enabled[FLU_NATIVE_COUNT];
  for (int i = 0; i < FLU_NATIVE_COUNT; i++) enabled[i] = only < 0 || i == only;
  flu_catalogue catalogue = { 0 };
  flu_arena arena;
  flu_text cut;
  flu_text_language language;
  flu_sink sink = { .alloc = &test_alloc };
  flu_arena_init(&arena, &test_alloc);
  flu_text_language_init(&language, (const flu_lists *)entries, is_known, NULL);
  report_count = 0;
  int status = flu_text_cut(&cut, text, (uint32_t)len, masks, mask_count, &language, &arena, NULL, NULL);
  if (status == FLU_OK) {
    flu_unit unit = { .rules = &catalogue, .enabled = enabled, .locale = locale, .max_suggestions = 8, .text = &cut,
                      .arena = &arena, .sink = &sink };
    for (uint32_t s = 0; s < cut.sentence_count; s++) flu_check_typography(&unit, s);
    flu_check_typography_text(&unit);
    status = sink.status;
  }
  flu_arena_end(&arena);
  return status;
}

typedef struct example {
  enum flu_native rule;
  uint8_t locale;          /* 0: France */
  const char *text;        /* [ ] around the mistake; none: nothing is reported */
  const char *replacement;
} example;

static void verify(const example *e)
{
  char text[512];
  size_t len = 0;
  uint32_t start = 0, end = 0;
  bool wrong = e->replacement != NULL;
  for (const char *c = e->text; *c; c++) {
    if (wrong && *c == '[') start = (uint32_t)len;
    else if (wrong && *c == ']') end = (uint32_t)len;
    else text[len++] = *c;
  }
  int status = check_text(text, len, e->locale ? e->locale : FLU_LOCALE_FR, (int)e->rule, NULL, 0);
  ck_assert_int_eq(status, FLU_OK);
  if (!wrong) {
    ck_assert_msg(report_count == 0, "false alarm in « %s » at %u", e->text, reports[0].start);
    return;
  }
  ck_assert_msg(report_count == 1, "%zu reports in « %s »", report_count, e->text);
  ck_assert_msg(reports[0].start == start && reports[0].end == end, "[%u, %u) in « %s »", reports[0].start,
                reports[0].end, e->text);
  ck_assert_msg(strcmp(reports[0].first, e->replacement) == 0, "« %s » for « %s »", reports[0].first, e->text);
}

#define VERIFY(examples) \
  for (size_t i_ = 0; i_ < sizeof examples / sizeof *examples; i_++) verify(&examples[i_])

#define NB "\u00A0"
#define NNB "\u202F"

START_TEST(spaces)
{
  static const example e[] = {
    { FLU_NATIVE_TYPO_SPACE_MULTIPLE, 0, "Il dort[  ]bien.", " " },
    { FLU_NATIVE_TYPO_SPACE_MULTIPLE, 0, "Il dort.[  ]Elle reste.", " " },
    { FLU_NATIVE_TYPO_SPACE_MULTIPLE, 0, "Quoi[ " NB "]?", NB },
    { FLU_NATIVE_TYPO_SPACE_MULTIPLE, 0, "Il    dort    bien    ici.", NULL },
    { FLU_NATIVE_TYPO_SPACE_MULTIPLE, 0, "   Il dort bien.", NULL },
    { FLU_NATIVE_TYPO_SPACE_MULTIPLE, 0, "Il dort\n  bien.", NULL },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_COMMA, 0, "Il dort[ .]", "." },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_COMMA, 0, "Il pleut[  ,] nous sortons.", "," },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_COMMA, 0, "Il pleut[ ,]nous sortons.", ", " },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_COMMA, 0, "Le cafe\u0301[ ,] il dort.", "," },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_COMMA, 0, "Un fichier .txt et .5 seulement", NULL },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_COMMA, 0, "Il dort ... bien", NULL },
    { FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, 0, "Il pleut[,]nous sortons.", ", " },
    { FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, 0, "Il pleut[,]l'ami sort.", ", " },
    { FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, 0, "Nous sommes partis[.]Elle reste.", ". " },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_COMMA, 0, "Nous sommes partis[ .]L'ami reste.", ". " },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_COMMA, 0, "Nous sommes partis avec .Net et .Elle reste.", NULL },
    { FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, 0, "Nous sommes partis[...]Elle reste.", "... " },
    { FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, 0, "Voici la liste [:]elle dort.", ": " },
    { FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, 0, "La maison[(]elle est belle) reste.", " (" },
    { FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, 0, "La maison (elle est belle[)]reste.", ") " },
    { FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, 0, "Les ami(e)s, (re)voir, page(livre), liste(mot, chat) :p", NULL },
    { FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, 0, "Il fait 3,5 ou 1.5 degrés.", NULL },
    { FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, 0, "Voir bonjour.fr et page.txt", NULL },
    { FLU_NATIVE_TYPO_SPACE_INSIDE_BRACKETS, 0, "Il dort (bien[ )] ici.", ")" },
    { FLU_NATIVE_TYPO_SPACE_INSIDE_BRACKETS, 0, "Il dort [( ]bien) ici.", "(" },
    { FLU_NATIVE_TYPO_SPACE_INSIDE_BRACKETS, 0, "Il dort :-) ici et ;) aussi.", NULL },
    { FLU_NATIVE_TYPO_SPACE_INSIDE_BRACKETS, 0, "Il dort ( ... ) ici. Voir page( mot ).", NULL },
  };
  VERIFY(e);
}
END_TEST

START_TEST(high_marks)
{
  static const example e[] = {
    { FLU_NATIVE_TYPO_SPACE_BEFORE_HIGH, 0, "Quelle belle journée[!]", NNB "!" },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_HIGH, 0, "Quoi[?]!", NNB "?" },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_HIGH, 0, "Voici la liste[:] le chat.", NB ":" },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_HIGH, FLU_LOCALE_CA, "Voici la liste[:] le chat.", NB ":" },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_HIGH, FLU_LOCALE_CA, "Quelle belle journée!", NULL },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_HIGH, FLU_LOCALE_CA, "Quelle belle journée[ !]", "!" },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_HIGH, FLU_LOCALE_CH, "Quelle belle journée!", NULL },
    { FLU_NATIVE_TYPO_SPACE_BEFORE_HIGH, 0, "Le train de 12:30 arrive (?) demain :)", NULL },
    { FLU_NATIVE_TYPO_NBSP_BEFORE_HIGH, 0, "Quelle belle journée[ ]!", NNB },
    { FLU_NATIVE_TYPO_NBSP_BEFORE_HIGH, 0, "Voici la liste[ ]: le chat.", NB },
    { FLU_NATIVE_TYPO_NBSP_BEFORE_HIGH, FLU_LOCALE_CH, "Voici la liste[ ]: le chat.", NNB },
    { FLU_NATIVE_TYPO_NBSP_BEFORE_HIGH, 0, "Quelle belle journée" NNB "!", NULL },
    { FLU_NATIVE_TYPO_SPACE_INSIDE_GUILLEMETS, 0, "Il dit [«]bonjour" NB "».", "«" NB },
    { FLU_NATIVE_TYPO_SPACE_INSIDE_GUILLEMETS, 0, "Il dit «" NB "bonjour[»].", NB "»" },
    { FLU_NATIVE_TYPO_SPACE_INSIDE_GUILLEMETS, FLU_LOCALE_CH, "Il dit «bonjour».", NULL },
    { FLU_NATIVE_TYPO_SPACE_INSIDE_GUILLEMETS, 0, "Le mot “chat[ ”] est court.", "”" },
    { FLU_NATIVE_TYPO_SPACE_INSIDE_GUILLEMETS, 0, "Le mot “ chat ” est court.", NULL },
    { FLU_NATIVE_TYPO_NBSP_INSIDE_GUILLEMETS, 0, "Il dit «[ ]bonjour" NB "».", NB },
  };
  VERIFY(e);
}
END_TEST

START_TEST(apostrophes_and_hyphens)
{
  static const example e[] = {
    { FLU_NATIVE_TYPO_APOSTROPHE_WRONG, 0, "Voici l[´]ami.", "'" },
    { FLU_NATIVE_TYPO_APOSTROPHE_WRONG, 0, "Voici l[‘]ami qu’il a.", "’" },
    { FLU_NATIVE_TYPO_APOSTROPHE_WRONG, 0, "Voici l[`]ami.", "'" },
    { FLU_NATIVE_TYPO_APOSTROPHE_WRONG, 0, "Voici l'ami et l’ami.", NULL },
    { FLU_NATIVE_TYPO_APOSTROPHE_SPACE, 0, "Voici l[' ]ami.", "'" },
    { FLU_NATIVE_TYPO_APOSTROPHE_SPACE, 0, "Voici l[ ']ami.", "'" },
    { FLU_NATIVE_TYPO_APOSTROPHE_SPACE, 0, "Voici l[ ’ ]ami.", "’" },
    { FLU_NATIVE_TYPO_APOSTROPHE_SPACE, 0, "Le mot 'chat' est court.", NULL },
    { FLU_NATIVE_TYPO_APOSTROPHE, 0, "Voici l[']ami.", "’" },
    { FLU_NATIVE_TYPO_HYPHEN_SPACES, 0, "Où est[ -]il maintenant ?", "-" },
    { FLU_NATIVE_TYPO_HYPHEN_SPACES, 0, "Où est[- ]il maintenant ?", "-" },
    { FLU_NATIVE_TYPO_HYPHEN_SPACES, 0, "Dit-le[ -]moi.", "-" },
    { FLU_NATIVE_TYPO_HYPHEN_SPACES, 0, "La porte[ -]fenêtre.", "-" },
    { FLU_NATIVE_TYPO_HYPHEN_SPACES, 0, "Avant - et après - cette histoire, -il pleut.", NULL },
    { FLU_NATIVE_TYPO_DASH, 0, "Il dort [-] elle reste.", "–" },
    { FLU_NATIVE_TYPO_DASH, 0, "- Il dort.", NULL },
    { FLU_NATIVE_TYPO_DASH, 0, "3 - 2 et peut-être --option", NULL },
  };
  VERIFY(e);
}
END_TEST

START_TEST(dots_and_doubles)
{
  static const example e[] = {
    { FLU_NATIVE_TYPO_ELLIPSIS, 0, "Il dort[...]", "…" },
    { FLU_NATIVE_TYPO_ELLIPSIS_DOTS, 0, "Il dort[..] Elle reste.", "." },
    { FLU_NATIVE_TYPO_ELLIPSIS_DOTS, 0, "Il dort[.....]", "..." },
    { FLU_NATIVE_TYPO_ELLIPSIS_DOTS, 0, "Quoi ?.. Page 3..5, ../page, texte ................ 3", NULL },
    { FLU_NATIVE_TYPO_ETC, 0, "Le chat, la maison, etc[...]", "." },
    { FLU_NATIVE_TYPO_ETC, 0, "Le chat, la maison, etc[…] et nous.", "." },
    { FLU_NATIVE_TYPO_ETC, 0, "Le chat, etc.", NULL },
    { FLU_NATIVE_TYPO_PUNCTUATION_DOUBLED, 0, "Il pleut[,,] nous sortons.", "," },
    { FLU_NATIVE_TYPO_PUNCTUATION_DOUBLED, 0, "Il pleut[, ,] nous sortons.", "," },
    { FLU_NATIVE_TYPO_PUNCTUATION_DOUBLED, 0, "Il pleut[,.]", "." },
    { FLU_NATIVE_TYPO_PUNCTUATION_DOUBLED, 0, "Quoi[!!!!!]", "!" },
    { FLU_NATIVE_TYPO_PUNCTUATION_DOUBLED, 0, "Quoi ?! Oui !!! Le chat, etc., et nous...", NULL },
  };
  VERIFY(e);
}
END_TEST

START_TEST(capitals)
{
  static const example e[] = {
    { FLU_NATIVE_TYPO_SENTENCE_CAPITAL, 0, "Elle reste à la maison. [nous] sommes partis.", "Nous" },
    { FLU_NATIVE_TYPO_SENTENCE_CAPITAL, 0, "[il] dort bien. Elle reste à la maison.", "Il" },
    { FLU_NATIVE_TYPO_SENTENCE_CAPITAL, 0, "Quoi ! dit-il, vous partez ? oui... il dort.", NULL },
    { FLU_NATIVE_TYPO_SENTENCE_CAPITAL, 0, "il dort bien.", NULL },
    { FLU_NATIVE_TYPO_SENTENCE_CAPITAL, 0, "Voir art. deux de la page.", NULL },
    { FLU_NATIVE_TYPO_SENTENCE_CAPITAL, 0, "Elle reste à la maison. iPhone arrive.", NULL },
  };
  VERIFY(e);
}
END_TEST

START_TEST(numbers)
{
  static const example e[] = {
    { FLU_NATIVE_TYPO_SPACE_UNIT, 0, "Il court 10[km] demain.", NB "km" },
    { FLU_NATIVE_TYPO_SPACE_UNIT, 0, "Le livre est à 12,50[€].", NB "€" },
    { FLU_NATIVE_TYPO_SPACE_UNIT, FLU_LOCALE_CH, "Il y a 50% de retard.", NULL },
    { FLU_NATIVE_TYPO_SPACE_UNIT, 0, "Un film 3D en 5G, un 4x4, 1080p, x10km", NULL },
    { FLU_NATIVE_TYPO_NBSP_UNIT, 0, "Il court 10[ ]km demain.", NB },
    { FLU_NATIVE_TYPO_UNIT_SYMBOL, 0, "Il court 10 [kms] demain.", "km" },
    { FLU_NATIVE_TYPO_UNIT_SYMBOL, 0, "Il court 10[kms] demain.", NB "km" },
    { FLU_NATIVE_TYPO_DECIMAL_POINT, 0, "La route fait 3[.]5 km.", "," },
    { FLU_NATIVE_TYPO_DECIMAL_POINT, FLU_LOCALE_CH, "La route fait 3.5 km.", NULL },
    { FLU_NATIVE_TYPO_DECIMAL_POINT, 0, "La version 3.5, le 12.03.2024, 1.500 km", NULL },
    { FLU_NATIVE_TYPO_NUMBER_GROUPS, 0, "Il y a [1000000] de mots.", "1" NNB "000" NNB "000" },
    { FLU_NATIVE_TYPO_NUMBER_GROUPS, 0, "En 1984, à 75001 Paris, le 0612345678.", NULL },
    { FLU_NATIVE_TYPO_ORDINAL, 0, "La [1ère] page.", "1re" },
    { FLU_NATIVE_TYPO_ORDINAL, 0, "Le [2ème] livre.", "2e" },
    { FLU_NATIVE_TYPO_ORDINAL, 0, "Le [XIXème] livre.", "XIXe" },
    { FLU_NATIVE_TYPO_ORDINAL, 0, "Le [XX ème] livre.", "XXe" },
    { FLU_NATIVE_TYPO_ORDINAL, 0, "La 1re page, le 1er livre, le 2e, le XXe.", NULL },
    { FLU_NATIVE_TYPO_ORDINAL_ABBREVIATION, 0, "Le livre [n°]5 est court.", "n°" NB },
    { FLU_NATIVE_TYPO_ORDINAL_ABBREVIATION, 0, "Le livre [N°] 5 est court.", "n°" },
    { FLU_NATIVE_TYPO_ORDINAL_ABBREVIATION, 0, "Le livre n° 5 est court, il fait 37°C.", NULL },
    { FLU_NATIVE_TYPO_TITLE_ABBREVIATION, 0, "Voici [Mr] Durand.", "M." },
    { FLU_NATIVE_TYPO_TITLE_ABBREVIATION, 0, "Voici [Mme.] Durand.", "Mme" },
    { FLU_NATIVE_TYPO_TITLE_ABBREVIATION, 0, "Voici [Mr] le maire.", "M." },
    { FLU_NATIVE_TYPO_TITLE_ABBREVIATION, 0, "Voici M. Durand, Mme Durand et Mr.", NULL },
    { FLU_NATIVE_TYPO_TIME, 0, "Le train de [12h30] arrive.", "12" NB "h" NB "30" },
    { FLU_NATIVE_TYPO_TIME, 0, "Le train de 12:30 arrive.", NULL },
  };
  VERIFY(e);
}
END_TEST

START_TEST(pairs)
{
  static const example e[] = {
    { FLU_NATIVE_TYPO_UNBALANCED_BRACKET, 0, "Il dort (bien) ici. Oui (très (bien)).", NULL },
    { FLU_NATIVE_TYPO_UNBALANCED_BRACKET, 0, "a) le chat, b) la maison, 3) le livre :-) et ;)", NULL },
    { FLU_NATIVE_TYPO_UNBALANCED_BRACKET, 0, "Le texte (très\nlong) arrive.", NULL },
    { FLU_NATIVE_TYPO_UNBALANCED_QUOTE, 0, "« Il dort.\n\n« Il reste.\n\nIl sort. »", NULL },
    { FLU_NATIVE_TYPO_UNBALANCED_QUOTE, 0, "Il dit : « oui.\n\n« Il sort. »\n\nElle dort.", NULL },
    { FLU_NATIVE_TYPO_UNBALANCED_BRACKET, 0, "Le signe « ( » et \")\", ]0 ; 1[, f(x[2]), (voilà :)", NULL },
    { FLU_NATIVE_TYPO_UNBALANCED_QUOTE, 0, "Il dit « oui » et « non ».", NULL },
    { FLU_NATIVE_TYPO_UNBALANCED_BRACKET, 0, "Il dort [(]bien ici. Oui.", "" },
    { FLU_NATIVE_TYPO_UNBALANCED_BRACKET, 0, "Il dort bien[)] ici. Oui.", "" },
    { FLU_NATIVE_TYPO_UNBALANCED_QUOTE, 0, "Elle dit [«] oui et reste. Nous sortons.", "" },
  };
  VERIFY(e);
  ck_assert_int_eq(check_text("Il dit \"oui\" ici.", 17, FLU_LOCALE_FR, FLU_NATIVE_TYPO_STRAIGHT_QUOTES, NULL, 0), 0);
  ck_assert_uint_eq(report_count, 2);
  ck_assert_str_eq(reports[0].first, "«" NB);
  ck_assert_str_eq(reports[1].first, NB "»");
}
END_TEST

/* Markup between a word and its comma is no space, and nothing is reported across it. */
START_TEST(masks)
{
  static const char text[] = "Il pleut<b> ,nous</b> sortons  ici.";
  static const flu_mask skip[] = { { 8, 11, FLU_MASK_SKIP }, { 17, 21, FLU_MASK_SKIP } };
  ck_assert_int_eq(check_text(text, strlen(text), FLU_LOCALE_FR, -1, skip, 2), FLU_OK);
  for (size_t i = 0; i < report_count; i++) {
    bool inside = reports[i].start < 11 && reports[i].end > 8;
    ck_assert_msg(!inside, "rule %u inside markup", reports[i].rule);
  }
}
END_TEST

static void check_repeated(const char *piece, size_t bytes)
{
  size_t len = strlen(piece), total = bytes / len * len;
  char *text = malloc(total + 1);
  ck_assert_ptr_nonnull(text);
  for (size_t i = 0; i < total; i++) text[i] = piece[i % len];
  ck_assert_int_eq(check_text(text, total, FLU_LOCALE_FR, -1, NULL, 0), FLU_OK);
  free(text);
}

/* Each would take hours if any check were quadratic; the test has a time limit. */
START_TEST(hostile)
{
  static const char *const pieces[] = { "\"",  "(",    ")",    "« ",  "'",   ".",  "…",  "!",   "?!", ", ", "1",
                                        "1.",  " ",    "a ' ", "-",   "- ",  "é",  "1a", "n°",  "\u00A0", "(]",
                                        "l' ", "a\n(", "a. b", "etc...", "1 000 ", "´", "XX ème " };
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) check_repeated(pieces[i], 300000);
}
END_TEST

START_TEST(out_of_memory)
{
  static const char text[] = "Il court 10km , c´est la 1ère fois!!!! Mr Durand dort..  quoi?";
  for (int n = 0; n < 200; n++) {
    failing_after = n;
    int status = check_text(text, strlen(text), FLU_LOCALE_FR, -1, NULL, 0);
    bool enough = failing_after > 0;
    failing_after = -1;
    ck_assert(status == FLU_OK || status == FLU_E_NOMEM);
    if (status == FLU_OK && enough) return;
  }
  ck_abort_msg("never enough memory");
}
END_TEST

int main(void)
{
  for (unsigned i = 0; i < LIST_COUNT; i++) read_list(i);
  Suite *suite = suite_create("typography");
  TCase *cases = tcase_create("rules");
  tcase_set_timeout(cases, 60);
  tcase_add_test(cases, spaces);
  tcase_add_test(cases, high_marks);
  tcase_add_test(cases, apostrophes_and_hyphens);
  tcase_add_test(cases, dots_and_doubles);
  tcase_add_test(cases, capitals);
  tcase_add_test(cases, numbers);
  tcase_add_test(cases, pairs);
  tcase_add_test(cases, masks);
  tcase_add_test(cases, hostile);
  tcase_add_test(cases, out_of_memory);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
