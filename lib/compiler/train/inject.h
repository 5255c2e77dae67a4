/* Mistakes as French writers make them, put into clean sentences: for training and for measuring. Build-time only.
 *
 * Deterministic: the same seed gives the same mistakes. The words given are norms of tokens (text/text.h).
 */
#ifndef FLU_COMPILER_TRAIN_INJECT_H
#define FLU_COMPILER_TRAIN_INJECT_H

#include "compiler/confusions.h"
#include "lexicon/lexicon.h"

enum flu_slip_kind {
  FLU_SLIP_CONFUSION,   /* another word of homophones.txt or lookalikes.txt */
  FLU_SLIP_ENDING,      /* an ending that sounds alike: -er, -é, -ez */
  FLU_SLIP_NUMBER,      /* plural mark forgotten or added, of nouns, adjectives, participles */
  FLU_SLIP_GENDER,
  FLU_SLIP_PERSON,      /* of a finite verb */
  FLU_SLIP_ACCENT,      /* accents forgotten */
  FLU_SLIP_LETTER,      /* misspelt into no word: letters doubled, dropped, swapped, changed */
  FLU_SLIP_COUNT
};

typedef struct flu_random {
  uint64_t state;
} flu_random;

uint32_t flu_random_below(flu_random *random, uint32_t limit);   /* 0 … limit - 1; limit > 0 */

typedef struct flu_injector {
  const flu_lexicon *lexicon;
  const flu_confusions *confusions;
  const flu_confusion **by_meant;   /* the same pairs by what is meant */
} flu_injector;

typedef struct flu_slip {
  char text[FLU_MAX_FORM_BYTES];    /* what is written */
  uint32_t len;
  uint32_t taken;                   /* words it stands for: 2 when two are run together (c' est → ces) */
  uint8_t kind;                     /* enum flu_slip_kind */
} flu_slip;

int flu_injector_begin(flu_injector *in, const flu_lexicon *lexicon, const flu_confusions *confusions);
void flu_injector_end(flu_injector *in);

/* A mistake of one kind at words[i]; false when the word does not lend itself to it. */
bool flu_inject(const flu_injector *in, const flu_str *words, size_t count, size_t i, unsigned kind,
                flu_random *random, flu_slip *out);

/* A mistake of some kind, the likely kinds more often. */
bool flu_inject_any(const flu_injector *in, const flu_str *words, size_t count, size_t i, flu_random *random,
                    flu_slip *out);

#endif
