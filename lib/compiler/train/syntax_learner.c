#include "compiler/train/syntax_learner.h"

#include <stdlib.h>
#include <string.h>

#define ALL (FLU_SYN_ACTION_SIZE + FLU_SYN_LABEL_SIZE)
#define SEEN_BITS 22u
#define AVERAGE_SCALE 256
#define CLIPPED 5000u   /* one weight in so many may be cut by the scale */

int flu_syn_learner_begin(flu_syn_learner *l, int32_t margin, uint8_t least, uint64_t seed)
{
  *l = (flu_syn_learner){ .margin = margin, .least = least, .random = { seed } };
  l->weights = calloc(ALL, sizeof *l->weights);
  l->totals = calloc(ALL, sizeof *l->totals);
  l->stamps = calloc(ALL, sizeof *l->stamps);
  l->seen = calloc((size_t)1 << SEEN_BITS, 1);
  return l->weights == NULL || l->totals == NULL || l->stamps == NULL || l->seen == NULL ? FLU_E_NOMEM : FLU_OK;
}

void flu_syn_learner_end(flu_syn_learner *l)
{
  free(l->weights);
  free(l->totals);
  free(l->stamps);
  free(l->seen);
}

/* --- the oracle --- */

/* Right arcs that each legal action makes impossible. */
static void costs_of(const flu_syn_state *s, const int32_t *gold, uint32_t costs[FLU_SYN_ACTIONS])
{
  const int32_t next = s->next, top = s->top > 0 ? s->stack[s->top - 1] : -1;
  uint32_t kept = 0, headless = 0, waiting = 0;   /* head of the next word deeper; its dependants; those of the top */
  bool top_is_head = top >= 0 && gold[next] == top;
  for (int32_t i = 0; i < s->top; i++) {
    const int32_t k = s->stack[i];
    if (gold[next] == k && k != top) kept = 1;
    if (s->nodes[k].head < 0 && gold[k] == next) headless++;
  }
  for (int32_t k = next; top >= 0 && k < s->count; k++) waiting += gold[k] == top;
  costs[FLU_SYN_SHIFT] = kept + top_is_head + headless;
  costs[FLU_SYN_REDUCE] = waiting;
  costs[FLU_SYN_LEFT] = waiting + (top >= 0 && (gold[top] > next || gold[top] == FLU_GOLD_ROOT));
  costs[FLU_SYN_RIGHT] = kept + headless + (gold[next] > next || gold[next] == FLU_GOLD_ROOT);
}

static unsigned cheapest(const uint32_t costs[FLU_SYN_ACTIONS], unsigned legal)
{
  uint32_t least = UINT32_MAX;
  unsigned actions = 0;
  for (unsigned a = 0; a < FLU_SYN_ACTIONS; a++) {
    if ((legal >> a & 1u) == 0 || costs[a] > least) continue;
    if (costs[a] < least) actions = 0;
    least = costs[a];
    actions |= 1u << a;
  }
  return actions;
}

/* --- rare features --- */

static uint8_t *seen_at(const flu_syn_learner *l, uint32_t feature, uint32_t salt)
{
  return &l->seen[((feature ^ salt) * 0x9E3779B1u) >> (32 - SEEN_BITS)];
}

static void see(flu_syn_learner *l, const uint32_t *features, uint32_t count, uint32_t salt)
{
  for (uint32_t i = 0; i < count; i++) {
    uint8_t *seen = seen_at(l, features[i], salt);
    if (*seen < 255) ++*seen;
  }
}

/* --- learning --- */

static void change(flu_syn_learner *l, uint32_t place, int32_t by)
{
  l->totals[place] += (int64_t)l->weights[place] * (l->time - l->stamps[place]);
  l->stamps[place] = l->time;
  l->weights[place] += by;
}

static void learn_action(flu_syn_learner *l, const uint32_t *features, unsigned right, unsigned wrong)
{
  for (uint32_t f = 0; f < FLU_SYN_ACTION_FEATURES; f++) {
    if (*seen_at(l, features[f], 0) < l->least) continue;
    const uint32_t place = flu_syn_action_place(features[f]);
    change(l, place + right, 1);
    change(l, place + wrong, -1);
  }
}

static void learn_label(flu_syn_learner *l, const uint32_t *features, const int32_t *scores, unsigned right)
{
  unsigned wrong = right == FLU_DEP_ROOT + 1 ? right + 1 : FLU_DEP_ROOT + 1;
  for (unsigned a = wrong + 1; a < FLU_DEP_COUNT; a++)
    if (a != right && scores[a] > scores[wrong]) wrong = a;
  if (scores[right] >= scores[wrong] + l->margin) return;
  for (uint32_t f = 0; f < FLU_SYN_LABEL_FEATURES; f++) {
    if (*seen_at(l, features[f], 77) < l->least) continue;
    const uint32_t place = FLU_SYN_ACTION_SIZE + flu_syn_label_place(features[f]);
    change(l, place + right, 1);
    change(l, place + wrong, -1);
  }
}

/* The label of the arc that is about to be made, which is learnt when the arc is right. */
static unsigned take_label(flu_syn_learner *l, const flu_syn_example *e, const flu_syn_state *s, int32_t head,
                           int32_t dependant)
{
  uint32_t features[FLU_SYN_LABEL_FEATURES];
  int32_t scores[FLU_SYN_LABELS];
  const flu_syn_weights w = { .wide = l->weights };
  flu_syn_label_features(s, head, dependant, features);
  flu_syn_score_labels(&w, features, scores);
  const unsigned best = flu_syn_best_label(scores);
  if (e->heads[dependant] == head && e->labels[dependant] != FLU_DEP_ROOT)
    learn_label(l, features, scores, e->labels[dependant]);
  return best;
}

