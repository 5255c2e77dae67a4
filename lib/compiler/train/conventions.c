#include "compiler/train/conventions.h"

#include <string.h>

#define CAPITAL "<Majuscule>"   /* in place of a form: any with a capital */

static uint32_t classes_of(const char *name)
{
  if (strcmp(name, "VERB") == 0) return FLU_CLASSES_VERB;
  if (strcmp(name, "AUX") == 0) return FLU_CLASSES_AUX;
  const unsigned c = flu_class_of_name(name, strlen(name));
  return c == FLU_CLASS_COUNT ? 0 : flu_class_group(c);
}

static int read_line(flu_conventions *c, const char *line)
{
  char kind[16], word[48], from[16], to[16];
  if (line[0] == '#' || line[0] == '\0') return FLU_OK;
  if (sscanf(line, "%15s %47s %15s > %15s", kind, word, from, to) != 4) return FLU_E_FORMAT;
  flu_convention item = { .lemma = strcmp(kind, "lemme") == 0, .from = classes_of(from), .to = classes_of(to) };
  if ((!item.lemma && strcmp(kind, "forme") != 0) || item.from == 0 || item.to == 0) return FLU_E_FORMAT;
  memcpy(item.word, word, sizeof word);
  if (!flu_reserve(&flu_alloc_default, (void **)&c->items, c->count, &c->cap, sizeof *c->items)) return FLU_E_NOMEM;
  c->items[c->count++] = item;
  return FLU_OK;
}

int flu_conventions_read(flu_conventions *c, const char *path, flu_diag *d)
{
  flu_source src = { 0 };
  int rc = flu_source_read(&src, path, d);
  for (size_t at = 0; rc == FLU_OK && at < src.len;) {
    char line[160];
    const size_t len = strcspn(src.text + at, "\n"), n = len < sizeof line ? len : sizeof line - 1;
    memcpy(line, src.text + at, n);
    line[n] = '\0';
    rc = len >= sizeof line && line[0] != '#' ? FLU_E_FORMAT : read_line(c, line);
    if (rc == FLU_E_FORMAT)
      flu_diag_error(d, &src, at, "« forme MOT CLASSE > CLASSE » or « lemme MOT CLASSE > CLASSE »", "not a convention");
    at += len + 1;
  }
  flu_source_end(&src);
  return rc;
}

void flu_conventions_end(flu_conventions *c)
{
  flu_free(&flu_alloc_default, c->items, c->cap * sizeof *c->items);
  *c = (flu_conventions){ 0 };
}

static bool is(flu_str s, const char *word)
{
  return s.len == strlen(word) && memcmp(s.ptr, word, s.len) == 0;
}

uint32_t flu_conventions_apply(const flu_conventions *c, flu_str form, flu_str lemma, uint32_t allowed)
{
  char lower[64];
  const flu_str low = { lower, (uint32_t)(form.len < 48 ? flu_lower(form.ptr, form.len, lower, sizeof lower) : 0) };
  for (size_t i = 0; i < c->count; i++) {
    const flu_convention *item = &c->items[i];
    if ((allowed & item->from) == 0 || (allowed & ~item->from) != 0) continue;
    if (strcmp(item->word, CAPITAL) == 0) {
      if (flu_case_of(form.ptr, form.len) < FLU_CASE_TITLE) continue;
    } else if (!is(item->lemma ? lemma : low, item->word)) {
      continue;
    }
    if (item->from == FLU_CLASSES_VERB && item->to == FLU_CLASSES_AUX) return allowed << 4;
    return item->to;
  }
  return allowed;
}
