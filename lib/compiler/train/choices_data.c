#include "compiler/train/choices_data.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon/pack.h"

#define FAULTY_ONE_IN 25u        /* of words, in copies with mistakes */

void flu_choice_die(const char *why)
{
  fprintf(stderr, "fluide-train-choices: error: %s\n", why);
  exit(1);
}

void flu_choice_data_begin(flu_choice_data *d, const char *pack_path, const char *confusions)
{
  flu_error err = { 0 };
  flu_diag diag = { .out = stderr };
  flu_pack pack;
  const unsigned char *data;
  size_t size;
  if (flu_train_language_open(&d->lang, pack_path, &err) != FLU_OK ||
      flu_pack_open(d->lang.pack, d->lang.pack_size, false, &pack, &err) != FLU_OK ||
      flu_pack_find(&pack, FLU_SECTION_TAGGER, FLU_TAGGER_VERSION, &data, &size, &err) != FLU_OK ||
      flu_tagger_open(&d->tagger, data, size, true, &d->lang.lexicon, &d->lang.lists, &err) != FLU_OK ||
      flu_pack_find(&pack, FLU_SECTION_CHOICES, FLU_CHOICES_VERSION, &data, &size, &err) != FLU_OK ||
      flu_choices_open(&d->choices, data, size, false, &d->lang.lexicon, &err) != FLU_OK ||
      flu_pack_find(&pack, FLU_SECTION_SYNTAX, FLU_SYNTAX_VERSION, &data, &size, &err) != FLU_OK ||
      flu_parser_open(&d->parser, data, size, &err) != FLU_OK)
    flu_choice_die(err.detail);
  if (flu_confusions_read(&d->confusions, confusions, &diag) != FLU_OK) flu_choice_die("no confusion tables");
  if (flu_injector_begin(&d->injector, &d->lang.lexicon, &d->confusions) != FLU_OK) flu_choice_die("out of memory");
  d->random.state = 20260101;
  flu_arena_init(&d->arena, &flu_alloc_default);
}

void flu_choice_data_end(flu_choice_data *d)
{
  flu_injector_end(&d->injector);
  flu_confusions_end(&d->confusions);
  flu_train_language_end(&d->lang);
  flu_arena_end(&d->arena);
}

/* --- sentences --- */

static bool link_words(flu_choice_data *d, const flu_tag_input *inputs, const flu_tagged *tagged, uint32_t count,
                       flu_scene *scene)
{
  flu_dep *deps = flu_arena_take(&d->arena, (count + 1) * sizeof *deps);
  return deps != NULL &&
         flu_parse_sentence(&d->parser, &d->tagger, inputs, tagged, count, &d->arena, deps) == FLU_OK &&
         flu_scene_link_words(scene, deps, &d->arena) == FLU_OK;
}

static bool build(flu_choice_data *d, const flu_token *tokens, uint32_t count, flu_tag_input **inputs,
                  flu_scene *scene, bool deep)
{
  flu_tagged *tagged = flu_arena_take(&d->arena, (count + 1) * sizeof *tagged);
  *inputs = flu_arena_take(&d->arena, (count + 1) * sizeof **inputs);
  if (tagged == NULL || *inputs == NULL) return false;
  for (uint32_t i = 0; i < count; i++) flu_tag_look_up(&d->tagger, &tokens[i], &(*inputs)[i]);
  return flu_tag_sentence(&d->tagger, *inputs, count, &d->arena, tagged) == FLU_OK &&
         flu_scene_build(scene, &d->lang.lexicon, *inputs, tagged, count, &d->arena) == FLU_OK &&
         (!deep || link_words(d, *inputs, tagged, count, scene));
}

int flu_choice_data_clean(flu_choice_data *d, const flu_gold_sentence *s, flu_slot_visit *each, void *ctx)
{
  flu_tag_input *inputs;
  flu_scene scene;
  flu_slot slot;
  int rc = build(d, s->tokens, s->count, &inputs, &scene, d->deep) ? FLU_OK : FLU_E_NOMEM;
  for (uint32_t i = 0; i < s->count && rc == FLU_OK; i++) {
    for (uint32_t words = 1; words <= FLU_CHOICE_MAX_WORDS && rc == FLU_OK; words++)
      if (flu_slot_of_words(&d->choices, inputs, s->count, i, words, &slot)) rc = each(ctx, &scene, &slot, 0);
    if (rc == FLU_OK && flu_slot_of_siblings(&d->choices, inputs, i, &slot)) rc = each(ctx, &scene, &slot, 0);
  }
  flu_arena_reset(&d->arena);
  return rc;
}

