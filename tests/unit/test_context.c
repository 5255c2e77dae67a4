/* Choices by context: slots on the French pack, spelling of candidates, damaged sections. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/train/treebank.h"
#include "context/slot.h"
#include "lexicon/pack.h"

#define MAX_TOKENS 64

static const char *pack_path;
static flu_train_language lang;
static flu_tagger tagger;
static flu_choices choices;
static const unsigned char *section;
static size_t section_size;

typedef struct sentence {
  flu_arena arena;
  flu_text text;
  flu_tag_input in[MAX_TOKENS];
  flu_tagged out[MAX_TOKENS];
  flu_scene scene;
  uint32_t count;
} sentence;

static void open_french(void)
{
  flu_pack pack;
  flu_error err = { 0 };
  const unsigned char *data;
  size_t size;
  ck_assert_msg(flu_train_language_open(&lang, pack_path, &err) == FLU_OK, "%s", err.detail);
  ck_assert_int_eq(flu_pack_open(lang.pack, lang.pack_size, false, &pack, &err), FLU_OK);
  ck_assert_int_eq(flu_pack_find(&pack, FLU_SECTION_TAGGER, FLU_TAGGER_VERSION, &data, &size, &err), FLU_OK);
  ck_assert_int_eq(flu_tagger_open(&tagger, data, size, false, &lang.lexicon, &lang.lists, &err), FLU_OK);
  ck_assert_int_eq(flu_pack_find(&pack, FLU_SECTION_CHOICES, FLU_CHOICES_VERSION, &section, &section_size, &err),
                   FLU_OK);
  ck_assert_msg(flu_choices_open(&choices, section, section_size, false, &lang.lexicon, &err) == FLU_OK, "%s",
                err.detail);
}

static void close_french(void)
{
  flu_train_language_end(&lang);
}

static void read_sentence(sentence *s, const char *text)
{
  flu_arena_init(&s->arena, &flu_alloc_default);
  ck_assert_int_eq(
    flu_text_cut(&s->text, text, (uint32_t)strlen(text), NULL, 0, &lang.text, &s->arena, NULL, NULL), FLU_OK);
  s->count = s->text.token_count;
  ck_assert_uint_le(s->count, MAX_TOKENS);
  for (uint32_t i = 0; i < s->count; i++) flu_tag_look_up(&tagger, &s->text.tokens[i], &s->in[i]);
  ck_assert_int_eq(flu_tag_sentence(&tagger, s->in, s->count, &s->arena, s->out), FLU_OK);
  ck_assert_int_eq(flu_scene_build(&s->scene, &lang.lexicon, s->in, s->out, s->count, &s->arena), FLU_OK);
}

/* Number of the candidate with this spelling; 0: there is none. */
static uint32_t candidate_named(const sentence *s, const flu_slot *slot, const char *spelling)
{
  char text[FLU_MAX_FORM_BYTES];
  for (uint32_t k = 1; k < slot->count; k++) {
    const size_t len = flu_slot_spell(&choices, s->in, slot, k, text, sizeof text);
    if (len == strlen(spelling) && memcmp(text, spelling, len) == 0) return k;
  }
  return 0;
}

static const struct {
  const char *text;
  uint32_t token, words;   /* words 0: siblings */
  const char *candidate;
  unsigned family;
} slots[] = {
  { "Il a vu ces chats.", 3, 1, "c'est", FLU_CHOICE_HOMOPHONE },
  { "Il a vu c'est chats.", 3, 2, "ces", FLU_CHOICE_HOMOPHONE },
  { "Il viendra plus tôt.", 2, 2, "plutôt", FLU_CHOICE_HOMOPHONE },
  { "Par ce que tu dors.", 0, 3, "parce que", FLU_CHOICE_HOMOPHONE },
  { "Le chat dort.", 0, 1, "les", FLU_CHOICE_NUMBER },
  { "La maison brûle.", 1, 0, "maisons", FLU_CHOICE_NUMBER },
  { "Elle est petit.", 2, 0, "petite", FLU_CHOICE_GENDER },
  { "Il faut mangé.", 2, 0, "manger", FLU_CHOICE_ENDING },
  { "Tu mange.", 1, 0, "manges", FLU_CHOICE_PERSON },
  { "Il faut que tu viens.", 4, 0, "viennes", FLU_CHOICE_MOOD },
  { "S'il viendra, je pars.", 2, 0, "vient", FLU_CHOICE_TENSE },
};

START_TEST(slots_have_their_candidates)
{
  static sentence s;
  flu_slot slot;
  read_sentence(&s, slots[_i].text);
  const bool there = slots[_i].words == 0
                       ? flu_slot_of_siblings(&choices, s.in, slots[_i].token, &slot)
                       : flu_slot_of_words(&choices, s.in, s.count, slots[_i].token, slots[_i].words, &slot);
  ck_assert(there);
  ck_assert_uint_eq(slot.candidates[0].family, FLU_CHOICE_SELF);
  const uint32_t k = candidate_named(&s, &slot, slots[_i].candidate);
  ck_assert_msg(k != 0, "%s: no « %s »", slots[_i].text, slots[_i].candidate);
  ck_assert_uint_eq(slot.candidates[k].family, slots[_i].family);
  flu_arena_end(&s.arena);
}
END_TEST

