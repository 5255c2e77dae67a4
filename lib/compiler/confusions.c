/* Groups of confused words: one a line, words between spaces; "word > others" for one direction; _ stands for a space
 * in what counts several words; # begins a comment. */
#include "compiler/confusions.h"

#include <stdlib.h>
#include <string.h>

#define MAX_MEMBERS 32u

static int compare(flu_str a, flu_str b)
{
  const int rc = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);
  return rc != 0 ? rc : (a.len > b.len) - (a.len < b.len);
}

static int compare_pairs(const void *a, const void *b)
{
  const flu_confusion *x = a, *y = b;
  const int rc = compare(x->written, y->written);
  return rc != 0 ? rc : compare(x->meant, y->meant);
}

static bool several_words(flu_str word)
{
  return memchr(word.ptr, ' ', word.len) != NULL || memchr(word.ptr, '\'', word.len) != NULL;
}

/* Members of a line: E_LIMIT when there are too many, E_NOMEM. *directed: after "word >". */
static int split(flu_confusions *c, const char *line, size_t len, flu_str members[MAX_MEMBERS], size_t *count,
                 bool *directed)
{
  *count = 0;
  *directed = false;
  for (size_t i = 0; i < len && line[i] != '#';) {
    size_t end = i;
    while (end < len && line[end] != ' ' && line[end] != '\t') end++;
    if (end == i + 1 && line[i] == '>' && *count == 1) {
      *directed = true;
    } else if (end > i) {
      if (*count == MAX_MEMBERS) return FLU_E_LIMIT;
      char *word = flu_arena_copy(&c->arena, line + i, end - i);
      if (word == NULL) return FLU_E_NOMEM;
      for (size_t k = 0; k < end - i; k++)
        if (word[k] == '_') word[k] = ' ';
      members[(*count)++] = (flu_str){ word, (uint32_t)(end - i) };
    }
    i = end + 1;
  }
  return FLU_OK;
}

static int add_pair(flu_confusions *c, flu_str written, flu_str meant, bool alike)
{
  if (compare(written, meant) == 0) return FLU_OK;
  if (!flu_reserve(&flu_alloc_default, (void **)&c->pairs, c->count, &c->cap, sizeof *c->pairs)) return FLU_E_NOMEM;
  c->pairs[c->count++] = (flu_confusion){ written, meant, alike };
  return FLU_OK;
}

static int add_group(flu_confusions *c, const flu_str *members, size_t count, bool directed, bool alike)
{
  int rc = FLU_OK;
  for (size_t i = 0; i < (directed ? 1 : count) && rc == FLU_OK; i++)
    for (size_t k = 0; k < count && rc == FLU_OK; k++)
      if (k != i && (directed || !several_words(members[i]))) rc = add_pair(c, members[i], members[k], alike);
  return rc;
}

static int add_endings(flu_confusions *c, const flu_str *members, size_t count, uint32_t group)
{
  for (size_t i = 0; i < count; i++) {
    if (!flu_reserve(&flu_alloc_default, (void **)&c->endings, c->ending_count, &c->ending_cap, sizeof *c->endings))
      return FLU_E_NOMEM;
    c->endings[c->ending_count++] = (flu_ending){ members[i], group };
  }
  return FLU_OK;
}

enum file_kind { HOMOPHONES, LOOKALIKES, ENDINGS };

static int read_lines(flu_confusions *c, const flu_source *src, enum file_kind kind, flu_diag *d)
{
  flu_str members[MAX_MEMBERS];
  uint32_t group = 0;
  int rc = FLU_OK;
  for (size_t at = 0; at < src->len && rc != FLU_E_NOMEM;) {
    const char *line = src->text + at, *end = memchr(line, '\n', src->len - at);
    const size_t len = end == NULL ? src->len - at : (size_t)(end - line);
    size_t count = 0;
    bool directed = false;
    int status = split(c, line, len, members, &count, &directed);
    if (status == FLU_OK && count == 1) status = FLU_E_FORMAT;
    if (status == FLU_E_LIMIT || status == FLU_E_FORMAT)
      flu_diag_error(d, src, at, "a line is a group, its words between spaces", "%s words in a group",
                     status == FLU_E_LIMIT ? "too many" : "too few");
    else if (status == FLU_OK && kind == ENDINGS && count > 0)
      status = add_endings(c, members, count, group++);
    else if (status == FLU_OK)
      status = add_group(c, members, count, directed, kind == HOMOPHONES);
    if (status != FLU_OK) rc = status;
    at += len + 1;
  }
  return rc == FLU_E_LIMIT ? FLU_E_FORMAT : rc;
}

static int read_file(flu_confusions *c, const char *dir, const char *name, enum file_kind kind, flu_diag *d)
{
  char path[4096];
  flu_source src = { 0 };
  if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path) return FLU_E_LIMIT;
  int rc = flu_source_read(&src, path, d);
  if (rc == FLU_OK) rc = read_lines(c, &src, kind, d);
  flu_source_end(&src);
  return rc;
}

static void sort_pairs(flu_confusions *c)
{
  size_t kept = 0;
  if (c->count > 0) qsort(c->pairs, c->count, sizeof *c->pairs, compare_pairs);
  for (size_t i = 0; i < c->count; i++) {
    if (kept > 0 && compare_pairs(&c->pairs[kept - 1], &c->pairs[i]) == 0)
      c->pairs[kept - 1].alike = c->pairs[kept - 1].alike || c->pairs[i].alike;
    else
      c->pairs[kept++] = c->pairs[i];
  }
  c->count = kept;
}

int flu_confusions_read(flu_confusions *c, const char *dir, flu_diag *d)
{
  flu_arena_init(&c->arena, &flu_alloc_default);
  int rc = read_file(c, dir, "homophones.txt", HOMOPHONES, d);
  const int second = read_file(c, dir, "lookalikes.txt", LOOKALIKES, d);
  const int third = read_file(c, dir, "endings.txt", ENDINGS, d);
  sort_pairs(c);
  if (rc == FLU_OK) rc = second;
  return rc == FLU_OK ? third : rc;
}

void flu_confusions_end(flu_confusions *c)
{
  flu_free(&flu_alloc_default, c->pairs, c->cap * sizeof *c->pairs);
  flu_free(&flu_alloc_default, c->endings, c->ending_cap * sizeof *c->endings);
  flu_arena_end(&c->arena);
  *c = (flu_confusions){ 0 };
}

size_t flu_confusions_of(const flu_confusions *c, const char *word, size_t len, size_t *count)
{
  const flu_str wanted = { word, (uint32_t)len };
  size_t low = 0, high = c->count;
  while (low < high) {
    const size_t mid = low + (high - low) / 2;
    if (compare(c->pairs[mid].written, wanted) < 0)
      low = mid + 1;
    else
      high = mid;
  }
  size_t end = low;
  while (end < c->count && compare(c->pairs[end].written, wanted) == 0) end++;
  *count = end - low;
  return low;
}
