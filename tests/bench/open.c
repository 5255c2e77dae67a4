/* open: time to open the model and private memory that it takes, beside libhunspell with the same dictionary.
 * usage: open DICTIONARY.aff DICTIONARY.dic [PACK]
 * Prints "name<TAB>value<TAB>unit" a line; times are medians. */
#include <fluide/fluide.h>
#include <hunspell/hunspell.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { REPEATS = 21 };

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_value(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
  qsort(values, count, sizeof *values, by_value);
  return values[count / 2];
}

/* Memory of this process alone in KiB, from the kernel: pages that it has written. Pages of a file that it only reads,
 * as those of the language pack, are shared between processes and can be dropped at any time; they count as `clean`. */
typedef struct memory {
  long dirty, clean;
} memory;

static memory memory_now(void)
{
  memory m = { 0, 0 };
  FILE *file = fopen("/proc/self/smaps_rollup", "r");
  char line[256];
  long value;
  if (!file) return m;
  while (fgets(line, sizeof line, file)) {
    if (sscanf(line, "Private_Dirty: %ld", &value) == 1) m.dirty += value;
    if (sscanf(line, "Private_Clean: %ld", &value) == 1 || sscanf(line, "Shared_Clean: %ld", &value) == 1) {
      m.clean += value;
    }
  }
  fclose(file);
  return m;
}

/* Opens and checks one word's worth of text, so that what is put off until first use counts as well. */
static fluide_model *open_and_use(const char *path)
{
  static const char text[] = "Bonjour.";
  fluide_model *model = NULL;
  fluide_checker *checker = NULL;
  fluide_result *result = NULL;
  if (fluide_model_open(path, NULL, &model, NULL) != FLUIDE_OK ||
      fluide_checker_new(model, NULL, &checker, NULL) != FLUIDE_OK ||
      fluide_check(checker, text, sizeof text - 1, NULL, &result, NULL) != FLUIDE_OK) {
    fprintf(stderr, "the model does not open\n");
    exit(1);
  }
  fluide_result_free(result);
  fluide_checker_free(checker);
  return model;
}

static void measure_open(const char *name, const char *path)
{
  double times[REPEATS];
  for (int i = 0; i < REPEATS; i++) {
    double start = now();
    fluide_model_unref(open_and_use(path));
    times[i] = (now() - start) * 1e3;
  }
  printf("%s\t%.4f\tms\n", name, median(times, REPEATS));
}

static void measure_hunspell(const char *aff, const char *dic)
{
  enum { TIMES = 5 };
  double times[TIMES];
  const memory before = memory_now();
  for (int i = 0; i < TIMES; i++) {
    double start = now();
    Hunhandle *h = Hunspell_create(aff, dic);
    if (!h || !Hunspell_spell(h, "bonjour")) exit(1);
    times[i] = (now() - start) * 1e3;
    if (i == 0) printf("hunspell private memory\t%ld\tKiB\n", memory_now().dirty - before.dirty);
    Hunspell_destroy(h);
  }
  printf("hunspell open\t%.4f\tms\n", median(times, TIMES));
}

int main(int argc, char **argv)
{
  if (argc < 3) {
    fprintf(stderr, "usage: open DICTIONARY.aff DICTIONARY.dic [PACK]\n");
    return 2;
  }
  const memory before = memory_now();
  double start = now();
  fluide_model *model = open_and_use(NULL);
  printf("fluide first open\t%.4f\tms\n", (now() - start) * 1e3);
  const memory after = memory_now();
  printf("fluide private memory\t%ld\tKiB\n", after.dirty - before.dirty);
  printf("fluide pages of files read\t%ld\tKiB\n", after.clean - before.clean);
  fluide_model_unref(model);
  measure_open("fluide open", NULL);
  if (argc > 3) measure_open("fluide open from a file", argv[3]);
  measure_hunspell(argv[1], argv[2]);
  return 0;
}
