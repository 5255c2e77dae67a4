/* Tagging: the French pack, hand-made sentences, damaged sections, hostile sizes. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/train/treebank.h"
#include "lexicon/pack.h"
#include "tagging/feature.h"

#define MAX_TOKENS 64

static const char *pack_path;
static flu_train_language lang;
static flu_tagger tagger;
static const unsigned char *section;
static size_t section_size;

typedef struct tagged_text {
  flu_arena arena;
  flu_text text;
  flu_tag_input in[MAX_TOKENS];
  flu_tagged out[MAX_TOKENS];
} tagged_text;

static void open_french(void)
{
  flu_pack pack;
  flu_error err = { 0 };
  ck_assert_msg(flu_train_language_open(&lang, pack_path, &err) == FLU_OK, "%s", err.detail);
  ck_assert_int_eq(flu_pack_open(lang.pack, lang.pack_size, false, &pack, &err), FLU_OK);
  ck_assert_int_eq(flu_pack_find(&pack, FLU_SECTION_TAGGER, FLU_TAGGER_VERSION, &section, &section_size, &err), FLU_OK);
  ck_assert_msg(flu_tagger_open(&tagger, section, section_size, false, &lang.lexicon, &lang.lists, &err) == FLU_OK,
                "%s", err.detail);
}

static void close_french(void)
{
  flu_train_language_end(&lang);
}

static void tag(tagged_text *t, const char *s)
{
  flu_arena_init(&t->arena, &flu_alloc_default);
  ck_assert_int_eq(
    flu_text_cut(&t->text, s, (uint32_t)strlen(s), NULL, 0, &lang.text, &t->arena, NULL, NULL), FLU_OK);
  ck_assert_uint_eq(t->text.sentence_count, 1);
  ck_assert_uint_le(t->text.token_count, MAX_TOKENS);
  for (uint32_t i = 0; i < t->text.token_count; i++) flu_tag_look_up(&tagger, &t->text.tokens[i], &t->in[i]);
  ck_assert_int_eq(flu_tag_sentence(&tagger, t->in, t->text.token_count, &t->arena, t->out), FLU_OK);
}

/* "il/PRON a/AUX …" of a sentence. */
static const char *as_text(const tagged_text *t, char *out, size_t cap)
{
  size_t len = 0;
  out[0] = '\0';
  for (uint32_t i = 0; i < t->text.token_count && len < cap; i++)
    len += (size_t)snprintf(out + len, cap - len, "%s%.*s/%s", i > 0 ? " " : "", (int)t->in[i].norm.len,
                            t->in[i].norm.ptr, flu_class_upos(t->out[i].class_id));
  return out;
}

static const struct { const char *text, *tags; } sentences[] = {
  { "Le chat dort sur le canapé.", "Le/DET chat/NOUN dort/VERB sur/ADP le/DET canapé/NOUN ./PUNCT" },
  { "Elle a mangé une pomme rouge.", "Elle/PRON a/AUX mangé/VERB une/DET pomme/NOUN rouge/ADJ ./PUNCT" },
  { "C'est l'enfant qui était malade.",
    "C'/PRON est/AUX l'/DET enfant/NOUN qui/PRON était/AUX malade/ADJ ./PUNCT" },
  { "Les voisins du dessus sont partis en vacances.",
    "Les/DET voisins/NOUN du/ADP dessus/NOUN sont/AUX partis/VERB en/ADP vacances/NOUN ./PUNCT" },
  { "Il la porte jusqu'à la porte.",
    "Il/PRON la/PRON porte/VERB jusqu'/ADP à/ADP la/DET porte/NOUN ./PUNCT" },
  { "Je pense qu'il viendra demain.", "Je/PRON pense/VERB qu'/SCONJ il/PRON viendra/VERB demain/ADV ./PUNCT" },
  { "Pierre et Marie habitent à Lyon depuis 2010.",
    "Pierre/PROPN et/CCONJ Marie/PROPN habitent/VERB à/ADP Lyon/PROPN depuis/ADP 2010/NUM ./PUNCT" },
};

START_TEST(tags_clean_sentences)
{
  static tagged_text t;
  char text[1024];
  tag(&t, sentences[_i].text);
  ck_assert_str_eq(as_text(&t, text, sizeof text), sentences[_i].tags);
  for (uint32_t i = 0; i < t.text.token_count; i++) ck_assert(!t.out[i].meant);
  flu_arena_end(&t.arena);
}
END_TEST

