/* Why rules find something or not. */
#include "api/handles.h"
#include "compiler/rules_show.h"

#define MAX_TRACED_BYTES (64u * 1024u) /* one slice of lib/correction/run.c: places need no offset */
#define MAX_ATTEMPTS     10000u
#define MAX_WANTED       6u
#define FEATURES_BYTES   256u

struct fluide_trace {
  flu_alloc alloc;
  flu_arena arena;
  fluide_attempt *attempts;
  fluide_trace_word *words;
  fluide_trace_reading *readings;
  size_t attempt_count, attempt_cap, word_count, word_cap, reading_count, reading_cap;
  uint32_t sentence_count;
  bool no_memory;
};

/* The attempt that is being made: how far it got. */
typedef struct progress {
  uint8_t outcome;
  uint32_t matched, word, exception;
  uint32_t wanted[MAX_WANTED], wanted_count;
  uint32_t start, end; /* words of the span */
  flu_captures captures;
} progress;

typedef struct tracer {
  fluide_trace *trace;
  const fluide_checker *checker;
  uint32_t rule; /* FLU_NO_RULE: all */
  flu_rule_observer observer;
  progress best;
} tracer;

static bool keep_text(fluide_trace *t, const flu_buffer *text, fluide_str *out)
{
  if (!text->failed && flu_api_copy(&t->arena, out, text->ptr == NULL ? "" : text->ptr, text->len)) return true;
  t->no_memory = true;
  return false;
}

/* Bytes only; the other two units are filled when the run is over. */
static fluide_pos byte_of(uint32_t byte)
{
  return (fluide_pos){ .byte = byte };
}

/* --- words --- */

static bool add_reading(fluide_trace *t, const flu_tag *tag, bool alive)
{
  char features[FEATURES_BYTES];
  const char *upos = flu_pos_upos(tag->pos);
  void *items = t->readings;
  const bool room = flu_reserve(&t->alloc, &items, t->reading_count, &t->reading_cap, sizeof *t->readings);
  t->readings = items;
  if (!room) return false;
  fluide_trace_reading r = { .alive = alive, .pos = { upos, (uint32_t)strlen(upos) } };
  size_t n = flu_tag_features(tag, features, sizeof features);
  if (n >= sizeof features) n = sizeof features - 1;
  if (!flu_api_copy(&t->arena, &r.features, features, n)) return false;
  t->readings[t->reading_count++] = r;
  return true;
}

static bool add_word(fluide_trace *t, const flu_rule_word *w)
{
  void *items = t->words;
  const bool room = flu_reserve(&t->alloc, &items, t->word_count, &t->word_cap, sizeof *t->words);
  t->words = items;
  if (!room) return false;
  fluide_trace_word word = { .start = byte_of(w->token->start),
                             .end = byte_of(w->token->end),
                             .sentence = t->sentence_count - 1,
                             .first_reading = (uint32_t)t->reading_count,
                             .reading_count = w->tag_count };
  if (!flu_api_copy(&t->arena, &word.norm, w->token->norm.ptr, w->token->norm.len)) return false;
  for (unsigned k = 0; k < w->tag_count; k++)
    if (!add_reading(t, w->tags[k], (w->alive >> k & 1) != 0)) return false;
  t->words[t->word_count++] = word;
  return true;
}

static void began(void *ctx, const flu_rule_sentence *s)
{
  fluide_trace *t = ((tracer *)ctx)->trace;
  t->sentence_count++;
  for (uint32_t i = 0; i < s->count && !t->no_memory; i++)
    if (!add_word(t, flu_rule_word_at(s, i))) t->no_memory = true;
}

/* --- attempts --- */

