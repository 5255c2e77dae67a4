/* What the treebanks say of single words beyond the lexicon: further classes, and lemmas. Build-time only. */
#ifndef FLU_COMPILER_TRAIN_TAGGER_WORDS_H
#define FLU_COMPILER_TRAIN_TAGGER_WORDS_H

#include "compiler/train/tagger_data.h"

typedef struct flu_word_count {
  uint32_t form;
  uint8_t class_id;         /* FLU_CLASS_COUNT: all occurrences */
  uint8_t reading;          /* FLU_TAG_NO_READING: the class is not among those of the lexicon */
  uint32_t count;
  uint32_t sources;         /* bit set of the treebanks */
} flu_word_count;

typedef struct flu_word_counts {
  flu_word_count *items;
  size_t count, cap;
} flu_word_counts;

/* Count a sentence: classes of treebank number `source` (0 … 31; -1: no treebank), and lemmas of classes the lexicon
 * has. */
void flu_word_counts_add(flu_word_counts *w, const flu_tagger *tagger, const flu_gold_sentence *s, int source);

/* tagger.words.txt: classes that two treebanks give a word, and lemmas that win. */
int flu_word_counts_write(flu_word_counts *w, const flu_tagger *tagger, const char *path);
void flu_word_counts_end(flu_word_counts *w);

#endif
