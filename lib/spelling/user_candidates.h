/* User words as candidates of the speller. */
#ifndef FLU_SPELLING_USER_CANDIDATES_H
#define FLU_SPELLING_USER_CANDIDATES_H

#include "lexicon/user_words.h"
#include "spelling/suggest.h"

typedef struct flu_user_candidates {
  const flu_user_words *words;   /* may be NULL */
  size_t len;                    /* bytes of the word to correct: others of about that length are offered */
} flu_user_candidates;

/* The view that a request takes; `candidates` must live as long. */
flu_extra_words flu_user_extra(flu_user_candidates *candidates);

#endif
