/* Replacing the contents of a file at one stroke: readers see the old text or the new one, never a part. */
#ifndef CLI_REPLACE_H
#define CLI_REPLACE_H

#include <sys/stat.h>

#include "buffer.h"

struct target {
  char *path; /* symbolic links followed; free() it */
  struct stat seen;
};

/* Look at the file before it is read. False: `message` says why it cannot be replaced. */
bool target_open(struct target *target, const char *path, struct buffer *message);

/* Write `text` in its place, with the same permissions and owner; refused when the file changed since target_open. */
bool target_replace(const struct target *target, const char *text, size_t length, struct buffer *message);

void target_close(struct target *target);

#endif
