#include "compiler/train/inject.h"

#include <stdlib.h>
#include <string.h>

#include "text/text.h"

/* How often each kind is tried, in thousandths: after what people get wrong in edited documents, with more of the
 * confusions that change a part of speech. */
static const uint32_t kind_rate[FLU_SLIP_COUNT] = {
  [FLU_SLIP_CONFUSION] = 240, [FLU_SLIP_ENDING] = 220, [FLU_SLIP_NUMBER] = 160, [FLU_SLIP_GENDER] = 90,
  [FLU_SLIP_PERSON] = 70,     [FLU_SLIP_ACCENT] = 90,  [FLU_SLIP_LETTER] = 130,
};

#define TRIES 4u

uint32_t flu_random_below(flu_random *random, uint32_t limit)
{
  uint64_t x = random->state += 0x9E3779B97F4A7C15u;
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
  x = (x ^ x >> 27) * 0x94D049BB133111EBu;
  return (uint32_t)((x ^ x >> 31) >> 32) % limit;
}

/* --- pairs by what is meant --- */

static int compare(flu_str a, flu_str b)
{
  const int rc = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);
  return rc != 0 ? rc : (a.len > b.len) - (a.len < b.len);
}

static int compare_meant(const void *a, const void *b)
{
  const flu_confusion *x = *(const flu_confusion *const *)a, *y = *(const flu_confusion *const *)b;
  const int rc = compare(x->meant, y->meant);
  return rc != 0 ? rc : compare(x->written, y->written);
}

int flu_injector_begin(flu_injector *in, const flu_lexicon *lexicon, const flu_confusions *confusions)
{
  *in = (flu_injector){ .lexicon = lexicon, .confusions = confusions };
  in->by_meant = malloc((confusions->count + 1) * sizeof *in->by_meant);
  if (in->by_meant == NULL) return FLU_E_NOMEM;
  for (size_t i = 0; i < confusions->count; i++) in->by_meant[i] = &confusions->pairs[i];
  qsort(in->by_meant, confusions->count, sizeof *in->by_meant, compare_meant);
  return FLU_OK;
}

void flu_injector_end(flu_injector *in)
{
  free(in->by_meant);
  in->by_meant = NULL;
}

static size_t written_for(const flu_injector *in, flu_str meant, size_t *count)
{
  size_t low = 0, high = in->confusions->count;
  while (low < high) {
    const size_t mid = low + (high - low) / 2;
    if (compare(in->by_meant[mid]->meant, meant) < 0)
      low = mid + 1;
    else
      high = mid;
  }
  *count = 0;
  while (low + *count < in->confusions->count && compare(in->by_meant[low + *count]->meant, meant) == 0) ++*count;
  return low;
}

/* --- the kinds --- */

typedef struct place {
  const flu_injector *in;
  const flu_str *words;
  size_t count, at;
  char word[FLU_MAX_FORM_BYTES];   /* in lower case */
  size_t len;
  bool title;                      /* it had a capital, which what is written gets too */
  flu_random *random;
} place;

static bool write(const place *p, const char *text, size_t len, uint32_t taken, flu_slip *out)
{
  if (len == 0 || len > sizeof out->text || (taken == 1 && len == p->len && memcmp(text, p->word, len) == 0))
    return false;
  out->taken = taken;
  out->len = (uint32_t)len;
  memcpy(out->text, text, len);
  if (p->title) out->len = (uint32_t)flu_capitalise(text, len, out->text, sizeof out->text);
  return out->len > 0;
}

/* Frequent words are often written for rare ones, rare ones seldom for frequent ones: else a rare word (due) would be
 * seen more often as a mistake (for du) than as itself. Frequencies are logarithms, 12 to an octave. */
