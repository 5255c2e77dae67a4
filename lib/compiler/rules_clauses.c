/* `si` → conditions; `corrige` → fixes. */
#include <string.h>

#include "compiler/hint.h"
#include "compiler/rules_program.h"
#include "text/text.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define MARGIN   40   /* of the tagger where a rule does not say, in tens */

static bool same(flu_lexeme word, const char *text)
{
  return word.len == strlen(text) && memcmp(word.ptr, text, word.len) == 0;
}

static void refuse_unknown(flu_rule_names *r, flu_lexeme word, const char *what, const char *const *known, size_t count)
{
  char hint[300];
  if (flu_did_you_mean(hint, sizeof hint, word.ptr, word.len, known, count) == NULL) {
    size_t len = (size_t)snprintf(hint, sizeof hint, "one of");
    for (size_t i = 0; i < count && len < sizeof hint; i++)
      len += (size_t)snprintf(hint + len, sizeof hint - len, " %s", known[i]);
  }
  flu_lex_refuse(&r->lx, word.offset, hint, "unknown %s '%.*s'", what, (int)(word.len < 40 ? word.len : 40), word.ptr);
}

static bool expect(flu_rule_names *r, const char *text)
{
  if (flu_lex_accept(&r->lx, text)) return true;
  if (!r->lx.bad) flu_lex_refuse(&r->lx, r->lx.at, NULL, "'%s' is expected here", text);
  return false;
}

static bool read_slot(flu_rule_names *r, uint8_t *slot)
{
  const flu_lexeme name = flu_read_name(&r->lx);
  *slot = flu_slot_of(r, name);
  if (name.len > 0 && *slot != FLU_NO_SLOT) {
    r->used |= 1u << *slot;
    return true;
  }
  flu_lex_refuse(&r->lx, name.offset, "bind it in the pattern: @N=n", "no word is named '%.*s'",
                 (int)(name.len < 40 ? name.len : 40), name.ptr);
  return false;
}

/* A word of a condition: a parenthesis that closes does not belong to it. */
static flu_lexeme read_word(flu_rule_names *r)
{
  flu_lexeme word = flu_lex_word(&r->lx);
  while (word.len > 0 && word.ptr[word.len - 1] == ')') {
    word.len--;
    r->lx.at--;
  }
  return word;
}

/* --- conditions --- */

static const char *const features[] = { "genre", "nombre", "personne", "accord" };
static const char *const functions[] = { "genre",   "nombre",    "personne",  "accord",    "lemme", "mot",  "connu",
                                         "inconnu", "majuscule", "minuscule", "capitales", "debut", "cite", "separe", "voulu", "sur" };

static const struct {
  const char *name;
  uint8_t feature, value;
} values[] = {
  { "masculin", FLU_FEATURE_GENDER, FLU_MASC },  { "feminin", FLU_FEATURE_GENDER, FLU_FEM },
  { "singulier", FLU_FEATURE_NUMBER, FLU_SING }, { "pluriel", FLU_FEATURE_NUMBER, FLU_PLUR },
  { "1s", FLU_FEATURE_PERSON, FLU_1SG },         { "2s", FLU_FEATURE_PERSON, FLU_2SG },
  { "3s", FLU_FEATURE_PERSON, FLU_3SG },         { "1p", FLU_FEATURE_PERSON, FLU_1PL },
  { "2p", FLU_FEATURE_PERSON, FLU_2PL },         { "3p", FLU_FEATURE_PERSON, FLU_3PL },
};

static void add(flu_rule_names *r, flu_prog_condition c)
{
  flu_buffer_add(&r->b->arrays[FLU_PROG_CONDITIONS], &c, sizeof c);
}

static bool read_value(flu_rule_names *r, flu_lexeme name, uint8_t feature, uint8_t *value)
{
  const char *known[COUNT(values)];
  size_t count = 0;
  for (size_t i = 0; i < COUNT(values); i++) {
    if (values[i].feature != feature) continue;
    known[count++] = values[i].name;
    if (!same(name, values[i].name)) continue;
    *value = values[i].value;
    return true;
  }
  refuse_unknown(r, name, "value", known, count);
  return false;
}

