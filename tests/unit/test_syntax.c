/* The parser: the French pack, hand-made sentences, damaged sections, hostile weights, learning. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/train/syntax_learner.h"
#include "compiler/train/treebank.h"
#include "lexicon/pack.h"
#include "syntax/model.h"
#include "syntax/parser.h"

#define MAX_TOKENS 512

static const char *pack_path;
static flu_train_language lang;
static flu_tagger tagger;
static flu_parser parser;
static const unsigned char *section;
static size_t section_size;

typedef struct parsed_text {
  flu_arena arena;
  flu_text text;
  flu_tag_input in[MAX_TOKENS];
  flu_tagged tagged[MAX_TOKENS];
  flu_dep deps[MAX_TOKENS];
} parsed_text;

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
  ck_assert_int_eq(flu_pack_find(&pack, FLU_SECTION_SYNTAX, FLU_SYNTAX_VERSION, &section, &section_size, &err), FLU_OK);
  ck_assert_msg(flu_parser_open(&parser, section, section_size, &err) == FLU_OK, "%s", err.detail);
}

static void close_french(void)
{
  flu_train_language_end(&lang);
}

static void cut(parsed_text *t, const char *s)
{
  flu_arena_init(&t->arena, &flu_alloc_default);
  ck_assert_int_eq(
    flu_text_cut(&t->text, s, (uint32_t)strlen(s), NULL, 0, &lang.text, &t->arena, NULL, NULL), FLU_OK);
  ck_assert_uint_le(t->text.token_count, MAX_TOKENS);
  for (uint32_t i = 0; i < t->text.token_count; i++) flu_tag_look_up(&tagger, &t->text.tokens[i], &t->in[i]);
  ck_assert_int_eq(flu_tag_sentence(&tagger, t->in, t->text.token_count, &t->arena, t->tagged), FLU_OK);
}

static void parse(parsed_text *t, const char *s)
{
  cut(t, s);
  ck_assert_int_eq(
    flu_parse_sentence(&parser, &tagger, t->in, t->tagged, t->text.token_count, &t->arena, t->deps), FLU_OK);
}

static uint32_t find(const parsed_text *t, const char *word)
{
  for (uint32_t i = 0; i < t->text.token_count; i++)
    if (t->in[i].norm.len == strlen(word) && memcmp(t->in[i].norm.ptr, word, strlen(word)) == 0) return i;
  ck_abort_msg("no word %s", word);
}

static void check_arc(const char *text, const char *word, const char *head, unsigned label)
{
  static parsed_text t;
  parse(&t, text);
  const flu_dep *d = &t.deps[find(&t, word)];
  ck_assert_msg(d->head == find(&t, head) && d->label == label, "%s: %s is %s of %u", text, word,
                flu_dep_label_name(d->label), d->head);
  ck_assert_msg(d->sure_label, "%s: %s is not sure", text, word);
  flu_arena_end(&t.arena);
}

START_TEST(finds_subjects)
{
  check_arc("Les enfants de la voisine jouent dans la cour.", "enfants", "jouent", FLU_DEP_SUBJ);
  check_arc("Le bruit des machines gêne les voisins.", "bruit", "gêne", FLU_DEP_SUBJ);
  check_arc("Les portes de la maison sont ouvertes.", "portes", "ouvertes", FLU_DEP_SUBJ);
  check_arc("Elle a visité les ruines de la région.", "Elle", "visité", FLU_DEP_SUBJ);
}
END_TEST

START_TEST(finds_the_others)
{
  check_arc("Le chat dort sur le canapé.", "Le", "chat", FLU_DEP_DET);
  check_arc("Elle a mangé une pomme rouge.", "pomme", "mangé", FLU_DEP_OBJ);
  check_arc("Elle a mangé une pomme rouge.", "rouge", "pomme", FLU_DEP_AMOD);
  check_arc("Elle a mangé une pomme rouge.", "a", "mangé", FLU_DEP_AUX);
  check_arc("Les portes de la maison sont ouvertes.", "maison", "portes", FLU_DEP_NMOD);
}
END_TEST

/* A mistake of number changes nothing in who depends on whom. */
START_TEST(agreement_takes_no_part)
{
  static parsed_text right, wrong;
  parse(&right, "Les enfants de la voisine jouent dans la cour.");
  parse(&wrong, "Les enfants de la voisine joue dans la cour.");
  ck_assert_uint_eq(right.text.token_count, wrong.text.token_count);
  for (uint32_t i = 0; i < right.text.token_count; i++) {
    ck_assert_uint_eq(right.deps[i].head, wrong.deps[i].head);
    ck_assert_uint_eq(right.deps[i].label, wrong.deps[i].label);
  }
  flu_arena_end(&right.arena);
  flu_arena_end(&wrong.arena);
}
END_TEST

