/* Sizes and offsets that programs compiled against 0.1 rely on: a change here is a break of the ABI. */
#include <fluide/fluide.h>
#include <stddef.h>

#define SAME(what, value) _Static_assert((what) == (value), #what)

SAME(sizeof(fluide_error), 184);
SAME(offsetof(fluide_error, offset), 16);
SAME(offsetof(fluide_error, detail), 24);
SAME(sizeof(fluide_pos), 12);
SAME(sizeof(fluide_mask), 12);
#if UINTPTR_MAX == UINT64_MAX
SAME(sizeof(fluide_str), 16);
SAME(sizeof(fluide_model_info), 40);
SAME(sizeof(fluide_options), 64);
SAME(offsetof(fluide_options, enable), 40);
SAME(sizeof(fluide_input), 40);
SAME(sizeof(fluide_issue), 72);
SAME(offsetof(fluide_issue, rule), 24);
SAME(offsetof(fluide_issue, first_suggestion), 56);
SAME(offsetof(fluide_issue, category), 64);
SAME(sizeof(fluide_suggestion), 24);
SAME(sizeof(fluide_token), 128);
SAME(offsetof(fluide_token, pos), 56);
SAME(offsetof(fluide_token, margin), 120);
SAME(sizeof(fluide_sentence), 32);
SAME(sizeof(fluide_reading), 48);
SAME(sizeof(fluide_rule), 88);
SAME(sizeof(fluide_rule_text), 24);
SAME(sizeof(fluide_rule_problem), 64);
SAME(sizeof(fluide_rule_test), 48);
SAME(sizeof(fluide_attempt), 104);
SAME(sizeof(fluide_trace_word), 56);
SAME(sizeof(fluide_trace_reading), 40);
SAME(sizeof(fluide_rule_coverage), 56);
SAME(sizeof(fluide_part_coverage), 32);
#endif

int main(void)
{
  return fluide_version() == FLUIDE_VERSION_HEX ? 0 : 1;
}
