#include "spelling/search.h"

#include <string.h>

#include "lexicon/lexicon_inner.h"

/* One position of the word against one symbol of the lexicon. */
typedef struct cell {
  uint8_t cost;      /* of reading the typed symbol as this one */
  uint8_t least;     /* cheapest use of the symbol here: most edges are passed over by one comparison with it */
  uint16_t rewrites; /* first rewrite at this position whose meant side begins with the symbol, + 1 */
} cell;

typedef struct instance {
  uint8_t meant[FLU_REWRITE_MAX];
  uint8_t meant_len, typed_len, cost;
  bool end;      /* nothing may follow */
  uint16_t next; /* next one of the same cell, + 1 */
} instance;

#define MAX_INSTANCES 2000u
#define COSTLY        60 /* a substitution that is no matter of accents: dearer at the start of the word */

struct flu_search {
  const flu_speller *sp;
  const flu_lexicon *lex;
  const uint64_t *edges;
  uint8_t word[FLU_MAX_FORM_SYMBOLS];
  uint8_t removal[FLU_MAX_FORM_SYMBOLS]; /* cost of dropping the typed symbol */
  uint32_t count, symbols, root;
  cell *cells; /* (count + 1) × symbols */
  instance *instances;
  uint32_t instance_count;
  uint32_t doubling, insertion_first, split, dear;
  uint32_t bound, second_bound;
  uint32_t *steps;
  uint32_t first_form, first_end; /* while the second word is looked for */
  bool splits;
  flu_hits *hits;
};

/* A place in the automaton and in the word. */
typedef struct place {
  uint32_t node, before;
  uint32_t form; /* the form that ends here, or FLU_NO_FORM */
  uint32_t cost;
  uint8_t pos, last; /* last: symbol of the form just before */
  uint8_t edits;     /* what the edit before was: */
  uint8_t left;      /* dear edits that may still be made */
} place;

enum { AFTER_NOTHING = 0, AFTER_INSERTION = 1, AFTER_REMOVAL = 2 };

void flu_hits_clear(flu_hits *hits)
{
  memset(hits->slots, 0, sizeof hits->slots);
  hits->count = 0;
  hits->nearest = UINT32_MAX;
}

void flu_hits_add(flu_hits *hits, uint32_t form, uint32_t first, uint32_t cost)
{
  const uint32_t mask = sizeof hits->slots / sizeof hits->slots[0] - 1;
  uint32_t at = ((form * 2654435761u) ^ (first * 0x85ebca6bu)) >> 15 & mask;
  for (; hits->slots[at] != 0; at = (at + 1) & mask) {
    flu_hit *hit = &hits->items[hits->slots[at] - 1];
    if (hit->form != form || hit->first != first) continue;
    if (cost < hit->cost) hit->cost = (uint16_t)cost;
    return;
  }
  if (hits->count == FLU_MAX_HITS) return;
  hits->items[hits->count] = (flu_hit){ form, first, (uint16_t)cost };
  hits->slots[at] = (uint16_t)(++hits->count);
}

/* --- the word --- */

static void add_instance(flu_search *s, uint32_t pos, const instance *made)
{
  if (s->instance_count == MAX_INSTANCES) return;
  cell *c = &s->cells[pos * s->symbols + made->meant[0]];
  instance *at = &s->instances[s->instance_count++];
  *at = *made;
  at->next = c->rewrites;
  c->rewrites = (uint16_t)s->instance_count;
  /* Rewrites are not counted as dear edits and must not be held back as such. */
  const uint32_t least = made->cost < s->dear ? made->cost : s->dear - 1;
  if (least < c->least) c->least = (uint8_t)least;
}

static void add_rewrites(flu_search *s, uint32_t pos, uint32_t from, uint32_t to)
{
  for (uint32_t i = from; i < to; i++) {
    const flu_rewrite *r = &s->sp->rewrites[i];
    if (r->typed_len > s->count - pos || ((r->flags & FLU_REWRITE_START) && pos != 0)) continue;
    if ((r->flags & FLU_REWRITE_END) && pos + r->typed_len != s->count) continue;
    if (memcmp(r->typed, s->word + pos, r->typed_len) != 0) continue;
    instance made = { .meant_len = r->meant_len, .typed_len = r->typed_len, .cost = r->cost };
    memcpy(made.meant, r->meant, r->meant_len);
    made.end = (r->flags & FLU_REWRITE_END) != 0;
    add_instance(s, pos, &made);
  }
}

