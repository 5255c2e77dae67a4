/* Segmentation against ICU's break iterators and against the sentences of treebanks.
 *
 * Words: on built-in sentences and on the texts of $FLUIDE_SHARED/corpus/text, every edge of a token is an edge of ICU's
 * word iterator and the other way round, except where a named rule of ours says otherwise; rules are counted, and
 * differences that none explains fail above MAX_UNEXPLAINED. Sentences: the sentences of $FLUIDE_SHARED/corpus/treebank,
 * joined by spaces, are found again with an F1 of MIN_F1 at least. What is not there is skipped.
 *
 * Usage: segmentation PACK */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "lexicon/lexicon_inner.h"
#include "lexicon/lists_inner.h"
#include "lexicon/pack.h"
#include "text/inner.h"

#define MAX_UNEXPLAINED 0.0002   /* share of token edges */
#define MIN_F1 0.97
#define MAX_BYTES (3u << 20)     /* of each text */

/* What explains a difference: first where we cut and ICU does not, then where ICU cuts and we do not. */
#define RULES(X)                                                                                                        \
  X(ELISION, "elided word") X(DOT, "dot or colon between words") X(UNIT, "unit glued to its number")                    \
  X(UNDERSCORE, "underscore at the edge of a word") X(NUMBER_LIST, "sign between numbers")                              \
  X(HYPHEN, "hyphenated word") X(ENCLITIC, "enclitic with its hyphen") X(NUMBER, "sign, groups, fraction, date, hour")  \
  X(ADDRESS, "address, path, code, mention, tag") X(ABBREVIATION, "abbreviation with its dots") X(ORDINAL, "ordinal")   \
  X(SYMBOL_UNIT, "unit of several signs") X(MARKS, "repeated marks") X(INCLUSIVE, "writing for both genders")           \
  X(SCRIPT, "script without spaces") X(EMOJI, "emoji") X(UNEXPLAINED, "unexplained")
enum rule {
#define X(name, text) RULE_##name,
  RULES(X)
#undef X
  RULE_COUNT
};
static const char *const rule_names[] = {
#define X(name, text) text,
  RULES(X)
#undef X
};

typedef struct bench {
  flu_lexicon lexicon;
  flu_lists lists;
  flu_text_language language;
  flu_arena arena;
  unsigned long rules[RULE_COUNT], edges;
  unsigned shown, failures;
} bench;

static const char *const sentences[] = {
  "L'homme qu'il a vu, c'est aujourd'hui l'arc-en-ciel.", "Donne-le-moi, a-t-il dit à M. Dupont.",
  "Il y en a 1 234,5 à 50 % le 12/03/2024 à 12h30.", "Voir https://exemple.fr/a?b=c ou fichier.txt, etc.",
  "« Viens ! » dit-elle… Le XXe siècle, n° 5, 3 km.", "Presqu'île, quelqu'un, m'dame : va-t'en !",
  "Une phrase simple, sans rien de particulier ; deux mots. Et trois ?"
};

static void say(bench *b, const char *format, ...)
{
  va_list args;
  if (b->shown++ >= 40) return;
  va_start(args, format);
  fputs("# ", stdout);
  vprintf(format, args);
  putchar('\n');
  va_end(args);
}

/* --- word edges --- */

static enum rule rule_of_kind(const flu_token *t)
{
  switch (t->kind) {
  case FLU_TOKEN_NUMBER:
  case FLU_TOKEN_DATE:
  case FLU_TOKEN_TIME: return RULE_NUMBER;
  case FLU_TOKEN_URL:
  case FLU_TOKEN_EMAIL:
  case FLU_TOKEN_PATH:
  case FLU_TOKEN_MENTION:
  case FLU_TOKEN_HASHTAG:
  case FLU_TOKEN_CODE: return RULE_ADDRESS;
  case FLU_TOKEN_ABBREVIATION: return RULE_ABBREVIATION;
  case FLU_TOKEN_ORDINAL: return RULE_ORDINAL;
  case FLU_TOKEN_UNIT: return RULE_SYMBOL_UNIT;
  case FLU_TOKEN_EMOJI: return RULE_EMOJI;
  default: return RULE_UNEXPLAINED;
  }
}

