/* Where treebanks draw different lines between parts of speech: lib/fr/models/conventions.txt. Build-time only. */
#ifndef FLU_COMPILER_TRAIN_CONVENTIONS_H
#define FLU_COMPILER_TRAIN_CONVENTIONS_H

#include "compiler/build.h"
#include "compiler/train/treebank.h"

typedef struct flu_convention {
  char word[48];
  bool lemma;           /* word is a lemma, else a form in lower case */
  uint32_t from, to;    /* classes */
} flu_convention;

typedef struct flu_conventions {
  flu_convention *items;
  size_t count, cap;
} flu_conventions;

/* Start from a zeroed struct. Errors are said and returned: E_IO, E_FORMAT, E_NOMEM. */
int flu_conventions_read(flu_conventions *c, const char *path, flu_diag *d);
void flu_conventions_end(flu_conventions *c);

/* What a treebank calls `allowed`, in the common convention. */
uint32_t flu_conventions_apply(const flu_conventions *c, flu_str form, flu_str lemma, uint32_t allowed);

#endif
