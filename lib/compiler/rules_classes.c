/* @POS.trait.trait → a class of readings. */
#include <string.h>

#include "compiler/hint.h"
#include "compiler/rules_program.h"
#include "compiler/rules_show.h"
#include "text/text.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define P(pos)   (UINT64_C(1) << FLU_POS_##pos)
#define ALL_DETERMINERS (P(DET) | P(DET_DEM) | P(DET_POS) | P(DET_IND) | P(DET_NEG) | P(DET_INT))
#define ALL_PRONOUNS                                                                                                   \
  (P(PRON_SUBJ) | P(PRON_OBJ) | P(PRON_DEM) | P(PRON_IND) | P(PRON_NEG) | P(PRON_REL) | P(PRON_INT) | P(PRON_ADV) |   \
   P(PRON_POS) | P(CLITIC))
#define FINITE                                                                                                         \
  (FLU_IND_PRES | FLU_IND_IMPF | FLU_IND_PAST | FLU_IND_FUT | FLU_COND | FLU_SUBJ_PRES | FLU_SUBJ_IMPF | FLU_IMP)

static const struct {
  const char *name;
  uint64_t pos;
  uint16_t mood;
  uint32_t kinds;
} parts[] = {
  { "N", P(NOUN), 0, 0 },
  { "ADJ", P(ADJ), 0, 0 },
  { "V", P(VERB) | P(AUX), 0, 0 },
  { "AUX", P(AUX), 0, 0 },
  { "INF", P(VERB) | P(AUX), FLU_INF, 0 },
  { "PPAS", P(VERB) | P(AUX), FLU_PART_PAST, 0 },
  { "PPRES", P(VERB) | P(AUX), FLU_PART_PRES, 0 },
  { "ADV", P(ADV) | P(ADV_NEG) | P(ADV_INT), 0, 0 },
  { "NEG", P(ADV_NEG), 0, 0 },
  { "PREP", P(PREP) | P(PREP_VERB), 0, 0 },
  { "DET", ALL_DETERMINERS, 0, 0 },
  { "ART", P(DET), 0, 0 },
  { "DEM", P(DET_DEM), 0, 0 },
  { "POSS", P(DET_POS), 0, 0 },
  { "PRON", ALL_PRONOUNS, 0, 0 },
  { "SUJ", P(PRON_SUBJ), 0, 0 },
  { "OBJ", P(PRON_OBJ) | P(CLITIC), 0, 0 },
  { "REL", P(PRON_REL), 0, 0 },
  { "CONJ", P(CONJ_COORD) | P(CONJ_SUB), 0, 0 },
  { "COORD", P(CONJ_COORD), 0, 0 },
  { "SUB", P(CONJ_SUB), 0, 0 },
  { "NUM", P(NUM), 0, 0 },
  { "INTJ", P(INTJ), 0, 0 },
  { "NP", P(PROPN) | P(FIRST_NAME) | P(SURNAME), 0, 0 },
  { "LOC", P(LOC), 0, 0 },
  { "X", 0, 0, 0 },
  { "MOT", 0, 0, 1u << FLU_TOKEN_WORD },
  { "CHIFFRES", 0, 0, 1u << FLU_TOKEN_NUMBER },
  { "PONCT", 0, 0, 1u << FLU_TOKEN_PUNCTUATION },
};

enum field { GENDER, NUMBER, PERSON, MOOD, FLAG };
static const struct {
  const char *name;
  enum field field;
  uint16_t value;
} traits[] = {
  { "m", GENDER, FLU_MASC },
  { "f", GENDER, FLU_FEM },
  { "s", NUMBER, FLU_SING },
  { "p", NUMBER, FLU_PLUR },
  { "1s", PERSON, FLU_1SG },
  { "2s", PERSON, FLU_2SG },
  { "3s", PERSON, FLU_3SG },
  { "1p", PERSON, FLU_1PL },
  { "2p", PERSON, FLU_2PL },
  { "3p", PERSON, FLU_3PL },
  { "inf", MOOD, FLU_INF },
  { "ppres", MOOD, FLU_PART_PRES },
  { "ppas", MOOD, FLU_PART_PAST },
  { "ipres", MOOD, FLU_IND_PRES },
  { "impf", MOOD, FLU_IND_IMPF },
  { "psim", MOOD, FLU_IND_PAST },
  { "fut", MOOD, FLU_IND_FUT },
  { "cond", MOOD, FLU_COND },
  { "spres", MOOD, FLU_SUBJ_PRES },
  { "simpf", MOOD, FLU_SUBJ_IMPF },
  { "imp", MOOD, FLU_IMP },
  { "ind", MOOD, FLU_IND_PRES | FLU_IND_IMPF | FLU_IND_PAST | FLU_IND_FUT },
  { "subj", MOOD, FLU_SUBJ_PRES | FLU_SUBJ_IMPF },
  { "fini", MOOD, FINITE },
  { "elide", FLAG, FLU_TAG_ELIDES },
};

