/* Other forms of words, and the report. */
#include <string.h>

#include "rules/euphony.h"
#include "syntax/agreement.h"

static flu_str nothing(void)
{
  return (flu_str){ "", 0 };
}

static flu_str keep(const flu_agr *a, const char *text, size_t len)
{
  char *copy = flu_arena_copy(a->unit->arena, text, len);
  if (copy == NULL) {
    a->unit->sink->status = FLU_E_NOMEM;
    return nothing();
  }
  return (flu_str){ copy, (uint32_t)len };
}

/* In the case of the token it stands for. */
static flu_str in_case(const flu_agr *a, const flu_token *token, const char *text, size_t len)
{
  char out[FLU_MAX_FORM_BYTES * 3];
  if (token->letter_case == FLU_CASE_UPPER) len = flu_upper(text, len, out, sizeof out);
  else if (token->letter_case == FLU_CASE_TITLE) len = flu_capitalise(text, len, out, sizeof out);
  else return keep(a, text, len);
  return len == 0 ? nothing() : keep(a, out, len);
}

static flu_wanted wanted_of(const flu_tag *tag, flu_traits wanted, uint8_t unwanted_variant)
{
  flu_wanted w = { .pos = tag->pos, .mood = tag->mood };
  const bool finite = tag->person != 0;
  if (finite) {
    w.person = wanted.person;
  } else {
    w.gender = wanted.gender != FLU_GENDER_ANY ? wanted.gender : tag->gender;
    w.number = wanted.number != FLU_NUMBER_ANY ? wanted.number : tag->number;
  }
  if (unwanted_variant != FLU_VARIANT_NONE)
    w.variant = unwanted_variant == FLU_VARIANT_CLASSICAL ? FLU_VARIANT_1990 : FLU_VARIANT_CLASSICAL;
  return w;
}

/* The best form of a reading's lemma: one that says what is wanted and nothing else before one that may be more. */
static void best_of(const flu_agr *a, const flu_reading *r, uint32_t own, const flu_wanted *w, uint32_t *best,
                    unsigned *score)
{
  char spelling[FLU_MAX_FORM_BYTES], lemma[FLU_MAX_FORM_BYTES];
  flu_inflection found[16];
  const flu_lexicon *lex = a->unit->lexicon;
  const size_t len = flu_lexicon_spelling(lex, own, spelling, sizeof spelling);
  const size_t lemma_len = flu_lexicon_lemma(r, spelling, len, lemma, sizeof lemma);
  size_t n = flu_lexicon_inflect(lex, lemma, lemma_len, w, found, sizeof found / sizeof *found);
  if (n > sizeof found / sizeof *found) n = sizeof found / sizeof *found;
  for (size_t i = 0; i < n; i++) {
    if (found[i].form == own || (found[i].tag->flags & (FLU_TAG_NOSUGGEST | FLU_TAG_1SG_INVERTED)) != 0) continue;
    const bool exact = (w->gender == 0 || found[i].tag->gender == w->gender) &&
                       (w->number == 0 || found[i].tag->number == w->number);
    /* « de » is no singular of « des » */
    if (found[i].tag->pos == FLU_POS_DET && w->number != 0 && found[i].tag->number != w->number) continue;
    const unsigned here = (exact ? 512u : 0) + flu_lexicon_frequency(lex, found[i].form) + 1;
    if (here <= *score) continue;
    *score = here;
    *best = found[i].form;
  }
}

flu_str flu_agr_inflect(const flu_agr *a, uint32_t i, flu_traits wanted)
{
  flu_reading readings[FLU_MAX_READINGS];
  char text[FLU_MAX_FORM_BYTES];
  const flu_tagged *tagged = &a->tagged[i];
  uint32_t best = FLU_NO_FORM;
  unsigned score = 0;
  if (tagged->form == FLU_NO_FORM) return nothing();
  const size_t n = flu_lexicon_readings(a->unit->lexicon, tagged->form, readings, FLU_MAX_READINGS);
  for (size_t k = 0; k < n; k++) {
    if ((tagged->readings >> k & 1u) == 0) continue;
    const flu_wanted w = wanted_of(readings[k].tag, wanted, a->unit->unwanted_variant);
    best_of(a, &readings[k], tagged->form, &w, &best, &score);
  }
  if (best == FLU_NO_FORM) return nothing();
  return in_case(a, &a->tokens[i], text, flu_lexicon_spelling(a->unit->lexicon, best, text, sizeof text));
}

flu_str flu_agr_text(const flu_agr *a, uint32_t first, uint32_t last)
{
  const char *text = a->unit->text->utf8;
  return (flu_str){ text + a->tokens[first].start, a->tokens[last].end - a->tokens[first].start };
}

/* The full word of an elided one, so that it can be put together anew. */
static flu_str full(const flu_agr *a, uint32_t i, flu_str text)
{
  char lower[FLU_MAX_FORM_BYTES * 3];
  if ((a->tokens[i].flags & FLU_TOKEN_ELIDED) == 0 || a->tokens[i].norm.len > FLU_MAX_FORM_BYTES) return text;
  const size_t len = flu_lower(a->tokens[i].norm.ptr, a->tokens[i].norm.len, lower, sizeof lower);
  const flu_str word = flu_lists_value(a->unit->lists, lower, len, a->unit->list_bits->elisions);
  return word.len == 0 ? text : in_case(a, &a->tokens[i], word.ptr, word.len);
}

flu_str flu_agr_pair(const flu_agr *a, uint32_t first, flu_str first_text, flu_str second_text)
{
  flu_draft d = { .len = 0 };
  if (first_text.len == 0 || second_text.len == 0) return nothing();
  if (first_text.ptr == a->unit->text->utf8 + a->tokens[first].start) first_text = full(a, first, first_text);
  flu_draft_add(a->unit, &d, first_text.ptr, first_text.len);
  flu_draft_add(a->unit, &d, second_text.ptr, second_text.len);
  return d.failed ? nothing() : keep(a, d.text, d.len);
}

/* What is hidden inside the span (markup) would be lost by a replacement. */
static bool is_plain(const flu_agr *a, uint32_t start, uint32_t end)
{
  const flu_text *text = a->unit->text;
  size_t low = 0, high = text->mask_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (text->masks[middle].end <= start) low = middle + 1;
    else high = middle;
  }
  return low == text->mask_count || text->masks[low].start >= end;
}

void flu_agr_report(const flu_agr *a, enum flu_native rule, uint32_t first, uint32_t last, const flu_str *suggestions,
                    size_t count, flu_str subject)
{
  flu_str kept[4];
  uint8_t n = 0;
  if (a->found != NULL) {
    *a->found = true;
    return;
  }
  for (size_t i = 0; i < count && n < 4; i++)
    if (suggestions[i].len > 0) kept[n++] = suggestions[i];
  const flu_issue issue = { .start = a->tokens[first].start, .end = a->tokens[last].end,
                            .rule = flu_catalogue_native(a->unit->rules, rule), .suggestion_count = n,
                            .suggestions = kept, .word_count = subject.len > 0 ? 1 : 0, .words = &subject };
  for (uint32_t i = first; i <= last; i++) a->told[i] = 1;
  if (n == 0 || !is_plain(a, issue.start, issue.end)) return;
  flu_report_issue(a->unit, &issue);
}
