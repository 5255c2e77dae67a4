/* One match of a pattern, between the files of the matcher. */
#ifndef FLU_RULES_MATCH_H
#define FLU_RULES_MATCH_H

#include "rules/sentence.h"

typedef struct flu_captures {
  uint32_t word[FLU_MAX_SLOTS];   /* index in the sentence + 1; 0: not bound */
  uint16_t atom[FLU_MAX_SLOTS];   /* what bound it */
  uint32_t start, end;            /* reported span, boundaries between words; UINT32_MAX: not marked */
} flu_captures;

enum flu_match_stage { FLU_STAGE_ALONE, FLU_STAGE_RIGHT, FLU_STAGE_LEFT };
typedef struct flu_match {
  const flu_rule_sentence *sentence;
  const flu_prog_pattern *pattern;
  uint32_t steps;                 /* left */
  uint32_t trigger;               /* word that set it off */
  uint32_t right;                 /* boundary that the program to the right got to */
  uint8_t stage;                  /* enum flu_match_stage: what the end of a program leads to */
  flu_captures captures;
} flu_match;

/* Do the conditions hold? A condition on a word that is not bound does not. */
bool flu_rule_conditions_hold(const flu_match *m, const flu_prog_pattern *pattern);

/* Reports the match with its fixes. Nothing is reported when the rule has fixes and none can be made. */
void flu_rule_report(const flu_match *m, const flu_prog_pattern *pattern);

/* Finds what the rules say about sentence `s`. */
void flu_check_rules(const flu_unit *u, uint32_t s);

#endif
