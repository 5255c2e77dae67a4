#include "rules/match.h"

#include <string.h>

static flu_rule_features features(const flu_match *m, uint8_t slot)
{
  return flu_rule_features_of(m->sentence, m->captures.word[slot] - 1,
                              &m->sentence->programs->atoms[m->captures.atom[slot]]);
}

static uint8_t one_feature(flu_rule_features f, uint8_t which)
{
  if (which == FLU_FEATURE_GENDER) return f.gender;
  return which == FLU_FEATURE_NUMBER ? f.number : f.person;
}

static bool clashes(const flu_match *m, const flu_prog_condition *c)
{
  if (c->feature != FLU_FEATURE_ACCORD)
    return (one_feature(features(m, c->a), c->feature) & one_feature(features(m, c->b), c->feature)) == 0;
  const flu_prog_atom *atoms = m->sentence->programs->atoms;
  return !flu_rule_accord(m->sentence, m->captures.word[c->a] - 1, &atoms[m->captures.atom[c->a]],
                          m->captures.word[c->b] - 1, &atoms[m->captures.atom[c->b]]);
}

static bool is_meant(const flu_match *m, const flu_prog_condition *c, uint32_t i)
{
  char meant[FLU_MAX_FORM_BYTES];
  const size_t len = flu_rule_meant(m->sentence, i, c->b * 10, meant);
  if (len == 0 || c->value == FLU_NO_TEXT) return len > 0;
  const char *text = m->sentence->programs->strings + c->value;
  return strlen(text) == len && memcmp(text, meant, len) == 0;
}

static bool is_sure(const flu_match *m, const flu_prog_condition *c, uint32_t i)
{
  const flu_tagged *tagged = m->sentence->unit->tagged;
  return tagged != NULL && !tagged[i].meant && tagged[i].margin >= c->b * 10;
}

bool flu_rule_condition_holds(const flu_match *m, const flu_prog_condition *c)
{
  const uint8_t slot = c->a;
  if (m->captures.word[slot] == 0) return false;
  const uint32_t i = m->captures.word[slot] - 1;
  const flu_token *t = m->sentence->words[i].token;
  switch ((enum flu_prog_condition_op)c->op) {
  case FLU_IF_CLASH: return m->captures.word[c->b] != 0 && clashes(m, c);
  case FLU_IF_SAME:
    return m->captures.word[c->b] != 0 &&
           one_feature(features(m, slot), c->feature) == one_feature(features(m, c->b), c->feature);
  case FLU_IF_IS: return one_feature(features(m, slot), c->feature) == c->b;
  case FLU_IF_IN: return flu_rule_in_set(m->sentence->programs, &m->sentence->words[i], c->value);
  case FLU_IF_KNOWN: return flu_rule_word_at(m->sentence, i)->tag_count > 0;
  case FLU_IF_CASE: return (c->b >> (t->letter_case & 7) & 1) != 0;
  case FLU_IF_FIRST: return (t->flags & FLU_TOKEN_SENTENCE_START) != 0;
  case FLU_IF_QUOTED: return (t->flags & FLU_TOKEN_IN_QUOTES) != 0;
  case FLU_IF_SPACED: return (t->flags & FLU_TOKEN_SPACE_BEFORE) != 0;
  case FLU_IF_MEANT: return is_meant(m, c, i);
  case FLU_IF_SURE: return is_sure(m, c, i);
  default: return false;
  }
}

bool flu_rule_conditions_hold(const flu_match *m, const flu_prog_pattern *pattern)
{
  bool stack[FLU_MAX_STACK + 1] = { true };
  unsigned depth = 0;
  for (uint32_t i = 0; i < pattern->condition_count; i++) {
    const flu_prog_condition *c = &m->sentence->programs->conditions[pattern->first_condition + i];
    if (c->op == FLU_IF_NOT) {
      stack[depth - 1] = !stack[depth - 1];
    } else if (c->op == FLU_IF_AND || c->op == FLU_IF_OR) {
      depth--;
      stack[depth - 1] = c->op == FLU_IF_AND ? stack[depth - 1] && stack[depth] : stack[depth - 1] || stack[depth];
    } else {
      stack[depth++] = flu_rule_condition_holds(m, c);
    }
  }
  return stack[0];
}
