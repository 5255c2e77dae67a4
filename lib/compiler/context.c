/* The CHOICES section: weights of lib/fr/models, siblings of the forms of the lexicon, words that are confused.
 *
 *   context.bin           weights, as the training program writes them; without it nothing is chosen
 *   context.deep.bin      weights for sentences that have been parsed; may be absent
 *   context.margins.txt   FAMILY<TAB>MARGIN: by how many thousandths of a nat another form must win
 */
#include "compiler/context.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NO_MARGIN 1000000

/* --- weights and margins --- */

static int read_weights(flu_diag *d, const char *dir, const char *name, char **weights, flu_choice_model_header *h)
{
  char path[4096];
  *h = (flu_choice_model_header){ 0 };
  if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path) return FLU_E_LIMIT;
  const flu_source where = { .path = path };
  FILE *f = fopen(path, "rb");
  if (f == NULL && errno == ENOENT) return FLU_OK;
  bool good = f != NULL && fread(h, 1, sizeof *h, f) == sizeof *h &&
              memcmp(h->magic, FLU_CHOICE_MODEL_MAGIC, sizeof h->magic) == 0 &&
              h->format == FLU_CHOICE_MODEL_FORMAT && h->line == FLU_CHOICE_LINE && h->line_bits >= 8 &&
              h->line_bits <= 18;
  const size_t size = good ? (size_t)FLU_CHOICE_LINE << h->line_bits : 0;
  if (good) *weights = malloc(size);
  good = good && *weights != NULL && fread(*weights, 1, size, f) == size && fgetc(f) == EOF;
  if (f != NULL) fclose(f);
  if (good) return FLU_OK;
  flu_diag_error(d, &where, 0, "it is written by fluide-train-choices", "weights of another format");
  return FLU_E_FORMAT;
}

static unsigned margin_named(const char *name, size_t len)
{
  static const char *const further[] = { "doute", "nu", "porte", "retrait" };
  for (unsigned i = 0; i < sizeof further / sizeof *further; i++)
    if (strlen(further[i]) == len && memcmp(further[i], name, len) == 0) return FLU_CHOICE_DOUBT + i;
  const unsigned family = flu_choice_family_of(name, len);
  return family < FLU_CHOICE_FAMILIES ? family : FLU_CHOICE_MARGINS;
}

static int read_margins(flu_choice_builder *b, const char *dir)
{
  char path[4096];
  flu_source src = { 0 };
  if (snprintf(path, sizeof path, "%s/context.margins.txt", dir) >= (int)sizeof path) return FLU_E_LIMIT;
  int rc = flu_source_read(&src, path, b->diag);
  for (size_t at = 0; rc == FLU_OK && at < src.len;) {
    const char *line = src.text + at, *end = memchr(line, '\n', src.len - at);
    const size_t len = end == NULL ? src.len - at : (size_t)(end - line);
    const char *tab = memchr(line, '\t', len);
    const size_t name = tab == NULL ? len : (size_t)(tab - line);
    const unsigned margin = margin_named(line, name);
    if (tab != NULL && margin < FLU_CHOICE_MARGINS) {
      b->margins[margin] = (int32_t)strtol(tab + 1, NULL, 10);
    } else if (len > 0 && line[0] != '#') {
      flu_diag_error(b->diag, &src, at, "a line is a family, a tab and a margin", "unknown family");
      rc = FLU_E_FORMAT;
    }
    at += len + 1;
  }
  flu_source_end(&src);
  return rc;
}

/* --- writing --- */

typedef struct span_data {
  const void *data;
  size_t count, bytes;
} span_data;

static int write_section(const flu_choice_builder *b, const span_data parts[FLU_CHOICE_SPANS],
                         const flu_choice_model_header models[2], flu_buffer *out)
{
  static const char zeros[8] = { 0 };
  flu_choice_header h = { .form_count = b->lexicon.form_count, .line_bits = models[0].line_bits,
                          .unit = models[0].unit, .deep_bits = models[1].line_bits, .deep_unit = models[1].unit };
  memcpy(h.margins, b->margins, sizeof h.margins);
  uint64_t at = (sizeof h + 7) & ~(uint64_t)7;
  for (unsigned i = 0; i < FLU_CHOICE_SPANS; i++) {
    h.spans[i] = (flu_choice_span){ (uint32_t)at, (uint32_t)parts[i].count };
    at = (at + parts[i].bytes + 7) & ~(uint64_t)7;
  }
  if (at > UINT32_MAX) return FLU_E_LIMIT;
  h.size = (uint32_t)at;
  const size_t base = out->len;
  flu_buffer_add(out, &h, sizeof h);
  for (unsigned i = 0; i < FLU_CHOICE_SPANS; i++) {
    flu_buffer_add(out, zeros, h.spans[i].offset - (out->len - base));
    flu_buffer_add(out, parts[i].data, parts[i].bytes);
  }
  flu_buffer_add(out, zeros, h.size - (out->len - base));
  return out->failed ? FLU_E_NOMEM : FLU_OK;
}

