/* Attachment scores of the parser on treebanks it was not trained on: parsing PACK DATA_DIR [-v] FILE.conllu[.xz] …
 *
 * Without files: fr_gsd-ud-dev of $FLUIDE_SHARED/corpus/treebank, and bounds that must hold; skipped when it is not
 * there. Of a treebank used in training only every tenth sentence counts, which training leaves out; GSD is left out as
 * a whole and counts as a whole. Tokens and tags are the library's own; punctuation does not count. « sure » is what
 * the parser finds in both directions. Of subjects precision and recall of the arcs are given, of all and of the sure
 * ones. With -v sentences are printed with what is wrong in them. */
#include <stdlib.h>
#include <string.h>

#include "compiler/train/tagger_data.h"
#include "lexicon/pack.h"
#include "syntax/parser.h"

#define ONE_IN 7u

typedef struct score {
  unsigned tokens, heads, labelled;           /* right ones of them */
  unsigned sure, sure_heads, sure_labelled;
  unsigned subjects, found, right;            /* in the treebank, by the parser, both */
  unsigned sure_found, sure_right;
} score;

typedef struct run {
  flu_train_language lang;
  flu_tagger tagger;
  flu_parser parser;
  flu_confusions confusions;
  flu_injector injector;
  flu_arena arena;
  bool whole, verbose;
  score clean, faulty, tenths, faulty_tenths;
} run;

static void show(const flu_gold_sentence *s, const flu_dep *deps, const flu_tagged *tagged)
{
  for (uint32_t i = 0; i < s->count; i++) {
    const flu_gold *g = &s->gold[i];
    const int32_t head = deps[i].head == FLU_NO_HEAD ? FLU_GOLD_ROOT : (int32_t)deps[i].head;
    printf("%3u %-20.*s %-5s %3d %-10s %3d %-10s %6d%s%s\n", i, (int)s->tokens[i].norm.len, s->tokens[i].norm.ptr,
           flu_class_upos(tagged[i].class_id), head, flu_dep_label_name(deps[i].label), g->head,
           flu_dep_label_name(g->label), deps[i].margin, deps[i].sure_label ? " sure" : "",
           g->head != head ? " WRONG" : g->label != deps[i].label ? " wrong" : "");
  }
  printf("\n");
}

static void count(score *t, const flu_gold *g, const flu_dep *d)
{
  const int32_t head = d->head == FLU_NO_HEAD ? FLU_GOLD_ROOT : (int32_t)d->head;
  const bool right = head == g->head, labelled = right && d->label == g->label;
  const bool subject = g->label == FLU_DEP_SUBJ && g->head >= 0, found = d->label == FLU_DEP_SUBJ && head >= 0;
  t->tokens++;
  t->heads += right;
  t->labelled += labelled;
  t->sure += d->sure;
  t->sure_heads += d->sure && right;
  t->sure_labelled += d->sure && labelled;
  t->subjects += subject;
  t->found += found;
  t->right += subject && found && right;
  t->sure_found += found && d->sure_label;
  t->sure_right += subject && found && right && d->sure_label;
}

static int measure(run *r, const flu_gold_sentence *s, score *total)
{
  flu_tag_input *in = flu_arena_take(&r->arena, (s->count + 1) * sizeof *in);
  flu_tagged *tagged = flu_arena_take(&r->arena, (s->count + 1) * sizeof *tagged);
  flu_dep *deps = flu_arena_take(&r->arena, (s->count + 1) * sizeof *deps);
  if (in == NULL || tagged == NULL || deps == NULL) return FLU_E_NOMEM;
  for (uint32_t i = 0; i < s->count; i++) flu_tag_look_up(&r->tagger, &s->tokens[i], &in[i]);
  int rc = flu_tag_sentence(&r->tagger, in, s->count, &r->arena, tagged);
  if (rc == FLU_OK) rc = flu_parse_sentence(&r->parser, &r->tagger, in, tagged, s->count, &r->arena, deps);
  for (uint32_t i = 0; i < s->count && rc == FLU_OK; i++)
    if (s->gold[i].head != FLU_GOLD_OPEN && s->gold[i].label != FLU_DEP_PUNCT &&
        s->tokens[i].kind != FLU_TOKEN_PUNCTUATION)
      count(total, &s->gold[i], &deps[i]);
  if (rc == FLU_OK && r->verbose) show(s, deps, tagged);
  return rc;
}

