#include "compiler/train/treebank.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon/pack.h"
#include "syntax/labels.h"

#define LINE_BYTES 65536u
#define MAX_UNITS 4096u
#define TEXT_BYTES 65536u

/* --- the language --- */

static bool known(void *ctx, const char *word, size_t len)
{
  const flu_train_language *lang = ctx;
  uint32_t form;
  return flu_lexicon_match(&lang->lexicon, word, len, &form, 1) > 0;
}

static int read_pack(flu_train_language *lang, const char *path, flu_error *err)
{
  FILE *f = fopen(path, "rb");
  if (f == NULL) return flu_fail(err, FLU_E_IO, 0, "%s cannot be read", path);
  long size = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
  rewind(f);
  lang->pack = size > 0 ? aligned_alloc(64, ((size_t)size + 63) / 64 * 64) : NULL;
  lang->pack_size = size > 0 ? (size_t)size : 0;
  const bool whole = lang->pack != NULL && fread(lang->pack, 1, lang->pack_size, f) == lang->pack_size;
  fclose(f);
  return whole ? FLU_OK : flu_fail(err, FLU_E_IO, 0, "%s cannot be read", path);
}

int flu_train_language_open(flu_train_language *lang, const char *pack_path, flu_error *err)
{
  flu_pack pack;
  const unsigned char *lists;
  size_t lists_size;
  *lang = (flu_train_language){ 0 };
  int rc = read_pack(lang, pack_path, err);
  if (rc == FLU_OK) rc = flu_pack_open(lang->pack, lang->pack_size, false, &pack, err);
  if (rc == FLU_OK)
    rc = flu_pack_find(&pack, FLU_SECTION_LEXICON, FLU_LEXICON_VERSION, &lang->lexicon_section, &lang->lexicon_size,
                       err);
  if (rc == FLU_OK)
    rc = flu_lexicon_open(&lang->lexicon, lang->lexicon_section, lang->lexicon_size, false, &flu_alloc_default, err);
  if (rc == FLU_OK) rc = flu_pack_find(&pack, FLU_SECTION_LISTS, FLU_LISTS_VERSION, &lists, &lists_size, err);
  if (rc == FLU_OK) rc = flu_lists_open(lists, lists_size, &lang->lists, err);
  if (rc == FLU_OK) flu_text_language_init(&lang->text, &lang->lists, known, lang);
  return rc;
}

void flu_train_language_end(flu_train_language *lang)
{
  free(lang->pack);
  *lang = (flu_train_language){ 0 };
}

/* --- what a treebank says --- */

typedef struct unit {
  uint32_t start, end;      /* bytes of the text */
  uint32_t allowed;
  uint32_t first_id, last_id;   /* numbers of its words in the sentence */
  uint32_t head;            /* number of a word, 0: root; OPEN_HEAD */
  uint8_t label;
  char lemma[64];
} unit;

#define OPEN_HEAD UINT32_MAX

typedef struct reader {
  const flu_train_language *lang;
  flu_gold_visit *each;
  void *ctx;
  flu_arena arena;
  uint32_t number;
  char text[TEXT_BYTES];
  uint32_t text_len, at;    /* `at`: behind the last unit found */
  unit *units;
  uint32_t unit_count;
  uint32_t range_left;      /* words of a contraction still to read */
  bool failed;              /* a form was not found in the text */
} reader;

static uint32_t verb_classes(uint32_t group, const char *features)
{
  const uint32_t first = group & ~(group << 1);
  if (strstr(features, "VerbForm=Fin") != NULL) return first;
  if (strstr(features, "VerbForm=Inf") != NULL) return first << 1;
  if (strstr(features, "VerbForm=Ger") != NULL) return first << 3;
  if (strstr(features, "VerbForm=Part") == NULL) return group;
  return strstr(features, "Tense=Pres") != NULL ? first << 3
         : strstr(features, "Tense=Past") != NULL ? first << 2
                                                  : first << 2 | first << 3;
}