static bool likely(const place *p, flu_str written)
{
  enum { OCTAVE = 12, FREE_OCTAVES = 4, UNSEEN = 4 };
  const uint32_t of_word = flu_lexicon_find(p->in->lexicon, p->word, p->len);
  const uint32_t of_written = flu_lexicon_find(p->in->lexicon, written.ptr, written.len);
  if (of_word == FLU_NO_FORM) return true;
  if (of_written == FLU_NO_FORM) return flu_random_below(p->random, UNSEEN) == 0;
  const unsigned more = flu_lexicon_frequency(p->in->lexicon, of_word);
  const unsigned less = flu_lexicon_frequency(p->in->lexicon, of_written) + OCTAVE * FREE_OCTAVES;
  if (more <= less) return true;
  const unsigned octaves = (more - less) / OCTAVE;
  return octaves < 20 && flu_random_below(p->random, 1u << octaves) == 0;
}

static bool slip_confusion(const place *p, flu_slip *out)
{
  char both[2 * FLU_MAX_FORM_BYTES];
  size_t count = 0, first = 0, len = p->len;
  uint32_t taken = 1;
  memcpy(both, p->word, p->len);
  if (p->at + 1 < p->count && p->words[p->at + 1].len < FLU_MAX_FORM_BYTES - 1) {
    const flu_str next = p->words[p->at + 1];
    if (p->word[p->len - 1] != '\'') both[len++] = ' ';
    memcpy(both + len, next.ptr, next.len);
    first = written_for(p->in, (flu_str){ both, (uint32_t)(len + next.len) }, &count);
    taken = 2;
  }
  if (count == 0) {
    first = written_for(p->in, (flu_str){ p->word, (uint32_t)p->len }, &count);
    taken = 1;
  }
  if (count == 0) return false;
  for (unsigned tries = 0; tries < TRIES; tries++) {
    const flu_str written = p->in->by_meant[first + flu_random_below(p->random, (uint32_t)count)]->written;
    if (memchr(written.ptr, '\'', written.len) == NULL && likely(p, written))
      return write(p, written.ptr, written.len, taken, out);
  }
  return false;
}

static bool shares_lemma(const flu_lexicon *lex, uint32_t form, const char *text, size_t len, flu_str lemma)
{
  flu_reading readings[FLU_MAX_READINGS];
  char other[FLU_MAX_FORM_BYTES];
  const size_t n = flu_lexicon_readings(lex, form, readings, FLU_MAX_READINGS);
  for (size_t i = 0; i < n; i++)
    if (flu_lexicon_lemma(&readings[i], text, len, other, sizeof other) == lemma.len &&
        memcmp(other, lemma.ptr, lemma.len) == 0)
      return true;
  return false;
}

/* A reading of the word, with its lemma; the chosen one is any of those that fit. */
static bool pick_reading(const place *p, bool (*fits)(const flu_tag *), flu_tag *tag, char *lemma, size_t *lemma_len)
{
  flu_reading readings[FLU_MAX_READINGS];
  const uint32_t form = flu_lexicon_find(p->in->lexicon, p->word, p->len);
  const size_t n = form == FLU_NO_FORM ? 0 : flu_lexicon_readings(p->in->lexicon, form, readings, FLU_MAX_READINGS);
  size_t fitting = 0;
  for (size_t i = 0; i < n; i++)
    if (fits(readings[i].tag)) readings[fitting++] = readings[i];
  if (fitting == 0) return false;
  const flu_reading *r = &readings[flu_random_below(p->random, (uint32_t)fitting)];
  *tag = *r->tag;
  *lemma_len = flu_lexicon_lemma(r, p->word, p->len, lemma, FLU_MAX_FORM_BYTES);
  return *lemma_len > 0;
}

static bool is_verb(const flu_tag *tag)
{
  return tag->pos == FLU_POS_VERB || tag->pos == FLU_POS_AUX;
}

