/* Building the LEXICON section, in steps: hunspell dictionary → forms with their readings → names, variants,
 * frequencies → automaton and indexes → bytes. Build-time only. */
#ifndef FLU_COMPILER_LEXICON_H
#define FLU_COMPILER_LEXICON_H

#include <stdbool.h>

#include "base/memory.h"
#include "compiler/build.h"
#include "lexicon/format.h"
#include "lexicon/lexicon.h"

/* --- strings, each once (lexicon_strings.c) --- */

typedef struct flu_strings {
  flu_alloc alloc;
  char *bytes;
  size_t len, cap;
  uint32_t *starts;      /* by id; one more at the end */
  size_t count, starts_cap;
  uint32_t *slots;       /* id + 1 */
  size_t slot_count;
  bool failed;           /* out of memory; sticky */
} flu_strings;

#define FLU_NO_STRING UINT32_MAX

void flu_strings_init(flu_strings *s, const flu_alloc *alloc);
void flu_strings_end(flu_strings *s);
uint32_t flu_strings_add(flu_strings *s, const char *text, size_t len);
uint32_t flu_strings_find(const flu_strings *s, const char *text, size_t len);
flu_str flu_strings_get(const flu_strings *s, uint32_t id);

/* --- morphology (lexicon_morphology.c) --- */

#define FLU_MAX_MORPH_POS 6u

/* What the fields of an entry or of an affix say. */
typedef struct flu_morph {
  uint8_t pos[FLU_MAX_MORPH_POS];
  uint8_t pos_count;
  uint8_t gender, number, person;
  uint8_t grammatical_person;   /* 1 to 3 of a pronoun; its number says which bit */
  uint16_t mood;
  bool verb;                    /* group and use are said */
  bool auxiliary;               /* group 0 */
  bool inverted;                /* the first person is the one before « -je » */
  bool participle_inverted;     /* the participle is that form too */
  uint8_t group, verb_use;
  flu_str lemma;                /* st: */
} flu_morph;

/* Reads fields "po:nom is:mas" from [start, end) of a file. false: an error was said. */
bool flu_morph_read(flu_morph *m, flu_diag *d, const flu_source *src, size_t start, size_t end);

/* A reading, its lemma still to be found. */
typedef struct flu_morph_reading {
  flu_tag tag;
  bool own_lemma;               /* lemma is the masculine singular of the participle, not the entry */
} flu_morph_reading;

#define FLU_MAX_MORPH_READINGS (2u * FLU_MAX_MORPH_POS + 2u)

/* Readings of a form of an entry with an affix; `affixed` may be NULL. */
size_t flu_morph_readings(const flu_morph *entry, const flu_morph *affixed,
                          flu_morph_reading out[FLU_MAX_MORPH_READINGS]);

/* --- affixes (lexicon_affixes.c) --- */

typedef struct flu_affix {
  flu_str strip, append;
  uint32_t condition, condition_count;   /* in flu_affixes.conditions */
  uint32_t flags, flag_count;            /* in flu_affixes.flags */
  flu_morph morph;
  bool elision;                          /* l', qu': the tokeniser's, not expanded */
  size_t place;                          /* in the file */
} flu_affix;

typedef struct flu_condition {           /* one character */
  flu_str letters;                       /* empty: any */
  bool negated;
} flu_condition;

typedef struct flu_affix_class {
  uint16_t flag;
  bool prefix, cross;
  uint32_t first, count, declared;
  size_t place;
} flu_affix_class;

enum flu_flag_kind { FLU_FLAG_CHAR, FLU_FLAG_LONG, FLU_FLAG_NUM, FLU_FLAG_UTF8 };

typedef struct flu_affixes {
  flu_alloc alloc;
  flu_source source;
  enum flu_flag_kind flag_kind;
  bool full_strip;
  uint16_t need_affix, forbidden, keep_case, no_suggest, circumfix;   /* flags; 0: none */
  flu_affix *lines;
  size_t line_count, line_cap;
  flu_affix_class *classes;
  size_t class_count, class_cap;
  uint16_t *class_of;                    /* by flag: class + 1 */
  uint16_t *flags;
  size_t flag_count, flag_cap;
  flu_condition *conditions;
  size_t condition_count, condition_cap;
} flu_affixes;

