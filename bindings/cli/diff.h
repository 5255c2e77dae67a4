/* A unified diff between a text and its corrected form. */
#ifndef CLI_DIFF_H
#define CLI_DIFF_H

#include <fluide/fluide.h>

#include "buffer.h"
#include "source.h"

/* The issues say which lines changed, so it takes one reading of each text, however many lines differ. Nothing is added
 * when the texts are the same. */
void diff_put(struct buffer *out, const struct source *source, const fluide_result *result, bool color);

#endif
