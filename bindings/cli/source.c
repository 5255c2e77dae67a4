#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "utf8.h"

static bool holds_space(const char *text)
{
  size_t length = strlen(text);
  for (size_t at = 0; at < length;) {
    uint32_t c;
    at += utf8_decode(text + at, length - at, &c);
    if (c == ' ' || c == '\t' || c == '\n' || c == 0xA0 || c == 0x202F) return true;
  }
  return false;
}

/* A sole operand that names no file and holds a space is a sentence: `fluide check "Les enfans mangent."` */
static bool is_sentence(const struct settings *settings, const char *operand)
{
  struct stat info;
  return settings->operands.count == 1 && settings->texts.count == 0 && holds_space(operand) &&
         stat(operand, &info) != 0;
}

bool sources_collect(const struct settings *settings, struct source **out, size_t *count)
{
  size_t texts = settings->texts.count, operands = settings->operands.count;
  struct source *sources = calloc(texts + operands + 1, sizeof *sources);
  if (!sources) {
    say("mémoire insuffisante");
    return false;
  }
  size_t used = 0;
  for (size_t i = 0; i < texts; i++)
    sources[used++] = (struct source){ .kind = SOURCE_ARGUMENT, .name = settings->texts.items[i] };
  for (size_t i = 0; i < operands; i++) {
    const char *operand = settings->operands.items[i];
    enum source_kind kind = SOURCE_FILE;
    if (strcmp(operand, "-") == 0)
      kind = SOURCE_STDIN;
    else if (is_sentence(settings, operand))
      kind = SOURCE_ARGUMENT;
    sources[used++] = (struct source){ .kind = kind, .name = operand };
  }
  if (used == 0) sources[used++] = (struct source){ .kind = SOURCE_STDIN, .name = "-" };
  *out = sources;
  *count = used;
  return true;
}

const char *source_label(const struct source *source)
{
  switch (source->kind) {
  case SOURCE_STDIN: return "<entrée>";
  case SOURCE_ARGUMENT: return "<texte>";
  default: return source->name;
  }
}

static void explain_errno(const struct source *source, int error, struct buffer *message)
{
  const char *label = source_label(source);
  if (error == ENOENT && !strpbrk(source->name, "./"))
    buffer_format(message, "%s : fichier introuvable (pour traiter un texte : --text \"…\")", label);
  else if (error == ENOENT)
    buffer_format(message, "%s : fichier introuvable", label);
  else if (error == EISDIR)
    buffer_format(message, "%s : c'est un dossier ; nommez ses fichiers, par exemple avec « find … -exec »", label);
  else if (error == EACCES)
    buffer_format(message, "%s : lecture interdite", label);
  else
    buffer_format(message, "%s : lecture impossible : %s", label, strerror(error));
}

static void explain_size(const struct source *source, size_t limit, struct buffer *message)
{
  buffer_format(message, "%s : texte de plus de %zu octets, la limite (--max-bytes)", source_label(source), limit);
}

/* Double the room, but never far past the limit. */
static char *grow(char *text, size_t *capacity, size_t limit)
{
  size_t wanted = *capacity > limit / 2 ? limit + 2 : *capacity * 2;
  char *bigger = realloc(text, wanted);
  if (bigger) *capacity = wanted;
  return bigger;
}

static bool read_all(struct source *source, int fd, size_t expected, size_t limit, struct buffer *message)
{
  size_t capacity = expected + 2, length = 0;
  char *text = malloc(capacity);
  while (text) {
    if (length + 1 >= capacity) {
      char *bigger = grow(text, &capacity, limit);
      if (!bigger) break;
      text = bigger;
    }
    ssize_t got = read(fd, text + length, capacity - 1 - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      explain_errno(source, errno, message);
      free(text);
      return false;
    }
    length += (size_t)got;
    if (length > limit) {
      explain_size(source, limit, message);
      free(text);
      return false;
    }
    if (got == 0) {
      text[length] = '\0';
      source->text = text;
      source->length = length;
      return true;
    }
  }
  free(text);
  buffer_format(message, "%s : mémoire insuffisante", source_label(source));
  return false;
}

static bool load_file(struct source *source, size_t limit, struct buffer *message)
{
  int fd = open(source->name, O_RDONLY | O_CLOEXEC);
  struct stat info;
  if (fd < 0 || fstat(fd, &info) != 0) {
    explain_errno(source, errno, message);
    if (fd >= 0) close(fd);
    return false;
  }
  bool good = false;
  if (S_ISDIR(info.st_mode))
    explain_errno(source, EISDIR, message);
  else if (S_ISREG(info.st_mode) && (uintmax_t)info.st_size > limit)
    explain_size(source, limit, message);
  else
    good = read_all(source, fd, S_ISREG(info.st_mode) ? (size_t)info.st_size : 65536, limit, message);
  close(fd);
  return good;
}

