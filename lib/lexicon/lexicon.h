/* The compiled lexicon: form → readings, (lemma, features) → forms, frequencies.
 *
 * A minimal acyclic automaton over code-point classes ("symbols"), one byte each. Edges carry the number of forms before
 * them, so that a path gives a form's index (perfect hash) and an index gives back its spelling. Arrays beside it map a
 * form to its readings and frequency, a lemma to its paradigms. Read in place: nothing is allocated.
 *
 * Forms are NFC with the straight apostrophe. Elided prefixes (l', qu') are not in it: the tokeniser cuts them off.
 * Everything here is immutable and may be used by any number of threads.
 */
#ifndef FLU_LEXICON_LEXICON_H
#define FLU_LEXICON_LEXICON_H

#include <stdbool.h>

#include "base/status.h"
#include "lexicon/tag.h"

#define FLU_LEXICON_VERSION 1u
#define FLU_MAX_FORM_BYTES 200u   /* a longer word is unknown */
#define FLU_MAX_FORM_SYMBOLS 100u
#define FLU_NO_FORM UINT32_MAX
#define FLU_NO_SYMBOL 0u          /* a character that no form has */
#define FLU_MAX_READINGS 32u

typedef struct flu_lexicon flu_lexicon;  /* size in lexicon_inner.h; lives inside the model */

/* --- exact look-up --- */

/* Index of a form, exactly as spelt; FLU_NO_FORM when unknown. `len` in bytes. Lemma-only entries are not found. */
uint32_t flu_lexicon_find(const flu_lexicon *lex, const char *form, size_t len);

/* Case rules: a lower-case entry is also right Capitalised and in CAPITALS; a Capitalised entry also in CAPITALS; a
 * KEEPCASE entry only as it is. Fills `out` (at most `cap`) with the indexes of every entry that makes `form` right, the
 * exact one first; returns how many. */
size_t flu_lexicon_match(const flu_lexicon *lex, const char *form, size_t len, uint32_t *out, size_t cap);

/* --- what a form is --- */

/* One reading: its tag and how the lemma is spelt: drop `strip` bytes from the end of the form, add `append`. */
typedef struct flu_reading {
  const flu_tag *tag;
  uint16_t strip;
  flu_str append;
} flu_reading;

size_t flu_lexicon_readings(const flu_lexicon *lex, uint32_t form, flu_reading *out, size_t cap); /* returns count ≤ cap */
unsigned flu_lexicon_frequency(const flu_lexicon *lex, uint32_t form);  /* 0 not seen … 255, logarithmic; see format.h */
size_t flu_lexicon_spelling(const flu_lexicon *lex, uint32_t form, char *out, size_t cap); /* bytes written, no NUL; 0 if cap is short */
size_t flu_lexicon_lemma(const flu_reading *reading, const char *form, size_t len, char *out, size_t cap);

/* --- lemma + features → forms --- */

/* What is wanted: a field of 0 does not matter; otherwise a form fits when it shares a bit (pos: is equal; variant: a form
 * that is right in both spellings fits too). */
typedef struct flu_wanted {
  uint8_t pos, gender, number, person;
  uint16_t mood;
  uint8_t variant;
} flu_wanted;

typedef struct flu_inflection {
  uint32_t form;          /* index */
  const flu_tag *tag;
} flu_inflection;

/* Forms of a lemma that fit, in the order of the paradigm; returns how many fit (may exceed cap; the first cap are
 * written). 0 when the lemma is unknown. */
size_t flu_lexicon_inflect(const flu_lexicon *lex, const char *lemma, size_t len, const flu_wanted *wanted,
                           flu_inflection *out, size_t cap);

/* Inflect an unknown word like a known lemma: calls emit(ctx, form, len, tag, lemma, lemma_len) for each form of each
 * paradigm of `like` carried over to `word`; `like` may be any form of the lemma with `word` in the same form.
 * FLU_E_NOTFOUND when `like` is unknown, FLU_E_ARG when the ending of `word` does not bear that paradigm; what a
 * negative emit returns is passed on. */
typedef int flu_emit(void *ctx, const char *form, size_t len, const flu_tag *tag, const char *lemma, size_t lemma_len);
int flu_lexicon_inflect_like(const flu_lexicon *lex, const char *word, size_t word_len, const char *like,
                             size_t like_len, flu_emit *emit, void *ctx);

/* --- walking the automaton (suggestions) --- */

uint8_t flu_lexicon_symbol(const flu_lexicon *lex, uint32_t code_point);   /* FLU_NO_SYMBOL when no form has it */
uint32_t flu_lexicon_code_point(const flu_lexicon *lex, uint8_t symbol);
unsigned flu_lexicon_symbol_count(const flu_lexicon *lex);                  /* symbols are 1 … count-1 */

typedef struct flu_edge {
  uint8_t symbol;
  bool final;        /* a form ends after this edge */
  bool last;         /* last edge of its node */
  uint32_t target;   /* node; 0 when it has no edges */
  uint32_t skip;     /* forms of the node that come before those through this edge */
} flu_edge;

uint32_t flu_lexicon_root(const flu_lexicon *lex);
/* The i-th edge of a node (i from 0, until `last`). Node 0 has none: do not ask. */
flu_edge flu_lexicon_edge(const flu_lexicon *lex, uint32_t node, uint32_t i);
/* Index of the form that ends on an edge, given the index `before` accumulated on the path:
 *   at the root before = 0; through edge e: before += e.skip; if e.final the form's index is `before`, and going on into
 *   e.target adds 1 more. */

uint32_t flu_lexicon_form_count(const flu_lexicon *lex);
uint32_t flu_lexicon_lemma_count(const flu_lexicon *lex);

#endif
