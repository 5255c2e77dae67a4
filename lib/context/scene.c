#include "context/scene.h"

#include <string.h>

#include "lexicon/lexicon_inner.h"
#include "tagging/classes.h"
#include "tagging/feature.h"

#define AROUND 3u
#define EDGE_LABEL 0x51ED270Bu

uint32_t flu_scene_mix(uint64_t a, uint64_t b)
{
  uint64_t x = (a ^ b << 32) * 0x9E3779B97F4A7C15u;
  x ^= x >> 29;
  x *= 0xBF58476D1CE4E5B9u;
  return (uint32_t)(x >> 32);
}

/* --- words --- */

#define BIT(name) (1u << FLU_CLASS_##name)
#define CLOSED                                                                                                         \
  (BIT(ADP) | BIT(PRON_PERS) | BIT(PRON_REL) | BIT(PRON) | BIT(CCONJ) | BIT(SCONJ) | BIT(PUNCT))
#define NOMINAL (BIT(NOUN) | BIT(PROPN) | BIT(NUM) | BIT(SYM) | BIT(X))
#define FINITE (BIT(VERB_FIN) | BIT(AUX_FIN))
#define AUXILIARY (BIT(AUX_FIN) | BIT(AUX_INF) | BIT(AUX_PAST) | BIT(AUX_PRES))

typedef struct reading_sum {
  uint8_t gender, number, person, flags;
  uint16_t mood;
  bool subject;          /* some reading is that of a subject pronoun */
} reading_sum;

static unsigned mood_group(unsigned mood)
{
  if ((mood & (FLU_SUBJ_PRES | FLU_SUBJ_IMPF)) != 0)
    return (mood & (FLU_IND_PRES | FLU_IND_IMPF | FLU_IND_PAST | FLU_IND_FUT | FLU_COND)) != 0 ? 3 : 2;
  return (mood & (FLU_COND | FLU_IND_FUT)) != 0 ? 4 : 1;
}

static reading_sum sum_readings(const flu_lexicon *lex, const flu_tagged *tagged)
{
  reading_sum sum = { 0 };
  if (tagged->form == FLU_NO_FORM || tagged->form >= lex->form_count) return sum;
  const uint32_t set = lex->forms[tagged->form] & FLU_FORM_SET, first = lex->sets[set];
  const uint32_t count = lex->sets[set + 1] - first;
  for (uint32_t i = 0; i < count && i < FLU_MAX_READINGS; i++) {
    const flu_tag *tag = &lex->tags[lex->readings[first + i].tag];
    sum.flags |= tag->flags;
    if ((tagged->readings >> i & 1u) == 0) continue;
    sum.gender |= tag->gender;
    sum.number |= tag->number;
    sum.person |= tag->person;
    sum.mood |= tag->mood;
    sum.subject = sum.subject || tag->pos == FLU_POS_PRON_SUBJ;
  }
  return sum;
}

static uint32_t lemma_hash(const flu_lexicon *lex, const flu_tagged *tagged, const flu_tag_input *input)
{
  char form[FLU_MAX_FORM_BYTES], lemma[FLU_MAX_FORM_BYTES];
  flu_reading readings[FLU_MAX_READINGS];
  if (tagged->form == FLU_NO_FORM || tagged->reading == FLU_TAG_NO_READING)
    return flu_tag_word_hash(input->norm.ptr, input->norm.len);
  const size_t count = flu_lexicon_readings(lex, tagged->form, readings, FLU_MAX_READINGS);
  const size_t len = flu_lexicon_spelling(lex, tagged->form, form, sizeof form);
  if (tagged->reading >= count) return 0;
  const size_t n = flu_lexicon_lemma(&readings[tagged->reading], form, len, lemma, sizeof lemma);
  return flu_tag_word_hash(lemma, n);
}

/* 1 when the noun behind it is singular: less than two. */
static uint32_t small_number(flu_str norm)
{
  const bool small = norm.len > 0 && (norm.ptr[0] == '0' || norm.ptr[0] == '1');
  return small && (norm.len == 1 || norm.ptr[1] < '0' || norm.ptr[1] > '9');
}

