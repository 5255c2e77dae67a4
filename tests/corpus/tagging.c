/* Accuracy of the tagger on treebanks that it was not trained on: tagging PACK DATA_DIR [-v] FILE.conllu[.xz] …
 *
 * Without files: those of $FLUIDE_SHARED/corpus/treebank, and bounds that must hold; skipped when they are not there.
 * Of a treebank used in training only every tenth sentence counts, which training leaves out; fr_gsd-ud-dev is left out
 * as a whole and counts as a whole. A token counts when the treebank has one token, or one contraction (du, auquel), at
 * the same place: see lib/compiler/train/treebank.h; the share that counts is printed. « same » leaves out what only
 * differs by the convention of the treebank: conventions.txt, and those below. With -v the frequent errors are
 * listed. */
#include <stdlib.h>
#include <string.h>

#include "compiler/train/conventions.h"
#include "compiler/train/tagger_data.h"
#include "lexicon/pack.h"

#define ONE_IN 7u
#define MAX_ERRORS 200000u

typedef struct score {
  unsigned tokens, counted, right, same, lemmas, lemmas_right, lemmas_same;
  unsigned meant, meant_right;   /* tokens taken for another word */
} score;

typedef struct run {
  flu_train_language lang;
  flu_tagger tagger;
  flu_confusions confusions;
  flu_conventions conventions;
  flu_injector injector;
  flu_arena arena;
  bool whole, verbose;
  score clean, faulty, tenths, faulty_tenths;
  char (*errors)[96];
  unsigned error_count;
} run;

/* --- conventions --- */

/* Pairs of parts of speech that treebanks of French draw a different line between, and that no rule of grammar needs:
 * auxiliary or verb of être and avoir, proper or common noun of a capitalised word, the particle of comparison, tout as
 * adjective or determiner. */
static bool same_by_convention(uint32_t gold, unsigned got, const flu_tag_input *in)
{
#define C(name) (1u << FLU_CLASS_##name)
  const uint32_t both = gold | flu_class_group(got);
  const bool capital = in->letter_case >= FLU_CASE_TITLE;
  if ((both & ~(FLU_CLASSES_VERB | FLU_CLASSES_AUX)) == 0) return true;
  if ((both & ~(C(NOUN) | C(PROPN) | C(X))) == 0) return capital;
  return (both & ~(C(ADJ) | C(DET))) == 0;
#undef C
}

/* --- one sentence --- */

static void note(run *r, const flu_tag_input *in, uint32_t gold, const flu_tagged *tagged, bool faulty)
{
  const flu_tag_mask m =
    flu_tag_candidates(&r->tagger, in, flu_tag_word_hash(in->norm.ptr, in->norm.len));
  unsigned c = 0;
  while (c < FLU_CLASS_COUNT && (gold >> c & 1u) == 0) c++;
  if (!r->verbose || r->error_count == MAX_ERRORS) return;
  snprintf(r->errors[r->error_count++], sizeof r->errors[0], "%s %s>%s %.*s%s%s", faulty ? "faulty" : "clean",
           flu_class_upos(c), flu_class_upos(tagged->class_id), (int)(in->norm.len < 40 ? in->norm.len : 40),
           in->norm.ptr, tagged->meant ? " (meant)" : "",
           ((m.own | m.confused) & gold) == 0 ? " (not a candidate)" : "");
}

/* Their lemmas are each treebank's own affair: il, lui or moi. */
#define NO_LEMMA (FLU_CLASSES_PRON | 1u << FLU_CLASS_DET | 1u << FLU_CLASS_PUNCT | 1u << FLU_CLASS_NUM)

static void count_lemma(run *r, const flu_tag_input *in, const flu_tagged *tagged, flu_str gold, score *s)
{
  char lemma[FLU_MAX_FORM_BYTES], lower[FLU_MAX_FORM_BYTES], wanted[FLU_MAX_FORM_BYTES];
  const size_t len = flu_tagged_lemma(&r->tagger, in, tagged, lemma, sizeof lemma);
  const bool right = len == gold.len && memcmp(lemma, gold.ptr, len) == 0;
  s->lemmas++;
  s->lemmas_right += right;
  const size_t n = flu_lower(lemma, len, lower, sizeof lower);
  const size_t m = flu_lower(gold.ptr, gold.len, wanted, sizeof wanted);
  const bool same = n == m && memcmp(lower, wanted, n) == 0;
  s->lemmas_same += same;
  if (!right && r->verbose && r->error_count < MAX_ERRORS)
    snprintf(r->errors[r->error_count++], sizeof r->errors[0], "lemma %s %.*s: %.*s for %.*s",
             flu_class_upos(tagged->class_id), (int)in->norm.len % 30, in->norm.ptr, (int)len % 30, lemma,
             (int)gold.len % 30, gold.ptr);
}

