/* Reader of hunspell .dic files: entries, expanded by their affixes. */
#include <string.h>

#include "compiler/lexicon.h"

#define MANY_WITHOUT_FIELDS 20u /* entries in a row without po: make a dictionary without morphology */

/* hunspell takes the number of entries as a hint, and published dictionaries are a few off: Debian's announces 86,491 and
 * has 86,458. More than one in COUNT_TOLERANCE is a file cut short. */
#define COUNT_TOLERANCE 100u

typedef struct entry {
  flu_str word, lemma;
  uint32_t flags, flag_count;
  flu_morph morph;
  size_t place;
} entry;

typedef struct text {
  char bytes[FLU_MAX_FORM_BYTES + 1];
  size_t len;
} text;

typedef struct reader {
  flu_forms *forms;
  flu_affixes *affixes;
  flu_diag *d;
  flu_source source;
  flu_strings words;     /* of all entries */
  flu_strings corrected; /* words of lemmas.txt … */
  flu_strings lemmas;    /* … and their lemmas, by lemma_of */
  uint32_t *lemma_of;
  size_t lemma_of_cap;
  size_t without_fields;
  const entry *entry;
} reader;

/* One form of an entry while it is made. */
typedef struct made {
  text form;
  const flu_morph *inner, *outer;   /* of the affixes; outer overrides */
  const flu_affix *suffix, *prefix; /* may be NULL */
  bool suffix_crosses;
} made;

static bool has_flag(const flu_affixes *a, uint32_t first, uint32_t count, uint16_t flag)
{
  for (uint32_t i = 0; flag != 0 && i < count; i++)
    if (a->flags[first + i] == flag) return true;
  return false;
}

static bool line_has(const flu_affixes *a, const flu_affix *line, uint16_t flag)
{
  return line != NULL && has_flag(a, line->flags, line->flag_count, flag);
}

static const flu_affix_class *class_of(const flu_affixes *a, uint32_t i)
{
  const uint16_t n = a->class_of[a->flags[i]];
  return n == 0 ? NULL : &a->classes[n - 1];
}

static flu_str str(const text *t)
{
  return (flu_str){ t->bytes, (uint32_t)t->len };
}

static bool join(text *out, flu_str a, flu_str b)
{
  if ((size_t)a.len + b.len > FLU_MAX_FORM_BYTES) return false;
  memcpy(out->bytes, a.ptr, a.len);
  memcpy(out->bytes + a.len, b.ptr, b.len);
  out->len = a.len + b.len;
  return true;
}

static bool apply(const flu_affix_class *c, const flu_affix *line, flu_str word, text *out)
{
  flu_str kept = { word.ptr, word.len - line->strip.len };
  if (!c->prefix) return join(out, kept, line->append);
  kept.ptr += line->strip.len;
  return join(out, line->append, kept);
}

/* --- readings of a form --- */

static bool elided_before(const flu_affixes *a, uint32_t first, uint32_t count, bool crossing, flu_str form)
{
  for (uint32_t i = first; i < first + count; i++) {
    const flu_affix_class *c = class_of(a, i);
    if (c == NULL || !c->prefix || (crossing && !c->cross)) continue;
    for (uint32_t k = 0; k < c->count; k++)
      if (a->lines[c->first + k].elision && flu_affix_fits(a, c, &a->lines[c->first + k], form)) return true;
  }
  return false;
}

static unsigned flags_of(const reader *r, const made *m)
{
  const flu_affixes *a = r->affixes;
  const entry *e = r->entry;
  unsigned flags = 0;
  if (has_flag(a, e->flags, e->flag_count, a->keep_case)) flags |= FLU_TAG_KEEPCASE;
  if (has_flag(a, e->flags, e->flag_count, a->no_suggest)) flags |= FLU_TAG_NOSUGGEST;
  if (has_flag(a, e->flags, e->flag_count, a->forbidden)) flags |= FLU_TAG_FORBIDDEN;
  bool elides = (m->suffix == NULL || m->suffix_crosses) &&
                elided_before(a, e->flags, e->flag_count, m->suffix != NULL, str(&m->form));
  if (!elides && m->suffix != NULL)
    elides = elided_before(a, m->suffix->flags, m->suffix->flag_count, false, str(&m->form));
  return flags | (elides ? FLU_TAG_ELIDES : 0u);
}

static flu_morph merge(const flu_morph *inner, const flu_morph *outer)
{
  flu_morph m = *inner;
  if (outer->gender != 0) m.gender = outer->gender;
  if (outer->number != 0) m.number = outer->number;
  if (outer->person != 0) m.person = outer->person;
  if (outer->mood != 0) m.mood = outer->mood;
  m.inverted = m.inverted || outer->inverted;
  m.participle_inverted = m.participle_inverted || outer->participle_inverted;
  for (unsigned i = 0; i < outer->pos_count && m.pos_count < FLU_MAX_MORPH_POS; i++)
    m.pos[m.pos_count++] = outer->pos[i];
  return m;
}

