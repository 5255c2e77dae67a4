#include "rules/catalogue.h"

#include <string.h>

#include "rules/format.h"

_Static_assert(sizeof(flu_rules_header) == 24, "layout of the RULES section");
_Static_assert(sizeof(flu_rules_rule) == 56, "layout of the RULES section");
_Static_assert(sizeof(flu_rules_example) == 28, "layout of the RULES section");

typedef struct arrays {
  const flu_rules_header *header;
  const flu_rules_rule *rules;
  const uint32_t *natives;
  const flu_rules_example *examples;
  const flu_rules_string *replacements;
  const char *strings;
  uint64_t size; /* of all together */
} arrays;

/* Sizes in 64 bits, where sums of 32-bit counts cannot overflow; nothing is read but the header. */
static arrays arrays_of(const unsigned char *data)
{
  arrays a = { .header = (const void *)data };
  const flu_rules_header *h = a.header;
  const uint64_t rules = sizeof *h;
  const uint64_t natives = rules + (uint64_t)h->rule_count * sizeof *a.rules;
  const uint64_t examples = natives + (uint64_t)h->native_count * sizeof *a.natives;
  const uint64_t replacements = examples + (uint64_t)h->example_count * sizeof *a.examples;
  const uint64_t strings = replacements + (uint64_t)h->replacement_count * sizeof *a.replacements;
  a.rules = (const void *)(data + rules);
  a.natives = (const void *)(data + natives);
  a.examples = (const void *)(data + examples);
  a.replacements = (const void *)(data + replacements);
  a.strings = (const char *)data + strings;
  a.size = strings + h->string_size;
  return a;
}

static flu_str string_at(const arrays *a, flu_rules_string s)
{
  return (flu_str){ a->strings + s.offset, s.len };
}

/* --- opening --- */

static int damaged(flu_error *err, const arrays *a, const void *at, const char *what)
{
  return flu_fail(err, FLU_E_FORMAT, (uint64_t)((const char *)at - (const char *)a->header), "rules are damaged: %s",
                  what);
}

static bool string_fits(const arrays *a, flu_rules_string s)
{
  const uint32_t size = a->header->string_size;
  return s.offset < size && s.len < size - s.offset && a->strings[s.offset + s.len] == '\0';
}

static bool slice_fits(uint32_t first, uint32_t count, uint32_t total)
{
  return first <= total && count <= total - first;
}

static int compare(flu_str a, flu_str b)
{
  const int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);
  if (order != 0) return order;
  return a.len < b.len ? -1 : a.len > b.len;
}

static int check_rule(const arrays *a, uint32_t i, flu_error *err)
{
  const flu_rules_rule *r = &a->rules[i];
  if (!string_fits(a, r->id) || !string_fits(a, r->title) || !string_fits(a, r->message) ||
      !string_fits(a, r->explanation) || !string_fits(a, r->reference))
    return damaged(err, a, r, "text outside");
  if (!slice_fits(r->first_example, r->example_count, a->header->example_count))
    return damaged(err, a, r, "example outside");
  if (r->category < FLU_CATEGORY_SPELLING || r->category > FLU_CATEGORY_STYLE || r->severity < FLU_SEVERITY_HINT ||
      r->severity > FLU_SEVERITY_ERROR || r->confidence > 100 || r->enabled > 1)
    return damaged(err, a, r, "unknown attribute");
  if (i > 0 && compare(string_at(a, r[-1].id), string_at(a, r->id)) >= 0)
    return damaged(err, a, r, "rules out of order");
  return FLU_OK;
}

static int check_examples(const arrays *a, flu_error *err)
{
  const flu_rules_header *h = a->header;
  for (uint32_t i = 0; i < h->example_count; i++) {
    const flu_rules_example *e = &a->examples[i];
    if (!string_fits(a, e->text) || e->start > e->end || e->end > e->text.len || e->wrong > 1 || e->spelling > 2 ||
        !slice_fits(e->first_replacement, e->replacement_count, h->replacement_count))
      return damaged(err, a, e, "example outside");
  }
  for (uint32_t i = 0; i < h->replacement_count; i++)
    if (!string_fits(a, a->replacements[i])) return damaged(err, a, &a->replacements[i], "text outside");
  return FLU_OK;
}

