#include "rules/sentence.h"

#include <string.h>

#include "lexicon/user_words.h"

#define MAX_FORMS 4u
#define SURE      500   /* margin from which on the tagger's choice rules out the other readings */

static const flu_prog_word *find_named(const flu_programs *p, const flu_token *t)
{
  char lower[FLU_MAX_WORD * 3];
  if (t->norm.len > FLU_MAX_WORD) return NULL;
  if (t->letter_case == FLU_CASE_LOWER || t->letter_case == FLU_CASE_NONE)
    return flu_programs_find(p, t->norm.ptr, t->norm.len);
  return flu_programs_find(p, lower, flu_lower(t->norm.ptr, t->norm.len, lower, sizeof lower));
}

int flu_rule_sentence_begin(flu_rule_sentence *out, const flu_unit *u, uint32_t s)
{
  const flu_sentence *sentence = &u->text->sentences[s];
  *out = (flu_rule_sentence){ .unit = u, .programs = u->programs, .count = sentence->token_count };
  out->words = flu_arena_take(u->local, out->count * sizeof *out->words);
  if (out->words == NULL) return FLU_E_NOMEM;
  for (uint32_t i = 0; i < out->count; i++) {
    const flu_token *t = &u->text->tokens[sentence->first_token + i];
    out->words[i] = (flu_rule_word){ .token = t, .named = find_named(u->programs, t) };
  }
  return FLU_OK;
}

flu_str flu_rule_lookup_form(const flu_unit *u, const flu_token *t)
{
  if ((t->flags & FLU_TOKEN_ELIDED) != 0 && t->norm.len <= FLU_MAX_WORD) {
    char lower[FLU_MAX_WORD * 3];
    const size_t len = flu_lower(t->norm.ptr, t->norm.len, lower, sizeof lower);
    const flu_str full = flu_lists_value(u->lists, lower, len, u->list_bits->elisions);
    if (full.len > 0) return full;
  }
  flu_str form = t->norm;
  if ((t->flags & FLU_TOKEN_ENCLITIC) != 0)
    for (uint32_t i = form.len; i > 0; i--)
      if (form.ptr[i - 1] == '-') return (flu_str){ form.ptr + i, form.len - i };
  return form;
}

static bool has_readings(const flu_token *t)
{
  return t->kind == FLU_TOKEN_WORD || t->kind == FLU_TOKEN_ABBREVIATION || t->kind == FLU_TOKEN_ROMAN;
}

/* Readings that only stand before an enclitic (« parlé-je ») do not count elsewhere. */
static bool is_possible(const flu_tag *tag, bool before_enclitic)
{
  return before_enclitic || (tag->flags & FLU_TAG_1SG_INVERTED) == 0;
}

/* Classes that the tagger leaves: its own, and those that it and the dictionary draw a different line between. */
static uint32_t classes_left(const flu_tagged *tagged)
{
#define C(name) (1u << FLU_CLASS_##name)
  const unsigned c = tagged->class_id;
  if (tagged->meant || tagged->margin < SURE || c >= FLU_CLASS_COUNT) return UINT32_MAX;
  if (c == FLU_CLASS_VERB_PAST || c == FLU_CLASS_AUX_PAST) return C(VERB_PAST) | C(AUX_PAST) | C(ADJ);
  if (c >= FLU_CLASS_VERB_FIN) return (1u << c) | (c >= FLU_CLASS_AUX_FIN ? 1u << (c - 4) : 1u << (c + 4));
  if (c == FLU_CLASS_ADJ) return C(ADJ) | C(DET) | C(VERB_PAST) | C(NUM);
  if (c == FLU_CLASS_DET) return C(DET) | C(ADJ) | C(NUM) | C(ADP);
  if (c == FLU_CLASS_ADP) return C(ADP) | C(DET);
  if (c == FLU_CLASS_NOUN || c == FLU_CLASS_PROPN || c == FLU_CLASS_X) return C(NOUN) | C(PROPN) | C(X);
  if (c == FLU_CLASS_PRON || c == FLU_CLASS_PRON_REL || c == FLU_CLASS_PRON_PERS)
    return C(PRON) | C(PRON_REL) | C(PRON_PERS);
  if (c == FLU_CLASS_SCONJ) return C(SCONJ) | C(PRON_REL) | C(ADV);
  return 1u << c;
#undef C
}

/* Readings that survive; all of them where the choice of the tagger is none of the lexicon's. */
static uint32_t survivors(const flu_rule_sentence *s, uint32_t i, const flu_tag *const *tags, size_t count)
{
  const uint32_t all = count >= 32 ? UINT32_MAX : (UINT32_C(1) << count) - 1;
  if (s->unit->tagged == NULL) return all;
  const uint32_t left = classes_left(&s->unit->tagged[i]);
  uint32_t alive = 0;
  for (size_t k = 0; k < count; k++)
    if ((flu_tag_classes(tags[k]) & left) != 0) alive |= UINT32_C(1) << k;
  return alive != 0 ? alive : all;
}

