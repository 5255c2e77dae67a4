/* What the words of a sentence are, as far as agreement goes. */
#include <string.h>

#include "syntax/agreement.h"
#include "tagging/classes.h"

flu_traits flu_agr_any(void)
{
  return (flu_traits){ FLU_GENDER_ANY, FLU_NUMBER_ANY, FLU_ANY_PERSON };
}

bool flu_agr_is(const flu_agr *a, uint32_t i, unsigned class_id)
{
  return a->tagged[i].class_id == class_id;
}

bool flu_agr_is_finite(const flu_agr *a, uint32_t i)
{
  return flu_agr_is(a, i, FLU_CLASS_VERB_FIN) || flu_agr_is(a, i, FLU_CLASS_AUX_FIN);
}

bool flu_agr_is_nominal(const flu_agr *a, uint32_t i)
{
  const unsigned c = a->tagged[i].class_id;
  return c == FLU_CLASS_NOUN || c == FLU_CLASS_PROPN || c == FLU_CLASS_PRON || c == FLU_CLASS_PRON_PERS;
}

bool flu_agr_shows_number(const flu_agr *a, uint32_t i)
{
  const unsigned c = a->tagged[i].class_id;
  return flu_agr_is_nominal(a, i) || c == FLU_CLASS_ADJ || c == FLU_CLASS_VERB_PAST || c == FLU_CLASS_NUM;
}

bool flu_agr_may_be(const flu_agr *a, uint32_t i, unsigned pos)
{
  flu_reading readings[FLU_MAX_READINGS];
  for (uint32_t f = 0; f < a->inputs[i].form_count; f++) {
    const size_t n = flu_lexicon_readings(a->unit->lexicon, a->inputs[i].forms[f], readings, FLU_MAX_READINGS);
    for (size_t k = 0; k < n; k++)
      if (readings[k].tag->pos == pos) return true;
  }
  return false;
}

bool flu_agr_may_be_mood(const flu_agr *a, uint32_t i, unsigned mood)
{
  flu_reading readings[FLU_MAX_READINGS];
  for (uint32_t f = 0; f < a->inputs[i].form_count; f++) {
    const size_t n = flu_lexicon_readings(a->unit->lexicon, a->inputs[i].forms[f], readings, FLU_MAX_READINGS);
    for (size_t k = 0; k < n; k++)
      if ((readings[k].tag->mood & mood) != 0) return true;
  }
  return false;
}

bool flu_agr_is_clitic(const flu_agr *a, uint32_t i)
{
  return flu_agr_may_be(a, i, FLU_POS_CLITIC) || flu_agr_may_be(a, i, FLU_POS_PRON_ADV);
}

bool flu_agr_only_subject(const flu_agr *a, uint32_t i)
{
  return flu_agr_may_be(a, i, FLU_POS_PRON_SUBJ) && !flu_agr_is_clitic(a, i);
}

bool flu_agr_in_list(const flu_agr *a, uint32_t i, uint64_t list)
{
  return (a->tokens[i].lists & list) != 0;
}

bool flu_agr_has_lemma(const flu_agr *a, uint32_t i, uint64_t list)
{
  char lemma[FLU_MAX_FORM_BYTES];
  const size_t len = flu_tagged_lemma(a->unit->tagger, &a->inputs[i], &a->tagged[i], lemma, sizeof lemma);
  return len > 0 && (flu_lists_of(a->unit->lists, lemma, len) & list) != 0;
}

uint32_t flu_agr_child(const flu_agr *a, uint32_t head, unsigned label, uint32_t from)
{
  for (uint32_t i = from; i < a->count; i++)
    if (a->deps[i].head == head && a->deps[i].label == label) return i;
  return a->count;
}

static uint8_t number_of(const flu_tag *tag)
{
  if (tag->number != 0) return tag->number;
  unsigned number = 0;
  if ((tag->person & FLU_SING_PERSONS) != 0) number |= FLU_SING;
  if ((tag->person & ~FLU_SING_PERSONS) != 0) number |= FLU_PLUR;
  return number != 0 ? (uint8_t)number : FLU_NUMBER_ANY;
}

static void add_reading(const flu_tag *tag, flu_traits *t)
{
  t->gender |= tag->gender != 0 ? tag->gender : FLU_GENDER_ANY;
  t->number |= number_of(tag);
  t->person |= tag->person != 0 ? tag->person : FLU_ANY_PERSON;
}