static uint8_t capped(int32_t cost)
{
  if (cost < 0) return 0;
  return cost < (int32_t)FLU_COST_NEVER ? (uint8_t)cost : FLU_COST_NEVER;
}

static void prepare_cells(flu_search *s, uint32_t pos, bool capital)
{
  const uint8_t *row = s->sp->substitution + (size_t)s->word[pos] * s->symbols;
  const int32_t first = pos == 0 ? flu_speller_parameter(s->sp, FLU_SP_first_letter) : 0;
  const int32_t raise = flu_speller_parameter(s->sp, FLU_SP_case_raise);
  cell *cells = s->cells + (size_t)pos * s->symbols;
  for (uint32_t i = 0; i < s->symbols; i++) {
    int32_t cost = row[i] >= COSTLY ? row[i] + first : row[i];
    const uint8_t dropped = s->sp->insertion[i];
    cells[i].cost = capped(s->sp->capital[i] && !capital ? cost + raise : cost);
    cells[i].least = cells[i].cost < dropped ? cells[i].cost : dropped;
    cells[i].rewrites = 0;
  }
}

static void prepare_position(flu_search *s, uint32_t pos)
{
  const flu_speller *sp = s->sp;
  const uint8_t symbol = s->word[pos];
  add_rewrites(s, pos, sp->rewrite_first[symbol], sp->rewrite_first[symbol + 1]);
  if (pos + 1 < s->count && s->word[pos + 1] != symbol) {
    instance swap = { .meant_len = 2, .typed_len = 2 };
    swap.meant[0] = s->word[pos + 1];
    swap.meant[1] = symbol;
    swap.cost = capped(flu_speller_parameter(sp, FLU_SP_transposition) +
                       (pos == 0 ? flu_speller_parameter(sp, FLU_SP_first_letter) / 2 : 0));
    if (swap.meant[0] != FLU_NO_SYMBOL && symbol != FLU_NO_SYMBOL) add_instance(s, pos, &swap);
  }
  int32_t cost = sp->deletion[symbol];
  if (pos > 0 && s->word[pos - 1] == symbol) cost = flu_speller_parameter(sp, FLU_SP_undoubling);
  if (pos == 0) cost += flu_speller_parameter(sp, FLU_SP_first_letter);
  s->removal[pos] = capped(cost);
}

flu_search *flu_search_new(const flu_speller *sp, const uint32_t *lower, size_t count, size_t capitals,
                           flu_arena *arena)
{
  if (count == 0 || count > FLU_MAX_FORM_SYMBOLS) return NULL;
  flu_search *s = flu_arena_take(arena, sizeof *s);
  if (s == NULL) return NULL;
  memset(s, 0, sizeof *s);
  s->sp = sp;
  s->lex = sp->lexicon;
  s->edges = sp->lexicon->edges;
  s->count = (uint32_t)count;
  s->symbols = sp->header->symbols;
  s->root = flu_lexicon_root(s->lex);
  s->dear = (uint32_t)flu_speller_parameter(sp, FLU_SP_dear);
  s->cells = flu_arena_take(arena, (count + 1) * s->symbols * sizeof *s->cells);
  s->instances = flu_arena_take(arena, MAX_INSTANCES * sizeof *s->instances);
  if (s->cells == NULL || s->instances == NULL) return NULL;
  for (uint32_t i = 0; i < s->count; i++) s->word[i] = flu_lexicon_symbol(s->lex, lower[i]);
  for (uint32_t i = 0; i < s->count; i++) prepare_cells(s, i, i < capitals);
  cell *behind = s->cells + (size_t)count * s->symbols;
  for (uint32_t i = 0; i < s->symbols; i++) behind[i] = (cell){ .cost = FLU_COST_NEVER, .least = sp->insertion[i] };
  for (uint32_t i = 0; i < s->count; i++) prepare_position(s, i);
  add_rewrites(s, s->count, sp->rewrite_first[0], sp->rewrite_first[1]);
  s->doubling = (uint32_t)flu_speller_parameter(sp, FLU_SP_doubling);
  s->insertion_first = (uint32_t)flu_speller_parameter(sp, FLU_SP_first_letter);
  s->split = (uint32_t)flu_speller_parameter(sp, FLU_SP_split);
  return s;
}

