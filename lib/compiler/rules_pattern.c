/* `cherche` and `sauf` → trees. */
#include <string.h>

#include "compiler/rules_program.h"

#define MAX_DEPTH  12u
#define MAX_REPEAT 8u
#define MAX_MERGED 400u
#define MAX_NODES  20000u /* of a rule: blocs that name blocs multiply */

static bool special(char c)
{
  return strchr(" \t\r\n()|[]?{}=\"!@$<>", c) != NULL;
}

static bool name_character(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* A run of characters of the source, in place: patterns need no copies. */
static flu_lexeme run_of(flu_lexer *lx, bool names, char extra)
{
  const char *s = lx->src->text;
  const size_t start = lx->at;
  while (lx->at < lx->end && (names ? name_character(s[lx->at]) || s[lx->at] == extra : !special(s[lx->at]))) lx->at++;
  return (flu_lexeme){ s + start, (uint32_t)(lx->at - start), start };
}

flu_lexeme flu_read_name(flu_lexer *lx)
{
  flu_lex_at_end(lx);
  return run_of(lx, true, '_');
}

uint8_t flu_slot_of(const flu_rule_names *r, flu_lexeme name)
{
  for (uint8_t i = 0; i < r->count; i++)
    if (r->names[i].len == name.len && memcmp(r->names[i].ptr, name.ptr, name.len) == 0) return i;
  return FLU_NO_SLOT;
}

static bool next_is(const flu_rule_names *r, char c)
{
  return r->lx.at < r->lx.end && r->lx.src->text[r->lx.at] == c;
}

static flu_node *make(flu_rule_names *r, enum flu_node_kind kind, size_t offset)
{
  if (++r->nodes > MAX_NODES) {
    if (!r->lx.bad) flu_lex_refuse(&r->lx, offset, "fewer words, or blocs that are shorter", "the rule is too large");
    return NULL;
  }
  flu_node *n = flu_arena_take(r->b->arena, sizeof *n);
  if (n == NULL) {
    r->b->no_memory = true;
    return NULL;
  }
  *n = (flu_node){ .kind = kind, .set = UINT32_MAX, .slot = FLU_NO_SLOT, .offset = offset };
  return n;
}

static void append(flu_node *parent, flu_node *child)
{
  if (parent->last == NULL)
    parent->first = child;
  else
    parent->last->next = child;
  parent->last = child;
}

/* --- atoms --- */

static uint32_t add_atom(flu_rule_names *r, flu_prog_atom atom, size_t offset)
{
  flu_buffer *atoms = &r->b->arrays[FLU_PROG_ATOMS];
  const size_t count = atoms->len / sizeof atom;
  for (size_t i = count > 64 ? count - 64 : 0; i < count; i++)
    if (memcmp(atoms->ptr + i * sizeof atom, &atom, sizeof atom) == 0) return (uint32_t)i;
  if (count >= FLU_NO_ATOM) {
    flu_lex_refuse(&r->lx, offset, NULL, "more than %u different words and classes", FLU_NO_ATOM);
    return 0;
  }
  flu_buffer_add(atoms, &atom, sizeof atom);
  return (uint32_t)count;
}

static uint32_t add_class(flu_rule_names *r, const flu_prog_class *c)
{
  flu_buffer *classes = &r->b->arrays[FLU_PROG_CLASSES];
  const size_t count = classes->len / sizeof *c;
  for (size_t i = 0; i < count; i++)
    if (memcmp(classes->ptr + i * sizeof *c, c, sizeof *c) == 0) return (uint32_t)i;
  flu_buffer_add(classes, c, sizeof *c);
  return (uint32_t)count;
}

static const flu_prog_atom *atom_of(const flu_rule_names *r, const flu_node *n)
{
  return (const flu_prog_atom *)(const void *)r->b->arrays[FLU_PROG_ATOMS].ptr + n->atom;
}

static bool read_class_atom(flu_rule_names *r, flu_prog_atom *atom)
{
  flu_prog_class c;
  const flu_lexeme name = run_of(&r->lx, true, '.');
  if (!flu_read_class(r, name, &c)) return false;
  const struct {
    char mark;
    uint8_t scope;
  } scopes[] = { { '!', FLU_SCOPE_EVERY }, { '*', FLU_SCOPE_LEXICON }, { '~', FLU_SCOPE_MEANT } };
  for (size_t i = 0; i < 3; i++) {
    if (!next_is(r, scopes[i].mark)) continue;
    c.scope = scopes[i].scope;
    r->lx.at++;
    break;
  }
  *atom = c.kinds != 0 ? (flu_prog_atom){ .kind = FLU_ATOM_KINDS, .value = c.kinds }
                       : (flu_prog_atom){ .kind = FLU_ATOM_CLASS, .value = add_class(r, &c) };
  return true;
}

static bool read_exact(flu_rule_names *r, flu_prog_atom *atom, uint32_t *set)
{
  flu_marked string;
  if (!flu_lex_string(&r->lx, false, &string)) return false;
  if (string.text.len == 0) {
    flu_lex_refuse(&r->lx, string.text.offset, NULL, "an empty word");
    return false;
  }
  *set = flu_set_of_word(r, string.text);
  if (*set == UINT32_MAX) return false;
  *atom = (flu_prog_atom){ .kind = FLU_ATOM_EXACT, .len = (uint16_t)string.text.len };
  atom->value = flu_program_text(r->b, string.text.ptr, string.text.len);
  return true;
}

static flu_node *read_atom(flu_rule_names *r)
{
  flu_prog_atom atom = { .kind = FLU_ATOM_SET };
  uint32_t set = UINT32_MAX;
  flu_node *n = make(r, FLU_NODE_ATOM, r->lx.at);
  if (n == NULL) return NULL;
  const bool negated = flu_lex_accept(&r->lx, "!");
  if (next_is(r, '@')) {
    r->lx.at++;
    if (!read_class_atom(r, &atom)) return NULL;
  } else if (next_is(r, '"')) {
    if (!read_exact(r, &atom, &set)) return NULL;
  } else {
    const char kind = r->lx.src->text[r->lx.at];
    if (kind == '>' || kind == '$') r->lx.at++;
    const flu_lexeme word = run_of(&r->lx, false, 0);
    if (word.len == 0) {
      flu_lex_refuse(&r->lx, n->offset, "word, >lemma, @CLASS, $LIST, \"Exact\", ( | ), [ ], <s>, </s>, ..3",
                     "a word is expected here");
      return NULL;
    }
    set = kind == '>'   ? flu_set_of_lemma(r, word)
          : kind == '$' ? flu_set_of_list(r, word, false)
                        : flu_set_of_word(r, word);
    if (set == UINT32_MAX) return NULL;
    atom.value = set;
  }
  if (atom.kind != FLU_ATOM_CLASS && atom.kind != FLU_ATOM_KINDS && next_is(r, '@')) {
    flu_prog_atom class = { .kind = FLU_ATOM_CLASS };
    const size_t at = r->lx.at++;
    if (!read_class_atom(r, &class)) return NULL;
    if (class.kind != FLU_ATOM_CLASS) {
      flu_lex_refuse(&r->lx, at, "mot@ADV, >porter@V.3s", "only a class of readings can stand beside a word");
      return NULL;
    }
    atom.also = class.value + 1;
  }
  atom.negated = negated;
  n->atom = add_atom(r, atom, n->offset);
  n->set = negated ? UINT32_MAX : set;
  return n;
}

/* --- what follows an item: ? {0,3} =name --- */

static bool read_number(flu_rule_names *r, unsigned max, uint8_t *value)
{
  const size_t start = r->lx.at;
  unsigned n = 0;
  while (r->lx.at < r->lx.end && r->lx.at < start + 3 && next_is(r, r->lx.src->text[r->lx.at]) &&
         r->lx.src->text[r->lx.at] >= '0' && r->lx.src->text[r->lx.at] <= '9')
    n = n * 10 + (unsigned)(r->lx.src->text[r->lx.at++] - '0');
  if (r->lx.at == start || n > max) {
    flu_lex_refuse(&r->lx, start, NULL, "a number from 0 to %u is expected here", max);
    return false;
  }
  *value = (uint8_t)n;
  return true;
}

static bool bind(flu_rule_names *r, flu_node *n, uint8_t slot, size_t offset)
{
  if (n->kind == FLU_NODE_ATOM) {
    n->slot = slot;
    return true;
  }
  bool good = n->kind == FLU_NODE_ALT;
  for (flu_node *c = n->first; good && c != NULL; c = c->next)
    good = c->first != NULL && c->first->next == NULL && c->first->kind == FLU_NODE_ATOM &&
           bind(r, c->first, slot, offset);
  if (!good) flu_lex_refuse(&r->lx, offset, "(a | b)=n, @N=n", "only one word can be given a name");
  return good;
}

static bool read_binding(flu_rule_names *r, flu_node *n)
{
  const size_t offset = r->lx.at++;
  const flu_lexeme name = run_of(&r->lx, true, '_');
  if (name.len == 0) {
    flu_lex_refuse(&r->lx, offset, "@N=n", "the name is missing");
    return false;
  }
  uint8_t slot = flu_slot_of(r, name);
  if (slot == FLU_NO_SLOT && r->count == FLU_MAX_SLOTS) {
    flu_lex_refuse(&r->lx, offset, NULL, "more than %u names", FLU_MAX_SLOTS);
    return false;
  }
  if (slot == FLU_NO_SLOT) {
    slot = r->count++;
    r->names[slot] = name;
  }
  return bind(r, n, slot, offset);
}

/* (>aller | >venir)@V: the class stands beside each word of the group. */
static bool read_class_of_group(flu_rule_names *r, flu_node *group)
{
  flu_prog_atom class = { .kind = FLU_ATOM_CLASS };
  const size_t at = r->lx.at++;
  if (!read_class_atom(r, &class)) return false;
  for (flu_node *branch = group->first; branch != NULL; branch = branch->next) {
    flu_node *n = branch->kind == FLU_NODE_SEQ ? branch->first : branch;
    flu_prog_atom atom = { .kind = FLU_ATOM_CLASS };
    if (n != NULL && n->next == NULL && n->kind == FLU_NODE_ATOM) atom = *atom_of(r, n);
    if (class.kind != FLU_ATOM_CLASS || atom.kind == FLU_ATOM_CLASS || atom.kind == FLU_ATOM_KINDS || atom.also != 0) {
      flu_lex_refuse(&r->lx, at, "(>aller | >venir)@V", "a class stands beside a group of single words");
      return false;
    }
    atom.also = class.value + 1;
    n->atom = add_atom(r, atom, n->offset);
  }
  return true;
}

static flu_node *read_suffixes(flu_rule_names *r, flu_node *n)
{
  if (n->kind == FLU_NODE_ALT && next_is(r, '@') && !read_class_of_group(r, n)) return NULL;
  if (next_is(r, '=') && !read_binding(r, n)) return NULL;
  if (!next_is(r, '?') && !next_is(r, '{')) return n;
  flu_node *repeat = make(r, FLU_NODE_REPEAT, r->lx.at);
  if (repeat == NULL) return NULL;
  append(repeat, n);
  repeat->max = 1;
  if (r->lx.src->text[r->lx.at++] == '{') {
    if (!read_number(r, MAX_REPEAT, &repeat->min)) return NULL;
    if (!flu_lex_accept(&r->lx, ",") || !read_number(r, MAX_REPEAT, &repeat->max) || !flu_lex_accept(&r->lx, "}") ||
        repeat->max < repeat->min || repeat->max == 0) {
      flu_lex_refuse(&r->lx, repeat->offset, "x{0,3}", "bad repetition");
      return NULL;
    }
  }
  if (next_is(r, '=')) {
    if (!read_binding(r, n)) return NULL;
  }
  return repeat;
}

/* --- sequences --- */

static flu_node *read_sequence(flu_rule_names *r);

static flu_node *read_group(flu_rule_names *r)
{
  const size_t offset = r->lx.at++;
  flu_node *alt = make(r, FLU_NODE_ALT, offset);
  do {
    flu_node *branch = read_sequence(r);
    if (alt == NULL || branch == NULL) return NULL;
    if (branch->first == NULL) {
      flu_lex_refuse(&r->lx, offset, "write (a | b)? when there may be nothing", "an empty alternative");
      return NULL;
    }
    append(alt, branch);
  } while (flu_lex_accept(&r->lx, "|"));
  if (flu_lex_accept(&r->lx, ")")) return alt;
  flu_lex_refuse(&r->lx, offset, NULL, "group without an end");
  return NULL;
}

static flu_node *read_gap(flu_rule_names *r)
{
  flu_node *gap = make(r, FLU_NODE_GAP, r->lx.at);
  r->lx.at += 2;
  if (gap == NULL || !read_number(r, 16, &gap->max)) return NULL;
  gap->atom = FLU_NO_ATOM;
  const size_t before = r->lx.at;
  const flu_lexeme word = flu_read_name(&r->lx);
  if (word.len != 4 || memcmp(word.ptr, "sans", 4) != 0) {
    r->lx.at = before;
    return gap;
  }
  if (flu_lex_at_end(&r->lx)) {
    flu_lex_refuse(&r->lx, before, "..4 sans @V", "what the gap must not hold is missing");
    return NULL;
  }
  flu_node *barrier = read_atom(r);
  if (barrier == NULL) return NULL;
  gap->atom = barrier->atom;
  return gap;
}

/* The tree of a bloc whose name is the whole word; *found tells whether there is one. */
static flu_node *read_bloc(flu_rule_names *r, bool *found)
{
  const size_t start = r->lx.at;
  const flu_lexeme name = run_of(&r->lx, true, '_');
  *found = false;
  for (size_t i = 0; name.len > 0 && i < r->rule->clause_count; i++) {
    const flu_rule_clause *c = &r->rule->clauses[i];
    if (c->kind != FLU_CLAUSE_BLOC || c->name.len != name.len || memcmp(c->name.ptr, name.ptr, name.len) != 0) continue;
    *found = true;
    const size_t at = r->lx.at, end = r->lx.end;
    r->lx.at = c->start;
    r->lx.end = c->end;
    flu_node *alt = make(r, FLU_NODE_ALT, start);
    flu_node *n;
    do {
      n = read_sequence(r);
      if (alt != NULL && n != NULL) append(alt, n);
    } while (n != NULL && flu_lex_accept(&r->lx, "|"));
    if (n != NULL && !flu_lex_at_end(&r->lx)) {
      flu_lex_refuse(&r->lx, r->lx.at, NULL, "unexpected '%c'", r->lx.src->text[r->lx.at]);
      n = NULL;
    }
    r->lx.at = at;
    r->lx.end = end;
    return n == NULL ? NULL : alt;
  }
  r->lx.at = start;
  return NULL;
}

static flu_node *read_mark(flu_rule_names *r)
{
  static const struct {
    const char *text;
    uint8_t op;
  } marks[] = { { "[", FLU_OP_OPEN }, { "]", FLU_OP_CLOSE }, { "<s>", FLU_OP_START }, { "</s>", FLU_OP_END } };
  const size_t offset = r->lx.at;
  for (size_t i = 0; i < 4; i++) {
    if (!flu_lex_accept(&r->lx, marks[i].text)) continue;
    flu_node *n = make(r, FLU_NODE_OP, offset);
    if (n != NULL) n->op = marks[i].op;
    if (i >= 2 || r->depth == 1) return n;
    flu_lex_refuse(&r->lx, offset, "put the brackets around the group", "the span is marked inside a group");
    return NULL;
  }
  return NULL;
}

static flu_node *read_item(flu_rule_names *r)
{
  const char *s = r->lx.src->text + r->lx.at;
  bool found = false;
  if (*s == '[' || *s == ']' || *s == '<') {
    flu_node *mark = read_mark(r);
    if (mark == NULL && !r->lx.bad) flu_lex_refuse(&r->lx, r->lx.at, "<s> or </s>", "unknown mark");
    return mark;
  }
  if (r->lx.end - r->lx.at > 2 && s[0] == '.' && s[1] == '.') return read_gap(r);
  flu_node *n = *s == '(' ? read_group(r) : read_bloc(r, &found);
  if (n == NULL && *s != '(' && !found) n = read_atom(r);
  return n == NULL ? NULL : read_suffixes(r, n);
}

static flu_node *read_sequence(flu_rule_names *r)
{
  flu_node *seq = make(r, FLU_NODE_SEQ, r->lx.at);
  if (seq == NULL) return NULL;
  if (r->depth >= MAX_DEPTH) {
    flu_lex_refuse(&r->lx, r->lx.at, NULL, "groups or blocs nested too deeply");
    return NULL;
  }
  r->depth++;
  while (!flu_lex_at_end(&r->lx) && !next_is(r, '|') && !next_is(r, ')')) {
    flu_node *n = read_item(r);
    if (n == NULL) {
      r->depth--;
      return NULL;
    }
    append(seq, n);
  }
  r->depth--;
  return seq;
}

/* --- alternatives that are single words --- */

/* The one word of a branch, when it is a set and no more. */
static flu_node *plain_word(const flu_rule_names *r, const flu_node *branch)
{
  flu_node *n = branch->kind == FLU_NODE_SEQ ? branch->first : NULL;
  if (n == NULL || n->next != NULL || n->kind != FLU_NODE_ATOM || n->set == UINT32_MAX) return NULL;
  const flu_prog_atom *a = atom_of(r, n);
  return a->kind == FLU_ATOM_SET && a->negated == 0 && a->also == 0 ? n : NULL;
}

/* (le | la | l' | un chat) has one set and « un chat »: a set is looked up once, however many words it has. */
static void merge_alternatives(flu_rule_names *r, flu_node *alt)
{
  uint32_t sets[MAX_MERGED];
  size_t count = 0;
  flu_node *kept = NULL, *before = NULL;
  for (flu_node *b = alt->first; b != NULL && count < MAX_MERGED; b = b->next) {
    flu_node *n = plain_word(r, b);
    const bool joins = n != NULL && (kept == NULL || kept->slot == n->slot);
    if (joins) sets[count++] = n->set;
    if (joins && kept == NULL) kept = n;
    if (joins && kept != n)
      before->next = b->next;
    else
      before = b;
  }
  if (count < 2) return;
  while (before->next != NULL) before = before->next;
  alt->last = before;
  kept->set = flu_set_of_sets(r->b, sets, count);
  if (kept->set == UINT32_MAX) return;
  kept->atom = add_atom(r, (flu_prog_atom){ .kind = FLU_ATOM_SET, .value = kept->set }, kept->offset);
}

static void merge_words(flu_rule_names *r, flu_node *n)
{
  for (flu_node *c = n->first; c != NULL; c = c->next) merge_words(r, c);
  if (n->kind == FLU_NODE_ALT) merge_alternatives(r, n);
}

static bool marks_are_paired(flu_rule_names *r, const flu_node *seq)
{
  unsigned opened = 0, closed = 0;
  for (const flu_node *n = seq->first; n != NULL; n = n->next) {
    if (n->kind != FLU_NODE_OP || n->op == FLU_OP_START || n->op == FLU_OP_END) continue;
    const bool good = n->op == FLU_OP_OPEN ? opened++ == 0 : closed++ < opened && closed == 1;
    if (good) continue;
    flu_lex_refuse(&r->lx, n->offset, "a pattern reports one span: [ … ]", "bracket without its pair");
    return false;
  }
  if (opened == closed) return true;
  flu_lex_refuse(&r->lx, seq->offset, "a pattern reports one span: [ … ]", "span without an end");
  return false;
}

flu_node *flu_read_pattern(flu_rule_names *r, const flu_rule_clause *clause)
{
  r->lx.at = clause->start;
  r->lx.end = clause->end;
  r->depth = 0;
  r->lx.bad = false;
  flu_node *seq = read_sequence(r);
  if (seq == NULL || r->lx.bad) return NULL;
  if (!flu_lex_at_end(&r->lx)) {
    flu_lex_refuse(&r->lx, r->lx.at, "alternatives stand in a group: (a | b)", "unexpected '%c'",
                   r->lx.src->text[r->lx.at]);
    return NULL;
  }
  if (seq->first == NULL) {
    flu_lex_refuse(&r->lx, clause->start, NULL, "the pattern is empty");
    return NULL;
  }
  if (!marks_are_paired(r, seq)) return NULL;
  merge_words(r, seq);
  return r->b->no_memory ? NULL : seq;
}
