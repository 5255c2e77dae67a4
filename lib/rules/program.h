/* The PROGRAMS section: what the patterns of lib/fr/rules become. Read in place, validated as a whole at open.
 *
 * A pattern is split before its rarest required word (or class). Where a token triggers it, the program `right` runs
 * from the token on, the program `left` from its left edge back. Jumps only go forward, so that a program ends.
 * Words that a pattern names are in a hash table; each knows the sets it belongs to (a set is one word, all forms of a
 * lemma, or a list), and each set the patterns it triggers.
 */
#ifndef FLU_RULES_PROGRAM_H
#define FLU_RULES_PROGRAM_H

#include <stdbool.h>

#include "base/status.h"

typedef struct flu_programs flu_programs;

#define FLU_PROGRAMS_VERSION 3u
#define FLU_NO_SLOT    0xFFu
#define FLU_NO_ATOM    0xFFFFu
#define FLU_NO_CODE    UINT32_MAX
#define FLU_NO_TEXT    UINT32_MAX
#define FLU_MAX_SLOTS  8u
#define FLU_MAX_CODE   400u     /* instructions of one program */
#define FLU_MAX_REACH  24u      /* tokens that an exception may cover */
#define FLU_MAX_STACK  16u      /* of a condition */
#define FLU_MAX_WORD   64u      /* bytes of a word that a pattern names */

enum flu_programs_array {
  FLU_PROG_WORDS,
  FLU_PROG_BUCKETS,         /* 1 + word, 0 empty; a power of two, at least one empty */
  FLU_PROG_WORD_SETS,
  FLU_PROG_WORD_TRIGGERS,   /* by word: those of its sets that trigger patterns */
  FLU_PROG_SET_TRIGGERS,    /* by set: first of its TRIGGERS; one more at the end */
  FLU_PROG_CLASS_TRIGGERS,
  FLU_PROG_TRIGGERS,        /* patterns */
  FLU_PROG_CLASSES,
  FLU_PROG_ATOMS,
  FLU_PROG_CODE,
  FLU_PROG_PATTERNS,
  FLU_PROG_EXCEPTIONS,
  FLU_PROG_CONDITIONS,
  FLU_PROG_FIXES,
  FLU_PROG_PARTS,
  FLU_PROG_STRINGS,
  FLU_PROG_ARRAYS
};

typedef struct flu_programs_header {
  struct {
    uint32_t offset, count;
  } arrays[FLU_PROG_ARRAYS];
  uint32_t rule_count, set_count;
} flu_programs_header;

typedef struct flu_prog_word {
  uint32_t text, first_set, first_trigger;
  uint16_t len, set_count, trigger_count, reserved;
} flu_prog_word;

typedef struct flu_prog_class_trigger {
  uint32_t class, first, count;   /* in TRIGGERS */
} flu_prog_class_trigger;

enum flu_class_scope {
  FLU_SCOPE_SOME,                 /* one of the readings that survive in context is in the class */
  FLU_SCOPE_EVERY,                /* all of them are */
  FLU_SCOPE_LEXICON,              /* one of the readings of the lexicon, whatever the context */
  FLU_SCOPE_MEANT,                /* what the tagger takes the word for, also where that is another word */
  FLU_SCOPE_COUNT
};

/* A class of readings; a field of 0 does not matter. With `kinds` (bits of token kinds) readings are not looked at. */
typedef struct flu_prog_class {
  uint64_t pos;
  uint32_t kinds;
  uint16_t mood;
  uint8_t gender, number, person, flags;
  uint8_t scope;                  /* enum flu_class_scope */
  uint8_t reserved[5];
} flu_prog_class;

enum flu_prog_atom_kind { FLU_ATOM_SET, FLU_ATOM_EXACT, FLU_ATOM_CLASS, FLU_ATOM_KINDS };
typedef struct flu_prog_atom {
  uint8_t kind, negated;
  uint16_t len;
  uint32_t value;                 /* set, class, or text of EXACT in STRINGS */
  uint32_t also;                  /* 1 + class that must hold too; 0: none */
} flu_prog_atom;

