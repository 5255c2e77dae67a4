/* From choices to issues: what another form wins by its family's margin is reported. */
#include <string.h>

#include "context/context.h"
#include "context/slot.h"
#include "tagging/classes.h"

#define MAX_REVISIONS 12u        /* of one sentence: each tags it once more */
#define NEAR 6u                  /* words within which a correction may settle another */
#define MAX_SUGGESTIONS 3u
#define SCARCE 60u
#define RARE 140u                /* frequencies: lexicon/format.h */
#define CLAUSE 8u                /* words looked back through for what opens a clause */
#define NEVER (1 << 28)          /* no margin of a form is as great */
#define MAX_PROPOSALS 64u        /* of one sentence; what comes after them is not looked at */

static const uint8_t natives[FLU_CHOICE_FAMILIES] = {
  [FLU_CHOICE_HOMOPHONE] = FLU_NATIVE_CONTEXT_HOMOPHONE, [FLU_CHOICE_NUMBER] = FLU_NATIVE_CONTEXT_NUMBER,
  [FLU_CHOICE_GENDER] = FLU_NATIVE_CONTEXT_GENDER,       [FLU_CHOICE_PERSON] = FLU_NATIVE_CONTEXT_PERSON,
  [FLU_CHOICE_ENDING] = FLU_NATIVE_CONTEXT_ENDING,       [FLU_CHOICE_MOOD] = FLU_NATIVE_CONTEXT_MOOD,
  [FLU_CHOICE_TENSE] = FLU_NATIVE_CONTEXT_MOOD,
};

typedef struct proposal {
  uint32_t token;                /* first one in the sentence as given */
  uint32_t words;
  bool siblings, done;
  uint8_t count;
  uint8_t family;
  int32_t excess;                /* over the margin of its family */
  flu_str texts[MAX_SUGGESTIONS];
} proposal;

typedef struct work {
  const flu_unit *u;
  const flu_token *tokens;
  uint32_t sentence;
  uint32_t count;                /* tokens as given */
  bool on[FLU_CHOICE_FAMILIES];
  bool deep;                     /* there are weights for parsed sentences, and a parser */
  bool parsed;                   /* this one has been */
  uint32_t rules[FLU_CHOICE_FAMILIES];
  flu_tag_input *inputs;         /* with what has been corrected */
  const flu_tagged *tagged;
  uint32_t input_count;
  uint32_t *at;                  /* by token as given: its input; of what was corrected the first one */
  flu_scene scene;
  proposal *proposals;
  size_t proposal_count;
} work;

/* --- proposals --- */

static void keep_best(int32_t excess, uint32_t k, uint32_t *order, int32_t *excesses, uint32_t *count)
{
  uint32_t i = *count;
  if (i == MAX_SUGGESTIONS) {
    if (excess <= excesses[i - 1]) return;
    i--;
  }
  for (; i > 0 && excesses[i - 1] < excess; i--) {
    excesses[i] = excesses[i - 1];
    order[i] = order[i - 1];
  }
  excesses[i] = excess;
  order[i] = k;
  if (*count < MAX_SUGGESTIONS) ++*count;
}

static bool uncertain(const work *w, uint32_t i)
{
  const flu_tag_input *in = &w->inputs[i];
  const bool name = in->letter_case >= FLU_CASE_TITLE && (in->flags & FLU_TOKEN_SENTENCE_START) == 0;
  return in->kind == FLU_TOKEN_WORD && (name || in->form_count == 0 || w->tagged[i].meant);
}

/* Has the word a reading of one of these moods? */
static bool may_be(const work *w, uint32_t i, unsigned moods)
{
  flu_reading readings[FLU_MAX_READINGS];
  if (i >= w->input_count || w->inputs[i].form_count == 0) return false;
  const size_t n = flu_lexicon_readings(w->u->lexicon, w->inputs[i].forms[0], readings, FLU_MAX_READINGS);
  for (size_t k = 0; k < n; k++)
    if ((readings[k].tag->mood & moods) != 0) return true;
  return false;
}

