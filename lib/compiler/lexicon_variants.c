/* Which spellings are only classical or only of 1990. The dictionary has both and does not say; variants.txt has the
 * regular changes of 1990 and pairs of lemmas. A change that leads from one form of the lexicon to another one with the
 * same lemma, or with the lemma that it makes of that lemma, and the same tag, marks both. */
#include <string.h>

#include "compiler/lexicon.h"

#define MAX_CHANGES 256u
#define MAX_PLACES  8u

typedef struct change {
  flu_str from, to;
  bool at_start, at_end;
  bool old_only;  /* what it makes is right in both spellings: radio-actif, radioactif */
  unsigned moods; /* 0: any */
} change;

typedef struct variants {
  flu_forms *f;
  change changes[MAX_CHANGES];
  size_t change_count;
  flu_strings spared; /* "classical TAB other": words that only look like a pair */
  uint32_t *first;    /* by string: first of its readings as a lemma in `list` … */
  uint32_t *count;    /* … and their number */
  uint32_t *list;     /* items */
} variants;

typedef struct text {
  char bytes[2 * FLU_MAX_FORM_BYTES + 2];
  size_t len;
} text;

static bool is(flu_str s, const char *word)
{
  return strlen(word) == s.len && memcmp(word, s.ptr, s.len) == 0;
}

/* --- by lemma --- */

static bool index_lemmas(variants *v)
{
  const flu_forms *f = v->f;
  const size_t strings = f->strings.count + 1;
  v->first = flu_new0(&f->alloc, strings * sizeof *v->first);
  v->count = flu_new0(&f->alloc, strings * sizeof *v->count);
  v->list = flu_new0(&f->alloc, (f->count + 1) * sizeof *v->list);
  if (v->first == NULL || v->count == NULL || v->list == NULL) return false;
  for (size_t i = 0; i < f->count; i++) v->count[f->items[i].lemma]++;
  uint32_t sum = 0;
  for (size_t s = 0; s < strings; s++) {
    v->first[s] = sum;
    sum += v->count[s];
    v->count[s] = 0;
  }
  for (size_t i = 0; i < f->count; i++) {
    const uint32_t lemma = f->items[i].lemma;
    v->list[v->first[lemma] + v->count[lemma]++] = (uint32_t)i;
  }
  return true;
}

/* --- marking --- */

static bool same_tag(const flu_tag *a, const flu_tag *b)
{
  const bool name = a->pos == FLU_POS_PROPN || a->pos == FLU_POS_FIRST_NAME || a->pos == FLU_POS_SURNAME;
  return !name && a->pos == b->pos && a->gender == b->gender && a->number == b->number && a->person == b->person &&
         a->mood == b->mood && ((a->flags ^ b->flags) & FLU_TAG_1SG_INVERTED) == 0;
}

static void mark(flu_tag *tag, unsigned variant)
{
  tag->variant |= (uint8_t)variant;
}

static bool is_spared(const variants *v, flu_str classical, flu_str other)
{
  text key;
  memcpy(key.bytes, classical.ptr, classical.len);
  key.bytes[classical.len] = '\t';
  memcpy(key.bytes + classical.len + 1, other.ptr, other.len);
  return flu_strings_find(&v->spared, key.bytes, (size_t)classical.len + 1 + other.len) != FLU_NO_STRING;
}

/* Does a lemma have this form with this tag? */
static bool lemma_has(const variants *v, uint32_t lemma, uint32_t form, const flu_tag *tag)
{
  for (uint32_t k = 0; k < v->count[lemma]; k++) {
    const flu_form_reading *r = &v->f->items[v->list[v->first[lemma] + k]];
    if (r->form == form && same_tag(&r->tag, tag)) return true;
  }
  return false;
}

/* Two lemmas that are two spellings of one word: forms that only one of them has are variants. */
static void mark_lemmas(variants *v, uint32_t classical, uint32_t reformed, bool old_only)
{
  flu_form_reading *items = v->f->items;
  for (uint32_t i = 0; i < v->count[classical]; i++) {
    flu_form_reading *c = &items[v->list[v->first[classical] + i]];
    for (uint32_t k = 0; k < v->count[reformed]; k++) {
      flu_form_reading *r = &items[v->list[v->first[reformed] + k]];
      if (!same_tag(&c->tag, &r->tag) || c->form == r->form) continue;
      if (!lemma_has(v, reformed, c->form, &c->tag)) mark(&c->tag, FLU_VARIANT_CLASSICAL);
      if (!old_only && !lemma_has(v, classical, r->form, &r->tag)) mark(&r->tag, FLU_VARIANT_1990);
    }
  }
}

