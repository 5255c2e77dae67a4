/* Parts of speech in context for fluide_analyze. */
#ifndef FLU_API_TAGS_H
#define FLU_API_TAGS_H

#include "api/handles.h"

/* Fill pos, lemma, features, meant and margin of the tokens of a text, whose order is that of text->tokens. Strings go
 * to `keep`; `scratch` is reset after each sentence, so it must not hold the text. FLU_OK or FLU_E_NOMEM. */
int flu_api_tag(const fluide_checker *checker, const flu_user_words *user, const flu_text *text, flu_arena *scratch,
                flu_arena *keep, fluide_token *tokens);

#endif
