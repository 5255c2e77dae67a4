#include <string.h>

#include "rules/euphony.h"

#define MAX_FIXES 8u

/* --- parts --- */

/* The capital of a sentence's first word is not the word's own. */
static void put_slot(const flu_match *m, flu_draft *d, uint8_t slot)
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
  flu_draft_add(m->sentence->unit, d, text.ptr, text.len);
}

static void put_cased(const flu_match *m, flu_draft *d, const flu_prog_part *part)
{
  const flu_token *t = m->sentence->words[m->captures.word[part->slot] - 1].token;
  char text[FLU_MAX_FORM_BYTES * 3];
  if (t->end - t->start > FLU_MAX_FORM_BYTES) {
    d->failed = true;
    return;
  }
  const char *from = m->sentence->unit->text->utf8 + t->start;
  const size_t len = part->kind == FLU_PART_SMALL ? flu_lower(from, t->end - t->start, text, sizeof text)
                                                  : flu_capitalise(from, t->end - t->start, text, sizeof text);
  flu_draft_add(m->sentence->unit, d, text, len);
  d->own_case = true;
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

/* Of the persons that a form stands for, that of the pronoun before it, else the third. */
static uint8_t one_person(const flu_match *m, uint32_t i, uint8_t persons)
{
  for (uint32_t k = 1; k <= 3 && k <= i; k++) {
    const flu_rule_word *w = flu_rule_word_at(m->sentence, i - k);
    for (unsigned t = 0; t < w->tag_count; t++)
      if (w->tags[t]->pos == FLU_POS_PRON_SUBJ && (w->tags[t]->person & persons) != 0)
        return w->tags[t]->person & persons;
  }
  const uint8_t third = persons & (FLU_3SG | FLU_3PL);
  return third != 0 ? third : persons;
}

/* Another lemma in the form of this reading; a noun brings its own gender. */
static bool put_like(const flu_match *m, flu_draft *d, const flu_reading *r, const flu_prog_part *part)
{
  const flu_lexicon *lex = m->sentence->unit->lexicon;
  const char *lemma = m->sentence->programs->strings + part->text;
  char text[FLU_MAX_FORM_BYTES * 2];
  flu_wanted w = wanted_forms(m, part, r->tag);
  flu_inflection found;
  if (r->tag->pos == FLU_POS_NOUN) w.gender = part->gender;
  if (w.person != 0) w.person = one_person(m, m->captures.word[part->slot] - 1, w.person);
  if ((w.mood & FLU_IND_PRES) != 0) w.mood = FLU_IND_PRES;
  if (flu_lexicon_inflect(lex, lemma, part->len, &w, &found, 1) == 0) return false;
  flu_draft_add(m->sentence->unit, d, text, flu_lexicon_spelling(lex, found.form, text, sizeof text));
  return true;
}

/* A lemma may have two paradigms (il sorte, il sortisse): of the forms that say the same the more frequent one. */
static bool inflect(const flu_lexicon *lex, const char *lemma, size_t len, const flu_wanted *w, flu_inflection *out)
{
  flu_inflection found[8];
  size_t count = flu_lexicon_inflect(lex, lemma, len, w, found, 8);
  if (count == 0) return false;
  if (count > 8) count = 8;
  *out = found[0];
  for (size_t i = 1; i < count; i++) {
    const flu_tag *a = found[0].tag, *b = found[i].tag;
    const bool same = a->gender == b->gender && a->number == b->number && (b->flags & FLU_TAG_1SG_INVERTED) == 0;
    if (same && flu_lexicon_frequency(lex, found[i].form) > flu_lexicon_frequency(lex, out->form)) *out = found[i];
  }
  return true;
}

static bool put_inflected(const flu_match *m, flu_draft *d, const flu_reading *r, flu_str form, const flu_prog_part *part)
{
  if (part->kind == FLU_PART_LIKE) return put_like(m, d, r, part);
  const flu_lexicon *lex = m->sentence->unit->lexicon;
  char lemma[FLU_MAX_FORM_BYTES * 2], text[FLU_MAX_FORM_BYTES * 2];
  const size_t len = flu_lexicon_lemma(r, form.ptr, form.len, lemma, sizeof lemma);
  if (len == 0) return false;
  if (part->kind == FLU_PART_LEMMA) {
    flu_draft_add(m->sentence->unit, d, lemma, len);
    return true;
  }
  const flu_wanted w = wanted_forms(m, part, r->tag);
  flu_inflection found;
  if (!inflect(lex, lemma, len, &w, &found)) return false;
  flu_draft_add(m->sentence->unit, d, text, flu_lexicon_spelling(lex, found.form, text, sizeof text));
  return true;
}

/* The readings of one form of the word; `only`: bits of those that count. */
static bool put_form(const flu_match *m, flu_draft *d, const flu_prog_part *part, uint32_t form, uint32_t only)
{
  const flu_rule_sentence *s = m->sentence;
  const flu_prog_class *c = flu_rule_class_of(s, &s->programs->atoms[m->captures.atom[part->slot]]);
  if (c != NULL && c->scope == FLU_SCOPE_MEANT) c = NULL;   /* the word as it is written may be of another class */
  char spelt[FLU_MAX_FORM_BYTES * 2];
  flu_reading readings[FLU_MAX_READINGS];
  const size_t len = flu_lexicon_spelling(s->unit->lexicon, form, spelt, sizeof spelt);
  const size_t n = flu_lexicon_readings(s->unit->lexicon, form, readings, FLU_MAX_READINGS);
  for (size_t k = 0; k < n; k++) {
    if ((only >> k & 1) == 0 || (c != NULL && !flu_rule_reading_in_class(c, readings[k].tag))) continue;
    if (put_inflected(m, d, &readings[k], (flu_str){ spelt, (uint32_t)len }, part)) return true;
  }
  return false;
}

/* The word in another form: by the reading that the tagger prefers, else by the first that the atom lets through and
 * that has such a form. */
static void put_word(const flu_match *m, flu_draft *d, const flu_prog_part *part)
{
  const flu_rule_sentence *s = m->sentence;
  const uint32_t i = m->captures.word[part->slot] - 1;
  const flu_tagged *tagged = s->unit->tagged == NULL ? NULL : &s->unit->tagged[i];
  if (tagged != NULL && !tagged->meant && tagged->form != FLU_NO_FORM && tagged->reading < FLU_MAX_READINGS &&
      put_form(m, d, part, tagged->form, UINT32_C(1) << tagged->reading))
    return;
  const flu_str form = flu_rule_lookup_form(s->unit, s->words[i].token);
  uint32_t forms[4];
  const size_t found =
    form.len > FLU_MAX_FORM_BYTES ? 0 : flu_lexicon_match(s->unit->lexicon, form.ptr, form.len, forms, 4);
  for (size_t f = 0; f < found; f++)
    if (put_form(m, d, part, forms[f], UINT32_MAX)) return;
  d->failed = true;
}

/* The word that the tagger believes was meant. */
static void put_meant(const flu_match *m, flu_draft *d, uint8_t slot)
{
  char text[FLU_MAX_FORM_BYTES];
  const size_t len = flu_rule_meant(m->sentence, m->captures.word[slot] - 1, 0, text);
  d->failed = d->failed || len == 0;
  flu_draft_add(m->sentence->unit, d, text, len);
}

/* --- a fix --- */

/* Case goes over from what is replaced to what replaces it, unless the fix is about case. */
static flu_str keep(const flu_match *m, const flu_draft *d)
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
  if (d->own_case)
    memcpy(out, d->text, d->len);
  else if (upper && letters > 2)
    len = flu_upper(d->text, d->len, out, sizeof d->text * 3);
  else if (first == FLU_CASE_TITLE || (first == FLU_CASE_UPPER && m->sentence->words[c->start].token->norm.len <= 2))
    len = flu_capitalise(d->text, d->len, out, sizeof d->text * 3);
  else
    memcpy(out, d->text, d->len);
  return (flu_str){ out, (uint32_t)len };
}

