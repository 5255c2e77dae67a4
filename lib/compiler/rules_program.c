/* Trees of patterns → code, and the PROGRAMS section. */
#include "compiler/rules_program.h"

#include <stdlib.h>
#include <string.h>

#define CLASS_COST 1e10 /* any class is more frequent than any word */

/* --- code --- */

typedef struct emitter {
  flu_buffer *code, *places;
  int direction;
  bool words;            /* atoms are to be reached by examples */
  flu_code_place place;  /* of what is put next */
} emitter;

static uint32_t position(const emitter *e)
{
  return (uint32_t)(e->code->len / sizeof(flu_prog_code));
}

static uint32_t put(emitter *e, uint8_t op, uint8_t a, uint32_t b)
{
  const flu_prog_code c = { op, a, (uint16_t)b };
  const uint32_t at = position(e);
  flu_buffer_add(e->code, &c, sizeof c);
  flu_buffer_add(e->places, &e->place, sizeof e->place);
  return at;
}

/* A jump that was put before its target was known. */
static void land(emitter *e, uint32_t at)
{
  if (e->code->failed) return;
  const uint32_t length = position(e) - at;
  flu_prog_code c;
  memcpy(&c, e->code->ptr + at * sizeof c, sizeof c);
  c.b = (uint16_t)(length <= UINT16_MAX ? length : UINT16_MAX);
  memcpy(e->code->ptr + at * sizeof c, &c, sizeof c);
}

static void emit(emitter *e, const flu_node *n);

static void emit_children(emitter *e, const flu_node *from, const flu_node *end)
{
  if (from == end || from == NULL) return;
  if (e->direction > 0) emit(e, from);
  emit_children(e, from->next, end);
  if (e->direction < 0) emit(e, from);
}

/* A branch that is one word is one of many: examples need not reach each of them. */
static void emit_branch(emitter *e, const flu_node *branch)
{
  const bool words = e->words;
  const flu_node *only = branch->kind == FLU_NODE_SEQ ? branch->first : NULL;
  if (only != NULL && only->next == NULL && only->kind == FLU_NODE_ATOM) e->words = false;
  emit(e, branch);
  e->words = words;
}

static void emit_alternatives(emitter *e, const flu_node *branch)
{
  if (branch->next == NULL) {
    emit_branch(e, branch);
    return;
  }
  const uint32_t split = put(e, FLU_OP_SPLIT, 0, 0);
  emit_branch(e, branch);
  const uint32_t jump = put(e, FLU_OP_JUMP, 0, 0);
  land(e, split);
  emit_alternatives(e, branch->next);
  land(e, jump);
}

static void emit_repeat(emitter *e, const flu_node *n)
{
  uint32_t splits[16];
  for (unsigned i = 0; i < n->max; i++) {
    if (i >= n->min) splits[i] = put(e, FLU_OP_SPLIT, 0, 0);
    emit(e, n->first);
    if (position(e) > 1u << 28) return;
  }
  for (unsigned i = n->min; i < n->max; i++) land(e, splits[i]);
}

static void emit(emitter *e, const flu_node *n)
{
  if (e->code->len > (size_t)1 << 28) return;
  e->place = (flu_code_place){ .offset = (uint32_t)n->offset, .word = e->words && n->kind == FLU_NODE_ATOM };
  switch (n->kind) {
  case FLU_NODE_SEQ: emit_children(e, n->first, NULL); break;
  case FLU_NODE_ALT: emit_alternatives(e, n->first); break;
  case FLU_NODE_ATOM: put(e, FLU_OP_ATOM, n->slot, n->atom); break;
  case FLU_NODE_REPEAT: emit_repeat(e, n); break;
  case FLU_NODE_OP: put(e, n->op, 0, 0); break;
  case FLU_NODE_GAP: put(e, FLU_OP_GAP, n->max, n->atom); break;
  }
}

/* Instructions of a tree, before they are put: nested repetitions multiply. */
static double code_size(const flu_node *n)
{
  double sum = 1;
  for (const flu_node *c = n->first; c != NULL; c = c->next) sum += code_size(c) + 2;
  return n->kind == FLU_NODE_REPEAT ? (sum + 1) * n->max : sum;
}

