/* One match of a pattern, between the files of the matcher. */
#ifndef FLU_RULES_MATCH_H
#define FLU_RULES_MATCH_H

#include "rules/sentence.h"

typedef struct flu_captures {
  uint32_t word[FLU_MAX_SLOTS];   /* index in the sentence + 1; 0: not bound */
  uint16_t atom[FLU_MAX_SLOTS];   /* what bound it */
  uint32_t start, end;            /* reported span, boundaries between words; UINT32_MAX: not marked */
  uint32_t taken;                 /* atoms that matched, see flu_rule_observer */
} flu_captures;

enum flu_match_stage { FLU_STAGE_ALONE, FLU_STAGE_RIGHT, FLU_STAGE_LEFT };
typedef struct flu_match {
  const flu_rule_sentence *sentence;
  const flu_prog_pattern *pattern;
  uint32_t steps;                 /* left */
  uint32_t trigger;               /* word that set it off */
  uint32_t right;                 /* boundary that the program to the right got to */
  uint8_t stage;                  /* enum flu_match_stage: what the end of a program leads to */
  struct flu_rule_observer *observer; /* NULL: nobody watches */
  flu_captures captures;
} flu_match;

/* Watches what becomes of the attempts to match a pattern, for those who write rules. All but `ended` may be NULL. */
#define FLU_MAX_TRAIL     64u
#define FLU_NO_EXCEPTION  UINT32_MAX
typedef struct flu_rule_observer {
  void *ctx;
  uint32_t trail[FLU_MAX_TRAIL];  /* instructions of the atoms that matched so far, captures.taken of them */

  /* A sentence begins. */
  void (*began)(void *ctx, const flu_rule_sentence *s);

  /* The instruction at `code` does not match `word`; UINT32_MAX: the edge of the sentence. */
  void (*missed)(void *ctx, const flu_match *m, uint32_t code, uint32_t word);

  /* All words match, but an exception or, FLU_NO_EXCEPTION, a condition stops it. */
  void (*refused)(void *ctx, const flu_match *m, uint32_t exception);

  /* The attempt is over; `matched`: the pattern holds, `reported`: an issue came of it. */
  void (*ended)(void *ctx, const flu_match *m, bool matched, bool reported);
} flu_rule_observer;

/* Do the conditions hold? A condition on a word that is not bound does not. */
bool flu_rule_conditions_hold(const flu_match *m, const flu_prog_pattern *pattern);

/* One of them; not for those that join others. */
bool flu_rule_condition_holds(const flu_match *m, const flu_prog_condition *c);

/* Reports the match with its fixes. Nothing is reported when the rule has fixes and none can be made. */
void flu_rule_report(const flu_match *m, const flu_prog_pattern *pattern);

#endif
