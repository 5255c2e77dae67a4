/* The search: forms of the lexicon near a word, by weighted edits, walking the automaton depth first within a bound. */
#ifndef FLU_SPELLING_SEARCH_H
#define FLU_SPELLING_SEARCH_H

#include "spelling/speller.h"

#define FLU_MAX_HITS 768u

enum flu_join { FLU_JOIN_NONE = 0, FLU_JOIN_SPACE = 1 };

/* A form, or two that were written as one word (`first` then `form`). */
typedef struct flu_hit {
  uint32_t form, first;   /* first: FLU_NO_FORM when there is one form */
  uint16_t cost;
} flu_hit;

typedef struct flu_hits {
  flu_hit items[FLU_MAX_HITS];
  uint16_t slots[2048];   /* hash of (form, first): index + 1 */
  uint32_t count;
  uint32_t nearest;       /* lowest cost so far, without what splitting costs; UINT32_MAX for none */
} flu_hits;

/* One typed word (or the part of it behind an elided prefix), with what each position may turn into. */
typedef struct flu_search flu_search;

/* Cells of positions and rewrites are in the arena. `lower` holds the code points of the word in lower case, at
 * most FLU_MAX_FORM_SYMBOLS; the first `capitals` of them were typed as capitals. NULL: out of memory. */
flu_search *flu_search_new(const flu_speller *sp, const uint32_t *lower, size_t count, size_t capitals,
                           flu_arena *arena);

/* Collect the forms whose cost is at most `bound`, with at most `edits` dear edits, into `hits` (which may hold some
 * already). `steps` counts down; false when it ran out. `splits` also looks for two words. */
bool flu_search_run(flu_search *search, uint32_t bound, unsigned edits, bool splits, uint32_t *steps, flu_hits *hits);

void flu_hits_clear(flu_hits *hits);
void flu_hits_add(flu_hits *hits, uint32_t form, uint32_t first, uint32_t cost);

#endif