/* --- copies with mistakes --- */

typedef struct faulty {
  flu_token *tokens;
  uint32_t *from, *to;      /* tokens of the sentence that each stands for */
  bool *slipped;
  uint32_t count;
} faulty;

static bool make_faulty(flu_choice_data *d, const flu_gold_sentence *s, faulty *f)
{
  flu_str *words = flu_arena_take(&d->arena, (s->count + 1) * sizeof *words);
  f->tokens = flu_arena_take(&d->arena, (s->count + 1) * sizeof *f->tokens);
  f->from = flu_arena_take(&d->arena, (s->count + 1) * sizeof *f->from);
  f->to = flu_arena_take(&d->arena, (s->count + 1) * sizeof *f->to);
  f->slipped = flu_arena_take(&d->arena, s->count + 1);
  f->count = 0;
  if (words == NULL || f->tokens == NULL || f->from == NULL || f->to == NULL || f->slipped == NULL) return false;
  for (uint32_t i = 0; i < s->count; i++) words[i] = s->tokens[i].norm;
  for (uint32_t i = 0; i < s->count; i++) {
    const bool word = s->tokens[i].kind == FLU_TOKEN_WORD && (s->tokens[i].flags & FLU_TOKEN_ENCLITIC) == 0;
    const uint32_t k = f->count++;
    flu_slip slip;
    f->tokens[k] = s->tokens[i];
    f->from[k] = i;
    f->slipped[k] = word && flu_random_below(&d->random, FAULTY_ONE_IN) == 0 &&
                    flu_inject_any(&d->injector, words, s->count, i, &d->random, &slip);
    if (f->slipped[k]) {
      const char *text = flu_arena_copy(&d->arena, slip.text, slip.len);
      if (text == NULL) return false;
      f->tokens[k].norm = (flu_str){ text, slip.len };
      f->tokens[k].letter_case = (uint8_t)flu_case_of(text, slip.len);
      f->tokens[k].flags &= (uint16_t)~FLU_TOKEN_ELIDED;
      i += slip.taken - 1;
    }
    f->to[k] = i + 1;
  }
  return true;
}

/* The candidate that the writer meant in tokens [from, to) of the right sentence; slot->count: none. */
static uint32_t meant_candidate(flu_choice_data *d, const flu_slot *slot, const flu_tag_input *right, uint32_t count,
                                uint32_t from, uint32_t to)
{
  flu_slot other;
  uint32_t k = slot->count;
  if (slot->siblings && to == from + 1 && flu_slot_of_siblings(&d->choices, right, from, &other)) {
    for (k = 0; k < slot->count && slot->candidates[k].place != other.candidates[0].place;) k++;
  } else if (!slot->siblings && flu_slot_of_words(&d->choices, right, count, from, to - from, &other)) {
    for (k = 0; k < slot->count && slot->candidates[k].id != other.candidates[0].id;) k++;
  }
  return k;
}

static int visit_faulty(flu_choice_data *d, const faulty *f, const flu_scene *scene, const flu_tag_input *right,
                        uint32_t right_count, const flu_slot *slot, flu_slot_visit *each, void *ctx)
{
  bool slipped = false;
  for (uint32_t i = slot->from; i < slot->to; i++) slipped = slipped || f->slipped[i];
  const uint32_t k =
    slipped ? meant_candidate(d, slot, right, right_count, f->from[slot->from], f->to[slot->to - 1]) : 0;
  return k < slot->count ? each(ctx, scene, slot, k) : FLU_OK;
}

