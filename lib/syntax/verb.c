/* Does the verb agree with its subject? */
#include "syntax/agreement.h"
#include "tagging/classes.h"

#define SURE_TAG 250        /* margin of the tagger by which a word is a verb */
#define SURE_AUXILIARY 50   /* the same where it is an auxiliary */
#define SURE_ARC 25         /* margin of the parser on the arc of a subject */

/* The finite verb of a predicate: itself or its auxiliary; count: none, or more than one. */
uint32_t flu_agr_finite(const flu_agr *a, uint32_t predicate)
{
  uint32_t found = flu_agr_is_finite(a, predicate) ? predicate : a->count;
  for (uint32_t i = 0; i < a->count; i++) {
    const unsigned label = a->deps[i].label;
    if (a->deps[i].head != predicate || !flu_agr_is_finite(a, i)) continue;
    if (label != FLU_DEP_AUX && label != FLU_DEP_AUX_PASS && label != FLU_DEP_COP) continue;
    if (found < a->count || !a->deps[i].sure) return a->count;
    found = i;
  }
  return found;
}

static bool is_enclitic(const flu_agr *a, uint32_t i)
{
  return i < a->count && (a->tokens[i].flags & FLU_TOKEN_ENCLITIC) != 0;
}

/* The pronoun right before a verb that is nothing but a subject, over negation and object pronouns; count: none. */
static uint32_t pronoun_before(const flu_agr *a, uint32_t verb)
{
  for (uint32_t i = verb; i-- > 0;) {
    if (flu_agr_only_subject(a, i)) return i;
    if (!flu_agr_is(a, i, FLU_CLASS_PRON_PERS) && !flu_agr_is(a, i, FLU_CLASS_ADV)) break;
  }
  return a->count;
}

/* A pronoun at the verb that is both subject and object, as « vous »: where the verb agrees, it is the subject. */
static bool meets_pronoun(const flu_agr *a, uint32_t verb, uint8_t person)
{
  for (uint32_t i = verb; i-- > 0;) {
    if (!flu_agr_is(a, i, FLU_CLASS_PRON_PERS) && !flu_agr_is(a, i, FLU_CLASS_ADV)) break;
    if (flu_agr_is_clitic(a, i) && flu_agr_may_be(a, i, FLU_POS_PRON_SUBJ) && (flu_agr_word(a, i).person & person) != 0)
      return true;
  }
  return is_enclitic(a, verb + 1) && (flu_agr_word(a, verb + 1).person & person) != 0;
}

/* A clause between subject and verb that does not belong to the subject has a subject of its own, or takes this one. */
static bool has_clause_between(const flu_agr *a, const flu_subject *s, uint32_t verb)
{
  for (uint32_t i = s->last + 1; i < verb; i++) {
    uint32_t up = i;
    if (!flu_agr_is_finite(a, i) || i == s->token) continue;
    for (uint32_t steps = 0; steps < 8 && up != FLU_NO_HEAD && up != s->head; steps++) up = a->deps[up].head;
    if (up != s->head) return true;
  }
  return false;
}

/* A noun with its determiner nearer to the verb that agrees with it, and that nothing shows to be no subject. */
static bool has_nearer(const flu_agr *a, const flu_subject *s, uint32_t verb, uint8_t person)
{
  for (uint32_t i = s->last + 1; i < verb; i++) {
    flu_traits t;
    uint32_t first;
    if (!flu_agr_is_nominal(a, i) || !flu_agr_noun(a, i, &t, &first) || (t.person & person) == 0) continue;
    if (flu_agr_is(a, i, FLU_CLASS_PRON_PERS) && flu_agr_is_clitic(a, i)) continue;
    if (first <= s->last || (first == i && flu_agr_is(a, i, FLU_CLASS_NOUN))) continue;
    const unsigned before = a->tagged[first - 1].class_id;
    if (before != FLU_CLASS_ADP && before != FLU_CLASS_DET && !flu_class_is_verb(before)) return true;
  }
  return false;
}

/* « Le matin arrivent les clients »: a time before the verb, and behind it a noun that the verb agrees with. */
static bool is_time(const flu_agr *a, const flu_subject *s, uint32_t verb, uint8_t person)
{
  if (!flu_agr_in_list(a, s->head, a->unit->list_bits->time_nouns)) return false;
  for (uint32_t i = verb + 1; i < a->count && i < verb + 6; i++) {
    flu_traits t;
    uint32_t first;
    if (flu_agr_is_nominal(a, i) && flu_agr_noun(a, i, &t, &first) && (t.person & person) != 0) return true;
  }
  return false;
}

/* Two commas may stand between a subject and its verb; other marks and a single comma make it doubtful. */
static bool cut_off(const flu_agr *a, uint32_t from, uint32_t to)
{
  uint32_t marks = 0;
  for (uint32_t i = from + 1; i < to; i++) {
    if (!flu_agr_is(a, i, FLU_CLASS_PUNCT)) continue;
    if (a->tokens[i].norm.len != 1 || a->tokens[i].norm.ptr[0] != ',') return true;
    marks++;
  }
  return marks != 0 && marks != 2;
}

