/* Parts of speech in context, also where the text has mistakes.
 *
 * Each token gets a class (a Universal Dependencies part of speech, with the mood group of verbs) by a linear model
 * over the sentence: hashed features of the words around, integer weights, exact search with the two classes before.
 * A token may only have classes of its own readings and, at a price the model has learnt, of the readings of what it is
 * easily confused with: in « il à mangé » the second word is an auxiliary, because « a » is meant. Words that nothing
 * knows are guessed from their ending, capitals and neighbours. Gender, number and person take no part in the choice;
 * they are those of the readings that survive.
 *
 * The tagger is immutable: any thread. Same input, same output on every machine (integers only). Time is linear in the
 * number of tokens and nothing is allocated but from the arena given, a bounded amount whatever the sentence.
 */
#ifndef FLU_TAGGING_TAGGER_H
#define FLU_TAGGING_TAGGER_H

#include "base/memory.h"
#include "lexicon/lexicon.h"
#include "lexicon/lists.h"
#include "text/text.h"

#define FLU_TAGGER_VERSION 1u
#define FLU_TAG_FORMS 3u
#define FLU_TAG_NO_READING 0xFFu
#define FLU_TAG_CERTAIN INT32_MAX   /* margin of a token that has no other part of speech */

/* Classes the model chooses between. The order is part of the format of the weights. */
enum flu_class {
  FLU_CLASS_NOUN,
  FLU_CLASS_PROPN,
  FLU_CLASS_ADJ,
  FLU_CLASS_ADV,
  FLU_CLASS_ADP,
  FLU_CLASS_DET,
  FLU_CLASS_PRON_PERS,    /* personal, clitic */
  FLU_CLASS_PRON_REL,     /* relative, interrogative */
  FLU_CLASS_PRON,         /* the others */
  FLU_CLASS_CCONJ,
  FLU_CLASS_SCONJ,
  FLU_CLASS_NUM,
  FLU_CLASS_INTJ,
  FLU_CLASS_PUNCT,
  FLU_CLASS_SYM,
  FLU_CLASS_X,
  FLU_CLASS_VERB_FIN,     /* indicative, conditional, subjunctive, imperative */
  FLU_CLASS_VERB_INF,
  FLU_CLASS_VERB_PAST,    /* past participle */
  FLU_CLASS_VERB_PRES,    /* present participle */
  FLU_CLASS_AUX_FIN,
  FLU_CLASS_AUX_INF,
  FLU_CLASS_AUX_PAST,
  FLU_CLASS_AUX_PRES,
  FLU_CLASS_COUNT
};

typedef struct flu_tagger flu_tagger;   /* size in tagger_inner.h; lives inside the model */

/* One token as the tagger sees it. */
typedef struct flu_tag_input {
  flu_str norm;
  uint32_t forms[FLU_TAG_FORMS];   /* entries of the lexicon that make it right, the exact one first */
  uint8_t form_count;              /* 0: unknown */
  uint8_t kind;                    /* enum flu_token_kind */
  uint8_t letter_case;             /* enum flu_case */
  uint16_t flags;                  /* enum flu_token_flag */
  uint32_t extra;                  /* classes of a user word, by flu_tag_classes; usually 0 */
} flu_tag_input;

/* What a token is. `form` and `readings` speak of the lexicon: readings bit k is the k-th of flu_lexicon_readings. */
typedef struct flu_tagged {
  uint32_t form;       /* of the token, or of what was meant; FLU_NO_FORM for a word the lexicon has not */
  uint32_t readings;   /* those that agree with the class, and so differ in gender, number, person … only */
  int32_t margin;      /* score lost by the best analysis in which this token is another part of speech */
  uint16_t mood;       /* enum flu_mood, of all the readings that survive; of the class when there is none */
  uint8_t class_id;    /* enum flu_class */
  uint8_t pos;         /* enum flu_pos */
  uint8_t reading;     /* the likeliest of `readings`, FLU_TAG_NO_READING when there is none */
  bool meant;          /* the class is one of a word confused with this one: `form` is that word, of several (c'est for
                          ces) the last; flu_tag_meant spells all of it */
} flu_tagged;

/* Look up a token for the tagger, elided and enclitic words included. User words: add their classes to out->extra. */
void flu_tag_look_up(const flu_tagger *tagger, const flu_token *token, flu_tag_input *out);
/* The same when the entries of the lexicon are known already (flu_lexicon_match of the norm). */
void flu_tag_input_set(const flu_token *token, const uint32_t *forms, size_t count, flu_tag_input *out);

/* Classes (bit 1 << class) that a reading with this tag may have. */
uint32_t flu_tag_classes(const flu_tag *tag);

/* Tag one sentence: out[0 … count - 1]. FLU_OK or FLU_E_NOMEM. */
int flu_tag_sentence(const flu_tagger *tagger, const flu_tag_input *tokens, uint32_t count, flu_arena *arena,
                     flu_tagged *out);

const char *flu_class_upos(unsigned class_id);   /* "NOUN"; "X" for what is no class */
bool flu_class_is_verb(unsigned class_id);       /* VERB and AUX */

/* Lemma of a tagged token: of its reading, else the token itself (lower-case unless a name). Writes no NUL; returns the
 * bytes written, 0 when cap is short. */
size_t flu_tagged_lemma(const flu_tagger *tagger, const flu_tag_input *token, const flu_tagged *tagged, char *out,
                        size_t cap);

/* Spelling of what was meant (« a » for « à », « c'est » for « ces »), in lower case as the lexicon has it. Returns the
 * bytes written, 0 when the token means itself or cap is short. */
size_t flu_tag_meant(const flu_tagger *tagger, const flu_tag_input *token, const flu_tagged *tagged, char *out,
                     size_t cap);

#endif