/* An elided word shows no gender; a verb's form that only stands before « -je » is not itself elsewhere. */
flu_traits flu_agr_word(const flu_agr *a, uint32_t i)
{
  flu_reading readings[FLU_MAX_READINGS];
  const flu_tagged *tagged = &a->tagged[i];
  flu_traits t = { 0, 0, 0 };
  if (tagged->form == FLU_NO_FORM || tagged->readings == 0 || tagged->meant) return flu_agr_any();
  const size_t n = flu_lexicon_readings(a->unit->lexicon, tagged->form, readings, FLU_MAX_READINGS);
  const bool inverted = i + 1 < a->count && (a->tokens[i + 1].flags & FLU_TOKEN_ENCLITIC) != 0;
  for (size_t k = 0; k < n; k++)
    if ((tagged->readings >> k & 1u) != 0 && (inverted || (readings[k].tag->flags & FLU_TAG_1SG_INVERTED) == 0))
      add_reading(readings[k].tag, &t);
  if (t.person == 0) return flu_agr_any();
  /* « vous » may be one person, « nous » may be its author alone */
  if (flu_agr_is(a, i, FLU_CLASS_PRON_PERS) && (t.person & ~(FLU_1PL | FLU_2PL)) == 0) t.number = FLU_NUMBER_ANY;
  /* « on » may be several, of any gender */
  if (flu_agr_is(a, i, FLU_CLASS_PRON_PERS) && t.person == FLU_3SG && t.gender == FLU_GENDER_ANY)
    t.number = FLU_NUMBER_ANY;
  if ((a->tokens[i].flags & FLU_TOKEN_ELIDED) != 0) t.gender = FLU_GENDER_ANY;
  return t;
}

/* A preposition and an article in one word (du, aux) say number and gender as an article does. */
flu_traits flu_agr_determiner(const flu_agr *a, uint32_t i)
{
  flu_reading readings[FLU_MAX_READINGS];
  flu_traits t = { 0, 0, 0 };
  if (flu_agr_is(a, i, FLU_CLASS_DET)) return flu_agr_word(a, i);
  if (a->inputs[i].form_count == 0) return flu_agr_any();
  const size_t n = flu_lexicon_readings(a->unit->lexicon, a->inputs[i].forms[0], readings, FLU_MAX_READINGS);
  for (size_t k = 0; k < n; k++)
    if (readings[k].tag->pos == FLU_POS_DET) add_reading(readings[k].tag, &t);
  return t.person == 0 ? flu_agr_any() : t;
}

/* Of a numeral before its noun: plural from two on; nothing for a decimal or a year. */
flu_traits flu_agr_numeral(const flu_agr *a, uint32_t i)
{
  flu_traits t = flu_agr_any();
  const flu_str norm = a->tokens[i].norm;
  bool digits = norm.len > 0 && norm.len < 4 && norm.ptr[0] >= '1';
  for (uint32_t k = 0; k < norm.len; k++) digits = digits && norm.ptr[k] >= '0' && norm.ptr[k] <= '9';
  if (digits && (norm.len > 1 || norm.ptr[0] > '1')) t.number = FLU_PLUR;
  else if (a->tokens[i].kind == FLU_TOKEN_WORD) t.number = flu_agr_word(a, i).number;
  else t.number = 0;
  return t;
}

static bool is_known(const flu_agr *a, uint32_t i)
{
  return a->tagged[i].form != FLU_NO_FORM && a->tagged[i].readings != 0 && !a->tagged[i].meant;
}

bool flu_agr_noun(const flu_agr *a, uint32_t i, flu_traits *out, uint32_t *first)
{
  bool determined = false;
  *out = flu_agr_word(a, i);
  *first = i;
  for (uint32_t k = i; k-- > 0 && i - k < 8;) {
    const flu_dep *d = &a->deps[k];
    if (d->head != i) continue;
    const bool is_determiner = d->label == FLU_DEP_DET || flu_agr_is(a, k, FLU_CLASS_DET);
    if (d->label == FLU_DEP_AMOD && flu_agr_is(a, k, FLU_CLASS_ADJ)) *first = k;
    if (!is_determiner && d->label != FLU_DEP_CASE && d->label != FLU_DEP_NUMMOD) continue;
    const flu_traits t = d->label == FLU_DEP_NUMMOD ? flu_agr_numeral(a, k) : flu_agr_determiner(a, k);
    if (t.number == 0) return false;
    out->gender &= t.gender;
    out->number &= t.number;
    determined = determined || is_determiner || d->label == FLU_DEP_NUMMOD || t.number != FLU_NUMBER_ANY;
    if (is_determiner || d->label == FLU_DEP_NUMMOD) *first = k;
    if (out->number == 0 || out->gender == 0) return false;
  }
  if (out->number != FLU_NUMBER_ANY)
    out->person = out->number == FLU_SING ? FLU_3SG : FLU_3PL;
  else
    out->person = FLU_3SG | FLU_3PL;
  return determined || is_known(a, i);
}
