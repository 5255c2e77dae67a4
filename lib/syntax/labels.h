/* Relations between words: those of Universal Dependencies, as far as agreement needs them told apart. */
#ifndef FLU_SYNTAX_LABELS_H
#define FLU_SYNTAX_LABELS_H

#include <stddef.h>

/* The order is part of the format of the weights. */
enum flu_dep_label {
  FLU_DEP_ROOT,
  FLU_DEP_SUBJ,       /* with csubj and expl:subj */
  FLU_DEP_OBJ,
  FLU_DEP_IOBJ,
  FLU_DEP_OBL,
  FLU_DEP_EXPL,       /* pronouns that belong to the verb */
  FLU_DEP_AUX,
  FLU_DEP_AUX_PASS,
  FLU_DEP_COP,
  FLU_DEP_DET,
  FLU_DEP_AMOD,
  FLU_DEP_NMOD,
  FLU_DEP_NUMMOD,
  FLU_DEP_CASE,
  FLU_DEP_CONJ,
  FLU_DEP_CC,
  FLU_DEP_ADVMOD,
  FLU_DEP_MARK,
  FLU_DEP_ACL,
  FLU_DEP_RELCL,      /* with the clause of a cleft sentence */
  FLU_DEP_XCOMP,
  FLU_DEP_CCOMP,
  FLU_DEP_ADVCL,
  FLU_DEP_APPOS,
  FLU_DEP_FLAT,       /* parts of names, fixed phrases and compounds */
  FLU_DEP_DISLOCATED,
  FLU_DEP_PUNCT,
  FLU_DEP_OTHER,
  FLU_DEP_COUNT
};

/* From a relation as treebanks write it (« nsubj:pass »); FLU_DEP_OTHER for one that is not told apart. */
unsigned flu_dep_label_of(const char *relation);
const char *flu_dep_label_name(unsigned label);   /* for reports of tests */

#endif
