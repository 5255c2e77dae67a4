/* What a checker may read, and where it puts what it finds. */
#ifndef FLU_CORRECTION_CHECKER_H
#define FLU_CORRECTION_CHECKER_H

#include "base/memory.h"
#include "lexicon/lexicon.h"
#include "lexicon/lists.h"
#include "rules/catalogue.h"
#include "spelling/suggest.h"
#include "syntax/parser.h"
#include "tagging/tagger.h"
#include "text/text.h"

enum flu_locale { FLU_LOCALE_FR = 1, FLU_LOCALE_BE = 2, FLU_LOCALE_CH = 4, FLU_LOCALE_CA = 8 };  /* bits */

/* One issue as a checker reports it; strings are in `arena` of the unit or static. */
typedef struct flu_issue {
  uint32_t start, end;            /* bytes of the text as given */
  uint32_t rule;                  /* index in the catalogue */
  uint8_t confidence;             /* 0 … 100; 0 takes the rule's own */
  uint8_t suggestion_count;
  uint8_t word_count;
  const flu_str *suggestions;     /* best first; replace [start, end) */
  const flu_str *words;           /* what the message calls $2 $3 … */
} flu_issue;

enum { FLU_SINK_ISSUES_CUT = 1, FLU_SINK_SUGGESTIONS_CUT = 2 };   /* values of the public result flags */

typedef struct flu_sink {
  flu_issue *items;
  size_t count, cap;
  uint32_t flags;                 /* bits above */
  int status;                     /* sticky: FLU_E_NOMEM once memory has run out */
  const flu_alloc *alloc;
} flu_sink;

/* Bits of the lists that the checks ask for (lexicon/lists.h); 0 when the pack lacks one. */
typedef struct flu_list_bits {
  uint64_t elisions, enclitics, foreign, repeatable, prefixes, suffixes, letters, before_vowel, before_consonant;
  uint64_t months, time_nouns, unagreed, doubtful_gender, loose_agreement, quantities, additive, copulas;
} flu_list_bits;

/* Everything a check reads. Immutable while the check runs. */
typedef struct flu_unit {
  const flu_lexicon *lexicon;
  const flu_lists *lists;
  const flu_catalogue *rules;
  const struct flu_programs *programs;   /* patterns of the rules; may be NULL */
  const flu_speller *speller;
  const uint8_t *enabled;         /* by rule index: options and locale already applied */
  uint8_t locale;                 /* one bit of enum flu_locale */
  uint8_t unwanted_variant;       /* enum flu_variant */
  uint32_t max_suggestions;       /* 0: none are wanted, do not compute them */
  uint32_t suggestion_budget;
  const struct flu_user_words *user;                /* snapshot; may be NULL */
  const struct flu_user_dictionaries *dictionaries; /* may be NULL */
  const flu_list_bits *list_bits;
  const flu_tagger *tagger;       /* may be NULL: no part of speech in context */
  const flu_parser *parser;       /* may be NULL: no agreement over distance */
  const struct flu_choices *choices;   /* may be NULL */
  const flu_text *text;
  const flu_tag_input *inputs;    /* the tokens of the sentence being checked, looked up; see flu_unit_tag */
  const flu_tagged *tagged;       /* and in context; NULL without a tagger */
  const struct flu_dep **deps;    /* who depends on whom, once somebody has asked: flu_unit_parse */
  flu_arena *local;               /* emptied after each sentence: inputs and tagged are in it, and what checkers need */
  flu_arena *arena;               /* of what is reported */
  flu_sink *sink;
  struct flu_rule_observer *observer;  /* rules/match.h; NULL: nobody watches the rules */
} flu_unit;

/* Report an issue: its arrays are copied into the arena, their strings are not. Does nothing when the rule is off. */
void flu_report_issue(const flu_unit *u, const flu_issue *issue);

/* The same without words for the message; `suggestions` are copied into the arena, their strings are not. Does nothing when the rule is off. */
void flu_report(const flu_unit *u, uint32_t rule, uint32_t start, uint32_t end, const flu_str *suggestions,
                size_t count, uint8_t confidence);

/* Looks up and tags the tokens of sentence `s`, user words included, for the checkers that read `inputs` and `tagged`.
 * They are in u->local. FLU_OK or FLU_E_NOMEM. */
int flu_unit_tag(flu_unit *u, uint32_t s);

/* Who depends on whom in sentence `s`, which must be tagged: parsed when it is asked for first, then kept. *out is NULL
 * where there is no parser or the sentence is too long for it. FLU_OK or FLU_E_NOMEM. */
int flu_unit_parse(const flu_unit *u, uint32_t s, const struct flu_dep **out);

/* Checkers. Each reads sentence `s` of u->text, or the whole text, and reports. */
void flu_check_spelling(const flu_unit *u, uint32_t s);
void flu_check_typography(const flu_unit *u, uint32_t s);
void flu_check_rules(const flu_unit *u, uint32_t s);
void flu_check_agreement(const flu_unit *u, uint32_t s);   /* over distance: lib/syntax */
void flu_check_typography_text(const flu_unit *u);   /* what spans sentences: brackets and quotation marks */

#endif
