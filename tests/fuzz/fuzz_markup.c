/* Any bytes are read as Markdown and as HTML: the masks are well formed and a check takes them. */
#include "fuzz.h"
#include "target_text.h"

const fuzz_seed fuzz_seeds[] = {
#include "texts.inc"
  SEEDS_END
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0) return 0;
  const fluide_checker *checker = target_checker(data[0]);
  target_markup(checker, FLUIDE_MARKUP_MARKDOWN, (const char *)data + 1, size - 1);
  target_markup(checker, FLUIDE_MARKUP_HTML, (const char *)data + 1, size - 1);
  return 0;
}
