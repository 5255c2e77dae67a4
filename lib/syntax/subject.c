/* Who the subject of a predicate is. */
#include "syntax/agreement.h"
#include "tagging/classes.h"

#define FAR 12u   /* tokens over which a relative pronoun looks for its antecedent's rivals */

/* --- coordination --- */

static bool adds_up(const flu_agr *a, uint32_t conjunct)
{
  for (uint32_t i = conjunct; i-- > 0 && conjunct - i < FAR;)
    if (a->deps[i].head == conjunct && a->deps[i].label == FLU_DEP_CC)
      return flu_agr_in_list(a, i, a->unit->list_bits->additive) && a->deps[conjunct].sure;
  return false;
}

static uint8_t plural_person(uint8_t one, uint8_t other)
{
  const unsigned both = one | other;
  if ((both & (FLU_1SG | FLU_1PL)) != 0) return FLU_1PL;
  return (both & (FLU_2SG | FLU_2PL)) != 0 ? FLU_2PL : FLU_3PL;
}

/* A name beside a noun, a time, or a noun with a preposition of its own is rather part of something else. */
static bool is_like(const flu_agr *a, uint32_t head, uint32_t conjunct)
{
  const bool name = flu_agr_is(a, conjunct, FLU_CLASS_PROPN), noun = flu_agr_is(a, head, FLU_CLASS_NOUN);
  return !(name && noun) && !flu_agr_in_list(a, head, a->unit->list_bits->time_nouns) &&
         flu_agr_child(a, conjunct, FLU_DEP_CASE, 0) == a->count;
}

/* Adds what is coordinated with the head; false when that cannot be told. */
static bool add_conjuncts(const flu_agr *a, flu_subject *s)
{
  for (uint32_t i = s->head + 1; i < a->count; i++) {
    const flu_dep *d = &a->deps[i];
    flu_traits t;
    uint32_t first;
    if (d->head != s->head || d->label != FLU_DEP_CONJ) continue;
    if (!flu_agr_is_nominal(a, i) || !adds_up(a, i) || !flu_agr_noun(a, i, &t, &first)) return false;
    if (!is_like(a, s->head, i)) return false;
    if (flu_agr_is(a, i, FLU_CLASS_PRON_PERS)) t = flu_agr_word(a, i);
    if (first == i && flu_agr_is(a, i, FLU_CLASS_NOUN)) return false;
    s->several = true;
    s->own.number = FLU_PLUR;
    s->own.person = plural_person(s->own.person, t.person);
    s->own.gender = FLU_GENDER_ANY;
    s->last = i;
  }
  return true;
}

/* --- nouns and pronouns --- */

static bool is_collective(const flu_agr *a, uint32_t i)
{
  return flu_agr_in_list(a, i, a->unit->list_bits->quantities);
}

/* « Les Choristes est un film »: a capital inside, or a question's determiner. */
static bool is_title(const flu_agr *a, const flu_subject *s)
{
  for (uint32_t i = s->first; i <= s->head; i++) {
    if (i > 0 && a->tokens[i].letter_case >= FLU_CASE_TITLE && (a->tokens[i].flags & FLU_TOKEN_SENTENCE_START) == 0)
      return true;
    if (flu_agr_is(a, i, FLU_CLASS_DET) && flu_agr_may_be(a, i, FLU_POS_DET_INT)) return true;
  }
  return false;
}

static bool adjectives_agree(const flu_agr *a, const flu_subject *s)
{
  for (uint32_t i = s->first; i < a->count && i < s->head + 4; i++) {
    if (a->deps[i].head != s->head || a->deps[i].label != FLU_DEP_AMOD) continue;
    const flu_traits t = flu_agr_word(a, i);
    if ((t.number & s->own.number) == 0 || (t.gender & s->own.gender) == 0) return false;
  }
  return true;
}

static bool noun_subject(const flu_agr *a, flu_subject *s)
{
  if (is_collective(a, s->head)) return false;
  if (!flu_agr_noun(a, s->head, &s->own, &s->first)) return false;
  if (s->first == s->head && flu_agr_is(a, s->head, FLU_CLASS_NOUN)) return false;
  if (flu_agr_is(a, s->head, FLU_CLASS_PROPN) && s->own.number == FLU_NUMBER_ANY) return false;
  if (is_title(a, s) || !adjectives_agree(a, s)) return false;
  return add_conjuncts(a, s);
}

