/* What the builders of masks share. */
#ifndef FLU_TEXT_MARKUP_INNER_H
#define FLU_TEXT_MARKUP_INNER_H

#include "text/inner.h"
#include "text/markup.h"

#define FLU_RAW_ELEMENTS 12   /* elements whose content is no prose */

/* Behind `from` and before `limit` there is no such thing: spares looking again. */
typedef struct flu_vain {
  uint32_t from, limit;
} flu_vain;

/* Masks of one text in the making. Adding may go back and forth; flu_marks_settle sorts at the end. */
typedef struct flu_marks {
  flu_mask_list *out;
  const char *s;
  uint32_t len;
  bool failed;                  /* out of memory */
  flu_vain comment, cdata, instruction, declaration;
  flu_vain close[FLU_RAW_ELEMENTS];
} flu_marks;

void flu_marks_init(flu_marks *m, flu_mask_list *out, const char *s, uint32_t len);
void flu_marks_add(flu_marks *m, uint32_t start, uint32_t end, uint32_t kind);
/* Sorts, and cuts what overlaps an earlier mask. FLU_OK or FLU_E_NOMEM. */
int flu_marks_settle(flu_marks *m);

/* The tag, comment or element with raw content that begins with < at `at`, not beyond `limit`: adds its masks and returns
 * its end; 0 when it is none. */
uint32_t flu_html_construct(flu_marks *m, uint32_t at, uint32_t limit);
/* The character reference at `at`: adds its mask and returns its end; 0 when it is none. */
uint32_t flu_html_reference(flu_marks *m, uint32_t at, uint32_t limit);
/* Everything in [at, limit) read as HTML. */
void flu_html_range(flu_marks *m, uint32_t at, uint32_t limit);

/* Inline Markdown in [start, end): code, links, emphasis, HTML, math. Masks that block structure has put inside, in
 * [first_mask, count), are sorted and are looked over. */
void flu_markdown_inline(flu_marks *m, uint32_t start, uint32_t end, size_t first_mask);

static inline bool flu_is_vain(const flu_vain *v, uint32_t at, uint32_t limit)
{
  return at >= v->from && limit <= v->limit;
}

static inline bool flu_marks_is(const flu_marks *m, uint32_t at, const char *literal)
{
  const size_t n = strlen(literal);
  return n <= m->len - at && memcmp(m->s + at, literal, n) == 0;
}

#endif
