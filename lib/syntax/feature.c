/* What the steps are chosen by: the word on top of the stack (S), the next word (N), what is around and between. */
#include <string.h>

#include "syntax/transition.h"
#include "tagging/classes.h"
#include "tagging/feature.h"

/* --- words --- */

static uint32_t spread(uint32_t x)
{
  x ^= x >> 16;
  x *= 0x7FEB352Du;
  x ^= x >> 15;
  x *= 0x846CA68Bu;
  return x ^ x >> 16;
}

static flu_syn_word edge(void)
{
  return (flu_syn_word){ .lemma = spread(FLU_SYN_EDGE), .class_id = spread(FLU_SYN_EDGE) };
}

static void set_word(const flu_tagger *tagger, const flu_tag_input *input, const flu_tagged *tagged, flu_syn_word *w)
{
  char lemma[FLU_MAX_FORM_BYTES];
  const size_t len = input->kind == FLU_TOKEN_WORD || input->kind == FLU_TOKEN_PUNCTUATION
                       ? flu_tagged_lemma(tagger, input, tagged, lemma, sizeof lemma)
                       : 0;
  const uint32_t hash = len > 0 ? flu_tag_word_hash(lemma, len) : 1000u + input->kind;
  w->lemma = spread(hash + tagged->class_id);
  w->class_id = spread(tagged->class_id);
}

/* Counts of what stands before a word. */
static void count_up(const flu_tag_input *input, const flu_tagged *tagged, flu_syn_word *running)
{
  const unsigned c = tagged->class_id;
  if (c == FLU_CLASS_VERB_FIN || c == FLU_CLASS_AUX_FIN) running->verbs++;
  else if (c == FLU_CLASS_CCONJ || c == FLU_CLASS_SCONJ || c == FLU_CLASS_PRON_REL) running->links++;
  else if (c == FLU_CLASS_NOUN || c == FLU_CLASS_PROPN) running->nouns++;
  else if (c == FLU_CLASS_PUNCT && input->norm.len > 0) running->commas++;
}

static void copy_counts(const flu_syn_word *from, flu_syn_word *to)
{
  to->verbs = from->verbs;
  to->commas = from->commas;
  to->links = from->links;
  to->nouns = from->nouns;
}

flu_syn_word *flu_syn_words(const flu_tagger *tagger, const flu_tag_input *inputs, const flu_tagged *tagged,
                            uint32_t count, flu_syn_word *words)
{
  flu_syn_word running = { 0 };
  flu_syn_word *first = words + FLU_SYN_AROUND;
  for (uint32_t i = 0; i < FLU_SYN_AROUND; i++) words[i] = words[count + FLU_SYN_AROUND + i] = edge();
  for (uint32_t i = 0; i < count; i++) {
    set_word(tagger, &inputs[i], &tagged[i], &first[i]);
    copy_counts(&running, &first[i]);
    count_up(&inputs[i], &tagged[i], &running);
  }
  copy_counts(&running, &first[count]);
  return first;
}

flu_syn_word *flu_syn_reversed(const flu_syn_word *from, uint32_t count, flu_syn_word *words)
{
  flu_syn_word *first = words + FLU_SYN_AROUND;
  for (uint32_t i = 0; i < FLU_SYN_AROUND; i++) words[i] = words[count + FLU_SYN_AROUND + i] = edge();
  const flu_syn_word *all = &from[count];
  for (uint32_t i = 0; i <= count; i++) {
    if (i < count) first[i] = from[count - 1 - i];
    const flu_syn_word *behind = &from[count - i];
    first[i].verbs = (uint16_t)(all->verbs - behind->verbs);
    first[i].commas = (uint16_t)(all->commas - behind->commas);
    first[i].links = (uint16_t)(all->links - behind->links);
    first[i].nouns = (uint16_t)(all->nouns - behind->nouns);
  }
  return first;
}

/* --- hashing --- */

typedef struct writer {
  uint32_t *at;
  uint32_t number;
} writer;

