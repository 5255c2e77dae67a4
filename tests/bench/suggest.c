/* Quality and speed of suggestions.
 *
 *   bench_suggest PACK CASES [--spelling DIR] [--half 0|1] [--no-context] [--misses N] [--json]
 *
 * CASES is what suggest_cases.py writes. Only words that the lexicon lacks are counted. --spelling takes the spelling
 * data of DIR in place of the pack's. --half takes one half of the words only,
 * which half by the word.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "compiler/build.h"
#include "lexicon/lexicon_inner.h"
#include "lexicon/lists_inner.h"
#include "lexicon/pack.h"
#include "spelling/speller.h"
#include "text/text.h"

#define MAX_CASES   20000
#define MAX_SETS    16
#define ASKED       10
#define LOSS_ABSENT 8.0

typedef struct options {
  const char *pack, *cases, *spelling;
  int half, misses;
  bool no_context, json;
} options;

typedef struct score {
  char name[24];
  unsigned count, first, five, any, cut;
  double loss;
  double *times;
} score;

typedef struct bench {
  options options;
  flu_lexicon lexicon;
  flu_lists lists;
  flu_speller speller;
  flu_text_language language;
  score sets[MAX_SETS];
  unsigned set_count, skipped, known;
  int misses;
} bench;

static void die(const char *why)
{
  fprintf(stderr, "bench_suggest: %s\n", why);
  exit(1);
}

static void *read_all(const char *path, size_t *size)
{
  FILE *f = fopen(path, "rb");
  if (f == NULL || fseek(f, 0, SEEK_END) != 0) die(path);
  *size = (size_t)ftell(f);
  rewind(f);
  char *data = aligned_alloc(64, (*size + 64) / 64 * 64);
  if (data == NULL || fread(data, 1, *size, f) != *size) die(path);
  fclose(f);
  return data;
}

static void open_spelling(bench *b, const flu_pack *pack)
{
  const unsigned char *section, *lexicon;
  size_t size, lexicon_size;
  flu_error err;
  if (flu_pack_find(pack, FLU_SECTION_LEXICON, FLU_LEXICON_VERSION, &lexicon, &lexicon_size, &err)) die(err.detail);
  if (b->options.spelling != NULL) {
    flu_diag diag = { .out = stderr };
    flu_buffer buffer;
    flu_buffer_init(&buffer, &flu_alloc_default);
    if (flu_build_spelling(&diag, b->options.spelling, lexicon, lexicon_size, &buffer)) die("spelling data is wrong");
    unsigned char *copy = aligned_alloc(64, (buffer.len + 63) / 64 * 64);
    if (copy == NULL) die("out of memory");
    memcpy(copy, buffer.ptr, buffer.len);
    section = copy;
    size = buffer.len;
    flu_buffer_end(&buffer);
  } else if (flu_pack_find(pack, FLU_SECTION_SPELLING, FLU_SPELLING_VERSION, &section, &size, &err)) {
    die(err.detail);
  }
  if (flu_speller_open(&b->lexicon, &b->lists, section, size, &b->speller, &err)) die(err.detail);
}

static bool known(void *ctx, const char *word, size_t len)
{
  uint32_t form;
  return flu_lexicon_match(ctx, word, len, &form, 1) > 0;
}

static void open_all(bench *b)
{
  const unsigned char *section;
  size_t size;
  flu_pack pack;
  flu_error err;
  void *data = read_all(b->options.pack, &size);
  if (flu_pack_open(data, size, false, &pack, &err)) die(err.detail);
  if (flu_pack_find(&pack, FLU_SECTION_LEXICON, FLU_LEXICON_VERSION, &section, &size, &err)) die(err.detail);
  if (flu_lexicon_open(&b->lexicon, section, size, false, &flu_alloc_default, &err)) die(err.detail);
  if (flu_pack_find(&pack, FLU_SECTION_LISTS, FLU_LISTS_VERSION, &section, &size, &err)) die(err.detail);
  if (flu_lists_open(section, size, &b->lists, &err)) die(err.detail);
  open_spelling(b, &pack);
  flu_text_language_init(&b->language, &b->lists, known, &b->lexicon);
}

/* --- one case --- */

static flu_str lower_norm(const flu_text *text, int64_t i, int64_t first, int64_t end, flu_arena *arena)
{
  char lower[1024];
  if (i < first || i >= end) return (flu_str){ "", 0 };
  size_t len = flu_lower(text->tokens[i].norm.ptr, text->tokens[i].norm.len, lower, sizeof lower);
  char *copy = flu_arena_copy(arena, lower, len);
  if (copy == NULL) die("out of memory");
  return (flu_str){ copy, (uint32_t)len };
}

