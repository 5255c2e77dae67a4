/* fluide check --input jsonl: {"id","text"} lines in, {"id","matches"} lines out, in order. */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "lines.h"
#include "location.h"
#include "pipeline.h"
#include "report.h"
#include "source.h"

struct job {
  const char *label;
  size_t number;
  struct buffer line, out, message;
  size_t by_severity[4];
  bool done;
};

struct run {
  const struct settings *settings;
  const struct engine *engine;
  size_t by_severity[4];
  bool input_trouble;  /* of the thread that reads */
  bool answer_trouble; /* of the thread that hands on */
};

static void put_matches(struct buffer *out, const fluide_result *result, int unit)
{
  size_t count, stride;
  const fluide_issue *issues = fluide_result_issues(result, &count, &stride);
  for (size_t i = 0; i < count; i++) {
    const fluide_issue *issue = element(issues, stride, i);
    uint32_t start = offset_of(&issue->start, unit), end = offset_of(&issue->end, unit);
    buffer_format(out, "%s{\"offset\":%u,\"length\":%u,\"rule\":", i > 0 ? "," : "", start, end - start);
    json_str(out, issue->rule);
    buffer_format(out, ",\"category\":\"%s\",\"message\":", fluide_category_name(issue->category));
    json_str(out, issue->message);
    buffer_text(out, ",\"replacements\":");
    json_suggestions(out, result, issue);
    buffer_char(out, '}');
  }
}

static int check_text(const struct run *run, const char *text, size_t length, fluide_result **result,
                      fluide_error *error)
{
  fluide_masks *masks = NULL;
  fluide_input input = FLUIDE_INPUT_INIT;
  int status = FLUIDE_OK;
  if (run->settings->markup > MARKUP_PLAIN) {
    int markup = run->settings->markup - MARKUP_PLAIN + FLUIDE_MARKUP_PLAIN;
    status = fluide_masks_build(markup, text, length, NULL, &masks, error);
    input.masks = fluide_masks_items(masks, &input.mask_count);
  }
  if (status == FLUIDE_OK) status = fluide_check(run->engine->checker, text, length, &input, result, error);
  fluide_masks_free(masks);
  return status;
}

static void answer(const struct run *run, struct job *job, json_t *id, json_t *text)
{
  const char *bytes = json_string_value(text);
  size_t length = json_string_length(text);
  fluide_result *result;
  fluide_error error = { 0 };
  int status = check_text(run, bytes, length, &result, &error);
  if (status != FLUIDE_OK) {
    explain_status(status, &error, bytes, length, &job->message);
    return;
  }
  char *name = json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
  if (name) {
    buffer_format(&job->out, "{\"id\":%s,\"matches\":[", name);
    put_matches(&job->out, result, run->settings->offsets);
    buffer_text(&job->out, "]}\n");
    count_severities(result, job->by_severity);
  }
  if (!name || job->out.failed) buffer_text(&job->message, "mémoire insuffisante");
  free(name);
  fluide_result_free(result);
}

