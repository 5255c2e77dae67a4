/* A compiled section → the state of the builder that made it, so that rules can be added to a pack without the sources
 * of those that it has. Patterns of rules that are replaced are left out of the triggers, and so are never tried. */
#include "compiler/rules_program.h"

static uint32_t count_of(const flu_programs *p, enum flu_programs_array which)
{
  return p->header->arrays[which].count;
}

static void copy_arrays(flu_program_builder *b, const flu_programs *p)
{
  static const uint8_t kept[] = { FLU_PROG_CLASSES,  FLU_PROG_ATOMS,      FLU_PROG_CODE,
                                  FLU_PROG_PATTERNS, FLU_PROG_EXCEPTIONS, FLU_PROG_CONDITIONS,
                                  FLU_PROG_FIXES,    FLU_PROG_PARTS,      FLU_PROG_STRINGS };
  for (size_t i = 0; i < sizeof kept; i++) {
    const char *data = (const char *)p->header + p->header->arrays[kept[i]].offset;
    flu_buffer_add(&b->arrays[kept[i]], data, (size_t)count_of(p, kept[i]) * flu_programs_sizes[kept[i]]);
  }
}

/* Sets lose their names: no pattern that is compiled now finds them, each makes its own. */
static void copy_words(flu_program_builder *b, const flu_programs *p)
{
  for (uint32_t i = 0; i < p->header->set_count && !b->no_memory; i++) {
    if (flu_reserve(&flu_alloc_default, (void **)&b->sets, b->set_count, &b->set_cap, sizeof *b->sets))
      b->sets[b->set_count++] = (flu_pattern_set){ .key = "" };
    else
      b->no_memory = true;
  }
  for (uint32_t i = 0; i < count_of(p, FLU_PROG_WORDS) && !b->no_memory; i++) {
    const flu_prog_word *from = &p->words[i];
    flu_pattern_word *to = flu_program_word(b, p->strings + from->text, from->len);
    for (uint32_t k = 0; to != NULL && k < from->set_count; k++)
      flu_program_pair(b, to, p->word_sets[from->first_set + k]);
  }
}

static void add_trigger(flu_program_builder *b, const flu_rule_set *set, uint32_t key, uint32_t pattern, bool class)
{
  if (set->base_index[set->base_programs->patterns[pattern].rule] == FLU_NO_RULE) return;
  if (flu_reserve(&flu_alloc_default, (void **)&b->triggers, b->trigger_count, &b->trigger_cap, sizeof *b->triggers))
    b->triggers[b->trigger_count++] = (flu_pattern_trigger){ key, pattern, class };
  else
    b->no_memory = true;
}

static void copy_triggers(flu_program_builder *b, const flu_rule_set *set)
{
  const flu_programs *p = set->base_programs;
  for (uint32_t s = 0; s < p->header->set_count; s++)
    for (uint32_t i = p->set_triggers[s]; i < p->set_triggers[s + 1]; i++)
      add_trigger(b, set, s, p->triggers[i], false);
  for (uint32_t i = 0; i < count_of(p, FLU_PROG_CLASS_TRIGGERS); i++) {
    const flu_prog_class_trigger *c = &p->class_triggers[i];
    for (uint32_t k = 0; k < c->count; k++) add_trigger(b, set, c->class, p->triggers[c->first + k], true);
  }
}

void flu_program_resume(flu_program_builder *b, flu_rule_set *set)
{
  const flu_programs *p = set->base_programs;
  copy_arrays(b, p);
  copy_words(b, p);
  copy_triggers(b, set);
  set->first_place = count_of(p, FLU_PROG_CODE);
  flu_prog_pattern *patterns = (flu_prog_pattern *)(void *)b->arrays[FLU_PROG_PATTERNS].ptr;
  for (uint32_t i = 0; !b->arrays[FLU_PROG_PATTERNS].failed && i < count_of(p, FLU_PROG_PATTERNS); i++) {
    const uint32_t rule = set->base_index[patterns[i].rule];
    patterns[i].rule = rule == FLU_NO_RULE ? 0 : rule;
  }
}
