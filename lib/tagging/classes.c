/* From the dictionary's parts of speech to the classes of the model, which follow Universal Dependencies. */
#include "tagging/classes.h"

#include <string.h>

#define C(name) (1u << FLU_CLASS_##name)

static const uint32_t pos_classes[FLU_POS_COUNT] = {
  [FLU_POS_NONE] = C(X),
  [FLU_POS_NOUN] = C(NOUN),
  [FLU_POS_ADJ] = C(ADJ),
  [FLU_POS_ADV] = C(ADV),
  [FLU_POS_ADV_NEG] = C(ADV),
  [FLU_POS_ADV_INT] = C(ADV),
  [FLU_POS_PREP] = C(ADP),
  [FLU_POS_PREP_VERB] = C(ADP),
  [FLU_POS_DET] = C(DET),
  [FLU_POS_DET_DEM] = C(DET),
  [FLU_POS_DET_POS] = C(DET),
  [FLU_POS_DET_IND] = C(DET),
  [FLU_POS_DET_NEG] = C(DET),
  [FLU_POS_DET_INT] = C(DET),
  [FLU_POS_PRON_SUBJ] = C(PRON_PERS),
  [FLU_POS_PRON_OBJ] = C(PRON_PERS),
  [FLU_POS_PRON_DEM] = C(PRON),
  [FLU_POS_PRON_IND] = C(PRON),
  [FLU_POS_PRON_NEG] = C(PRON),
  [FLU_POS_PRON_REL] = C(PRON_REL),
  [FLU_POS_PRON_INT] = C(PRON_REL),
  [FLU_POS_PRON_ADV] = C(PRON_PERS),
  [FLU_POS_PRON_POS] = C(PRON),
  [FLU_POS_CONJ_COORD] = C(CCONJ),
  [FLU_POS_CONJ_SUB] = C(SCONJ),
  [FLU_POS_NUM] = C(NUM),
  [FLU_POS_NUM_ROMAN] = C(NUM),
  [FLU_POS_INTJ] = C(INTJ),
  [FLU_POS_PROPN] = C(PROPN),
  [FLU_POS_FIRST_NAME] = C(PROPN),
  [FLU_POS_SURNAME] = C(PROPN),
  [FLU_POS_TITLE] = C(NOUN),
  [FLU_POS_PREFIX] = C(ADJ) | C(X),
  [FLU_POS_LOC] = C(NOUN) | C(ADV) | C(ADJ) | C(X),
  [FLU_POS_SYM] = C(SYM) | C(NOUN),
  [FLU_POS_PUNCT] = C(PUNCT),
  [FLU_POS_CLITIC] = C(PRON_PERS),
  [FLU_POS_OTHER] = C(X),
};

#define NAMES (C(PROPN) | C(NOUN) | C(X))

static const uint32_t kind_classes[FLU_TOKEN_MASKED + 1] = {
  [FLU_TOKEN_NUMBER] = C(NUM),
  [FLU_TOKEN_PUNCTUATION] = C(PUNCT),
  [FLU_TOKEN_SYMBOL] = C(SYM) | C(PUNCT) | C(NOUN),
  [FLU_TOKEN_ABBREVIATION] = NAMES | C(ADV),
  [FLU_TOKEN_ORDINAL] = C(ADJ) | C(NOUN),
  [FLU_TOKEN_DATE] = C(NUM) | C(NOUN),
  [FLU_TOKEN_TIME] = C(NUM) | C(NOUN),
  [FLU_TOKEN_UNIT] = C(NOUN),
  [FLU_TOKEN_URL] = NAMES,
  [FLU_TOKEN_EMAIL] = NAMES,
  [FLU_TOKEN_PATH] = NAMES,
  [FLU_TOKEN_MENTION] = NAMES,
  [FLU_TOKEN_HASHTAG] = NAMES,
  [FLU_TOKEN_CODE] = NAMES,
  [FLU_TOKEN_ROMAN] = C(NUM) | C(ADJ) | C(PROPN),
  [FLU_TOKEN_EMOJI] = C(SYM) | C(X),
  [FLU_TOKEN_MASKED] = C(NOUN) | C(PROPN),
};

