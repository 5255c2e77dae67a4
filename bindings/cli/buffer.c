#include "buffer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

static bool reserve(struct buffer *b, size_t more)
{
  if (b->failed) return false;
  if (more <= b->capacity - b->length) return true;
  size_t capacity = b->capacity < 128 ? 256 : b->capacity;
  while (capacity - b->length < more) {
    if (capacity > SIZE_MAX / 2) {
      b->failed = true;
      return false;
    }
    capacity *= 2;
  }
  char *data = realloc(b->data, capacity);
  if (!data) {
    b->failed = true;
    return false;
  }
  b->data = data;
  b->capacity = capacity;
  return true;
}

void buffer_bytes(struct buffer *b, const void *bytes, size_t length)
{
  if (length == 0 || !reserve(b, length)) return;
  memcpy(b->data + b->length, bytes, length);
  b->length += length;
}

void buffer_text(struct buffer *b, const char *text)
{
  buffer_bytes(b, text, strlen(text));
}

void buffer_char(struct buffer *b, char c)
{
  buffer_bytes(b, &c, 1);
}

void buffer_fill(struct buffer *b, char c, size_t count)
{
  if (count == 0 || !reserve(b, count)) return;
  memset(b->data + b->length, c, count);
  b->length += count;
}

void buffer_format_list(struct buffer *b, const char *format, va_list list)
{
  va_list again;
  va_copy(again, list);
  int length = vsnprintf(NULL, 0, format, list);
  if (length > 0 && reserve(b, (size_t)length + 1)) {
    vsnprintf(b->data + b->length, (size_t)length + 1, format, again);
    b->length += (size_t)length;
  }
  va_end(again);
}

void buffer_format(struct buffer *b, const char *format, ...)
{
  va_list list;
  va_start(list, format);
  buffer_format_list(b, format, list);
  va_end(list);
}

size_t buffer_visible(struct buffer *b, const char *text, size_t length)
{
  size_t columns = 0;
  uint32_t previous = 0;
  for (size_t at = 0; at < length;) {
    uint32_t c;
    size_t used = utf8_decode(text + at, length - at, &c);
    if (c == '\t') {
      buffer_text(b, "    ");
    } else if (utf8_unsafe(c)) {
      buffer_text(b, "\xEF\xBF\xBD");
    } else if (!utf8_invisible(c)) {
      if (c == UTF8_BAD)
        buffer_text(b, "\xEF\xBF\xBD");
      else
        buffer_bytes(b, text + at, used);
    }
    columns += utf8_columns(c, previous);
    previous = c;
    at += used;
  }
  return columns;
}

void buffer_paragraph(struct buffer *b, const char *text, size_t length, size_t indent, size_t width)
{
  size_t column = 0;
  for (size_t at = 0; at < length;) {
    size_t end = at;
    while (end < length && text[end] != ' ' && text[end] != '\n') end++;
    if (end > at) {
      size_t columns = utf8_width(text + at, end - at);
      if (column > 0 && column + 1 + columns > width) {
        buffer_char(b, '\n');
        column = 0;
      }
      buffer_fill(b, ' ', column > 0 ? 1 : indent);
      column = (column > 0 ? column + 1 : indent) + buffer_visible(b, text + at, end - at);
    }
    at = end + 1;
  }
  buffer_char(b, '\n');
}

void buffer_json(struct buffer *b, const char *text, size_t length)
{
  buffer_char(b, '"');
  size_t from = 0;
  for (size_t at = 0; at < length;) {
    unsigned char byte = (unsigned char)text[at];
    uint32_t c;
    size_t used = utf8_decode(text + at, length - at, &c);
    if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7F && c != UTF8_BAD) {
      at += used;
      continue;
    }
    buffer_bytes(b, text + from, at - from);
    if (byte == '"' || byte == '\\')
      buffer_format(b, "\\%c", byte);
    else if (byte == '\n')
      buffer_text(b, "\\n");
    else
      buffer_format(b, "\\u%04x", c == UTF8_BAD ? 0xFFFDu : (unsigned)byte);
    at += used;
    from = at;
  }
  buffer_bytes(b, text + from, length - from);
  buffer_char(b, '"');
}

bool buffer_write(const struct buffer *b, FILE *stream)
{
  if (b->failed) return false;
  return b->length == 0 || fwrite(b->data, 1, b->length, stream) == b->length;
}

void buffer_clear(struct buffer *b)
{
  b->length = 0;
  b->failed = false;
}

void buffer_free(struct buffer *b)
{
  free(b->data);
  *b = (struct buffer){ 0 };
}
