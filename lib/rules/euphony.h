/* Fixes as they are put together: words side by side, elided or not as the next one asks (le + ami → l'ami,
 * l' + copain → le copain, ce + arbre → cet arbre). The pairs are the lists before-vowel and before-consonant. */
#ifndef FLU_RULES_EUPHONY_H
#define FLU_RULES_EUPHONY_H

#include "rules/match.h"

#define FLU_MAX_FIX 400u /* bytes of one suggestion */

typedef struct flu_draft {
  char text[FLU_MAX_FIX];
  size_t len;
  bool failed, own_case;   /* own_case: the fix is about case, that of what it replaces does not go over */
} flu_draft;

/* Adds a word behind the others, with the white space that belongs between them; the last one takes the form that stands
 * before the new one. */
void flu_draft_add(const flu_unit *u, flu_draft *d, const char *text, size_t len);

/* Would `word` take another form before `next`? */
bool flu_euphony_changes(const flu_unit *u, flu_str word, flu_str next);

#endif