static bool pronoun_subject(const flu_agr *a, flu_subject *s)
{
  s->own = flu_agr_word(a, s->head);
  if (is_collective(a, s->head)) return false;
  if (flu_agr_is(a, s->head, FLU_CLASS_PRON_PERS) && s->token == s->head && !flu_agr_only_subject(a, s->head))
    return false;
  s->pronoun = flu_agr_is(a, s->head, FLU_CLASS_PRON_PERS);
  if (!s->pronoun && s->own.person == FLU_ANY_PERSON && s->own.number != FLU_NUMBER_ANY)
    s->own.person = s->own.number == FLU_SING ? FLU_3SG : FLU_3PL;
  return add_conjuncts(a, s);
}

/* What stands before a subject leaves it one: no preposition, no verb whose object it may be, no noun that it may be
 * coordinated with. */
static bool begins_well(const flu_agr *a, const flu_subject *s)
{
  uint32_t before = s->first;
  if (before == 0) return true;
  const unsigned c = a->tagged[--before].class_id;
  if (c == FLU_CLASS_NOUN && a->deps[before].label == FLU_DEP_OBL && a->deps[before].sure_label) return true;
  if (c == FLU_CLASS_ADP || c == FLU_CLASS_DET || c == FLU_CLASS_NUM || c == FLU_CLASS_ADJ || c == FLU_CLASS_NOUN ||
      c == FLU_CLASS_PROPN)
    return false;
  if (flu_class_is_verb(c)) return false;
  if (c == FLU_CLASS_CCONJ) return before > 0 && !flu_agr_shows_number(a, before - 1);
  return true;
}

static bool plain_subject(const flu_agr *a, flu_subject *s)
{
  s->first = s->last = s->head;
  switch (a->tagged[s->head].class_id) {
  case FLU_CLASS_NOUN:
  case FLU_CLASS_PROPN: return noun_subject(a, s);
  case FLU_CLASS_PRON_PERS:
  case FLU_CLASS_PRON: return pronoun_subject(a, s);
  default: return false;
  }
}

/* --- the relative pronoun --- */

static void add_other(flu_subject *s, flu_traits t)
{
  if (s->other_count < FLU_MAX_SUBJECTS) s->others[s->other_count++] = t;
  else s->others[0] = flu_agr_any();
}

static flu_traits plural(void)
{
  return (flu_traits){ FLU_GENDER_ANY, FLU_PLUR, FLU_3PL };
}

/* The clause that a relative pronoun is the subject of: up from a coordinated verb to the first one. */
static uint32_t clause_of(const flu_agr *a, uint32_t predicate)
{
  for (uint32_t steps = 0; steps < 4 && a->deps[predicate].label == FLU_DEP_CONJ; steps++)
    if (a->deps[predicate].head != FLU_NO_HEAD) predicate = a->deps[predicate].head;
  return predicate;
}

/* Other nouns that the pronoun may stand for: those the antecedent belongs to, those between it and the pronoun. */
static void add_rivals(const flu_agr *a, flu_subject *s)
{
  flu_traits t;
  uint32_t first;
  for (uint32_t i = s->token; i-- > 0 && s->token - i < FAR;)
    if (i != s->head && flu_agr_shows_number(a, i) && (i > s->head || !flu_agr_is(a, i, FLU_CLASS_PRON_PERS)))
      add_other(s, flu_agr_noun(a, i, &t, &first) && !is_collective(a, i) ? t : flu_agr_any());
  for (uint32_t i = s->head, steps = 0; steps < 4 && a->deps[i].head != FLU_NO_HEAD; steps++) {
    i = a->deps[i].head;
    if (flu_agr_is_nominal(a, i)) add_other(s, flu_agr_noun(a, i, &t, &first) ? t : flu_agr_any());
  }
}

