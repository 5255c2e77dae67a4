/* The TAGGER section: weights of lib/fr/models, and what the words of the lexicon may be, also where they are confused.
 *
 *   tagger.bin         weights, as the training program writes them
 *   tagger.words.txt   FORM<TAB>CLASS … : classes that treebanks give a form beside those of the lexicon;
 *                      FORM<TAB>CLASS=LEMMA: the lemma of a class where the lexicon has several
 */
#include <stdlib.h>
#include <string.h>

#include "compiler/confusions.h"
#include "compiler/tagger.h"
#include "tagging/feature.h"

#define MODEL_BYTES (FLU_TAG_LINES * FLU_TAG_LINE)
#define STEP_COUNT (FLU_TAG_CLASSES * FLU_TAG_CLASSES)
#define STRIDE_COUNT (FLU_TAG_CLASSES * FLU_TAG_CLASSES * FLU_TAG_CLASSES)
#define CLOSED_CLASSES                                                                                                 \
  (1u << FLU_CLASS_ADV | 1u << FLU_CLASS_ADP | 1u << FLU_CLASS_DET | FLU_CLASSES_PRON | 1u << FLU_CLASS_CCONJ |        \
   1u << FLU_CLASS_SCONJ | FLU_CLASSES_AUX)
#define MAX_MEANT 64u
#define COMMON_FREQUENCY 140u   /* of closed-class words whose accents are forgotten; see lexicon/format.h */

/* --- special words --- */

flu_tag_special *flu_tagger_special(flu_tagger_table *t, uint32_t key)
{
  if (2 * (t->count + 1) > t->size) {
    flu_tagger_table grown = { .size = t->size == 0 ? 256 : 2 * t->size };
    grown.slots = calloc(grown.size, sizeof *grown.slots);
    if (grown.slots == NULL) return NULL;
    for (uint32_t i = 0; i < t->size; i++)
      if (t->slots[i].key != 0) *flu_tagger_special(&grown, t->slots[i].key - 1) = t->slots[i];
    free(t->slots);
    *t = grown;
  }
  uint32_t i = flu_tag_slot(key + 1) & (t->size - 1);
  while (t->slots[i].key != 0 && t->slots[i].key != key + 1) i = (i + 1) & (t->size - 1);
  if (t->slots[i].key == 0) {
    t->slots[i] = (flu_tag_special){ .key = key + 1, .prefer_class = { FLU_CLASS_COUNT, FLU_CLASS_COUNT } };
    t->count++;
  }
  return &t->slots[i];
}

uint32_t flu_tagger_own(const flu_tagger_builder *b, uint32_t form)
{
  uint32_t classes = b->set_masks[b->lexicon.forms[form] & FLU_FORM_SET].own;
  const flu_tagger_table *t = &b->special;
  for (uint32_t i = flu_tag_slot(form + 1) & (t->size - 1); t->size > 0 && t->slots[i].key != 0;
       i = (i + 1) & (t->size - 1))
    if (t->slots[i].key == form + 1) classes |= t->slots[i].own;
  return classes;
}

/* --- classes of reading sets --- */

static void own_masks(flu_tagger_builder *b)
{
  const flu_lexicon *lex = &b->lexicon;
  for (uint32_t s = 0; s < b->set_count; s++)
    for (uint32_t i = lex->sets[s]; i < lex->sets[s + 1]; i++)
      b->set_masks[s].own |= flu_tag_classes(&lex->tags[lex->readings[i].tag]);
}

static bool same_lemma(const flu_lexicon *lex, uint32_t a, const char *a_text, size_t a_len, uint32_t b,
                       const char *b_text, size_t b_len)
{
  flu_reading of_a[FLU_MAX_READINGS], of_b[FLU_MAX_READINGS];
  char lemma_a[FLU_MAX_FORM_BYTES], lemma_b[FLU_MAX_FORM_BYTES];
  const size_t n = flu_lexicon_readings(lex, a, of_a, FLU_MAX_READINGS);
  const size_t m = flu_lexicon_readings(lex, b, of_b, FLU_MAX_READINGS);
  for (size_t i = 0; i < n; i++) {
    const size_t len = flu_lexicon_lemma(&of_a[i], a_text, a_len, lemma_a, sizeof lemma_a);
    for (size_t k = 0; k < m; k++)
      if (flu_lexicon_lemma(&of_b[k], b_text, b_len, lemma_b, sizeof lemma_b) == len &&
          memcmp(lemma_a, lemma_b, len) == 0)
        return true;
  }
  return false;
}

