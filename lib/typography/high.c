/* The marks that French sets off with a space: ; : ! ? « » — and the English quotation marks beside them. */
#include "typography/marks.h"

#define SAME_MARKS 4u /* from here on repeated ! or ? are too many */

static bool is_high(uint32_t cp)
{
  return cp == ';' || cp == ':' || cp == '!' || cp == '?';
}

static bool is_outcry(uint32_t cp)
{
  return cp == '!' || cp == '?';
}

static bool is_blank(uint32_t cp)
{
  return cp == 0 || flu_typo_is_space(cp) || flu_typo_is_break(cp);
}

/* « !!!! », « !. »: too many marks at the end of a sentence. */
static bool too_many(flu_typo *t, const flu_mark *m)
{
  uint32_t count = 1, end = m->end, place, cp;
  bool same = true;
  if (!m->before || flu_typo_is_opening(m->before)) return false;
  while (is_outcry(cp = flu_typo_after(t, end, &place))) {
    same &= cp == m->cp;
    count++;
    end = place;
  }
  bool stop = cp == '.' && is_blank(flu_typo_after(t, place, NULL));
  if (!stop && !(same && count >= SAME_MARKS)) return false;
  if (stop && count < SAME_MARKS)
    flu_typo_say(t, FLU_NATIVE_TYPO_PUNCTUATION_DOUBLED, m->at, place, flu_typo_slice(t, m->at, end));
  else
    flu_typo_say(t, FLU_NATIVE_TYPO_PUNCTUATION_DOUBLED, m->at, stop ? place : end, flu_typo_slice(t, m->at, m->end));
  return true;
}

/* A mark that touches the word before it. */
static void no_space_before(flu_typo *t, const flu_mark *m, const char *wanted)
{
  flu_str space = flu_typo_str(wanted), self = flu_typo_slice(t, m->at, m->end);
  if (flu_typo_glued(t, m) && m->cp != ':') {
    flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, m->at, m->end, flu_typo_join(t, space, self, flu_typo_str(" ")));
    return;
  }
  bool ends = is_blank(m->next);
  if (is_outcry(m->cp)) ends |= is_outcry(m->next) || flu_typo_is_closing(m->next) || m->next == '"';
  if (!ends || t->u->locale == FLU_LOCALE_CH || wanted[0] == '\0') return;
  flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_BEFORE_HIGH, m->at, m->end, flu_typo_join(t, space, self, flu_typo_str("")));
}

void flu_typo_high(flu_typo *t, const flu_mark *m)
{
  if (is_high(m->prev) || flu_typo_emoticon(t, m)) return;
  if (is_outcry(m->cp) ? too_many(t, m) : flu_typo_doubled(t, m)) return;
  const char *wanted = flu_typo_space_for(t->u->locale, m->cp);
  if (!flu_typo_ends_text(m->before)) return;
  if (m->gap_start == m->at) {
    no_space_before(t, m, wanted);
    return;
  }
  if (flu_typo_is_letter(m->next) && flu_typo_word_follows(t, m->end, 3)) { /* « la suite :elle » */
    uint32_t next = flu_typo_after(t, flu_typo_word_end(t, m->end), NULL);
    if (next == ':' || next == '=' || next == '(' || next == '_') return;
    flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, m->at, m->end,
                 flu_typo_join(t, flu_typo_slice(t, m->at, m->end), flu_typo_str(" "), flu_typo_str("")));
    return;
  }
  if (m->at - m->gap_start != 1 || t->s[m->gap_start] != ' ') return;
  if (wanted[0] != '\0')
    flu_typo_say(t, FLU_NATIVE_TYPO_NBSP_BEFORE_HIGH, m->gap_start, m->at, flu_typo_str(wanted));
  else if (is_blank(m->next) || is_outcry(m->next))
    flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_BEFORE_HIGH, m->gap_start, m->end, flu_typo_slice(t, m->at, m->end));
}

