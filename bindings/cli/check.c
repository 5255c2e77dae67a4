/* fluide check: texts in, issues out. */
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "check.h"
#include "pipeline.h"
#include "report.h"

enum { DEFAULT_WIDTH = 100, MOST_WIDTH = 400 };

/* One text: filled by a thread, handed on in order. */
struct job {
  struct source *source;
  size_t index;
  bool done;
  int status;
  struct buffer out, message;
  size_t by_severity[4];
  bool cut;
};

struct run {
  struct reporter reporter;
  const struct report *report;
  struct source *sources;
  struct summary summary;
  enum fail_on fail_on;
  bool began; /* something stands before the next separator */
  bool progress;
  bool output_failed;
};

static bool found_enough(const size_t by_severity[4], enum fail_on fail_on)
{
  size_t count = 0;
  if (fail_on <= FAIL_ON_ERROR) count += by_severity[FLUIDE_SEVERITY_ERROR];
  if (fail_on <= FAIL_ON_WARNING) count += by_severity[FLUIDE_SEVERITY_WARNING];
  if (fail_on <= FAIL_ON_HINT) count += by_severity[FLUIDE_SEVERITY_HINT];
  return count > 0;
}

void count_severities(const fluide_result *result, size_t by_severity[4])
{
  size_t count, stride;
  const fluide_issue *issues = fluide_result_issues(result, &count, &stride);
  for (size_t i = 0; i < count; i++) {
    const fluide_issue *issue = element(issues, stride, i);
    bool known = issue->severity >= FLUIDE_SEVERITY_HINT && issue->severity <= FLUIDE_SEVERITY_ERROR;
    by_severity[known ? issue->severity : FLUIDE_SEVERITY_WARNING]++;
  }
}

int check_exit_status(bool trouble, const size_t by_severity[4], int fail_on)
{
  if (trouble) return EXIT_TROUBLE;
  return found_enough(by_severity, (enum fail_on)fail_on) ? EXIT_FOUND : EXIT_CLEAN;
}

static void run_job(void *context, void *argument)
{
  struct run *run = context;
  struct job *job = argument;
  const struct engine *engine = run->reporter.engine;
  struct document document;
  job->done = true;
  if (!document_open(&document, job->source, engine, run->reporter.settings, &job->message, &job->status)) return;
  fluide_result *result;
  fluide_error error = { 0 };
  job->status = fluide_check(engine->checker, job->source->text, job->source->length, &document.input, &result, &error);
  if (job->status == FLUIDE_OK) {
    count_severities(result, job->by_severity);
    job->cut = fluide_result_flags(result) & FLUIDE_RESULT_ISSUES_CUT;
    run->report->issues(&job->out, &run->reporter, job->index, result);
    fluide_result_free(result);
  } else {
    source_explain(job->source, job->status, &error, &job->message);
  }
  document_close(&document);
}

static void show_progress(const struct run *run)
{
  if (!run->progress) return;
  fprintf(stderr, "\r\033[Kfluide: %zu/%zu textes", run->summary.texts, run->reporter.source_count);
  fflush(stderr);
}

static void hide_progress(const struct run *run)
{
  if (run->progress) fputs("\r\033[K", stderr);
}

static void add_up(struct summary *summary, const struct job *job)
{
  size_t found = 0;
  summary->texts++;
  for (size_t i = 0; i < 4; i++) {
    summary->by_severity[i] += job->by_severity[i];
    found += job->by_severity[i];
  }
  summary->texts_with_issues += found > 0;
  summary->cut += job->cut;
}

static void write_out(struct run *run, const struct buffer *out)
{
  if (out->length == 0 && !out->failed) return;
  if (run->began) fputs(run->report->separator, stdout);
  run->began = true;
  if (!buffer_write(out, stdout)) run->output_failed = true;
}

static bool emit_job(void *context, void *argument)
{
  struct run *run = context;
  struct job *job = argument;
  hide_progress(run);
  if (job->done) {
    add_up(&run->summary, job);
    if (job->status == FLUIDE_OK && job->out.failed) {
      job->status = FLUIDE_E_NOMEM;
      buffer_clear(&job->out);
      buffer_format(&job->message, "%s : mémoire insuffisante", source_label(job->source));
    }
    if (job->status != FLUIDE_OK) {
      run->summary.failed++;
      say("%.*s", (int)job->message.length, job->message.data ? job->message.data : "mémoire insuffisante");
      run->report->failure(&job->out, &run->summary, job->source, job->status, &job->message);
    }
    write_out(run, &job->out);
  }
  buffer_free(&job->out);
  buffer_free(&job->message);
  free(job);
  show_progress(run);
  return !run->output_failed && !ferror(stdout);
}

