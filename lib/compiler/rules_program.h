/* Patterns of rules → the PROGRAMS section. Build-time only.
 *
 * rules_words.c: words and sets · rules_classes.c: @POS.traits · rules_pattern.c: `cherche`, `sauf` → trees ·
 * rules_clauses.c: `si`, `corrige` · rules_program.c: trees → code, and the section.
 */
#ifndef FLU_COMPILER_RULES_PROGRAM_H
#define FLU_COMPILER_RULES_PROGRAM_H

#include "compiler/rules.h"
#include "lexicon/lexicon_inner.h"
#include "lexicon/lists_inner.h"
#include "rules/program.h"

typedef struct flu_pattern_word {
  uint32_t text, first_pair;      /* in pairs, 1 + index; 0: none */
  uint16_t len;
} flu_pattern_word;

typedef struct flu_word_pair {
  uint32_t set, next;
} flu_word_pair;

typedef struct flu_pattern_set {
  const char *key;                /* "=word" ">lemma" "$list" "^list": forms of the list's lemmas, "|1,2,": sets together */
  double cost;                    /* occurrences in a thousand million words */
  uint32_t size;
} flu_pattern_set;

/* A pattern waiting for its place in the trigger index. */
typedef struct flu_pattern_trigger {
  uint32_t key, pattern;          /* set or class */
  bool class;
} flu_pattern_trigger;

typedef struct flu_node flu_node;

typedef struct flu_program_builder {
  flu_diag *diag;
  flu_arena *arena;
  flu_lexicon lexicon;
  flu_lists lists;
  flu_buffer arrays[FLU_PROG_ARRAYS];
  flu_buffer *places;             /* flu_code_place of each instruction that is put */
  flu_pattern_word *words;
  flu_word_pair *pairs;
  flu_pattern_set *sets;
  flu_pattern_trigger *triggers;
  uint32_t *table, *set_table;    /* of words, of named sets: 1 + index */
  size_t word_count, word_cap, pair_count, pair_cap, set_count, set_cap, trigger_count, trigger_cap, table_size,
      set_table_size;
  uint32_t rule_count;
  bool no_memory;
} flu_program_builder;

/* The rule that is being compiled. */
typedef struct flu_rule_names {
  flu_program_builder *b;
  const flu_rule_source *rule;
  flu_lexer lx;
  flu_lexeme names[FLU_MAX_SLOTS];
  uint8_t count;
  unsigned used;                  /* bits: named by `si` or `corrige` */
  unsigned depth;                 /* of groups and blocs */
  unsigned nodes;                 /* of all its patterns */
} flu_rule_names;

enum flu_node_kind { FLU_NODE_SEQ, FLU_NODE_ALT, FLU_NODE_ATOM, FLU_NODE_REPEAT, FLU_NODE_OP, FLU_NODE_GAP };
struct flu_node {
  enum flu_node_kind kind;
  flu_node *first, *last, *next;  /* children, in order; next sibling */
  uint32_t atom;                  /* of ATOM; the barrier of GAP */
  uint32_t set;                   /* of ATOM: set that triggers it, UINT32_MAX: a class or nothing */
  uint8_t slot, min, max, op;
  size_t offset;
};

/* --- rules_words.c; UINT32_MAX after an error was said or memory ran out --- */
uint32_t flu_set_of_word(flu_rule_names *r, flu_lexeme word);
uint32_t flu_set_of_lemma(flu_rule_names *r, flu_lexeme lemma);
uint32_t flu_set_of_list(flu_rule_names *r, flu_lexeme name, bool lemmas);
uint32_t flu_set_of_sets(flu_program_builder *b, uint32_t *sets, size_t count);   /* their words together; sorts `sets` */
uint32_t flu_program_text(flu_program_builder *b, const char *text, size_t len);   /* in STRINGS */

flu_pattern_word *flu_program_word(flu_program_builder *b, const char *text, size_t len);  /* made when new */
void flu_program_pair(flu_program_builder *b, flu_pattern_word *word, uint32_t set);       /* puts it in a set */

/* --- rules_classes.c --- */
bool flu_read_class(flu_rule_names *r, flu_lexeme name, flu_prog_class *out);      /* "N.f.s" */
bool flu_read_mood(flu_lexeme name, uint16_t *mood);

/* --- rules_pattern.c --- */
flu_node *flu_read_pattern(flu_rule_names *r, const flu_rule_clause *clause);      /* NULL when it was refused */
flu_lexeme flu_read_name(flu_lexer *lx);                                           /* letters, digits, _ and - */
uint8_t flu_slot_of(const flu_rule_names *r, flu_lexeme name);                     /* FLU_NO_SLOT: not bound */

/* --- rules_clauses.c --- */
bool flu_read_condition(flu_rule_names *r, const flu_rule_clause *clause);         /* appends to CONDITIONS */
bool flu_read_fixes(flu_rule_names *r, const flu_rule_clause *clause, uint32_t *count);

/* --- rules_resume.c: begins with what the base of the set has compiled --- */
void flu_program_resume(flu_program_builder *b, flu_rule_set *set);

/* --- rules_program.c --- */

/* Compiles the patterns of a sorted set; sections may be those of any language pack. Errors: E_FORMAT when anything was
 * refused, E_NOMEM, E_LIMIT. */
int flu_rule_set_compile(flu_rule_set *set, const void *lexicon, size_t lexicon_size, const void *lists,
                         size_t lists_size, flu_buffer *out);

#endif
