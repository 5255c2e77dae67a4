/* Any bytes are checked and corrected: the answer is well formed, the same each time, and a correction is itself a
 * text that can be checked. */
#include "fuzz.h"
#include "support/support.h"
#include "target_text.h"

const fuzz_seed fuzz_seeds[] = {
#include "texts.inc"
  SEEDS_END
};

static void correct_twice(const fluide_checker *checker, const char *text, size_t len)
{
  fluide_result *first = NULL, *second = NULL, *again = NULL;
  fluide_error err = { 0 };
  int status = fluide_correct(checker, text, len, NULL, &first, &err);
  if (status == FLUIDE_E_UTF8) {
    FUZZ_REQUIRE(err.offset < len, "the invalid byte lies outside the text");
    return;
  }
  FUZZ_REQUIRE(status == FLUIDE_OK, "unexpected status");
  const char *fault = result_fault(first, text, len);
  FUZZ_REQUIRE(!fault, fault);
  FUZZ_REQUIRE(fluide_correct(checker, text, len, NULL, &second, NULL) == FLUIDE_OK, "the second time fails");
  dump a = { 0 }, b = { 0 };
  dump_result(&a, first);
  dump_result(&b, second);
  FUZZ_REQUIRE(dump_equal(&a, &b), "two checks of one text differ");
  fluide_str corrected = fluide_result_corrected(first);
  FUZZ_REQUIRE(fluide_check(checker, corrected.ptr, corrected.len, NULL, &again, NULL) == FLUIDE_OK,
               "the corrected text cannot be checked");
  fault = result_fault(again, corrected.ptr, corrected.len);
  FUZZ_REQUIRE(!fault, fault);
  dump_free(&a);
  dump_free(&b);
  fluide_result_free(first);
  fluide_result_free(second);
  fluide_result_free(again);
}

static void suggest(const fluide_checker *checker, const char *text, size_t len)
{
  fluide_suggestions *suggestions = NULL;
  if (fluide_suggest(checker, text, len < 60 ? len : 60, &suggestions, NULL) != FLUIDE_OK) return;
  dump d = { 0 };
  dump_suggestions(&d, suggestions);
  dump_free(&d);
  fluide_suggestions_free(suggestions);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0) return 0;
  const fluide_checker *checker = target_checker(data[0]);
  correct_twice(checker, (const char *)data + 1, size - 1);
  suggest(checker, (const char *)data + 1, size - 1);
  return 0;
}
