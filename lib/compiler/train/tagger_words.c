#include "compiler/train/tagger_words.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_CONFUSED 20u   /* one occurrence in so many for a class the word is confused with: mistakes are rarer */
#define LEAST_LEMMA 3u        /* occurrences that overrule the more frequent lemma */
#define RARER_LEMMA 60u       /* unless it is so much more frequent: see lexicon/format.h */

static void count_word(flu_word_counts *w, uint32_t form, unsigned class_id, unsigned reading, int source)
{
  if (!flu_reserve(&flu_alloc_default, (void **)&w->items, w->count, &w->cap, sizeof *w->items))
    flu_train_die("out of memory");
  w->items[w->count++] = (flu_word_count){ form, (uint8_t)class_id, (uint8_t)reading, 1,
                                           source < 0 ? 0 : 1u << source };
}

/* The class to add for a part of speech that a form has not: that of the same mood, or the general one. */
static uint32_t class_to_add(uint32_t allowed, uint32_t own)
{
  if ((allowed & FLU_CLASSES_PRON) != 0) return 1u << FLU_CLASS_PRON;
  const uint32_t as_aux = (own & FLU_CLASSES_VERB) << 4 & allowed;
  const uint32_t as_verb = (own & FLU_CLASSES_AUX) >> 4 & allowed;
  const uint32_t mood = as_aux != 0 ? as_aux : as_verb;
  if (mood != 0) return mood & (~mood + 1);
  if (allowed == 1u << FLU_CLASS_X) return 0;
  return (allowed & (allowed - 1)) == 0 ? allowed : 0;
}

static void count_class(flu_word_counts *w, const flu_tag_input *in, uint32_t own, uint32_t allowed, int source)
{
  const uint32_t add = class_to_add(allowed, own);
  for (unsigned c = 0; c < FLU_CLASS_COUNT; c++)
    if (add == 1u << c) count_word(w, in->forms[in->form_count - 1], c, FLU_TAG_NO_READING, source);
}

static void count_lemma(flu_word_counts *w, const flu_lexicon *lex, uint32_t form, uint32_t classes, flu_str lemma)
{
  flu_reading readings[FLU_MAX_READINGS];
  char text[FLU_MAX_FORM_BYTES], other[FLU_MAX_FORM_BYTES];
  const size_t n = flu_lexicon_readings(lex, form, readings, FLU_MAX_READINGS);
  const size_t len = flu_lexicon_spelling(lex, form, text, sizeof text);
  for (unsigned c = 0; c < FLU_CLASS_COUNT; c++) {
    if ((classes >> c & 1u) == 0) continue;
    for (unsigned i = 0; i < n; i++)
      if ((flu_tag_classes(readings[i].tag) >> c & 1u) != 0 && readings[i].tag->mood != FLU_SUBJ_IMPF &&
          flu_lexicon_lemma(&readings[i], text, len, other, sizeof other) == lemma.len &&
          memcmp(other, lemma.ptr, lemma.len) == 0) {
        count_word(w, form, c, i, -1);
        break;
      }
  }
}

void flu_word_counts_add(flu_word_counts *w, const flu_tagger *tagger, const flu_gold_sentence *s, int source)
{
  for (uint32_t i = 0; i < s->count; i++) {
    flu_tag_input in;
    const flu_gold *g = &s->gold[i];
    if (g->allowed == 0) continue;
    flu_tag_look_up(tagger, &s->tokens[i], &in);
    if (in.form_count == 0) continue;
    const flu_tag_mask m = flu_tag_candidates(tagger, &in, 0);
    if (source >= 0) count_word(w, in.forms[in.form_count - 1], FLU_CLASS_COUNT, 0, source);
    if ((m.own & g->allowed) == 0) {
      if (source >= 0) count_class(w, &in, m.own, g->allowed, source);
    } else if (g->lemma.len > 0) {
      count_lemma(w, tagger->lexicon, in.forms[0], m.own & g->allowed, g->lemma);
    }
  }
}

static int compare(const void *a, const void *b)
{
  const flu_word_count *x = a, *y = b;
  if (x->form != y->form) return x->form < y->form ? -1 : 1;
  if (x->class_id != y->class_id) return x->class_id < y->class_id ? -1 : 1;
  return (x->reading > y->reading) - (x->reading < y->reading);
}

static void add_up(flu_word_counts *w)
{
  size_t kept = 0;
  if (w->count > 0) qsort(w->items, w->count, sizeof *w->items, compare);
  for (size_t i = 0; i < w->count; i++) {
    if (kept > 0 && compare(&w->items[kept - 1], &w->items[i]) == 0)
      w->items[kept - 1].count += w->items[i].count, w->items[kept - 1].sources |= w->items[i].sources;
    else
      w->items[kept++] = w->items[i];
  }
  w->count = kept;
}