static uint32_t upos_classes(const char *upos, const char *features)
{
  if (strcmp(upos, "VERB") == 0) return verb_classes(FLU_CLASSES_VERB, features);
  if (strcmp(upos, "AUX") == 0) return verb_classes(FLU_CLASSES_AUX, features);
  if (strcmp(upos, "PRON") == 0) return FLU_CLASSES_PRON;
  const unsigned c = flu_class_of_name(upos, strlen(upos));
  return c == FLU_CLASS_COUNT ? 0 : 1u << c;
}

/* Looser: what a tagger of another school calls so. */
static uint32_t loose_classes(const char *upos)
{
#define C(name) (1u << FLU_CLASS_##name)
  static const struct { const char *upos; uint32_t classes; } loose[] = {
    { "NOUN", C(NOUN) | C(PROPN) },
    { "PROPN", C(PROPN) | C(NOUN) },
    { "VERB", FLU_CLASSES_VERB | FLU_CLASSES_AUX },
    { "ADJ", C(ADJ) | C(DET) | C(VERB_PAST) | C(NUM) },
    { "ADV", C(ADV) | C(ADP) | C(SCONJ) | C(ADJ) },
    { "ADP", C(ADP) | C(DET) },
    { "DET", C(DET) | C(NUM) | C(ADJ) | C(ADP) },
    { "PRON", FLU_CLASSES_PRON | C(SCONJ) | C(DET) },
    { "CCONJ", C(CCONJ) | C(SCONJ) | C(ADV) },
    { "NUM", C(NUM) | C(DET) | C(ADJ) | C(NOUN) },
    { "INTJ", C(INTJ) | C(ADV) | C(NOUN) },
    { "PUNCT", C(PUNCT) },
    { "SYM", C(SYM) | C(NOUN) | C(PUNCT) },
  };
#undef C
  for (size_t i = 0; i < sizeof loose / sizeof *loose; i++)
    if (strcmp(upos, loose[i].upos) == 0) return loose[i].classes;
  return (1u << FLU_CLASS_COUNT) - 1;
}

static void begin_sentence(reader *r)
{
  r->text_len = r->at = r->unit_count = r->range_left = 0;
  r->failed = false;
}

static unit *add_unit(reader *r, uint32_t start, uint32_t end, uint32_t allowed, const char *lemma)
{
  if (r->unit_count == MAX_UNITS) {
    r->failed = true;
    return NULL;
  }
  unit *u = &r->units[r->unit_count++];
  *u = (unit){ .start = start, .end = end, .allowed = allowed, .head = OPEN_HEAD };
  if (strlen(lemma) < sizeof u->lemma && strcmp(lemma, "_") != 0) strcpy(u->lemma, lemma);
  return u;
}

/* --- our tokens --- */

/* The last unit that starts at or before a byte; unit_count when none does. */
static uint32_t unit_at(const reader *r, uint32_t byte)
{
  uint32_t low = 0, high = r->unit_count;
  while (low < high) {
    const uint32_t mid = low + (high - low) / 2;
    if (r->units[mid].start <= byte) low = mid + 1;
    else high = mid;
  }
  return low == 0 ? r->unit_count : low - 1;
}

static const unit *unit_of_word(const reader *r, uint32_t id)
{
  uint32_t low = 0, high = r->unit_count;
  while (low < high) {
    const uint32_t mid = low + (high - low) / 2;
    if (r->units[mid].last_id < id) low = mid + 1;
    else high = mid;
  }
  return low < r->unit_count && r->units[low].first_id <= id ? &r->units[low] : NULL;
}

/* The token that a byte is in; FLU_GOLD_ROOT when it is in another sentence. */
static int32_t token_at(const flu_token *tokens, uint32_t count, uint32_t byte)
{
  uint32_t low = 0, high = count;
  while (low < high) {
    const uint32_t mid = low + (high - low) / 2;
    if (tokens[mid].end <= byte) low = mid + 1;
    else high = mid;
  }
  return low < count && tokens[low].start <= byte ? (int32_t)low : FLU_GOLD_ROOT;
}

