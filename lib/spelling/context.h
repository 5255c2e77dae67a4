/* What the neighbouring words say about a candidate: classes of words and pairs of words. */
#ifndef FLU_SPELLING_CONTEXT_H
#define FLU_SPELLING_CONTEXT_H

#include "spelling/speller.h"

#define FLU_WORD_CLASSES 8u   /* classes of one word that are looked at */

typedef struct flu_class_set {
  uint8_t count;
  uint8_t id[FLU_WORD_CLASSES];
} flu_class_set;

/* Hash of a lower-case norm, as in the section; and of two neighbours. */
uint64_t flu_context_hash(const char *word, size_t len);
uint64_t flu_context_pair_hash(uint64_t first, uint64_t second);

/* What of a tag makes its class: part of speech, gender, number, person and the kind of mood. */
uint32_t flu_context_key_of(const flu_tag *tag);
/* The same with less said, for keys too rare to be a class: part of speech alone. */
uint32_t flu_context_key_coarse(uint32_t key);

/* Classes of a neighbour by its lower-case norm; empty gives the edge of the sentence. */
void flu_context_classes(const flu_speller *sp, const char *word, size_t len, flu_class_set *out);
/* Classes of a form of the lexicon (`lower`: its spelling in lower case). */
void flu_context_form_classes(const flu_speller *sp, uint32_t form, const char *lower, size_t len, flu_class_set *out);

/* Best association of any class of the middle with any of the left and any of the right, 1/16 nat. */
int flu_context_score(const flu_speller *sp, const flu_class_set *left, const flu_class_set *middle,
                      const flu_class_set *right);
/* Association of two neighbouring words, 1/16 nat; 0 when they are not known together. */
int flu_context_pair(const flu_speller *sp, uint64_t first, uint64_t second);

#endif
