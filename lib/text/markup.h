/* Masks for marked-up text. Linear time; malformed markup never fails. */
#ifndef FLU_TEXT_MARKUP_H
#define FLU_TEXT_MARKUP_H

#include "text/text.h"

typedef struct flu_mask_list {
  const flu_alloc *alloc;
  flu_mask *items;
  size_t count, cap;
} flu_mask_list;

/* Append the masks of a valid UTF-8 text to an empty list. FLU_OK or FLU_E_NOMEM. */
int flu_markup_markdown(flu_mask_list *out, const char *utf8, uint32_t len);
int flu_markup_html(flu_mask_list *out, const char *utf8, uint32_t len);

#endif