/* Learns the next action; returns the one to take. */
static unsigned take_action(flu_syn_learner *l, const flu_syn_example *e, const flu_syn_state *s, bool explore)
{
  uint32_t features[FLU_SYN_ACTION_FEATURES], costs[FLU_SYN_ACTIONS];
  int32_t scores[FLU_SYN_ACTIONS], margin;
  const flu_syn_weights w = { .wide = l->weights };
  const unsigned legal = flu_syn_legal(s);
  costs_of(s, e->heads, costs);
  const unsigned right = cheapest(costs, legal);
  flu_syn_action_features(s, features);
  flu_syn_score_actions(&w, features, scores);
  const unsigned best = flu_syn_best_action(scores, legal, &margin);
  const unsigned gold = flu_syn_best_action(scores, right, &margin);
  l->time++;
  l->steps++;
  l->wrong += gold != best;
  if ((legal & ~right) != 0) {
    const unsigned rival = flu_syn_best_action(scores, legal & ~right, &margin);
    if (scores[gold] < scores[rival] + l->margin) learn_action(l, features, gold, rival);
  }
  return explore && flu_random_below(&l->random, 10) != 0 ? best : gold;
}

void flu_syn_learner_take(flu_syn_learner *l, const flu_syn_example *e, bool explore)
{
  flu_syn_node nodes[FLU_MAX_PARSED];
  int32_t stack[FLU_MAX_PARSED], head, dependant;
  flu_syn_state s;
  if (e->count > FLU_MAX_PARSED) return;
  flu_syn_begin(&s, e->words, e->count, nodes, stack);
  while (!flu_syn_done(&s)) {
    const unsigned action = take_action(l, e, &s, explore);
    unsigned label = FLU_DEP_ROOT;
    if (flu_syn_arc(&s, action, &head, &dependant)) label = take_label(l, e, &s, head, dependant);
    flu_syn_step(&s, action, label);
  }
}

void flu_syn_learner_count(flu_syn_learner *l, const flu_syn_example *e)
{
  flu_syn_node nodes[FLU_MAX_PARSED];
  int32_t stack[FLU_MAX_PARSED], head, dependant, margin;
  uint32_t features[FLU_SYN_ACTION_FEATURES], labels[FLU_SYN_LABEL_FEATURES], costs[FLU_SYN_ACTIONS];
  const int32_t even[FLU_SYN_ACTIONS] = { 0 };
  flu_syn_state s;
  if (e->count > FLU_MAX_PARSED) return;
  flu_syn_begin(&s, e->words, e->count, nodes, stack);
  while (!flu_syn_done(&s)) {
    unsigned label = FLU_DEP_ROOT;
    costs_of(&s, e->heads, costs);
    const unsigned action = flu_syn_best_action(even, cheapest(costs, flu_syn_legal(&s)), &margin);
    flu_syn_action_features(&s, features);
    see(l, features, FLU_SYN_ACTION_FEATURES, 0);
    if (flu_syn_arc(&s, action, &head, &dependant)) {
      flu_syn_label_features(&s, head, dependant, labels);
      see(l, labels, FLU_SYN_LABEL_FEATURES, 77);
      label = e->labels[dependant];
    }
    flu_syn_step(&s, action, label);
  }
}

/* --- the result --- */

void flu_syn_learner_average(flu_syn_learner *l)
{
  for (uint32_t i = 0; i < ALL; i++) {
    const int64_t total = l->totals[i] + (int64_t)l->weights[i] * (l->time - l->stamps[i]);
    l->weights[i] = l->time == 0 ? 0 : (int32_t)(total * AVERAGE_SCALE / l->time);
  }
}

static int compare(const void *a, const void *b)
{
  const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
  return (x > y) - (x < y);
}

/* What 127 stands for. */
static int32_t top_of(const int32_t *weights, uint32_t count)
{
  int32_t *sizes = malloc(count * sizeof *sizes), top = 1;
  if (sizes == NULL) return 127 * AVERAGE_SCALE;
  uint32_t n = 0;
  for (uint32_t i = 0; i < count; i++)
    if (weights[i] != 0) sizes[n++] = abs(weights[i]);
  qsort(sizes, n, sizeof *sizes, compare);
  if (n > 0) top = sizes[n - 1 - n / CLIPPED];
  free(sizes);
  return top;
}

static void narrow(const int32_t *weights, uint32_t count, int8_t *out)
{
  const int32_t top = top_of(weights, count);
  for (uint32_t i = 0; i < count; i++) {
    const int64_t by = (int64_t)weights[i] * 127, half = weights[i] < 0 ? -(top / 2) : top / 2;
    const int64_t value = (by + half) / top;
    out[i] = (int8_t)(value > 127 ? 127 : value < -127 ? -127 : value);
  }
}

void flu_syn_learner_narrow(const flu_syn_learner *l, int8_t *out)
{
  narrow(l->weights, FLU_SYN_ACTION_SIZE, out);
  narrow(l->weights + FLU_SYN_ACTION_SIZE, FLU_SYN_LABEL_SIZE, out + FLU_SYN_ACTION_SIZE);
}
