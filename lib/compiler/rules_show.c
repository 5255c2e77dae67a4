#include "compiler/rules_show.h"

#include <stdio.h>
#include <string.h>

#include "lexicon/tag.h"

#define SHOWN_WORDS 4u   /* of a set */
#define MAX_SHOWN   400u /* bytes */
#define MAX_ITEMS   48u
#define MAX_DEPTH   12u

static uint32_t count_of(const flu_programs *p, enum flu_programs_array which)
{
  return p->header->arrays[which].count;
}

/* --- atoms --- */

static bool is_in(const flu_programs *p, const flu_prog_word *w, uint32_t set)
{
  for (uint32_t i = 0; i < w->set_count; i++)
    if (p->word_sets[w->first_set + i] == set) return true;
  return false;
}

/* A set has lost its name when it was compiled: some of its words tell which it is. */
static void show_set(const flu_programs *p, uint32_t set, flu_buffer *out)
{
  const flu_prog_word *found[SHOWN_WORDS];
  uint32_t count = 0;
  for (uint32_t i = 0; i < count_of(p, FLU_PROG_WORDS); i++) {
    if (!is_in(p, &p->words[i], set)) continue;
    if (count < SHOWN_WORDS) found[count] = &p->words[i];
    count++;
  }
  if (count != 1) flu_buffer_str(out, "(");
  for (uint32_t i = 0; i < count && i < SHOWN_WORDS; i++) {
    if (i > 0) flu_buffer_str(out, " | ");
    flu_buffer_add(out, p->strings + found[i]->text, found[i]->len);
  }
  if (count > SHOWN_WORDS) flu_buffer_str(out, " | …");
  if (count != 1) flu_buffer_str(out, ")");
}

static void show_atom(const flu_programs *p, const flu_prog_atom *a, flu_buffer *out)
{
  if (a->negated) flu_buffer_str(out, "!");
  switch ((enum flu_prog_atom_kind)a->kind) {
  case FLU_ATOM_SET: show_set(p, a->value, out); break;
  case FLU_ATOM_EXACT:
    flu_buffer_str(out, "\"");
    flu_buffer_add(out, p->strings + a->value, a->len);
    flu_buffer_str(out, "\"");
    break;
  case FLU_ATOM_CLASS: flu_show_class(&p->classes[a->value], out); break;
  case FLU_ATOM_KINDS: {
    const flu_prog_class c = { .kinds = a->value };
    flu_show_class(&c, out);
    break;
  }
  }
  if (a->also != 0) flu_show_class(&p->classes[a->also - 1], out);
}

void flu_show_code(const flu_programs *p, uint32_t code, flu_buffer *out)
{
  const flu_prog_code *c = &p->code[code];
  char text[16];
  switch ((enum flu_prog_op)c->op) {
  case FLU_OP_ATOM: show_atom(p, &p->atoms[c->b], out); break;
  case FLU_OP_OPEN: flu_buffer_str(out, "["); break;
  case FLU_OP_CLOSE: flu_buffer_str(out, "]"); break;
  case FLU_OP_START: flu_buffer_str(out, "<s>"); break;
  case FLU_OP_END: flu_buffer_str(out, "</s>"); break;
  case FLU_OP_GAP:
    snprintf(text, sizeof text, "..%u", c->a);
    flu_buffer_str(out, text);
    if (c->b == FLU_NO_ATOM) break;
    flu_buffer_str(out, " sans ");
    show_atom(p, &p->atoms[c->b], out);
    break;
  default: break;
  }
}

/* --- programs --- */

typedef struct shower {
  const flu_programs *p;
  flu_buffer *out;
  size_t limit; /* of out->len */
  int direction;
  unsigned depth;
} shower;

typedef struct item {
  uint32_t start, end, join; /* join: 0 for one instruction; of an alternative, where the second branch begins */
  bool optional;
} item;

/* What the compiler makes of (a | b) is: split to b, a, jump behind, b; of a?: split behind, a. */
static item item_at(const shower *s, uint32_t pc, uint32_t end)
{
  const flu_prog_code *code = s->p->code;
  item i = { .start = pc, .end = pc + 1 };
  if (code[pc].op != FLU_OP_SPLIT) return i;
  const uint32_t target = pc + code[pc].b;
  if (target > end || target < pc + 2) return i;
  i.optional = code[target - 1].op != FLU_OP_JUMP;
  i.end = i.optional ? target : target - 1 + code[target - 1].b;
  if (i.end > end) i.end = end;
  if (!i.optional) i.join = target;
  return i;
}

static void show_range(shower *s, uint32_t from, uint32_t to);

static void show_item(shower *s, const item *i)
{
  if (i->end == i->start + 1) {
    flu_show_code(s->p, i->start, s->out);
    return;
  }
  flu_buffer_str(s->out, "(");
  if (i->optional) {
    show_range(s, i->start + 1, i->end);
  } else {
    show_range(s, i->start + 1, i->join - 1);
    flu_buffer_str(s->out, " | ");
    show_range(s, i->join, i->end);
  }
  flu_buffer_str(s->out, i->optional ? ")?" : ")");
}

