/* Is any agreement of a sentence in question? Told without parsing, from each word and its obvious partner: a noun and
 * the determiner or adjective beside it, a verb and the pronoun or noun phrase before it. What agrees with its obvious
 * partner is settled; where there is none, whatever might be the partner must agree. */
#include "syntax/agreement.h"
#include "tagging/classes.h"

#define LOOK_BACK 40u   /* words in which the partner of a verb is looked for */
#define NEAR      12u   /* words in which a relative pronoun may stand before a participle */

typedef struct gate {
  const flu_agr *a;
  const flu_traits *traits;   /* by token */
} gate;

static unsigned class_at(const gate *g, uint32_t i)
{
  return g->a->tagged[i].class_id;
}

static bool meet(flu_traits x, flu_traits y)
{
  return (x.gender & y.gender) != 0 && (x.number & y.number) != 0;
}

static bool is_adjective(unsigned c)
{
  return c == FLU_CLASS_ADJ || c == FLU_CLASS_VERB_PAST;
}

static bool is_in_phrase(unsigned c)
{
  return c == FLU_CLASS_NOUN || c == FLU_CLASS_PROPN || c == FLU_CLASS_DET || c == FLU_CLASS_NUM || is_adjective(c);
}

static bool is_object_or_adverb(const gate *g, uint32_t i)
{
  const unsigned c = class_at(g, i);
  return c == FLU_CLASS_ADV || (c == FLU_CLASS_PRON_PERS && !flu_agr_only_subject(g->a, i));
}

/* --- noun phrases --- */

static bool word_clashes(const gate *g, uint32_t i)
{
  const unsigned c = class_at(g, i);
  if (i == 0 || (c != FLU_CLASS_NOUN && !is_adjective(c))) return false;
  uint32_t j = i - 1;
  while (j > 0 && class_at(g, j) == FLU_CLASS_ADV) j--;
  const unsigned before = class_at(g, j);
  if (before == FLU_CLASS_NUM) {
    const uint8_t number = flu_agr_numeral(g->a, j).number;
    return c == FLU_CLASS_NOUN && number != 0 && (number & g->traits[i].number) == 0;
  }
  if (before == FLU_CLASS_ADP) return !meet(g->traits[i], flu_agr_determiner(g->a, j));
  if (before == FLU_CLASS_CCONJ)
    return is_adjective(c) && j > 0 && is_adjective(class_at(g, j - 1)) && !meet(g->traits[i], g->traits[j - 1]);
  const bool beside = before == FLU_CLASS_DET || before == FLU_CLASS_ADJ ||
                      (c != FLU_CLASS_NOUN && (before == FLU_CLASS_NOUN || before == FLU_CLASS_VERB_PAST));
  return beside && !meet(g->traits[i], g->traits[j]);
}

/* --- the obvious partner of a verb --- */

/* The noun of the phrase that ends at token i; *start is its first token. count: it has none. */
static uint32_t noun_of(const gate *g, uint32_t i, uint32_t *start)
{
  uint32_t noun = g->a->count;
  for (*start = i + 1; *start > 0; (*start)--) {
    const unsigned c = class_at(g, *start - 1);
    if (c == FLU_CLASS_NOUN || c == FLU_CLASS_PROPN) noun = *start - 1;
    else if (!is_in_phrase(c) && c != FLU_CLASS_ADV) break;
  }
  return noun;
}

/* The noun that complements hang on: « le chien de mes voisins ». count: it cannot be told. */
static uint32_t head_of(const gate *g, uint32_t i)
{
  for (;;) {
    uint32_t start;
    const uint32_t noun = noun_of(g, i, &start);
    if (noun == g->a->count || start == 0) return noun;
    const unsigned before = class_at(g, start - 1);
    if (before == FLU_CLASS_CCONJ || before == FLU_CLASS_PUNCT) return g->a->count;
    if (before != FLU_CLASS_ADP) return noun;
    if (start < 2 || !is_in_phrase(class_at(g, start - 2))) return g->a->count;
    i = start - 2;
  }
}

static uint32_t partner_of(const gate *g, uint32_t verb)
{
  uint32_t i = verb;
  while (i > 0 && is_object_or_adverb(g, i - 1)) i--;
  if (i == 0) return g->a->count;
  i--;
  const unsigned c = class_at(g, i);
  if (c == FLU_CLASS_PRON_PERS || c == FLU_CLASS_PRON) return i;
  if (c == FLU_CLASS_PRON_REL) return i > 0 && is_in_phrase(class_at(g, i - 1)) ? head_of(g, i - 1) : g->a->count;
  return is_in_phrase(c) ? head_of(g, i) : g->a->count;
}

