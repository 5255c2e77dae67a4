#include <errno.h>
#include <string.h>

#include "buffer.h"
#include "cli.h"

void say(const char *format, ...)
{
  struct buffer raw = { 0 }, line = { 0 };
  va_list list;
  va_start(list, format);
  buffer_format_list(&raw, format, list);
  va_end(list);
  buffer_text(&line, "fluide: ");
  buffer_visible(&line, raw.data ? raw.data : "", raw.length);
  buffer_char(&line, '\n');
  if (raw.failed || !buffer_write(&line, stderr)) fputs("fluide: mémoire insuffisante\n", stderr);
  buffer_free(&raw);
  buffer_free(&line);
}

bool finish_output(void)
{
  errno = 0;
  if (fflush(stdout) == 0 && !ferror(stdout)) return true;
  /* A reader that went away, as `head` does, is no news. */
  if (errno != EPIPE) say("la sortie n'a pas pu être écrite%s%s", errno ? " : " : "", errno ? strerror(errno) : "");
  return false;
}

enum { LONGEST_NAME = 64 };

static size_t least(size_t a, size_t b)
{
  return a < b ? a : b;
}

/* Edits between two short names, a swap of neighbours counting as one. */
static size_t distance(const char *a, const char *b)
{
  size_t rows[3][LONGEST_NAME + 1];
  size_t *before = rows[0], *above = rows[1], *row = rows[2];
  size_t la = strlen(a), lb = strlen(b);
  if (la > LONGEST_NAME || lb > LONGEST_NAME) return LONGEST_NAME;
  for (size_t j = 0; j <= lb; j++) above[j] = j;
  for (size_t i = 1; i <= la; i++) {
    row[0] = i;
    for (size_t j = 1; j <= lb; j++) {
      row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = least(row[j], before[j - 2] + 1);
    }
    size_t *spare = before;
    before = above;
    above = row;
    row = spare;
  }
  return above[lb];
}

const char *nearest(const char *word, const char *const *candidates, size_t count)
{
  const char *best = NULL;
  size_t best_distance = strlen(word) / 3 + 1;
  for (size_t i = 0; i < count; i++) {
    size_t d = distance(word, candidates[i]);
    if (d < best_distance || (!best && d == best_distance)) {
      best = candidates[i];
      best_distance = d;
    }
  }
  return best;
}
