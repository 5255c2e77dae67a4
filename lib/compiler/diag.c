#include "compiler/build.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text/text.h"

#define MAX_SOURCE_BYTES   (256u * 1024u * 1024u)
#define MAX_PRINTED_ERRORS 20u
#define MAX_MESSAGE_BYTES  4096u
#define EXCERPT_COLUMNS    110u /* of a source line, around the place */
#define EXCERPT_BEFORE     80u

/* --- reading --- */

static char *read_all(FILE *f, size_t *len, const char **why)
{
  size_t cap = 64 * 1024;
  char *text = malloc(cap + 1);
  *len = 0;
  while (text != NULL) {
    const size_t n = fread(text + *len, 1, cap - *len, f);
    *len += n;
    if (ferror(f) || *len > MAX_SOURCE_BYTES) {
      *why = ferror(f) ? strerror(errno) : "larger than 256 MiB";
      free(text);
      return NULL;
    }
    if (*len < cap) {
      text[*len] = '\0';
      return text;
    }
    cap *= 2;
    char *grown = realloc(text, cap + 1);
    if (grown == NULL) free(text);
    text = grown;
  }
  *why = strerror(ENOMEM);
  return NULL;
}

int flu_source_read(flu_source *src, const char *path, flu_diag *diag)
{
  memset(src, 0, sizeof *src);
  src->path = malloc(strlen(path) + 1);
  if (src->path == NULL) return FLU_E_NOMEM;
  strcpy(src->path, path);
  const char *why = NULL;
  FILE *f = fopen(path, "rb");
  if (f == NULL) {
    why = strerror(errno);
  } else {
    src->text = read_all(f, &src->len, &why);
    fclose(f);
  }
  if (src->text == NULL) {
    flu_diag_error(diag, src, 0, NULL, "cannot be read: %s", why);
    flu_source_end(src);
    return FLU_E_IO;
  }
  const int rc = flu_source_check(src, diag);
  if (rc != FLU_OK) flu_source_end(src);
  return rc;
}

int flu_source_check(const flu_source *src, flu_diag *diag)
{
  const size_t valid = flu_utf8_valid(src->text, src->len);
  if (valid == src->len) return FLU_OK;
  flu_diag_error(diag, src, valid, "save the file as UTF-8", "byte 0x%02X is not valid UTF-8",
                 (unsigned char)src->text[valid]);
  return FLU_E_UTF8;
}

void flu_source_end(flu_source *src)
{
  free(src->path);
  free(src->text);
  memset(src, 0, sizeof *src);
}

/* --- places --- */

typedef struct place {
  size_t line, column; /* 1-based; columns are code points */
  size_t start, end;   /* bytes of the line, without its end */
} place;

static bool continues(char c)
{
  return ((unsigned char)c & 0xC0) == 0x80;
}

static place find_place(const flu_source *src, size_t offset)
{
  place p = { .line = 1, .column = 1 };
  if (offset > src->len) offset = src->len;
  for (size_t i = 0; i < offset; i++) {
    if (src->text[i] == '\n') {
      p.line++;
      p.start = i + 1;
    }
  }
  for (size_t i = p.start; i < offset; i++)
    if (!continues(src->text[i])) p.column++;
  const char *newline = memchr(src->text + p.start, '\n', src->len - p.start);
  p.end = newline == NULL ? src->len : (size_t)(newline - src->text);
  if (p.end > p.start && src->text[p.end - 1] == '\r') p.end--;
  return p;
}

/* --- printing --- */

/* One character of a source line, made safe for a terminal: invalid bytes and control characters become U+FFFD.
 * Returns the bytes it takes in the source. */
static size_t print_character(FILE *out, const char *s, size_t len)
{
  size_t n = 1;
  while (n < len && n < 4 && continues(s[n])) n++;
  const unsigned char c = (unsigned char)s[0];
  const bool c1_control = c == 0xC2 && n == 2 && (unsigned char)s[1] < 0xA0;
  if ((c < 0x20 && c != '\t') || c == 0x7F || c1_control || flu_utf8_valid(s, n) != n)
    fputs("\xEF\xBF\xBD", out);
  else
    fwrite(s, 1, n, out);
  return n;
}

/* The line with a caret below the place; a long line is cut on both sides. */
static void print_excerpt(FILE *out, const flu_source *src, const place *p)
{
  size_t at = p->start, column = 1;
  const size_t first = p->column > EXCERPT_BEFORE ? p->column - EXCERPT_BEFORE : 1;
  for (; column < first; column++) do
      at++;
    while (at < p->end && continues(src->text[at]));
  const size_t from = at;

  fprintf(out, "%5zu | %s", p->line, first > 1 ? "…" : "");
  for (; at < p->end && column < first + EXCERPT_COLUMNS; column++)
    at += print_character(out, src->text + at, p->end - at);
  fprintf(out, "%s\n      | %s", at < p->end ? "…" : "", first > 1 ? " " : "");
  at = from;
  for (column = first; column < p->column && at < p->end; column++) {
    fputc(src->text[at] == '\t' ? '\t' : ' ', out);
    do at++;
    while (at < p->end && continues(src->text[at]));
  }
  fputs("^\n", out);
}

void flu_source_place(const flu_source *src, size_t offset, size_t *line, size_t *column)
{
  const place p = find_place(src, offset);
  *line = p.line;
  *column = p.column;
}

static void print(FILE *out, const flu_diag_message *m)
{
  const flu_source *src = m->source;
  place p = { 0 };
  if (src->text != NULL) {
    p = find_place(src, m->offset);
    fprintf(out, "%s:%zu:%zu: ", src->path, p.line, p.column);
  } else {
    fprintf(out, "%s: ", src->path);
  }
  fprintf(out, "%s: %s\n", m->warning ? "warning" : "error", m->text);
  if (src->text != NULL) print_excerpt(out, src, &p);
  if (m->hint != NULL) fprintf(out, "      = hint: %s\n", m->hint);
}

bool flu_diag_is_full(const flu_diag *d)
{
  return d->errors >= (d->max_errors == 0 ? MAX_PRINTED_ERRORS : d->max_errors);
}

__attribute__((format(printf, 6, 0))) static void report(flu_diag *d, const flu_source *src, size_t offset,
                                                         bool warning, const char *hint, const char *format,
                                                         va_list args)
{
  char text[MAX_MESSAGE_BYTES];
  unsigned *count = warning ? &d->warnings : &d->errors;
  if ((*count)++ >= (d->max_errors == 0 ? MAX_PRINTED_ERRORS : d->max_errors)) return;
  vsnprintf(text, sizeof text, format, args);
  const flu_diag_message m = { src, offset, text, hint, warning };
  if (d->say != NULL)
    d->say(d->ctx, &m);
  else
    print(d->out, &m);
}

void flu_diag_error(flu_diag *d, const flu_source *src, size_t offset, const char *hint, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  report(d, src, offset, false, hint, format, args);
  va_end(args);
}

void flu_diag_warning(flu_diag *d, const flu_source *src, size_t offset, const char *hint, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  report(d, src, offset, true, hint, format, args);
  va_end(args);
}