/* Two forms of one lemma. */
static void mark_forms(variants *v, uint32_t lemma, flu_form_reading *c, uint32_t reformed, const change *how)
{
  if (how->moods != 0 && (c->tag.mood & how->moods) == 0) return;
  for (uint32_t k = 0; k < v->count[lemma]; k++) {
    flu_form_reading *r = &v->f->items[v->list[v->first[lemma] + k]];
    if (r->form != reformed || !same_tag(&c->tag, &r->tag)) continue;
    mark(&c->tag, FLU_VARIANT_CLASSICAL);
    if (!how->old_only) mark(&r->tag, FLU_VARIANT_1990);
  }
}

/* --- changes --- */

/* Places where a change may be made. */
static size_t places_of(const change *c, flu_str word, size_t at[MAX_PLACES])
{
  size_t n = 0;
  for (size_t i = 0; i + c->from.len <= word.len && n < MAX_PLACES; i++) {
    if (c->at_start && i > 0) break;
    if (c->at_end && i + c->from.len != word.len) continue;
    if (memcmp(word.ptr + i, c->from.ptr, c->from.len) == 0) at[n++] = i;
  }
  return n;
}

/* Makes the change at the places of `which` (bits). */
static bool make_change(const change *c, flu_str word, const size_t *at, size_t count, unsigned which, text *out)
{
  size_t from = 0, to = 0;
  for (size_t i = 0; i < count; i++) {
    if ((which >> i & 1u) == 0 || at[i] < from) continue;
    if (to + (at[i] - from) + c->to.len > FLU_MAX_FORM_BYTES) return false;
    memcpy(out->bytes + to, word.ptr + from, at[i] - from);
    to += at[i] - from;
    memcpy(out->bytes + to, c->to.ptr, c->to.len);
    to += c->to.len;
    from = at[i] + c->from.len;
  }
  if (to + word.len - from > FLU_MAX_FORM_BYTES) return false;
  memcpy(out->bytes + to, word.ptr + from, word.len - from);
  out->len = to + word.len - from;
  return true;
}

typedef void on_changed(variants *v, uint32_t lemma, uint32_t item, uint32_t changed, const change *how);

/* Calls for each known string that a change makes of a string: at one place, or at all. */
static void try_changes(variants *v, uint32_t word_id, uint32_t lemma, uint32_t item, on_changed *on)
{
  const flu_str word = flu_strings_get(&v->f->strings, word_id);
  uint32_t seen[MAX_PLACES]; /* made by a change that comes first in the file, which wins */
  size_t seen_count = 0;
  for (size_t k = 0; k < v->change_count; k++) {
    const change *c = &v->changes[k];
    size_t at[MAX_PLACES];
    const size_t n = places_of(c, word, at);
    for (size_t i = 0; i < n + (n > 1); i++) {
      text made;
      if (!make_change(c, word, at, n, i < n ? 1u << i : (1u << n) - 1u, &made)) continue;
      const uint32_t id = flu_strings_find(&v->f->strings, made.bytes, made.len);
      if (id == FLU_NO_STRING || id == word_id || is_spared(v, word, (flu_str){ made.bytes, (uint32_t)made.len }))
        continue;
      bool again = false;
      for (size_t m = 0; m < seen_count; m++) again = again || seen[m] == id;
      if (again || seen_count == MAX_PLACES) continue;
      seen[seen_count++] = id;
      on(v, lemma, item, id, c);
    }
  }
}

static void on_form(variants *v, uint32_t lemma, uint32_t item, uint32_t changed, const change *how)
{
  mark_forms(v, lemma, &v->f->items[item], changed, how);
}

static void on_lemma(variants *v, uint32_t lemma, uint32_t item, uint32_t changed, const change *how)
{
  (void)item;
  if (how->moods == 0 && v->count[changed] > 0) mark_lemmas(v, lemma, changed, how->old_only);
}

static bool ends_with(flu_str s, char c)
{
  return s.len > 0 && s.ptr[s.len - 1] == c;
}

/* Words from other languages: libretti, lieder are classical where librettos, lieds are there too; the latter were right
 * before 1990. Plurals in -x are French and stay. */
static void mark_foreign_plurals(variants *v, uint32_t lemma)
{
  flu_form_reading *items = v->f->items;
  for (uint32_t i = 0; i < v->count[lemma]; i++) {
    flu_form_reading *c = &items[v->list[v->first[lemma] + i]];
    const flu_str form = flu_strings_get(&v->f->strings, c->form), base = flu_strings_get(&v->f->strings, lemma);
    if (c->tag.pos != FLU_POS_NOUN || c->tag.number != FLU_PLUR || ends_with(form, 'x') || ends_with(form, 's'))
      continue;
    for (uint32_t k = 0; k < v->count[lemma]; k++) {
      const flu_form_reading *r = &items[v->list[v->first[lemma] + k]];
      const flu_str other = flu_strings_get(&v->f->strings, r->form);
      if (same_tag(&c->tag, &r->tag) && other.len == base.len + 1 && ends_with(other, 's') &&
          memcmp(other.ptr, base.ptr, base.len) == 0)
        mark(&c->tag, FLU_VARIANT_CLASSICAL);
    }
  }
}

