#include "api/tags.h"

#include "tagging/tagger.h"

#define FEATURES_BYTES 256u

typedef struct tagging {
  const fluide_checker *checker;
  const flu_user_words *user;
  flu_arena *keep;
} tagging;

/* The user's own word that a token may be. */
static const flu_user_entry *user_entry(const tagging *t, flu_str norm)
{
  return t->user == NULL ? NULL : flu_user_match(t->user, norm.ptr, norm.len);
}

static uint32_t user_classes(const flu_user_entry *entry)
{
  uint32_t classes = 0;
  for (uint32_t i = 0; entry != NULL && i < entry->reading_count; i++)
    classes |= flu_tag_classes(&entry->readings[i].tag);
  return classes;
}

/* Reading of a user's word in the class that was chosen. */
static const flu_user_reading *user_reading(const flu_user_entry *entry, unsigned class_id)
{
  for (uint32_t i = 0; entry != NULL && i < entry->reading_count; i++)
    if ((flu_tag_classes(&entry->readings[i].tag) >> class_id & 1u) != 0) return &entry->readings[i];
  return NULL;
}

/* What all the surviving readings say together: several genders or persons where the form does not decide. */
static bool merged_tag(const flu_lexicon *lex, const flu_tagged *tagged, flu_tag *out)
{
  flu_reading readings[FLU_MAX_READINGS];
  if (tagged->form == FLU_NO_FORM || tagged->reading == FLU_TAG_NO_READING) return false;
  size_t n = flu_lexicon_readings(lex, tagged->form, readings, FLU_MAX_READINGS);
  if (tagged->reading >= n) return false;
  *out = *readings[tagged->reading].tag;
  for (size_t i = 0; i < n; i++) {
    const flu_tag *tag = readings[i].tag;
    if ((tagged->readings >> i & 1u) == 0 || tag->pos != out->pos) continue;
    out->gender |= tag->gender;
    out->number |= tag->number;
    out->person |= tag->person;
    out->mood |= tag->mood;
  }
  return true;
}

static bool fill_token(const tagging *t, const flu_tag_input *input, const flu_tagged *tagged, fluide_token *to)
{
  const flu_tagger *tagger = &t->checker->model->tagger;
  const char *upos = flu_class_upos(tagged->class_id);
  char text[FLU_MAX_FORM_BYTES * 3], features[FEATURES_BYTES];
  to->pos = (fluide_str){ upos, (uint32_t)strlen(upos) };
  to->margin = tagged->margin;
  to->lemma = to->features = to->meant = (fluide_str){ "", 0 };
  const flu_user_reading *own =
    tagged->form == FLU_NO_FORM ? user_reading(user_entry(t, input->norm), tagged->class_id) : NULL;
  size_t n = flu_tagged_lemma(tagger, input, tagged, text, sizeof text);
  if (own != NULL && !flu_api_copy(t->keep, &to->lemma, own->lemma.ptr, own->lemma.len)) return false;
  if (own == NULL && n > 0 && !flu_api_copy(t->keep, &to->lemma, text, n)) return false;
  n = flu_tag_meant(tagger, input, tagged, text, sizeof text);
  if (n > 0 && !flu_api_copy(t->keep, &to->meant, text, n)) return false;
  flu_tag tag;
  if (own != NULL) tag = own->tag;
  else if (!merged_tag(&t->checker->model->lexicon, tagged, &tag)) return true;
  n = flu_tag_features(&tag, features, sizeof features);
  return n == 0 || n >= sizeof features || flu_api_copy(t->keep, &to->features, features, n);
}

static int tag_sentence(const tagging *t, const flu_text *text, const flu_sentence *s, flu_arena *scratch,
                        fluide_token *tokens)
{
  const flu_tagger *tagger = &t->checker->model->tagger;
  flu_tag_input *inputs = flu_arena_take(scratch, s->token_count * sizeof *inputs);
  flu_tagged *tagged = flu_arena_take(scratch, s->token_count * sizeof *tagged);
  if (inputs == NULL || tagged == NULL) return FLU_E_NOMEM;
  for (uint32_t i = 0; i < s->token_count; i++) {
    const flu_token *token = &text->tokens[s->first_token + i];
    flu_tag_look_up(tagger, token, &inputs[i]);
    if (token->kind == FLU_TOKEN_WORD) inputs[i].extra |= user_classes(user_entry(t, token->norm));
  }
  int status = flu_tag_sentence(tagger, inputs, s->token_count, scratch, tagged);
  for (uint32_t i = 0; i < s->token_count && status == FLU_OK; i++)
    if (!fill_token(t, &inputs[i], &tagged[i], &tokens[s->first_token + i])) status = FLU_E_NOMEM;
  return status;
}

int flu_api_tag(const fluide_checker *checker, const flu_user_words *user, const flu_text *text, flu_arena *scratch,
                flu_arena *keep, fluide_token *tokens)
{
  tagging t = { checker, user, keep };
  int status = FLU_OK;
  for (uint32_t s = 0; s < text->sentence_count && status == FLU_OK; s++) {
    status = tag_sentence(&t, text, &text->sentences[s], scratch, tokens);
    flu_arena_reset(scratch);
  }
  return status;
}
