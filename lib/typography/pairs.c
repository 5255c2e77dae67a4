/* Brackets and quotation marks, paragraph by paragraph. */
#include "typography/marks.h"

#define MAX_OPEN          32u /* deeper nesting is no prose: the paragraph is left alone */
#define MAX_PROBLEMS      3u  /* likewise when more marks are alone than this */
#define MAX_QUOTES        64u
#define MARKER_CHARACTERS 3u

typedef struct open_mark {
  uint32_t cp, at;
  bool quiet; /* an emoticon may have closed it, or it is no bracket of prose */
} open_mark;

typedef struct pairs {
  flu_typo t; /* bounds of the paragraph */
  open_mark open[MAX_OPEN];
  uint32_t depth;
  uint32_t problems[MAX_PROBLEMS];
  uint32_t problem_count;
  uint32_t quotes[MAX_QUOTES]; /* places of " */
  uint32_t quote_count;
  bool give_up;
  bool pending; /* an earlier paragraph opened a quotation that may go on */
  uint32_t pending_at;
} pairs;

static uint32_t partner(uint32_t cp)
{
  switch (cp) {
  case ')': return '(';
  case ']': return '[';
  case 0xBB: return 0xAB;
  default: return 0;
  }
}

static void problem(pairs *p, uint32_t at)
{
  if (p->problem_count < MAX_PROBLEMS)
    p->problems[p->problem_count++] = at;
  else
    p->give_up = true;
}

/* « a) », « 12) », « iv) » at the start of a line or of an item. */
static bool item_marker(const flu_typo *t, uint32_t at)
{
  uint32_t place, cp = 0, count = 0;
  for (; count <= MARKER_CHARACTERS; at = place, count++) {
    cp = flu_typo_before(t, at, &place);
    if (!flu_typo_is_letter(cp) && !flu_typo_is_digit(cp) && cp != '.' && cp != 0xB0) break;
  }
  return count <= MARKER_CHARACTERS && (cp == 0 || !flu_typo_ends_text(cp));
}

/* « ]0 ; 1[ », « [0, 1) »: intervals, an index. */
static bool is_interval(const flu_mark *m)
{
  return (m->cp == '[' || m->cp == ']') &&
         (flu_typo_is_digit(m->before) || flu_typo_is_digit(m->after) || m->prev == '\\' || m->next == '\\');
}

/* A bracket that is spoken of ("(", « ] »), or stands in a formula. */
static bool is_quoted(const flu_mark *m)
{
  uint32_t left = m->before, right = m->after;
  if ((left == '"' || left == '\'' || left == 0xAB || left == 0x201C) && right != 0 && !flu_typo_is_letter(right))
    return true;
  if (m->cp == '[') return (m->prev == m->before && m->prev != 0) || !flu_typo_is_letter(m->next);
  if (m->cp == ']') return !flu_typo_is_letter(m->before) || flu_typo_is_letter(m->next) || m->next == '*';
  return false;
}

static void unclosed(pairs *p, uint32_t level)
{
  for (uint32_t i = level; i < p->depth; i++)
    if (!p->open[i].quiet && p->open[i].cp != 0xAB) problem(p, p->open[i].at);
}

static void close_mark(pairs *p, const flu_mark *m)
{
  uint32_t wanted = partner(m->cp), level = p->depth;
  while (level > 0 && p->open[level - 1].cp != wanted) level--;
  if (level > 0) {
    unclosed(p, level);
    p->depth = level - 1;
  } else if (m->cp == 0xBB && p->pending) {
    p->pending = false;
  } else if (m->cp == 0xBB && !m->before) {
    return; /* repeated at the start of a line of a long quotation */
  } else if (!(m->cp == ')' && item_marker(&p->t, m->at)) && !is_interval(m) && !is_quoted(m)) {
    problem(p, m->at);
  }
}

/* A bracket that belongs to an emoticon, as eyes before it tell. */
static bool smiles(const flu_typo *t, const flu_mark *m)
{
  uint32_t place, cp = flu_typo_before(t, m->at, &place);
  if (cp == ':' || cp == ';' || cp == '=')
    return flu_typo_before(t, place, NULL) != '(' && (m->cp == ')' || !flu_typo_is_letter(m->next));
  if (cp != '-' && cp != '\'' && cp != '^') return false;
  cp = flu_typo_before(t, place, NULL);
  return cp == ':' || cp == ';' || cp == '=' || cp == '8' || cp == '^';
}

static void pair_mark(pairs *p, uint32_t at, uint32_t token)
{
  flu_mark m = flu_typo_mark(&p->t, at, token);
  if (m.cp == '"') {
    if (p->quote_count < MAX_QUOTES) p->quotes[p->quote_count] = at;
    p->quote_count++;
    return;
  }
  if (m.cp != 0xAB && !partner(m.cp) && m.cp != '(' && m.cp != '[') return;
  if (m.cp == 0xAB && p->pending && !m.before) return; /* repeated at the start of a paragraph of the quotation */
  if (m.cp != 0xAB && m.cp != 0xBB && smiles(&p->t, &m)) {
    if (m.cp == ')' && p->depth > 0) p->open[p->depth - 1].quiet = true;
    return;
  }
  if (partner(m.cp)) {
    close_mark(p, &m);
  } else if (p->depth == MAX_OPEN) {
    p->give_up = true;
  } else {
    bool quiet = m.cp != 0xAB && (is_quoted(&m) || is_interval(&m));
    p->open[p->depth++] = (open_mark){ m.cp, at, quiet };
  }
}

