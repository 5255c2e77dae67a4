/* One .regle file → rules. */
#include <string.h>

#include "compiler/hint.h"
#include "compiler/rules.h"
#include "correction/checker.h"

#define COUNT(a)           (sizeof(a) / sizeof *(a))
#define LEAST_EXAMPLES     2
#define MAX_EXAMPLES       1000u
#define MAX_CLAUSES        256u
#define MAX_SHARED         64u
#define DEFAULT_CONFIDENCE 90

typedef struct parser {
  flu_rule_set *set;
  flu_lexer lx;
  flu_rule_source *rule; /* the one being read; NULL before the first and after a broken `regle` line */
  const flu_source *file;
  flu_rule_clause shared[MAX_SHARED];   /* blocs of the file */
  size_t shared_count;
} parser;

typedef struct name_value {
  const char *name;
  uint8_t value;
} name_value;

static bool is(flu_lexeme word, const char *text)
{
  return word.len == strlen(text) && memcmp(word.ptr, text, word.len) == 0;
}

/* How much of a word a message repeats, cut at a code point. */
static int shown(flu_lexeme word)
{
  uint32_t len = word.len < 60 ? word.len : 60;
  while (len > 0 && ((unsigned char)word.ptr[len] & 0xC0) == 0x80) len--;
  return (int)len;
}

/* The hint is the nearest name, or all of them. */
static void refuse_unknown(parser *p, flu_lexeme word, const char *what, const char *const *known, size_t count)
{
  char hint[256];
  if (flu_did_you_mean(hint, sizeof hint, word.ptr, word.len, known, count) == NULL) {
    size_t len = (size_t)snprintf(hint, sizeof hint, "one of");
    for (size_t i = 0; i < count && len < sizeof hint; i++)
      len += (size_t)snprintf(hint + len, sizeof hint - len, "%s %s", i > 0 ? "," : "", known[i]);
  }
  flu_lex_refuse(&p->lx, word.offset, hint, "unknown %s '%.*s'", what, shown(word), word.ptr);
}

/* --- attributes of the `regle` line --- */

static const name_value categories[] = { { "orthographe", FLU_CATEGORY_SPELLING },
                                         { "typographie", FLU_CATEGORY_TYPOGRAPHY },
                                         { "grammaire", FLU_CATEGORY_GRAMMAR },
                                         { "style", FLU_CATEGORY_STYLE } };
static const name_value severities[] = { { "conseil", FLU_SEVERITY_HINT },
                                         { "avertissement", FLU_SEVERITY_WARNING },
                                         { "erreur", FLU_SEVERITY_ERROR } };
static const name_value answers[] = { { "oui", 1 }, { "non", 0 } };
static const name_value locales[] = {
  { "fr-FR", FLU_LOCALE_FR }, { "fr-BE", FLU_LOCALE_BE }, { "fr-CH", FLU_LOCALE_CH }, { "fr-CA", FLU_LOCALE_CA }
};

/* By category: an unknown word beats what is said about its surroundings. */
static const uint8_t default_priority[] = { 0, 160, 120, 140, 80 };

static bool look_up(parser *p, const name_value *table, size_t count, const char *what, uint8_t *value)
{
  const char *known[8];
  const flu_lexeme word = flu_lex_word(&p->lx);
  for (size_t i = 0; i < count; i++) {
    known[i] = table[i].name;
    if (!is(word, table[i].name)) continue;
    *value = table[i].value;
    return true;
  }
  if (word.len == 0)
    flu_lex_refuse(&p->lx, word.offset, NULL, "the %s is missing", what);
  else
    refuse_unknown(p, word, what, known, count);
  return false;
}

