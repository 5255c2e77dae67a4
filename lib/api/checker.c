#include "api/options.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utypes.h>

#define POOL_KEEP_BYTES (4u << 20)

static bool checker_parts(fluide_checker *c)
{
  c->enabled_count = c->model->catalogue.count == 0 ? 1 : c->model->catalogue.count;
  c->enabled = flu_new0(&c->alloc, c->enabled_count);
  c->users = flu_user_store_new(&c->alloc);
  c->dictionaries = flu_user_dictionaries_new(&c->alloc);
  return c->enabled != NULL && c->users != NULL && c->dictionaries != NULL;
}

int fluide_checker_new(fluide_model *model, const fluide_options *options, fluide_checker **out, fluide_error *err)
{
  if (model == NULL || out == NULL) return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "model and out must not be NULL");
  flu_alloc alloc = model->alloc;
  size_t has_alloc = offsetof(fluide_options, alloc) + sizeof options->alloc;
  if (options != NULL && options->struct_size >= has_alloc && options->alloc != NULL && options->alloc->fn != NULL)
    memcpy(&alloc, options->alloc, sizeof alloc);
  fluide_checker *c = flu_new0(&alloc, sizeof *c);
  if (c == NULL) return flu_fail(FLU_ERR(err), FLU_E_NOMEM, 0, "out of memory");
  c->alloc = alloc;
  if (pthread_mutex_init(&c->pool_lock, NULL) != 0) {
    flu_free(&alloc, c, sizeof *c);
    return flu_fail(FLU_ERR(err), FLU_E_NOMEM, 0, "out of memory");
  }
  c->model = fluide_model_ref(model);
  int status = FLU_OK;
  if (!checker_parts(c)) status = flu_fail(FLU_ERR(err), FLU_E_NOMEM, 0, "out of memory");
  if (status == FLU_OK) status = flu_api_options(c, options, FLU_ERR(err));
  if (status != FLU_OK) {
    fluide_checker_free(c);
    return status;
  }
  c->list_bits = (flu_list_bits){
    .elisions = flu_lists_bit(&model->lists, "elisions"),
    .before_vowel = flu_lists_bit(&model->lists, "before-vowel"),
    .before_consonant = flu_lists_bit(&model->lists, "before-consonant"),
    .enclitics = flu_lists_bit(&model->lists, "enclitics"),
    .foreign = flu_lists_bit(&model->lists, "foreign"),
    .repeatable = flu_lists_bit(&model->lists, "repeatable"),
    .prefixes = flu_lists_bit(&model->lists, "prefixes"),
    .suffixes = flu_lists_bit(&model->lists, "productive-suffixes"),
    .letters = flu_lists_bit(&model->lists, "letters"),
    .months = flu_lists_bit(&model->lists, "months"),
    .time_nouns = flu_lists_bit(&model->lists, "time-nouns"),
    .unagreed = flu_lists_bit(&model->lists, "unagreed-participles"),
    .doubtful_gender = flu_lists_bit(&model->lists, "doubtful-gender"),
    .loose_agreement = flu_lists_bit(&model->lists, "loose-agreement"),
    .quantities = flu_lists_bit(&model->lists, "quantities"),
    .additive = flu_lists_bit(&model->lists, "additive"),
    .copulas = flu_lists_bit(&model->lists, "copulas"),
  };
  *out = c;
  return FLUIDE_OK;
}

void fluide_checker_free(fluide_checker *c)
{
  if (c == NULL) return;
  flu_alloc alloc = c->alloc;
  for (unsigned i = 0; i < c->pool_count; i++) flu_arena_end(&c->pool[i]);
  flu_free(&alloc, c->enabled, c->enabled_count);
  flu_user_store_free(c->users);
  flu_user_dictionaries_free(c->dictionaries);
  pthread_mutex_destroy(&c->pool_lock);
  fluide_model_unref(c->model);
  flu_free(&alloc, c, sizeof *c);
}

/* --- scratch memory --- */

flu_arena flu_api_arena_take(fluide_checker *c)
{
  flu_arena arena;
  flu_arena_init(&arena, &c->alloc);
  pthread_mutex_lock(&c->pool_lock);
  if (c->pool_count > 0) arena = c->pool[--c->pool_count];
  pthread_mutex_unlock(&c->pool_lock);
  return arena;
}

void flu_api_arena_give(fluide_checker *c, flu_arena *arena)
{
  flu_arena_reset(arena);
  bool kept = false;
  if (arena->total <= POOL_KEEP_BYTES) {
    pthread_mutex_lock(&c->pool_lock);
    if (c->pool_count < FLU_ARENA_POOL) {
      c->pool[c->pool_count++] = *arena;
      kept = true;
    }
    pthread_mutex_unlock(&c->pool_lock);
  }
  if (!kept) flu_arena_end(arena);
}

bool flu_api_copy(flu_arena *arena, fluide_str *out, const char *ptr, size_t len)
{
  const char *p = flu_arena_copy(arena, ptr, len);
  if (p == NULL) return false;
  *out = (fluide_str){ p, (uint32_t)len };
  return true;
}

/* --- user words --- */