static void set_head(const reader *r, const flu_token *tokens, uint32_t count, uint32_t i, flu_gold *gold)
{
  uint32_t k = unit_at(r, tokens[i].start);
  gold->head = FLU_GOLD_OPEN;
  if (k == r->unit_count) return;
  if (r->units[k].start < tokens[i].start) {
    gold->head = token_at(tokens, count, r->units[k].start);
    gold->label = FLU_DEP_FLAT;
    return;
  }
  for (; k < r->unit_count && r->units[k].start < tokens[i].end; k++) {
    const unit *head = r->units[k].head == 0 ? NULL : unit_of_word(r, r->units[k].head);
    if (r->units[k].head == OPEN_HEAD || (head == NULL && r->units[k].head != 0)) continue;
    const int32_t at = head == NULL ? FLU_GOLD_ROOT : token_at(tokens, count, head->start);
    if (at == (int32_t)i) continue;
    gold->head = at;
    gold->label = at == FLU_GOLD_ROOT ? FLU_DEP_ROOT : r->units[k].label;
    return;
  }
}

static int give_sentence(reader *r, const flu_text *text, const flu_sentence *s)
{
  const flu_token *tokens = text->tokens + s->first_token;
  flu_gold *gold = flu_arena_take(&r->arena, (s->token_count + 1) * sizeof *gold);
  if (gold == NULL) return FLU_E_NOMEM;
  uint32_t k = 0;
  for (uint32_t i = 0; i < s->token_count; i++) {
    gold[i] = (flu_gold){ 0 };
    set_head(r, tokens, s->token_count, i, &gold[i]);
    while (k < r->unit_count && r->units[k].start < tokens[i].start) k++;
    if (k == r->unit_count || r->units[k].start != tokens[i].start || r->units[k].end != tokens[i].end) continue;
    gold[i].allowed = r->units[k].allowed;
    gold[i].lemma = (flu_str){ r->units[k].lemma, (uint32_t)strlen(r->units[k].lemma) };
  }
  const flu_gold_sentence out = { tokens, gold, s->token_count };
  return r->each(r->ctx, &out, r->number);
}

static int end_sentence(reader *r)
{
  flu_text text;
  int rc = FLU_OK;
  if (r->text_len > 0 && !r->failed && flu_utf8_valid(r->text, r->text_len) == r->text_len) {
    flu_arena_reset(&r->arena);
    rc = flu_text_cut(&text, r->text, r->text_len, NULL, 0, &r->lang->text, &r->arena, NULL, NULL);
    for (uint32_t i = 0; rc == FLU_OK && i < text.sentence_count; i++) rc = give_sentence(r, &text, &text.sentences[i]);
    r->number++;
  }
  begin_sentence(r);
  return rc;
}

/* --- CoNLL-U --- */

static bool place_form(reader *r, const char *form, uint32_t *start)
{
  const size_t len = strlen(form);
  uint32_t at = r->at;
  while (at < r->text_len && (r->text[at] == ' ' || memcmp(r->text + at, "\xC2\xA0", 2) == 0))
    at += r->text[at] == ' ' ? 1 : 2;
  if (len == 0 || len > r->text_len - at || memcmp(r->text + at, form, len) != 0) return false;
  *start = at;
  r->at = at + (uint32_t)len;
  return true;
}

static void set_relation(unit *u, const char *head, const char *relation)
{
  u->head = strcmp(head, "_") == 0 ? OPEN_HEAD : (uint32_t)strtoul(head, NULL, 10);
  u->label = (uint8_t)flu_dep_label_of(relation);
}

/* Words of a contraction: the unit is there already, they say what it is. */
static void read_part(reader *r, char *columns[10])
{
  unit *u = &r->units[r->unit_count - 1];
  const uint32_t head = (uint32_t)strtoul(columns[6], NULL, 10);
  r->range_left--;
  const uint32_t classes = upos_classes(columns[3], "");
  if (u->allowed == 0 || classes == FLU_CLASSES_PRON) u->allowed = classes;
  if (u->head == OPEN_HEAD && (head < u->first_id || head > u->last_id)) set_relation(u, columns[6], columns[7]);
}

