/* From a lemma to its forms. */
#include <string.h>

#include "lexicon/lexicon_inner.h"

#define NO_PARADIGM UINT32_MAX

static uint32_t paradigm_of_form(const flu_lexicon *lex, uint32_t form)
{
  uint32_t low = 0, high = lex->lemma_count;
  while (low < high) {
    const uint32_t mid = low + (high - low) / 2;
    if (lex->lemmas[mid] < form)
      low = mid + 1;
    else
      high = mid;
  }
  return low < lex->lemma_count && lex->lemmas[low] == form ? lex->paradigm_of[low] : NO_PARADIGM;
}

static int compare_ghost(const flu_lexicon *lex, uint32_t i, const char *lemma, size_t len)
{
  const flu_ghost *g = &lex->ghosts[i];
  const int order = memcmp(lex->strings + g->spelling, lemma, g->len < len ? g->len : len);
  return order != 0 ? order : (g->len > len) - (g->len < len);
}

static uint32_t paradigm_of_lemma(const flu_lexicon *lex, const char *lemma, size_t len)
{
  const uint32_t form = flu_lexicon_find(lex, lemma, len);
  if (form != FLU_NO_FORM) return paradigm_of_form(lex, form);
  uint32_t low = 0, high = lex->ghost_count;
  while (low < high) {
    const uint32_t mid = low + (high - low) / 2;
    const int order = compare_ghost(lex, mid, lemma, len);
    if (order == 0) return lex->paradigm_of[lex->lemma_count + mid];
    if (order < 0)
      low = mid + 1;
    else
      high = mid;
  }
  return NO_PARADIGM;
}

/* Writes stem + appended string; 0 when it does not fit. */
static size_t apply(const flu_lexicon *lex, const flu_change *change, const char *from, size_t len, char *out,
                    size_t cap)
{
  const flu_reading r = { NULL, change->strip, { lex->strings + change->append, change->append_len } };
  return flu_lexicon_lemma(&r, from, len, out, cap);
}

static bool shares(unsigned wanted, unsigned has)
{
  return wanted == 0 || (wanted & has) != 0;
}

static bool fits(const flu_wanted *w, const flu_tag *t)
{
  return (w->pos == 0 || w->pos == t->pos) && shares(w->gender, t->gender) && shares(w->number, t->number) &&
         shares(w->person, t->person) && shares(w->mood, t->mood) &&
         (t->variant == 0 || shares(w->variant, t->variant));
}

size_t flu_lexicon_inflect(const flu_lexicon *lex, const char *lemma, size_t len, const flu_wanted *wanted,
                           flu_inflection *out, size_t cap)
{
  const uint32_t paradigm = paradigm_of_lemma(lex, lemma, len);
  if (paradigm == NO_PARADIGM) return 0;
  size_t n = 0;
  for (uint32_t i = lex->paradigms[paradigm]; i < lex->paradigms[paradigm + 1]; i++) {
    const flu_change *change = &lex->items[i];
    const flu_tag *tag = &lex->tags[change->tag];
    if (!fits(wanted, tag)) continue;
    char form[FLU_MAX_FORM_BYTES];
    const uint32_t index = flu_lexicon_find(lex, form, apply(lex, change, lemma, len, form, sizeof form));
    if (index == FLU_NO_FORM) continue;
    if (n < cap) out[n] = (flu_inflection){ index, tag };
    n++;
  }
  return n;
}

/* --- unknown words --- */

typedef struct pattern { /* how `like` inflects, seen from its lemma */
  uint32_t first, end;
  size_t strip; /* the most that an item drops from the lemma: what lies before is the stem */
  char lemma[FLU_MAX_FORM_BYTES];
  size_t lemma_len;
} pattern;

static bool pattern_of(const flu_lexicon *lex, const flu_reading *r, const char *like, size_t like_len, pattern *p)
{
  p->lemma_len = flu_lexicon_lemma(r, like, like_len, p->lemma, sizeof p->lemma);
  const uint32_t id = p->lemma_len == 0 ? NO_PARADIGM : paradigm_of_lemma(lex, p->lemma, p->lemma_len);
  if (id == NO_PARADIGM) return false;
  p->first = lex->paradigms[id];
  p->end = lex->paradigms[id + 1];
  p->strip = 0;
  for (uint32_t i = p->first; i < p->end; i++)
    if (lex->items[i].strip > p->strip) p->strip = lex->items[i].strip;
  return p->strip <= p->lemma_len;
}

/* The lemma of `word`, were it in the same form of the pattern as `like`; 0 when its ending differs. */
static size_t lemma_like(const pattern *p, const flu_reading *r, const char *like, size_t like_len, const char *word,
                         size_t len, char *out, size_t cap)
{
  const size_t stem = p->lemma_len - p->strip; /* bytes that every form of the pattern keeps */
  if (stem > like_len) return 0;
  const size_t ending = like_len - stem;
  if (len < ending || memcmp(word + len - ending, like + stem, ending) != 0) return 0;
  if (r->strip > len) return 0;
  return flu_lexicon_lemma(r, word, len, out, cap);
}

static int emit_pattern(const flu_lexicon *lex, const pattern *p, const char *lemma, size_t len, flu_emit *emit,
                        void *ctx)
{
  for (uint32_t i = p->first; i < p->end; i++) {
    char form[FLU_MAX_FORM_BYTES];
    const size_t n = apply(lex, &lex->items[i], lemma, len, form, sizeof form);
    if (n == 0) continue;
    const int status = emit(ctx, form, n, &lex->tags[lex->items[i].tag], lemma, len);
    if (status < 0) return status;
  }
  return FLU_OK;
}

int flu_lexicon_inflect_like(const flu_lexicon *lex, const char *word, size_t word_len, const char *like,
                             size_t like_len, flu_emit *emit, void *ctx)
{
  if (word_len == 0 || word_len > FLU_MAX_FORM_BYTES) return FLU_E_ARG;
  const uint32_t form = flu_lexicon_find(lex, like, like_len);
  if (form == FLU_NO_FORM) return FLU_E_NOTFOUND;
  flu_reading readings[FLU_MAX_READINGS];
  const size_t count = flu_lexicon_readings(lex, form, readings, FLU_MAX_READINGS);
  bool any = false;
  for (size_t i = 0; i < count; i++) {
    pattern p;
    char lemma[FLU_MAX_FORM_BYTES];
    bool seen = false; /* several readings of one lemma share its paradigm */
    for (size_t j = 0; j < i; j++)
      seen = seen || (readings[j].strip == readings[i].strip && readings[j].append.ptr == readings[i].append.ptr &&
                      readings[j].append.len == readings[i].append.len);
    if (seen || !pattern_of(lex, &readings[i], like, like_len, &p)) continue;
    const size_t len = lemma_like(&p, &readings[i], like, like_len, word, word_len, lemma, sizeof lemma);
    if (len == 0) continue;
    any = true;
    const int status = emit_pattern(lex, &p, lemma, len, emit, ctx);
    if (status < 0) return status;
  }
  return any ? FLU_OK : FLU_E_ARG;
}
