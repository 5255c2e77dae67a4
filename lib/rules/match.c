#include "rules/match.h"

#include <string.h>

#define MAX_STEPS 1000u /* of one attempt: bounds its time and its depth */

/* --- programs --- */

static const flu_captures unbound = { .start = UINT32_MAX, .end = UINT32_MAX };

static bool run(flu_match *m, uint32_t pc, uint32_t *at, int direction);
static bool go_on(flu_match *m, uint32_t at);

/* Words that a gap leaps over, nearest first. */
static bool run_gap(flu_match *m, const flu_prog_code *c, uint32_t pc, uint32_t *at, int direction)
{
  const flu_rule_sentence *s = m->sentence;
  const flu_captures before = m->captures;
  uint32_t from = *at;
  for (unsigned n = 0;; n++) {
    *at = from;
    if (run(m, pc + 1, at, direction)) return true;
    m->captures = before;
    if (n == c->a || m->steps == 0 || (direction > 0 ? from == s->count : from == 0)) return false;
    const uint32_t next = direction > 0 ? from : from - 1;
    if (c->b != FLU_NO_ATOM && flu_rule_is(s, next, &s->programs->atoms[c->b])) return false;
    from = direction > 0 ? from + 1 : from - 1;
  }
}

static bool missed(const flu_match *m, const flu_prog_code *c, uint32_t word)
{
  const flu_rule_observer *o = m->observer;
  if (o != NULL && o->missed != NULL) o->missed(o->ctx, m, (uint32_t)(c - m->sentence->programs->code), word);
  return false;
}

static bool take_atom(flu_match *m, const flu_prog_code *c, uint32_t *at, int direction)
{
  const flu_rule_sentence *s = m->sentence;
  if (direction > 0 ? *at >= s->count : *at == 0) return missed(m, c, UINT32_MAX);
  const uint32_t word = direction > 0 ? *at : *at - 1;
  if (!flu_rule_is(s, word, &s->programs->atoms[c->b])) return missed(m, c, word);
  if (m->observer != NULL && m->captures.taken < FLU_MAX_TRAIL)
    m->observer->trail[m->captures.taken++] = (uint32_t)(c - s->programs->code);
  if (c->a < FLU_MAX_SLOTS) {
    m->captures.word[c->a] = word + 1;
    m->captures.atom[c->a] = c->b;
  }
  *at = direction > 0 ? word + 1 : word;
  return true;
}

/* A branch that begins with a word which is not there need not be entered. */
static bool is_closed(const flu_match *m, const flu_prog_code *branch, uint32_t at, int direction)
{
  if (branch->op != FLU_OP_ATOM || m->observer != NULL) return false;
  if (direction > 0 ? at >= m->sentence->count : at == 0) return true;
  return !flu_rule_is(m->sentence, direction > 0 ? at : at - 1, &m->sentence->programs->atoms[branch->b]);
}

/* Runs a program from boundary *at to its end, and what comes behind it; where that fails other ways through the program
 * are tried. *at is then where it got to. */
static bool run(flu_match *m, uint32_t pc, uint32_t *at, int direction)
{
  for (;; pc++) {
    const flu_prog_code *c = &m->sentence->programs->code[pc];
    if (m->steps == 0) return false;
    m->steps--;
    switch ((enum flu_prog_op)c->op) {
    case FLU_OP_MATCH: return go_on(m, *at);
    case FLU_OP_ATOM:
      if (!take_atom(m, c, at, direction)) return false;
      break;
    case FLU_OP_SPLIT: {
      if (is_closed(m, c + 1, *at, direction)) {
        pc += c->b - 1u;
        break;
      }
      const flu_captures before = m->captures;
      const uint32_t from = *at;
      if (run(m, pc + 1, at, direction)) return true;
      m->captures = before;
      *at = from;
      pc += c->b - 1u;
      break;
    }
    case FLU_OP_JUMP: pc += c->b - 1u; break;
    case FLU_OP_OPEN: m->captures.start = *at; break;
    case FLU_OP_CLOSE: m->captures.end = *at; break;
    case FLU_OP_START:
      if (*at != 0) return missed(m, c, *at - 1);
      break;
    case FLU_OP_END:
      if (*at != m->sentence->count) return missed(m, c, *at);
      break;
    case FLU_OP_GAP: return run_gap(m, c, pc, at, direction);
    case FLU_OP_COUNT: return false;
    }
  }
}

/* --- exceptions --- */