/* Takes the mark of the plural or the feminine off: writers forget marks more often than they add them. */
static bool takes_mark(const work *w, const flu_slot *slot, const flu_candidate *candidate)
{
  if (!slot->siblings) return false;
  const flu_choice_item *item = &w->u->choices->items[candidate->id];
  return candidate->family == FLU_CHOICE_NUMBER ? item->number == FLU_SING : item->gender == FLU_MASC;
}

/* A rare word in place of a frequent one was mostly meant, and the weights have hardly seen it. */
static bool rare(const work *w, const flu_slot *slot)
{
  const flu_tag_input *in = &w->inputs[slot->from];
  return slot->to == slot->from + 1 && in->form_count > 0 &&
         flu_lexicon_frequency(w->u->lexicon, in->forms[in->form_count - 1]) < RARE;
}

/* A clause that something joins to another, where the subjunctive may stand. */
static bool subordinate(const work *w, uint32_t i)
{
  const uint32_t joins = 1u << FLU_CLASS_SCONJ | 1u << FLU_CLASS_PRON_REL | 1u << FLU_CLASS_PRON;
  const uint32_t first = i > CLAUSE ? i - CLAUSE : 0;
  for (uint32_t k = first; k < i; k++)
    if ((joins >> w->tagged[k].class_id & 1u) != 0) return true;
  return false;
}

/* « ce qu'il dit a du sens »: two finite verbs meet where a relative clause ends. */
static bool behind_relative(const work *w, const flu_slot *slot)
{
  const uint32_t verbs = 1u << FLU_CLASS_VERB_FIN | 1u << FLU_CLASS_AUX_FIN, i = slot->from;
  return i > 0 && (verbs >> w->tagged[i - 1].class_id & 1u) != 0 && may_be(w, i, FLU_IND_PRES | FLU_IND_IMPF) &&
         subordinate(w, i);
}

static bool finite(const flu_choice_item *item)
{
  return item->person != 0 && (item->mood & (FLU_INF | FLU_PART_PAST | FLU_PART_PRES)) == 0;
}

/* A participle that need not agree with the subject: its object may stand before the auxiliary. */
static bool free_participle(const work *w, const flu_slot *slot)
{
  if (w->tagged[slot->from].class_id != FLU_CLASS_VERB_PAST && w->tagged[slot->from].class_id != FLU_CLASS_AUX_PAST)
    return false;
  for (uint32_t i = slot->from; i-- > 0 && slot->from - i <= NEAR;) {
    if ((FLU_CLASSES_AUX >> w->tagged[i].class_id & 1u) == 0) continue;
    return i > 0 && w->tagged[i - 1].class_id == FLU_CLASS_PRON_PERS && w->tagged[i - 1].pos != FLU_POS_PRON_SUBJ;
  }
  return false;
}

static bool follows_auxiliary(const work *w, const flu_slot *slot)
{
  if (w->tagged[slot->from].class_id != FLU_CLASS_VERB_PAST) return false;
  for (uint32_t i = slot->from; i-- > 0 && slot->from - i <= 2;)
    if ((FLU_CLASSES_AUX >> w->tagged[i].class_id & 1u) != 0) return true;
  return false;
}

static bool scarce(const work *w, const flu_slot *slot)
{
  const flu_tag_input *in = &w->inputs[slot->from];
  return slot->siblings && flu_lexicon_frequency(w->u->lexicon, in->forms[in->form_count - 1]) < SCARCE;
}

