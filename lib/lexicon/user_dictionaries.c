#include "lexicon/user_dictionaries.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#ifdef FLU_HAVE_HUNSPELL
#include <hunspell/hunspell.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>
#endif

#define MAX_WORD_BYTES 256u

#ifdef FLU_HAVE_HUNSPELL

/* A hunspell handle is for one thread at a time, so each has a lock. Slots are filled once and never change after. */
typedef struct dictionary {
  Hunhandle *handle;
  UConverter *converter;   /* NULL when the dictionary is UTF-8 */
  pthread_mutex_t lock;
} dictionary;

struct flu_user_dictionaries {
  flu_alloc alloc;
  pthread_mutex_t adding;
  atomic_uint count;
  dictionary items[FLU_MAX_USER_DICTIONARIES];
};

flu_user_dictionaries *flu_user_dictionaries_new(const flu_alloc *alloc)
{
  flu_user_dictionaries *d = flu_new0(alloc, sizeof *d);
  if (d == NULL) return NULL;
  d->alloc = *alloc;
  atomic_init(&d->count, 0);
  if (pthread_mutex_init(&d->adding, NULL) != 0) {
    flu_free(alloc, d, sizeof *d);
    return NULL;
  }
  return d;
}

void flu_user_dictionaries_free(flu_user_dictionaries *d)
{
  if (d == NULL) return;
  unsigned count = atomic_load(&d->count);
  for (unsigned i = 0; i < count; i++) {
    Hunspell_destroy(d->items[i].handle);
    if (d->items[i].converter != NULL) ucnv_close(d->items[i].converter);
    pthread_mutex_destroy(&d->items[i].lock);
  }
  pthread_mutex_destroy(&d->adding);
  flu_alloc alloc = d->alloc;
  flu_free(&alloc, d, sizeof *d);
}

static int readable(const char *path, flu_error *err)
{
  FILE *f = fopen(path, "rb");
  if (f == NULL) return flu_fail(err, FLU_E_IO, 0, "%s: %s", path, strerror(errno));
  int first = fgetc(f);
  bool bad = ferror(f) != 0;
  fclose(f);
  if (bad || first == EOF) return flu_fail(err, FLU_E_IO, 0, "%s: empty or not a readable file", path);
  return FLU_OK;
}

static int add_locked(flu_user_dictionaries *d, const char *aff_path, const char *dic_path, flu_error *err)
{
  unsigned count = atomic_load(&d->count);
  if (count >= FLU_MAX_USER_DICTIONARIES)
    return flu_fail(err, FLU_E_LIMIT, 0, "more than %u dictionaries", FLU_MAX_USER_DICTIONARIES);
  dictionary *item = &d->items[count];
  item->handle = Hunspell_create(aff_path, dic_path);
  if (item->handle == NULL) return flu_fail(err, FLU_E_NOMEM, 0, "%s: out of memory", dic_path);
  const char *encoding = Hunspell_get_dic_encoding(item->handle);
  item->converter = NULL;
  if (strcmp(encoding, "UTF-8") != 0) {
    UErrorCode code = U_ZERO_ERROR;
    item->converter = ucnv_open(encoding, &code);
    if (U_SUCCESS(code)) ucnv_setFromUCallBack(item->converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
    if (U_FAILURE(code)) {
      if (item->converter != NULL) ucnv_close(item->converter);
      Hunspell_destroy(item->handle);
      return flu_fail(err, FLU_E_UNSUPPORTED, 0, "%s: unknown encoding %s", aff_path, encoding);
    }
  }
  if (pthread_mutex_init(&item->lock, NULL) != 0) {
    if (item->converter != NULL) ucnv_close(item->converter);
    Hunspell_destroy(item->handle);
    return flu_fail(err, FLU_E_NOMEM, 0, "out of memory");
  }
  atomic_store(&d->count, count + 1);
  return FLU_OK;
}

int flu_user_dictionaries_add(flu_user_dictionaries *d, const char *aff_path, const char *dic_path, flu_error *err)
{
  int status = readable(aff_path, err);
  if (status == FLU_OK) status = readable(dic_path, err);
  if (status != FLU_OK) return status;
  pthread_mutex_lock(&d->adding);
  status = add_locked(d, aff_path, dic_path, err);
  pthread_mutex_unlock(&d->adding);
  return status;
}

/* The word in the dictionary's encoding; false when it cannot be written there. */
static bool encode(UConverter *converter, const char *word, size_t len, char *out, size_t cap)
{
  if (converter == NULL) {
    if (len >= cap) return false;
    memcpy(out, word, len);
    out[len] = '\0';
    return true;
  }
  UChar wide[MAX_WORD_BYTES];
  int32_t units = 0;
  UErrorCode code = U_ZERO_ERROR;
  u_strFromUTF8(wide, MAX_WORD_BYTES, &units, word, (int32_t)len, &code);
  if (U_FAILURE(code)) return false;
  int32_t n = ucnv_fromUChars(converter, out, (int32_t)cap, wide, units, &code);
  return U_SUCCESS(code) && n > 0 && (size_t)n < cap;
}

bool flu_user_dictionaries_accept(const flu_user_dictionaries *d, const char *word, size_t len)
{
  if (d == NULL || len == 0 || len >= MAX_WORD_BYTES || memchr(word, '\0', len) != NULL) return false;
  flu_user_dictionaries *shared = (flu_user_dictionaries *)(uintptr_t)d;   /* locks and handles are inside */
  unsigned count = atomic_load(&shared->count);
  for (unsigned i = 0; i < count; i++) {
    dictionary *item = &shared->items[i];
    char bytes[MAX_WORD_BYTES * 2];
    pthread_mutex_lock(&item->lock);
    bool right = encode(item->converter, word, len, bytes, sizeof bytes) && Hunspell_spell(item->handle, bytes) != 0;
    pthread_mutex_unlock(&item->lock);
    if (right) return true;
  }
  return false;
}

#else

struct flu_user_dictionaries {
  flu_alloc alloc;
};

flu_user_dictionaries *flu_user_dictionaries_new(const flu_alloc *alloc)
{
  flu_user_dictionaries *d = flu_new0(alloc, sizeof *d);
  if (d != NULL) d->alloc = *alloc;
  return d;
}

void flu_user_dictionaries_free(flu_user_dictionaries *d)
{
  if (d == NULL) return;
  flu_alloc alloc = d->alloc;
  flu_free(&alloc, d, sizeof *d);
}

int flu_user_dictionaries_add(flu_user_dictionaries *d, const char *aff_path, const char *dic_path, flu_error *err)
{
  (void)d;
  (void)aff_path;
  return flu_fail(err, FLU_E_UNSUPPORTED, 0, "%s: this build has no libhunspell", dic_path);
}

bool flu_user_dictionaries_accept(const flu_user_dictionaries *d, const char *word, size_t len)
{
  (void)d;
  (void)word;
  (void)len;
  return false;
}

#endif
