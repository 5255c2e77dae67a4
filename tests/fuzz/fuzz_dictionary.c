/* Any bytes as a dictionary: affix file, a NUL byte, word file. Compiled, or refused with a message. */
#include "fuzz.h"

#include <string.h>

#include "compiler/build.h"
#include "folder.h"

const fuzz_seed fuzz_seeds[] = {
  SEED("SET UTF-8\nFLAG long\nWORDCHARS -'\nBREAK 1\nBREAK ^-\nNEEDAFFIX ()\nFORBIDDENWORD {}\nKEEPCASE ||\n"
       "SFX S. Y 2\nSFX S. 0 s [^sxz] is:pl\nSFX S. 0 0 . is:sg\n"
       "PFX L' Y 1\nPFX L' 0 l' [aeiou] dp:elision\nPFX Um Y 1\nPFX Um 0 kilo .\n"
       "SFX a0 Y 2\nSFX a0 er er/S. er po:infi\nSFX a0 er \xC3\xA9 er po:ppas is:mas is:sg\n"
       "\0" "4\nchat/S.L' po:nom is:mas\nParis/|| po:npr is:epi is:inv\naimer/a0 po:v1__t___zz\n\xC3\xA9t\xC3\xA9/S. po:nom\n"),
  SEED("SET UTF-8\nFLAG num\nFULLSTRIP\nSFX 1 N 1\nSFX 1 abc 0 abc\nICONV 1\nICONV \xE2\x80\x99 '\n\0" "2\nabc/1 po:nom\nx/1,2 po:adj\n"),
  SEED("SET ISO8859-1\nFLAG UTF-8\nAF 1\nAF AB\nCOMPOUNDRULE 1\nCOMPOUNDRULE A*B\nCIRCUMFIX X\n\0" "1\nmot/A st:mots po:nom\n"),
  SEED("SET UTF-8\nSFX A Y 99999999\nSFX A 0 [ [a\n\0" "99999999999\n/\n\\/\n"),
  SEEDS_END
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static FILE *nowhere;
  if (!nowhere) nowhere = fopen("/dev/null", "w");
  FUZZ_REQUIRE(nowhere, "no /dev/null");
  const uint8_t *end = size ? memchr(data, 0, size) : NULL;
  size_t aff = end ? (size_t)(end - data) : size;
  size_t dic = end ? size - aff - 1 : 0;
  char aff_path[256], dic_path[256];
  folder_write("x.aff", data, aff);
  folder_write("x.dic", end ? end + 1 : data, dic);

  flu_diag diag = { .out = nowhere };
  flu_lexicon_sources sources = { folder_file(aff_path, sizeof aff_path, "x.aff"),
                                  folder_file(dic_path, sizeof dic_path, "x.dic"), folder_path() };
  flu_buffer section;
  flu_buffer_init(&section, &flu_alloc_default);
  int status = flu_build_lexicon(&diag, &sources, &section);
  FUZZ_REQUIRE(status == FLU_OK || diag.errors > 0, "a dictionary was refused without a word");
  flu_buffer_end(&section);
  return 0;
}
