/* Steps of the parser and what they are chosen by. Shared by the parser and by its training, which differ in the
 * weights only. */
#ifndef FLU_SYNTAX_TRANSITION_H
#define FLU_SYNTAX_TRANSITION_H

#include "syntax/format.h"
#include "syntax/parser.h"

#define FLU_SYN_ACTION_FEATURES 52u
#define FLU_SYN_LABEL_FEATURES 24u
#define FLU_SYN_EDGE 31u             /* class of what stands outside of the sentence */
#define FLU_SYN_AROUND 3u            /* words on each side of a sentence that are edges */

/* A word as the features see it. */
typedef struct flu_syn_word {
  uint32_t lemma;                    /* hash, of the class too */
  uint32_t class_id;                 /* hash */
  uint16_t verbs, commas, links, nouns;   /* finite verbs, commas, conjunctions, nouns before it in the sentence */
} flu_syn_word;

enum flu_syn_action { FLU_SYN_SHIFT, FLU_SYN_REDUCE, FLU_SYN_LEFT, FLU_SYN_RIGHT };

typedef struct flu_syn_node {
  int32_t head;                      /* -1: none yet */
  int32_t first, last;               /* outermost dependants before and behind it, -1: none */
  uint32_t before, behind;           /* labels of its dependants on each side, as bits */
  int32_t margin;                    /* of the step that gave it its head */
  uint8_t label, before_count, behind_count;
} flu_syn_node;

typedef struct flu_syn_state {
  const flu_syn_word *words;         /* words[-FLU_SYN_AROUND] … words[count + FLU_SYN_AROUND - 1] */
  flu_syn_node *nodes;               /* count */
  int32_t *stack;                    /* count */
  int32_t count, top, next;          /* stack height; first word that is not read yet */
} flu_syn_state;

/* Words of a sentence, in reading order. `words` has room for count + 2 * FLU_SYN_AROUND; returns the first word. */
flu_syn_word *flu_syn_words(const flu_tagger *tagger, const flu_tag_input *inputs, const flu_tagged *tagged,
                            uint32_t count, flu_syn_word *words);
/* The same words the other way round. */
flu_syn_word *flu_syn_reversed(const flu_syn_word *from, uint32_t count, flu_syn_word *words);

void flu_syn_begin(flu_syn_state *s, const flu_syn_word *words, uint32_t count, flu_syn_node *nodes, int32_t *stack);
bool flu_syn_done(const flu_syn_state *s);
unsigned flu_syn_legal(const flu_syn_state *s);                       /* bits 1 << action */
void flu_syn_step(flu_syn_state *s, unsigned action, unsigned label); /* label: of an arc */
/* Head and dependant of the arc that an action makes; false when it makes none. */
bool flu_syn_arc(const flu_syn_state *s, unsigned action, int32_t *head, int32_t *dependant);

/* Hashes; the upper bits are a line of the weights. */
void flu_syn_action_features(const flu_syn_state *s, uint32_t features[FLU_SYN_ACTION_FEATURES]);
void flu_syn_label_features(const flu_syn_state *s, int32_t head, int32_t dependant,
                            uint32_t features[FLU_SYN_LABEL_FEATURES]);

static inline uint32_t flu_syn_action_place(uint32_t feature)
{
  return (feature >> (32 - FLU_SYN_ACTION_BITS)) * FLU_SYN_ACTIONS;
}

static inline uint32_t flu_syn_label_place(uint32_t feature)
{
  return (feature >> (32 - FLU_SYN_LABEL_BITS)) * FLU_SYN_LABELS;
}

#endif
