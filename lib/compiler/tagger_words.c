/* What single words add to the TAGGER section: preferred lemmas, and the classes and lemmas of tagger.words.txt. */
#include <string.h>

#include "compiler/tagger.h"
#include "tagging/feature.h"

/* --- lemmas --- */

static void prefer(flu_tag_special *s, unsigned class_id, unsigned reading)
{
  unsigned i = 0;
  while (i < FLU_TAG_PREFERRED && s->prefer_class[i] != class_id && s->prefer_class[i] != FLU_CLASS_COUNT) i++;
  if (i == FLU_TAG_PREFERRED) return;
  s->prefer_class[i] = (uint8_t)class_id;
  s->prefer_reading[i] = (uint8_t)reading;
}

/* Frequency of the lemma of a reading; imperfect subjunctives and lemmas that are no form come last. A noun that has an
 * entry of its own (capitale) is rather that than the feminine of another (capital). */
static unsigned lemma_weight(const flu_lexicon *lex, const flu_reading *reading, const char *text, size_t len)
{
  char lemma[FLU_MAX_FORM_BYTES];
  const size_t n = flu_lexicon_lemma(reading, text, len, lemma, sizeof lemma);
  if (n == len && memcmp(lemma, text, n) == 0) return 1000;
  const uint32_t form = flu_lexicon_find(lex, lemma, n);
  const bool bookish = reading->tag->mood == FLU_SUBJ_IMPF;
  return form == FLU_NO_FORM || bookish ? 0 : 1 + flu_lexicon_frequency(lex, form);
}

static int prefer_in_form(flu_tagger_builder *b, uint32_t form)
{
  flu_reading readings[FLU_MAX_READINGS];
  char text[FLU_MAX_FORM_BYTES];
  const flu_lexicon *lex = &b->lexicon;
  const size_t count = flu_lexicon_readings(lex, form, readings, FLU_MAX_READINGS);
  if (count < 2) return FLU_OK;
  const size_t len = flu_lexicon_spelling(lex, form, text, sizeof text);
  for (unsigned c = 0; c < FLU_CLASS_COUNT; c++) {
    unsigned first = FLU_MAX_READINGS, best = 0, best_weight = 0;
    for (unsigned i = 0; i < count; i++) {
      if ((flu_tag_classes(readings[i].tag) >> c & 1u) == 0) continue;
      if (first == FLU_MAX_READINGS) first = i;
      const unsigned weight = 1 + lemma_weight(lex, &readings[i], text, len);
      if (weight > best_weight) {
        best = i;
        best_weight = weight;
      }
    }
    if (first == FLU_MAX_READINGS || best == first) continue;
    flu_tag_special *s = flu_tagger_special(&b->special, form);
    if (s == NULL) return FLU_E_NOMEM;
    prefer(s, c, best);
  }
  return FLU_OK;
}

int flu_tagger_prefer_lemmas(flu_tagger_builder *b)
{
  int rc = FLU_OK;
  for (uint32_t form = 0; form < b->lexicon.form_count && rc == FLU_OK; form++)
    if (b->lexicon.forms[form] >> FLU_FORM_FREQUENCY_SHIFT > 0) rc = prefer_in_form(b, form);
  return rc;
}

/* --- tagger.words.txt --- */

static int read_lemma(flu_tagger_builder *b, uint32_t form, flu_str word, unsigned class_id, flu_str lemma)
{
  flu_reading readings[FLU_MAX_READINGS];
  char text[FLU_MAX_FORM_BYTES];
  const size_t count = flu_lexicon_readings(&b->lexicon, form, readings, FLU_MAX_READINGS);
  for (unsigned i = 0; i < count; i++) {
    const size_t len = flu_lexicon_lemma(&readings[i], word.ptr, word.len, text, sizeof text);
    if (len != lemma.len || memcmp(text, lemma.ptr, len) != 0 ||
        (flu_tag_classes(readings[i].tag) >> class_id & 1u) == 0)
      continue;
    flu_tag_special *s = flu_tagger_special(&b->special, form);
    if (s == NULL) return FLU_E_NOMEM;
    prefer(s, class_id, i);
    return FLU_OK;
  }
  return FLU_OK;   /* a dictionary that has not this reading */
}

static int read_field(flu_tagger_builder *b, const flu_source *src, flu_str word, flu_str field)
{
  const char *equals = memchr(field.ptr, '=', field.len);
  const size_t name_len = equals == NULL ? field.len : (size_t)(equals - field.ptr);
  const unsigned class_id = flu_class_of_name(field.ptr, name_len);
  const uint32_t form = flu_lexicon_find(&b->lexicon, word.ptr, word.len);
  if (class_id == FLU_CLASS_COUNT) {
    flu_diag_error(b->diag, src, (size_t)(field.ptr - src->text), "classes are those of lib/tagging/tagger.h",
                   "unknown class '%.*s'", (int)name_len, field.ptr);
    return FLU_E_FORMAT;
  }
  if (equals != NULL) {
    const flu_str lemma = { equals + 1, (uint32_t)(field.len - name_len - 1) };
    return form == FLU_NO_FORM ? FLU_OK : read_lemma(b, form, word, class_id, lemma);
  }
  flu_tag_special *s = form != FLU_NO_FORM ? flu_tagger_special(&b->special, form)
                                           : flu_tagger_special(&b->ghosts, flu_tag_word_hash(word.ptr, word.len));
  if (s == NULL) return FLU_E_NOMEM;
  s->own |= 1u << class_id;
  return FLU_OK;
}

static int read_line(flu_tagger_builder *b, const flu_source *src, const char *line, size_t len)
{
  const char *tab = memchr(line, '\t', len);
  if (len == 0 || line[0] == '#') return FLU_OK;
  if (tab == NULL || tab == line) {
    flu_diag_error(b->diag, src, (size_t)(line - src->text), "FORM<TAB>CLASS …", "no class");
    return FLU_E_FORMAT;
  }
  const flu_str word = { line, (uint32_t)(tab - line) };
  int rc = FLU_OK;
  for (const char *at = tab + 1, *end = line + len; at < end && rc == FLU_OK;) {
    const char *space = memchr(at, ' ', (size_t)(end - at));
    if (space == NULL) space = end;
    if (space > at) rc = read_field(b, src, word, (flu_str){ at, (uint32_t)(space - at) });
    at = space + 1;
  }
  return rc;
}

int flu_tagger_read_words(flu_tagger_builder *b, const char *models_dir)
{
  char path[4096];
  flu_source src = { 0 };
  if (snprintf(path, sizeof path, "%s/tagger.words.txt", models_dir) >= (int)sizeof path) return FLU_E_LIMIT;
  int rc = flu_source_read(&src, path, b->diag);
  for (size_t at = 0; rc == FLU_OK && at < src.len;) {
    const char *line = src.text + at, *end = memchr(line, '\n', src.len - at);
    const size_t len = end == NULL ? src.len - at : (size_t)(end - line);
    const int status = read_line(b, &src, line, len);
    if (status != FLU_OK && (rc == FLU_OK || status == FLU_E_NOMEM)) rc = status;
    at += len + 1;
  }
  flu_source_end(&src);
  return rc;
}
