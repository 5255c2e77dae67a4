#include "rules/program.h"

#include <string.h>

#include "lexicon/tag.h"
#include "text/text.h"

_Static_assert(sizeof(flu_programs_header) == 136, "layout of the PROGRAMS section");
_Static_assert(sizeof(flu_prog_word) == 20, "layout of the PROGRAMS section");
_Static_assert(sizeof(flu_prog_class) == 24, "layout of the PROGRAMS section");
_Static_assert(sizeof(flu_prog_atom) == 12, "layout of the PROGRAMS section");
_Static_assert(sizeof(flu_prog_pattern) == 36, "layout of the PROGRAMS section");
_Static_assert(sizeof(flu_prog_part) == 16, "layout of the PROGRAMS section");
_Static_assert(FLU_POS_COUNT <= 64, "a class holds its parts of speech as bits");

const uint8_t flu_programs_sizes[FLU_PROG_ARRAYS] = {
  [FLU_PROG_WORDS] = sizeof(flu_prog_word),
  [FLU_PROG_BUCKETS] = sizeof(uint32_t),
  [FLU_PROG_WORD_SETS] = sizeof(uint32_t),
  [FLU_PROG_WORD_TRIGGERS] = sizeof(uint32_t),
  [FLU_PROG_SET_TRIGGERS] = sizeof(uint32_t),
  [FLU_PROG_CLASS_TRIGGERS] = sizeof(flu_prog_class_trigger),
  [FLU_PROG_TRIGGERS] = sizeof(uint32_t),
  [FLU_PROG_CLASSES] = sizeof(flu_prog_class),
  [FLU_PROG_ATOMS] = sizeof(flu_prog_atom),
  [FLU_PROG_CODE] = sizeof(flu_prog_code),
  [FLU_PROG_PATTERNS] = sizeof(flu_prog_pattern),
  [FLU_PROG_EXCEPTIONS] = sizeof(flu_prog_exception),
  [FLU_PROG_CONDITIONS] = sizeof(flu_prog_condition),
  [FLU_PROG_FIXES] = sizeof(flu_prog_fix),
  [FLU_PROG_PARTS] = sizeof(flu_prog_part),
  [FLU_PROG_STRINGS] = 1,
};

uint32_t flu_programs_hash(const char *word, size_t len)
{
  uint64_t h = UINT64_C(0xCBF29CE484222325);
  for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)word[i]) * UINT64_C(0x100000001B3);
  return (uint32_t)(h ^ h >> 32);
}

static uint32_t count_of(const flu_programs *p, enum flu_programs_array which)
{
  return p->header->arrays[which].count;
}

const flu_prog_word *flu_programs_find(const flu_programs *p, const char *word, size_t len)
{
  const uint32_t size = count_of(p, FLU_PROG_BUCKETS);
  if (size == 0 || len == 0 || len > FLU_MAX_WORD) return NULL;
  for (uint32_t i = flu_programs_hash(word, len) & (size - 1); p->buckets[i] != 0; i = (i + 1) & (size - 1)) {
    const flu_prog_word *w = &p->words[p->buckets[i] - 1];
    if (w->len == len && memcmp(p->strings + w->text, word, len) == 0) return w;
  }
  return NULL;
}

/* --- opening --- */

typedef struct opening {
  const flu_programs *p;
  flu_error *err;
} opening;

static int damaged(const opening *o, const void *at, const char *what)
{
  return flu_fail(o->err, FLU_E_FORMAT, (uint64_t)((const char *)at - (const char *)o->p->header),
                  "programs are damaged: %s", what);
}

static bool slice_fits(const opening *o, uint32_t first, uint32_t count, enum flu_programs_array which)
{
  const uint32_t total = count_of(o->p, which);
  return first <= total && count <= total - first;
}

static int check_words(const opening *o)
{
  const flu_programs *p = o->p;
  const uint32_t buckets = count_of(p, FLU_PROG_BUCKETS), words = count_of(p, FLU_PROG_WORDS);
  if ((buckets & (buckets - 1)) != 0) return damaged(o, p->buckets, "size of the table");
  for (uint32_t i = 0; i < words; i++) {
    const flu_prog_word *w = &p->words[i];
    if (w->len > FLU_MAX_WORD || !slice_fits(o, w->text, w->len, FLU_PROG_STRINGS) ||
        !slice_fits(o, w->first_set, w->set_count, FLU_PROG_WORD_SETS) ||
        !slice_fits(o, w->first_trigger, w->trigger_count, FLU_PROG_WORD_TRIGGERS))
      return damaged(o, w, "word outside");
  }
  uint32_t empty = 0;
  for (uint32_t i = 0; i < buckets; i++) {
    if (p->buckets[i] > words) return damaged(o, &p->buckets[i], "bucket outside");
    empty += p->buckets[i] == 0;
  }
  if (buckets > 0 && empty == 0) return damaged(o, p->buckets, "table without an end");
  for (uint32_t i = 0; i < count_of(p, FLU_PROG_WORD_SETS); i++)
    if (p->word_sets[i] >= p->header->set_count) return damaged(o, &p->word_sets[i], "set outside");
  for (uint32_t i = 0; i < count_of(p, FLU_PROG_WORD_TRIGGERS); i++)
    if (p->word_triggers[i] >= p->header->set_count) return damaged(o, &p->word_triggers[i], "set outside");
  return FLU_OK;
}