static int visit(void *ctx, const flu_gold_sentence *s, uint32_t number)
{
  run *r = ctx;
  flu_random random = { 7000 + number };
  if (!r->whole && number % 10 != 0) return FLU_OK;
  flu_arena_reset(&r->arena);
  int rc = measure(r, s, &r->clean);
  const flu_gold_sentence *copy = flu_train_faulty(&r->injector, &random, s, ONE_IN, &r->arena);
  if (rc == FLU_OK) rc = copy == NULL ? FLU_E_NOMEM : measure(r, copy, &r->faulty);
  return rc;
}

/* --- files --- */

static double percent(unsigned part, unsigned all)
{
  return all == 0 ? 0 : 100.0 * part / all;
}

static void print(const char *name, const score *s)
{
  printf("%-30s %6u tokens: UAS %.2f, LAS %.2f; sure %.1f %%: UAS %.2f, LAS %.2f; subjects P %.2f R %.2f, "
         "sure P %.2f R %.2f\n",
         name, s->tokens, percent(s->heads, s->tokens), percent(s->labelled, s->tokens), percent(s->sure, s->tokens),
         percent(s->sure_heads, s->sure), percent(s->sure_labelled, s->sure), percent(s->right, s->found),
         percent(s->right, s->subjects), percent(s->sure_right, s->sure_found), percent(s->sure_right, s->subjects));
}

static void add_up(score *total, const score *s)
{
  unsigned *to = (unsigned *)total;
  const unsigned *from = (const unsigned *)s;
  for (size_t i = 0; i < sizeof *s / sizeof *from; i++) to[i] += from[i];
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
  return rc == FLU_OK && r->clean.tokens > 0;
}

static bool open_models(run *r, const char *pack_path, flu_error *err)
{
  flu_pack pack;
  const unsigned char *section;
  size_t size;
  return flu_train_language_open(&r->lang, pack_path, err) == FLU_OK &&
         flu_pack_open(r->lang.pack, r->lang.pack_size, false, &pack, err) == FLU_OK &&
         flu_pack_find(&pack, FLU_SECTION_TAGGER, FLU_TAGGER_VERSION, &section, &size, err) == FLU_OK &&
         flu_tagger_open(&r->tagger, section, size, false, &r->lang.lexicon, &r->lang.lists, err) == FLU_OK &&
         flu_pack_find(&pack, FLU_SECTION_SYNTAX, FLU_SYNTAX_VERSION, &section, &size, err) == FLU_OK &&
         flu_parser_open(&r->parser, section, size, err) == FLU_OK;
}

static bool begin(run *r, const char *pack_path, const char *data)
{
  char confusions[4096];
  flu_error err = { 0 };
  flu_diag d = { .out = stderr };
  snprintf(confusions, sizeof confusions, "%s/confusions", data);
  flu_arena_init(&r->arena, &flu_alloc_default);
  if (open_models(r, pack_path, &err) && flu_confusions_read(&r->confusions, confusions, &d) == FLU_OK &&
      flu_injector_begin(&r->injector, &r->lang.lexicon, &r->confusions) == FLU_OK)
    return true;
  fprintf(stderr, "%s: %s\n", pack_path, err.detail);
  return false;
}

static void end(run *r)
{
  flu_injector_end(&r->injector);
  flu_confusions_end(&r->confusions);
  flu_train_language_end(&r->lang);
  flu_arena_end(&r->arena);
}

/* What must hold on the treebank that training never saw. */
static bool good_enough(const run *r)
{
  return percent(r->clean.heads, r->clean.tokens) >= 86.0 && percent(r->clean.labelled, r->clean.tokens) >= 80.8 &&
         percent(r->faulty.heads, r->faulty.tokens) >= 85.0 &&
         percent(r->clean.sure_right, r->clean.sure_found) >= 92.0;
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
  if (r.tenths.tokens > 0) {
    print("tenths kept out of training", &r.tenths);
    print("  with mistakes", &r.faulty_tenths);
  }
  end(&r);
  return status;
}
