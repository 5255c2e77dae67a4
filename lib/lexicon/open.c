/* Opening a LEXICON section: bounds always, every element when it comes from outside. */
#include <string.h>

#include "lexicon/lexicon_inner.h"

static const uint8_t element_size[FLU_SPAN_COUNT] = {
  [FLU_SPAN_EDGES] = 8,       [FLU_SPAN_FORMS] = 4,     [FLU_SPAN_SETS] = 4,    [FLU_SPAN_READINGS] = 8,
  [FLU_SPAN_TAGS] = 16,       [FLU_SPAN_STRINGS] = 1,   [FLU_SPAN_LETTERS] = 4, [FLU_SPAN_CODES] = 4,
  [FLU_SPAN_OTHERS] = 4,      [FLU_SPAN_SYMBOLS] = 4,   [FLU_SPAN_LEMMAS] = 4,  [FLU_SPAN_GHOSTS] = 8,
  [FLU_SPAN_PARADIGM_OF] = 4, [FLU_SPAN_PARADIGMS] = 4, [FLU_SPAN_ITEMS] = 8,
};

_Static_assert(sizeof(flu_tag) == 16 && sizeof(flu_change) == 8 && sizeof(flu_letter) == 4 && sizeof(flu_ghost) == 8,
               "layout of the section");
_Static_assert(sizeof(flu_lexicon_header) == 8 + 8 * FLU_SPAN_COUNT, "layout of the section");

static int bad(flu_error *err, uint64_t offset, const char *what)
{
  return flu_fail(err, FLU_E_FORMAT, offset, "lexicon: %s", what);
}

static int look_at_spans(const flu_lexicon_header *h, size_t size, flu_error *err)
{
  for (unsigned i = 0; i < FLU_SPAN_COUNT; i++) {
    const uint64_t offset = h->spans[i].offset, bytes = (uint64_t)h->spans[i].count * element_size[i];
    if (offset % 8 != 0 || offset < sizeof *h || offset > size || bytes > size - offset)
      return bad(err, offsetof(flu_lexicon_header, spans) + i * sizeof(flu_lexicon_span), "array out of bounds");
  }
  return FLU_OK;
}

/* What every call takes for granted. */
static int look_at_counts(const flu_lexicon_header *h, flu_error *err)
{
  const flu_lexicon_span *s = h->spans;
  const uint64_t lemmas = (uint64_t)s[FLU_SPAN_LEMMAS].count + s[FLU_SPAN_GHOSTS].count;
  if (s[FLU_SPAN_EDGES].count == 0 || s[FLU_SPAN_EDGES].count > FLU_MAX_EDGES || h->root >= s[FLU_SPAN_EDGES].count)
    return bad(err, 0, "root out of bounds");
  if (s[FLU_SPAN_SETS].count == 0 || s[FLU_SPAN_PARADIGMS].count == 0 || s[FLU_SPAN_STRINGS].count == 0 ||
      s[FLU_SPAN_LETTERS].count != FLU_DIRECT_LETTERS || s[FLU_SPAN_CODES].count != s[FLU_SPAN_OTHERS].count ||
      s[FLU_SPAN_SYMBOLS].count == 0 || s[FLU_SPAN_SYMBOLS].count > FLU_MAX_SYMBOLS ||
      s[FLU_SPAN_CODES].count > FLU_MAX_CODES || s[FLU_SPAN_PARADIGM_OF].count != lemmas ||
      s[FLU_SPAN_TAGS].count > FLU_MAX_TAGS || s[FLU_SPAN_FORMS].count > INT32_MAX)
    return bad(err, 0, "counts do not fit together");
  return FLU_OK;
}

/* --- every element --- */

typedef struct view {
  const flu_lexicon *lex;
  const flu_lexicon_span *spans;
  flu_error *err;
} view;

static uint64_t place(const view *v, unsigned span, uint64_t i)
{
  return v->spans[span].offset + i * element_size[span];
}

