/* Minimal acyclic automaton from sorted words (Daciuk and others, 2000): the nodes of the last word's path are open, and
 * frozen as soon as the next word leaves them; a frozen node is shared with an equal one. */
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "compiler/lexicon.h"

typedef struct edge {
  uint32_t target; /* node; 0: none */
  uint8_t symbol, final;
  uint16_t reserved; /* 0, as edges are compared by bytes */
} edge;

typedef struct node {
  uint32_t first, count; /* edges */
} node;

typedef struct open_node {
  edge edges[FLU_MAX_SYMBOLS];
  unsigned count;
} open_node;

typedef struct builder {
  flu_alloc alloc;
  edge *edges;
  size_t edge_count, edge_cap;
  node *nodes; /* 0 is unused */
  size_t node_count, node_cap;
  uint32_t *slots; /* hash of frozen nodes */
  size_t slot_count;
  open_node *path;   /* by depth */
  uint64_t *weights; /* by edge */
  uint32_t *forms;   /* by node: words below */
  uint32_t *place;   /* by node: first edge in the result */
  uint32_t *order;   /* nodes, children first */
  size_t ordered;
} builder;

static uint64_t hash_of(const edge *edges, size_t count)
{
  return XXH3_64bits(edges, count * sizeof *edges);
}

static bool grow_slots(builder *b)
{
  const size_t wanted = b->slot_count == 0 ? 4096 : b->slot_count * 2;
  uint32_t *slots = flu_new0(&b->alloc, wanted * sizeof *slots);
  if (slots == NULL) return false;
  for (size_t n = 1; n < b->node_count; n++) {
    size_t i = hash_of(b->edges + b->nodes[n].first, b->nodes[n].count) & (wanted - 1);
    while (slots[i] != 0) i = (i + 1) & (wanted - 1);
    slots[i] = (uint32_t)n;
  }
  flu_free(&b->alloc, b->slots, b->slot_count * sizeof *slots);
  b->slots = slots;
  b->slot_count = wanted;
  return true;
}

/* Node with these edges, an old one where there is one; 0 out of memory. */
static uint32_t freeze(builder *b, const open_node *open)
{
  if (b->node_count * 2 >= b->slot_count && !grow_slots(b)) return 0;
  size_t i = hash_of(open->edges, open->count) & (b->slot_count - 1);
  for (; b->slots[i] != 0; i = (i + 1) & (b->slot_count - 1)) {
    const node *n = &b->nodes[b->slots[i]];
    if (n->count == open->count && memcmp(b->edges + n->first, open->edges, open->count * sizeof(edge)) == 0)
      return b->slots[i];
  }
  if (!flu_reserve(&b->alloc, (void **)&b->nodes, b->node_count, &b->node_cap, sizeof(node))) return 0;
  for (unsigned k = 0; k < open->count; k++) {
    if (!flu_reserve(&b->alloc, (void **)&b->edges, b->edge_count, &b->edge_cap, sizeof(edge))) return 0;
    b->edges[b->edge_count++] = open->edges[k];
  }
  b->nodes[b->node_count] = (node){ (uint32_t)(b->edge_count - open->count), open->count };
  b->slots[i] = (uint32_t)b->node_count;
  return (uint32_t)b->node_count++;
}

/* Freezes the open path down to `depth`, deepest first. */
static bool freeze_below(builder *b, size_t depth, size_t deepest)
{
  for (size_t k = deepest; k > depth; k--) {
    if (b->path[k].count == 0) continue; /* the end of the word: no edges, target 0 */
    const uint32_t n = freeze(b, &b->path[k]);
    if (n == 0) return false;
    open_node *parent = &b->path[k - 1];
    parent->edges[parent->count - 1].target = n;
    b->path[k].count = 0;
  }
  return true;
}

static bool add_words(builder *b, const uint8_t *const *words, size_t count, uint32_t *root)
{
  const uint8_t *last = (const uint8_t *)"";
  size_t last_len = 0;
  for (size_t i = 0; i < count; i++) {
    size_t common = 0, len;
    while (last[common] != 0 && last[common] == words[i][common]) common++;
    if (!freeze_below(b, common, last_len)) return false;
    for (len = common; words[i][len] != 0; len++) {
      open_node *open = &b->path[len];
      open->edges[open->count++] = (edge){ 0, words[i][len], words[i][len + 1] == 0, 0 };
    }
    last = words[i];
    last_len = len;
  }
  if (!freeze_below(b, 0, last_len)) return false;
  *root = 0;
  if (count == 0) return true;
  *root = freeze(b, &b->path[0]);
  return *root != 0;
}

/* --- order and layout --- */

static void weigh(builder *b, uint32_t root, const uint8_t *const *words, const uint32_t *weights, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    uint32_t n = root;
    for (const uint8_t *s = words[i]; *s != 0; s++) {
      size_t e = b->nodes[n].first;
      while (b->edges[e].symbol != *s) e++;
      b->weights[e] += weights[i];
      n = b->edges[e].target;
    }
  }
}

typedef struct weighted {
  uint64_t weight;
  edge e;
} weighted;

static int compare_weights(const void *a, const void *b)
{
  const weighted *x = a, *y = b;
  if (x->weight != y->weight) return x->weight < y->weight ? 1 : -1;
  return (x->e.symbol > y->e.symbol) - (x->e.symbol < y->e.symbol);
}