/* genre(a) contredit genre(b), genre(a) = genre(b), genre(a) = feminin, and with != */
static bool read_feature_test(flu_rule_names *r, flu_lexeme function, uint8_t feature, uint8_t slot)
{
  flu_prog_condition c = { .op = FLU_IF_SAME, .a = slot, .feature = feature };
  bool negated = false;
  if (flu_lex_accept(&r->lx, "contredit")) {
    c.op = FLU_IF_CLASH;
  } else {
    negated = flu_lex_accept(&r->lx, "!=");
    if (!negated && !expect(r, "=")) return false;
  }
  const flu_lexeme other = flu_read_name(&r->lx);
  if (other.len == function.len && memcmp(other.ptr, function.ptr, other.len) == 0) {
    if (!expect(r, "(") || !read_slot(r, &c.b) || !expect(r, ")")) return false;
  } else if (c.op == FLU_IF_CLASH) {
    flu_lex_refuse(&r->lx, other.offset, "genre(d) contredit genre(n)", "the same feature of another word is expected");
    return false;
  } else {
    c.op = FLU_IF_IS;
    if (!read_value(r, other, feature, &c.b)) return false;
  }
  if (feature == FLU_FEATURE_ACCORD && c.op != FLU_IF_CLASH) {
    flu_lex_refuse(&r->lx, function.offset, "accord(d) contredit accord(n)", "`accord` only knows `contredit`");
    return false;
  }
  add(r, c);
  if (negated) add(r, (flu_prog_condition){ .op = FLU_IF_NOT });
  return true;
}

/* lemme(a) dans $LIST, mot(a) hors $LIST, lemme(a) = word */
static bool read_membership(flu_rule_names *r, bool lemma, uint8_t slot)
{
  flu_prog_condition c = { .op = FLU_IF_IN, .a = slot };
  bool outside = false;
  if (flu_lex_accept(&r->lx, "!=") || flu_lex_accept(&r->lx, "=")) {
    outside = r->lx.src->text[r->lx.at - 2] == '!';
    const flu_lexeme word = read_word(r);
    c.value = lemma ? flu_set_of_lemma(r, word) : flu_set_of_word(r, word);
  } else {
    outside = flu_lex_accept(&r->lx, "hors");
    if (!outside && !expect(r, "dans")) return false;
    if (!expect(r, "$")) return false;
    c.value = flu_set_of_list(r, flu_read_name(&r->lx), lemma);
  }
  if (c.value == UINT32_MAX) return false;
  add(r, c);
  if (outside) add(r, (flu_prog_condition){ .op = FLU_IF_NOT });
  return true;
}

/* voulu(w), voulu(w, 600), voulu(w) = peut-être, sur(w, 600): the margin is that of the tagger. */
static bool read_margin(flu_rule_names *r, bool meant, uint8_t slot)
{
  flu_prog_condition c = { .op = meant ? FLU_IF_MEANT : FLU_IF_SURE, .a = slot, .b = MARGIN, .value = FLU_NO_TEXT };
  if (flu_lex_accept(&r->lx, ",")) {
    const flu_lexeme name = flu_read_name(&r->lx);
    unsigned margin = 0;
    bool good = name.len > 0 && name.len <= 4;
    for (uint32_t i = 0; good && i < name.len; i++) {
      good = name.ptr[i] >= '0' && name.ptr[i] <= '9';
      margin = margin * 10 + (unsigned)(name.ptr[i] - '0');
    }
    if (!good || margin > UINT8_MAX * 10) {
      flu_lex_refuse(&r->lx, name.offset, "voulu(w, 600)", "a margin is a number from 0 to %d", UINT8_MAX * 10);
      return false;
    }
    c.b = (uint8_t)(margin / 10);
  }
  if (!expect(r, ")")) return false;
  const bool other = meant && flu_lex_accept(&r->lx, "!=");
  if (other || (meant && flu_lex_accept(&r->lx, "="))) {
    flu_marked quoted;
    flu_lex_at_end(&r->lx);
    const bool quotes = r->lx.at < r->lx.end && r->lx.src->text[r->lx.at] == '"';
    if (quotes && !flu_lex_string(&r->lx, false, &quoted)) return false;
    const flu_lexeme word = quotes ? quoted.text : read_word(r);
    c.value = flu_program_text(r->b, word.ptr, word.len);
  }
  add(r, c);
  if (other) add(r, (flu_prog_condition){ .op = FLU_IF_NOT });
  return true;
}

