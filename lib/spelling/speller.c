#include "spelling/speller.h"

#include <string.h>

#define MAX_PAIR_BUCKETS (1u << 20)
#define MAX_WEIGHT       100000 /* no sum of weighted terms can overflow */
#define LEAST_STEP       5u     /* cheapest edit that consumes nothing: bounds the depth of the search */

typedef struct table {
  uint32_t at, count;
  size_t size; /* of an element */
} table;

static int check_tables(const flu_spelling_header *h, size_t size, flu_error *err)
{
  const uint32_t n = h->symbols;
  const table tables[] = {
    { h->substitution_at, n * n, 1 },
    { h->insertion_at, n, 1 },
    { h->deletion_at, n, 1 },
    { h->capital_at, n, 1 },
    { h->rewrites_at, h->rewrites, sizeof(flu_rewrite) },
    { h->words_at, h->words, sizeof(flu_context_word) },
    { h->keys_at, h->keys, sizeof(flu_context_key) },
    { h->bigrams_at, h->classes * h->classes, 1 },
    { h->pairs_at, 4 * h->pair_buckets, 2 },
  };
  for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
    const table *t = &tables[i];
    if (t->at % 8 != 0 || t->at < sizeof *h || t->at > size || (uint64_t)t->count * t->size > size - t->at)
      return flu_fail(err, FLU_E_FORMAT, t->at, "spelling: table %u lies outside of the section", (unsigned)i);
  }
  return FLU_OK;
}

static int check_header(const flu_lexicon *lex, const flu_spelling_header *h, flu_error *err)
{
  if (h->symbols != flu_lexicon_symbol_count(lex) || h->symbols > 256 || h->forms != flu_lexicon_form_count(lex))
    return flu_fail(err, FLU_E_FORMAT, 0, "spelling: built for another lexicon");
  if (h->rewrites > FLU_MAX_REWRITES || h->classes > FLU_MAX_CLASSES || h->words > 65535 || h->keys > 65535)
    return flu_fail(err, FLU_E_FORMAT, 8, "spelling: counts are out of range");
  if (h->pair_buckets > MAX_PAIR_BUCKETS || (h->pair_buckets & (h->pair_buckets - 1)) != 0)
    return flu_fail(err, FLU_E_FORMAT, 24, "spelling: number of buckets is not a power of two");
  if (h->classes != 0 && h->classes < FLU_CLASS_FIXED)
    return flu_fail(err, FLU_E_FORMAT, 20, "spelling: too few classes");
  for (unsigned i = 0; i < FLU_SP_COUNT; i++)
    if (h->parameter[i] > MAX_WEIGHT || h->parameter[i] < -MAX_WEIGHT || (i <= FLU_SP_margin && h->parameter[i] < 0) ||
        (i <= FLU_SP_margin && h->parameter[i] > 1000))
      return flu_fail(err, FLU_E_FORMAT, 0, "spelling: parameter %u is out of range", i);
  if (h->parameter[FLU_SP_doubling] < (int32_t)LEAST_STEP || h->parameter[FLU_SP_dear] < (int32_t)LEAST_STEP)
    return flu_fail(err, FLU_E_FORMAT, 0, "spelling: an edit is too cheap");
  return FLU_OK;
}

static int check_rewrites(flu_speller *sp, flu_error *err)
{
  const uint32_t symbols = sp->header->symbols;
  unsigned before = 0;
  for (uint32_t i = 0; i < sp->header->rewrites; i++) {
    const flu_rewrite *r = &sp->rewrites[i];
    const uint64_t at = sp->header->rewrites_at + (uint64_t)i * sizeof *r;
    const unsigned first = r->typed_len == 0 ? 0 : r->typed[0];
    bool good = r->typed_len <= FLU_REWRITE_MAX && r->meant_len >= 1 && r->meant_len <= FLU_REWRITE_MAX &&
                r->cost >= LEAST_STEP && first >= before && (r->typed_len > 0) == (first > 0) &&
                (r->typed_len > 0 || (r->flags & FLU_REWRITE_END));
    for (unsigned k = 0; good && k < r->meant_len; k++) good = r->meant[k] < symbols && r->meant[k] != FLU_NO_SYMBOL;
    if (!good || first >= symbols) return flu_fail(err, FLU_E_FORMAT, at, "spelling: rewrite %u is damaged", i);
    for (; before < first; before++) sp->rewrite_first[before + 1] = (uint16_t)i;
  }
  for (; before < 256; before++) sp->rewrite_first[before + 1] = (uint16_t)sp->header->rewrites;
  return FLU_OK;
}

static int check_context(const flu_speller *sp, flu_error *err)
{
  const flu_spelling_header *h = sp->header;
  for (uint32_t i = 0; i < h->symbols; i++)
    if (sp->insertion[i] < LEAST_STEP || sp->deletion[i] < LEAST_STEP)
      return flu_fail(err, FLU_E_FORMAT, h->insertion_at + i, "spelling: symbol %u is too cheap", i);
  for (uint32_t i = 0; i < h->words; i++)
    if (sp->words[i].word_class >= h->classes || (i > 0 && sp->words[i].hash <= sp->words[i - 1].hash))
      return flu_fail(err, FLU_E_FORMAT, h->words_at, "spelling: word %u is out of order", i);
  for (uint32_t i = 0; i < h->keys; i++)
    if (sp->keys[i].key_class >= h->classes || (i > 0 && sp->keys[i].key <= sp->keys[i - 1].key))
      return flu_fail(err, FLU_E_FORMAT, h->keys_at, "spelling: key %u is out of order", i);
  return FLU_OK;
}

int flu_speller_open(const flu_lexicon *lex, const flu_lists *lists, const unsigned char *section, size_t size,
                     flu_speller *out, flu_error *err)
{
  if ((uintptr_t)section % 8 != 0) return flu_fail(err, FLU_E_ARG, 0, "spelling: section is not aligned to 8");
  if (size < sizeof(flu_spelling_header)) return flu_fail(err, FLU_E_FORMAT, 0, "spelling: section is too short");
  flu_speller sp;
  memset(&sp, 0, sizeof sp);
  sp.lexicon = lex;
  sp.lists = lists;
  sp.header = (const flu_spelling_header *)(const void *)section;
  const flu_spelling_header *h = sp.header;
  int status = check_header(lex, h, err);
  if (status == FLU_OK) status = check_tables(h, size, err);
  if (status != FLU_OK) return status;
  sp.substitution = section + h->substitution_at;
  sp.insertion = section + h->insertion_at;
  sp.deletion = section + h->deletion_at;
  sp.capital = section + h->capital_at;
  sp.rewrites = (const flu_rewrite *)(const void *)(section + h->rewrites_at);
  sp.words = (const flu_context_word *)(const void *)(section + h->words_at);
  sp.keys = (const flu_context_key *)(const void *)(section + h->keys_at);
  sp.bigrams = (const int8_t *)(section + h->bigrams_at);
  sp.pairs = (const uint16_t *)(const void *)(section + h->pairs_at);
  sp.elisions = flu_lists_bit(lists, "elisions");
  sp.enclitics = flu_lists_bit(lists, "enclitics");
  status = check_rewrites(&sp, err);
  if (status == FLU_OK) status = check_context(&sp, err);
  if (status == FLU_OK) *out = sp;
  return status;
}