static void order_edges(builder *b)
{
  weighted list[FLU_MAX_SYMBOLS];
  for (size_t n = 1; n < b->node_count; n++) {
    const node *at = &b->nodes[n];
    for (uint32_t k = 0; k < at->count; k++) list[k] = (weighted){ b->weights[at->first + k], b->edges[at->first + k] };
    qsort(list, at->count, sizeof *list, compare_weights);
    for (uint32_t k = 0; k < at->count; k++) b->edges[at->first + k] = list[k].e;
  }
}

/* Children before their parents; a word's length bounds the depth. The result is laid out from the end of this list, so
 * that parents come first and a node is followed by its likeliest child where that is still free. */
static void visit(builder *b, uint32_t n)
{
  if (n == 0 || b->forms[n] != 0) return;
  const node *at = &b->nodes[n];
  uint32_t forms = 0;
  for (uint32_t k = at->count; k-- > 0;) {
    const edge *e = &b->edges[at->first + k];
    visit(b, e->target);
    forms += e->final + (e->target == 0 ? 0 : b->forms[e->target]);
  }
  b->forms[n] = forms;
  b->order[b->ordered++] = n;
}

static int lay_out(builder *b, uint32_t root, flu_automaton *a)
{
  visit(b, root);
  size_t total = 1;
  for (size_t i = b->ordered; i-- > 0;) {
    b->place[b->order[i]] = (uint32_t)total;
    total += b->nodes[b->order[i]].count;
  }
  if (total > FLU_MAX_EDGES) return FLU_E_LIMIT;
  a->edges = flu_new0(&b->alloc, total * sizeof *a->edges);
  if (a->edges == NULL) return FLU_E_NOMEM;
  a->edge_count = total;
  a->root = root == 0 ? 0 : b->place[root];
  for (size_t n = 1; n < b->node_count; n++) {
    const node *at = &b->nodes[n];
    uint32_t skip = 0;
    for (uint32_t k = 0; k < at->count; k++) {
      const edge *e = &b->edges[at->first + k];
      const uint64_t target = e->target == 0 ? 0 : b->place[e->target];
      a->edges[b->place[n] + k] = e->symbol | (e->final ? FLU_EDGE_FINAL : 0u) |
                                  (k + 1 == at->count ? FLU_EDGE_LAST : 0u) | target << FLU_EDGE_TARGET_SHIFT |
                                  (uint64_t)skip << FLU_EDGE_SKIP_SHIFT;
      skip += e->final + (e->target == 0 ? 0 : b->forms[e->target]);
    }
  }
  return FLU_OK;
}

static int build(builder *b, flu_automaton *a, const uint8_t *const *words, const uint32_t *weights, size_t count)
{
  uint32_t root = 0;
  b->path = flu_new0(&b->alloc, (FLU_MAX_FORM_SYMBOLS + 1) * sizeof *b->path);
  b->node_count = 1;
  if (b->path == NULL || !flu_reserve(&b->alloc, (void **)&b->nodes, 0, &b->node_cap, sizeof(node))) return FLU_E_NOMEM;
  if (!add_words(b, words, count, &root)) return FLU_E_NOMEM;
  b->weights = flu_new0(&b->alloc, (b->edge_count + 1) * sizeof *b->weights);
  b->forms = flu_new0(&b->alloc, b->node_count * sizeof *b->forms);
  b->place = flu_new0(&b->alloc, b->node_count * sizeof *b->place);
  b->order = flu_new0(&b->alloc, b->node_count * sizeof *b->order);
  if (b->weights == NULL || b->forms == NULL || b->place == NULL || b->order == NULL) return FLU_E_NOMEM;
  weigh(b, root, words, weights, count);
  order_edges(b);
  return lay_out(b, root, a);
}

int flu_automaton_build(flu_automaton *a, const uint8_t *const *words, const uint32_t *weights, size_t count,
                        const flu_alloc *alloc)
{
  builder b = { .alloc = *alloc };
  *a = (flu_automaton){ .alloc = *alloc };
  const int status = build(&b, a, words, weights, count);
  flu_free(alloc, b.weights, (b.edge_count + 1) * sizeof *b.weights);
  flu_free(alloc, b.forms, b.node_count * sizeof *b.forms);
  flu_free(alloc, b.place, b.node_count * sizeof *b.place);
  flu_free(alloc, b.order, b.node_count * sizeof *b.order);
  flu_free(alloc, b.path, (FLU_MAX_FORM_SYMBOLS + 1) * sizeof *b.path);
  flu_free(alloc, b.edges, b.edge_cap * sizeof *b.edges);
  flu_free(alloc, b.nodes, b.node_cap * sizeof *b.nodes);
  flu_free(alloc, b.slots, b.slot_count * sizeof *b.slots);
  return status;
}

void flu_automaton_end(flu_automaton *a)
{
  flu_free(&a->alloc, a->edges, a->edge_count * sizeof *a->edges);
  a->edges = NULL;
}

uint32_t flu_automaton_index(const flu_automaton *a, const uint8_t *word)
{
  uint32_t n = a->root, index = 0;
  for (;; word++) {
    while ((a->edges[n] & FLU_EDGE_SYMBOL) != *word) n++;
    const uint64_t at = a->edges[n];
    index += (uint32_t)(at >> FLU_EDGE_SKIP_SHIFT);
    if (word[1] == 0) return index;
    index += (at & FLU_EDGE_FINAL) != 0;
    n = (uint32_t)at >> FLU_EDGE_TARGET_SHIFT;
  }
}