/* Counts forms below each node from the end, as targets lie behind their edges; heights likewise. */
static int look_at_edges(const view *v, uint32_t *counts, uint8_t *heights)
{
  const uint32_t edge_count = v->spans[FLU_SPAN_EDGES].count;
  const uint64_t *edges = v->lex->edges;
  if (edge_count > 1 && (edges[edge_count - 1] & FLU_EDGE_LAST) == 0)
    return bad(v->err, place(v, FLU_SPAN_EDGES, edge_count - 1), "node without end");
  counts[0] = 0;
  heights[0] = 0;
  for (uint32_t i = edge_count - 1; i > 0; i--) {
    const uint64_t edge = edges[i];
    const uint32_t target = (uint32_t)edge >> FLU_EDGE_TARGET_SHIFT, skip = (uint32_t)(edge >> FLU_EDGE_SKIP_SHIFT);
    const unsigned symbol = edge & FLU_EDGE_SYMBOL;
    const bool last = (edge & FLU_EDGE_LAST) != 0, final = (edge & FLU_EDGE_FINAL) != 0;
    if (symbol == FLU_NO_SYMBOL || symbol >= v->lex->symbol_count || target >= edge_count ||
        (target != 0 && target <= i))
      return bad(v->err, place(v, FLU_SPAN_EDGES, i), "edge out of bounds");
    if (target != 0 && (edges[target - 1] & FLU_EDGE_LAST) == 0 && target != 1)
      return bad(v->err, place(v, FLU_SPAN_EDGES, i), "edge into the middle of a node");
    /* forms through this edge and those of the same node behind it; skips are relative to the node */
    const uint64_t here = (uint64_t) final + counts[target];
    const uint64_t behind = last ? 0 : (uint64_t)counts[i + 1];
    if (here == 0 || here + behind > INT32_MAX)
      return bad(v->err, place(v, FLU_SPAN_EDGES, i), "wrong number of forms");
    if (!last && skip + here != (uint32_t)(edges[i + 1] >> FLU_EDGE_SKIP_SHIFT))
      return bad(v->err, place(v, FLU_SPAN_EDGES, i), "wrong number of forms before an edge");
    counts[i] = (uint32_t)(here + behind);
    const unsigned through = heights[target] + 1u, beside = last ? 0 : heights[i + 1];
    if (through > FLU_MAX_FORM_SYMBOLS) return bad(v->err, place(v, FLU_SPAN_EDGES, i), "form too long");
    heights[i] = (uint8_t)(through > beside ? through : beside);
  }
  for (uint32_t i = 1; i < edge_count; i++)
    if ((i == 1 || (edges[i - 1] & FLU_EDGE_LAST) != 0) && edges[i] >> FLU_EDGE_SKIP_SHIFT != 0)
      return bad(v->err, place(v, FLU_SPAN_EDGES, i), "wrong number of forms before an edge");
  const uint32_t root = v->lex->root;
  if ((root > 1 && (edges[root - 1] & FLU_EDGE_LAST) == 0) || counts[root] != v->lex->form_count)
    return bad(v->err, offsetof(flu_lexicon_header, root), "wrong number of forms");
  return FLU_OK;
}

static int look_at_automaton(const view *v, const flu_alloc *alloc)
{
  const size_t n = v->spans[FLU_SPAN_EDGES].count;
  uint32_t *counts = flu_new(alloc, n * sizeof *counts);
  uint8_t *heights = flu_new(alloc, n);
  int status = FLU_E_NOMEM;
  if (counts != NULL && heights != NULL)
    status = look_at_edges(v, counts, heights);
  else
    flu_fail(v->err, FLU_E_NOMEM, 0, "out of memory");
  flu_free(alloc, counts, n * sizeof *counts);
  flu_free(alloc, heights, n);
  return status;
}

