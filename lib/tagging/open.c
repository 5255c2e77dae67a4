/* Opening and looking at a TAGGER section. */
#include "tagging/tagger_inner.h"

#include <string.h>

static const uint32_t element_size[FLU_TAGGER_SPANS] = {
  [FLU_TAGGER_WEIGHTS] = 1,
  [FLU_TAGGER_STEPS] = sizeof(int16_t),
  [FLU_TAGGER_STRIDES] = sizeof(int16_t),
  [FLU_TAGGER_SETS] = sizeof(uint16_t),
  [FLU_TAGGER_MASKS] = sizeof(flu_tag_mask),
  [FLU_TAGGER_SPECIAL] = sizeof(flu_tag_special),
  [FLU_TAGGER_GHOSTS] = sizeof(flu_tag_special),
  [FLU_TAGGER_MEANT] = sizeof(flu_tag_meant_item),
  [FLU_TAGGER_ENDINGS] = sizeof(flu_tag_ending),
  [FLU_TAGGER_STRINGS] = 1,
};

#define ALL_CLASSES ((1u << FLU_CLASS_COUNT) - 1)

static uint64_t offset_in(const flu_tagger *t, const void *at)
{
  return (uint64_t)((const char *)at - (const char *)t->header);
}

static int check_spans(const flu_tagger_header *h, size_t size, flu_error *err)
{
  for (unsigned i = 0; i < FLU_TAGGER_SPANS; i++) {
    const flu_tagger_span *s = &h->spans[i];
    if (s->offset % 8 != 0 || s->offset < sizeof *h || s->offset > size ||
        (uint64_t)s->count * element_size[i] > size - s->offset)
      return flu_fail(err, FLU_E_FORMAT, (uint64_t)((const char *)s - (const char *)h), "span %u is out of bounds", i);
  }
  if (h->spans[FLU_TAGGER_WEIGHTS].count != FLU_TAG_LINES * FLU_TAG_LINE ||
      h->spans[FLU_TAGGER_STEPS].count != FLU_TAG_CLASSES * FLU_TAG_CLASSES ||
      h->spans[FLU_TAGGER_STRIDES].count != FLU_TAG_CLASSES * FLU_TAG_CLASSES * FLU_TAG_CLASSES)
    return flu_fail(err, FLU_E_FORMAT, 0, "weights of another shape");
  return FLU_OK;
}

static int check_masks(const flu_tagger *t, flu_error *err)
{
  const flu_tagger_span *spans = t->header->spans;
  for (uint32_t i = 0; i < spans[FLU_TAGGER_SETS].count; i++)
    if (t->sets[i] >= spans[FLU_TAGGER_MASKS].count)
      return flu_fail(err, FLU_E_FORMAT, offset_in(t, &t->sets[i]), "reading set %u has no classes", i);
  for (uint32_t i = 0; i < spans[FLU_TAGGER_MASKS].count; i++)
    if (((t->masks[i].own | t->masks[i].confused) & ~ALL_CLASSES) != 0)
      return flu_fail(err, FLU_E_FORMAT, offset_in(t, &t->masks[i]), "unknown class");
  return FLU_OK;
}

/* A table is full of valid slots, one of them empty, so that a probe ends. */
static int check_table(const flu_tagger *t, const flu_tag_special *slots, uint32_t count, flu_error *err)
{
  bool room = false;
  if (count == 0 || (count & (count - 1)) != 0 || count > 1u << 20)
    return flu_fail(err, FLU_E_FORMAT, 0, "table of %u slots", count);
  for (uint32_t i = 0; i < count; i++) {
    const flu_tag_special *s = &slots[i];
    if (s->key == 0) room = true;
    if (((s->own | s->confused) & ~ALL_CLASSES) != 0 || s->first_meant > t->header->spans[FLU_TAGGER_MEANT].count ||
        s->meant_count > t->header->spans[FLU_TAGGER_MEANT].count - s->first_meant)
      return flu_fail(err, FLU_E_FORMAT, offset_in(t, s), "damaged slot %u", i);
  }
  return room ? FLU_OK : flu_fail(err, FLU_E_FORMAT, offset_in(t, slots), "table without an empty slot");
}