static bool number(parser *p, const char *what, unsigned max, uint8_t *value)
{
  const flu_lexeme word = flu_lex_word(&p->lx);
  unsigned n = 0;
  bool good = word.len > 0 && word.len <= 3;
  for (uint32_t i = 0; good && i < word.len; i++) {
    good = word.ptr[i] >= '0' && word.ptr[i] <= '9';
    n = n * 10 + (unsigned)(word.ptr[i] - '0');
  }
  if (!good || n > max) {
    flu_lex_refuse(&p->lx, word.offset, NULL, "the %s is a number from 0 to %u", what, max);
    return false;
  }
  *value = (uint8_t)n;
  return true;
}

static bool read_locales(parser *p, uint8_t *mask)
{
  do {
    uint8_t bit = 0;
    if (!look_up(p, locales, COUNT(locales), "locale", &bit)) return false;
    if ((*mask & bit) != 0) {
      flu_lex_refuse(&p->lx, p->lx.at - 5, NULL, "the same locale twice");
      return false;
    }
    *mask |= bit;
  } while (!flu_lex_at_end(&p->lx) && p->lx.end - p->lx.at >= 3 && memcmp(p->lx.src->text + p->lx.at, "fr-", 3) == 0);
  return true;
}

enum attribute { CATEGORIE, NIVEAU, CONFIANCE, DEFAUT, LOCALE, PRIORITE, ATTRIBUTES };
static const char *const attribute_names[ATTRIBUTES] = { "categorie", "niveau", "confiance",
                                                         "defaut",    "locale", "priorite" };

static bool read_attribute(parser *p, flu_rule_source *r, unsigned *seen)
{
  const flu_lexeme word = flu_lex_word(&p->lx);
  unsigned which = 0;
  while (which < ATTRIBUTES && !is(word, attribute_names[which])) which++;
  if (which == ATTRIBUTES) {
    refuse_unknown(p, word, "attribute", attribute_names, ATTRIBUTES);
    return false;
  }
  if ((*seen & 1u << which) != 0) {
    flu_lex_refuse(&p->lx, word.offset, NULL, "'%s' is given twice", word.ptr);
    return false;
  }
  *seen |= 1u << which;
  switch ((enum attribute)which) {
  case CATEGORIE: return look_up(p, categories, COUNT(categories), "category", &r->category);
  case NIVEAU: return look_up(p, severities, COUNT(severities), "level", &r->severity);
  case CONFIANCE: return number(p, "confidence", 100, &r->confidence);
  case DEFAUT: return look_up(p, answers, COUNT(answers), "answer", &r->enabled);
  case LOCALE: return read_locales(p, &r->locales);
  case PRIORITE: return number(p, "priority", 255, &r->priority);
  case ATTRIBUTES: break;
  }
  return false;
}

/* --- the `regle` line --- */

