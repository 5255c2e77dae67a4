#include "spelling/suggest.h"

#include <string.h>

#include "spelling/extra.h"
#include "spelling/rank.h"
#include "spelling/search.h"

#define COARSE_KEPT    48u     /* hits that are looked at closely */
#define PREFIX_SYMBOLS 7u      /* longest elided word */
#define SUFFIX_SYMBOLS 5u      /* longest enclitic */
#define MOST_STEPS     100000u /* a larger budget finds nothing that would be ranked */
#define MOST_EDITS     3u      /* dear edits of the widest pass */
#define EXTRA_KEPT     12u     /* user words that are ranked */
#define PART_BOUND     45u     /* edits allowed in a word behind a forgotten apostrophe */

typedef struct extra_word {
  char form[FLU_MAX_FORM_BYTES];
  uint32_t len, cost;
} extra_word;

typedef struct work {
  const flu_speller *sp;
  const flu_suggest_request *request;
  flu_arena *arena;
  flu_ranking ranking;
  char lower[4 * FLU_MAX_FORM_SYMBOLS];
  size_t lower_len;
  uint32_t points[FLU_MAX_FORM_SYMBOLS];
  uint32_t starts[FLU_MAX_FORM_SYMBOLS + 1]; /* bytes of `lower` before each symbol */
  uint32_t count, steps;
  flu_hits *hits;
  flu_candidate *candidates;
  uint32_t candidate_count;
  extra_word *extra;
  uint32_t extra_count;
  int status;
} work;

/* --- the word --- */

static bool read_word(work *w)
{
  const flu_suggest_request *q = w->request;
  if (q->len == 0 || q->len > FLU_MAX_FORM_BYTES) return false;
  w->lower_len = flu_lower(q->word, q->len, w->lower, sizeof w->lower);
  if (w->lower_len == 0) return false;
  for (size_t at = 0; at < w->lower_len;) {
    if (w->count == FLU_MAX_FORM_SYMBOLS) return false;
    w->starts[w->count] = (uint32_t)at;
    w->points[w->count++] = flu_utf8_next(w->lower, &at);
  }
  w->starts[w->count] = (uint32_t)w->lower_len;
  w->ranking.word = q->word;
  w->ranking.len = q->len;
  w->ranking.lower = w->lower;
  w->ranking.lower_len = w->lower_len;
  w->ranking.word_case = flu_case_of(q->word, q->len);
  if (w->ranking.word_case == FLU_CASE_MIXED) {
    size_t at = 0;
    flu_utf8_next(q->word, &at);
    enum flu_case first = flu_case_of(q->word, at);
    w->ranking.word_case = first == FLU_CASE_TITLE ? FLU_CASE_TITLE : FLU_CASE_LOWER;
  }
  w->ranking.unwanted_variant = q->variant;
  return true;
}

static uint32_t largest_bound(const work *w)
{
  enum flu_spelling_parameter which = FLU_SP_bound_long;
  if (w->count <= 2)
    which = FLU_SP_bound_2;
  else if (w->count <= 4)
    which = FLU_SP_bound_4;
  else if (w->count <= 6)
    which = FLU_SP_bound_6;
  else if (w->count <= 9)
    which = FLU_SP_bound_9;
  uint32_t bound = (uint32_t)flu_speller_parameter(w->sp, which);
  return w->request->max_cost != 0 && w->request->max_cost < bound ? w->request->max_cost : bound;
}

/* --- candidates --- */

static flu_candidate *add_candidate(work *w, uint32_t form, uint32_t cost)
{
  if (w->candidate_count == FLU_MAX_CANDIDATES) return NULL;
  flu_candidate *c = &w->candidates[w->candidate_count++];
  *c = (flu_candidate){ .form = form, .first = FLU_NO_FORM, .cost = cost };
  c->frequency = form == FLU_NO_FORM ? 0 : flu_lexicon_frequency(w->sp->lexicon, form);
  return c;
}

/* Spell out a candidate: prefix or first word, form, suffix. The candidate is dropped when it may not be suggested. */
static void finish_candidate(work *w, flu_candidate *c)
{
  char text[FLU_CANDIDATE_BYTES];
  size_t len = 0;
  if (c->prefix.len > 0) {
    memcpy(text, c->prefix.ptr, c->prefix.len);
    len = c->prefix.len;
  } else if (c->first != FLU_NO_FORM) {
    len = flu_lexicon_spelling(w->sp->lexicon, c->first, text, FLU_MAX_FORM_BYTES);
    text[len++] = ' ';
  }
  size_t part = flu_lexicon_spelling(w->sp->lexicon, c->form, text + len, FLU_MAX_FORM_BYTES);
  len += part;
  if (c->suffix.len > 0 && len + c->suffix.len <= sizeof text) {
    memcpy(text + len, c->suffix.ptr, c->suffix.len);
    len += c->suffix.len;
  }
  char *copy = part == 0 ? NULL : flu_arena_copy(w->arena, text, len);
  if (part > 0 && copy == NULL) w->status = FLU_E_NOMEM;
  c->text = (flu_str){ copy, (uint32_t)len };
  if (copy == NULL || !flu_rank(&w->ranking, c)) w->candidate_count--;
}

