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

/* Arcs of the forward reading, compared with those of the backward one. */
static void merge(const flu_syn_node *forward, const flu_syn_node *backward, uint32_t count, flu_dep *out)
{
  for (uint32_t i = 0; i < count; i++) {
    const flu_syn_node *f = &forward[i], *b = &backward[count - 1 - i];
    const int32_t other = b->head < 0 ? -1 : (int32_t)count - 1 - b->head;
    out[i] = (flu_dep){ .head = f->head < 0 ? FLU_NO_HEAD : (uint32_t)f->head, .label = f->label,
                        .sure = f->head == other, .margin = f->margin < b->margin ? f->margin : b->margin };
    out[i].sure_label = out[i].sure && f->label == b->label;
  }
}

int flu_parse_sentence(const flu_parser *parser, const flu_tagger *tagger, const flu_tag_input *inputs,
                       const flu_tagged *tagged, uint32_t count, flu_arena *arena, flu_dep *out)
{
  all_roots(out, count);
  if (count == 0 || count > FLU_MAX_PARSED || parser->weights == NULL) return FLU_OK;
  flu_syn_word *words = flu_arena_take(arena, 2 * (count + 2 * FLU_SYN_AROUND) * sizeof *words);
  flu_syn_node *nodes = flu_arena_take(arena, 2 * count * sizeof *nodes);
  int32_t *stack = flu_arena_take(arena, count * sizeof *stack);
  if (words == NULL || nodes == NULL || stack == NULL) return FLU_E_NOMEM;
  const flu_syn_word *forward = flu_syn_words(tagger, inputs, tagged, count, words);
  const flu_syn_word *backward = flu_syn_reversed(forward, count, words + count + 2 * FLU_SYN_AROUND);
  for (unsigned d = 0; d < FLU_SYN_DIRECTIONS; d++) {
    const flu_syn_weights w = { .narrow = parser->weights + (size_t)d * FLU_SYN_DIRECTION_SIZE };
    flu_syn_state s;
    flu_syn_begin(&s, d == 0 ? forward : backward, count, nodes + d * count, stack);
    flu_syn_run(&s, &w);
  }
  merge(nodes, nodes + count, count, out);
  return FLU_OK;
}
