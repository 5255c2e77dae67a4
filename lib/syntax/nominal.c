/* The words of a noun phrase among themselves: determiner, noun, adjectives and participles. Of three words that
 * disagree the one that stands alone is the mistake. */
#include <string.h>

#include "syntax/agreement.h"
#include "tagging/classes.h"

#define SURE_TAG 150        /* margin of the tagger by which a noun is one */
#define SURE_ADJECTIVE 250  /* the same for adjectives and participles */
#define DOUBTLESS 900       /* the same for words that may be another part of speech too */
#define SURE_PARTICIPLE 60
#define SURE_OF_TWO 500
#define SURE_CLAUSE 150     /* margin of the parser on the arc of a participle */
#define REACH 8u            /* tokens from a noun to its adjective */
#define LOOK_BACK 18u       /* tokens over which another noun may be meant */
#define MAX_ADJECTIVES 4u

typedef struct phrase {
  uint32_t noun, det;                       /* det: count when there is none */
  uint32_t adjectives[MAX_ADJECTIVES];
  uint32_t adjective_count;
  flu_traits n, d;                          /* of the noun, of the determiner */
} phrase;

static bool is_plain_word(const flu_agr *a, uint32_t i)
{
  const flu_token *t = &a->tokens[i];
  const bool name = t->letter_case >= FLU_CASE_TITLE && (t->flags & FLU_TOKEN_SENTENCE_START) == 0;
  const bool spelt_out = t->norm.len > 2 && memchr(t->norm.ptr, '.', t->norm.len) == NULL;
  return t->kind == FLU_TOKEN_WORD && !name && spelt_out && !a->tagged[i].meant && a->tagged[i].form != FLU_NO_FORM &&
         a->tagged[i].readings != 0 && !flu_agr_in_list(a, i, a->unit->list_bits->foreign);
}

#define ANY_MOOD 0x7FFu

/* May the determiner be the object pronoun of the word behind it? Not at the beginning, and behind a preposition only
 * before an infinitive or a present participle. */
static bool may_be_pronoun(const flu_agr *a, uint32_t det)
{
  if (!flu_agr_may_be(a, det, FLU_POS_CLITIC) || det == 0) return false;
  return flu_agr_may_be_mood(a, det + 1,
                             flu_agr_is(a, det - 1, FLU_CLASS_ADP) ? FLU_INF | FLU_PART_PRES : ANY_MOOD);
}

/* May the word be something else than a noun: a verb behind a pronoun (« les cuisine »), an adverb (« point »)? */
static bool is_doubtful(const flu_agr *a, uint32_t i, uint32_t det)
{
  return may_be_pronoun(a, det) || flu_agr_may_be(a, i, FLU_POS_ADV) ||
         flu_agr_may_be(a, i, FLU_POS_ADV_NEG) || flu_agr_may_be(a, i, FLU_POS_PRON_NEG) ||
         flu_agr_may_be(a, i, FLU_POS_NUM);
}

/* « les nom et prénom », « mes père et mère » */
static bool is_listed(const flu_agr *a, uint32_t noun)
{
  if (noun + 1 >= a->count) return false;
  return flu_agr_is(a, noun + 1, FLU_CLASS_CCONJ) ||
         (noun + 2 < a->count && flu_agr_is(a, noun + 1, FLU_CLASS_PUNCT) && flu_agr_shows_number(a, noun + 2));
}

/* Only adjectives, adverbs and other determiners between the determiner and its noun, none of which could be the noun
 * itself (« un affluent rive droite »). */
static bool is_joined(const flu_agr *a, uint32_t det, uint32_t noun, flu_traits d)
{
  for (uint32_t i = det + 1; i < noun; i++) {
    const unsigned c = a->tagged[i].class_id;
    if (c != FLU_CLASS_ADJ && c != FLU_CLASS_ADV && c != FLU_CLASS_DET) return false;
    if (a->tokens[i].letter_case != FLU_CASE_LOWER || a->tokens[i].kind != FLU_TOKEN_WORD) return false;
    if (flu_agr_in_list(a, i, a->unit->list_bits->quantities)) return false;
    const flu_traits t = flu_agr_word(a, i);
    if (c == FLU_CLASS_ADJ && flu_agr_may_be(a, i, FLU_POS_NOUN) && (t.gender & d.gender) != 0 &&
        (t.number & d.number) != 0)
      return false;
  }
  return true;
}