static void guillemet_opens(flu_typo *t, const flu_mark *m)
{
  bool touches_word = flu_typo_is_letter(m->prev) || m->prev == ',';
  if (touches_word && (is_blank(m->next) || !flu_typo_is_letter(m->next))) return; /* the inverted style: »mot« */
  flu_str wanted = flu_typo_str(flu_typo_space_for(t->u->locale, 0xAB)), self = flu_typo_slice(t, m->at, m->end);
  bool touches_quote = !is_blank(m->next) && m->next != 0xBB && t->u->locale != FLU_LOCALE_CH;
  if (touches_word || touches_quote) {
    flu_typo_say(
        t, FLU_NATIVE_TYPO_SPACE_INSIDE_GUILLEMETS, m->at, m->end,
        flu_typo_join(t, flu_typo_str(touches_word ? " " : ""), self, touches_quote ? wanted : flu_typo_str("")));
  } else if (m->after && m->gap_end - m->end == 1 && t->s[m->end] == ' ') {
    flu_typo_say(t, FLU_NATIVE_TYPO_NBSP_INSIDE_GUILLEMETS, m->end, m->gap_end, wanted);
  }
}

static void guillemet_closes(flu_typo *t, const flu_mark *m)
{
  if (!m->before) return; /* opens the next paragraph of a long quotation */
  bool touches_word = flu_typo_is_letter(m->next);
  if (touches_word && (is_blank(m->prev) || !flu_typo_is_letter(m->prev))) return;
  flu_str wanted = flu_typo_str(flu_typo_space_for(t->u->locale, 0xBB)), self = flu_typo_slice(t, m->at, m->end);
  bool touches_quote = !is_blank(m->prev) && m->prev != 0xAB && t->u->locale != FLU_LOCALE_CH;
  if (touches_word || touches_quote) {
    flu_typo_say(
        t, FLU_NATIVE_TYPO_SPACE_INSIDE_GUILLEMETS, m->at, m->end,
        flu_typo_join(t, touches_quote ? wanted : flu_typo_str(""), self, flu_typo_str(touches_word ? " " : "")));
  } else if (m->at - m->gap_start == 1 && t->s[m->gap_start] == ' ') {
    flu_typo_say(t, FLU_NATIVE_TYPO_NBSP_INSIDE_GUILLEMETS, m->gap_start, m->at, wanted);
  }
}

/* “ mot” or “mot ”: a space on one side only. On both it is a style of its own. */
static void curved_quote_closes(flu_typo *t, const flu_mark *m)
{
  uint32_t opening = t->quote_at, gap = t->quote_gap;
  t->quote_gap = 0;
  bool text = flu_typo_ends_text(m->before) && !flu_typo_is_closing(m->before);
  text |= is_outcry(m->before) || m->before == '.' || m->before == 0x2026;
  if (gap == 0 || !text || flu_typo_is_letter(m->next)) return;
  size_t inner = opening;
  flu_utf8_next(t->s, &inner);
  bool open_space = gap > inner, close_space = m->gap_start < m->at;
  if (open_space && !close_space)
    flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_INSIDE_GUILLEMETS, opening, gap, flu_typo_slice(t, opening, (uint32_t)inner));
  if (close_space && !open_space)
    flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_INSIDE_GUILLEMETS, m->gap_start, m->end, flu_typo_slice(t, m->at, m->end));
}

void flu_typo_quotes(flu_typo *t, const flu_mark *m)
{
  if (m->cp == 0xAB) {
    guillemet_opens(t, m);
  } else if (m->cp == 0xBB) {
    guillemet_closes(t, m);
  } else if (m->cp == 0x201D) {
    curved_quote_closes(t, m);
  } else {
    t->quote_at = m->at;
    t->quote_gap = flu_typo_is_letter(m->after) || flu_typo_is_digit(m->after) ? m->gap_end : 0;
  }
}