static size_t find_forms(const flu_rule_sentence *s, uint32_t i, uint32_t forms[MAX_FORMS])
{
  if (s->unit->inputs != NULL) {
    const flu_tag_input *in = &s->unit->inputs[i];
    memcpy(forms, in->forms, in->form_count * sizeof *forms);
    return in->form_count;
  }
  const flu_str form = flu_rule_lookup_form(s->unit, s->words[i].token);
  return form.len > FLU_MAX_FORM_BYTES ? 0 : flu_lexicon_match(s->unit->lexicon, form.ptr, form.len, forms, MAX_FORMS);
}

static size_t find_tags(const flu_rule_sentence *s, uint32_t i, const flu_tag *tags[FLU_MAX_READINGS])
{
  const bool inverted = i + 1 < s->count && (s->words[i + 1].token->flags & FLU_TOKEN_ENCLITIC) != 0;
  const flu_str norm = s->words[i].token->norm;
  uint32_t forms[MAX_FORMS];
  flu_reading readings[FLU_MAX_READINGS];
  size_t count = 0;
  const size_t found = find_forms(s, i, forms);
  for (size_t f = 0; f < found; f++) {
    const size_t n = flu_lexicon_readings(s->unit->lexicon, forms[f], readings, FLU_MAX_READINGS);
    for (size_t k = 0; k < n && count < FLU_MAX_READINGS; k++)
      if (is_possible(readings[k].tag, inverted)) tags[count++] = readings[k].tag;
  }
  const flu_user_entry *own = s->unit->user == NULL ? NULL : flu_user_match(s->unit->user, norm.ptr, norm.len);
  for (uint32_t k = 0; own != NULL && k < own->reading_count && count < FLU_MAX_READINGS; k++)
    tags[count++] = &own->readings[k].tag;
  return count;
}

static void read_word(const flu_rule_sentence *s, uint32_t i)
{
  flu_rule_word *w = &s->words[i];
  const flu_tag *tags[FLU_MAX_READINGS];
  w->read = true;
  if (!has_readings(w->token)) return;
  const size_t count = find_tags(s, i, tags);
  if (count == 0) return;
  const flu_tag **kept = flu_arena_take(s->unit->local, count * sizeof *kept);
  if (kept == NULL) {
    s->unit->sink->status = FLU_E_NOMEM;
    return;
  }
  memcpy(kept, tags, count * sizeof *kept);
  w->tags = kept;
  w->tag_count = (uint8_t)count;
  w->alive = survivors(s, i, kept, count);
  for (size_t k = 0; k < count; k++) w->pos |= UINT64_C(1) << (tags[k]->pos & 63);
}

const flu_rule_word *flu_rule_word_at(const flu_rule_sentence *s, uint32_t i)
{
  flu_rule_word *w = &s->words[i];
  if (!w->read) read_word(s, i);
  return w;
}

