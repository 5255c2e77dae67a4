/* Rules → the RULES section. */
#include "compiler/rules.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/files.h"
#include "compiler/rules_program.h"
#include "rules/format.h"

const char *const flu_native_ids[FLU_NATIVE_COUNT] = {
#define FLU_NATIVE(name, id) [FLU_NATIVE_##name] = id,
#include "rules/native.inc"
#undef FLU_NATIVE
};

void flu_rule_set_init(flu_rule_set *set, flu_diag *d)
{
  memset(set, 0, sizeof *set);
  set->diag = d;
  flu_arena_init(&set->arena, &flu_alloc_default);
}

void flu_rule_set_end(flu_rule_set *set)
{
  for (size_t i = 0; i < set->count; i++) {
    flu_rule_source *r = &set->rules[i];
    for (size_t k = 0; k < r->example_count; k++) free(r->examples[k].replacements);
    free(r->examples);
    free(r->clauses);
  }
  for (size_t i = 0; i < set->file_count; i++) {
    flu_source_end(set->files[i]);
    free(set->files[i]);
  }
  free(set->rules);
  free(set->files);
  flu_arena_end(&set->arena);
  memset(set, 0, sizeof *set);
}

/* Sources stay in memory, for what is said later about their rules. */
int flu_rule_set_read(flu_rule_set *set, const char *path)
{
  if (!flu_reserve(&flu_alloc_default, (void **)&set->files, set->file_count, &set->file_cap, sizeof *set->files))
    return FLU_E_NOMEM;
  flu_source *file = malloc(sizeof *file);
  if (file == NULL) return FLU_E_NOMEM;
  const int rc = flu_source_read(file, path, set->diag);
  if (rc != FLU_OK) {
    free(file);
    set->bad = true;
    return rc == FLU_E_NOMEM ? rc : FLU_OK;
  }
  set->files[set->file_count++] = file;
  return flu_rules_parse(set, file);
}

/* --- checks over all files --- */

static int compare_rules(const void *a, const void *b)
{
  const flu_rule_source *x = a, *y = b;
  const int order = strcmp(x->id.ptr, y->id.ptr);
  if (order != 0) return order;
  const int file = strcmp(x->file->path, y->file->path);
  if (file != 0) return file;
  return x->id.offset < y->id.offset ? -1 : x->id.offset > y->id.offset;
}

void flu_rule_set_sort(flu_rule_set *set)
{
  if (set->count > 1) qsort(set->rules, set->count, sizeof *set->rules, compare_rules);
  for (size_t i = 1; i < set->count; i++) {
    const flu_rule_source *r = &set->rules[i], *first = r - 1;
    if (r->id.len == 0 || strcmp(first->id.ptr, r->id.ptr) != 0) continue;
    unsigned line = 1;
    for (size_t k = 0; k < first->id.offset; k++) line += first->file->text[k] == '\n';
    char hint[512];
    snprintf(hint, sizeof hint, "first at %.400s:%u", first->file->path, line);
    flu_diag_error(set->diag, r->file, r->id.offset, hint, "rule '%s' is already there", r->id.ptr);
    set->bad = true;
  }
}

static void find_natives(const flu_rule_set *set, const char *where, uint32_t natives[FLU_NATIVE_COUNT])
{
  const flu_source place = { .path = (char *)where };
  for (uint32_t i = 0; i < FLU_NATIVE_COUNT; i++) natives[i] = FLU_NO_RULE;
  for (size_t i = 0; i < set->count; i++)
    if (set->rules[i].native < FLU_NATIVE_COUNT) natives[set->rules[i].native] = (uint32_t)i;
  for (uint32_t i = 0; i < FLU_NATIVE_COUNT; i++)
    if (natives[i] == FLU_NO_RULE)
      flu_diag_warning(set->diag, &place, 0, NULL, "no rule '%s' for the check written in C", flu_native_ids[i]);
}

/* --- the section --- */

typedef struct section {
  flu_buffer rules, examples, replacements, strings;
  flu_rules_header header;
} section;

static flu_rules_string add_string(section *s, flu_lexeme text)
{
  const flu_rules_string at = { (uint32_t)s->strings.len, text.len };
  flu_buffer_add(&s->strings, text.ptr, text.len);
  flu_buffer_add(&s->strings, "", 1);
  return at;
}

