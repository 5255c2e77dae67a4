/* Rules → the RULES section. */
#include "compiler/rules.h"

#include <stdlib.h>
#include <string.h>

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
  flu_buffer_init(&set->places, &flu_alloc_default);
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
  flu_buffer_end(&set->places);
  flu_arena_end(&set->arena);
  memset(set, 0, sizeof *set);
}

/* Sources stay in memory, for what is said later about their rules. */
static flu_source *add_file(flu_rule_set *set)
{
  if (!flu_reserve(&flu_alloc_default, (void **)&set->files, set->file_count, &set->file_cap, sizeof *set->files))
    return NULL;
  flu_source *file = calloc(1, sizeof *file);
  if (file != NULL) set->files[set->file_count++] = file;
  return file;
}

int flu_rule_set_read(flu_rule_set *set, const char *path)
{
  flu_source *file = add_file(set);
  if (file == NULL) return FLU_E_NOMEM;
  const int rc = flu_source_read(file, path, set->diag);
  if (rc == FLU_OK) return flu_rules_parse(set, file);
  set->bad = true;
  return rc == FLU_E_NOMEM ? rc : FLU_OK;
}

int flu_rule_set_add(flu_rule_set *set, const char *name, const char *text, size_t len)
{
  flu_source *file = add_file(set);
  if (file == NULL) return FLU_E_NOMEM;
  const size_t name_len = strlen(name);
  file->path = malloc(name_len + 1);
  file->text = malloc(len + 1);
  if (file->path == NULL || file->text == NULL) return FLU_E_NOMEM;
  memcpy(file->path, name, name_len + 1);
  if (len > 0) memcpy(file->text, text, len);
  file->text[len] = '\0';
  file->len = len;
  if (flu_source_check(file, set->diag) == FLU_OK) return flu_rules_parse(set, file);
  set->bad = true;
  return FLU_OK;
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
    set->bad = true;
    size_t line, column;
    char hint[512];
    if (flu_diag_is_full(set->diag)) {
      set->diag->errors++;
      continue;
    }
    flu_source_place(first->file, first->id.offset, &line, &column);
    snprintf(hint, sizeof hint, "first at %.400s:%zu", first->file->path, line);
    flu_diag_error(set->diag, r->file, r->id.offset, hint, "rule '%s' is already there", r->id.ptr);
  }
}

/* Both are sorted by id; a rule of the set takes the place of the one of the base that has its id. */
int flu_rule_set_number(flu_rule_set *set)
{
  const uint32_t base = set->base == NULL ? 0 : set->base->count;
  if (set->index != NULL) return FLU_OK;
  if (set->count + base > FLU_MAX_RULES) return FLU_E_LIMIT;
  set->base_index = flu_arena_take(&set->arena, (base + 1) * sizeof *set->base_index);
  uint32_t *index = flu_arena_take(&set->arena, (set->count + 1) * sizeof *index);
  if (set->base_index == NULL || index == NULL) return FLU_E_NOMEM;
  size_t i = 0;
  for (uint32_t k = 0; k < base; k++) {
    const char *id = flu_catalogue_rule(set->base, k).id.ptr;
    while (i < set->count && strcmp(set->rules[i].id.ptr, id) < 0) index[i++] = set->total++;
    const bool replaced = i < set->count && strcmp(set->rules[i].id.ptr, id) == 0;
    set->base_index[k] = replaced ? FLU_NO_RULE : set->total++;
  }
  while (i < set->count) index[i++] = set->total++;
  set->index = index;
  return FLU_OK;
}

