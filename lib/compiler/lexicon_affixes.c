/* Reader of hunspell .aff files. What would change which words are right, and is not known here, is an error. */
#include <string.h>

#include "compiler/lexicon.h"

#define MAX_FLAGS_OF_WORD 64u
#define MAX_CONDITION     32u

/* Directives about suggestions, cutting of text and the file itself. */
static const char *const silent[] = { "TRY",         "KEY",          "WORDCHARS",    "LANG",    "NAME",
                                      "HOME",        "VERSION",      "MAXNGRAMSUGS", "MAXDIFF", "ONLYMAXDIFF",
                                      "NOSPLITSUGS", "SUGSWITHDOTS", "MAXCPDSUGS" };
/* Tables with a number and that many lines. ICONV and OCONV change characters at the edge, BREAK cuts words: all of
 * that is the tokeniser's here. */
static const char *const tables[] = { "REP", "MAP", "ICONV", "OCONV", "BREAK", "PHONE" };

typedef struct token {
  size_t start, end;
} token;

typedef struct reader {
  flu_affixes *a;
  flu_diag *d;
  size_t line_start, line_end;
  token tokens[8]; /* the first of the line; the rest is morphology */
  size_t token_count;
  const char *table; /* table that is being read */
  size_t table_left, table_place;
  flu_affix_class *open; /* class whose lines are being read */
  bool failed;           /* out of memory */
} reader;

static flu_str text_of(const reader *r, token t)
{
  return (flu_str){ r->a->source.text + t.start, (uint32_t)(t.end - t.start) };
}

static bool is(flu_str s, const char *word)
{
  return strlen(word) == s.len && memcmp(word, s.ptr, s.len) == 0;
}

static void cut_line(reader *r)
{
  const char *text = r->a->source.text;
  r->token_count = 0;
  for (size_t at = r->line_start; at < r->line_end && r->token_count < 8;) {
    while (at < r->line_end && (text[at] == ' ' || text[at] == '\t')) at++;
    size_t end = at;
    while (end < r->line_end && text[end] != ' ' && text[end] != '\t') end++;
    if (end > at) r->tokens[r->token_count++] = (token){ at, end };
    at = end;
  }
}

static void error_at(reader *r, size_t i, const char *hint, const char *what)
{
  const size_t place = i < r->token_count ? r->tokens[i].start : r->line_end;
  flu_diag_error(r->d, &r->a->source, place, hint, "%s", what);
}

static bool read_number(flu_str s, size_t *out)
{
  if (s.len == 0 || s.len > 7) return false;
  size_t n = 0;
  for (uint32_t i = 0; i < s.len; i++) {
    if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
    n = n * 10 + (size_t)(s.ptr[i] - '0');
  }
  *out = n;
  return true;
}

/* --- flags --- */

static size_t character_len(flu_str s)
{
  const unsigned char c = (unsigned char)s.ptr[0];
  const size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
  return n <= s.len ? n : s.len;
}

/* One flag at the beginning of `s`: its value and bytes; 0 when it is none. */
static size_t one_flag(enum flu_flag_kind kind, flu_str s, uint16_t *flag)
{
  const unsigned char *p = (const unsigned char *)s.ptr;
  if (kind == FLU_FLAG_CHAR) {
    *flag = p[0];
    return 1;
  }
  if (kind == FLU_FLAG_LONG) {
    if (s.len < 2) return 0;
    *flag = (uint16_t)(p[0] << 8 | p[1]);
    return 2;
  }
  if (kind == FLU_FLAG_NUM) {
    uint32_t n = 0, value = 0;
    for (; n < s.len && p[n] >= '0' && p[n] <= '9' && n < 6; n++) value = value * 10 + (p[n] - '0');
    if (n == 0 || value == 0 || value > 65535) return 0;
    *flag = (uint16_t)value;
    return n;
  }
  const size_t n = character_len(s);
  if (n > 3) return 0; /* outside of the range of hunspell's flags */
  *flag = (uint16_t)(n == 1   ? p[0]
                     : n == 2 ? (p[0] & 0x1F) << 6 | (p[1] & 0x3F)
                              : (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F));
  return n;
}

