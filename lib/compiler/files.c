#include "compiler/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_DEPTH 16 /* of a walk; ends a loop of links */

static char *join(const char *dir, const char *name)
{
  const size_t a = strlen(dir), b = strlen(name);
  char *path = malloc(a + b + 2);
  if (path == NULL) return NULL;
  memcpy(path, dir, a);
  path[a] = '/';
  memcpy(path + a + 1, name, b + 1);
  return path;
}

static int compare_paths(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_in(const char *name, const char *suffix)
{
  const size_t a = strlen(name), b = strlen(suffix);
  return a >= b && strcmp(name + a - b, suffix) == 0;
}

static int add_path(flu_files *files, char *path)
{
  if (path == NULL) return FLU_E_NOMEM;
  if (!flu_reserve(&flu_alloc_default, (void **)&files->paths, files->count, &files->cap, sizeof *files->paths)) {
    free(path);
    return FLU_E_NOMEM;
  }
  files->paths[files->count++] = path;
  return FLU_OK;
}

int flu_files_list(flu_files *files, const char *dir, const char *suffix, flu_diag *d)
{
  const flu_source where = { .path = (char *)dir };
  DIR *handle = opendir(dir);
  if (handle == NULL) {
    flu_diag_error(d, &where, 0, NULL, "cannot be read: %s", strerror(errno));
    return FLU_E_IO;
  }
  int rc = FLU_OK;
  for (struct dirent *e; rc == FLU_OK && (e = readdir(handle)) != NULL;)
    if (e->d_name[0] != '.' && ends_in(e->d_name, suffix)) rc = add_path(files, join(dir, e->d_name));
  closedir(handle);
  if (files->count > 1) qsort(files->paths, files->count, sizeof *files->paths, compare_paths);
  return rc;
}

static int walk(flu_files *files, const char *path, int depth)
{
  struct stat st;
  if (depth > MAX_DEPTH || stat(path, &st) != 0) return FLU_OK;
  int rc = add_path(files, strdup(path));
  DIR *handle = S_ISDIR(st.st_mode) ? opendir(path) : NULL;
  if (handle == NULL) return rc;
  for (struct dirent *e; rc == FLU_OK && (e = readdir(handle)) != NULL;) {
    if (e->d_name[0] == '.') continue;
    char *below = join(path, e->d_name);
    rc = below == NULL ? FLU_E_NOMEM : walk(files, below, depth + 1);
    free(below);
  }
  closedir(handle);
  return rc;
}

int flu_files_walk(flu_files *files, const char *path)
{
  const int rc = walk(files, path, 0);
  if (files->count > 1) qsort(files->paths, files->count, sizeof *files->paths, compare_paths);
  return rc;
}

void flu_files_end(flu_files *files)
{
  for (size_t i = 0; i < files->count; i++) free(files->paths[i]);
  free(files->paths);
  memset(files, 0, sizeof *files);
}

const char *flu_file_name(const char *path)
{
  const char *slash = strrchr(path, '/');
  return slash == NULL ? path : slash + 1;
}

static bool write_all(int fd, const char *data, size_t size)
{
  while (size > 0) {
    const ssize_t n = write(fd, data, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    data += n;
    size -= (size_t)n;
  }
  return true;
}

int flu_file_write(const char *path, const void *data, size_t size, flu_diag *d)
{
  const flu_source where = { .path = (char *)path };
  char *temp = malloc(strlen(path) + sizeof ".XXXXXX");
  if (temp == NULL) return FLU_E_NOMEM;
  strcpy(temp, path);
  strcat(temp, ".XXXXXX");
  const int fd = mkstemp(temp);
  bool done = fd >= 0;
  if (fd >= 0) {
    const mode_t mask = umask(0);
    umask(mask);
    done = write_all(fd, data, size) && fchmod(fd, 0666 & ~mask) == 0;
    done = close(fd) == 0 && done;
    done = done && rename(temp, path) == 0;
  }
  if (!done) {
    flu_diag_error(d, &where, 0, NULL, "cannot be written: %s", strerror(errno));
    if (fd >= 0) unlink(temp);
  }
  free(temp);
  return done ? FLU_OK : FLU_E_IO;
}
