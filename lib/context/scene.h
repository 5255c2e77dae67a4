/* A sentence as the choices see it: each word as a few hashes, and what has been seen to the left of it. */
#ifndef FLU_CONTEXT_SCENE_H
#define FLU_CONTEXT_SCENE_H

#include "syntax/parser.h"
#include "tagging/tagger.h"

typedef struct flu_scene_word {
  uint32_t hash;         /* of its lower-case text */
  uint32_t label;        /* closed classes: the word; others: class, gender, number, person, mood */
  uint32_t broad;        /* the same without gender, number and person */
  uint32_t agree;        /* gender, number, person alone */
  uint32_t lemma;        /* of verbs the lemma, of others the word */
  uint8_t class_id;
  bool vowel;            /* l' and d' stand before it */
} flu_scene_word;

/* What stands before a word, as labels; 0: none. */
typedef struct flu_scene_state {
  uint32_t subject;      /* of the clause, as far as it shows: a pronoun, or a noun without preposition */
  uint32_t outer;        /* one before it that still waits for its verb */
  uint32_t determiner;   /* that waits for its noun */
  uint32_t noun, noun2;  /* the last noun and the one before */
  uint32_t auxiliary;    /* with no participle yet */
  uint32_t verb;         /* the last finite verb of the clause */
  uint32_t preposition;  /* whose noun or infinitive is still to come, or the last one */
  uint32_t opener;       /* what began the clause */
  uint32_t governor;     /* the lemma of the word before what began the clause */
  uint32_t governor2;    /* and of the one before that */
  uint32_t antecedent;   /* the last noun before it */
  uint8_t verbs;         /* finite verbs since the subject, at most 3 */
  uint8_t governed;      /* a preposition waits for its noun */
  uint8_t joined;        /* a conjunction stands behind the last noun */
  uint8_t nouns;         /* since the subject, at most 3 */
  uint8_t marks;         /* something that parts clauses stands between the subject and here */
} flu_scene_state;

/* Who depends on whom, as far as agreement asks for it. Tokens; FLU_NO_HEAD: none. */
typedef struct flu_scene_link {
  uint32_t head, subject, object, determiner, modifier, auxiliary, joined;
  uint8_t label;         /* enum flu_dep_label */
  bool sure;
  bool number;           /* a number word goes with it */
} flu_scene_link;

typedef struct flu_scene {
  flu_scene_word *words;       /* [-3 … count + 2] */
  flu_scene_state *before;     /* [0 … count]: what stands before word i */
  uint32_t *next_noun;         /* [0 … count]: label of the first noun from i on, before a verb or a mark */
  uint32_t *next_verb;         /* [0 … count]: label of the first finite verb from i on, in the clause */
  flu_scene_link *links;       /* NULL: not parsed */
  uint32_t count;
} flu_scene;

/* Build the scene of a tagged sentence in the arena. Errors: E_NOMEM. */
int flu_scene_build(flu_scene *scene, const flu_lexicon *lexicon, const flu_tag_input *inputs,
                    const flu_tagged *tagged, uint32_t count, flu_arena *arena);

/* Add the links of the sentence that the scene was built of, as it was parsed. Errors: E_NOMEM. */
int flu_scene_link_words(flu_scene *scene, const flu_dep *deps, flu_arena *arena);

uint32_t flu_scene_mix(uint64_t a, uint64_t b);

#define FLU_SCENE_FEATURES 52u   /* of a place */
#define FLU_SCENE_FIRST 16u      /* of them, those that tell most */
#define FLU_SCENE_LEXICAL 10u     /* of a place and a lemma */
#define FLU_SCENE_LINKED 22u     /* of a word with its links */

/* Features of the place between word `from` - 1 and word `to`. */
void flu_scene_first(const flu_scene *scene, uint32_t from, uint32_t to, uint32_t out[FLU_SCENE_FIRST]);
/* Those behind the first ones, at their places in `out`. */
void flu_scene_rest(const flu_scene *scene, uint32_t from, uint32_t to, uint32_t out[FLU_SCENE_FEATURES]);
void flu_scene_lexical(const flu_scene *scene, uint32_t from, uint32_t to, uint32_t lemma,
                       uint32_t out[FLU_SCENE_LEXICAL]);
void flu_scene_linked(const flu_scene *scene, uint32_t word, uint32_t out[FLU_SCENE_LINKED]);

#endif
