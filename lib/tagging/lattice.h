/* Exact search over the classes of a stretch of tokens. Shared by the tagger and by its training, which differ in the
 * weights only. */
#ifndef FLU_TAGGING_LATTICE_H
#define FLU_TAGGING_LATTICE_H

#include "tagging/feature.h"

#define FLU_TAG_WINDOW 96u      /* tokens searched at a time */
#define FLU_TAG_CHOICES 6u      /* classes of a token that are searched; of more, those that score best alone */

typedef struct flu_tag_node {
  uint8_t count;
  uint8_t classes[FLU_TAG_CHOICES];
  int32_t local[FLU_TAG_CHOICES];
  int32_t link[FLU_TAG_CHOICES][FLU_TAG_CHOICES];    /* [class before][class] */
  int32_t best[FLU_TAG_CHOICES][FLU_TAG_CHOICES];    /* of what ends in these two */
  int32_t rest[FLU_TAG_CHOICES][FLU_TAG_CHOICES];    /* of what follows these two */
  uint8_t from[FLU_TAG_CHOICES][FLU_TAG_CHOICES];    /* choice two before */
  uint8_t choice;
  int32_t margin;
} flu_tag_node;

/* nodes[0] and nodes[1] are what stands before the stretch, one class each; the stretch is nodes[2] … nodes[count + 1].
 * words[0] is the first word of the stretch, with two words before and two behind the last. */
typedef struct flu_tag_lattice {
  const flu_tag_word *words;
  uint32_t count;
  flu_tag_node nodes[FLU_TAG_WINDOW + 2];
} flu_tag_lattice;

/* Weights of a model, or of one in training. */
typedef struct flu_tag_weights {
  const int8_t *narrow;
  const int16_t *narrow_steps, *narrow_strides;
  const int32_t *wide, *wide_steps, *wide_strides;
} flu_tag_weights;

static inline uint32_t flu_tag_step(unsigned before, unsigned class_id)
{
  return before * FLU_TAG_CLASSES + class_id;
}

static inline uint32_t flu_tag_stride(unsigned before2, unsigned before, unsigned class_id)
{
  return (before2 * FLU_TAG_CLASSES + before) * FLU_TAG_CLASSES + class_id;
}

void flu_tag_lattice_begin(flu_tag_lattice *l, const flu_tag_word *words, uint32_t count, unsigned before2,
                           unsigned before);
void flu_tag_lattice_score(flu_tag_lattice *l, const flu_tag_weights *w);        /* with the narrow weights */
void flu_tag_lattice_score_wide(flu_tag_lattice *l, const flu_tag_weights *w);
/* Best classes: node.choice. A class whose local score is FLU_TAG_FORBIDDEN is not chosen while there is another. */
void flu_tag_lattice_search(flu_tag_lattice *l, const flu_tag_weights *w);
void flu_tag_lattice_search_wide(flu_tag_lattice *l, const flu_tag_weights *w);
void flu_tag_lattice_margins(flu_tag_lattice *l, const flu_tag_weights *w);      /* after the search: node.margin */
void flu_tag_lattice_margins_wide(flu_tag_lattice *l, const flu_tag_weights *w);

#define FLU_TAG_FORBIDDEN (-(1 << 28))

#endif