static flu_surroundings look_around(const flu_text *text, int64_t token, flu_arena *arena)
{
  int64_t first = 0, end = text->token_count;
  for (uint32_t s = 0; s < text->sentence_count; s++) {
    const flu_sentence *sentence = &text->sentences[s];
    if (token < sentence->first_token || token >= (int64_t)sentence->first_token + sentence->token_count) continue;
    first = sentence->first_token;
    end = first + sentence->token_count;
  }
  flu_surroundings around = {
    lower_norm(text, token - 2, first, end, arena),
    lower_norm(text, token - 1, first, end, arena),
    lower_norm(text, token + 1, first, end, arena),
    lower_norm(text, token + 2, first, end, arena),
    (text->tokens[token].flags & FLU_TOKEN_SENTENCE_START) != 0,
  };
  return around;
}

static bool accepted(const char *right, flu_str text)
{
  while (*right != '\0') {
    size_t len = strcspn(right, "|");
    if (len == text.len && memcmp(right, text.ptr, len) == 0) return true;
    right += len + (right[len] == '|');
  }
  return false;
}

static score *find_set(bench *b, const char *name)
{
  for (unsigned i = 0; i < b->set_count; i++)
    if (strcmp(b->sets[i].name, name) == 0) return &b->sets[i];
  if (b->set_count == MAX_SETS) die("too many sets");
  score *s = &b->sets[b->set_count++];
  snprintf(s->name, sizeof s->name, "%s", name);
  s->times = malloc(MAX_CASES * sizeof *s->times);
  if (s->times == NULL) die("out of memory");
  return s;
}

/* Processor time, so that other work on the machine does not count. */
static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void show_miss(bench *b, const flu_suggest_request *q, const char *right, const flu_suggestion *out,
                      uint32_t count)
{
  if (b->misses++ >= b->options.misses) return;
  printf("%.*s  (%s)  [%.*s _ %.*s] ", (int)q->len, q->word, right, (int)q->around->before.len, q->around->before.ptr,
         (int)q->around->after.len, q->around->after.ptr);
  for (uint32_t i = 0; i < count && i < 6; i++)
    printf(" %.*s %u/%u/%d", (int)out[i].text.len, out[i].text.ptr, out[i].cost, out[i].frequency, out[i].score);
  printf("\n");
}

/* Surprise at the right answer when scores are taken for log-probabilities: smoother to tune on than places. */
static double loss_of(const flu_suggestion *out, uint32_t count, uint32_t place)
{
  double sum = 0;
  if (place >= count) return LOSS_ABSENT;
  for (uint32_t i = 0; i < count; i++) sum += exp((out[place].score - out[i].score) / 1000.0);
  return log(sum) < LOSS_ABSENT ? log(sum) : LOSS_ABSENT;
}

static void ask(bench *b, score *set, const flu_suggest_request *q, const char *right, flu_arena *arena)
{
  flu_suggestion out[FLU_MAX_SUGGESTIONS];
  uint32_t count = 0, place = ASKED;
  bool cut = false;
  double began = now();
  if (flu_suggest(&b->speller, q, arena, out, &count, &cut)) die("suggest failed");
  if (set->count == MAX_CASES) die("too many cases");
  set->times[set->count++] = now() - began;
  for (uint32_t i = count; i-- > 0;)
    if (accepted(right, out[i].text)) place = i;
  set->first += place == 0;
  set->five += place < 5;
  set->any += place < ASKED;
  set->cut += cut;
  set->loss += loss_of(out, count, place);
  if (place != 0) show_miss(b, q, right, out, count);
}

/* Which half a word belongs to; all its occurrences are in the same one. */
static int half_of(flu_str word)
{
  uint32_t hash = 2166136261u;
  for (uint32_t i = 0; i < word.len; i++) hash = (hash ^ (unsigned char)word.ptr[i]) * 16777619u;
  return (int)(hash >> 16 & 1);
}

