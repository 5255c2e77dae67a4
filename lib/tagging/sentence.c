/* Tagging a sentence, and what the class of a token says of it. */
#include <string.h>

#include "tagging/classes.h"
#include "tagging/lattice.h"
#include "tagging/tagger_inner.h"

#define AROUND 2u   /* words on each side that features see */

typedef struct work {
  flu_tag_word words[FLU_TAG_WINDOW + 2 * AROUND];
  flu_tag_lattice lattice;
} work;

static const flu_tag_word edge_word = { .hash = 1, .own = 1u << FLU_TAG_EDGE };

static void set_word(const flu_tagger *t, const flu_tag_input *token, flu_tag_word *word)
{
  flu_tag_word_set(word, token);
  const flu_tag_mask m = flu_tag_candidates(t, token, word->hash);
  word->own = m.own;
  word->confused = m.confused;
}

/* --- what was meant --- */

static const flu_tag_meant_item *meant_item(const flu_tagger *t, const flu_tag_input *token, unsigned class_id)
{
  for (uint32_t i = 0; i <= token->form_count; i++) {
    const flu_tag_special *s = i < token->form_count ? flu_tag_special_of(t, token->forms[i])
                               : token->form_count == 0
                                 ? flu_tag_ghost_of(t, flu_tag_word_hash(token->norm.ptr, token->norm.len))
                                 : NULL;
    for (uint32_t k = 0; s != NULL && k < s->meant_count; k++)
      if ((t->meant[s->first_meant + k].classes >> class_id & 1u) != 0) return &t->meant[s->first_meant + k];
  }
  return NULL;
}

static bool has_class(const flu_tagger *t, uint32_t form, unsigned class_id)
{
  const uint32_t set = t->lexicon->forms[form] & FLU_FORM_SET;
  return (t->masks[t->sets[set]].own >> class_id & 1u) != 0;
}

/* The word with another ending that sounds the same and has the class; FLU_NO_FORM when there is none. */
static uint32_t other_ending(const flu_tagger *t, const char *word, size_t len, unsigned class_id)
{
  char other[FLU_MAX_FORM_BYTES];
  for (uint32_t i = 0; i < t->ending_count; i++) {
    const flu_tag_ending *e = &t->endings[i];
    if (len <= e->len || memcmp(word + len - e->len, t->strings + e->text, e->len) != 0) continue;
    const size_t stem = len - e->len;
    memcpy(other, word, stem);
    for (uint32_t k = 0; k < t->ending_count; k++) {
      const flu_tag_ending *o = &t->endings[k];
      if (k == i || o->group != e->group || stem + o->len > sizeof other) continue;
      memcpy(other + stem, t->strings + o->text, o->len);
      const uint32_t form = flu_lexicon_find(t->lexicon, other, stem + o->len);
      if (form != FLU_NO_FORM && has_class(t, form, class_id)) return form;
    }
  }
  return FLU_NO_FORM;
}

static uint32_t meant_form(const flu_tagger *t, const flu_tag_input *token, unsigned class_id)
{
  char lower[FLU_MAX_FORM_BYTES];
  const flu_tag_meant_item *item = meant_item(t, token, class_id);
  if (item != NULL) return item->form;
  const size_t len = flu_lower(token->norm.ptr, token->norm.len, lower, sizeof lower);
  return other_ending(t, lower, len, class_id);
}

size_t flu_tag_meant(const flu_tagger *t, const flu_tag_input *token, const flu_tagged *tagged, char *out, size_t cap)
{
  if (!tagged->meant) return 0;
  const flu_tag_meant_item *item = meant_item(t, token, tagged->class_id);
  if (item == NULL)
    return tagged->form == FLU_NO_FORM ? 0 : flu_lexicon_spelling(t->lexicon, tagged->form, out, cap);
  if (item->len > cap) return 0;
  memcpy(out, t->strings + item->text, item->len);
  return item->len;
}

/* --- readings --- */

/* How near a reading is to a class that no reading of its form has; 0: unlike. Treebanks call some verbs auxiliaries
 * and some determiners adjectives. */
