/* What builds the CHOICES section, shared by its files. Build-time only. */
#ifndef FLU_COMPILER_CONTEXT_H
#define FLU_COMPILER_CONTEXT_H

#include "compiler/build.h"
#include "compiler/confusions.h"
#include "context/choice.h"
#include "lexicon/lexicon_inner.h"

typedef struct flu_choice_builder {
  flu_diag *diag;
  flu_lexicon lexicon;
  flu_confusions confusions;
  /* siblings */
  uint16_t *forms;
  uint32_t *lists;
  size_t list_count, list_cap;
  flu_choice_item *items;
  size_t item_count, item_cap;
  /* words */
  flu_choice_member *members;
  size_t member_count, member_cap;
  struct flu_choice_edge *edges;      /* member → member, before they are sorted into pairs */
  size_t edge_count, edge_cap;
  flu_choice_pair *pairs;
  flu_choice_entry *slots;
  uint32_t slot_count;
  flu_buffer strings;
  int32_t margins[FLU_CHOICE_MARGINS];
} flu_choice_builder;

typedef struct flu_choice_edge {
  uint32_t from, to;
  uint8_t family, strength;           /* of two of one pair the stronger says the family */
} flu_choice_edge;

/* FORMS, LISTS, ITEMS. context_siblings.c */
int flu_choices_add_siblings(flu_choice_builder *b);
/* MEMBERS, SLOTS, PAIRS, STRINGS from the confusions and from DIR/context.txt. context_words.c */
int flu_choices_add_words(flu_choice_builder *b, const char *confusions_dir);

/* Families by their French names, as data files give them; FLU_CHOICE_FAMILIES when there is none. */
unsigned flu_choice_family_of(const char *name, size_t len);

#endif
