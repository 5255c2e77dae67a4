/* Decoding and the width of characters on a terminal. */
#ifndef CLI_UTF8_H
#define CLI_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xFFFFFFFFu

/* One code point; returns the bytes it takes, at least 1 (`length` is at least 1). UTF8_BAD takes one byte. */
size_t utf8_decode(const char *text, size_t length, uint32_t *out);

/* Could change what a terminal shows around it: controls, escapes, direction overrides, line separators. */
bool utf8_unsafe(uint32_t c);

/* Shown by some terminals and not by others, so left out: soft hyphen, byte order mark, zero-width space. */
bool utf8_invisible(uint32_t c);

/* Columns of a code point after `previous` (0 at the start); a tab counts four, see buffer_visible. */
unsigned utf8_columns(uint32_t c, uint32_t previous);

size_t utf8_width(const char *text, size_t length);

#endif
