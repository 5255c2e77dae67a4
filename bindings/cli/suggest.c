/* fluide suggest: words in, corrections out. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine.h"
#include "lines.h"
#include "report.h"

enum { LONGEST_LINE = 4096 };

struct answers {
  const struct engine *engine;
  int format;
  size_t count;
  bool trouble;
};

static void put_json(struct buffer *out, const char *word, size_t length, const fluide_suggestions *suggestions)
{
  size_t count, stride;
  const fluide_suggestion *items = fluide_suggestions_items(suggestions, &count, &stride);
  buffer_text(out, "{\"word\":");
  buffer_json(out, word, length);
  buffer_text(out, ",\"suggestions\":[");
  for (size_t i = 0; i < count; i++) {
    const fluide_suggestion *item = element(items, stride, i);
    buffer_text(out, i > 0 ? ",{\"text\":" : "{\"text\":");
    json_str(out, item->text);
    buffer_format(out, ",\"cost\":%u,\"frequency\":%u}", item->cost, item->frequency);
  }
  buffer_text(out, "]}");
}

static void put_plain(struct buffer *out, const char *word, size_t length, const fluide_suggestions *suggestions)
{
  size_t count, stride;
  const fluide_suggestion *items = fluide_suggestions_items(suggestions, &count, &stride);
  buffer_visible(out, word, length);
  buffer_text(out, count > 0 ? " : " : " : aucune suggestion");
  for (size_t i = 0; i < count; i++) {
    const fluide_suggestion *item = element(items, stride, i);
    if (i > 0) buffer_text(out, ", ");
    buffer_visible(out, item->text.ptr, item->text.len);
  }
  buffer_char(out, '\n');
}

static void answer(struct answers *answers, const char *word, size_t length)
{
  fluide_suggestions *suggestions;
  fluide_error error = { 0 };
  struct buffer out = { 0 };
  int status = fluide_suggest(answers->engine->checker, word, length, &suggestions, &error);
  if (status != FLUIDE_OK) {
    int shown = length > 60 ? 60 : (int)length;
    say("%.*s%s : %s%s%s%s", shown, word, length > 60 ? "…" : "", french_status(status), error.detail[0] ? " (" : "",
        error.detail, error.detail[0] ? ")" : "");
    answers->trouble = true;
    return;
  }
  if (answers->format == FORMAT_TEXT) {
    put_plain(&out, word, length, suggestions);
  } else {
    if (answers->format == FORMAT_JSON && answers->count > 0) buffer_text(&out, ",\n");
    put_json(&out, word, length, suggestions);
    if (answers->format == FORMAT_JSONL) buffer_char(&out, '\n');
  }
  answers->count++;
  if (!buffer_write(&out, stdout)) answers->trouble = true;
  buffer_free(&out);
  fluide_suggestions_free(suggestions);
}

static void answer_lines(struct answers *answers)
{
  struct lines *lines = calloc(1, sizeof *lines);
  struct buffer line = { 0 };
  enum line_status status = LINE_END;
  if (!lines) {
    say("mémoire insuffisante");
    answers->trouble = true;
    return;
  }
  lines->fd = STDIN_FILENO;
  while (!ferror(stdout) && (status = lines_next(lines, &line, LONGEST_LINE)) != LINE_END) {
    if (status == LINE_FAILED) {
      say("<entrée> : lecture impossible : %s", strerror(errno));
      answers->trouble = true;
      break;
    }
    if (status == LINE_TOO_LONG) {
      say("<entrée>:%zu: ligne trop longue", lines->number);
      answers->trouble = true;
    } else if (line.length > 0) {
      answer(answers, line.data, line.length);
      fflush(stdout);
    }
  }
  buffer_free(&line);
  free(lines);
}

int command_suggest(const struct settings *settings)
{
  struct engine engine;
  if (!engine_open(&engine, settings)) return EXIT_TROUBLE;
  struct answers answers = { .engine = &engine,
                             .format = settings->format == NOT_SET ? FORMAT_TEXT : settings->format };
  if (answers.format == FORMAT_JSON) fputs("[", stdout);
  if (settings->operands.count == 0) answer_lines(&answers);
  for (size_t i = 0; i < settings->operands.count; i++) {
    const char *word = settings->operands.items[i];
    if (strcmp(word, "-") == 0)
      answer_lines(&answers);
    else
      answer(&answers, word, strlen(word));
  }
  if (answers.format == FORMAT_JSON) fputs("]\n", stdout);
  engine_close(&engine);
  return answers.trouble ? EXIT_TROUBLE : EXIT_CLEAN;
}