static bool make_fix(const flu_match *m, const flu_prog_fix *fix, flu_draft *d)
{
  const flu_programs *p = m->sentence->programs;
  *d = (flu_draft){ .len = 0 };
  for (uint32_t i = 0; i < fix->count && !d->failed; i++) {
    const flu_prog_part *part = &p->parts[fix->first + i];
    if (part->kind != FLU_PART_TEXT && m->captures.word[part->slot] == 0) return false;
    if (part->kind == FLU_PART_TEXT)
      flu_draft_add(m->sentence->unit, d, p->strings + part->text, part->len);
    else if (part->kind == FLU_PART_SLOT)
      put_slot(m, d, part->slot);
    else if (part->kind == FLU_PART_MEANT)
      put_meant(m, d, part->slot);
    else if (part->kind == FLU_PART_SMALL || part->kind == FLU_PART_CAPITAL)
      put_cased(m, d, part);
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

static bool is_there(const flu_issue *issue, flu_str fix)
{
  for (uint8_t i = 0; i < issue->suggestion_count; i++)
    if (issue->suggestions[i].len == fix.len && memcmp(issue->suggestions[i].ptr, fix.ptr, fix.len) == 0) return true;
  return false;
}

static flu_str text_of(const flu_match *m, uint32_t word)
{
  const flu_token *t = m->sentence->words[word].token;
  return (flu_str){ m->sentence->unit->text->utf8 + t->start, t->end - t->start };
}

static flu_str last_of(const flu_draft *d)
{
  size_t at = d->len;
  while (at > 0 && d->text[at - 1] != ' ' && d->text[at - 1] != '\'') at--;
  return (flu_str){ d->text + at, (uint32_t)(d->len - at) };
}

/* Must the word before the span, or the one behind it, be written otherwise with this fix, and was it right before? */
static bool reaches(const flu_match *m, const flu_draft *d, bool back)
{
  const flu_captures *c = &m->captures;
  const flu_unit *u = m->sentence->unit;
  const flu_str whole = { d->text, (uint32_t)d->len };
  if (d->len == 0 || c->start == c->end || (back ? c->start == 0 : c->end == m->sentence->count)) return false;
  const uint32_t other = back ? c->start - 1 : c->end;
  if (m->sentence->words[other].token->kind != FLU_TOKEN_WORD) return false;
  if (back)
    return flu_euphony_changes(u, text_of(m, other), whole) &&
           !flu_euphony_changes(u, text_of(m, other), text_of(m, c->start));
  return flu_euphony_changes(u, last_of(d), text_of(m, other)) &&
         !flu_euphony_changes(u, text_of(m, c->end - 1), text_of(m, other));
}

/* Takes the word before the span, or the one behind it, into the span and into the fixes. */
static void widen(flu_match *m, flu_draft *drafts, size_t count, bool back)
{
  bool needed = false;
  for (size_t i = 0; i < count; i++) needed = needed || reaches(m, &drafts[i], back);
  if (!needed) return;
  const flu_str other = text_of(m, back ? --m->captures.start : m->captures.end++);
  for (size_t i = 0; i < count; i++) {
    flu_draft d = drafts[i];
    if (back) {
      d.len = 0;
      flu_draft_add(m->sentence->unit, &d, other.ptr, other.len);
      flu_draft_add(m->sentence->unit, &d, drafts[i].text, drafts[i].len);
    } else {
      flu_draft_add(m->sentence->unit, &d, other.ptr, other.len);
    }
    drafts[i] = d;
  }
}

/* Behind an elided word there is no white space: what replaces it brings its own. */
static void close_gap(const flu_match *m, flu_draft *d)
{
  const flu_captures *c = &m->captures;
  if (d->len == 0 || d->len == sizeof d->text || c->start == c->end || c->end == m->sentence->count) return;
  const flu_token *last = m->sentence->words[c->end - 1].token, *next = m->sentence->words[c->end].token;
  const bool tied = (last->flags & FLU_TOKEN_ELIDED) != 0 && next->start == last->end;
  const char end = d->text[d->len - 1];
  const bool apostrophe = end == '\'' || (d->len >= 3 && memcmp(d->text + d->len - 3, "\xE2\x80\x99", 3) == 0);
  if (tied && !apostrophe && end != '-') d->text[d->len++] = ' ';
}

static size_t make_fixes(flu_match *m, const flu_prog_pattern *pattern, bool removes, flu_draft *drafts)
{
  const flu_programs *p = m->sentence->programs;
  size_t count = 0;
  for (uint32_t i = 0; i < pattern->fix_count && count < MAX_FIXES; i++)
    if (make_fix(m, &p->fixes[pattern->first_fix + i], &drafts[count])) count++;
  if (removes) return count;
  widen(m, drafts, count, true);
  widen(m, drafts, count, false);
  for (size_t i = 0; i < count; i++) close_gap(m, &drafts[i]);
  return count;
}

/* The words that the pattern names, for the message. */
static uint8_t name_words(const flu_match *m, flu_str words[FLU_MAX_SLOTS])
{
  uint8_t count = 0;
  for (uint8_t i = 0; i < FLU_MAX_SLOTS; i++) {
    words[i] = (flu_str){ "", 0 };
    if (m->captures.word[i] == 0) continue;
    words[i] = text_of(m, m->captures.word[i] - 1);
    count = (uint8_t)(i + 1);
  }
  return count;
}

void flu_rule_report(const flu_match *matched, const flu_prog_pattern *pattern)
{
  flu_match m = *matched;
  const flu_unit *u = m.sentence->unit;
  const flu_programs *p = m.sentence->programs;
  flu_draft drafts[MAX_FIXES];
  flu_str fixes[MAX_FIXES], words[FLU_MAX_SLOTS];
  bool removes = false;
  for (uint32_t i = 0; i < pattern->fix_count; i++) removes = removes || p->fixes[pattern->first_fix + i].count == 0;
  const size_t made = make_fixes(&m, pattern, removes, drafts);
  flu_issue issue = { .rule = pattern->rule, .suggestions = fixes, .words = words };
  if (!place(&m, removes, &issue.start, &issue.end)) return;
  for (size_t i = 0; i < made; i++) {
    const flu_str fix = keep(&m, &drafts[i]);
    if (u->sink->status != FLU_OK) return;
    if (drafts[i].failed || is_there(&issue, fix) ||
        (fix.len == issue.end - issue.start && memcmp(fix.ptr, u->text->utf8 + issue.start, fix.len) == 0))
      continue;
    fixes[issue.suggestion_count++] = fix;
  }
  if (pattern->fix_count > 0 && issue.suggestion_count == 0) return;
  if (!is_plain(&m, issue.start, issue.end)) issue.suggestion_count = 0;
  issue.word_count = name_words(&m, words);
  flu_report_issue(u, &issue);
}