/* ICU cuts at `at`, inside token t. */
static enum rule why_joined(const char *s, const flu_token *t, uint32_t at)
{
  uint32_t next;
  size_t before = at;
  const uint32_t cp = flu_decode(s, at, &next), last = flu_utf8_prev(s, &before);
  if ((t->flags & FLU_TOKEN_ENCLITIC) != 0) return RULE_ENCLITIC;
  if ((t->flags & FLU_TOKEN_ELIDED) != 0) return RULE_ELISION;   /* l' before what is no letter */
  if (t->kind == FLU_TOKEN_PUNCTUATION || t->kind == FLU_TOKEN_SYMBOL) return cp == last ? RULE_MARKS : RULE_UNEXPLAINED;
  if (t->kind != FLU_TOKEN_WORD) return rule_of_kind(t);
  if (cp == '(' || cp == ')' || last == '(' || last == ')') return RULE_INCLUSIVE;
  if (flu_is_dash(cp) || flu_is_dash(last)) return RULE_HYPHEN;
  if (cp >= 0x2E80 || last >= 0x2E80) return RULE_SCRIPT;
  return RULE_UNEXPLAINED;
}

/* We cut at `at`, between tokens a and b, and ICU does not. */
static enum rule why_cut(const char *s, const flu_token *a, const flu_token *b, uint32_t at)
{
  uint32_t next;
  size_t before = at;
  const uint32_t cp = flu_decode(s, at, &next), last = flu_utf8_prev(s, &before);
  const uint32_t mark = flu_class_of(last) == FLU_CLASS_LETTER || flu_class_of(last) == FLU_CLASS_DIGIT ? cp : last;
  if ((a->flags & FLU_TOKEN_ELIDED) != 0) return RULE_ELISION;
  if (b->kind == FLU_TOKEN_UNIT) return RULE_UNIT;
  if (mark == '_') return RULE_UNDERSCORE;
  if (mark == '.' || mark == ':' || mark == 0x2019 || mark == '\'') return RULE_DOT;
  if (mark == ',' || mark == ';') return RULE_NUMBER_LIST;
  return RULE_UNEXPLAINED;
}

static void count_rule(bench *b, enum rule rule, const char *s, uint32_t len, uint32_t at)
{
  b->rules[rule]++;
  if (rule != RULE_UNEXPLAINED) return;
  const uint32_t from = at > 20 ? at - 20 : 0, to = len - at > 20 ? at + 20 : len;
  say(b, "unexplained: %.*s>|<%.*s", (int)(at - from), s + from, (int)(to - at), s + at);
}

static bool is_space_at(const char *s, uint32_t at)
{
  uint32_t next;
  const enum flu_class c = flu_class_of(flu_decode(s, at, &next));
  return c == FLU_CLASS_SPACE || c == FLU_CLASS_NEWLINE;
}

/* Edges of ICU inside tokens, and edges of tokens that ICU lacks. */
static void compare_words(bench *b, const char *s, uint32_t len, UBreakIterator *words)
{
  flu_text text;
  UErrorCode status = U_ZERO_ERROR;
  UText *u = utext_openUTF8(NULL, s, len, &status);
  ubrk_setUText(words, u, &status);
  flu_arena_reset(&b->arena);
  if (U_FAILURE(status) || flu_text_cut(&text, s, len, NULL, 0, &b->language, &b->arena, NULL, NULL) != FLU_OK) {
    say(b, "cannot cut");
    b->failures++;
    return;
  }
  int32_t edge = ubrk_first(words);
  for (uint32_t i = 0; i < text.token_count; i++) {
    const flu_token *t = &text.tokens[i];
    b->edges += 2;
    while (edge != UBRK_DONE && (uint32_t)edge < t->start) edge = ubrk_next(words);
    if ((edge == UBRK_DONE || (uint32_t)edge != t->start) && !is_space_at(s, t->start))
      count_rule(b, i > 0 ? why_cut(s, t - 1, t, t->start) : RULE_UNEXPLAINED, s, len, t->start);
    while (edge != UBRK_DONE && (uint32_t)edge < t->end) {
      if ((uint32_t)edge > t->start) count_rule(b, why_joined(s, t, (uint32_t)edge), s, len, (uint32_t)edge);
      edge = ubrk_next(words);
    }
  }
  utext_close(u);
}