static void missed(void *ctx, const flu_match *m, uint32_t code, uint32_t word)
{
  progress *p = &((tracer *)ctx)->best;
  if (p->outcome > FLUIDE_OUTCOME_WORD || (p->outcome != 0 && m->captures.taken < p->matched)) return;
  if (p->outcome == 0 || m->captures.taken > p->matched) {
    *p = (progress){ .outcome = FLUIDE_OUTCOME_WORD, .matched = m->captures.taken, .word = word };
  } else if (word != p->word) {
    return;
  }
  for (uint32_t i = 0; i < p->wanted_count; i++)
    if (p->wanted[i] == code) return;
  if (p->wanted_count < MAX_WANTED) p->wanted[p->wanted_count++] = code;
}

static void refused(void *ctx, const flu_match *m, uint32_t exception)
{
  progress *p = &((tracer *)ctx)->best;
  const bool excepted = exception != FLU_NO_EXCEPTION;
  const uint8_t outcome = excepted ? FLUIDE_OUTCOME_EXCEPTION : FLUIDE_OUTCOME_CONDITION;
  if (outcome < p->outcome) return;
  *p = (progress){ .outcome = outcome,
                   .matched = m->captures.taken,
                   .exception = excepted ? exception : 0,
                   .start = m->captures.start,
                   .end = m->captures.end,
                   .captures = m->captures };
}

static void show_wanted(const tracer *t, const flu_match *m, flu_buffer *out)
{
  for (uint32_t i = 0; i < t->best.wanted_count; i++) {
    if (i > 0) flu_buffer_str(out, " | ");
    flu_show_code(m->sentence->programs, t->best.wanted[i], out);
  }
}

static void show_conditions(const tracer *t, const flu_match *matched, flu_buffer *out)
{
  flu_match m = *matched;
  m.captures = t->best.captures;
  for (uint32_t i = 0; i < m.pattern->condition_count; i++) {
    const flu_prog_condition *c = &m.sentence->programs->conditions[m.pattern->first_condition + i];
    if (c->op == FLU_IF_NOT || c->op == FLU_IF_AND || c->op == FLU_IF_OR) continue;
    if (out->len > 0) flu_buffer_str(out, " ; ");
    flu_show_condition(&m, c, out);
    flu_buffer_str(out, flu_rule_condition_holds(&m, c) ? " : oui" : " : non");
  }
}

static void show_suggestions(const flu_match *m, flu_buffer *out)
{
  const flu_sink *sink = m->sentence->unit->sink;
  const flu_issue *issue = &sink->items[sink->count - 1];
  for (uint32_t i = 0; i < issue->suggestion_count; i++) {
    if (i > 0) flu_buffer_str(out, " | ");
    flu_buffer_add(out, issue->suggestions[i].ptr, issue->suggestions[i].len);
  }
}

static void show_detail(const tracer *t, const flu_match *m, uint8_t outcome, flu_buffer *out)
{
  const flu_programs *p = m->sentence->programs;
  if (outcome == FLUIDE_OUTCOME_WORD) show_wanted(t, m, out);
  if (outcome == FLUIDE_OUTCOME_CONDITION) show_conditions(t, m, out);
  if (outcome == FLUIDE_OUTCOME_REPORTED) show_suggestions(m, out);
  if (outcome != FLUIDE_OUTCOME_EXCEPTION) return;
  const flu_prog_exception *e = &p->exceptions[m->pattern->first_exception + t->best.exception];
  flu_show_pattern(p, e->left, e->right, out);
}

/* Patterns of a rule stand together, in their order. */
static uint32_t number_of(const flu_match *m)
{
  const flu_prog_pattern *first = m->sentence->programs->patterns, *p = m->pattern;
  uint32_t n = 1;
  while (p > first && p[-1].rule == p->rule) {
    p--;
    n++;
  }
  return n;
}