static int check_triggers(const opening *o)
{
  const flu_programs *p = o->p;
  const uint32_t triggers = count_of(p, FLU_PROG_TRIGGERS);
  if (count_of(p, FLU_PROG_SET_TRIGGERS) != (uint64_t)p->header->set_count + 1)
    return damaged(o, p->set_triggers, "sizes do not add up");
  for (uint32_t i = 0; i <= p->header->set_count; i++)
    if (p->set_triggers[i] > triggers || (i > 0 && p->set_triggers[i] < p->set_triggers[i - 1]))
      return damaged(o, &p->set_triggers[i], "trigger outside");
  for (uint32_t i = 0; i < count_of(p, FLU_PROG_CLASS_TRIGGERS); i++) {
    const flu_prog_class_trigger *c = &p->class_triggers[i];
    if (c->class >= count_of(p, FLU_PROG_CLASSES) || !slice_fits(o, c->first, c->count, FLU_PROG_TRIGGERS))
      return damaged(o, c, "trigger outside");
  }
  for (uint32_t i = 0; i < triggers; i++)
    if (p->triggers[i] >= count_of(p, FLU_PROG_PATTERNS)) return damaged(o, &p->triggers[i], "pattern outside");
  return FLU_OK;
}

static int check_atoms(const opening *o)
{
  const flu_programs *p = o->p;
  for (uint32_t i = 0; i < count_of(p, FLU_PROG_CLASSES); i++)
    if (p->classes[i].scope >= FLU_SCOPE_COUNT) return damaged(o, &p->classes[i], "class outside");
  for (uint32_t i = 0; i < count_of(p, FLU_PROG_ATOMS); i++) {
    const flu_prog_atom *a = &p->atoms[i];
    bool good = a->kind <= FLU_ATOM_KINDS && a->negated <= 1 && a->also <= count_of(p, FLU_PROG_CLASSES);
    if (a->kind == FLU_ATOM_SET) good = good && a->value < p->header->set_count;
    if (a->kind == FLU_ATOM_CLASS) good = good && a->value < count_of(p, FLU_PROG_CLASSES);
    if (a->kind == FLU_ATOM_EXACT) good = good && slice_fits(o, a->value, a->len, FLU_PROG_STRINGS);
    if (!good) return damaged(o, a, "atom outside");
  }
  return FLU_OK;
}

static int check_code(const opening *o)
{
  const flu_programs *p = o->p;
  const uint32_t count = count_of(p, FLU_PROG_CODE), atoms = count_of(p, FLU_PROG_ATOMS);
  if (count > 0 && p->code[count - 1].op != FLU_OP_MATCH) return damaged(o, p->code, "program without an end");
  for (uint32_t i = 0; i < count; i++) {
    const flu_prog_code *c = &p->code[i];
    bool good = c->op < FLU_OP_COUNT;
    if (c->op == FLU_OP_ATOM) good = c->b < atoms && (c->a < FLU_MAX_SLOTS || c->a == FLU_NO_SLOT);
    if (c->op == FLU_OP_GAP) good = c->a <= FLU_MAX_REACH && (c->b < atoms || c->b == FLU_NO_ATOM);
    if (c->op == FLU_OP_SPLIT || c->op == FLU_OP_JUMP) good = c->b > 0 && c->b < count - i;
    if (!good) return damaged(o, c, "instruction outside");
  }
  return FLU_OK;
}

/* Does a string that ends in a NUL begin here? */
static bool is_text(const flu_programs *p, uint32_t at)
{
  const uint32_t size = count_of(p, FLU_PROG_STRINGS);
  return at < size && memchr(p->strings + at, '\0', size - at) != NULL;
}

/* The stack is counted as it will run. */
static bool condition_fits(const opening *o, const flu_prog_pattern *x)
{
  unsigned depth = 0;
  for (uint32_t i = 0; i < x->condition_count; i++) {
    const flu_prog_condition *c = &o->p->conditions[x->first_condition + i];
    if (c->op >= FLU_IF_COUNT || c->feature >= FLU_FEATURE_COUNT) return false;
    if (c->op < FLU_IF_NOT && c->a >= FLU_MAX_SLOTS) return false;
    if ((c->op == FLU_IF_CLASH || c->op == FLU_IF_SAME) && c->b >= FLU_MAX_SLOTS) return false;
    if (c->op == FLU_IF_IN && c->value >= o->p->header->set_count) return false;
    if (c->op == FLU_IF_MEANT && c->value != FLU_NO_TEXT && !is_text(o->p, c->value)) return false;
    if (c->op < FLU_IF_NOT) {
      if (++depth > FLU_MAX_STACK) return false;
    } else if (c->op == FLU_IF_NOT) {
      if (depth < 1) return false;
    } else {
      if (depth < 2) return false;
      depth--;
    }
  }
  return x->condition_count == 0 || depth == 1;
}