bool source_load(struct source *source, size_t limit, struct buffer *message)
{
  if (source->kind == SOURCE_FILE) return load_file(source, limit, message);
  if (source->kind == SOURCE_STDIN) {
    if (isatty(STDIN_FILENO)) say("lecture de l'entrée standard (Ctrl-D pour finir)");
    return read_all(source, STDIN_FILENO, 65536, limit, message);
  }
  size_t length = strlen(source->name);
  if (length > limit) {
    explain_size(source, limit, message);
    return false;
  }
  source->text = malloc(length + 1);
  if (!source->text) {
    buffer_text(message, "mémoire insuffisante");
    return false;
  }
  memcpy(source->text, source->name, length + 1);
  source->length = length;
  return true;
}

void source_unload(struct source *source)
{
  free(source->text);
  source->text = NULL;
  source->length = 0;
}

static const char *encoding_hint(const char *text, size_t length)
{
  if (length >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0))
    return " ; le texte semble être en UTF-16 (iconv -f UTF-16 -t UTF-8)";
  return " ; le texte est peut-être en Latin-1 (iconv -f LATIN1 -t UTF-8)";
}

void explain_status(int status, const fluide_error *error, const char *text, size_t length, struct buffer *message)
{
  if (status == FLUIDE_E_UTF8 && error->offset < length) {
    size_t at = (size_t)error->offset;
    buffer_format(message, "UTF-8 invalide à l'octet %zu (0x%02X)%s", at, (unsigned char)text[at],
                  encoding_hint(text, length));
    return;
  }
  buffer_text(message, french_status(status));
  if (error->detail[0]) buffer_format(message, " (%s)", error->detail);
}

void source_explain(const struct source *source, int status, const fluide_error *error, struct buffer *message)
{
  buffer_text(message, source_label(source));
  if (status == FLUIDE_E_UTF8 && error->offset < source->length) {
    size_t line = 1;
    for (size_t i = 0; i < (size_t)error->offset; i++) line += source->text[i] == '\n';
    buffer_format(message, ":%zu: ", line);
  } else {
    buffer_text(message, " : ");
  }
  explain_status(status, error, source->text, source->length, message);
}

static int markup_of(const struct source *source, int wanted)
{
  static const struct {
    const char *suffix;
    int markup;
  } known[] = {
    { ".md", FLUIDE_MARKUP_MARKDOWN },  { ".markdown", FLUIDE_MARKUP_MARKDOWN }, { ".mdown", FLUIDE_MARKUP_MARKDOWN },
    { ".mkd", FLUIDE_MARKUP_MARKDOWN }, { ".html", FLUIDE_MARKUP_HTML },         { ".htm", FLUIDE_MARKUP_HTML },
    { ".xhtml", FLUIDE_MARKUP_HTML },   { ".xml", FLUIDE_MARKUP_HTML },
  };
  if (wanted != MARKUP_AUTO) return wanted - MARKUP_PLAIN + FLUIDE_MARKUP_PLAIN;
  if (source->kind != SOURCE_FILE) return FLUIDE_MARKUP_PLAIN;
  size_t length = strlen(source->name);
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    size_t size = strlen(known[i].suffix), same = 0;
    if (size > length) continue;
    const char *end = source->name + length - size;
    while (same < size) {
      char c = end[same];
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != known[i].suffix[same]) break;
      same++;
    }
    if (same == size) return known[i].markup;
  }
  return FLUIDE_MARKUP_PLAIN;
}

bool document_open(struct document *document, struct source *source, const struct engine *engine,
                   const struct settings *settings, struct buffer *message, int *status)
{
  *document = (struct document){ .source = source, .input = FLUIDE_INPUT_INIT };
  *status = FLUIDE_E_IO;
  if (!source_load(source, engine->max_bytes, message)) return false;
  *status = FLUIDE_OK;
  int markup = markup_of(source, settings->markup);
  if (markup == FLUIDE_MARKUP_PLAIN) return true;
  fluide_error error = { 0 };
  *status = fluide_masks_build(markup, source->text, source->length, NULL, &document->masks, &error);
  if (*status != FLUIDE_OK) {
    source_explain(source, *status, &error, message);
    source_unload(source);
    return false;
  }
  document->input.masks = fluide_masks_items(document->masks, &document->input.mask_count);
  return true;
}

void document_close(struct document *document)
{
  fluide_masks_free(document->masks);
  document->masks = NULL;
  source_unload(document->source);
}