int flu_affixes_read(flu_affixes *a, const char *path, const flu_alloc *alloc, flu_diag *d);
void flu_affixes_end(flu_affixes *a);
/* Reads the flags [start, end) of a file into a->flags; false: an error was said or memory is out. */
bool flu_flags_read(flu_affixes *a, flu_diag *d, const flu_source *src, size_t start, size_t end, uint32_t *first,
                    uint32_t *count);
bool flu_affix_fits(const flu_affixes *a, const flu_affix_class *c, const flu_affix *line, flu_str word);

/* --- forms (lexicon_forms.c) --- */

typedef struct flu_form_reading {
  uint32_t form, lemma;      /* strings */
  flu_tag tag;
  uint32_t order;            /* of reading them: keeps paradigms in the order of the dictionary */
} flu_form_reading;

typedef struct flu_forms {
  flu_alloc alloc;
  flu_strings strings;
  flu_form_reading *items;
  size_t count, cap;
  uint32_t next_order;
  uint8_t *frequency;        /* by string, once settled */
  size_t frequency_count;
  bool failed;               /* out of memory; sticky */
} flu_forms;

#define FLU_TAG_FORBIDDEN (1u << 7)   /* of a form that an entry forbids; settling drops it */

void flu_forms_init(flu_forms *f, const flu_alloc *alloc);
void flu_forms_end(flu_forms *f);
void flu_forms_add(flu_forms *f, flu_str form, flu_str lemma, const flu_tag *tag);
/* Sorts by form (bytes) and order, drops doubles and forbidden forms; again after adding. */
int flu_forms_settle(flu_forms *f, flu_diag *d, const flu_source *src);
/* End of the readings of the form that item `first` begins. */
size_t flu_forms_end_of(const flu_forms *f, size_t first);
/* First reading of a form of settled forms; f->count when it has none. */
size_t flu_forms_find(const flu_forms *f, const char *form, size_t len);

/* Adds the forms of all entries (lexicon_dictionary.c). */
int flu_dictionary_read(flu_forms *f, const char *aff_path, const char *dic_path, const flu_alloc *alloc, flu_diag *d,
                        const char *data_dir);

/* --- what joins the dictionary (lexicon_extras.c, lexicon_variants.c) --- */

/* Names and places of data_dir; frequencies. */
int flu_extras_read(flu_forms *f, const char *data_dir, flu_diag *d);
int flu_frequencies_read(flu_forms *f, const char *data_dir, flu_diag *d);
/* Marks on settled forms: which begin like a word that is elided before; which belong to one spelling only. */
int flu_elision_mark(flu_forms *f, const char *data_dir, flu_diag *d);
int flu_variants_mark(flu_forms *f, const char *data_dir, flu_diag *d);

/* --- automaton (lexicon_automaton.c) --- */

typedef struct flu_automaton {
  flu_alloc alloc;
  uint64_t *edges;           /* as in the section */
  size_t edge_count;
  uint32_t root;
} flu_automaton;

/* From words (symbols, ended by 0) in ascending order, each once, with their weights, which order the edges of a node. */
int flu_automaton_build(flu_automaton *a, const uint8_t *const *words, const uint32_t *weights, size_t count,
                        const flu_alloc *alloc);
void flu_automaton_end(flu_automaton *a);
/* Index of a word that is in it. */
uint32_t flu_automaton_index(const flu_automaton *a, const uint8_t *word);

/* --- section (lexicon_write.c) --- */

int flu_lexicon_write(flu_forms *f, flu_diag *d, const flu_source *dic, flu_buffer *out);

/* --- lines of our own data files --- */

typedef struct flu_lines {
  flu_source source;
  size_t at;
} flu_lines;

int flu_lines_open(flu_lines *l, const char *dir, const char *name, flu_diag *d);
/* Next line that is neither empty nor a comment (#), cut at tabs into at most `cap` fields; their number, 0 at the end. */
size_t flu_lines_next(flu_lines *l, flu_str *fields, size_t cap, size_t *place);
void flu_lines_end(flu_lines *l);

#endif
