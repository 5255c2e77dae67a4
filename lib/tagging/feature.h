/* Features of a token in its sentence, as hashes. A feature has one cache line of weights; each class has a place in
 * it, so that scoring all the classes of a token costs one line a feature. */
#ifndef FLU_TAGGING_FEATURE_H
#define FLU_TAGGING_FEATURE_H

#include "tagging/format.h"
#include "tagging/tagger.h"

#define FLU_TAG_FEATURES 23u     /* of a token */
#define FLU_TAG_LINKS 3u         /* of a token and the class before it */

/* What features are made of. */
typedef struct flu_tag_word {
  uint32_t hash;                 /* of the norm in lower case; of its kind for numbers, addresses … */
  uint32_t own, confused;        /* classes */
  uint32_t endings[4];           /* hashes of the last 2, 3, 4 and 5 bytes */
  uint32_t shape;
} flu_tag_word;

void flu_tag_word_set(flu_tag_word *word, const flu_tag_input *token);   /* all but own and confused */
uint32_t flu_tag_word_hash(const char *norm, size_t len);

/* Features of words[0]; words[-2] … words[2] must exist. */
void flu_tag_features_of(const flu_tag_word *words, uint32_t features[FLU_TAG_FEATURES]);
void flu_tag_links_of(const flu_tag_word *words, unsigned class_before, uint32_t links[FLU_TAG_LINKS]);

static inline uint32_t flu_tag_place(uint32_t feature, unsigned class_id)
{
  return (feature >> (32 - FLU_TAG_LINE_BITS)) * FLU_TAG_LINE + ((feature + class_id * 11u) & (FLU_TAG_LINE - 1));
}

#endif
