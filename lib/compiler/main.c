/* fluide-pack: builds the language pack from a hunspell dictionary and the data of lib/fr. */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "api/examples.h"
#include "compiler/embed.h"
#include "compiler/files.h"
#include "compiler/pack_write.h"
#include "context/choice.h"
#include "lexicon/lexicon.h"
#include "lexicon/lists.h"
#include "rules/catalogue.h"
#include "rules/program.h"
#include "spelling/suggest.h"
#include "syntax/parser.h"
#include "tagging/tagger.h"

#define SECTIONS 8

/* lib/api can open the pack that is linked into the library; this program, which makes it, has none. */
extern const unsigned char flu_embedded_pack[];
extern const uint64_t flu_embedded_pack_size;
_Alignas(8) const unsigned char flu_embedded_pack[8] = { 0 };
const uint64_t flu_embedded_pack_size = sizeof flu_embedded_pack;

enum { EXIT_DONE = 0, EXIT_SOURCES = 1, EXIT_USAGE = 2 };

static const char usage[] =
    "usage: fluide-pack --dictionary PATH --data DIR -o PACK [options]\n"
    "       fluide-pack --list-sections PACK\n"
    "\n"
    "Builds a language pack from a hunspell dictionary with morphology and the data of lib/fr.\n"
    "\n"
    "  --dictionary PATH     fr.dic, or the directory that holds fr.dic and fr.aff\n"
    "  --dic FILE --aff FILE the same, one by one\n"
    "  --data DIR            directory with confusions/, lexicon/, lists/, models/, rules/ and spelling/\n"
    "  -o, --output PACK     the file to write; it is replaced as a whole or not at all\n"
    "  --embed FILE          also write a C file that takes the pack into a program\n"
    "  --depfile FILE        also write what the pack was made from, for make and ninja\n"
    "  --examples HOW        `error`: a rule whose example fails is refused (default); `warning`: it is said;\n"
    "                        `skip`: they are not run\n"
    "  --max-errors N        say so many errors at most (20)\n"
    "  -v, --verbose         say the size of each section, and what no example reaches\n"
    "  --list-sections PACK  say what is in a pack\n"
    "  -h, --help            this text\n"
    "\n"
    "Exit status: 0 done, 1 errors in the sources, 2 wrong arguments.\n";

typedef struct options {
  const char *aff, *dic, *dictionary, *data, *output, *embed, *depfile, *list;
  unsigned max_errors;
  const char *examples;
  bool verbose, help;
} options;

/* --- arguments --- */

static bool read_number(const char *text, unsigned *value)
{
  char *end = NULL;
  errno = 0;
  const unsigned long n = strtoul(text, &end, 10);
  if (errno != 0 || end == text || *end != '\0' || text[0] == '-' || n == 0 || n > 1000000) return false;
  *value = (unsigned)n;
  return true;
}

static int read_options(int argc, char **argv, options *o)
{
  const struct {
    const char *name, *alias;
    const char **value;
  } known[] = {
    { "--aff", NULL, &o->aff },
    { "--dic", NULL, &o->dic },
    { "--dictionary", NULL, &o->dictionary },
    { "--data", NULL, &o->data },
    { "--output", "-o", &o->output },
    { "--embed", NULL, &o->embed },
    { "--depfile", NULL, &o->depfile },
    { "--list-sections", NULL, &o->list },
    { "--examples", NULL, &o->examples },
  };
  const char *max_errors = NULL;
  for (int i = 1; i < argc; i++) {
    const char **value = strcmp(argv[i], "--max-errors") == 0 ? &max_errors : NULL;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
      if (strcmp(argv[i], known[k].name) == 0 || (known[k].alias != NULL && strcmp(argv[i], known[k].alias) == 0))
        value = known[k].value;
    if (value != NULL && i + 1 == argc) {
      fprintf(stderr, "fluide-pack: error: %s needs a value\n", argv[i]);
      return EXIT_USAGE;
    }
    if (value != NULL) {
      *value = argv[++i];
    } else if (strcmp(argv[i], "-v") == 0 || strcmp(argv[i], "--verbose") == 0) {
      o->verbose = true;
    } else if (strcmp(argv[i], "-h") == 0 || strcmp(argv[i], "--help") == 0) {
      o->help = true;
    } else {
      fprintf(stderr, "fluide-pack: error: unknown argument '%s' (try --help)\n", argv[i]);
      return EXIT_USAGE;
    }
  }
  if (max_errors != NULL && !read_number(max_errors, &o->max_errors)) {
    fprintf(stderr, "fluide-pack: error: --max-errors needs a number from 1 to 1000000\n");
    return EXIT_USAGE;
  }
  if (strcmp(o->examples, "error") != 0 && strcmp(o->examples, "warning") != 0 && strcmp(o->examples, "skip") != 0) {
    fprintf(stderr, "fluide-pack: error: --examples is error, warning or skip\n");
    return EXIT_USAGE;
  }
  if (o->help || o->list != NULL) return EXIT_DONE;
  if (o->data == NULL || o->output == NULL || (o->dictionary == NULL && (o->aff == NULL || o->dic == NULL))) {
    fprintf(stderr, "fluide-pack: error: a dictionary, --data and --output are needed (try --help)\n");
    return EXIT_USAGE;
  }
  return EXIT_DONE;
}

