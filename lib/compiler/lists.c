/* Word lists: DIR/NAME.txt → the LISTS section. A line is `word` or `word<TAB>value`; it may hold spaces. `#` begins a
 * comment at the start of a line or behind white space. */
#include <stdlib.h>
#include <string.h>

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "compiler/files.h"
#include "lexicon/lists_inner.h"

#define MAX_VALUE  1000u
#define APOSTROPHE "\xE2\x80\x99"

typedef struct word {
  const char *text, *value; /* in the arena, NUL-terminated; value may be NULL */
  uint32_t len, value_len;
  uint32_t list;
  size_t offset; /* in its file */
} word;

typedef struct builder {
  flu_diag *diag;
  flu_arena arena;
  word *words;
  size_t count, cap;
  const char *names[FLU_MAX_LISTS];
  uint32_t list_count;
  bool bad;
} builder;

static void refuse(builder *b, const flu_source *src, size_t offset, const char *hint, const char *what)
{
  b->bad = true;
  flu_diag_error(b->diag, src, offset, hint, "%s", what);
}

/* --- one line --- */

static bool blank(char c)
{
  return c == ' ' || c == '\t';
}

/* End of the line's content: before a comment and the white space that leads to it. */
static size_t content_end(const char *s, size_t start, size_t end)
{
  size_t stop = end;
  for (size_t i = start; i < end; i++) {
    if (s[i] == '#' && (i == start || (blank(s[i - 1]) && (i + 1 == end || s[i + 1] == ' ')))) {
      stop = i;
      break;
    }
  }
  if (stop == end) return end;
  while (stop > start && blank(s[stop - 1])) stop--;
  return stop;
}

static bool is_nfc(const char *s, size_t len)
{
  UChar wide[FLU_LISTS_MAX_WORD + 1];
  int32_t wide_len = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8(wide, FLU_LISTS_MAX_WORD + 1, &wide_len, s, (int32_t)len, &status);
  const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
  const UBool is = unorm2_isNormalized(nfc, wide, wide_len, &status);
  return U_SUCCESS(status) && is;
}

static bool check_controls(builder *b, const flu_source *src, size_t start, size_t end)
{
  for (size_t i = start; i < end; i++) {
    const unsigned char c = (unsigned char)src->text[i];
    if ((c >= 0x20 || c == '\t') && c != 0x7F) continue;
    refuse(b, src, i, NULL, "control character");
    return false;
  }
  return true;
}

static bool check_word(builder *b, const flu_source *src, size_t start, size_t len)
{
  const char *s = src->text + start;
  for (size_t i = 0; i < len; i++) {
    if (len > 3 && len - i >= 3 && memcmp(s + i, APOSTROPHE, 3) == 0) {
      refuse(b, src, start + i, "words are looked up with the straight apostrophe '", "curly apostrophe");
      return false;
    }
  }
  if (len > FLU_LISTS_MAX_WORD) {
    refuse(b, src, start + FLU_LISTS_MAX_WORD, NULL, "longer than 255 bytes");
    return false;
  }
  if (!is_nfc(s, len)) {
    refuse(b, src, start, "write each letter with its accent as one character", "not in normal form C");
    return false;
  }
  return true;
}

static int add_word(builder *b, const flu_source *src, size_t start, size_t len, size_t value, size_t value_len)
{
  if (!flu_reserve(&flu_alloc_default, (void **)&b->words, b->count, &b->cap, sizeof *b->words)) return FLU_E_NOMEM;
  word w = { .len = (uint32_t)len, .value_len = (uint32_t)value_len, .list = b->list_count, .offset = start };
  w.text = flu_arena_copy(&b->arena, src->text + start, len);
  if (value_len > 0) w.value = flu_arena_copy(&b->arena, src->text + value, value_len);
  if (w.text == NULL || (value_len > 0 && w.value == NULL)) return FLU_E_NOMEM;
  b->words[b->count++] = w;
  return FLU_OK;
}

