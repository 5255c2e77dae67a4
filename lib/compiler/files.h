/* Directories and files for the pack builders. Build-time only. */
#ifndef FLU_COMPILER_FILES_H
#define FLU_COMPILER_FILES_H

#include "compiler/build.h"

typedef struct flu_files {
  char **paths;          /* sorted by bytes */
  size_t count, cap;
} flu_files;

/* Files of a directory whose names end in `suffix` ("" for all); hidden files are left out. Start from a zeroed struct.
 * Errors are said and returned: E_IO, E_NOMEM. */
int flu_files_list(flu_files *files, const char *dir, const char *suffix, flu_diag *d);

/* Adds `path` itself and, for a directory, all that is below it. What cannot be read is left out. */
int flu_files_walk(flu_files *files, const char *path);

void flu_files_end(flu_files *files);

/* File name of a path, without its directories. */
const char *flu_file_name(const char *path);

/* Replaces a file as a whole or not at all. Errors are said and returned: E_IO, E_NOMEM. */
int flu_file_write(const char *path, const void *data, size_t size, flu_diag *d);

#endif