/* An exception that marks a span must mark the reported one; another one must cover a word of the match. */
static bool is_excepted(const flu_match *m, const flu_prog_pattern *pattern, uint32_t start, uint32_t end,
                        uint32_t *which)
{
  for (uint32_t i = 0; i < pattern->exception_count; i++) {
    *which = i;
    const flu_prog_exception *e = &m->sentence->programs->exceptions[pattern->first_exception + i];
    uint32_t from = m->captures.start;
    if (e->left == FLU_NO_CODE) from = start > FLU_MAX_REACH ? start - FLU_MAX_REACH : 0;
    const uint32_t last = e->left == FLU_NO_CODE ? end : from + 1;
    for (; from < last; from++) {
      flu_match other = { .sentence = m->sentence, .steps = MAX_STEPS, .captures = unbound };
      uint32_t left = from, right = from;
      if (e->left != FLU_NO_CODE && !run(&other, e->left, &left, -1)) continue;
      if (!run(&other, e->right, &right, 1)) continue;
      if (e->left != FLU_NO_CODE ? other.captures.end == m->captures.end : right > start) return true;
    }
  }
  return false;
}

/* --- triggers --- */

/* At the end of a program: the one to the left follows the one to the right, then all must hold. */
static bool go_on(flu_match *m, uint32_t at)
{
  if (m->stage == FLU_STAGE_ALONE) return true;
  const flu_captures before = m->captures;
  uint32_t left = m->trigger;
  if (m->stage == FLU_STAGE_RIGHT) {
    m->right = at;
    m->stage = FLU_STAGE_LEFT;
    const bool found = run(m, m->pattern->left, &left, -1);
    m->stage = FLU_STAGE_RIGHT;
    return found;
  }
  if (m->captures.start == UINT32_MAX) m->captures.start = at;
  if (m->captures.end == UINT32_MAX) m->captures.end = m->right;
  if (m->captures.start <= m->captures.end && m->captures.end <= m->sentence->count) {
    uint32_t exception = FLU_NO_EXCEPTION;
    if (flu_rule_conditions_hold(m, m->pattern) && !is_excepted(m, m->pattern, at, m->right, &exception)) return true;
    if (m->observer != NULL && m->observer->refused != NULL) m->observer->refused(m->observer->ctx, m, exception);
  }
  m->captures = before;
  return false;
}

static bool lacks(const flu_rule_sentence *s, const flu_prog_code *c, bool there, uint32_t word)
{
  return c->op == FLU_OP_ATOM && (!there || !flu_rule_is(s, word, &s->programs->atoms[c->b]));
}

/* Is the word behind the trigger, or the one before it, already not what the pattern wants? Most attempts end here. */
static bool is_hopeless(const flu_rule_sentence *s, const flu_prog_pattern *pattern, uint32_t at)
{
  const flu_prog_code *right = &s->programs->code[pattern->right], *left = &s->programs->code[pattern->left];
  if (right->op != FLU_OP_ATOM) return false;
  return lacks(s, right + 1, at + 1 < s->count, at + 1) || lacks(s, left, at > 0, at - 1);
}

static void attempt(const flu_rule_sentence *s, uint32_t pattern_index, uint32_t at)
{
  const flu_prog_pattern *pattern = &s->programs->patterns[pattern_index];
  if (!s->unit->enabled[pattern->rule]) return;
  if (s->unit->observer == NULL && is_hopeless(s, pattern, at)) return;
  flu_match m = { .sentence = s, .pattern = pattern, .steps = MAX_STEPS, .trigger = at, .stage = FLU_STAGE_RIGHT,
                  .observer = s->unit->observer, .captures = unbound };
  uint32_t end = at;
  const bool matched = run(&m, pattern->right, &end, 1);
  const size_t before = s->unit->sink->count;
  if (matched) flu_rule_report(&m, pattern);
  if (m.observer != NULL) m.observer->ended(m.observer->ctx, &m, matched, s->unit->sink->count > before);
}

static void attempt_all(const flu_rule_sentence *s, uint32_t first, uint32_t end, uint32_t at)
{
  for (uint32_t i = first; i < end; i++) attempt(s, s->programs->triggers[i], at);
}

void flu_check_rules(const flu_unit *u, uint32_t sentence)
{
  const flu_programs *p = u->programs;
  flu_rule_sentence s;
  if (p == NULL || p->header->arrays[FLU_PROG_PATTERNS].count == 0) return;
  if (flu_rule_sentence_begin(&s, u, sentence) != FLU_OK) {
    u->sink->status = FLU_E_NOMEM;
    return;
  }
  if (u->observer != NULL && u->observer->began != NULL) u->observer->began(u->observer->ctx, &s);
  const uint32_t class_count = p->header->arrays[FLU_PROG_CLASS_TRIGGERS].count;
  for (uint32_t i = 0; i < s.count && u->sink->status == FLU_OK; i++) {
    const flu_prog_word *named = s.words[i].named;
    for (uint32_t k = 0; named != NULL && k < named->trigger_count; k++) {
      const uint32_t set = p->word_triggers[named->first_trigger + k];
      attempt_all(&s, p->set_triggers[set], p->set_triggers[set + 1], i);
    }
    for (uint32_t k = 0; k < class_count; k++) {
      const flu_prog_class_trigger *c = &p->class_triggers[k];
      if (flu_rule_in_class(&s, i, &p->classes[c->class])) attempt_all(&s, c->first, c->first + c->count, i);
    }
  }
}