static int read_line(builder *b, const flu_source *src, size_t start, size_t line_end)
{
  const char *s = src->text;
  const size_t end = content_end(s, start, line_end);
  size_t i = start;
  while (i < end && blank(s[i])) i++;
  if (i == end) return FLU_OK;
  if (i > start) {
    refuse(b, src, start, NULL, s[start] == '\t' ? "no word before the tab" : "white space before the word");
    return FLU_OK;
  }
  if (blank(s[end - 1])) {
    refuse(b, src, end - 1, NULL, s[end - 1] == '\t' ? "no value after the tab" : "white space at the end of the line");
    return FLU_OK;
  }
  const char *tab = memchr(s + start, '\t', end - start);
  const size_t word_end = tab == NULL ? end : (size_t)(tab - s);
  const size_t value = tab == NULL ? end : word_end + 1;
  if (blank(s[word_end - 1]) || (value < end && s[value] == ' ')) {
    refuse(b, src, word_end, NULL, "white space around the tab");
    return FLU_OK;
  }
  const char *second = memchr(s + value, '\t', end - value);
  if (second != NULL) {
    refuse(b, src, (size_t)(second - s), "a line is `word` or `word<TAB>value`", "a second tab");
    return FLU_OK;
  }
  if (end - value > MAX_VALUE) {
    refuse(b, src, value + MAX_VALUE, NULL, "value longer than 1000 bytes");
    return FLU_OK;
  }
  if (!check_controls(b, src, start, end) || !check_word(b, src, start, word_end - start)) return FLU_OK;
  return add_word(b, src, start, word_end - start, value, end - value);
}

/* --- one list --- */