static void show_range(shower *s, uint32_t from, uint32_t to)
{
  item items[MAX_ITEMS];
  size_t count = 0;
  if (s->depth >= MAX_DEPTH || s->out->len >= s->limit) {
    flu_buffer_str(s->out, "…");
    return;
  }
  s->depth++;
  for (uint32_t pc = from; pc < to && count < MAX_ITEMS; pc = items[count++].end) items[count] = item_at(s, pc, to);
  for (size_t k = 0; k < count && s->out->len < s->limit; k++) {
    const item *i = &items[s->direction > 0 ? k : count - 1 - k];
    const size_t before = s->out->len;
    const char last = before > 0 ? s->out->ptr[before - 1] : ' ';
    if (last != '[' && last != '(' && last != ' ' && s->p->code[i->start].op != FLU_OP_CLOSE)
      flu_buffer_str(s->out, " ");
    show_item(s, i);
  }
  s->depth--;
}

static uint32_t program_end(const flu_programs *p, uint32_t pc)
{
  while (p->code[pc].op != FLU_OP_MATCH) pc++;
  return pc;
}

void flu_show_pattern(const flu_programs *p, uint32_t left, uint32_t right, flu_buffer *out)
{
  shower s = { .p = p, .out = out, .limit = out->len + MAX_SHOWN, .direction = -1 };
  if (left != FLU_NO_CODE) show_range(&s, left, program_end(p, left));
  s.direction = 1;
  show_range(&s, right, program_end(p, right));
}

/* --- conditions --- */

static const char *const feature_names[FLU_FEATURE_COUNT] = { "genre", "nombre", "personne", "accord" };

static void show_word(const flu_match *m, uint8_t slot, flu_buffer *out)
{
  const uint32_t word = m->captures.word[slot];
  flu_buffer_str(out, "(");
  if (word > 0) {
    const flu_token *t = m->sentence->words[word - 1].token;
    flu_buffer_str(out, "« ");
    flu_buffer_add(out, t->norm.ptr, t->norm.len < 60 ? t->norm.len : 60);
    flu_buffer_str(out, " »");
  } else {
    flu_buffer_str(out, "…");
  }
  flu_buffer_str(out, ")");
}

static const char *value_name(uint8_t feature, uint8_t value)
{
  static const struct {
    uint8_t feature, value;
    const char *name;
  } names[] = {
    { FLU_FEATURE_GENDER, FLU_MASC, "masculin" },  { FLU_FEATURE_GENDER, FLU_FEM, "feminin" },
    { FLU_FEATURE_NUMBER, FLU_SING, "singulier" }, { FLU_FEATURE_NUMBER, FLU_PLUR, "pluriel" },
    { FLU_FEATURE_PERSON, FLU_1SG, "1s" },         { FLU_FEATURE_PERSON, FLU_2SG, "2s" },
    { FLU_FEATURE_PERSON, FLU_3SG, "3s" },         { FLU_FEATURE_PERSON, FLU_1PL, "1p" },
    { FLU_FEATURE_PERSON, FLU_2PL, "2p" },         { FLU_FEATURE_PERSON, FLU_3PL, "3p" },
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (names[i].feature == feature && names[i].value == value) return names[i].name;
  return "?";
}

static void show_test(const flu_match *m, const char *name, uint8_t slot, flu_buffer *out)
{
  flu_buffer_str(out, name);
  show_word(m, slot, out);
}

void flu_show_condition(const flu_match *m, const flu_prog_condition *c, flu_buffer *out)
{
  const flu_programs *p = m->sentence->programs;
  switch ((enum flu_prog_condition_op)c->op) {
  case FLU_IF_CLASH:
  case FLU_IF_SAME:
    show_test(m, feature_names[c->feature], c->a, out);
    flu_buffer_str(out, c->op == FLU_IF_SAME ? " = " : " contredit ");
    show_test(m, feature_names[c->feature], c->b, out);
    break;
  case FLU_IF_IS:
    show_test(m, feature_names[c->feature], c->a, out);
    flu_buffer_str(out, " = ");
    flu_buffer_str(out, value_name(c->feature, c->b));
    break;
  case FLU_IF_IN:
    show_test(m, "mot", c->a, out);
    flu_buffer_str(out, " dans ");
    show_set(p, c->value, out);
    break;
  case FLU_IF_KNOWN: show_test(m, "connu", c->a, out); break;
  case FLU_IF_CASE:
    show_test(m,
              c->b == 1u << FLU_CASE_LOWER   ? "minuscule"
              : c->b == 1u << FLU_CASE_UPPER ? "capitales"
                                             : "majuscule",
              c->a, out);
    break;
  case FLU_IF_FIRST: show_test(m, "debut", c->a, out); break;
  case FLU_IF_QUOTED: show_test(m, "cite", c->a, out); break;
  case FLU_IF_SPACED: show_test(m, "separe", c->a, out); break;
  case FLU_IF_MEANT:
    show_test(m, "voulu", c->a, out);
    if (c->value == FLU_NO_TEXT) break;
    flu_buffer_str(out, " = ");
    flu_buffer_str(out, p->strings + c->value);
    break;
  case FLU_IF_SURE: show_test(m, "sur", c->a, out); break;
  default: break;
  }
}
