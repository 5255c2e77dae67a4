/* Siblings: for each form of the lexicon the forms of its lemmas that grammar may choose instead. */
#include <stdlib.h>
#include <string.h>

#include "compiler/context.h"

#define MAX_PARADIGM 512u
#define MAX_ENDINGS 4u

typedef struct paradigm_form {
  uint32_t form;
  const flu_tag *tag;
  uint16_t moods;             /* of all its readings in the paradigm */
  uint8_t ending_count;
  struct { uint32_t stem, group; } endings[MAX_ENDINGS];
} paradigm_form;

typedef struct sibling {
  uint32_t form;
  uint32_t next;              /* of the same written form; 0: the last one */
  const flu_tag *tag;
  uint8_t family;
} sibling;

typedef struct work {
  flu_choice_builder *b;
  uint32_t *heads;            /* by form: first sibling */
  sibling *siblings;
  size_t count, cap;
  uint16_t *shapes;           /* by reading set */
  uint8_t *groups;
  uint32_t *list_slots, list_mask;
} work;

/* --- shapes ---
 * The weights know a form by its shape, a hash of the features of its readings, so that they hold for another edition
 * of the dictionary. */

static int compare_keys(const void *a, const void *b)
{
  const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static uint64_t key_of(const flu_tag *tag)
{
  return (uint64_t)tag->pos | (uint64_t)tag->gender << 8 | (uint64_t)tag->number << 12 | (uint64_t)tag->person << 16 |
         (uint64_t)tag->mood << 24;
}

static unsigned group_of(const flu_tag *tag)
{
  if (tag->pos == FLU_POS_NOUN || tag->pos == FLU_POS_ADJ || (tag->mood & FLU_PART_PAST) != 0) return 1;
  if ((tag->mood & FLU_INF) != 0) return 4;
  return tag->person != 0 ? 2 : 8;
}

static int name_shapes(work *w)
{
  const flu_lexicon *lex = &w->b->lexicon;
  uint32_t sets = 0;
  for (uint32_t i = 0; i < lex->form_count; i++)
    if ((lex->forms[i] & FLU_FORM_SET) >= sets) sets = (lex->forms[i] & FLU_FORM_SET) + 1;
  w->shapes = calloc(sets + 1, sizeof *w->shapes);
  w->groups = calloc(sets + 1, sizeof *w->groups);
  if (w->shapes == NULL || w->groups == NULL) return FLU_E_NOMEM;
  for (uint32_t s = 0; s < sets; s++) {
    uint64_t keys[FLU_MAX_READINGS], hash = 0x9E3779B97F4A7C15u;
    size_t n = 0;
    unsigned groups = 0;
    for (uint32_t i = lex->sets[s]; i < lex->sets[s + 1] && n < FLU_MAX_READINGS; i++) {
      const flu_tag *tag = &lex->tags[lex->readings[i].tag];
      if ((tag->flags & FLU_TAG_EXTRA) != 0) continue;
      keys[n++] = key_of(tag);
      groups |= group_of(tag);
    }
    qsort(keys, n, sizeof *keys, compare_keys);
    for (size_t i = 0; i < n; i++)
      if (i == 0 || keys[i] != keys[i - 1]) hash = (hash ^ keys[i]) * 0xBF58476D1CE4E5B9u ^ hash >> 29;
    w->shapes[s] = (uint16_t)(hash >> 40);
    w->groups[s] = (groups & 1) != 0 ? 0 : (groups & 2) != 0 ? 1 : (groups & 4) != 0 ? 2 : 3;
  }
  return FLU_OK;
}

/* --- which of two forms of a lemma may be meant for the other --- */

static bool finite(const flu_tag *tag)
{
  return tag->person != 0 && (tag->mood & (FLU_INF | FLU_PART_PAST | FLU_PART_PRES)) == 0;
}

static bool verb(const flu_tag *tag)
{
  return tag->pos == FLU_POS_VERB || tag->pos == FLU_POS_AUX;
}

static bool between(unsigned a, unsigned b, unsigned one, unsigned other)
{
  return ((a & one) != 0 && (b & other) != 0) || ((a & other) != 0 && (b & one) != 0);
}

static unsigned nominal_family(const flu_tag *a, const flu_tag *b)
{
  const bool number = a->number != 0 && b->number != 0 && (a->number & b->number) == 0;
  const bool gender = a->gender != 0 && b->gender != 0 && (a->gender & b->gender) == 0;
  if (gender && a->pos != FLU_POS_NOUN) return FLU_CHOICE_GENDER;
  return number && !gender ? FLU_CHOICE_NUMBER : FLU_CHOICE_SELF;
}

/* Subjunctive and indicative: not where the subjunctive is an indicative of another tense too (vouliez). */
static bool moods_apart(const paradigm_form *a, const paradigm_form *b)
{
  const unsigned subjunctive = FLU_SUBJ_PRES | FLU_SUBJ_IMPF, indicative = FLU_IND_PRES | FLU_IND_IMPF | FLU_IND_PAST;
  return ((a->moods & subjunctive) == 0 || (a->moods & indicative) == 0) &&
         ((b->moods & subjunctive) == 0 || (b->moods & indicative) == 0);
}

static unsigned finite_family(const paradigm_form *of_a, const paradigm_form *of_b)
{
  const flu_tag *a = of_a->tag, *b = of_b->tag;
  if ((a->person & b->person) == 0) return (a->mood & b->mood) != 0 ? FLU_CHOICE_PERSON : FLU_CHOICE_SELF;
  if ((a->mood & b->mood) != 0) return FLU_CHOICE_SELF;
  if (between(a->mood, b->mood, FLU_IND_PRES, FLU_SUBJ_PRES) || between(a->mood, b->mood, FLU_IND_PAST, FLU_SUBJ_IMPF))
    return moods_apart(of_a, of_b) ? FLU_CHOICE_MOOD : FLU_CHOICE_SELF;
  return between(a->mood, b->mood, FLU_COND, FLU_IND_IMPF) || between(a->mood, b->mood, FLU_IND_FUT, FLU_IND_PRES)
           ? FLU_CHOICE_TENSE
           : FLU_CHOICE_SELF;
}

static bool endings_alike(const paradigm_form *a, const paradigm_form *b)
{
  for (unsigned i = 0; i < a->ending_count; i++)
    for (unsigned k = 0; k < b->ending_count; k++)
      if (a->endings[i].stem == b->endings[k].stem && a->endings[i].group == b->endings[k].group) return true;
  return false;
}

static unsigned family_of(const paradigm_form *a, const paradigm_form *b)
{
  const flu_tag *x = a->tag, *y = b->tag;
  if (x->pos != y->pos) return FLU_CHOICE_SELF;
  const bool nominal = x->pos == FLU_POS_NOUN || x->pos == FLU_POS_ADJ ||
                       (verb(x) && (x->mood & FLU_PART_PAST) != 0 && (y->mood & FLU_PART_PAST) != 0);
  if (nominal) return nominal_family(x, y);
  if (!verb(x)) return FLU_CHOICE_SELF;
  unsigned family = finite(x) && finite(y) ? finite_family(a, b) : FLU_CHOICE_SELF;
  if (family == FLU_CHOICE_SELF && (x->mood & y->mood) == 0 && endings_alike(a, b)) family = FLU_CHOICE_ENDING;
  return family;
}

/* --- paradigms --- */

static void find_endings(const flu_choice_builder *b, paradigm_form *f, const char *text, size_t len)
{
  f->ending_count = 0;
  if (!verb(f->tag)) return;
  for (size_t i = 0; i < b->confusions.ending_count && f->ending_count < MAX_ENDINGS; i++) {
    const flu_ending *e = &b->confusions.endings[i];
    if (len <= e->text.len || memcmp(text + len - e->text.len, e->text.ptr, e->text.len) != 0) continue;
    f->endings[f->ending_count].stem = (uint32_t)(len - e->text.len);
    f->endings[f->ending_count++].group = e->group;
  }
}

static int add_sibling(work *w, uint32_t from, const paradigm_form *to, unsigned family)
{
  for (uint32_t i = w->heads[from]; i != 0; i = w->siblings[i].next)
    if (w->siblings[i].form == to->form) {
      if (family < w->siblings[i].family) w->siblings[i].family = (uint8_t)family;
      return FLU_OK;
    }
  if (!flu_reserve(&flu_alloc_default, (void **)&w->siblings, w->count, &w->cap, sizeof *w->siblings))
    return FLU_E_NOMEM;
  w->siblings[w->count] = (sibling){ to->form, w->heads[from], to->tag, (uint8_t)family };
  w->heads[from] = (uint32_t)w->count++;
  return FLU_OK;
}

static int add_paradigm(work *w, const char *lemma, size_t len)
{
  const unsigned unwanted = FLU_TAG_EXTRA | FLU_TAG_LEMMA_ONLY | FLU_TAG_NOSUGGEST | FLU_TAG_1SG_INVERTED;
  const flu_wanted all = { 0 };
  flu_inflection found[MAX_PARADIGM];
  paradigm_form forms[MAX_PARADIGM];
  char text[FLU_MAX_FORM_BYTES];
  size_t n = flu_lexicon_inflect(&w->b->lexicon, lemma, len, &all, found, MAX_PARADIGM), kept = 0;
  if (n > MAX_PARADIGM) n = MAX_PARADIGM;
  for (size_t i = 0; i < n; i++) {
    const unsigned pos = found[i].tag->pos;
    if ((found[i].tag->flags & unwanted) != 0 ||
        (pos != FLU_POS_NOUN && pos != FLU_POS_ADJ && pos != FLU_POS_VERB && pos != FLU_POS_AUX))
      continue;
    forms[kept] = (paradigm_form){ .form = found[i].form, .tag = found[i].tag };
    const size_t size = flu_lexicon_spelling(&w->b->lexicon, found[i].form, text, sizeof text);
    find_endings(w->b, &forms[kept++], text, size);
  }
  for (size_t i = 0; i < kept; i++)
    for (size_t k = 0; k < kept; k++)
      if (forms[i].form == forms[k].form && forms[i].tag->pos == forms[k].tag->pos)
        forms[i].moods |= forms[k].tag->mood;
  for (size_t i = 0; i < kept; i++)
    for (size_t k = 0; k < kept; k++) {
      if (forms[i].form == forms[k].form) continue;
      const unsigned family = family_of(&forms[i], &forms[k]);
      if (family != FLU_CHOICE_SELF && add_sibling(w, forms[i].form, &forms[k], family) != FLU_OK) return FLU_E_NOMEM;
    }
  return FLU_OK;
}

static int add_paradigms(work *w)
{
  const flu_lexicon *lex = &w->b->lexicon;
  char lemma[FLU_MAX_FORM_BYTES];
  int rc = FLU_OK;
  for (uint32_t i = 0; i < lex->lemma_count && rc == FLU_OK; i++) {
    const size_t len = flu_lexicon_spelling(lex, lex->lemmas[i], lemma, sizeof lemma);
    rc = add_paradigm(w, lemma, len);
  }
  for (uint32_t i = 0; i < lex->ghost_count && rc == FLU_OK; i++)
    rc = add_paradigm(w, lex->strings + lex->ghosts[i].spelling, lex->ghosts[i].len);
  return rc;
}

/* --- lists --- */

static flu_choice_item make_item(const work *w, uint32_t form, const flu_tag *tag, unsigned family)
{
  const uint32_t set = w->b->lexicon.forms[form] & FLU_FORM_SET;
  return (flu_choice_item){ .shape = w->shapes[set], .mood = tag->mood, .pos = tag->pos, .gender = tag->gender,
                            .number = tag->number, .person = tag->person, .family = (uint8_t)family,
                            .group = w->groups[set] };
}

static int compare_items(const void *a, const void *b)
{
  const flu_choice_item *x = a, *y = b;
  if (x->family != y->family) return x->family < y->family ? -1 : 1;
  if (x->shape != y->shape) return x->shape < y->shape ? -1 : 1;
  return memcmp(x, y, sizeof *x);
}

static uint32_t hash_items(const flu_choice_item *items, size_t count)
{
  const unsigned char *p = (const unsigned char *)items;
  uint32_t h = (uint32_t)count;
  for (size_t i = 0; i < count * sizeof *items; i++) h = (h ^ p[i]) * 0x01000193u;
  return h;
}

static int share_list(work *w, const flu_choice_item *items, size_t count, uint16_t *list)
{
  flu_choice_builder *b = w->b;
  uint32_t at = hash_items(items, count) & w->list_mask;
  for (; w->list_slots[at] != 0; at = (at + 1) & w->list_mask) {
    const uint32_t l = w->list_slots[at];
    const size_t end = l + 1 < b->list_count ? b->lists[l + 1] : b->item_count;
    if (end - b->lists[l] != count || memcmp(b->items + b->lists[l], items, count * sizeof *items) != 0) continue;
    *list = (uint16_t)l;
    return FLU_OK;
  }
  if (b->list_count >= 65535) return FLU_E_LIMIT;
  if (!flu_reserve(&flu_alloc_default, (void **)&b->lists, b->list_count + 1, &b->list_cap, sizeof *b->lists))
    return FLU_E_NOMEM;
  *list = (uint16_t)b->list_count;
  w->list_slots[at] = (uint32_t)b->list_count;
  b->lists[b->list_count++] = (uint32_t)b->item_count;
  for (size_t i = 0; i < count; i++) {
    if (!flu_reserve(&flu_alloc_default, (void **)&b->items, b->item_count, &b->item_cap, sizeof *b->items))
      return FLU_E_NOMEM;
    b->items[b->item_count++] = items[i];
  }
  return FLU_OK;
}

static int make_lists(work *w)
{
  flu_choice_item items[FLU_CHOICE_MAX_CANDIDATES];
  static const flu_tag none = { 0 };
  int rc = FLU_OK;
  for (uint32_t form = 0; form < w->b->lexicon.form_count && rc == FLU_OK; form++) {
    if (w->heads[form] == 0) continue;
    size_t n = 1;
    items[0] = make_item(w, form, &none, FLU_CHOICE_SELF);
    for (uint32_t i = w->heads[form]; i != 0 && n < FLU_CHOICE_MAX_CANDIDATES; i = w->siblings[i].next)
      items[n++] = make_item(w, w->siblings[i].form, w->siblings[i].tag, w->siblings[i].family);
    qsort(items + 1, n - 1, sizeof *items, compare_items);
    size_t kept = 1;
    for (size_t i = 1; i < n; i++)
      if (items[i].shape != items[0].shape && (kept == 1 || items[i].shape != items[kept - 1].shape))
        items[kept++] = items[i];
    if (kept > 1) rc = share_list(w, items, kept, &w->b->forms[form]);
  }
  return rc;
}

int flu_choices_add_siblings(flu_choice_builder *b)
{
  enum { LIST_SLOTS = 1 << 18 };
  work w = { .b = b, .list_mask = LIST_SLOTS - 1, .count = 1 };
  w.heads = calloc(b->lexicon.form_count + 1, sizeof *w.heads);
  w.list_slots = calloc(LIST_SLOTS, sizeof *w.list_slots);
  b->forms = calloc(b->lexicon.form_count + 1, sizeof *b->forms);
  b->list_count = 1;
  b->lists = calloc(2, sizeof *b->lists);
  b->list_cap = 2;
  bool room = flu_reserve(&flu_alloc_default, (void **)&w.siblings, 1, &w.cap, sizeof *w.siblings);
  int rc = w.heads == NULL || w.list_slots == NULL || b->forms == NULL || b->lists == NULL || !room ? FLU_E_NOMEM
                                                                                                  : name_shapes(&w);
  if (rc == FLU_OK) rc = add_paradigms(&w);
  if (rc == FLU_OK) rc = make_lists(&w);
  if (rc == FLU_OK) b->lists[b->list_count] = (uint32_t)b->item_count;
  free(w.heads);
  free(w.list_slots);
  free(w.shapes);
  free(w.groups);
  flu_free(&flu_alloc_default, w.siblings, w.cap * sizeof *w.siblings);
  return rc;
}