static unsigned nearness(uint32_t classes, unsigned class_id)
{
  if (class_id == FLU_CLASS_PROPN || class_id == FLU_CLASS_X) return 0;
  if (class_id >= FLU_CLASS_AUX_FIN && (classes & 1u << (class_id - 4)) != 0) return 4;
  if (flu_class_is_verb(class_id) && (classes & (FLU_CLASSES_VERB | FLU_CLASSES_AUX)) != 0) return 3;
  if ((classes & (FLU_CLASSES_PRON | 1u << FLU_CLASS_DET | 1u << FLU_CLASS_ADJ | 1u << FLU_CLASS_SCONJ)) != 0) return 3;
  return (classes & 1u << FLU_CLASS_NOUN) != 0 ? 1 : 2;
}

/* The reading to take the lemma from where none has the class. */
static void take_near(const flu_tagger *t, uint32_t form, unsigned class_id, flu_tagged *out)
{
  const flu_lexicon *lex = t->lexicon;
  const uint32_t set = lex->forms[form] & FLU_FORM_SET, first = lex->sets[set];
  unsigned best = 0;
  for (uint32_t i = 0; i < lex->sets[set + 1] - first && i < FLU_MAX_READINGS; i++) {
    const unsigned near = nearness(flu_tag_classes(&lex->tags[lex->readings[first + i].tag]), class_id);
    if (near <= best) continue;
    best = near;
    out->reading = (uint8_t)i;
    out->form = form;
  }
}

/* Readings of a form that have a class, and the likeliest of them: the one the data prefers, else the first. */
static bool take_form(const flu_tagger *t, uint32_t form, unsigned class_id, flu_tagged *out)
{
  const flu_lexicon *lex = t->lexicon;
  const uint32_t set = lex->forms[form] & FLU_FORM_SET, first = lex->sets[set];
  uint32_t count = lex->sets[set + 1] - first;
  if (count > FLU_MAX_READINGS) count = FLU_MAX_READINGS;
  const uint16_t class_mood = flu_class_mood(class_id);
  uint32_t readings = 0;
  uint16_t mood = 0;
  for (uint32_t i = 0; i < count; i++) {
    const flu_tag *tag = &lex->tags[lex->readings[first + i].tag];
    if ((flu_tag_classes(tag) >> class_id & 1u) == 0) continue;
    readings |= 1u << i;
    mood |= tag->mood & class_mood;
    if (out->reading == FLU_TAG_NO_READING) out->reading = (uint8_t)i;
  }
  if (readings == 0) return false;
  const flu_tag_special *special = flu_tag_special_of(t, form);
  for (uint32_t i = 0; special != NULL && i < FLU_TAG_PREFERRED; i++)
    if (special->prefer_class[i] == class_id && special->prefer_reading[i] < count)
      out->reading = special->prefer_reading[i];
  out->form = form;
  out->readings = readings;
  out->mood = mood;
  out->pos = lex->tags[lex->readings[first + out->reading].tag].pos;
  return true;
}

/* The part of speech that stands for a class where the lexicon has no reading for it. */
static uint8_t class_pos(unsigned class_id)
{
  static const uint8_t pos[FLU_CLASS_VERB_FIN] = {
    FLU_POS_NOUN,     FLU_POS_PROPN,    FLU_POS_ADJ,        FLU_POS_ADV,      FLU_POS_PREP, FLU_POS_DET,
    FLU_POS_PRON_OBJ, FLU_POS_PRON_REL, FLU_POS_PRON_IND,   FLU_POS_CONJ_COORD, FLU_POS_CONJ_SUB, FLU_POS_NUM,
    FLU_POS_INTJ,     FLU_POS_PUNCT,    FLU_POS_SYM,        FLU_POS_OTHER,
  };
  if (class_id < FLU_CLASS_VERB_FIN) return pos[class_id];
  return class_id < FLU_CLASS_AUX_FIN ? FLU_POS_VERB : FLU_POS_AUX;
}

static void set_tagged(const flu_tagger *t, const flu_tag_input *token, const flu_tag_word *word,
                       const flu_tag_node *node, flu_tagged *out)
{
  const unsigned class_id = node->classes[node->choice];
  *out = (flu_tagged){ .form = FLU_NO_FORM, .margin = node->margin, .class_id = (uint8_t)class_id,
                       .reading = FLU_TAG_NO_READING, .pos = class_pos(class_id), .mood = flu_class_mood(class_id) };
  out->meant = (word->own >> class_id & 1u) == 0;
  if (out->meant) {
    const uint32_t form = meant_form(t, token, class_id);
    if (form != FLU_NO_FORM) take_form(t, form, class_id, out);
    return;
  }
  for (uint32_t i = 0; i < token->form_count; i++)
    if (take_form(t, token->forms[i], class_id, out)) return;
  if (token->form_count > 0) take_near(t, token->forms[token->form_count - 1], class_id, out);
}

