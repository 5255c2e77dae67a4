/* What the public handles hold. Only lib/api includes this. */
#ifndef FLU_API_HANDLES_H
#define FLU_API_HANDLES_H

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/memory.h"
#include "context/choice.h"
#include "correction/checker.h"
#include "fluide/fluide.h"
#include "lexicon/lexicon_inner.h"
#include "lexicon/lists_inner.h"
#include "lexicon/pack.h"
#include "lexicon/user_dictionaries.h"
#include "lexicon/user_words.h"
#include "rules/match.h"
#include "spelling/speller.h"
#include "syntax/parser.h"
#include "tagging/tagger_inner.h"
#include "text/text.h"

#define FLU_ARENA_POOL 16u

struct fluide_model {
  atomic_uint refs;
  flu_alloc alloc;
  void *mapped;               /* file mapping; NULL when the pack is not ours */
  size_t mapped_size;
  flu_pack pack;
  uint64_t generation;
  fluide_model *base;         /* of a model with rules of one's own: the one that has the rest; else NULL */
  flu_buffer own_rules, own_programs; /* their sections */
  flu_lexicon lexicon;
  flu_lists lists;
  flu_catalogue catalogue;
  flu_programs programs;
  flu_speller speller;
  flu_tagger tagger;
  flu_parser parser;
  flu_choices choices;
  fluide_rule *rules;         /* public view of the catalogue */
};

typedef struct flu_settings { /* options, read once */
  uint8_t locale, unwanted_variant;
  uint32_t max_issues, max_suggestions, max_text_bytes, suggestion_budget;
} flu_settings;

struct fluide_checker {
  flu_alloc alloc;
  fluide_model *model;
  flu_settings settings;
  uint8_t *enabled;           /* by rule index */
  size_t enabled_count;
  flu_list_bits list_bits;
  flu_user_store *users;
  flu_user_dictionaries *dictionaries;
  pthread_mutex_t pool_lock;  /* scratch memory of finished calls, kept for the next */
  flu_arena pool[FLU_ARENA_POOL];
  unsigned pool_count;
};

/* Fill *err and return the code; api code's short hand for flu_fail on the public type. */
#define FLU_ERR(err) ((flu_error *)(void *)(err))

/* Shared by check, correct, suggest and analyse. */
int flu_api_text_ok(const fluide_checker *c, const char *utf8, size_t len, const fluide_input *in, fluide_input *read,
                    fluide_error *err);
int flu_api_check(const fluide_checker *checker, const char *utf8, size_t len, const fluide_input *input, bool correct,
                  flu_rule_observer *observer, fluide_result **out, fluide_error *err);  /* observer: NULL, nobody watches */
int flu_api_input_read(fluide_input *to, const fluide_input *from, fluide_error *err);
flu_arena flu_api_arena_take(fluide_checker *c);
void flu_api_arena_give(fluide_checker *c, flu_arena *arena);

/* A model like `base` with these RULES and PROGRAMS sections, whose memory it takes over when it succeeds. */
int flu_api_model_extend(fluide_model *base, flu_buffer *rules, flu_buffer *programs, const flu_alloc *alloc,
                         fluide_model **out, flu_error *err);

/* Copy of a struct whose size the caller says; E_VERSION when a field that this version lacks is set. */
int flu_api_read_struct(void *to, size_t size, const void *from, size_t from_size);

/* Copy of a string in an arena; false, out of memory: *out untouched. */
bool flu_api_copy(flu_arena *arena, fluide_str *out, const char *ptr, size_t len);

/* For the tokeniser: words with hyphens or apostrophes that stay whole, as `known` of flu_text_language; ctx is an
 * flu_api_words. */
typedef struct flu_api_words {
  const flu_lexicon *lexicon;
  const flu_user_words *user;
} flu_api_words;
bool flu_api_is_known(void *ctx, const char *word, size_t len);

/* A word from outside: NFC, straight apostrophe. Returns its bytes, or a negative status. */
int flu_api_word(const char *word, size_t len, char *out, size_t cap, fluide_error *err);

#endif
