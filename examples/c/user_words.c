/* Words of the user's own: an inflected one, an ignored one, and taking them back. */
#include <fluide/fluide.h>
#include <stdio.h>
#include <string.h>

/* How many issues the text has, or -1 on an error. */
static int count_issues(const fluide_checker *checker, const char *text)
{
  fluide_result *result;
  fluide_error error = { 0 };
  size_t count, stride;
  int status = fluide_check(checker, text, strlen(text), NULL, &result, &error);
  if (status != FLUIDE_OK) {
    fprintf(stderr, "user_words: %s (%s)\n", fluide_status_message(status), error.detail);
    return -1;
  }
  fluide_result_issues(result, &count, &stride);
  fluide_result_free(result);
  printf("%2zu issue(s): %s\n", count, text);
  return (int)count;
}

static int say(const char *what, int status, const fluide_error *error)
{
  if (status != FLUIDE_OK)
    fprintf(stderr, "user_words: %s: %s (%s)\n", what, fluide_status_message(status), error->detail);
  return status == FLUIDE_OK;
}

static int try_words(fluide_checker *checker)
{
  /* The verb is invented, so no dictionary has it; it inflects like a verb that every dictionary has. */
  const char *text = "Nous zourblons le fichier.";
  const char *name = "Bonjour Xyqzv.";
  fluide_error error = { 0 };

  int before = count_issues(checker, text);
  if (!say("zourbler", fluide_add_word(checker, "zourbler", "chanter", &error), &error)) return 0;
  int after = count_issues(checker, text);
  if (!say("Xyqzv", fluide_ignore_word(checker, "Xyqzv", &error), &error)) return 0;
  int ignored = count_issues(checker, name);

  memset(&error, 0, sizeof error);
  if (!say("remove", fluide_remove_word(checker, "zourbler"), &error)) return 0;
  int removed = count_issues(checker, text);

  /* A model word that the lexicon does not have is refused. */
  int status = fluide_add_word(checker, "zourbler", "xqxqxq", &error);
  printf("like an unknown word: %s\n", fluide_status_name(status));
  return before > 0 && after == before - 1 && removed == before && ignored == 0 && status == FLUIDE_E_NOTFOUND;
}

int main(void)
{
  fluide_model *model = NULL;
  fluide_checker *checker = NULL;
  fluide_error error = { 0 };
  int good = 0;
  int status = fluide_model_open(NULL, NULL, &model, &error);
  if (status == FLUIDE_OK) status = fluide_checker_new(model, NULL, &checker, &error);
  if (say("open", status, &error)) good = try_words(checker);
  fluide_checker_free(checker);
  fluide_model_unref(model);
  return good ? 0 : 2;
}
