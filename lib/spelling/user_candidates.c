#include "spelling/user_candidates.h"

#define MOST_DIFFERENCE 4u   /* bytes */

static void each(void *ctx, void (*visit)(void *, const char *, size_t), void *visit_ctx)
{
  const flu_user_candidates *c = ctx;
  size_t least = c->len > MOST_DIFFERENCE ? c->len - MOST_DIFFERENCE : 1;
  flu_user_each(c->words, least, c->len + MOST_DIFFERENCE, visit, visit_ctx);
}

static bool is_ignored(void *ctx, const char *form, size_t len)
{
  const flu_user_candidates *c = ctx;
  return flu_user_is_ignored(c->words, form, len);
}

flu_extra_words flu_user_extra(flu_user_candidates *candidates)
{
  return (flu_extra_words){ each, is_ignored, candidates };
}