/* What the writer meant: token, part of speech, the form meant. */
static const struct { const char *text; uint32_t token; const char *upos, *meant; } slips[] = {
  { "Il à mangé une pomme.", 1, "AUX", "a" },
  { "Elle va a Paris demain.", 2, "ADP", "à" },
  { "Il et parti hier matin.", 1, "AUX", "est" },
  { "Les enfants on mangé leur soupe.", 2, "AUX", "ont" },
  { "Elle a oublier son sac.", 2, "VERB", "oublié" },
  { "Je vais mangé une pomme.", 2, "VERB", "manger" },
  { "Sa va bien.", 0, "PRON", "ça" },
  { "Il ma dit la vérité.", 1, "AUX", "m'a" },
  { "Ces un beau livre.", 0, "AUX", "c'est" },
  { "Pour mangé il faut une fourchette.", 1, "VERB", "manger" },
  { "Je ne sais pas ou il habite.", 4, "PRON", "où" },
  { "La porte etait ouverte.", 2, "AUX", "était" },
  { "Les prix on augmenté.", 2, "AUX", "ont" },
};

START_TEST(tags_what_was_meant)
{
  static tagged_text t;
  char meant[64] = { 0 };
  const uint32_t at = slips[_i].token;
  tag(&t, slips[_i].text);
  ck_assert_str_eq(flu_class_upos(t.out[at].class_id), slips[_i].upos);
  ck_assert(t.out[at].meant);
  const size_t len = flu_tag_meant(&tagger, &t.in[at], &t.out[at], meant, sizeof meant);
  ck_assert_uint_eq(len, strlen(slips[_i].meant));
  ck_assert_mem_eq(meant, slips[_i].meant, len);
  const char *last = strchr(meant, '\'') == NULL ? meant : strchr(meant, '\'') + 1;
  ck_assert_uint_eq(t.out[at].form, flu_lexicon_find(&lang.lexicon, last, (size_t)(meant + len - last)));
  ck_assert_uint_eq(flu_tag_meant(&tagger, &t.in[at], &t.out[at], meant, len - 1), 0);
  flu_arena_end(&t.arena);
}
END_TEST

static const struct { const char *text; uint32_t token; const char *lemma; } lemmas[] = {
  { "Les chevaux mangeaient.", 1, "cheval" },  { "Les chevaux mangeaient.", 2, "manger" },
  { "L'actrice est belle.", 1, "actrice" },    { "L'actrice est belle.", 3, "beau" },
  { "Il vit à Rome.", 3, "Rome" },             { "Il a été malade.", 2, "être" },
  { "Ses fils sont grands.", 1, "fils" },      { "Il à mangé.", 1, "avoir" },
  { "Il ma dit la vérité.", 1, "avoir" },
};

START_TEST(spells_lemmas)
{
  static tagged_text t;
  char lemma[64];
  const uint32_t at = lemmas[_i].token;
  tag(&t, lemmas[_i].text);
  const size_t len = flu_tagged_lemma(&tagger, &t.in[at], &t.out[at], lemma, sizeof lemma);
  ck_assert_uint_eq(len, strlen(lemmas[_i].lemma));
  ck_assert_mem_eq(lemma, lemmas[_i].lemma, len);
  ck_assert_uint_eq(flu_tagged_lemma(&tagger, &t.in[at], &t.out[at], lemma, 1), 0);
  flu_arena_end(&t.arena);
}
END_TEST

/* Readings that survive agree with the class, and number and gender stay open where the form leaves them open. */
START_TEST(keeps_readings_of_the_class)
{
  static tagged_text t;
  flu_reading readings[FLU_MAX_READINGS];
  tag(&t, "Elle porte un gros paquet pour ses grands-parents.");
  for (uint32_t i = 0; i < t.text.token_count; i++) {
    if (t.out[i].form == FLU_NO_FORM) continue;
    const size_t n = flu_lexicon_readings(&lang.lexicon, t.out[i].form, readings, FLU_MAX_READINGS);
    for (uint32_t k = 0; k < 32; k++) {
      if ((t.out[i].readings >> k & 1u) == 0) continue;
      ck_assert_uint_lt(k, n);
      ck_assert((flu_tag_classes(readings[k].tag) >> t.out[i].class_id & 1u) != 0);
    }
    ck_assert_uint_eq(t.out[i].pos, readings[t.out[i].reading].tag->pos);
  }
  ck_assert_uint_eq(t.out[1].mood & FLU_IND_PRES, FLU_IND_PRES);
  ck_assert_uint_eq(t.out[1].mood & FLU_PART_PAST, 0);
  flu_arena_end(&t.arena);
}
END_TEST

