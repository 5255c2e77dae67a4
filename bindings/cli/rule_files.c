#include "rule_files.h"

#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "utf8.h"

enum { MAX_RULES_BYTES = 16 << 20, LONGEST_LINE = 200, SHOWN_BEFORE = 80 };

static bool load(struct rule_files *files, const struct list *paths)
{
  for (size_t i = 0; i < paths->count; i++) {
    struct buffer message = { 0 };
    struct source *source = &files->sources[files->count];
    *source = (struct source){ .kind = strcmp(paths->items[i], "-") == 0 ? SOURCE_STDIN : SOURCE_FILE,
                               .name = paths->items[i] };
    bool good = source_load(source, MAX_RULES_BYTES, &message);
    if (!good) say("%.*s", (int)message.length, message.data ? message.data : "mémoire insuffisante");
    buffer_free(&message);
    if (!good) return false;
    files->count++;
  }
  return true;
}

static bool compile(struct rule_files *files, const struct engine *engine)
{
  fluide_error error = { 0 };
  fluide_rule_text *texts = calloc(files->count + 1, sizeof *texts);
  int status = FLUIDE_E_NOMEM;
  for (size_t i = 0; texts && i < files->count; i++)
    texts[i] = (fluide_rule_text){ source_label(&files->sources[i]), files->sources[i].text, files->sources[i].length };
  if (texts) status = fluide_rules_compile(engine->model, texts, files->count, NULL, &files->rules, &error);
  free(texts);
  if (status == FLUIDE_OK) return true;
  say("règles : %s%s%s%s", french_status(status), error.detail[0] ? " (" : "", error.detail,
      error.detail[0] ? ")" : "");
  return false;
}

bool rule_files_open(struct rule_files *files, const struct engine *engine, const struct list *paths)
{
  *files = (struct rule_files){ .sources = calloc(paths->count + 1, sizeof *files->sources) };
  if (!files->sources) say("mémoire insuffisante");
  if (files->sources && load(files, paths) && compile(files, engine)) return true;
  rule_files_close(files);
  return false;
}

void rule_files_close(struct rule_files *files)
{
  fluide_rules_free(files->rules);
  for (size_t i = 0; i < files->count; i++) source_unload(&files->sources[i]);
  free(files->sources);
  *files = (struct rule_files){ 0 };
}

static const struct source *source_named(const struct rule_files *files, fluide_str name)
{
  for (size_t i = 0; i < files->count; i++)
    if (strcmp(source_label(&files->sources[i]), name.ptr) == 0) return &files->sources[i];
  return NULL;
}

/* The line with a caret below the place; of a long line, what is around it. */
static void put_excerpt(struct buffer *out, const struct source *source, const fluide_rule_problem *problem)
{
  size_t at = problem->byte < source->length ? problem->byte : source->length, start = at, end = at;
  while (start > 0 && source->text[start - 1] != '\n') start--;
  while (end < source->length && source->text[end] != '\n') end++;
  if (end > start && source->text[end - 1] == '\r') end--;
  if (at > end) at = end;
  bool cut = end - start > LONGEST_LINE && at - start > SHOWN_BEFORE;
  if (cut) start = at - SHOWN_BEFORE;
  while (cut && start < at && ((unsigned char)source->text[start] & 0xC0) == 0x80) start++;
  if (end - start > LONGEST_LINE) end = start + LONGEST_LINE;
  while (end > at && end < source->length && ((unsigned char)source->text[end] & 0xC0) == 0x80) end--;
  buffer_format(out, "%5u | %s", problem->line, cut ? "…" : "");
  buffer_visible(out, source->text + start, end - start);
  buffer_text(out, "\n      | ");
  buffer_fill(out, ' ', utf8_width(source->text + start, at - start) + cut);
  buffer_text(out, "^\n");
}

size_t rule_files_problems(const struct rule_files *files, struct buffer *out)
{
  size_t count = 0, stride = 0, errors = 0;
  const fluide_rule_problem *problems = fluide_rules_problems(files->rules, &count, &stride);
  for (size_t i = 0; i < count; i++) {
    const fluide_rule_problem *problem = element(problems, stride, i);
    const struct source *source = source_named(files, problem->file);
    bool error = problem->severity == FLUIDE_SEVERITY_ERROR;
    buffer_visible(out, problem->file.ptr, problem->file.len);
    buffer_format(out, ":%u:%u: %s: ", problem->line, problem->column, error ? "error" : "warning");
    buffer_visible(out, problem->message.ptr, problem->message.len);
    buffer_char(out, '\n');
    if (source) put_excerpt(out, source, problem);
    if (problem->hint.len > 0) {
      buffer_text(out, "      = hint: ");
      buffer_visible(out, problem->hint.ptr, problem->hint.len);
      buffer_char(out, '\n');
    }
    errors += error;
  }
  return errors;
}

bool engine_add_rules(struct engine *engine, const struct settings *settings)
{
  struct rule_files files;
  if (settings->with.count == 0) return true;
  if (!rule_files_open(&files, engine, &settings->with)) return false;
  fluide_model *model = fluide_rules_model(files.rules);
  if (model) {
    fluide_model_unref(engine->model);
    engine->model = fluide_model_ref(model);
  } else {
    struct buffer out = { 0 };
    rule_files_problems(&files, &out);
    buffer_write(&out, stderr);
    buffer_free(&out);
  }
  rule_files_close(&files);
  return model != NULL;
}
