/* Marks: comma, brackets, dash, wrong apostrophe. Sends the others to their files. */
#include <string.h>

#include "typography/marks.h"

bool flu_typo_ends_text(uint32_t cp)
{
  return flu_typo_is_letter(cp) || flu_typo_is_digit(cp) || flu_typo_is_closing(cp) || cp == '"' || cp == '\'' ||
         cp == 0x2019 || cp == '%' || cp == 0x20AC || cp == '$' || cp == 0xB0;
}

static bool is_eye(uint32_t cp)
{
  return cp == ':' || cp == ';' || cp == '=' || cp == '8';
}

static bool is_nose(uint32_t cp)
{
  return cp == '-' || cp == '\'' || cp == '^' || cp == 'o';
}

static bool is_mouth(uint32_t cp)
{
  return cp == '(' || cp == ')' || cp == '[' || cp == ']' || cp == '|' || cp == '/' || cp == '\\' || cp == '*' ||
         cp == '<' || cp == '>' || cp == '{' || cp == '}' || cp == 'D' || cp == 'P' || cp == 'p' || cp == 'O' ||
         cp == 'o' || cp == '3' || cp == '$';
}

bool flu_typo_emoticon(const flu_typo *t, const flu_mark *m)
{
  uint32_t end = m->end, cp = flu_typo_after(t, end, &end);
  if (!is_eye(m->cp)) return false;
  if (is_nose(cp)) {
    uint32_t place, mouth = flu_typo_after(t, end, &place);
    if (is_mouth(mouth)) cp = mouth, end = place;
  }
  if (!is_mouth(cp)) return false;
  bool bracket = cp == '(' || cp == ')' || cp == '[' || cp == ']';
  if (!bracket && flu_typo_ends_text(m->prev)) return false;
  cp = flu_typo_after(t, end, NULL);
  return cp == 0 || !(flu_typo_is_letter(cp) || flu_typo_is_digit(cp));
}

/* A bracket that is the mouth of an emoticon. */
static bool is_smile(const flu_typo *t, const flu_mark *m)
{
  uint32_t place, cp = flu_typo_before(t, m->at, &place);
  if (is_eye(cp) && cp != '8') return true;
  return is_nose(cp) && cp != 'o' && is_eye(flu_typo_before(t, place, NULL));
}

/* A word that starts at `start`: known, or elided before an apostrophe. */
bool flu_typo_word_follows(flu_typo *t, uint32_t start, uint32_t shortest)
{
  uint32_t end = flu_typo_word_end(t, start);
  if (flu_typo_is_apostrophe(flu_typo_after(t, end, NULL))) return end > start;
  return end - start >= shortest && flu_typo_known(t, start, end);
}

bool flu_typo_glued(flu_typo *t, const flu_mark *m)
{
  if (!flu_typo_is_letter(m->next)) return false;
  if (flu_typo_is_closing(m->prev)) return flu_typo_word_follows(t, m->end, 2);
  if (!flu_typo_is_letter(m->prev)) return false;
  uint32_t start = flu_typo_word_start(t, m->at);
  uint32_t left = m->at - start;
  uint32_t front = flu_typo_before(t, start, NULL);
  if (m->cp == ';' && (front == ';' || front == '(' || front == '[')) return false; /* arguments of a function */
  if (front == '.' || front == '/' || front == '@' || front == '_' || flu_typo_is_digit(front)) return false;
  return left >= 2 && flu_typo_word_follows(t, m->end, left > 2 ? 2 : 3) && flu_typo_known(t, start, m->at);
}

static bool is_separator(uint32_t cp)
{
  return cp == ',' || cp == ';';
}

/* A full stop that stands alone at the end of something. */
static bool lone_stop(const flu_typo *t, uint32_t at)
{
  uint32_t end;
  if (flu_typo_after(t, at, &end) != '.') return false;
  uint32_t cp = flu_typo_after(t, end, NULL);
  return cp == 0 || flu_typo_is_space(cp) || flu_typo_is_break(cp);
}

