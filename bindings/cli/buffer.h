/* A growing byte string. Running out of memory is remembered in `failed` and checked once, where the bytes are used. */
#ifndef CLI_BUFFER_H
#define CLI_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct buffer {
  char *data; /* NULL while empty */
  size_t length, capacity;
  bool failed;
};

void buffer_bytes(struct buffer *b, const void *bytes, size_t length);
void buffer_text(struct buffer *b, const char *text);
void buffer_char(struct buffer *b, char c);
void buffer_fill(struct buffer *b, char c, size_t count);
void buffer_format(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_format_list(struct buffer *b, const char *format, va_list list) __attribute__((format(printf, 2, 0)));

/* Text for a terminal: control and direction characters, and bytes that are not UTF-8, become U+FFFD; a tab four spaces.
 * Returns the columns it takes. */
size_t buffer_visible(struct buffer *b, const char *text, size_t length);

/* The same in lines of at most `width` columns where spaces allow it, each behind `indent` spaces; ends with a newline. */
void buffer_paragraph(struct buffer *b, const char *text, size_t length, size_t indent, size_t width);

/* A JSON string with its quotes; what is not UTF-8 becomes U+FFFD. */
void buffer_json(struct buffer *b, const char *text, size_t length);

/* Write everything; false when memory ran out before or the stream has an error. */
bool buffer_write(const struct buffer *b, FILE *stream);
void buffer_clear(struct buffer *b); /* keeps the memory */
void buffer_free(struct buffer *b);

#endif
