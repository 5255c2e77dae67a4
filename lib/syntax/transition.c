/* The arc-eager steps. */
#include "syntax/transition.h"

#include <string.h>

void flu_syn_begin(flu_syn_state *s, const flu_syn_word *words, uint32_t count, flu_syn_node *nodes, int32_t *stack)
{
  *s = (flu_syn_state){ .words = words, .nodes = nodes, .stack = stack, .count = (int32_t)count };
  for (uint32_t i = 0; i < count; i++) nodes[i] = (flu_syn_node){ .head = -1, .first = -1, .last = -1 };
}

bool flu_syn_done(const flu_syn_state *s)
{
  return s->next >= s->count;
}

unsigned flu_syn_legal(const flu_syn_state *s)
{
  if (s->top == 0) return 1u << FLU_SYN_SHIFT;
  const bool headed = s->nodes[s->stack[s->top - 1]].head >= 0;
  return 1u << FLU_SYN_SHIFT | 1u << FLU_SYN_RIGHT | 1u << (headed ? FLU_SYN_REDUCE : FLU_SYN_LEFT);
}

bool flu_syn_arc(const flu_syn_state *s, unsigned action, int32_t *head, int32_t *dependant)
{
  if (s->top == 0 || (action != FLU_SYN_LEFT && action != FLU_SYN_RIGHT)) return false;
  const int32_t on_stack = s->stack[s->top - 1];
  *head = action == FLU_SYN_LEFT ? s->next : on_stack;
  *dependant = action == FLU_SYN_LEFT ? on_stack : s->next;
  return true;
}

static void attach(flu_syn_state *s, int32_t head, int32_t dependant, unsigned label)
{
  flu_syn_node *h = &s->nodes[head], *d = &s->nodes[dependant];
  d->head = head;
  d->label = (uint8_t)label;
  if (dependant < head) {
    if (h->first < 0 || dependant < h->first) h->first = dependant;
    h->before |= 1u << label;
    if (h->before_count < 7) h->before_count++;
  } else {
    if (dependant > h->last) h->last = dependant;
    h->behind |= 1u << label;
    if (h->behind_count < 7) h->behind_count++;
  }
}

void flu_syn_step(flu_syn_state *s, unsigned action, unsigned label)
{
  int32_t head, dependant;
  if (flu_syn_arc(s, action, &head, &dependant)) attach(s, head, dependant, label);
  if (action == FLU_SYN_LEFT || action == FLU_SYN_REDUCE) s->top--;
  else s->stack[s->top++] = s->next++;
}