static uint32_t put_program(flu_program_builder *b, const flu_node *from, const flu_node *end, int direction, bool words)
{
  emitter e = { .code = &b->arrays[FLU_PROG_CODE], .places = b->places, .direction = direction, .words = words };
  const uint32_t start = position(&e);
  emit_children(&e, from, end);
  e.place = (flu_code_place){ 0 };
  put(&e, FLU_OP_MATCH, 0, 0);
  return start;
}

/* --- the trigger --- */

static const flu_prog_atom *atom_of(const flu_program_builder *b, const flu_node *n)
{
  return (const flu_prog_atom *)(const void *)b->arrays[FLU_PROG_ATOMS].ptr + n->atom;
}

/* Occurrences of what an item needs; negative when it cannot trigger. */
static double cost_of(const flu_program_builder *b, const flu_node *n)
{
  if (n->kind == FLU_NODE_ATOM) {
    if (n->set != UINT32_MAX) return b->sets[n->set].cost;
    const flu_prog_atom *a = atom_of(b, n);
    if (a->kind != FLU_ATOM_CLASS || a->negated) return -1;
    const flu_prog_class *c = (const flu_prog_class *)(const void *)b->arrays[FLU_PROG_CLASSES].ptr + a->value;
    unsigned traits = (c->pos != 0) * 2u + (c->mood != 0) * 2u + (c->number != 0) + (c->gender != 0) + (c->scope == FLU_SCOPE_EVERY);
    return CLASS_COST * (10 - traits);
  }
  if (n->kind != FLU_NODE_ALT) return -1;
  double sum = 0;
  for (const flu_node *branch = n->first; branch != NULL; branch = branch->next) {
    if (branch->kind != FLU_NODE_SEQ || branch->first == NULL || branch->first->next != NULL) return -1;
    const double cost = cost_of(b, branch->first);
    if (cost < 0) return -1;
    sum += cost;
  }
  return sum;
}

static const flu_node *trigger_of(const flu_program_builder *b, const flu_node *seq)
{
  const flu_node *best = NULL;
  double best_cost = 0;
  for (const flu_node *n = seq->first; n != NULL; n = n->next) {
    const flu_node *item = n->kind == FLU_NODE_REPEAT && n->min > 0 ? n->first : n;
    const double cost = item == n ? cost_of(b, n) : -1;
    if (cost < 0 || (best != NULL && cost >= best_cost)) continue;
    best = n;
    best_cost = cost;
  }
  return best;
}

static void add_triggers(flu_program_builder *b, const flu_node *n, uint32_t pattern)
{
  if (n->kind == FLU_NODE_ALT || n->kind == FLU_NODE_SEQ) {
    for (const flu_node *c = n->first; c != NULL; c = c->next) add_triggers(b, c, pattern);
    return;
  }
  const bool class = n->set == UINT32_MAX;
  const flu_pattern_trigger t = { class ? atom_of(b, n)->value : n->set, pattern, class };
  for (size_t i = b->trigger_count; i > 0 && b->triggers[i - 1].pattern == pattern; i--)
    if (b->triggers[i - 1].key == t.key && b->triggers[i - 1].class == t.class) return;
  if (flu_reserve(&flu_alloc_default, (void **)&b->triggers, b->trigger_count, &b->trigger_cap, sizeof t))
    b->triggers[b->trigger_count++] = t;
  else
    b->no_memory = true;
}

/* --- a rule --- */

static unsigned slots_of(const flu_node *n)
{
  unsigned slots = n->slot != FLU_NO_SLOT ? 1u << n->slot : 0;
  for (const flu_node *c = n->first; c != NULL; c = c->next) slots |= slots_of(c);
  return slots;
}

static bool is_small(flu_rule_names *r, const flu_node *seq)
{
  if (code_size(seq) <= FLU_MAX_CODE) return true;
  flu_lex_refuse(&r->lx, seq->offset, "fewer alternatives or repetitions", "the pattern is too large");
  return false;
}