static void emit(reader *r, const made *m)
{
  static const flu_morph nothing;
  const flu_affixes *a = r->affixes;
  if (line_has(a, m->suffix, a->circumfix) != line_has(a, m->prefix, a->circumfix)) return;
  const flu_morph both = merge(m->inner == NULL ? &nothing : m->inner, m->outer == NULL ? &nothing : m->outer);
  flu_morph_reading readings[FLU_MAX_MORPH_READINGS];
  const size_t count = flu_morph_readings(&r->entry->morph, &both, readings);
  const unsigned flags = flags_of(r, m);
  flu_str lemma = r->entry->lemma;
  text prefixed; /* what a prefix makes is another lemma: kilo + mètre */
  if (m->prefix != NULL && m->prefix->strip.len == 0 && join(&prefixed, m->prefix->append, lemma))
    lemma = str(&prefixed);
  for (size_t i = 0; i < count; i++) {
    readings[i].tag.flags |= (uint8_t)flags;
    flu_forms_add(r->forms, str(&m->form), readings[i].own_lemma ? (flu_str){ "", 0 } : lemma, &readings[i].tag);
  }
}

/* A participle's adjective has its own masculine singular as lemma; until here it is the empty string. */
static void give_own_lemmas(reader *r, size_t first)
{
  flu_forms *f = r->forms;
  const uint32_t empty = flu_strings_find(&f->strings, "", 0);
  uint32_t lemma = FLU_NO_STRING;
  for (size_t i = first; i < f->count && lemma == FLU_NO_STRING; i++) {
    const flu_tag *t = &f->items[i].tag;
    if (f->items[i].lemma == empty && (t->gender & FLU_MASC) != 0 && (t->number & FLU_SING) != 0)
      lemma = f->items[i].form;
  }
  for (size_t i = first; i < f->count; i++)
    if (f->items[i].lemma == empty) f->items[i].lemma = lemma != FLU_NO_STRING ? lemma : f->items[i].form;
}

/* --- affixes --- */

static void add_prefixes(reader *r, const made *base, uint32_t first, uint32_t count, bool crossing)
{
  const flu_affixes *a = r->affixes;
  for (uint32_t i = first; i < first + count; i++) {
    const flu_affix_class *c = class_of(a, i);
    if (c == NULL || !c->prefix || (crossing && !c->cross)) continue;
    for (uint32_t k = 0; k < c->count; k++) {
      const flu_affix *line = &a->lines[c->first + k];
      made m = *base;
      if (line->elision || !flu_affix_fits(a, c, line, str(&base->form)) || !apply(c, line, str(&base->form), &m.form))
        continue;
      m.prefix = line;
      m.outer = &line->morph;
      if (!line_has(a, line, a->need_affix)) emit(r, &m);
    }
  }
}

/* Suffixes of the flags [first, first + count) on a form; `depth` 1 for those of the entry, 2 for those of a suffix or of
 * a prefix. */
static void add_suffixes(reader *r, const made *base, uint32_t first, uint32_t count, unsigned depth)
{
  const flu_affixes *a = r->affixes;
  for (uint32_t i = first; i < first + count; i++) {
    const flu_affix_class *c = class_of(a, i);
    if (c == NULL || c->prefix) continue;
    for (uint32_t k = 0; k < c->count; k++) {
      const flu_affix *line = &a->lines[c->first + k];
      made m = *base;
      if (!flu_affix_fits(a, c, line, str(&base->form)) || !apply(c, line, str(&base->form), &m.form)) continue;
      m.inner = base->suffix != NULL ? &base->suffix->morph : base->prefix != NULL ? &base->prefix->morph : NULL;
      m.outer = &line->morph;
      m.suffix = line;
      m.suffix_crosses = c->cross;
      if (!line_has(a, line, a->need_affix)) emit(r, &m);
      if (depth > 1) continue;
      add_suffixes(r, &m, line->flags, line->flag_count, 2);
      m.inner = m.outer;
      if (c->cross) add_prefixes(r, &m, r->entry->flags, r->entry->flag_count, true);
      add_prefixes(r, &m, line->flags, line->flag_count, false);
    }
  }
}