/* --- the walk --- */

static void visit(flu_search *s, const place *at);

/* As flu_lexicon_edge, without a call: this is where the time goes. */
static inline flu_edge edge_of(const flu_search *s, uint32_t node, uint32_t i)
{
  const uint64_t edge = s->edges[node + i];
  return (flu_edge){ .symbol = (uint8_t)(edge & FLU_EDGE_SYMBOL),
                     .final = (edge & FLU_EDGE_FINAL) != 0,
                     .last = (edge & FLU_EDGE_LAST) != 0,
                     .target = (uint32_t)edge >> FLU_EDGE_TARGET_SHIFT,
                     .skip = (uint32_t)(edge >> FLU_EDGE_SKIP_SHIFT) };
}

/* A part of a split must be a usual word, the more so the shorter it is: otherwise anything splits into something. */
static bool usual(const flu_search *s, uint32_t form, uint32_t symbols)
{
  enum flu_spelling_parameter least = FLU_SP_part_long;
  if (symbols <= 1)
    least = FLU_SP_part_1;
  else if (symbols <= 3)
    least = FLU_SP_part_3;
  return (int32_t)flu_lexicon_frequency(s->lex, form) >= flu_speller_parameter(s->sp, least);
}

static void second_word(flu_search *s, const place *at)
{
  if (at->pos == 0 || at->cost + s->split > s->second_bound || !usual(s, at->form, at->pos)) return;
  place root = { .node = s->root, .form = FLU_NO_FORM, .cost = at->cost + s->split, .pos = at->pos, .left = at->left };
  const uint32_t bound = s->bound;
  s->bound = s->second_bound;
  s->first_form = at->form;
  s->first_end = at->pos;
  s->splits = false;
  visit(s, &root);
  s->first_form = FLU_NO_FORM;
  s->splits = true;
  s->bound = bound;
}

static void add_hit(flu_search *s, uint32_t form, uint32_t cost)
{
  if (s->first_form != FLU_NO_FORM && !usual(s, form, s->count - s->first_end)) return;
  flu_hits_add(s->hits, form, s->first_form, cost);
  if (s->first_form != FLU_NO_FORM) cost -= s->split;
  if (cost < s->hits->nearest) s->hits->nearest = cost;
}

static bool affordable(const flu_search *s, const place *at, uint32_t cost)
{
  return at->left > 0 || cost < s->dear;
}

static void walk_edge(flu_search *s, const place *from, flu_edge e, uint32_t pos, uint32_t cost, uint8_t edits)
{
  place to;
  to.left = (uint8_t)(from->left - (cost >= s->dear ? 1 : 0));
  to.node = e.target;
  to.form = e.final ? from->before + e.skip : FLU_NO_FORM;
  to.before = from->before + e.skip + (e.final ? 1 : 0);
  to.cost = from->cost + cost;
  to.pos = (uint8_t)pos;
  to.last = e.symbol;
  to.edits = edits;
  visit(s, &to);
}

static bool find_edge(flu_search *s, uint32_t node, uint8_t symbol, flu_edge *out)
{
  if (node == 0) return false;
  for (uint32_t i = 0;; i++) {
    *out = edge_of(s, node, i);
    if (*s->steps == 0) return false;
    --*s->steps;
    if (out->symbol == symbol) return true;
    if (out->last) return false;
  }
}

