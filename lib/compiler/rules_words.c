/* Words that patterns name, and the sets they belong to. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/hint.h"
#include "compiler/rules_program.h"
#include "text/text.h"

#define UNSEEN_COST 1.0
#define ANY_OTHER   2e7 /* what is no word of the lexicon (punctuation, elided words) may be frequent */
#define MAX_FORMS   400u

static bool room(flu_program_builder *b, void **items, size_t count, size_t *cap, size_t size)
{
  const bool good = flu_reserve(&flu_alloc_default, items, count, cap, size);
  b->no_memory = b->no_memory || !good;
  return good;
}

uint32_t flu_program_text(flu_program_builder *b, const char *text, size_t len)
{
  flu_buffer *strings = &b->arrays[FLU_PROG_STRINGS];
  const uint32_t at = (uint32_t)strings->len;
  flu_buffer_add(strings, text, len);
  flu_buffer_add(strings, "", 1);
  return at;
}

/* --- the table of words --- */

static bool grow_table(flu_program_builder *b)
{
  const size_t size = b->table_size == 0 ? 256 : b->table_size * 2;
  uint32_t *table = flu_new0(&flu_alloc_default, size * sizeof *table);
  if (table == NULL) {
    b->no_memory = true;
    return false;
  }
  for (size_t w = 0; w < b->word_count; w++) {
    const char *text = b->arrays[FLU_PROG_STRINGS].ptr + b->words[w].text;
    size_t i = flu_programs_hash(text, b->words[w].len) & (size - 1);
    while (table[i] != 0) i = (i + 1) & (size - 1);
    table[i] = (uint32_t)w + 1;
  }
  flu_free(&flu_alloc_default, b->table, b->table_size * sizeof *table);
  b->table = table;
  b->table_size = size;
  return true;
}

flu_pattern_word *flu_program_word(flu_program_builder *b, const char *text, size_t len)
{
  if (b->word_count * 2 >= b->table_size && !grow_table(b)) return NULL;
  size_t i = flu_programs_hash(text, len) & (b->table_size - 1);
  for (; b->table[i] != 0; i = (i + 1) & (b->table_size - 1)) {
    flu_pattern_word *w = &b->words[b->table[i] - 1];
    if (w->len == len && memcmp(b->arrays[FLU_PROG_STRINGS].ptr + w->text, text, len) == 0) return w;
  }
  if (!room(b, (void **)&b->words, b->word_count, &b->word_cap, sizeof *b->words)) return NULL;
  flu_pattern_word *w = &b->words[b->word_count++];
  *w = (flu_pattern_word){ .text = flu_program_text(b, text, len), .len = (uint16_t)len };
  if (b->arrays[FLU_PROG_STRINGS].failed) return NULL;
  b->table[i] = (uint32_t)b->word_count;
  return w;
}

void flu_program_pair(flu_program_builder *b, flu_pattern_word *word, uint32_t set)
{
  if (!room(b, (void **)&b->pairs, b->pair_count, &b->pair_cap, sizeof *b->pairs)) return;
  b->pairs[b->pair_count++] = (flu_word_pair){ set, word->first_pair };
  word->first_pair = (uint32_t)b->pair_count;
}

static double cost_of(const flu_program_builder *b, const char *word, size_t len)
{
  uint32_t forms[4];
  unsigned best = 0;
  const size_t n = flu_lexicon_match(&b->lexicon, word, len, forms, 4);
  for (size_t i = 0; i < n; i++) {
    const unsigned f = flu_lexicon_frequency(&b->lexicon, forms[i]);
    if (f > best) best = f;
  }
  if (n == 0) return ANY_OTHER;
  return best == 0 ? UNSEEN_COST : exp2((best - 1) / 9.0);
}