static bool slip_ending(const place *p, flu_slip *out)
{
  const flu_confusions *c = p->in->confusions;
  char lemma[FLU_MAX_FORM_BYTES], other[FLU_MAX_FORM_BYTES];
  flu_str written[16];
  size_t lemma_len, found = 0, stem_len = 0;
  flu_tag tag;
  if (!pick_reading(p, is_verb, &tag, lemma, &lemma_len)) return false;
  for (size_t i = 0; i < c->ending_count && found == 0; i++) {
    const flu_str e = c->endings[i].text;
    if (p->len <= e.len || memcmp(p->word + p->len - e.len, e.ptr, e.len) != 0) continue;
    stem_len = p->len - e.len;
    memcpy(other, p->word, stem_len);
    for (size_t k = 0; k < c->ending_count && found < sizeof written / sizeof *written; k++) {
      const flu_str o = c->endings[k].text;
      if (k == i || c->endings[k].group != c->endings[i].group || stem_len + o.len > sizeof other) continue;
      memcpy(other + stem_len, o.ptr, o.len);
      const uint32_t form = flu_lexicon_find(p->in->lexicon, other, stem_len + o.len);
      if (form != FLU_NO_FORM && shares_lemma(p->in->lexicon, form, other, stem_len + o.len,
                                              (flu_str){ lemma, (uint32_t)lemma_len }))
        written[found++] = o;
    }
  }
  if (found == 0) return false;
  /* The first ones of the file are the likely ones: take the lower of two throws. */
  const uint32_t one = flu_random_below(p->random, (uint32_t)found), two = flu_random_below(p->random, (uint32_t)found);
  const flu_str o = written[one < two ? one : two];
  memcpy(other + stem_len, o.ptr, o.len);
  return write(p, other, stem_len + o.len, 1, out);
}

static bool write_inflected(const place *p, const char *lemma, size_t lemma_len, const flu_wanted *wanted,
                            flu_slip *out)
{
  flu_inflection forms[16];
  char text[FLU_MAX_FORM_BYTES];
  size_t n = flu_lexicon_inflect(p->in->lexicon, lemma, lemma_len, wanted, forms, sizeof forms / sizeof *forms);
  if (n > sizeof forms / sizeof *forms) n = sizeof forms / sizeof *forms;
  if (n == 0) return false;
  const size_t len =
    flu_lexicon_spelling(p->in->lexicon, forms[flu_random_below(p->random, (uint32_t)n)].form, text, sizeof text);
  return likely(p, (flu_str){ text, (uint32_t)len }) && write(p, text, len, 1, out);
}

static bool has_number(const flu_tag *tag)
{
  const bool participle = is_verb(tag) && (tag->mood & FLU_PART_PAST) != 0;
  return (tag->number == FLU_SING || tag->number == FLU_PLUR) &&
         (participle || (!is_verb(tag) && tag->pos != FLU_POS_NUM && (tag->flags & FLU_TAG_EXTRA) == 0));
}

static bool has_gender(const flu_tag *tag)
{
  const bool participle = is_verb(tag) && (tag->mood & FLU_PART_PAST) != 0;
  const bool noun = tag->pos == FLU_POS_NOUN;
  return (tag->gender == FLU_MASC || tag->gender == FLU_FEM) && !noun && (participle || !is_verb(tag)) &&
         (tag->flags & FLU_TAG_EXTRA) == 0;
}

static bool has_person(const flu_tag *tag)
{
  return is_verb(tag) && tag->person != 0;
}

static bool slip_number(const place *p, flu_slip *out)
{
  char lemma[FLU_MAX_FORM_BYTES];
  size_t len;
  flu_tag tag;
  if (!pick_reading(p, has_number, &tag, lemma, &len)) return false;
  const flu_wanted wanted = { .pos = tag.pos, .gender = tag.gender, .mood = tag.mood,
                              .number = tag.number == FLU_SING ? FLU_PLUR : FLU_SING };
  return write_inflected(p, lemma, len, &wanted, out);
}

static bool slip_gender(const place *p, flu_slip *out)
{
  char lemma[FLU_MAX_FORM_BYTES];
  size_t len;
  flu_tag tag;
  if (!pick_reading(p, has_gender, &tag, lemma, &len)) return false;
  const flu_wanted wanted = { .pos = tag.pos, .number = tag.number, .mood = tag.mood,
                              .gender = tag.gender == FLU_MASC ? FLU_FEM : FLU_MASC };
  return write_inflected(p, lemma, len, &wanted, out);
}

static bool slip_person(const place *p, flu_slip *out)
{
  char lemma[FLU_MAX_FORM_BYTES];
  size_t len;
  flu_tag tag;
  if (!pick_reading(p, has_person, &tag, lemma, &len)) return false;
  const flu_wanted wanted = { .pos = tag.pos, .mood = tag.mood, .person = (uint8_t)(63u & ~tag.person) };
  return write_inflected(p, lemma, len, &wanted, out);
}