static bool set_word(const flu_lexicon *lex, const flu_tag_input *input, const flu_tagged *tagged,
                     flu_scene_word *word)
{
  const reading_sum sum = sum_readings(lex, tagged);
  const uint32_t bit = 1u << tagged->class_id;
  *word = (flu_scene_word){ .class_id = tagged->class_id, .vowel = (sum.flags & FLU_TAG_ELIDES) != 0 };
  word->hash = input->kind == FLU_TOKEN_NUMBER ? 7919u + small_number(input->norm)
                                               : flu_tag_word_hash(input->norm.ptr, input->norm.len);
  word->agree = (uint32_t)sum.gender | (uint32_t)sum.number << 2 | (uint32_t)sum.person << 4;
  if (input->kind == FLU_TOKEN_NUMBER) word->agree = small_number(input->norm) != 0 ? FLU_SING << 2 : FLU_PLUR << 2;
  word->lemma = flu_class_is_verb(tagged->class_id) ? lemma_hash(lex, tagged, input) : word->hash;
  if ((bit & CLOSED) != 0) {
    word->broad = word->hash;
    word->label = word->hash;
    return sum.subject;
  }
  const unsigned mood = mood_group(tagged->mood);
  word->broad = flu_scene_mix(tagged->class_id + 1u, flu_class_is_verb(tagged->class_id) ? mood : 0);
  if ((bit & AUXILIARY) != 0) word->broad = flu_scene_mix(word->broad, word->lemma);
  word->label = flu_scene_mix(word->broad, word->agree + 1000u);
  return sum.subject;
}

/* --- what stands before --- */

static uint32_t some(uint32_t label)
{
  return label != 0 ? label : 1;
}

static void open_clause(flu_scene_state *s, const flu_scene_word *word, const flu_scene_word *left)
{
  s->opener = word->hash;
  s->antecedent = s->noun;
  s->governor = left->lemma;
  s->governor2 = left[-1].lemma;
  if (s->verbs == 0 && s->subject != 0) s->outer = s->subject;
  s->marks = 0;
  s->nouns = 0;
  s->subject = 0;
  s->verbs = 0;
  s->auxiliary = 0;
  s->determiner = 0;
  s->governed = 0;
  s->joined = 0;
}

static void take_nominal(flu_scene_state *s, const flu_scene_word *word)
{
  s->noun2 = s->noun;
  s->noun = some(word->label);
  if (!s->governed) {
    if (s->subject == 0) {
      s->subject = some(word->label);
      s->nouns = 0;
      s->marks = 0;
    } else if (s->joined && s->verbs == 0) {
      s->subject = flu_scene_mix(s->subject, 31);
    }
  } else if (s->nouns < 3) {
    s->nouns++;
  }
  s->governed = 0;
  s->determiner = 0;
  s->joined = 0;
}

static void take_finite(flu_scene_state *s, const flu_scene_word *word, bool auxiliary)
{
  if (s->subject == 0 && s->outer != 0) {
    s->subject = s->outer;
    s->outer = 0;
    s->marks = 1;
  }
  s->verb = some(word->label);
  if (s->verbs < 3) s->verbs++;
  s->auxiliary = auxiliary ? some(word->label) : 0;
  s->governed = 0;
  s->determiner = 0;
}

/* The state behind a word, from the state before it. */
static void step(flu_scene_state *s, const flu_scene_word *word, bool subject_pronoun)
{
  const uint32_t bit = 1u << word->class_id;
  if (subject_pronoun && (bit & BIT(PRON_PERS)) != 0) {
    if (s->verbs == 0 && s->subject != 0) s->outer = s->subject;
    s->subject = some(word->hash);
    s->verbs = 0;
    s->governed = 0;
    s->nouns = 0;
    s->marks = 0;
  } else if ((bit & (BIT(SCONJ) | BIT(PUNCT))) != 0) {
    open_clause(s, word, word - 1);
  } else if ((bit & BIT(PRON_REL)) != 0) {
    const uint32_t antecedent = s->noun;
    open_clause(s, word, word - 1);
    s->subject = flu_scene_mix(word->hash, antecedent);
  } else if ((bit & BIT(CCONJ)) != 0) {
    s->joined = 1;
    s->opener = word->hash;
  } else if ((bit & NOMINAL) != 0) {
    take_nominal(s, word);
  } else if ((bit & BIT(PRON)) != 0) {
    if (!s->governed && s->subject == 0) s->subject = some(word->label);
    s->governed = 0;
  } else if ((bit & FINITE) != 0) {
    take_finite(s, word, (bit & BIT(AUX_FIN)) != 0);
  } else if ((bit & (BIT(AUX_INF) | BIT(AUX_PRES) | BIT(AUX_PAST))) != 0) {
    s->auxiliary = some(word->label);
    s->governed = 0;
  } else if ((bit & (BIT(VERB_PAST) | BIT(VERB_INF) | BIT(VERB_PRES))) != 0) {
    s->auxiliary = 0;
    s->governed = 0;
  } else if ((bit & BIT(ADP)) != 0) {
    s->preposition = word->hash;
    s->governed = 1;
    s->determiner = 0;
  } else if ((bit & BIT(DET)) != 0) {
    s->determiner = some(word->label);
  }
}