/* Words longer than a token may be, or of several words, are left out. */
static void add_to_set(flu_program_builder *b, uint32_t set, const char *word, size_t len)
{
  char lower[FLU_MAX_WORD * 3];
  if (len == 0 || len > FLU_MAX_WORD || memchr(word, ' ', len) != NULL) return;
  len = flu_lower(word, len, lower, sizeof lower);
  if (len == 0 || len > FLU_MAX_WORD) return;
  flu_pattern_word *w = flu_program_word(b, lower, len);
  if (w == NULL) return;
  for (uint32_t p = w->first_pair; p != 0; p = b->pairs[p - 1].next)
    if (b->pairs[p - 1].set == set) return;
  flu_program_pair(b, w, set);
  b->sets[set].cost += cost_of(b, lower, len);
  b->sets[set].size++;
}

static bool grow_set_table(flu_program_builder *b)
{
  const size_t size = b->set_table_size == 0 ? 256 : b->set_table_size * 2;
  uint32_t *table = flu_new0(&flu_alloc_default, size * sizeof *table);
  if (table == NULL) {
    b->no_memory = true;
    return false;
  }
  for (size_t s = 0; s < b->set_count; s++) {
    const char *key = b->sets[s].key;
    size_t i = flu_programs_hash(key, strlen(key)) & (size - 1);
    while (*key != '\0' && table[i] != 0) i = (i + 1) & (size - 1);
    if (*key != '\0') table[i] = (uint32_t)s + 1;
  }
  flu_free(&flu_alloc_default, b->set_table, b->set_table_size * sizeof *table);
  b->set_table = table;
  b->set_table_size = size;
  return true;
}

/* The set of a key; *made when it is new and still empty. */
static uint32_t set_at(flu_program_builder *b, char kind, const char *text, size_t len, bool *made)
{
  *made = false;
  char *key = flu_arena_take(b->arena, len + 2);
  if (key == NULL || !room(b, (void **)&b->sets, b->set_count, &b->set_cap, sizeof *b->sets)) {
    b->no_memory = true;
    return UINT32_MAX;
  }
  key[0] = kind;
  memcpy(key + 1, text, len);
  key[len + 1] = '\0';
  while (b->set_count * 2 >= b->set_table_size)
    if (!grow_set_table(b)) return UINT32_MAX;
  size_t i = flu_programs_hash(key, len + 1) & (b->set_table_size - 1);
  for (; b->set_table[i] != 0; i = (i + 1) & (b->set_table_size - 1))
    if (strcmp(b->sets[b->set_table[i] - 1].key, key) == 0) return b->set_table[i] - 1;
  b->sets[b->set_count] = (flu_pattern_set){ .key = key };
  *made = true;
  b->set_table[i] = (uint32_t)b->set_count + 1;
  return (uint32_t)b->set_count++;
}

/* --- the three kinds of sets --- */

static bool has_letter(flu_lexeme word)
{
  for (uint32_t i = 0; i < word.len; i++) {
    const unsigned char c = (unsigned char)word.ptr[i];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC3 && c <= 0xC9)) return true;
  }
  return false;
}

static bool is_known(const flu_program_builder *b, flu_lexeme word)
{
  char lower[FLU_MAX_WORD * 3];
  uint32_t form;
  if (!has_letter(word)) return true;
  if (flu_lexicon_match(&b->lexicon, word.ptr, word.len, &form, 1) > 0) return true;
  const size_t len = flu_lower(word.ptr, word.len, lower, sizeof lower);
  return flu_lists_of(&b->lists, lower, len) != 0;
}

static int shown(flu_lexeme word)
{
  return (int)(word.len < 60 ? word.len : 60);
}

static bool is_short(flu_rule_names *r, flu_lexeme word)
{
  if (word.len <= FLU_MAX_WORD) return true;
  flu_lex_refuse(&r->lx, word.offset, NULL, "a word of a pattern has at most %u bytes", FLU_MAX_WORD);
  return false;
}

