/* The view of a text: what segmentation reads. NFC, ' for every apostrophe between letters, - for every hyphen, nothing
 * invisible, no masked bytes. A text that is so already is its own view. */
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "text/inner.h"

#define MAX_SEGMENT 64   /* code points normalised at once: Unicode's stream-safe form allows 30 marks on a letter */
#define MAX_BACK 8       /* code points taken back from the view to be normalised with what follows */
#define MAX_GROWTH 8u    /* bytes that a code point can grow by in NFC */

typedef struct maker {
  flu_view *v;
  const flu_alloc *alloc;
  const UNormalizer2 *nfc;
  const char *src;
  char *out;
  uint32_t at, n;        /* read, written */
  bool failed;
} maker;

static bool special(const UNormalizer2 *nfc, uint32_t cp)
{
  if (cp >= 0x2000 && cp <= 0x206F)
    return (cp >= 0x200B && cp <= 0x2011) || cp == 0x2018 || cp == 0x2019 || cp == 0x2032 || flu_is_invisible(cp);
  return flu_is_invisible(cp) || !unorm2_isInert(nfc, (UChar32)cp);
}

/* First place in [at, end) that the view may have to change. */
static uint32_t plain_end(const UNormalizer2 *nfc, const char *s, uint32_t at, uint32_t end)
{
  while (at < end) {
    const unsigned char c = (unsigned char)s[at];
    if (c < 0x80) {
      if (c == '`') return at;
      at++;
    } else if (c < 0xCC) {
      const unsigned char d = (unsigned char)s[at + 1];
      if (c == 0xC2 && (d == 0xAD || d == 0xB4)) return at;
      if (c == 0xCA && d == 0xBC) return at;
      at += 2;
    } else {
      uint32_t next;
      if (special(nfc, flu_decode(s, at, &next))) return at;
      at = next;
    }
  }
  return at;
}

/* Bytes the view can need at most; 0 when the text is its own view. */
static uint64_t view_bound(const UNormalizer2 *nfc, const char *s, uint32_t len, const flu_mask *masks, size_t count)
{
  uint64_t bound = (uint64_t)len + 1;
  bool changes = false;
  for (size_t i = 0; i < count; i++) {
    if (masks[i].end == masks[i].start) continue;
    changes = true;
    bound += 3;
  }
  for (uint32_t at = plain_end(nfc, s, 0, len); at < len; at = plain_end(nfc, s, at, len)) {
    const uint32_t cp = flu_decode(s, at, &at);
    changes = changes || cp != '`';
    if (cp >= 0x300 && !unorm2_isInert(nfc, (UChar32)cp)) bound += MAX_GROWTH;
  }
  return changes ? bound : 0;
}

/* --- edits --- */

static void add_edit(maker *m, flu_edit e)
{
  flu_view *v = m->v;
  flu_edit *last = v->edit_count == 0 ? NULL : &v->edits[v->edit_count - 1];
  if (last != NULL && last->end == e.at && last->src_end == e.src && last->at == last->end && e.at == e.end) {
    last->src_end = e.src_end;
    last->flags |= e.flags;
    return;
  }
  if (!flu_reserve(m->alloc, (void **)&v->edits, v->edit_count, &v->edit_cap, sizeof *v->edits)) {
    m->failed = true;
    return;
  }
  v->edits[v->edit_count++] = e;
}

/* [at, src_end) of the text becomes `bytes`. */
static void replace(maker *m, uint32_t src_end, const char *bytes, size_t len, uint32_t flags)
{
  memcpy(m->out + m->n, bytes, len);
  add_edit(m, (flu_edit){ m->n, m->n + (uint32_t)len, m->at, src_end, flags });
  m->n += (uint32_t)len;
  m->at = src_end;
}

static void replace_cp(maker *m, uint32_t src_end, uint32_t cp, uint32_t flags)
{
  char bytes[4];
  replace(m, src_end, bytes, flu_utf8_put(bytes, cp), flags);
}

static void copy(maker *m, uint32_t src_end)
{
  memcpy(m->out + m->n, m->src + m->at, src_end - m->at);
  m->n += src_end - m->at;
  m->at = src_end;
}

