/* What a result holds: everything is in its own arena. */
#ifndef FLU_API_RESULT_H
#define FLU_API_RESULT_H

#include "api/handles.h"

struct fluide_result {
  flu_alloc alloc;
  flu_arena arena;
  fluide_issue *issues;
  size_t issue_count;
  fluide_str *suggestions;
  uint32_t suggestion_count;
  fluide_str corrected;
  uint32_t flags;
};

/* A result with settled issues of a text, copied. `correct`: also the corrected text. */
int flu_api_result_make(const fluide_checker *c, const char *utf8, size_t len, const flu_sink *sink, bool correct,
                        fluide_result **out);

#endif
