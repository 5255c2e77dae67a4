/* Spelling data: DIR/costs.txt, letters.txt, rewrites.txt, context.txt, pairs.bin → the SPELLING section.
 *
 *   costs.txt      NAME VALUE
 *   letters.txt    alike COST LETTERS…      any of the letters may be meant by any other
 *                  near COST LETTER LETTERS… any of the others may be meant by the first (a neighbouring key)
 *                  forgotten COST LETTERS…   to put in a letter that was not typed
 *                  added COST LETTERS…       to drop a letter that was typed
 *   rewrites.txt   TYPED > MEANT COST or A <> B COST; ^ before, $ behind a side: only at the start, the end of the
 *                  word; 0 is the empty side
 *   context.txt    classes N · word WORD CLASS · key KEY CLASS · row CLASS VALUES…; as the training program writes it
 *   pairs.bin      table of word pairs, as the training program writes it
 *
 * `#` begins a comment where a word could begin. context.txt and pairs.bin may be absent.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "compiler/build.h"
#include "lexicon/lexicon_inner.h"
#include "spelling/context.h"
#include "text/text.h"

#define MAX_FIELDS     300u
#define MAX_PAIR_BYTES (8u << 20)

typedef struct field {
  const char *ptr;
  size_t len, offset;
} field;

typedef struct builder {
  flu_diag *diag;
  const flu_source *src; /* being read */
  flu_lexicon lexicon;
  uint32_t symbols;
  uint8_t lower[256]; /* lower-case symbol of a symbol, 0: none */
  bool letter[256], capital[256];
  uint8_t *substitution, insertion[256], deletion[256];
  flu_spelling_header header;
  bool seen[FLU_SP_COUNT];
  int32_t generic[3]; /* substitution, insertion, deletion */
  flu_rewrite rewrites[FLU_MAX_REWRITES];
  flu_context_word *words;
  flu_context_key *keys;
  size_t word_cap, key_cap;
  int8_t *bigrams;
  char *pairs;
  size_t pair_bytes;
  bool bad;
} builder;

static void refuse(builder *b, const field *f, const char *hint, const char *what)
{
  b->bad = true;
  flu_diag_error(b->diag, b->src, f->offset, hint, "%s: '%.*s'", what, f->len < 60 ? (int)f->len : 60, f->ptr);
}

static bool is(const field *f, const char *word)
{
  return f->len == strlen(word) && memcmp(f->ptr, word, f->len) == 0;
}

static bool number(builder *b, const field *f, long least, long most, int32_t *out)
{
  char text[24], *end;
  if (f->len >= sizeof text || f->len == 0) {
    refuse(b, f, NULL, "not a number");
    return false;
  }
  memcpy(text, f->ptr, f->len);
  text[f->len] = '\0';
  long value = strtol(text, &end, 10);
  if (*end != '\0' || value < least || value > most) {
    refuse(b, f, NULL, *end != '\0' ? "not a number" : "number out of range");
    return false;
  }
  *out = (int32_t)value;
  return true;
}

/* --- lines --- */

typedef int line_reader(builder *b, const field *fields, size_t count);

static size_t split_line(const char *text, size_t start, size_t end, field *fields)
{
  size_t count = 0;
  for (size_t i = start; i < end && count < MAX_FIELDS;) {
    if (text[i] == ' ' || text[i] == '\t' || text[i] == '\r') {
      i++;
      continue;
    }
    if (text[i] == '#') break;
    size_t stop = i;
    while (stop < end && text[stop] != ' ' && text[stop] != '\t' && text[stop] != '\r') stop++;
    fields[count++] = (field){ text + i, stop - i, i };
    i = stop;
  }
  return count;
}

static char *join(const char *dir, const char *name)
{
  char *path = malloc(strlen(dir) + strlen(name) + 2);
  if (path != NULL) sprintf(path, "%s/%s", dir, name);
  return path;
}