/* Of a noun with the determiner before it. */
static flu_traits partner_traits(const gate *g, uint32_t i)
{
  flu_traits t = g->traits[i];
  if (class_at(g, i) != FLU_CLASS_NOUN) return t;
  for (uint32_t k = i; k-- > 0;) {
    const unsigned c = class_at(g, k);
    if (c == FLU_CLASS_DET) {
      t.number &= g->traits[k].number;
      t.gender &= g->traits[k].gender;
    }
    if (c != FLU_CLASS_ADJ && c != FLU_CLASS_ADV && c != FLU_CLASS_NUM) break;
  }
  t.person = t.number == FLU_SING ? FLU_3SG : t.number == FLU_PLUR ? FLU_3PL : FLU_3SG | FLU_3PL;
  return t;
}

/* --- verbs, attributes, participles --- */

static bool any_partner_clashes(const gate *g, uint32_t before, flu_traits t, bool person)
{
  for (uint32_t k = before > LOOK_BACK ? before - LOOK_BACK : 0; k < before; k++) {
    if (!flu_agr_is_nominal(g->a, k)) continue;
    const flu_traits other = partner_traits(g, k);
    if (person ? (other.person & t.person) == 0 : !meet(other, t)) return true;
  }
  return false;
}

/* In the clause of a verb, back to the verb before it: does a noun that hangs on no preposition agree? *found: is there
 * one at all? */
static bool clause_agrees(const gate *g, uint32_t verb, uint8_t person, bool *found)
{
  *found = false;
  for (uint32_t k = verb; k-- > 0 && !flu_agr_is_finite(g->a, k);) {
    uint32_t start = k;
    if (!flu_agr_is_nominal(g->a, k) || is_object_or_adverb(g, k)) continue;
    if (class_at(g, k) == FLU_CLASS_NOUN) noun_of(g, k, &start);
    if (start > 0 && class_at(g, start - 1) == FLU_CLASS_ADP) continue;
    *found = true;
    if ((partner_traits(g, k).person & person) != 0) return true;
  }
  return false;
}

static bool verb_clashes(const gate *g, uint32_t i)
{
  const flu_traits t = g->traits[i];
  if (!flu_agr_is_finite(g->a, i) || t.person == FLU_ANY_PERSON) return false;
  if (i + 1 < g->a->count && (g->a->tokens[i + 1].flags & FLU_TOKEN_ENCLITIC) != 0)
    return (g->traits[i + 1].person & t.person) == 0;
  const uint32_t partner = partner_of(g, i);
  if (partner < g->a->count) return (partner_traits(g, partner).person & t.person) == 0;
  bool found;
  if (clause_agrees(g, i, t.person, &found)) return false;
  return found || any_partner_clashes(g, i, t, true);
}

static bool relative_before(const gate *g, uint32_t i)
{
  for (uint32_t k = i > NEAR ? i - NEAR : 0; k < i; k++)
    if (class_at(g, k) == FLU_CLASS_PRON_REL || class_at(g, k) == FLU_CLASS_SCONJ) return true;
  return false;
}

/* The participle after avoir is masculine and singular unless its object stands before it. */
static bool participle_clashes(const gate *g, uint32_t i)
{
  const flu_traits t = g->traits[i];
  if (class_at(g, i) != FLU_CLASS_VERB_PAST) return false;
  return (t.gender & FLU_MASC) == 0 || (t.number & FLU_SING) == 0 || relative_before(g, i);
}

static bool attribute_clashes(const gate *g, uint32_t i)
{
  if (i == 0 || !is_adjective(class_at(g, i))) return false;
  uint32_t j = i - 1;
  while (j > 0 && (is_object_or_adverb(g, j) || class_at(g, j) == FLU_CLASS_PRON)) j--;   /* ils ont tous mangé */
  if (!flu_class_is_verb(class_at(g, j))) return false;
  if (!flu_agr_has_lemma(g->a, j, g->a->unit->list_bits->copulas)) return participle_clashes(g, i);
  uint32_t finite = j;
  while (finite > 0 && j - finite < 4 && !flu_agr_is_finite(g->a, finite)) finite--;
  const uint32_t partner = flu_agr_is_finite(g->a, finite) ? partner_of(g, finite) : g->a->count;
  if (partner < g->a->count) return !meet(partner_traits(g, partner), g->traits[i]);
  return any_partner_clashes(g, j, g->traits[i], false);
}

bool flu_agr_in_question(const flu_agr *a, flu_traits *traits)
{
  const gate g = { a, traits };
  for (uint32_t i = 0; i < a->count; i++) traits[i] = flu_agr_word(a, i);
  for (uint32_t i = 0; i < a->count; i++)
    if (word_clashes(&g, i) || verb_clashes(&g, i) || attribute_clashes(&g, i)) return true;
  return false;
}
