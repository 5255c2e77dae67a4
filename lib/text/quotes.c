/* Quotation marks that open and close inside one paragraph. */
#include "text/inner.h"

enum { GUILLEMETS, SINGLE_GUILLEMETS, CURLY, STRAIGHT, QUOTE_KINDS };

typedef struct open_quote {
  uint32_t token;
  uint32_t kind;
} open_quote;

typedef struct quotes {
  const flu_alloc *alloc;
  open_quote *items;
  size_t count, cap;
  uint32_t open[QUOTE_KINDS];   /* how many of each kind are in items */
} quotes;

static int kind_of(uint32_t cp)
{
  switch (cp) {
  case 0xAB: case 0xBB: return GUILLEMETS;
  case 0x2039: case 0x203A: return SINGLE_GUILLEMETS;
  case 0x201C: case 0x201D: return CURLY;
  case '"': return STRAIGHT;
  default: return -1;
  }
}

/* White space on one side only tells the side; else it closes what is open. */
bool flu_straight_closes(const flu_scan *sc, uint32_t i, bool open)
{
  const bool before = i == 0 || (sc->items[i].flags & FLU_TOKEN_SPACE_BEFORE) != 0;
  const bool after = i + 1 == sc->count || (sc->items[i + 1].flags & FLU_TOKEN_SPACE_BEFORE) != 0;
  if (before == after) return open;
  return after;
}

static bool closes(const quotes *q, const flu_scan *sc, uint32_t i, uint32_t cp, int kind)
{
  if (cp == '"') return q->open[STRAIGHT] > 0 && flu_straight_closes(sc, i, true);
  return (cp == 0xBB || cp == 0x203A || cp == 0x201D) && q->open[kind] > 0;
}

/* Takes the innermost of that kind, and those inside it that never closed. */
static void close_quote(quotes *q, flu_raw *items, uint32_t token, int kind)
{
  for (;;) {
    const open_quote o = q->items[--q->count];
    q->open[o.kind]--;
    if ((int)o.kind != kind) continue;
    items[o.token].extra |= FLU_RAW_QUOTE_IN;
    items[token].extra |= FLU_RAW_QUOTE_OUT;
    return;
  }
}

static bool visit(quotes *q, flu_scan *sc, uint32_t i)
{
  flu_raw *t = &sc->items[i];
  if ((t->extra & FLU_RAW_PARAGRAPH) != 0) {
    q->count = 0;
    memset(q->open, 0, sizeof q->open);
  }
  if (t->kind != FLU_TOKEN_PUNCTUATION) return true;
  uint32_t next;
  const uint32_t cp = flu_decode(sc->s, t->start, &next);
  const int kind = kind_of(cp);
  if (kind < 0) return true;
  if (closes(q, sc, i, cp, kind)) {
    close_quote(q, sc->items, i, kind);
    return true;
  }
  if (cp == 0xBB || cp == 0x203A || cp == 0x201D) return true;
  if (!flu_reserve(q->alloc, (void **)&q->items, q->count, &q->cap, sizeof *q->items)) return false;
  q->items[q->count++] = (open_quote){ i, (uint32_t)kind };
  q->open[kind]++;
  return true;
}

int flu_mark_quotes(flu_scan *sc)
{
  quotes q = { .alloc = sc->alloc };
  bool ok = true;
  for (uint32_t i = 0; i < sc->count && ok; i++) ok = visit(&q, sc, i);
  flu_free(q.alloc, q.items, q.cap * sizeof *q.items);
  if (!ok) return FLU_E_NOMEM;
  uint32_t depth = 0;
  for (uint32_t i = 0; i < sc->count; i++) {
    flu_raw *t = &sc->items[i];
    if ((t->extra & FLU_RAW_QUOTE_OUT) != 0) depth--;
    if (depth > 0) t->flags |= FLU_TOKEN_IN_QUOTES;
    if ((t->extra & FLU_RAW_QUOTE_IN) != 0) depth++;
  }
  return FLU_OK;
}
