/* Candidates and their ranking. */
#ifndef FLU_SPELLING_RANK_H
#define FLU_SPELLING_RANK_H

#include "spelling/context.h"
#include "text/text.h"

#define FLU_MAX_CANDIDATES 80u
#define FLU_CANDIDATE_BYTES (2 * FLU_MAX_FORM_BYTES + 2)

typedef struct flu_candidate {
  uint32_t form;           /* of the last word; FLU_NO_FORM for an extra word */
  uint32_t first;          /* form of the first of two words, or FLU_NO_FORM */
  flu_str prefix;          /* elided word before the form ("j'"), or empty */
  flu_str suffix;          /* enclitic behind the form ("-il"), or empty */
  flu_str text;            /* as it is written, before the case of the word is put on it */
  uint32_t cost, frequency;
  int32_t score;
} flu_candidate;

/* Everything a candidate is compared with. */
typedef struct flu_ranking {
  const flu_speller *speller;
  const char *word;        /* as typed */
  size_t len;
  const char *lower;       /* in lower case */
  size_t lower_len;
  enum flu_case word_case;
  bool sentence_start;
  uint8_t unwanted_variant;
  flu_class_set left, right;
  uint64_t left_hash, right_hash;
  bool has_left, has_right;
} flu_ranking;

void flu_ranking_init(flu_ranking *r, const flu_speller *speller, const flu_surroundings *around);

/* Score by cost and frequency alone, for the first choice among many. */
int32_t flu_rank_coarse(const flu_ranking *r, uint32_t cost, uint32_t frequency);
/* Full score of a candidate whose text is set; false when it must not be suggested. */
bool flu_rank(const flu_ranking *r, flu_candidate *c);

#endif