static int read_file(builder *b, const char *dir, const char *name, bool optional, line_reader *read)
{
  field fields[MAX_FIELDS];
  flu_source src;
  char *path = join(dir, name);
  if (path == NULL) return FLU_E_NOMEM;
  FILE *there = optional ? fopen(path, "rb") : NULL;
  if (optional && there == NULL && errno == ENOENT) {
    free(path);
    return FLU_OK;
  }
  if (there != NULL) fclose(there);
  int status = flu_source_read(&src, path, b->diag);
  free(path);
  if (status != FLU_OK) return status;
  b->src = &src;
  for (size_t at = 0; at < src.len && status == FLU_OK;) {
    const char *newline = memchr(src.text + at, '\n', src.len - at);
    size_t end = newline == NULL ? src.len : (size_t)(newline - src.text);
    size_t count = split_line(src.text, at, end, fields);
    if (count > 0) status = read(b, fields, count);
    at = end + 1;
  }
  b->src = NULL;
  flu_source_end(&src);
  return status;
}

/* --- costs.txt --- */

static int read_cost(builder *b, const field *f, size_t count)
{
  static const char *const generic[] = { "substitution", "insertion", "deletion" };
  static const char *const names[] = {
#define X(name) #name,
    FLU_SPELLING_PARAMETERS(X)
#undef X
  };
  if (count != 2) {
    refuse(b, f, "write NAME VALUE", "two fields are expected");
    return FLU_OK;
  }
  for (unsigned i = 0; i < 3; i++)
    if (is(f, generic[i])) {
      number(b, f + 1, 5, 254, &b->generic[i]);
      return FLU_OK;
    }
  for (unsigned i = 0; i < FLU_SP_COUNT; i++) {
    if (!is(f, names[i])) continue;
    if (b->seen[i]) refuse(b, f, NULL, "given twice");
    b->seen[i] = true;
    number(b, f + 1, i <= FLU_SP_margin ? 0 : -100000, i <= FLU_SP_margin ? 1000 : 100000, &b->header.parameter[i]);
    return FLU_OK;
  }
  refuse(b, f, NULL, "unknown name");
  return FLU_OK;
}

static void check_costs(builder *b)
{
  static const flu_source where = { .path = (char *)"costs.txt" };
  bool whole = b->generic[0] > 0 && b->generic[1] > 0 && b->generic[2] > 0;
  for (unsigned i = 0; i < FLU_SP_COUNT; i++) whole = whole && b->seen[i];
  if (whole) return;
  b->bad = true;
  flu_diag_error(b->diag, &where, 0, NULL, "a cost is missing: all names of lib/spelling/speller.h are needed");
}

/* --- letters.txt --- */

static void prepare_symbols(builder *b)
{
  for (uint32_t i = 1; i < b->symbols; i++) {
    const uint32_t c = flu_lexicon_code_point(&b->lexicon, (uint8_t)i);
    b->letter[i] = u_isalpha((UChar32)c) && c < 0x2000;
    b->capital[i] = u_isupper((UChar32)c);
    b->lower[i] = b->capital[i] ? flu_lexicon_symbol(&b->lexicon, (uint32_t)u_tolower((UChar32)c)) : (uint8_t)i;
  }
}

static void prepare_costs(builder *b)
{
  const uint32_t n = b->symbols;
  for (uint32_t row = 0; row < n; row++)
    for (uint32_t column = 0; column < n; column++) {
      uint8_t cost = b->letter[column] ? (uint8_t)b->generic[0] : FLU_COST_NEVER;
      if (row != 0 && row == b->lower[column]) cost = 0;
      if (row != 0 && row == column) cost = 0;
      b->substitution[row * n + column] = cost;
    }
  for (uint32_t i = 0; i < n; i++) {
    b->insertion[i] = b->letter[i] ? (uint8_t)b->generic[1] : FLU_COST_NEVER;
    b->deletion[i] = (uint8_t)b->generic[2];
  }
}

/* Symbols of one letter of a file, the lower-case one and its capital; a letter that no form has is left out. */
static void set_substitution(builder *b, uint8_t typed, uint8_t meant, uint8_t cost)
{
  if (typed == 0 || meant == 0 || typed == meant) return;
  for (uint32_t column = 1; column < b->symbols; column++)
    if (b->lower[column] == meant && b->substitution[typed * b->symbols + column] > cost)
      b->substitution[typed * b->symbols + column] = cost;
}