/* Prefixes of an entry that bring suffixes with them. */
static void add_prefixed_suffixes(reader *r, const made *base)
{
  const flu_affixes *a = r->affixes;
  for (uint32_t i = r->entry->flags; i < r->entry->flags + r->entry->flag_count; i++) {
    const flu_affix_class *c = class_of(a, i);
    if (c == NULL || !c->prefix) continue;
    for (uint32_t k = 0; k < c->count; k++) {
      const flu_affix *line = &a->lines[c->first + k];
      made m = *base;
      if (line->elision || line->flag_count == 0 || !flu_affix_fits(a, c, line, str(&base->form))) continue;
      if (!apply(c, line, str(&base->form), &m.form)) continue;
      m.prefix = line;
      add_suffixes(r, &m, line->flags, line->flag_count, 2);
    }
  }
}

static void expand(reader *r, const entry *e)
{
  const size_t first = r->forms->count;
  made m;
  memset(&m, 0, sizeof m);
  r->entry = e;
  if (!join(&m.form, e->word, (flu_str){ "", 0 })) return;
  if (!has_flag(r->affixes, e->flags, e->flag_count, r->affixes->need_affix)) emit(r, &m);
  add_suffixes(r, &m, e->flags, e->flag_count, 1);
  add_prefixes(r, &m, e->flags, e->flag_count, false);
  add_prefixed_suffixes(r, &m);
  if (!r->forms->failed) give_own_lemmas(r, first);
}

/* --- entries --- */

/* Copies a word: "\/" is a slash, the typographic apostrophe is the straight one. */
static bool copy_word(const char *from, size_t len, text *out)
{
  out->len = 0;
  for (size_t i = 0; i < len; i++) {
    if (out->len == FLU_MAX_FORM_BYTES) return false;
    if (from[i] == '\\' && i + 1 < len && from[i + 1] == '/') continue;
    if (len - i >= 3 && memcmp(from + i, "\xE2\x80\x99", 3) == 0) {
      out->bytes[out->len++] = '\'';
      i += 2;
    } else {
      out->bytes[out->len++] = from[i];
    }
  }
  return out->len > 0;
}

/* Ends of the word and of its flags on a line. */
static void cut_entry(const char *s, size_t start, size_t end, size_t *word_end, size_t *flags_end)
{
  size_t at = start;
  while (at < end && s[at] != ' ' && s[at] != '\t' && (s[at] != '/' || at == start || s[at - 1] == '\\')) at++;
  *word_end = at;
  while (at < end && s[at] != ' ' && s[at] != '\t') at++;
  *flags_end = at;
}

static void choose_lemma(reader *r, entry *e, text *lemma)
{
  e->lemma = e->word;
  const uint32_t corrected = flu_strings_find(&r->corrected, e->word.ptr, e->word.len);
  if (corrected != FLU_NO_STRING) {
    e->lemma = flu_strings_get(&r->lemmas, r->lemma_of[corrected]);
    return;
  }
  if (e->morph.lemma.len == 0 || !copy_word(e->morph.lemma.ptr, e->morph.lemma.len, lemma)) return;
  if (flu_strings_find(&r->words, lemma->bytes, lemma->len) == FLU_NO_STRING)
    flu_diag_warning(r->d, &r->source, e->place, NULL, "st: “%.*s” is no entry", (int)lemma->len, lemma->bytes);
  else
    e->lemma = str(lemma);
}

/* false: stop. */
static bool read_entry(reader *r, size_t start, size_t end)
{
  flu_affixes *a = r->affixes;
  const char *s = r->source.text;
  size_t word_end, flags_end;
  text word, lemma;
  entry e = { .place = start };
  cut_entry(s, start, end, &word_end, &flags_end);
  if (!copy_word(s + start, word_end - start, &word)) {
    flu_diag_error(r->d, &r->source, start, NULL, "word is empty or longer than %u bytes", FLU_MAX_FORM_BYTES);
    return true;
  }
  e.word = str(&word);
  const size_t flag_mark = a->flag_count;
  if (flags_end > word_end && !flu_flags_read(a, r->d, &r->source, word_end + 1, flags_end, &e.flags, &e.flag_count))
    return true;
  if (!flu_morph_read(&e.morph, r->d, &r->source, flags_end, end)) return true;
  if (e.morph.pos_count == 0 && !e.morph.verb) {
    if (++r->without_fields == MANY_WITHOUT_FIELDS) {
      flu_diag_error(r->d, &r->source, start, "use hunspell-fr-comprehensive or another one with morphology",
                     "this dictionary has no po: fields");
      return false;
    }
    flu_diag_error(r->d, &r->source, start, NULL, "entry without po: field");
    return true;
  }
  r->without_fields = 0;
  choose_lemma(r, &e, &lemma);
  expand(r, &e);
  a->flag_count = flag_mark;
  return true;
}

