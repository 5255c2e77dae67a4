/* The struct that reads a LEXICON section: for the model, which holds it. */
#ifndef FLU_LEXICON_LEXICON_INNER_H
#define FLU_LEXICON_LEXICON_INNER_H

#include "base/memory.h"
#include "lexicon/format.h"
#include "lexicon/lexicon.h"

struct flu_lexicon {
  const uint64_t *edges;
  const uint32_t *forms;
  const uint32_t *sets;
  const flu_change *readings;
  const flu_tag *tags;
  const char *strings;
  const flu_letter *letters;
  const uint32_t *codes;
  const flu_letter *others;
  const uint32_t *symbols;
  const uint32_t *lemmas;
  const flu_ghost *ghosts;
  const uint32_t *paradigm_of;
  const uint32_t *paradigms;
  const flu_change *items;
  uint32_t root;
  uint32_t form_count, lemma_count, ghost_count, symbol_count, code_count;
};

/* Look at a LEXICON section, which must be aligned to 8 and outlive `out`. The bounds of the arrays are always looked
 * at; unless `trusted` (the pack linked into the library, written by our compiler) so is every element, after which no
 * call can read outside of the section whatever it holds. Only that uses `alloc`, and gives it all back.
 * Errors: E_FORMAT (offset in the section), E_ARG (alignment), E_NOMEM. */
int flu_lexicon_open(flu_lexicon *out, const unsigned char *data, size_t size, bool trusted, const flu_alloc *alloc,
                     flu_error *err);

/* Code point at s[*at] with its length checked against `len`; moves on; UINT32_MAX when it is not UTF-8. */
uint32_t flu_lexicon_decode(const char *s, size_t len, size_t *at);
const flu_letter *flu_lexicon_letter(const flu_lexicon *lex, uint32_t code_point);   /* never NULL */

#endif