int flu_choice_data_faulty(flu_choice_data *d, const flu_gold_sentence *s, flu_slot_visit *each, void *ctx)
{
  flu_tag_input *inputs, *right = flu_arena_take(&d->arena, (s->count + 1) * sizeof *right);
  flu_scene scene;
  flu_slot slot;
  faulty f;
  if (right == NULL || !make_faulty(d, s, &f) || !build(d, f.tokens, f.count, &inputs, &scene, d->deep))
    return FLU_E_NOMEM;
  for (uint32_t i = 0; i < s->count; i++) flu_tag_look_up(&d->tagger, &s->tokens[i], &right[i]);
  int rc = FLU_OK;
  for (uint32_t i = 0; i < f.count && rc == FLU_OK; i++) {
    for (uint32_t words = 1; words <= FLU_CHOICE_MAX_WORDS && rc == FLU_OK; words++)
      if (flu_slot_of_words(&d->choices, inputs, f.count, i, words, &slot))
        rc = visit_faulty(d, &f, &scene, right, s->count, &slot, each, ctx);
    if (rc == FLU_OK && flu_slot_of_siblings(&d->choices, inputs, i, &slot))
      rc = visit_faulty(d, &f, &scene, right, s->count, &slot, each, ctx);
  }
  flu_arena_reset(&d->arena);
  return rc;
}

/* --- measuring --- */

static uint32_t bin_of(int32_t margin)
{
  const int32_t bin = margin / 250;
  return bin <= 0 ? 0 : (uint32_t)bin >= FLU_MEASURE_BINS ? FLU_MEASURE_BINS - 1 : (uint32_t)bin;
}

static bool homophones(const flu_slot *slot)
{
  for (uint32_t k = 1; k < slot->count; k++)
    if (slot->candidates[k].family != FLU_CHOICE_HOMOPHONE) return false;
  return true;
}

/* Winner over what is written, with its margin in thousandths of a nat; 0: what is written wins. As lib/context/check.c
 * does it, but for what is added to the margins: with links both weights have a say, behind the gate. */
static uint32_t winner(const flu_choice_data *d, flu_scene *scene, const flu_slot *slot, int32_t *margin)
{
  const flu_choice_header *h = d->choices.header;
  int32_t quick[FLU_CHOICE_MAX_CANDIDATES], deep[FLU_CHOICE_MAX_CANDIDATES];
  flu_scene_link *links = scene->links;
  uint32_t best = 0;
  scene->links = NULL;
  flu_slot_score(&d->choices, scene, slot, quick);
  scene->links = links;
  for (uint32_t k = slot->count; k-- > 0;) {
    quick[k] = (int32_t)((int64_t)(quick[k] - quick[0]) * 1000000 / h->unit);
    if (quick[k] > quick[best]) best = k;
  }
  *margin = quick[best];
  if (links == NULL || homophones(slot)) return best;
  if (*margin <= h->margins[FLU_CHOICE_GATE]) return 0;
  flu_slot_score(&d->choices, scene, slot, deep);
  best = 0;
  for (uint32_t k = slot->count; k-- > 0;) {
    quick[k] = (quick[k] + (int32_t)((int64_t)(deep[k] - deep[0]) * 1000000 / h->deep_unit)) / 2;
    if (quick[k] > quick[best]) best = k;
  }
  *margin = quick[best];
  return best;
}

static void try_slip(flu_choice_data *d, const flu_gold_sentence *s, const flu_tag_input *inputs, const flu_slot *slot)
{
  const uint32_t wrong = 1 + flu_random_below(&d->random, slot->count - 1);
  char text[FLU_MAX_FORM_BYTES];
  const size_t len = flu_slot_spell(&d->choices, inputs, slot, wrong, text, sizeof text);
  flu_token *tokens = flu_arena_take(&d->arena, (s->count + 4) * sizeof *tokens);
  const char *copy = flu_arena_copy(&d->arena, text, len);
  if (len == 0) return;
  if (tokens == NULL || copy == NULL) flu_choice_die("out of memory");
  uint32_t n = 0, placed = slot->from;
  for (; n < slot->from; n++) tokens[n] = s->tokens[n];
  for (size_t at = 0, end = 0; at < len; at = end) {
    for (end = at; end < len && copy[end] != ' ' && copy[end] != '\'';) end++;
    const bool whole = slot->siblings || memchr(copy, ' ', len) != NULL || memchr(copy, '\'', len) != NULL;
    if (!whole) end = len;
    const bool elided = end < len && copy[end] == '\'';
    tokens[n] = s->tokens[slot->from];
    tokens[n].norm = (flu_str){ copy + at, (uint32_t)(end + elided - at) };
    tokens[n].letter_case = FLU_CASE_LOWER;
    tokens[n].flags &= (uint16_t)~(FLU_TOKEN_ELIDED | (at > 0 ? FLU_TOKEN_SENTENCE_START : 0));
    if (elided) tokens[n].flags |= FLU_TOKEN_ELIDED;
    n++;
    if (end < len) end++;
  }
  const uint32_t words = n - placed;
  for (uint32_t i = slot->to; i < s->count; i++) tokens[n++] = s->tokens[i];
  flu_tag_input *faulty_inputs;
  flu_scene scene;
  flu_slot other;
  if (!build(d, tokens, n, &faulty_inputs, &scene, d->choices.header->deep_bits > 0)) flu_choice_die("out of memory");
  const bool there = slot->siblings ? flu_slot_of_siblings(&d->choices, faulty_inputs, placed, &other)
                                    : flu_slot_of_words(&d->choices, faulty_inputs, n, placed, words, &other);
  if (!there) return;
  const uint32_t right = meant_candidate(d, &other, inputs, s->count, slot->from, slot->to);
  if (right >= other.count || right == 0) return;
  flu_choice_tally *t = &d->tallies[other.candidates[right].family];
  int32_t margin;
  const uint32_t best = winner(d, &scene, &other, &margin);
  t->injected++;
  if (best != 0) t->found[bin_of(margin)]++;
  if (best == right) t->mended[bin_of(margin)]++;
}

