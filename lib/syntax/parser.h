/* Who depends on whom: a dependency parser for sentences in which an agreement is in question.
 *
 * A greedy transition parser (arc-eager) chooses each step by a linear model over hashed features: lemmas and the
 * tagger's classes of the words at hand, what they govern already, what stands between them. Gender, number and person
 * take no part, so that a mistake of agreement does not change the analysis. The sentence is read twice, forwards and
 * backwards, by two models; an arc that both find is sure.
 *
 * The parser is immutable: any thread. Integers only: same input, same output everywhere. Time and memory are linear in
 * the number of tokens.
 */
#ifndef FLU_SYNTAX_PARSER_H
#define FLU_SYNTAX_PARSER_H

#include "base/memory.h"
#include "syntax/labels.h"
#include "tagging/tagger.h"

#define FLU_SYNTAX_VERSION 1u
#define FLU_NO_HEAD UINT32_MAX
#define FLU_MAX_PARSED 256u          /* a longer sentence is not parsed */

typedef struct flu_parser {
  const int8_t *weights;             /* NULL: a parser that finds nothing */
} flu_parser;

typedef struct flu_dep {
  uint32_t head;                     /* token; FLU_NO_HEAD for a root */
  uint8_t label;                     /* enum flu_dep_label */
  bool sure;                         /* found in both directions */
  bool sure_label;                   /* sure, and so is the label */
  int32_t margin;                    /* by which the step that made the arc won, the smaller one of both directions */
} flu_dep;

/* Look at a SYNTAX section, which must be aligned to 8 and outlive `out`. Nothing in it is followed, so that only its
 * shape can be wrong: E_FORMAT, E_ARG (alignment). An empty section is a parser that finds nothing. */
int flu_parser_open(flu_parser *out, const unsigned char *data, size_t size, flu_error *err);

/* Parse a tagged sentence: out[0 … count - 1]. A sentence longer than FLU_MAX_PARSED is all roots, none of them sure.
 * FLU_OK or FLU_E_NOMEM. */
int flu_parse_sentence(const flu_parser *parser, const flu_tagger *tagger, const flu_tag_input *inputs,
                       const flu_tagged *tagged, uint32_t count, flu_arena *arena, flu_dep *out);

/* The same read forwards only, in half the time; every arc is called sure. To find out whether there is anything to
 * look at with care. */
int flu_parse_quickly(const flu_parser *parser, const flu_tagger *tagger, const flu_tag_input *inputs,
                      const flu_tagged *tagged, uint32_t count, flu_arena *arena, flu_dep *out);

#endif