static int32_t verb_margin(const work *w, const flu_slot *slot, const flu_candidate *candidate)
{
  const int32_t *margins = w->u->choices->header->margins;
  const uint32_t i = slot->from;
  if (!slot->siblings) return margins[candidate->family];
  const flu_choice_item *item = &w->u->choices->items[candidate->id];
  /* an order, a question */
  const bool bound = i + 1 < w->input_count && (w->inputs[i + 1].flags & FLU_TOKEN_ENCLITIC) != 0;
  const bool noun = bound || (i > 0 && w->tagged[i].class_id == FLU_CLASS_NOUN &&
                              w->tagged[i - 1].class_id == FLU_CLASS_DET);
  const bool misread = i > 0 && w->tagged[i - 1].meant;   /* one of the two is wrong, but which? */
  const bool indicative = finite(item) && (item->mood & (FLU_SUBJ_PRES | FLU_SUBJ_IMPF)) == 0;
  const bool verb = w->tagged[i].class_id == FLU_CLASS_VERB_FIN || w->tagged[i].class_id == FLU_CLASS_AUX_FIN;
  if (memchr(w->inputs[i].norm.ptr, '-', w->inputs[i].norm.len) != NULL) return NEVER;   /* a verb with its pronoun */
  const bool doubtful = candidate->family == FLU_CHOICE_ENDING ? misread || (verb && finite(item))
                        : candidate->family == FLU_CHOICE_MOOD ? noun || (indicative && subordinate(w, i))
                                                               : noun;
  return margins[candidate->family] + (doubtful ? margins[FLU_CHOICE_DOUBT] : 0);
}

/* Beside names and unknown words gender and number are a guess. */
static int32_t margin_of(const work *w, const flu_slot *slot, const flu_candidate *candidate)
{
  const unsigned family = candidate->family;
  const int32_t *margins = w->u->choices->header->margins;
  if (family == FLU_CHOICE_HOMOPHONE)
    return margins[family] + (rare(w, slot) || behind_relative(w, slot) ? margins[FLU_CHOICE_DOUBT] : 0);
  if (family != FLU_CHOICE_NUMBER && family != FLU_CHOICE_GENDER) return verb_margin(w, slot, candidate);
  const flu_tagged *here = &w->tagged[slot->to - 1];
  const bool behind_preposition = slot->from > 0 && w->tagged[slot->from - 1].class_id == FLU_CLASS_ADP;
  const bool pronoun = !slot->siblings && (here->class_id == FLU_CLASS_PRON_PERS || here->class_id == FLU_CLASS_PRON);
  const bool subject = here->pos == FLU_POS_PRON_SUBJ && !behind_preposition;
  if (pronoun && here->class_id == FLU_CLASS_PRON_PERS && !subject) return NEVER;   /* it may be anyone */
  const bool article = !slot->siblings && may_be(w, slot->to, FLU_INF);   /* or an object pronoun */
  const bool doubtful = (slot->from > 0 && uncertain(w, slot->from - 1)) ||
                        (slot->to < w->input_count && uncertain(w, slot->to)) ||
                        (w->inputs[slot->from].flags & FLU_TOKEN_IN_QUOTES) != 0 || article ||
                        (pronoun && family == FLU_CHOICE_GENDER) || (slot->siblings && free_participle(w, slot));
  int32_t margin = margins[family];
  if (doubtful || scarce(w, slot) || (slot->siblings && takes_mark(w, slot, candidate) && follows_auxiliary(w, slot)))
    margin += margins[FLU_CHOICE_DOUBT];
  if (takes_mark(w, slot, candidate)) margin += margins[FLU_CHOICE_MARK];
  if (family == FLU_CHOICE_NUMBER && slot->siblings && behind_preposition) margin += margins[FLU_CHOICE_BARE];
  return margin;
}

/* Who depends on whom tells nothing of words that sound alike. */
static bool homophones(const flu_slot *slot)
{
  for (uint32_t k = 1; k < slot->count; k++)
    if (slot->candidates[k].family != FLU_CHOICE_HOMOPHONE) return false;
  return true;
}

/* Scores over what is written, in thousandths of a nat. With links, both weights have a say: they err differently. */
static void score(work *w, const flu_slot *slot, int32_t out[FLU_CHOICE_MAX_CANDIDATES])
{
  const flu_choice_header *h = w->u->choices->header;
  flu_scene_link *links = w->scene.links;
  w->scene.links = NULL;
  flu_slot_score(w->u->choices, &w->scene, slot, out);
  w->scene.links = links;
  for (uint32_t k = slot->count; k-- > 0;) out[k] = (int32_t)((int64_t)(out[k] - out[0]) * 1000000 / h->unit);
  if (links == NULL || homophones(slot)) return;
  int32_t deep[FLU_CHOICE_MAX_CANDIDATES];
  flu_slot_score(w->u->choices, &w->scene, slot, deep);
  for (uint32_t k = slot->count; k-- > 0;)
    out[k] = (out[k] + (int32_t)((int64_t)(deep[k] - deep[0]) * 1000000 / h->deep_unit)) / 2;
}