uint32_t flu_set_of_word(flu_rule_names *r, flu_lexeme word)
{
  bool made;
  char lower[FLU_MAX_WORD * 3];
  if (!is_short(r, word)) return UINT32_MAX;
  if (!is_known(r->b, word)) {
    flu_lex_refuse(&r->lx, word.offset, "a pattern names words of the lexicon or of a list; >lemma, @CLASS, $LIST",
                   "unknown word '%.*s'", shown(word), word.ptr);
    return UINT32_MAX;
  }
  const size_t len = flu_lower(word.ptr, word.len, lower, sizeof lower);
  const uint32_t set = set_at(r->b, '=', lower, len, &made);
  if (made) add_to_set(r->b, set, lower, len);
  return set;
}

static size_t add_forms(flu_program_builder *b, uint32_t set, const char *lemma, size_t len)
{
  static const flu_wanted all = { 0 };
  flu_inflection found[MAX_FORMS];
  char spelt[FLU_MAX_FORM_BYTES * 2];
  const size_t n = flu_lexicon_inflect(&b->lexicon, lemma, len, &all, found, MAX_FORMS);
  for (size_t i = 0; i < n && i < MAX_FORMS; i++)
    add_to_set(b, set, spelt, flu_lexicon_spelling(&b->lexicon, found[i].form, spelt, sizeof spelt));
  return n;
}

uint32_t flu_set_of_lemma(flu_rule_names *r, flu_lexeme lemma)
{
  bool made;
  if (!is_short(r, lemma)) return UINT32_MAX;
  const uint32_t set = set_at(r->b, '>', lemma.ptr, lemma.len, &made);
  if (set == UINT32_MAX || !made || add_forms(r->b, set, lemma.ptr, lemma.len) > 0) return set;
  if (r->b->sets[set].size == 0)
    flu_lex_refuse(&r->lx, lemma.offset, "a lemma is what a dictionary lists: an infinitive, a masculine singular",
                   "unknown lemma '%.*s'", shown(lemma), lemma.ptr);
  return UINT32_MAX;
}

/* The file of a name: MY_LIST is my-list. */
static size_t file_name(flu_lexeme name, char *file, size_t cap)
{
  size_t len = name.len < cap - 1 ? name.len : cap - 1;
  for (size_t i = 0; i < len; i++) {
    const char c = name.ptr[i];
    file[i] = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
  }
  file[len] = '\0';
  return len;
}

/* --- sets: sets/NAME.txt beside the file of the rule --- */

static void add_line(flu_rule_names *r, uint32_t set, const flu_source *src, size_t at, size_t end, bool lemmas)
{
  const char *word = src->text + at;
  const bool lemma = lemmas || *word == '>';
  if (*word == '>') word++;
  const size_t len = (size_t)(src->text + end - word);
  const flu_lexeme w = { word, (uint32_t)len, at };
  const bool good = len > 0 && len <= FLU_MAX_WORD && memchr(word, ' ', len) == NULL &&
                    (lemma ? add_forms(r->b, set, word, len) > 0 : is_known(r->b, w));
  if (!good) {
    flu_diag_error(r->b->diag, src, at, "a line is one word of the lexicon, or >lemma", "unknown %s '%.*s'",
                   lemma ? "lemma" : "word", shown(w), word);
    r->lx.bad = true;
  } else if (!lemma) {
    add_to_set(r->b, set, word, len);
  }
}

static void add_lines(flu_rule_names *r, uint32_t set, const flu_source *src, bool lemmas)
{
  for (size_t at = 0; at < src->len;) {
    const char *newline = memchr(src->text + at, '\n', src->len - at);
    const size_t next = newline == NULL ? src->len : (size_t)(newline - src->text);
    size_t end = at;
    while (end < next && src->text[end] != '#') end++;
    while (end > at && strchr(" \t\r", src->text[end - 1]) != NULL) end--;
    if (end > at) add_line(r, set, src, at, end, lemmas);
    at = next + 1;
  }
}