static bool id_is_good(flu_lexeme id)
{
  bool dot = false;
  if (id.len == 0 || id.len > 64) return false;
  for (uint32_t i = 0; i < id.len; i++) {
    const char c = id.ptr[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool edge = i == 0 || i + 1 == id.len || id.ptr[i - 1] == '.' || id.ptr[i + 1] == '.';
    if (letter) continue;
    if (edge || !(c == '.' || (c == '-' && dot))) return false;
    dot = dot || c == '.';
  }
  return dot;
}

/* `bloc NAME = …` */
static bool read_bloc_name(parser *p, flu_rule_clause *c)
{
  c->name = flu_lex_word(&p->lx);
  bool good = c->name.len > 0 && c->name.ptr[0] >= 'A' && c->name.ptr[0] <= 'Z';
  for (uint32_t i = 0; good && i < c->name.len; i++)
    good = (c->name.ptr[i] >= 'A' && c->name.ptr[i] <= 'Z') || (c->name.ptr[i] >= '0' && c->name.ptr[i] <= '9') ||
           c->name.ptr[i] == '_';
  if (good && flu_lex_accept(&p->lx, "=")) return true;
  flu_lex_refuse(&p->lx, c->name.offset, "bloc NAME = …, the name in capitals", "bad bloc");
  return false;
}

/* A bloc at the left edge is there for all rules of the file. */
static void keep_shared(parser *p)
{
  flu_rule_clause c = { .kind = FLU_CLAUSE_BLOC };
  if (!read_bloc_name(p, &c)) return;
  if (p->shared_count == MAX_SHARED || flu_lex_at_end(&p->lx)) {
    flu_lex_refuse(&p->lx, c.name.offset, NULL,
                   p->shared_count == MAX_SHARED ? "too many blocs of a file" : "`bloc` is empty");
    return;
  }
  c.start = p->lx.at;
  c.end = p->lx.end;
  p->shared[p->shared_count++] = c;
  p->lx.at = p->lx.end;
}

static void read_rule_line(parser *p)
{
  flu_rule_set *set = p->set;
  const flu_lexeme keyword = flu_lex_word(&p->lx);
  p->rule = NULL;
  if (is(keyword, "bloc")) {
    keep_shared(p);
    return;
  }
  if (!is(keyword, "regle")) {
    static const char *const known[] = { "regle", "bloc" };
    char hint[64];
    const char *near = flu_did_you_mean(hint, sizeof hint, keyword.ptr, keyword.len, known, 2);
    flu_lex_refuse(&p->lx, keyword.offset, near != NULL ? near : "clauses are indented below the line of their rule",
                   "'regle' is expected at the left edge");
    return;
  }
  if (!flu_reserve(&flu_alloc_default, (void **)&set->rules, set->count, &set->cap, sizeof *set->rules)) {
    p->lx.no_memory = true;
    return;
  }
  flu_rule_source *r = &set->rules[set->count++];
  *r = (flu_rule_source){ .file = p->file, .confidence = DEFAULT_CONFIDENCE, .enabled = 1, .native = FLU_NATIVE_COUNT };
  p->rule = r;
  r->id = flu_lex_word(&p->lx);
  if (!id_is_good(r->id)) {
    static const char hint[] = "an id is made of a-z, 0-9, dots and hyphens: typo.espaces-multiples";
    if (r->id.len == 0)
      flu_lex_refuse(&p->lx, r->id.offset, hint, "the id of the rule is missing");
    else
      flu_lex_refuse(&p->lx, r->id.offset, hint, "bad id '%.*s'", shown(r->id), r->id.ptr);
    return;
  }
  unsigned seen = 0;
  while (!flu_lex_at_end(&p->lx))
    if (!read_attribute(p, r, &seen)) return;
  for (unsigned i = CATEGORIE; i <= NIVEAU; i++)
    if ((seen & 1u << i) == 0)
      flu_lex_refuse(&p->lx, r->id.offset, NULL, "rule '%s' has no `%s`", r->id.ptr, attribute_names[i]);
  if ((seen & 1u << PRIORITE) == 0) r->priority = default_priority[r->category];
}

/* --- clauses --- */

static void read_native(parser *p, flu_lexeme keyword)
{
  flu_rule_source *r = p->rule;
  if (!flu_lex_at_end(&p->lx)) {
    flu_lex_refuse(&p->lx, p->lx.at, NULL, "`natif` stands alone");
    return;
  }
  if (r->has_native) {
    flu_lex_refuse(&p->lx, keyword.offset, NULL, "a second `natif`");
    return;
  }
  r->has_native = true;
  for (uint32_t i = 0; i < FLU_NATIVE_COUNT; i++)
    if (is(r->id, flu_native_ids[i])) r->native = i;
  if (r->native < FLU_NATIVE_COUNT || !id_is_good(r->id)) return;
  char hint[128];
  flu_lex_refuse(&p->lx, r->id.offset,
                 flu_did_you_mean(hint, sizeof hint, r->id.ptr, r->id.len, flu_native_ids, FLU_NATIVE_COUNT),
                 "no check written in C is named '%s'", r->id.ptr);
}

static void read_text(parser *p, flu_lexeme keyword, flu_lexeme *text)
{
  if (text->ptr != NULL) {
    flu_lex_refuse(&p->lx, keyword.offset, "lines indented deeper go on with a text", "a second `%s`", keyword.ptr);
    return;
  }
  if (!flu_lex_text(&p->lx, text)) return;
  if (text->len == 0) flu_lex_refuse(&p->lx, keyword.offset, NULL, "`%s` is empty", keyword.ptr);
}

/* A replacement is a string, or one word without quotation marks. */
static bool read_replacement(parser *p, flu_example_source *e)
{
  flu_lexeme text;
  if (!flu_lex_at_end(&p->lx) && p->lx.src->text[p->lx.at] == '"') {
    flu_marked string;
    if (!flu_lex_string(&p->lx, false, &string)) return false;
    text = string.text;
  } else {
    text = flu_lex_word(&p->lx);
    if (text.len == 0) {
      flu_lex_refuse(&p->lx, text.offset, NULL, "the replacement is missing");
      return false;
    }
  }
  const flu_marked *m = &e->marked;
  if (text.len == m->end - m->start && memcmp(text.ptr, m->text.ptr + m->start, text.len) == 0) {
    flu_lex_refuse(&p->lx, text.offset, NULL, "the replacement changes nothing");
    return false;
  }
  for (size_t i = 0; i < e->replacement_count; i++) {
    if (!is(e->replacements[i], text.ptr)) continue;
    flu_lex_refuse(&p->lx, text.offset, NULL, "the same replacement twice");
    return false;
  }
  if (!flu_reserve(&flu_alloc_default, (void **)&e->replacements, e->replacement_count, &e->replacement_cap,
                   sizeof *e->replacements)) {
    p->lx.no_memory = true;
    return false;
  }
  e->replacements[e->replacement_count++] = text;
  return true;
}

/* What stands before the text: `fr-CA` for an example of that locale, `classique` or `1990` for one of that
 * spelling. */
static bool read_circumstances(parser *p, flu_example_source *e)
{
  static const char *const known[] = { "fr-FR", "fr-BE", "fr-CH", "fr-CA", "classique", "1990" };
  while (!flu_lex_at_end(&p->lx) && p->lx.src->text[p->lx.at] != '"') {
    const flu_lexeme word = flu_lex_word(&p->lx);
    size_t which = 0;
    while (which < COUNT(known) && !is(word, known[which])) which++;
    if (which == COUNT(known)) {
      flu_lex_refuse(&p->lx, word.offset, "strings stand between \"straight quotation marks\"",
                     "a string is expected here");
      return false;
    }
    if ((which < 4 ? e->locale : e->spelling) != 0) {
      flu_lex_refuse(&p->lx, word.offset, NULL, "an example is of one locale and one spelling");
      return false;
    }
    if (which < 4)
      e->locale = locales[which].value;
    else
      e->spelling = (uint8_t)(which - 3);
  }
  return true;
}

static bool is_repeated(const flu_rule_source *r, const flu_example_source *e)
{
  for (size_t i = 0; i < r->example_count; i++) {
    const flu_example_source *x = &r->examples[i];
    if (is(e->marked.text, x->marked.text.ptr) && x->marked.start == e->marked.start && x->wrong == e->wrong &&
        x->locale == e->locale && x->spelling == e->spelling)
      return true;
  }
  return false;
}

static bool read_example(parser *p, bool wrong)
{
  flu_rule_source *r = p->rule;
  flu_example_source example = { .wrong = wrong };
  if (!read_circumstances(p, &example) || !flu_lex_string(&p->lx, wrong, &example.marked)) return false;
  const flu_marked marked = example.marked;
  if (wrong && marked.marks == 0) {
    flu_lex_refuse(&p->lx, marked.text.offset, "mark it [like this]; [] is a place where something is missing",
                   "the mistake is not marked");
    return false;
  }
  if (r->example_count == MAX_EXAMPLES) {
    flu_lex_refuse(&p->lx, marked.text.offset, NULL, "more than %u examples", MAX_EXAMPLES);
    return false;
  }
  if (is_repeated(r, &example)) {
    flu_lex_refuse(&p->lx, marked.text.offset, NULL, "the same example twice");
    return false;
  }
  if (!flu_reserve(&flu_alloc_default, (void **)&r->examples, r->example_count, &r->example_cap, sizeof *r->examples)) {
    p->lx.no_memory = true;
    return false;
  }
  flu_example_source *e = &r->examples[r->example_count++];
  *e = example;
  if (!wrong || !flu_lex_accept(&p->lx, "->")) return true;
  do
    if (!read_replacement(p, e)) return false;
  while (flu_lex_accept(&p->lx, "|"));
  return true;
}

/* Several examples may share a line. */
static void read_examples(parser *p, flu_lexeme keyword)
{
  while (read_example(p, is(keyword, "faute")) && !flu_lex_at_end(&p->lx)) {
    keyword = flu_lex_word(&p->lx);
    if (is(keyword, "faute") || is(keyword, "juste")) continue;
    flu_lex_refuse(&p->lx, keyword.offset, "an example is `faute \"… [mistake] …\" -> \"fix\"` or `juste \"…\"`",
                   "unexpected text behind the example");
    return;
  }
}

static const char *const clause_names[] = { "bloc", "cherche", "sauf", "si", "corrige" };

/* Behind the clauses of the rule, whose own blocs win. */
static void take_shared(parser *p)
{
  flu_rule_source *r = p->rule;
  for (size_t i = 0; i < p->shared_count; i++) {
    if (!flu_reserve(&flu_alloc_default, (void **)&r->clauses, r->clause_count, &r->clause_cap, sizeof *r->clauses)) {
      p->lx.no_memory = true;
      return;
    }
    r->clauses[r->clause_count++] = p->shared[i];
  }
}

/* The clauses of a pattern are kept for rules_program.c. */
static bool keep_clause(parser *p, flu_lexeme keyword)
{
  flu_rule_source *r = p->rule;
  size_t kind = 0;
  while (kind < COUNT(clause_names) && !is(keyword, clause_names[kind])) kind++;
  if (kind == COUNT(clause_names)) return false;
  flu_rule_clause c = { .kind = (enum flu_clause_kind)kind };
  if (c.kind == FLU_CLAUSE_BLOC && !read_bloc_name(p, &c)) return true;
  if (flu_lex_at_end(&p->lx)) {
    flu_lex_refuse(&p->lx, keyword.offset, NULL, "`%s` is empty", keyword.ptr);
    return true;
  }
  if (r->clause_count == MAX_CLAUSES) {
    flu_lex_refuse(&p->lx, keyword.offset, "write a second rule", "more than %u clauses", MAX_CLAUSES);
    return true;
  }
  c.start = p->lx.at;
  c.end = p->lx.end;
  if (!flu_reserve(&flu_alloc_default, (void **)&r->clauses, r->clause_count, &r->clause_cap, sizeof c)) {
    p->lx.no_memory = true;
    return true;
  }
  r->clauses[r->clause_count++] = c;
  r->has_pattern = r->has_pattern || c.kind == FLU_CLAUSE_CHERCHE;
  p->lx.at = p->lx.end;
  return true;
}

static void read_clause(parser *p)
{
  static const char *const known[] = { "natif",    "titre", "dit",  "pourquoi", "source", "faute",
                                       "juste",    "bloc",  "cherche", "sauf",  "si",     "corrige" };
  flu_rule_source *r = p->rule;
  const flu_lexeme keyword = flu_lex_word(&p->lx);
  if (r == NULL) {
    if (!p->lx.bad)
      flu_lex_refuse(&p->lx, keyword.offset, "a file begins with `regle ID …`", "clause outside of a rule");
    p->lx.at = p->lx.end;
  } else if (is(keyword, "natif")) {
    read_native(p, keyword);
  } else if (is(keyword, "titre")) {
    read_text(p, keyword, &r->title);
  } else if (is(keyword, "dit")) {
    read_text(p, keyword, &r->message);
  } else if (is(keyword, "pourquoi")) {
    read_text(p, keyword, &r->explanation);
  } else if (is(keyword, "source")) {
    read_text(p, keyword, &r->reference);
  } else if (is(keyword, "faute") || is(keyword, "juste")) {
    read_examples(p, keyword);
  } else if (!keep_clause(p, keyword)) {
    refuse_unknown(p, keyword, "clause", known, COUNT(known));
  }
}

/* --- the whole --- */

/* $0 is the text of the span, $1 the first suggestion; checks written in C give $2 … $9, patterns the words they name
 * (rules_program.c). A $ before anything else is itself. */
static void check_message(parser *p, const flu_rule_source *r)
{
  const flu_lexeme m = r->message;
  for (uint32_t i = 0; i + 1 < m.len; i++) {
    const unsigned char c = (unsigned char)m.ptr[i + 1];
    const bool digit = c >= '2' && c <= '9', letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (m.ptr[i] != '$' || (digit && r->has_native) || (letter && r->has_pattern) || (!digit && !letter)) continue;
    flu_lex_refuse(&p->lx, m.offset, "$0 is the text found, $1 the first suggestion, $n the word named n",
                   "unknown argument '$%c'", c);
    return;
  }
}

static void refuse_missing(parser *p, const flu_rule_source *r)
{
  const struct {
    const char *name;
    bool there;
  } clauses[] = { { "natif", r->has_native || r->clause_count > 0 },
                  { "titre", r->title.ptr != NULL },
                  { "dit", r->message.ptr != NULL },
                  { "pourquoi", r->explanation.ptr != NULL } };
  for (size_t i = 0; i < COUNT(clauses); i++)
    if (!clauses[i].there)
      flu_lex_refuse(&p->lx, r->id.offset, NULL, "rule '%s' has no `%s`", r->id.ptr, clauses[i].name);
  if (r->message.ptr != NULL) check_message(p, r);
  if (!r->has_pattern && r->clause_count > 0)
    flu_lex_refuse(&p->lx, r->id.offset, NULL, "rule '%s' has no `cherche`", r->id.ptr);
  if (r->has_pattern && r->has_native)
    flu_lex_refuse(&p->lx, r->id.offset, NULL, "rule '%s' has `natif` and `cherche`", r->id.ptr);
  unsigned wrong = 0, right = 0;
  for (size_t i = 0; i < r->example_count; i++) *(r->examples[i].wrong ? &wrong : &right) += 1;
  if (wrong < LEAST_EXAMPLES || right < LEAST_EXAMPLES)
    flu_lex_refuse(&p->lx, r->id.offset, "two mistakes that it finds, two right sentences that it leaves alone",
                   "rule '%s' has %u `faute` and %u `juste`", r->id.ptr, wrong, right);
}

static void finish_rule(parser *p)
{
  if (p->rule == NULL || p->lx.bad) return;
  refuse_missing(p, p->rule);
  take_shared(p);
}

int flu_rules_parse(flu_rule_set *set, const flu_source *file)
{
  parser p = { .set = set, .file = file };
  flu_lex_begin(&p.lx, set->diag, file, &set->arena);
  const size_t first = set->count;
  bool broken = false; /* the rule being read has errors: what it lacks may be what was refused */
  while (!p.lx.no_memory && flu_lex_clause(&p.lx)) {
    if (p.lx.indent == 0) {
      const size_t at = p.lx.at; /* of the line of the next rule, which what is said of this one must not skip */
      finish_rule(&p);
      p.lx.at = at;
      broken = broken || p.lx.bad;
      p.lx.bad = false;
      read_rule_line(&p);
    } else {
      read_clause(&p);
    }
  }
  finish_rule(&p);
  set->bad = set->bad || broken || p.lx.bad;
  if (p.lx.no_memory) return FLU_E_NOMEM;
  return set->count - first <= FLU_MAX_RULES ? FLU_OK : FLU_E_LIMIT;
}
