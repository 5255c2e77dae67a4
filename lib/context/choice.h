/* Choosing between forms by context: words that sound or look alike, and forms of one lemma.
 *
 * A slot is a place in a sentence and the candidates for it: what is written, what it is easily confused with, its
 * inflected siblings as far as grammar decides between them there. A linear model scores each candidate from what
 * stands around the slot (scene.h); what is written in the slot itself counts only as one of the candidates. Integer
 * weights: same answer on every machine. The choices are immutable: any thread. Time is linear in the sentence.
 */
#ifndef FLU_CONTEXT_CHOICE_H
#define FLU_CONTEXT_CHOICE_H

#include "base/memory.h"
#include "context/format.h"
#include "lexicon/lexicon.h"

#define FLU_CHOICES_VERSION 1u

typedef struct flu_choices {
  const flu_lexicon *lexicon;
  const flu_choice_header *header;
  const int8_t *weights, *deep;
  const uint16_t *forms;
  const uint32_t *lists;
  const flu_choice_item *items;
  const flu_choice_member *members;
  const flu_choice_entry *slots;
  const flu_choice_pair *pairs;
  const char *strings;
  uint32_t slot_mask;
} flu_choices;

/* Look at a CHOICES section, which must be aligned to 8 and outlive `out`, as must the lexicon. The bounds of the arrays
 * are always looked at; unless `trusted` so is every element. Errors: E_FORMAT (offset; also for another lexicon). */
int flu_choices_open(flu_choices *out, const unsigned char *data, size_t size, bool trusted, const flu_lexicon *lexicon,
                     flu_error *err);

#endif
