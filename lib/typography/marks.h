/* What the checks of marks share among themselves. */
#ifndef FLU_TYPOGRAPHY_MARKS_H
#define FLU_TYPOGRAPHY_MARKS_H

#include "typography/typography.h"

bool flu_typo_ends_text(uint32_t cp);                          /* a mark may hang on this character */
bool flu_typo_emoticon(const flu_typo *t, const flu_mark *m);  /* the mark is its eyes: « :-) » */
bool flu_typo_glued(flu_typo *t, const flu_mark *m);           /* known words touch the mark on both sides */
bool flu_typo_word_follows(flu_typo *t, uint32_t start, uint32_t shortest); /* known, or elided */
bool flu_typo_doubled(flu_typo *t, const flu_mark *m);         /* , or ; and another one: reported */
void flu_typo_wrong_apostrophe(flu_typo *t, const flu_mark *m);

#endif
