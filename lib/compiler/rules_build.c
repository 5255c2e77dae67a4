/* The .regle files of a directory → the RULES and PROGRAMS sections. */
#include "compiler/files.h"
#include "compiler/rules_program.h"

int flu_rule_set_read_all(flu_rule_set *set, const char *dir)
{
  flu_files files = { 0 };
  int rc = flu_files_list(&files, dir, ".regle", set->diag);
  for (size_t i = 0; rc == FLU_OK && i < files.count; i++) rc = flu_rule_set_read(set, files.paths[i]);
  flu_files_end(&files);
  return rc;
}

/* `sources` NULL: patterns stay unread. */
static int build(flu_rule_set *set, const char *rules_dir, const flu_pattern_sources *sources, flu_buffer *out,
                 flu_buffer *programs)
{
  int rc = flu_rule_set_read_all(set, rules_dir);
  if (rc != FLU_OK) return rc;
  flu_rule_set_sort(set);
  if (sources != NULL)
    rc = flu_rule_set_compile(set, sources->lexicon, sources->lexicon_size, sources->lists, sources->lists_size,
                              programs);
  const int written = flu_rule_set_write(set, rules_dir, out);
  return rc == FLU_OK ? written : rc;
}

int flu_build_rules(flu_diag *d, const char *rules_dir, flu_buffer *out)
{
  flu_rule_set set;
  flu_rule_set_init(&set, d);
  const int rc = build(&set, rules_dir, NULL, out, NULL);
  flu_rule_set_end(&set);
  return rc;
}

int flu_build_rule_programs(flu_rule_set *set, const char *rules_dir, const flu_pattern_sources *sources,
                            flu_buffer *out, flu_buffer *programs)
{
  return build(set, rules_dir, sources, out, programs);
}
