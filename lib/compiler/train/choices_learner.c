#include "compiler/train/choices_learner.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEN_BITS 26u
#define CLIPPED 4000u     /* one weight in so many may be cut by the scale */
#define SURE 0.003f       /* a slot whose probabilities are as near as this teaches nothing */

int flu_choice_learner_begin(flu_choice_learner *l, uint32_t line_bits, float rate, uint8_t least)
{
  const size_t size = (size_t)FLU_CHOICE_LINE << line_bits;
  *l = (flu_choice_learner){ .line_bits = line_bits, .rate = rate, .least = least };
  l->cells = calloc(size, sizeof *l->cells);
  l->seen = calloc(1u << SEEN_BITS, 1);
  return l->cells == NULL || l->seen == NULL ? FLU_E_NOMEM : FLU_OK;
}

void flu_choice_learner_end(flu_choice_learner *l)
{
  free(l->cells);
  free(l->seen);
}

static uint32_t seen_place(uint32_t feature)
{
  return feature * 0xC2B2AE35u >> (32 - SEEN_BITS);
}

void flu_choice_learner_count(flu_choice_learner *l, const flu_scene *scene, const flu_slot *slot)
{
  uint32_t features[FLU_SLOT_FEATURES];
  const uint32_t n = flu_slot_features(scene, slot, features);
  for (uint32_t f = 0; f < n; f++) {
    uint8_t *seen = &l->seen[seen_place(features[f])];
    if (*seen < 255) ++*seen;
  }
}

static float softmax(float *scores, uint32_t count, uint32_t right)
{
  float top = scores[0], sum = 0, wrong = 0;
  for (uint32_t k = 1; k < count; k++)
    if (scores[k] > top) top = scores[k];
  for (uint32_t k = 0; k < count; k++) sum += scores[k] = expf(scores[k] - top);
  for (uint32_t k = 0; k < count; k++) {
    scores[k] /= sum;
    if (k != right) wrong += scores[k];
  }
  return wrong;
}

void flu_choice_learner_take(flu_choice_learner *l, const flu_scene *scene, const flu_slot *slot, uint32_t right)
{
  uint32_t features[FLU_SLOT_FEATURES], kept = 0;
  float scores[FLU_CHOICE_MAX_CANDIDATES] = { 0 };
  const uint32_t n = flu_slot_features(scene, slot, features);
  for (uint32_t f = 0; f < n; f++)
    if (l->seen[seen_place(features[f])] >= l->least) features[kept++] = features[f];
  for (uint32_t f = 0; f < kept; f++)
    for (uint32_t k = 0; k < slot->count; k++)
      scores[k] += l->cells[flu_slot_place(features[f], slot->candidates[k].place, l->line_bits)].weight;
  if (softmax(scores, slot->count, right) < SURE) return;
  scores[right] -= 1;
  for (uint32_t k = 0; k < slot->count; k++) {
    const float g = scores[k], square = g * g;
    if (square < 1e-6f) continue;
    for (uint32_t f = 0; f < kept; f++) {
      flu_choice_cell *cell = &l->cells[flu_slot_place(features[f], slot->candidates[k].place, l->line_bits)];
      cell->squares += square;
      cell->weight -= l->rate * g / sqrtf(cell->squares + 0.1f);
    }
  }
}

/* --- writing --- */

static int compare(const void *a, const void *b)
{
  const float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

/* The size that becomes 127: nearly the greatest of the weights that are not 0. */
static float limit_of(const flu_choice_learner *l, size_t size)
{
  float *sizes = malloc(size * sizeof *sizes);
  size_t count = 0;
  if (sizes == NULL) return 0;
  for (size_t i = 0; i < size; i++)
    if (l->cells[i].weight != 0) sizes[count++] = fabsf(l->cells[i].weight);
  qsort(sizes, count, sizeof *sizes, compare);
  const float limit = count == 0 ? 1 : sizes[count - 1 - count / CLIPPED];
  fprintf(stderr, "weights: %zu of %zu are not 0, the greatest %.3f, cut at %.3f\n", count, size,
          count == 0 ? 0 : (double)sizes[count - 1], (double)limit);
  free(sizes);
  return limit;
}

int flu_choice_learner_write(const flu_choice_learner *l, const char *path, int8_t *bytes, uint32_t *unit)
{
  const size_t size = (size_t)FLU_CHOICE_LINE << l->line_bits;
  const float limit = limit_of(l, size);
  int8_t *lines = bytes != NULL ? bytes : malloc(size);
  FILE *f = limit > 0 && lines != NULL ? fopen(path, "wb") : NULL;
  bool good = f != NULL;
  if (good) {
    *unit = (uint32_t)(127.0f / limit * 1000.0f);
    const flu_choice_model_header h = { .magic = FLU_CHOICE_MODEL_MAGIC, .format = FLU_CHOICE_MODEL_FORMAT,
                                        .line_bits = l->line_bits, .line = FLU_CHOICE_LINE, .unit = *unit };
    for (size_t i = 0; i < size; i++) {
      const float x = roundf(l->cells[i].weight * 127.0f / limit);
      lines[i] = (int8_t)(x > 127 ? 127 : x < -127 ? -127 : x);
    }
    good = fwrite(&h, sizeof h, 1, f) == 1 && fwrite(lines, size, 1, f) == 1;
    good = fclose(f) == 0 && good;
  }
  if (bytes == NULL) free(lines);
  return good ? FLU_OK : FLU_E_IO;
}
