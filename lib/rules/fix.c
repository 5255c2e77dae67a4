#include <string.h>

#include "rules/match.h"

#define MAX_FIX   400u /* bytes of one suggestion */
#define MAX_FIXES 8u

typedef struct draft {
  char text[MAX_FIX];
  size_t len;
  bool failed;
} draft;

static void put(draft *d, const char *text, size_t len)
{
  if (d->failed || len > sizeof d->text - d->len) {
    d->failed = true;
    return;
  }
  memcpy(d->text + d->len, text, len);
  d->len += len;
}

/* A part follows an apostrophe or begins with a hyphen without a space. */
static void put_part(draft *d, const char *text, size_t len)
{
  const char *mark = d->len >= 3 ? d->text + d->len - 3 : d->text;
  const bool tied = d->len == 0 || d->text[d->len - 1] == '\'' || d->text[d->len - 1] == '-' ||
                    (d->len >= 3 && memcmp(mark, "\xE2\x80\x99", 3) == 0) || len == 0 || text[0] == '-';
  if (!tied) put(d, " ", 1);
  put(d, text, len);
}

/* --- parts --- */

/* The capital of a sentence's first word is not the word's own. */
static void put_slot(const flu_match *m, draft *d, uint8_t slot)
{
  const flu_token *t = m->sentence->words[m->captures.word[slot] - 1].token;
  char lower[FLU_MAX_FORM_BYTES * 3];
  uint32_t form;
  flu_str text = { m->sentence->unit->text->utf8 + t->start, t->end - t->start };
  if ((t->flags & FLU_TOKEN_SENTENCE_START) != 0 && t->letter_case == FLU_CASE_TITLE &&
      t->norm.len <= FLU_MAX_FORM_BYTES) {
    const size_t len = flu_lower(t->norm.ptr, t->norm.len, lower, sizeof lower);
    if (flu_lexicon_match(m->sentence->unit->lexicon, lower, len, &form, 1) > 0)
      text = (flu_str){ lower, (uint32_t)len };
  }
  put_part(d, text.ptr, text.len);
}

static uint8_t wanted(const flu_match *m, uint8_t given, uint8_t of, uint8_t feature, uint8_t any)
{
  if (of == FLU_NO_SLOT || m->captures.word[of] == 0) return given;
  const flu_rule_features f =
      flu_rule_features_of(m->sentence, m->captures.word[of] - 1, &m->sentence->programs->atoms[m->captures.atom[of]]);
  const uint8_t value = feature == FLU_FEATURE_GENDER ? f.gender : feature == FLU_FEATURE_NUMBER ? f.number : f.person;
  return value == any ? given : value;
}

static uint8_t number_of_person(uint8_t person)
{
  return (person & (FLU_1SG | FLU_2SG | FLU_3SG)) != 0 ? FLU_SING : FLU_PLUR;
}

/* What is asked, and for the rest what the reading has. */
static flu_wanted wanted_forms(const flu_match *m, const flu_prog_part *part, const flu_tag *own)
{
  flu_wanted w = { .pos = own->pos,
                   .gender = wanted(m, part->gender, part->gender_of, FLU_FEATURE_GENDER, FLU_GENDER_ANY),
                   .number = wanted(m, part->number, part->number_of, FLU_FEATURE_NUMBER, FLU_NUMBER_ANY),
                   .person = wanted(m, part->person, part->person_of, FLU_FEATURE_PERSON, 63),
                   .mood = part->mood != 0 ? part->mood : own->mood };
  const bool finite = (w.mood & (FLU_INF | FLU_PART_PRES | FLU_PART_PAST)) == 0 && w.mood != 0;
  if (finite && w.person == 0 && w.number != 0 && own->person != 0) {
    const unsigned one = own->person | own->person >> 3, both = (one | one << 3) & 63u;
    w.person = (uint8_t)(both & (w.number == FLU_SING ? 7u : 56u));
  }
  if (finite && w.person == 0) w.person = own->person;
  if (finite || (w.mood & (FLU_INF | FLU_PART_PRES)) != 0) {
    w.gender = w.number = 0;
    if (!finite) w.person = 0;
    return w;
  }
  if (w.number == 0 && w.person != 0 && w.person != 63) w.number = number_of_person(w.person);
  w.person = 0;
  if (w.gender == 0) w.gender = own->gender;
  if (w.number == 0) w.number = own->number;
  return w;
}

static bool put_inflected(const flu_match *m, draft *d, const flu_reading *r, flu_str form, const flu_prog_part *part)
{
  const flu_lexicon *lex = m->sentence->unit->lexicon;
  char lemma[FLU_MAX_FORM_BYTES * 2], text[FLU_MAX_FORM_BYTES * 2];
  const size_t len = flu_lexicon_lemma(r, form.ptr, form.len, lemma, sizeof lemma);
  if (len == 0) return false;
  if (part->kind == FLU_PART_LEMMA) {
    put_part(d, lemma, len);
    return true;
  }
  const flu_wanted w = wanted_forms(m, part, r->tag);
  flu_inflection found;
  if (flu_lexicon_inflect(lex, lemma, len, &w, &found, 1) == 0) return false;
  put_part(d, text, flu_lexicon_spelling(lex, found.form, text, sizeof text));
  return true;
}

