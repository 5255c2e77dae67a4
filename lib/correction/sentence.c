/* What the checkers of one sentence share: its tokens looked up once and tagged once. */
#include "correction/checker.h"
#include "lexicon/user_words.h"
#include "syntax/parser.h"

static uint32_t user_classes(const flu_user_words *words, flu_str norm)
{
  const flu_user_entry *entry = words == NULL ? NULL : flu_user_match(words, norm.ptr, norm.len);
  uint32_t classes = 0;
  for (uint32_t i = 0; entry != NULL && i < entry->reading_count; i++)
    classes |= flu_tag_classes(&entry->readings[i].tag);
  return classes;
}

int flu_unit_tag(flu_unit *u, uint32_t s)
{
  const flu_sentence *sentence = &u->text->sentences[s];
  u->inputs = NULL;
  u->tagged = NULL;
  u->deps = NULL;
  if (u->tagger == NULL) return FLU_OK;
  flu_tag_input *inputs = flu_arena_take(u->local, sentence->token_count * sizeof *inputs);
  flu_tagged *tagged = flu_arena_take(u->local, sentence->token_count * sizeof *tagged);
  const flu_dep **deps = flu_arena_take(u->local, sizeof *deps);
  if (inputs == NULL || tagged == NULL || deps == NULL) return FLU_E_NOMEM;
  *deps = NULL;
  u->deps = deps;
  for (uint32_t i = 0; i < sentence->token_count; i++) {
    const flu_token *t = &u->text->tokens[sentence->first_token + i];
    flu_tag_look_up(u->tagger, t, &inputs[i]);
    inputs[i].extra = user_classes(u->user, t->norm);
  }
  const int status = flu_tag_sentence(u->tagger, inputs, sentence->token_count, u->local, tagged);
  if (status != FLU_OK) return status;
  u->inputs = inputs;
  u->tagged = tagged;
  return FLU_OK;
}

int flu_unit_parse(const flu_unit *u, uint32_t s, const flu_dep **out)
{
  const uint32_t count = u->text->sentences[s].token_count;
  *out = NULL;
  if (u->parser == NULL || u->parser->weights == NULL || u->tagged == NULL || u->deps == NULL || count == 0 ||
      count > FLU_MAX_PARSED)
    return FLU_OK;
  if (*u->deps == NULL) {
    flu_dep *deps = flu_arena_take(u->local, count * sizeof *deps);
    if (deps == NULL) return FLU_E_NOMEM;
    const int status = flu_parse_sentence(u->parser, u->tagger, u->inputs, u->tagged, count, u->local, deps);
    if (status != FLU_OK) return status;
    *u->deps = deps;
  }
  *out = *u->deps;
  return FLU_OK;
}
