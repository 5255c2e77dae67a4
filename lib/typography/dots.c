/* Full stops and ellipses. */
#include "typography/marks.h"

#define ELLIPSIS    "\xE2\x80\xA6"
#define LEADER_DOTS 7u /* from here on dots are a leader or a blank to fill in */

static bool is_dot(uint32_t cp)
{
  return cp == '.' || cp == 0x2026;
}

/* Two sentences without a space between them; names of files and members of programs look alike, so both words must be
 * known and the second one begin like a sentence. */
static bool begins_sentence(flu_typo *t, uint32_t at)
{
  uint32_t second;
  if (!flu_typo_is_upper(flu_typo_after(t, at, &second)) || !flu_typo_word_follows(t, at, 2)) return false;
  uint32_t cp = flu_typo_after(t, second, NULL);
  return flu_typo_is_lower(cp) || flu_typo_is_apostrophe(cp) || flu_typo_is_space(cp);
}

static bool sentences_glued(flu_typo *t, const flu_mark *m)
{
  if (!flu_typo_is_lower(m->prev) || !flu_typo_is_lower(flu_typo_after(t, flu_typo_word_start(t, m->at), NULL)))
    return false;
  return begins_sentence(t, m->end) && flu_typo_glued(t, m);
}

/* « la suite…Et », with the space forgotten behind an ellipsis of `end`. */
static void ellipsis_glued(flu_typo *t, const flu_mark *m, uint32_t end)
{
  flu_mark whole = *m;
  whole.end = end;
  whole.next = flu_typo_after(t, end, NULL);
  if (!sentences_glued(t, &whole)) return;
  flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, m->at, end,
               flu_typo_join(t, flu_typo_slice(t, m->at, end), flu_typo_str(" "), flu_typo_str("")));
}

static void full_stop(flu_typo *t, const flu_mark *m)
{
  bool elided = flu_typo_is_apostrophe(flu_typo_after(t, flu_typo_word_end(t, m->end), NULL));
  if (m->gap_start < m->at && flu_typo_is_lower(m->before) && elided && begins_sentence(t, m->end)) {
    flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_BEFORE_COMMA, m->gap_start, m->end, flu_typo_str(". "));
    return;
  }
  bool alone = !flu_typo_is_letter(m->next) && !flu_typo_is_digit(m->next) && !is_dot(m->after) && m->next != '/' &&
               m->next != '*' && m->next != '_';
  if (m->gap_start < m->at && flu_typo_ends_text(m->before) && alone) {
    flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_BEFORE_COMMA, m->gap_start, m->end, flu_typo_str("."));
    return;
  }
  if (m->gap_start == m->at && sentences_glued(t, m))
    flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_AFTER_COMMA, m->at, m->end, flu_typo_str(". "));
}

static bool follows_abbreviation(const flu_typo *t, const flu_mark *m)
{
  return m->token > 0 && t->tokens[m->token - 1].end == m->at && t->tokens[m->token - 1].kind == FLU_TOKEN_ABBREVIATION;
}

/* Two dots where one or three are meant. « ?.. » and « !.. » are right. */
static void two_dots(flu_typo *t, const flu_mark *m, uint32_t end)
{
  uint32_t next = flu_typo_after(t, end, NULL);
  if (!flu_typo_is_letter(m->prev) && !flu_typo_is_closing(m->prev)) return;
  if (flu_typo_is_letter(next) || flu_typo_is_digit(next) || next == '/' || next == '\\') return;
  flu_typo_say2(t, FLU_NATIVE_TYPO_ELLIPSIS_DOTS, m->at, end, flu_typo_str("."),
                flu_typo_str(flu_typo_on(t, FLU_NATIVE_TYPO_ELLIPSIS) ? ELLIPSIS : "..."));
}

void flu_typo_dots(flu_typo *t, const flu_mark *m)
{
  if (is_dot(m->prev)) return; /* told at the first of them */
  uint32_t count = 1, end = m->end, place, cp;
  bool character = m->cp == 0x2026;
  while (is_dot(cp = flu_typo_after(t, end, &place))) {
    character |= cp == 0x2026;
    end = place;
    count++;
  }
  if (count == (character ? 1u : 3u)) ellipsis_glued(t, m, end);
  if (count == 1) {
    if (!character && !follows_abbreviation(t, m)) full_stop(t, m);
  } else if (count == 2 && !character) {
    two_dots(t, m, end);
  } else if (count == 3 && !character) {
    if (flu_typo_on(t, FLU_NATIVE_TYPO_ELLIPSIS))
      flu_typo_say(t, FLU_NATIVE_TYPO_ELLIPSIS, m->at, end, flu_typo_str(ELLIPSIS));
  } else if (count < LEADER_DOTS && !(m->prev == '(' || m->prev == '[')) {
    bool curly = character || flu_typo_on(t, FLU_NATIVE_TYPO_ELLIPSIS);
    flu_typo_say(t, FLU_NATIVE_TYPO_ELLIPSIS_DOTS, m->at, end, flu_typo_str(curly ? ELLIPSIS : "..."));
  }
}
