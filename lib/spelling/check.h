/* Spelling of a sentence: what the parts of the check share. */
#ifndef FLU_SPELLING_CHECK_H
#define FLU_SPELLING_CHECK_H

#include "correction/checker.h"
#include "lexicon/user_dictionaries.h"
#include "lexicon/user_words.h"

/* One misspelt token and what was found for it. */
typedef struct flu_unknown {
  const flu_token *token;
  uint32_t index;                 /* of the token in the text */
  const flu_sentence *sentence;
  flu_suggestion found[FLU_MAX_SUGGESTIONS];
  uint32_t count;
} flu_unknown;

/* Is this word right: lexicon, user words, users' dictionaries, or a hyphenated row of right words? */
bool flu_word_is_right(const flu_unit *u, const char *word, size_t len);

/* An unknown word before its suggestions are looked for: false when it is better left alone, or when a space has cut it in
 * two, which is reported here. */
bool flu_worth_suggesting(const flu_unit *u, const flu_unknown *w);

/* For a word that is reported only when a common word is near: how near, in hundredths of an edit. A look that far is
 * cheap and settles most names. 0 for a word that is reported in any case. */
uint32_t flu_nearest_that_matters(const flu_unknown *w);

/* Report an unknown word with its suggestions, unless the policy says that it is better left alone. */
void flu_report_unknown(const flu_unit *u, const flu_unknown *w);

/* Words that stand twice. */
void flu_check_repeats(const flu_unit *u, const flu_sentence *s);

/* A right word that is only right in the spelling that is not wanted. */
void flu_check_variant(const flu_unit *u, const flu_token *t, const uint32_t *forms, size_t count);

#endif