static bool read_test(flu_rule_names *r)
{
  const flu_lexeme name = flu_read_name(&r->lx);
  uint8_t slot = 0;
  size_t which = 0;
  while (which < COUNT(functions) && !same(name, functions[which])) which++;
  if (which == COUNT(functions)) {
    refuse_unknown(r, name, "condition", functions, COUNT(functions));
    return false;
  }
  if (!expect(r, "(") || !read_slot(r, &slot)) return false;
  if (which >= 14) return read_margin(r, which == 14, slot);
  if (!expect(r, ")")) return false;
  if (which < COUNT(features)) return read_feature_test(r, name, (uint8_t)which, slot);
  if (which < 6) return read_membership(r, which == 4, slot);
  flu_prog_condition c = { .op = FLU_IF_KNOWN, .a = slot };
  if (which == 8) c.b = 1u << FLU_CASE_TITLE | 1u << FLU_CASE_UPPER | 1u << FLU_CASE_MIXED;
  if (which == 9) c.b = 1u << FLU_CASE_LOWER;
  if (which == 10) c.b = 1u << FLU_CASE_UPPER;
  if (which >= 8 && which <= 10) c.op = FLU_IF_CASE;
  if (which == 11) c.op = FLU_IF_FIRST;
  if (which == 12) c.op = FLU_IF_QUOTED;
  if (which == 13) c.op = FLU_IF_SPACED;
  add(r, c);
  if (which == 7) add(r, (flu_prog_condition){ .op = FLU_IF_NOT });
  return true;
}

/* A keyword, and only as a whole word. */
static bool accept_word(flu_rule_names *r, const char *word)
{
  flu_lex_at_end(&r->lx);
  const size_t before = r->lx.at;
  if (same(flu_read_name(&r->lx), word)) return true;
  r->lx.at = before;
  return false;
}

static bool read_either(flu_rule_names *r);

static bool read_unary(flu_rule_names *r)
{
  bool negated = false;
  while (accept_word(r, "non")) negated = !negated;
  bool good;
  if (!flu_lex_accept(&r->lx, "(")) {
    good = read_test(r);
  } else if (++r->depth > 8) {
    flu_lex_refuse(&r->lx, r->lx.at, NULL, "parentheses nested too deeply");
    good = false;
  } else {
    good = read_either(r) && expect(r, ")");
    r->depth--;
  }
  if (good && negated) add(r, (flu_prog_condition){ .op = FLU_IF_NOT });
  return good;
}

static bool read_both(flu_rule_names *r)
{
  if (!read_unary(r)) return false;
  while (accept_word(r, "et")) {
    if (!read_unary(r)) return false;
    add(r, (flu_prog_condition){ .op = FLU_IF_AND });
  }
  return true;
}

static bool read_either(flu_rule_names *r)
{
  if (!read_both(r)) return false;
  while (accept_word(r, "ou")) {
    if (!read_both(r)) return false;
    add(r, (flu_prog_condition){ .op = FLU_IF_OR });
  }
  return true;
}

bool flu_read_condition(flu_rule_names *r, const flu_rule_clause *clause)
{
  r->lx.at = clause->start;
  r->lx.end = clause->end;
  r->lx.bad = false;
  r->depth = 0;
  if (!read_either(r)) return false;
  if (flu_lex_at_end(&r->lx)) return true;
  flu_lex_refuse(&r->lx, r->lx.at, "conditions are joined by `et` or `ou`", "the condition ended before this");
  return false;
}

/* --- fixes --- */

static bool read_argument(flu_rule_names *r, flu_prog_part *part)
{
  const flu_lexeme name = flu_read_name(&r->lx);
  for (uint8_t i = 0; i < 3; i++) {
    if (!same(name, features[i])) continue;
    uint8_t *of[] = { &part->gender_of, &part->number_of, &part->person_of };
    return expect(r, "(") && read_slot(r, of[i]) && expect(r, ")");
  }
  for (size_t i = 0; i < COUNT(values); i++) {
    if (!same(name, values[i].name)) continue;
    uint8_t *of[] = { &part->gender, &part->number, &part->person };
    *of[values[i].feature] = values[i].value;
    return true;
  }
  if (flu_read_mood(name, &part->mood)) return true;
  flu_lex_refuse(&r->lx, name.offset, "nombre(d), genre(d), personne(s), pluriel, feminin, 3p, inf, ppas, ipres …",
                 "unknown argument '%.*s'", (int)(name.len < 40 ? name.len : 40), name.ptr);
  return false;
}

/* The lemma of comme(v, lemma). */
static bool read_model(flu_rule_names *r, flu_prog_part *part)
{
  static const flu_wanted all = { 0 };
  flu_inflection found;
  const char *s = r->lx.src->text;
  if (!expect(r, ",")) return false;
  flu_lex_at_end(&r->lx);
  const size_t start = r->lx.at;
  while (r->lx.at < r->lx.end && strchr(" \t\r\n|$\"(),", s[r->lx.at]) == NULL) r->lx.at++;
  const size_t len = r->lx.at - start;
  if (len == 0 || len > FLU_MAX_FORM_BYTES || flu_lexicon_inflect(&r->b->lexicon, s + start, len, &all, &found, 1) == 0) {
    flu_lex_refuse(&r->lx, start, "comme(v, toucher): what a dictionary lists", "unknown lemma '%.*s'",
                   (int)(len < 60 ? len : 60), s + start);
    return false;
  }
  part->text = flu_program_text(r->b, s + start, len);
  part->len = (uint16_t)len;
  return true;
}

