/* Words that are right in the other orthography only: 1990 or classical. */
#include "spelling/check.h"

#include <string.h>

#define LOOKED_AT 8u

static bool only_in(const flu_unit *u, uint32_t form, uint8_t variant)
{
  flu_reading readings[FLU_MAX_READINGS];
  size_t n = flu_lexicon_readings(u->lexicon, form, readings, FLU_MAX_READINGS);
  for (size_t i = 0; i < n; i++)
    if (readings[i].tag->variant != variant) return false;
  return n > 0;
}

static bool same_inflection(const flu_tag *a, const flu_tag *b)
{
  return a->pos == b->pos && a->gender == b->gender && a->number == b->number && a->person == b->person &&
         a->mood == b->mood;
}

/* Does a word have a reading with the inflection of one of `form`'s readings? */
static bool inflects_alike(const flu_unit *u, uint32_t form, flu_str word)
{
  flu_reading a[FLU_MAX_READINGS], b[FLU_MAX_READINGS];
  uint32_t other;
  if (flu_lexicon_match(u->lexicon, word.ptr, word.len, &other, 1) == 0) return false;
  size_t n = flu_lexicon_readings(u->lexicon, form, a, FLU_MAX_READINGS);
  size_t m = flu_lexicon_readings(u->lexicon, other, b, FLU_MAX_READINGS);
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < m; k++)
      if (same_inflection(a[i].tag, b[k].tag)) return true;
  return false;
}

/* The same word in the wanted orthography is always very near, so the speller finds it. */
static void report_variant(const flu_unit *u, const flu_token *t, uint32_t form)
{
  flu_suggestion found[LOOKED_AT];
  flu_suggest_request request = { .word = t->norm.ptr, .len = t->norm.len, .variant = u->unwanted_variant,
                                  .budget = u->suggestion_budget, .max = LOOKED_AT };
  uint32_t n = LOOKED_AT, kept = 0;
  bool cut = false;
  int status = flu_suggest(u->speller, &request, u->arena, found, &n, &cut);
  if (status != FLU_OK) {
    u->sink->status = status;
    return;
  }
  flu_str texts[LOOKED_AT];
  for (uint32_t i = 0; i < n; i++)
    if (inflects_alike(u, form, found[i].text)) texts[kept++] = found[i].text;
  flu_report(u, flu_catalogue_native(u->rules, FLU_NATIVE_SPELL_VARIANT), t->start, t->end, texts, kept > 0, 0);
}

void flu_check_variant(const flu_unit *u, const flu_token *t, const uint32_t *forms, size_t count)
{
  if (u->unwanted_variant == FLU_VARIANT_NONE) return;
  for (size_t i = 0; i < count; i++)
    if (!only_in(u, forms[i], u->unwanted_variant)) return;
  report_variant(u, t, forms[0]);
}
