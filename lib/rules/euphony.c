#include "rules/euphony.h"

#include <string.h>

#define MAX_WORD 64u

static const char curly[] = "\xE2\x80\x99";

enum onset { ONSET_UNKNOWN, ONSET_VOWEL, ONSET_CONSONANT };

typedef struct next_word {
  enum onset onset;
  uint8_t gender, number;   /* of its readings as a noun, an adjective or a participle; 0: none */
  bool auxiliary;
} next_word;

static size_t word_length(const char *text, size_t len)
{
  size_t n = 0;
  while (n < len && text[n] != ' ' && text[n] != '\'' && memcmp(text + n, curly, len - n < 3 ? len - n : 3) != 0) n++;
  return n;
}

static void read_tag(const flu_tag *tag, next_word *w)
{
  w->onset = (tag->flags & FLU_TAG_ELIDES) != 0 ? ONSET_VOWEL : w->onset;
  w->auxiliary = w->auxiliary || tag->pos == FLU_POS_AUX;
  if (tag->pos != FLU_POS_NOUN && tag->pos != FLU_POS_ADJ && (tag->mood & FLU_PART_PAST) == 0) return;
  w->gender |= tag->gender;
  w->number |= tag->number;
}

/* What a word that is to follow asks of the one before it. */
static next_word look_at(const flu_unit *u, const char *text, size_t len)
{
  uint32_t forms[2];
  flu_reading readings[FLU_MAX_READINGS];
  next_word w = { .onset = ONSET_UNKNOWN };
  len = word_length(text, len);
  const size_t found = len > FLU_MAX_FORM_BYTES ? 0 : flu_lexicon_match(u->lexicon, text, len, forms, 2);
  if (found > 0) w.onset = ONSET_CONSONANT;
  for (size_t f = 0; f < found; f++) {
    const size_t n = flu_lexicon_readings(u->lexicon, forms[f], readings, FLU_MAX_READINGS);
    for (size_t i = 0; i < n; i++) read_tag(readings[i].tag, &w);
  }
  return w;
}

static bool ends_in_apostrophe(flu_str s)
{
  return s.len > 0 && (s.ptr[s.len - 1] == '\'' || (s.len >= 3 && memcmp(s.ptr + s.len - 3, curly, 3) == 0));
}

/* The word in lower case with a straight apostrophe; 0: too long to be in a list. */
static size_t plain(flu_str word, char out[MAX_WORD])
{
  char straight[MAX_WORD / 3];
  if (word.len == 0 || word.len > sizeof straight) return 0;
  size_t len = word.len;
  memcpy(straight, word.ptr, len);
  if (ends_in_apostrophe(word) && straight[len - 1] != '\'') {
    len -= 2;
    straight[len - 1] = '\'';
  }
  return flu_lower(straight, len, out, MAX_WORD);
}

/* Of "masculine|feminine" what the next word asks for; nothing when it does not say. */
static flu_str by_gender(flu_str value, const next_word *next)
{
  const char *bar = memchr(value.ptr, '|', value.len);
  if (value.len == 0 || bar == NULL) return value;
  const uint32_t first = (uint32_t)(bar - value.ptr);
  if (next->gender == FLU_MASC || (next->gender == FLU_GENDER_ANY && next->number == FLU_PLUR))
    return (flu_str){ value.ptr, first };
  if (next->gender == FLU_FEM) return (flu_str){ bar + 1, value.len - first - 1 };
  return (flu_str){ "", 0 };
}

/* The form of `word` before the next one; empty: as it is. *failed: it must change and nothing says how. */
static flu_str form_before(const flu_unit *u, flu_str word, const char *text, size_t len, bool *failed)
{
  static const flu_str same = { "", 0 };
  char lower[MAX_WORD];
  const size_t n = plain(word, lower);
  *failed = false;
  if (n == 0 || (flu_lists_of(u->lists, lower, n) & (u->list_bits->before_vowel | u->list_bits->before_consonant)) == 0)
    return same;
  const next_word next = look_at(u, text, len);
  if (next.onset == ONSET_UNKNOWN) return same;
  const bool vowel = next.onset == ONSET_VOWEL;
  const uint64_t list = vowel ? u->list_bits->before_vowel : u->list_bits->before_consonant;
  const flu_str value = flu_lists_value(u->lists, lower, n, list);
  if (value.len == 0) return same;
  const bool agrees = vowel && !ends_in_apostrophe(value);   /* ce → cet: before a noun or an adjective */
  if (agrees && (next.gender == 0 || next.auxiliary)) return same;
  const flu_str form = by_gender(value, &next);
  if (form.len == 0 && !ends_in_apostrophe(word)) return same;
  *failed = form.len == 0;
  if (form.len == n && memcmp(form.ptr, lower, n) == 0) return same;
  return form;
}

bool flu_euphony_changes(const flu_unit *u, flu_str word, flu_str next)
{
  bool failed;
  return form_before(u, word, next.ptr, next.len, &failed).len > 0 || failed;
}

static void put(flu_draft *d, const char *text, size_t len)
{
  if (d->failed || len > sizeof d->text - d->len) {
    d->failed = true;
    return;
  }
  memcpy(d->text + d->len, text, len);
  d->len += len;
}

/* Where the last word begins, its apostrophe being part of it. */
static size_t last_word(const flu_draft *d)
{
  size_t at = d->len;
  const flu_str whole = { d->text, (uint32_t)d->len };
  if (ends_in_apostrophe(whole)) at -= d->text[at - 1] == '\'' ? 1 : 3;
  while (at > 0 && d->text[at - 1] != ' ' && d->text[at - 1] != '\'' &&
         !(at >= 3 && memcmp(d->text + at - 3, curly, 3) == 0))
    at--;
  return at;
}

/* Puts a form in place of the last word, with its capital and its kind of apostrophe. */
static void replace_last(flu_draft *d, size_t at, flu_str form)
{
  char text[MAX_WORD * 3];
  const unsigned char first = (unsigned char)d->text[at];
  size_t len = form.len;
  if (form.len > MAX_WORD) return;
  if (first >= 'A' && first <= 'Z')
    len = flu_capitalise(form.ptr, form.len, text, sizeof text);
  else
    memcpy(text, form.ptr, len);
  d->len = at;
  put(d, text, len);
}

void flu_draft_add(const flu_unit *u, flu_draft *d, const char *text, size_t len)
{
  const bool tied = len == 0 || text[0] == '-' || text[0] == '\'' || text[0] == ',' || text[0] == '.';
  if (d->len > 0 && !tied && d->text[d->len - 1] != '-') {
    const size_t at = last_word(d);
    bool failed;
    const flu_str form = form_before(u, (flu_str){ d->text + at, (uint32_t)(d->len - at) }, text, len, &failed);
    d->failed = d->failed || failed;
    if (form.len > 0) replace_last(d, at, form);
    if (!ends_in_apostrophe((flu_str){ d->text, (uint32_t)d->len })) put(d, " ", 1);
  }
  put(d, text, len);
}
