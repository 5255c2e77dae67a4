/* The LEXICON section, from its sources. */
#include <string.h>

#include "compiler/lexicon.h"

static bool alloc_frequencies(flu_forms *f)
{
  f->frequency_count = f->strings.count + 1;
  f->frequency = flu_new0(&f->alloc, f->frequency_count);
  return f->frequency != NULL;
}

int flu_build_lexicon(flu_diag *d, const flu_lexicon_sources *src, flu_buffer *out)
{
  const flu_source place = { .path = (char *)src->dic_path, .text = (char *)"", .len = 0 }; /* only read */
  flu_forms f;
  flu_forms_init(&f, &flu_alloc_default);
  int status = flu_dictionary_read(&f, src->aff_path, src->dic_path, &f.alloc, d, src->data_dir);
  if (status == FLU_OK && src->data_dir != NULL) status = flu_extras_read(&f, src->data_dir, d);
  if (status == FLU_OK && src->data_dir != NULL) status = flu_elision_mark(&f, src->data_dir, d);
  if (status == FLU_OK && src->data_dir != NULL) status = flu_variants_mark(&f, src->data_dir, d);
  if (status == FLU_OK && !alloc_frequencies(&f)) status = FLU_E_NOMEM;
  if (status == FLU_OK && src->data_dir != NULL) status = flu_frequencies_read(&f, src->data_dir, d);
  if (status == FLU_OK) status = flu_lexicon_write(&f, d, &place, out);
  flu_forms_end(&f);
  if (status == FLU_E_NOMEM) flu_diag_error(d, &place, 0, NULL, "out of memory");
  return status;
}
