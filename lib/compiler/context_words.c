/* Words that are confused: from the tables that the tagger reads too, and from context.txt, where a line is
 *
 *   FAMILY WORD WORD …        each may have been written for each of the others
 *   FAMILY WORD > WORD …      the first for the others only
 *
 *   finales ENDING ENDING …   verbs of one stem that end so are confused, beside those of endings.txt
 *
 * with _ for a space. Words in several parts may be written as well as meant. "sauf" in place of the family: these
 * are not to be confused, whatever other tables say. */
#include <stdlib.h>
#include <string.h>

#include "compiler/context.h"
#include "tagging/feature.h"

#define MAX_LINE_WORDS 32u
#define EXCEPT "sauf"
#define ENDINGS "finales"
#define PLACE_BITS 0x3FFFFFu    /* 6 bits for the line, 16 for the place in it */

static const char *const family_names[FLU_CHOICE_FAMILIES] = {
  [FLU_CHOICE_HOMOPHONE] = "homophone", [FLU_CHOICE_NUMBER] = "nombre",     [FLU_CHOICE_GENDER] = "genre",
  [FLU_CHOICE_PERSON] = "personne",     [FLU_CHOICE_ENDING] = "terminaison", [FLU_CHOICE_MOOD] = "mode",
  [FLU_CHOICE_TENSE] = "temps",
};

unsigned flu_choice_family_of(const char *name, size_t len)
{
  unsigned f = 0;
  while (f < FLU_CHOICE_FAMILIES && (strlen(family_names[f]) != len || memcmp(family_names[f], name, len) != 0)) f++;
  return f;
}

/* --- members --- */

/* How many words, elided ones counted; 0 when the lexicon lacks one. */
static unsigned count_words(const flu_choice_builder *b, flu_str text)
{
  unsigned words = 0;
  if (flu_lexicon_find(&b->lexicon, text.ptr, text.len) != FLU_NO_FORM) return 1;
  for (uint32_t at = 0; at < text.len; words++) {
    uint32_t end = at;
    while (end < text.len && text.ptr[end] != ' ' && text.ptr[end] != '\'') end++;
    const bool elided = end < text.len && text.ptr[end] == '\'';
    if (!elided && flu_lexicon_find(&b->lexicon, text.ptr + at, end - at) == FLU_NO_FORM) return 0;
    at = end + 1;
  }
  return words;
}

static int member_of(flu_choice_builder *b, flu_str text, uint32_t *out)
{
  for (uint32_t i = 0; i < b->member_count; i++)
    if (b->members[i].len == text.len && memcmp(b->strings.ptr + b->members[i].text, text.ptr, text.len) == 0) {
      *out = i;
      return FLU_OK;
    }
  if (!flu_reserve(&flu_alloc_default, (void **)&b->members, b->member_count, &b->member_cap, sizeof *b->members))
    return FLU_E_NOMEM;
  *out = (uint32_t)b->member_count;
  b->members[b->member_count] = (flu_choice_member){ .text = (uint32_t)b->strings.len, .len = text.len,
                                                     .words = (uint8_t)count_words(b, text),
                                                     .place = flu_tag_word_hash(text.ptr, text.len) & PLACE_BITS };
  b->member_count++;
  flu_buffer_add(&b->strings, text.ptr, text.len);
  return b->strings.failed ? FLU_E_NOMEM : FLU_OK;
}

static int add_edge(flu_choice_builder *b, flu_str written, flu_str meant, unsigned family, unsigned strength)
{
  uint32_t from, to;
  const unsigned words = count_words(b, written), other = count_words(b, meant);
  if (words == 0 || other == 0 || words > FLU_CHOICE_MAX_WORDS || other > FLU_CHOICE_MAX_WORDS) return FLU_OK;
  if (member_of(b, written, &from) != FLU_OK || member_of(b, meant, &to) != FLU_OK) return FLU_E_NOMEM;
  if (!flu_reserve(&flu_alloc_default, (void **)&b->edges, b->edge_count, &b->edge_cap, sizeof *b->edges))
    return FLU_E_NOMEM;
  b->edges[b->edge_count++] = (flu_choice_edge){ from, to, (uint8_t)family, (uint8_t)strength };
  return FLU_OK;
}

/* --- sources --- */

static int add_confusions(flu_choice_builder *b)
{
  int rc = FLU_OK;
  for (size_t i = 0; i < b->confusions.count && rc == FLU_OK; i++) {
    const flu_confusion *p = &b->confusions.pairs[i];
    rc = add_edge(b, p->written, p->meant, FLU_CHOICE_HOMOPHONE, 0);
    if (rc == FLU_OK && count_words(b, p->meant) > 1) rc = add_edge(b, p->meant, p->written, FLU_CHOICE_HOMOPHONE, 0);
  }
  return rc;
}

static bool is_word(flu_str word, const char *text)
{
  return word.len == strlen(text) && memcmp(word.ptr, text, word.len) == 0;
}

static int add_endings(flu_choice_builder *b, const flu_str *endings, size_t count)
{
  flu_confusions *c = &b->confusions;
  const uint32_t group = c->ending_count == 0 ? 0 : c->endings[c->ending_count - 1].group + 1;
  for (size_t i = 0; i < count; i++) {
    const char *copy = flu_arena_copy(&c->arena, endings[i].ptr, endings[i].len);
    if (copy == NULL ||
        !flu_reserve(&flu_alloc_default, (void **)&c->endings, c->ending_count, &c->ending_cap, sizeof *c->endings))
      return FLU_E_NOMEM;
    c->endings[c->ending_count++] = (flu_ending){ { copy, endings[i].len }, group };
  }
  return FLU_OK;
}

