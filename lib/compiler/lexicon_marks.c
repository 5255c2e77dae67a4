/* elision.txt: before which forms l' and qu' stand. */
#include <string.h>

#include <unicode/uchar.h>

#include "compiler/lexicon.h"

#define MAX_LETTERS 64u

typedef struct marks {
  flu_strings patterns; /* a whole word, or a beginning and "*" */
  uint8_t *elides;      /* by pattern */
  size_t elides_cap;
  uint32_t letters[MAX_LETTERS];
  size_t letter_count;
} marks;

static uint32_t next_code_point(flu_str s, size_t *at)
{
  const unsigned char *p = (const unsigned char *)s.ptr + *at;
  const unsigned n = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
  uint32_t c = n == 1 ? p[0] : p[0] & (0x7Fu >> n);
  for (unsigned i = 1; i < n; i++) c = c << 6 | (p[i] & 0x3Fu);
  *at += n;
  return c;
}

static size_t put(char *out, uint32_t c)
{
  if (c < 0x80) {
    out[0] = (char)c;
    return 1;
  }
  if (c < 0x800) {
    out[0] = (char)(0xC0 | c >> 6);
    out[1] = (char)(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    out[0] = (char)(0xE0 | c >> 12);
    out[1] = (char)(0x80 | (c >> 6 & 0x3F));
    out[2] = (char)(0x80 | (c & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | c >> 18);
  out[1] = (char)(0x80 | (c >> 12 & 0x3F));
  out[2] = (char)(0x80 | (c >> 6 & 0x3F));
  out[3] = (char)(0x80 | (c & 0x3F));
  return 4;
}

/* --- reading --- */

static int add_letters(marks *m, flu_str letters, flu_diag *d, const flu_source *src, size_t place)
{
  for (size_t at = 0; at < letters.len;) {
    if (m->letter_count == MAX_LETTERS) {
      flu_diag_error(d, src, place, NULL, "more than %u letters", MAX_LETTERS);
      return FLU_E_LIMIT;
    }
    m->letters[m->letter_count++] = next_code_point(letters, &at);
  }
  return FLU_OK;
}

static int add_pattern(marks *m, const flu_alloc *alloc, flu_str pattern, bool elides)
{
  const uint32_t id = flu_strings_add(&m->patterns, pattern.ptr, pattern.len);
  if (id == FLU_NO_STRING || !flu_reserve(alloc, (void **)&m->elides, id, &m->elides_cap, 1)) return FLU_E_NOMEM;
  m->elides[id] = elides;
  return FLU_OK;
}

static bool is(flu_str s, const char *word)
{
  return strlen(word) == s.len && memcmp(word, s.ptr, s.len) == 0;
}

static int read_marks(marks *m, const flu_alloc *alloc, const char *data_dir, flu_diag *d)
{
  flu_lines lines;
  flu_str fields[2];
  size_t place, n;
  int status = flu_lines_open(&lines, data_dir, "elision.txt", d), line_status;
  if (status < 0) return status;
  while ((n = flu_lines_next(&lines, fields, 2, &place)) > 0) {
    if (n == 2 && is(fields[0], "lettres"))
      line_status = add_letters(m, fields[1], d, &lines.source, place);
    else if (n == 2 && fields[1].len > 0 && (is(fields[0], "plein") || is(fields[0], "elide")))
      line_status = add_pattern(m, alloc, fields[1], is(fields[0], "elide"));
    else {
      flu_diag_error(d, &lines.source, place, "lettres, plein or elide, a tab, a pattern", "not understood");
      line_status = FLU_E_FORMAT;
    }
    if (status == FLU_OK) status = line_status;
  }
  flu_lines_end(&lines);
  return status;
}

/* --- marking --- */

/* The pattern that decides, from the whole word down to its first letter. */
static bool elides(const marks *m, flu_str form)
{
  char lower[FLU_MAX_FORM_BYTES + 8];
  size_t ends[FLU_MAX_FORM_BYTES + 1], count = 0, len = 0;
  for (size_t at = 0; at < form.len && len < FLU_MAX_FORM_BYTES;) {
    len += put(lower + len, (uint32_t)u_tolower((UChar32)next_code_point(form, &at)));
    ends[count++] = len;
  }
  size_t at = 0;
  bool found = false;
  if (len == 0) return false;
  const uint32_t first = next_code_point((flu_str){ lower, (uint32_t)len }, &at);
  for (size_t i = 0; i < m->letter_count; i++) found = found || m->letters[i] == first;
  if (!found) return false;
  const uint32_t whole = flu_strings_find(&m->patterns, lower, len);
  if (whole != FLU_NO_STRING) return m->elides[whole] != 0;
  while (count-- > 0) {
    const char kept = lower[ends[count]];
    lower[ends[count]] = '*';
    const uint32_t id = flu_strings_find(&m->patterns, lower, ends[count] + 1);
    if (id != FLU_NO_STRING) return m->elides[id] != 0;
    lower[ends[count]] = kept;
  }
  return true;
}

int flu_elision_mark(flu_forms *f, const char *data_dir, flu_diag *d)
{
  marks m;
  memset(&m, 0, sizeof m);
  flu_strings_init(&m.patterns, &f->alloc);
  const int status = read_marks(&m, &f->alloc, data_dir, d);
  for (size_t first = 0, end; status == FLU_OK && first < f->count; first = end) {
    end = flu_forms_end_of(f, first);
    if (elides(&m, flu_strings_get(&f->strings, f->items[first].form))) continue;
    for (size_t i = first; i < end; i++) f->items[i].tag.flags &= (uint8_t)~FLU_TAG_ELIDES;
  }
  flu_strings_end(&m.patterns);
  flu_free(&f->alloc, m.elides, m.elides_cap);
  return status;
}
