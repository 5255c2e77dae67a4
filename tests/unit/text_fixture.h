/* What the tests of lib/text share: the French word lists, a handful of known words, tokens written as text. */
#ifndef TEXT_FIXTURE_H
#define TEXT_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/build.h"
#include "lexicon/lists_inner.h"
#include "text/markup.h"
#include "text/text.h"

typedef struct fixture {
  flu_buffer section;
  flu_lists lists;
  flu_text_language language;
  flu_arena arena;
  flu_text text;
  flu_mask_list masks;
  char *out;               /* what write_tokens wrote */
  size_t out_len;
} fixture;

static fixture fx;

static bool fixture_known(void *ctx, const char *word, size_t len)
{
  static const char *const words[] = { "aujourd'hui", "prud'homme", "presqu'île", "quelqu'un", "m'dame", "arc-en-ciel",
    "vis-à-vis", "rendez-vous", "c'est-à-dire", "peut-être", "là-bas", "qu'en-dira-t-on", "jusque-là", "dix", "il",
    "elle", "le", "la", "maison", "parti", "chef-d'œuvre", "on", "ils", "voilà", "ce", "m'en", "va-t'en" };
  char lower[256];
  (void)ctx;
  const size_t n = len > 200 ? 0 : flu_lower(word, len, lower, sizeof lower);
  for (size_t i = 0; i < sizeof words / sizeof *words && n > 0; i++)
    if (strlen(words[i]) == n && memcmp(words[i], lower, n) == 0) return true;
  return false;
}

static inline void fixture_setup(void)
{
  flu_diag d = { .out = stderr };
  flu_error err;
  memset(&fx, 0, sizeof fx);
  flu_buffer_init(&fx.section, &flu_alloc_default);
  ck_assert_int_eq(flu_build_lists(&d, FLU_LISTS_DIR, &fx.section), FLU_OK);
  ck_assert_int_eq(flu_lists_open((unsigned char *)fx.section.ptr, fx.section.len, &fx.lists, &err), FLU_OK);
  flu_text_language_init(&fx.language, &fx.lists, fixture_known, NULL);
  flu_arena_init(&fx.arena, &flu_alloc_default);
  fx.masks.alloc = &flu_alloc_default;
}

static inline void fixture_teardown(void)
{
  flu_arena_end(&fx.arena);
  flu_buffer_end(&fx.section);
  flu_free(&flu_alloc_default, fx.masks.items, fx.masks.cap * sizeof *fx.masks.items);
  free(fx.out);
}

static inline void cut_bytes(const char *s, size_t len)
{
  flu_arena_reset(&fx.arena);
  ck_assert_uint_eq(flu_utf8_valid(s, len), len);
  ck_assert_uint_eq(flu_masks_valid(fx.masks.items, fx.masks.count, s, len), fx.masks.count);
  ck_assert_int_eq(flu_text_cut(&fx.text, s, (uint32_t)len, fx.masks.items, fx.masks.count, &fx.language, &fx.arena,
                                NULL, NULL), FLU_OK);
}

static inline void write_flags(FILE *f, const flu_token *t)
{
  static const char *const kinds[] = { "", "", "nombre", "", "", "abr", "ord", "date", "heure", "unité", "url", "mail",
    "chemin", "mention", "mot-dièse", "code", "romain", "emoji", "masque" };
  if (kinds[t->kind][0] != '\0') fprintf(f, "{%s}", kinds[t->kind]);
  if ((t->flags & FLU_TOKEN_ELIDED) != 0) fputc('~', f);
  if ((t->flags & FLU_TOKEN_ENCLITIC) != 0) fputc('^', f);
}

/* Norms with their kinds, a space between tokens, " | " between sentences. Spaces inside a norm become _. */
static inline const char *write_tokens(void)
{
  free(fx.out);
  FILE *f = open_memstream(&fx.out, &fx.out_len);
  for (uint32_t s = 0; s < fx.text.sentence_count; s++) {
    const flu_sentence *sentence = &fx.text.sentences[s];
    if (s > 0) fputs(" |", f);
    for (uint32_t i = 0; i < sentence->token_count; i++) {
      const flu_token *t = &fx.text.tokens[sentence->first_token + i];
      if (s + i > 0) fputc(' ', f);
      for (uint32_t b = 0; b < t->norm.len; b++) fputc(t->norm.ptr[b] == ' ' ? '_' : t->norm.ptr[b], f);
      write_flags(f, t);
    }
  }
  fclose(f);
  return fx.out;
}

static inline const char *cut(const char *s)
{
  fx.masks.count = 0;
  cut_bytes(s, strlen(s));
  return write_tokens();
}

/* Cuts a text whose masks are in fx.masks. */
static inline const char *cut_masked(const char *s)
{
  cut_bytes(s, strlen(s));
  return write_tokens();
}

static inline const flu_token *token_of(const char *norm)
{
  for (uint32_t i = 0; i < fx.text.token_count; i++)
    if (fx.text.tokens[i].norm.len == strlen(norm) && memcmp(fx.text.tokens[i].norm.ptr, norm, strlen(norm)) == 0)
      return &fx.text.tokens[i];
  ck_abort_msg("no token « %s »", norm);
  return NULL;
}

#define ck_cut(text, expected) ck_assert_str_eq(cut(text), expected)

static inline int run_suite(const char *name, void (*add)(TCase *))
{
  Suite *suite = suite_create(name);
  TCase *tests = tcase_create(name);
  tcase_add_checked_fixture(tests, fixture_setup, fixture_teardown);
  tcase_set_timeout(tests, 120);
  add(tests);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