static void measure_slot(flu_choice_data *d, const flu_gold_sentence *s, const flu_tag_input *inputs,
                         flu_scene *scene, const flu_slot *slot)
{
  enum { ONE_IN = 6 };
  int32_t margin;
  const uint32_t best = winner(d, scene, slot, &margin);
  if (best != 0) d->tallies[slot->candidates[best].family].alarms[bin_of(margin)]++;
  if (flu_random_below(&d->random, ONE_IN) == 0) try_slip(d, s, inputs, slot);
}

int flu_choice_measure_sentence(flu_choice_data *d, const flu_gold_sentence *s)
{
  flu_tag_input *inputs;
  flu_scene scene;
  flu_slot slot;
  if (!build(d, s->tokens, s->count, &inputs, &scene, d->choices.header->deep_bits > 0)) return FLU_E_NOMEM;
  for (uint32_t i = 0; i < s->count; i++) {
    d->words += s->tokens[i].kind == FLU_TOKEN_WORD;
    for (uint32_t words = 1; words <= FLU_CHOICE_MAX_WORDS; words++)
      if (flu_slot_of_words(&d->choices, inputs, s->count, i, words, &slot))
        measure_slot(d, s, inputs, &scene, &slot);
    if (flu_slot_of_siblings(&d->choices, inputs, i, &slot)) measure_slot(d, s, inputs, &scene, &slot);
  }
  flu_arena_reset(&d->arena);
  return FLU_OK;
}

void flu_choice_measure_print(const flu_choice_data *d, FILE *out)
{
  static const char *const names[] = { "homophone", "nombre", "genre", "personne", "terminaison", "mode", "temps" };
  static const double rates[] = { 0.03, 0.06, 0.12, 0.25, 0.5, 1 };
  enum { RATES = sizeof rates / sizeof *rates };
  fprintf(out, "%llu words; least margin for so many alarms in 1,000 words, mistakes found and mended, in per cent\n",
          (unsigned long long)d->words);
  fprintf(out, "%-12s", "family");
  for (unsigned r = 0; r < RATES; r++) fprintf(out, " | %16.2f", rates[r]);
  for (unsigned f = 0; f < FLU_CHOICE_FAMILIES; f++) {
    const flu_choice_tally *t = &d->tallies[f];
    const double all = (double)(t->injected + (t->injected == 0));
    uint64_t alarms = 0, found = 0, mended = 0;
    uint32_t bin = FLU_MEASURE_BINS;
    fprintf(out, "\n%-12s", names[f]);
    for (unsigned r = 0; r < RATES; r++) {
      for (; bin > 0 && 1000.0 * (double)(alarms + t->alarms[bin - 1]) <= rates[r] * (double)d->words; bin--) {
        alarms += t->alarms[bin - 1];
        found += t->found[bin - 1];
        mended += t->mended[bin - 1];
      }
      fprintf(out, " | %5u %4.1f %4.1f", bin * 250, 100.0 * (double)found / all, 100.0 * (double)mended / all);
    }
  }
  fprintf(out, "\n");
}