/* What wins in a slot of the inputs; false: what is written stays, or memory has run out. */
static bool propose(work *w, const flu_slot *slot, proposal *out)
{
  const flu_unit *u = w->u;
  int32_t scores[FLU_CHOICE_MAX_CANDIDATES], excesses[MAX_SUGGESTIONS];
  uint32_t order[MAX_SUGGESTIONS], count = 0;
  score(w, slot, scores);
  for (uint32_t k = 1; k < slot->count; k++) {
    const unsigned family = slot->candidates[k].family;
    const int32_t excess = scores[k] - margin_of(w, slot, &slot->candidates[k]);
    if (w->on[family] && excess > 0) keep_best(excess, k, order, excesses, &count);
  }
  out->count = 0;
  for (uint32_t i = 0; i < count; i++) {
    char text[FLU_MAX_FORM_BYTES], capital[FLU_MAX_FORM_BYTES];
    size_t len = flu_slot_spell(u->choices, w->inputs, slot, order[i], text, sizeof text);
    const char *from = text;
    if (len > 0 && w->inputs[slot->from].letter_case == FLU_CASE_TITLE) {
      len = flu_capitalise(text, len, capital, sizeof capital);
      from = capital;
    }
    if (len == 0) continue;
    const char *copy = flu_arena_copy(u->arena, from, len);
    if (copy == NULL) {
      u->sink->status = FLU_E_NOMEM;
      return false;
    }
    if (out->count == 0) {
      out->family = slot->candidates[order[i]].family;
      out->excess = excesses[i];
    }
    out->texts[out->count++] = (flu_str){ copy, (uint32_t)len };
  }
  return out->count > 0;
}

static bool name_inside(const flu_tag_input *inputs, uint32_t from, uint32_t to)
{
  for (uint32_t i = from; i < to; i++)
    if (inputs[i].letter_case == FLU_CASE_TITLE && (inputs[i].flags & FLU_TOKEN_SENTENCE_START) == 0) return true;
  return false;
}

/* Where the sentence can be parsed, what passes the gate is looked at again with its links. */
static bool passes(work *w, const flu_slot *slot)
{
  int32_t scores[FLU_CHOICE_MAX_CANDIDATES];
  score(w, slot, scores);
  for (uint32_t k = 1; k < slot->count; k++)
    if (scores[k] > w->u->choices->header->margins[FLU_CHOICE_GATE] && w->on[slot->candidates[k].family]) return true;
  return false;
}

static void add_proposal(work *w, const flu_slot *slot)
{
  proposal p = { .token = slot->from, .words = slot->to - slot->from, .siblings = slot->siblings };
  if (w->proposal_count == MAX_PROPOSALS || name_inside(w->inputs, slot->from, slot->to)) return;
  if (w->deep ? passes(w, slot) : propose(w, slot, &p)) w->proposals[w->proposal_count++] = p;
}

static void find_proposals(work *w)
{
  const flu_choices *c = w->u->choices;
  flu_slot slot;
  for (uint32_t i = 0; i < w->count && w->proposal_count < MAX_PROPOSALS; i++) {
    for (uint32_t words = 1; words <= FLU_CHOICE_MAX_WORDS; words++)
      if (flu_slot_of_words(c, w->inputs, w->count, i, words, &slot)) add_proposal(w, &slot);
    if (flu_slot_of_siblings(c, w->inputs, i, &slot)) add_proposal(w, &slot);
  }
}

/* --- corrections that settle others --- */

