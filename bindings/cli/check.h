/* What the ways of checking share. */
#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include "engine.h"
#include "settings.h"

/* `fluide check --input jsonl`. */
int check_lines(const struct settings *settings, const struct engine *engine);

/* Add the issues of a result to a count by severity. */
void count_severities(const fluide_result *result, size_t by_severity[4]);

int check_exit_status(bool trouble, const size_t by_severity[4], int fail_on);

/* Colours on standard output. */
bool colour_wanted(const struct settings *settings);

#endif