static void run_job(void *context, void *argument)
{
  const struct run *run = context;
  struct job *job = argument;
  json_error_t error;
  json_t *root = json_loadb(job->line.data, job->line.length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
  job->done = true;
  if (!root) {
    buffer_format(&job->message, "JSON invalide, colonne %d", error.column > 0 ? error.column : 1);
    return;
  }
  json_t *id = json_object_get(root, "id"), *text = json_object_get(root, "text");
  if (!json_is_object(root))
    buffer_text(&job->message, "un objet {\"id\",\"text\"} était attendu");
  else if (!id)
    buffer_text(&job->message, "« id » manque");
  else if (!json_is_string(text))
    buffer_text(&job->message, text ? "« text » n'est pas une chaîne" : "« text » manque");
  else
    answer(run, job, id, text);
  json_decref(root);
}

static bool emit_job(void *context, void *argument)
{
  struct run *run = context;
  struct job *job = argument;
  if (job->done) {
    for (size_t i = 0; i < 4; i++) run->by_severity[i] += job->by_severity[i];
    if (job->message.length > 0 || job->message.failed || job->out.failed) {
      say("%s:%zu: %.*s", job->label, job->number, (int)job->message.length,
          job->message.data ? job->message.data : "mémoire insuffisante");
      run->answer_trouble = true;
    } else {
      buffer_write(&job->out, stdout);
      /* A program at the other end may wait for this answer before it asks again. */
      fflush(stdout);
    }
  }
  buffer_free(&job->line);
  buffer_free(&job->out);
  buffer_free(&job->message);
  free(job);
  return !ferror(stdout);
}

static bool is_blank(const struct buffer *line)
{
  for (size_t i = 0; i < line->length; i++) {
    if (line->data[i] != ' ' && line->data[i] != '\t') return false;
  }
  return true;
}

/* False when nothing more can be done. */
static bool add_line(struct run *run, struct pipeline *pipeline, const char *label, size_t number, struct buffer *line)
{
  struct job *job = calloc(1, sizeof *job);
  if (!job) {
    say("%s:%zu: mémoire insuffisante", label, number);
    run->input_trouble = true;
    return false;
  }
  job->label = label;
  job->number = number;
  job->line = *line;
  *line = (struct buffer){ 0 };
  return pipeline_add(pipeline, job);
}

/* JSON writes a byte of text in six at most. */
static size_t line_limit(const struct engine *engine)
{
  return engine->max_bytes * 6 + 65536;
}

static bool read_lines(struct run *run, struct pipeline *pipeline, const char *label, struct lines *lines)
{
  struct buffer line = { 0 };
  bool go_on = true, more = true;
  while (go_on && more) {
    switch (lines_next(lines, &line, line_limit(run->engine))) {
    case LINE_READ:
      if (!is_blank(&line)) go_on = add_line(run, pipeline, label, lines->number, &line);
      break;
    case LINE_TOO_LONG:
      say("%s:%zu: ligne trop longue (--max-bytes)", label, lines->number);
      run->input_trouble = true;
      break;
    case LINE_FAILED:
      say("%s : lecture impossible : %s", label, strerror(errno));
      run->input_trouble = true;
      more = false;
      break;
    case LINE_END: more = false; break;
    }
  }
  buffer_free(&line);
  return go_on;
}

static bool read_file(struct run *run, struct pipeline *pipeline, struct lines *lines, const char *name)
{
  bool standard = strcmp(name, "-") == 0;
  int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    say("%s : lecture impossible : %s", name, strerror(errno));
    run->input_trouble = true;
    return true;
  }
  lines->fd = fd;
  lines->number = lines->at = lines->end = 0;
  bool go_on = read_lines(run, pipeline, standard ? "<entrée>" : name, lines);
  if (!standard) close(fd);
  return go_on;
}

int check_lines(const struct settings *settings, const struct engine *engine)
{
  struct run run = { .settings = settings, .engine = engine };
  struct pipeline_work work = { run_job, emit_job, &run };
  struct lines *lines = malloc(sizeof *lines);
  struct pipeline *pipeline = pipeline_new(settings->jobs > 0 ? (size_t)settings->jobs : processor_count(), &work);
  if (lines && pipeline) {
    bool go_on = true;
    if (settings->operands.count == 0) go_on = read_file(&run, pipeline, lines, "-");
    for (size_t i = 0; go_on && i < settings->operands.count; i++)
      go_on = read_file(&run, pipeline, lines, settings->operands.items[i]);
  } else {
    say("mémoire insuffisante");
    run.input_trouble = true;
  }
  if (pipeline) pipeline_finish(pipeline);
  free(lines);
  int fail_on = settings->fail_on == NOT_SET ? FAIL_ON_NEVER : settings->fail_on;
  return check_exit_status(run.input_trouble || run.answer_trouble, run.by_severity, fail_on);
}
