#include "spelling/rank.h"

#include <string.h>

#define UNSUGGESTED (FLU_TAG_NOSUGGEST | FLU_TAG_LEMMA_ONLY | FLU_TAG_1SG_INVERTED)

void flu_ranking_init(flu_ranking *r, const flu_speller *speller, const flu_surroundings *around)
{
  static const flu_surroundings none = { .before = { "", 0 } };
  if (around == NULL) around = &none;
  r->speller = speller;
  r->sentence_start = around->sentence_start;
  flu_context_classes(speller, around->before.ptr, around->before.len, &r->left);
  flu_context_classes(speller, around->after.ptr, around->after.len, &r->right);
  r->has_left = around->before.len > 0;
  r->has_right = around->after.len > 0;
  r->left_hash = r->has_left ? flu_context_hash(around->before.ptr, around->before.len) : 0;
  r->right_hash = r->has_right ? flu_context_hash(around->after.ptr, around->after.len) : 0;
}

static int32_t weight(const flu_ranking *r, enum flu_spelling_parameter which)
{
  return flu_speller_parameter(r->speller, which);
}

int32_t flu_rank_coarse(const flu_ranking *r, uint32_t cost, uint32_t frequency)
{
  int32_t score =
      (int32_t)cost * weight(r, FLU_SP_weight_cost) - (int32_t)frequency * weight(r, FLU_SP_weight_frequency);
  return frequency == 0 ? score + weight(r, FLU_SP_weight_unseen) : score;
}

/* What the readings of a form say about suggesting it. */
typedef struct verdict {
  bool allowed, extra, other_variant, verb, elides;
} verdict;

static verdict judge(const flu_ranking *r, uint32_t form)
{
  flu_reading readings[FLU_MAX_READINGS];
  size_t count = flu_lexicon_readings(r->speller->lexicon, form, readings, FLU_MAX_READINGS);
  verdict v = { .extra = true, .other_variant = true };
  for (size_t i = 0; i < count; i++) {
    const flu_tag *tag = readings[i].tag;
    if (tag->flags & UNSUGGESTED) continue;
    if (r->unwanted_variant != FLU_VARIANT_NONE && tag->variant == r->unwanted_variant) continue;
    v.allowed = true;
    if (!(tag->flags & FLU_TAG_EXTRA)) v.extra = false;
    if (tag->variant != FLU_VARIANT_1990) v.other_variant = false;
    if (tag->pos == FLU_POS_VERB || tag->pos == FLU_POS_AUX) v.verb = true;
    if (tag->flags & FLU_TAG_ELIDES) v.elides = true;
  }
  return v;
}

static size_t common_ending(const flu_str a, const char *b, size_t b_len)
{
  size_t n = 0;
  while (n < 3 && n < a.len && n < b_len && a.ptr[a.len - 1 - n] == b[b_len - 1 - n]) n++;
  return n;
}

static int32_t shape_score(const flu_ranking *r, const flu_candidate *c, const verdict *v)
{
  int32_t score = 0;
  const enum flu_case form_case = flu_case_of(c->text.ptr, c->text.len);
  const bool capital = form_case != FLU_CASE_LOWER && form_case != FLU_CASE_NONE;
  if (r->word_case == FLU_CASE_LOWER && capital) score += weight(r, FLU_SP_weight_name);
  if (r->word_case == FLU_CASE_TITLE && !capital && !r->sentence_start) score += weight(r, FLU_SP_weight_common);
  if (v->extra) score += weight(r, FLU_SP_weight_extra);
  if (v->other_variant) score += weight(r, FLU_SP_weight_other);
  score -= (int32_t)common_ending(c->text, r->lower, r->lower_len) * weight(r, FLU_SP_weight_ending);
  int32_t difference = (int32_t)c->text.len - (int32_t)r->lower_len;
  score += (difference < 0 ? -difference : difference) * weight(r, FLU_SP_weight_length);
  return score;
}

/* What the neighbours say, in thousandths. The parts of a split stand beside each other as well. */
static int32_t context_score(const flu_ranking *r, const flu_candidate *c, const char *lower, size_t len)
{
  const flu_speller *sp = r->speller;
  size_t cut = 0; /* bytes of the first word, its separator not counted unless it is an apostrophe */
  size_t second = 0;
  flu_class_set first_classes, classes, left = r->left;
  uint64_t left_hash = r->left_hash;
  bool has_left = r->has_left;
  int classes_score = 0, pairs_score = 0;
  if (c->prefix.len > 0)
    cut = second = c->prefix.len;
  else if (c->first != FLU_NO_FORM) {
    const char *space = memchr(lower, ' ', len);
    cut = space == NULL ? 0 : (size_t)(space - lower);
    second = space == NULL ? 0 : cut + 1;
  }
  if (cut > 0) {
    if (c->first != FLU_NO_FORM)
      flu_context_form_classes(sp, c->first, lower, cut, &first_classes);
    else
      flu_context_classes(sp, lower, cut, &first_classes);
    uint64_t hash = flu_context_hash(lower, cut);
    flu_class_set nothing = { .count = 0 };
    classes_score += flu_context_score(sp, &left, &first_classes, &nothing) + 256;
    if (has_left) pairs_score += flu_context_pair(sp, left_hash, hash);
    left = first_classes;
    left_hash = hash;
    has_left = true;
  }
  uint64_t hash = flu_context_hash(lower + second, len - second);
  if (c->form != FLU_NO_FORM)
    flu_context_form_classes(sp, c->form, lower + second, len - second, &classes);
  else
    flu_context_classes(sp, lower + second, len - second, &classes);
  classes_score += flu_context_score(sp, &left, &classes, &r->right);
  if (has_left) pairs_score += flu_context_pair(sp, left_hash, hash);
  if (r->has_right) pairs_score += flu_context_pair(sp, hash, r->right_hash);
  return classes_score * weight(r, FLU_SP_weight_classes) + pairs_score * weight(r, FLU_SP_weight_pairs);
}

bool flu_rank(const flu_ranking *r, flu_candidate *c)
{
  char lower[FLU_CANDIDATE_BYTES];
  verdict v = { .allowed = true };
  if (c->form != FLU_NO_FORM) v = judge(r, c->form);
  if (!v.allowed) return false;
  if (c->first != FLU_NO_FORM) {
    verdict first = judge(r, c->first);
    if (!first.allowed || first.extra || v.extra) return false;
  }
  if (c->prefix.len > 0 && !v.elides) return false;
  if (c->suffix.len > 0 && !v.verb) return false;
  if (v.extra && r->word_case != FLU_CASE_TITLE && r->word_case != FLU_CASE_UPPER) return false;
  size_t len = flu_lower(c->text.ptr, c->text.len, lower, sizeof lower);
  if (len == 0) return false;
  c->score = flu_rank_coarse(r, c->cost, c->frequency) + shape_score(r, c, &v);
  c->score -= context_score(r, c, lower, len);
  if (c->first != FLU_NO_FORM) c->score += weight(r, FLU_SP_weight_split);
  return true;
}
