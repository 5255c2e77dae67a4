/* Building the language pack: each domain turns its sources into the bytes of one section. Build-time only.
 *
 * Every builder returns FLU_OK or a negative status after it has said what is wrong with flu_diag_error (as
 * file:line:column with the line, a caret and a hint); builders go on after an error where they can, so that one run
 * shows them all.
 */
#ifndef FLU_COMPILER_BUILD_H
#define FLU_COMPILER_BUILD_H

#include <stdbool.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/status.h"

/* A source file in memory, for diagnostics and reading. */
typedef struct flu_source {
  char *path, *text;
  size_t len;
} flu_source;

/* What is said about a place of a source; its strings live as long as the call that takes it. */
typedef struct flu_diag_message {
  const flu_source *source;
  size_t offset;
  const char *text, *hint;   /* the hint may be NULL */
  bool warning;
} flu_diag_message;

typedef struct flu_diag {
  FILE *out;            /* stderr, or a file in tests; not used when there is `say` */
  unsigned errors, warnings;
  unsigned max_errors;  /* after this many the rest is only counted; 0: 20 */
  void (*say)(void *ctx, const flu_diag_message *message);
  void *ctx;
} flu_diag;

int flu_source_read(flu_source *src, const char *path, flu_diag *diag);   /* refuses invalid UTF-8 with its line */
int flu_source_check(const flu_source *src, flu_diag *diag);              /* of its UTF-8 alone */
void flu_source_end(flu_source *src);

/* Line and column of a byte, from 1; columns are code points. */
void flu_source_place(const flu_source *src, size_t offset, size_t *line, size_t *column);

/* Place: byte offset in src->text. `hint` may be NULL. */
void flu_diag_error(flu_diag *d, const flu_source *src, size_t offset, const char *hint, const char *format, ...)
  __attribute__((format(printf, 5, 6)));
void flu_diag_warning(flu_diag *d, const flu_source *src, size_t offset, const char *hint, const char *format, ...)
  __attribute__((format(printf, 5, 6)));

/* Would an error only be counted? */
bool flu_diag_is_full(const flu_diag *d);

typedef struct flu_lexicon_sources {
  const char *aff_path, *dic_path;    /* hunspell dictionary with po: and is: */
  const char *data_dir;               /* lib/fr/lexicon: frequencies, names, places, variants */
} flu_lexicon_sources;

int flu_build_lexicon(flu_diag *d, const flu_lexicon_sources *src, flu_buffer *out);  /* lib/compiler/lexicon_*.c */
int flu_build_lists(flu_diag *d, const char *lists_dir, flu_buffer *out);             /* lib/compiler/lists.c */
int flu_build_rules(flu_diag *d, const char *rules_dir, flu_buffer *out);             /* lib/compiler/rules_build.c */

/* The same, and the patterns of the rules as the PROGRAMS section: they name words of these two sections. The set, which
 * was only initialised, keeps the rules (compiler/rules.h). */
typedef struct flu_pattern_sources {
  const void *lexicon, *lists;
  size_t lexicon_size, lists_size;
} flu_pattern_sources;
struct flu_rule_set;
int flu_build_rule_programs(struct flu_rule_set *set, const char *rules_dir, const flu_pattern_sources *sources,
                            flu_buffer *out, flu_buffer *programs);
int flu_build_spelling(flu_diag *d, const char *spelling_dir, const void *lexicon_section, size_t lexicon_size,
                       flu_buffer *out);                                              /* lib/compiler/spelling.c */

/* `models_dir` (tagger.bin, tagger.words.txt) may be NULL: a tagger without weights, for training.
 * lib/compiler/tagger.c */
int flu_build_tagger(flu_diag *d, const char *models_dir, const char *confusions_dir, const void *lexicon_section,
                     size_t lexicon_size, flu_buffer *out);

/* syntax.bin; without that file the section is empty, and a parser that finds nothing. lib/compiler/syntax.c */
int flu_build_syntax(flu_diag *d, const char *models_dir, flu_buffer *out);
/* context.bin and context.margins.txt of `models_dir`; without the former nothing is chosen. lib/compiler/context.c */
int flu_build_choices(flu_diag *d, const char *models_dir, const char *confusions_dir, const void *lexicon_section,
                      size_t lexicon_size, flu_buffer *out);

#endif