/* Follow the rest of a rewrite's meant side behind edge `e`, which is its first symbol. */
static void walk_rewrite(flu_search *s, const place *from, flu_edge e, const instance *r)
{
  place at = *from;
  for (unsigned i = 1; i < r->meant_len; i++) {
    at.before += e.skip + (e.final ? 1 : 0);
    if (!find_edge(s, e.target, r->meant[i], &e)) return;
  }
  at.cost += r->cost; /* rewrites lead to few forms: they are not counted as dear edits */
  if (!r->end)
    walk_edge(s, &at, e, from->pos + r->typed_len, 0, AFTER_NOTHING);
  else if (e.final)
    add_hit(s, at.before + e.skip, at.cost);
}

static void walk_rewrites(flu_search *s, const place *at, flu_edge e, unsigned first)
{
  for (unsigned i = first; i != 0; i = s->instances[i - 1].next) {
    const instance *r = &s->instances[i - 1];
    if (at->cost + r->cost <= s->bound) walk_rewrite(s, at, e, r);
  }
}

static uint32_t insertion_cost(const flu_search *s, const place *at, uint8_t symbol)
{
  if (at->pos == 0) return s->sp->insertion[symbol] + s->insertion_first;
  if (symbol == at->last && s->doubling < s->sp->insertion[symbol]) return s->doubling;
  return s->sp->insertion[symbol];
}

static void visit_edge(flu_search *s, const place *at, const cell *c, flu_edge e)
{
  const uint32_t rest = s->bound - at->cost;
  if (at->pos < s->count && c->cost <= rest && affordable(s, at, c->cost))
    walk_edge(s, at, e, at->pos + 1u, c->cost, AFTER_NOTHING);
  if (c->rewrites != 0) walk_rewrites(s, at, e, c->rewrites);
  if (at->edits == AFTER_REMOVAL) return;
  const uint32_t cost = insertion_cost(s, at, e.symbol);
  if (cost <= rest && affordable(s, at, cost)) walk_edge(s, at, e, at->pos, cost, AFTER_INSERTION);
}

static void visit_edges(flu_search *s, const place *at)
{
  const cell *cells = s->cells + (size_t)at->pos * s->symbols;
  uint32_t limit = s->bound - at->cost;
  if (at->left == 0 && limit >= s->dear) limit = s->dear - 1;
  for (uint32_t i = at->node;; i++) {
    if (*s->steps == 0) return;
    --*s->steps;
    const uint64_t edge = s->edges[i];
    const uint8_t symbol = (uint8_t)(edge & FLU_EDGE_SYMBOL);
    if (cells[symbol].least <= limit || symbol == at->last) visit_edge(s, at, &cells[symbol], edge_of(s, i, 0));
    if ((edge & FLU_EDGE_LAST) != 0) return;
  }
}

static void visit(flu_search *s, const place *at)
{
  if (*s->steps == 0) return; /* a step is an edge looked at or a place visited */
  --*s->steps;
  if (at->form != FLU_NO_FORM) {
    if (at->pos == s->count)
      add_hit(s, at->form, at->cost);
    else if (s->splits)
      second_word(s, at);
  }
  if (at->pos < s->count && at->edits != AFTER_INSERTION && at->cost + s->removal[at->pos] <= s->bound &&
      affordable(s, at, s->removal[at->pos])) {
    place skip = *at;
    skip.left = (uint8_t)(at->left - (s->removal[at->pos] >= s->dear ? 1 : 0));
    skip.cost += s->removal[at->pos];
    skip.pos++;
    skip.edits = AFTER_REMOVAL;
    visit(s, &skip);
  }
  if (at->node != 0) visit_edges(s, at);
}

bool flu_search_run(flu_search *search, uint32_t bound, unsigned edits, bool splits, uint32_t *steps, flu_hits *hits)
{
  const uint32_t second = search->split + (uint32_t)flu_speller_parameter(search->sp, FLU_SP_split_rest);
  search->bound = bound;
  search->second_bound = second < bound ? second : bound;
  search->steps = steps;
  search->splits = splits;
  search->first_form = FLU_NO_FORM;
  search->hits = hits;
  place root = { .node = search->root, .form = FLU_NO_FORM, .left = (uint8_t)edits };
  visit(search, &root);
  return *steps > 0;
}
