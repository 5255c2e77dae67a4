#include "spelling/extra.h"

#include <string.h>

#include "text/text.h"

typedef struct comparison {
  const flu_speller *sp;
  uint8_t word[FLU_MAX_FORM_SYMBOLS];
  size_t count;
  uint32_t bound;
  void (*take)(void *ctx, const char *form, size_t len, uint32_t cost);
  void *ctx;
} comparison;

static uint32_t least(uint32_t a, uint32_t b)
{
  return a < b ? a : b;
}

/* Weighted distance with transpositions, three rows at a time; stops once a whole row is above the bound. */
static uint32_t distance(const comparison *k, const uint8_t *form, size_t len)
{
  uint32_t rows[3][FLU_MAX_FORM_SYMBOLS + 1];
  const flu_speller *sp = k->sp;
  const uint32_t swap = (uint32_t)flu_speller_parameter(sp, FLU_SP_transposition);
  rows[0][0] = 0;
  for (size_t i = 1; i <= k->count; i++) rows[0][i] = rows[0][i - 1] + sp->deletion[k->word[i - 1]];
  for (size_t j = 1; j <= len; j++) {
    uint32_t *row = rows[j % 3], *above = rows[(j + 2) % 3], *two_above = rows[(j + 1) % 3];
    uint32_t lowest = row[0] = above[0] + sp->insertion[form[j - 1]];
    for (size_t i = 1; i <= k->count; i++) {
      const uint8_t typed = k->word[i - 1], meant = form[j - 1];
      uint32_t cost = above[i - 1] + sp->substitution[(size_t)typed * sp->header->symbols + meant];
      cost = least(cost, above[i] + sp->insertion[meant]);
      cost = least(cost, row[i - 1] + sp->deletion[typed]);
      if (i > 1 && j > 1 && typed == form[j - 2] && k->word[i - 2] == meant && typed != meant)
        cost = least(cost, two_above[i - 2] + swap);
      row[i] = cost;
      lowest = least(lowest, cost);
    }
    if (lowest > k->bound) return lowest;
  }
  return rows[len % 3][k->count];
}

static void compare(void *ctx, const char *form, size_t len)
{
  const comparison *k = ctx;
  uint8_t symbols[FLU_MAX_FORM_SYMBOLS];
  size_t count = 0;
  if (len == 0 || len > FLU_MAX_FORM_BYTES) return;
  for (size_t at = 0; at < len;) {
    if (count == FLU_MAX_FORM_SYMBOLS) return;
    symbols[count++] = flu_lexicon_symbol(k->sp->lexicon, flu_utf8_next(form, &at));
  }
  if (count > k->count + 3 || k->count > count + 3) return;
  uint32_t cost = distance(k, symbols, count);
  if (cost <= k->bound) k->take(k->ctx, form, len, cost);
}

void flu_extra_near(const flu_speller *sp, const uint32_t *lower, size_t count, uint32_t bound,
                    const flu_extra_words *extra, void (*take)(void *ctx, const char *form, size_t len, uint32_t cost),
                    void *ctx)
{
  comparison k = { .sp = sp, .count = count, .bound = bound, .take = take, .ctx = ctx };
  for (size_t i = 0; i < count; i++) k.word[i] = flu_lexicon_symbol(sp->lexicon, lower[i]);
  extra->each(extra->ctx, compare, &k);
}