/* `a` + `b` + `c` in memory of the arena. */
static char *concat(flu_arena *arena, const char *a, const char *b, const char *c)
{
  const size_t size = strlen(a) + strlen(b) + strlen(c) + 1;
  char *text = flu_arena_take(arena, size);
  if (text != NULL) snprintf(text, size, "%s%s%s", a, b, c);
  return text;
}

/* Both paths from --dictionary, unless they are given one by one. */
static int find_dictionary(options *o, flu_arena *arena)
{
  struct stat st;
  if (o->dictionary == NULL) return FLU_OK;
  char *base;
  const size_t len = strlen(o->dictionary);
  if (stat(o->dictionary, &st) == 0 && S_ISDIR(st.st_mode))
    base = concat(arena, o->dictionary, "/fr", "");
  else if (len > 4 && strcmp(o->dictionary + len - 4, ".dic") == 0)
    base = flu_arena_copy(arena, o->dictionary, len - 4);
  else
    base = flu_arena_copy(arena, o->dictionary, len);
  if (base == NULL) return FLU_E_NOMEM;
  if (o->aff == NULL) o->aff = concat(arena, base, ".aff", "");
  if (o->dic == NULL) o->dic = concat(arena, base, ".dic", "");
  return o->aff == NULL || o->dic == NULL ? FLU_E_NOMEM : FLU_OK;
}

/* --- building --- */

/* All sections are built, whatever happens to the others, so that one run shows every error. */
static int build_sections(const options *o, flu_rule_set *set, flu_arena *arena, flu_buffer out[SECTIONS])
{
  flu_diag *d = set->diag;
  const char *lexicon = concat(arena, o->data, "/lexicon", ""), *lists = concat(arena, o->data, "/lists", "");
  const char *rules = concat(arena, o->data, "/rules", ""), *spelling = concat(arena, o->data, "/spelling", "");
  const char *models = concat(arena, o->data, "/models", ""), *confusions = concat(arena, o->data, "/confusions", "");
  if (lexicon == NULL || lists == NULL || rules == NULL || spelling == NULL || models == NULL || confusions == NULL)
    return FLU_E_NOMEM;
  const flu_lexicon_sources sources = { o->aff, o->dic, lexicon };
  const int lexicon_rc = flu_build_lexicon(d, &sources, &out[0]);
  const int lists_rc = flu_build_lists(d, lists, &out[1]);
  const flu_pattern_sources words = { out[0].ptr, out[1].ptr, out[0].len, out[1].len };
  const bool built = lexicon_rc == FLU_OK && lists_rc == FLU_OK;
  const int rules_rc =
      built ? flu_build_rule_programs(set, rules, &words, &out[2], &out[5]) : flu_build_rules(d, rules, &out[2]);
  int rc = lexicon_rc;
  if (rc == FLU_OK) rc = flu_build_spelling(d, spelling, out[0].ptr, out[0].len, &out[3]);
  if (rc == FLU_OK) rc = flu_build_tagger(d, models, confusions, out[0].ptr, out[0].len, &out[4]);
  if (rc == FLU_OK) rc = flu_build_syntax(d, models, &out[6]);
  if (rc == FLU_OK) rc = flu_build_choices(d, models, confusions, out[0].ptr, out[0].len, &out[7]);
  if (rc == FLU_OK) rc = lists_rc;
  if (rc == FLU_OK) rc = rules_rc;
  for (int i = 0; i < SECTIONS; i++)
    if (rc == FLU_OK && out[i].failed) rc = FLU_E_NOMEM;
  return rc;
}

