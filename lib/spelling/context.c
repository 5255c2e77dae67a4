#include "spelling/context.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define KEY_POS   0xffu
#define PAIR_STEP 8 /* a quantised association is worth this many 1/16 nat */

uint64_t flu_context_hash(const char *word, size_t len)
{
  return XXH3_64bits(word, len);
}

uint64_t flu_context_pair_hash(uint64_t first, uint64_t second)
{
  uint64_t both[2] = { first, second };
  return XXH3_64bits(both, sizeof both);
}

static unsigned mood_kind(unsigned mood)
{
  if (mood & FLU_PART_PAST) return 1;
  if (mood & FLU_INF) return 2;
  if (mood & FLU_PART_PRES) return 3;
  if (mood & (FLU_IND_PRES | FLU_IND_IMPF | FLU_IND_PAST | FLU_IND_FUT | FLU_COND)) return 4;
  if (mood & (FLU_SUBJ_PRES | FLU_SUBJ_IMPF)) return 5;
  return (mood & FLU_IMP) != 0 ? 6 : 0;
}

uint32_t flu_context_key_of(const flu_tag *tag)
{
  return (uint32_t)tag->pos | (uint32_t)(tag->gender & 3u) << 8 | (uint32_t)(tag->number & 3u) << 10 |
         (uint32_t)(tag->person & 63u) << 12 | (uint32_t)mood_kind(tag->mood) << 18;
}

uint32_t flu_context_key_coarse(uint32_t key)
{
  return (key & KEY_POS) | 0x80000000u;
}

static const flu_context_key *find_key(const flu_speller *sp, uint32_t key)
{
  uint32_t low = 0, high = sp->header->keys;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (sp->keys[middle].key == key) return &sp->keys[middle];
    if (sp->keys[middle].key < key)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

static const flu_context_word *find_word(const flu_speller *sp, uint32_t hash)
{
  uint32_t low = 0, high = sp->header->words;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (sp->words[middle].hash == hash) return &sp->words[middle];
    if (sp->words[middle].hash < hash)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

static void add_class(flu_class_set *set, unsigned id)
{
  for (unsigned i = 0; i < set->count; i++)
    if (set->id[i] == id) return;
  if (set->count < FLU_WORD_CLASSES) set->id[set->count++] = (uint8_t)id;
}

static void add_readings(const flu_speller *sp, uint32_t form, flu_class_set *out)
{
  flu_reading readings[FLU_MAX_READINGS];
  size_t count = flu_lexicon_readings(sp->lexicon, form, readings, FLU_MAX_READINGS);
  for (size_t i = 0; i < count; i++) {
    uint32_t key = flu_context_key_of(readings[i].tag);
    const flu_context_key *found = find_key(sp, key);
    if (found == NULL) found = find_key(sp, flu_context_key_coarse(key));
    if (found != NULL) add_class(out, found->key_class);
  }
}

void flu_context_form_classes(const flu_speller *sp, uint32_t form, const char *lower, size_t len, flu_class_set *out)
{
  out->count = 0;
  const flu_context_word *word = find_word(sp, (uint32_t)flu_context_hash(lower, len));
  if (word != NULL)
    add_class(out, word->word_class);
  else
    add_readings(sp, form, out);
  if (out->count == 0) add_class(out, FLU_CLASS_UNKNOWN);
}

void flu_context_classes(const flu_speller *sp, const char *word, size_t len, flu_class_set *out)
{
  out->count = 0;
  if (len == 0) {
    add_class(out, FLU_CLASS_EDGE);
    return;
  }
  const flu_context_word *listed = find_word(sp, (uint32_t)flu_context_hash(word, len));
  if (listed != NULL) {
    add_class(out, listed->word_class);
    return;
  }
  for (size_t i = 0; i < len; i++)
    if (word[i] >= '0' && word[i] <= '9') {
      add_class(out, FLU_CLASS_NUMBER);
      return;
    }
  uint32_t form = flu_lexicon_find(sp->lexicon, word, len);
  if (form != FLU_NO_FORM) add_readings(sp, form, out);
  if (out->count == 0) add_class(out, FLU_CLASS_UNKNOWN);
}

int flu_context_score(const flu_speller *sp, const flu_class_set *left, const flu_class_set *middle,
                      const flu_class_set *right)
{
  const uint32_t n = sp->header->classes;
  if (n == 0) return 0;
  int best = -512;
  for (unsigned m = 0; m < middle->count; m++) {
    const int8_t *row = sp->bigrams + (size_t)middle->id[m] * n;
    int before = -256, after = -256;
    for (unsigned i = 0; i < left->count; i++) {
      int v = sp->bigrams[(size_t)left->id[i] * n + middle->id[m]];
      if (v > before) before = v;
    }
    for (unsigned i = 0; i < right->count; i++)
      if (row[right->id[i]] > after) after = row[right->id[i]];
    if (before + after > best) best = before + after;
  }
  return best;
}

int flu_context_pair(const flu_speller *sp, uint64_t first, uint64_t second)
{
  if (sp->header->pair_buckets == 0) return 0;
  uint64_t hash = flu_context_pair_hash(first, second);
  const uint16_t *bucket = sp->pairs + 4 * (size_t)(hash & (sp->header->pair_buckets - 1));
  unsigned mark = (unsigned)(hash >> 52);
  for (int i = 0; i < 4; i++)
    if (bucket[i] != 0 && (unsigned)(bucket[i] >> 4) == mark) return (bucket[i] & 15) * PAIR_STEP;
  return 0;
}
