#include <string.h>

#include "syntax/model.h"

int flu_parser_open(flu_parser *out, const unsigned char *data, size_t size, flu_error *err)
{
  *out = (flu_parser){ NULL };
  if (size == 0) return FLU_OK;
  if ((uintptr_t)data % 8 != 0) return flu_fail(err, FLU_E_ARG, 0, "syntax section is not aligned to 8");
  const flu_syn_header *h = (const flu_syn_header *)(const void *)data;
  if (size != FLU_SYN_SIZE) return flu_fail(err, FLU_E_FORMAT, 0, "syntax section of another size");
  if (memcmp(h->magic, FLU_SYN_MAGIC, sizeof h->magic) != 0 || h->format != FLU_SYN_FORMAT ||
      h->features != (FLU_SYN_ACTION_FEATURES << 16 | FLU_SYN_LABEL_FEATURES) ||
      h->action_bits != FLU_SYN_ACTION_BITS || h->label_bits != FLU_SYN_LABEL_BITS || h->labels != FLU_DEP_COUNT)
    return flu_fail(err, FLU_E_FORMAT, 0, "syntax section of another shape");
  out->weights = (const int8_t *)(data + sizeof *h);
  return FLU_OK;
}

static void all_roots(flu_dep *out, uint32_t count)
{
  for (uint32_t i = 0; i < count; i++) out[i] = (flu_dep){ .head = FLU_NO_HEAD, .label = FLU_DEP_ROOT };
}

static void take(const flu_syn_node *forward, uint32_t count, flu_dep *out)
{
  for (uint32_t i = 0; i < count; i++) {
    const flu_syn_node *f = &forward[i];
    out[i] = (flu_dep){ .head = f->head < 0 ? FLU_NO_HEAD : (uint32_t)f->head, .label = f->label, .sure = true,
                        .sure_label = true, .margin = f->margin };
  }
}

/* Compares the arcs of the forward reading with those of the backward one. */
static void confirm_arcs(const flu_syn_node *backward, uint32_t count, flu_dep *out)
{
  for (uint32_t i = 0; i < count; i++) {
    const flu_syn_node *b = &backward[count - 1 - i];
    const uint32_t head = b->head < 0 ? FLU_NO_HEAD : count - 1 - (uint32_t)b->head;
    out[i].sure = out[i].head == head;
    out[i].sure_label = out[i].sure && out[i].label == b->label;
    if (b->margin < out[i].margin) out[i].margin = b->margin;
  }
}

static void read_words(const flu_parser *parser, unsigned direction, const flu_syn_word *words, uint32_t count,
                       flu_syn_node *nodes, int32_t *stack)
{
  const flu_syn_weights w = { .narrow = parser->weights + (size_t)direction * FLU_SYN_DIRECTION_SIZE };
  flu_syn_state s;
  flu_syn_begin(&s, words, count, nodes, stack);
  flu_syn_run(&s, &w);
}

static int parse(const flu_parser *parser, const flu_tagger *tagger, const flu_tag_input *inputs,
                 const flu_tagged *tagged, uint32_t count, bool confirm, flu_arena *arena, flu_dep *out)
{
  all_roots(out, count);
  if (count == 0 || count > FLU_MAX_PARSED || parser->weights == NULL) return FLU_OK;
  flu_syn_word *words = flu_arena_take(arena, 2 * (count + 2 * FLU_SYN_AROUND) * sizeof *words);
  flu_syn_node *nodes = flu_arena_take(arena, count * sizeof *nodes);
  int32_t *stack = flu_arena_take(arena, count * sizeof *stack);
  if (words == NULL || nodes == NULL || stack == NULL) return FLU_E_NOMEM;
  const flu_syn_word *forward = flu_syn_words(tagger, inputs, tagged, count, words);
  read_words(parser, 0, forward, count, nodes, stack);
  take(nodes, count, out);
  if (!confirm) return FLU_OK;
  read_words(parser, 1, flu_syn_reversed(forward, count, words + count + 2 * FLU_SYN_AROUND), count, nodes, stack);
  confirm_arcs(nodes, count, out);
  return FLU_OK;
}

int flu_parse_sentence(const flu_parser *parser, const flu_tagger *tagger, const flu_tag_input *inputs,
                       const flu_tagged *tagged, uint32_t count, flu_arena *arena, flu_dep *out)
{
  return parse(parser, tagger, inputs, tagged, count, true, arena, out);
}

int flu_parse_quickly(const flu_parser *parser, const flu_tagger *tagger, const flu_tag_input *inputs,
                      const flu_tagged *tagged, uint32_t count, flu_arena *arena, flu_dep *out)
{
  return parse(parser, tagger, inputs, tagged, count, false, arena, out);
}
