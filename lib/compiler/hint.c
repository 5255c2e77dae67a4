#include "compiler/hint.h"

#include <stdio.h>
#include <string.h>

#define MAX_WORD 63u

static size_t least(size_t a, size_t b, size_t c)
{
  const size_t m = a < b ? a : b;
  return m < c ? m : c;
}

/* Levenshtein distance in bytes; a swap of neighbours counts as two. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
  size_t row[MAX_WORD + 1];
  for (size_t j = 0; j <= b_len; j++) row[j] = j;
  for (size_t i = 1; i <= a_len; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b_len; j++) {
      const size_t above = row[j];
      row[j] = least(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
      diagonal = above;
    }
  }
  return row[b_len];
}

const char *flu_did_you_mean(char *hint, size_t cap, const char *word, size_t len, const char *const *known,
                             size_t count)
{
  const char *best = NULL;
  size_t best_distance = (len + 2) / 3 + 1;
  if (len > MAX_WORD) return NULL;
  for (size_t i = 0; i < count; i++) {
    const size_t known_len = strlen(known[i]);
    if (known_len > MAX_WORD) continue;
    const size_t d = distance(word, len, known[i], known_len);
    if (d >= best_distance) continue;
    best_distance = d;
    best = known[i];
  }
  if (best == NULL) return NULL;
  snprintf(hint, cap, "did you mean '%s'?", best);
  return hint;
}
