/* HTML: tags, comments, elements whose content is no prose, character references. What is malformed is text. */
#include "text/markup_inner.h"

static bool is_space(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c)
{
  return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_';
}

static char lower(char c)
{
  return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* --- names of elements --- */

typedef struct element {
  const char *name;
  uint32_t kind;   /* mask of the whole element */
} element;

/* Content that is no prose. */
static const element raw_elements[FLU_RAW_ELEMENTS] = {
  { "script", FLU_MASK_BREAK }, { "style", FLU_MASK_BREAK }, { "pre", FLU_MASK_BREAK }, { "textarea", FLU_MASK_BREAK },
  { "template", FLU_MASK_BREAK }, { "svg", FLU_MASK_NOUN }, { "math", FLU_MASK_NOUN }, { "code", FLU_MASK_NOUN },
  { "kbd", FLU_MASK_NOUN }, { "samp", FLU_MASK_NOUN }, { "var", FLU_MASK_NOUN }, { "tt", FLU_MASK_NOUN }
};

/* Inside a paragraph; all others are blocks. */
static const char *const inline_elements[] = { "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "data", "del",
  "dfn", "em", "font", "i", "img", "ins", "label", "mark", "q", "ruby", "s", "small", "span", "strike", "strong", "sub",
  "sup", "time", "u", "wbr" };

static bool same_name(const char *s, uint32_t len, const char *name)
{
  if (strlen(name) != len) return false;
  for (uint32_t i = 0; i < len; i++)
    if (lower(s[i]) != name[i]) return false;
  return true;
}

static int raw_index(const char *s, uint32_t len)
{
  for (size_t i = 0; i < FLU_RAW_ELEMENTS; i++)
    if (same_name(s, len, raw_elements[i].name)) return (int)i;
  return -1;
}

static bool is_inline(const char *s, uint32_t len)
{
  for (size_t i = 0; i < sizeof inline_elements / sizeof *inline_elements; i++)
    if (same_name(s, len, inline_elements[i])) return true;
  return raw_index(s, len) >= 0 && raw_elements[raw_index(s, len)].kind == FLU_MASK_NOUN;
}

/* --- tags --- */

static uint32_t behind_space(const flu_marks *m, uint32_t at, uint32_t limit)
{
  while (at < limit && is_space(m->s[at])) at++;
  return at;
}

/* Behind the attribute at `at`; 0 when it is none. */
static uint32_t attribute_end(const flu_marks *m, uint32_t at, uint32_t limit)
{
  const char *s = m->s;
  const uint32_t start = at;
  while (at < limit && !is_space(s[at]) && strchr("\"'<>/=`", s[at]) == NULL) at++;
  if (at == start) return 0;
  uint32_t value = behind_space(m, at, limit);
  if (value >= limit || s[value] != '=') return at;
  value = behind_space(m, value + 1, limit);
  if (value >= limit) return 0;
  if (s[value] == '"' || s[value] == '\'') {
    const char *end = memchr(s + value + 1, s[value], limit - value - 1);
    return end == NULL ? 0 : (uint32_t)(end - s) + 1;
  }
  for (at = value; at < limit && !is_space(s[at]) && strchr("\"'<>=`", s[at]) == NULL;) at++;
  return at == value ? 0 : at;
}

/* Behind the > of the tag at `at`; 0 when it is none. *name_len letters of its name begin at *name. */
static uint32_t tag_end(const flu_marks *m, uint32_t at, uint32_t limit, uint32_t *name, uint32_t *name_len)
{
  const char *s = m->s;
  uint32_t i = at + 1;
  if (i < limit && s[i] == '/') i++;
  if (i >= limit || !is_letter(s[i])) return 0;
  *name = i;
  while (i < limit && is_name(s[i])) i++;
  *name_len = i - *name;
  for (;;) {
    const uint32_t next = behind_space(m, i, limit);
    if (next >= limit) return 0;
    if (s[next] == '>') return next + 1;
    if (s[next] == '/') {
      i = next + 1;
      continue;
    }
    if (next == i && s[i - 1] != '"' && s[i - 1] != '\'' && s[i - 1] != '/') return 0;
    i = attribute_end(m, next, limit);
    if (i == 0) return 0;
  }
}

/* Behind </name> from `at` on; 0 when there is none. */
static uint32_t close_end(flu_marks *m, uint32_t at, uint32_t limit, unsigned raw)
{
  const char *name = raw_elements[raw].name;
  const uint32_t n = (uint32_t)strlen(name);
  const uint32_t from = at;
  if (flu_is_vain(&m->close[raw], at, limit)) return 0;
  while (at < limit) {
    const char *p = memchr(m->s + at, '<', limit - at);
    if (p == NULL) break;
    at = (uint32_t)(p - m->s) + 1;
    if (limit - at <= n + 1 || m->s[at] != '/' || !same_name(m->s + at + 1, n, name)) continue;
    const uint32_t end = behind_space(m, at + 1 + n, limit);
    if (end < limit && m->s[end] == '>') return end + 1;
  }
  m->close[raw] = (flu_vain){ from, limit };
  return 0;
}

static uint32_t element_end(flu_marks *m, uint32_t at, uint32_t limit)
{
  uint32_t name, name_len;
  const uint32_t end = tag_end(m, at, limit, &name, &name_len);
  if (end == 0) return 0;
  const int raw = m->s[at + 1] == '/' || m->s[end - 2] == '/' ? -1 : raw_index(m->s + name, name_len);
  if (raw >= 0) {
    const uint32_t close = close_end(m, end, limit, (unsigned)raw);
    if (close != 0) {
      flu_marks_add(m, at, close, raw_elements[raw].kind);
      return close;
    }
  }
  flu_marks_add(m, at, end, is_inline(m->s + name, name_len) ? FLU_MASK_SKIP : FLU_MASK_BREAK);
  return end;
}

/* --- the rest --- */

/* Behind `closer` from `at` on; 0 when there is none before limit. */
static uint32_t find_closer(const flu_marks *m, uint32_t at, uint32_t limit, const char *closer, flu_vain *vain)
{
  const uint32_t n = (uint32_t)strlen(closer);
  if (flu_is_vain(vain, at, limit)) return 0;
  const uint32_t from = at;
  while (at < limit) {
    const char *p = memchr(m->s + at, closer[0], limit - at);
    if (p == NULL) break;
    at = (uint32_t)(p - m->s);
    if (limit - at >= n && memcmp(p, closer, n) == 0) return at + n;
    at++;
  }
  *vain = (flu_vain){ from, limit };
  return 0;
}

uint32_t flu_html_construct(flu_marks *m, uint32_t at, uint32_t limit)
{
  uint32_t end = 0, kind = FLU_MASK_SKIP;
  if (at + 2 >= limit) return 0;
  if (flu_marks_is(m, at, "<!--")) {
    end = find_closer(m, at + 4, limit, "-->", &m->comment);
  } else if (flu_marks_is(m, at, "<![CDATA[")) {
    end = find_closer(m, at + 9, limit, "]]>", &m->cdata);
    kind = FLU_MASK_NOUN;
  } else if (m->s[at + 1] == '?') {
    end = find_closer(m, at + 2, limit, "?>", &m->instruction);
  } else if (m->s[at + 1] == '!' && is_letter(m->s[at + 2])) {
    end = find_closer(m, at + 2, limit, ">", &m->declaration);
    kind = FLU_MASK_BREAK;
  } else {
    return element_end(m, at, limit);
  }
  if (end != 0) flu_marks_add(m, at, end, kind);
  return end;
}

uint32_t flu_html_reference(flu_marks *m, uint32_t at, uint32_t limit)
{
  size_t len;
  if (flu_entity(m->s + at, limit - at, &len) == 0) return 0;
  flu_marks_add(m, at, at + (uint32_t)len, FLU_MASK_CHARACTER);
  return at + (uint32_t)len;
}

void flu_html_range(flu_marks *m, uint32_t at, uint32_t limit)
{
  while (at < limit && !m->failed) {
    uint32_t end = 0;
    if (m->s[at] == '<') end = flu_html_construct(m, at, limit);
    else if (m->s[at] == '&') end = flu_html_reference(m, at, limit);
    at = end != 0 ? end : at + 1;
  }
}

int flu_markup_html(flu_mask_list *out, const char *utf8, uint32_t len)
{
  flu_marks m;
  flu_marks_init(&m, out, utf8, len);
  flu_html_range(&m, 0, len);
  return flu_marks_settle(&m);
}
