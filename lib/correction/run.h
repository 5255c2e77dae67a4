/* Running the checkers over a text. */
#ifndef FLU_CORRECTION_RUN_H
#define FLU_CORRECTION_RUN_H

#include "correction/checker.h"

typedef struct flu_run {
  flu_unit unit;                       /* text, arenas and sink are set by flu_run_text */
  const flu_text_language *language;
  uint32_t max_issues;
  int (*poll)(void *ctx);
  void *poll_ctx;
} flu_run;

/* Check a whole text slice by slice (a slice is some paragraphs, so that memory does not grow with the text) and settle.
 * Strings of the issues are in `keep`; `scratch` is reset for every slice, `local` for every sentence.
 * Errors: E_NOMEM, E_CANCELLED. */
typedef struct flu_run_arenas {
  flu_arena keep, scratch, local;
} flu_run_arenas;
int flu_run_text(flu_run *run, const char *utf8, uint32_t len, const flu_mask *masks, size_t mask_count,
                 flu_run_arenas *arenas, flu_sink *sink);

#endif