/* Classes of the forms of the same lemma that differ in an ending that sounds alike. */
static uint32_t ending_classes(const flu_tagger_builder *b, uint32_t form, const char *text, size_t len)
{
  char other[FLU_MAX_FORM_BYTES];
  uint32_t classes = 0;
  for (size_t i = 0; i < b->confusions.ending_count; i++) {
    const flu_ending *e = &b->confusions.endings[i];
    if (len <= e->text.len || memcmp(text + len - e->text.len, e->text.ptr, e->text.len) != 0) continue;
    const size_t stem = len - e->text.len;
    memcpy(other, text, stem);
    for (size_t k = 0; k < b->confusions.ending_count; k++) {
      const flu_ending *o = &b->confusions.endings[k];
      if (k == i || o->group != e->group || stem + o->text.len > sizeof other) continue;
      memcpy(other + stem, o->text.ptr, o->text.len);
      const uint32_t found = flu_lexicon_find(&b->lexicon, other, stem + o->text.len);
      if (found != FLU_NO_FORM && same_lemma(&b->lexicon, form, text, len, found, other, stem + o->text.len))
        classes |= b->set_masks[b->lexicon.forms[found] & FLU_FORM_SET].own;
    }
  }
  return classes;
}

/* A set has the confusables that at least a quarter of its forms have; a few forms of each set tell. */
static int confused_masks(flu_tagger_builder *b)
{
  enum { SAMPLE = 24 };
  typedef struct tally { uint32_t seen, of[FLU_CLASS_COUNT]; } tally;
  tally *tallies = calloc(b->set_count, sizeof *tallies);
  char text[FLU_MAX_FORM_BYTES];
  if (tallies == NULL) return FLU_E_NOMEM;
  for (uint32_t form = 0; form < b->lexicon.form_count; form++) {
    tally *t = &tallies[b->lexicon.forms[form] & FLU_FORM_SET];
    if (t->seen == SAMPLE) continue;
    t->seen++;
    const size_t len = flu_lexicon_spelling(&b->lexicon, form, text, sizeof text);
    const uint32_t classes = ending_classes(b, form, text, len);
    for (unsigned c = 0; c < FLU_CLASS_COUNT; c++) t->of[c] += classes >> c & 1u;
  }
  for (uint32_t s = 0; s < b->set_count; s++)
    for (unsigned c = 0; c < FLU_CLASS_COUNT; c++)
      if (4 * tallies[s].of[c] > tallies[s].seen && (b->set_masks[s].own >> c & 1u) == 0)
        b->set_masks[s].confused |= 1u << c;
  free(tallies);
  return FLU_OK;
}

/* --- confused words --- */

/* The form of what is meant; of several words that of the last one. */
static uint32_t meant_form(const flu_tagger_builder *b, flu_str meant, bool *several)
{
  const uint32_t form = flu_lexicon_find(&b->lexicon, meant.ptr, meant.len);
  size_t start = meant.len;
  *several = form == FLU_NO_FORM;
  if (form != FLU_NO_FORM) return form;
  while (start > 0 && meant.ptr[start - 1] != ' ' && meant.ptr[start - 1] != '\'') start--;
  return flu_lexicon_find(&b->lexicon, meant.ptr + start, meant.len - start);
}

static int add_meant(flu_tagger_builder *b, flu_tag_special *s, flu_str meant)
{
  flu_tag_meant_item item = { .text = (uint32_t)b->strings.len, .len = meant.len };
  bool several;
  item.form = meant_form(b, meant, &several);
  if (item.form == FLU_NO_FORM) return FLU_OK;
  item.classes = flu_tagger_own(b, item.form);
  if (!flu_reserve(&flu_alloc_default, (void **)&b->meant, b->meant_count, &b->meant_cap, sizeof *b->meant))
    return FLU_E_NOMEM;
  flu_buffer_add(&b->strings, meant.ptr, meant.len);
  if (s->meant_count == 0) s->first_meant = (uint32_t)b->meant_count;
  s->meant_count++;
  s->confused |= item.classes;
  b->meant[b->meant_count++] = item;
  return FLU_OK;
}

