/* Case rules: which entries make a word right as it is capitalised. */
#include "lexicon/lexicon_inner.h"

#define MAX_STEPS 4096u /* of a search that follows both cases of every letter */

typedef struct word {
  const flu_letter *letters[FLU_MAX_FORM_SYMBOLS];
  size_t count, capitals, neutral;
} word;

static bool read_word(const flu_lexicon *lex, const char *form, size_t len, word *w)
{
  w->count = w->capitals = w->neutral = 0;
  if (len > FLU_MAX_FORM_BYTES) return false;
  for (size_t at = 0; at < len;) {
    const uint32_t code_point = flu_lexicon_decode(form, len, &at);
    const flu_letter *letter = flu_lexicon_letter(lex, code_point);
    if ((letter->flags & FLU_LETTER_KNOWN) == 0 || w->count == FLU_MAX_FORM_SYMBOLS) return false;
    w->letters[w->count++] = letter;
    if ((letter->flags & FLU_LETTER_UPPER) != 0)
      w->capitals++;
    else if ((letter->flags & FLU_LETTER_LOWER) == 0)
      w->neutral++;
  }
  return w->count > 0;
}

/* One edge of a node by its symbol; 0 when there is none. */
static uint64_t edge_of(const flu_lexicon *lex, uint32_t node, unsigned symbol)
{
  if (node == 0 || symbol == FLU_NO_SYMBOL) return 0;
  uint64_t edge = lex->edges[node];
  while ((edge & FLU_EDGE_SYMBOL) != symbol) {
    if ((edge & FLU_EDGE_LAST) != 0) return 0;
    edge = lex->edges[++node];
  }
  return edge;
}

/* Index of the word as it is spelt. */
static uint32_t find_exact(const flu_lexicon *lex, const word *w)
{
  uint32_t node = lex->root, index = 0;
  for (size_t i = 0;; i++) {
    const uint64_t edge = edge_of(lex, node, w->letters[i]->symbol);
    if (edge == 0) return FLU_NO_FORM;
    index += (uint32_t)(edge >> FLU_EDGE_SKIP_SHIFT);
    const bool final = (edge & FLU_EDGE_FINAL) != 0;
    if (i + 1 == w->count) return final ? index : FLU_NO_FORM;
    index += final;
    node = (uint32_t)edge >> FLU_EDGE_TARGET_SHIFT;
  }
}

static bool keeps_case(const flu_lexicon *lex, uint32_t form)
{
  const uint32_t set = lex->forms[form] & FLU_FORM_SET;
  for (uint32_t i = lex->sets[set]; i < lex->sets[set + 1]; i++)
    if ((lex->tags[lex->readings[i].tag].flags & FLU_TAG_KEEPCASE) == 0) return false;
  return lex->sets[set] < lex->sets[set + 1];
}

typedef struct search {
  const flu_lexicon *lex;
  const word *w;
  uint32_t *out;
  size_t count, cap;
  uint32_t exact; /* already in `out` */
  uint32_t steps;
  bool all_capitals; /* else only the first letter may be a capital of its lower case */
} search;

static void follow(search *s, uint32_t node, size_t at, uint32_t index);

static void take(search *s, uint32_t node, size_t at, uint32_t index, unsigned symbol)
{
  const uint64_t edge = edge_of(s->lex, node, symbol);
  if (edge == 0 || s->steps == 0) return;
  s->steps--;
  index += (uint32_t)(edge >> FLU_EDGE_SKIP_SHIFT);
  const bool final = (edge & FLU_EDGE_FINAL) != 0;
  if (at + 1 < s->w->count) {
    follow(s, (uint32_t)edge >> FLU_EDGE_TARGET_SHIFT, at + 1, index + final);
  } else if (final && index != s->exact && !keeps_case(s->lex, index)) {
    if (s->count < s->cap) s->out[s->count] = index;
    s->count++;
  }
}

static void follow(search *s, uint32_t node, size_t at, uint32_t index)
{
  const flu_letter *letter = s->w->letters[at];
  if ((s->all_capitals || at > 0) && letter->symbol != 0) take(s, node, at, index, letter->symbol);
  if ((s->all_capitals || at == 0) && (letter->flags & FLU_LETTER_UPPER) != 0) take(s, node, at, index, letter->lower);
}

size_t flu_lexicon_match(const flu_lexicon *lex, const char *form, size_t len, uint32_t *out, size_t cap)
{
  word w;
  if (!read_word(lex, form, len, &w)) return 0;
  search s = { .lex = lex, .w = &w, .out = out, .cap = cap, .exact = find_exact(lex, &w), .steps = MAX_STEPS };
  if (s.exact != FLU_NO_FORM) {
    if (cap > 0) out[0] = s.exact;
    s.count = 1;
  }
  const bool initial = w.capitals == 1 && (w.letters[0]->flags & FLU_LETTER_UPPER) != 0;
  s.all_capitals = w.capitals > 0 && w.capitals + w.neutral == w.count && !initial;
  if (initial || s.all_capitals) follow(&s, lex->root, 0, 0);
  return s.count < cap ? s.count : cap;
}
