/* Any bytes as a file of rules and as a word list: compiled, or refused with a message that names the place; what was
 * compiled opens again. */
#include "fuzz.h"

#include "compiler/build.h"
#include "folder.h"
#include "rules/catalogue.h"

const fuzz_seed fuzz_seeds[] = {
  SEED("regle typo.espaces-multiples   categorie typographie   niveau avertissement   confiance 95   defaut oui\n"
       "  natif\n  titre    Espaces multiples\n  dit      Il y a plus d'une espace ici.\n"
       "  pourquoi Deux mots sont séparés par une seule espace.\n    La suite de la phrase.\n"
       "  source   Grammaire\n  faute    \"Il dort[  ]bien.\" -> \" \"\n  faute \"Il  [ ]va.\" -> \"\" | \" \"\n"
       "  juste    \"Il dort bien.\"\n  juste \"Il va.\"\n"),
  SEED("regle a.b locale fr-FR fr-CA priorite 40\n  natif\n  titre T\n  dit $0 et $1\n  pourquoi P\n"
       "  faute \"a\\u00A0[b]\\\"\\\\\\[\" -> \"c\"\n  juste \"d\"\n# commentaire\n"),
  SEED("mot\nautre mot\nm'\tme\n# commentaire\n\n"),
  SEED("regle"),
  SEED("\xEF\xBB\xBF\xFF\x00\n\t\""),
  SEEDS_END
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static FILE *nowhere;
  if (!nowhere) nowhere = fopen("/dev/null", "w");
  FUZZ_REQUIRE(nowhere, "no /dev/null");
  folder_write("a.regle", data, size);
  folder_write("liste.txt", data, size);

  flu_diag diag = { .out = nowhere };
  flu_buffer rules, lists;
  flu_buffer_init(&rules, &flu_alloc_default);
  flu_buffer_init(&lists, &flu_alloc_default);
  int status = flu_build_rules(&diag, folder_path(), &rules);
  if (status == FLU_OK) {
    flu_catalogue catalogue;
    FUZZ_REQUIRE(flu_catalogue_open((const unsigned char *)rules.ptr, rules.len, &catalogue, NULL) == FLU_OK,
                 "what was compiled does not open");
  } else {
    FUZZ_REQUIRE(diag.errors > 0, "rules were refused without a word");
  }
  unsigned before = diag.errors;
  status = flu_build_lists(&diag, folder_path(), &lists);
  FUZZ_REQUIRE(status == FLU_OK || diag.errors > before, "a list was refused without a word");
  flu_buffer_end(&rules);
  flu_buffer_end(&lists);
  return 0;
}
