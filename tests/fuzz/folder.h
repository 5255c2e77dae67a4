/* A folder of temporary files for targets whose reader takes paths. */
#ifndef FLUIDE_TESTS_FOLDER_H
#define FLUIDE_TESTS_FOLDER_H

#include <stddef.h>

const char *folder_path(void);                                        /* made at the first call, removed at exit */
void folder_write(const char *name, const void *bytes, size_t len);
const char *folder_file(char *out, size_t cap, const char *name);

#endif