static void print_sections(FILE *out, const flu_pack *pack)
{
  static const char *const names[] = { "", "lexicon", "lists", "rules", "spelling", "tagger", "programs", "choices",
                                       "syntax" };
  fprintf(out, "format %" PRIu32 ", generation %016" PRIx64 "\n", pack->header->format, pack->header->generation);
  fprintf(out, "%-12s %7s %10s %10s\n", "section", "version", "offset", "bytes");
  for (uint32_t i = 0; i < pack->header->section_count; i++) {
    const flu_pack_section *s = &pack->sections[i];
    fprintf(out, "%-12s %7" PRIu32 " %10" PRIu64 " %10" PRIu64 "\n",
            s->id < sizeof names / sizeof *names ? names[s->id] : "?", s->version, s->offset, s->size);
  }
  fprintf(out, "%-12s %7s %10s %10zu\n", "pack", "", "", pack->size);
}

/* A path as make and ninja read it. */
static void add_dependency(flu_buffer *out, const char *path)
{
  flu_buffer_str(out, " ");
  for (; *path != '\0'; path++) {
    if (*path == ' ' || *path == '#' || *path == '\\') flu_buffer_str(out, "\\");
    if (*path == '$') flu_buffer_str(out, "$");
    flu_buffer_add(out, path, 1);
  }
}

/* Directories are named too: a file that is added changes its directory. */
static int write_depfile(const options *o, flu_diag *d)
{
  flu_files files = { 0 };
  flu_buffer out;
  flu_buffer_init(&out, &flu_alloc_default);
  int rc = flu_files_walk(&files, o->data);
  add_dependency(&out, o->output);
  flu_buffer_str(&out, ":");
  add_dependency(&out, o->aff);
  add_dependency(&out, o->dic);
  for (size_t i = 0; i < files.count; i++) add_dependency(&out, files.paths[i]);
  flu_buffer_str(&out, "\n");
  if (rc == FLU_OK) rc = out.failed ? FLU_E_NOMEM : flu_file_write(o->depfile, out.ptr + 1, out.len - 1, d);
  flu_buffer_end(&out);
  flu_files_end(&files);
  return rc;
}

/* The examples run on the pack as a program would open it. */
static int run_examples(const options *o, const flu_buffer *bytes, const flu_rule_set *set)
{
  const bool strict = strcmp(o->examples, "error") == 0;
  fluide_model *model = NULL;
  fluide_error err;
  const flu_source where = { .path = (char *)"the pack" };
  int rc = fluide_model_open_memory(bytes->ptr, bytes->len, NULL, &model, &err);
  if (rc != FLU_OK) {
    flu_diag_error(set->diag, &where, 0, NULL, "what was built cannot be opened: %s", err.detail);
    return rc;
  }
  unsigned unreached = 0;
  rc = flu_api_run_examples(model, set, NULL, o->verbose ? NULL : &unreached);
  fluide_model_unref(model);
  if (unreached > 0)
    fprintf(stderr, "fluide-pack: no example reaches %u parts of patterns; --verbose and `fluide rules test` list them\n",
            unreached);
  if (rc != FLU_OK || set->diag->errors == 0) return rc;
  if (strict) return FLU_E_FORMAT;
  fprintf(stderr, "fluide-pack: %u examples fail\n", set->diag->errors);
  set->diag->errors = 0;
  return FLU_OK;
}