static bool slip_accent(const place *p, flu_slip *out)
{
  char text[FLU_MAX_FORM_BYTES + 4];
  size_t n = 0;
  const bool all = flu_random_below(p->random, 2) == 0;
  bool done = false;
  for (size_t at = 0; at < p->len && n <= FLU_MAX_FORM_BYTES;) {
    const uint32_t code_point = flu_utf8_next(p->word, &at), base = flu_base_letter(code_point);
    n += flu_utf8_put(text + n, all || !done ? base : code_point);
    done = done || base != code_point;
  }
  return done && write(p, text, n, 1, out);
}

/* One letter changed: dropped, doubled, swapped with the next, or another in its place. The result is no word. */
static bool slip_letter(const place *p, flu_slip *out)
{
  static const char letters[] = "etaisnrulodcmp";
  char text[FLU_MAX_FORM_BYTES + 8];
  if (p->len < 4 || p->len + 4 > FLU_MAX_FORM_BYTES) return false;
  const uint32_t at = flu_random_below(p->random, (uint32_t)p->len - 1), way = flu_random_below(p->random, 4);
  const char *w = p->word;
  size_t n = at;
  if ((w[at] & 0x80) != 0 || (w[at + 1] & 0x80) != 0) return false;
  memcpy(text, w, at);
  if (way == 1) {
    text[n++] = w[at];
    text[n++] = w[at];
  } else if (way == 2) {
    text[n++] = w[at + 1];
    text[n++] = w[at];
  } else if (way == 3) {
    text[n++] = letters[flu_random_below(p->random, sizeof letters - 1)];
  }
  const size_t from = way == 2 ? at + 2 : at + 1;
  memcpy(text + n, w + from, p->len - from);
  n += p->len - from;
  return flu_lexicon_find(p->in->lexicon, text, n) == FLU_NO_FORM && write(p, text, n, 1, out);
}

/* --- all of them --- */

static bool begin(place *p, const flu_injector *in, const flu_str *words, size_t count, size_t i, flu_random *random)
{
  const enum flu_case letters = flu_case_of(words[i].ptr, words[i].len);
  if (words[i].len == 0 || words[i].len >= FLU_MAX_FORM_BYTES || letters == FLU_CASE_NONE ||
      letters > FLU_CASE_TITLE)
    return false;
  *p = (place){ .in = in, .words = words, .count = count, .at = i, .title = letters == FLU_CASE_TITLE,
                .random = random };
  p->len = flu_lower(words[i].ptr, words[i].len, p->word, sizeof p->word);
  return p->len > 0;
}

bool flu_inject(const flu_injector *in, const flu_str *words, size_t count, size_t i, unsigned kind,
                flu_random *random, flu_slip *out)
{
  static bool (*const make[FLU_SLIP_COUNT])(const place *, flu_slip *) = {
    [FLU_SLIP_CONFUSION] = slip_confusion, [FLU_SLIP_ENDING] = slip_ending, [FLU_SLIP_NUMBER] = slip_number,
    [FLU_SLIP_GENDER] = slip_gender,       [FLU_SLIP_PERSON] = slip_person, [FLU_SLIP_ACCENT] = slip_accent,
    [FLU_SLIP_LETTER] = slip_letter,
  };
  place p;
  if (kind >= FLU_SLIP_COUNT || !begin(&p, in, words, count, i, random) || !make[kind](&p, out)) return false;
  out->kind = (uint8_t)kind;
  return true;
}

bool flu_inject_any(const flu_injector *in, const flu_str *words, size_t count, size_t i, flu_random *random,
                    flu_slip *out)
{
  for (unsigned tries = 0; tries < TRIES; tries++) {
    uint32_t at = flu_random_below(random, 1000);
    unsigned kind = 0;
    while (kind + 1 < FLU_SLIP_COUNT && at >= kind_rate[kind]) at -= kind_rate[kind++];
    if (flu_inject(in, words, count, i, kind, random, out)) return true;
  }
  return false;
}
