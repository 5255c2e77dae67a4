/* Attributes with their subject, participles with their subject or with an object that stands before them. */
#include "syntax/agreement.h"
#include "tagging/classes.h"

#define SURE_TAG 200        /* margin of the tagger by which a word is an adjective or a participle */
#define SURE_OF_TWO 60
#define LOOK_BACK 10u       /* tokens before a subject in which a relative pronoun may stand */
#define SURE_ARC 25         /* margin of the parser on the arc of a subject */

static bool conflicts(flu_traits t, flu_traits wanted)
{
  return (t.gender & wanted.gender) == 0 || (t.number & wanted.number) == 0;
}

static bool meets_any(flu_traits t, const flu_subject *s)
{
  bool meets = !conflicts(t, s->own);
  for (uint32_t i = 0; i < s->other_count; i++) meets = meets || !conflicts(t, s->others[i]);
  return meets;
}

/* A pronoun before the verb that may stand for its subject (se, me, nous), not « lui », not « y ». */
static bool is_reflexive(const flu_agr *a, uint32_t i)
{
  const flu_traits t = flu_agr_word(a, i);
  if (!flu_agr_is(a, i, FLU_CLASS_PRON_PERS) || !flu_agr_is_clitic(a, i) || flu_agr_may_be(a, i, FLU_POS_PRON_ADV))
    return false;
  return (t.person & (FLU_3SG | FLU_3PL)) == 0 || t.number == FLU_NUMBER_ANY;
}

/* être as a copula or as the auxiliary of a participle, sure; reflexive verbs have rules of their own. */
static bool agrees_with_subject(const flu_agr *a, uint32_t predicate)
{
  bool found = false;
  const uint64_t copulas = a->unit->list_bits->copulas;
  for (uint32_t i = 0; i < predicate; i++) {
    const flu_dep *d = &a->deps[i];
    if (d->head != predicate) continue;
    if (is_reflexive(a, i)) return false;
    const bool verb = d->label == FLU_DEP_COP || d->label == FLU_DEP_AUX_PASS || d->label == FLU_DEP_AUX;
    if (verb && a->tagged[i].meant) return false;
    found = found || (verb && d->sure && flu_agr_has_lemma(a, i, copulas));
  }
  return found;
}

static bool has_auxiliary(const flu_agr *a, uint32_t i)
{
  return flu_agr_child(a, i, FLU_DEP_AUX, 0) < i || flu_agr_child(a, i, FLU_DEP_AUX_PASS, 0) < i;
}

/* The word that a copula with an attribute of its own (sembler, devenir) gives its subject to; else the word itself. */
static uint32_t subject_holder(const flu_agr *a, uint32_t word)
{
  const flu_dep *d = &a->deps[word];
  if (d->label != FLU_DEP_XCOMP || !d->sure_label || d->head == FLU_NO_HEAD || d->head > word) return word;
  return flu_agr_has_lemma(a, d->head, a->unit->list_bits->copulas) ? d->head : word;
}

static void report_word(const flu_agr *a, enum flu_native rule, uint32_t i, flu_traits wanted, const flu_subject *s)
{
  const flu_str fix = flu_agr_inflect(a, i, wanted);
  flu_agr_report(a, rule, i, i, &fix, 1, flu_agr_text(a, s->first, s->last));
}

/* Where the verb sides with the attribute it is the subject that is in doubt. */
static bool verb_agrees(const flu_agr *a, uint32_t holder, const flu_subject *s, flu_traits t)
{
  const uint32_t verb = flu_agr_finite(a, holder);
  if (verb == a->count) return true;
  if ((t.number & s->own.number) == 0 && t.number == FLU_PLUR && flu_agr_may_add_up(a, s, verb)) return false;
  return (flu_agr_word(a, verb).person & s->own.person) != 0;
}

/* « le plus grand », « les mêmes »: an attribute that stands for a noun has its own gender. */
static bool stands_alone(const flu_agr *a, uint32_t i)
{
  if (flu_agr_child(a, i, FLU_DEP_DET, 0) < a->count || flu_agr_child(a, i, FLU_DEP_CASE, 0) < a->count) return true;
  return flu_agr_is(a, i - 1, FLU_CLASS_DET) || flu_agr_is(a, i - 1, FLU_CLASS_ADP);
}