/* --- what comes --- */

static void look_ahead(flu_scene *scene)
{
  uint32_t noun = 0, verb = 0;
  scene->next_noun[scene->count] = scene->next_verb[scene->count] = 0;
  for (uint32_t i = scene->count; i-- > 0;) {
    const flu_scene_word *w = &scene->words[i];
    const uint32_t bit = 1u << w->class_id;
    if ((bit & NOMINAL) != 0) noun = some(w->label);
    else if ((bit & (BIT(PUNCT) | BIT(ADP) | BIT(SCONJ) | BIT(PRON_REL) | FINITE | BIT(DET))) != 0) noun = 0;
    if ((bit & FINITE) != 0) verb = some(w->label);
    else if ((bit & (BIT(SCONJ) | BIT(PRON_REL))) != 0) verb = w->hash;
    scene->next_noun[i] = noun;
    scene->next_verb[i] = verb;
  }
}

int flu_scene_build(flu_scene *scene, const flu_lexicon *lexicon, const flu_tag_input *inputs,
                    const flu_tagged *tagged, uint32_t count, flu_arena *arena)
{
  static const flu_scene_word edge = { .hash = 1, .label = EDGE_LABEL, .broad = EDGE_LABEL, .class_id = 31 };
  flu_scene_word *words = flu_arena_take(arena, ((size_t)count + 2 * AROUND) * sizeof *words);
  scene->before = flu_arena_take(arena, ((size_t)count + 1) * sizeof *scene->before);
  scene->next_noun = flu_arena_take(arena, ((size_t)count + 1) * sizeof *scene->next_noun);
  scene->next_verb = flu_arena_take(arena, ((size_t)count + 1) * sizeof *scene->next_verb);
  if (words == NULL || scene->before == NULL || scene->next_noun == NULL || scene->next_verb == NULL)
    return FLU_E_NOMEM;
  scene->words = words + AROUND;
  scene->links = NULL;
  scene->count = count;
  for (uint32_t i = 0; i < AROUND; i++) words[i] = scene->words[count + i] = edge;
  flu_scene_state state;
  memset(&state, 0, sizeof state);
  for (uint32_t i = 0; i < count; i++) {
    scene->before[i] = state;
    const bool subject = set_word(lexicon, &inputs[i], &tagged[i], &scene->words[i]);
    step(&state, &scene->words[i], subject);
  }
  scene->before[count] = state;
  look_ahead(scene);
  return FLU_OK;
}

/* --- features --- */

static uint32_t both(unsigned id, uint32_t a, uint32_t b)
{
  return flu_scene_mix((uint64_t)a + ((uint64_t)id << 40), b);
}

/* The first FLU_SCENE_FIRST tell most: of a candidate that they speak against the others are not asked. */
void flu_scene_first(const flu_scene *scene, uint32_t from, uint32_t to, uint32_t out[FLU_SCENE_FIRST])
{
  const flu_scene_word *l = &scene->words[from] - 1, *r = &scene->words[to];
  const flu_scene_state *s = &scene->before[from];
  const uint32_t open = s->verbs | (uint32_t)s->governed << 2 | (uint32_t)s->joined << 3;
  uint32_t n = 0;
  out[n] = both(n, 1, 0), n++;
  out[n] = both(n, l->hash, 0), n++;
  out[n] = both(n, r->hash, 0), n++;
  out[n] = both(n, l->label, 0), n++;
  out[n] = both(n, r->label, 0), n++;
  out[n] = both(n, l->label, r->label), n++;
  out[n] = both(n, l->hash, r->label), n++;
  out[n] = both(n, l->label, r->hash), n++;
  out[n] = both(n, l[-1].label, l->label), n++;
  out[n] = both(n, s->subject, open), n++;
  out[n] = both(n, flu_scene_mix(s->subject, open), l->broad), n++;
  out[n] = both(n, s->determiner, l->label), n++;
  out[n] = both(n, flu_scene_mix(s->determiner, l->broad), r->label), n++;
  out[n] = both(n, s->noun, l->broad), n++;
  out[n] = both(n, l->hash, r->hash), n++;
  out[n] = both(n, l->hash, l[-1].hash), n++;
}