bool flu_flags_read(flu_affixes *a, flu_diag *d, const flu_source *src, size_t start, size_t end, uint32_t *first,
                    uint32_t *count)
{
  *first = (uint32_t)a->flag_count;
  *count = 0;
  for (size_t at = start; at < end;) {
    uint16_t flag = 0;
    const flu_str left = { src->text + at, (uint32_t)(end - at) };
    const size_t n = one_flag(a->flag_kind, left, &flag);
    if (n == 0 || flag == 0) {
      flu_diag_error(d, src, at, a->flag_kind == FLU_FLAG_LONG ? "FLAG long: two characters each" : NULL, "bad flag");
      return false;
    }
    if (*count == MAX_FLAGS_OF_WORD) {
      flu_diag_error(d, src, at, NULL, "more than %u flags", MAX_FLAGS_OF_WORD);
      return false;
    }
    if (!flu_reserve(&a->alloc, (void **)&a->flags, a->flag_count, &a->flag_cap, sizeof *a->flags)) return false;
    a->flags[a->flag_count++] = flag;
    ++*count;
    at += n;
    if (a->flag_kind == FLU_FLAG_NUM && at < end && (src->text[at] != ',' || ++at == end)) {
      flu_diag_error(d, src, at, "numbers of flags are separated by commas", "bad flag");
      return false;
    }
  }
  return true;
}

/* The one flag that a directive names; 0 after an error. */
static uint16_t flag_of(reader *r, size_t i)
{
  uint32_t first, count;
  if (i >= r->token_count) {
    error_at(r, i, NULL, "a flag is missing");
    return 0;
  }
  const token t = r->tokens[i];
  if (!flu_flags_read(r->a, r->d, &r->a->source, t.start, t.end, &first, &count)) return 0;
  r->a->flag_count = first;
  if (count == 1) return r->a->flags[first];
  error_at(r, i, NULL, "one flag expected");
  return 0;
}

static void read_flag_kind(reader *r)
{
  static const struct {
    const char *name;
    enum flu_flag_kind kind;
  } kinds[] = { { "long", FLU_FLAG_LONG }, { "num", FLU_FLAG_NUM }, { "UTF-8", FLU_FLAG_UTF8 } };
  for (size_t i = 0; r->token_count > 1 && i < sizeof kinds / sizeof *kinds; i++)
    if (is(text_of(r, r->tokens[1]), kinds[i].name)) {
      r->a->flag_kind = kinds[i].kind;
      return;
    }
  error_at(r, 1, "long, num or UTF-8", "unknown kind of flags");
}

/* --- affixes --- */

/* "[^abc]d." → one element a character. */
static bool read_condition(reader *r, token t, flu_affix *line)
{
  flu_affixes *a = r->a;
  const char *text = a->source.text;
  line->condition = (uint32_t)a->condition_count;
  if (t.end == t.start + 1 && text[t.start] == '.') return true;
  for (size_t at = t.start; at < t.end;) {
    flu_condition c = { { text + at, 0 }, false };
    if (text[at] == '[') {
      const char *close = memchr(text + at, ']', t.end - at);
      if (close == NULL) {
        flu_diag_error(r->d, &a->source, at, NULL, "“[” without “]” in a condition");
        return false;
      }
      c.negated = text[at + 1] == '^';
      c.letters.ptr = text + at + 1 + c.negated;
      c.letters.len = (uint32_t)(close - c.letters.ptr);
      at = (size_t)(close - text) + 1;
      if (c.letters.len == 0) {
        flu_diag_error(r->d, &a->source, at, NULL, "empty set in a condition");
        return false;
      }
    } else {
      const size_t n = character_len((flu_str){ text + at, (uint32_t)(t.end - at) });
      if (text[at] != '.') c.letters.len = (uint32_t)n;
      at += n;
    }
    if (line->condition_count == MAX_CONDITION) {
      flu_diag_error(r->d, &a->source, t.start, NULL, "condition longer than %u characters", MAX_CONDITION);
      return false;
    }
    if (!flu_reserve(&a->alloc, (void **)&a->conditions, a->condition_count, &a->condition_cap, sizeof c)) {
      r->failed = true;
      return false;
    }
    a->conditions[a->condition_count++] = c;
    line->condition_count++;
  }
  return true;
}

/* What an affix appends, up to a slash that is not escaped, and its flags. */
static bool read_append(reader *r, token t, flu_affix *line)
{
  const char *text = r->a->source.text;
  const char *slash = memchr(text + t.start, '/', t.end - t.start);
  const size_t stop = slash == NULL ? t.end : (size_t)(slash - text);
  line->append = (flu_str){ text + t.start, (uint32_t)(stop - t.start) };
  if (is(line->append, "0")) line->append.len = 0;
  if (slash == NULL) return true;
  return flu_flags_read(r->a, r->d, &r->a->source, stop + 1, t.end, &line->flags, &line->flag_count);
}

static bool has_elision(const reader *r, const flu_affix *line, size_t morph_start)
{
  if (line->append.len > 0 && line->append.ptr[line->append.len - 1] == '\'') return true;
  const char *text = r->a->source.text;
  for (size_t at = morph_start; at + 3 < r->line_end; at++)
    if (memcmp(text + at, " dp:", 4) == 0 || memcmp(text + at, "\tdp:", 4) == 0) return true;
  return false;
}