/* --- texts --- */

static FILE *open_xz(const char *path)
{
  char command[1200];
  if (strchr(path, '\'') != NULL || strlen(path) > 1000) return NULL;
  FILE *f = fopen(path, "rb");
  if (f == NULL) return NULL;
  fclose(f);
  snprintf(command, sizeof command, "xz -dc '%s'", path);
  return popen(command, "r");
}

static void compare_file(bench *b, const char *path, UBreakIterator *words)
{
  char line[65536];
  size_t read = 0;
  FILE *f = open_xz(path);
  if (f == NULL) return;
  while (read < MAX_BYTES && fgets(line, sizeof line, f) != NULL) {
    const size_t len = strcspn(line, "\n");
    read += len + 1;
    if (flu_utf8_valid(line, len) == len) compare_words(b, line, (uint32_t)len, words);
  }
  while (fgets(line, sizeof line, f) != NULL) continue;
  pclose(f);
  printf("# %s: %zu bytes\n", path, read);
}

static void check_words(bench *b, const char *shared)
{
  static const char *const names[] = { "administration", "encyclopedia", "fiction", "law", "literature", "manuals",
    "speech", "technical" };
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *words = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
  if (U_FAILURE(status)) {
    say(b, "ICU has no word iterator");
    b->failures++;
    return;
  }
  for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
    compare_words(b, sentences[i], (uint32_t)strlen(sentences[i]), words);
  for (size_t i = 0; shared != NULL && i < sizeof names / sizeof *names; i++) {
    char path[1024];
    snprintf(path, sizeof path, "%s/corpus/text/%s.txt.xz", shared, names[i]);
    compare_file(b, path, words);
  }
  ubrk_close(words);
  for (size_t i = 0; i < RULE_COUNT; i++)
    if (b->rules[i] > 0) printf("# %8lu  %s\n", b->rules[i], rule_names[i]);
  const double share = (double)b->rules[RULE_UNEXPLAINED] / (double)b->edges;
  printf("# %lu edges of tokens, %.4f %% of them differ without a reason\n", b->edges, share * 100);
  if (share > MAX_UNEXPLAINED) b->failures++;
  printf("%s 1 - word edges as ICU has them, or by a rule\n", share > MAX_UNEXPLAINED ? "not ok" : "ok");
}

/* --- sentences --- */

typedef struct joined {
  char *text;
  size_t len, cap;
  uint32_t *ends;
  size_t count, ends_cap;
} joined;

static bool add_sentence(joined *j, const char *s, size_t len)
{
  while (j->len + len + 2 > j->cap) {
    const size_t cap = j->cap * 2 + 65536;
    if (!(j->text = realloc(j->text, cap))) return false;
    j->cap = cap;
  }
  if (!flu_reserve(&flu_alloc_default, (void **)&j->ends, j->count, &j->ends_cap, sizeof *j->ends)) return false;
  if (j->len > 0) j->text[j->len++] = ' ';
  for (size_t i = 0; i < len; i++) j->text[j->len++] = s[i];
  j->ends[j->count++] = (uint32_t)j->len;
  return true;
}

static void read_treebank(joined *j, FILE *f)
{
  static const char mark[] = "# text = ";
  char line[65536];
  while (fgets(line, sizeof line, f) != NULL) {
    if (strncmp(line, mark, sizeof mark - 1) != 0) continue;
    size_t len = strcspn(line, "\n");
    while (len > 0 && line[len - 1] == ' ') len--;
    if (!add_sentence(j, line + sizeof mark - 1, len - (sizeof mark - 1))) return;
  }
}

