/* Morphological tags: what one reading of a form says. */
#ifndef FLU_LEXICON_TAG_H
#define FLU_LEXICON_TAG_H

#include <stddef.h>
#include <stdint.h>

/* Part of speech, fine enough to hold what the dictionary tells; flu_pos_upos maps it to Universal Dependencies. */
enum flu_pos {
  FLU_POS_NONE = 0,
  FLU_POS_NOUN,
  FLU_POS_ADJ,
  FLU_POS_VERB,
  FLU_POS_AUX,          /* être, avoir */
  FLU_POS_ADV,
  FLU_POS_ADV_NEG,      /* ne pas plus jamais … */
  FLU_POS_ADV_INT,      /* où quand comment … */
  FLU_POS_PREP,
  FLU_POS_PREP_VERB,    /* may stand before an infinitive */
  FLU_POS_DET,          /* articles and the like */
  FLU_POS_DET_DEM,
  FLU_POS_DET_POS,
  FLU_POS_DET_IND,
  FLU_POS_DET_NEG,
  FLU_POS_DET_INT,      /* interrogative, exclamative */
  FLU_POS_PRON_SUBJ,
  FLU_POS_PRON_OBJ,
  FLU_POS_PRON_DEM,
  FLU_POS_PRON_IND,
  FLU_POS_PRON_NEG,
  FLU_POS_PRON_REL,
  FLU_POS_PRON_INT,
  FLU_POS_PRON_ADV,     /* en y */
  FLU_POS_PRON_POS,
  FLU_POS_CONJ_COORD,
  FLU_POS_CONJ_SUB,
  FLU_POS_NUM,
  FLU_POS_NUM_ROMAN,
  FLU_POS_INTJ,
  FLU_POS_PROPN,        /* place, organisation, brand */
  FLU_POS_FIRST_NAME,
  FLU_POS_SURNAME,
  FLU_POS_TITLE,        /* M. Dr */
  FLU_POS_PREFIX,
  FLU_POS_LOC,          /* only inside a fixed phrase: « priori », « traviole » */
  FLU_POS_SYM,
  FLU_POS_PUNCT,
  FLU_POS_CLITIC,       /* proclitic object pronoun, « preverb » in the dictionary */
  FLU_POS_OTHER,
  FLU_POS_COUNT
};

enum { FLU_MASC = 1, FLU_FEM = 2, FLU_GENDER_ANY = 3 };   /* 0: not said */
enum { FLU_SING = 1, FLU_PLUR = 2, FLU_NUMBER_ANY = 3 };  /* 0: not said */

enum flu_mood {           /* mood and tense, bits */
  FLU_INF = 1 << 0,
  FLU_PART_PRES = 1 << 1,
  FLU_PART_PAST = 1 << 2,
  FLU_IND_PRES = 1 << 3,
  FLU_IND_IMPF = 1 << 4,
  FLU_IND_PAST = 1 << 5,  /* passé simple */
  FLU_IND_FUT = 1 << 6,
  FLU_COND = 1 << 7,
  FLU_SUBJ_PRES = 1 << 8,
  FLU_SUBJ_IMPF = 1 << 9,
  FLU_IMP = 1 << 10
};

enum flu_person {         /* bits; 0: not said */
  FLU_1SG = 1 << 0,
  FLU_2SG = 1 << 1,
  FLU_3SG = 1 << 2,
  FLU_1PL = 1 << 3,
  FLU_2PL = 1 << 4,
  FLU_3PL = 1 << 5
};

enum flu_verb_use {       /* valency as the dictionary says it, bits */
  FLU_VERB_INTRANS = 1 << 0,
  FLU_VERB_TRANS = 1 << 1,
  FLU_VERB_TRANS_INDIRECT = 1 << 2,
  FLU_VERB_PRONOMINAL = 1 << 3,   /* only pronominal */
  FLU_VERB_REFLEXIVE_TOO = 1 << 4,/* pronominal use exists */
  FLU_VERB_IMPERSONAL = 1 << 5,
  FLU_VERB_AUX_ETRE = 1 << 6,
  FLU_VERB_AUX_AVOIR = 1 << 7
};

enum flu_variant { FLU_VARIANT_NONE = 0, FLU_VARIANT_CLASSICAL = 1, FLU_VARIANT_1990 = 2 };

enum flu_tag_flag {
  FLU_TAG_ELIDES = 1 << 0,     /* l' d' qu' … stand before it */
  FLU_TAG_KEEPCASE = 1 << 1,   /* right only in the capitalisation of the dictionary */
  FLU_TAG_NOSUGGEST = 1 << 2,  /* right, but not to be suggested */
  FLU_TAG_EXTRA = 1 << 3,      /* not in the dictionary: a name or place joined at build time */
  FLU_TAG_LEMMA_ONLY = 1 << 4, /* a lemma that is no accepted form of its own */
  FLU_TAG_1SG_INVERTED = 1 << 5/* only before « -je »: parlé-je, puissè-je */
};

/* Stored in the pack as is: 16 bytes, no padding. */
typedef struct flu_tag {
  uint8_t pos;        /* enum flu_pos */
  uint8_t gender;
  uint8_t number;
  uint8_t person;     /* enum flu_person */
  uint16_t mood;      /* enum flu_mood */
  uint8_t group;      /* verb group 1, 2, 3; 0 for être and avoir and for what is no verb */
  uint8_t verb_use;   /* enum flu_verb_use */
  uint8_t variant;    /* enum flu_variant */
  uint8_t flags;      /* enum flu_tag_flag */
  uint8_t reserved[6];
} flu_tag;

const char *flu_pos_upos(unsigned pos);   /* "NOUN"; "X" for what is unknown */

/* Universal Dependencies features of a tag, sorted, "_"-free: "Gender=Masc|Number=Sing". Writes at most cap bytes with
 * the NUL; returns the length it would need without it. */
size_t flu_tag_features(const flu_tag *tag, char *out, size_t cap);

#endif
