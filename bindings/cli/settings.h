/* What the command line asked for: filled from a table of options, the same table that prints the help. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"
#include "cli.h"

struct list {
  const char **items; /* borrowed from the arguments */
  size_t count, capacity;
};

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_JSONL, FORMAT_SARIF };
enum fail_on { FAIL_ON_HINT, FAIL_ON_WARNING, FAIL_ON_ERROR, FAIL_ON_NEVER };
enum input { INPUT_TEXT, INPUT_JSONL };
enum offsets { OFFSETS_CODEPOINT, OFFSETS_UTF16, OFFSETS_BYTE };
enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };
enum markup { MARKUP_AUTO, MARKUP_PLAIN, MARKUP_MARKDOWN, MARKUP_HTML };

#define NOT_SET (-1)

struct settings {
  enum command_id command;
  struct list operands;
  struct list texts;
  struct list enable, disable, ignore, words, dictionaries, with;
  const char *pack;
  const char *locale;
  const char *file; /* that fluide rules new makes */
  const char *rule; /* of fluide rules trace and coverage */
  int format; /* enum format, or NOT_SET */
  int fail_on;
  int input;
  int offsets;
  int color;
  int markup;
  int spelling;                                /* fluide_spelling */
  long max_suggestions, max_issues, max_bytes; /* NOT_SET: the default */
  long jobs;                                   /* 0: as many as there are processors */
  bool explain, tagged, quiet, diff, in_place, help, version;
};

/* Read the arguments that follow the command. False after a message. The lists are to be freed either way. */
bool settings_parse(struct settings *settings, enum command_id command, int argc, char **argv);
void settings_free(struct settings *settings);

/* The options of a command, for its help. */
void settings_describe(struct buffer *out, enum command_id command);

#endif
