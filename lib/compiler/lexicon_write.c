/* From settled forms to the bytes of the section. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "compiler/lexicon.h"

#define MAX_CODE_POINT 0x10FFFFu

typedef struct writer {
  flu_alloc alloc;
  flu_forms *f;
  flu_diag *d;
  const flu_source *place;
  size_t form_count;
  /* alphabet */
  uint8_t *symbol_of; /* by code point */
  uint32_t symbols[FLU_MAX_SYMBOLS + 1];
  unsigned symbol_count;
  flu_letter letters[FLU_DIRECT_LETTERS];
  uint32_t codes[FLU_MAX_CODES];
  flu_letter others[FLU_MAX_CODES];
  size_t code_count;
  /* forms */
  uint8_t *spelled; /* symbols of all forms, each ended by 0 */
  size_t spelled_cap;
  const uint8_t **words;
  uint32_t *weights;
  uint32_t *index_of; /* by string: index of the form + 1 */
  flu_automaton automaton;
  uint32_t *forms; /* by index */
  /* each once; ids until the section is written */
  flu_strings tags, appended, sets, paradigms;
  /* lemmas */
  uint32_t *lemmas, *lemma_paradigms;
  size_t lemma_count;
  flu_ghost *ghosts; /* spelling: id in `appended` */
  uint32_t *ghost_paradigms;
  size_t ghost_count, lemma_cap;
} writer;

static flu_str text_of(const writer *w, uint32_t id)
{
  return flu_strings_get(&w->f->strings, id);
}

/* --- alphabet --- */

static uint32_t next_code_point(flu_str s, size_t *at)
{
  const unsigned char *p = (const unsigned char *)s.ptr + *at; /* valid: the sources were looked at */
  const unsigned n = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
  uint32_t c = n == 1 ? p[0] : p[0] & (0x7Fu >> n);
  for (unsigned i = 1; i < n; i++) c = c << 6 | (p[i] & 0x3Fu);
  *at += n;
  return c;
}

static int find_symbols(writer *w)
{
  w->symbol_of = flu_new0(&w->alloc, MAX_CODE_POINT + 1);
  if (w->symbol_of == NULL) return FLU_E_NOMEM;
  for (size_t i = 0; i < w->f->count; i = flu_forms_end_of(w->f, i)) {
    const flu_str form = text_of(w, w->f->items[i].form);
    for (size_t at = 0; at < form.len;) w->symbol_of[next_code_point(form, &at)] = 1;
  }
  w->symbol_count = 1;
  for (uint32_t c = 0; c <= MAX_CODE_POINT; c++) {
    if (w->symbol_of[c] == 0) continue;
    if (w->symbol_count == FLU_MAX_SYMBOLS) {
      flu_diag_error(w->d, w->place, 0, NULL, "more than %u different characters", FLU_MAX_SYMBOLS - 1);
      return FLU_E_LIMIT;
    }
    w->symbols[w->symbol_count] = c;
    w->symbol_of[c] = (uint8_t)w->symbol_count++;
  }
  return FLU_OK;
}

static flu_letter letter_of(const writer *w, uint32_t c)
{
  const uint32_t lower = (uint32_t)u_tolower((UChar32)c), upper = (uint32_t)u_toupper((UChar32)c);
  flu_letter l = { w->symbol_of[c], w->symbol_of[lower], w->symbol_of[upper], 0 };
  if (lower != c) l.flags |= FLU_LETTER_UPPER;
  if (upper != c) l.flags |= FLU_LETTER_LOWER;
  if (l.symbol != 0 || l.lower != 0 || l.upper != 0) l.flags |= FLU_LETTER_KNOWN;
  return l;
}

/* Letters that forms have, and those that are the other case of one. */
static int fold_letters(writer *w)
{
  for (uint32_t c = 0; c <= MAX_CODE_POINT; c++) {
    const flu_letter l = letter_of(w, c);
    if ((l.flags & FLU_LETTER_KNOWN) == 0) continue;
    if (c < FLU_DIRECT_LETTERS) {
      w->letters[c] = l;
    } else if (w->code_count == FLU_MAX_CODES) {
      return FLU_E_LIMIT;
    } else {
      w->codes[w->code_count] = c;
      w->others[w->code_count++] = l;
    }
  }
  return FLU_OK;
}