/* « quarante et un éléphants » */
static bool is_part_of_number(const flu_agr *a, uint32_t det)
{
  return det > 1 && flu_agr_in_list(a, det - 1, a->unit->list_bits->additive) &&
         flu_agr_may_be(a, det - 2, FLU_POS_NUM);
}

/* A numeral in words that counts: not one of a date (« le deux mai »). */
static flu_traits cardinal(const flu_agr *a, uint32_t i)
{
  flu_traits t = flu_agr_any();
  t.number = 0;
  if (a->tokens[i].kind != FLU_TOKEN_WORD) return t;
  if (i > 0 && (flu_agr_determiner(a, i - 1).number & FLU_PLUR) == 0) return t;
  return flu_agr_numeral(a, i);
}

static void find_determiner(const flu_agr *a, phrase *p)
{
  p->det = a->count;
  p->d = flu_agr_any();
  for (uint32_t k = p->noun; k-- > 0 && p->noun - k < 5;) {
    const flu_dep *d = &a->deps[k];
    if (d->head != p->noun || !d->sure) continue;
    if (d->label != FLU_DEP_DET && d->label != FLU_DEP_CASE && d->label != FLU_DEP_NUMMOD &&
        !flu_agr_is(a, k, FLU_CLASS_DET))
      continue;
    if (flu_agr_in_list(a, k, a->unit->list_bits->loose_agreement)) continue;
    const flu_traits t = d->label == FLU_DEP_NUMMOD ? cardinal(a, k) : flu_agr_determiner(a, k);
    if (t.number == 0 || !is_joined(a, k, p->noun, t) || is_part_of_number(a, k)) return;
    if (t.number == FLU_NUMBER_ANY && t.gender == FLU_GENDER_ANY) continue;
    p->det = k;
    p->d = t;
    return;
  }
}

/* More for a word that is a finite verb or a noun as well (« dispose », « utilisateur »). */
static int32_t needed_margin(const flu_agr *a, uint32_t i)
{
  const unsigned finite = ANY_MOOD & ~(unsigned)(FLU_INF | FLU_PART_PAST);
  if (flu_agr_may_be_mood(a, i, finite)) return DOUBTLESS;
  if (flu_agr_may_be_mood(a, i, FLU_PART_PAST)) return SURE_PARTICIPLE;   /* adjective or participle: it agrees alike */
  return flu_agr_may_be(a, i, FLU_POS_NOUN) ? SURE_OF_TWO : SURE_ADJECTIVE;
}

/* No mark between noun and adjective; before the noun nothing but adjectives and adverbs; behind it the adjective has
 * no determiner or preposition of its own (« les plus grands », « tout au long »). */
static bool is_attached(const flu_agr *a, uint32_t noun, uint32_t adjective)
{
  const uint32_t from = noun < adjective ? noun : adjective, to = noun < adjective ? adjective : noun;
  for (uint32_t i = from + 1; i < to; i++) {
    const unsigned c = a->tagged[i].class_id;
    if (c == FLU_CLASS_PUNCT || (adjective < noun && c != FLU_CLASS_ADJ && c != FLU_CLASS_ADV)) return false;
  }
  if (adjective < noun) return adjective == 0 || !flu_agr_is(a, adjective - 1, FLU_CLASS_ADP);
  uint32_t before = adjective - 1;
  if (before > noun && flu_agr_is(a, before, FLU_CLASS_ADV)) before--;
  return !flu_agr_is(a, before, FLU_CLASS_DET) && !flu_agr_is(a, before, FLU_CLASS_ADP);
}

