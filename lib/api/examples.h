/* The examples of rules, run with the whole engine: by the program that builds the pack, and for rules of one's own. */
#ifndef FLU_API_EXAMPLES_H
#define FLU_API_EXAMPLES_H

#include "compiler/rules.h"
#include "fluide/fluide.h"

/* Runs the examples of the rules of a set that was compiled into `model`; what fails is said to the diagnostics of the
 * set. `failed`, one counter a rule of the set, counts the examples that do; may be NULL. Parts of patterns that no
 * example reaches are warnings; with `unreached` they are only counted there. Errors: E_NOMEM. */
int flu_api_run_examples(fluide_model *model, const flu_rule_set *set, uint32_t *failed, unsigned *unreached);

#endif
