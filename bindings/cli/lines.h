/* Lines of a file descriptor, one at a time, in the memory of the longest one allowed. */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include <stddef.h>

#include "buffer.h"

enum line_status { LINE_READ, LINE_END, LINE_TOO_LONG, LINE_FAILED };

struct lines {
  int fd;
  size_t number; /* of the line last read, from 1 */
  size_t at, end;
  char bytes[65536];
};

/* The next line without its newline (nor the return of a CRLF). LINE_TOO_LONG skips to the next line; LINE_FAILED leaves
 * the reason in errno. A byte order mark before the first line is dropped. */
enum line_status lines_next(struct lines *lines, struct buffer *line, size_t limit);

#endif
