/* lookup: forms found a second, in random order, beside libhunspell with the same dictionary.
 * usage: lookup PACK DICTIONARY.aff DICTIONARY.dic
 * Prints "name<TAB>value<TAB>unit" a line. Processor time of this thread, best of REPEATS for the lexicon. */
#include <string.h>
#include <time.h>

#include <hunspell/hunspell.h>

#include "support/open_lexicon.h"

enum { REPEATS = 7, HUNSPELL_FORMS = 50000 };

typedef struct words {
  char *bytes;
  uint32_t *start; /* each ended by NUL */
  uint32_t *order;
  uint32_t count;
} words;

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int spell_all(const flu_lexicon *lex, words *w)
{
  uint64_t state = 1;
  uint32_t at = 0;
  w->count = flu_lexicon_form_count(lex);
  w->bytes = malloc((size_t)w->count * 64);
  w->start = malloc(((size_t)w->count + 1) * sizeof *w->start);
  w->order = malloc((size_t)w->count * sizeof *w->order);
  if (w->bytes == NULL || w->start == NULL || w->order == NULL) return -1;
  for (uint32_t i = 0; i < w->count; i++) {
    w->order[i] = i;
    state = state * 6364136223846793005u + 1442695040888963407u;
    const uint32_t other = (uint32_t)((state >> 33) % (i + 1));
    w->order[i] = w->order[other];
    w->order[other] = i;
  }
  for (uint32_t i = 0; i < w->count; i++) { /* in the order in which they are asked for */
    w->start[i] = at;
    at += (uint32_t)flu_lexicon_spelling(lex, w->order[i], w->bytes + at, 63);
    w->bytes[at++] = '\0';
  }
  w->start[w->count] = at;
  return 0;
}

int main(int argc, char **argv)
{
  flu_lexicon lex;
  words w = { 0 };
  if (argc != 4) {
    fprintf(stderr, "usage: lookup PACK DICTIONARY.aff DICTIONARY.dic\n");
    return 2;
  }
  void *pack = open_lexicon(argv[1], &lex);
  if (pack == NULL || spell_all(&lex, &w) < 0) return 2;
  double best = 1e9, best_match = 1e9;
  uint32_t lost = 0;
  for (int r = 0; r < REPEATS; r++) {
    const double start = now();
    for (uint32_t i = 0; i < w.count; i++)
      lost += flu_lexicon_find(&lex, w.bytes + w.start[i], w.start[i + 1] - w.start[i] - 1) != w.order[i];
    const double middle = now();
    for (uint32_t i = 0; i < w.count; i++) {
      uint32_t out[4];
      lost += flu_lexicon_match(&lex, w.bytes + w.start[i], w.start[i + 1] - w.start[i] - 1, out, 4) == 0;
    }
    const double end = now();
    if (middle - start < best) best = middle - start;
    if (end - middle < best_match) best_match = end - middle;
  }
  Hunhandle *h = Hunspell_create(argv[2], argv[3]);
  if (h == NULL || lost > 0) return 1;
  const uint32_t n = w.count < HUNSPELL_FORMS ? w.count : HUNSPELL_FORMS;
  uint32_t right = 0;
  const double start = now();
  for (uint32_t i = 0; i < n; i++) right += Hunspell_spell(h, w.bytes + w.start[i]) != 0;
  const double theirs = now() - start;
  printf("lookup exact\t%.2f\tmillion forms/s\n", w.count / best / 1e6);
  printf("lookup with case rules\t%.2f\tmillion forms/s\n", w.count / best_match / 1e6);
  printf("lookup hunspell\t%.3f\tmillion forms/s\n", n / theirs / 1e6);
  fprintf(stderr, "%u forms; hunspell knows %u of %u\n", w.count, right, n);
  Hunspell_destroy(h);
  free(w.bytes);
  free(w.start);
  free(w.order);
  free(pack);
  return 0;
}