static void find_natives(const flu_rule_set *set, const char *where, uint32_t natives[FLU_NATIVE_COUNT])
{
  const flu_source place = { .path = (char *)where };
  for (uint32_t i = 0; i < FLU_NATIVE_COUNT; i++) {
    const uint32_t old = set->base == NULL ? FLU_NO_RULE : flu_catalogue_native(set->base, i);
    natives[i] = old == FLU_NO_RULE ? FLU_NO_RULE : set->base_index[old];
  }
  for (size_t i = 0; i < set->count; i++)
    if (set->rules[i].native < FLU_NATIVE_COUNT) natives[set->rules[i].native] = set->index[i];
  for (uint32_t i = 0; i < FLU_NATIVE_COUNT && where != NULL; i++)
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

static void add_replacement(section *s, flu_lexeme replacement)
{
  const flu_rules_string text = add_string(s, replacement);
  flu_buffer_add(&s->replacements, &text, sizeof text);
  s->header.replacement_count++;
}

static void add_example(section *s, const flu_example_source *e)
{
  flu_rules_example x = {
    .start = e->marked.start, .end = e->marked.end, .wrong = e->wrong, .locale = e->locale, .spelling = e->spelling
  };
  x.text = add_string(s, e->marked.text);
  x.first_replacement = s->header.replacement_count;
  x.replacement_count = (uint32_t)e->replacement_count;
  for (size_t i = 0; i < e->replacement_count; i++) add_replacement(s, e->replacements[i]);
  flu_buffer_add(&s->examples, &x, sizeof x);
  s->header.example_count++;
}

/* The rule, behind whose examples those of the next one will stand. */
static void add_rule_texts(section *s, const flu_rule_source *r, uint32_t first_example, uint32_t example_count)
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
  x.first_example = first_example;
  x.example_count = example_count;
  flu_buffer_add(&s->rules, &x, sizeof x);
  s->header.rule_count++;
}

static void add_rule(section *s, const flu_rule_source *r)
{
  const uint32_t first = s->header.example_count;
  for (size_t i = 0; i < r->example_count; i++) add_example(s, &r->examples[i]);
  add_rule_texts(s, r, first, (uint32_t)r->example_count);
}

static flu_lexeme lexeme_of(flu_str text)
{
  return (flu_lexeme){ text.ptr, text.len, 0 };
}

/* A rule of the base, with its examples, as it is. */
static void add_base_rule(section *s, const flu_catalogue *base, uint32_t index)
{
  const flu_rule r = flu_catalogue_rule(base, index);
  const flu_rule_source rule = { .id = lexeme_of(r.id),
                                 .title = lexeme_of(r.title),
                                 .message = lexeme_of(r.message),
                                 .explanation = lexeme_of(r.explanation),
                                 .reference = lexeme_of(r.reference),
                                 .category = r.category,
                                 .severity = r.severity,
                                 .confidence = r.confidence,
                                 .enabled = r.enabled,
                                 .locales = r.locales,
                                 .priority = r.priority };
  const uint32_t first = s->header.example_count, count = flu_catalogue_example_count(base, index);
  for (uint32_t i = 0; i < count; i++) {
    const flu_example e = flu_catalogue_example(base, index, i);
    flu_rules_example x = {
      .start = e.start, .end = e.end, .wrong = e.wrong, .locale = e.locale, .spelling = e.spelling
    };
    x.text = add_string(s, lexeme_of(e.text));
    x.first_replacement = s->header.replacement_count;
    x.replacement_count = e.replacement_count;
    for (uint32_t k = 0; k < e.replacement_count; k++)
      add_replacement(s, lexeme_of(flu_catalogue_replacement(base, index, i, k)));
    flu_buffer_add(&s->examples, &x, sizeof x);
    s->header.example_count++;
  }
  add_rule_texts(s, &rule, first, count);
}

static void add_rules(section *s, const flu_rule_set *set)
{
  const uint32_t base = set->base == NULL ? 0 : set->base->count;
  size_t i = 0;
  for (uint32_t k = 0; k <= base; k++) {
    const uint32_t end = k < base ? set->base_index[k] : set->total;
    if (end == FLU_NO_RULE) continue;
    while (i < set->count && set->index[i] < end) add_rule(s, &set->rules[i++]);
    if (k < base) add_base_rule(s, set->base, k);
  }
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
  const int numbered = flu_rule_set_number(set);
  if (numbered != FLU_OK) return numbered;
  find_natives(set, where, natives);
  if (set->bad) return FLU_E_FORMAT;
  section s = { .header = { 0 } };
  flu_buffer_init(&s.rules, &flu_alloc_default);
  flu_buffer_init(&s.examples, &flu_alloc_default);
  flu_buffer_init(&s.replacements, &flu_alloc_default);
  flu_buffer_init(&s.strings, &flu_alloc_default);
  add_rules(&s, set);
  const int rc = write_section(&s, natives, out);
  flu_buffer_end(&s.rules);
  flu_buffer_end(&s.examples);
  flu_buffer_end(&s.replacements);
  flu_buffer_end(&s.strings);
  return rc;
}