static void run_case(bench *b, char *line, flu_arena *arena)
{
  char *fields[5], *at = line;
  for (int i = 0; i < 5; i++) {
    fields[i] = at;
    at = i == 4 ? NULL : strchr(at, '\t');
    if (i < 4 && at == NULL) die("a case has too few fields");
    if (at != NULL) *at++ = '\0';
  }
  const uint32_t start = (uint32_t)atoi(fields[1]), end = (uint32_t)atoi(fields[2]);
  flu_text text;
  if (flu_text_cut(&text, fields[4], (uint32_t)strlen(fields[4]), NULL, 0, &b->language, arena, NULL, NULL))
    die("out of memory");
  uint32_t i = 0, form;
  while (i < text.token_count && text.tokens[i].start < start) i++;
  if (i == text.token_count || text.tokens[i].start != start || text.tokens[i].end != end) {
    b->skipped++;
    return;
  }
  const flu_token *t = &text.tokens[i];
  if (flu_lexicon_match(&b->lexicon, t->norm.ptr, t->norm.len, &form, 1) > 0) {
    b->known++;
    return;
  }
  if (b->options.half >= 0 && half_of(t->norm) != b->options.half) return;
  flu_surroundings around = look_around(&text, i, arena);
  if (b->options.no_context)
    around = (flu_surroundings){ .before = { "", 0 }, .sentence_start = around.sentence_start };
  flu_suggest_request q = {
    .word = t->norm.ptr, .len = t->norm.len, .around = &around, .budget = 200000, .max = ASKED
  };
  ask(b, find_set(b, fields[0]), &q, fields[3], arena);
}

/* --- the table --- */

static int compare_times(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static void print_score(const bench *b, score *s)
{
  qsort(s->times, s->count, sizeof *s->times, compare_times);
  const double n = s->count / 100.0;
  const char *form = b->options.json
                         ? "{\"set\":\"%s\",\"count\":%u,\"top1\":%.2f,\"top5\":%.2f,\"top10\":%.2f,"
                           "\"median_us\":%.1f,\"p99_us\":%.1f,\"worst_us\":%.1f,\"cut\":%u,\"loss\":%.5f}\n"
                         : "%-14s %6u  %6.2f  %6.2f  %6.2f  %9.1f  %9.1f  %9.1f  %4u  %6.4f\n";
  printf(form, s->name, s->count, s->first / n, s->five / n, s->any / n, s->times[s->count / 2],
         s->times[s->count - 1 - s->count / 100], s->times[s->count - 1], s->cut, s->loss / s->count);
}

static void print_table(bench *b)
{
  score all = { .name = "all", .times = malloc(MAX_CASES * MAX_SETS * sizeof(double)) };
  if (all.times == NULL) die("out of memory");
  if (!b->options.json)
    printf("%-14s %6s  %6s  %6s  %6s  %9s  %9s  %9s  %4s  %6s\n", "set", "words", "top-1", "top-5", "top-10",
           "median us", "p99 us", "worst us", "cut", "loss");
  for (unsigned i = 0; i < b->set_count; i++) {
    const score *s = &b->sets[i];
    memcpy(all.times + all.count, s->times, s->count * sizeof *s->times);
    all.count += s->count;
    all.first += s->first;
    all.five += s->five;
    all.any += s->any;
    all.cut += s->cut;
    all.loss += s->loss;
    print_score(b, &b->sets[i]);
    free(b->sets[i].times);
  }
  if (all.count > 0) print_score(b, &all);
  if (!b->options.json) printf("left out: %u words that exist, %u not one token\n", b->known, b->skipped);
  free(all.times);
}

static options read_options(int argc, char **argv)
{
  options o = { .half = -1 };
  if (argc < 3)
    die("usage: bench_suggest PACK CASES [--spelling DIR] [--half 0|1] [--no-context] [--misses N] [--json]");
  o.pack = argv[1];
  o.cases = argv[2];
  for (int i = 3; i < argc; i++) {
    const char *value = i + 1 < argc ? argv[i + 1] : "";
    if (strcmp(argv[i], "--no-context") == 0)
      o.no_context = true;
    else if (strcmp(argv[i], "--json") == 0)
      o.json = true;
    else if (strcmp(argv[i], "--spelling") == 0)
      o.spelling = value, i++;
    else if (strcmp(argv[i], "--half") == 0)
      o.half = atoi(value), i++;
    else if (strcmp(argv[i], "--misses") == 0)
      o.misses = atoi(value), i++;
    else
      die(argv[i]);
  }
  return o;
}

int main(int argc, char **argv)
{
  static bench b;
  size_t size, cap = 0;
  char *line = NULL;
  b.options = read_options(argc, argv);
  open_all(&b);
  FILE *f = fopen(b.options.cases, "rb");
  if (f == NULL) die(b.options.cases);
  flu_arena arena;
  flu_arena_init(&arena, &flu_alloc_default);
  for (ssize_t len; (len = getline(&line, &cap, f)) > 0;) {
    size = (size_t)len;
    if (line[size - 1] == '\n') line[size - 1] = '\0';
    flu_arena_reset(&arena);
    run_case(&b, line, &arena);
  }
  print_table(&b);
  flu_arena_end(&arena);
  free(line);
  fclose(f);
  return 0;
}
