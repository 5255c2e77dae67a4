/* Files of rules that somebody writes: read, compiled on top of the model, and what is wrong with them. */
#ifndef CLI_RULE_FILES_H
#define CLI_RULE_FILES_H

#include <fluide/fluide.h>

#include "buffer.h"
#include "engine.h"
#include "source.h"

struct rule_files {
  struct source *sources;
  size_t count;
  fluide_rules *rules;
};

/* False after a message; then there is nothing to close. Errors in the rules are no failure: their model is NULL. */
bool rule_files_open(struct rule_files *files, const struct engine *engine, const struct list *paths);
void rule_files_close(struct rule_files *files);

/* What is wrong, with the line and a caret; returns the number of errors. */
size_t rule_files_problems(const struct rule_files *files, struct buffer *out);

/* Make the model of the engine, and a checker where it has one, those with the rules of --with. False after a message. */
bool engine_add_rules(struct engine *engine, const struct settings *settings);

#endif