static void mark_all(variants *v)
{
  const size_t strings = v->f->strings.count;
  for (uint32_t lemma = 0; lemma < strings; lemma++) {
    if (v->count[lemma] == 0) continue;
    try_changes(v, lemma, lemma, 0, on_lemma);
    mark_foreign_plurals(v, lemma);
    for (uint32_t i = 0; i < v->count[lemma]; i++) {
      const uint32_t item = v->list[v->first[lemma] + i];
      try_changes(v, v->f->items[item].form, lemma, item, on_form);
    }
  }
  for (size_t i = 0; i < v->f->count; i++) { /* in the middle of a chain of changes: not said */
    flu_tag *tag = &v->f->items[i].tag;
    if (tag->variant == (FLU_VARIANT_CLASSICAL | FLU_VARIANT_1990)) tag->variant = FLU_VARIANT_NONE;
  }
}

/* --- variants.txt --- */

static bool add_change(variants *v, flu_str kind, flu_str from, flu_str to)
{
  if (v->change_count == MAX_CHANGES) return false;
  change *c = &v->changes[v->change_count];
  *c = (change){
    .from = from, .to = to, .old_only = is(kind, "ancien"), .moods = is(kind, "futur") ? FLU_IND_FUT | FLU_COND : 0
  };
  if (from.len > 1 && from.ptr[0] == '^') {
    c->at_start = true;
    c->from.ptr++;
    c->from.len--;
  }
  if (c->from.len > 1 && c->from.ptr[c->from.len - 1] == '$') {
    c->at_end = true;
    c->from.len--;
  }
  v->change_count++;
  return c->from.len > 0;
}

/* A pair of lemmas; both must be in the lexicon, so that the list stays true. */
static bool add_pair(variants *v, flu_str classical, flu_str reformed, flu_diag *d, const flu_source *src, size_t place)
{
  const uint32_t c = flu_strings_find(&v->f->strings, classical.ptr, classical.len);
  const uint32_t r = flu_strings_find(&v->f->strings, reformed.ptr, reformed.len);
  if (c != FLU_NO_STRING && r != FLU_NO_STRING && v->count[c] > 0 && v->count[r] > 0) {
    mark_lemmas(v, c, r, false);
    return true;
  }
  flu_diag_warning(d, src, place, NULL, "the lexicon has not both of this pair");
  return true;
}

static bool add_spared(variants *v, flu_str classical, flu_str other)
{
  text key;
  if (classical.len > FLU_MAX_FORM_BYTES || other.len > FLU_MAX_FORM_BYTES) return false;
  memcpy(key.bytes, classical.ptr, classical.len);
  key.bytes[classical.len] = '\t';
  memcpy(key.bytes + classical.len + 1, other.ptr, other.len);
  return flu_strings_add(&v->spared, key.bytes, (size_t)classical.len + 1 + other.len) != FLU_NO_STRING;
}

static int read_variants(variants *v, flu_lines *lines, flu_diag *d)
{
  flu_str fields[3];
  size_t place, n;
  int status = FLU_OK;
  while ((n = flu_lines_next(lines, fields, 3, &place)) > 0) {
    bool ok = n == 3 && fields[1].len > 0;
    if (ok && (is(fields[0], "change") || is(fields[0], "futur") || is(fields[0], "ancien")))
      ok = add_change(v, fields[0], fields[1], fields[2]);
    else if (ok && is(fields[0], "paire"))
      ok = add_pair(v, fields[1], fields[2], d, &lines->source, place);
    else if (ok && is(fields[0], "sauf"))
      ok = add_spared(v, fields[1], fields[2]);
    else
      ok = false;
    if (ok) continue;
    flu_diag_error(d, &lines->source, place, "change, futur, ancien, paire or sauf, classical spelling, that of 1990",
                   "not understood");
    status = FLU_E_FORMAT;
  }
  return v->spared.failed ? FLU_E_NOMEM : status;
}

int flu_variants_mark(flu_forms *f, const char *data_dir, flu_diag *d)
{
  flu_lines lines;
  int status = flu_lines_open(&lines, data_dir, "variants.txt", d);
  if (status < 0) return status;
  const size_t strings = f->strings.count + 1;
  variants *v = flu_new0(&f->alloc, sizeof *v);
  if (v != NULL) {
    v->f = f;
    flu_strings_init(&v->spared, &f->alloc);
    status = index_lemmas(v) ? read_variants(v, &lines, d) : FLU_E_NOMEM;
    if (status == FLU_OK) mark_all(v);
    flu_strings_end(&v->spared);
    flu_free(&f->alloc, v->first, strings * sizeof *v->first);
    flu_free(&f->alloc, v->count, strings * sizeof *v->count);
    flu_free(&f->alloc, v->list, (f->count + 1) * sizeof *v->list);
    flu_free(&f->alloc, v, sizeof *v);
  } else {
    status = FLU_E_NOMEM;
  }
  flu_lines_end(&lines);
  return status;
}