static uint32_t last_cp(const maker *m)
{
  size_t at = m->n;
  return m->n == 0 ? ' ' : flu_utf8_prev(m->out, &at);
}

static bool letter_before(const maker *m)
{
  const enum flu_class c = flu_class_of(last_cp(m));
  return c == FLU_CLASS_LETTER || c == FLU_CLASS_EXTEND;
}

static bool letter_at(const maker *m, uint32_t at, uint32_t limit)
{
  uint32_t next;
  return at < limit && flu_class_of(flu_decode(m->src, at, &next)) == FLU_CLASS_LETTER;
}

/* --- normal form --- */

/* Where in the view the characters begin that may compose with the one that comes. */
static uint32_t back_start(const maker *m, uint32_t cp)
{
  size_t b = m->n;
  if (unorm2_hasBoundaryBefore(m->nfc, (UChar32)cp)) return m->n;
  for (int i = 0; i < MAX_BACK && b > 0; i++)
    if (unorm2_hasBoundaryBefore(m->nfc, (UChar32)flu_utf8_prev(m->out, &b))) break;
  return (uint32_t)b;
}

/* Drops the edits that touch what is in the view from b on: one that begins there, or before, will stand for them. */
static flu_edit take_back(maker *m, uint32_t b)
{
  flu_view *v = m->v;
  flu_edit whole = { .at = b, .src = b, .flags = FLU_EDIT_NORM };
  for (; v->edit_count > 0; v->edit_count--) {
    const flu_edit *e = &v->edits[v->edit_count - 1];
    if (e->end <= b) {
      whole.src = e->src_end + (b - e->end);
      break;
    }
    whole.flags |= e->flags;
    if (e->at >= b) continue;
    whole.at = e->at;
    whole.src = e->src;
    v->edit_count--;
    break;
  }
  return whole;
}

/* NFC of the view from b on and of the text from m->at on, up to where nothing composes; *at is behind that. */
static int32_t compose(maker *m, uint32_t b, uint32_t limit, uint32_t *at, char *bytes, int32_t cap)
{
  UChar wide[(MAX_SEGMENT + MAX_BACK) * 2], normal[(MAX_SEGMENT + MAX_BACK) * 6];
  int32_t n = 0, len = 0;
  for (uint32_t i = b; i < m->n;) {
    const uint32_t back = flu_decode(m->out, i, &i);
    U16_APPEND_UNSAFE(wide, n, back);
  }
  *at = m->at;
  for (int i = 0; i < MAX_SEGMENT && *at < limit; i++) {
    uint32_t next;
    const uint32_t cp = flu_decode(m->src, *at, &next);
    if (i > 0 && unorm2_hasBoundaryBefore(m->nfc, (UChar32)cp)) break;
    U16_APPEND_UNSAFE(wide, n, cp);
    *at = next;
  }
  UErrorCode status = U_ZERO_ERROR;
  n = unorm2_normalize(m->nfc, wide, n, normal, (int32_t)(sizeof normal / sizeof *normal), &status);
  u_strToUTF8(bytes, cap, &len, normal, n, &status);
  if (U_FAILURE(status)) m->failed = true;
  return len;
}

static void normalise(maker *m, uint32_t limit)
{
  char bytes[(MAX_SEGMENT + MAX_BACK) * 12];
  uint32_t at;
  const uint32_t b = back_start(m, flu_decode(m->src, m->at, &at)), back = m->n - b;
  const uint32_t len = (uint32_t)compose(m, b, limit, &at, bytes, (int32_t)sizeof bytes);
  if (m->failed) return;
  if (len >= back && memcmp(bytes, m->out + b, back) == 0) {   /* nothing composed with what is there */
    if (len - back == at - m->at && memcmp(bytes + back, m->src + m->at, len - back) == 0) copy(m, at);
    else replace(m, at, bytes + back, len - back, FLU_EDIT_NORM);
    return;
  }
  flu_edit whole = take_back(m, b);
  memcpy(m->out + b, bytes, len);
  m->n = whole.end = b + len;
  m->at = whole.src_end = at;
  add_edit(m, whole);
}

/* --- one character, one mask --- */