/* The scene of the inputs as they are. */
static int see(work *w)
{
  const flu_unit *u = w->u;
  const int rc = flu_scene_build(&w->scene, u->lexicon, w->inputs, w->tagged, w->input_count, u->local);
  if (rc != FLU_OK || !w->parsed) return rc;
  if (w->tagged == u->tagged) {   /* as given */
    const flu_dep *known;
    const int status = flu_unit_parse(u, w->sentence, &known);
    return status == FLU_OK && known != NULL ? flu_scene_link_words(&w->scene, known, u->local) : status;
  }
  flu_dep *deps = flu_arena_take(u->local, w->input_count * sizeof *deps);
  if (deps == NULL) return FLU_E_NOMEM;
  const int status =
    flu_parse_sentence(u->parser, u->tagger, w->inputs, w->tagged, w->input_count, u->local, deps);
  return status == FLU_OK ? flu_scene_link_words(&w->scene, deps, u->local) : status;
}

static bool overlap(const proposal *a, const proposal *b)
{
  return a->token < b->token + b->words && b->token < a->token + a->words;
}

static bool near(const proposal *a, const proposal *b)
{
  return a->token < b->token + b->words + NEAR && b->token < a->token + a->words + NEAR;
}

/* Puts the first text of a proposal into the inputs. */
static int apply(work *w, const proposal *p)
{
  const uint32_t from = w->at[p->token], old = p->words;
  const flu_str text = p->texts[0];
  flu_token token = w->tokens[p->token];
  uint32_t words = 1;
  for (uint32_t i = 0; i + 1 < text.len && !p->siblings; i++) words += text.ptr[i] == ' ' || text.ptr[i] == '\'';
  const bool whole = p->siblings || words == 1;
  flu_tag_input *inputs = flu_arena_take(w->u->local, (w->input_count + words) * sizeof *inputs);
  if (inputs == NULL) return FLU_E_NOMEM;
  memcpy(inputs, w->inputs, from * sizeof *inputs);
  uint32_t n = from;
  for (uint32_t start = 0; start < text.len;) {
    uint32_t end = start;
    while (end < text.len && (whole || (text.ptr[end] != ' ' && text.ptr[end] != '\''))) end++;
    const bool elided = end < text.len && text.ptr[end] == '\'';
    token.norm = (flu_str){ text.ptr + start, end + elided - start };
    token.letter_case = (uint8_t)flu_case_of(token.norm.ptr, token.norm.len);
    token.flags = (uint16_t)((token.flags & ~FLU_TOKEN_ELIDED) | (elided ? FLU_TOKEN_ELIDED : 0));
    flu_tag_look_up(w->u->tagger, &token, &inputs[n++]);
    token.flags &= (uint16_t)~FLU_TOKEN_SENTENCE_START;
    start = end + (end < text.len);
  }
  memcpy(inputs + n, w->inputs + from + old, (w->input_count - from - old) * sizeof *inputs);
  const uint32_t added = n - from;
  for (uint32_t i = p->token; i < w->count; i++) w->at[i] = i < p->token + old ? from : w->at[i] + added - old;
  w->input_count = w->input_count + added - old;
  w->inputs = inputs;
  flu_tagged *tagged = flu_arena_take(w->u->local, (w->input_count + 1) * sizeof *tagged);
  if (tagged == NULL) return FLU_E_NOMEM;
  const int rc = flu_tag_sentence(w->u->tagger, inputs, w->input_count, w->u->local, tagged);
  w->tagged = tagged;
  return rc != FLU_OK ? rc : see(w);
}

/* Looks at a proposal again in the corrected sentence. */
static void revise(work *w, proposal *p)
{
  flu_slot slot;
  const uint32_t i = w->at[p->token];
  const bool there = p->siblings ? flu_slot_of_siblings(w->u->choices, w->inputs, i, &slot)
                                 : flu_slot_of_words(w->u->choices, w->inputs, w->input_count, i, p->words, &slot);
  if (!there || !propose(w, &slot, p)) p->done = true;
}

static void report(work *w, const proposal *p);