static int check_patterns(const opening *o)
{
  const flu_programs *p = o->p;
  const uint32_t code = count_of(p, FLU_PROG_CODE);
  for (uint32_t i = 0; i < count_of(p, FLU_PROG_PATTERNS); i++) {
    const flu_prog_pattern *x = &p->patterns[i];
    if (x->rule >= p->header->rule_count || x->left >= code || x->right >= code ||
        !slice_fits(o, x->first_exception, x->exception_count, FLU_PROG_EXCEPTIONS) ||
        !slice_fits(o, x->first_condition, x->condition_count, FLU_PROG_CONDITIONS) ||
        !slice_fits(o, x->first_fix, x->fix_count, FLU_PROG_FIXES) || !condition_fits(o, x))
      return damaged(o, x, "pattern outside");
  }
  for (uint32_t i = 0; i < count_of(p, FLU_PROG_EXCEPTIONS); i++) {
    const flu_prog_exception *e = &p->exceptions[i];
    if (e->right >= code || (e->left >= code && e->left != FLU_NO_CODE)) return damaged(o, e, "exception outside");
  }
  return FLU_OK;
}

static bool slot_fits(uint8_t slot)
{
  return slot < FLU_MAX_SLOTS || slot == FLU_NO_SLOT;
}

static int check_fixes(const opening *o)
{
  const flu_programs *p = o->p;
  for (uint32_t i = 0; i < count_of(p, FLU_PROG_FIXES); i++)
    if (!slice_fits(o, p->fixes[i].first, p->fixes[i].count, FLU_PROG_PARTS))
      return damaged(o, &p->fixes[i], "fix outside");
  for (uint32_t i = 0; i < count_of(p, FLU_PROG_PARTS); i++) {
    const flu_prog_part *x = &p->parts[i];
    const bool text = x->kind == FLU_PART_TEXT || x->kind == FLU_PART_LIKE;
    if (x->kind >= FLU_PART_COUNT || !slot_fits(x->gender_of) || !slot_fits(x->number_of) || !slot_fits(x->person_of) ||
        (text && !slice_fits(o, x->text, x->len, FLU_PROG_STRINGS)) ||
        (x->kind != FLU_PART_TEXT && x->slot >= FLU_MAX_SLOTS))
      return damaged(o, x, "part outside");
    if (text && flu_utf8_valid(p->strings + x->text, x->len) < x->len) return damaged(o, x, "text that is not UTF-8");
  }
  return FLU_OK;
}

static void place(flu_programs *p, const unsigned char *data)
{
  const flu_programs_header *h = p->header;
#define AT(which) ((const void *)(data + h->arrays[which].offset))
  p->words = AT(FLU_PROG_WORDS);
  p->buckets = AT(FLU_PROG_BUCKETS);
  p->word_sets = AT(FLU_PROG_WORD_SETS);
  p->word_triggers = AT(FLU_PROG_WORD_TRIGGERS);
  p->set_triggers = AT(FLU_PROG_SET_TRIGGERS);
  p->class_triggers = AT(FLU_PROG_CLASS_TRIGGERS);
  p->triggers = AT(FLU_PROG_TRIGGERS);
  p->classes = AT(FLU_PROG_CLASSES);
  p->atoms = AT(FLU_PROG_ATOMS);
  p->code = AT(FLU_PROG_CODE);
  p->patterns = AT(FLU_PROG_PATTERNS);
  p->exceptions = AT(FLU_PROG_EXCEPTIONS);
  p->conditions = AT(FLU_PROG_CONDITIONS);
  p->fixes = AT(FLU_PROG_FIXES);
  p->parts = AT(FLU_PROG_PARTS);
  p->strings = AT(FLU_PROG_STRINGS);
#undef AT
}

int flu_programs_open(const unsigned char *data, size_t size, uint32_t rule_count, flu_programs *out, flu_error *err)
{
  if ((uintptr_t)data % 8 != 0) return flu_fail(err, FLU_E_ARG, 0, "section is not aligned to 8 bytes");
  if (size < sizeof(flu_programs_header)) return flu_fail(err, FLU_E_FORMAT, size, "programs are damaged: too short");
  flu_programs p = { .header = (const void *)data };
  const opening o = { &p, err };
  if (p.header->rule_count != rule_count) return damaged(&o, &p.header->rule_count, "made for other rules");
  for (int i = 0; i < FLU_PROG_ARRAYS; i++) {
    const uint32_t offset = p.header->arrays[i].offset;
    const uint64_t end = offset + (uint64_t)p.header->arrays[i].count * flu_programs_sizes[i];
    if (offset % 8 != 0 || offset < sizeof *p.header || end > size)
      return damaged(&o, &p.header->arrays[i], "array outside");
  }
  place(&p, data);
  int rc = check_words(&o);
  if (rc == FLU_OK) rc = check_triggers(&o);
  if (rc == FLU_OK) rc = check_atoms(&o);
  if (rc == FLU_OK) rc = check_code(&o);
  if (rc == FLU_OK) rc = check_patterns(&o);
  if (rc == FLU_OK) rc = check_fixes(&o);
  if (rc == FLU_OK) *out = p;
  return rc;
}