static void refuse(flu_rule_names *r, flu_lexeme word, const char *what, const char *const *known, size_t count)
{
  char hint[400];
  if (flu_did_you_mean(hint, sizeof hint, word.ptr, word.len, known, count) == NULL) {
    size_t len = (size_t)snprintf(hint, sizeof hint, "one of");
    for (size_t i = 0; i < count && len < sizeof hint; i++)
      len += (size_t)snprintf(hint + len, sizeof hint - len, " %s", known[i]);
  }
  flu_lex_refuse(&r->lx, word.offset, hint, "unknown %s '%.*s'", what, (int)(word.len < 40 ? word.len : 40), word.ptr);
}

static bool same(flu_lexeme word, const char *name)
{
  return word.len == strlen(name) && memcmp(word.ptr, name, word.len) == 0;
}

static bool read_part(flu_rule_names *r, flu_lexeme word, flu_prog_class *out)
{
  const char *known[COUNT(parts)];
  for (size_t i = 0; i < COUNT(parts); i++) {
    known[i] = parts[i].name;
    if (!same(word, parts[i].name)) continue;
    out->pos = parts[i].pos;
    out->mood = parts[i].mood;
    out->kinds = parts[i].kinds;
    return true;
  }
  refuse(r, word, "part of speech", known, COUNT(parts));
  return false;
}

static bool read_trait(flu_rule_names *r, flu_lexeme word, flu_prog_class *out)
{
  const char *known[COUNT(traits)];
  for (size_t i = 0; i < COUNT(traits); i++) {
    known[i] = traits[i].name;
    if (!same(word, traits[i].name)) continue;
    const uint16_t v = traits[i].value;
    switch (traits[i].field) {
    case GENDER: out->gender |= (uint8_t)v; break;
    case NUMBER: out->number |= (uint8_t)v; break;
    case PERSON: out->person |= (uint8_t)v; break;
    case MOOD: out->mood |= v; break;
    case FLAG: out->flags |= (uint8_t)v; break;
    }
    return true;
  }
  refuse(r, word, "trait", known, COUNT(traits));
  return false;
}

bool flu_read_class(flu_rule_names *r, flu_lexeme name, flu_prog_class *out)
{
  *out = (flu_prog_class){ 0 };
  uint32_t from = 0;
  for (uint32_t i = 0; i <= name.len; i++) {
    if (i < name.len && name.ptr[i] != '.') continue;
    const flu_lexeme part = { name.ptr + from, i - from, name.offset + from };
    if (from == 0 ? !read_part(r, part, out) : !read_trait(r, part, out)) return false;
    if (from > 0 && out->kinds != 0) {
      flu_lex_refuse(&r->lx, part.offset, NULL, "this class has no traits");
      return false;
    }
    from = i + 1;
  }
  return true;
}

bool flu_read_mood(flu_lexeme name, uint16_t *mood)
{
  for (size_t i = 0; i < COUNT(traits); i++) {
    if (traits[i].field != MOOD || !same(name, traits[i].name)) continue;
    *mood = traits[i].value;
    return true;
  }
  return false;
}

/* The last part of speech that fits is the narrowest: INF stands behind V. */
void flu_show_class(const flu_prog_class *c, flu_buffer *out)
{
  const char *name = "?";
  uint16_t mood = 0;
  for (size_t i = 0; i < COUNT(parts); i++) {
    if (parts[i].pos != c->pos || parts[i].kinds != c->kinds || (parts[i].mood != 0 && parts[i].mood != c->mood)) continue;
    name = parts[i].name;
    mood = parts[i].mood;
  }
  flu_buffer_str(out, "@");
  flu_buffer_str(out, name);
  uint16_t left[] = { c->gender, c->number, c->person, (uint16_t)(mood != 0 ? 0 : c->mood), c->flags };
  for (size_t i = COUNT(traits); i-- > 0;) { /* the widest first: ind before ipres */
    uint16_t *field = &left[traits[i].field];
    if ((*field & traits[i].value) != traits[i].value) continue;
    *field &= (uint16_t)~traits[i].value;
    flu_buffer_str(out, ".");
    flu_buffer_str(out, traits[i].name);
  }
  static const char *const scopes[FLU_SCOPE_COUNT] = { "", "!", "*", "~" };
  flu_buffer_str(out, scopes[c->scope % FLU_SCOPE_COUNT]);
}
