#include "compiler/train/learner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tagging/classes.h"

#define LINES (FLU_TAG_LINES * FLU_TAG_LINE)
#define STEPS (FLU_TAG_CLASSES * FLU_TAG_CLASSES)
#define STRIDES (FLU_TAG_CLASSES * FLU_TAG_CLASSES * FLU_TAG_CLASSES)
#define ALL (LINES + STEPS + STRIDES)
#define SEEN (1u << 25)
#define CLIPPED 2000u   /* one weight in so many may be cut by the scale */

int flu_learner_begin(flu_learner *l, int32_t margin, uint8_t least)
{
  *l = (flu_learner){ .margin = margin, .least = least };
  l->seen = calloc(SEEN, 1);
  l->weights = calloc(ALL, sizeof *l->weights);
  l->totals = calloc(ALL, sizeof *l->totals);
  l->stamps = calloc(ALL, sizeof *l->stamps);
  return l->weights == NULL || l->totals == NULL || l->stamps == NULL || l->seen == NULL ? FLU_E_NOMEM : FLU_OK;
}

void flu_learner_end(flu_learner *l)
{
  free(l->weights);
  free(l->totals);
  free(l->stamps);
  free(l->seen);
}

static flu_tag_weights wide_weights(const flu_learner *l)
{
  return (flu_tag_weights){ .wide = l->weights, .wide_steps = l->weights + LINES,
                            .wide_strides = l->weights + LINES + STEPS };
}

/* --- one window --- */

static void load(flu_learner *l, const flu_train_token *tokens, uint32_t count, uint32_t start, uint32_t n)
{
  static const flu_tag_word edge = { .hash = 1, .own = 1u << FLU_TAG_EDGE };
  for (uint32_t i = 0; i < n + 4; i++) {
    const uint64_t at = (uint64_t)start + i;
    l->words[i] = at < 2 || at - 2 >= count ? edge : tokens[at - 2].word;
  }
}

/* --- rare features --- */

static uint32_t seen_place(uint32_t feature)
{
  return (feature ^ feature >> 25) & (SEEN - 1);
}

static void see(flu_learner *l, uint32_t feature, uint32_t times)
{
  uint8_t *seen = &l->seen[seen_place(feature)];
  *seen = (uint8_t)(*seen + times > 255 ? 255 : *seen + times);
}

void flu_learner_count(flu_learner *l, const flu_train_token *tokens, uint32_t count, uint32_t times)
{
  uint32_t features[FLU_TAG_FEATURES], links[FLU_TAG_LINKS];
  for (uint32_t start = 0; start < count; start += FLU_TAG_WINDOW) {
    const uint32_t n = count - start < FLU_TAG_WINDOW ? count - start : FLU_TAG_WINDOW;
    load(l, tokens, count, start, n);
    for (uint32_t i = 0; i < n; i++) {
      const flu_tag_word *word = &l->words[i + 2];
      const uint32_t candidates = word->own | word->confused, before = word[-1].own;
      if ((candidates & (candidates - 1)) == 0) continue;
      flu_tag_features_of(word, features);
      for (uint32_t f = 0; f < FLU_TAG_FEATURES; f++) see(l, features[f], times);
      for (unsigned c = 0; c < FLU_TAG_CLASSES; c++) {
        if ((before >> c & 1u) == 0) continue;
        flu_tag_links_of(word, c, links);
        for (uint32_t k = 0; k < FLU_TAG_LINKS; k++) see(l, links[k], times);
      }
    }
  }
}

static bool is_rare(const flu_learner *l, uint32_t feature)
{
  return l->seen[seen_place(feature)] < l->least;
}

/* --- learning --- */

static bool is_allowed(const flu_tag_node *node, uint32_t choice, uint32_t allowed)
{
  return allowed == 0 || (allowed >> node->classes[choice] & 1u) != 0;
}

static bool any_allowed(const flu_tag_node *node, uint32_t allowed)
{
  for (uint32_t k = 0; k < node->count; k++)
    if (is_allowed(node, k, allowed)) return true;
  return false;
}

