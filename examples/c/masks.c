/* Parts of a text that are not French: masks built from Markdown, and masks of the program's own. */
#include <fluide/fluide.h>
#include <stdio.h>
#include <string.h>

/* How many issues the text has with these masks, or -1 on an error. */
static int count_issues(const fluide_checker *checker, const char *text, const fluide_mask *masks, size_t mask_count)
{
  fluide_input input = FLUIDE_INPUT_INIT;
  fluide_result *result;
  fluide_error error = { 0 };
  size_t count, stride;
  input.masks = masks;
  input.mask_count = mask_count;
  int status = fluide_check(checker, text, strlen(text), &input, &result, &error);
  if (status != FLUIDE_OK) {
    fprintf(stderr, "masks: %s (%s)\n", fluide_status_message(status), error.detail);
    return -1;
  }
  fluide_result_issues(result, &count, &stride);
  fluide_result_free(result);
  printf("%zu mask(s), %zu issue(s): %s\n", mask_count, count, text);
  return (int)count;
}

/* The library finds what is markup in Markdown; code counts as a noun. */
static int try_markdown(const fluide_checker *checker)
{
  const char *text = "Appelez la fonction `enfans` pour finir.";
  fluide_masks *masks;
  fluide_error error = { 0 };
  size_t count;
  int status = fluide_masks_build(FLUIDE_MARKUP_MARKDOWN, text, strlen(text), NULL, &masks, &error);
  if (status != FLUIDE_OK) {
    fprintf(stderr, "masks: %s (%s)\n", fluide_status_message(status), error.detail);
    return 0;
  }
  const fluide_mask *items = fluide_masks_items(masks, &count);
  int issues = count_issues(checker, text, items, count);
  fluide_masks_free(masks);
  return issues == 0;
}

/* A template language of the program's own: what stands between { and } is a name, known only later. */
static int try_own(const fluide_checker *checker)
{
  const char *text = "Bonjour {enfans}, voici votre facture.";
  fluide_mask mask;
  mask.start = (uint32_t)(strchr(text, '{') - text);
  mask.end = (uint32_t)(strchr(text, '}') + 1 - text);
  mask.kind = FLUIDE_MASK_NOUN;
  int bare = count_issues(checker, text, NULL, 0);
  int masked = count_issues(checker, text, &mask, 1);
  return bare > 0 && masked == 0;
}

int main(void)
{
  fluide_model *model = NULL;
  fluide_checker *checker = NULL;
  fluide_error error = { 0 };
  int good = 0;
  int status = fluide_model_open(NULL, NULL, &model, &error);
  if (status == FLUIDE_OK) status = fluide_checker_new(model, NULL, &checker, &error);
  if (status == FLUIDE_OK)
    good = try_markdown(checker) && try_own(checker);
  else
    fprintf(stderr, "masks: %s (%s)\n", fluide_status_message(status), error.detail);
  fluide_checker_free(checker);
  fluide_model_unref(model);
  return good ? 0 : 2;
}