START_TEST(margins_are_not_negative)
{
  static tagged_text t;
  unsigned uncertain = 0;
  tag(&t, "La petite brise la glace et le vieux marin ferme la porte.");
  for (uint32_t i = 0; i < t.text.token_count; i++) {
    ck_assert_int_ge(t.out[i].margin, 0);
    uncertain += t.out[i].margin != FLU_TAG_CERTAIN;
  }
  ck_assert_uint_gt(uncertain, 3);
  ck_assert_int_eq(t.out[t.text.token_count - 1].margin, FLU_TAG_CERTAIN);
  flu_arena_end(&t.arena);
}
END_TEST

START_TEST(unknown_words_are_guessed)
{
  static tagged_text t;
  tag(&t, "Il faut glabouiller rapidement la glabouille de Zorglonk.");
  ck_assert_str_eq(flu_class_upos(t.out[2].class_id), "VERB");
  ck_assert_uint_eq(t.out[2].mood, FLU_INF);
  ck_assert_str_eq(flu_class_upos(t.out[5].class_id), "NOUN");
  ck_assert_str_eq(flu_class_upos(t.out[7].class_id), "PROPN");
  ck_assert_uint_eq(t.out[2].form, FLU_NO_FORM);
  ck_assert_uint_eq(t.out[2].reading, FLU_TAG_NO_READING);
  flu_arena_end(&t.arena);
}
END_TEST

/* A user word has the classes it was given. */
START_TEST(user_words_have_their_classes)
{
  static tagged_text t;
  tag(&t, "Le glabouille dort.");
  t.in[1].extra = 1u << FLU_CLASS_NOUN;
  ck_assert_int_eq(flu_tag_sentence(&tagger, t.in, t.text.token_count, &t.arena, t.out), FLU_OK);
  ck_assert_uint_eq(t.out[1].class_id, FLU_CLASS_NOUN);
  ck_assert_int_eq(t.out[1].margin, FLU_TAG_CERTAIN);
  flu_arena_end(&t.arena);
}
END_TEST

/* A sentence without end costs no more memory than a short one, and its start is tagged as ever. */
START_TEST(long_sentences_are_bounded)
{
  enum { COUNT = 20000 };
  static tagged_text t;
  tag(&t, "le chat dort");
  flu_tag_input *in = malloc(COUNT * sizeof *in);
  flu_tagged *out = malloc(COUNT * sizeof *out), *again = malloc(COUNT * sizeof *again);
  ck_assert(in != NULL && out != NULL && again != NULL);
  for (uint32_t i = 0; i < COUNT; i++) in[i] = t.in[i % 3];
  flu_arena_reset(&t.arena);
  ck_assert_int_eq(flu_tag_sentence(&tagger, in, COUNT, &t.arena, out), FLU_OK);
  const size_t total = t.arena.total;
  ck_assert_uint_lt(total, 1u << 18);
  ck_assert_int_eq(flu_tag_sentence(&tagger, in, COUNT, &t.arena, again), FLU_OK);
  for (uint32_t i = 0; i < COUNT; i++) ck_assert_uint_eq(out[i].class_id, again[i].class_id);
  ck_assert_uint_eq(out[0].class_id, FLU_CLASS_DET);
  ck_assert_int_eq(flu_tag_sentence(&tagger, in, 0, &t.arena, out), FLU_OK);
  free(in);
  free(out);
  free(again);
  flu_arena_end(&t.arena);
}
END_TEST

static void *no_memory(void *ctx, void *p, size_t old, size_t size)
{
  (void)ctx;
  if (size == 0) return flu_alloc_default.fn(flu_alloc_default.ctx, p, old, 0);
  return NULL;
}

START_TEST(out_of_memory_is_a_status)
{
  static tagged_text t;
  const flu_alloc none = { no_memory, NULL };
  flu_arena arena;
  tag(&t, "Le chat dort.");
  flu_arena_init(&arena, &none);
  ck_assert_int_eq(flu_tag_sentence(&tagger, t.in, t.text.token_count, &arena, t.out), FLU_E_NOMEM);
  flu_arena_end(&arena);
  flu_arena_end(&t.arena);
}
END_TEST