static int measure(run *r, const flu_gold_sentence *s, score *total, bool faulty)
{
  flu_tag_input *in = flu_arena_take(&r->arena, (s->count + 1) * sizeof *in);
  flu_tagged *out = flu_arena_take(&r->arena, (s->count + 1) * sizeof *out);
  if (in == NULL || out == NULL) return FLU_E_NOMEM;
  for (uint32_t i = 0; i < s->count; i++) flu_tag_look_up(&r->tagger, &s->tokens[i], &in[i]);
  const int rc = flu_tag_sentence(&r->tagger, in, s->count, &r->arena, out);
  for (uint32_t i = 0; i < s->count && rc == FLU_OK; i++) {
    const uint32_t gold = s->gold[i].allowed;
    total->tokens++;
    if (gold == 0) continue;
    const bool right = (flu_class_group(out[i].class_id) & gold) != 0;
    total->counted++;
    total->right += right;
    const uint32_t common = flu_conventions_apply(&r->conventions, in[i].norm, s->gold[i].lemma, gold);
    const bool same = right || (flu_class_group(out[i].class_id) & common) != 0 ||
                      same_by_convention(gold, out[i].class_id, &in[i]);
    total->same += same;
    total->meant += out[i].meant;
    total->meant_right += out[i].meant && right;
    if (!right) note(r, &in[i], gold, &out[i], faulty);
    if (s->gold[i].lemma.len > 0 && (gold & NO_LEMMA) == 0)
      count_lemma(r, &in[i], &out[i], s->gold[i].lemma, total);
  }
  return rc;
}

static int visit(void *ctx, const flu_gold_sentence *s, uint32_t number)
{
  run *r = ctx;
  flu_random random = { 7000 + number };
  if (!r->whole && number % 10 != 0) return FLU_OK;
  flu_arena_reset(&r->arena);
  int rc = measure(r, s, &r->clean, false);
  const flu_gold_sentence *copy = flu_train_faulty(&r->injector, &random, s, ONE_IN, &r->arena);
  if (rc == FLU_OK) rc = copy == NULL ? FLU_E_NOMEM : measure(r, copy, &r->faulty, true);
  return rc;
}

/* --- files --- */

static double percent(unsigned part, unsigned all)
{
  return all == 0 ? 0 : 100.0 * part / all;
}

static void print(const char *name, const score *s)
{
  printf("%-34s %6u tokens, %4.1f %% count: UPOS %.2f %% (same %.2f %%), lemma %.2f %% (any case %.2f %%), "
         "%u meant (%u right)\n", name,
         s->tokens, percent(s->counted, s->tokens), percent(s->right, s->counted), percent(s->same, s->counted),
         percent(s->lemmas_right, s->lemmas), percent(s->lemmas_same, s->lemmas), s->meant, s->meant_right);
}

static void add_up(score *total, const score *s)
{
  total->tokens += s->tokens;
  total->counted += s->counted;
  total->right += s->right;
  total->same += s->same;
  total->lemmas += s->lemmas;
  total->lemmas_right += s->lemmas_right;
  total->lemmas_same += s->lemmas_same;
  total->meant += s->meant;
  total->meant_right += s->meant_right;
}

static bool measure_file(run *r, const char *path)
{
  char command[4200];
  const size_t len = strlen(path);
  const bool packed = len > 3 && strcmp(path + len - 3, ".xz") == 0;
  if (strchr(path, '\'') != NULL) return false;
  snprintf(command, sizeof command, "xz -dc '%s'", path);
  FILE *f = packed ? popen(command, "r") : fopen(path, "rb");
  if (f == NULL) return false;
  const char *name = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;
  r->clean = r->faulty = (score){ 0 };
  r->whole = strstr(name, "gsd") != NULL;
  const int rc = flu_read_conllu(f, &r->lang, visit, r);
  if (packed) pclose(f);
  else fclose(f);
  print(name, &r->clean);
  print("  with mistakes", &r->faulty);
  if (!r->whole) {
    add_up(&r->tenths, &r->clean);
    add_up(&r->faulty_tenths, &r->faulty);
  }
  return rc == FLU_OK && r->clean.counted > 0;
}

