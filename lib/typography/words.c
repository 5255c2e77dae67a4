/* Words: apostrophes inside them, abbreviated titles, « etc... », capitals. */
#include <string.h>

#include "typography/marks.h"

bool flu_typo_is_curly(flu_typo *t)
{
  if (t->curly < 0) {
    t->curly = 0;
    for (uint32_t i = t->lo; i + 3 <= t->hi && !t->curly; i++) t->curly = memcmp(t->s + i, "\xE2\x80\x99", 3) == 0;
  }
  return t->curly != 0;
}

static void straight_apostrophes(flu_typo *t, uint32_t token)
{
  uint32_t end = t->tokens[token].end;
  for (uint32_t at = t->tokens[token].start; at < end; at++) {
    if (t->s[at] != '\'' || !flu_typo_is_letter(flu_typo_before(t, at, NULL))) continue;
    uint32_t next = flu_typo_after(t, at + 1, NULL);
    if (flu_typo_is_letter(next) || flu_typo_is_digit(next) || next == 0xAB || next == 0x201C)
      flu_typo_say(t, FLU_NATIVE_TYPO_APOSTROPHE, at, at + 1, flu_typo_str("\xE2\x80\x99"));
  }
}

void flu_typo_apostrophes(flu_typo *t, uint32_t token)
{
  if (flu_typo_on(t, FLU_NATIVE_TYPO_APOSTROPHE)) straight_apostrophes(t, token);
  if (!(t->tokens[token].flags & FLU_TOKEN_CHANGED) || !flu_typo_on(t, FLU_NATIVE_TYPO_APOSTROPHE_WRONG)) return;
  for (size_t at = t->tokens[token].start, next; at < t->tokens[token].end; at = next) {
    next = at;
    uint32_t cp = flu_utf8_next(t->s, &next);
    if (cp == '`' || (cp > 0x7F && !flu_typo_is_letter(cp)) || cp == 0x2BC || cp == 0x2B9) {
      flu_mark m = flu_typo_mark(t, (uint32_t)at, token);
      flu_typo_wrong_apostrophe(t, &m);
    }
  }
}

/* « Mr Durand »: a title before a name, abbreviated in another way than the language does. */
void flu_typo_title(flu_typo *t, uint32_t token)
{
  const flu_token *word = &t->tokens[token];
  uint32_t start = word->start, end = word->end;
  if (end - start > 8 || end <= start || !flu_typo_is_upper(flu_typo_after(t, start, NULL))) return;
  if (t->s[end - 1] == '.') end--;
  uint32_t stop = flu_typo_after(t, end, NULL) == '.' ? end + 1 : end;
  flu_str right = flu_typo_value(t, FLU_TYPO_TITLE_ERRORS, t->s + start, stop - start);
  if (right.len == 0 && stop > end) right = flu_typo_value(t, FLU_TYPO_TITLE_ERRORS, t->s + start, end - start);
  if (right.len == 0) return;
  uint32_t place, cp = flu_typo_after(t, stop, &place);
  if (!flu_typo_is_space(cp)) return;
  cp = flu_typo_after(t, place, NULL);
  if (stop > end ? !flu_typo_is_upper(cp) : !flu_typo_is_letter(cp)) return; /* the dot may end the sentence */
  flu_typo_say(t, FLU_NATIVE_TYPO_TITLE_ABBREVIATION, start, stop, right);
}

/* « etc... »: a word that already says that the list goes on. */
void flu_typo_ellipsis_word(flu_typo *t, uint32_t token)
{
  const flu_token *word = &t->tokens[token];
  uint32_t base = word->end, end, place, dots = 0, cp;
  if (word->end - word->start > 12) return;
  while (base > word->start && t->s[base - 1] == '.') base--;
  end = base;
  if (flu_typo_after(t, base, &place) == ' ') end = place;
  for (; (cp = flu_typo_after(t, end, &place)) == '.' || cp == 0x2026; end = place) dots += cp == '.' ? 1 : 3;
  if (dots < 2 || !flu_typo_in_lower(t, FLU_TYPO_NO_ELLIPSIS, t->s + word->start, base - word->start)) return;
  flu_typo_say(t, FLU_NATIVE_TYPO_ETC, base, end, flu_typo_str("."));
}

static bool in_abbreviations(flu_typo *t, const flu_token *word)
{
  char with_stop[64];
  uint32_t len = word->norm.len;
  if (len == 0 || len > sizeof with_stop - 1) return true;
  if (flu_typo_in_lower(t, FLU_TYPO_ABBREVIATIONS, word->norm.ptr, len)) return true;
  memcpy(with_stop, word->norm.ptr, len);
  with_stop[len] = '.';
  return flu_typo_in_lower(t, FLU_TYPO_ABBREVIATIONS, with_stop, len + 1) ||
         flu_typo_in_lower(t, FLU_TYPO_ABBREVIATIONS_FINAL, with_stop, len + 1);
}

void flu_typo_say_capital(const flu_typo *t, const flu_token *word)
{
  char capital[FLU_MAX_FORM_BYTES + 8];
  flu_str none = { "", 0 };
  size_t len = flu_capitalise(t->s + word->start, word->end - word->start, capital, sizeof capital);
  if (len == 0) return;
  flu_typo_say(t, FLU_NATIVE_TYPO_SENTENCE_CAPITAL, word->start, word->end,
               flu_typo_join(t, (flu_str){ capital, (uint32_t)len }, none, none));
}

/* A sentence that begins with a small letter. Only behind a full stop that follows a common word: « ! », « ? » and « … »
 * may be followed by the rest of the sentence, and short words before a full stop may be abbreviations. */
void flu_typo_capital(flu_typo *t, uint32_t token)
{
  const flu_token *word = &t->tokens[token];
  if (token < 2 || word->letter_case != FLU_CASE_LOWER || !(word->flags & FLU_TOKEN_SPACE_BEFORE)) return;
  if (word->flags & (FLU_TOKEN_BREAK_BEFORE | FLU_TOKEN_GLUED)) return;
  const flu_token *stop = word - 1, *last = word - 2;
  if (stop->end - stop->start != 1 || t->s[stop->start] != '.' || last->end != stop->start) return;
  if (last->kind != FLU_TOKEN_WORD || last->letter_case != FLU_CASE_LOWER || last->norm.len < 3) return;
  if (flu_typo_masked(t, last->start, word->end) || in_abbreviations(t, last)) return;
  bool elided = (word->flags & FLU_TOKEN_ELIDED) != 0;
  if (!flu_typo_known_word(t, last->norm) || (!elided && !flu_typo_known_word(t, word->norm))) return;
  uint32_t next = flu_typo_after(t, word->end, NULL);
  if (!elided && !flu_typo_is_space(next) && next != ',' && next != '-') return;
  flu_typo_say_capital(t, word);
}
