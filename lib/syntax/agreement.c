/* Agreement over distance: the sentences in which it is in question are parsed and looked at. */
#include <string.h>

#include "syntax/agreement.h"

/* Is there anything that could disagree? */
static bool is_worth_it(const flu_agr *a)
{
  uint8_t numbers = 0;
  for (uint32_t i = 0; i < a->count; i++) numbers |= (uint8_t)(a->tokens[i].kind == FLU_TOKEN_WORD);
  return numbers != 0;
}

void flu_check_agreement(const flu_unit *u, uint32_t sentence)
{
  const flu_sentence *s = &u->text->sentences[sentence];
  const uint32_t count = s->token_count;
  if (u->parser == NULL || u->parser->weights == NULL || u->tagged == NULL || count < 2 || count > FLU_MAX_PARSED)
    return;
  flu_dep *deps = flu_arena_take(u->local, count * sizeof *deps);
  uint8_t *told = flu_arena_take(u->local, count);
  if (deps == NULL || told == NULL) {
    u->sink->status = FLU_E_NOMEM;
    return;
  }
  memset(told, 0, count);
  const flu_agr a = { .unit = u, .tokens = u->text->tokens + s->first_token, .inputs = u->inputs, .tagged = u->tagged,
                      .deps = deps, .told = told, .count = count };
  if (!is_worth_it(&a)) return;
  if (flu_parse_sentence(u->parser, u->tagger, u->inputs, u->tagged, count, u->local, deps) != FLU_OK) {
    u->sink->status = FLU_E_NOMEM;
    return;
  }
  flu_check_noun_phrases(&a);
  flu_check_subject_verb(&a);
  flu_check_attributes(&a);
  flu_check_participles(&a);
}
