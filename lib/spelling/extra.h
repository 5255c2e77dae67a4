/* User words near a word: they are not in the automaton, so each is compared by itself. */
#ifndef FLU_SPELLING_EXTRA_H
#define FLU_SPELLING_EXTRA_H

#include "spelling/speller.h"

#define FLU_EXTRA_FREQUENCY 96u   /* a user's word is as likely as a word of middling frequency */

/* Calls take(ctx, form, len, cost) for each extra word within `bound`. */
void flu_extra_near(const flu_speller *sp, const uint32_t *lower, size_t count, uint32_t bound,
                    const flu_extra_words *extra, void (*take)(void *ctx, const char *form, size_t len, uint32_t cost),
                    void *ctx);

#endif
