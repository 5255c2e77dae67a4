/* Users' own hunspell dictionaries, read by libhunspell. Asked only for words that nothing else knows. */
#ifndef FLU_LEXICON_USER_DICTIONARIES_H
#define FLU_LEXICON_USER_DICTIONARIES_H

#include <stdbool.h>

#include "base/memory.h"
#include "base/status.h"

#define FLU_MAX_USER_DICTIONARIES 16u

typedef struct flu_user_dictionaries flu_user_dictionaries;   /* thread-safe */

flu_user_dictionaries *flu_user_dictionaries_new(const flu_alloc *alloc);   /* NULL: out of memory */
void flu_user_dictionaries_free(flu_user_dictionaries *d);

/* FLU_E_IO when a file cannot be read, FLU_E_LIMIT, FLU_E_NOMEM, FLU_E_UNSUPPORTED when built without libhunspell. */
int flu_user_dictionaries_add(flu_user_dictionaries *d, const char *aff_path, const char *dic_path, flu_error *err);

/* Does one of them accept a word (UTF-8)? `d` may be NULL. A word that a dictionary's encoding lacks is not accepted. */
bool flu_user_dictionaries_accept(const flu_user_dictionaries *d, const char *word, size_t len);

#endif