static void read_affix_line(reader *r)
{
  flu_affixes *a = r->a;
  flu_affix line;
  memset(&line, 0, sizeof line);
  if (r->token_count < 4) {
    error_at(r, r->token_count, "PFX or SFX, flag, what goes, what comes, condition", "affix is cut short");
    return;
  }
  line.place = r->line_start;
  line.strip = text_of(r, r->tokens[2]);
  if (is(line.strip, "0")) line.strip.len = 0;
  if (!read_append(r, r->tokens[3], &line)) return;
  if (r->token_count > 4 && !read_condition(r, r->tokens[4], &line)) return;
  if (r->token_count > 5) {
    if (!flu_morph_read(&line.morph, r->d, &a->source, r->tokens[5].start, r->line_end)) return;
    line.elision = r->open->prefix && has_elision(r, &line, r->tokens[5].start - 1);
  } else {
    line.elision = r->open->prefix && has_elision(r, &line, r->line_end);
  }
  if (!flu_reserve(&a->alloc, (void **)&a->lines, a->line_count, &a->line_cap, sizeof line)) {
    r->failed = true;
    return;
  }
  a->lines[a->line_count++] = line;
  r->open->count++;
}

static void end_class(reader *r)
{
  const flu_affix_class *c = r->open;
  if (c != NULL && c->count != c->declared && r->d->errors == 0)
    flu_diag_error(r->d, &r->a->source, c->place, NULL, "%u affixes announced, %u found", c->declared, c->count);
  r->open = NULL;
}

static void begin_class(reader *r, bool prefix, uint16_t flag)
{
  flu_affixes *a = r->a;
  size_t declared = 0;
  const flu_str cross = r->token_count > 2 ? text_of(r, r->tokens[2]) : (flu_str){ "", 0 };
  if (!is(cross, "Y") && !is(cross, "N")) {
    error_at(r, 2, NULL, "Y or N expected");
    return;
  }
  if (r->token_count < 4 || !read_number(text_of(r, r->tokens[3]), &declared)) {
    error_at(r, 3, NULL, "number of affixes expected");
    return;
  }
  if (a->class_of[flag] != 0) {
    error_at(r, 1, NULL, "this flag has affixes already");
    return;
  }
  if (!flu_reserve(&a->alloc, (void **)&a->classes, a->class_count, &a->class_cap, sizeof *a->classes)) {
    r->failed = true;
    return;
  }
  a->classes[a->class_count] = (flu_affix_class){ .flag = flag,
                                                  .prefix = prefix,
                                                  .cross = is(cross, "Y"),
                                                  .first = (uint32_t)a->line_count,
                                                  .declared = (uint32_t)declared,
                                                  .place = r->line_start };
  r->open = &a->classes[a->class_count++];
  a->class_of[flag] = (uint16_t)a->class_count;
}

static void read_affix(reader *r, bool prefix)
{
  const uint16_t flag = flag_of(r, 1);
  if (flag == 0) return;
  if (r->open != NULL && r->open->flag == flag && r->open->prefix == prefix && r->open->count < r->open->declared) {
    read_affix_line(r);
    return;
  }
  if (r->open != NULL && r->open->flag == flag && r->open->prefix == prefix) {
    error_at(r, 0, NULL, "more affixes than announced");
    return;
  }
  end_class(r);
  begin_class(r, prefix, flag);
}

/* --- the file --- */

static bool in(flu_str word, const char *const *list, size_t count, const char **found)
{
  for (size_t i = 0; i < count; i++)
    if (is(word, list[i])) {
      *found = list[i];
      return true;
    }
  return false;
}

static void end_table(reader *r)
{
  if (r->table != NULL && r->table_left > 0)
    flu_diag_error(r->d, &r->a->source, r->table_place, NULL, "%s: %zu lines fewer than announced", r->table,
                   r->table_left);
  r->table = NULL;
  r->table_left = 0;
}

static void read_table_line(reader *r, const char *name)
{
  if (r->table == name) {
    if (r->table_left == 0)
      error_at(r, 0, NULL, "more lines than announced");
    else
      r->table_left--;
    return;
  }
  end_table(r);
  if (r->token_count < 2 || !read_number(text_of(r, r->tokens[1]), &r->table_left)) {
    error_at(r, 1, NULL, "number of lines expected");
    return;
  }
  r->table = name;
  r->table_place = r->line_start;
}