static void change_char(maker *m, uint32_t limit)
{
  uint32_t next;
  const uint32_t cp = flu_decode(m->src, m->at, &next);
  if (flu_is_invisible(cp) || (cp == 0x200D && !flu_is_pictograph(last_cp(m)))) {
    replace(m, next, "", 0, FLU_EDIT_NORM);
  } else if (cp == 0x2019) {
    if (letter_before(m) || letter_at(m, next, limit)) replace(m, next, "'", 1, FLU_EDIT_NORM);
    else copy(m, next);
  } else if (cp == '`' || cp == 0xB4 || cp == 0x2BC || cp == 0x2018 || cp == 0x2032) {
    if (letter_before(m) && letter_at(m, next, limit)) replace(m, next, "'", 1, FLU_EDIT_NORM);
    else copy(m, next);
  } else if (cp == 0x2010 || cp == 0x2011) {
    if (letter_before(m) && letter_at(m, next, limit)) replace(m, next, "-", 1, FLU_EDIT_NORM);
    else copy(m, next);
  } else if (cp >= 0x300 && !unorm2_isInert(m->nfc, (UChar32)cp)) {
    normalise(m, limit);
  } else {
    copy(m, next);
  }
}

static void apply_character(maker *m, const flu_mask *mask)
{
  size_t len;
  const uint32_t cp = flu_entity(m->src + mask->start, mask->end - mask->start, &len);
  if (cp == 0 || len != mask->end - mask->start || flu_is_invisible(cp) || cp == 0x200D) {
    replace(m, mask->end, "", 0, FLU_EDIT_SKIP);
  } else if (cp == 0x2019 && letter_before(m)) {
    replace(m, mask->end, "'", 1, FLU_EDIT_NORM);
  } else if (cp >= 0x300 && !unorm2_isInert(m->nfc, (UChar32)cp)) {
    replace_cp(m, mask->end, FLU_CP_NOUN, 0);
  } else {
    replace_cp(m, mask->end, cp, FLU_EDIT_NORM);
  }
}

static void apply_mask(maker *m, const flu_mask *mask)
{
  switch (mask->kind) {
  case FLU_MASK_NOUN: replace_cp(m, mask->end, FLU_CP_NOUN, 0); break;
  case FLU_MASK_BREAK: replace_cp(m, mask->end, FLU_CP_BREAK, 0); break;
  case FLU_MASK_CHARACTER: apply_character(m, mask); break;
  default: replace(m, mask->end, "", 0, FLU_EDIT_SKIP); break;
  }
}

static void make(maker *m, uint32_t len, const flu_mask *masks, size_t count)
{
  size_t i = 0;
  while (m->at < len && !m->failed) {
    while (i < count && masks[i].end == masks[i].start) i++;
    if (i < count && masks[i].start == m->at) {
      apply_mask(m, &masks[i++]);
      continue;
    }
    const uint32_t limit = i < count ? masks[i].start : len;
    copy(m, plain_end(m->nfc, m->src, m->at, limit));
    if (m->at < limit) change_char(m, limit);
  }
}

int flu_view_make(flu_view *v, const char *utf8, uint32_t len, const flu_mask *masks, size_t mask_count,
                  flu_arena *arena)
{
  memset(v, 0, sizeof *v);
  v->s = utf8;
  v->len = len;
  UErrorCode status = U_ZERO_ERROR;
  maker m = { .v = v, .alloc = &arena->alloc, .src = utf8, .nfc = unorm2_getNFCInstance(&status) };
  if (U_FAILURE(status)) return FLU_E_NOMEM;
  const uint64_t bound = view_bound(m.nfc, utf8, len, masks, mask_count);
  if (bound == 0) return FLU_OK;
  if (bound > UINT32_MAX || (m.out = flu_arena_take(arena, (size_t)bound)) == NULL) return FLU_E_NOMEM;
  make(&m, len, masks, mask_count);
  if (m.failed) {
    flu_view_end(v, &arena->alloc);
    return FLU_E_NOMEM;
  }
  v->s = m.out;
  v->len = m.n;
  return FLU_OK;
}

void flu_view_end(flu_view *v, const flu_alloc *alloc)
{
  flu_free(alloc, v->edits, v->edit_cap * sizeof *v->edits);
  v->edits = NULL;
  v->edit_count = v->edit_cap = 0;
}