static int settle(work *w)
{
  uint32_t revisions = 0;
  for (;;) {
    proposal *best = NULL;
    bool others = false;
    for (size_t i = 0; i < w->proposal_count; i++)
      if (!w->proposals[i].done && (best == NULL || w->proposals[i].excess > best->excess)) best = &w->proposals[i];
    if (best == NULL) return FLU_OK;
    best->done = true;
    report(w, best);
    for (size_t i = 0; i < w->proposal_count; i++) {
      proposal *p = &w->proposals[i];
      if (p->done) continue;
      if (overlap(p, best)) p->done = true;
      else others = others || near(p, best);
    }
    if (!others) continue;
    if (revisions++ == MAX_REVISIONS) return FLU_OK;
    const int rc = apply(w, best);
    if (rc != FLU_OK) return rc;
    for (size_t i = 0; i < w->proposal_count; i++)
      if (!w->proposals[i].done && near(&w->proposals[i], best)) revise(w, &w->proposals[i]);
  }
}

/* --- issues --- */

static uint8_t confidence_of(const proposal *p)
{
  const int32_t nats = p->excess / 1000;
  return (uint8_t)(nats > 8 ? 96 : 80 + nats * 2);
}

/* A text in place of an elided word needs the space that the apostrophe was; false: it cannot stand there. */
static bool fit(const work *w, const flu_token *last, flu_str *text)
{
  const bool elided = (last->flags & FLU_TOKEN_ELIDED) != 0, elides = text->ptr[text->len - 1] == '\'';
  if (elides && !elided) return false;
  if (elided == elides) return true;
  char *longer = flu_arena_copy(w->u->arena, text->ptr, text->len + 1);
  if (longer == NULL) {
    w->u->sink->status = FLU_E_NOMEM;
    return false;
  }
  longer[text->len] = ' ';
  *text = (flu_str){ longer, text->len + 1 };
  return true;
}

/* Of a word and its neighbour that differ in number either may be wrong: what the neighbour would be instead. Writes its
 * text; 0: there is nothing to offer. */
static size_t other_way(work *w, const proposal *p, uint32_t neighbour, char *out, size_t cap)
{
  int32_t scores[FLU_CHOICE_MAX_CANDIDATES];
  flu_slot slot;
  const uint32_t i = w->at[neighbour];
  uint32_t best = 0;
  const bool plain = (w->tokens[neighbour].flags & FLU_TOKEN_ELIDED) == 0 &&
                     w->inputs[i].norm.ptr == w->tokens[neighbour].norm.ptr;
  const bool there = plain && (p->siblings ? flu_slot_of_words(w->u->choices, w->inputs, w->input_count, i, 1, &slot)
                                           : flu_slot_of_siblings(w->u->choices, w->inputs, i, &slot));
  if (!there) return 0;
  score(w, &slot, scores);
  for (uint32_t k = 1; k < slot.count; k++) {
    const unsigned family = slot.candidates[k].family;
    if ((family == FLU_CHOICE_NUMBER || family == FLU_CHOICE_GENDER) && scores[k] > scores[best]) best = k;
  }
  if (best == 0) return 0;
  const size_t len = flu_slot_spell(w->u->choices, w->inputs, &slot, best, out, cap);
  const bool title = w->tokens[neighbour].letter_case == FLU_CASE_TITLE;
  char capital[FLU_MAX_FORM_BYTES];
  const size_t n = len > 0 && title ? flu_capitalise(out, len, capital, sizeof capital) : 0;
  if (n > cap || (title && n == 0)) return 0;
  if (title) memcpy(out, capital, n);
  return len == 0 || memchr(out, '\'', title ? n : len) != NULL ? 0 : title ? n : len;
}

static flu_str join_words(const work *w, flu_str first, flu_str second)
{
  char *text = flu_arena_take(w->u->arena, (size_t)first.len + second.len + 1);
  if (text == NULL) {
    w->u->sink->status = FLU_E_NOMEM;
    return (flu_str){ "", 0 };
  }
  memcpy(text, first.ptr, first.len);
  text[first.len] = ' ';
  memcpy(text + first.len + 1, second.ptr, second.len);
  return (flu_str){ text, first.len + second.len + 1 };
}

