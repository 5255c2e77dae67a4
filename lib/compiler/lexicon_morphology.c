/* What the fields po:, is: and st: of the dictionary say. */
#include <string.h>

#include "compiler/lexicon.h"

enum value_kind { VALUE_POS, VALUE_GENDER, VALUE_NUMBER, VALUE_PERSON, VALUE_PRONOUN_PERSON, VALUE_MOOD, VALUE_INVERTED,
                  VALUE_PARTICIPLE_INVERTED, VALUE_NOTHING };

typedef struct value {
  const char *name;
  enum value_kind kind;
  unsigned bits;
} value;

/* The dictionary puts some values under po: and under is: alike, so one table serves both. */
static const value values[] = {
  { "nom", VALUE_POS, FLU_POS_NOUN },
  { "adj", VALUE_POS, FLU_POS_ADJ },
  { "adv", VALUE_POS, FLU_POS_ADV },
  { "negadv", VALUE_POS, FLU_POS_ADV_NEG },
  { "advint", VALUE_POS, FLU_POS_ADV_INT },
  { "prep", VALUE_POS, FLU_POS_PREP },
  { "prepv", VALUE_POS, FLU_POS_PREP_VERB },
  { "det", VALUE_POS, FLU_POS_DET },
  { "detdem", VALUE_POS, FLU_POS_DET_DEM },
  { "detpos", VALUE_POS, FLU_POS_DET_POS },
  { "detind", VALUE_POS, FLU_POS_DET_IND },
  { "detneg", VALUE_POS, FLU_POS_DET_NEG },
  { "detex", VALUE_POS, FLU_POS_DET_INT },
  { "detint", VALUE_POS, FLU_POS_DET_INT },
  { "propersuj", VALUE_POS, FLU_POS_PRON_SUBJ },
  { "properobj", VALUE_POS, FLU_POS_PRON_OBJ },
  { "prodem", VALUE_POS, FLU_POS_PRON_DEM },
  { "proind", VALUE_POS, FLU_POS_PRON_IND },
  { "proneg", VALUE_POS, FLU_POS_PRON_NEG },
  { "prorel", VALUE_POS, FLU_POS_PRON_REL },
  { "proint", VALUE_POS, FLU_POS_PRON_INT },
  { "proadv", VALUE_POS, FLU_POS_PRON_ADV },
  { "propos", VALUE_POS, FLU_POS_PRON_POS },
  { "preverb", VALUE_POS, FLU_POS_CLITIC },
  { "cjco", VALUE_POS, FLU_POS_CONJ_COORD },
  { "cj", VALUE_POS, FLU_POS_CONJ_COORD },
  { "cjsub", VALUE_POS, FLU_POS_CONJ_SUB },
  { "nb", VALUE_POS, FLU_POS_NUM },
  { "nbro", VALUE_POS, FLU_POS_NUM_ROMAN },
  { "interj", VALUE_POS, FLU_POS_INTJ },
  { "npr", VALUE_POS, FLU_POS_PROPN },
  { "prn", VALUE_POS, FLU_POS_FIRST_NAME },
  { "patr", VALUE_POS, FLU_POS_SURNAME },
  { "titr", VALUE_POS, FLU_POS_TITLE },
  { "pfx", VALUE_POS, FLU_POS_PREFIX },
  { "sfx", VALUE_POS, FLU_POS_OTHER },
  { "loc.adv", VALUE_POS, FLU_POS_LOC },
  { "loc.adj", VALUE_POS, FLU_POS_LOC },
  { "loc.nom", VALUE_POS, FLU_POS_LOC },
  { "loc.prep", VALUE_POS, FLU_POS_LOC },
  { "loc.prepv", VALUE_POS, FLU_POS_LOC },
  { "loc.cj", VALUE_POS, FLU_POS_LOC },
  { "loc.cjsub", VALUE_POS, FLU_POS_LOC },
  { "loc.verb", VALUE_POS, FLU_POS_LOC },
  { "loc.interj", VALUE_POS, FLU_POS_LOC },
  { "loc.patr", VALUE_POS, FLU_POS_LOC },
  { "sign", VALUE_POS, FLU_POS_SYM },
  { "ponc", VALUE_POS, FLU_POS_PUNCT },
  { "div", VALUE_POS, FLU_POS_OTHER },
  { "err", VALUE_POS, FLU_POS_OTHER },
  { "mg", VALUE_NOTHING, 0 },
  { "mas", VALUE_GENDER, FLU_MASC },
  { "fem", VALUE_GENDER, FLU_FEM },
  { "epi", VALUE_GENDER, FLU_GENDER_ANY },
  { "sg", VALUE_NUMBER, FLU_SING },
  { "pl", VALUE_NUMBER, FLU_PLUR },
  { "inv", VALUE_NUMBER, FLU_NUMBER_ANY },
  { "1sg", VALUE_PERSON, FLU_1SG },
  { "2sg", VALUE_PERSON, FLU_2SG },
  { "3sg", VALUE_PERSON, FLU_3SG },
  { "1pl", VALUE_PERSON, FLU_1PL },
  { "2pl", VALUE_PERSON, FLU_2PL },
  { "3pl", VALUE_PERSON, FLU_3PL },
  { "3pl!", VALUE_PERSON, FLU_3PL },
  { "1isg", VALUE_INVERTED, FLU_1SG },
  { "1jsg", VALUE_PARTICIPLE_INVERTED, FLU_1SG },
  { "1pe", VALUE_PRONOUN_PERSON, 1 },
  { "2pe", VALUE_PRONOUN_PERSON, 2 },
  { "3pe", VALUE_PRONOUN_PERSON, 3 },
  { "infi", VALUE_MOOD, FLU_INF },
  { "ppre", VALUE_MOOD, FLU_PART_PRES },
  { "ppas", VALUE_MOOD, FLU_PART_PAST },
  { "ipre", VALUE_MOOD, FLU_IND_PRES },
  { "iimp", VALUE_MOOD, FLU_IND_IMPF },
  { "ipsi", VALUE_MOOD, FLU_IND_PAST },
  { "ifut", VALUE_MOOD, FLU_IND_FUT },
  { "cond", VALUE_MOOD, FLU_COND },
  { "spre", VALUE_MOOD, FLU_SUBJ_PRES },
  { "simp", VALUE_MOOD, FLU_SUBJ_IMPF },
  { "impe", VALUE_MOOD, FLU_IMP },
};

