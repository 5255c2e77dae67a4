#include "text/inner.h"

/* Length of the well-formed sequence at s, 0 when there is none (Unicode 15, table 3-7). */
static size_t sequence(const unsigned char *s, size_t avail)
{
  const unsigned c = s[0];
  size_t n;
  unsigned low = 0x80, high = 0xBF;
  if (c < 0x80) return 1;
  if (c < 0xC2 || c > 0xF4) return 0;
  if (c < 0xE0) {
    n = 2;
  } else if (c < 0xF0) {
    n = 3;
    if (c == 0xE0) low = 0xA0;
    if (c == 0xED) high = 0x9F;
  } else {
    n = 4;
    if (c == 0xF0) low = 0x90;
    if (c == 0xF4) high = 0x8F;
  }
  if (avail < n || s[1] < low || s[1] > high) return 0;
  for (size_t i = 2; i < n; i++)
    if ((s[i] & 0xC0) != 0x80) return 0;
  return n;
}

size_t flu_utf8_valid(const char *s, size_t len)
{
  const unsigned char *p = (const unsigned char *)s;
  size_t i = 0;
  while (i < len) {
    uint64_t eight;
    if (len - i >= 8) {
      memcpy(&eight, p + i, 8);
      if ((eight & 0x8080808080808080u) == 0) {
        i += 8;
        continue;
      }
    }
    const size_t n = sequence(p + i, len - i);
    if (n == 0) return i;
    i += n;
  }
  return len;
}

uint32_t flu_utf8_next(const char *s, size_t *at)
{
  uint32_t next;
  const uint32_t cp = flu_decode(s + *at, 0, &next);
  *at += next;
  return cp;
}

uint32_t flu_utf8_prev(const char *s, size_t *at)
{
  size_t i = *at - 1;
  while (((unsigned char)s[i] & 0xC0) == 0x80) i--;
  *at = i;
  uint32_t next;
  return flu_decode(s + i, 0, &next);
}

size_t flu_utf8_put(char out[4], uint32_t cp)
{
  if (cp < 0x80) {
    out[0] = (char)cp;
    return 1;
  }
  if (cp < 0x800) {
    out[0] = (char)(0xC0 | cp >> 6);
    out[1] = (char)(0x80 | (cp & 0x3F));
    return 2;
  }
  if (cp < 0x10000) {
    out[0] = (char)(0xE0 | cp >> 12);
    out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[2] = (char)(0x80 | (cp & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | cp >> 18);
  out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
  out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
  out[3] = (char)(0x80 | (cp & 0x3F));
  return 4;
}

void flu_cursor_to(flu_cursor *c, uint32_t byte)
{
  const unsigned char *p = (const unsigned char *)c->text;
  uint32_t cp = 0, astral = 0;
  for (uint32_t i = c->byte; i < byte; i++) {
    cp += (p[i] & 0xC0) != 0x80;
    astral += p[i] >= 0xF0;
  }
  if (byte <= c->byte) return;
  c->byte = byte;
  c->cp += cp;
  c->utf16 += cp + astral;
}

size_t flu_masks_valid(const flu_mask *masks, size_t count, const char *utf8, size_t len)
{
  uint32_t last = 0;
  for (size_t i = 0; i < count; i++) {
    const flu_mask *m = &masks[i];
    if (m->start < last || m->end < m->start || m->end > len) return i;
    if (m->kind < FLU_MASK_SKIP || m->kind > FLU_MASK_CHARACTER) return i;
    if (m->start < len && ((unsigned char)utf8[m->start] & 0xC0) == 0x80) return i;
    if (m->end < len && ((unsigned char)utf8[m->end] & 0xC0) == 0x80) return i;
    last = m->end;
  }
  return count;
}