/* How frequent what is meant is; of several words, the last one, a little less. */
static unsigned meant_frequency(const flu_tagger_builder *b, flu_str meant)
{
  enum { SEVERAL = 24 };
  bool several;
  const uint32_t form = meant_form(b, meant, &several);
  const unsigned frequency = form == FLU_NO_FORM ? 0 : flu_lexicon_frequency(&b->lexicon, form);
  if (!several) return frequency;
  return frequency > SEVERAL ? frequency - SEVERAL : 0;
}

/* What a word may be meant for, the most frequent first. */
static int add_all_meant(flu_tagger_builder *b, flu_tag_special *s, const flu_confusion *pairs, size_t count)
{
  flu_str order[MAX_MEANT];
  unsigned frequency[MAX_MEANT];
  int rc = FLU_OK;
  if (count > MAX_MEANT) count = MAX_MEANT;
  for (size_t i = 0; i < count; i++) {
    const unsigned f = meant_frequency(b, pairs[i].meant);
    size_t k = i;
    for (; k > 0 && frequency[k - 1] < f; k--) {
      order[k] = order[k - 1];
      frequency[k] = frequency[k - 1];
    }
    order[k] = pairs[i].meant;
    frequency[k] = f;
  }
  for (size_t i = 0; i < count && rc == FLU_OK; i++) rc = add_meant(b, s, order[i]);
  return rc;
}

static int add_confused(flu_tagger_builder *b)
{
  const flu_confusions *c = &b->confusions;
  int rc = FLU_OK;
  for (size_t i = 0, end; i < c->count && rc == FLU_OK; i = end) {
    size_t count;
    const flu_str word = c->pairs[i].written;
    flu_confusions_of(c, word.ptr, word.len, &count);
    end = i + count;
    const uint32_t form = flu_lexicon_find(&b->lexicon, word.ptr, word.len);
    const uint32_t key = form != FLU_NO_FORM ? form : flu_tag_word_hash(word.ptr, word.len);
    flu_tag_special *s = flu_tagger_special(form != FLU_NO_FORM ? &b->special : &b->ghosts, key);
    if (s == NULL) return FLU_E_NOMEM;
    rc = add_all_meant(b, s, &c->pairs[i], count);
  }
  return rc;
}

/* Letters without their accents; 0 when there were none. */
static size_t without_accents(const char *text, size_t len, char out[FLU_MAX_FORM_BYTES])
{
  size_t n = 0;
  bool changed = false;
  for (size_t at = 0; at < len;) {
    const uint32_t code_point = flu_utf8_next(text, &at), base = flu_base_letter(code_point);
    changed = changed || base != code_point;
    n += flu_utf8_put(out + n, base);
  }
  return changed ? n : 0;
}

/* Common function words whose accents are forgotten: tres, apres, etait. */
static int add_accentless(flu_tagger_builder *b)
{
  char text[FLU_MAX_FORM_BYTES], bare[FLU_MAX_FORM_BYTES];
  for (uint32_t form = 0; form < b->lexicon.form_count; form++) {
    if (b->lexicon.forms[form] >> FLU_FORM_FREQUENCY_SHIFT < COMMON_FREQUENCY) continue;
    const uint32_t own = flu_tagger_own(b, form);
    if ((own & CLOSED_CLASSES) == 0) continue;
    const size_t len = flu_lexicon_spelling(&b->lexicon, form, text, sizeof text);
    const size_t n = without_accents(text, len, bare);
    if (n == 0 || flu_lexicon_find(&b->lexicon, bare, n) != FLU_NO_FORM) continue;
    flu_tag_special *s = flu_tagger_special(&b->ghosts, flu_tag_word_hash(bare, n));
    if (s == NULL) return FLU_E_NOMEM;
    const int rc = s->meant_count == 0 ? add_meant(b, s, (flu_str){ text, (uint32_t)len }) : FLU_OK;
    if (rc != FLU_OK) return rc;
  }
  return FLU_OK;
}