/* --- automaton --- */

static int spell_forms(writer *w)
{
  size_t total = 0, n = 0;
  for (size_t i = 0; i < w->f->count; i = flu_forms_end_of(w->f, i), n++)
    total += text_of(w, w->f->items[i].form).len + 1;
  w->form_count = n;
  w->spelled_cap = total + 1;
  w->spelled = flu_new(&w->alloc, w->spelled_cap);
  w->words = flu_new(&w->alloc, (n + 1) * sizeof *w->words);
  w->weights = flu_new(&w->alloc, (n + 1) * sizeof *w->weights);
  if (w->spelled == NULL || w->words == NULL || w->weights == NULL) return FLU_E_NOMEM;
  uint8_t *to = w->spelled;
  n = 0;
  for (size_t i = 0; i < w->f->count; i = flu_forms_end_of(w->f, i), n++) {
    const uint32_t id = w->f->items[i].form;
    const flu_str form = text_of(w, id);
    w->words[n] = to;
    w->weights[n] = 1u + w->f->frequency[id];
    for (size_t at = 0; at < form.len;) *to++ = w->symbol_of[next_code_point(form, &at)];
    if (form.len == 0 || form.len > FLU_MAX_FORM_BYTES || (size_t)(to - w->words[n]) > FLU_MAX_FORM_SYMBOLS) {
      flu_diag_error(w->d, w->place, 0, NULL, "form is empty or too long: “%.*s”", (int)form.len, form.ptr);
      return FLU_E_LIMIT;
    }
    *to++ = 0;
  }
  return FLU_OK;
}

static int index_forms(writer *w)
{
  int status = spell_forms(w);
  if (status == FLU_OK) status = flu_automaton_build(&w->automaton, w->words, w->weights, w->form_count, &w->alloc);
  if (status < 0) return status;
  w->index_of = flu_new0(&w->alloc, (w->f->strings.count + 1) * sizeof *w->index_of);
  w->forms = flu_new0(&w->alloc, (w->form_count + 1) * sizeof *w->forms);
  if (w->index_of == NULL || w->forms == NULL) return FLU_E_NOMEM;
  size_t n = 0;
  for (size_t i = 0; i < w->f->count; i = flu_forms_end_of(w->f, i), n++)
    w->index_of[w->f->items[i].form] = flu_automaton_index(&w->automaton, w->words[n]) + 1;
  return FLU_OK;
}

/* --- readings --- */

static flu_change change_of(writer *w, flu_str from, flu_str to, const flu_tag *tag)
{
  size_t common = 0;
  while (common < from.len && common < to.len && from.ptr[common] == to.ptr[common]) common++;
  while (common > 0 && ((common < from.len && ((unsigned char)from.ptr[common] & 0xC0) == 0x80) ||
                        (common < to.len && ((unsigned char)to.ptr[common] & 0xC0) == 0x80)))
    common--;
  flu_change c = { .strip = (uint8_t)(from.len - common), .append_len = (uint8_t)(to.len - common) };
  c.tag = (uint16_t)flu_strings_add(&w->tags, (const char *)tag, sizeof *tag);
  c.append = flu_strings_add(&w->appended, to.ptr + common, to.len - common);
  return c;
}

static int pack_readings(writer *w)
{
  flu_change set[FLU_MAX_READINGS];
  for (size_t first = 0, end; first < w->f->count; first = end) {
    end = flu_forms_end_of(w->f, first);
    flu_form_reading *items = w->f->items;
    const flu_str form = text_of(w, items[first].form);
    for (size_t i = first; i < end; i++) {
      if (w->index_of[items[i].lemma] == 0) items[i].tag.flags |= FLU_TAG_LEMMA_ONLY;
      set[i - first] = change_of(w, form, text_of(w, items[i].lemma), &items[i].tag);
    }
    const uint32_t id = flu_strings_add(&w->sets, (const char *)set, (end - first) * sizeof *set);
    if (w->sets.failed || w->tags.failed || w->appended.failed) return FLU_E_NOMEM;
    if (id >= FLU_MAX_SETS || w->tags.count > FLU_MAX_TAGS) return FLU_E_LIMIT;
    w->forms[w->index_of[items[first].form] - 1] = id | (uint32_t)w->f->frequency[items[first].form]
                                                            << FLU_FORM_FREQUENCY_SHIFT;
  }
  return FLU_OK;
}