static inline void put(writer *w, uint32_t a, uint32_t b, uint32_t c)
{
  uint32_t h = (a + ++w->number * 0x9E3779B1u) * 0x85EBCA6Bu;
  h = (h ^ h >> 15 ^ b) * 0xC2B2AE35u;
  h = (h ^ h >> 13 ^ c) * 0x27D4EB2Fu;
  *w->at++ = h ^ h << 7;
}

static uint32_t distance_of(int32_t from, int32_t to)
{
  const int32_t d = to > from ? to - from : from - to;
  return d < 5 ? (uint32_t)d : d < 8 ? 5u : d < 12 ? 6u : 7u;
}

static uint32_t capped(uint32_t n)
{
  return n < 3 ? n : 3;
}

static const flu_syn_word *word_at(const flu_syn_state *s, int32_t i)
{
  return &s->words[i < 0 ? -1 : i];
}

static const flu_syn_node *node_at(const flu_syn_state *s, int32_t i)
{
  static const flu_syn_node none = { .head = -1, .first = -1, .last = -1, .label = FLU_DEP_COUNT };
  return i < 0 || i >= s->count ? &none : &s->nodes[i];
}

/* What stands between two words, the first one before the second. */
static uint32_t between(const flu_syn_word *from, const flu_syn_word *to)
{
  return capped((uint32_t)(to->verbs - from->verbs)) | capped((uint32_t)(to->commas - from->commas)) << 2 |
         capped((uint32_t)(to->links - from->links)) << 4;
}

static uint32_t label_of(const flu_syn_state *s, int32_t i)
{
  return node_at(s, i)->label + 1u;
}

/* What the two govern already. */
static void put_governed(writer *w, const flu_syn_state *s, uint32_t headed, const flu_syn_word *S1)
{
  const int32_t is = s->top > 0 ? s->stack[s->top - 1] : -1, is1 = s->top > 1 ? s->stack[s->top - 2] : -1;
  const flu_syn_node *ns = node_at(s, is), *nn = node_at(s, s->next);
  const flu_syn_word *S = word_at(s, is), *N = word_at(s, s->next);
  const uint32_t sp = S->class_id, np = N->class_id, sl = S->lemma, nl = N->lemma;
  put(w, sp, np, (uint32_t)ns->before_count << 8 | ns->behind_count);
  put(w, sl, ns->behind_count, np);
  put(w, sp, ns->behind, np);
  put(w, sp, ns->before, np);
  put(w, np, nn->before, sp);
  put(w, np, nn->before, headed);
  put(w, nl, nn->before_count, sp);
  put(w, sp, np, word_at(s, ns->first)->class_id + label_of(s, ns->first));
  put(w, sp, np, word_at(s, ns->last)->class_id + label_of(s, ns->last));
  put(w, sp, np, word_at(s, nn->first)->class_id + label_of(s, nn->first));
  put(w, sp, np, word_at(s, ns->first)->lemma);
  put(w, sp, np, word_at(s, ns->last)->lemma);
  put(w, sp, np, word_at(s, nn->first)->lemma);
  put(w, nl, word_at(s, nn->first)->lemma, sl);
  put(w, node_at(s, is1)->behind, np, S1->class_id);
}