bool flu_rule_in_set(const flu_programs *p, const flu_rule_word *w, uint32_t set)
{
  if (w->named == NULL) return false;
  const uint32_t *sets = p->word_sets + w->named->first_set;   /* sorted, though a damaged pack only gives wrong answers */
  uint32_t low = 0, count = w->named->set_count;
  while (count > 0) {
    const uint32_t half = count / 2;
    if (sets[low + half] == set) return true;
    if (sets[low + half] < set) {
      low += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return false;
}

/* --- classes --- */

bool flu_rule_reading_in_class(const flu_prog_class *c, const flu_tag *tag)
{
  return (c->pos == 0 || (c->pos >> (tag->pos & 63) & 1) != 0) && (c->mood == 0 || (c->mood & tag->mood) != 0) &&
         (c->gender == 0 || (c->gender & tag->gender) != 0) && (c->number == 0 || (c->number & tag->number) != 0) &&
         (c->person == 0 || (c->person & tag->person) != 0) && (c->flags & tag->flags) == c->flags;
}

/* What the tagger takes the word for. */
static bool is_taken_for(const flu_rule_sentence *s, uint32_t i, const flu_prog_class *c)
{
  if (s->unit->tagged == NULL) return false;
  const flu_tagged *t = &s->unit->tagged[i];
  flu_reading readings[FLU_MAX_READINGS];
  const flu_tag bare = { .pos = t->pos, .mood = t->mood };
  if (t->form == FLU_NO_FORM || t->readings == 0) return flu_rule_reading_in_class(c, &bare);
  const size_t n = flu_lexicon_readings(s->unit->lexicon, t->form, readings, FLU_MAX_READINGS);
  for (size_t k = 0; k < n; k++)
    if ((t->readings >> k & 1) != 0 && flu_rule_reading_in_class(c, readings[k].tag)) return true;
  return false;
}

bool flu_rule_in_class(const flu_rule_sentence *s, uint32_t i, const flu_prog_class *c)
{
  if (c->kinds != 0) return (c->kinds >> (s->words[i].token->kind & 31) & 1) != 0;
  if (c->scope == FLU_SCOPE_MEANT) return is_taken_for(s, i, c);
  const flu_rule_word *w = flu_rule_word_at(s, i);
  if (w->alive == 0 || (c->pos != 0 && (c->pos & w->pos) == 0)) return false;
  for (unsigned k = 0; k < w->tag_count; k++) {
    if (c->scope != FLU_SCOPE_LEXICON && (w->alive >> k & 1) == 0) continue;
    const bool in = flu_rule_reading_in_class(c, w->tags[k]);
    if (in != (c->scope == FLU_SCOPE_EVERY)) return in;
  }
  return c->scope == FLU_SCOPE_EVERY;
}

bool flu_rule_is(const flu_rule_sentence *s, uint32_t i, const flu_prog_atom *a)
{
  bool is = false;
  const flu_rule_word *w = &s->words[i];
  switch ((enum flu_prog_atom_kind)a->kind) {
  case FLU_ATOM_SET: is = flu_rule_in_set(s->programs, w, a->value); break;
  case FLU_ATOM_EXACT:
    is = w->token->norm.len == a->len && memcmp(w->token->norm.ptr, s->programs->strings + a->value, a->len) == 0;
    break;
  case FLU_ATOM_CLASS: is = flu_rule_in_class(s, i, &s->programs->classes[a->value]); break;
  case FLU_ATOM_KINDS: is = (a->value >> (w->token->kind & 31) & 1) != 0; break;
  }
  is = is && (a->also == 0 || flu_rule_in_class(s, i, &s->programs->classes[a->also - 1]));
  return is != (a->negated != 0);
}

/* --- features --- */

const flu_prog_class *flu_rule_class_of(const flu_rule_sentence *s, const flu_prog_atom *a)
{
  if (a->negated != 0) return NULL;
  if (a->kind == FLU_ATOM_CLASS) return &s->programs->classes[a->value];
  return a->also != 0 ? &s->programs->classes[a->also - 1] : NULL;
}

static bool counts(const flu_rule_word *w, unsigned k, const flu_prog_class *c)
{
  const bool everywhere = c != NULL && c->scope == FLU_SCOPE_LEXICON;
  return (everywhere || (w->alive >> k & 1) != 0) && (c == NULL || flu_rule_reading_in_class(c, w->tags[k]));
}

/* An elided word does not show its gender. */
static uint8_t gender_of(const flu_rule_word *w, const flu_tag *t)
{
  return (w->token->flags & FLU_TOKEN_ELIDED) != 0 || t->gender == 0 ? FLU_GENDER_ANY : t->gender;
}

static uint8_t number_of(const flu_tag *t)
{
  if (t->number != 0) return t->number;
  const unsigned singular = FLU_1SG | FLU_2SG | FLU_3SG, plural = FLU_1PL | FLU_2PL | FLU_3PL;
  unsigned number = 0;
  if ((t->person & singular) != 0) number |= FLU_SING;
  if ((t->person & plural) != 0) number |= FLU_PLUR;
  return number != 0 ? (uint8_t)number : FLU_NUMBER_ANY;
}

flu_rule_features flu_rule_features_of(const flu_rule_sentence *s, uint32_t i, const flu_prog_atom *a)
{
  flu_rule_features f = { 0, 0, 0 };
  const flu_rule_word *w = flu_rule_word_at(s, i);
  const flu_prog_class *c = flu_rule_class_of(s, a);
  for (unsigned k = 0; k < w->tag_count; k++) {
    if (!counts(w, k, c)) continue;
    const flu_tag *t = w->tags[k];
    f.gender |= gender_of(w, t);
    f.number |= number_of(t);
    f.person |= t->person != 0 ? t->person : 63;
  }
  if (f.gender == 0) f = (flu_rule_features){ FLU_GENDER_ANY, FLU_NUMBER_ANY, 63 };
  return f;
}

bool flu_rule_accord(const flu_rule_sentence *s, uint32_t i, const flu_prog_atom *a, uint32_t j, const flu_prog_atom *b)
{
  const flu_rule_word *v = flu_rule_word_at(s, i), *w = flu_rule_word_at(s, j);
  const flu_prog_class *c = flu_rule_class_of(s, a), *d = flu_rule_class_of(s, b);
  if (v->alive == 0 || w->alive == 0) return true;
  for (unsigned k = 0; k < v->tag_count; k++)
    for (unsigned n = 0; n < w->tag_count; n++)
      if (counts(v, k, c) && counts(w, n, d) && (gender_of(v, v->tags[k]) & gender_of(w, w->tags[n])) != 0 &&
          (number_of(v->tags[k]) & number_of(w->tags[n])) != 0)
        return true;
  return false;
}

size_t flu_rule_meant(const flu_rule_sentence *s, uint32_t i, int32_t margin, char *out)
{
  const flu_unit *u = s->unit;
  if (u->tagged == NULL || !u->tagged[i].meant || u->tagged[i].margin < margin) return 0;
  return flu_tag_meant(u->tagger, &u->inputs[i], &u->tagged[i], out, FLU_MAX_FORM_BYTES);
}