/* accorde(n, nombre(d)), conjugue(v, ipres, 3p), lemme(v), voulu(w), comme(v, toucher), minuscule(n) */
static bool read_function(flu_rule_names *r, flu_lexeme name, flu_prog_part *part)
{
  static const char *const known[] = { "accorde", "conjugue", "lemme", "voulu", "comme", "minuscule", "majuscule" };
  static const uint8_t kinds[] = { FLU_PART_INFLECT, FLU_PART_INFLECT, FLU_PART_LEMMA, FLU_PART_MEANT,
                                   FLU_PART_LIKE,    FLU_PART_SMALL,   FLU_PART_CAPITAL };
  size_t which = 0;
  while (which < COUNT(known) && !same(name, known[which])) which++;
  if (which == COUNT(known)) {
    refuse_unknown(r, name, "function", known, COUNT(known));
    return false;
  }
  const bool inflects = which < 2;
  part->kind = kinds[which];
  if (!expect(r, "(") || !read_slot(r, &part->slot)) return false;
  if (part->kind == FLU_PART_LIKE && !read_model(r, part)) return false;
  unsigned count = 0;
  for (; (inflects || part->kind == FLU_PART_LIKE) && flu_lex_accept(&r->lx, ","); count++)
    if (!read_argument(r, part)) return false;
  if (inflects && count == 0) {
    flu_lex_refuse(&r->lx, name.offset, "accorde(n, nombre(d))", "`%.*s` does not say how", (int)name.len, name.ptr);
    return false;
  }
  return expect(r, ")");
}

static bool read_part(flu_rule_names *r, flu_prog_part *part)
{
  *part = (flu_prog_part){ .gender_of = FLU_NO_SLOT, .number_of = FLU_NO_SLOT, .person_of = FLU_NO_SLOT };
  const char *s = r->lx.src->text;
  flu_lexeme text;
  if (s[r->lx.at] == '"') {
    flu_marked string;
    if (!flu_lex_string(&r->lx, false, &string)) return false;
    text = string.text;
  } else if (s[r->lx.at] == '$') {
    r->lx.at++;
    part->kind = FLU_PART_SLOT;
    return read_slot(r, &part->slot);
  } else {
    const size_t start = r->lx.at;
    const flu_lexeme name = flu_read_name(&r->lx);
    if (name.len > 0 && r->lx.at < r->lx.end && s[r->lx.at] == '(') return read_function(r, name, part);
    r->lx.at = start;
    while (r->lx.at < r->lx.end && strchr(" \t\r\n|$\"", s[r->lx.at]) == NULL) r->lx.at++;
    text = (flu_lexeme){ s + start, (uint32_t)(r->lx.at - start), start };
  }
  if (text.len > 200) {
    flu_lex_refuse(&r->lx, text.offset, NULL, "text longer than 200 bytes");
    return false;
  }
  part->text = flu_program_text(r->b, text.ptr, text.len);
  part->len = (uint16_t)text.len;
  return true;
}

static bool read_fix(flu_rule_names *r)
{
  flu_buffer *parts = &r->b->arrays[FLU_PROG_PARTS];
  flu_prog_fix fix = { (uint32_t)(parts->len / sizeof(flu_prog_part)), 0 };
  const size_t start = r->lx.at;
  if (!accept_word(r, "supprime")) {
    while (!flu_lex_at_end(&r->lx) && r->lx.src->text[r->lx.at] != '|') {
      flu_prog_part part;
      if (!read_part(r, &part)) return false;
      flu_buffer_add(parts, &part, sizeof part);
      fix.count++;
    }
    if (fix.count == 0) {
      flu_lex_refuse(&r->lx, start, "write `supprime` to delete the span", "the fix is empty");
      return false;
    }
  }
  flu_buffer_add(&r->b->arrays[FLU_PROG_FIXES], &fix, sizeof fix);
  return true;
}

bool flu_read_fixes(flu_rule_names *r, const flu_rule_clause *clause, uint32_t *count)
{
  r->lx.at = clause->start;
  r->lx.end = clause->end;
  r->lx.bad = false;
  do {
    flu_lex_at_end(&r->lx);
    if (!read_fix(r)) return false;
    ++*count;
  } while (flu_lex_accept(&r->lx, "|"));
  if (flu_lex_at_end(&r->lx)) return true;
  flu_lex_refuse(&r->lx, r->lx.at, "alternatives are separated by |", "the fix ended before this");
  return false;
}
