/* Layout of the RULES section, for lib/rules and the compiler.
 *
 *   flu_rules_header · rules[rule_count] · natives[native_count] · examples[example_count] ·
 *   replacements[replacement_count] · strings
 *
 * Each array begins where the one before ends. Rules are sorted by id; natives are indexed by enum flu_native; strings
 * are followed by a NUL.
 */
#ifndef FLU_RULES_FORMAT_H
#define FLU_RULES_FORMAT_H

#include <stdint.h>

typedef struct flu_rules_header {
  uint32_t rule_count, native_count, example_count, replacement_count, string_size, reserved;
} flu_rules_header;

typedef struct flu_rules_string {
  uint32_t offset, len;
} flu_rules_string;

typedef struct flu_rules_rule {
  flu_rules_string id, title, message, explanation, reference;
  uint32_t first_example, example_count;
  uint8_t category, severity, confidence, enabled, locales, priority;
  uint8_t reserved[2];
} flu_rules_rule;

typedef struct flu_rules_example {
  flu_rules_string text;
  uint32_t start, end;
  uint32_t first_replacement, replacement_count;
  uint8_t wrong, locale, spelling, reserved;
} flu_rules_example;

#endif