static bool add_exception(flu_rule_names *r, const flu_rule_clause *clause)
{
  const flu_node *seq = flu_read_pattern(r, clause), *open = NULL;
  if (seq == NULL || !is_small(r, seq)) return false;
  for (const flu_node *n = seq->first; n != NULL; n = n->next)
    if (n->kind == FLU_NODE_OP && n->op == FLU_OP_OPEN) open = n;
  flu_prog_exception e = { FLU_NO_CODE, 0 };
  if (open != NULL) e.left = put_program(r->b, seq->first, open, -1, false);
  e.right = put_program(r->b, open != NULL ? open : seq->first, NULL, 1, false);
  flu_buffer_add(&r->b->arrays[FLU_PROG_EXCEPTIONS], &e, sizeof e);
  return true;
}

static bool has_names(flu_rule_names *r, const flu_node *seq)
{
  const unsigned missing = r->used & ~slots_of(seq);
  for (uint8_t i = 0; i < r->count; i++) {
    if ((missing >> i & 1) == 0) continue;
    flu_lex_refuse(&r->lx, seq->offset, "every `cherche` binds what `si` and `corrige` name",
                   "this pattern does not bind '%.*s'", (int)r->names[i].len, r->names[i].ptr);
    return false;
  }
  return true;
}

static bool add_pattern(flu_rule_names *r, const flu_node *seq, flu_prog_pattern pattern)
{
  flu_program_builder *b = r->b;
  if (!is_small(r, seq) || !has_names(r, seq)) return false;
  const flu_node *trigger = trigger_of(b, seq);
  if (trigger == NULL) {
    flu_lex_refuse(&r->lx, seq->offset, "a word, >lemma, $LIST or @CLASS that is neither optional nor negated",
                   "the pattern requires no word");
    return false;
  }
  pattern.left = put_program(b, seq->first, trigger, -1, true);
  pattern.right = put_program(b, trigger, NULL, 1, true);
  flu_buffer *patterns = &b->arrays[FLU_PROG_PATTERNS];
  add_triggers(b, trigger, (uint32_t)(patterns->len / sizeof pattern));
  flu_buffer_add(patterns, &pattern, sizeof pattern);
  return true;
}

static uint32_t array_count(const flu_program_builder *b, enum flu_programs_array which)
{
  return (uint32_t)(b->arrays[which].len / flu_programs_sizes[which]);
}

/* `sauf`, `si`, `corrige`, in the order of their kinds: names come from the patterns, which are read first. */
static bool read_others(flu_rule_names *r, flu_prog_pattern *pattern)
{
  bool good = true;
  for (size_t i = 0; i < r->rule->clause_count; i++) {
    const flu_rule_clause *c = &r->rule->clauses[i];
    if (c->kind == FLU_CLAUSE_SI) {
      const bool more = array_count(r->b, FLU_PROG_CONDITIONS) > pattern->first_condition;
      good = flu_read_condition(r, c) && good;
      const flu_prog_condition both = { .op = FLU_IF_AND };
      if (more) flu_buffer_add(&r->b->arrays[FLU_PROG_CONDITIONS], &both, sizeof both);
    } else if (c->kind == FLU_CLAUSE_CORRIGE) {
      good = flu_read_fixes(r, c, &pattern->fix_count) && good;
    }
  }
  pattern->condition_count = array_count(r->b, FLU_PROG_CONDITIONS) - pattern->first_condition;
  const uint8_t names = r->count;
  for (size_t i = 0; i < r->rule->clause_count; i++) {
    const flu_rule_clause *c = &r->rule->clauses[i];
    if (c->kind != FLU_CLAUSE_SAUF) continue;
    good = add_exception(r, c) && good;
    pattern->exception_count++;
    r->count = names;
  }
  return good;
}

/* $n in the message, n being a word that every pattern names, becomes $2 … $9 by its slot. */
static bool name_words(flu_rule_names *r, flu_rule_source *rule)
{
  const flu_lexeme m = rule->message;
  char *out = flu_arena_take(r->b->arena, (size_t)m.len + 1);
  uint32_t len = 0;
  if (out == NULL) {
    r->b->no_memory = true;
    return false;
  }
  for (uint32_t i = 0; i < m.len; i++) {
    out[len++] = m.ptr[i];
    if (m.ptr[i] != '$' || i + 1 == m.len) continue;
    flu_lexeme name = { m.ptr + i + 1, 0, m.offset };
    while (i + 1 + name.len < m.len && ((name.ptr[name.len] >= 'a' && name.ptr[name.len] <= 'z') ||
                                        (name.len > 0 && name.ptr[name.len] >= '0' && name.ptr[name.len] <= '9')))
      name.len++;
    if (name.len == 0) continue;
    const uint8_t slot = flu_slot_of(r, name);
    if (slot == FLU_NO_SLOT) {
      flu_lex_refuse(&r->lx, m.offset, "bind it in the pattern: @N=n", "the message names '%.*s', which is no word",
                     (int)name.len, name.ptr);
      return false;
    }
    r->used |= 1u << slot;
    out[len++] = (char)('2' + slot);
    i += name.len;
  }
  out[len] = '\0';
  rule->message = (flu_lexeme){ out, len, m.offset };
  return true;
}

