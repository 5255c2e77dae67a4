/* The words of a noun phrase among themselves. */
#include "syntax/agreement.h"

void flu_check_noun_phrases(const flu_agr *a)
{
  (void)a;
}