bool flu_api_is_known(void *ctx, const char *word, size_t len)
{
  const flu_api_words *w = ctx;
  uint32_t form;
  if (len > FLU_MAX_FORM_BYTES) return false;
  return flu_lexicon_match(w->lexicon, word, len, &form, 1) > 0 || flu_user_match(w->user, word, len) != NULL ||
         flu_user_is_ignored(w->user, word, len);
}

static bool is_apostrophe(UChar c)
{
  return c == 0x2019 || c == 0x02BC || c == 0x2018;
}

int flu_api_word(const char *word, size_t len, char *out, size_t cap, fluide_error *err)
{
  size_t valid = flu_utf8_valid(word, len);
  if (valid < len) return flu_fail(FLU_ERR(err), FLU_E_UTF8, valid, "byte %zu is not UTF-8", valid);
  UChar wide[FLU_MAX_FORM_BYTES + 1], nfc[FLU_MAX_FORM_BYTES * 3 + 1];
  int32_t n = 0, m = 0, bytes = 0;
  UErrorCode code = U_ZERO_ERROR;
  u_strFromUTF8(wide, FLU_MAX_FORM_BYTES + 1, &n, word, (int32_t)len, &code);
  const UNormalizer2 *normalizer = unorm2_getNFCInstance(&code);
  m = U_SUCCESS(code) ? unorm2_normalize(normalizer, wide, n, nfc, FLU_MAX_FORM_BYTES * 3 + 1, &code) : 0;
  for (int32_t i = 0; U_SUCCESS(code) && i < m; i++)
    if (is_apostrophe(nfc[i])) nfc[i] = '\'';
  if (U_SUCCESS(code)) u_strToUTF8(out, (int32_t)cap, &bytes, nfc, m, &code);
  if (U_FAILURE(code) || (size_t)bytes > FLU_MAX_FORM_BYTES)
    return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "word is longer than %u bytes", FLU_MAX_FORM_BYTES);
  return bytes;
}

/* One word of a user: not empty, short enough, without white space or control characters. */
static int user_word(const char *word, char *out, size_t cap, fluide_error *err)
{
  size_t len = word == NULL ? 0 : strlen(word);
  if (len == 0) return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "word is empty");
  if (len > FLU_MAX_FORM_BYTES)
    return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "word is longer than %u bytes", FLU_MAX_FORM_BYTES);
  int n = flu_api_word(word, len, out, cap, err);
  if (n < 0) return n;
  for (size_t at = 0; at < (size_t)n;) {
    size_t here = at;
    uint32_t c = flu_utf8_next(out, &at);
    if (c <= 0x20 || c == 0x7F || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
        c == 0x202F || c == 0x3000)
      return flu_fail(FLU_ERR(err), FLU_E_ARG, here, "\"%.60s\" is not one word", word);
  }
  return n;
}

static int word_failed(int status, const char *word, const char *like, fluide_error *err)
{
  switch (status) {
  case FLU_E_NOTFOUND: return flu_fail(FLU_ERR(err), status, 0, "\"%.60s\" is not in the lexicon", like);
  case FLU_E_ARG: return flu_fail(FLU_ERR(err), status, 0, "\"%.60s\" cannot inflect like \"%.60s\"", word, like);
  case FLU_E_LIMIT:
    return flu_fail(FLU_ERR(err), status, 0, "more than %u user forms", (unsigned)FLU_MAX_USER_FORMS);
  case FLU_E_NOMEM: return flu_fail(FLU_ERR(err), status, 0, "out of memory");
  default: return status;
  }
}

int fluide_add_word(fluide_checker *c, const char *word, const char *like, fluide_error *err)
{
  if (c == NULL) return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "checker must not be NULL");
  char w[FLU_MAX_FORM_BYTES * 3], l[FLU_MAX_FORM_BYTES * 3];
  int n = user_word(word, w, sizeof w, err), m = 0;
  if (n < 0) return n;
  if (like != NULL && (m = user_word(like, l, sizeof l, err)) < 0) return m;
  int status = flu_user_add(c->users, &c->model->lexicon, w, (size_t)n, like == NULL ? NULL : l, (size_t)m);
  return status == FLU_OK ? FLUIDE_OK : word_failed(status, word, like == NULL ? "" : like, err);
}

int fluide_remove_word(fluide_checker *c, const char *word)
{
  if (c == NULL) return FLUIDE_E_ARG;
  char w[FLU_MAX_FORM_BYTES * 3];
  int n = user_word(word, w, sizeof w, NULL);
  return n < 0 ? n : flu_user_remove(c->users, w, (size_t)n);
}

int fluide_ignore_word(fluide_checker *c, const char *word, fluide_error *err)
{
  if (c == NULL) return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "checker must not be NULL");
  char w[FLU_MAX_FORM_BYTES * 3];
  int n = user_word(word, w, sizeof w, err);
  if (n < 0) return n;
  int status = flu_user_ignore(c->users, w, (size_t)n);
  return status == FLU_OK ? FLUIDE_OK : word_failed(status, word, "", err);
}

int fluide_add_dictionary(fluide_checker *c, const char *aff_path, const char *dic_path, fluide_error *err)
{
  if (c == NULL || aff_path == NULL || dic_path == NULL)
    return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "checker and paths must not be NULL");
  return flu_user_dictionaries_add(c->dictionaries, aff_path, dic_path, FLU_ERR(err));
}