bool flu_typo_doubled(flu_typo *t, const flu_mark *m)
{
  bool colon = m->cp == ':' && m->gap_start < m->at;
  if ((!is_separator(m->cp) && !colon) || m->gap_end - m->end > 1 || !m->before) return false;
  if (is_separator(m->before) && m->at - m->gap_start <= 1) return true; /* told at the first of them */
  if (!flu_typo_ends_text(m->before) && m->before != '.') return false;
  bool stop = lone_stop(t, m->gap_end);
  if (!stop && (colon || !is_separator(m->after))) return false;
  flu_mark next = flu_typo_mark(t, m->gap_end, m->token);
  if (flu_typo_emoticon(t, &next)) return false;
  uint32_t end = next.end, place;
  while (flu_typo_after(t, end, &place) == m->cp) end = place;
  flu_str last = flu_typo_slice(t, next.at, next.end), first = flu_typo_slice(t, m->at, m->end);
  if (m->cp == m->after)
    flu_typo_say(t, FLU_NATIVE_TYPO_PUNCTUATION_DOUBLED, m->at, end, first);
  else
    flu_typo_say2(t, FLU_NATIVE_TYPO_PUNCTUATION_DOUBLED, m->at, end, last, first);
  return true;
}

static void comma(flu_typo *t, const flu_mark *m)
{
  if (flu_typo_doubled(t, m)) return;
  bool glued = flu_typo_glued(t, m);
  bool ends = flu_typo_ends_text(m->before) || m->before == '.' || m->before == 0x2026;
  if (m->gap_start < m->at && ends && !flu_typo_is_digit(m->next)) {
    flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_BEFORE_COMMA, m->gap_start, m->end,
                 flu_typo_str(flu_typo_is_letter(m->next) ? ", " : ","));
    return;
  }
  if (glued) flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, m->at, m->end, flu_typo_str(", "));
}

/* « le couloir(celui du fond)mène »: between known words, and with a space inside, or else it may be a call, an ending in
 * brackets or a prefix. */
static void bracket_after_word(flu_typo *t, const flu_mark *m)
{
  uint32_t end = flu_typo_word_end(t, m->end);
  uint32_t place, next = flu_typo_after(t, end, &place);
  if (!flu_typo_glued(t, m) || next != ' ' || !flu_typo_is_letter(flu_typo_after(t, place, NULL))) return;
  flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, m->at, m->end,
               flu_typo_join(t, flu_typo_str(" "), flu_typo_slice(t, m->at, m->end), flu_typo_str("")));
}

static void word_after_bracket(flu_typo *t, const flu_mark *m, uint32_t opening)
{
  if (opening == 0 || !flu_typo_is_letter(m->next) || !flu_typo_is_letter(m->prev)) return;
  if (!memchr(t->s + opening, ' ', m->at - opening) || !flu_typo_word_follows(t, m->end, 2)) return;
  flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, m->at, m->end,
               flu_typo_join(t, flu_typo_slice(t, m->at, m->end), flu_typo_str(" "), flu_typo_str("")));
}

static void opening_bracket(flu_typo *t, const flu_mark *m)
{
  t->bracket = m->end;
  if (m->cp == '(' && flu_typo_is_letter(m->prev)) bracket_after_word(t, m);
  if (m->gap_end == m->end || !m->after || flu_typo_is_closing(m->after) || m->after == '.' || m->after == 0x2026)
    return;
  if (m->prev && !flu_typo_is_space(m->prev) && !flu_typo_is_break(m->prev) && !flu_typo_is_opening(m->prev)) return;
  flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_INSIDE_BRACKETS, m->at, m->gap_end, flu_typo_slice(t, m->at, m->end));
}

static void closing_bracket(flu_typo *t, const flu_mark *m)
{
  uint32_t place, opening = t->bracket;
  t->bracket = 0;
  if (m->gap_start == m->at && m->cp == ')') word_after_bracket(t, m, opening);
  if (m->gap_start == m->at || !m->before || flu_typo_is_letter(m->next)) return;
  if (!flu_typo_ends_text(m->before) && m->before != '.' && m->before != '!' && m->before != '?') return;
  flu_typo_before(t, m->gap_start, &place);
  if (m->before == '.' && flu_typo_before(t, place, NULL) == '.') return;                       /* « ( ... ) » */
  if (opening > t->lo + 1 && flu_typo_is_letter(flu_typo_before(t, opening - 1, NULL))) return; /* a call */
  flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_INSIDE_BRACKETS, m->gap_start, m->end, flu_typo_slice(t, m->at, m->end));
}