static bool has_auxiliary(const flu_agr *a, uint32_t i)
{
  const unsigned before = a->tagged[i - 1].class_id;
  return before >= FLU_CLASS_AUX_FIN || flu_agr_child(a, i, FLU_DEP_AUX, 0) < a->count ||
         flu_agr_child(a, i, FLU_DEP_AUX_PASS, 0) < a->count || flu_agr_child(a, i, FLU_DEP_COP, 0) < a->count;
}

static void find_adjectives(const flu_agr *a, phrase *p)
{
  const uint32_t from = p->noun > 3 ? p->noun - 3 : 0;
  p->adjective_count = 0;
  for (uint32_t i = from; i < a->count && i < p->noun + REACH && p->adjective_count < MAX_ADJECTIVES; i++) {
    const flu_dep *d = &a->deps[i];
    const bool adjective = flu_agr_is(a, i, FLU_CLASS_ADJ) && d->label == FLU_DEP_AMOD;
    const bool participle = flu_agr_is(a, i, FLU_CLASS_VERB_PAST) && i > p->noun &&
                            (d->label == FLU_DEP_ACL || d->label == FLU_DEP_AMOD);
    if (d->head != p->noun || !d->sure_label || (!adjective && !participle) || !is_plain_word(a, i)) continue;
    if (participle && (has_auxiliary(a, i) || d->margin < SURE_CLAUSE)) continue;
    if (a->tagged[i].margin < needed_margin(a, i)) continue;
    if (!is_attached(a, p->noun, i) || flu_agr_in_list(a, i, a->unit->list_bits->loose_agreement)) continue;
    p->adjectives[p->adjective_count++] = i;
  }
}

/* Numbers that the adjectives and the verb of the noun speak for. */
static uint8_t others_say(const flu_agr *a, const phrase *p)
{
  const flu_dep *d = &a->deps[p->noun];
  uint8_t all = FLU_NUMBER_ANY;
  bool any = false;
  for (uint32_t i = 0; i < p->adjective_count; i++) {
    const uint8_t number = flu_agr_word(a, p->adjectives[i]).number;
    any = any || number != FLU_NUMBER_ANY;
    all &= number;
  }
  if (d->label == FLU_DEP_SUBJ && d->sure_label) {
    const uint32_t verb = flu_agr_finite(a, d->head);
    if (verb < a->count && verb > p->noun) {
      all &= flu_agr_word(a, verb).number;
      any = true;
    }
  }
  return any ? all : FLU_NUMBER_ANY;
}

/* --- determiner and noun --- */

static flu_traits with_number(uint8_t number)
{
  return (flu_traits){ FLU_GENDER_ANY, number, FLU_ANY_PERSON };
}

/* Another form of the determiner, as the word behind it asks for; the fix may reach over that word. */
static void report_determiner(const flu_agr *a, const phrase *p, flu_traits wanted)
{
  const uint32_t next = p->det + 1;
  const flu_str det = flu_agr_inflect(a, p->det, wanted);
  flu_str fix = flu_agr_pair(a, p->det, det, flu_agr_text(a, next, next));
  const flu_str next_text = flu_agr_text(a, next, next);
  const bool apart = fix.len == det.len + 1 + next_text.len && memcmp(fix.ptr, det.ptr, det.len) == 0;
  if (!flu_agr_is(a, p->det, FLU_CLASS_DET) || det.len == 0) return;
  const uint32_t last = apart ? p->det : next;
  if (apart) fix = det;
  flu_agr_report(a, FLU_NATIVE_AGREE_NOUN_PHRASE, p->det, last, &fix, 1, flu_agr_text(a, p->noun, p->noun));
}

static void report_noun(const flu_agr *a, const phrase *p, flu_traits wanted)
{
  const flu_str fix = flu_agr_inflect(a, p->noun, wanted);
  flu_agr_report(a, FLU_NATIVE_AGREE_NOUN_PHRASE, p->noun, p->noun, &fix, 1, flu_agr_text(a, p->det, p->det));
}

