/* White space between two tokens: too much of it, or where an apostrophe or a hyphen should bind. */
#include <string.h>

#include "typography/typography.h"

typedef struct gap {
  uint32_t start, end, count;
  bool plain;           /* only ordinary spaces */
  const char *unbroken; /* a no-break space in it */
  uint32_t before, after;
} gap;

static bool read_gap(const flu_typo *t, uint32_t token, gap *g)
{
  *g = (gap){ .start = t->tokens[token - 1].end, .end = t->tokens[token].start, .plain = true };
  if (g->start >= g->end || (t->u->text->mask_count > 0 && flu_typo_masked(t, g->start, g->end))) return false;
  for (size_t at = g->start; at < g->end;) {
    size_t from = at;
    uint32_t cp = flu_utf8_next(t->s, &at);
    if (!flu_typo_is_space(cp) || cp == '\t') return false;
    if (cp == 0xA0) g->unbroken = FLU_NBSP;
    if (cp == 0x202F) g->unbroken = FLU_NARROW_NBSP;
    g->plain &= cp == ' ' && from < at;
    g->count++;
  }
  g->before = flu_typo_before(t, g->start, NULL);
  g->after = flu_typo_after(t, g->end, NULL);
  return g->before != 0 && g->after != 0;
}

/* Brackets, commas and full stops take the whole gap into reports of their own. */
static bool taken(const gap *g)
{
  return g->before == '(' || g->before == '[' || g->after == ')' || g->after == ']' || g->after == ',' ||
         g->after == '.';
}

static void multiple(flu_typo *t, const gap *g)
{
  if (g->count < 2 || t->table || taken(g)) return;
  flu_typo_say(t, FLU_NATIVE_TYPO_SPACE_MULTIPLE, g->start, g->end, flu_typo_str(g->unbroken ? g->unbroken : " "));
}

/* Does [start, end) elide, that is, is it a listed word once the apostrophe is there? */
static bool elides(flu_typo *t, uint32_t start, uint32_t end)
{
  char word[32];
  if (start >= end || end - start > sizeof word - 1) return false;
  memcpy(word, t->s + start, end - start);
  word[end - start] = '\'';
  return flu_typo_in_lower(t, FLU_TYPO_ELISIONS, word, end - start + 1);
}

/* « l' ami », « l 'ami », « l ' ami ». */
static bool apostrophe(flu_typo *t, const gap *g)
{
  uint32_t place, end = g->end, start = g->start, from, cp;
  if (flu_typo_is_apostrophe(g->before) && flu_typo_is_letter(g->after)) {
    flu_typo_before(t, g->start, &start);
  } else if (flu_typo_is_apostrophe(g->after)) {
    flu_typo_after(t, g->end, &end);
    while (flu_typo_is_space(cp = flu_typo_after(t, end, &place))) end = place;
    if (!flu_typo_is_letter(cp)) return false;
  } else {
    return false;
  }
  from = flu_typo_word_start(t, start);
  cp = flu_typo_before(t, from, NULL);
  if (flu_typo_is_apostrophe(cp) || flu_typo_is_letter(cp) || cp == '"' || !elides(t, from, start)) return false;
  uint32_t mark = flu_typo_is_apostrophe(g->before) ? start : g->end;
  size_t next = mark;
  flu_utf8_next(t->s, &next);
  flu_typo_say(t, FLU_NATIVE_TYPO_APOSTROPHE_SPACE, start, end, flu_typo_slice(t, mark, (uint32_t)next));
  return true;
}

/* Is « left-right » a word, or a verb with its pronoun? */
static bool binds(flu_typo *t, uint32_t left, uint32_t left_end, uint32_t right, uint32_t right_end)
{
  if (left >= left_end || right >= right_end) return false;
  flu_str hyphen = flu_typo_str("-"), none = flu_typo_str("");
  flu_str tail = flu_typo_join(t, hyphen, flu_typo_slice(t, right, right_end), none);
  if (flu_typo_in_lower(t, FLU_TYPO_ENCLITICS, tail.ptr, tail.len)) {
    uint32_t front_at, front = flu_typo_before(t, left, &front_at);
    if (front == '-') /* « donne-le -moi » */
      return flu_typo_in_lower(t, FLU_TYPO_ENCLITICS, t->s + front_at, left_end - front_at);
    return flu_typo_known_verb(t, left, left_end);
  }
  if (left_end - left < 2 || right_end - right < 2) return false;
  return flu_typo_known_word(t, flu_typo_join(t, flu_typo_slice(t, left, left_end), tail, none));
}

/* « est -il », « porte- fenêtre »: a space on one side only of a hyphen. */
static void hyphen(flu_typo *t, const gap *g)
{
  uint32_t start = g->start, end = g->end, left, right;
  if (g->after == '-' && flu_typo_is_letter(g->before)) {
    flu_typo_after(t, g->end, &end);
    left = start;
    right = end;
    if (!flu_typo_is_letter(flu_typo_after(t, right, NULL))) return;
  } else if (g->before == '-' && flu_typo_is_letter(g->after)) {
    flu_typo_before(t, g->start, &start);
    left = start;
    right = end;
    if (!flu_typo_is_letter(flu_typo_before(t, left, NULL))) return;
  } else {
    return;
  }
  uint32_t right_end = flu_typo_word_end(t, right);
  uint32_t place, next = flu_typo_after(t, right_end, &place);
  if (next == '-' && flu_typo_is_letter(flu_typo_after(t, place, NULL))) right_end = flu_typo_word_end(t, place);
  if (binds(t, flu_typo_word_start(t, left), left, right, right_end))
    flu_typo_say(t, FLU_NATIVE_TYPO_HYPHEN_SPACES, start, end, flu_typo_str("-"));
}

void flu_typo_gap(flu_typo *t, uint32_t token)
{
  gap g;
  if (token == 0 || t->tokens[token].start == t->tokens[token - 1].end || !read_gap(t, token, &g)) return;
  if (apostrophe(t, &g)) return;
  multiple(t, &g);
  if (g.count == 1 && (g.before == '-' || g.after == '-')) hyphen(t, &g);
}
