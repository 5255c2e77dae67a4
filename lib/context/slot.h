/* Slots of a sentence and the scores of their candidates. */
#ifndef FLU_CONTEXT_SLOT_H
#define FLU_CONTEXT_SLOT_H

#include "context/choice.h"
#include "context/scene.h"

typedef struct flu_candidate {
  uint32_t id;           /* member, or the index of an item */
  uint32_t place;        /* what it is to the weights */
  uint8_t family;        /* enum flu_choice_family; FLU_CHOICE_SELF: what is written */
} flu_candidate;

typedef struct flu_slot {
  uint32_t from, to;     /* tokens */
  uint32_t lemma;        /* siblings: hash of a lemma */
  bool siblings;         /* candidates are items, else members */
  uint32_t count;
  flu_candidate candidates[FLU_CHOICE_MAX_CANDIDATES];   /* [0] is what is written */
} flu_slot;

/* The slot of words that are confused and begins at token i, the one of `words` words; false: there is none. */
bool flu_slot_of_words(const flu_choices *c, const flu_tag_input *inputs, uint32_t count, uint32_t i, uint32_t words,
                       flu_slot *out);
/* The slot of token i with its inflected siblings; false: it has none. */
bool flu_slot_of_siblings(const flu_choices *c, const flu_tag_input *inputs, uint32_t i, flu_slot *out);

/* Scores of the candidates, in units of the weights: by the quick weights, or by the deep ones when the scene has links.
 * The choices must have these weights. */
void flu_slot_score(const flu_choices *c, const flu_scene *scene, const flu_slot *slot,
                    int32_t scores[FLU_CHOICE_MAX_CANDIDATES]);

/* Places of weights: for each candidate one of every feature. For learning. Returns the features. */
#define FLU_SLOT_FEATURES (FLU_SCENE_FEATURES + FLU_SCENE_LEXICAL + FLU_SCENE_LINKED)
uint32_t flu_slot_features(const flu_scene *scene, const flu_slot *slot, uint32_t features[FLU_SLOT_FEATURES]);

static inline uint32_t flu_slot_place(uint32_t feature, uint32_t place, uint32_t line_bits)
{
  const uint32_t group = place >> 16;
  const uint32_t line = (feature + group * 0x85EBCA6Bu) * 0x9E3779B1u >> (32 - line_bits);
  return line * FLU_CHOICE_LINE + ((feature ^ (place & 0xFFFFu) * 0x9E37u) * 0x85EBCA6Bu >> 26);
}

/* Spelling of a candidate in lower case, in place of the written tokens; 0 when it cannot be made. */
size_t flu_slot_spell(const flu_choices *c, const flu_tag_input *inputs, const flu_slot *slot, uint32_t candidate,
                      char *out, size_t cap);

#endif
