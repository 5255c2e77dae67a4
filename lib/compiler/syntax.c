/* Builds the SYNTAX section: the weights of the parser, syntax.bin, as the training program writes them. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "compiler/build.h"
#include "syntax/format.h"
#include "syntax/parser.h"

int flu_build_syntax(flu_diag *d, const char *models_dir, flu_buffer *out)
{
  char path[4096];
  flu_parser parser;
  flu_error err = { 0 };
  if (snprintf(path, sizeof path, "%s/syntax.bin", models_dir) >= (int)sizeof path) return FLU_E_LIMIT;
  const flu_source where = { .path = path };
  FILE *f = fopen(path, "rb");
  if (f == NULL && errno == ENOENT) return FLU_OK;
  unsigned char *model = malloc(FLU_SYN_SIZE);
  int rc = model == NULL ? FLU_E_NOMEM : f == NULL ? FLU_E_IO : FLU_OK;
  if (rc == FLU_OK && (fread(model, 1, FLU_SYN_SIZE, f) != FLU_SYN_SIZE || fgetc(f) != EOF)) rc = FLU_E_FORMAT;
  if (f != NULL) fclose(f);
  if (rc == FLU_OK) rc = flu_parser_open(&parser, model, FLU_SYN_SIZE, &err);
  if (rc == FLU_OK) flu_buffer_add(out, model, FLU_SYN_SIZE);
  free(model);
  if (rc == FLU_E_IO) flu_diag_error(d, &where, 0, NULL, "cannot be read");
  if (rc == FLU_E_FORMAT)
    flu_diag_error(d, &where, 0, "it is written by fluide-train-syntax", "weights of another format");
  return rc;
}
