/* The struct that reads a TAGGER section: for the model, which holds it, and for training. */
#ifndef FLU_TAGGING_TAGGER_INNER_H
#define FLU_TAGGING_TAGGER_INNER_H

#include "lexicon/lexicon_inner.h"
#include "tagging/format.h"
#include "tagging/tagger.h"

struct flu_tagger {
  const flu_lexicon *lexicon;
  const flu_lists *lists;
  uint64_t elisions;                /* bit of the list */
  const flu_tagger_header *header;
  const int8_t *weights;
  const int16_t *steps, *strides;
  const uint16_t *sets;
  const flu_tag_mask *masks;
  const flu_tag_special *special, *ghosts;
  const flu_tag_meant_item *meant;
  const flu_tag_ending *endings;
  const char *strings;
  uint32_t special_mask, ghost_mask, ending_count;
};

/* Look at a TAGGER section, which must be aligned to 8 and outlive `out`, as must lexicon and lists. The bounds of the
 * arrays are always looked at; unless `trusted` (the pack linked into the library) so is every element, after which no
 * call can read outside of the section whatever it holds. Nothing is allocated.
 * Errors: E_FORMAT (offset in the section; also when it was made for another lexicon), E_ARG (alignment). */
int flu_tagger_open(flu_tagger *out, const unsigned char *data, size_t size, bool trusted,
                    const flu_lexicon *lexicon, const flu_lists *lists, flu_error *err);

/* What is told of a form or, when it has none, of a spelling; NULL: nothing. */
const flu_tag_special *flu_tag_special_of(const flu_tagger *tagger, uint32_t form);
const flu_tag_special *flu_tag_ghost_of(const flu_tagger *tagger, uint32_t word_hash);

/* Classes of a token: its own, and those of what it may be confused with. */
flu_tag_mask flu_tag_candidates(const flu_tagger *tagger, const flu_tag_input *token, uint32_t word_hash);

#endif
