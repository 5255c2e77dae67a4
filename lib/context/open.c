/* Opening and looking at a CHOICES section. */
#include "context/choice.h"

#include "lexicon/lexicon_inner.h"

#define MAX_MARGIN 100000000

static const uint32_t element_size[FLU_CHOICE_SPANS] = {
  [FLU_CHOICE_WEIGHTS] = 1,
  [FLU_CHOICE_DEEP] = 1,
  [FLU_CHOICE_FORMS] = sizeof(uint16_t),
  [FLU_CHOICE_LISTS] = sizeof(uint32_t),
  [FLU_CHOICE_ITEMS] = sizeof(flu_choice_item),
  [FLU_CHOICE_MEMBERS] = sizeof(flu_choice_member),
  [FLU_CHOICE_SLOTS] = sizeof(flu_choice_entry),
  [FLU_CHOICE_PAIRS] = sizeof(flu_choice_pair),
  [FLU_CHOICE_STRINGS] = 1,
};

static uint64_t offset_in(const flu_choices *c, const void *at)
{
  return (uint64_t)((const char *)at - (const char *)c->header);
}

static int check_spans(const flu_choice_header *h, size_t size, flu_error *err)
{
  for (unsigned i = 0; i < FLU_CHOICE_SPANS; i++) {
    const flu_choice_span *s = &h->spans[i];
    if (s->offset % 8 != 0 || s->offset < sizeof *h || s->offset > size ||
        (uint64_t)s->count * element_size[i] > size - s->offset)
      return flu_fail(err, FLU_E_FORMAT, (uint64_t)((const char *)s - (const char *)h), "span %u is out of bounds", i);
  }
  const uint32_t slots = h->spans[FLU_CHOICE_SLOTS].count;
  if (h->line_bits > 18 || h->deep_bits > 18 || slots == 0 || (slots & (slots - 1)) != 0 ||
      h->spans[FLU_CHOICE_LISTS].count == 0 ||
      h->spans[FLU_CHOICE_FORMS].count != h->form_count ||
      (h->line_bits > 0 && h->spans[FLU_CHOICE_WEIGHTS].count != FLU_CHOICE_LINE << h->line_bits) ||
      (h->deep_bits > 0 && h->spans[FLU_CHOICE_DEEP].count != FLU_CHOICE_LINE << h->deep_bits))
    return flu_fail(err, FLU_E_FORMAT, 0, "choices of another shape");
  if ((h->line_bits > 0 && h->unit == 0) || (h->deep_bits > 0 && h->deep_unit == 0))
    return flu_fail(err, FLU_E_FORMAT, 0, "weights without a unit");
  for (unsigned i = 0; i < FLU_CHOICE_MARGINS; i++)
    if (h->margins[i] < 0 || h->margins[i] > MAX_MARGIN || h->unit > MAX_MARGIN ||
        h->deep_unit > MAX_MARGIN)
      return flu_fail(err, FLU_E_FORMAT, 0, "margin %u is out of bounds", i);
  return FLU_OK;
}

static int check_siblings(const flu_choices *c, flu_error *err)
{
  const flu_choice_span *spans = c->header->spans;
  const uint32_t lists = spans[FLU_CHOICE_LISTS].count - 1, items = spans[FLU_CHOICE_ITEMS].count;
  for (uint32_t i = 0; i < spans[FLU_CHOICE_FORMS].count; i++)
    if (c->forms[i] >= lists)
      return flu_fail(err, FLU_E_FORMAT, offset_in(c, &c->forms[i]), "form %u has no list", i);
  for (uint32_t i = 0; i < lists; i++)
    if (c->lists[i] > c->lists[i + 1] || c->lists[i + 1] > items || (i > 0 && c->lists[i] == c->lists[i + 1]))
      return flu_fail(err, FLU_E_FORMAT, offset_in(c, &c->lists[i]), "list %u is out of bounds", i);
  for (uint32_t i = 1; i < lists; i++)
    for (uint32_t k = c->lists[i]; k < c->lists[i + 1]; k++)
      if (c->items[k].pos >= FLU_POS_COUNT || c->items[k].family > FLU_CHOICE_SELF ||
          (k == c->lists[i]) != (c->items[k].family == FLU_CHOICE_SELF))
        return flu_fail(err, FLU_E_FORMAT, offset_in(c, &c->items[k]), "sibling %u is wrong", k);
  return FLU_OK;
}

static int check_members(const flu_choices *c, flu_error *err)
{
  const flu_choice_span *spans = c->header->spans;
  const uint32_t members = spans[FLU_CHOICE_MEMBERS].count, pairs = spans[FLU_CHOICE_PAIRS].count;
  const uint32_t bytes = spans[FLU_CHOICE_STRINGS].count;
  bool room = false;
  for (uint32_t i = 0; i < spans[FLU_CHOICE_SLOTS].count; i++) {
    room = room || c->slots[i].used == 0;
    if (c->slots[i].used != 0 && c->slots[i].member != FLU_CHOICE_NO_MEMBER && c->slots[i].member >= members)
      return flu_fail(err, FLU_E_FORMAT, offset_in(c, &c->slots[i]), "slot %u is wrong", i);
  }
  if (!room) return flu_fail(err, FLU_E_FORMAT, 0, "no empty slot");
  for (uint32_t i = 0; i < members; i++) {
    const flu_choice_member *m = &c->members[i];
    if (m->text > bytes || m->len > bytes - m->text || m->first_pair > pairs || m->pair_count > pairs - m->first_pair)
      return flu_fail(err, FLU_E_FORMAT, offset_in(c, m), "member %u is out of bounds", i);
  }
  for (uint32_t i = 0; i < pairs; i++)
    if (c->pairs[i].member >= members || c->pairs[i].family >= FLU_CHOICE_FAMILIES)
      return flu_fail(err, FLU_E_FORMAT, offset_in(c, &c->pairs[i]), "pair %u is wrong", i);
  return FLU_OK;
}

int flu_choices_open(flu_choices *out, const unsigned char *data, size_t size, bool trusted, const flu_lexicon *lexicon,
                     flu_error *err)
{
  if ((uintptr_t)data % 8 != 0) return flu_fail(err, FLU_E_ARG, 0, "data is not aligned");
  const flu_choice_header *h = (const flu_choice_header *)(const void *)data;
  if (size < sizeof *h || h->size != size) return flu_fail(err, FLU_E_FORMAT, 0, "choices of another size");
  if (h->form_count != lexicon->form_count) return flu_fail(err, FLU_E_FORMAT, 4, "choices of another lexicon");
  int rc = check_spans(h, size, err);
  if (rc != FLU_OK) return rc;
#define AT(span) ((const void *)(data + h->spans[span].offset))
  *out = (flu_choices){ .lexicon = lexicon, .header = h, .weights = AT(FLU_CHOICE_WEIGHTS),
                        .deep = AT(FLU_CHOICE_DEEP),
                        .forms = AT(FLU_CHOICE_FORMS), .lists = AT(FLU_CHOICE_LISTS), .items = AT(FLU_CHOICE_ITEMS),
                        .members = AT(FLU_CHOICE_MEMBERS), .slots = AT(FLU_CHOICE_SLOTS),
                        .pairs = AT(FLU_CHOICE_PAIRS), .strings = AT(FLU_CHOICE_STRINGS),
                        .slot_mask = h->spans[FLU_CHOICE_SLOTS].count - 1 };
#undef AT
  if (trusted) return FLU_OK;
  rc = check_siblings(out, err);
  return rc == FLU_OK ? check_members(out, err) : rc;
}
