/* The catalogue of rules: id, category, texts, examples, as compiled from the .regle files of lib/fr/rules. Read in place. */
#ifndef FLU_RULES_CATALOGUE_H
#define FLU_RULES_CATALOGUE_H

#include <stdbool.h>

#include "base/status.h"

#define FLU_RULES_VERSION 1u
#define FLU_NO_RULE UINT32_MAX
#define FLU_MAX_RULES 65535u

enum { FLU_CATEGORY_SPELLING = 1, FLU_CATEGORY_TYPOGRAPHY, FLU_CATEGORY_GRAMMAR, FLU_CATEGORY_STYLE };
enum { FLU_SEVERITY_HINT = 1, FLU_SEVERITY_WARNING, FLU_SEVERITY_ERROR };

typedef struct flu_rule {   /* strings are NUL-terminated inside the pack */
  flu_str id, title, message, explanation, reference;
  uint8_t category, severity, confidence, enabled;
  uint8_t locales;          /* bits of enum flu_locale; 0: all */
  uint8_t priority;         /* 0 … 255, higher wins an overlap */
} flu_rule;

typedef struct flu_catalogue {
  const unsigned char *data;
  size_t size;
  uint32_t count;
} flu_catalogue;

/* Look at the RULES section; validates every offset. */
int flu_catalogue_open(const unsigned char *data, size_t size, flu_catalogue *out, flu_error *err);
flu_rule flu_catalogue_rule(const flu_catalogue *c, uint32_t index);   /* rules are sorted by id */
uint32_t flu_catalogue_find(const flu_catalogue *c, const char *id, size_t len); /* FLU_NO_RULE when absent */

/* Examples of a rule, as its file gives them; tests run them. A wrong one has one place [start, end), bytes of `text`,
 * and the texts that mend it in the order of the suggestions (none when the rule has no fix); a right one has neither. */
typedef struct flu_example {
  bool wrong;
  uint8_t locale;           /* one bit of enum flu_locale; 0: any locale of the rule */
  uint8_t spelling;         /* 0 any, 1 classical, 2 of 1990, as the public fluide_spelling */
  flu_str text;
  uint32_t start, end;
  uint32_t replacement_count;
} flu_example;

uint32_t flu_catalogue_example_count(const flu_catalogue *c, uint32_t rule);
flu_example flu_catalogue_example(const flu_catalogue *c, uint32_t rule, uint32_t i);
flu_str flu_catalogue_replacement(const flu_catalogue *c, uint32_t rule, uint32_t i, uint32_t k);

/* Rules that engine code reports, by a fixed number so that no look-up by name happens while checking. `native` in the
 * .regle file binds the id; a pack that lacks one has FLU_NO_RULE there and the check is silent. */
enum flu_native {
#define FLU_NATIVE(name, id) FLU_NATIVE_##name,
#include "rules/native.inc"
#undef FLU_NATIVE
  FLU_NATIVE_COUNT
};
uint32_t flu_catalogue_native(const flu_catalogue *c, enum flu_native which);

#endif