/* Adjectives and participles agree alike: which of the two it is does not matter. */
static int32_t needed_margin(const flu_agr *a, uint32_t i)
{
  return flu_agr_may_be(a, i, FLU_POS_ADJ) && flu_agr_may_be_mood(a, i, FLU_PART_PAST) ? SURE_OF_TWO : SURE_TAG;
}

static void check_attribute(const flu_agr *a, uint32_t i)
{
  flu_subject s;
  const uint32_t holder = subject_holder(a, i);
  if (holder == i ? !agrees_with_subject(a, i) : has_auxiliary(a, i)) return;
  if (a->tokens[i].letter_case == FLU_CASE_UPPER || stands_alone(a, i)) return;
  if (a->tagged[i].margin < needed_margin(a, i)) return;
  const uint32_t subject = flu_agr_sure_subject(a, holder, i);
  if (subject >= i || ((a->tokens[subject].flags ^ a->tokens[i].flags) & FLU_TOKEN_IN_QUOTES) != 0) return;
  if (!flu_agr_subject(a, subject, &s) || a->deps[subject].margin < SURE_ARC) return;
  const flu_traits t = flu_agr_word(a, i);
  if (meets_any(t, &s) || !verb_agrees(a, holder, &s, t)) return;
  report_word(a, FLU_NATIVE_AGREE_ATTRIBUTE, i, s.own, &s);
}

void flu_check_attributes(const flu_agr *a)
{
  for (uint32_t i = 1; i < a->count; i++)
    if (!a->told[i] && (flu_agr_is(a, i, FLU_CLASS_ADJ) || flu_agr_is(a, i, FLU_CLASS_VERB_PAST)) &&
        !a->tagged[i].meant)
      check_attribute(a, i);
}

/* --- participles with avoir --- */

/* The auxiliary avoir of a participle, sure; count: none. */
static uint32_t avoir_of(const flu_agr *a, uint32_t participle)
{
  uint32_t found = a->count;
  for (uint32_t i = 0; i < participle; i++) {
    const flu_dep *d = &a->deps[i];
    if (d->head != participle || d->label == FLU_DEP_SUBJ) continue;
    if (d->label == FLU_DEP_AUX_PASS || d->label == FLU_DEP_COP) return a->count;
    if (d->label != FLU_DEP_AUX) continue;
    if (!d->sure || a->tagged[i].meant || !flu_agr_may_be(a, i, FLU_POS_AUX) ||
        flu_agr_has_lemma(a, i, a->unit->list_bits->copulas))
      return a->count;
    found = i;
  }
  return found;
}

/* Does an infinitive or another verb follow that the object may belong to (« les airs qu'il a entendu jouer »)? */
static bool governs_verb(const flu_agr *a, uint32_t participle)
{
  for (uint32_t i = participle + 1; i < a->count && i < participle + 4; i++)
    if (flu_agr_is(a, i, FLU_CLASS_VERB_INF) || flu_agr_is(a, i, FLU_CLASS_AUX_INF)) return true;
  return flu_agr_child(a, participle, FLU_DEP_XCOMP, 0) < a->count ||
         flu_agr_child(a, participle, FLU_DEP_CCOMP, 0) < a->count;
}

/* What may be an object before the verb: a pronoun, a relative, a question. */
static bool may_be_object(const flu_agr *a, uint32_t i)
{
  const unsigned c = a->tagged[i].class_id;
  if (c == FLU_CLASS_PRON_REL || c == FLU_CLASS_SCONJ) return true;
  if (c == FLU_CLASS_PRON_PERS) return !flu_agr_only_subject(a, i);
  return flu_agr_may_be(a, i, FLU_POS_DET_INT) || flu_agr_may_be(a, i, FLU_POS_PRON_INT) ||
         flu_agr_may_be(a, i, FLU_POS_ADV_INT);
}

/* Nothing stands before the verb that could be its object: the participle stays as it is. */
static void check_unagreed(const flu_agr *a, uint32_t participle, uint32_t avoir)
{
  flu_subject s;
  const flu_traits t = flu_agr_word(a, participle), wanted = { FLU_MASC, FLU_SING, FLU_ANY_PERSON };
  if (!conflicts(t, wanted)) return;
  const uint32_t subject = flu_agr_sure_subject(a, participle, avoir);
  if (subject >= avoir || flu_agr_is(a, subject, FLU_CLASS_PRON_REL) || !flu_agr_subject(a, subject, &s)) return;
  for (uint32_t i = s.first > LOOK_BACK ? s.first - LOOK_BACK : 0; i < participle; i++)
    if (flu_agr_is(a, i, FLU_CLASS_PRON_REL) || (i + 1 >= s.first && may_be_object(a, i))) return;
  const flu_str fix = flu_agr_inflect(a, participle, wanted);
  flu_agr_report(a, FLU_NATIVE_AGREE_PARTICIPLE_NONE, participle, participle, &fix, 1, flu_agr_text(a, avoir, avoir));
}