/* « les maison »: both words are reported, with both ways out. */
static bool report_both(work *w, const proposal *p)
{
  char text[FLU_MAX_FORM_BYTES];
  const uint32_t t = p->token;
  if (p->family != FLU_CHOICE_NUMBER || p->words != 1 || (p->siblings ? t == 0 : t + 1 >= w->count)) return false;
  const uint32_t left = p->siblings ? t - 1 : t, neighbour = p->siblings ? left : t + 1;
  const flu_token *first = &w->tokens[left], *second = &w->tokens[left + 1];
  if (second->start != first->end + 1) return false;
  const size_t len = other_way(w, p, neighbour, text, sizeof text);
  if (len == 0) return false;
  const flu_str other = { text, (uint32_t)len };
  const flu_str texts[2] = {
    p->siblings ? join_words(w, first->norm, p->texts[0]) : join_words(w, p->texts[0], second->norm),
    p->siblings ? join_words(w, other, second->norm) : join_words(w, first->norm, other),
  };
  if (texts[0].len == 0 || texts[1].len == 0) return true;
  flu_report(w->u, w->rules[p->family], first->start, second->end, texts, 2, confidence_of(p));
  return true;
}

static void report(work *w, const proposal *p)
{
  const flu_token *first = &w->tokens[p->token], *last = &w->tokens[p->token + p->words - 1];
  flu_str texts[MAX_SUGGESTIONS];
  uint32_t count = 0;
  if (report_both(w, p)) return;
  for (uint32_t i = 0; i < p->count; i++) {
    texts[count] = p->texts[i];
    if (fit(w, last, &texts[count])) count++;
  }
  if (count > 0) flu_report(w->u, w->rules[p->family], first->start, last->end, texts, count, confidence_of(p));
}

/* --- the sentence --- */

static bool begin(work *w, const flu_unit *u, uint32_t s)
{
  const flu_sentence *sentence = &u->text->sentences[s];
  bool any = false;
  if (u->choices == NULL || u->tagged == NULL || u->choices->header->line_bits == 0) return false;
  *w = (work){ .u = u, .sentence = s, .tokens = &u->text->tokens[sentence->first_token], .count = sentence->token_count };
  for (unsigned f = 0; f < FLU_CHOICE_FAMILIES; f++) {
    w->rules[f] = flu_catalogue_native(u->rules, natives[f]);
    w->on[f] = w->rules[f] != FLU_NO_RULE && u->enabled[w->rules[f]] != 0;
    any = any || w->on[f];
  }
  return any;
}

static int start(work *w)
{
  const flu_unit *u = w->u;
  w->inputs = flu_arena_take(u->local, (w->count + 1) * sizeof *w->inputs);
  w->at = flu_arena_take(u->local, (w->count + 1) * sizeof *w->at);
  w->proposals = flu_arena_take(u->local, MAX_PROPOSALS * sizeof *w->proposals);
  if (w->inputs == NULL || w->at == NULL || w->proposals == NULL) return FLU_E_NOMEM;
  memcpy(w->inputs, u->inputs, w->count * sizeof *w->inputs);
  w->input_count = w->count;
  w->tagged = u->tagged;
  for (uint32_t i = 0; i < w->count; i++) w->at[i] = i;
  w->deep = u->choices->header->deep_bits > 0 && u->parser != NULL && u->parser->weights != NULL &&
            w->count <= FLU_MAX_PARSED / 2;   /* corrections may make it longer */
  return see(w);
}

/* What passed the gate, with the links of the sentence. */
static int look_deeper(work *w)
{
  if (!w->deep || w->proposal_count == 0) return FLU_OK;
  w->parsed = true;
  const int rc = see(w);
  for (size_t i = 0; i < w->proposal_count && rc == FLU_OK; i++) revise(w, &w->proposals[i]);
  return rc;
}

void flu_check_context(const flu_unit *u, uint32_t s)
{
  work w;
  if (!begin(&w, u, s) || w.count == 0) return;
  int status = start(&w);
  if (status == FLU_OK) {
    find_proposals(&w);
    status = look_deeper(&w);
    if (status == FLU_OK) status = settle(&w);
  }
  if (status != FLU_OK) u->sink->status = status;
}
