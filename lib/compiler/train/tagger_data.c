#include "compiler/train/tagger_data.h"

#include <stdlib.h>
#include <string.h>

void flu_train_die(const char *why)
{
  fprintf(stderr, "fluide-train-tagger: error: %s\n", why);
  exit(1);
}

/* --- copies with mistakes --- */

static void write_slip(flu_token *token, flu_gold *gold, const flu_slip *slip, flu_arena *arena)
{
  char *text = flu_arena_copy(arena, slip->text, slip->len);
  if (text == NULL) flu_train_die("out of memory");
  token->norm = (flu_str){ text, slip->len };
  token->letter_case = (uint8_t)flu_case_of(text, slip->len);
  token->flags &= (uint16_t)~FLU_TOKEN_ELIDED;
  gold->lemma.len = 0;
}

const flu_gold_sentence *flu_train_faulty(const flu_injector *in, flu_random *random, const flu_gold_sentence *s,
                                          uint32_t one_in, flu_arena *arena)
{
  flu_gold_sentence *copy = flu_arena_take(arena, sizeof *copy);
  flu_token *tokens = flu_arena_take(arena, (s->count + 1) * sizeof *tokens);
  flu_gold *gold = flu_arena_take(arena, (s->count + 1) * sizeof *gold);
  flu_str *words = flu_arena_take(arena, (s->count + 1) * sizeof *words);
  uint32_t *moved = flu_arena_take(arena, (s->count + 1) * sizeof *moved);   /* where a token has got to */
  flu_slip slip;
  if (copy == NULL || tokens == NULL || gold == NULL || words == NULL || moved == NULL) return NULL;
  uint32_t count = 0;
  for (uint32_t i = 0; i < s->count; i++) words[i] = s->tokens[i].norm;
  for (uint32_t i = 0; i < s->count; i++, count++) {
    tokens[count] = s->tokens[i];
    gold[count] = s->gold[i];
    moved[i] = count;
    const bool word = s->tokens[i].kind == FLU_TOKEN_WORD && (s->tokens[i].flags & FLU_TOKEN_ENCLITIC) == 0;
    if (!word || flu_random_below(random, one_in) != 0 || !flu_inject_any(in, words, s->count, i, random, &slip))
      continue;
    if (slip.taken == 2) {
      gold[count] = s->gold[++i];
      moved[i] = count;
    }
    write_slip(&tokens[count], &gold[count], &slip, arena);
  }
  for (uint32_t i = 0; i < count; i++)
    if (gold[i].head >= 0) gold[i].head = (int32_t)moved[gold[i].head];
  *copy = (flu_gold_sentence){ tokens, gold, count };
  return copy;
}

/* --- sets --- */

void flu_train_add(flu_train_set *set, const flu_tagger *tagger, const flu_gold_sentence *s, uint32_t repeats)
{
  if (s->count == 0) return;
  if (!flu_reserve(&flu_alloc_default, (void **)&set->sentences, set->sentence_count, &set->sentence_cap,
                   sizeof *set->sentences))
    flu_train_die("out of memory");
  set->sentences[set->sentence_count++] = (flu_train_sentence){ (uint32_t)set->token_count, s->count, repeats };
  for (uint32_t i = 0; i < s->count; i++) {
    flu_tag_input input;
    if (!flu_reserve(&flu_alloc_default, (void **)&set->tokens, set->token_count, &set->token_cap,
                     sizeof *set->tokens))
      flu_train_die("out of memory");
    flu_train_token *t = &set->tokens[set->token_count++];
    flu_tag_look_up(tagger, &s->tokens[i], &input);
    flu_tag_word_set(&t->word, &input);
    const flu_tag_mask m = flu_tag_candidates(tagger, &input, t->word.hash);
    t->word.own = m.own;
    t->word.confused = m.confused;
    t->allowed = s->gold[i].allowed;
  }
}

void flu_train_add_faulty(flu_train_set *set, const flu_tagger *tagger, const flu_injector *in, flu_random *random,
                          const flu_gold_sentence *s, uint32_t one_in, uint32_t repeats)
{
  flu_arena arena;
  flu_arena_init(&arena, &flu_alloc_default);
  const flu_gold_sentence *copy = flu_train_faulty(in, random, s, one_in, &arena);
  if (copy == NULL) flu_train_die("out of memory");
  flu_train_add(set, tagger, copy, repeats);
  flu_arena_end(&arena);
}

void flu_train_set_end(flu_train_set *set)
{
  flu_free(&flu_alloc_default, set->tokens, set->token_cap * sizeof *set->tokens);
  flu_free(&flu_alloc_default, set->sentences, set->sentence_cap * sizeof *set->sentences);
  *set = (flu_train_set){ 0 };
}