static int check_strings(const flu_tagger *t, flu_error *err)
{
  const flu_tagger_span *spans = t->header->spans;
  const uint32_t bytes = spans[FLU_TAGGER_STRINGS].count;
  for (uint32_t i = 0; i < spans[FLU_TAGGER_MEANT].count; i++) {
    const flu_tag_meant_item *m = &t->meant[i];
    if (m->text > bytes || m->len > bytes - m->text ||
        m->form >= t->header->form_count)
      return flu_fail(err, FLU_E_FORMAT, offset_in(t, m), "damaged spelling %u", i);
  }
  for (uint32_t i = 0; i < spans[FLU_TAGGER_ENDINGS].count; i++) {
    const flu_tag_ending *e = &t->endings[i];
    if (e->text > bytes || e->len > bytes - e->text)
      return flu_fail(err, FLU_E_FORMAT, offset_in(t, e), "damaged ending %u", i);
  }
  return FLU_OK;
}

static void set_arrays(flu_tagger *t, const unsigned char *data)
{
  const flu_tagger_span *spans = t->header->spans;
  t->weights = (const int8_t *)(data + spans[FLU_TAGGER_WEIGHTS].offset);
  t->steps = (const int16_t *)(const void *)(data + spans[FLU_TAGGER_STEPS].offset);
  t->strides = (const int16_t *)(const void *)(data + spans[FLU_TAGGER_STRIDES].offset);
  t->sets = (const uint16_t *)(const void *)(data + spans[FLU_TAGGER_SETS].offset);
  t->masks = (const flu_tag_mask *)(const void *)(data + spans[FLU_TAGGER_MASKS].offset);
  t->special = (const flu_tag_special *)(const void *)(data + spans[FLU_TAGGER_SPECIAL].offset);
  t->ghosts = (const flu_tag_special *)(const void *)(data + spans[FLU_TAGGER_GHOSTS].offset);
  t->meant = (const flu_tag_meant_item *)(const void *)(data + spans[FLU_TAGGER_MEANT].offset);
  t->endings = (const flu_tag_ending *)(const void *)(data + spans[FLU_TAGGER_ENDINGS].offset);
  t->strings = (const char *)(data + spans[FLU_TAGGER_STRINGS].offset);
  t->special_mask = spans[FLU_TAGGER_SPECIAL].count - 1;
  t->ghost_mask = spans[FLU_TAGGER_GHOSTS].count - 1;
  t->ending_count = spans[FLU_TAGGER_ENDINGS].count;
}

static uint32_t set_count_of(const flu_lexicon *lex)
{
  uint32_t sets = 0;
  for (uint32_t i = 0; i < lex->form_count; i++)
    if ((lex->forms[i] & FLU_FORM_SET) >= sets) sets = (lex->forms[i] & FLU_FORM_SET) + 1;
  return sets;
}

static int check_elements(const flu_tagger *t, flu_error *err)
{
  int rc = check_masks(t, err);
  if (rc == FLU_OK) rc = check_table(t, t->special, t->header->spans[FLU_TAGGER_SPECIAL].count, err);
  if (rc == FLU_OK) rc = check_table(t, t->ghosts, t->header->spans[FLU_TAGGER_GHOSTS].count, err);
  return rc == FLU_OK ? check_strings(t, err) : rc;
}

int flu_tagger_open(flu_tagger *out, const unsigned char *data, size_t size, bool trusted, const flu_lexicon *lexicon,
                    const flu_lists *lists, flu_error *err)
{
  if ((uintptr_t)data % 8 != 0) return flu_fail(err, FLU_E_ARG, 0, "tagger section is not aligned to 8");
  flu_tagger t = { .lexicon = lexicon, .lists = lists, .elisions = flu_lists_bit(lists, "elisions"),
                   .header = (const flu_tagger_header *)(const void *)data };
  if (size < sizeof *t.header || t.header->size != size)
    return flu_fail(err, FLU_E_FORMAT, 0, "tagger section is cut");
  int rc = check_spans(t.header, size, err);
  if (rc != FLU_OK) return rc;
  set_arrays(&t, data);
  if (t.header->form_count != lexicon->form_count || t.header->set_count != t.header->spans[FLU_TAGGER_SETS].count ||
      (!trusted && set_count_of(lexicon) > t.header->set_count))
    return flu_fail(err, FLU_E_FORMAT, 4, "tagger section of another lexicon");
  if (!trusted) rc = check_elements(&t, err);
  if (rc == FLU_OK) *out = t;
  return rc;
}