/* The word in another form: by its first reading that the atom lets through and that has such a form. */
static void put_word(const flu_match *m, draft *d, const flu_prog_part *part)
{
  const flu_rule_sentence *s = m->sentence;
  const uint32_t i = m->captures.word[part->slot] - 1;
  const flu_prog_atom *atom = &s->programs->atoms[m->captures.atom[part->slot]];
  const flu_prog_class *c = atom->kind == FLU_ATOM_CLASS && !atom->negated ? &s->programs->classes[atom->value] : NULL;
  const flu_str form = flu_rule_lookup_form(s->unit, s->words[i].token);
  uint32_t forms[4];
  char spelt[FLU_MAX_FORM_BYTES * 2];
  flu_reading readings[FLU_MAX_READINGS];
  if (form.len > FLU_MAX_FORM_BYTES) {
    d->failed = true;
    return;
  }
  const size_t found = flu_lexicon_match(s->unit->lexicon, form.ptr, form.len, forms, 4);
  for (size_t f = 0; f < found; f++) {
    const size_t len = flu_lexicon_spelling(s->unit->lexicon, forms[f], spelt, sizeof spelt);
    const size_t n = flu_lexicon_readings(s->unit->lexicon, forms[f], readings, FLU_MAX_READINGS);
    for (size_t k = 0; k < n; k++) {
      if (c != NULL && !flu_rule_reading_in_class(c, readings[k].tag)) continue;
      if (put_inflected(m, d, &readings[k], (flu_str){ spelt, (uint32_t)len }, part)) return;
    }
  }
  d->failed = true;
}

/* --- a fix --- */

/* Case goes over from what is replaced to what replaces it. */
static flu_str keep(const flu_match *m, const draft *d)
{
  const flu_unit *u = m->sentence->unit;
  const flu_captures *c = &m->captures;
  bool upper = true;
  uint32_t letters = 0;
  for (uint32_t i = c->start; i < c->end; i++) {
    const flu_token *t = m->sentence->words[i].token;
    letters += t->letter_case == FLU_CASE_NONE ? 0 : t->norm.len;
    upper = upper && (t->letter_case == FLU_CASE_UPPER || t->letter_case == FLU_CASE_NONE ||
                      (t->letter_case == FLU_CASE_TITLE && t->norm.len <= 2));
  }
  char *out = flu_arena_take(u->arena, sizeof d->text * 3);
  if (out == NULL) {
    u->sink->status = FLU_E_NOMEM;
    return (flu_str){ "", 0 };
  }
  size_t len = d->len;
  const uint8_t first = c->start < c->end ? m->sentence->words[c->start].token->letter_case : FLU_CASE_NONE;
  if (upper && letters > 2)
    len = flu_upper(d->text, d->len, out, sizeof d->text * 3);
  else if (first == FLU_CASE_TITLE || (first == FLU_CASE_UPPER && m->sentence->words[c->start].token->norm.len <= 2))
    len = flu_capitalise(d->text, d->len, out, sizeof d->text * 3);
  else
    memcpy(out, d->text, d->len);
  return (flu_str){ out, (uint32_t)len };
}

static bool make_fix(const flu_match *m, const flu_prog_fix *fix, draft *d)
{
  const flu_programs *p = m->sentence->programs;
  *d = (draft){ .len = 0 };
  for (uint32_t i = 0; i < fix->count && !d->failed; i++) {
    const flu_prog_part *part = &p->parts[fix->first + i];
    if (part->kind != FLU_PART_TEXT && m->captures.word[part->slot] == 0) return false;
    if (part->kind == FLU_PART_TEXT)
      put_part(d, p->strings + part->text, part->len);
    else if (part->kind == FLU_PART_SLOT)
      put_slot(m, d, part->slot);
    else
      put_word(m, d, part);
  }
  return !d->failed;
}

/* --- the report --- */

/* Bytes of the reported span; an empty one lies behind the word before it. */
static bool place(const flu_match *m, bool removes, uint32_t *start, uint32_t *end)
{
  const flu_rule_sentence *s = m->sentence;
  const flu_captures *c = &m->captures;
  if (c->start == c->end) {
    *start = *end = c->start > 0 ? s->words[c->start - 1].token->end : s->words[0].token->start;
    return s->count > 0;
  }
  *start = s->words[c->start].token->start;
  *end = s->words[c->end - 1].token->end;
  if (removes && c->start > 0)
    *start = s->words[c->start - 1].token->end;
  else if (removes && c->end < s->count)
    *end = s->words[c->end].token->start;
  return true;
}

/* What is hidden from us inside the span (markup) would be lost by a replacement. */
static bool is_plain(const flu_match *m, uint32_t start, uint32_t end)
{
  const flu_text *text = m->sentence->unit->text;
  size_t low = 0, high = text->mask_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (text->masks[middle].end <= start)
      low = middle + 1;
    else
      high = middle;
  }
  return low == text->mask_count || text->masks[low].start >= end;
}

void flu_rule_report(const flu_match *m, const flu_prog_pattern *pattern)
{
  const flu_unit *u = m->sentence->unit;
  const flu_programs *p = m->sentence->programs;
  flu_str fixes[MAX_FIXES];
  size_t count = 0;
  bool removes = false;
  for (uint32_t i = 0; i < pattern->fix_count; i++) removes = removes || p->fixes[pattern->first_fix + i].count == 0;
  uint32_t start, end;
  if (!place(m, removes, &start, &end)) return;
  for (uint32_t i = 0; i < pattern->fix_count && count < MAX_FIXES; i++) {
    draft d;
    if (!make_fix(m, &p->fixes[pattern->first_fix + i], &d)) continue;
    const flu_str fix = keep(m, &d);
    if (u->sink->status != FLU_OK) return;
    if (fix.len == end - start && memcmp(fix.ptr, u->text->utf8 + start, fix.len) == 0) continue;
    fixes[count++] = fix;
  }
  if (pattern->fix_count > 0 && count == 0) return;
  flu_report(u, pattern->rule, start, end, fixes, is_plain(m, start, end) ? count : 0, 0);
}