static bool one_symbol(builder *b, const field *f, uint8_t *out)
{
  size_t at = 0;
  uint32_t c = flu_utf8_next(f->ptr, &at);
  if (at != f->len) {
    refuse(b, f, "separate letters by spaces", "one letter is expected");
    return false;
  }
  *out = flu_lexicon_symbol(&b->lexicon, c);
  return true;
}

static int read_letters(builder *b, const field *f, size_t count)
{
  uint8_t symbols[MAX_FIELDS];
  int32_t cost;
  if (count < 3 || !number(b, f + 1, 5, 255, &cost)) {
    if (count < 3) refuse(b, f, "write KIND COST LETTERS", "too few fields");
    return FLU_OK;
  }
  for (size_t i = 2; i < count; i++)
    if (!one_symbol(b, f + i, &symbols[i])) return FLU_OK;
  const bool alike = is(f, "alike"), near = is(f, "near");
  if (!alike && !near && !is(f, "forgotten") && !is(f, "added")) {
    refuse(b, f, "alike, near, forgotten or added", "unknown kind of line");
    return FLU_OK;
  }
  for (size_t i = 2; i < count; i++) {
    if (alike)
      for (size_t k = 2; k < count; k++) set_substitution(b, symbols[i], symbols[k], (uint8_t)cost);
    else if (near && i > 2)
      set_substitution(b, symbols[2], symbols[i], (uint8_t)cost);
    else if (is(f, "forgotten"))
      b->insertion[symbols[i]] = (uint8_t)cost;
    else if (is(f, "added"))
      b->deletion[symbols[i]] = (uint8_t)cost;
  }
  return FLU_OK;
}

/* --- rewrites.txt --- */

/* One side of a rewrite: symbols, and its anchors in `flags`. false: a letter that no form has, or too long. */
static bool read_side(builder *b, const field *f, uint8_t *out, uint8_t *len, uint8_t *flags)
{
  *len = 0;
  for (size_t at = 0; at < f->len;) {
    if (f->ptr[at] == '^' && at == 0)
      *flags |= FLU_REWRITE_START;
    else if (f->ptr[at] == '$' && at + 1 == f->len)
      *flags |= FLU_REWRITE_END;
    else if (f->ptr[at] != '0') {
      uint32_t c = flu_utf8_next(f->ptr, &at);
      if (*len == FLU_REWRITE_MAX) {
        refuse(b, f, NULL, "side of a rewrite is too long");
        return false;
      }
      out[*len] = flu_lexicon_symbol(&b->lexicon, c);
      if (out[(*len)++] == FLU_NO_SYMBOL) return false;
      continue;
    }
    at++;
  }
  return true;
}

static void add_rewrite(builder *b, const field *line, const flu_rewrite *r)
{
  if (b->header.rewrites == FLU_MAX_REWRITES) {
    refuse(b, line, NULL, "too many rewrites");
    return;
  }
  if (r->meant_len == 0 || (r->typed_len == 0 && !(r->flags & FLU_REWRITE_END))) {
    refuse(b, line, "drop letters by rewriting them with a neighbour", "a side is empty where it cannot be");
    return;
  }
  b->rewrites[b->header.rewrites++] = *r;
}

static int read_rewrite(builder *b, const field *f, size_t count)
{
  int32_t cost;
  if (count != 4 || !(is(f + 1, ">") || is(f + 1, "<>"))) {
    refuse(b, f, "write TYPED > MEANT COST", "not a rewrite");
    return FLU_OK;
  }
  if (!number(b, f + 3, 5, 254, &cost)) return FLU_OK;
  flu_rewrite r, back;
  memset(&r, 0, sizeof r);
  if (!read_side(b, f, r.typed, &r.typed_len, &r.flags)) return FLU_OK;
  if (!read_side(b, f + 2, r.meant, &r.meant_len, &r.flags)) return FLU_OK;
  r.cost = (uint8_t)cost;
  memset(&back, 0, sizeof back);
  memcpy(back.typed, r.meant, sizeof back.typed);
  memcpy(back.meant, r.typed, sizeof back.meant);
  back.typed_len = r.meant_len;
  back.meant_len = r.typed_len;
  back.flags = r.flags;
  back.cost = r.cost;
  add_rewrite(b, f, &r);
  if (is(f + 1, "<>")) add_rewrite(b, f, &back);
  return FLU_OK;
}

