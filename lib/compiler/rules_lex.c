#include "compiler/rules_lex.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "text/text.h"

#define MAX_STRING 4000u

void flu_lex_begin(flu_lexer *lx, flu_diag *diag, const flu_source *src, flu_arena *arena)
{
  *lx = (flu_lexer){ .diag = diag, .src = src, .arena = arena };
  if (src->len >= 3 && memcmp(src->text, "\xEF\xBB\xBF", 3) == 0) lx->next_line = 3;
}

void flu_lex_refuse(flu_lexer *lx, size_t offset, const char *hint, const char *format, ...)
{
  char message[256];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  flu_diag_error(lx->diag, lx->src, offset, hint, "%s", message);
  lx->bad = true;
  lx->at = lx->end;
}

/* --- lines and clauses --- */

static bool blank(char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

typedef struct line {
  size_t start, content, end, next; /* content: first character that is not white space */
  bool empty;                       /* nothing but white space and comment */
} line;

static line line_at(const flu_source *src, size_t start)
{
  line l = { .start = start };
  const char *newline = memchr(src->text + start, '\n', src->len - start);
  l.end = newline == NULL ? src->len : (size_t)(newline - src->text);
  l.next = newline == NULL ? src->len : l.end + 1;
  while (l.end > start && blank(src->text[l.end - 1])) l.end--;
  l.content = start;
  while (l.content < l.end && blank(src->text[l.content])) l.content++;
  l.empty = l.content == l.end || src->text[l.content] == '#';
  return l;
}

static bool clean(flu_lexer *lx, const line *l)
{
  for (size_t i = l->start; i < l->end; i++) {
    const unsigned char c = (unsigned char)lx->src->text[i];
    if (c == '\t' && i < l->content) {
      flu_lex_refuse(lx, i, "indent with spaces", "tab in the indentation");
      return false;
    }
    if ((c < 0x20 && c != '\t') || c == 0x7F) {
      flu_lex_refuse(lx, i, NULL, "control character");
      return false;
    }
  }
  return true;
}

/* Takes the lines of the clause that begins with `l`; false when one of them was refused. */
static bool take_lines(flu_lexer *lx, line l)
{
  bool good = clean(lx, &l);
  lx->indent = (unsigned)(l.content - l.start);
  lx->at = l.content;
  lx->end = l.end;
  lx->next_line = l.next;
  const bool shared_bloc = lx->end - lx->at > 4 && memcmp(lx->src->text + lx->at, "bloc", 4) == 0;
  const bool goes_on = lx->indent > 0 || shared_bloc;   /* what is below the line of a rule are its clauses */
  for (size_t start = l.next; goes_on && start < lx->src->len; start = l.next) {
    l = line_at(lx->src, start);
    if (l.empty) continue;
    if (l.content - l.start <= lx->indent) break;
    good = good && clean(lx, &l);
    lx->end = l.end;
    lx->next_line = l.next;
  }
  return good;
}

bool flu_lex_clause(flu_lexer *lx)
{
  while (lx->next_line < lx->src->len) {
    const line l = line_at(lx->src, lx->next_line);
    lx->next_line = l.next;
    if (!l.empty && take_lines(lx, l)) return true;
  }
  return false;
}

/* --- tokens --- */

static bool comment_at(const flu_lexer *lx, size_t i)
{
  const char *s = lx->src->text;
  return s[i] == '#' && (i == 0 || blank(s[i - 1]));
}

bool flu_lex_at_end(flu_lexer *lx)
{
  const char *s = lx->src->text;
  while (lx->at < lx->end) {
    if (comment_at(lx, lx->at)) {
      const char *newline = memchr(s + lx->at, '\n', lx->end - lx->at);
      lx->at = newline == NULL ? lx->end : (size_t)(newline - s);
    } else if (blank(s[lx->at])) {
      lx->at++;
    } else {
      return false;
    }
  }
  return true;
}

bool flu_lex_accept(flu_lexer *lx, const char *text)
{
  const size_t len = strlen(text);
  if (flu_lex_at_end(lx) || lx->end - lx->at < len || memcmp(lx->src->text + lx->at, text, len) != 0) return false;
  lx->at += len;
  return true;
}

static flu_lexeme keep(flu_lexer *lx, const char *text, size_t len, size_t offset)
{
  flu_lexeme t = { flu_arena_copy(lx->arena, text, len), (uint32_t)len, offset };
  if (t.ptr == NULL) {
    lx->no_memory = true;
    t.ptr = "";
    t.len = 0;
  }
  return t;
}

flu_lexeme flu_lex_word(flu_lexer *lx)
{
  const char *s = lx->src->text;
  size_t end = flu_lex_at_end(lx) ? lx->end : lx->at;
  const size_t start = end;
  while (end < lx->end && !blank(s[end]) && s[end] != '"' && s[end] != '|') end++;
  if (end - start > MAX_STRING) end = start + MAX_STRING;
  lx->at = end;
  return keep(lx, s + start, end - start, start);
}

/* --- escapes, strings, texts --- */

typedef struct value {
  char text[MAX_STRING + 4];
  size_t len;
} value;

static bool put(flu_lexer *lx, value *v, size_t offset, const char *bytes, size_t len)
{
  if (v->len + len > MAX_STRING) {
    flu_lex_refuse(lx, offset, NULL, "text longer than %u bytes", MAX_STRING);
    return false;
  }
  memcpy(v->text + v->len, bytes, len);
  v->len += len;
  return true;
}

static bool put_unicode(flu_lexer *lx, value *v)
{
  const size_t offset = lx->at; /* of the backslash */
  uint32_t cp = 0;
  unsigned digits = 0;
  for (; digits < 4 && offset + 2 + digits < lx->end; digits++) {
    const char c = lx->src->text[offset + 2 + digits];
    unsigned d;
    if (c >= '0' && c <= '9')
      d = (unsigned)(c - '0');
    else if (c >= 'A' && c <= 'F')
      d = (unsigned)(c - 'A') + 10;
    else if (c >= 'a' && c <= 'f')
      d = (unsigned)(c - 'a') + 10;
    else
      break;
    cp = cp * 16 + d;
  }
  if (digits < 4) {
    flu_lex_refuse(lx, offset, "\\u202F is the narrow no-break space", "\\u needs four hexadecimal digits");
    return false;
  }
  if (cp == 0 || (cp >= 0xD800 && cp <= 0xDFFF)) {
    flu_lex_refuse(lx, offset, "write the character itself", "\\u%04X is not a character", (unsigned)cp);
    return false;
  }
  char bytes[4];
  lx->at += 6;
  return put(lx, v, offset, bytes, flu_utf8_put(bytes, cp));
}

/* An escape whose backslash is at lx->at; `known` lists the characters that stand for themselves. */
static bool put_escape(flu_lexer *lx, value *v, const char *known, bool controls)
{
  const size_t offset = lx->at;
  const char c = offset + 1 < lx->end ? lx->src->text[offset + 1] : '\0';
  if (c == 'u') return put_unicode(lx, v);
  lx->at += 2;
  if (controls && c == 'n') return put(lx, v, offset, "\n", 1);
  if (controls && c == 't') return put(lx, v, offset, "\t", 1);
  if (c != '\0' && strchr(known, c) != NULL) return put(lx, v, offset, &c, 1);
  flu_lex_refuse(lx, offset,
                 controls ? "escapes are \\\" \\\\ \\[ \\] \\n \\t \\uXXXX" : "escapes are \\\\ \\# \\uXXXX",
                 "unknown escape");
  return false;
}

static bool put_bracket(flu_lexer *lx, value *v, bool marked, flu_marked *out, bool *open)
{
  const bool opens = lx->src->text[lx->at] == '[';
  if (!marked) {
    flu_lex_refuse(lx, lx->at, "only the text of `faute` marks a span; write \\[ or \\]", "bracket in a string");
    return false;
  }
  if (opens == *open) {
    flu_lex_refuse(lx, lx->at, "a span is marked [like this]; write \\[ or \\] for a bracket of the text",
                   opens ? "span inside a span" : "no span to end here");
    return false;
  }
  if (opens && out->marks > 0) {
    flu_lex_refuse(lx, lx->at, "an example shows one mistake; write another for the second", "a second span");
    return false;
  }
  if (opens)
    out->start = (uint32_t)v->len;
  else
    out->end = (uint32_t)v->len;
  *open = opens;
  if (!opens) out->marks++;
  lx->at++;
  return true;
}

bool flu_lex_string(flu_lexer *lx, bool marked, flu_marked *out)
{
  const char *s = lx->src->text;
  value v = { .len = 0 };
  bool open = false;
  *out = (flu_marked){ 0 };
  if (flu_lex_at_end(lx) || s[lx->at] != '"') {
    flu_lex_refuse(lx, lx->at, "strings stand between \"straight quotation marks\"", "a string is expected here");
    return false;
  }
  const size_t offset = lx->at++;
  while (lx->at < lx->end && s[lx->at] != '"' && s[lx->at] != '\n') {
    bool good;
    if (s[lx->at] == '\\') {
      good = put_escape(lx, &v, "\"\\[]", true);
    } else if (s[lx->at] == '[' || s[lx->at] == ']') {
      good = put_bracket(lx, &v, marked, out, &open);
    } else {
      good = put(lx, &v, lx->at, s + lx->at, 1);
      lx->at++;
    }
    if (!good) return false;
  }
  if (lx->at >= lx->end || s[lx->at] == '\n') {
    flu_lex_refuse(lx, offset, "end it with \" on the same line", "string without an end");
    return false;
  }
  if (open) {
    flu_lex_refuse(lx, offset, "a span is marked [like this]", "span without an end");
    return false;
  }
  lx->at++;
  out->text = keep(lx, v.text, v.len, offset);
  return !lx->no_memory;
}

bool flu_lex_text(flu_lexer *lx, flu_lexeme *out)
{
  const char *s = lx->src->text;
  value v = { .len = 0 };
  const size_t offset = flu_lex_at_end(lx) ? lx->end : lx->at;
  while (!flu_lex_at_end(lx)) { /* one word a turn; white space between them becomes one space */
    if (v.len > 0 && !put(lx, &v, lx->at, " ", 1)) return false;
    while (lx->at < lx->end && !blank(s[lx->at])) {
      bool good;
      if (s[lx->at] == '\\') {
        good = put_escape(lx, &v, "\\#", false);
      } else {
        good = put(lx, &v, lx->at, s + lx->at, 1);
        lx->at++;
      }
      if (!good) return false;
    }
  }
  *out = keep(lx, v.text, v.len, offset);
  return !lx->no_memory;
}