static int compare_words(const void *a, const void *b)
{
  const word *x = a, *y = b;
  const int order = strcmp(x->text, y->text);
  if (order != 0) return order;
  if (x->list != y->list) return x->list < y->list ? -1 : 1;
  return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static unsigned line_of(const flu_source *src, size_t offset)
{
  unsigned line = 1;
  for (size_t i = 0; i < offset; i++) line += src->text[i] == '\n';
  return line;
}

static void refuse_duplicates(builder *b, const flu_source *src, size_t first)
{
  const size_t n = b->count - first;
  if (n > 1) qsort(b->words + first, n, sizeof *b->words, compare_words);
  for (size_t i = first + 1; i < b->count; i++) {
    const word *w = &b->words[i];
    if (strcmp(w[-1].text, w->text) != 0) continue;
    char hint[64];
    snprintf(hint, sizeof hint, "first on line %u", line_of(src, w[-1].offset));
    b->bad = true;
    flu_diag_error(b->diag, src, w->offset, hint, "'%s' is already in the list", w->text);
  }
}

static bool name_is_good(const char *name, size_t len)
{
  for (size_t i = 0; i < len; i++)
    if (!((name[i] >= 'a' && name[i] <= 'z') || (name[i] >= '0' && name[i] <= '9') || name[i] == '-' || name[i] == '_'))
      return false;
  return len > 0 && len <= 64;
}

static int read_list(builder *b, const char *path)
{
  flu_source src;
  int rc = flu_source_read(&src, path, b->diag);
  if (rc != FLU_OK) {
    b->bad = true;
    return rc == FLU_E_NOMEM ? rc : FLU_OK;
  }
  const char *file = flu_file_name(path);
  const size_t name_len = strlen(file) - strlen(".txt");
  const char *name = flu_arena_copy(&b->arena, file, name_len);
  if (name == NULL)
    rc = FLU_E_NOMEM;
  else if (!name_is_good(name, name_len))
    refuse(b, &src, 0, "a list is named with a-z, 0-9, - and _", "bad name of a list");
  else if (b->list_count == FLU_MAX_LISTS)
    refuse(b, &src, 0, NULL, "more than 64 lists");
  else {
    const size_t first = b->count;
    size_t at = src.len >= 3 && memcmp(src.text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (rc == FLU_OK && at < src.len) {
      const char *newline = memchr(src.text + at, '\n', src.len - at);
      const size_t next = newline == NULL ? src.len : (size_t)(newline - src.text);
      const size_t end = next > at && src.text[next - 1] == '\r' ? next - 1 : next;
      rc = read_line(b, &src, at, end);
      at = next + 1;
    }
    refuse_duplicates(b, &src, first);
    b->names[b->list_count++] = name;
  }
  flu_source_end(&src);
  return rc;
}

/* --- the section --- */

typedef struct section {
  flu_buffer names, entries, values, strings;
  flu_lists_header header;
} section;

static flu_lists_string add_string(section *s, const char *text, uint32_t len)
{
  const flu_lists_string at = { (uint32_t)s->strings.len, len };
  flu_buffer_add(&s->strings, text, len);
  flu_buffer_add(&s->strings, "", 1);
  return at;
}

/* Words are sorted: those that are equal follow each other and make one entry. */
static void add_entries(section *s, const builder *b)
{
  for (size_t i = 0; i < b->count;) {
    const word *w = &b->words[i];
    const flu_lists_string text = add_string(s, w->text, w->len);
    flu_lists_entry e = { .offset = text.offset, .len = (uint16_t)w->len, .first_value = s->header.value_count };
    for (; i < b->count && strcmp(b->words[i].text, w->text) == 0; i++) {
      const word *same = &b->words[i];
      e.lists |= UINT64_C(1) << same->list;
      if (same->value == NULL) continue;
      const flu_lists_value_ref v = { same->list, add_string(s, same->value, same->value_len) };
      flu_buffer_add(&s->values, &v, sizeof v);
      s->header.value_count++;
      e.value_count++;
    }
    flu_buffer_add(&s->entries, &e, sizeof e);
    s->header.entry_count++;
  }
}

/* false when a word would lie too far from its place. */
static bool fill_slots(const section *s, flu_lists_slot *slots, uint32_t count, uint32_t *max_probe)
{
  *max_probe = 0;
  memset(slots, 0, count * sizeof *slots);
  for (uint32_t i = 0; i < s->header.entry_count; i++) {
    flu_lists_entry e;
    memcpy(&e, s->entries.ptr + i * sizeof e, sizeof e);
    const uint64_t hash = flu_lists_hash(s->strings.ptr + e.offset, e.len);
    uint32_t probe = 0;
    while (slots[((uint32_t)hash + probe) & (count - 1)].entry != 0) probe++;
    if (probe > FLU_LISTS_MAX_PROBE) return false;
    if (probe > *max_probe) *max_probe = probe;
    slots[((uint32_t)hash + probe) & (count - 1)] = (flu_lists_slot){ (uint32_t)(hash >> 32), i + 1 };
  }
  return true;
}

static int write_section(section *s, flu_buffer *out)
{
  if (s->names.failed || s->entries.failed || s->values.failed || s->strings.failed) return FLU_E_NOMEM;
  if (s->strings.len > UINT32_MAX / 4 || s->header.entry_count > UINT32_MAX / 64) return FLU_E_LIMIT;
  s->header.string_size = (uint32_t)s->strings.len;
  uint32_t count = 8;
  while (count < s->header.entry_count * 2) count *= 2;
  flu_lists_slot *slots = NULL;
  for (;; count *= 2) {
    free(slots);
    slots = malloc(count * sizeof *slots);
    if (slots == NULL) return FLU_E_NOMEM;
    if (fill_slots(s, slots, count, &s->header.max_probe)) break;
  }
  s->header.slot_count = count;
  flu_buffer_add(out, &s->header, sizeof s->header);
  flu_buffer_add(out, s->names.ptr, s->names.len);
  flu_buffer_add(out, s->entries.ptr, s->entries.len);
  flu_buffer_add(out, slots, count * sizeof *slots);
  flu_buffer_add(out, s->values.ptr, s->values.len);
  flu_buffer_add(out, s->strings.ptr, s->strings.len);
  free(slots);
  return out->failed ? FLU_E_NOMEM : FLU_OK;
}

static int build_section(builder *b, flu_buffer *out)
{
  section s = { .header.list_count = b->list_count };
  flu_buffer_init(&s.names, &flu_alloc_default);
  flu_buffer_init(&s.entries, &flu_alloc_default);
  flu_buffer_init(&s.values, &flu_alloc_default);
  flu_buffer_init(&s.strings, &flu_alloc_default);
  for (uint32_t i = 0; i < b->list_count; i++) {
    const flu_lists_string name = add_string(&s, b->names[i], (uint32_t)strlen(b->names[i]));
    flu_buffer_add(&s.names, &name, sizeof name);
  }
  if (b->count > 1) qsort(b->words, b->count, sizeof *b->words, compare_words);
  add_entries(&s, b);
  const int rc = write_section(&s, out);
  flu_buffer_end(&s.names);
  flu_buffer_end(&s.entries);
  flu_buffer_end(&s.values);
  flu_buffer_end(&s.strings);
  return rc;
}

int flu_build_lists(flu_diag *d, const char *lists_dir, flu_buffer *out)
{
  builder b = { .diag = d };
  flu_files files = { 0 };
  flu_arena_init(&b.arena, &flu_alloc_default);
  int rc = flu_files_list(&files, lists_dir, ".txt", d);
  for (size_t i = 0; rc == FLU_OK && i < files.count; i++) rc = read_list(&b, files.paths[i]);
  if (rc == FLU_OK && b.bad) rc = FLU_E_FORMAT;
  if (rc == FLU_OK) rc = build_section(&b, out);
  flu_files_end(&files);
  free(b.words);
  flu_arena_end(&b.arena);
  return rc;
}
