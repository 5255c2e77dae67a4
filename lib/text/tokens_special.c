/* What is no prose: addresses, paths, mentions, tags, names of programs and of their parts. */
#include "text/inner.h"

static bool is_alnum(char c)
{
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_lower_or_digit(char c)
{
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

static bool one_of(char c, const char *set)
{
  return c != '\0' && strchr(set, c) != NULL;
}

/* --- how far it goes --- */

/* Behind letters, digits and the signs that addresses, paths and names hold. */
static uint32_t chunk_end(const flu_scan *sc, uint32_t at)
{
  while (at < sc->len) {
    uint32_t next;
    const uint32_t cp = flu_decode(sc->s, at, &next);
    if (flu_class_of(cp) > FLU_CLASS_EXTEND && !(cp < 0x80 && one_of((char)cp, "._-@/\\:~+%#=&?$"))) break;
    at = next;
  }
  return at;
}

static uint32_t trim(const flu_scan *sc, uint32_t start, uint32_t end, const char *marks)
{
  while (end > start && one_of(sc->s[end - 1], marks)) end--;
  return end;
}

/* An address goes on to white space; marks at its end, and brackets that were opened before it, belong to the sentence. */
static uint32_t address_end(const flu_scan *sc, uint32_t start)
{
  uint32_t at = start, next;
  unsigned open = 0;
  for (; at < sc->len; at = next) {
    const uint32_t cp = flu_decode(sc->s, at, &next);
    const enum flu_class c = flu_class_of(cp);
    if (c == FLU_CLASS_SPACE || c == FLU_CLASS_NEWLINE || cp == FLU_CP_NOUN) break;
    if (cp < 0x80 && one_of((char)cp, "<>\"{}|\\^`")) break;
    if (cp == 0xAB || cp == 0xBB || cp == 0x201C || cp == 0x201D || cp == 0x2026) break;
    if (cp == '(') open++;
    if (cp == ')' && open-- == 0) break;
  }
  return trim(sc, start, at, ".,;:!?'*_~(");
}

/* --- what it is --- */

static bool label_end(const char *s, uint32_t len, uint32_t *at)
{
  const uint32_t from = *at;
  while (*at < len && (is_alnum(s[*at]) || s[*at] == '-' || (unsigned char)s[*at] >= 0x80)) ++*at;
  return *at > from && s[from] != '-' && s[*at - 1] != '-';
}

/* Length of the host name at s (labels and dots, at least two) whose last label is a listed domain, or any when `any`. */
static uint32_t host_length(const flu_scan *sc, const char *s, uint32_t len, bool any)
{
  uint32_t at = 0, last = 0;
  unsigned labels = 0;
  for (;;) {
    last = at;
    if (!label_end(s, len, &at)) return 0;
    labels++;
    if (at + 1 >= len || s[at] != '.') break;
    at++;
  }
  if (labels < 2 || at - last < 2) return 0;
  for (uint32_t i = last; any && i < at; i++)
    if (s[i] >= '0' && s[i] <= '9') return 0;
  return any || (flu_lists_lower(sc->lang, s + last, at - last) & sc->lang->domains) != 0 ? at : 0;
}

static bool is_email(const flu_scan *sc, const char *s, uint32_t len)
{
  const char *sign = memchr(s, '@', len);
  if (sign == NULL || sign == s) return false;
  const uint32_t local = (uint32_t)(sign - s);
  for (uint32_t i = 0; i < local; i++)
    if (!is_alnum(s[i]) && !one_of(s[i], "._%+-") && (unsigned char)s[i] < 0x80) return false;
  return host_length(sc, sign + 1, len - local - 1, true) == len - local - 1;
}

static bool has_extension(const flu_scan *sc, const char *s, uint32_t len)
{
  uint32_t dot = len;
  while (dot > 0 && is_alnum(s[dot - 1])) dot--;
  if (dot < 2 || dot == len || s[dot - 1] != '.') return false;
  const char last = s[dot - 2];   /* of the name */
  if (!is_alnum(last) && (unsigned char)last < 0x80 && !one_of(last, "_-)")) return false;
  return (flu_lists_lower(sc->lang, s + dot, len - dot) & sc->lang->extensions) != 0;
}

static bool has_inner(const char *s, uint32_t len, char c)
{
  for (uint32_t i = 1; i + 1 < len; i++)
    if (s[i] == c && (is_alnum(s[i - 1]) || s[i - 1] == c) && (is_alnum(s[i + 1]) || s[i + 1] == c)) return true;
  return false;
}

/* a.b.c, v1.2.3: at least two dots, letters of ASCII, no part with a capital. */
static bool is_dotted_name(const char *s, uint32_t len)
{
  unsigned dots = 0;
  bool letters = false;
  for (uint32_t i = 0; i < len; i++) {
    if (s[i] == '.') {
      if (i == 0 || i + 1 == len || s[i - 1] == '.') return false;
      dots++;
    } else if (is_lower_or_digit(s[i])) {
      letters = letters || s[i] >= 'a';
    } else {
      return false;
    }
  }
  return dots >= 2 && letters;
}

static bool is_path(const flu_scan *sc, const char *s, uint32_t len)
{
  unsigned slashes = 0;
  for (uint32_t i = 0; i < len; i++) slashes += s[i] == '/' || s[i] == '\\';
  if (slashes == 0) return false;
  return has_extension(sc, s, len) || has_inner(s, len, '_') || (slashes >= 2 && one_of(s[len - 1], "/\\"));
}

static enum flu_token_kind classify(const flu_scan *sc, const char *s, uint32_t len)
{
  if (is_email(sc, s, len)) return FLU_TOKEN_EMAIL;
  if (memchr(s, '@', len) != NULL) return 0;
  const uint32_t host = host_length(sc, s, len, false);
  if (host > 0 && (host == len || one_of(s[host], "/:?#"))) return FLU_TOKEN_URL;
  const bool dotted = is_dotted_name(s, len);
  if (dotted && s[len - 2] == '.') return FLU_TOKEN_CODE;   /* a.b.c is no file of C */
  if (has_extension(sc, s, len) || is_path(sc, s, len)) return FLU_TOKEN_PATH;
  for (uint32_t i = 1; i + 2 < len; i++)
    if (s[i] == ':' && s[i + 1] == ':' && is_alnum(s[i - 1]) && is_alnum(s[i + 2])) return FLU_TOKEN_CODE;
  if (dotted || has_inner(s, len, '_')) return FLU_TOKEN_CODE;
  return 0;
}

/* scheme://, www. and C:\ settle it at once. */
static enum flu_token_kind by_prefix(const flu_scan *sc, uint32_t start, uint32_t end)
{
  const char *s = sc->s + start;
  const uint32_t len = sc->len - start, word = end - start;
  if (word >= 2 && word <= 12 && len > word + 3 && memcmp(s + word, "://", 3) == 0) return FLU_TOKEN_URL;
  if (word == 3 && len > 4 && (memcmp(s, "www.", 4) == 0 || memcmp(s, "WWW.", 4) == 0) && flu_alnum_at(sc, start + 4))
    return FLU_TOKEN_URL;
  if (word == 6 && len > 7 && memcmp(s, "mailto:", 7) == 0) return FLU_TOKEN_EMAIL;
  if (word == 1 && len > 3 && is_alnum(s[0]) && s[1] == ':' && s[2] == '\\') return FLU_TOKEN_PATH;
  return 0;
}

static uint32_t drive_end(const flu_scan *sc, uint32_t at)
{
  uint32_t next;
  for (; at < sc->len; at = next) {
    const uint32_t cp = flu_decode(sc->s, at, &next);
    if (flu_class_of(cp) > FLU_CLASS_EXTEND && !(cp < 0x80 && one_of((char)cp, "._-\\:~+%#$@()"))) break;
  }
  return at;
}

/* At a word or number whose letters, joined by hyphens and apostrophes, end at `end`. */
bool flu_scan_special(flu_scan *sc, uint32_t end)
{
  const uint32_t start = sc->at;
  const char c = flu_byte(sc, end);
  if (!one_of(c, ".@/\\_:+") || start < sc->plain_until) return false;
  if (c == '.' && !flu_alnum_at(sc, end + 1) && flu_byte(sc, end + 1) != '_') return false;
  enum flu_token_kind kind = by_prefix(sc, start, end);
  if (kind != 0) {
    const bool drive = kind == FLU_TOKEN_PATH;
    const uint32_t stop = drive ? trim(sc, start + 3, drive_end(sc, start + 3), ".:)") : address_end(sc, start);
    if (stop > end + 1) {
      flu_emit_token(sc, start, stop, kind, 0, 0);
      return true;
    }
  }
  if (c == ':' && flu_byte(sc, end + 1) != ':') return false;
  const uint32_t far = chunk_end(sc, start);
  sc->plain_until = far;
  const uint32_t stop = trim(sc, start, far, ".:-?+=&%#~@$\\");
  if (stop <= end || flu_byte(sc, stop) == '\'') return false;   /* fin.c'est: a space is missing */
  kind = classify(sc, sc->s + start, stop - start);
  if (kind == 0) return false;
  uint32_t behind = stop;
  if (kind == FLU_TOKEN_URL) behind = address_end(sc, start);
  else if (flu_byte(sc, stop) == '(' && flu_byte(sc, stop + 1) == ')') behind = stop + 2;
  flu_emit_token(sc, start, behind > stop ? behind : stop, kind, 0, 0);
  return true;
}

/* /usr/lib · ./a.txt · ../x · ~/x, at their first character, behind white space or what opens. */
bool flu_scan_path(flu_scan *sc)
{
  const uint32_t start = sc->at;
  if (start < sc->plain_until) return false;
  if (sc->count > 0 && sc->pending == 0) {
    size_t before = start;
    const uint32_t cp = flu_utf8_prev(sc->s, &before);
    if (!flu_is_opening(cp) && cp != '"' && cp != '\'' && cp != ':' && cp != '=') return false;
  }
  uint32_t at = start;
  while (at - start < 2 && flu_byte(sc, at) == '.') at++;
  if (flu_byte(sc, at) == '~') at++;
  if (flu_byte(sc, at) != '/' || !flu_alnum_at(sc, at + 1)) return false;
  uint32_t end = chunk_end(sc, start);
  sc->plain_until = end;
  end = trim(sc, start, end, ".:-?+=&%#~@$");
  flu_emit_token(sc, start, end, FLU_TOKEN_PATH, 0, 0);
  return true;
}

static bool behind_letter(const flu_scan *sc)
{
  size_t before = sc->at;
  return sc->count > 0 && sc->pending == 0 && flu_class_of(flu_utf8_prev(sc->s, &before)) <= FLU_CLASS_EXTEND;
}

/* Behind letters, digits and single _ and - of a name. */
static uint32_t name_end(const flu_scan *sc, uint32_t at, const char *joins)
{
  uint32_t end = flu_run_end(sc, at);
  for (;;) {
    uint32_t next = end;
    while (next < sc->len && one_of(sc->s[next], joins)) next++;
    if (next == end || !flu_alnum_at(sc, next)) return end;
    end = flu_run_end(sc, next);
  }
}

/* @nom · #mot · --option · $name · _name_part */
bool flu_scan_tag(flu_scan *sc)
{
  const uint32_t start = sc->at;
  const char c = sc->s[start];
  uint32_t at = start + 1;
  if (behind_letter(sc)) return false;
  if (c == '-') {
    if (flu_byte(sc, at) != '-' || !flu_letter_at(sc, at + 1) || (sc->count > 0 && sc->pending == 0)) return false;
    flu_emit_token(sc, start, name_end(sc, at + 1, "-_=."), FLU_TOKEN_CODE, 0, 0);
    return true;
  }
  if (c == '_') {
    if (start < sc->plain_until) return false;
    while (flu_byte(sc, at) == '_' && at - start < 4) at++;
    if (!flu_alnum_at(sc, at)) return false;
    const uint32_t end = name_end(sc, at, "_");
    sc->plain_until = end;
    if (at - start < 2 && !has_inner(sc->s + at, end - at, '_')) return false;
    uint32_t behind = end;
    while (flu_byte(sc, behind) == '_' && behind - end < at - start) behind++;
    flu_emit_token(sc, start, behind, FLU_TOKEN_CODE, 0, 0);
    return true;
  }
  if (c == '#' ? !flu_alnum_at(sc, at) : !flu_letter_at(sc, at)) return false;
  const uint32_t end = name_end(sc, at, c == '@' ? "_.-" : "_");
  if (c == '#' && flu_run_end(sc, at) == end && flu_digit_at(sc, at)) return false;
  const enum flu_token_kind kind = c == '@' ? FLU_TOKEN_MENTION : c == '#' ? FLU_TOKEN_HASHTAG : FLU_TOKEN_CODE;
  flu_emit_token(sc, start, end, kind, 0, 0);
  return true;
}