static void read_line(reader *r)
{
  flu_affixes *a = r->a;
  const flu_str word = text_of(r, r->tokens[0]);
  const char *found = NULL;
  const bool prefix = is(word, "PFX");
  if (in(word, tables, sizeof tables / sizeof *tables, &found)) {
    read_table_line(r, found);
    return;
  }
  end_table(r);
  if (prefix || is(word, "SFX")) {
    read_affix(r, prefix);
    return;
  }
  end_class(r);
  uint16_t *flag = is(word, "NEEDAFFIX")       ? &a->need_affix
                   : is(word, "FORBIDDENWORD") ? &a->forbidden
                   : is(word, "KEEPCASE")      ? &a->keep_case
                   : is(word, "NOSUGGEST")     ? &a->no_suggest
                   : is(word, "CIRCUMFIX")     ? &a->circumfix
                                               : NULL;
  if (flag != NULL)
    *flag = flag_of(r, 1);
  else if (is(word, "FLAG"))
    read_flag_kind(r);
  else if (is(word, "FULLSTRIP"))
    a->full_strip = true;
  else if (is(word, "SET")) {
    if (r->token_count < 2 || !is(text_of(r, r->tokens[1]), "UTF-8"))
      error_at(r, 1, "convert the dictionary to UTF-8", "only SET UTF-8 is read");
  } else if (!in(word, silent, sizeof silent / sizeof *silent, &found))
    error_at(r, 0, "it may change which words are right, so it is not skipped", "unknown directive");
}

int flu_affixes_read(flu_affixes *a, const char *path, const flu_alloc *alloc, flu_diag *d)
{
  memset(a, 0, sizeof *a);
  a->alloc = *alloc;
  const unsigned errors = d->errors;
  const int status = flu_source_read(&a->source, path, d);
  if (status < 0) return status;
  a->class_of = flu_new0(alloc, 65536 * sizeof *a->class_of);
  if (a->class_of == NULL) return FLU_E_NOMEM;
  reader r = { .a = a, .d = d };
  const char *text = a->source.text;
  size_t at = a->source.len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  while (at < a->source.len && !r.failed) {
    const char *newline = memchr(text + at, '\n', a->source.len - at);
    r.line_start = at;
    r.line_end = newline == NULL ? a->source.len : (size_t)(newline - text);
    at = r.line_end + 1;
    if (r.line_end > r.line_start && text[r.line_end - 1] == '\r') r.line_end--;
    cut_line(&r);
    if (r.token_count > 0 && text[r.tokens[0].start] != '#') read_line(&r);
  }
  end_table(&r);
  end_class(&r);
  if (r.failed) return FLU_E_NOMEM;
  return d->errors > errors ? FLU_E_FORMAT : FLU_OK;
}

void flu_affixes_end(flu_affixes *a)
{
  flu_source_end(&a->source);
  flu_free(&a->alloc, a->lines, a->line_cap * sizeof *a->lines);
  flu_free(&a->alloc, a->classes, a->class_cap * sizeof *a->classes);
  flu_free(&a->alloc, a->class_of, 65536 * sizeof *a->class_of);
  flu_free(&a->alloc, a->flags, a->flag_cap * sizeof *a->flags);
  flu_free(&a->alloc, a->conditions, a->condition_cap * sizeof *a->conditions);
  memset(a, 0, sizeof *a);
}

/* --- does an affix fit? --- */

static bool set_has(const flu_condition *c, const char *character, size_t len)
{
  if (c->letters.len == 0) return true;
  for (uint32_t at = 0; at + len <= c->letters.len; at++)
    if (memcmp(c->letters.ptr + at, character, len) == 0) return !c->negated;
  return c->negated;
}

static bool condition_fits(const flu_condition *c, uint32_t count, bool prefix, flu_str word)
{
  size_t at = prefix ? 0 : word.len;
  for (uint32_t i = 0; i < count; i++) {
    size_t start = at, len = 1;
    if (prefix) {
      if (at >= word.len) return false;
      len = character_len((flu_str){ word.ptr + at, (uint32_t)(word.len - at) });
      at += len;
    } else {
      if (at == 0) return false;
      do start--;
      while (start > 0 && ((unsigned char)word.ptr[start] & 0xC0) == 0x80);
      len = at - start;
      at = start;
    }
    if (!set_has(&c[prefix ? i : count - 1 - i], word.ptr + start, len)) return false;
  }
  return true;
}

bool flu_affix_fits(const flu_affixes *a, const flu_affix_class *c, const flu_affix *line, flu_str word)
{
  if (line->strip.len > word.len || (line->strip.len == word.len && !a->full_strip && word.len > 0)) return false;
  const char *there = c->prefix ? word.ptr : word.ptr + word.len - line->strip.len;
  if (memcmp(there, line->strip.ptr, line->strip.len) != 0) return false;
  if (line->condition_count == 0) return true;
  return condition_fits(a->conditions + line->condition, line->condition_count, c->prefix, word);
}
