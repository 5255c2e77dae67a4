/* fluide rules trace: the words of a text with their readings, and what each attempt of a rule came to. */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "rules.h"
#include "source.h"

enum { LEAST_MATCHED = 2, WORD_COLUMNS = 20 };

static const char *french_outcome(const fluide_attempt *attempt)
{
  switch (attempt->outcome) {
  case FLUIDE_OUTCOME_WORD: return "s'arrête";
  case FLUIDE_OUTCOME_CONDITION: return "condition non remplie";
  case FLUIDE_OUTCOME_EXCEPTION: return "exception";
  case FLUIDE_OUTCOME_NO_FIX: return "aucune correction possible";
  default: return attempt->kept ? "signalé" : "signalé, mais écarté par une autre règle";
  }
}

static const char *outcome_name(int outcome)
{
  static const char *const names[] = { "unknown", "word", "condition", "exception", "no-fix", "reported" };
  return names[outcome >= 1 && outcome <= 5 ? outcome : 0];
}

static void put_words(struct buffer *out, const fluide_trace *trace)
{
  size_t count, stride, readings, reading_stride;
  const fluide_trace_word *words = fluide_trace_words(trace, &count, &stride);
  const fluide_trace_reading *all = fluide_trace_readings(trace, &readings, &reading_stride);
  uint32_t sentence = UINT32_MAX;
  for (size_t i = 0; i < count; i++) {
    const fluide_trace_word *word = element(words, stride, i);
    if (word->sentence != sentence) buffer_format(out, "phrase %u\n", word->sentence + 1);
    sentence = word->sentence;
    buffer_text(out, "  ");
    size_t width = buffer_visible(out, word->norm.ptr, word->norm.len);
    buffer_fill(out, ' ', width < WORD_COLUMNS ? WORD_COLUMNS - width : 1);
    for (uint32_t k = 0; k < word->reading_count; k++) {
      const fluide_trace_reading *reading = element(all, reading_stride, word->first_reading + k);
      buffer_format(out, "%s%s%s%s%s%s", k > 0 ? "  " : "", reading->alive ? "" : "(", reading->pos.ptr,
                    reading->features.len > 0 ? " " : "", reading->features.ptr, reading->alive ? "" : ")");
    }
    buffer_char(out, '\n');
  }
}

static void put_quote(struct buffer *out, const struct source *source, const fluide_pos *start, const fluide_pos *end)
{
  buffer_text(out, "« ");
  buffer_visible(out, source->text + start->byte, end->byte - start->byte);
  buffer_text(out, " »");
}

static void put_attempt(struct buffer *out, const struct source *source, const fluide_attempt *attempt)
{
  buffer_format(out, "%s, cherche %u, ", attempt->rule.ptr, attempt->pattern);
  put_quote(out, source, &attempt->start, &attempt->end);
  buffer_format(out, " : %s", french_outcome(attempt));
  if (attempt->outcome == FLUIDE_OUTCOME_WORD) {
    buffer_format(out, " après %u mot%s", attempt->matched, attempt->matched > 1 ? "s" : "");
    if (attempt->at.byte < attempt->at_end.byte) {
      buffer_text(out, " sur ");
      put_quote(out, source, &attempt->at, &attempt->at_end);
    } else {
      buffer_text(out, " au bord de la phrase");
    }
    buffer_text(out, ", attendu : ");
  } else if (attempt->outcome == FLUIDE_OUTCOME_EXCEPTION) {
    buffer_format(out, " %u : sauf ", attempt->exception);
  } else if (attempt->detail.len > 0) {
    buffer_text(out, attempt->outcome == FLUIDE_OUTCOME_REPORTED ? " -> " : " : ");
  }
  buffer_visible(out, attempt->detail.ptr, attempt->detail.len);
  buffer_char(out, '\n');
}

/* Without --rule, attempts that end at their second word are no news. */
static size_t put_attempts(struct buffer *out, const struct source *source, const fluide_trace *trace, bool all)
{
  size_t count, stride, left_out = 0;
  const fluide_attempt *attempts = fluide_trace_attempts(trace, &count, &stride);
  for (size_t i = 0; i < count; i++) {
    const fluide_attempt *attempt = element(attempts, stride, i);
    if (all || attempt->outcome != FLUIDE_OUTCOME_WORD || attempt->matched >= LEAST_MATCHED)
      put_attempt(out, source, attempt);
    else
      left_out++;
  }
  if (all && count == 0) buffer_text(out, "Aucun mot ne déclenche cette règle ; celles qui sont écrites en C ne laissent pas de trace.\n");
  if (left_out > 0)
    buffer_format(out, "%zu essai%s arrêté%s dès le deuxième mot : --rule ID les montre.\n", left_out,
                  left_out > 1 ? "s" : "", left_out > 1 ? "s" : "");
  return count;
}