static bool name_like(const flu_tag_input *token)
{
  return token->letter_case >= FLU_CASE_TITLE && (token->flags & FLU_TOKEN_SENTENCE_START) == 0;
}

/* Feminine nouns are their own lemma, in the singular (actrice, not acteur); 0: not one. */
static size_t feminine_lemma(const flu_tagger *t, const flu_reading *reading, const char *lemma, size_t lemma_len,
                             char *out, size_t cap)
{
  const flu_wanted wanted = { .pos = FLU_POS_NOUN, .gender = FLU_FEM, .number = FLU_SING };
  flu_inflection found;
  if (reading->tag->pos != FLU_POS_NOUN || reading->tag->gender != FLU_FEM || lemma_len == 0 ||
      flu_lexicon_inflect(t->lexicon, lemma, lemma_len, &wanted, &found, 1) == 0)
    return 0;
  return flu_lexicon_spelling(t->lexicon, found.form, out, cap);
}

size_t flu_tagged_lemma(const flu_tagger *t, const flu_tag_input *token, const flu_tagged *tagged, char *out,
                        size_t cap)
{
  flu_reading readings[FLU_MAX_READINGS];
  char form[FLU_MAX_FORM_BYTES];
  if (tagged->form == FLU_NO_FORM || tagged->reading == FLU_TAG_NO_READING) {
    const bool keeps_case = tagged->class_id == FLU_CLASS_PROPN || token->kind != FLU_TOKEN_WORD || name_like(token);
    if (!keeps_case) return flu_lower(token->norm.ptr, token->norm.len, out, cap);
    if (token->norm.len > cap) return 0;
    memcpy(out, token->norm.ptr, token->norm.len);
    return token->norm.len;
  }
  const size_t count = flu_lexicon_readings(t->lexicon, tagged->form, readings, FLU_MAX_READINGS);
  const size_t len = flu_lexicon_spelling(t->lexicon, tagged->form, form, sizeof form);
  if (tagged->reading >= count) return 0;
  const flu_reading *reading = &readings[tagged->reading];
  char lemma[FLU_MAX_FORM_BYTES];
  const size_t n = flu_lexicon_lemma(reading, form, len, lemma, sizeof lemma);
  const size_t feminine = feminine_lemma(t, reading, lemma, n, out, cap);
  if (feminine > 0 || n > cap) return feminine;
  memcpy(out, lemma, n);
  return n;
}

/* --- sentences --- */

int flu_tag_sentence(const flu_tagger *t, const flu_tag_input *tokens, uint32_t count, flu_arena *arena,
                     flu_tagged *out)
{
  if (count == 0) return FLU_OK;
  work *w = flu_arena_take(arena, sizeof *w);
  if (w == NULL) return FLU_E_NOMEM;
  const flu_tag_weights weights = { .narrow = t->weights, .narrow_steps = t->steps, .narrow_strides = t->strides };
  unsigned before2 = FLU_TAG_EDGE, before = FLU_TAG_EDGE;
  for (uint32_t start = 0; start < count; start += FLU_TAG_WINDOW) {
    const uint32_t n = count - start < FLU_TAG_WINDOW ? count - start : FLU_TAG_WINDOW;
    for (uint32_t i = 0; i < n + 2 * AROUND; i++) {
      const uint64_t at = (uint64_t)start + i;
      if (at < AROUND || at - AROUND >= count) w->words[i] = edge_word;
      else set_word(t, &tokens[at - AROUND], &w->words[i]);
    }
    flu_tag_lattice_begin(&w->lattice, w->words + AROUND, n, before2, before);
    flu_tag_lattice_score(&w->lattice, &weights);
    flu_tag_lattice_search(&w->lattice, &weights);
    flu_tag_lattice_margins(&w->lattice, &weights);
    for (uint32_t i = 0; i < n; i++)
      set_tagged(t, &tokens[start + i], &w->words[i + AROUND], &w->lattice.nodes[i + 2], &out[start + i]);
    const flu_tag_node *last = &w->lattice.nodes[n + 1], *last2 = &w->lattice.nodes[n];
    before = last->classes[last->choice];
    before2 = last2->classes[last2->choice];
  }
  return FLU_OK;
}