static bool relative_subject(const flu_agr *a, flu_subject *s)
{
  const flu_traits shown = flu_agr_word(a, s->token);
  const uint32_t clause = clause_of(a, a->deps[s->token].head);
  const flu_dep *d = &a->deps[clause];
  if (s->token > 0 && flu_agr_is(a, s->token - 1, FLU_CLASS_CCONJ)) return false;
  if (shown.number != FLU_NUMBER_ANY || d->label != FLU_DEP_RELCL || !d->sure_label || d->head >= s->token)
    return false;
  s->head = d->head;
  if (!plain_subject(a, s)) return false;
  add_rivals(a, s);
  if (s->own.number == FLU_SING && flu_agr_may_add_up(a, s, s->token)) add_other(s, plural());
  return true;
}

bool flu_agr_subject(const flu_agr *a, uint32_t token, flu_subject *out)
{
  *out = (flu_subject){ .head = token, .token = token };
  if (flu_agr_is(a, token, FLU_CLASS_PRON_REL)) return relative_subject(a, out);
  return plain_subject(a, out) && begins_well(a, out);
}

bool flu_agr_persons_meet(const flu_subject *s, uint8_t person)
{
  bool meet = (s->own.person & person) != 0;
  for (uint32_t i = 0; i < s->other_count; i++) meet = meet || (s->others[i].person & person) != 0;
  return meet;
}

/* Does a noun phrase stand before the one that begins here, and a mark between them? A complement of the verb does not
 * count (« dans ce mode, le joueur »). */
static bool is_enumerated(const flu_agr *a, uint32_t first, bool relative)
{
  flu_traits t;
  uint32_t begin;
  if (first < 2 || !flu_agr_is(a, first - 1, FLU_CLASS_PUNCT) || !flu_agr_shows_number(a, first - 2)) return false;
  uint32_t noun = first - 2;
  if (relative) return true;
  while (noun > 0 && !flu_agr_is_nominal(a, noun) && flu_agr_shows_number(a, noun)) noun--;
  if (!flu_agr_is_nominal(a, noun)) return !flu_agr_is(a, noun, FLU_CLASS_ADP);
  flu_agr_noun(a, noun, &t, &begin);
  return begin == 0 || !flu_agr_is(a, begin - 1, FLU_CLASS_ADP) || a->deps[noun].label != FLU_DEP_OBL;
}

/* Could something between the subject and a plural verb make the subject plural after all? */
bool flu_agr_may_add_up(const flu_agr *a, const flu_subject *s, uint32_t to)
{
  const bool relative = s->token != s->head;
  uint32_t before = s->first;
  while (relative && before > 0 && flu_agr_is(a, before - 1, FLU_CLASS_ADP)) before--;
  if (is_enumerated(a, before, relative)) return true;
  if (before > 0 && flu_agr_is(a, before - 1, FLU_CLASS_CCONJ)) return true;
  for (uint32_t i = s->head + 1; i < to; i++) {
    const flu_dep *d = &a->deps[i];
    if (flu_agr_is(a, i, FLU_CLASS_CCONJ)) {
      const unsigned next = i + 1 < to ? a->tagged[i + 1].class_id : FLU_CLASS_X;
      if (next != FLU_CLASS_ADP && next != FLU_CLASS_ADJ && next != FLU_CLASS_VERB_PAST && next != FLU_CLASS_ADV)
        return true;
    }
    if ((d->label == FLU_DEP_CONJ || d->label == FLU_DEP_APPOS) && d->head <= s->head) return true;
  }
  return false;
}

uint32_t flu_agr_sure_subject(const flu_agr *a, uint32_t predicate, uint32_t verb)
{
  uint32_t found = a->count;
  for (uint32_t i = 0; i < a->count; i++) {
    const flu_dep *d = &a->deps[i];
    if (d->head != predicate || d->label != FLU_DEP_SUBJ) continue;
    if (flu_agr_is(a, i, FLU_CLASS_PRON_PERS) && flu_agr_is_clitic(a, i)) continue;
    if (i > verb && found < verb) break;
    if (!d->sure_label || found < a->count) return a->count;
    found = i;
  }
  return found;
}