START_TEST(quick_reading_is_the_forward_one)
{
  static parsed_text t;
  flu_dep quick[MAX_TOKENS];
  parse(&t, "Le bruit des machines installées dans la cour gêne les voisins.");
  ck_assert_int_eq(
    flu_parse_quickly(&parser, &tagger, t.in, t.tagged, t.text.token_count, &t.arena, quick), FLU_OK);
  for (uint32_t i = 0; i < t.text.token_count; i++) {
    ck_assert_uint_eq(t.deps[i].head, quick[i].head);
    ck_assert(quick[i].sure && quick[i].sure_label);
  }
  flu_arena_end(&t.arena);
}
END_TEST

START_TEST(knows_relations)
{
  ck_assert_uint_eq(flu_dep_label_of("nsubj"), FLU_DEP_SUBJ);
  ck_assert_uint_eq(flu_dep_label_of("nsubj:pass"), FLU_DEP_SUBJ);
  ck_assert_uint_eq(flu_dep_label_of("aux:pass"), FLU_DEP_AUX_PASS);
  ck_assert_uint_eq(flu_dep_label_of("aux:tense"), FLU_DEP_AUX);
  ck_assert_uint_eq(flu_dep_label_of("acl"), FLU_DEP_ACL);
  ck_assert_uint_eq(flu_dep_label_of("acl:relcl"), FLU_DEP_RELCL);
  ck_assert_uint_eq(flu_dep_label_of("obl:mod"), FLU_DEP_OBL);
  ck_assert_uint_eq(flu_dep_label_of("parataxis"), FLU_DEP_OTHER);
  ck_assert_uint_eq(flu_dep_label_of(""), FLU_DEP_OTHER);
  ck_assert_str_eq(flu_dep_label_name(FLU_DEP_COUNT), "other");
}
END_TEST

/* --- sections --- */

START_TEST(refuses_damage)
{
  static _Alignas(64) unsigned char copy[FLU_SYN_SIZE + 64];
  flu_parser p;
  flu_error err = { 0 };
  ck_assert_uint_eq(section_size, FLU_SYN_SIZE);
  memcpy(copy, section, section_size);
  ck_assert_int_eq(flu_parser_open(&p, copy, section_size, &err), FLU_OK);
  ck_assert_int_eq(flu_parser_open(&p, copy, section_size - 1, &err), FLU_E_FORMAT);
  ck_assert_int_eq(flu_parser_open(&p, copy, section_size + 1, &err), FLU_E_FORMAT);
  for (size_t i = 0; i < offsetof(flu_syn_header, reserved); i++) {
    copy[i] ^= 0x55;
    ck_assert_msg(flu_parser_open(&p, copy, section_size, &err) == FLU_E_FORMAT, "byte %zu", i);
    ck_assert_ptr_null(p.weights);
    copy[i] ^= 0x55;
  }
  memmove(copy + 4, copy, section_size);
  ck_assert_int_eq(flu_parser_open(&p, copy + 4, section_size, &err), FLU_E_ARG);
}
END_TEST

START_TEST(empty_section_finds_nothing)
{
  static parsed_text t;
  flu_parser p;
  flu_error err = { 0 };
  ck_assert_int_eq(flu_parser_open(&p, section, 0, &err), FLU_OK);
  cut(&t, "Le chat dort.");
  ck_assert_int_eq(flu_parse_sentence(&p, &tagger, t.in, t.tagged, t.text.token_count, &t.arena, t.deps), FLU_OK);
  for (uint32_t i = 0; i < t.text.token_count; i++) {
    ck_assert_uint_eq(t.deps[i].head, FLU_NO_HEAD);
    ck_assert(!t.deps[i].sure);
  }
  flu_arena_end(&t.arena);
}
END_TEST

/* Heads lie in the sentence and lead to a root. */
static void check_tree(const parsed_text *t)
{
  for (uint32_t i = 0; i < t->text.token_count; i++) {
    uint32_t up = i, steps = 0;
    ck_assert_uint_lt(t->deps[i].label, FLU_DEP_COUNT);
    while (up != FLU_NO_HEAD) {
      ck_assert_uint_lt(up, t->text.token_count);
      up = t->deps[up].head;
      ck_assert_uint_le(++steps, t->text.token_count);
    }
  }
}

START_TEST(any_weights_make_a_tree)
{
  static _Alignas(64) unsigned char copy[FLU_SYN_SIZE];
  static parsed_text t;
  flu_parser p;
  flu_error err = { 0 };
  flu_random random = { 11 };
  cut(&t, "Le bruit des machines que la mairie, hier encore, voulait installer dans la cour gêne les voisins et leurs "
          "enfants qui, dit-on, dorment mal.");
  for (unsigned round = 0; round < 6; round++) {
    memcpy(copy, section, section_size);
    for (size_t i = sizeof(flu_syn_header); i < section_size; i++)
      copy[i] = round == 0 ? 0x80 : round == 1 ? 0x7F : (unsigned char)flu_random_below(&random, 256);
    ck_assert_int_eq(flu_parser_open(&p, copy, section_size, &err), FLU_OK);
    ck_assert_int_eq(flu_parse_sentence(&p, &tagger, t.in, t.tagged, t.text.token_count, &t.arena, t.deps), FLU_OK);
    check_tree(&t);
  }
  flu_arena_end(&t.arena);
}
END_TEST

