/* What `fluide rules` can do besides the list: each takes the operands behind its name and returns an exit status. The
 * engine of test and new has a model and no checker. */
#ifndef CLI_RULES_H
#define CLI_RULES_H

#include "engine.h"
#include "settings.h"

int rules_test(const struct settings *settings, struct engine *engine, const struct list *paths);
int rules_new(const struct settings *settings, struct engine *engine, const struct list *ids);

int rules_trace(const struct settings *settings, struct engine *engine, const struct list *operands);
int rules_coverage(const struct settings *settings, struct engine *engine, const struct list *operands);

#endif