static const char *const names[FLU_CLASS_COUNT] = {
  [FLU_CLASS_NOUN] = "NOUN",          [FLU_CLASS_PROPN] = "PROPN",       [FLU_CLASS_ADJ] = "ADJ",
  [FLU_CLASS_ADV] = "ADV",            [FLU_CLASS_ADP] = "ADP",           [FLU_CLASS_DET] = "DET",
  [FLU_CLASS_PRON_PERS] = "PRON",     [FLU_CLASS_PRON_REL] = "PRON",     [FLU_CLASS_PRON] = "PRON",
  [FLU_CLASS_CCONJ] = "CCONJ",        [FLU_CLASS_SCONJ] = "SCONJ",       [FLU_CLASS_NUM] = "NUM",
  [FLU_CLASS_INTJ] = "INTJ",          [FLU_CLASS_PUNCT] = "PUNCT",       [FLU_CLASS_SYM] = "SYM",
  [FLU_CLASS_X] = "X",                [FLU_CLASS_VERB_FIN] = "VERB",     [FLU_CLASS_VERB_INF] = "VERB",
  [FLU_CLASS_VERB_PAST] = "VERB",     [FLU_CLASS_VERB_PRES] = "VERB",    [FLU_CLASS_AUX_FIN] = "AUX",
  [FLU_CLASS_AUX_INF] = "AUX",        [FLU_CLASS_AUX_PAST] = "AUX",      [FLU_CLASS_AUX_PRES] = "AUX",
};

static const char *const own_names[FLU_CLASS_COUNT] = {
  [FLU_CLASS_PRON_PERS] = "PRON_PERS", [FLU_CLASS_PRON_REL] = "PRON_REL", [FLU_CLASS_VERB_FIN] = "VERB_FIN",
  [FLU_CLASS_VERB_INF] = "VERB_INF",   [FLU_CLASS_VERB_PAST] = "VERB_PAST", [FLU_CLASS_VERB_PRES] = "VERB_PRES",
  [FLU_CLASS_AUX_FIN] = "AUX_FIN",     [FLU_CLASS_AUX_INF] = "AUX_INF",   [FLU_CLASS_AUX_PAST] = "AUX_PAST",
  [FLU_CLASS_AUX_PRES] = "AUX_PRES",
};

#define FINITE                                                                                                         \
  (FLU_IND_PRES | FLU_IND_IMPF | FLU_IND_PAST | FLU_IND_FUT | FLU_COND | FLU_SUBJ_PRES | FLU_SUBJ_IMPF | FLU_IMP)

static const uint16_t moods[4] = { FINITE, FLU_INF, FLU_PART_PAST, FLU_PART_PRES };

const char *flu_class_upos(unsigned class_id)
{
  return class_id < FLU_CLASS_COUNT ? names[class_id] : "X";
}

const char *flu_class_name(unsigned class_id)
{
  return class_id < FLU_CLASS_COUNT && own_names[class_id] != NULL ? own_names[class_id] : flu_class_upos(class_id);
}

unsigned flu_class_of_name(const char *name, size_t len)
{
  unsigned c = 0;
  while (c < FLU_CLASS_COUNT && (strlen(flu_class_name(c)) != len || memcmp(flu_class_name(c), name, len) != 0)) c++;
  return c;
}

bool flu_class_is_verb(unsigned class_id)
{
  return class_id >= FLU_CLASS_VERB_FIN && class_id < FLU_CLASS_COUNT;
}

uint16_t flu_class_mood(unsigned class_id)
{
  return flu_class_is_verb(class_id) ? moods[(class_id - FLU_CLASS_VERB_FIN) % 4] : 0;
}

uint32_t flu_class_group(unsigned class_id)
{
  if (class_id >= FLU_CLASS_AUX_FIN) return FLU_CLASSES_AUX;
  if (class_id >= FLU_CLASS_VERB_FIN) return FLU_CLASSES_VERB;
  if (class_id >= FLU_CLASS_PRON_PERS && class_id <= FLU_CLASS_PRON) return FLU_CLASSES_PRON;
  return 1u << class_id;
}

uint32_t flu_tag_classes(const flu_tag *tag)
{
  const unsigned pos = tag->pos < FLU_POS_COUNT ? tag->pos : FLU_POS_NONE;
  if (pos != FLU_POS_VERB && pos != FLU_POS_AUX) return pos_classes[pos];
  uint32_t classes = 0;
  for (unsigned i = 0; i < 4; i++)
    if ((tag->mood & moods[i]) != 0) classes |= 1u << (FLU_CLASS_VERB_FIN + i);
  if (classes == 0) classes = C(VERB_FIN);
  return pos == FLU_POS_AUX ? classes | classes << 4 : classes;
}

uint32_t flu_kind_classes(unsigned kind)
{
  return kind <= FLU_TOKEN_MASKED ? kind_classes[kind] : C(X);
}
