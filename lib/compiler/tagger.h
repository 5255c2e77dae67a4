/* What builds the TAGGER section, shared by its files. Build-time only. */
#ifndef FLU_COMPILER_TAGGER_H
#define FLU_COMPILER_TAGGER_H

#include "compiler/build.h"
#include "compiler/confusions.h"
#include "tagging/classes.h"
#include "tagging/tagger_inner.h"

typedef struct flu_tagger_table {
  flu_tag_special *slots;
  uint32_t size, count;
} flu_tagger_table;

typedef struct flu_tagger_builder {
  flu_diag *diag;
  flu_lexicon lexicon;
  flu_confusions confusions;
  uint32_t set_count;
  flu_tag_mask *set_masks;            /* by reading set */
  flu_tag_mask *masks;                /* each pair once */
  size_t mask_count, mask_cap;
  flu_tagger_table special, ghosts;
  flu_tag_meant_item *meant;
  size_t meant_count, meant_cap;
  flu_buffer strings;
} flu_tagger_builder;

/* The slot of a key, made when it is not there; NULL out of memory. Valid until the next call. */
flu_tag_special *flu_tagger_special(flu_tagger_table *table, uint32_t key);

/* Classes of a form: of its readings, and those added. */
uint32_t flu_tagger_own(const flu_tagger_builder *b, uint32_t form);

/* Where the readings of a class have several lemmas, the most frequent one. tagger_words.c */
int flu_tagger_prefer_lemmas(flu_tagger_builder *b);
/* tagger.words.txt: what treebanks add. tagger_words.c */
int flu_tagger_read_words(flu_tagger_builder *b, const char *models_dir);

#endif
