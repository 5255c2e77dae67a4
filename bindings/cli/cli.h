/* The fluide command: what its files share. They include <fluide/fluide.h> and nothing of the library's inside. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Exit status, as documented in fluide.1. */
enum { EXIT_CLEAN = 0, EXIT_FOUND = 1, EXIT_TROUBLE = 2 };

enum command_id {
  COMMAND_CHECK,
  COMMAND_CORRECT,
  COMMAND_SUGGEST,
  COMMAND_TOKENS,
  COMMAND_RULES,
  COMMAND_VERSION,
  COMMAND_HELP,
  COMMAND_COUNT
};

struct settings;

/* One a command; each returns an exit status. */
int command_check(const struct settings *settings);
int command_correct(const struct settings *settings);
int command_suggest(const struct settings *settings);
int command_tokens(const struct settings *settings);
int command_rules(const struct settings *settings);
int command_version(const struct settings *settings);
int command_help(const struct settings *settings);

struct command {
  const char *name;
  int (*run)(const struct settings *settings);
  const char *usage;   /* operands and the like */
  const char *summary; /* French, one line */
  const char *details; /* French, a paragraph */
};

extern const struct command commands[COMMAND_COUNT];

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

/* "fluide: " and a message on standard error; what a terminal would obey is made harmless. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The candidate nearest to a mistyped word, NULL when none is near. */
const char *nearest(const char *word, const char *const *candidates, size_t count);

/* Flush standard output: false, after a message, when not all of it could be written. */
bool finish_output(void);

#endif