static void set_places(fluide_attempt *a, const tracer *t, const flu_match *m, uint8_t outcome)
{
  const flu_rule_word *words = m->sentence->words;
  const flu_token *trigger = words[m->trigger].token;
  const bool whole = outcome >= FLUIDE_OUTCOME_NO_FIX;
  const uint32_t start = whole ? m->captures.start : t->best.start, end = whole ? m->captures.end : t->best.end;
  a->start = byte_of(trigger->start);
  a->end = byte_of(trigger->end);
  a->at = a->at_end = a->end;
  if (outcome != FLUIDE_OUTCOME_WORD && start < end) {
    a->start = byte_of(words[start].token->start);
    a->end = byte_of(words[end - 1].token->end);
  }
  if (outcome == FLUIDE_OUTCOME_WORD && t->best.word < m->sentence->count) {
    a->at = byte_of(words[t->best.word].token->start);
    a->at_end = byte_of(words[t->best.word].token->end);
  }
}

static void ended(void *ctx, const flu_match *m, bool matched, bool reported)
{
  tracer *t = ctx;
  fluide_trace *trace = t->trace;
  const uint8_t outcome = reported ? FLUIDE_OUTCOME_REPORTED : matched ? FLUIDE_OUTCOME_NO_FIX : t->best.outcome;
  if (outcome != 0 && (t->rule == FLU_NO_RULE || t->rule == m->pattern->rule) && trace->attempt_count < MAX_ATTEMPTS &&
      !trace->no_memory) {
    const flu_rule rule = flu_catalogue_rule(m->sentence->unit->rules, m->pattern->rule);
    fluide_attempt a = { .sentence = trace->sentence_count - 1, .pattern = number_of(m), .outcome = outcome };
    a.matched = matched ? m->captures.taken : t->best.matched;
    if (outcome == FLUIDE_OUTCOME_EXCEPTION) a.exception = t->best.exception + 1;
    set_places(&a, t, m, outcome);
    flu_buffer detail;
    flu_buffer_init(&detail, &trace->alloc);
    show_detail(t, m, outcome, &detail);
    void *items = trace->attempts;
    const bool room = flu_reserve(&trace->alloc, &items, trace->attempt_count, &trace->attempt_cap, sizeof a);
    trace->attempts = items;
    if (keep_text(trace, &detail, &a.detail) && room && flu_api_copy(&trace->arena, &a.rule, rule.id.ptr, rule.id.len))
      trace->attempts[trace->attempt_count++] = a;
    else
      trace->no_memory = true;
    flu_buffer_end(&detail);
  }
  t->best = (progress){ .outcome = 0 };
}

/* --- the whole --- */

/* Places come in no order: a table of all of them. */
static int fill_places(fluide_trace *t, const char *utf8, size_t len)
{
  fluide_pos *table = flu_new(&t->alloc, (len + 1) * sizeof *table);
  if (table == NULL) return FLU_E_NOMEM;
  flu_cursor cursor = { .text = utf8 };
  for (uint32_t i = 0; i <= len; i++) {
    const bool inside = i < len && ((unsigned char)utf8[i] & 0xC0) == 0x80;
    if (!inside) flu_cursor_to(&cursor, i);
    table[i] = (fluide_pos){ cursor.byte, cursor.utf16, cursor.cp };
  }
  for (size_t i = 0; i < t->attempt_count; i++) {
    fluide_attempt *a = &t->attempts[i];
    fluide_pos *const places[] = { &a->start, &a->end, &a->at, &a->at_end };
    for (size_t k = 0; k < 4; k++) *places[k] = table[places[k]->byte];
  }
  for (size_t i = 0; i < t->word_count; i++) {
    t->words[i].start = table[t->words[i].start.byte];
    t->words[i].end = table[t->words[i].end.byte];
  }
  flu_free(&t->alloc, table, (len + 1) * sizeof *table);
  return FLU_OK;
}