void flu_syn_action_features(const flu_syn_state *s, uint32_t features[FLU_SYN_ACTION_FEATURES])
{
  writer w = { features, 0 };
  const int32_t is = s->top > 0 ? s->stack[s->top - 1] : -1, is1 = s->top > 1 ? s->stack[s->top - 2] : -1;
  const int32_t is2 = s->top > 2 ? s->stack[s->top - 3] : -1;
  const flu_syn_node *ns = node_at(s, is);
  const flu_syn_word *S = word_at(s, is), *N = word_at(s, s->next), *S1 = word_at(s, is1), *S2 = word_at(s, is2);
  const flu_syn_word *N1 = N + 1, *N2 = N + 2, *head = word_at(s, ns->head);
  const uint32_t headed = ns->head >= 0 ? ns->label + 1u : 0;
  const uint32_t d = is < 0 ? 0 : distance_of(is, s->next), state = headed << 4 | d;
  const uint32_t gap = is < 0 ? 99 : between(S + 1, N);
  const uint32_t nouns = is < 0 ? 9 : capped((uint32_t)(N->nouns - S[1].nouns));
  const uint32_t sp = S->class_id, np = N->class_id, sl = S->lemma, nl = N->lemma;
  put(&w, sl, headed != 0, 0);
  put(&w, sp, headed, 0);
  put(&w, nl, 0, 0);
  put(&w, np, 0, 0);
  put(&w, N1->lemma, 0, 0);
  put(&w, N1->class_id, N2->class_id, 0);
  put(&w, S1->lemma, 0, 0);
  put(&w, sl, nl, headed != 0);
  put(&w, sl, np, headed != 0);
  put(&w, sp, nl, headed != 0);
  put(&w, sp, np, headed);
  put(&w, sp, np, state);
  put(&w, sl, np, state);
  put(&w, sp, nl, state);
  put(&w, np, N1->class_id, sp);
  put(&w, nl, N1->class_id, sp);
  put(&w, np, N1->lemma, sp);
  put(&w, np, N1->class_id, N2->class_id);
  put(&w, sp, np, S1->class_id);
  put(&w, sp, np, S1->lemma);
  put(&w, S1->class_id, S2->class_id, sp + np);
  put(&w, sl, np, S1->class_id);
  put(&w, sp, np, head->class_id + headed);
  put(&w, sp, np, head->lemma + headed);
  put(&w, sl, headed, np);
  put(&w, sp, np, gap);
  put(&w, sl, np, gap);
  put(&w, sp, nl, gap);
  put(&w, sp, np, gap << 8 | state);
  put(&w, sp, np, nouns << 8 | headed);
  put_governed(&w, s, headed, S1);
  /* neighbours in the text */
  put(&w, sp, is < 0 ? 0 : S[1].class_id, np);
  put(&w, sp, is < 0 ? 0 : S[1].lemma, np);
  put(&w, sp, is < 0 ? 0 : S[-1].class_id, np);
  put(&w, sp, N[-1].class_id, np);
  put(&w, sp, N[-1].lemma, np);
  put(&w, sp, np, N1->class_id + state);
  put(&w, sp, np, spread(N1->class_id + gap) + S1->class_id);
}

void flu_syn_label_features(const flu_syn_state *s, int32_t head, int32_t dependant,
                            uint32_t features[FLU_SYN_LABEL_FEATURES])
{
  writer w = { features, 0 };
  const flu_syn_word *h = word_at(s, head), *d = word_at(s, dependant);
  const flu_syn_node *nh = node_at(s, head), *nd = node_at(s, dependant);
  const flu_syn_word *first = word_at(s, nd->first), *last = word_at(s, nd->last);
  const uint32_t side = (dependant < head) + 2u, far = side << 4 | distance_of(head, dependant);
  const uint32_t hp = h->class_id, dp = d->class_id, hl = h->lemma, dl = d->lemma;
  put(&w, hp, dp, side);
  put(&w, hl, dp, side);
  put(&w, hp, dl, side);
  put(&w, hl, dl, side);
  put(&w, dl, side, 0);
  put(&w, hl, side, 0);
  put(&w, hp, dp, far);
  put(&w, hp, dp, first->lemma + side);
  put(&w, hl, dp, first->lemma + side);
  put(&w, hp, dl, first->lemma + side);
  put(&w, hp, dp, last->class_id + side);
  put(&w, hp, dp, last->lemma + side);
  put(&w, dp, nd->before, hp + side);
  put(&w, dp, nd->behind, hp + side);
  put(&w, hp, nh->before, dp + side);
  put(&w, hp, nh->behind, dp + side);
  put(&w, hl, nh->before | nh->behind, dp + side);
  put(&w, dp, d[1].class_id, hp + side);
  put(&w, dp, d[-1].class_id, hp + side);
  put(&w, dp, d[-1].lemma, hp + side);
  put(&w, hp, h[1].class_id, dp + side);
  put(&w, hp, h[-1].class_id, dp + side);
  put(&w, hp, dp, (dependant < head ? between(d + 1, h) : between(h + 1, d)) << 2 | side);
  put(&w, hp, dp, label_of(s, head) << 2 | side);
}
