#include "api/tags.h"

#define MAX_MATCHES 4u
#define FEATURES_BYTES 256u

struct fluide_analysis {
  flu_alloc alloc;
  flu_arena arena;
  fluide_token *tokens;
  size_t token_count;
  fluide_sentence *sentences;
  size_t sentence_count;
  fluide_reading *readings;   /* grows while it is made; owned outside the arena */
  size_t reading_count, reading_cap;
};

typedef struct analyser {
  const fluide_checker *checker;
  const flu_user_words *user;
  fluide_analysis *to;
} analyser;

static bool same_str(fluide_str s, const char *ptr, size_t len)
{
  return s.len == len && memcmp(s.ptr, ptr, len) == 0;
}

/* Add a reading to the token that is being read, unless it is there already. */
static bool add_reading(fluide_analysis *a, fluide_token *token, const flu_tag *tag, const char *lemma, size_t len)
{
  const char *upos = flu_pos_upos(tag->pos);
  char features[FEATURES_BYTES];
  size_t n = flu_tag_features(tag, features, sizeof features);
  if (n >= sizeof features) n = sizeof features - 1;
  for (uint32_t i = 0; i < token->reading_count; i++) {
    const fluide_reading *r = &a->readings[token->first_reading + i];
    if (same_str(r->lemma, lemma, len) && same_str(r->pos, upos, strlen(upos)) && same_str(r->features, features, n))
      return true;
  }
  void *items = a->readings;
  bool room = flu_reserve(&a->alloc, &items, a->reading_count, &a->reading_cap, sizeof *a->readings);
  a->readings = items;
  if (!room) return false;
  fluide_reading *r = &a->readings[a->reading_count];
  if (!flu_api_copy(&a->arena, &r->lemma, lemma, len) || !flu_api_copy(&a->arena, &r->features, features, n)) return false;
  r->pos = (fluide_str){ upos, (uint32_t)strlen(upos) };
  a->reading_count++;
  token->reading_count++;
  return true;
}

static bool add_lexicon_readings(analyser *an, fluide_token *token, const char *word, size_t len)
{
  const flu_lexicon *lex = &an->checker->model->lexicon;
  uint32_t forms[MAX_MATCHES];
  size_t count = flu_lexicon_match(lex, word, len, forms, MAX_MATCHES);
  for (size_t f = 0; f < count; f++) {
    char spelling[FLU_MAX_FORM_BYTES * 2], lemma[FLU_MAX_FORM_BYTES * 3];
    size_t n = flu_lexicon_spelling(lex, forms[f], spelling, sizeof spelling);
    flu_reading readings[FLU_MAX_READINGS];
    size_t found = flu_lexicon_readings(lex, forms[f], readings, FLU_MAX_READINGS);
    for (size_t i = 0; i < found; i++) {
      size_t l = flu_lexicon_lemma(&readings[i], spelling, n, lemma, sizeof lemma);
      if (!add_reading(an->to, token, readings[i].tag, lemma, l)) return false;
    }
  }
  const flu_user_entry *entry = flu_user_match(an->user, word, len);
  for (uint32_t i = 0; entry != NULL && i < entry->reading_count; i++) {
    const flu_user_reading *r = &entry->readings[i];
    if (!add_reading(an->to, token, &r->tag, r->lemma.ptr, r->lemma.len)) return false;
  }
  return true;
}

/* An elided word (l') is what its list says it stands for (le|la), an enclitic too, or the word without its hyphen. */
static bool add_token_readings(analyser *an, fluide_token *token, const flu_token *t)
{
  if (t->norm.len > FLU_MAX_FORM_BYTES) return true;
  bool elided = (t->flags & FLU_TOKEN_ELIDED) != 0, enclitic = (t->flags & FLU_TOKEN_ENCLITIC) != 0;
  if (!elided && !enclitic) return add_lexicon_readings(an, token, t->norm.ptr, t->norm.len);
  char lower[FLU_MAX_FORM_BYTES * 3];
  size_t n = flu_lower(t->norm.ptr, t->norm.len, lower, sizeof lower);
  uint64_t list = elided ? an->checker->list_bits.elisions : an->checker->list_bits.enclitics;
  flu_str full = flu_lists_value(&an->checker->model->lists, lower, n, list);
  if (full.len == 0 && enclitic && n > 1) return add_lexicon_readings(an, token, lower + 1, n - 1);
  for (uint32_t from = 0; from < full.len;) {
    const char *bar = memchr(full.ptr + from, '|', full.len - from);
    uint32_t to = bar == NULL ? full.len : (uint32_t)(bar - full.ptr);
    if (!add_lexicon_readings(an, token, full.ptr + from, to - from)) return false;
    from = to + 1;
  }
  return true;
}

static fluide_pos position(flu_cursor *cursor, uint32_t byte)
{
  flu_cursor_to(cursor, byte);
  return (fluide_pos){ cursor->byte, cursor->utf16, cursor->cp };
}