/* Any byte of the tables changed: refused, or tagging goes on inside of the section. */
START_TEST(damaged_sections_are_refused_or_harmless)
{
  static tagged_text t;
  flu_tagger damaged;
  flu_error err;
  unsigned refused = 0;
  tag(&t, "Il à mangé les chocolats de ces amie.");
  unsigned char *copy = aligned_alloc(64, (section_size + 63) / 64 * 64);
  ck_assert(copy != NULL);
  memcpy(copy, section, section_size);
  const flu_tagger_header *h = (const flu_tagger_header *)(const void *)section;
  const uint32_t tables = h->spans[FLU_TAGGER_SETS].offset;
  ck_assert_int_eq(flu_tagger_open(&damaged, copy, section_size - 8, false, &lang.lexicon, &lang.lists, &err),
                   FLU_E_FORMAT);
  ck_assert_int_eq(flu_tagger_open(&damaged, copy + 1, section_size, false, &lang.lexicon, &lang.lists, &err),
                   FLU_E_ARG);
  uint64_t random = 12345;
  for (unsigned round = 0; round < 400; round++) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    const size_t at = round < 200 ? (random >> 33) % sizeof *h : tables + (random >> 33) % (section_size - tables);
    const unsigned char before = copy[at];
    copy[at] = (unsigned char)(before ^ 1u << (random >> 20 & 7));
    const int rc = flu_tagger_open(&damaged, copy, section_size, false, &lang.lexicon, &lang.lists, &err);
    ck_assert(rc == FLU_OK || rc == FLU_E_FORMAT);
    refused += rc != FLU_OK;
    if (rc == FLU_OK)
      ck_assert_int_eq(flu_tag_sentence(&damaged, t.in, t.text.token_count, &t.arena, t.out), FLU_OK);
    copy[at] = before;
  }
  ck_assert_uint_gt(refused, 100);
  free(copy);
  flu_arena_end(&t.arena);
}
END_TEST

START_TEST(classes_have_names)
{
  for (unsigned c = 0; c < FLU_CLASS_COUNT; c++) {
    const char *name = flu_class_name(c);
    ck_assert_uint_eq(flu_class_of_name(name, strlen(name)), c);
    ck_assert((flu_class_group(c) >> c & 1u) != 0);
    ck_assert_int_eq(flu_class_is_verb(c), flu_class_mood(c) != 0);
  }
  ck_assert_uint_eq(flu_class_of_name("ROI", 3), FLU_CLASS_COUNT);
  ck_assert_str_eq(flu_class_upos(FLU_CLASS_COUNT), "X");
}
END_TEST

START_TEST(features_see_case_apart)
{
  ck_assert_uint_eq(flu_tag_word_hash("ÉTÉ", 5), flu_tag_word_hash("été", 5));
  ck_assert_uint_eq(flu_tag_word_hash("Œuvre", 6), flu_tag_word_hash("œuvre", 6));
  ck_assert_uint_ne(flu_tag_word_hash("ete", 3), flu_tag_word_hash("été", 5));
}
END_TEST

int main(int argc, char **argv)
{
  if (argc != 2) return 2;
  pack_path = argv[1];
  Suite *suite = suite_create("tagging");
  TCase *c = tcase_create("tagging");
  tcase_set_timeout(c, 60);
  tcase_add_unchecked_fixture(c, open_french, close_french);
  tcase_add_loop_test(c, tags_clean_sentences, 0, (int)(sizeof sentences / sizeof *sentences));
  tcase_add_loop_test(c, tags_what_was_meant, 0, (int)(sizeof slips / sizeof *slips));
  tcase_add_loop_test(c, spells_lemmas, 0, (int)(sizeof lemmas / sizeof *lemmas));
  tcase_add_test(c, keeps_readings_of_the_class);
  tcase_add_test(c, margins_are_not_negative);
  tcase_add_test(c, unknown_words_are_guessed);
  tcase_add_test(c, user_words_have_their_classes);
  tcase_add_test(c, long_sentences_are_bounded);
  tcase_add_test(c, out_of_memory_is_a_status);
  tcase_add_test(c, damaged_sections_are_refused_or_harmless);
  tcase_add_test(c, classes_have_names);
  tcase_add_test(c, features_see_case_apart);
  suite_add_tcase(suite, c);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? 0 : 1;
}