/* The reading that the tagger takes for a class without further word. */
static unsigned usual_reading(const flu_tagger *t, uint32_t form, unsigned class_id)
{
  flu_reading readings[FLU_MAX_READINGS];
  const flu_tag_special *s = flu_tag_special_of(t, form);
  for (unsigned i = 0; s != NULL && i < FLU_TAG_PREFERRED; i++)
    if (s->prefer_class[i] == class_id) return s->prefer_reading[i];
  const size_t n = flu_lexicon_readings(t->lexicon, form, readings, FLU_MAX_READINGS);
  unsigned i = 0;
  while (i < n && (flu_tag_classes(readings[i].tag) >> class_id & 1u) == 0) i++;
  return i;
}

static size_t lemma_of(const flu_lexicon *lex, uint32_t form, unsigned reading, char *out)
{
  flu_reading readings[FLU_MAX_READINGS];
  char text[FLU_MAX_FORM_BYTES];
  const size_t n = flu_lexicon_readings(lex, form, readings, FLU_MAX_READINGS);
  const size_t len = flu_lexicon_spelling(lex, form, text, sizeof text);
  return reading < n ? flu_lexicon_lemma(&readings[reading], text, len, out, FLU_MAX_FORM_BYTES) : 0;
}

static bool may_be_confused(const flu_tagger *t, uint32_t form, unsigned class_id)
{
  const flu_tag_special *s = flu_tag_special_of(t, form);
  const uint32_t classes = t->masks[t->sets[t->lexicon->forms[form] & FLU_FORM_SET]].confused;
  return ((classes | (s == NULL ? 0 : s->confused)) >> class_id & 1u) != 0;
}

static unsigned lemma_frequency(const flu_tagger *t, const char *lemma, size_t len)
{
  const uint32_t form = flu_lexicon_find(t->lexicon, lemma, len);
  return form == FLU_NO_FORM ? 0 : flu_lexicon_frequency(t->lexicon, form);
}

/* One line for the items of one form. */
static void write_form(FILE *f, const flu_tagger *t, const flu_word_count *items, size_t count)
{
  char text[FLU_MAX_FORM_BYTES], lemma[FLU_MAX_FORM_BYTES], usual[FLU_MAX_FORM_BYTES];
  const uint32_t form = items[0].form;
  const size_t len = flu_lexicon_spelling(t->lexicon, form, text, sizeof text);
  bool begun = false;
  uint32_t all = 0;
  if (items[count - 1].class_id == FLU_CLASS_COUNT) all = items[--count].count;
  for (size_t i = 0; i < count; i++) {
    const flu_word_count *best = &items[i];
    size_t end = i;
    for (; end + 1 < count && items[end + 1].class_id == items[i].class_id; end++)
      if (items[end + 1].reading != FLU_TAG_NO_READING && items[end + 1].count > best->count) best = &items[end + 1];
    i = end;
    const char *name = flu_class_name(best->class_id);
    const char *gap = begun ? " " : "\t";
    if (best->reading == FLU_TAG_NO_READING) {
      if ((best->sources & (best->sources - 1)) == 0) continue;
      if (best->count * LEAST_CONFUSED < all && may_be_confused(t, form, best->class_id)) continue;
      if (!begun) fprintf(f, "%.*s", (int)len, text);
      fprintf(f, "%s%s", gap, name);
      begun = true;
      continue;
    }
    const size_t n = lemma_of(t->lexicon, form, best->reading, lemma);
    const size_t m = lemma_of(t->lexicon, form, usual_reading(t, form, best->class_id), usual);
    if (best->count < LEAST_LEMMA || (n == m && memcmp(lemma, usual, n) == 0)) continue;
    if (lemma_frequency(t, lemma, n) + RARER_LEMMA < lemma_frequency(t, usual, m)) continue;
    if (!begun) fprintf(f, "%.*s", (int)len, text);
    fprintf(f, "%s%s=%.*s", gap, name, (int)n, lemma);
    begun = true;
  }
  if (begun) fputc('\n', f);
}

int flu_word_counts_write(flu_word_counts *w, const flu_tagger *tagger, const char *path)
{
  FILE *f = fopen(path, "w");
  if (f == NULL) return FLU_E_IO;
  add_up(w);
  fprintf(f, "# Classes and lemmas of single words that the treebanks give beside the lexicon's: see PROVENANCE.md.\n"
             "# Derived from Universal Dependencies treebanks; this list is under CC BY-SA 4.0.\n"
             "# Written by fluide-train-tagger.\n");
  for (size_t i = 0, end; i < w->count; i = end) {
    for (end = i + 1; end < w->count && w->items[end].form == w->items[i].form;) end++;
    write_form(f, tagger, w->items + i, end - i);
  }
  return fclose(f) == 0 ? FLU_OK : FLU_E_IO;
}

void flu_word_counts_end(flu_word_counts *w)
{
  flu_free(&flu_alloc_default, w->items, w->cap * sizeof *w->items);
  *w = (flu_word_counts){ 0 };
}
