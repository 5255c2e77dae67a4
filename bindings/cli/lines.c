#include "lines.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static ssize_t fill(struct lines *lines)
{
  ssize_t got;
  do got = read(lines->fd, lines->bytes, sizeof lines->bytes);
  while (got < 0 && errno == EINTR);
  lines->at = 0;
  lines->end = got > 0 ? (size_t)got : 0;
  return got;
}

static enum line_status finish(const struct lines *lines, struct buffer *line, bool too_long)
{
  if (too_long) return LINE_TOO_LONG;
  if (line->failed) {
    errno = ENOMEM;
    return LINE_FAILED;
  }
  if (line->length > 0 && line->data[line->length - 1] == '\r') line->length--;
  if (lines->number == 1 && line->length >= 3 && memcmp(line->data, "\xEF\xBB\xBF", 3) == 0) {
    line->length -= 3;
    memmove(line->data, line->data + 3, line->length);
  }
  return LINE_READ;
}

enum line_status lines_next(struct lines *lines, struct buffer *line, size_t limit)
{
  bool too_long = false, any = false;
  buffer_clear(line);
  for (;;) {
    if (lines->at == lines->end) {
      ssize_t got = fill(lines);
      if (got < 0) return LINE_FAILED;
      if (got == 0) break;
    }
    if (!any) lines->number++;
    any = true;
    const char *from = lines->bytes + lines->at;
    const char *newline = memchr(from, '\n', lines->end - lines->at);
    size_t size = newline ? (size_t)(newline - from) : lines->end - lines->at;
    if (line->length + size > limit) too_long = true;
    if (!too_long) buffer_bytes(line, from, size);
    lines->at += size + (newline != NULL);
    if (newline) return finish(lines, line, too_long);
  }
  return any ? finish(lines, line, too_long) : LINE_END;
}