/* Which of the issues that were reported are in the result. */
static void find_kept(fluide_trace *t, const fluide_result *result)
{
  size_t count = 0, stride = 0;
  const char *issues = (const char *)fluide_result_issues(result, &count, &stride);
  for (size_t i = 0; i < t->attempt_count; i++) {
    fluide_attempt *a = &t->attempts[i];
    for (size_t k = 0; k < count && a->outcome == FLUIDE_OUTCOME_REPORTED && !a->kept; k++) {
      const fluide_issue *issue = (const fluide_issue *)(const void *)(issues + k * stride);
      a->kept = strcmp(issue->rule.ptr, a->rule.ptr) == 0 && issue->start.byte <= a->end.byte &&
                issue->end.byte >= a->start.byte;
    }
  }
}

int fluide_trace_text(const fluide_checker *checker, const char *utf8, size_t len, const fluide_input *input,
                      const char *rule, fluide_trace **out, fluide_error *err)
{
  flu_error *e = FLU_ERR(err);
  if (checker == NULL || out == NULL) return flu_fail(e, FLU_E_ARG, 0, "checker and out must not be NULL");
  if (len > MAX_TRACED_BYTES) return flu_fail(e, FLU_E_LIMIT, MAX_TRACED_BYTES, "a text to trace has at most 64 KiB");
  tracer t = { .checker = checker, .rule = FLU_NO_RULE };
  if (rule != NULL) t.rule = flu_catalogue_find(&checker->model->catalogue, rule, strlen(rule));
  if (rule != NULL && t.rule == FLU_NO_RULE) return flu_fail(e, FLU_E_NOTFOUND, 0, "unknown rule \"%.80s\"", rule);
  t.trace = flu_new0(&checker->alloc, sizeof *t.trace);
  if (t.trace == NULL) return flu_fail(e, FLU_E_NOMEM, 0, "out of memory");
  t.trace->alloc = checker->alloc;
  flu_arena_init(&t.trace->arena, &checker->alloc);
  t.observer = (flu_rule_observer){ .ctx = &t, .began = began, .missed = missed, .refused = refused, .ended = ended };
  fluide_result *result = NULL;
  int status = flu_api_check(checker, utf8, len, input, false, &t.observer, &result, err);
  if (status == FLU_OK && t.trace->no_memory) status = flu_fail(e, FLU_E_NOMEM, 0, "out of memory");
  if (status == FLU_OK) find_kept(t.trace, result);
  if (status == FLU_OK && fill_places(t.trace, utf8, len) != FLU_OK)
    status = flu_fail(e, FLU_E_NOMEM, 0, "out of memory");
  fluide_result_free(result);
  if (status == FLU_OK)
    *out = t.trace;
  else
    fluide_trace_free(t.trace);
  return status;
}

const fluide_attempt *fluide_trace_attempts(const fluide_trace *t, size_t *count, size_t *stride)
{
  if (t == NULL || count == NULL || stride == NULL) return NULL;
  *count = t->attempt_count;
  *stride = sizeof *t->attempts;
  return t->attempts;
}

const fluide_trace_word *fluide_trace_words(const fluide_trace *t, size_t *count, size_t *stride)
{
  if (t == NULL || count == NULL || stride == NULL) return NULL;
  *count = t->word_count;
  *stride = sizeof *t->words;
  return t->words;
}

const fluide_trace_reading *fluide_trace_readings(const fluide_trace *t, size_t *count, size_t *stride)
{
  if (t == NULL || count == NULL || stride == NULL) return NULL;
  *count = t->reading_count;
  *stride = sizeof *t->readings;
  return t->readings;
}

void fluide_trace_free(fluide_trace *t)
{
  if (t == NULL) return;
  const flu_alloc alloc = t->alloc;
  flu_free(&alloc, t->attempts, t->attempt_cap * sizeof *t->attempts);
  flu_free(&alloc, t->words, t->word_cap * sizeof *t->words);
  flu_free(&alloc, t->readings, t->reading_cap * sizeof *t->readings);
  flu_arena_end(&t->arena);
  flu_free(&alloc, t, sizeof *t);
}