static int compare_rewrites(const void *a, const void *b)
{
  const flu_rewrite *x = a, *y = b;
  unsigned i = x->typed_len == 0 ? 0 : x->typed[0], k = y->typed_len == 0 ? 0 : y->typed[0];
  if (i != k) return i < k ? -1 : 1;
  return memcmp(x, y, sizeof *x);
}

/* --- context.txt and pairs.bin --- */

static int read_word(builder *b, const field *f)
{
  int32_t id;
  if (!number(b, f + 2, 0, FLU_MAX_CLASSES - 1, &id)) return FLU_OK;
  if (!flu_reserve(&flu_alloc_default, (void **)&b->words, b->header.words, &b->word_cap, sizeof *b->words))
    return FLU_E_NOMEM;
  b->words[b->header.words++] = (flu_context_word){ (uint32_t)flu_context_hash(f[1].ptr, f[1].len), (uint16_t)id, 0 };
  return FLU_OK;
}

static int read_key(builder *b, const field *f)
{
  int32_t id;
  char text[24] = "";
  if (!number(b, f + 2, 0, FLU_MAX_CLASSES - 1, &id)) return FLU_OK;
  if (!flu_reserve(&flu_alloc_default, (void **)&b->keys, b->header.keys, &b->key_cap, sizeof *b->keys))
    return FLU_E_NOMEM;
  memcpy(text, f[1].ptr, f[1].len < sizeof text ? f[1].len : sizeof text - 1);
  b->keys[b->header.keys++] = (flu_context_key){ (uint32_t)strtoul(text, NULL, 16), (uint16_t)id, 0 };
  return FLU_OK;
}

static int read_context(builder *b, const field *f, size_t count)
{
  int32_t value, row;
  if (is(f, "classes") && count == 2 && b->bigrams == NULL) {
    if (!number(b, f + 1, FLU_CLASS_FIXED, FLU_MAX_CLASSES, &value)) return FLU_OK;
    b->header.classes = (uint32_t)value;
    b->bigrams = calloc((size_t)value * (size_t)value, 1);
    return b->bigrams == NULL ? FLU_E_NOMEM : FLU_OK;
  }
  if (is(f, "word") && count == 3) return read_word(b, f);
  if (is(f, "key") && count == 3) return read_key(b, f);
  if (is(f, "row") && b->bigrams != NULL && count == 2 + b->header.classes) {
    if (!number(b, f + 1, 0, (long)b->header.classes - 1, &row)) return FLU_OK;
    for (uint32_t i = 0; i < b->header.classes; i++) {
      if (!number(b, f + 2 + i, -128, 127, &value)) return FLU_OK;
      b->bigrams[(uint32_t)row * b->header.classes + i] = (int8_t)value;
    }
    return FLU_OK;
  }
  refuse(b, f, "the training program writes this file", "line is not understood");
  return FLU_OK;
}

static int compare_words(const void *a, const void *b)
{
  uint32_t x = ((const flu_context_word *)a)->hash, y = ((const flu_context_word *)b)->hash;
  return x < y ? -1 : x > y;
}

static int compare_keys(const void *a, const void *b)
{
  uint32_t x = ((const flu_context_key *)a)->key, y = ((const flu_context_key *)b)->key;
  return x < y ? -1 : x > y;
}

static int read_pairs(builder *b, const char *dir)
{
  char *path = join(dir, "pairs.bin");
  FILE *f = path == NULL ? NULL : fopen(path, "rb");
  free(path);
  if (f == NULL) return path == NULL ? FLU_E_NOMEM : FLU_OK;
  b->pairs = malloc(MAX_PAIR_BYTES);
  int status = b->pairs == NULL ? FLU_E_NOMEM : FLU_OK;
  if (status == FLU_OK) b->pair_bytes = fread(b->pairs, 1, MAX_PAIR_BYTES, f);
  fclose(f);
  const size_t buckets = b->pair_bytes / 8;
  if (b->pair_bytes % 8 != 0 || (buckets & (buckets - 1)) != 0 || b->pair_bytes == MAX_PAIR_BYTES) {
    static const flu_source where = { .path = (char *)"pairs.bin" };
    b->bad = true;
    flu_diag_error(b->diag, &where, 0, NULL, "its size is not 8 bytes times a power of two");
  }
  b->header.pair_buckets = (uint32_t)buckets;
  return status;
}

