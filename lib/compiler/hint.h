/* "Did you mean …": the known word nearest to a mistaken one. Build-time only. */
#ifndef FLU_COMPILER_HINT_H
#define FLU_COMPILER_HINT_H

#include <stddef.h>

/* Fills `hint` and returns it when a known word is near enough, NULL otherwise. */
const char *flu_did_you_mean(char *hint, size_t cap, const char *word, size_t len, const char *const *known,
                             size_t count);

#endif