static int compare_errors(const void *a, const void *b)
{
  return strcmp(a, b);
}

/* The same error again and again is printed once, with its number. */
static void print_errors(run *r)
{
  if (r->error_count == 0) return;
  qsort(r->errors, r->error_count, sizeof *r->errors, compare_errors);
  for (unsigned i = 0, end; i < r->error_count; i = end) {
    for (end = i + 1; end < r->error_count && strcmp(r->errors[i], r->errors[end]) == 0;) end++;
    printf("%6u %s\n", end - i, r->errors[i]);
  }
}

static bool begin(run *r, const char *pack_path, const char *data)
{
  char confusions[4096], conventions[4096];
  flu_pack pack;
  flu_error err = { 0 };
  flu_diag d = { .out = stderr };
  const unsigned char *section;
  size_t size;
  snprintf(confusions, sizeof confusions, "%s/confusions", data);
  snprintf(conventions, sizeof conventions, "%s/models/conventions.txt", data);
  flu_arena_init(&r->arena, &flu_alloc_default);
  r->errors = malloc(MAX_ERRORS * sizeof *r->errors);
  if (r->errors != NULL && flu_train_language_open(&r->lang, pack_path, &err) == FLU_OK &&
      flu_pack_open(r->lang.pack, r->lang.pack_size, false, &pack, &err) == FLU_OK &&
      flu_pack_find(&pack, FLU_SECTION_TAGGER, FLU_TAGGER_VERSION, &section, &size, &err) == FLU_OK &&
      flu_tagger_open(&r->tagger, section, size, false, &r->lang.lexicon, &r->lang.lists, &err) == FLU_OK &&
      flu_confusions_read(&r->confusions, confusions, &d) == FLU_OK &&
      flu_conventions_read(&r->conventions, conventions, &d) == FLU_OK &&
      flu_injector_begin(&r->injector, &r->lang.lexicon, &r->confusions) == FLU_OK)
    return true;
  fprintf(stderr, "%s: %s\n", pack_path, err.detail);
  return false;
}

static void end(run *r)
{
  flu_injector_end(&r->injector);
  flu_confusions_end(&r->confusions);
  flu_conventions_end(&r->conventions);
  flu_train_language_end(&r->lang);
  flu_arena_end(&r->arena);
  free(r->errors);
}

/* What must hold on the treebank that training never saw. */
static bool good_enough(const run *r)
{
  return percent(r->clean.right, r->clean.counted) >= 96.0 && percent(r->clean.same, r->clean.counted) >= 97.2 &&
         percent(r->faulty.right, r->faulty.counted) >= 95.2 &&
         percent(r->clean.lemmas_right, r->clean.lemmas) >= 97.0 &&
         percent(r->clean.counted, r->clean.tokens) >= 99.0;
}

int main(int argc, char **argv)
{
  static run r;
  char path[4096];
  const char *shared = getenv("FLUIDE_SHARED");
  int first = 3, status = 0;
  if (argc < 3) return 2;
  if (argc > 3 && strcmp(argv[3], "-v") == 0) {
    r.verbose = true;
    first = 4;
  }
  if (first >= argc && (shared == NULL || shared[0] == '\0')) {
    printf("FLUIDE_SHARED is not set\n");
    return 77;
  }
  if (!begin(&r, argv[1], argv[2])) return 1;
  for (int i = first; i < argc; i++)
    if (!measure_file(&r, argv[i])) status = 1;
  if (first >= argc) {
    snprintf(path, sizeof path, "%s/corpus/treebank/fr_gsd-ud-dev.conllu.xz", shared);
    if (!measure_file(&r, path)) status = 77;
    else if (!good_enough(&r)) status = 1;
  }
  if (r.tenths.counted > 0) {
    print("tenths kept out of training", &r.tenths);
    print("  with mistakes", &r.faulty_tenths);
  }
  print_errors(&r);
  end(&r);
  return status;
}