/* --- writing --- */

typedef struct span_data {
  const void *data;
  size_t count, bytes;
} span_data;

static int write_section(const span_data parts[FLU_TAGGER_SPANS], uint32_t form_count, uint32_t set_count,
                         flu_buffer *out)
{
  static const char zeros[8] = { 0 };
  flu_tagger_header h = { .form_count = form_count, .set_count = set_count };
  uint64_t at = (sizeof h + 7) & ~(uint64_t)7;
  for (unsigned i = 0; i < FLU_TAGGER_SPANS; i++) {
    h.spans[i] = (flu_tagger_span){ (uint32_t)at, (uint32_t)parts[i].count };
    at = (at + parts[i].bytes + 7) & ~(uint64_t)7;
  }
  if (at > UINT32_MAX) return FLU_E_LIMIT;
  h.size = (uint32_t)at;
  const size_t base = out->len;
  flu_buffer_add(out, &h, sizeof h);
  for (unsigned i = 0; i < FLU_TAGGER_SPANS; i++) {
    flu_buffer_add(out, zeros, h.spans[i].offset - (out->len - base));
    flu_buffer_add(out, parts[i].data, parts[i].bytes);
  }
  flu_buffer_add(out, zeros, h.size - (out->len - base));
  return out->failed ? FLU_E_NOMEM : FLU_OK;
}

/* Reading sets share few pairs of masks. */
static int share_masks(flu_tagger_builder *b, uint16_t *sets)
{
  for (uint32_t s = 0; s < b->set_count; s++) {
    size_t i = 0;
    while (i < b->mask_count && memcmp(&b->masks[i], &b->set_masks[s], sizeof *b->masks) != 0) i++;
    if (i == UINT16_MAX) return FLU_E_LIMIT;
    if (i == b->mask_count) {
      if (!flu_reserve(&flu_alloc_default, (void **)&b->masks, b->mask_count, &b->mask_cap, sizeof *b->masks))
        return FLU_E_NOMEM;
      b->masks[b->mask_count++] = b->set_masks[s];
    }
    sets[s] = (uint16_t)i;
  }
  return FLU_OK;
}

static int write_all(flu_tagger_builder *b, const char *model, flu_buffer *out)
{
  uint16_t *sets = malloc((b->set_count + 1) * sizeof *sets);
  flu_tag_ending *endings = calloc(b->confusions.ending_count + 1, sizeof *endings);
  int rc = sets == NULL || endings == NULL ? FLU_E_NOMEM : share_masks(b, sets);
  for (size_t i = 0; rc == FLU_OK && i < b->confusions.ending_count; i++) {
    const flu_ending *e = &b->confusions.endings[i];
    endings[i] = (flu_tag_ending){ .group = e->group, .text = (uint32_t)b->strings.len, .len = e->text.len };
    flu_buffer_add(&b->strings, e->text.ptr, e->text.len);
  }
  if (rc == FLU_OK && b->strings.failed) rc = FLU_E_NOMEM;
  const span_data parts[FLU_TAGGER_SPANS] = {
    [FLU_TAGGER_WEIGHTS] = { model, MODEL_BYTES, MODEL_BYTES },
    [FLU_TAGGER_STEPS] = { model + MODEL_BYTES, STEP_COUNT, STEP_COUNT * sizeof(int16_t) },
    [FLU_TAGGER_STRIDES] = { model + MODEL_BYTES + STEP_COUNT * sizeof(int16_t), STRIDE_COUNT,
                             STRIDE_COUNT * sizeof(int16_t) },
    [FLU_TAGGER_SETS] = { sets, b->set_count, b->set_count * sizeof *sets },
    [FLU_TAGGER_MASKS] = { b->masks, b->mask_count, b->mask_count * sizeof *b->masks },
    [FLU_TAGGER_SPECIAL] = { b->special.slots, b->special.size, b->special.size * sizeof *b->special.slots },
    [FLU_TAGGER_GHOSTS] = { b->ghosts.slots, b->ghosts.size, b->ghosts.size * sizeof *b->ghosts.slots },
    [FLU_TAGGER_MEANT] = { b->meant, b->meant_count, b->meant_count * sizeof *b->meant },
    [FLU_TAGGER_ENDINGS] = { endings, b->confusions.ending_count, b->confusions.ending_count * sizeof *endings },
    [FLU_TAGGER_STRINGS] = { b->strings.ptr, b->strings.len, b->strings.len },
  };
  if (rc == FLU_OK) rc = write_section(parts, b->lexicon.form_count, b->set_count, out);
  free(sets);
  free(endings);
  return rc;
}

