/* Agreement over distance: the sentences in which it is in question are parsed and looked at. */
#include <string.h>

#include "syntax/agreement.h"

static void run_checks(const flu_agr *a)
{
  memset(a->told, 0, a->count);
  flu_check_noun_phrases(a);
  flu_check_subject_verb(a);
  flu_check_attributes(a);
  flu_check_participles(a);
}

static bool is_asked(const flu_unit *u)
{
  static const uint8_t rules[] = { FLU_NATIVE_AGREE_SUBJECT,    FLU_NATIVE_AGREE_ATTRIBUTE,        FLU_NATIVE_AGREE_NOUN_PHRASE,
                                   FLU_NATIVE_AGREE_PARTICIPLE, FLU_NATIVE_AGREE_PARTICIPLE_NONE, FLU_NATIVE_AGREE_ADJECTIVE };
  for (size_t i = 0; i < sizeof rules; i++) {
    const uint32_t rule = flu_catalogue_native(u->rules, (enum flu_native)rules[i]);
    if (rule != FLU_NO_RULE && u->enabled[rule]) return true;
  }
  return false;
}

/* A quick reading of the sentence tells whether anything disagrees; only then is it read with care. */
void flu_check_agreement(const flu_unit *u, uint32_t sentence)
{
  const flu_sentence *s = &u->text->sentences[sentence];
  const uint32_t count = s->token_count;
  if (u->parser == NULL || !is_asked(u) || u->parser->weights == NULL || u->tagged == NULL || count < 2 || count > FLU_MAX_PARSED)
    return;
  flu_dep *deps = flu_arena_take(u->local, count * sizeof *deps);
  flu_traits *traits = flu_arena_take(u->local, count * sizeof *traits);
  uint8_t *told = flu_arena_take(u->local, count);
  bool found = false;
  flu_agr a = { .unit = u, .tokens = u->text->tokens + s->first_token, .inputs = u->inputs, .tagged = u->tagged,
                .deps = deps, .told = told, .found = &found, .count = count };
  int status = deps == NULL || told == NULL || traits == NULL ? FLU_E_NOMEM : FLU_OK;
  if (status == FLU_OK && !flu_agr_in_question(&a, traits)) return;
  if (status == FLU_OK)
    status = flu_parse_quickly(u->parser, u->tagger, u->inputs, u->tagged, count, u->local, deps);
  if (status == FLU_OK) run_checks(&a);
  if (status == FLU_OK && found) {
    a.found = NULL;
    status = flu_parse_sentence(u->parser, u->tagger, u->inputs, u->tagged, count, u->local, deps);
    if (status == FLU_OK) run_checks(&a);
  }
  if (status != FLU_OK) u->sink->status = status;
}
