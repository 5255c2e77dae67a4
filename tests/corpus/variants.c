/* How well the marks of classical and 1990 spelling agree with two dictionaries that hold only one of them each.
 *
 *   variants PACK [CLASSICAL.dic REVISED.dic]
 *
 * (Debian: hunspell-fr-classical, hunspell-fr-revised; else from FLUIDE_CLASSICAL_DIC and FLUIDE_REVISED_DIC.) Skips when
 * one is not there. A form that only the classical one
 * has should be marked classical, and so on; forms that neither or both have should not be marked. The dictionaries
 * differ in more than the rectifications (loan words, hyphens), so that neither figure can be perfect. */
#include <string.h>
#include <unistd.h>

#include "compiler/lexicon.h"
#include "support/open_lexicon.h"

typedef struct score {
  unsigned long marked, wanted, both;
} score;

static int read_forms(flu_forms *f, const char *dic)
{
  char aff[4096];
  flu_diag d = { .out = stderr };
  const size_t len = strlen(dic);
  if (len < 4 || len >= sizeof aff) return FLU_E_ARG;
  memcpy(aff, dic, len - 4);
  strcpy(aff + len - 4, ".aff");
  flu_forms_init(f, &flu_alloc_default);
  return flu_dictionary_read(f, aff, dic, &flu_alloc_default, &d, NULL);
}

static bool has(const flu_forms *f, const char *form, size_t len)
{
  return flu_forms_find(f, form, len) < f->count;
}

/* The mark that all readings of a form have; names that join are left out by the caller. */
static unsigned mark_of(const flu_lexicon *lex, uint32_t form, bool *extra)
{
  flu_reading readings[FLU_MAX_READINGS];
  const size_t n = flu_lexicon_readings(lex, form, readings, FLU_MAX_READINGS);
  unsigned mark = FLU_VARIANT_CLASSICAL | FLU_VARIANT_1990;
  *extra = false;
  for (size_t i = 0; i < n; i++) {
    mark &= readings[i].tag->variant;
    *extra = *extra || (readings[i].tag->flags & FLU_TAG_EXTRA) != 0;
  }
  return mark;
}

static void report(const char *name, const score *s, double precision, double recall, bool *ok)
{
  const double p = (double)s->both / (double)s->marked, r = (double)s->both / (double)s->wanted;
  printf("# %s: %lu marked, %lu in one dictionary only; precision %.3f, recall %.3f\n", name, s->marked, s->wanted, p,
         r);
  *ok = *ok && p >= precision && r >= recall;
}

int main(int argc, char **argv)
{
  flu_lexicon lex;
  flu_forms classical, revised;
  const char *old_dic = argc > 3 ? argv[2] : getenv("FLUIDE_CLASSICAL_DIC");
  const char *new_dic = argc > 3 ? argv[3] : getenv("FLUIDE_REVISED_DIC");
  if (argc < 2 || old_dic == NULL || new_dic == NULL || access(old_dic, R_OK) != 0 || access(new_dic, R_OK) != 0) {
    printf("1..0 # SKIP dictionaries of one spelling are not there\n");
    return 0;
  }
  void *pack = open_lexicon(argv[1], &lex);
  if (pack == NULL || read_forms(&classical, old_dic) < 0 || read_forms(&revised, new_dic) < 0) return 2;
  score old = { 0 }, new = { 0 };
  for (uint32_t i = 0; i < flu_lexicon_form_count(&lex); i++) {
    char form[FLU_MAX_FORM_BYTES];
    bool extra;
    const size_t len = flu_lexicon_spelling(&lex, i, form, sizeof form);
    const unsigned mark = mark_of(&lex, i, &extra);
    if (extra) continue;
    const bool in_old = has(&classical, form, len), in_new = has(&revised, form, len);
    old.marked += mark == FLU_VARIANT_CLASSICAL;
    new.marked += mark == FLU_VARIANT_1990;
    old.wanted += in_old && !in_new;
    new.wanted += in_new && !in_old;
    old.both += mark == FLU_VARIANT_CLASSICAL && in_old && !in_new;
    new.both += mark == FLU_VARIANT_1990 &&in_new && !in_old;
  }
  bool ok = true;
  printf("1..1\n");
  report("classical", &old, 0.95, 0.75, &ok);
  report("1990", &new, 0.95, 0.75, &ok);
  printf("%s 1 - marks of spelling agree with the dictionaries of one spelling\n", ok ? "ok" : "not ok");
  flu_forms_end(&classical);
  flu_forms_end(&revised);
  free(pack);
  return ok ? 0 : 1;
}
