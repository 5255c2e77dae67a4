#include "api/handles.h"
#include "spelling/user_candidates.h"

struct fluide_suggestions {
  flu_alloc alloc;
  flu_arena arena;
  fluide_suggestion *items;
  size_t count;
};

static int fill(fluide_suggestions *s, const flu_suggestion *found, uint32_t count)
{
  s->items = flu_arena_take(&s->arena, count * sizeof *s->items);
  if (s->items == NULL) return FLUIDE_E_NOMEM;
  for (uint32_t i = 0; i < count; i++) {
    char *text = flu_arena_copy(&s->arena, found[i].text.ptr, found[i].text.len);
    if (text == NULL) return FLUIDE_E_NOMEM;
    s->items[s->count++] =
      (fluide_suggestion){ { text, found[i].text.len }, found[i].cost, found[i].frequency };
  }
  return FLUIDE_OK;
}

static int suggest(fluide_checker *c, const char *word, size_t len, fluide_suggestions **out)
{
  fluide_suggestions *s = flu_new0(&c->alloc, sizeof *s);
  if (s == NULL) return FLUIDE_E_NOMEM;
  s->alloc = c->alloc;
  flu_arena_init(&s->arena, &c->alloc);
  flu_arena scratch = flu_api_arena_take(c);
  flu_user_candidates user = { flu_user_acquire(c->users), len };
  flu_extra_words extra = flu_user_extra(&user);
  flu_suggest_request request = {
    .word = word,
    .len = len,
    .extra = user.words == NULL ? NULL : &extra,
    .variant = c->settings.unwanted_variant,
    .budget = c->settings.suggestion_budget,
    .max = c->settings.max_suggestions,
  };
  flu_suggestion found[FLU_MAX_SUGGESTIONS];
  uint32_t count = request.max;
  bool cut = false;
  int status = count == 0 ? FLU_OK : flu_suggest(&c->model->speller, &request, &scratch, found, &count, &cut);
  if (status == FLU_OK) status = fill(s, found, count);
  flu_user_release(c->users, user.words);
  flu_api_arena_give(c, &scratch);
  if (status == FLU_OK) *out = s;
  else fluide_suggestions_free(s);
  return status;
}

int fluide_suggest(const fluide_checker *checker, const char *word, size_t len, fluide_suggestions **out,
                   fluide_error *err)
{
  if (checker == NULL || word == NULL || out == NULL || len == 0)
    return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "checker, word and out must not be NULL, nor the word empty");
  if (len > FLU_MAX_FORM_BYTES)
    return flu_fail(FLU_ERR(err), FLU_E_LIMIT, FLU_MAX_FORM_BYTES, "word is longer than %u bytes", FLU_MAX_FORM_BYTES);
  char text[FLU_MAX_FORM_BYTES * 3];
  int n = flu_api_word(word, len, text, sizeof text, err);
  if (n < 0) return n;
  int status = suggest((fluide_checker *)(uintptr_t)checker, text, (size_t)n, out);
  return status == FLUIDE_OK ? status : flu_fail(FLU_ERR(err), status, 0, "%s", fluide_status_message(status));
}

const fluide_suggestion *fluide_suggestions_items(const fluide_suggestions *s, size_t *count, size_t *stride)
{
  if (s == NULL || count == NULL || stride == NULL) return NULL;
  *count = s->count;
  *stride = sizeof *s->items;
  return s->items;
}

void fluide_suggestions_free(fluide_suggestions *s)
{
  if (s == NULL) return;
  flu_alloc alloc = s->alloc;
  flu_arena_end(&s->arena);
  flu_free(&alloc, s, sizeof *s);
}
