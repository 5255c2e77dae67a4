/* What the targets that read text share. */
#ifndef FLUIDE_TESTS_TARGET_TEXT_H
#define FLUIDE_TESTS_TARGET_TEXT_H

#include <fluide/fluide.h>

/* One of eight checkers by the low bits of `choice`; made once. */
const fluide_checker *target_checker(unsigned choice);

/* Builds masks of every kind of markup, looks at them, and checks the text with them. */
void target_markup(const fluide_checker *checker, int markup, const char *text, size_t len);

#endif
