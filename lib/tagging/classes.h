/* Classes of the model: what has which, and how they go together. */
#ifndef FLU_TAGGING_CLASSES_H
#define FLU_TAGGING_CLASSES_H

#include "tagging/tagger.h"

#define FLU_CLASSES_VERB (15u << FLU_CLASS_VERB_FIN)
#define FLU_CLASSES_AUX (15u << FLU_CLASS_AUX_FIN)
#define FLU_CLASSES_PRON (7u << FLU_CLASS_PRON_PERS)

/* Of a word that nothing knows. */
#define FLU_CLASSES_OPEN                                                                                               \
  (1u << FLU_CLASS_NOUN | 1u << FLU_CLASS_PROPN | 1u << FLU_CLASS_ADJ | 1u << FLU_CLASS_ADV | 1u << FLU_CLASS_INTJ |   \
   1u << FLU_CLASS_X | FLU_CLASSES_VERB)

const char *flu_class_name(unsigned class_id);   /* "VERB_FIN" */
unsigned flu_class_of_name(const char *name, size_t len);   /* FLU_CLASS_COUNT when there is none */
uint32_t flu_kind_classes(unsigned kind);        /* of a kind of token; 0 for words, which the lexicon decides */
uint16_t flu_class_mood(unsigned class_id);      /* enum flu_mood bits of a class of verbs; else 0 */
uint32_t flu_class_group(unsigned class_id);     /* classes of the same part of speech */

#endif