/* --- lemmas --- */

typedef struct by_lemma {
  uint64_t key; /* index of the lemma, or for ghosts their string behind all indexes; then order */
  uint32_t item;
} by_lemma;

static int compare_lemmas(const void *a, const void *b)
{
  const uint64_t x = ((const by_lemma *)a)->key, y = ((const by_lemma *)b)->key;
  return (x > y) - (x < y);
}

/* One lemma: its readings [first, end) of the sorted list. */
static bool pack_lemma(writer *w, const by_lemma *list, size_t first, size_t end, flu_buffer *items)
{
  const flu_form_reading *all = w->f->items;
  const uint32_t lemma_id = all[list[first].item].lemma;
  const flu_str lemma = text_of(w, lemma_id);
  items->len = 0;
  for (size_t i = first; i < end; i++) {
    const flu_form_reading *r = &all[list[i].item];
    const flu_change c = change_of(w, lemma, text_of(w, r->form), &r->tag);
    flu_buffer_add(items, &c, sizeof c);
  }
  if (items->failed) return false;
  const uint32_t paradigm = flu_strings_add(&w->paradigms, items->ptr, items->len);
  if (w->index_of[lemma_id] != 0) {
    w->lemmas[w->lemma_count] = w->index_of[lemma_id] - 1;
    w->lemma_paradigms[w->lemma_count++] = paradigm;
  } else {
    w->ghosts[w->ghost_count] = (flu_ghost){ flu_strings_add(&w->appended, lemma.ptr, lemma.len), lemma.len };
    w->ghost_paradigms[w->ghost_count++] = paradigm;
  }
  return !w->paradigms.failed && !w->appended.failed;
}

static bool alloc_lemmas(writer *w)
{
  w->lemma_cap = w->f->count + 1;
  w->lemmas = flu_new(&w->alloc, w->lemma_cap * sizeof *w->lemmas);
  w->lemma_paradigms = flu_new(&w->alloc, w->lemma_cap * sizeof *w->lemma_paradigms);
  w->ghosts = flu_new(&w->alloc, w->lemma_cap * sizeof *w->ghosts);
  w->ghost_paradigms = flu_new(&w->alloc, w->lemma_cap * sizeof *w->ghost_paradigms);
  return w->lemmas != NULL && w->lemma_paradigms != NULL && w->ghosts != NULL && w->ghost_paradigms != NULL;
}

typedef struct sorted_ghost {
  flu_str text;
  flu_ghost ghost;
  uint32_t paradigm;
} sorted_ghost;

static int compare_ghosts(const void *a, const void *b)
{
  const flu_str x = ((const sorted_ghost *)a)->text, y = ((const sorted_ghost *)b)->text;
  const int order = memcmp(x.ptr, y.ptr, x.len < y.len ? x.len : y.len);
  return order != 0 ? order : (x.len > y.len) - (x.len < y.len);
}

static bool sort_ghosts(writer *w)
{
  const size_t n = w->ghost_count;
  sorted_ghost *list = flu_new(&w->alloc, (n + 1) * sizeof *list);
  if (list == NULL) return false;
  for (size_t i = 0; i < n; i++)
    list[i] =
        (sorted_ghost){ flu_strings_get(&w->appended, w->ghosts[i].spelling), w->ghosts[i], w->ghost_paradigms[i] };
  qsort(list, n, sizeof *list, compare_ghosts);
  for (size_t i = 0; i < n; i++) {
    w->ghosts[i] = list[i].ghost;
    w->ghost_paradigms[i] = list[i].paradigm;
  }
  flu_free(&w->alloc, list, (n + 1) * sizeof *list);
  return true;
}