enum flu_prog_op {
  FLU_OP_MATCH,
  FLU_OP_ATOM,     /* slot a, atom b */
  FLU_OP_SPLIT,    /* first goes on, then forward by b */
  FLU_OP_JUMP,     /* forward by b */
  FLU_OP_OPEN,     /* the reported span begins here */
  FLU_OP_CLOSE,
  FLU_OP_START,    /* edge of the sentence */
  FLU_OP_END,
  FLU_OP_GAP,      /* up to a tokens, none of which is atom b */
  FLU_OP_COUNT
};
typedef struct flu_prog_code {
  uint8_t op, a;
  uint16_t b;
} flu_prog_code;

typedef struct flu_prog_pattern {
  uint32_t rule, left, right;
  uint32_t first_exception, exception_count;
  uint32_t first_condition, condition_count;
  uint32_t first_fix, fix_count;
} flu_prog_pattern;

typedef struct flu_prog_exception {
  uint32_t left, right;           /* left: FLU_NO_CODE when the exception marks no span */
} flu_prog_exception;

enum flu_prog_condition_op {
  FLU_IF_CLASH,      /* features of a and b have nothing in common */
  FLU_IF_SAME,
  FLU_IF_IS,         /* the features of a are `b` */
  FLU_IF_IN,         /* a is in set `value` */
  FLU_IF_KNOWN,
  FLU_IF_CASE,       /* the case of a is one of the bits `b` (1 << enum flu_case) */
  FLU_IF_FIRST,      /* a is the first word of its sentence */
  FLU_IF_QUOTED,
  FLU_IF_SPACED,     /* white space before it */
  FLU_IF_MEANT,      /* the tagger believes, by a margin of 10 b, that another word was meant: the text `value`, any */
  FLU_IF_SURE,       /* its part of speech is sure by a margin of 10 b */
  FLU_IF_NOT,
  FLU_IF_AND,
  FLU_IF_OR,
  FLU_IF_COUNT
};
enum flu_feature { FLU_FEATURE_GENDER, FLU_FEATURE_NUMBER, FLU_FEATURE_PERSON, FLU_FEATURE_ACCORD, FLU_FEATURE_COUNT };
typedef struct flu_prog_condition {
  uint8_t op, a, b, feature;
  uint32_t value;                 /* FLU_NO_TEXT: any word */
} flu_prog_condition;

typedef struct flu_prog_fix {
  uint32_t first, count;          /* PARTS; none: the span goes with the white space before it */
} flu_prog_fix;

enum flu_prog_part_kind {
  FLU_PART_TEXT,
  FLU_PART_SLOT,
  FLU_PART_INFLECT,
  FLU_PART_LEMMA,
  FLU_PART_MEANT,
  FLU_PART_LIKE,     /* the lemma `text` in the form that the slot has */
  FLU_PART_SMALL,    /* the slot without a capital; the case of the fix is its own */
  FLU_PART_CAPITAL,
  FLU_PART_COUNT
};
typedef struct flu_prog_part {
  uint8_t kind, slot;
  uint8_t gender, number, person; /* wanted; 0: as the word has it */
  uint8_t gender_of, number_of, person_of;   /* or as these slots have it; FLU_NO_SLOT: none */
  uint16_t mood, len;
  uint32_t text;
} flu_prog_part;

struct flu_programs {
  const flu_programs_header *header;
  const flu_prog_word *words;
  const uint32_t *buckets, *word_sets, *word_triggers, *set_triggers, *triggers;
  const flu_prog_class_trigger *class_triggers;
  const flu_prog_class *classes;
  const flu_prog_atom *atoms;
  const flu_prog_code *code;
  const flu_prog_pattern *patterns;
  const flu_prog_exception *exceptions;
  const flu_prog_condition *conditions;
  const flu_prog_fix *fixes;
  const flu_prog_part *parts;
  const char *strings;
};

extern const uint8_t flu_programs_sizes[FLU_PROG_ARRAYS];   /* of one element */

/* Looks at a PROGRAMS section, aligned to 8, for a catalogue of `rule_count` rules; every element is validated.
 * Errors: E_FORMAT with the offset, E_ARG (alignment). */
int flu_programs_open(const unsigned char *data, size_t size, uint32_t rule_count, flu_programs *out, flu_error *err);

uint32_t flu_programs_hash(const char *word, size_t len);

/* The word, in lower case; NULL when no pattern names it. */
const flu_prog_word *flu_programs_find(const flu_programs *p, const char *word, size_t len);

#endif