/* Adds `price` to what is not allowed, where something is. */
static void price_wrong(flu_learner *l, const flu_train_token *tokens, uint32_t n, int32_t price)
{
  for (uint32_t i = 0; i < n; i++) {
    flu_tag_node *node = &l->lattice.nodes[i + 2];
    if (!any_allowed(node, tokens[i].allowed)) continue;
    for (uint32_t k = 0; k < node->count; k++)
      if (!is_allowed(node, k, tokens[i].allowed)) node->local[k] += price;
  }
}

static void read_path(const flu_tag_lattice *l, uint8_t *path)
{
  for (uint32_t i = 0; i < l->count + 2; i++) path[i] = l->nodes[i].classes[l->nodes[i].choice];
}

static void change(flu_learner *l, uint32_t place, int32_t by)
{
  l->totals[place] += (int64_t)l->weights[place] * (l->time - l->stamps[place]);
  l->stamps[place] = l->time;
  l->weights[place] += by;
}

static void change_token(flu_learner *l, uint32_t i, const uint8_t *path, const uint8_t *other, int32_t by)
{
  const flu_tag_word *word = &l->lattice.words[i - 2];
  uint32_t features[FLU_TAG_FEATURES], links[FLU_TAG_LINKS];
  if (path[i] != other[i]) {
    flu_tag_features_of(word, features);
    for (uint32_t f = 0; f < FLU_TAG_FEATURES; f++)
      if (!is_rare(l, features[f])) change(l, flu_tag_place(features[f], path[i]), by);
  }
  if (path[i] != other[i] || path[i - 1] != other[i - 1]) {
    flu_tag_links_of(word, path[i - 1], links);
    for (uint32_t k = 0; k < FLU_TAG_LINKS; k++)
      if (!is_rare(l, links[k])) change(l, flu_tag_place(links[k], path[i]), by);
    change(l, LINES + flu_tag_step(path[i - 1], path[i]), by);
  }
  if (path[i] != other[i] || path[i - 1] != other[i - 1] || path[i - 2] != other[i - 2])
    change(l, LINES + STEPS + flu_tag_stride(path[i - 2], path[i - 1], path[i]), by);
}

void flu_learner_take(flu_learner *l, const flu_train_token *tokens, uint32_t count)
{
  uint8_t found[FLU_TAG_WINDOW + 2], right[FLU_TAG_WINDOW + 2];
  const flu_tag_weights w = wide_weights(l);
  unsigned before2 = FLU_TAG_EDGE, before = FLU_TAG_EDGE;
  for (uint32_t start = 0; start < count; start += FLU_TAG_WINDOW) {
    const uint32_t n = count - start < FLU_TAG_WINDOW ? count - start : FLU_TAG_WINDOW;
    load(l, tokens, count, start, n);
    l->time++;
    flu_tag_lattice_begin(&l->lattice, l->words + 2, n, before2, before);
    flu_tag_lattice_score_wide(&l->lattice, &w);
    price_wrong(l, tokens + start, n, l->margin);
    flu_tag_lattice_search_wide(&l->lattice, &w);
    read_path(&l->lattice, found);
    price_wrong(l, tokens + start, n, FLU_TAG_FORBIDDEN / (int32_t)(2 * FLU_TAG_WINDOW));
    flu_tag_lattice_search_wide(&l->lattice, &w);
    read_path(&l->lattice, right);
    before2 = right[n];
    before = right[n + 1];
    for (uint32_t i = 2; i < n + 2; i++) {
      change_token(l, i, right, found, 1);
      change_token(l, i, found, right, -1);
    }
  }
}

