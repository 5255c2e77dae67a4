#include "tagging/lattice.h"

/* Both kinds of weights run through the same code: `wide` is a constant in every caller. */

static inline int32_t weight_at(const flu_tag_weights *w, uint32_t place, bool wide)
{
  return wide ? w->wide[place] : w->narrow[place];
}

static inline int32_t step_at(const flu_tag_weights *w, uint32_t place, bool wide)
{
  return wide ? w->wide_steps[place] : w->narrow_steps[place];
}

static inline int32_t stride_at(const flu_tag_weights *w, uint32_t place, bool wide)
{
  return wide ? w->wide_strides[place] : w->narrow_strides[place];
}

static void fixed_node(flu_tag_node *node, unsigned class_id)
{
  node->count = 1;
  node->classes[0] = (uint8_t)class_id;
  node->local[0] = 0;
  node->choice = 0;
}

void flu_tag_lattice_begin(flu_tag_lattice *l, const flu_tag_word *words, uint32_t count, unsigned before2,
                           unsigned before)
{
  l->words = words;
  l->count = count;
  fixed_node(&l->nodes[0], before2);
  fixed_node(&l->nodes[1], before);
}

/* --- scores --- */

/* Puts a class among the best of a node, which are kept in descending order of their scores. */
static void keep(flu_tag_node *node, unsigned class_id, int32_t score)
{
  if (node->count == FLU_TAG_CHOICES) {
    if (score <= node->local[FLU_TAG_CHOICES - 1]) return;
    node->count--;
  }
  uint32_t i = node->count++;
  for (; i > 0 && node->local[i - 1] < score; i--) {
    node->local[i] = node->local[i - 1];
    node->classes[i] = node->classes[i - 1];
  }
  node->local[i] = score;
  node->classes[i] = (uint8_t)class_id;
}

static inline void score_local(flu_tag_node *node, const flu_tag_word *word, const flu_tag_weights *w, bool wide)
{
  const uint32_t candidates = word->own | word->confused;
  node->count = 0;
  if ((candidates & (candidates - 1)) == 0) {
    unsigned only = 0;
    while (candidates >> only > 1) only++;
    fixed_node(node, only);
    return;
  }
  uint32_t features[FLU_TAG_FEATURES];
  uint8_t classes[FLU_CLASS_COUNT];
  int32_t scores[FLU_CLASS_COUNT] = { 0 };
  uint32_t count = 0;
  for (unsigned c = 0; c < FLU_CLASS_COUNT; c++)
    if ((candidates >> c & 1u) != 0) classes[count++] = (uint8_t)c;
  flu_tag_features_of(word, features);
  for (uint32_t f = 0; f < FLU_TAG_FEATURES; f++)
    for (uint32_t i = 0; i < count; i++) scores[i] += weight_at(w, flu_tag_place(features[f], classes[i]), wide);
  for (uint32_t i = 0; i < count; i++) keep(node, classes[i], scores[i]);
}

static inline void score_link(flu_tag_node *node, const flu_tag_node *before, const flu_tag_word *word,
                              const flu_tag_weights *w, bool wide)
{
  for (uint32_t a = 0; a < before->count; a++) {
    const unsigned class_before = before->classes[a];
    const bool alone = before->count == 1 && node->count == 1;
    uint32_t links[FLU_TAG_LINKS];
    if (!alone) flu_tag_links_of(word, class_before, links);
    for (uint32_t b = 0; b < node->count; b++) {
      int32_t score = alone ? 0 : step_at(w, flu_tag_step(class_before, node->classes[b]), wide);
      for (uint32_t k = 0; k < FLU_TAG_LINKS && !alone; k++)
        score += weight_at(w, flu_tag_place(links[k], node->classes[b]), wide);
      node->link[a][b] = score;
    }
  }
}

static inline void score(flu_tag_lattice *l, const flu_tag_weights *w, bool wide)
{
  for (uint32_t i = 0; i < l->count; i++) {
    score_local(&l->nodes[i + 2], &l->words[i], w, wide);
    score_link(&l->nodes[i + 2], &l->nodes[i + 1], &l->words[i], w, wide);
  }
}

void flu_tag_lattice_score(flu_tag_lattice *l, const flu_tag_weights *w)
{
  score(l, w, false);
}

void flu_tag_lattice_score_wide(flu_tag_lattice *l, const flu_tag_weights *w)
{
  score(l, w, true);
}

/* --- search --- */

