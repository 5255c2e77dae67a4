/* Names and places that join the dictionary, and frequencies. */
#include <string.h>

#include "compiler/lexicon.h"

#define PREFIX_TAB 2u

/* One word a line; those the dictionary has with the same part of speech are left as they are. */
static int read_names(flu_forms *f, const char *data_dir, const char *name, unsigned pos, flu_diag *d)
{
  flu_lines lines;
  flu_str word;
  size_t place;
  int status = flu_lines_open(&lines, data_dir, name, d);
  if (status < 0) return status;
  const size_t settled = f->count;
  flu_tag tag;
  memset(&tag, 0, sizeof tag);
  tag.pos = (uint8_t)pos;
  tag.number = FLU_SING;
  tag.flags = FLU_TAG_EXTRA | FLU_TAG_ELIDES; /* elision.txt takes it away from some */
  while (flu_lines_next(&lines, &word, 1, &place) > 0) {
    if (word.len > FLU_MAX_FORM_BYTES || memchr(word.ptr, ' ', word.len) != NULL) {
      flu_diag_error(d, &lines.source, place, NULL, "one word expected");
      status = FLU_E_FORMAT;
      continue;
    }
    const size_t all = f->count;
    bool known = false;
    f->count = settled; /* only what is settled is sorted */
    size_t i = flu_forms_find(f, word.ptr, word.len);
    const size_t end = i < settled ? flu_forms_end_of(f, i) : i;
    for (; i < end; i++) known = known || f->items[i].tag.pos == pos;
    f->count = all;
    if (!known) flu_forms_add(f, word, word, &tag);
  }
  flu_lines_end(&lines);
  if (status == FLU_OK) status = flu_forms_settle(f, d, &lines.source);
  return status;
}

int flu_extras_read(flu_forms *f, const char *data_dir, flu_diag *d)
{
  int status = read_names(f, data_dir, "first-names.txt", FLU_POS_FIRST_NAME, d);
  if (status == FLU_OK) status = read_names(f, data_dir, "surnames.txt", FLU_POS_SURNAME, d);
  if (status == FLU_OK) status = read_names(f, data_dir, "places.txt", FLU_POS_PROPN, d);
  return status;
}

/* --- frequencies --- */

static int hex_digit(char c)
{
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "suffix5a": two digits at the end. Words the lexicon has not are passed over. */
static bool read_frequency(flu_forms *f, flu_str prefix, flu_str item)
{
  char word[FLU_MAX_FORM_BYTES];
  if (item.len < 2 || (size_t)prefix.len + item.len - 2 > sizeof word) return false;
  const int high = hex_digit(item.ptr[item.len - 2]), low = hex_digit(item.ptr[item.len - 1]);
  if (high < 0 || low < 0) return false;
  memcpy(word, prefix.ptr, prefix.len);
  memcpy(word + prefix.len, item.ptr, item.len - 2);
  const uint32_t id = flu_strings_find(&f->strings, word, prefix.len + item.len - 2);
  if (id != FLU_NO_STRING) f->frequency[id] = (uint8_t)(high * 16 + low);
  return true;
}

int flu_frequencies_read(flu_forms *f, const char *data_dir, flu_diag *d)
{
  flu_lines lines;
  flu_str fields[2];
  size_t place, n;
  int status = flu_lines_open(&lines, data_dir, "frequencies.txt", d);
  if (status < 0) return status;
  while ((n = flu_lines_next(&lines, fields, PREFIX_TAB, &place)) > 0) {
    bool ok = n == PREFIX_TAB;
    for (uint32_t at = 0; ok && at < fields[1].len;) {
      const char *space = memchr(fields[1].ptr + at, ' ', fields[1].len - at);
      const uint32_t end = space == NULL ? fields[1].len : (uint32_t)(space - fields[1].ptr);
      ok = read_frequency(f, fields[0], (flu_str){ fields[1].ptr + at, end - at });
      at = end + 1;
    }
    if (ok) continue;
    flu_diag_error(d, &lines.source, place, "beginning, tab, endings each with two hexadecimal digits",
                   "not understood");
    status = FLU_E_FORMAT;
  }
  flu_lines_end(&lines);
  return status;
}
