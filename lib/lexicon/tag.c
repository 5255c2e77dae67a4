#include "lexicon/tag.h"

#include <stdbool.h>
#include <string.h>

static const char *const upos[FLU_POS_COUNT] = {
  [FLU_POS_NONE] = "X",           [FLU_POS_NOUN] = "NOUN",       [FLU_POS_ADJ] = "ADJ",
  [FLU_POS_VERB] = "VERB",        [FLU_POS_AUX] = "AUX",         [FLU_POS_ADV] = "ADV",
  [FLU_POS_ADV_NEG] = "ADV",      [FLU_POS_ADV_INT] = "ADV",     [FLU_POS_PREP] = "ADP",
  [FLU_POS_PREP_VERB] = "ADP",    [FLU_POS_DET] = "DET",         [FLU_POS_DET_DEM] = "DET",
  [FLU_POS_DET_POS] = "DET",      [FLU_POS_DET_IND] = "DET",     [FLU_POS_DET_NEG] = "DET",
  [FLU_POS_DET_INT] = "DET",      [FLU_POS_PRON_SUBJ] = "PRON",  [FLU_POS_PRON_OBJ] = "PRON",
  [FLU_POS_PRON_DEM] = "PRON",    [FLU_POS_PRON_IND] = "PRON",   [FLU_POS_PRON_NEG] = "PRON",
  [FLU_POS_PRON_REL] = "PRON",    [FLU_POS_PRON_INT] = "PRON",   [FLU_POS_PRON_ADV] = "PRON",
  [FLU_POS_PRON_POS] = "PRON",    [FLU_POS_CONJ_COORD] = "CCONJ", [FLU_POS_CONJ_SUB] = "SCONJ",
  [FLU_POS_NUM] = "NUM",          [FLU_POS_NUM_ROMAN] = "NUM",   [FLU_POS_INTJ] = "INTJ",
  [FLU_POS_PROPN] = "PROPN",      [FLU_POS_FIRST_NAME] = "PROPN", [FLU_POS_SURNAME] = "PROPN",
  [FLU_POS_TITLE] = "NOUN",       [FLU_POS_PREFIX] = "X",        [FLU_POS_LOC] = "X",
  [FLU_POS_SYM] = "SYM",          [FLU_POS_PUNCT] = "PUNCT",     [FLU_POS_CLITIC] = "PRON",
  [FLU_POS_OTHER] = "X",
};

const char *flu_pos_upos(unsigned pos)
{
  return pos < FLU_POS_COUNT ? upos[pos] : "X";
}

typedef struct writer {
  char *out;
  size_t cap, len;
} writer;

static void put(writer *w, const char *s)
{
  for (; *s != '\0'; s++, w->len++)
    if (w->len + 1 < w->cap) w->out[w->len] = *s;
}

static bool begin(writer *w, const char *name)
{
  if (w->len > 0) put(w, "|");
  put(w, name);
  return true;
}

/* A feature with several values is written as UD does, with commas, values sorted. */
static void feature(writer *w, const char *name, unsigned bits, const char *const *values, size_t count)
{
  bool first = true;
  for (size_t i = 0; i < count; i++) {
    if ((bits >> i & 1u) == 0 || values[i] == NULL) continue;
    if (first)
      begin(w, name);
    else
      put(w, ",");
    put(w, values[i]);
    first = false;
  }
}

/* Bits of sorted values that the mood bits stand for. */
static unsigned moods(unsigned m)
{
  const unsigned indicative = FLU_IND_PRES | FLU_IND_IMPF | FLU_IND_PAST | FLU_IND_FUT;
  return ((m & FLU_COND) != 0 ? 1u : 0) | ((m & FLU_IMP) != 0 ? 2u : 0) | ((m & indicative) != 0 ? 4u : 0) |
         ((m & (FLU_SUBJ_PRES | FLU_SUBJ_IMPF)) != 0 ? 8u : 0);
}

static unsigned tenses(unsigned m)
{
  return ((m & FLU_IND_FUT) != 0 ? 1u : 0) | ((m & (FLU_IND_IMPF | FLU_SUBJ_IMPF)) != 0 ? 2u : 0) |
         ((m & (FLU_IND_PAST | FLU_PART_PAST)) != 0 ? 4u : 0) |
         ((m & (FLU_IND_PRES | FLU_SUBJ_PRES | FLU_COND | FLU_IMP | FLU_PART_PRES)) != 0 ? 8u : 0);
}