void flu_learner_tag(flu_learner *l, const flu_train_token *tokens, uint32_t count, bool bound, uint8_t *classes,
                     int32_t *margins)
{
  uint8_t path[FLU_TAG_WINDOW + 2];
  const flu_tag_weights w = wide_weights(l);
  unsigned before2 = FLU_TAG_EDGE, before = FLU_TAG_EDGE;
  for (uint32_t start = 0; start < count; start += FLU_TAG_WINDOW) {
    const uint32_t n = count - start < FLU_TAG_WINDOW ? count - start : FLU_TAG_WINDOW;
    load(l, tokens, count, start, n);
    flu_tag_lattice_begin(&l->lattice, l->words + 2, n, before2, before);
    flu_tag_lattice_score_wide(&l->lattice, &w);
    if (bound) price_wrong(l, tokens + start, n, FLU_TAG_FORBIDDEN / (int32_t)(2 * FLU_TAG_WINDOW));
    flu_tag_lattice_search_wide(&l->lattice, &w);
    read_path(&l->lattice, path);
    memcpy(classes + start, path + 2, n);
    if (margins != NULL) flu_tag_lattice_margins_wide(&l->lattice, &w);
    for (uint32_t i = 0; i < n && margins != NULL; i++) margins[start + i] = l->lattice.nodes[i + 2].margin;
    before2 = path[n];
    before = path[n + 1];
  }
}

void flu_learner_average(flu_learner *l)
{
  for (uint32_t i = 0; i < ALL; i++) {
    l->totals[i] += (int64_t)l->weights[i] * (l->time - l->stamps[i]);
    l->weights[i] = (int32_t)(l->totals[i] * FLU_LEARNER_SCALE / (l->time > 0 ? l->time : 1));
  }
}

/* --- writing --- */

static int compare(const void *a, const void *b)
{
  const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
  return (x > y) - (x < y);
}

/* The size that becomes 127: nearly the greatest of the lines' weights that are not 0. */
static int32_t unit_of(const flu_learner *l)
{
  int32_t *sizes = malloc(LINES * sizeof *sizes);
  uint32_t count = 0;
  if (sizes == NULL) return 0;
  for (uint32_t i = 0; i < LINES; i++)
    if (l->weights[i] != 0) sizes[count++] = abs(l->weights[i]);
  qsort(sizes, count, sizeof *sizes, compare);
  const int32_t unit = count == 0 ? 127 : sizes[count - 1 - count / CLIPPED];
  free(sizes);
  return unit;
}

static int32_t scaled(int32_t weight, int32_t unit, int32_t limit)
{
  const int64_t x = ((int64_t)weight * 254 + (weight < 0 ? -unit : unit)) / (2 * (int64_t)unit);
  return (int32_t)(x > limit ? limit : x < -limit ? -limit : x);
}

int flu_learner_write(const flu_learner *l, const char *path)
{
  flu_tagger_model_header h = { .format = FLU_TAGGER_MODEL_FORMAT, .lines = FLU_TAG_LINES, .line = FLU_TAG_LINE,
                                .classes = FLU_CLASS_COUNT };
  memcpy(h.magic, FLU_TAGGER_MODEL_MAGIC, sizeof h.magic);
  const int32_t unit = unit_of(l);
  int8_t *lines = malloc(LINES);
  int16_t *rest = malloc((STEPS + STRIDES) * sizeof *rest);
  FILE *f = unit > 0 && lines != NULL && rest != NULL ? fopen(path, "wb") : NULL;
  bool good = f != NULL;
  if (good) {
    for (uint32_t i = 0; i < LINES; i++) lines[i] = (int8_t)scaled(l->weights[i], unit, 127);
    for (uint32_t i = 0; i < STEPS + STRIDES; i++) rest[i] = (int16_t)scaled(l->weights[LINES + i], unit, 32767);
    good = fwrite(&h, sizeof h, 1, f) == 1 && fwrite(lines, LINES, 1, f) == 1 &&
           fwrite(rest, sizeof *rest, STEPS + STRIDES, f) == STEPS + STRIDES;
    good = fclose(f) == 0 && good;
  }
  free(lines);
  free(rest);
  return good ? FLU_OK : FLU_E_IO;
}