static bool quoted_apart(const flu_agr *a, uint32_t i, uint32_t k)
{
  return ((a->tokens[i].flags ^ a->tokens[k].flags) & FLU_TOKEN_IN_QUOTES) != 0;
}

/* An attribute that sides with the verb speaks against the subject: « les enfants » may be something else. */
static bool attribute_sides(const flu_agr *a, uint32_t predicate, uint32_t verb, flu_traits v)
{
  if (predicate == verb || (v.person & (FLU_3SG | FLU_3PL)) == 0) return false;
  const flu_traits t = flu_agr_word(a, predicate);
  if (flu_agr_is(a, predicate, FLU_CLASS_NOUN) || flu_agr_is(a, predicate, FLU_CLASS_PROPN))
    return (t.number & v.number) != 0;
  return t.number != FLU_NUMBER_ANY && (t.number & v.number) != 0 && v.number == FLU_PLUR;
}

static void report_verb(const flu_agr *a, const flu_subject *s, uint32_t verb)
{
  flu_str fixes[2] = { flu_agr_inflect(a, verb, s->own), { "", 0 } };
  uint32_t first = verb;
  size_t count = 1;
  /* « ils mange »: the verb, or the pronoun */
  if (s->pronoun && s->token + 1 == verb && s->head == s->token) {
    const flu_traits v = flu_agr_word(a, verb);
    const flu_str pronoun = flu_agr_inflect(a, s->token, (flu_traits){ s->own.gender, v.number, v.person });
    if (pronoun.len > 0 && (v.person & (FLU_3SG | FLU_3PL)) != 0) {
      fixes[1] = flu_agr_pair(a, s->token, pronoun, flu_agr_text(a, verb, verb));
      fixes[0] = flu_agr_pair(a, s->token, flu_agr_text(a, s->token, s->token), fixes[0]);
      first = s->token;
      count = 2;
    }
  }
  flu_agr_report(a, FLU_NATIVE_AGREE_SUBJECT, first, verb, fixes, count, flu_agr_text(a, s->first, s->last));
}

/* Is what is known of subject and verb enough to say that they disagree? */
static bool disagree(const flu_agr *a, const flu_subject *s, uint32_t predicate, uint32_t verb, flu_traits v)
{
  const bool plural_verb = (v.person & FLU_SING_PERSONS) == 0;
  const uint32_t pronoun = pronoun_before(a, verb);
  if (flu_agr_persons_meet(s, v.person)) return false;
  if (pronoun < a->count && pronoun != s->token) return false;
  if (is_enclitic(a, verb + 1) && flu_agr_only_subject(a, verb + 1) && s->token != verb + 1) return false;
  if (s->token > verb || is_enclitic(a, s->token)) return is_enclitic(a, s->token) && s->token == verb + 1;
  if (meets_pronoun(a, verb, v.person)) return false;
  if (s->pronoun && s->token == s->head) return !flu_agr_is(a, s->token + 1, FLU_CLASS_CCONJ);
  if (flu_agr_is(a, verb, FLU_CLASS_VERB_FIN) && flu_agr_may_be_mood(a, verb, FLU_PART_PAST)) return false;
  if (has_clause_between(a, s, verb) || is_time(a, s, verb, v.person)) return false;
  const bool third = (v.person & (FLU_3SG | FLU_3PL)) != 0;
  if (s->token != s->head && !third && !flu_agr_is(a, s->head, FLU_CLASS_PRON)) return false;
  if (attribute_sides(a, predicate, verb, v) || cut_off(a, s->last, verb)) return false;
  if (!third && flu_agr_is(a, verb - 1, FLU_CLASS_PUNCT)) return false;
  if (plural_verb && !s->several && flu_agr_may_add_up(a, s, verb)) return false;
  return !has_nearer(a, s, verb, v.person);
}

static void check_pair(const flu_agr *a, uint32_t subject, uint32_t predicate, uint32_t verb)
{
  flu_subject s;
  if (a->told[verb] || quoted_apart(a, subject, verb) || a->tagged[verb].meant ||
      a->tagged[verb].margin < (flu_agr_may_be(a, verb, FLU_POS_AUX) ? SURE_AUXILIARY : SURE_TAG))
    return;
  const flu_traits v = flu_agr_word(a, verb);
  if (v.person == FLU_ANY_PERSON || !flu_agr_subject(a, subject, &s)) return;
  if (disagree(a, &s, predicate, verb, v)) report_verb(a, &s, verb);
}

void flu_check_subject_verb(const flu_agr *a)
{
  for (uint32_t i = 0; i < a->count; i++) {
    const flu_dep *d = &a->deps[i];
    if (d->label != FLU_DEP_SUBJ || !d->sure_label || d->head == FLU_NO_HEAD || d->margin < SURE_ARC) continue;
    const uint32_t verb = flu_agr_finite(a, d->head);
    if (verb < a->count && flu_agr_sure_subject(a, d->head, verb) == i) check_pair(a, i, d->head, verb);
  }
}