/* The set of a file; UINT32_MAX when there is none, *found tells. */
static uint32_t set_of_file(flu_rule_names *r, flu_lexeme name, bool lemmas, bool *found)
{
  char path[1000], file[64];
  bool made;
  const char *rules = r->rule->file->path, *slash = strrchr(rules, '/');
  file_name(name, file, sizeof file);
  const int dir = slash == NULL ? 0 : (int)(slash - rules) + 1;
  *found = snprintf(path, sizeof path, "%.*ssets/%s.txt", dir, rules, file) < (int)sizeof path && access(path, R_OK) == 0;
  if (!*found) return UINT32_MAX;
  const uint32_t set = set_at(r->b, lemmas ? '^' : '$', path, strlen(path), &made);
  if (set == UINT32_MAX || !made) return set;
  flu_source src;
  if (flu_source_read(&src, path, r->b->diag) != FLU_OK) {
    r->lx.bad = true;
    return UINT32_MAX;
  }
  add_lines(r, set, &src, lemmas);
  flu_source_end(&src);
  return r->lx.bad ? UINT32_MAX : set;
}

/* --- lists --- */

static uint64_t list_bit(flu_rule_names *r, flu_lexeme name)
{
  char file[64];
  const char *known[FLU_MAX_LISTS];
  const flu_lists *lists = &r->b->lists;
  const uint32_t count = lists->header == NULL ? 0 : lists->header->list_count;
  const size_t len = file_name(name, file, sizeof file);
  for (uint32_t i = 0; i < count && i < FLU_MAX_LISTS; i++) {
    known[i] = lists->strings + lists->names[i].offset;
    if (strcmp(known[i], file) == 0) return UINT64_C(1) << i;
  }
  char hint[160];
  const char *near = flu_did_you_mean(hint, sizeof hint, file, len, known, count);
  flu_lex_refuse(&r->lx, name.offset, near != NULL ? near : "$MY_LIST is the file sets/my-list.txt beside the rules, or lists/my-list.txt",
                 "unknown list '%.*s'", shown(name), name.ptr);
  return 0;
}

uint32_t flu_set_of_list(flu_rule_names *r, flu_lexeme name, bool lemmas)
{
  bool made, found;
  const uint32_t of_file = set_of_file(r, name, lemmas, &found);
  if (found) return of_file;
  const uint64_t bit = list_bit(r, name);
  if (bit == 0) return UINT32_MAX;
  const flu_lists *l = &r->b->lists;
  const uint32_t set = set_at(r->b, lemmas ? '^' : '$', name.ptr, name.len, &made);
  for (uint32_t i = 0; made && i < l->header->entry_count; i++) {
    const flu_lists_entry *e = &l->entries[i];
    if ((e->lists & bit) == 0) continue;
    if (lemmas)
      add_forms(r->b, set, l->strings + e->offset, e->len);
    else
      add_to_set(r->b, set, l->strings + e->offset, e->len);
  }
  return set;
}

/* --- several sets as one --- */

static int compare_sets(const void *a, const void *b)
{
  const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static bool is_in_any(const flu_program_builder *b, const flu_pattern_word *w, const uint32_t *sets, size_t count)
{
  for (uint32_t p = w->first_pair; p != 0; p = b->pairs[p - 1].next)
    if (bsearch(&b->pairs[p - 1].set, sets, count, sizeof *sets, compare_sets) != NULL) return true;
  return false;
}

uint32_t flu_set_of_sets(flu_program_builder *b, uint32_t *sets, size_t count)
{
  bool made;
  qsort(sets, count, sizeof *sets, compare_sets);
  char *key = flu_arena_take(b->arena, count * 11 + 1);
  size_t len = 0;
  if (key == NULL) {
    b->no_memory = true;
    return UINT32_MAX;
  }
  for (size_t i = 0; i < count; i++) len += (size_t)snprintf(key + len, 12, "%u,", sets[i]);
  const uint32_t set = set_at(b, '|', key, len, &made);
  for (size_t i = 0; set != UINT32_MAX && made && i < b->word_count; i++) {
    if (!is_in_any(b, &b->words[i], sets, count)) continue;
    flu_program_pair(b, &b->words[i], set);
    b->sets[set].size++;
  }
  for (size_t i = 0; set != UINT32_MAX && made && i < count; i++) b->sets[set].cost += b->sets[sets[i]].cost;
  return set;
}