static uint32_t hit_frequency(const work *w, const flu_hit *hit)
{
  uint32_t frequency = flu_lexicon_frequency(w->sp->lexicon, hit->form);
  if (hit->first == FLU_NO_FORM) return frequency;
  uint32_t other = flu_lexicon_frequency(w->sp->lexicon, hit->first);
  return other < frequency ? other : frequency;
}

typedef struct coarse {
  int32_t score;
  uint32_t hit;
} coarse;

/* Keep the best hits by a heap whose top is the worst kept. */
static void sift(coarse *heap, uint32_t count, uint32_t at)
{
  for (;;) {
    uint32_t worst = at;
    for (uint32_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++)
      if (heap[child].score > heap[worst].score ||
          (heap[child].score == heap[worst].score && heap[child].hit > heap[worst].hit))
        worst = child;
    if (worst == at) return;
    coarse swap = heap[at];
    heap[at] = heap[worst];
    heap[worst] = swap;
    at = worst;
  }
}

static void choose_hits(work *w)
{
  coarse heap[COARSE_KEPT];
  uint32_t count = 0;
  for (uint32_t i = 0; i < w->hits->count; i++) {
    const flu_hit *hit = &w->hits->items[i];
    coarse c = { flu_rank_coarse(&w->ranking, hit->cost, hit_frequency(w, hit)), i };
    if (count < COARSE_KEPT) {
      heap[count++] = c;
      if (count == COARSE_KEPT)
        for (uint32_t k = count / 2 + 1; k-- > 0;) sift(heap, count, k);
    } else if (c.score < heap[0].score) {
      heap[0] = c;
      sift(heap, count, 0);
    }
  }
  for (uint32_t i = 0; i < count; i++) {
    const flu_hit *hit = &w->hits->items[heap[i].hit];
    flu_candidate *c = add_candidate(w, hit->form, hit->cost);
    if (c == NULL) return;
    c->first = hit->first;
    c->frequency = hit_frequency(w, hit);
    finish_candidate(w, c);
  }
}

/* --- forgotten apostrophes and hyphens --- */

static int add_behind_prefix(work *w, flu_str prefix, uint32_t symbols)
{
  flu_search *search = flu_search_new(w->sp, w->points + symbols, w->count - symbols, 0, w->arena);
  flu_hits *hits = flu_arena_take(w->arena, sizeof *hits);
  if (search == NULL || hits == NULL) return FLU_E_NOMEM;
  flu_hits_clear(hits);
  flu_search_run(search, PART_BOUND, 0, false, &w->steps, hits);
  const uint32_t joint = (uint32_t)flu_speller_parameter(w->sp, FLU_SP_split_apostrophe);
  for (uint32_t i = 0; i < hits->count && i < 6; i++) {
    flu_candidate *c = add_candidate(w, hits->items[i].form, hits->items[i].cost + joint);
    if (c == NULL) return FLU_OK;
    c->prefix = prefix;
    finish_candidate(w, c);
  }
  return FLU_OK;
}

static int find_elisions(work *w)
{
  char text[4 * PREFIX_SYMBOLS + 1];
  for (uint32_t k = 1; k <= PREFIX_SYMBOLS && k < w->count; k++) {
    uint32_t len = w->starts[k];
    memcpy(text, w->lower, len);
    text[len] = '\'';
    if (!(flu_lists_of(w->sp->lists, text, len + 1) & w->sp->elisions)) continue;
    char *copy = flu_arena_copy(w->arena, text, len + 1);
    if (copy == NULL) return FLU_E_NOMEM;
    int status = add_behind_prefix(w, (flu_str){ copy, len + 1 }, k);
    if (status != FLU_OK) return status;
  }
  return FLU_OK;
}