static bool may_pair(unsigned char byte)
{
  return byte == '(' || byte == ')' || byte == '[' || byte == ']' || byte == '"' || byte == 0xC2;
}

static void read_token(pairs *p, const flu_token *token, uint32_t index)
{
  switch (token->kind) {
  case FLU_TOKEN_URL:
  case FLU_TOKEN_EMAIL:
  case FLU_TOKEN_PATH:
  case FLU_TOKEN_CODE:
  case FLU_TOKEN_EMOJI:
  case FLU_TOKEN_MASKED: return;
  default: break;
  }
  for (uint32_t at = token->start; at < token->end; at++)
    if (may_pair((unsigned char)p->t.s[at])) pair_mark(p, at, index);
}

/* A text of one sentence may be an excerpt, whose quotation goes on elsewhere. */
static void tell(const pairs *p, uint32_t at)
{
  uint32_t end, cp = flu_typo_after(&p->t, at, &end);
  bool quote = cp == 0xAB || cp == 0xBB;
  if (quote && p->t.u->text->sentence_count < 2) return;
  if (cp != 0)
    flu_typo_tell(&p->t, quote ? FLU_NATIVE_TYPO_UNBALANCED_QUOTE : FLU_NATIVE_TYPO_UNBALANCED_BRACKET, at, end);
}

/* A quotation may run over paragraphs; one that never closes is told at its opening mark. */
static void left_open(pairs *p)
{
  unclosed(p, 0);
  for (uint32_t i = 0; i < p->depth && !p->pending; i++) {
    if (p->open[i].cp != 0xAB) continue;
    p->pending = true;
    p->pending_at = p->open[i].at;
  }
}

/* " in pairs, each against its word, become « and ». */
static void straight_quotes(const pairs *p)
{
  const flu_typo *t = &p->t;
  if (p->quote_count == 0 || p->quote_count % 2 != 0 || p->quote_count > MAX_QUOTES) return;
  if (!flu_typo_on(t, FLU_NATIVE_TYPO_STRAIGHT_QUOTES)) return;
  for (uint32_t i = 0; i < p->quote_count; i++) {
    uint32_t at = p->quotes[i];
    uint32_t inner = i % 2 == 0 ? flu_typo_after(t, at + 1, NULL) : flu_typo_before(t, at, NULL);
    if (inner == 0 || flu_typo_is_space(inner) || flu_typo_is_break(inner) || inner == '"') return;
  }
  flu_str space = flu_typo_str(flu_typo_space_for(t->u->locale, 0xAB)), none = flu_typo_str("");
  flu_str opening = flu_typo_join(t, flu_typo_str("\xC2\xAB"), space, none);
  flu_str closing = flu_typo_join(t, space, flu_typo_str("\xC2\xBB"), none);
  for (uint32_t i = 0; i < p->quote_count; i++)
    flu_typo_say(t, FLU_NATIVE_TYPO_STRAIGHT_QUOTES, p->quotes[i], p->quotes[i] + 1, i % 2 == 0 ? opening : closing);
}

static void paragraph(pairs *p, uint32_t first, uint32_t last)
{
  const flu_text *text = p->t.u->text;
  p->t.lo = text->sentences[first].start;
  p->t.hi = text->sentences[last].end;
  p->t.tokens = text->tokens;
  p->t.count = text->token_count;
  p->depth = p->problem_count = p->quote_count = 0;
  p->give_up = false;
  uint32_t from = text->sentences[first].first_token;
  uint32_t to = text->sentences[last].first_token + text->sentences[last].token_count;
  for (uint32_t i = from; i < to && !p->give_up; i++) read_token(p, &text->tokens[i], i);
  if (p->give_up) return;
  left_open(p);
  if (p->give_up) return;
  for (uint32_t i = 0; i < p->problem_count; i++) tell(p, p->problems[i]);
  straight_quotes(p);
}

void flu_typo_pairs(const flu_unit *u)
{
  const flu_text *text = u->text;
  pairs p = { .t = { .u = u, .s = text->utf8, .curly = -1 } };
  for (uint32_t first = 0, last; first < text->sentence_count && u->sink->status == FLU_OK; first = last + 1) {
    last = first;
    while (last + 1 < text->sentence_count && flu_typo_same_paragraph(text, last)) last++;
    paragraph(&p, first, last);
  }
  if (!p.pending) return;
  p.t.lo = 0;
  p.t.hi = text->len;
  tell(&p, p.pending_at);
}