static void read_columns(reader *r, char *columns[10])
{
  char *dash = strchr(columns[0], '-');
  uint32_t start;
  if (strchr(columns[0], '.') != NULL || r->failed) return;
  if (r->range_left > 0) {
    read_part(r, columns);
    return;
  }
  if (!place_form(r, columns[1], &start)) {
    r->failed = true;
    return;
  }
  const long first = strtol(columns[0], NULL, 10), last = dash == NULL ? first : strtol(dash + 1, NULL, 10);
  unit *u = dash == NULL ? add_unit(r, start, r->at, upos_classes(columns[3], columns[5]), columns[2])
                         : add_unit(r, start, r->at, 0, "_");
  if (u == NULL || first < 1 || last < first || last - first > 9) {
    r->failed = true;
    return;
  }
  u->first_id = (uint32_t)first;
  u->last_id = (uint32_t)last;
  if (dash == NULL) set_relation(u, columns[6], columns[7]);
  else r->range_left = (uint32_t)(last - first + 1);
}

static int conllu_line(reader *r, char *line)
{
  char *columns[10];
  if (line[0] == '\0') return end_sentence(r);
  if (strncmp(line, "# text = ", 9) == 0) {
    r->text_len = (uint32_t)strlen(line + 9);
    if (r->text_len >= TEXT_BYTES) r->text_len = 0;
    memcpy(r->text, line + 9, r->text_len);
  }
  if (line[0] == '#') return FLU_OK;
  for (unsigned i = 0; i < 10; i++) {
    columns[i] = line;
    line = strchr(line, '\t');
    if (line == NULL && i < 9) return FLU_OK;
    if (line != NULL) *line++ = '\0';
  }
  read_columns(r, columns);
  return FLU_OK;
}

/* --- tagged and plain text --- */

static int tagged_line(reader *r, char *line)
{
  if (line[0] == '\0') return end_sentence(r);
  char *upos = strchr(line, '\t'), *lemma = upos == NULL ? NULL : strchr(upos + 1, '\t');
  if (lemma == NULL) return FLU_OK;
  *upos++ = '\0';
  *lemma++ = '\0';
  const size_t len = strlen(line);
  if (r->text_len + len + 1 >= TEXT_BYTES) {
    r->failed = true;
    return FLU_OK;
  }
  if (r->text_len > 0 && r->text[r->text_len - 1] != '\'' && line[0] != '-') r->text[r->text_len++] = ' ';
  memcpy(r->text + r->text_len, line, len);
  add_unit(r, r->text_len, r->text_len + (uint32_t)len, loose_classes(upos), lemma);
  r->text_len += (uint32_t)len;
  return FLU_OK;
}

static int plain_line(reader *r, char *line)
{
  r->text_len = (uint32_t)strlen(line);
  if (r->text_len >= TEXT_BYTES) return FLU_OK;
  memcpy(r->text, line, r->text_len);
  return end_sentence(r);
}

static int read_lines(FILE *f, const flu_train_language *lang, flu_gold_visit *each, void *ctx,
                      int (*take)(reader *, char *))
{
  char *line = malloc(LINE_BYTES);
  reader *r = calloc(1, sizeof *r);
  int rc = line == NULL || r == NULL ? FLU_E_NOMEM : FLU_OK;
  if (rc == FLU_OK) {
    *r = (reader){ .lang = lang, .each = each, .ctx = ctx };
    r->units = malloc(MAX_UNITS * sizeof *r->units);
    if (r->units == NULL) rc = FLU_E_NOMEM;
    flu_arena_init(&r->arena, &flu_alloc_default);
    while (rc == FLU_OK && fgets(line, LINE_BYTES, f) != NULL) {
      line[strcspn(line, "\n")] = '\0';
      rc = take(r, line);
    }
    if (rc == FLU_OK) rc = end_sentence(r);
    flu_arena_end(&r->arena);
    free(r->units);
  }
  free(r);
  free(line);
  return rc;
}

int flu_read_conllu(FILE *f, const flu_train_language *lang, flu_gold_visit *each, void *ctx)
{
  return read_lines(f, lang, each, ctx, conllu_line);
}

int flu_read_tagged(FILE *f, const flu_train_language *lang, flu_gold_visit *each, void *ctx)
{
  return read_lines(f, lang, each, ctx, tagged_line);
}

int flu_read_plain(FILE *f, const flu_train_language *lang, flu_gold_visit *each, void *ctx)
{
  return read_lines(f, lang, each, ctx, plain_line);
}
