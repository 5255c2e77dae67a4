/* Reading .regle files: lines into clauses, clauses into words, strings and texts. Build-time only.
 *
 * A file is a sequence of lines. `regle` at the left edge begins a rule, `bloc` there names a part of patterns; an indented line begins a clause of it, and
 * lines that are indented deeper than the clause go on with it. `#` at the start of a line or behind white space begins
 * a comment.
 */
#ifndef FLU_COMPILER_RULES_LEX_H
#define FLU_COMPILER_RULES_LEX_H

#include <stdbool.h>

#include "compiler/build.h"

/* A string of the source: its value in the arena, NUL-terminated, and where it begins. */
typedef struct flu_lexeme {
  const char *ptr;
  uint32_t len;
  size_t offset;
} flu_lexeme;

/* A string with one marked span, as in "Il dort[  ]bien." */
typedef struct flu_marked {
  flu_lexeme text;
  uint32_t start, end;
  unsigned marks;            /* pairs of brackets found */
} flu_marked;

typedef struct flu_lexer {
  flu_diag *diag;
  const flu_source *src;
  flu_arena *arena;
  size_t at, end;            /* what is left of the clause that is being read */
  size_t next_line;          /* byte behind the lines of the clause */
  unsigned indent;           /* of the clause */
  bool bad;                  /* something was refused */
  bool no_memory;
} flu_lexer;

void flu_lex_begin(flu_lexer *lx, flu_diag *diag, const flu_source *src, flu_arena *arena);

/* Goes to the next clause (or `regle` line, which has indent 0); false at the end of the file. */
bool flu_lex_clause(flu_lexer *lx);

/* Says an error at a place of the source and leaves the rest of the clause. */
void flu_lex_refuse(flu_lexer *lx, size_t offset, const char *hint, const char *format, ...)
  __attribute__((format(printf, 4, 5)));

/* Skips white space and comments of the clause; true when nothing is left. */
bool flu_lex_at_end(flu_lexer *lx);

/* True, and the character is skipped, when the next token begins with this text. */
bool flu_lex_accept(flu_lexer *lx, const char *text);

/* The next run of characters without white space, quotation marks or bars; empty at the end. */
flu_lexeme flu_lex_word(flu_lexer *lx);

/* A quoted string. Escapes: \" \\ \[ \] \n \t \uXXXX. With `marked`, [ and ] give the span; otherwise they must be
 * escaped. false when it was refused. */
bool flu_lex_string(flu_lexer *lx, bool marked, flu_marked *out);

/* The rest of the clause as running text, its lines joined by a space. Escapes: \\ \# \uXXXX. */
bool flu_lex_text(flu_lexer *lx, flu_lexeme *out);

#endif