/* Fields of hunspell that say nothing about a reading. */
static const char *const silent_fields[] = { "dp", "ds", "al", "ph", "ts", "ip", "sp", "pa", "hy", "hp" };

/* Ten places: v, group, e(state) or a(uxiliary), i, t, n, pronominal, impersonal, être, avoir. */
#define VERB_CODE_LEN 10u

static bool is_verb_code(flu_str s)
{
  return s.len == VERB_CODE_LEN && s.ptr[0] == 'v' && s.ptr[1] >= '0' && s.ptr[1] <= '3';
}

static void read_verb(flu_morph *m, const char *code)
{
  unsigned use = 0;
  if (code[3] != '_') use |= FLU_VERB_INTRANS;
  if (code[4] != '_') use |= FLU_VERB_TRANS;
  if (code[5] != '_') use |= FLU_VERB_TRANS_INDIRECT;
  if (code[6] != '_')
    use |= use == 0 || (use == 0 && (code[6] == 'p' || code[6] == 'r')) ? FLU_VERB_PRONOMINAL : FLU_VERB_REFLEXIVE_TOO;
  if (code[7] == 'm' || code[7] == 'x') use |= FLU_VERB_IMPERSONAL;
  if (code[8] == 'e') use |= FLU_VERB_AUX_ETRE;
  if (code[9] == 'a') use |= FLU_VERB_AUX_AVOIR;
  if (code[8] == 'z') use |= (use & FLU_VERB_PRONOMINAL) != 0 ? FLU_VERB_AUX_ETRE : FLU_VERB_AUX_AVOIR;   /* not said */
  m->verb = true;
  m->group = (uint8_t)(code[1] - '0');
  m->auxiliary = m->group == 0;
  m->verb_use = (uint8_t)use;
}

static bool add_value(flu_morph *m, const value *v)
{
  switch (v->kind) {
  case VALUE_POS:
    if (m->pos_count == FLU_MAX_MORPH_POS) return false;
    m->pos[m->pos_count++] = (uint8_t)v->bits;
    return true;
  case VALUE_GENDER: m->gender |= (uint8_t)v->bits; return true;
  case VALUE_NUMBER: m->number |= (uint8_t)v->bits; return true;
  case VALUE_PERSON: m->person |= (uint8_t)v->bits; return true;
  case VALUE_PRONOUN_PERSON: m->grammatical_person = (uint8_t)v->bits; return true;
  case VALUE_MOOD: m->mood |= (uint16_t)v->bits; return true;
  case VALUE_INVERTED: m->inverted = true; return true;
  case VALUE_PARTICIPLE_INVERTED: m->participle_inverted = true; return true;
  default: return true;
  }
}

static const value *find_value(flu_str name)
{
  for (size_t i = 0; i < sizeof values / sizeof *values; i++)
    if (strlen(values[i].name) == name.len && memcmp(values[i].name, name.ptr, name.len) == 0) return &values[i];
  return NULL;
}

static bool is_silent(const char *name)
{
  for (size_t i = 0; i < sizeof silent_fields / sizeof *silent_fields; i++)
    if (memcmp(silent_fields[i], name, 2) == 0) return true;
  return false;
}

