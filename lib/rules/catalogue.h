/* The catalogue of rules: id, category, texts, examples, as compiled from lib/fr/rules/*.regle. Read in place. */
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
