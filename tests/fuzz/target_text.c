#include "target_text.h"

#include <string.h>

#include "fuzz.h"
#include "support/support.h"

const fluide_checker *target_checker(unsigned choice)
{
  static fluide_model *model;
  static fluide_checker *checkers[8];
  static const char *const locales[] = { "fr-FR", "fr-BE", "fr-CH", "fr-CA" };
  static const char *const everything[] = { "spelling", "typography", "grammar", "style", NULL };
  choice %= 8;
  if (!model) FUZZ_REQUIRE(fluide_model_open(NULL, NULL, &model, NULL) == FLUIDE_OK, "the model does not open");
  if (!checkers[choice]) {
    fluide_options options = FLUIDE_OPTIONS_INIT;
    options.locale = locales[choice % 4];
    options.spelling = choice % 3;
    if (choice & 4) options.enable = everything;
    int status = fluide_checker_new(model, &options, &checkers[choice], NULL);
    FUZZ_REQUIRE(status == FLUIDE_OK, "a checker cannot be made");
    fluide_add_word(checkers[choice], "paragrafe", "livre", NULL);
  }
  return checkers[choice];
}

static void look_at_masks(const fluide_mask *items, size_t count, size_t len)
{
  uint32_t end = 0;
  for (size_t i = 0; i < count; i++) {
    FUZZ_REQUIRE(items[i].start >= end && items[i].end > items[i].start, "masks overlap or are empty");
    FUZZ_REQUIRE(items[i].end <= len, "a mask leaves the text");
    FUZZ_REQUIRE(items[i].kind >= FLUIDE_MASK_SKIP && items[i].kind <= FLUIDE_MASK_CHARACTER, "a mask of no kind");
    end = items[i].end;
  }
}

void target_markup(const fluide_checker *checker, int markup, const char *text, size_t len)
{
  fluide_masks *masks = NULL;
  fluide_result *result = NULL;
  int status = fluide_masks_build(markup, text, len, NULL, &masks, NULL);
  FUZZ_REQUIRE(status == FLUIDE_OK || status == FLUIDE_E_UTF8, "unexpected status of masks");
  if (status != FLUIDE_OK) return;
  fluide_input input = FLUIDE_INPUT_INIT;
  input.masks = fluide_masks_items(masks, &input.mask_count);
  look_at_masks(input.masks, input.mask_count, len);
  FUZZ_REQUIRE(fluide_check(checker, text, len, &input, &result, NULL) == FLUIDE_OK, "masks were refused");
  const char *fault = result_fault(result, text, len);
  FUZZ_REQUIRE(!fault, fault);
  fluide_result_free(result);
  fluide_masks_free(masks);
}