/* An index array whose elements are starts in another one, ascending, the last one its end. */
static int look_at_starts(const view *v, unsigned span, const uint32_t *starts, uint32_t end, uint32_t most)
{
  const uint32_t count = v->spans[span].count;
  for (uint32_t i = 0; i + 1 < count; i++)
    if (starts[i] > starts[i + 1] || starts[i + 1] - starts[i] > most)
      return bad(v->err, place(v, span, i), "starts do not ascend");
  if (starts[0] != 0 || starts[count - 1] != end) return bad(v->err, place(v, span, count - 1), "wrong end");
  return FLU_OK;
}

static int look_at_changes(const view *v, unsigned span, const flu_change *changes)
{
  const uint32_t strings = v->spans[FLU_SPAN_STRINGS].count;
  for (uint32_t i = 0; i < v->spans[span].count; i++) {
    const flu_change *c = &changes[i];
    if (c->tag >= v->spans[FLU_SPAN_TAGS].count || c->append >= strings || c->append_len >= strings - c->append)
      return bad(v->err, place(v, span, i), "reading out of bounds");
  }
  return FLU_OK;
}

static int look_at_letters(const view *v, unsigned span, const flu_letter *letters)
{
  const unsigned most = v->lex->symbol_count;
  for (uint32_t i = 0; i < v->spans[span].count; i++)
    if (letters[i].symbol >= most || letters[i].lower >= most || letters[i].upper >= most)
      return bad(v->err, place(v, span, i), "symbol out of bounds");
  return FLU_OK;
}

static int look_at_alphabet(const view *v)
{
  for (uint32_t i = 1; i < v->lex->code_count; i++)
    if (v->lex->codes[i - 1] >= v->lex->codes[i])
      return bad(v->err, place(v, FLU_SPAN_CODES, i), "letters out of order");
  for (uint32_t i = 1; i < v->lex->symbol_count; i++)
    if (v->lex->symbols[i] > 0x10FFFF || v->lex->symbols[i] < 0x20 || (v->lex->symbols[i] >> 11) == 0x1B)
      return bad(v->err, place(v, FLU_SPAN_SYMBOLS, i), "no code point");
  const int status = look_at_letters(v, FLU_SPAN_LETTERS, v->lex->letters);
  return status < 0 ? status : look_at_letters(v, FLU_SPAN_OTHERS, v->lex->others);
}

static int look_at_lemmas(const view *v)
{
  const flu_lexicon *lex = v->lex;
  const uint32_t strings = v->spans[FLU_SPAN_STRINGS].count, paradigms = v->spans[FLU_SPAN_PARADIGMS].count - 1;
  for (uint32_t i = 0; i < lex->lemma_count; i++)
    if (lex->lemmas[i] >= lex->form_count || (i > 0 && lex->lemmas[i - 1] >= lex->lemmas[i]))
      return bad(v->err, place(v, FLU_SPAN_LEMMAS, i), "lemmas out of order");
  for (uint32_t i = 0; i < lex->ghost_count; i++)
    if (lex->ghosts[i].spelling >= strings || lex->ghosts[i].len >= strings - lex->ghosts[i].spelling ||
        lex->ghosts[i].len > FLU_MAX_FORM_BYTES)
      return bad(v->err, place(v, FLU_SPAN_GHOSTS, i), "spelling out of bounds");
  for (uint32_t i = 0; i < v->spans[FLU_SPAN_PARADIGM_OF].count; i++)
    if (lex->paradigm_of[i] >= paradigms)
      return bad(v->err, place(v, FLU_SPAN_PARADIGM_OF, i), "paradigm out of bounds");
  return FLU_OK;
}

