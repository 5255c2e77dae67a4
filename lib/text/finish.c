/* From raw tokens of the view to tokens of the text as given. */
#include "text/inner.h"

/* Walks the edits in step with the tokens. */
typedef struct mapper {
  const flu_view *v;
  size_t edit;            /* first edit that ends behind the last start asked for */
} mapper;

static uint32_t src_after(const mapper *m, size_t edits_before, uint32_t at)
{
  if (edits_before == 0) return at;
  const flu_edit *e = &m->v->edits[edits_before - 1];
  return e->src_end + (at - e->end);
}

/* Starts come in rising order. What was dropped before a token stays outside of it. */
static uint32_t map_start(mapper *m, uint32_t at)
{
  const flu_view *v = m->v;
  while (m->edit < v->edit_count && v->edits[m->edit].end <= at) m->edit++;
  if (m->edit < v->edit_count && v->edits[m->edit].at < at) return v->edits[m->edit].src;
  return src_after(m, m->edit, at);
}

/* End of a token whose start was asked for last; *flags gathers the edits inside it. */
static uint32_t map_end(mapper *m, uint32_t at, uint32_t *flags)
{
  const flu_view *v = m->v;
  size_t i = m->edit;
  *flags = 0;
  for (; i < v->edit_count && v->edits[i].at < at; i++) {
    *flags |= v->edits[i].flags;
    if (v->edits[i].end > at) return v->edits[i].src_end;
  }
  return src_after(m, i, at);
}

/* --- emphasis --- */

typedef struct emphasis {
  const flu_text *text;
  size_t mask;
  uint32_t tags;          /* open <i>, <em>, <cite> */
  bool stars, lines;      /* inside *…*, inside _…_ */
} emphasis;

static bool is_tag(const char *s, uint32_t len, const char *name)
{
  const uint32_t n = (uint32_t)strlen(name);
  if (len < n + 1) return false;
  for (uint32_t i = 0; i < n; i++)
    if ((s[i] | 0x20) != name[i]) return false;
  return s[n] == '>' || s[n] == ' ' || s[n] == '\t' || s[n] == '\n' || s[n] == '\r';
}

static bool is_emphasis_tag(const char *s, uint32_t len)
{
  return is_tag(s, len, "i") || is_tag(s, len, "em") || is_tag(s, len, "cite") || is_tag(s, len, "dfn");
}

static void see_mask(emphasis *e, const flu_mask *m)
{
  const char *s = e->text->utf8 + m->start;
  const uint32_t len = m->end - m->start;
  if (m->kind == FLU_MASK_BREAK) {
    e->tags = 0;
    e->stars = e->lines = false;
  }
  if (m->kind != FLU_MASK_SKIP || len == 0) return;
  if (s[0] == '<') {
    const bool end = len > 1 && s[1] == '/';
    if (!is_emphasis_tag(s + 1 + end, len - 1 - end)) return;
    if (!end) e->tags++;
    else if (e->tags > 0) e->tags--;
  } else if (s[0] == '*' || s[0] == '_') {
    uint32_t run = 0;
    while (run < len && s[run] == s[0]) run++;
    if (run < len || run % 2 == 0) return;
    if (s[0] == '*') e->stars = !e->stars;
    else e->lines = !e->lines;
  }
}

static bool is_emphasised(emphasis *e, uint32_t start)
{
  const flu_text *t = e->text;
  for (; e->mask < t->mask_count && t->masks[e->mask].start < start; e->mask++) see_mask(e, &t->masks[e->mask]);
  return e->tags > 0 || e->stars || e->lines;
}

/* --- tokens --- */

static void finish_token(flu_token *t, const flu_raw *raw, mapper *map, emphasis *em, const flu_text_language *lang)
{
  const char *norm = map->v->s + raw->start;
  const uint32_t len = raw->end - raw->start;
  uint32_t edits;
  t->start = map_start(map, raw->start);
  t->end = map_end(map, raw->end, &edits);
  t->kind = raw->kind;
  t->flags = raw->flags;
  if ((edits & FLU_EDIT_SKIP) != 0) t->flags |= FLU_TOKEN_GLUED;
  if (edits != 0) t->flags |= FLU_TOKEN_CHANGED;
  if (raw->kind == FLU_TOKEN_MASKED) {
    t->norm = (flu_str){ em->text->utf8 + t->start, t->end - t->start };
    t->flags &= (uint16_t) ~(FLU_TOKEN_CHANGED | FLU_TOKEN_GLUED);
  } else {
    t->norm = (flu_str){ norm, len };
  }
  if (is_emphasised(em, t->start)) t->flags |= FLU_TOKEN_EMPHASIS;
  t->letter_case = (uint8_t)flu_case_of(t->norm.ptr, t->norm.len);
  t->lists = flu_lists_lower(lang, t->norm.ptr, t->norm.len);
}

static bool is_start_word(const flu_token *t)
{
  return t->kind != FLU_TOKEN_PUNCTUATION && t->kind != FLU_TOKEN_NUMBER && t->kind != FLU_TOKEN_SYMBOL &&
         t->kind != FLU_TOKEN_EMOJI;
}

static void finish_sentence(flu_text *text, flu_sentence *s)
{
  flu_token *t = text->tokens + s->first_token;
  s->start = t[0].start;
  s->end = t[s->token_count - 1].end;
  for (uint32_t i = 0; i < s->token_count; i++) {
    if (!is_start_word(&t[i])) continue;
    t[i].flags |= FLU_TOKEN_SENTENCE_START;
    return;
  }
}

int flu_finish(flu_text *out, const flu_view *v, const flu_scan *sc, const flu_sentence_list *sentences,
               const flu_text_language *lang, flu_arena *arena)
{
  if (sc->count == 0) return FLU_OK;
  flu_token *tokens = flu_arena_take(arena, sc->count * sizeof *tokens);
  flu_sentence *list = flu_arena_take(arena, sentences->count * sizeof *list);
  if (tokens == NULL || list == NULL) return FLU_E_NOMEM;
  mapper map = { .v = v };
  emphasis em = { .text = out };
  for (size_t i = 0; i < sc->count; i++) finish_token(&tokens[i], &sc->items[i], &map, &em, lang);
  memcpy(list, sentences->items, sentences->count * sizeof *list);
  out->tokens = tokens;
  out->token_count = (uint32_t)sc->count;
  out->sentences = list;
  out->sentence_count = (uint32_t)sentences->count;
  for (uint32_t i = 0; i < out->sentence_count; i++) finish_sentence(out, &list[i]);
  return FLU_OK;
}