static void add_example(section *s, const flu_example_source *e)
{
  flu_rules_example x = {
    .start = e->marked.start, .end = e->marked.end, .wrong = e->wrong, .locale = e->locale, .spelling = e->spelling
  };
  x.text = add_string(s, e->marked.text);
  x.first_replacement = s->header.replacement_count;
  x.replacement_count = (uint32_t)e->replacement_count;
  for (size_t i = 0; i < e->replacement_count; i++) {
    const flu_rules_string text = add_string(s, e->replacements[i]);
    flu_buffer_add(&s->replacements, &text, sizeof text);
    s->header.replacement_count++;
  }
  flu_buffer_add(&s->examples, &x, sizeof x);
  s->header.example_count++;
}

static void add_rule(section *s, const flu_rule_source *r)
{
  flu_rules_rule x = { .category = r->category,
                       .severity = r->severity,
                       .confidence = r->confidence,
                       .enabled = r->enabled,
                       .locales = r->locales,
                       .priority = r->priority };
  x.id = add_string(s, r->id);
  x.title = add_string(s, r->title);
  x.message = add_string(s, r->message);
  x.explanation = add_string(s, r->explanation);
  x.reference = add_string(s, r->reference);
  x.first_example = s->header.example_count;
  x.example_count = (uint32_t)r->example_count;
  for (size_t i = 0; i < r->example_count; i++) add_example(s, &r->examples[i]);
  flu_buffer_add(&s->rules, &x, sizeof x);
  s->header.rule_count++;
}

static int write_section(section *s, const uint32_t *natives, flu_buffer *out)
{
  if (s->rules.failed || s->examples.failed || s->replacements.failed || s->strings.failed) return FLU_E_NOMEM;
  if (s->strings.len > UINT32_MAX / 4) return FLU_E_LIMIT;
  s->header.string_size = (uint32_t)s->strings.len;
  s->header.native_count = FLU_NATIVE_COUNT;
  flu_buffer_add(out, &s->header, sizeof s->header);
  flu_buffer_add(out, s->rules.ptr, s->rules.len);
  flu_buffer_add(out, natives, FLU_NATIVE_COUNT * sizeof *natives);
  flu_buffer_add(out, s->examples.ptr, s->examples.len);
  flu_buffer_add(out, s->replacements.ptr, s->replacements.len);
  flu_buffer_add(out, s->strings.ptr, s->strings.len);
  return out->failed ? FLU_E_NOMEM : FLU_OK;
}

int flu_rule_set_write(flu_rule_set *set, const char *where, flu_buffer *out)
{
  uint32_t natives[FLU_NATIVE_COUNT];
  if (set->count > FLU_MAX_RULES) return FLU_E_LIMIT;
  find_natives(set, where, natives);
  if (set->bad) return FLU_E_FORMAT;
  section s = { .header = { 0 } };
  flu_buffer_init(&s.rules, &flu_alloc_default);
  flu_buffer_init(&s.examples, &flu_alloc_default);
  flu_buffer_init(&s.replacements, &flu_alloc_default);
  flu_buffer_init(&s.strings, &flu_alloc_default);
  for (size_t i = 0; i < set->count; i++) add_rule(&s, &set->rules[i]);
  const int rc = write_section(&s, natives, out);
  flu_buffer_end(&s.rules);
  flu_buffer_end(&s.examples);
  flu_buffer_end(&s.replacements);
  flu_buffer_end(&s.strings);
  return rc;
}

/* Reads, sorts and writes; `programs` NULL: patterns stay unread. */
static int build(flu_diag *d, const char *rules_dir, const flu_pattern_sources *sources, flu_buffer *out,
                 flu_buffer *programs)
{
  flu_rule_set set;
  flu_files files = { 0 };
  flu_rule_set_init(&set, d);
  int rc = flu_files_list(&files, rules_dir, ".regle", d);
  for (size_t i = 0; rc == FLU_OK && i < files.count; i++) rc = flu_rule_set_read(&set, files.paths[i]);
  if (rc == FLU_OK) {
    flu_rule_set_sort(&set);
    if (programs != NULL)
      rc = flu_rule_set_compile(&set, sources->lexicon, sources->lexicon_size, sources->lists, sources->lists_size,
                                programs);
    const int written = flu_rule_set_write(&set, rules_dir, out);
    if (rc == FLU_OK) rc = written;
  }
  flu_files_end(&files);
  flu_rule_set_end(&set);
  return rc;
}

int flu_build_rules(flu_diag *d, const char *rules_dir, flu_buffer *out)
{
  return build(d, rules_dir, NULL, out, NULL);
}

int flu_build_rule_programs(flu_diag *d, const char *rules_dir, const flu_pattern_sources *sources, flu_buffer *out,
                            flu_buffer *programs)
{
  return build(d, rules_dir, sources, out, programs);
}
