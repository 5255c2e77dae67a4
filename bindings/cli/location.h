/* Lines and columns of issues, from 1, columns in code points. A byte order mark belongs to no column. */
#ifndef CLI_LOCATION_H
#define CLI_LOCATION_H

#include <fluide/fluide.h>

/* Walks forward through a text, so that all the issues of a text cost one reading of it. */
struct walker {
  const char *text;
  size_t length;
  size_t at; /* bytes read */
  size_t line;
  size_t line_start; /* byte */
  size_t line_first_cp, cp;
};

struct location {
  size_t line, column, end_line, end_column;
  size_t line_start; /* byte where the issue's first line starts */
};

struct walker walker_begin(const char *text, size_t length);

/* Issues are to be asked for in order. */
struct location walker_locate(struct walker *walker, const fluide_issue *issue);

/* Index of the unit asked for (enum offsets). */
uint32_t offset_of(const fluide_pos *place, int unit);

#endif