static inline void search_node(flu_tag_node *n, const flu_tag_node *n1, const flu_tag_node *n2,
                               const flu_tag_weights *w, bool wide)
{
  for (uint32_t a = 0; a < n1->count; a++)
    for (uint32_t b = 0; b < n->count; b++) {
      int32_t top = INT32_MIN;
      uint8_t from = 0;
      for (uint32_t z = 0; z < n2->count; z++) {
        const int32_t s =
          n1->best[z][a] + stride_at(w, flu_tag_stride(n2->classes[z], n1->classes[a], n->classes[b]), wide);
        if (s > top) {
          top = s;
          from = (uint8_t)z;
        }
      }
      n->best[a][b] = top + n->link[a][b] + n->local[b];
      n->from[a][b] = from;
    }
}

static inline void search(flu_tag_lattice *l, const flu_tag_weights *w, bool wide)
{
  l->nodes[1].best[0][0] = 0;
  for (uint32_t i = 2; i < l->count + 2; i++) search_node(&l->nodes[i], &l->nodes[i - 1], &l->nodes[i - 2], w, wide);
  flu_tag_node *last = &l->nodes[l->count + 1];
  const flu_tag_node *before = &l->nodes[l->count];
  uint8_t a = 0, b = 0;
  for (uint8_t i = 0; i < before->count; i++)
    for (uint8_t k = 0; k < last->count; k++)
      if (last->best[i][k] > last->best[a][b]) {
        a = i;
        b = k;
      }
  for (uint32_t i = l->count + 1; i >= 2; i--) {
    flu_tag_node *node = &l->nodes[i];
    node->choice = b;
    const uint8_t z = node->from[a][b];
    b = a;
    a = z;
  }
}

void flu_tag_lattice_search(flu_tag_lattice *l, const flu_tag_weights *w)
{
  search(l, w, false);
}

void flu_tag_lattice_search_wide(flu_tag_lattice *l, const flu_tag_weights *w)
{
  search(l, w, true);
}

/* --- margins --- */

static inline void rest_of(flu_tag_node *n, const flu_tag_node *n1, const flu_tag_node *after,
                           const flu_tag_weights *w, bool wide)
{
  for (uint32_t a = 0; a < n1->count; a++)
    for (uint32_t b = 0; b < n->count; b++) {
      int32_t top = INT32_MIN;
      for (uint32_t c = 0; c < after->count; c++) {
        const int32_t s = after->rest[b][c] + after->link[b][c] + after->local[c] +
                          stride_at(w, flu_tag_stride(n1->classes[a], n->classes[b], after->classes[c]), wide);
        if (s > top) top = s;
      }
      n->rest[a][b] = top;
    }
}

/* Best whole analysis with the class chosen, less the best with another part of speech. */
static int32_t margin_of(const flu_tag_node *n, const flu_tag_node *before)
{
  const char *chosen = flu_class_upos(n->classes[n->choice]);
  int32_t with = INT32_MIN, without = INT32_MIN;
  for (uint32_t b = 0; b < n->count; b++) {
    int32_t *top = flu_class_upos(n->classes[b]) == chosen ? &with : &without;
    for (uint32_t a = 0; a < before->count; a++)
      if (n->best[a][b] + n->rest[a][b] > *top) *top = n->best[a][b] + n->rest[a][b];
  }
  return without == INT32_MIN ? FLU_TAG_CERTAIN : with - without;
}

static inline void margins(flu_tag_lattice *l, const flu_tag_weights *w, bool wide)
{
  for (uint32_t i = l->count + 1; i >= 2; i--) {
    flu_tag_node *n = &l->nodes[i], *before = &l->nodes[i - 1];
    if (i == l->count + 1) {
      for (uint32_t a = 0; a < FLU_TAG_CHOICES * FLU_TAG_CHOICES; a++)
        n->rest[a / FLU_TAG_CHOICES][a % FLU_TAG_CHOICES] = 0;
    } else {
      rest_of(n, before, &l->nodes[i + 1], w, wide);
    }
    n->margin = n->count == 1 ? FLU_TAG_CERTAIN : margin_of(n, before);
  }
}

void flu_tag_lattice_margins(flu_tag_lattice *l, const flu_tag_weights *w)
{
  margins(l, w, false);
}

void flu_tag_lattice_margins_wide(flu_tag_lattice *l, const flu_tag_weights *w)
{
  margins(l, w, true);
}