static double f1_of(bench *b, const joined *j)
{
  flu_text text;
  size_t hits = 0, k = 0;
  flu_arena_reset(&b->arena);
  if (flu_text_cut(&text, j->text, (uint32_t)j->len, NULL, 0, &b->language, &b->arena, NULL, NULL) != FLU_OK) return 0;
  for (uint32_t i = 0; i < text.sentence_count; i++) {
    while (k < j->count && j->ends[k] < text.sentences[i].end) k++;
    if (k < j->count && j->ends[k] == text.sentences[i].end) hits++;
  }
  const double precision = (double)hits / text.sentence_count, recall = (double)hits / (double)j->count;
  printf("#   %zu sentences, %u found, precision %.4f, recall %.4f\n", j->count, text.sentence_count, precision, recall);
  return 2 * precision * recall / (precision + recall);
}

/* Written French; the treebanks of speech have sentences without capital or full stop. */
static void check_sentences(bench *b, const char *shared)
{
  static const char *const names[] = { "fr_gsd-ud-dev", "fr_pud-ud-test", "fr_fqb-ud-test" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char path[1024];
    snprintf(path, sizeof path, "%s/corpus/treebank/%s.conllu.xz", shared == NULL ? "" : shared, names[i]);
    FILE *f = shared == NULL ? NULL : open_xz(path);
    if (f == NULL) {
      printf("ok %zu - sentences of %s # SKIP not there\n", i + 2, names[i]);
      continue;
    }
    joined j = { 0 };
    read_treebank(&j, f);
    pclose(f);
    const double f1 = j.count == 0 ? 0 : f1_of(b, &j);
    if (f1 < MIN_F1) b->failures++;
    printf("%s %zu - sentences of %s: F1 %.2f %%\n", f1 < MIN_F1 ? "not ok" : "ok", i + 2, names[i], f1 * 100);
    free(j.text);
    flu_free(&flu_alloc_default, j.ends, j.ends_cap * sizeof *j.ends);
  }
}

/* --- the pack --- */

static bool known(void *ctx, const char *word, size_t len)
{
  uint32_t form;
  return flu_lexicon_match(ctx, word, len, &form, 1) > 0;
}

static unsigned char *read_pack(bench *b, const char *path)
{
  flu_pack pack;
  flu_error err;
  const unsigned char *section;
  FILE *f = fopen(path, "rb");
  if (f == NULL) return NULL;
  fseek(f, 0, SEEK_END);
  size_t size = (size_t)ftell(f);
  rewind(f);
  unsigned char *bytes = aligned_alloc(64, (size + 63) / 64 * 64);
  const bool read = bytes != NULL && fread(bytes, 1, size, f) == size;
  fclose(f);
  if (read && flu_pack_open(bytes, size, false, &pack, &err) == FLU_OK &&
      flu_pack_find(&pack, FLU_SECTION_LEXICON, FLU_LEXICON_VERSION, &section, &size, &err) == FLU_OK &&
      flu_lexicon_open(&b->lexicon, section, size, false, &flu_alloc_default, &err) == FLU_OK &&
      flu_pack_find(&pack, FLU_SECTION_LISTS, FLU_LISTS_VERSION, &section, &size, &err) == FLU_OK &&
      flu_lists_open(section, size, &b->lists, &err) == FLU_OK)
    return bytes;
  free(bytes);
  return NULL;
}

int main(int argc, char **argv)
{
  static bench b;
  unsigned char *pack = argc < 2 ? NULL : read_pack(&b, argv[1]);
  if (pack == NULL) {
    fputs("segmentation: cannot read the language pack\n", stderr);
    return 99;
  }
  flu_text_language_init(&b.language, &b.lists, known, &b.lexicon);
  flu_arena_init(&b.arena, &flu_alloc_default);
  puts("1..4");
  const char *shared = getenv("FLUIDE_SHARED");
  check_words(&b, shared);
  check_sentences(&b, shared);
  flu_arena_end(&b.arena);

  free(pack);
  return b.failures == 0 ? 0 : 1;
}