/* --- the weights --- */

static int read_model(flu_diag *d, const char *dir, char *model)
{
  char path[4096];
  flu_tagger_model_header h;
  if (snprintf(path, sizeof path, "%s/tagger.bin", dir) >= (int)sizeof path) return FLU_E_LIMIT;
  const flu_source where = { .path = path };
  FILE *f = fopen(path, "rb");
  if (f == NULL) {
    flu_diag_error(d, &where, 0, NULL, "cannot be read");
    return FLU_E_IO;
  }
  const size_t size = MODEL_BYTES + (STEP_COUNT + STRIDE_COUNT) * sizeof(int16_t);
  const bool whole = fread(&h, 1, sizeof h, f) == sizeof h && fread(model, 1, size, f) == size && fgetc(f) == EOF;
  fclose(f);
  if (whole && memcmp(h.magic, FLU_TAGGER_MODEL_MAGIC, sizeof h.magic) == 0 && h.format == FLU_TAGGER_MODEL_FORMAT &&
      h.lines == FLU_TAG_LINES && h.line == FLU_TAG_LINE && h.classes == FLU_CLASS_COUNT)
    return FLU_OK;
  flu_diag_error(d, &where, 0, "it is written by fluide-train-tagger", "weights of another format");
  return FLU_E_FORMAT;
}

static int prepare(flu_tagger_builder *b)
{
  for (uint32_t i = 0; i < b->lexicon.form_count; i++)
    if ((b->lexicon.forms[i] & FLU_FORM_SET) >= b->set_count) b->set_count = (b->lexicon.forms[i] & FLU_FORM_SET) + 1;
  b->set_masks = calloc(b->set_count + 1, sizeof *b->set_masks);
  if (b->set_masks == NULL || flu_tagger_special(&b->special, 0) == NULL || flu_tagger_special(&b->ghosts, 0) == NULL)
    return FLU_E_NOMEM;
  own_masks(b);
  return confused_masks(b);
}

int flu_build_tagger(flu_diag *d, const char *models_dir, const char *confusions_dir, const void *lexicon_section,
                     size_t lexicon_size, flu_buffer *out)
{
  flu_error err = { 0 };
  flu_tagger_builder b = { .diag = d };
  char *model = calloc(1, MODEL_BYTES + (STEP_COUNT + STRIDE_COUNT) * sizeof(int16_t));
  flu_buffer_init(&b.strings, &flu_alloc_default);
  int rc = flu_lexicon_open(&b.lexicon, lexicon_section, lexicon_size, true, &flu_alloc_default, &err);
  const int confusions = flu_confusions_read(&b.confusions, confusions_dir, d);
  if (rc == FLU_OK) rc = confusions;
  if (rc == FLU_OK && model == NULL) rc = FLU_E_NOMEM;
  if (rc == FLU_OK && models_dir != NULL) rc = read_model(d, models_dir, model);
  if (rc == FLU_OK) rc = prepare(&b);
  if (rc == FLU_OK) rc = flu_tagger_prefer_lemmas(&b);
  if (rc == FLU_OK && models_dir != NULL) rc = flu_tagger_read_words(&b, models_dir);
  if (rc == FLU_OK) rc = add_confused(&b);
  if (rc == FLU_OK) rc = add_accentless(&b);
  if (rc == FLU_OK) rc = write_all(&b, model, out);
  flu_confusions_end(&b.confusions);
  flu_buffer_end(&b.strings);
  flu_free(&flu_alloc_default, b.meant, b.meant_cap * sizeof *b.meant);
  flu_free(&flu_alloc_default, b.masks, b.mask_cap * sizeof *b.masks);
  free(b.set_masks);
  free(b.special.slots);
  free(b.ghosts.slots);
  free(model);
  return rc;
}
