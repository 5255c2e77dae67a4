#include "context/slot.h"

#include <string.h>

#include "lexicon/lexicon_inner.h"
#include "tagging/feature.h"

#define MEMBER_BYTES 64u
#define LOST (-(1 << 24))
#define WORDS 77u               /* features of words that are confused are others than those of siblings */

/* --- words that are confused --- */

static const flu_choice_entry *find_entry(const flu_choices *c, uint32_t hash)
{
  for (uint32_t i = flu_choice_slot(hash) & c->slot_mask;; i = (i + 1) & c->slot_mask) {
    if (c->slots[i].used == 0) return NULL;
    if (c->slots[i].hash == hash) return &c->slots[i];
  }
}

static size_t join(const flu_tag_input *inputs, uint32_t from, uint32_t count, char out[MEMBER_BYTES])
{
  size_t len = 0;
  for (uint32_t i = from; i < from + count; i++) {
    const flu_str norm = inputs[i].norm;
    if (inputs[i].kind != FLU_TOKEN_WORD || (inputs[i].flags & FLU_TOKEN_ENCLITIC) != 0 || norm.len == 0 ||
        inputs[i].letter_case > FLU_CASE_TITLE)
      return 0;
    if (i > from && out[len - 1] != '\'') out[len++] = ' ';
    if (len + norm.len + 1 >= MEMBER_BYTES) return 0;
    if (inputs[i].letter_case == FLU_CASE_LOWER) {
      memcpy(out + len, norm.ptr, norm.len);
      len += norm.len;
    } else {
      const size_t n = flu_lower(norm.ptr, norm.len, out + len, MEMBER_BYTES - len - 1);
      if (n == 0) return 0;
      len += n;
    }
  }
  return len;
}

static void add_candidate(flu_slot *slot, uint32_t id, uint32_t place, unsigned family)
{
  if (slot->count < FLU_CHOICE_MAX_CANDIDATES)
    slot->candidates[slot->count++] = (flu_candidate){ id, place, (uint8_t)family };
}

bool flu_slot_of_words(const flu_choices *c, const flu_tag_input *inputs, uint32_t count, uint32_t i, uint32_t words,
                       flu_slot *out)
{
  char text[MEMBER_BYTES];
  if (words > count - i || words > FLU_CHOICE_MAX_WORDS) return false;
  const size_t len = join(inputs, i, words, text);
  const flu_choice_entry *entry = len == 0 ? NULL : find_entry(c, flu_tag_word_hash(text, len));
  if (entry == NULL || entry->member == FLU_CHOICE_NO_MEMBER) return false;
  const flu_choice_member *m = &c->members[entry->member];
  if (m->len != len || m->words != words || m->pair_count == 0 || memcmp(c->strings + m->text, text, len) != 0)
    return false;
  out->from = i;
  out->to = i + words;
  out->lemma = 0;
  out->siblings = false;
  out->count = 0;
  add_candidate(out, entry->member, m->place, FLU_CHOICE_SELF);
  for (uint32_t k = 0; k < m->pair_count; k++) {
    const flu_choice_pair *p = &c->pairs[m->first_pair + k];
    add_candidate(out, p->member, c->members[p->member].place, p->family);
  }
  return true;
}

/* --- siblings --- */

static uint32_t lemma_of(const flu_lexicon *lex, uint32_t form, flu_str norm)
{
  char lower[FLU_MAX_FORM_BYTES], lemma[FLU_MAX_FORM_BYTES];
  flu_reading reading;
  const size_t len = flu_lower(norm.ptr, norm.len, lower, sizeof lower);
  if (len == 0 || flu_lexicon_readings(lex, form, &reading, 1) == 0) return 0;
  const size_t n = flu_lexicon_lemma(&reading, lower, len, lemma, sizeof lemma);
  return flu_tag_word_hash(lemma, n);
}

bool flu_slot_of_siblings(const flu_choices *c, const flu_tag_input *inputs, uint32_t i, flu_slot *out)
{
  const flu_tag_input *in = &inputs[i];
  if (in->kind != FLU_TOKEN_WORD || in->form_count == 0 || in->letter_case > FLU_CASE_TITLE ||
      (in->flags & (FLU_TOKEN_ENCLITIC | FLU_TOKEN_ELIDED | FLU_TOKEN_GLUED)) != 0)
    return false;
  if (in->letter_case == FLU_CASE_TITLE && (in->flags & FLU_TOKEN_SENTENCE_START) == 0) return false;
  const uint32_t form = in->forms[in->form_count - 1];
  const uint32_t list = c->forms[form];
  if (list == 0) return false;
  const uint32_t first = c->lists[list], end = c->lists[list + 1];
  out->from = i;
  out->to = i + 1;
  out->siblings = true;
  out->count = 0;
  out->lemma = lemma_of(c->lexicon, form, in->norm);
  for (uint32_t k = first; k < end; k++) {
    const flu_choice_item *item = &c->items[k];
    add_candidate(out, k, (uint32_t)item->shape | (uint32_t)item->group << 16, item->family);
  }
  return out->count > 1;
}

/* --- scores --- */

static void mix_words(const flu_slot *slot, uint32_t *features, uint32_t from, uint32_t to)
{
  for (uint32_t f = from; f < to && !slot->siblings; f++) features[f] = flu_scene_mix(features[f], WORDS);
}