START_TEST(long_sentences)
{
  static parsed_text t;
  static char text[4 * MAX_TOKENS];
  for (uint32_t words = FLU_MAX_PARSED - 1; words <= FLU_MAX_PARSED + 1; words++) {
    text[0] = '\0';
    for (uint32_t i = 0; i < words; i++) strcat(text, "le ");
    cut(&t, text);
    ck_assert_uint_eq(t.text.token_count, words);
    ck_assert_int_eq(
      flu_parse_sentence(&parser, &tagger, t.in, t.tagged, t.text.token_count, &t.arena, t.deps), FLU_OK);
    check_tree(&t);
    if (words > FLU_MAX_PARSED) ck_assert(!t.deps[0].sure);
    flu_arena_end(&t.arena);
  }
  ck_assert_int_eq(flu_parse_sentence(&parser, &tagger, NULL, NULL, 0, NULL, NULL), FLU_OK);
}
END_TEST

/* --- learning --- */

/* A tree whose arcs do not cross is learnt by heart, in both directions. */
START_TEST(learns_by_heart)
{
  static parsed_text t;
  static flu_syn_word words[2 * (MAX_TOKENS + 2 * FLU_SYN_AROUND)];
  flu_syn_node nodes[MAX_TOKENS];
  int32_t stack[MAX_TOKENS];
  const int32_t forward[7] = { 1, 5, 4, 4, 1, FLU_GOLD_ROOT, 5 };
  const uint8_t labels[7] = { FLU_DEP_DET, FLU_DEP_SUBJ, FLU_DEP_CASE, FLU_DEP_DET, FLU_DEP_NMOD, FLU_DEP_ROOT,
                              FLU_DEP_PUNCT };
  int32_t heads[7];
  uint8_t names[7];
  cut(&t, "Les enfants de la voisine jouent.");
  ck_assert_uint_eq(t.text.token_count, 7);
  const flu_syn_word *read = flu_syn_words(&tagger, t.in, t.tagged, 7, words);
  for (unsigned d = 0; d < FLU_SYN_DIRECTIONS; d++) {
    flu_syn_learner l;
    flu_syn_state s;
    const flu_syn_word *way = d == 0 ? read : flu_syn_reversed(read, 7, words + MAX_TOKENS);
    for (int32_t i = 0; i < 7; i++) {
      const int32_t from = d == 0 ? i : 6 - i;
      heads[i] = forward[from] < 0 ? FLU_GOLD_ROOT : d == 0 ? forward[from] : 6 - forward[from];
      names[i] = labels[from];
    }
    const flu_syn_example e = { way, heads, names, 7 };
    ck_assert_int_eq(flu_syn_learner_begin(&l, 5, 1, 1), FLU_OK);
    flu_syn_learner_count(&l, &e);
    for (unsigned round = 0; round < 30; round++) flu_syn_learner_take(&l, &e, round > 2);
    const flu_syn_weights w = { .wide = l.weights };
    flu_syn_begin(&s, way, 7, nodes, stack);
    flu_syn_run(&s, &w);
    for (int32_t i = 0; i < 7; i++) {
      ck_assert_int_eq(nodes[i].head, heads[i] < 0 ? -1 : heads[i]);
      if (heads[i] >= 0) ck_assert_uint_eq(nodes[i].label, names[i]);
    }
    flu_syn_learner_end(&l);
  }
  flu_arena_end(&t.arena);
}
END_TEST

static TCase *cases(void)
{
  TCase *c = tcase_create("syntax");
  tcase_add_unchecked_fixture(c, open_french, close_french);
  tcase_set_timeout(c, 60);
  tcase_add_test(c, finds_subjects);
  tcase_add_test(c, finds_the_others);
  tcase_add_test(c, agreement_takes_no_part);
  tcase_add_test(c, quick_reading_is_the_forward_one);
  tcase_add_test(c, knows_relations);
  tcase_add_test(c, refuses_damage);
  tcase_add_test(c, empty_section_finds_nothing);
  tcase_add_test(c, any_weights_make_a_tree);
  tcase_add_test(c, long_sentences);
  tcase_add_test(c, learns_by_heart);
  return c;
}

int main(int argc, char **argv)
{
  if (argc != 2) return 2;
  pack_path = argv[1];
  Suite *s = suite_create("syntax");
  suite_add_tcase(s, cases());
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_ENV);
  const int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed == 0 ? 0 : 1;
}