static int find_enclitics(work *w)
{
  char text[4 * SUFFIX_SYMBOLS + 1] = "-";
  for (uint32_t k = 1; k <= SUFFIX_SYMBOLS && k < w->count; k++) {
    const uint32_t start = w->starts[w->count - k], len = (uint32_t)w->lower_len - start;
    memcpy(text + 1, w->lower + start, len);
    if (!(flu_lists_of(w->sp->lists, text, len + 1) & w->sp->enclitics)) continue;
    uint32_t form = flu_lexicon_find(w->sp->lexicon, w->lower, start);
    if (form == FLU_NO_FORM) continue;
    flu_candidate *c = add_candidate(w, form, (uint32_t)flu_speller_parameter(w->sp, FLU_SP_split_hyphen));
    if (c == NULL) return FLU_OK;
    c->suffix = (flu_str){ flu_arena_copy(w->arena, text, len + 1), len + 1 };
    if (c->suffix.ptr == NULL) return FLU_E_NOMEM;
    finish_candidate(w, c);
  }
  return FLU_OK;
}

/* A word with hyphens that should have none: each part is a word by itself. */
static int find_hyphenated(work *w)
{
  uint32_t parts = 0, start = 0, first = FLU_NO_FORM, last = FLU_NO_FORM;
  for (uint32_t i = 0; i <= w->lower_len; i++) {
    if (i < w->lower_len && w->lower[i] != '-') continue;
    last = flu_lexicon_find(w->sp->lexicon, w->lower + start, i - start);
    if (last == FLU_NO_FORM) return FLU_OK;
    if (parts++ == 0) first = last;
    start = i + 1;
  }
  if (parts < 2) return FLU_OK;
  char *text = flu_arena_copy(w->arena, w->lower, w->lower_len);
  if (text == NULL) return FLU_E_NOMEM;
  for (uint32_t i = 0; i < w->lower_len; i++)
    if (text[i] == '-') text[i] = ' ';
  flu_candidate *c = add_candidate(w, last, (uint32_t)flu_speller_parameter(w->sp, FLU_SP_split));
  if (c == NULL) return FLU_OK;
  c->first = first;
  c->text = (flu_str){ text, (uint32_t)w->lower_len };
  if (!flu_rank(&w->ranking, c)) w->candidate_count--;
  return FLU_OK;
}

/* --- search --- */

static size_t typed_capitals(const work *w)
{
  if (w->ranking.word_case == FLU_CASE_UPPER) return w->count;
  return w->ranking.word_case == FLU_CASE_TITLE ? 1 : 0;
}

static int find_forms(work *w)
{
  flu_search *search = flu_search_new(w->sp, w->points, w->count, typed_capitals(w), w->arena);
  if (search == NULL) return FLU_E_NOMEM;
  const uint32_t largest = largest_bound(w), far = (uint32_t)flu_speller_parameter(w->sp, FLU_SP_far);
  const uint32_t margin = (uint32_t)flu_speller_parameter(w->sp, FLU_SP_margin);
  uint32_t bound = (uint32_t)flu_speller_parameter(w->sp, FLU_SP_bound_first);
  if (bound > largest) bound = largest;
  const unsigned most = w->request->max_cost == 0 ? MOST_EDITS : 1;
  for (unsigned edits = 1; edits <= most; edits++) {
    if (!flu_search_run(search, bound, edits, true, &w->steps, w->hits)) break;
    if (w->hits->nearest <= far || (edits > 1 && w->hits->nearest != UINT32_MAX)) break;
    bound = w->hits->nearest == UINT32_MAX ? bound + margin : w->hits->nearest + margin;
    if (bound > largest) bound = largest;
  }
  return FLU_OK;
}

/* --- output --- */

static bool put_case(work *w, flu_candidate *c)
{
  char text[3 * FLU_CANDIDATE_BYTES];
  size_t len = 0;
  if (w->ranking.word_case == FLU_CASE_TITLE)
    len = flu_capitalise(c->text.ptr, c->text.len, text, sizeof text);
  else if (w->ranking.word_case == FLU_CASE_UPPER)
    len = flu_upper(c->text.ptr, c->text.len, text, sizeof text);
  else
    return true;
  char *copy = len == 0 ? NULL : flu_arena_copy(w->arena, text, len);
  if (copy == NULL) return false;
  c->text = (flu_str){ copy, (uint32_t)len };
  return true;
}

static bool comes_first(const flu_candidate *a, const flu_candidate *b)
{
  if (a->score != b->score) return a->score < b->score;
  if (a->cost != b->cost) return a->cost < b->cost;
  size_t shorter = a->text.len < b->text.len ? a->text.len : b->text.len;
  int order = memcmp(a->text.ptr, b->text.ptr, shorter);
  return order != 0 ? order < 0 : a->text.len < b->text.len;
}

static void sort_candidates(work *w)
{
  for (uint32_t i = 1; i < w->candidate_count; i++) {
    flu_candidate c = w->candidates[i];
    uint32_t k = i;
    for (; k > 0 && comes_first(&c, &w->candidates[k - 1]); k--) w->candidates[k] = w->candidates[k - 1];
    w->candidates[k] = c;
  }
}