void flu_scene_rest(const flu_scene *scene, uint32_t from, uint32_t to, uint32_t out[FLU_SCENE_FEATURES])
{
  const flu_scene_word *l = &scene->words[from] - 1, *r = &scene->words[to];
  const flu_scene_state *s = &scene->before[from];
  const uint32_t noun = scene->next_noun[to], verb = scene->next_verb[to];
  const uint32_t path = s->nouns | (uint32_t)s->marks << 2 | (uint32_t)s->joined << 3 | (uint32_t)s->verbs << 4;
  const uint32_t open = s->verbs | (uint32_t)s->governed << 2 | (uint32_t)s->joined << 3;
  uint32_t n = FLU_SCENE_FIRST;
  out[n] = both(n, r->hash, r[1].hash), n++;
  out[n] = both(n, l[-1].hash, 0), n++;
  out[n] = both(n, r[1].hash, 0), n++;
  out[n] = both(n, r->label, r[1].label), n++;
  out[n] = both(n, flu_scene_mix(l[-2].broad, l[-1].broad), l->broad), n++;
  out[n] = both(n, flu_scene_mix(r[2].broad, r[1].broad), r->broad), n++;
  out[n] = both(n, flu_scene_mix(l[-1].broad, l->broad), r->broad), n++;
  out[n] = both(n, flu_scene_mix(l->broad, r->broad), r[1].broad), n++;
  out[n] = both(n, l->hash, l[-1].label), n++;
  out[n] = both(n, r->hash, r[1].label), n++;
  out[n] = both(n, flu_scene_mix(s->subject, s->verb), flu_scene_mix(l->broad, r->broad)), n++;
  out[n] = both(n, s->subject, s->auxiliary), n++;
  out[n] = both(n, s->determiner, 0), n++;
  out[n] = both(n, s->noun, s->noun2), n++;
  out[n] = both(n, flu_scene_mix(s->noun, s->preposition), l->broad), n++;
  out[n] = both(n, flu_scene_mix(s->auxiliary, s->subject), l->broad), n++;
  out[n] = both(n, noun, l->broad), n++;
  out[n] = both(n, noun, s->determiner), n++;
  out[n] = both(n, verb, l->broad), n++;
  out[n] = both(n, verb, s->subject), n++;
  out[n] = both(n, s->opener, open), n++;
  out[n] = both(n, s->opener, s->subject), n++;
  out[n] = both(n, s->governor, s->opener), n++;
  out[n] = both(n, s->preposition, flu_scene_mix(l->broad, s->governed)), n++;
  out[n] = both(n, r->label, r->vowel), n++;
  out[n] = both(n, s->outer, flu_scene_mix(s->subject, l->broad)), n++;
  out[n] = both(n, flu_scene_mix(s->verb, s->subject), l->label), n++;
  out[n] = both(n, flu_scene_mix(l[-1].label, l->label), r->label), n++;
  out[n] = both(n, flu_scene_mix(l->label, r->label), r[1].label), n++;
  out[n] = both(n, flu_scene_mix(s->subject, path), flu_scene_mix(s->auxiliary, l->broad)), n++;
  out[n] = both(n, flu_scene_mix(s->subject, path), flu_scene_mix(s->outer, l->broad)), n++;
  out[n] = both(n, flu_scene_mix(s->governor, s->opener), s->governor2), n++;
  out[n] = both(n, flu_scene_mix(s->governor, s->opener), open), n++;
  out[n] = both(n, l->lemma, flu_scene_mix(l[-1].label, r->broad)), n++;
  out[n] = both(n, flu_scene_mix(s->antecedent, s->opener), l->lemma), n++;
  out[n] = both(n, flu_scene_mix(l->lemma, l[-1].lemma), l[-2].broad), n++;
}

void flu_scene_lexical(const flu_scene *scene, uint32_t from, uint32_t to, uint32_t lemma,
                       uint32_t out[FLU_SCENE_LEXICAL])
{
  const flu_scene_word *l = &scene->words[from] - 1, *r = &scene->words[to];
  const flu_scene_state *s = &scene->before[from];
  uint32_t n = 0;
  out[n] = both(100 + n, lemma, 0), n++;
  out[n] = both(100 + n, lemma, l->hash), n++;
  out[n] = both(100 + n, lemma, r->hash), n++;
  out[n] = both(100 + n, lemma, l->label), n++;
  out[n] = both(100 + n, lemma, r->label), n++;
  out[n] = both(100 + n, lemma, flu_scene_mix(l->broad, r->broad)), n++;
  out[n] = both(100 + n, lemma, flu_scene_mix(l->hash, l[-1].hash)), n++;
  out[n] = both(100 + n, lemma, flu_scene_mix(s->preposition, l->broad)), n++;
  out[n] = both(100 + n, lemma, flu_scene_mix(s->determiner, l->broad)), n++;
  out[n] = both(100 + n, lemma, s->opener), n++;
}