/* « les maison »: both ways, the noun's first; only where the two stand side by side. */
static void report_both(const flu_agr *a, const phrase *p)
{
  const flu_str noun = flu_agr_inflect(a, p->noun, with_number(p->d.number));
  const bool det_only = flu_agr_is(a, p->det, FLU_CLASS_DET) && p->det + 1 == p->noun;
  if (p->det + 1 != p->noun) {
    report_noun(a, p, with_number(p->d.number));
    return;
  }
  flu_str fixes[2] = { flu_agr_pair(a, p->det, flu_agr_text(a, p->det, p->det), noun), { "", 0 } };
  if (det_only)
    fixes[1] = flu_agr_pair(a, p->det, flu_agr_inflect(a, p->det, (flu_traits){ p->n.gender, p->n.number, 0 }),
                            flu_agr_text(a, p->noun, p->noun));
  flu_agr_report(a, FLU_NATIVE_AGREE_NOUN_PHRASE, p->det, p->noun, fixes, 2, flu_agr_text(a, p->det, p->det));
}

static bool check_determiner(const flu_agr *a, const phrase *p)
{
  const bool numbers = (p->d.number & p->n.number) != 0, genders = (p->d.gender & p->n.gender) != 0;
  if (p->det == a->count || (numbers && genders)) return false;
  if (!genders && flu_agr_in_list(a, p->noun, a->unit->list_bits->doubtful_gender)) return true;
  if (may_be_pronoun(a, p->det) &&
      (flu_agr_is_nominal(a, p->det - 1) || flu_agr_is(a, p->det - 1, FLU_CLASS_PRON_REL) ||
       a->tagged[p->det - 1].form == FLU_NO_FORM) &&
      !flu_agr_is(a, p->det - 1, FLU_CLASS_PUNCT))
    return true;
  if (is_doubtful(a, p->noun, p->det) && a->tagged[p->noun].margin < DOUBTLESS) return true;
  if ((a->tokens[p->det].flags & FLU_TOKEN_ENCLITIC) != 0) return true;   /* « prends-les » */
  if (p->noun + 1 < a->count && (a->tokens[p->noun + 1].flags & FLU_TOKEN_ENCLITIC) != 0) return true;
  if (!numbers) {
    if (p->n.number == FLU_SING && is_listed(a, p->noun)) return true;
    if (flu_agr_in_list(a, p->noun, a->unit->list_bits->months)) return true;
    const uint8_t others = others_say(a, p);
    if (others == 0 || (others == p->n.number && !genders)) return true;
    if (others == p->d.number) report_noun(a, p, with_number(p->d.number));
    else if (others == p->n.number) report_determiner(a, p, (flu_traits){ p->n.gender, p->n.number, 0 });
    else if (genders) report_both(a, p);
    return true;
  }
  report_determiner(a, p, (flu_traits){ p->n.gender, p->d.number & p->n.number, 0 });
  return true;
}

/* --- adjectives --- */

static bool meets(flu_traits t, flu_traits u)
{
  return (t.gender & u.gender) != 0 && (t.number & u.number) != 0;
}

/* Is there another noun that the adjective may belong to and that it agrees with? */
static bool has_other_noun(const flu_agr *a, const phrase *p, uint32_t adjective, flu_traits t)
{
  if (adjective < p->noun)
    return (adjective > 0 && flu_agr_shows_number(a, adjective - 1) && meets(t, flu_agr_word(a, adjective - 1))) ||
           (flu_agr_may_be(a, adjective, FLU_POS_NOUN) && meets(t, p->d));
  for (uint32_t i = adjective; i-- > 0 && adjective - i <= LOOK_BACK;) {
    flu_traits u;
    uint32_t first;
    if (i == p->noun || !flu_agr_is_nominal(a, i)) continue;
    if (!flu_agr_noun(a, i, &u, &first) || meets(t, u)) return true;
  }
  for (uint32_t i = p->noun, steps = 0; steps < 4 && a->deps[i].head != FLU_NO_HEAD; steps++) {
    i = a->deps[i].head;
    if (flu_agr_is_nominal(a, i) && meets(t, flu_agr_word(a, i))) return true;
  }
  return false;
}