static int write_all(const flu_choice_builder *b, char *const weights[2], const flu_choice_model_header models[2],
                     flu_buffer *out)
{
  const size_t forms = b->lexicon.form_count;
  size_t sizes[2];
  for (unsigned i = 0; i < 2; i++) sizes[i] = weights[i] == NULL ? 0 : (size_t)FLU_CHOICE_LINE << models[i].line_bits;
  const span_data parts[FLU_CHOICE_SPANS] = {
    [FLU_CHOICE_WEIGHTS] = { weights[0] == NULL ? "" : weights[0], sizes[0], sizes[0] },
    [FLU_CHOICE_DEEP] = { weights[1] == NULL ? "" : weights[1], sizes[1], sizes[1] },
    [FLU_CHOICE_FORMS] = { b->forms, forms, forms * sizeof *b->forms },
    [FLU_CHOICE_LISTS] = { b->lists, b->list_count + 1, (b->list_count + 1) * sizeof *b->lists },
    [FLU_CHOICE_ITEMS] = { b->items, b->item_count, b->item_count * sizeof *b->items },
    [FLU_CHOICE_MEMBERS] = { b->members, b->member_count, b->member_count * sizeof *b->members },
    [FLU_CHOICE_SLOTS] = { b->slots, b->slot_count, b->slot_count * sizeof *b->slots },
    [FLU_CHOICE_PAIRS] = { b->pairs, b->edge_count, b->edge_count * sizeof *b->pairs },
    [FLU_CHOICE_STRINGS] = { b->strings.ptr == NULL ? "" : b->strings.ptr, b->strings.len, b->strings.len },
  };
  return write_section(b, parts, models, out);
}

static void end(flu_choice_builder *b)
{
  flu_confusions_end(&b->confusions);
  free(b->forms);
  flu_free(&flu_alloc_default, b->lists, b->list_cap * sizeof *b->lists);
  flu_free(&flu_alloc_default, b->items, b->item_cap * sizeof *b->items);
  flu_free(&flu_alloc_default, b->members, b->member_cap * sizeof *b->members);
  flu_free(&flu_alloc_default, b->edges, b->edge_cap * sizeof *b->edges);
  free(b->pairs);
  free(b->slots);
  flu_buffer_end(&b->strings);
}

int flu_build_choices(flu_diag *d, const char *models_dir, const char *confusions_dir, const void *lexicon_section,
                      size_t lexicon_size, flu_buffer *out)
{
  flu_choice_builder b = { .diag = d };
  flu_choice_model_header models[2] = { 0 };
  char *weights[2] = { NULL, NULL };
  flu_error err = { 0 };
  for (unsigned i = 0; i < FLU_CHOICE_MARGINS; i++) b.margins[i] = i >= FLU_CHOICE_DOUBT ? 0 : NO_MARGIN;
  flu_buffer_init(&b.strings, &flu_alloc_default);
  int rc = flu_lexicon_open(&b.lexicon, lexicon_section, lexicon_size, true, &flu_alloc_default, &err);
  if (rc == FLU_OK) rc = flu_confusions_read(&b.confusions, confusions_dir, d);
  if (rc == FLU_OK) rc = flu_choices_add_words(&b, confusions_dir);
  if (rc == FLU_OK) rc = flu_choices_add_siblings(&b);   /* after the words: their file may name endings */
  if (rc == FLU_OK) rc = read_weights(d, models_dir, "context.bin", &weights[0], &models[0]);
  if (rc == FLU_OK) rc = read_weights(d, models_dir, "context.deep.bin", &weights[1], &models[1]);
  if (rc == FLU_OK) rc = read_margins(&b, models_dir);
  if (rc == FLU_OK) rc = write_all(&b, weights, models, out);
  free(weights[0]);
  free(weights[1]);
  end(&b);
  return rc;
}
