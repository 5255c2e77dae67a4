#include "folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"

enum { MAX_FILES = 8 };

static char folder[] = "/tmp/fluide-fuzz-XXXXXX";
static const char *names[MAX_FILES];

static void remove_folder(void)
{
  char path[256];
  for (size_t i = 0; i < MAX_FILES && names[i]; i++) unlink(folder_file(path, sizeof path, names[i]));
  rmdir(folder);
}

const char *folder_path(void)
{
  static int made;
  if (!made) {
    FUZZ_REQUIRE(mkdtemp(folder), "no temporary folder");
    atexit(remove_folder);
    made = 1;
  }
  return folder;
}

const char *folder_file(char *out, size_t cap, const char *name)
{
  snprintf(out, cap, "%s/%s", folder_path(), name);
  return out;
}

void folder_write(const char *name, const void *bytes, size_t len)
{
  char path[256];
  size_t i = 0;
  while (i < MAX_FILES && names[i] && strcmp(names[i], name) != 0) i++;
  FUZZ_REQUIRE(i < MAX_FILES, "too many files");
  names[i] = name;
  FILE *file = fopen(folder_file(path, sizeof path, name), "wb");
  FUZZ_REQUIRE(file, "a temporary file cannot be written");
  size_t written = fwrite(bytes, 1, len, file);
  FUZZ_REQUIRE(fclose(file) == 0 && written == len, "a temporary file cannot be written");
}