static void bracket(flu_typo *t, const flu_mark *m)
{
  if (is_smile(t, m)) return;
  if (m->cp == '(' || m->cp == '[')
    opening_bracket(t, m);
  else
    closing_bracket(t, m);
}

static void dash(flu_typo *t, const flu_mark *m)
{
  if (m->prev == '-' || !m->before || !flu_typo_on(t, FLU_NATIVE_TYPO_DASH)) return;
  uint32_t end = m->end, place;
  if (m->next == '-') flu_typo_after(t, m->end, &end);
  uint32_t next = flu_typo_after(t, end, &place), after = next;
  for (uint32_t at = end; flu_typo_is_space(after); at = place) after = flu_typo_after(t, at, &place);
  bool space_left = m->gap_start < m->at, space_right = flu_typo_is_space(next);
  if (!after || flu_typo_is_break(after) || after == '-' || space_left != space_right) return;
  if (!space_left && end == m->end) return;
  if (flu_typo_is_digit(m->before) && flu_typo_is_digit(after)) return;
  flu_typo_say2(t, FLU_NATIVE_TYPO_DASH, m->at, end, flu_typo_str("\xE2\x80\x93"), flu_typo_str("\xE2\x80\x94"));
}

static bool wrong_apostrophe(uint32_t cp)
{
  return cp == 0xB4 || cp == '`' || cp == 0x2018 || cp == 0x2032 || cp == 0x2BC || cp == 0xFF07 || cp == 0x2B9 ||
         cp == 0x201B;
}

void flu_typo_wrong_apostrophe(flu_typo *t, const flu_mark *m)
{
  if (!wrong_apostrophe(m->cp) || !flu_typo_is_letter(m->prev) || !flu_typo_is_letter(m->next)) return;
  if (m->cp == '`') { /* also a mark of code: only behind what elides */
    uint32_t start = flu_typo_word_start(t, m->at);
    flu_str word = flu_typo_join(t, flu_typo_slice(t, start, m->at), flu_typo_str("'"), flu_typo_str(""));
    if (!flu_typo_in_lower(t, FLU_TYPO_ELISIONS, word.ptr, word.len)) return;
  }
  flu_str curly = flu_typo_str("\xE2\x80\x99"), straight = flu_typo_str("'");
  bool typographic = flu_typo_is_curly(t) || flu_typo_on(t, FLU_NATIVE_TYPO_APOSTROPHE);
  flu_typo_say(t, FLU_NATIVE_TYPO_APOSTROPHE_WRONG, m->at, m->end, typographic ? curly : straight);
}

static void mark(flu_typo *t, const flu_mark *m)
{
  switch (m->cp) {
  case 0: break;
  case ',': comma(t, m); break;
  case '.':
  case 0x2026: flu_typo_dots(t, m); break;
  case ';':
  case ':':
  case '!':
  case '?': flu_typo_high(t, m); break;
  case 0xAB:
  case 0xBB:
  case 0x201C:
  case 0x201D: flu_typo_quotes(t, m); break;
  case '(':
  case ')':
  case '[':
  case ']': bracket(t, m); break;
  case '-': dash(t, m); break;
  case 0xB0:
  case 0xBA: flu_typo_number_sign(t, m); break;
  default: flu_typo_wrong_apostrophe(t, m); break;
  }
}

void flu_typo_punctuation(flu_typo *t, uint32_t token)
{
  uint32_t at = t->tokens[token].start, end = t->tokens[token].end;
  while (at < end) {
    size_t next = at;
    flu_utf8_next(t->s, &next);
    flu_mark m = flu_typo_mark(t, at, token);
    mark(t, &m);
    at = (uint32_t)next;
  }
}