int flu_catalogue_open(const unsigned char *data, size_t size, flu_catalogue *out, flu_error *err)
{
  if ((uintptr_t)data % 8 != 0) return flu_fail(err, FLU_E_ARG, 0, "section is not aligned to 8 bytes");
  if (size < sizeof(flu_rules_header)) return flu_fail(err, FLU_E_FORMAT, size, "rules are damaged: too short");
  const arrays a = arrays_of(data);
  if (a.size != size || a.header->rule_count > FLU_MAX_RULES) return damaged(err, &a, data, "sizes do not add up");
  for (uint32_t i = 0; i < a.header->rule_count; i++) {
    const int rc = check_rule(&a, i, err);
    if (rc != FLU_OK) return rc;
  }
  for (uint32_t i = 0; i < a.header->native_count; i++)
    if (a.natives[i] != FLU_NO_RULE && a.natives[i] >= a.header->rule_count)
      return damaged(err, &a, &a.natives[i], "rule outside");
  const int rc = check_examples(&a, err);
  if (rc == FLU_OK) *out = (flu_catalogue){ data, size, a.header->rule_count };
  return rc;
}

/* --- reading; indexes beyond the end give an empty answer --- */

flu_rule flu_catalogue_rule(const flu_catalogue *c, uint32_t index)
{
  static const flu_str none = { "", 0 };
  if (index >= c->count)
    return (flu_rule){ .id = none, .title = none, .message = none, .explanation = none, .reference = none };
  const arrays a = arrays_of(c->data);
  const flu_rules_rule *r = &a.rules[index];
  return (flu_rule){ .id = string_at(&a, r->id),
                     .title = string_at(&a, r->title),
                     .message = string_at(&a, r->message),
                     .explanation = string_at(&a, r->explanation),
                     .reference = string_at(&a, r->reference),
                     .category = r->category,
                     .severity = r->severity,
                     .confidence = r->confidence,
                     .enabled = r->enabled,
                     .locales = r->locales,
                     .priority = r->priority };
}

uint32_t flu_catalogue_find(const flu_catalogue *c, const char *id, size_t len)
{
  if (len > UINT32_MAX) return FLU_NO_RULE;
  const arrays a = arrays_of(c->data);
  const flu_str wanted = { id, (uint32_t)len };
  uint32_t low = 0, high = c->count;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const int order = compare(wanted, string_at(&a, a.rules[middle].id));
    if (order == 0) return middle;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return FLU_NO_RULE;
}

uint32_t flu_catalogue_native(const flu_catalogue *c, enum flu_native which)
{
  const arrays a = arrays_of(c->data);
  return (uint32_t)which < a.header->native_count ? a.natives[which] : FLU_NO_RULE;
}

uint32_t flu_catalogue_example_count(const flu_catalogue *c, uint32_t rule)
{
  return rule < c->count ? arrays_of(c->data).rules[rule].example_count : 0;
}

flu_example flu_catalogue_example(const flu_catalogue *c, uint32_t rule, uint32_t i)
{
  if (i >= flu_catalogue_example_count(c, rule)) return (flu_example){ .text = { "", 0 } };
  const arrays a = arrays_of(c->data);
  const flu_rules_example *e = &a.examples[a.rules[rule].first_example + i];
  return (flu_example){ .wrong = e->wrong != 0,
                        .locale = e->locale,
                        .spelling = e->spelling,
                        .text = string_at(&a, e->text),
                        .start = e->start,
                        .end = e->end,
                        .replacement_count = e->replacement_count };
}

flu_str flu_catalogue_replacement(const flu_catalogue *c, uint32_t rule, uint32_t i, uint32_t k)
{
  if (i >= flu_catalogue_example_count(c, rule)) return (flu_str){ "", 0 };
  const arrays a = arrays_of(c->data);
  const flu_rules_example *e = &a.examples[a.rules[rule].first_example + i];
  if (k >= e->replacement_count) return (flu_str){ "", 0 };
  return string_at(&a, a.replacements[e->first_replacement + k]);
}
