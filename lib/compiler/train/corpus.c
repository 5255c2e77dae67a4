#include "compiler/train/corpus.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon/pack.h"
#include "spelling/context.h"
#include "text/text.h"

void corpus_die(const char *why)
{
  fprintf(stderr, "fluide-train-context: %s\n", why);
  exit(1);
}

/* --- pack --- */

static void *read_pack(const char *path, size_t *size)
{
  FILE *f = fopen(path, "rb");
  if (f == NULL || fseek(f, 0, SEEK_END) != 0) corpus_die("the pack cannot be read");
  *size = (size_t)ftell(f);
  rewind(f);
  void *data = aligned_alloc(64, (*size + 63) / 64 * 64);
  if (data == NULL || fread(data, 1, *size, f) != *size) corpus_die("the pack cannot be read");
  fclose(f);
  return data;
}

static void open_pack(corpus *c, const char *path)
{
  flu_pack pack;
  flu_error err;
  size_t size;
  const unsigned char *section;
  void *data = read_pack(path, &size);
  if (flu_pack_open(data, size, false, &pack, &err) != FLU_OK) corpus_die(err.detail);
  if (flu_pack_find(&pack, FLU_SECTION_LEXICON, FLU_LEXICON_VERSION, &section, &size, &err) != FLU_OK ||
      flu_lexicon_open(&c->lexicon, section, size, false, &flu_alloc_default, &err) != FLU_OK)
    corpus_die(err.detail);
  if (flu_pack_find(&pack, FLU_SECTION_LISTS, FLU_LISTS_VERSION, &section, &size, &err) != FLU_OK ||
      flu_lists_open(section, size, &c->lists, &err) != FLU_OK)
    corpus_die(err.detail);
}

static bool known(void *ctx, const char *word, size_t len)
{
  uint32_t form;
  return flu_lexicon_match(&((const corpus *)ctx)->lexicon, word, len, &form, 1) > 0;
}

/* --- words --- */

static uint32_t *find_slot(const corpus *c, const char *text, size_t len)
{
  uint32_t at = (uint32_t)flu_context_hash(text, len) & c->slot_mask;
  while (c->slots[at] != 0) {
    const corpus_word *w = &c->words[c->slots[at] - 1];
    if (w->len == len && memcmp(w->text, text, len) == 0) break;
    at = (at + 1) & c->slot_mask;
  }
  return &c->slots[at];
}

static void grow_slots(corpus *c)
{
  uint32_t size = c->slot_mask == 0 ? 1u << 16 : 2 * (c->slot_mask + 1);
  free(c->slots);
  c->slots = calloc(size, sizeof *c->slots);
  if (c->slots == NULL) corpus_die("out of memory");
  c->slot_mask = size - 1;
  for (uint32_t i = 0; i < c->word_count; i++) *find_slot(c, c->words[i].text, c->words[i].len) = i + 1;
}

static uint32_t word_number(corpus *c, const char *text, size_t len)
{
  uint32_t *slot = find_slot(c, text, len);
  if (*slot != 0) return *slot - 1;
  if (!flu_reserve(&flu_alloc_default, (void **)&c->words, c->word_count, &c->word_cap, sizeof *c->words))
    corpus_die("out of memory");
  char *copy = flu_arena_copy(&c->arena, text, len);
  if (copy == NULL) corpus_die("out of memory");
  c->words[c->word_count] = (corpus_word){ copy, (uint32_t)len, 0, 0 };
  *slot = ++c->word_count;
  if (c->word_count > c->slot_mask / 2) grow_slots(c);
  return c->word_count - 1;
}

static void add_token(corpus *c, uint32_t word)
{
  if (!flu_reserve(&flu_alloc_default, (void **)&c->tokens, c->token_count, &c->token_cap, sizeof *c->tokens))
    corpus_die("out of memory");
  c->tokens[c->token_count++] = word;
  c->words[word].count++;
}

static void add_line(corpus *c, const flu_text_language *lang, flu_arena *arena, const char *line, size_t len)
{
  char lower[512];
  flu_text text;
  flu_arena_reset(arena);
  if (flu_utf8_valid(line, len) != len) return;
  if (flu_text_cut(&text, line, (uint32_t)len, NULL, 0, lang, arena, NULL, NULL) != FLU_OK) corpus_die("out of memory");
  for (uint32_t i = 0; i < text.token_count; i++) {
    const flu_token *t = &text.tokens[i];
    size_t n = flu_lower(t->norm.ptr, t->norm.len, lower, sizeof lower);
    if (n > 0) add_token(c, word_number(c, lower, n));
  }
  if (text.token_count > 0) add_token(c, CORPUS_EDGE);
}

void corpus_read(corpus *c, const char *pack, FILE *text, const char *held_out)
{
  flu_text_language lang;
  flu_arena arena;
  char *line = NULL;
  size_t cap = 0, number = 0;
  ssize_t len;
  memset(c, 0, sizeof *c);
  open_pack(c, pack);
  flu_arena_init(&c->arena, &flu_alloc_default);
  flu_arena_init(&arena, &flu_alloc_default);
  flu_text_language_init(&lang, &c->lists, known, c);
  grow_slots(c);
  add_token(c, word_number(c, "\n", 1));
  FILE *out = held_out == NULL ? NULL : fopen(held_out, "wb");
  if (held_out != NULL && out == NULL) corpus_die("cannot write the held-out lines");
  while ((len = getline(&line, &cap, text)) > 0) {
    if (line[len - 1] == '\n') len--;
    if (number++ % CORPUS_HELD_OUT != CORPUS_HELD_OUT - 1)
      add_line(c, &lang, &arena, line, (size_t)len);
    else if (out != NULL)
      fprintf(out, "%.*s\n", (int)len, line);
  }
  if (out != NULL && fclose(out) != 0) corpus_die("cannot write the held-out lines");
  flu_arena_end(&arena);
  free(line);
}

/* --- pairs --- */

static int compare_keys(const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

corpus_pair *corpus_pairs(const corpus *c, uint32_t least, size_t *count)
{
  uint64_t *keys = malloc((c->token_count + 1) * sizeof *keys);
  size_t n = 0, made = 0;
  if (keys == NULL) corpus_die("out of memory");
  for (size_t i = 0; i + 1 < c->token_count; i++)
    if (c->tokens[i] != CORPUS_EDGE && c->tokens[i + 1] != CORPUS_EDGE)
      keys[n++] = (uint64_t)c->tokens[i] << 32 | c->tokens[i + 1];
  qsort(keys, n, sizeof *keys, compare_keys);
  corpus_pair *pairs = malloc((n / (least == 0 ? 1 : least) + 1) * sizeof *pairs);
  if (pairs == NULL) corpus_die("out of memory");
  for (size_t i = 0; i < n;) {
    size_t end = i;
    while (end < n && keys[end] == keys[i]) end++;
    if (end - i >= least)
      pairs[made++] = (corpus_pair){ (uint32_t)(keys[i] >> 32), (uint32_t)keys[i], (uint32_t)(end - i), 0, 0 };
    i = end;
  }
  free(keys);
  *count = made;
  return pairs;
}
