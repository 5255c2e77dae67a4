/* Rules as read from .regle files, before they become the RULES section. Build-time only. */
#ifndef FLU_COMPILER_RULES_H
#define FLU_COMPILER_RULES_H

#include "compiler/rules_lex.h"
#include "rules/catalogue.h"

typedef struct flu_example_source {
  bool wrong;
  uint8_t locale, spelling;         /* what it is an example in; 0: anything */
  flu_marked marked;
  flu_lexeme *replacements;
  size_t replacement_count, replacement_cap;
} flu_example_source;

/* A clause of a pattern, read when all rules and the lexicon are there. */
enum flu_clause_kind { FLU_CLAUSE_BLOC, FLU_CLAUSE_CHERCHE, FLU_CLAUSE_SAUF, FLU_CLAUSE_SI, FLU_CLAUSE_CORRIGE };
typedef struct flu_rule_clause {
  enum flu_clause_kind kind;
  flu_lexeme name;                  /* of a bloc */
  size_t start, end;                /* bytes of the source */
} flu_rule_clause;

typedef struct flu_rule_source {
  const flu_source *file;
  flu_lexeme id, title, message, explanation, reference;
  uint8_t category, severity, confidence, enabled, locales, priority;
  uint32_t native;                  /* enum flu_native, or FLU_NATIVE_COUNT when it is not written in C */
  bool has_native;                  /* there is a `natif` clause */
  flu_example_source *examples;
  size_t example_count, example_cap;
  flu_rule_clause *clauses;
  size_t clause_count, clause_cap;
  bool has_pattern;                 /* there is a `cherche` clause */
} flu_rule_source;

/* Where an instruction of the PROGRAMS section comes from. */
typedef struct flu_code_place {
  uint32_t offset;                  /* of the source of its rule */
  uint8_t word;                     /* an atom of a pattern (not of an exception) that an example should reach */
  uint8_t reserved[3];
} flu_code_place;

typedef struct flu_rule_set {
  flu_diag *diag;
  flu_arena arena;
  flu_source **files;
  size_t file_count, file_cap;
  flu_rule_source *rules;
  size_t count, cap;
  bool bad;                         /* something was refused */

  /* Compiled rules that the set adds to; a rule of the set replaces the one with its id. May be NULL. */
  const flu_catalogue *base;
  const struct flu_programs *base_programs;

  /* Of what is written: made by flu_rule_set_number. */
  uint32_t *index, *base_index;     /* of each rule of the set, of each rule of the base (FLU_NO_RULE: replaced) */
  uint32_t total;
  flu_buffer places;                /* flu_code_place of each instruction behind those of the base */
  uint32_t first_place;             /* instructions of the base */
} flu_rule_set;

/* The ids of rules/native.inc, by enum flu_native. */
extern const char *const flu_native_ids[FLU_NATIVE_COUNT];

void flu_rule_set_init(flu_rule_set *set, flu_diag *d);
void flu_rule_set_end(flu_rule_set *set);

/* Reads a file and adds its rules; what is wrong with it is said and sets `bad`. Errors: E_NOMEM. */
int flu_rule_set_read(flu_rule_set *set, const char *path);

/* The same for a text in memory, which is copied; `name` stands for it in messages. Errors: E_NOMEM. */
int flu_rule_set_add(flu_rule_set *set, const char *name, const char *text, size_t len);

/* rules_build.c: the same for every .regle file of a directory. Errors: E_IO, E_NOMEM. */
int flu_rule_set_read_all(flu_rule_set *set, const char *dir);

/* rules_parse.c: adds the rules of one file. Errors: E_NOMEM. */
int flu_rules_parse(flu_rule_set *set, const flu_source *file);

/* Sorts by id and refuses ids that are there twice. */
void flu_rule_set_sort(flu_rule_set *set);

/* Numbers the rules of a sorted set and those of its base, by id. Errors: E_NOMEM, E_LIMIT. */
int flu_rule_set_number(flu_rule_set *set);

/* Writes the section from a sorted set; warns of checks written in C that have no rule, unless `where`, the name of the
 * directory, is NULL. Errors: E_FORMAT when anything was refused, E_NOMEM, E_LIMIT. */
int flu_rule_set_write(flu_rule_set *set, const char *where, flu_buffer *out);

#endif
