/* Words that the user adds or ignores.
 *
 * A snapshot is immutable and reference-counted: a check takes one and works with it while others change the words.
 * Inside, a snapshot is a short stack of hash tables of growing size, the newest on top (Bentley and Saxe's logarithmic
 * method), so that adding a word costs O(log n) and copies nothing that has not changed.
 */
#ifndef FLU_LEXICON_USER_WORDS_H
#define FLU_LEXICON_USER_WORDS_H

#include <stdbool.h>

#include "base/memory.h"
#include "lexicon/lexicon.h"

#define FLU_MAX_USER_FORMS 100000u

typedef struct flu_user_words flu_user_words; /* a snapshot */
typedef struct flu_user_store flu_user_store; /* the words of a checker; thread-safe */

typedef struct flu_user_reading {
  flu_tag tag;
  flu_str root;   /* the word that was added */
  flu_str lemma;
} flu_user_reading;

typedef struct flu_user_entry {
  uint32_t refs;           /* guarded by the store's lock */
  bool ignored;            /* never report; is no word otherwise */
  uint16_t reading_count;  /* 0 and not ignored: removed */
  size_t bytes;            /* of this allocation */
  flu_str form;
  flu_user_reading *readings;
} flu_user_entry;

flu_user_store *flu_user_store_new(const flu_alloc *alloc);   /* NULL: out of memory */
void flu_user_store_free(flu_user_store *store);              /* no snapshot may be held any more */

/* Add `word` with what it inflects to; see fluide_add_word. `word` is NFC with straight apostrophes. */
int flu_user_add(flu_user_store *store, const flu_lexicon *lex, const char *word, size_t len, const char *like,
                 size_t like_len);
int flu_user_ignore(flu_user_store *store, const char *word, size_t len);
int flu_user_remove(flu_user_store *store, const char *word, size_t len);

/* Current words; give back with flu_user_release. NULL when there are none. */
const flu_user_words *flu_user_acquire(flu_user_store *store);
void flu_user_release(flu_user_store *store, const flu_user_words *words);

/* Entry of a form, exactly as written; NULL when there is none. `words` may be NULL. */
const flu_user_entry *flu_user_find(const flu_user_words *words, const char *form, size_t len);
/* The same under the case rules of the lexicon: as written, in lower case, with a capital. Not ignored ones. */
const flu_user_entry *flu_user_match(const flu_user_words *words, const char *form, size_t len);
bool flu_user_is_ignored(const flu_user_words *words, const char *form, size_t len);

/* Calls visit for each accepted (not ignored) form whose length in bytes is within [min, max]. */
void flu_user_each(const flu_user_words *words, size_t min, size_t max,
                   void (*visit)(void *ctx, const char *form, size_t len), void *ctx);

#endif