static bool fill_tokens(analyser *an, const flu_text *text)
{
  fluide_analysis *a = an->to;
  a->tokens = flu_arena_take(&a->arena, text->token_count * sizeof *a->tokens);
  if (a->tokens == NULL) return false;
  flu_cursor cursor = { .text = text->utf8 };
  for (uint32_t s = 0; s < text->sentence_count; s++) {
    const flu_sentence *sentence = &text->sentences[s];
    for (uint32_t i = 0; i < sentence->token_count; i++) {
      const flu_token *t = &text->tokens[sentence->first_token + i];
      fluide_token *to = &a->tokens[a->token_count++];
      memset(to, 0, sizeof *to);
      to->start = position(&cursor, t->start);
      to->end = position(&cursor, t->end);
      to->sentence = s;
      to->kind = t->kind;
      to->space_before = (t->flags & FLU_TOKEN_SPACE_BEFORE) != 0;
      to->first_reading = (uint32_t)a->reading_count;
      if (!flu_api_copy(&a->arena, &to->norm, t->norm.ptr, t->norm.len) || !add_token_readings(an, to, t)) return false;
    }
  }
  return true;
}

static bool fill_sentences(fluide_analysis *a, const flu_text *text)
{
  a->sentences = flu_arena_take(&a->arena, text->sentence_count * sizeof *a->sentences);
  if (a->sentences == NULL) return false;
  flu_cursor cursor = { .text = text->utf8 };
  for (uint32_t s = 0; s < text->sentence_count; s++) {
    const flu_sentence *from = &text->sentences[s];
    fluide_sentence *to = &a->sentences[a->sentence_count++];
    to->start = position(&cursor, from->start);
    to->end = position(&cursor, from->end);
    to->first_token = from->first_token;
    to->token_count = from->token_count;
  }
  return true;
}

static int analyse(fluide_checker *c, const char *utf8, size_t len, const fluide_input *in, fluide_analysis **out)
{
  fluide_analysis *a = flu_new0(&c->alloc, sizeof *a);
  if (a == NULL) return FLUIDE_E_NOMEM;
  a->alloc = c->alloc;
  flu_arena_init(&a->arena, &c->alloc);
  analyser an = { c, flu_user_acquire(c->users), a };
  flu_arena scratch = flu_api_arena_take(c);
  flu_api_words words = { &c->model->lexicon, an.user };
  flu_text_language language;
  flu_text_language_init(&language, &c->model->lists, flu_api_is_known, &words);
  flu_text text;
  int status = flu_text_cut(&text, utf8, (uint32_t)len, (const flu_mask *)(const void *)in->masks, in->mask_count,
                            &language, &scratch, in->poll, in->poll_ctx);
  if (status == FLU_OK && (!fill_tokens(&an, &text) || !fill_sentences(a, &text))) status = FLU_E_NOMEM;
  flu_arena work = flu_api_arena_take(c);
  if (status == FLU_OK) status = flu_api_tag(c, an.user, &text, &work, &a->arena, a->tokens);
  flu_api_arena_give(c, &work);
  flu_api_arena_give(c, &scratch);
  flu_user_release(c->users, an.user);
  if (status == FLU_OK) *out = a;
  else fluide_analysis_free(a);
  return status;
}

int fluide_analyze(const fluide_checker *checker, const char *utf8, size_t len, const fluide_input *input,
                   fluide_analysis **out, fluide_error *err)
{
  if (out == NULL) return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "out must not be NULL");
  if (utf8 == NULL && len == 0) utf8 = "";
  fluide_input in;
  int status = flu_api_text_ok(checker, utf8, len, input, &in, err);
  if (status != FLUIDE_OK) return status;
  status = analyse((fluide_checker *)(uintptr_t)checker, utf8, len, &in, out);
  return status == FLUIDE_OK ? status : flu_fail(FLU_ERR(err), status, 0, "%s", fluide_status_message(status));
}

const fluide_token *fluide_analysis_tokens(const fluide_analysis *a, size_t *count, size_t *stride)
{
  if (a == NULL || count == NULL || stride == NULL) return NULL;
  *count = a->token_count;
  *stride = sizeof *a->tokens;
  return a->tokens;
}

const fluide_sentence *fluide_analysis_sentences(const fluide_analysis *a, size_t *count, size_t *stride)
{
  if (a == NULL || count == NULL || stride == NULL) return NULL;
  *count = a->sentence_count;
  *stride = sizeof *a->sentences;
  return a->sentences;
}

const fluide_reading *fluide_analysis_readings(const fluide_analysis *a, size_t *count, size_t *stride)
{
  if (a == NULL || count == NULL || stride == NULL) return NULL;
  *count = a->reading_count;
  *stride = sizeof *a->readings;
  return a->readings;
}

void fluide_analysis_free(fluide_analysis *a)
{
  if (a == NULL) return;
  flu_alloc alloc = a->alloc;
  flu_arena_end(&a->arena);
  flu_free(&alloc, a->readings, a->reading_cap * sizeof *a->readings);
  flu_free(&alloc, a, sizeof *a);
}
