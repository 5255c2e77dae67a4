/* From tokens to the classes they may have. */
#include <string.h>

#include "tagging/classes.h"
#include "tagging/feature.h"
#include "tagging/tagger_inner.h"

static const flu_tag_special *find(const flu_tag_special *slots, uint32_t mask, uint32_t key)
{
  for (uint32_t i = flu_tag_slot(key) & mask;; i = (i + 1) & mask) {
    if (slots[i].key == key) return &slots[i];
    if (slots[i].key == 0) return NULL;
  }
}

const flu_tag_special *flu_tag_special_of(const flu_tagger *t, uint32_t form)
{
  return find(t->special, t->special_mask, form + 1);
}

const flu_tag_special *flu_tag_ghost_of(const flu_tagger *t, uint32_t word_hash)
{
  return word_hash == UINT32_MAX ? NULL : find(t->ghosts, t->ghost_mask, word_hash + 1);
}

void flu_tag_input_set(const flu_token *token, const uint32_t *forms, size_t count, flu_tag_input *out)
{
  *out = (flu_tag_input){ .norm = token->norm, .kind = token->kind, .letter_case = token->letter_case,
                          .flags = token->flags };
  out->form_count = (uint8_t)(count < FLU_TAG_FORMS ? count : FLU_TAG_FORMS);
  for (size_t i = 0; i < out->form_count; i++) out->forms[i] = forms[i];
}

/* The word that an elided one stands for. */
static flu_str full_word(const flu_tagger *t, flu_str word)
{
  char lower[32];
  const size_t len = word.len <= sizeof lower ? flu_lower(word.ptr, word.len, lower, sizeof lower) : 0;
  const flu_str full = flu_lists_value(t->lists, lower, len, t->elisions);
  return full.len > 0 ? full : word;
}

void flu_tag_look_up(const flu_tagger *t, const flu_token *token, flu_tag_input *out)
{
  uint32_t forms[FLU_TAG_FORMS];
  flu_str word = token->norm;
  if ((token->flags & FLU_TOKEN_ENCLITIC) != 0)
    for (uint32_t i = word.len; i-- > 0;)
      if (word.ptr[i] == '-') {
        word.ptr += i + 1;
        word.len -= i + 1;
        break;
      }
  if (word.len > 0 && word.ptr[word.len - 1] == '\'') word = full_word(t, word);
  const size_t count = flu_lexicon_match(t->lexicon, word.ptr, word.len, forms, FLU_TAG_FORMS);
  flu_tag_input_set(token, forms, count, out);
}

static bool name_like(const flu_tag_input *token)
{
  return token->letter_case >= FLU_CASE_TITLE && (token->flags & FLU_TOKEN_SENTENCE_START) == 0;
}

flu_tag_mask flu_tag_candidates(const flu_tagger *t, const flu_tag_input *token, uint32_t word_hash)
{
  flu_tag_mask m = { .own = token->extra | flu_kind_classes(token->kind) };
  for (uint32_t i = 0; i < token->form_count; i++) {
    const uint32_t form = token->forms[i];
    const flu_tag_mask *of_set = &t->masks[t->sets[t->lexicon->forms[form] & FLU_FORM_SET]];
    const flu_tag_special *special = flu_tag_special_of(t, form);
    m.own |= of_set->own;
    m.confused |= of_set->confused;
    if (special == NULL) continue;
    m.own |= special->own;
    m.confused |= special->confused;
  }
  if (m.own == 0) {
    const flu_tag_special *ghost = flu_tag_ghost_of(t, word_hash);
    m.own = FLU_CLASSES_OPEN;
    if (ghost != NULL) {
      m.own |= ghost->own;
      m.confused |= ghost->confused;
    }
  } else if (token->kind == FLU_TOKEN_WORD && name_like(token)) {
    m.own |= 1u << FLU_CLASS_PROPN;
  }
  m.confused &= ~m.own;
  return m;
}
