/* What lies between two sentences of a paragraph, and how a paragraph begins. */
#include "typography/marks.h"

static flu_typo over(const flu_unit *u, uint32_t first, uint32_t last)
{
  const flu_sentence *a = &u->text->sentences[first], *b = &u->text->sentences[last];
  return (flu_typo){
    .u = u,
    .s = u->text->utf8,
    .lo = a->start,
    .hi = b->end,
    .tokens = u->text->tokens + a->first_token,
    .count = b->first_token - a->first_token + b->token_count,
    .curly = -1,
  };
}

/* A single line break inside running text: the line before it does not end a sentence. */
static bool line_goes_on(const flu_text *text, uint32_t s)
{
  uint32_t start = text->sentences[s].end, end = text->sentences[s + 1].start, breaks = 0;
  if (start == text->sentences[s].start) return false;
  size_t at = start;
  uint32_t last = flu_utf8_prev(text->utf8, &at);
  if (last != ',' && !flu_typo_is_lower(last)) return false;
  for (at = start; at < end && breaks < 2;) {
    uint32_t cp = flu_utf8_next(text->utf8, &at);
    if (flu_typo_is_break(cp) && cp != '\r')
      breaks++;
    else if (!flu_typo_is_space(cp) && cp != '\r')
      return false;
  }
  return breaks == 1;
}

bool flu_typo_same_paragraph(const flu_text *text, uint32_t s)
{
  return text->sentences[s].paragraph == text->sentences[s + 1].paragraph || line_goes_on(text, s);
}

static void border(const flu_unit *u, uint32_t s)
{
  const flu_sentence *a = &u->text->sentences[s], *b = &u->text->sentences[s + 1];
  if (a->token_count == 0 || b->token_count == 0) return;
  flu_typo t = over(u, s, s + 1);
  if (a->end == b->start) {
    uint32_t place, cp = flu_typo_before(&t, a->end, &place);
    if (cp != '.' && cp != '!' && cp != '?') return;
    flu_mark m = flu_typo_mark(&t, place, a->token_count - 1);
    const char *wanted = cp == '.' || m.gap_start < m.at ? "" : flu_typo_space_for(u->locale, cp);
    if (flu_typo_glued(&t, &m))
      flu_typo_say(&t, FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, m.at, m.end,
                   flu_typo_join(&t, flu_typo_str(wanted), flu_typo_slice(&t, m.at, m.end), flu_typo_str(" ")));
    return;
  }
  flu_typo_gap(&t, a->token_count);
  flu_typo_capital(&t, a->token_count);
}

static bool ends_sentence(const flu_text *text, const flu_sentence *s)
{
  size_t at = s->end;
  if (s->end <= s->start) return false;
  uint32_t cp = flu_utf8_prev(text->utf8, &at);
  return cp == '.' || cp == '!' || cp == '?' || cp == 0x2026;
}

/* A paragraph whose first sentence begins with a small letter. Fragments, items and short messages do: it is told only
 * when the sentence behind it shows that the writer uses capitals. */
static void beginning(const flu_unit *u, uint32_t s)
{
  const flu_text *text = u->text;
  const flu_sentence *a = &text->sentences[s], *b = &text->sentences[s + 1];
  if (a->token_count < 3 || b->token_count < 2 || !ends_sentence(text, a) || !ends_sentence(text, b)) return;
  if (s > 0 && !ends_sentence(text, &text->sentences[s - 1])) return;
  const flu_token *first = &text->tokens[a->first_token], *second = &text->tokens[b->first_token];
  if (first->kind != FLU_TOKEN_WORD || first->letter_case != FLU_CASE_LOWER || (first->flags & FLU_TOKEN_GLUED)) return;
  if (second->kind != FLU_TOKEN_WORD || second->letter_case != FLU_CASE_TITLE) return;
  flu_typo t = over(u, s, s);
  uint32_t next = flu_typo_after(&t, first->end, NULL);
  bool elided = (first->flags & FLU_TOKEN_ELIDED) != 0;
  if (!elided && (!flu_typo_is_space(next) || !flu_typo_known_word(&t, first->norm))) return;
  flu_typo_say_capital(&t, first);
}

void flu_check_typography_text(const flu_unit *u)
{
  const flu_text *text = u->text;
  for (uint32_t s = 0; s + 1 < text->sentence_count && u->sink->status == FLU_OK; s++) {
    bool same = text->sentences[s].paragraph == text->sentences[s + 1].paragraph;
    bool first = s == 0 || text->sentences[s].paragraph != text->sentences[s - 1].paragraph;
    if (same && first) beginning(u, s);
    if (same) border(u, s);
  }
  flu_typo_pairs(u);
}
