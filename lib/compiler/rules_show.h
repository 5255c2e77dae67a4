/* Compiled patterns in the words of the rule language, for those who follow what a rule does. */
#ifndef FLU_COMPILER_RULES_SHOW_H
#define FLU_COMPILER_RULES_SHOW_H

#include "base/memory.h"
#include "rules/match.h"

/* Each appends to `out`; long texts are cut, a set is shown by a few of its words. */
void flu_show_class(const flu_prog_class *c, flu_buffer *out);                        /* rules_classes.c */
void flu_show_code(const flu_programs *p, uint32_t code, flu_buffer *out);            /* one instruction */
void flu_show_pattern(const flu_programs *p, uint32_t left, uint32_t right, flu_buffer *out); /* left: may be FLU_NO_CODE */
void flu_show_condition(const flu_match *m, const flu_prog_condition *c, flu_buffer *out);    /* with the words it is about */

#endif