/* Calls read_entry for each line, or (with `words` only) notes their words. */
static size_t read_lines(reader *r, size_t at, bool words_only)
{
  const char *s = r->source.text;
  size_t entries = 0;
  while (at < r->source.len) {
    const char *newline = memchr(s + at, '\n', r->source.len - at);
    size_t end = newline == NULL ? r->source.len : (size_t)(newline - s);
    const size_t start = at;
    at = end + 1;
    if (end > start && s[end - 1] == '\r') end--;
    if (end == start || s[start] == '\t') continue; /* hunspell: a tab begins a comment */
    entries++;
    if (words_only) {
      size_t word_end, flags_end;
      text word;
      cut_entry(s, start, end, &word_end, &flags_end);
      if (copy_word(s + start, word_end - start, &word)) flu_strings_add(&r->words, word.bytes, word.len);
    } else if (!read_entry(r, start, end)) {
      break;
    }
  }
  return entries;
}

/* The first line: number of entries. Returns where the second begins; 0 after an error. */
static size_t read_header(reader *r, size_t *announced)
{
  const char *s = r->source.text;
  size_t at = r->source.len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0, digits = 0;
  *announced = 0;
  for (; at < r->source.len && s[at] >= '0' && s[at] <= '9' && digits < 8; at++, digits++)
    *announced = *announced * 10 + (size_t)(s[at] - '0');
  while (at < r->source.len && (s[at] == ' ' || s[at] == '\t' || s[at] == '\r')) at++;
  if (digits > 0 && at < r->source.len && s[at] == '\n') return at + 1;
  flu_diag_error(r->d, &r->source, at < r->source.len ? at : 0, NULL, "the first line must be the number of entries");
  return 0;
}

/* lemmas.txt: word, lemma. For entries that are no lemma of their own and do not say so. */
static int read_lemmas(reader *r, const char *data_dir)
{
  flu_lines lines;
  flu_str fields[2];
  size_t place, n;
  int status = flu_lines_open(&lines, data_dir, "lemmas.txt", r->d);
  if (status < 0) return status;
  while ((n = flu_lines_next(&lines, fields, 2, &place)) > 0) {
    if (n != 2 || fields[0].len == 0 || fields[1].len == 0) {
      flu_diag_error(r->d, &lines.source, place, NULL, "a word, a tab and its lemma expected");
      status = FLU_E_FORMAT;
      continue;
    }
    const uint32_t id = flu_strings_add(&r->corrected, fields[0].ptr, fields[0].len);
    const uint32_t lemma = flu_strings_add(&r->lemmas, fields[1].ptr, fields[1].len);
    while (id != FLU_NO_STRING && lemma != FLU_NO_STRING && id >= r->lemma_of_cap)
      if (!flu_reserve(&r->forms->alloc, (void **)&r->lemma_of, r->lemma_of_cap, &r->lemma_of_cap, sizeof lemma)) break;
    if (r->corrected.failed || r->lemmas.failed || id >= r->lemma_of_cap) {
      status = FLU_E_NOMEM;
      break;
    }
    r->lemma_of[id] = lemma;
  }
  flu_lines_end(&lines);
  return status;
}

static int read_all(reader *r, const char *dic_path)
{
  size_t announced;
  const int status = flu_source_read(&r->source, dic_path, r->d);
  if (status < 0) return status;
  const size_t start = read_header(r, &announced);
  if (start == 0) return FLU_E_FORMAT;
  const size_t entries = read_lines(r, start, true);
  if (r->words.failed) return FLU_E_NOMEM;
  const unsigned errors = r->d->errors;
  const size_t apart = entries > announced ? entries - announced : announced - entries;
  if (apart > announced / COUNT_TOLERANCE)
    flu_diag_error(r->d, &r->source, 0, NULL, "%zu entries announced, %zu found", announced, entries);
  read_lines(r, start, false);
  if (r->forms->failed) return FLU_E_NOMEM;
  return r->d->errors > errors ? FLU_E_FORMAT : FLU_OK;
}

int flu_dictionary_read(flu_forms *f, const char *aff_path, const char *dic_path, const flu_alloc *alloc, flu_diag *d,
                        const char *data_dir)
{
  flu_affixes affixes;
  reader r = { .forms = f, .affixes = &affixes, .d = d };
  flu_strings_init(&r.words, alloc);
  flu_strings_init(&r.corrected, alloc);
  flu_strings_init(&r.lemmas, alloc);
  int status = flu_affixes_read(&affixes, aff_path, alloc, d);
  if (status == FLU_OK && data_dir != NULL) status = read_lemmas(&r, data_dir);
  if (status == FLU_OK) {
    status = read_all(&r, dic_path);
    if (status == FLU_OK) status = flu_forms_settle(f, d, &r.source);
    flu_source_end(&r.source);
  }
  flu_affixes_end(&affixes);
  flu_strings_end(&r.words);
  flu_strings_end(&r.corrected);
  flu_strings_end(&r.lemmas);
  flu_free(alloc, r.lemma_of, r.lemma_of_cap * sizeof *r.lemma_of);
  return status;
}