static void put_json_trace(struct buffer *out, const fluide_trace *trace)
{
  size_t count, stride, readings, reading_stride;
  const fluide_trace_word *words = fluide_trace_words(trace, &count, &stride);
  const fluide_trace_reading *all = fluide_trace_readings(trace, &readings, &reading_stride);
  buffer_text(out, "{\"words\":[");
  for (size_t i = 0; i < count; i++) {
    const fluide_trace_word *word = element(words, stride, i);
    buffer_text(out, i > 0 ? ",\n{\"norm\":" : "\n{\"norm\":");
    json_str(out, word->norm);
    buffer_format(out, ",\"sentence\":%u,\"start\":", word->sentence);
    json_place(out, &word->start);
    buffer_text(out, ",\"end\":");
    json_place(out, &word->end);
    buffer_text(out, ",\"readings\":[");
    for (uint32_t k = 0; k < word->reading_count; k++) {
      const fluide_trace_reading *reading = element(all, reading_stride, word->first_reading + k);
      buffer_format(out, "%s{\"pos\":\"%s\",\"features\":\"%s\",\"alive\":%s}", k > 0 ? "," : "", reading->pos.ptr,
                    reading->features.ptr, reading->alive ? "true" : "false");
    }
    buffer_text(out, "]}");
  }
  const fluide_attempt *attempts = fluide_trace_attempts(trace, &count, &stride);
  buffer_text(out, "],\n\"attempts\":[");
  for (size_t i = 0; i < count; i++) {
    const fluide_attempt *a = element(attempts, stride, i);
    buffer_text(out, i > 0 ? ",\n{\"rule\":" : "\n{\"rule\":");
    json_str(out, a->rule);
    buffer_format(out, ",\"pattern\":%u,\"exception\":%u,\"matched\":%u,\"outcome\":\"%s\",\"kept\":%s,\"detail\":",
                  a->pattern, a->exception, a->matched, outcome_name(a->outcome), a->kept ? "true" : "false");
    json_str(out, a->detail);
    buffer_text(out, ",\"start\":");
    json_place(out, &a->start);
    buffer_text(out, ",\"end\":");
    json_place(out, &a->end);
    buffer_text(out, ",\"at\":");
    json_place(out, &a->at);
    buffer_char(out, '}');
  }
  buffer_text(out, "]}\n");
}

static bool trace_source(const struct settings *settings, const struct engine *engine, struct source *source)
{
  struct buffer out = { 0 }, message = { 0 };
  struct document document;
  fluide_trace *trace = NULL;
  fluide_error error = { 0 };
  int status;
  bool good = document_open(&document, source, engine, settings, &message, &status);
  if (good) {
    status = fluide_trace_text(engine->checker, source->text, source->length, &document.input, settings->rule, &trace,
                               &error);
    good = status == FLUIDE_OK;
    if (!good) source_explain(source, status, &error, &message);
    if (good && settings->format == FORMAT_JSON) put_json_trace(&out, trace);
    if (good && settings->format != FORMAT_JSON) {
      put_words(&out, trace);
      put_attempts(&out, source, trace, settings->rule != NULL);
    }
    good = good && buffer_write(&out, stdout);
    fluide_trace_free(trace);
    document_close(&document);
  }
  if (message.length > 0) say("%.*s", (int)message.length, message.data);
  buffer_free(&message);
  buffer_free(&out);
  return good;
}

int rules_trace(const struct settings *settings, struct engine *engine, const struct list *operands)
{
  struct settings texts = *settings;
  struct source *sources;
  size_t count;
  bool good = true;
  texts.operands = *operands;
  if (!sources_collect(&texts, &sources, &count)) return EXIT_TROUBLE;
  for (size_t i = 0; i < count; i++) good = trace_source(settings, engine, &sources[i]) && good;
  free(sources);
  return good ? EXIT_CLEAN : EXIT_TROUBLE;
}