static int look_at_everything(const view *v, const flu_alloc *alloc)
{
  const flu_lexicon *lex = v->lex;
  const uint32_t sets = v->spans[FLU_SPAN_SETS].count - 1;
  int status = look_at_alphabet(v);
  if (status == FLU_OK) status = look_at_automaton(v, alloc);
  if (status == FLU_OK)
    status = look_at_starts(v, FLU_SPAN_SETS, lex->sets, v->spans[FLU_SPAN_READINGS].count, FLU_MAX_READINGS);
  if (status == FLU_OK)
    status = look_at_starts(v, FLU_SPAN_PARADIGMS, lex->paradigms, v->spans[FLU_SPAN_ITEMS].count, UINT32_MAX);
  if (status == FLU_OK) status = look_at_changes(v, FLU_SPAN_READINGS, lex->readings);
  if (status == FLU_OK) status = look_at_changes(v, FLU_SPAN_ITEMS, lex->items);
  if (status == FLU_OK) status = look_at_lemmas(v);
  for (uint32_t i = 0; status == FLU_OK && i < lex->form_count; i++)
    if ((lex->forms[i] & FLU_FORM_SET) >= sets)
      status = bad(v->err, place(v, FLU_SPAN_FORMS, i), "readings out of bounds");
  for (uint32_t i = 0; status == FLU_OK && i < v->spans[FLU_SPAN_TAGS].count; i++)
    if (lex->tags[i].pos >= FLU_POS_COUNT) status = bad(v->err, place(v, FLU_SPAN_TAGS, i), "unknown part of speech");
  return status;
}

int flu_lexicon_open(flu_lexicon *out, const unsigned char *data, size_t size, bool trusted, const flu_alloc *alloc,
                     flu_error *err)
{
  if ((uintptr_t)data % 8 != 0) return flu_fail(err, FLU_E_ARG, 0, "lexicon: not aligned to 8 bytes");
  const flu_lexicon_header *h = (const void *)data;
  if (size < sizeof *h || h->size > size || h->size < sizeof *h) return bad(err, 0, "cut short");
  int status = look_at_spans(h, h->size, err);
  if (status == FLU_OK) status = look_at_counts(h, err);
  if (status < 0) return status;
  const flu_lexicon_span *s = h->spans;
  const flu_lexicon lex = {
    .edges = (const void *)(data + s[FLU_SPAN_EDGES].offset),
    .forms = (const void *)(data + s[FLU_SPAN_FORMS].offset),
    .sets = (const void *)(data + s[FLU_SPAN_SETS].offset),
    .readings = (const void *)(data + s[FLU_SPAN_READINGS].offset),
    .tags = (const void *)(data + s[FLU_SPAN_TAGS].offset),
    .strings = (const char *)data + s[FLU_SPAN_STRINGS].offset,
    .letters = (const void *)(data + s[FLU_SPAN_LETTERS].offset),
    .codes = (const void *)(data + s[FLU_SPAN_CODES].offset),
    .others = (const void *)(data + s[FLU_SPAN_OTHERS].offset),
    .symbols = (const void *)(data + s[FLU_SPAN_SYMBOLS].offset),
    .lemmas = (const void *)(data + s[FLU_SPAN_LEMMAS].offset),
    .ghosts = (const void *)(data + s[FLU_SPAN_GHOSTS].offset),
    .paradigm_of = (const void *)(data + s[FLU_SPAN_PARADIGM_OF].offset),
    .paradigms = (const void *)(data + s[FLU_SPAN_PARADIGMS].offset),
    .items = (const void *)(data + s[FLU_SPAN_ITEMS].offset),
    .root = h->root,
    .form_count = s[FLU_SPAN_FORMS].count,
    .lemma_count = s[FLU_SPAN_LEMMAS].count,
    .ghost_count = s[FLU_SPAN_GHOSTS].count,
    .symbol_count = s[FLU_SPAN_SYMBOLS].count,
    .code_count = s[FLU_SPAN_CODES].count,
  };
  if (!trusted) status = look_at_everything(&(view){ &lex, s, err }, alloc);
  if (status == FLU_OK) *out = lex;
  return status;
}
