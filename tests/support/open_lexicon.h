/* Opens the lexicon of a language pack on disk, for tests of the lexicon alone. */
#ifndef FLU_TESTS_OPEN_LEXICON_H
#define FLU_TESTS_OPEN_LEXICON_H

#include <stdio.h>
#include <stdlib.h>

#include "lexicon/lexicon_inner.h"
#include "lexicon/pack.h"

/* The pack's bytes, to be freed when the lexicon is done with; NULL after saying what is wrong. */
static inline void *open_lexicon(const char *path, flu_lexicon *lex)
{
  FILE *f = fopen(path, "rb");
  if (f == NULL) {
    perror(path);
    return NULL;
  }
  void *data = NULL;
  flu_error err = { 0 };
  flu_pack pack;
  const unsigned char *section;
  size_t size, section_size;
  if (fseek(f, 0, SEEK_END) == 0 && (size = (size_t)ftell(f)) < ((size_t)1 << 30) && fseek(f, 0, SEEK_SET) == 0 &&
      (data = malloc(size + 8)) != NULL && fread(data, 1, size, f) == size &&
      flu_pack_open(data, size, false, &pack, &err) == FLU_OK &&
      flu_pack_find(&pack, FLU_SECTION_LEXICON, FLU_LEXICON_VERSION, &section, &section_size, &err) == FLU_OK &&
      flu_lexicon_open(lex, section, section_size, false, &flu_alloc_default, &err) == FLU_OK) {
    fclose(f);
    return data;
  }
  fprintf(stderr, "%s: %s\n", path, err.code != 0 ? err.detail : "cannot be read");
  fclose(f);
  free(data);
  return NULL;
}

#endif