/* All but the first ones; returns how many there are in all. */
static uint32_t other_features(const flu_scene *scene, const flu_slot *slot, uint32_t features[FLU_SLOT_FEATURES])
{
  uint32_t n = FLU_SCENE_FEATURES;
  flu_scene_rest(scene, slot->from, slot->to, features);
  if (slot->siblings) {
    flu_scene_lexical(scene, slot->from, slot->to, slot->lemma, features + n);
    n += FLU_SCENE_LEXICAL;
  }
  if (scene->links != NULL && slot->to == slot->from + 1) {
    flu_scene_linked(scene, slot->from, features + n);
    n += FLU_SCENE_LINKED;
  }
  mix_words(slot, features, FLU_SCENE_FIRST, n);
  return n;
}

static void first_features(const flu_scene *scene, const flu_slot *slot, uint32_t features[FLU_SLOT_FEATURES])
{
  flu_scene_first(scene, slot->from, slot->to, features);
  mix_words(slot, features, 0, FLU_SCENE_FIRST);
}

uint32_t flu_slot_features(const flu_scene *scene, const flu_slot *slot, uint32_t features[FLU_SLOT_FEATURES])
{
  first_features(scene, slot, features);
  return other_features(scene, slot, features);
}

/* Candidates that lie behind what is written after the features that tell most lose: nearly all do, nearly everywhere.
 * Returns how many are left. */
static uint32_t drop_hopeless(int32_t *scores, uint8_t *alive, uint32_t count, int32_t behind)
{
  uint32_t kept = 1;
  for (uint32_t i = 1; i < count; i++) {
    if (scores[0] - scores[alive[i]] < behind) alive[kept++] = alive[i];
    else scores[alive[i]] = LOST;
  }
  return kept;
}

void flu_slot_score(const flu_choices *c, const flu_scene *scene, const flu_slot *slot,
                    int32_t scores[FLU_CHOICE_MAX_CANDIDATES])
{
  uint32_t features[FLU_SLOT_FEATURES];
  uint32_t n = FLU_SCENE_FIRST;
  first_features(scene, slot, features);
  const bool deep = scene->links != NULL;
  const int8_t *weights = deep ? c->deep : c->weights;
  const uint32_t line_bits = deep ? c->header->deep_bits : c->header->line_bits;
  const int32_t step = (int32_t)(c->header->unit / 1000u), behind = deep ? INT32_MAX : 0;   /* step: a nat */
  uint8_t alive[FLU_CHOICE_MAX_CANDIDATES];
  uint32_t count = slot->count;
  for (uint32_t k = 0; k < count; k++) {
    scores[k] = 0;
    alive[k] = (uint8_t)k;
  }
  for (uint32_t f = 0; f < n && count > 1; f++) {
    for (uint32_t i = 0; i < count; i++)
      scores[alive[i]] += weights[flu_slot_place(features[f], slot->candidates[alive[i]].place, line_bits)];
    if (f + 1 == FLU_SCENE_FIRST / 2) count = drop_hopeless(scores, alive, count, deep ? behind : step);
    if (f + 1 == FLU_SCENE_FIRST || f + 1 == FLU_SCENE_FIRST * 3 / 2 || f + 1 == 2 * FLU_SCENE_FIRST)
      count = drop_hopeless(scores, alive, count, behind);
    if (f + 1 == FLU_SCENE_FIRST && count > 1) n = other_features(scene, slot, features);
  }
}

/* --- spelling --- */

static size_t spell_item(const flu_choices *c, const flu_tag_input *in, const flu_choice_item *item, char *out,
                         size_t cap)
{
  const flu_lexicon *lex = c->lexicon;
  flu_reading readings[FLU_MAX_READINGS];
  flu_inflection found[8];
  char lower[FLU_MAX_FORM_BYTES], lemma[FLU_MAX_FORM_BYTES];
  const uint32_t form = in->forms[in->form_count - 1];
  const size_t len = flu_lower(in->norm.ptr, in->norm.len, lower, sizeof lower);
  const size_t count = flu_lexicon_readings(lex, form, readings, FLU_MAX_READINGS);
  const flu_wanted wanted = { .pos = item->pos, .gender = item->gender, .number = item->number,
                              .person = item->person, .mood = item->mood };
  for (size_t r = 0; r < count && len > 0; r++) {
    const size_t n = flu_lexicon_lemma(&readings[r], lower, len, lemma, sizeof lemma);
    size_t fits = n == 0 ? 0 : flu_lexicon_inflect(lex, lemma, n, &wanted, found, sizeof found / sizeof *found);
    if (fits > sizeof found / sizeof *found) fits = sizeof found / sizeof *found;
    for (size_t k = 0; k < fits; k++) {
      const uint32_t list = c->forms[found[k].form];
      if (list == 0 || c->items[c->lists[list]].shape != item->shape) continue;
      return flu_lexicon_spelling(lex, found[k].form, out, cap);
    }
  }
  return 0;
}

size_t flu_slot_spell(const flu_choices *c, const flu_tag_input *inputs, const flu_slot *slot, uint32_t candidate,
                      char *out, size_t cap)
{
  const uint32_t id = slot->candidates[candidate].id;
  if (slot->siblings) return spell_item(c, &inputs[slot->from], &c->items[id], out, cap);
  const flu_choice_member *m = &c->members[id];
  if (m->len > cap) return 0;
  memcpy(out, c->strings + m->text, m->len);
  return m->len;
}