static unsigned verb_forms(unsigned m)
{
  const unsigned parts = FLU_PART_PRES | FLU_PART_PAST;
  return ((m & ~(unsigned)(FLU_INF | parts)) != 0 ? 1u : 0) | ((m & FLU_INF) != 0 ? 2u : 0) |
         ((m & parts) != 0 ? 4u : 0);
}

static unsigned persons(unsigned p)
{
  return ((p & (FLU_1SG | FLU_1PL)) != 0 ? 1u : 0) | ((p & (FLU_2SG | FLU_2PL)) != 0 ? 2u : 0) |
         ((p & (FLU_3SG | FLU_3PL)) != 0 ? 4u : 0);
}

static unsigned numbers(const flu_tag *t)
{
  unsigned n = t->number;
  if ((t->person & (FLU_1SG | FLU_2SG | FLU_3SG)) != 0) n |= FLU_SING;
  if ((t->person & (FLU_1PL | FLU_2PL | FLU_3PL)) != 0) n |= FLU_PLUR;
  return n == FLU_NUMBER_ANY ? 0 : n == FLU_SING ? 2u : n == FLU_PLUR ? 1u : 0;
}

static const char *pron_type(unsigned pos)
{
  switch (pos) {
  case FLU_POS_DET_DEM:
  case FLU_POS_PRON_DEM: return "Dem";
  case FLU_POS_DET_IND:
  case FLU_POS_PRON_IND: return "Ind";
  case FLU_POS_DET_INT:
  case FLU_POS_PRON_INT:
  case FLU_POS_ADV_INT: return "Int";
  case FLU_POS_DET_NEG:
  case FLU_POS_PRON_NEG: return "Neg";
  case FLU_POS_DET_POS:
  case FLU_POS_PRON_POS:
  case FLU_POS_PRON_SUBJ:
  case FLU_POS_PRON_OBJ:
  case FLU_POS_PRON_ADV:
  case FLU_POS_CLITIC: return "Prs";
  case FLU_POS_PRON_REL: return "Rel";
  default: return NULL;
  }
}

size_t flu_tag_features(const flu_tag *tag, char *out, size_t cap)
{
  static const char *const genders[] = { "Fem", "Masc" };
  static const char *const mood_names[] = { "Cnd", "Imp", "Ind", "Sub" };
  static const char *const number_names[] = { "Plur", "Sing" };
  static const char *const person_names[] = { "1", "2", "3" };
  static const char *const tense_names[] = { "Fut", "Imp", "Past", "Pres" };
  static const char *const form_names[] = { "Fin", "Inf", "Part" };
  writer w = { out, cap, 0 };
  const unsigned gender = tag->gender == FLU_MASC ? 2u : tag->gender == FLU_FEM ? 1u : 0;   /* any: not said */
  const char *type = pron_type(tag->pos);
  feature(&w, "Gender=", gender, genders, 2);
  feature(&w, "Mood=", moods(tag->mood), mood_names, 4);
  if (tag->pos == FLU_POS_NUM_ROMAN && begin(&w, "NumForm=")) put(&w, "Roman");
  if ((tag->pos == FLU_POS_NUM || tag->pos == FLU_POS_NUM_ROMAN) && begin(&w, "NumType=")) put(&w, "Card");
  feature(&w, "Number=", numbers(tag), number_names, 2);
  feature(&w, "Person=", persons(tag->person), person_names, 3);
  if (tag->pos == FLU_POS_ADV_NEG && begin(&w, "Polarity=")) put(&w, "Neg");
  if ((tag->pos == FLU_POS_DET_POS || tag->pos == FLU_POS_PRON_POS) && begin(&w, "Poss=")) put(&w, "Yes");
  if (type != NULL && begin(&w, "PronType=")) put(&w, type);
  feature(&w, "Tense=", tenses(tag->mood), tense_names, 4);
  feature(&w, "VerbForm=", verb_forms(tag->mood), form_names, 3);
  if (cap > 0) out[w.len < cap ? w.len : cap - 1] = '\0';
  return w.len;
}