bool colour_wanted(const struct settings *settings)
{
  const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
  if (settings->color != WHEN_AUTO) return settings->color == WHEN_ALWAYS;
  if (no_color && *no_color) return false;
  if (!isatty(STDOUT_FILENO)) return false;
  return term && *term && !(term[0] == 'd' && term[1] == 'u' && term[2] == 'm' && term[3] == 'b');
}

static size_t terminal_width(void)
{
  struct winsize size;
  const char *columns = getenv("COLUMNS");
  long width = columns ? strtol(columns, NULL, 10) : 0;
  if (width < 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) width = size.ws_col;
  if (width < 1) width = DEFAULT_WIDTH;
  return width > MOST_WIDTH ? MOST_WIDTH : (size_t)width;
}

static bool add_jobs(struct run *run, size_t threads)
{
  struct pipeline_work work = { run_job, emit_job, run };
  struct pipeline *pipeline = pipeline_new(threads, &work);
  bool go_on = pipeline != NULL;
  for (size_t i = 0; go_on && i < run->reporter.source_count; i++) {
    struct job *job = calloc(1, sizeof *job);
    if (job) {
      job->source = &run->sources[i];
      job->index = i;
      go_on = pipeline_add(pipeline, job);
    } else {
      go_on = false;
      run->output_failed = true;
      say("mémoire insuffisante");
    }
  }
  if (pipeline) pipeline_finish(pipeline);
  return pipeline != NULL;
}

static int run_all(struct run *run)
{
  const struct settings *settings = run->reporter.settings;
  struct buffer out = { 0 };
  size_t threads = settings->jobs > 0 ? (size_t)settings->jobs : processor_count();
  if (threads > run->reporter.source_count) threads = run->reporter.source_count;
  run->report->begin(&out, &run->reporter);
  bool good = buffer_write(&out, stdout);
  good = add_jobs(run, threads) && good && !run->output_failed;
  hide_progress(run);
  bool trouble = !good || run->summary.failed > 0;
  run->summary.exit_status = check_exit_status(trouble, run->summary.by_severity, (int)run->fail_on);
  buffer_clear(&out);
  run->report->end(&out, &run->reporter, &run->summary);
  if (!buffer_write(&out, stdout)) run->summary.exit_status = EXIT_TROUBLE;
  buffer_free(&out);
  buffer_free(&run->summary.failures);
  return run->summary.exit_status;
}

static int check_texts(const struct settings *settings, const struct engine *engine)
{
  static const struct report *const reports[] = { [FORMAT_TEXT] = &report_text,
                                                  [FORMAT_JSON] = &report_json,
                                                  [FORMAT_JSONL] = &report_jsonl,
                                                  [FORMAT_SARIF] = &report_sarif };
  int format = settings->format == NOT_SET ? FORMAT_TEXT : settings->format;
  struct run run = { .report = reports[format] };
  if (!sources_collect(settings, &run.sources, &run.reporter.source_count)) return EXIT_TROUBLE;
  run.reporter.engine = engine;
  run.reporter.settings = settings;
  run.reporter.sources = run.sources;
  run.reporter.color = format == FORMAT_TEXT && colour_wanted(settings);
  run.reporter.width = terminal_width();
  run.fail_on = settings->fail_on == NOT_SET ? FAIL_ON_HINT : (enum fail_on)settings->fail_on;
  run.progress = run.reporter.source_count > 1 && !settings->quiet && isatty(STDERR_FILENO);
  int status = run_all(&run);
  free(run.sources);
  return status;
}

int command_check(const struct settings *settings)
{
  struct engine engine;
  if (settings->input == INPUT_JSONL && settings->texts.count > 0) {
    say("--text ne va pas avec --input jsonl");
    return EXIT_TROUBLE;
  }
  if (settings->input == INPUT_JSONL && (settings->format == FORMAT_TEXT || settings->format == FORMAT_SARIF)) {
    say("avec --input jsonl, la réponse est en jsonl");
    return EXIT_TROUBLE;
  }
  if (!engine_open(&engine, settings)) return EXIT_TROUBLE;
  int status = settings->input == INPUT_JSONL ? check_lines(settings, &engine) : check_texts(settings, &engine);
  engine_close(&engine);
  return status;
}
