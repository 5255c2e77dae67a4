/* Features of a word from who depends on whom. */
#include "context/scene.h"

static const flu_scene_link no_link = { FLU_NO_HEAD, FLU_NO_HEAD, FLU_NO_HEAD, FLU_NO_HEAD, FLU_NO_HEAD, FLU_NO_HEAD,
                                        FLU_NO_HEAD, FLU_DEP_ROOT,  false,       false };

static void set_first(uint32_t *place, uint32_t token)
{
  if (*place == FLU_NO_HEAD) *place = token;
}

static void add_dependant(flu_scene_link *head, uint32_t token, unsigned label)
{
  switch (label) {
  case FLU_DEP_SUBJ: set_first(&head->subject, token); break;
  case FLU_DEP_OBJ: set_first(&head->object, token); break;
  case FLU_DEP_DET: set_first(&head->determiner, token); break;
  case FLU_DEP_AMOD:
  case FLU_DEP_ACL: set_first(&head->modifier, token); break;
  case FLU_DEP_AUX:
  case FLU_DEP_AUX_PASS:
  case FLU_DEP_COP: set_first(&head->auxiliary, token); break;
  case FLU_DEP_CONJ: set_first(&head->joined, token); break;
  case FLU_DEP_NUMMOD: head->number = true; break;
  default: break;
  }
}

int flu_scene_link_words(flu_scene *scene, const flu_dep *deps, flu_arena *arena)
{
  flu_scene_link *links = flu_arena_take(arena, ((size_t)scene->count + 1) * sizeof *links);
  if (links == NULL) return FLU_E_NOMEM;
  for (uint32_t i = 0; i < scene->count; i++) links[i] = no_link;
  for (uint32_t i = 0; i < scene->count; i++) {
    links[i].label = deps[i].label;
    links[i].sure = deps[i].sure_label;
    if (deps[i].head >= scene->count) continue;
    links[i].head = deps[i].head;
    add_dependant(&links[deps[i].head], i, deps[i].label);
  }
  scene->links = links;
  return FLU_OK;
}

/* --- features ---
 * The word itself is what is to be found out: nothing of it but its links may be seen, not even through a neighbour. */

typedef struct view {
  const flu_scene *scene;
  uint32_t word;
} view;

static uint32_t label_of(view v, uint32_t token)
{
  return token < v.scene->count && token != v.word ? v.scene->words[token].label : 0;
}

static uint32_t agree_of(view v, uint32_t token)
{
  return token < v.scene->count && token != v.word ? v.scene->words[token].agree + 1 : 0;
}

static const flu_scene_link *link_of(view v, uint32_t token)
{
  return token < v.scene->count ? &v.scene->links[token] : &no_link;
}

/* A subject as the verb sees it: several that are joined are a plural, a relative pronoun stands for its antecedent. */
static uint32_t subject_label(view v, uint32_t verb)
{
  const flu_scene_link *link = link_of(v, verb);
  const uint32_t s = link->subject;
  if (s >= v.scene->count) return 0;
  if (s == v.word) return 9;
  uint32_t label = v.scene->words[s].label;
  if (link->label == FLU_DEP_RELCL && v.scene->words[s].class_id == FLU_CLASS_PRON_REL)
    label = flu_scene_mix(label, flu_scene_mix(label_of(v, link->head), link_of(v, link->head)->joined < verb));
  else if (v.scene->links[s].joined < verb)
    label = flu_scene_mix(label, 3);
  return flu_scene_mix(label, (v.scene->links[s].sure ? 1u : 0u) | (s > verb ? 2u : 0u));
}

void flu_scene_linked(const flu_scene *scene, uint32_t word, uint32_t out[FLU_SCENE_LINKED])
{
  const view v = { scene, word };
  const flu_scene_link *me = &scene->links[word], *head = link_of(v, me->head);
  const uint32_t how = me->label | (me->sure ? 64u : 0u) | (me->head < word ? 128u : 0u);
  const uint32_t left = word > 0 ? scene->words[word - 1].broad : 0;
  const uint32_t head_label = label_of(v, me->head), head_agree = agree_of(v, me->head);
  const uint32_t mine = subject_label(v, word), heads = subject_label(v, me->head);
  const uint32_t antecedent = me->label == FLU_DEP_RELCL || head->label == FLU_DEP_RELCL
                                ? label_of(v, me->label == FLU_DEP_RELCL ? me->head : head->head)
                                : 0;
  uint32_t n = 0;
#define ADD(a, b) out[n] = flu_scene_mix((uint64_t)flu_scene_mix(a, b) + ((uint64_t)(200 + n) << 40), 5), n++
  ADD(how, 0);
  ADD(how, head_label);
  ADD(how, head_agree);
  ADD(flu_scene_mix(how, head_label), left);
  ADD(flu_scene_mix(how, head_label), label_of(v, head->determiner));
  ADD(flu_scene_mix(how, head_agree), agree_of(v, head->determiner));
  ADD(flu_scene_mix(how, head_agree), flu_scene_mix(agree_of(v, head->modifier), head->number));
  ADD(label_of(v, me->determiner), me->number);
  ADD(flu_scene_mix(label_of(v, me->determiner), me->number), flu_scene_mix(how, head_label));
  ADD(flu_scene_mix(agree_of(v, me->determiner), agree_of(v, me->modifier)), left);
  ADD(agree_of(v, me->modifier), me->modifier < word);
  ADD(mine, label_of(v, me->auxiliary));
  ADD(mine, flu_scene_mix(label_of(v, me->auxiliary), left));
  ADD(mine, flu_scene_mix(how, head_agree));
  ADD(heads, how);
  ADD(heads, flu_scene_mix(how, label_of(v, head->auxiliary)));
  ADD(flu_scene_mix(heads, how), left);
  ADD(antecedent, flu_scene_mix(how, mine));
  ADD(flu_scene_mix(label_of(v, me->object), me->object < word), label_of(v, me->auxiliary));
  ADD(flu_scene_mix(antecedent, label_of(v, me->object)), label_of(v, me->auxiliary));
  ADD(how, label_of(v, head->auxiliary));
  ADD(flu_scene_mix(how, agree_of(v, me->joined)), flu_scene_mix(head_agree, me->number));
#undef ADD
}
