/* Agreement over distance: a sentence with its words, tags and heads, between the files of the check. */
#ifndef FLU_SYNTAX_AGREEMENT_H
#define FLU_SYNTAX_AGREEMENT_H

#include "correction/checker.h"
#include "syntax/parser.h"

/* Bits of what a word may be: FLU_MASC …, FLU_SING …, FLU_1SG …; all bits where nothing is said. */
typedef struct flu_traits {
  uint8_t gender, number, person;
} flu_traits;

#define FLU_ANY_PERSON 63u
#define FLU_SING_PERSONS (FLU_1SG | FLU_2SG | FLU_3SG)

typedef struct flu_agr {
  const flu_unit *unit;
  const flu_token *tokens;           /* of the sentence */
  const flu_tag_input *inputs;
  const flu_tagged *tagged;
  const flu_dep *deps;
  uint8_t *told;                     /* by token: something is reported there */
  bool *found;                       /* not NULL: only say that something would be reported */
  uint32_t count;
} flu_agr;

#define FLU_MAX_SUBJECTS 6u

/* What a verb, a participle or an attribute must agree with. */
typedef struct flu_subject {
  uint32_t head;                     /* the noun or pronoun; of a relative pronoun its antecedent */
  uint32_t first, last;              /* tokens, from the determiner to the noun: for messages */
  uint32_t token;                    /* what the parser calls the subject: itself or the relative pronoun */
  bool several;                      /* coordinated */
  bool pronoun;                      /* a subject pronoun */
  flu_traits own;                    /* of the head, or of all that is coordinated */
  flu_traits others[FLU_MAX_SUBJECTS];   /* of other words it may be instead: no alarm when one of them agrees */
  uint32_t other_count;
} flu_subject;

/* --- what words are: traits.c --- */

flu_traits flu_agr_any(void);
bool flu_agr_is(const flu_agr *a, uint32_t i, unsigned class_id);
bool flu_agr_is_finite(const flu_agr *a, uint32_t i);
bool flu_agr_is_nominal(const flu_agr *a, uint32_t i);           /* noun, name, pronoun that is no relative */
bool flu_agr_shows_number(const flu_agr *a, uint32_t i);         /* nominal, adjective, participle, numeral */
bool flu_agr_only_subject(const flu_agr *a, uint32_t i);         /* a pronoun that is no object (je, elle; not nous) */
bool flu_agr_is_clitic(const flu_agr *a, uint32_t i);            /* that may stand before its verb as an object */
bool flu_agr_may_be(const flu_agr *a, uint32_t i, unsigned pos);  /* by some reading, whatever the context */
bool flu_agr_may_be_mood(const flu_agr *a, uint32_t i, unsigned mood);
bool flu_agr_has_lemma(const flu_agr *a, uint32_t i, uint64_t list);
bool flu_agr_in_list(const flu_agr *a, uint32_t i, uint64_t list);
flu_traits flu_agr_word(const flu_agr *a, uint32_t i);           /* of the readings that have the class of the tagger */
flu_traits flu_agr_determiner(const flu_agr *a, uint32_t i);     /* an article, alone or with a preposition (du) */
flu_traits flu_agr_numeral(const flu_agr *a, uint32_t i);        /* number 0: it cannot be told */
/* Of a noun with what determines it; false when these contradict each other or are not known. */
bool flu_agr_noun(const flu_agr *a, uint32_t i, flu_traits *out, uint32_t *first);
uint32_t flu_agr_child(const flu_agr *a, uint32_t head, unsigned label, uint32_t from);   /* a->count: none */

/* --- whether to look at all: gate.c --- */

/* Is any agreement in question? Needs no heads. `traits` has room for all tokens. */
bool flu_agr_in_question(const flu_agr *a, flu_traits *traits);

/* --- subjects: subject.c --- */

/* Who the subject `token` of a predicate is; false when that cannot be told. */
bool flu_agr_subject(const flu_agr *a, uint32_t token, flu_subject *out);
bool flu_agr_persons_meet(const flu_subject *s, uint8_t person);
bool flu_agr_may_add_up(const flu_agr *a, const flu_subject *s, uint32_t to);
/* The only subject of a predicate before its verb, else the only one behind it; count: none, several, doubt. */
uint32_t flu_agr_sure_subject(const flu_agr *a, uint32_t predicate, uint32_t verb);

/* --- verbs: verb.c --- */

uint32_t flu_agr_finite(const flu_agr *a, uint32_t predicate);
void flu_check_subject_verb(const flu_agr *a);

/* --- attributes and participles: attribute.c --- */

void flu_check_attributes(const flu_agr *a);
void flu_check_participles(const flu_agr *a);

/* --- noun phrases: nominal.c --- */

void flu_check_noun_phrases(const flu_agr *a);

/* --- mending: mend.c --- */

/* Another form of a word, by its readings that have the class: `wanted` says gender, number and person; what it leaves
 * open stays as it is. The most frequent one; empty when there is none or it is the same. In the arena of reports. */
flu_str flu_agr_inflect(const flu_agr *a, uint32_t i, flu_traits wanted);
/* Two words side by side, the first one (for token `first`) written as the second one asks (le + ami: l'ami). */
flu_str flu_agr_pair(const flu_agr *a, uint32_t first, flu_str first_text, flu_str second_text);
flu_str flu_agr_text(const flu_agr *a, uint32_t first, uint32_t last);
/* Report the tokens first … last, with suggestions that are not empty; `subject` is what the message names. */
void flu_agr_report(const flu_agr *a, enum flu_native rule, uint32_t first, uint32_t last, const flu_str *suggestions,
                    size_t count, flu_str subject);

#endif