/* Does a noun phrase follow a conjunction or a mark, with its preposition? */
static bool is_coordinated(const flu_agr *a, uint32_t first)
{
  while (first > 0 && flu_agr_is(a, first - 1, FLU_CLASS_ADP)) first--;
  return first > 0 && (flu_agr_is(a, first - 1, FLU_CLASS_CCONJ) || flu_agr_is(a, first - 1, FLU_CLASS_PUNCT));
}

/* The relative pronoun that is the object of a participle. The tagger may take it for the conjunction: then no other
 * object may be near. */
static uint32_t relative_object(const flu_agr *a, uint32_t participle)
{
  uint32_t found = a->count;
  for (uint32_t i = 0; i < participle; i++) {
    const flu_dep *d = &a->deps[i];
    if (d->head != participle || !d->sure) continue;
    if (flu_agr_is(a, i, FLU_CLASS_PRON_PERS) && flu_agr_is_clitic(a, i) && i > found) return a->count;
    if (found < a->count || a->deps[participle].head >= i) continue;
    if (flu_agr_is(a, i, FLU_CLASS_PRON_REL) ? d->label == FLU_DEP_OBJ : d->label == FLU_DEP_MARK) found = i;
  }
  if (found < a->count && found > 0 && !flu_agr_is(a, found, FLU_CLASS_PRON_REL) &&
      (!flu_agr_may_be(a, found, FLU_POS_PRON_REL) || !flu_agr_shows_number(a, found - 1)))
    return a->count;
  return found;
}

/* « les lettres qu'il a écrit »: the relative pronoun is the object, its antecedent decides. */
static void check_relative_object(const flu_agr *a, uint32_t participle)
{
  flu_traits t = flu_agr_word(a, participle), n, rival;
  uint32_t first;
  const flu_dep *clause = &a->deps[participle];
  const uint32_t object = relative_object(a, participle);
  if (object == a->count || object == 0 || clause->label != FLU_DEP_RELCL || !clause->sure_label) return;
  if (clause->head >= object || !flu_agr_is(a, clause->head, FLU_CLASS_NOUN)) return;
  if (flu_agr_child(a, participle, FLU_DEP_OBJ, participle) < a->count) return;
  if (!flu_agr_noun(a, clause->head, &n, &first) || first == clause->head || !conflicts(t, n)) return;
  if (flu_agr_in_list(a, clause->head, a->unit->list_bits->quantities)) return;
  if (is_coordinated(a, first)) return;
  for (uint32_t i = clause->head + 1; i < object; i++) {
    uint32_t begin;
    if (flu_agr_is(a, i, FLU_CLASS_CCONJ) || flu_agr_is(a, i, FLU_CLASS_PUNCT)) return;
    if (flu_agr_shows_number(a, i) && (!flu_agr_noun(a, i, &rival, &begin) || !conflicts(t, rival))) return;
  }
  for (uint32_t up = a->deps[clause->head].head, steps = 0; up != FLU_NO_HEAD && steps < 3; steps++) {
    if (up < clause->head && flu_agr_is_nominal(a, up) && !conflicts(t, flu_agr_word(a, up))) return;
    up = a->deps[up].head;
  }
  const flu_str fix = flu_agr_inflect(a, participle, n);
  flu_agr_report(a, FLU_NATIVE_AGREE_PARTICIPLE, participle, participle, &fix, 1,
                 flu_agr_text(a, first, clause->head));
}

void flu_check_participles(const flu_agr *a)
{
  for (uint32_t i = 1; i < a->count; i++) {
    if (a->told[i] || !flu_agr_is(a, i, FLU_CLASS_VERB_PAST) || a->tagged[i].meant) continue;
    if (flu_agr_in_list(a, i, a->unit->list_bits->unagreed)) continue;
    const uint32_t avoir = avoir_of(a, i);
    if (avoir == a->count || i - avoir > 6 || governs_verb(a, i)) continue;
    check_relative_object(a, i);
    if (!a->told[i]) check_unagreed(a, i, avoir);
  }
}