static int pack_lemmas(writer *w)
{
  const size_t n = w->f->count;
  flu_buffer items;
  flu_buffer_init(&items, &w->alloc);
  by_lemma *list = flu_new(&w->alloc, (n + 1) * sizeof *list);
  bool ok = list != NULL && alloc_lemmas(w);
  if (ok) {
    for (size_t i = 0; i < n; i++) {
      const flu_form_reading *r = &w->f->items[i];
      const uint32_t index = w->index_of[r->lemma];
      const uint64_t lemma = index != 0 ? index : (uint64_t)1 << 31 | r->lemma;
      list[i] = (by_lemma){ lemma << 32 | r->order, (uint32_t)i };
    }
    qsort(list, n, sizeof *list, compare_lemmas);
  }
  for (size_t first = 0, end; ok && first < n; first = end) {
    for (end = first + 1; end < n && list[end].key >> 32 == list[first].key >> 32;) end++;
    ok = pack_lemma(w, list, first, end, &items);
  }
  ok = ok && sort_ghosts(w);
  flu_buffer_end(&items);
  flu_free(&w->alloc, list, (n + 1) * sizeof *list);
  return ok ? FLU_OK : FLU_E_NOMEM;
}

/* --- bytes --- */

static void begin_span(flu_lexicon_header *h, unsigned span, flu_buffer *out, size_t count)
{
  static const char zeros[8];
  flu_buffer_add(out, zeros, (8 - out->len % 8) % 8);
  h->spans[span] = (flu_lexicon_span){ (uint32_t)out->len, (uint32_t)count };
}

static void put_span(flu_lexicon_header *h, unsigned span, flu_buffer *out, const void *items, size_t count,
                     size_t size)
{
  begin_span(h, span, out, count);
  flu_buffer_add(out, items, count * size);
}

/* Lists of changes, each once: where each begins, and all of them with their strings' offsets in place of ids. */
static void put_changes(writer *w, flu_lexicon_header *h, unsigned starts_span, unsigned span, const flu_strings *lists,
                        flu_buffer *out)
{
  begin_span(h, starts_span, out, lists->count + 1);
  for (size_t i = 0; i <= lists->count; i++) {
    const uint32_t start = lists->count == 0 ? 0 : lists->starts[i] / (uint32_t)sizeof(flu_change);
    flu_buffer_add(out, &start, sizeof start);
  }
  begin_span(h, span, out, lists->len / sizeof(flu_change));
  for (size_t at = 0; at < lists->len; at += sizeof(flu_change)) {
    flu_change c;
    memcpy(&c, lists->bytes + at, sizeof c);
    c.append = w->appended.starts[c.append] + c.append; /* a NUL behind each */
    flu_buffer_add(out, &c, sizeof c);
  }
}

static void put_strings(writer *w, flu_lexicon_header *h, flu_buffer *out)
{
  begin_span(h, FLU_SPAN_STRINGS, out, w->appended.len + w->appended.count + 1);
  for (size_t i = 0; i < w->appended.count; i++) {
    const flu_str s = flu_strings_get(&w->appended, (uint32_t)i);
    flu_buffer_add(out, s.ptr, s.len);
    flu_buffer_add(out, "", 1);
  }
  flu_buffer_add(out, "", 1);
}