static bool is_link(const flu_agr *a, uint32_t i)
{
  return flu_agr_is(a, i, FLU_CLASS_CCONJ) || flu_agr_is(a, i, FLU_CLASS_PUNCT);
}

/* « un homme et une femme âgés », « les langues française et anglaise », « des yeux bleu clair ». */
static bool is_shared(const flu_agr *a, const phrase *p, uint32_t adjective, flu_traits t, uint8_t number)
{
  if (adjective == 0) return false;
  const bool next_adjective = adjective + 1 < a->count && flu_agr_shows_number(a, adjective + 1);
  const uint32_t before = flu_agr_is(a, adjective - 1, FLU_CLASS_ADV) ? adjective - 2 : adjective - 1;
  const bool between = adjective > p->noun + 1 && before > p->noun && flu_agr_shows_number(a, before);
  if (adjective > p->noun && (next_adjective || between)) return true;
  if ((t.number & number) != 0 && ((t.number & FLU_PLUR) == 0 || (t.gender & FLU_MASC) == 0)) return false;
  if (number == FLU_PLUR && (t.number & number) == 0)
    return (adjective + 1 < a->count && is_link(a, adjective + 1)) || (adjective > 0 && is_link(a, adjective - 1)) ||
           flu_agr_child(a, adjective, FLU_DEP_CONJ, 0) < a->count;
  for (uint32_t i = p->noun; i-- > 0 && p->noun - i < REACH;) {
    if (is_link(a, i)) return true;
    if (!flu_agr_is(a, i, FLU_CLASS_DET) && !flu_agr_is(a, i, FLU_CLASS_ADP) && !flu_agr_shows_number(a, i)) break;
  }
  return flu_agr_child(a, p->noun, FLU_DEP_CONJ, 0) < a->count;
}

/* « les chaises de jardin rouillée »: the noun that this one belongs to is meant when it has the adjective's gender. */
static flu_traits by_gender(const flu_agr *a, flu_traits t, flu_traits whole, uint32_t *noun)
{
  flu_traits u;
  uint32_t first;
  const flu_dep *d = &a->deps[*noun];
  if (d->label != FLU_DEP_NMOD || !d->sure || d->head >= *noun || !flu_agr_is(a, d->head, FLU_CLASS_NOUN)) return whole;
  if (!flu_agr_noun(a, d->head, &u, &first) || (u.gender & t.gender) == 0 || u.gender == FLU_GENDER_ANY) return whole;
  *noun = d->head;
  return u;
}

static void check_adjective(const flu_agr *a, const phrase *p, uint32_t adjective)
{
  const flu_traits t = flu_agr_word(a, adjective);
  const flu_traits whole = { p->n.gender & p->d.gender, p->n.number & p->d.number, FLU_ANY_PERSON };
  if (a->told[adjective] || meets(t, whole)) return;
  if ((t.number & whole.number) == 0 && p->det == a->count) return;
  if (is_shared(a, p, adjective, t, whole.number) || has_other_noun(a, p, adjective, t)) return;
  uint32_t noun = p->noun;
  const flu_traits wanted = (t.gender & whole.gender) == 0 ? by_gender(a, t, whole, &noun) : whole;
  const flu_str fix = flu_agr_inflect(a, adjective, wanted);
  flu_agr_report(a, FLU_NATIVE_AGREE_ADJECTIVE, adjective, adjective, &fix, 1, flu_agr_text(a, noun, noun));
}

void flu_check_noun_phrases(const flu_agr *a)
{
  for (uint32_t i = 0; i < a->count; i++) {
    phrase p = { .noun = i };
    if (!flu_agr_is(a, i, FLU_CLASS_NOUN) || !is_plain_word(a, i) || a->tagged[i].margin < SURE_TAG) continue;
    p.n = flu_agr_word(a, i);
    find_determiner(a, &p);
    find_adjectives(a, &p);
    if (check_determiner(a, &p) || flu_agr_in_list(a, i, a->unit->list_bits->loose_agreement)) continue;
    for (uint32_t k = 0; k < p.adjective_count; k++) check_adjective(a, &p, p.adjectives[k]);
  }
}