START_TEST(names_and_capitals_have_no_siblings)
{
  static sentence s;
  flu_slot slot;
  read_sentence(&s, "Nous voyons Maison et MAISON.");
  ck_assert(!flu_slot_of_siblings(&choices, s.in, 2, &slot));
  ck_assert(!flu_slot_of_siblings(&choices, s.in, 4, &slot));
  flu_arena_end(&s.arena);
}
END_TEST

/* What is written in a slot is only one of its candidates: the same person wins whichever is written. */
START_TEST(the_same_form_wins_whatever_is_written)
{
  static const char *const texts[] = { "Tu manges trop vite.", "Tu mange trop vite.", "Tu mangent trop vite." };
  static sentence s;
  int32_t scores[FLU_CHOICE_MAX_CANDIDATES];
  flu_slot slot;
  if (choices.header->line_bits == 0) return;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    read_sentence(&s, texts[i]);
    ck_assert(flu_slot_of_siblings(&choices, s.in, 1, &slot));
    flu_slot_score(&choices, &s.scene, &slot, scores);
    const uint32_t right = candidate_named(&s, &slot, "manges");
    ck_assert_int_eq(right == 0, i == 0);
    for (uint32_t k = 0; k < slot.count; k++)
      if (k != right && (k == 0 || slot.candidates[k].family == FLU_CHOICE_PERSON))
        ck_assert_int_lt(scores[k], scores[right]);
    flu_arena_end(&s.arena);
  }
}
END_TEST

static void score_all(const flu_choices *c, const sentence *s)
{
  int32_t scores[FLU_CHOICE_MAX_CANDIDATES];
  char text[FLU_MAX_FORM_BYTES];
  flu_slot slot;
  for (uint32_t i = 0; i < s->count; i++)
    for (uint32_t words = 0; words <= FLU_CHOICE_MAX_WORDS; words++) {
      const bool there = words == 0 ? flu_slot_of_siblings(c, s->in, i, &slot)
                                    : flu_slot_of_words(c, s->in, s->count, i, words, &slot);
      if (!there) continue;
      ck_assert_uint_le(slot.count, FLU_CHOICE_MAX_CANDIDATES);
      if (c->header->line_bits > 0) flu_slot_score(c, &s->scene, &slot, scores);
      for (uint32_t k = 0; k < slot.count; k++)
        ck_assert_uint_le(flu_slot_spell(c, s->in, &slot, k, text, sizeof text), sizeof text);
    }
}

START_TEST(damaged_sections_are_refused_or_harmless)
{
  static sentence s;
  flu_choices damaged;
  flu_error err;
  unsigned refused = 0;
  read_sentence(&s, "Par ce qu'il à mangé les chocolats de ces amie, plus tôt que prévu.");
  unsigned char *copy = aligned_alloc(64, (section_size + 63) / 64 * 64);
  ck_assert(copy != NULL);
  memcpy(copy, section, section_size);
  const flu_choice_header *h = (const flu_choice_header *)(const void *)section;
  const uint32_t tables = h->spans[FLU_CHOICE_FORMS].offset;
  ck_assert_int_eq(flu_choices_open(&damaged, copy, section_size - 8, false, &lang.lexicon, &err), FLU_E_FORMAT);
  ck_assert_int_eq(flu_choices_open(&damaged, copy + 1, section_size, false, &lang.lexicon, &err), FLU_E_ARG);
  uint64_t random = 54321;
  for (unsigned round = 0; round < 400; round++) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    const size_t at = round < 200 ? (random >> 33) % sizeof *h : tables + (random >> 33) % (section_size - tables);
    const unsigned char before = copy[at];
    copy[at] = (unsigned char)(before ^ 1u << (random >> 20 & 7));
    const int rc = flu_choices_open(&damaged, copy, section_size, false, &lang.lexicon, &err);
    ck_assert(rc == FLU_OK || rc == FLU_E_FORMAT);
    refused += rc != FLU_OK;
    if (rc == FLU_OK) score_all(&damaged, &s);
    copy[at] = before;
  }
  ck_assert_uint_gt(refused, 100);
  free(copy);
  flu_arena_end(&s.arena);
}
END_TEST

int main(int argc, char **argv)
{
  if (argc != 2) return 2;
  pack_path = argv[1];
  Suite *suite = suite_create("context");
  TCase *c = tcase_create("context");
  tcase_set_timeout(c, 60);
  tcase_add_unchecked_fixture(c, open_french, close_french);
  tcase_add_loop_test(c, slots_have_their_candidates, 0, (int)(sizeof slots / sizeof *slots));
  tcase_add_test(c, names_and_capitals_have_no_siblings);
  tcase_add_test(c, the_same_form_wins_whatever_is_written);
  tcase_add_test(c, damaged_sections_are_refused_or_harmless);
  suite_add_tcase(suite, c);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? 0 : 1;
}
