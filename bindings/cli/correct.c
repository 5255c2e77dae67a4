/* fluide correct: texts in, corrected texts (or their differences) out, or files rewritten. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "diff.h"
#include "replace.h"
#include "report.h"
#include "source.h"

struct tally {
  size_t corrections, files;
  bool trouble;
};

static size_t count_corrections(const fluide_result *result)
{
  size_t count, stride, corrections = 0;
  const fluide_issue *issues = fluide_result_issues(result, &count, &stride);
  for (size_t i = 0; i < count; i++)
    corrections += ((const fluide_issue *)element(issues, stride, i))->suggestion_count > 0;
  return corrections;
}

static bool put_text(const struct settings *settings, const struct source *source, const fluide_result *result)
{
  struct buffer out = { 0 };
  if (settings->diff) {
    diff_put(&out, source, result, colour_wanted(settings));
  } else {
    fluide_str corrected = fluide_result_corrected(result);
    buffer_bytes(&out, corrected.ptr, corrected.len);
    /* A text given as an argument ends its line on the terminal; a file keeps its end as it is. */
    if (source->kind == SOURCE_ARGUMENT && (corrected.len == 0 || corrected.ptr[corrected.len - 1] != '\n'))
      buffer_char(&out, '\n');
  }
  bool good = buffer_write(&out, stdout);
  if (out.failed) say("%s : mémoire insuffisante", source_label(source));
  buffer_free(&out);
  return good;
}

static bool rewrite(const struct target *target, const struct source *source, const fluide_result *result,
                    struct tally *tally, struct buffer *message)
{
  fluide_str corrected = fluide_result_corrected(result);
  if (corrected.len == source->length && memcmp(corrected.ptr, source->text, source->length) == 0) return true;
  if (!target_replace(target, corrected.ptr, corrected.len, message)) return false;
  tally->files++;
  tally->corrections += count_corrections(result);
  return true;
}

/* False: `message` says why. */
static bool correct_document(const struct settings *settings, const struct engine *engine, struct document *document,
                             const struct target *target, struct tally *tally, struct buffer *message)
{
  struct source *source = document->source;
  fluide_result *result;
  fluide_error error = { 0 };
  int status = fluide_correct(engine->checker, source->text, source->length, &document->input, &result, &error);
  if (status != FLUIDE_OK) {
    source_explain(source, status, &error, message);
    return false;
  }
  bool good;
  if (fluide_result_flags(result) & FLUIDE_RESULT_ISSUES_CUT)
    say("%s : trop de problèmes, la fin n'est pas corrigée", source_label(source));
  if (settings->in_place)
    good = rewrite(target, source, result, tally, message);
  else
    good = put_text(settings, source, result);
  fluide_result_free(result);
  return good;
}

static void correct_source(const struct settings *settings, const struct engine *engine, struct source *source,
                           struct tally *tally)
{
  struct buffer message = { 0 };
  struct document document;
  struct target target = { 0 };
  int status;
  bool good = !settings->in_place || target_open(&target, source->name, &message);
  if (good) {
    good = document_open(&document, source, engine, settings, &message, &status);
    if (good) {
      good = correct_document(settings, engine, &document, &target, tally, &message);
      document_close(&document);
    }
    target_close(&target);
  }
  if (!good) {
    tally->trouble = true;
    if (message.length > 0) say("%.*s", (int)message.length, message.data);
  }
  buffer_free(&message);
}

static bool in_place_possible(const struct settings *settings, const struct source *sources, size_t count)
{
  if (settings->diff) {
    say("--in-place et --diff s'excluent");
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    if (sources[i].kind == SOURCE_FILE) continue;
    say("--in-place demande des fichiers (%s n'en est pas un)", source_label(&sources[i]));
    return false;
  }
  return true;
}

int command_correct(const struct settings *settings)
{
  struct engine engine;
  struct source *sources;
  size_t count;
  struct tally tally = { 0 };
  if (!sources_collect(settings, &sources, &count)) return EXIT_TROUBLE;
  if ((settings->in_place && !in_place_possible(settings, sources, count)) || !engine_open(&engine, settings)) {
    free(sources);
    return EXIT_TROUBLE;
  }
  for (size_t i = 0; i < count && !ferror(stdout); i++) correct_source(settings, &engine, &sources[i], &tally);
  if (settings->in_place && !settings->quiet)
    printf("%zu correction%s dans %zu fichier%s.\n", tally.corrections, tally.corrections > 1 ? "s" : "", tally.files,
           tally.files > 1 ? "s" : "");
  engine_close(&engine);
  free(sources);
  return tally.trouble ? EXIT_TROUBLE : EXIT_CLEAN;
}
