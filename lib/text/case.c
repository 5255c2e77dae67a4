#include <unicode/uchar.h>

#include "text/inner.h"

static uint32_t to_lower(uint32_t cp)
{
  if (cp < 0x80) return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
  if (cp < 0x100) return cp >= 0xC0 && cp <= 0xDE && cp != 0xD7 ? cp + 32 : cp;
  return (uint32_t)u_tolower((UChar32)cp);
}

static uint32_t to_upper(uint32_t cp)
{
  if (cp < 0x80) return cp >= 'a' && cp <= 'z' ? cp - 32 : cp;
  if (cp >= 0xE0 && cp <= 0xFE && cp != 0xF7) return cp - 32;
  return (uint32_t)u_toupper((UChar32)cp);
}

/* Maps every character, or only the first letter when `first_only`. */
static size_t map(const char *s, size_t len, char *out, size_t cap, uint32_t (*to)(uint32_t), bool first_only)
{
  size_t n = 0;
  bool done = false;
  for (size_t at = 0; at < len;) {
    uint32_t cp = flu_utf8_next(s, &at);
    if (!done) {
      const bool letter = flu_class_of(cp) == FLU_CLASS_LETTER;
      cp = to(cp);
      done = first_only && letter;
    }
    char bytes[4];
    const size_t width = flu_utf8_put(bytes, cp);
    if (width > cap - n) return 0;
    memcpy(out + n, bytes, width);
    n += width;
  }
  return n;
}

size_t flu_lower(const char *s, size_t len, char *out, size_t cap)
{
  return map(s, len, out, cap, to_lower, false);
}

size_t flu_upper(const char *s, size_t len, char *out, size_t cap)
{
  return map(s, len, out, cap, to_upper, false);
}

size_t flu_capitalise(const char *s, size_t len, char *out, size_t cap)
{
  return map(s, len, out, cap, to_upper, true);
}

enum flu_case flu_case_of(const char *s, size_t len)
{
  size_t upper = 0, lower = 0;
  bool first_upper = false;
  for (size_t at = 0; at < len;) {
    const uint32_t cp = flu_utf8_next(s, &at);
    if (flu_is_upper(cp)) {
      if (upper + lower == 0) first_upper = true;
      upper++;
    } else if (flu_is_lower(cp)) {
      lower++;
    }
  }
  if (upper + lower == 0) return FLU_CASE_NONE;
  if (upper == 0) return FLU_CASE_LOWER;
  if (upper == 1 && first_upper) return FLU_CASE_TITLE;
  return lower == 0 ? FLU_CASE_UPPER : FLU_CASE_MIXED;
}
