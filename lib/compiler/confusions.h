/* Words and endings that writers confuse: DIR/homophones.txt, lookalikes.txt, endings.txt. Build-time only. */
#ifndef FLU_COMPILER_CONFUSIONS_H
#define FLU_COMPILER_CONFUSIONS_H

#include "compiler/build.h"

typedef struct flu_confusion {
  flu_str written;      /* one word */
  flu_str meant;        /* may be several: c'est, quoi que */
  bool alike;           /* they sound the same */
} flu_confusion;

typedef struct flu_ending {
  flu_str text;
  uint32_t group;
} flu_ending;

typedef struct flu_confusions {
  flu_arena arena;
  flu_confusion *pairs; /* by written, then meant; each pair once */
  size_t count, cap;
  flu_ending *endings;  /* in the order of the file */
  size_t ending_count, ending_cap;
} flu_confusions;

/* Start from a zeroed struct. Errors are said and returned: E_IO, E_FORMAT, E_NOMEM. */
int flu_confusions_read(flu_confusions *c, const char *dir, flu_diag *d);
void flu_confusions_end(flu_confusions *c);

/* Pairs of a written word: first index, and their number in *count. */
size_t flu_confusions_of(const flu_confusions *c, const char *word, size_t len, size_t *count);

#endif