static bool same_text(flu_str a, const char *b, size_t len)
{
  return a.len == len && memcmp(a.ptr, b, len) == 0;
}

static bool wanted(const work *w, flu_str text, const flu_suggestion *out, uint32_t count)
{
  const flu_extra_words *extra = w->request->extra;
  if (same_text(text, w->request->word, w->request->len)) return false;
  for (uint32_t i = 0; i < count; i++)
    if (same_text(text, out[i].text.ptr, out[i].text.len)) return false;
  return extra == NULL || extra->ignored == NULL || !extra->ignored(extra->ctx, text.ptr, text.len);
}

static int put_out(work *w, flu_suggestion *out, uint32_t *count)
{
  uint32_t max = w->request->max < FLU_MAX_SUGGESTIONS ? w->request->max : FLU_MAX_SUGGESTIONS;
  uint32_t made = 0;
  for (uint32_t i = 0; i < w->candidate_count && made < max; i++) {
    flu_candidate *c = &w->candidates[i];
    if (!put_case(w, c)) return FLU_E_NOMEM;
    if (!wanted(w, c->text, out, made)) continue;
    out[made].text = c->text;
    out[made].cost = c->cost;
    out[made].frequency = c->frequency;
    out[made].score = c->score;
    out[made].split = c->first != FLU_NO_FORM || c->prefix.len > 0 || c->suffix.len > 0;
    made++;
  }
  *count = made;
  return FLU_OK;
}

/* Keep the nearest user words; they are ranked with the rest. */
static void take_extra(void *ctx, const char *form, size_t len, uint32_t cost)
{
  work *w = ctx;
  extra_word *at = &w->extra[w->extra_count < EXTRA_KEPT ? w->extra_count : 0];
  if (w->extra_count == EXTRA_KEPT) {
    for (uint32_t i = 1; i < EXTRA_KEPT; i++)
      if (w->extra[i].cost > at->cost) at = &w->extra[i];
    if (cost >= at->cost) return;
  } else {
    w->extra_count++;
  }
  memcpy(at->form, form, len);
  at->len = (uint32_t)len;
  at->cost = cost;
}

static int find_extra(work *w)
{
  const flu_extra_words *extra = w->request->extra;
  if (extra == NULL || extra->each == NULL) return FLU_OK;
  w->extra = flu_arena_take(w->arena, EXTRA_KEPT * sizeof *w->extra);
  if (w->extra == NULL) return FLU_E_NOMEM;
  flu_extra_near(w->sp, w->points, w->count, largest_bound(w), extra, take_extra, w);
  for (uint32_t i = 0; i < w->extra_count; i++) {
    flu_candidate *c = add_candidate(w, FLU_NO_FORM, w->extra[i].cost);
    if (c == NULL) break;
    c->text = (flu_str){ w->extra[i].form, w->extra[i].len };
    c->frequency = FLU_EXTRA_FREQUENCY;
    if (!flu_rank(&w->ranking, c)) w->candidate_count--;
  }
  return FLU_OK;
}

int flu_suggest(const flu_speller *speller, const flu_suggest_request *request, flu_arena *arena, flu_suggestion *out,
                uint32_t *count, bool *cut)
{
  *count = 0;
  *cut = false;
  if (request->max == 0) return FLU_OK;
  work *w = flu_arena_take(arena, sizeof *w);
  flu_hits *hits = flu_arena_take(arena, sizeof *hits);
  flu_candidate *candidates = flu_arena_take(arena, FLU_MAX_CANDIDATES * sizeof *candidates);
  if (w == NULL || hits == NULL || candidates == NULL) return FLU_E_NOMEM;
  memset(w, 0, sizeof *w);
  w->sp = speller;
  w->request = request;
  w->arena = arena;
  w->steps = request->budget < MOST_STEPS ? request->budget : MOST_STEPS;
  w->hits = hits;
  w->candidates = candidates;
  flu_hits_clear(hits);
  if (!read_word(w)) return FLU_OK;
  flu_ranking_init(&w->ranking, speller, request->around);
  int status = find_elisions(w);
  if (status == FLU_OK) status = find_enclitics(w);
  if (status == FLU_OK) status = find_hyphenated(w);
  if (status == FLU_OK) status = find_extra(w);
  if (status == FLU_OK) status = find_forms(w);
  if (status != FLU_OK) return status;
  choose_hits(w);
  if (w->status != FLU_OK) return w->status;
  sort_candidates(w);
  *cut = w->steps == 0;
  return put_out(w, out, count);
}
