/* Where texts come from: files, standard input, the command line. */
#ifndef CLI_SOURCE_H
#define CLI_SOURCE_H

#include <fluide/fluide.h>

#include "buffer.h"
#include "engine.h"
#include "settings.h"

enum source_kind { SOURCE_FILE, SOURCE_STDIN, SOURCE_ARGUMENT };

struct source {
  enum source_kind kind;
  const char *name; /* path, or the text itself for SOURCE_ARGUMENT; borrowed */
  char *text;       /* NULL until loaded; a NUL follows it */
  size_t length;
};

/* The sources the settings name; standard input when they name none. False after a message; free() the array. */
bool sources_collect(const struct settings *settings, struct source **out, size_t *count);

/* Path as given, "<entrée>" or "<texte>". */
const char *source_label(const struct source *source);

/* Read it whole, up to `limit` bytes. False: `message` says why, in French. */
bool source_load(struct source *source, size_t limit, struct buffer *message);
void source_unload(struct source *source);

/* A loaded text with the masks of its markup, ready to be given to the library. */
struct document {
  struct source *source;
  fluide_masks *masks;
  fluide_input input;
};

/* False: `message` says why, `status` is the library's status, and there is nothing to close. */
bool document_open(struct document *document, struct source *source, const struct engine *engine,
                   const struct settings *settings, struct buffer *message, int *status);
void document_close(struct document *document);

/* What a failed call on a text says to the user: label, place and reason. */
void source_explain(const struct source *source, int status, const fluide_error *error, struct buffer *message);

/* The reason alone, for a text that begins at `text`. */
void explain_status(int status, const fluide_error *error, const char *text, size_t length, struct buffer *message);

#endif
