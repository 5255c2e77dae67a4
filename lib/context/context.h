/* The checker that chooses between forms by context. */
#ifndef FLU_CONTEXT_CONTEXT_H
#define FLU_CONTEXT_CONTEXT_H

#include "correction/checker.h"

/* Reports, for sentence `s` of u->text, the words for which context wants another form: contexte.* rules. */
void flu_check_context(const flu_unit *u, uint32_t s);

#endif