#define MAX_PATTERNS 32

static bool compile_rule(flu_program_builder *b, flu_rule_source *rule, uint32_t index)
{
  flu_rule_names r = { .b = b, .rule = rule };
  flu_lex_begin(&r.lx, b->diag, rule->file, b->arena);
  const flu_node *found[MAX_PATTERNS];
  size_t count = 0;
  bool good = true;
  for (size_t i = 0; i < rule->clause_count; i++) {
    const flu_rule_clause *c = &rule->clauses[i];
    if (c->kind != FLU_CLAUSE_CHERCHE) continue;
    if (count == MAX_PATTERNS) {
      flu_lex_refuse(&r.lx, c->start, NULL, "more than %d `cherche`", MAX_PATTERNS);
      return false;
    }
    found[count] = flu_read_pattern(&r, c);
    good = found[count] != NULL && good;
    count++;
  }
  if (!good || count == 0) return good;
  flu_prog_pattern pattern = { .rule = index,
                               .first_exception = array_count(b, FLU_PROG_EXCEPTIONS),
                               .first_condition = array_count(b, FLU_PROG_CONDITIONS),
                               .first_fix = array_count(b, FLU_PROG_FIXES) };
  good = read_others(&r, &pattern) && name_words(&r, rule);
  for (size_t i = 0; good && i < count; i++) good = add_pattern(&r, found[i], pattern);
  return good && !r.lx.no_memory;
}

/* --- the section --- */

static void add_number(flu_program_builder *b, enum flu_programs_array which, uint32_t value)
{
  flu_buffer_add(&b->arrays[which], &value, sizeof value);
}