static bool read_field(flu_morph *m, flu_diag *d, const flu_source *src, size_t start, size_t end)
{
  const char *field = src->text + start;
  const flu_str said = { field + 3, (uint32_t)(end - start < 3 ? 0 : end - start - 3) };
  if (end - start < 4 || field[2] != ':') {
    flu_diag_error(d, src, start, "fields look like po:nom", "not a morphological field");
    return false;
  }
  if (memcmp(field, "st", 2) == 0) {
    m->lemma = said;
    return true;
  }
  if (memcmp(field, "po", 2) != 0 && memcmp(field, "is", 2) != 0) {
    if (is_silent(field)) return true;
    flu_diag_error(d, src, start, NULL, "unknown field “%.2s:”", field);
    return false;
  }
  if (is_verb_code(said)) {
    read_verb(m, said.ptr);
    return true;
  }
  const value *v = find_value(said);
  if (v == NULL) {
    flu_diag_error(d, src, start, NULL, "unknown value “%.*s”", (int)said.len, said.ptr);
    return false;
  }
  if (add_value(m, v)) return true;
  flu_diag_error(d, src, start, NULL, "more than %u parts of speech", FLU_MAX_MORPH_POS);
  return false;
}

bool flu_morph_read(flu_morph *m, flu_diag *d, const flu_source *src, size_t start, size_t end)
{
  memset(m, 0, sizeof *m);
  bool ok = true;
  for (size_t at = start; at < end;) {
    while (at < end && (src->text[at] == ' ' || src->text[at] == '\t')) at++;
    size_t stop = at;
    while (stop < end && src->text[stop] != ' ' && src->text[stop] != '\t') stop++;
    if (stop > at && !read_field(m, d, src, at, stop)) ok = false;
    at = stop;
  }
  return ok;
}

/* --- readings --- */

static uint8_t pronoun_person(unsigned person, unsigned number)
{
  if (person == 0) return 0;
  const unsigned one = 1u << (person - 1), many = one << 3;
  return (uint8_t)(number == FLU_SING ? one : number == FLU_PLUR ? many : one | many);
}

static uint8_t number_of_persons(unsigned persons)
{
  const unsigned one = FLU_1SG | FLU_2SG | FLU_3SG, many = FLU_1PL | FLU_2PL | FLU_3PL;
  return (uint8_t)(((persons & one) != 0 ? FLU_SING : 0) | ((persons & many) != 0 ? FLU_PLUR : 0));
}

typedef struct reading_list {
  flu_morph_reading *items;
  size_t count;
} reading_list;

static void add(reading_list *l, const flu_tag *tag, unsigned pos, bool own_lemma)
{
  if (l->count == FLU_MAX_MORPH_READINGS) return;
  l->items[l->count] = (flu_morph_reading){ *tag, own_lemma };
  l->items[l->count++].tag.pos = (uint8_t)pos;
}

static void add_verb(reading_list *l, const flu_morph *entry, const flu_tag *tag)
{
  add(l, tag, FLU_POS_VERB, false);
  if (entry->auxiliary) add(l, tag, FLU_POS_AUX, false);
}

static void verb_readings(reading_list *l, const flu_morph *entry, const flu_morph *form, const flu_tag *features)
{
  flu_tag tag = *features;
  tag.group = entry->group;
  tag.verb_use = entry->verb_use;
  tag.mood = entry->mood | form->mood;
  tag.person = form->person;
  if (form->inverted) {
    tag.person = FLU_1SG;
    tag.flags |= FLU_TAG_1SG_INVERTED;
  }
  if (tag.number == 0) tag.number = number_of_persons(tag.person);
  add_verb(l, entry, &tag);
  if (!form->participle_inverted) return;
  tag.gender = 0;
  tag.number = FLU_SING;
  tag.person = FLU_1SG;
  tag.mood = FLU_IND_PRES;
  tag.flags |= FLU_TAG_1SG_INVERTED;
  add_verb(l, entry, &tag);
}

size_t flu_morph_readings(const flu_morph *entry, const flu_morph *affixed,
                          flu_morph_reading out[FLU_MAX_MORPH_READINGS])
{
  static const flu_morph nothing;
  reading_list l = { out, 0 };
  if (affixed == NULL) affixed = &nothing;
  flu_tag tag;
  memset(&tag, 0, sizeof tag);
  tag.gender = affixed->gender != 0 ? affixed->gender : entry->gender;
  tag.number = affixed->number != 0 ? affixed->number : entry->number;
  if (entry->verb) verb_readings(&l, entry, affixed, &tag);
  const unsigned person = affixed->grammatical_person != 0 ? affixed->grammatical_person : entry->grammatical_person;
  tag.person = pronoun_person(person, tag.number);
  for (unsigned i = 0; i < entry->pos_count; i++) add(&l, &tag, entry->pos[i], false);
  tag.person = 0;
  for (unsigned i = 0; i < affixed->pos_count; i++) add(&l, &tag, affixed->pos[i], entry->verb);
  return l.count;
}