static int add_line(flu_choice_builder *b, const flu_source *src, size_t at, char *line, size_t len)
{
  flu_str words[MAX_LINE_WORDS];
  size_t count = 0;
  bool directed = false;
  for (size_t i = 0; i < len && line[i] != '#';) {
    size_t end = i;
    while (end < len && line[end] != ' ' && line[end] != '\t') end++;
    if (end == i + 1 && line[i] == '>' && count == 2) directed = true;
    else if (end > i && count < MAX_LINE_WORDS) words[count++] = (flu_str){ line + i, (uint32_t)(end - i) };
    for (size_t k = i; k < end; k++)
      if (line[k] == '_') line[k] = ' ';
    i = end + 1;
  }
  if (count == 0) return FLU_OK;
  if (is_word(words[0], ENDINGS)) return add_endings(b, words + 1, count - 1);
  const bool except = is_word(words[0], EXCEPT);
  const unsigned family = flu_choice_family_of(words[0].ptr, words[0].len);
  if ((family == FLU_CHOICE_FAMILIES && !except) || count < 3) {
    flu_diag_error(b->diag, src, at, "a line is a family and the words that are confused", "%s",
                   count < 3 ? "too few words" : "unknown family");
    return FLU_E_FORMAT;
  }
  int rc = FLU_OK;
  for (size_t i = 1; i < (directed ? 2 : count) && rc == FLU_OK; i++)
    for (size_t k = 1; k < count && rc == FLU_OK; k++)
      if (k != i) rc = add_edge(b, words[i], words[k], family, except ? 2 : 1);
  return rc;
}

static int read_own(flu_choice_builder *b, const char *dir)
{
  char path[4096];
  flu_source src = { 0 };
  if (snprintf(path, sizeof path, "%s/context.txt", dir) >= (int)sizeof path) return FLU_E_LIMIT;
  int rc = flu_source_read(&src, path, b->diag);
  for (size_t at = 0; rc == FLU_OK && at < src.len;) {
    const char *end = memchr(src.text + at, '\n', src.len - at);
    const size_t len = end == NULL ? src.len - at : (size_t)(end - (src.text + at));
    rc = add_line(b, &src, at, src.text + at, len);
    at += len + 1;
  }
  flu_source_end(&src);
  return rc;
}

/* --- tables --- */

static int compare_edges(const void *a, const void *b)
{
  const flu_choice_edge *x = a, *y = b;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  if (x->to != y->to) return x->to < y->to ? -1 : 1;
  if (x->strength != y->strength) return x->strength > y->strength ? -1 : 1;
  return (x->family > y->family) - (x->family < y->family);
}

static int sort_pairs(flu_choice_builder *b)
{
  size_t kept = 0;
  b->pairs = calloc(b->edge_count + 1, sizeof *b->pairs);
  if (b->pairs == NULL) return FLU_E_NOMEM;
  if (b->edge_count > 0) qsort(b->edges, b->edge_count, sizeof *b->edges, compare_edges);
  for (size_t i = 0; i < b->edge_count; i++) {
    const flu_choice_edge *e = &b->edges[i];
    if ((i > 0 && e->from == e[-1].from && e->to == e[-1].to) || e->family == FLU_CHOICE_FAMILIES) continue;
    flu_choice_member *m = &b->members[e->from];
    if (m->pair_count == 0) m->first_pair = (uint32_t)kept;
    m->pair_count++;
    b->pairs[kept++] = (flu_choice_pair){ .member = e->to, .family = e->family };
  }
  b->edge_count = kept;
  return FLU_OK;
}

static flu_choice_entry *entry_of(flu_choice_builder *b, const char *text, size_t len)
{
  const uint32_t hash = flu_tag_word_hash(text, len), mask = b->slot_count - 1;
  uint32_t i = flu_choice_slot(hash) & mask;
  while (b->slots[i].used != 0 && b->slots[i].hash != hash) i = (i + 1) & mask;
  if (b->slots[i].used == 0) b->slots[i] = (flu_choice_entry){ .hash = hash, .used = 1, .member = FLU_CHOICE_NO_MEMBER };
  return &b->slots[i];
}

static int make_slots(flu_choice_builder *b)
{
  b->slot_count = 16;
  while (b->slot_count < 8 * b->member_count) b->slot_count *= 2;
  b->slots = calloc(b->slot_count, sizeof *b->slots);
  if (b->slots == NULL) return FLU_E_NOMEM;
  for (uint32_t i = 0; i < b->member_count; i++) {
    const flu_choice_member *m = &b->members[i];
    const char *text = b->strings.ptr + m->text;
    entry_of(b, text, m->len)->member = i;
    for (uint32_t k = 1; m->words > 1 && k < m->len; k++) {
      if (text[k] == ' ') entry_of(b, text, k)->goes_on = 1;
      else if (text[k - 1] == '\'') entry_of(b, text, k)->goes_on = 1;
    }
  }
  return FLU_OK;
}

int flu_choices_add_words(flu_choice_builder *b, const char *confusions_dir)
{
  int rc = add_confusions(b);
  if (rc == FLU_OK) rc = read_own(b, confusions_dir);
  if (rc == FLU_OK) rc = sort_pairs(b);
  if (rc != FLU_OK) return rc;
  return make_slots(b);
}