static int compare_numbers(const void *a, const void *b)
{
  const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* The sets of each word are in order, so that one is found by halves. */
static void write_words(flu_program_builder *b)
{
  const flu_buffer *all = &b->arrays[FLU_PROG_WORD_SETS], *triggers = &b->arrays[FLU_PROG_SET_TRIGGERS];
  uint32_t sets = 0, used = 0;
  for (size_t i = 0; i < b->word_count; i++) {
    flu_prog_word w = { .text = b->words[i].text, .first_set = sets, .first_trigger = used, .len = b->words[i].len };
    for (uint32_t p = b->words[i].first_pair; p != 0; p = b->pairs[p - 1].next) {
      add_number(b, FLU_PROG_WORD_SETS, b->pairs[p - 1].set);
      w.set_count++;
      sets++;
    }
    if (all->failed || triggers->failed) return;
    uint32_t *own = (uint32_t *)(void *)all->ptr + w.first_set;
    const uint32_t *by_set = (const uint32_t *)(const void *)triggers->ptr;
    if (w.set_count > 1) qsort(own, w.set_count, sizeof *own, compare_numbers);
    for (uint16_t k = 0; k < w.set_count; k++) {
      if (by_set[own[k]] == by_set[own[k] + 1]) continue;
      add_number(b, FLU_PROG_WORD_TRIGGERS, own[k]);
      w.trigger_count++;
      used++;
    }
    flu_buffer_add(&b->arrays[FLU_PROG_WORDS], &w, sizeof w);
  }
  flu_buffer_add(&b->arrays[FLU_PROG_BUCKETS], b->table, b->table_size * sizeof *b->table);
}

static int compare_triggers(const void *a, const void *b)
{
  const flu_pattern_trigger *x = a, *y = b;
  if (x->class != y->class) return x->class - y->class;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return x->pattern < y->pattern ? -1 : x->pattern > y->pattern;
}

static void write_triggers(flu_program_builder *b)
{
  size_t i = 0;
  if (b->trigger_count > 1) qsort(b->triggers, b->trigger_count, sizeof *b->triggers, compare_triggers);
  for (uint32_t set = 0; set < b->set_count; set++) {
    add_number(b, FLU_PROG_SET_TRIGGERS, (uint32_t)i);
    while (i < b->trigger_count && !b->triggers[i].class && b->triggers[i].key == set) i++;
  }
  add_number(b, FLU_PROG_SET_TRIGGERS, (uint32_t)i);
  while (i < b->trigger_count) {
    flu_prog_class_trigger c = { b->triggers[i].key, (uint32_t)i, 0 };
    for (; i < b->trigger_count && b->triggers[i].key == c.class; i++) c.count++;
    flu_buffer_add(&b->arrays[FLU_PROG_CLASS_TRIGGERS], &c, sizeof c);
  }
  for (i = 0; i < b->trigger_count; i++) add_number(b, FLU_PROG_TRIGGERS, b->triggers[i].pattern);
}

static int write_section(flu_program_builder *b, flu_buffer *out)
{
  static const char zeros[8] = { 0 };
  flu_programs_header h = { .rule_count = b->rule_count, .set_count = (uint32_t)b->set_count };
  size_t at = sizeof h;
  write_triggers(b);
  write_words(b);
  for (int i = 0; i < FLU_PROG_ARRAYS; i++) {
    if (b->arrays[i].failed) return FLU_E_NOMEM;
    if (at > UINT32_MAX / 4 || b->arrays[i].len > UINT32_MAX / 4) return FLU_E_LIMIT;
    h.arrays[i].offset = (uint32_t)at;
    h.arrays[i].count = array_count(b, i);
    at += (b->arrays[i].len + 7) / 8 * 8;
  }
  flu_buffer_add(out, &h, sizeof h);
  for (int i = 0; i < FLU_PROG_ARRAYS; i++) {
    flu_buffer_add(out, b->arrays[i].ptr, b->arrays[i].len);
    flu_buffer_add(out, zeros, (8 - b->arrays[i].len % 8) % 8);
  }
  return out->failed ? FLU_E_NOMEM : FLU_OK;
}

static void end(flu_program_builder *b)
{
  for (int i = 0; i < FLU_PROG_ARRAYS; i++) flu_buffer_end(&b->arrays[i]);
  flu_free(&flu_alloc_default, b->words, b->word_cap * sizeof *b->words);
  flu_free(&flu_alloc_default, b->pairs, b->pair_cap * sizeof *b->pairs);
  flu_free(&flu_alloc_default, b->sets, b->set_cap * sizeof *b->sets);
  flu_free(&flu_alloc_default, b->triggers, b->trigger_cap * sizeof *b->triggers);
  flu_free(&flu_alloc_default, b->table, b->table_size * sizeof *b->table);
  flu_free(&flu_alloc_default, b->set_table, b->set_table_size * sizeof *b->set_table);
}

int flu_rule_set_compile(flu_rule_set *set, const void *lexicon, size_t lexicon_size, const void *lists,
                         size_t lists_size, flu_buffer *out)
{
  flu_program_builder b = { .diag = set->diag, .arena = &set->arena, .places = &set->places };
  flu_error err;
  int rc = flu_rule_set_number(set);
  b.rule_count = set->total;
  if (rc == FLU_OK) rc = flu_lexicon_open(&b.lexicon, lexicon, lexicon_size, true, &flu_alloc_default, &err);
  if (rc == FLU_OK) rc = flu_lists_open(lists, lists_size, &b.lists, &err);
  if (rc != FLU_OK) return rc;
  for (int i = 0; i < FLU_PROG_ARRAYS; i++) flu_buffer_init(&b.arrays[i], &flu_alloc_default);
  bool good = true;
  if (set->base_programs != NULL) flu_program_resume(&b, set);
  for (size_t i = 0; i < set->count && !b.no_memory; i++)
    good = compile_rule(&b, &set->rules[i], set->index[i]) && good;
  rc = b.no_memory ? FLU_E_NOMEM : good ? write_section(&b, out) : FLU_E_FORMAT;
  end(&b);
  set->bad = set->bad || !good;
  return rc;
}