/* --- writing --- */

static uint32_t put_table(flu_buffer *out, size_t start, const void *bytes, size_t len)
{
  static const char zeros[8] = "";
  flu_buffer_add(out, zeros, (8 - (out->len - start) % 8) % 8);
  uint32_t at = (uint32_t)(out->len - start);
  if (len > 0) flu_buffer_add(out, bytes, len);
  return at;
}

static int write_section(builder *b, flu_buffer *out)
{
  const size_t start = out->len;
  const uint32_t n = b->symbols;
  uint8_t capital[256];
  flu_spelling_header *h = &b->header;
  for (uint32_t i = 0; i < n; i++) capital[i] = b->capital[i];
  h->symbols = n;
  h->forms = flu_lexicon_form_count(&b->lexicon);
  qsort(b->rewrites, h->rewrites, sizeof *b->rewrites, compare_rewrites);
  if (h->words > 0) qsort(b->words, h->words, sizeof *b->words, compare_words);
  if (h->keys > 0) qsort(b->keys, h->keys, sizeof *b->keys, compare_keys);
  flu_buffer_add(out, h, sizeof *h);
  h->substitution_at = put_table(out, start, b->substitution, (size_t)n * n);
  h->insertion_at = put_table(out, start, b->insertion, n);
  h->deletion_at = put_table(out, start, b->deletion, n);
  h->capital_at = put_table(out, start, capital, n);
  h->rewrites_at = put_table(out, start, b->rewrites, h->rewrites * sizeof *b->rewrites);
  h->words_at = put_table(out, start, b->words, h->words * sizeof *b->words);
  h->keys_at = put_table(out, start, b->keys, h->keys * sizeof *b->keys);
  h->bigrams_at = put_table(out, start, b->bigrams, (size_t)h->classes * h->classes);
  h->pairs_at = put_table(out, start, b->pairs, b->pair_bytes);
  put_table(out, start, NULL, 0);
  if (out->failed) return FLU_E_NOMEM;
  memcpy(out->ptr + start, h, sizeof *h);
  return FLU_OK;
}

static int build(builder *b, const char *dir, flu_buffer *out)
{
  b->symbols = flu_lexicon_symbol_count(&b->lexicon);
  b->substitution = calloc((size_t)b->symbols * b->symbols, 1);
  if (b->substitution == NULL) return FLU_E_NOMEM;
  int status = read_file(b, dir, "costs.txt", false, read_cost);
  if (status != FLU_OK) return status;
  check_costs(b);
  prepare_symbols(b);
  prepare_costs(b);
  status = read_file(b, dir, "letters.txt", false, read_letters);
  if (status == FLU_OK) status = read_file(b, dir, "rewrites.txt", false, read_rewrite);
  if (status == FLU_OK) status = read_file(b, dir, "context.txt", true, read_context);
  if (status == FLU_OK) status = read_pairs(b, dir);
  if (status != FLU_OK) return status;
  return b->bad ? FLU_E_FORMAT : write_section(b, out);
}

int flu_build_spelling(flu_diag *d, const char *spelling_dir, const void *lexicon_section, size_t lexicon_size,
                       flu_buffer *out)
{
  static const flu_source where = { .path = (char *)"lexicon section" };
  flu_error err;
  builder *b = calloc(1, sizeof *b);
  if (b == NULL) return FLU_E_NOMEM;
  b->diag = d;
  int status = flu_lexicon_open(&b->lexicon, lexicon_section, lexicon_size, true, &flu_alloc_default, &err);
  if (status != FLU_OK)
    flu_diag_error(d, &where, 0, NULL, "%s", err.detail);
  else
    status = build(b, spelling_dir, out);
  free(b->substitution);
  free(b->words);
  free(b->keys);
  free(b->bigrams);
  free(b->pairs);
  free(b);
  return status;
}