static int write_pack(const options *o, const flu_rule_set *set, const flu_buffer sections[SECTIONS])
{
  flu_diag *d = set->diag;
  const flu_pack_part parts[SECTIONS] = {
    { FLU_SECTION_LEXICON, FLU_LEXICON_VERSION, sections[0].ptr, sections[0].len },
    { FLU_SECTION_LISTS, FLU_LISTS_VERSION, sections[1].ptr, sections[1].len },
    { FLU_SECTION_RULES, FLU_RULES_VERSION, sections[2].ptr, sections[2].len },
    { FLU_SECTION_SPELLING, FLU_SPELLING_VERSION, sections[3].ptr, sections[3].len },
    { FLU_SECTION_TAGGER, FLU_TAGGER_VERSION, sections[4].ptr, sections[4].len },
    { FLU_SECTION_PROGRAMS, FLU_PROGRAMS_VERSION, sections[5].ptr, sections[5].len },
    { FLU_SECTION_CHOICES, FLU_CHOICES_VERSION, sections[7].ptr, sections[7].len },
    { FLU_SECTION_SYNTAX, FLU_SYNTAX_VERSION, sections[6].ptr, sections[6].len },
  };
  flu_buffer bytes;
  flu_pack pack;
  flu_error err;
  flu_buffer_init(&bytes, &flu_alloc_default);
  int rc = flu_pack_write(parts, SECTIONS, &bytes);
  if (rc == FLU_OK) {
    rc = flu_pack_open(bytes.ptr, bytes.len, false, &pack, &err);
    const flu_source where = { .path = (char *)o->output };
    if (rc != FLU_OK) flu_diag_error(d, &where, 0, NULL, "what was built cannot be read back: %s", err.detail);
  }
  if (rc == FLU_OK && strcmp(o->examples, "skip") != 0) rc = run_examples(o, &bytes, set);
  if (rc == FLU_OK) rc = flu_file_write(o->output, bytes.ptr, bytes.len, d);
  if (rc == FLU_OK && o->embed != NULL)
    rc = flu_embed_write(d, o->embed, o->output, bytes.len, pack.header->generation);
  if (rc == FLU_OK && o->depfile != NULL) rc = write_depfile(o, d);
  if (rc == FLU_OK && o->verbose) print_sections(stdout, &pack);
  flu_buffer_end(&bytes);
  return rc;
}

static int build(options *o)
{
  flu_diag d = { .out = stderr, .max_errors = o->max_errors };
  flu_buffer sections[SECTIONS];
  flu_arena arena;
  flu_rule_set set;
  flu_rule_set_init(&set, &d);
  flu_arena_init(&arena, &flu_alloc_default);
  for (int i = 0; i < SECTIONS; i++) flu_buffer_init(&sections[i], &flu_alloc_default);
  int rc = find_dictionary(o, &arena);
  if (rc == FLU_OK) rc = build_sections(o, &set, &arena, sections);
  if (rc == FLU_OK) rc = write_pack(o, &set, sections);
  for (int i = 0; i < SECTIONS; i++) flu_buffer_end(&sections[i]);
  flu_rule_set_end(&set);
  flu_arena_end(&arena);
  if (rc == FLU_E_NOMEM)
    fprintf(stderr, "fluide-pack: error: out of memory\n");
  else if (rc != FLU_OK && d.errors == 0)
    fprintf(stderr, "fluide-pack: error: status %d\n", rc);
  if (d.errors > 0 || d.warnings > 0)
    fprintf(stderr, "fluide-pack: %u error%s, %u warning%s\n", d.errors, d.errors == 1 ? "" : "s", d.warnings,
            d.warnings == 1 ? "" : "s");
  return rc == FLU_OK && d.errors == 0 ? EXIT_DONE : EXIT_SOURCES;
}

static int list_sections(const char *path)
{
  FILE *f = fopen(path, "rb");
  struct stat st;
  if (f == NULL || fstat(fileno(f), &st) != 0 || S_ISDIR(st.st_mode)) {
    fprintf(stderr, "%s: error: cannot be read: %s\n", path, f == NULL ? strerror(errno) : "not a file");
    if (f != NULL) fclose(f);
    return EXIT_SOURCES;
  }
  const size_t size = (size_t)st.st_size;
  unsigned char *data = malloc(size + 1);
  const bool read = data != NULL && fread(data, 1, size, f) == size;
  fclose(f);
  flu_pack pack;
  flu_error err = { .detail = "cannot be read" };
  const bool good = read && flu_pack_open(data, size, false, &pack, &err) == FLU_OK;
  if (good)
    print_sections(stdout, &pack);
  else
    fprintf(stderr, "%s: error: %s (byte %" PRIu64 ")\n", path, err.detail, err.offset);
  free(data);
  return good ? EXIT_DONE : EXIT_SOURCES;
}

int main(int argc, char **argv)
{
  options o = { .examples = "error" };
  const int rc = read_options(argc, argv, &o);
  if (rc != EXIT_DONE) return rc;
  if (o.help) {
    fputs(usage, stdout);
    return EXIT_DONE;
  }
  return o.list != NULL ? list_sections(o.list) : build(&o);
}
