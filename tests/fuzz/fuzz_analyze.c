/* Any bytes are analysed: tokens and sentences are well formed and cover one another. */
#include "fuzz.h"
#include "support/support.h"
#include "target_text.h"

const fuzz_seed fuzz_seeds[] = {
#include "texts.inc"
  SEEDS_END
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0) return 0;
  const char *text = (const char *)data + 1;
  size_t len = size - 1;
  fluide_analysis *analysis = NULL;
  int status = fluide_analyze(target_checker(data[0]), text, len, NULL, &analysis, NULL);
  FUZZ_REQUIRE(status == FLUIDE_OK || status == FLUIDE_E_UTF8, "unexpected status");
  if (status != FLUIDE_OK) return 0;
  const char *fault = analysis_fault(analysis, text, len);
  FUZZ_REQUIRE(!fault, fault);
  dump d = { 0 };
  dump_analysis(&d, analysis);
  dump_free(&d);
  fluide_analysis_free(analysis);
  return 0;
}
