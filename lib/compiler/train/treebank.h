/* Tagged text on the library's own tokens, for training and for measuring. Build-time only.
 *
 * A CoNLL-U sentence is cut again by the library; a token has what the treebank says when the two agree on its span.
 * Of contracted words (du: de + le, auquel: à + lequel) the token is the preposition when a determiner follows in it,
 * and the pronoun when a pronoun does. A token that matches nothing has no answer and is not counted.
 * Who depends on whom is told for every token of a treebank: of what it joins, the part that depends on something else
 * speaks for all; what it cuts apart depends on its first part.
 */
#ifndef FLU_COMPILER_TRAIN_TREEBANK_H
#define FLU_COMPILER_TRAIN_TREEBANK_H

#include <stdio.h>

#include "lexicon/lists_inner.h"
#include "tagging/classes.h"
#include "tagging/tagger_inner.h"

/* A pack opened for training: its TAGGER section is not used. */
typedef struct flu_train_language {
  unsigned char *pack;
  size_t pack_size;
  const unsigned char *lexicon_section;
  size_t lexicon_size;
  flu_lexicon lexicon;
  flu_lists lists;
  flu_text_language text;
} flu_train_language;

int flu_train_language_open(flu_train_language *lang, const char *pack_path, flu_error *err);
void flu_train_language_end(flu_train_language *lang);

typedef struct flu_gold {
  uint32_t allowed;     /* classes the token may have; 0: no answer */
  flu_str lemma;        /* empty: no answer */
  int32_t head;         /* token it depends on, FLU_GOLD_ROOT or FLU_GOLD_OPEN */
  uint8_t label;        /* enum flu_dep_label */
} flu_gold;

#define FLU_GOLD_ROOT (-1)
#define FLU_GOLD_OPEN (-2)   /* no answer */

typedef struct flu_gold_sentence {
  const flu_token *tokens;
  flu_gold *gold;       /* a visitor may change it */
  uint32_t count;
} flu_gold_sentence;

/* Calls `each` for every sentence; what it is given lives until it returns. Stops at a status that is not FLU_OK. */
typedef int flu_gold_visit(void *ctx, const flu_gold_sentence *sentence, uint32_t number);

int flu_read_conllu(FILE *f, const flu_train_language *lang, flu_gold_visit *each, void *ctx);
/* Lines FORM<TAB>UPOS<TAB>LEMMA, empty between sentences. `allowed` is loose: classes a careful reader might give. */
int flu_read_tagged(FILE *f, const flu_train_language *lang, flu_gold_visit *each, void *ctx);
/* One sentence or paragraph a line; no answers. */
int flu_read_plain(FILE *f, const flu_train_language *lang, flu_gold_visit *each, void *ctx);

#endif