static int put_section(writer *w, flu_buffer *out)
{
  flu_lexicon_header h;
  memset(&h, 0, sizeof h);
  const size_t start = out->len;
  if (start != 0) return FLU_E_ARG;
  flu_buffer_add(out, &h, sizeof h);
  put_span(&h, FLU_SPAN_LETTERS, out, w->letters, FLU_DIRECT_LETTERS, sizeof *w->letters);
  put_span(&h, FLU_SPAN_CODES, out, w->codes, w->code_count, sizeof *w->codes);
  put_span(&h, FLU_SPAN_OTHERS, out, w->others, w->code_count, sizeof *w->others);
  put_span(&h, FLU_SPAN_SYMBOLS, out, w->symbols, w->symbol_count, sizeof *w->symbols);
  put_span(&h, FLU_SPAN_TAGS, out, w->tags.bytes, w->tags.count, sizeof(flu_tag));
  put_span(&h, FLU_SPAN_EDGES, out, w->automaton.edges, w->automaton.edge_count, sizeof *w->automaton.edges);
  put_span(&h, FLU_SPAN_FORMS, out, w->forms, w->form_count, sizeof *w->forms);
  put_changes(w, &h, FLU_SPAN_SETS, FLU_SPAN_READINGS, &w->sets, out);
  put_changes(w, &h, FLU_SPAN_PARADIGMS, FLU_SPAN_ITEMS, &w->paradigms, out);
  put_span(&h, FLU_SPAN_LEMMAS, out, w->lemmas, w->lemma_count, sizeof *w->lemmas);
  for (size_t i = 0; i < w->ghost_count; i++)
    w->ghosts[i].spelling = w->appended.starts[w->ghosts[i].spelling] + w->ghosts[i].spelling;
  put_span(&h, FLU_SPAN_GHOSTS, out, w->ghosts, w->ghost_count, sizeof *w->ghosts);
  put_span(&h, FLU_SPAN_PARADIGM_OF, out, w->lemma_paradigms, w->lemma_count, sizeof *w->lemma_paradigms);
  flu_buffer_add(out, w->ghost_paradigms, w->ghost_count * sizeof *w->ghost_paradigms);
  h.spans[FLU_SPAN_PARADIGM_OF].count += (uint32_t)w->ghost_count;
  put_strings(w, &h, out);
  flu_buffer_add(out, "\0\0\0\0\0\0\0", (8 - out->len % 8) % 8);
  if (out->failed || out->len > UINT32_MAX) return FLU_E_NOMEM;
  h.size = (uint32_t)out->len;
  h.root = w->automaton.root;
  memcpy(out->ptr, &h, sizeof h);
  return FLU_OK;
}

static void end_writer(writer *w)
{
  const size_t n = w->form_count + 1;
  flu_free(&w->alloc, w->symbol_of, MAX_CODE_POINT + 1);
  flu_free(&w->alloc, w->spelled, w->spelled_cap);
  flu_free(&w->alloc, w->words, n * sizeof *w->words);
  flu_free(&w->alloc, w->weights, n * sizeof *w->weights);
  flu_free(&w->alloc, w->index_of, (w->f->strings.count + 1) * sizeof *w->index_of);
  flu_free(&w->alloc, w->forms, n * sizeof *w->forms);
  flu_free(&w->alloc, w->lemmas, w->lemma_cap * sizeof *w->lemmas);
  flu_free(&w->alloc, w->lemma_paradigms, w->lemma_cap * sizeof *w->lemma_paradigms);
  flu_free(&w->alloc, w->ghosts, w->lemma_cap * sizeof *w->ghosts);
  flu_free(&w->alloc, w->ghost_paradigms, w->lemma_cap * sizeof *w->ghost_paradigms);
  flu_automaton_end(&w->automaton);
  flu_strings_end(&w->tags);
  flu_strings_end(&w->appended);
  flu_strings_end(&w->sets);
  flu_strings_end(&w->paradigms);
  const flu_alloc alloc = w->alloc;
  flu_free(&alloc, w, sizeof *w);
}

int flu_lexicon_write(flu_forms *f, flu_diag *d, const flu_source *place, flu_buffer *out)
{
  writer *w = flu_new0(&f->alloc, sizeof *w);
  if (w == NULL) return FLU_E_NOMEM;
  w->alloc = f->alloc;
  w->f = f;
  w->d = d;
  w->place = place;
  flu_strings_init(&w->tags, &f->alloc);
  flu_strings_init(&w->appended, &f->alloc);
  flu_strings_init(&w->sets, &f->alloc);
  flu_strings_init(&w->paradigms, &f->alloc);
  int status = find_symbols(w);
  if (status == FLU_OK) status = fold_letters(w);
  if (status == FLU_OK) status = index_forms(w);
  if (status == FLU_OK) status = pack_readings(w);
  if (status == FLU_OK) status = pack_lemmas(w);
  if (status == FLU_OK) status = put_section(w, out);
  end_writer(w);
  return status;
}
