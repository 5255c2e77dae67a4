/* A program from outside: it knows the installed header and library only. Compiles as C11 and as C++17. */
#include <fluide/fluide.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
  const char text[] = "Les enfans mangent.";
  fluide_model *model = NULL;
  fluide_checker *checker = NULL;
  fluide_result *result = NULL;
  fluide_error err;
  if (fluide_version() != FLUIDE_VERSION_HEX) return 1;
  if (fluide_model_open(NULL, NULL, &model, &err) != FLUIDE_OK) return 2;
  if (fluide_checker_new(model, NULL, &checker, &err) != FLUIDE_OK) return 3;
  if (fluide_correct(checker, text, sizeof text - 1, NULL, &result, &err) != FLUIDE_OK) return 4;
  fluide_checker_free(checker);
  fluide_model_unref(model); /* a result outlives both */
  fluide_str corrected = fluide_result_corrected(result);
  int right = strcmp(corrected.ptr, "Les enfants mangent.") == 0;
  puts(corrected.ptr);
  fluide_result_free(result);
  return right ? 0 : 5;
}
