/* Suggestions for a misspelt word: bounded best-first search over the lexicon's automaton with weighted edits (accents,
 * AZERTY neighbours, doubled letters, transposition, French phonetics, mute endings), splits and joins, ranked by cost,
 * frequency and the neighbouring words.
 *
 * Costs, phonetic rewrites and keyboard come from data (lib/fr/spelling/), compiled into the SPELLING section of the
 * pack. Nothing is allocated but from the arena given. Deterministic: the budget counts steps, not time.
 */
#ifndef FLU_SPELLING_SUGGEST_H
#define FLU_SPELLING_SUGGEST_H

#include "base/memory.h"
#include "lexicon/lexicon.h"
#include "lexicon/lists.h"

#define FLU_SPELLING_VERSION 1u
#define FLU_MAX_SUGGESTIONS 64u

typedef struct flu_speller flu_speller;   /* immutable view of lexicon + SPELLING section; any thread */

/* Further words to suggest beside the lexicon (user words): called with a visitor for every candidate form. */
typedef struct flu_extra_words {
  void (*each)(void *ctx, void (*visit)(void *visit_ctx, const char *form, size_t len), void *visit_ctx);
  bool (*ignored)(void *ctx, const char *form, size_t len);   /* never suggest this; may be NULL */
  void *ctx;
} flu_extra_words;

/* The words around, for ranking; any may be empty. Lower-case norms; `elided` is the elided word glued before (l'). */
typedef struct flu_surroundings {
  flu_str before2, before, after, after2;
  bool sentence_start;
} flu_surroundings;

typedef struct flu_suggest_request {
  const char *word;                        /* NFC, straight apostrophe, as written (case matters) */
  size_t len;
  const flu_surroundings *around;          /* may be NULL */
  const flu_extra_words *extra;            /* may be NULL */
  uint8_t variant;                         /* enum flu_variant that is not wanted (the other spelling); NONE: both */
  uint32_t budget;                         /* search steps */
  uint32_t max_cost;                       /* look no further, in hundredths of an edit, and make one dear edit at most; 0: as
                                              far as the word bears */
  uint32_t max;                            /* suggestions wanted, at most FLU_MAX_SUGGESTIONS */
} flu_suggest_request;

typedef struct flu_suggestion {
  flu_str text;        /* in the capitalisation of the word; in the arena */
  uint32_t cost;       /* hundredths of an edit */
  uint32_t frequency;  /* 0 … 255; of the rarer part for a split */
  int32_t score;       /* what it was ranked by, lower is better */
  bool split;          /* text holds a space, a hyphen or an apostrophe that the word has not */
} flu_suggestion;

/* Best first. Returns FLU_OK or FLU_E_NOMEM; *cut says that the budget ran out. */
int flu_suggest(const flu_speller *speller, const flu_suggest_request *request, flu_arena *arena,
                flu_suggestion *out, uint32_t *count, bool *cut);

#endif
