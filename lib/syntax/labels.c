#include "syntax/labels.h"

#include <string.h>

static const struct {
  const char *relation;   /* a subtype, or what stands before the colon */
  unsigned label;
} relations[] = {
  { "acl:relcl", FLU_DEP_RELCL },   { "advcl:cleft", FLU_DEP_RELCL }, { "aux:pass", FLU_DEP_AUX_PASS },
  { "expl:subj", FLU_DEP_SUBJ },    { "root", FLU_DEP_ROOT },         { "nsubj", FLU_DEP_SUBJ },
  { "csubj", FLU_DEP_SUBJ },        { "obj", FLU_DEP_OBJ },           { "iobj", FLU_DEP_IOBJ },
  { "obl", FLU_DEP_OBL },           { "expl", FLU_DEP_EXPL },         { "aux", FLU_DEP_AUX },
  { "cop", FLU_DEP_COP },           { "det", FLU_DEP_DET },           { "amod", FLU_DEP_AMOD },
  { "nmod", FLU_DEP_NMOD },         { "nummod", FLU_DEP_NUMMOD },     { "case", FLU_DEP_CASE },
  { "conj", FLU_DEP_CONJ },         { "cc", FLU_DEP_CC },             { "advmod", FLU_DEP_ADVMOD },
  { "mark", FLU_DEP_MARK },         { "acl", FLU_DEP_ACL },           { "xcomp", FLU_DEP_XCOMP },
  { "ccomp", FLU_DEP_CCOMP },       { "advcl", FLU_DEP_ADVCL },       { "appos", FLU_DEP_APPOS },
  { "flat", FLU_DEP_FLAT },         { "fixed", FLU_DEP_FLAT },        { "compound", FLU_DEP_FLAT },
  { "goeswith", FLU_DEP_FLAT },     { "dislocated", FLU_DEP_DISLOCATED }, { "punct", FLU_DEP_PUNCT },
};

static const char *const names[FLU_DEP_COUNT] = {
  [FLU_DEP_ROOT] = "root",     [FLU_DEP_SUBJ] = "subj",     [FLU_DEP_OBJ] = "obj",       [FLU_DEP_IOBJ] = "iobj",
  [FLU_DEP_OBL] = "obl",       [FLU_DEP_EXPL] = "expl",     [FLU_DEP_AUX] = "aux",
  [FLU_DEP_AUX_PASS] = "aux:pass",
  [FLU_DEP_COP] = "cop",       [FLU_DEP_DET] = "det",       [FLU_DEP_AMOD] = "amod",     [FLU_DEP_NMOD] = "nmod",
  [FLU_DEP_NUMMOD] = "nummod", [FLU_DEP_CASE] = "case",     [FLU_DEP_CONJ] = "conj",     [FLU_DEP_CC] = "cc",
  [FLU_DEP_ADVMOD] = "advmod", [FLU_DEP_MARK] = "mark",     [FLU_DEP_ACL] = "acl",       [FLU_DEP_RELCL] = "acl:relcl",
  [FLU_DEP_XCOMP] = "xcomp",   [FLU_DEP_CCOMP] = "ccomp",   [FLU_DEP_ADVCL] = "advcl",   [FLU_DEP_APPOS] = "appos",
  [FLU_DEP_FLAT] = "flat",     [FLU_DEP_DISLOCATED] = "dislocated", [FLU_DEP_PUNCT] = "punct",
  [FLU_DEP_OTHER] = "other",
};

unsigned flu_dep_label_of(const char *relation)
{
  const size_t base = strcspn(relation, ":");
  for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
    const char *r = relations[i].relation;
    if (strcmp(r, relation) == 0 || (strlen(r) == base && strncmp(r, relation, base) == 0)) return relations[i].label;
  }
  return FLU_DEP_OTHER;
}

const char *flu_dep_label_name(unsigned label)
{
  return label < FLU_DEP_COUNT ? names[label] : "other";
}
