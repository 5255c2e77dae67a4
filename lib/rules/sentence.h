/* A sentence as the rules see it: words looked up once, readings on demand. */
#ifndef FLU_RULES_SENTENCE_H
#define FLU_RULES_SENTENCE_H

#include "correction/checker.h"
#include "rules/program.h"

typedef struct flu_rule_word {
  const flu_token *token;
  const flu_prog_word *named;     /* what patterns know of it; NULL: none names it */
  const flu_tag *const *tags;     /* readings, in the arena */
  uint64_t pos;                   /* bits of the parts of speech of the readings */
  uint32_t alive;                 /* bits: readings that survive in context */
  uint8_t tag_count;
  bool read;                      /* tags, pos and alive are there */
} flu_rule_word;

typedef struct flu_rule_sentence {
  const flu_unit *unit;
  const flu_programs *programs;
  flu_rule_word *words;
  uint32_t count;
} flu_rule_sentence;

/* Looks up the words of sentence `s` in the arena of the unit. Errors: E_NOMEM. */
int flu_rule_sentence_begin(flu_rule_sentence *out, const flu_unit *u, uint32_t s);

/* The word with its readings. */
const flu_rule_word *flu_rule_word_at(const flu_rule_sentence *s, uint32_t i);

/* What is looked up for a token: the full word of an elided one, an enclitic without its hyphen, else the norm. */
flu_str flu_rule_lookup_form(const flu_unit *u, const flu_token *t);

/* The class that the readings counted must be in: that of the atom, or the one beside its word; NULL: any. */
const flu_prog_class *flu_rule_class_of(const flu_rule_sentence *s, const flu_prog_atom *a);

/* What was meant in place of word i, by a margin of at least `margin`: its text in `out` of FLU_MAX_FORM_BYTES; 0: the
 * word itself. */
size_t flu_rule_meant(const flu_rule_sentence *s, uint32_t i, int32_t margin, char *out);

bool flu_rule_in_set(const flu_programs *p, const flu_rule_word *w, uint32_t set);
bool flu_rule_reading_in_class(const flu_prog_class *c, const flu_tag *tag);
bool flu_rule_in_class(const flu_rule_sentence *s, uint32_t i, const flu_prog_class *c);
bool flu_rule_is(const flu_rule_sentence *s, uint32_t i, const flu_prog_atom *a);

/* Features of the surviving readings that the atom lets through, ored; all bits where nothing is said. */
typedef struct flu_rule_features {
  uint8_t gender, number, person;
} flu_rule_features;
flu_rule_features flu_rule_features_of(const flu_rule_sentence *s, uint32_t i, const flu_prog_atom *a);

/* Can a reading of one and a reading of the other agree in gender and number? */
bool flu_rule_accord(const flu_rule_sentence *s, uint32_t i, const flu_prog_atom *a, uint32_t j,
                     const flu_prog_atom *b);

#endif
