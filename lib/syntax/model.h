/* Scores of the steps, by the weights of a model or of one in training. */
#ifndef FLU_SYNTAX_MODEL_H
#define FLU_SYNTAX_MODEL_H

#include "syntax/transition.h"

/* One direction; either the narrow weights or the wide ones. Labels follow actions. */
typedef struct flu_syn_weights {
  const int8_t *narrow;
  const int32_t *wide;
} flu_syn_weights;

/* The four actions at once, as unsigned bytes in two halves of a word each; the sums of all features fit 16 bits. */
static inline void flu_syn_score_narrow_actions(const int8_t *weights, const uint32_t *places,
                                                int32_t scores[FLU_SYN_ACTIONS])
{
  uint32_t even = 0, odd = 0;
  for (unsigned f = 0; f < FLU_SYN_ACTION_FEATURES; f++) {
    const uint8_t *line = (const uint8_t *)weights + places[f];
    const uint32_t four =
      ((uint32_t)line[0] | (uint32_t)line[1] << 8 | (uint32_t)line[2] << 16 | (uint32_t)line[3] << 24) ^ 0x80808080u;
    even += four & 0x00FF00FFu;
    odd += four >> 8 & 0x00FF00FFu;
  }
  const int32_t bias = 128 * (int32_t)FLU_SYN_ACTION_FEATURES;
  scores[0] = (int32_t)(even & 0xFFFFu) - bias;
  scores[1] = (int32_t)(odd & 0xFFFFu) - bias;
  scores[2] = (int32_t)(even >> 16) - bias;
  scores[3] = (int32_t)(odd >> 16) - bias;
}

/* Sums of narrow weights fit 16 bits. */
static inline void flu_syn_score_narrow_labels(const int8_t *weights, const uint32_t *places,
                                               int32_t scores[FLU_SYN_LABELS])
{
  int16_t sums[FLU_SYN_LABELS] = { 0 };
  for (unsigned f = 0; f < FLU_SYN_LABEL_FEATURES; f++)
    for (unsigned a = 0; a < FLU_SYN_LABELS; a++) sums[a] = (int16_t)(sums[a] + weights[places[f] + a]);
  for (unsigned a = 0; a < FLU_SYN_LABELS; a++) scores[a] = sums[a];
}

static inline void flu_syn_score_wide(const int32_t *weights, const uint32_t *places, unsigned features,
                                      unsigned width, int32_t *scores)
{
  for (unsigned a = 0; a < width; a++) scores[a] = 0;
  for (unsigned f = 0; f < features; f++)
    for (unsigned a = 0; a < width; a++) scores[a] += weights[places[f] + a];
}

static inline void flu_syn_score_actions(const flu_syn_weights *w, const uint32_t features[FLU_SYN_ACTION_FEATURES],
                                         int32_t scores[FLU_SYN_ACTIONS])
{
  uint32_t places[FLU_SYN_ACTION_FEATURES];
  for (unsigned f = 0; f < FLU_SYN_ACTION_FEATURES; f++) places[f] = flu_syn_action_place(features[f]);
  if (w->wide != NULL) flu_syn_score_wide(w->wide, places, FLU_SYN_ACTION_FEATURES, FLU_SYN_ACTIONS, scores);
  else flu_syn_score_narrow_actions(w->narrow, places, scores);
}

static inline void flu_syn_score_labels(const flu_syn_weights *w, const uint32_t features[FLU_SYN_LABEL_FEATURES],
                                        int32_t scores[FLU_SYN_LABELS])
{
  uint32_t places[FLU_SYN_LABEL_FEATURES];
  for (unsigned f = 0; f < FLU_SYN_LABEL_FEATURES; f++)
    places[f] = FLU_SYN_ACTION_SIZE + flu_syn_label_place(features[f]);
  if (w->wide != NULL) flu_syn_score_wide(w->wide, places, FLU_SYN_LABEL_FEATURES, FLU_SYN_LABELS, scores);
  else flu_syn_score_narrow_labels(w->narrow, places, scores);
}

/* The best of the actions in `legal`, and what the second one lacks. */
static inline unsigned flu_syn_best_action(const int32_t scores[FLU_SYN_ACTIONS], unsigned legal, int32_t *margin)
{
  unsigned best = FLU_SYN_ACTIONS;
  for (unsigned a = 0; a < FLU_SYN_ACTIONS; a++)
    if ((legal >> a & 1u) != 0 && (best == FLU_SYN_ACTIONS || scores[a] > scores[best])) best = a;
  *margin = INT32_MAX;
  for (unsigned a = 0; a < FLU_SYN_ACTIONS; a++)
    if (a != best && (legal >> a & 1u) != 0 && scores[best] - scores[a] < *margin) *margin = scores[best] - scores[a];
  return best;
}

static inline unsigned flu_syn_best_label(const int32_t scores[FLU_SYN_LABELS])
{
  unsigned best = FLU_DEP_ROOT + 1;
  for (unsigned a = best + 1; a < FLU_DEP_COUNT; a++)
    if (scores[a] > scores[best]) best = a;
  return best;
}

/* Parses the words of a state from its beginning to its end. */
static inline void flu_syn_run(flu_syn_state *s, const flu_syn_weights *w)
{
  uint32_t features[FLU_SYN_ACTION_FEATURES], label_features[FLU_SYN_LABEL_FEATURES];
  int32_t scores[FLU_SYN_ACTIONS], label_scores[FLU_SYN_LABELS], margin, head, dependant;
  while (!flu_syn_done(s)) {
    unsigned label = FLU_DEP_ROOT;
    flu_syn_action_features(s, features);
    flu_syn_score_actions(w, features, scores);
    const unsigned action = flu_syn_best_action(scores, flu_syn_legal(s), &margin);
    if (flu_syn_arc(s, action, &head, &dependant)) {
      flu_syn_label_features(s, head, dependant, label_features);
      flu_syn_score_labels(w, label_features, label_scores);
      label = flu_syn_best_label(label_scores);
      s->nodes[dependant].margin = margin;
    }
    flu_syn_step(s, action, label);
  }
}

#endif
