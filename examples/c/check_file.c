/* Check a file and print its mistakes, one a line.
 *
 *     check_file letter.txt
 *
 * Exit status: 0 when nothing was found, 1 when something was, 2 on an error. */
#include <fluide/fluide.h>
#include <stdio.h>
#include <stdlib.h>

/* The whole file, to be freed; NULL when it cannot be read. */
static char *read_file(const char *path, size_t *length)
{
  FILE *file = fopen(path, "rb");
  char *text = NULL;
  long size = -1;
  if (!file) return NULL;
  if (fseek(file, 0, SEEK_END) == 0) size = ftell(file);
  if (size >= 0 && fseek(file, 0, SEEK_SET) == 0) text = malloc((size_t)size + 1);
  if (text) *length = fread(text, 1, (size_t)size, file);
  if (text && ferror(file)) {
    free(text);
    text = NULL;
  }
  fclose(file);
  return text;
}

static size_t print_issues(const char *path, const char *text, const fluide_result *result)
{
  size_t count, stride;
  const fluide_issue *issue = fluide_result_issues(result, &count, &stride);
  for (size_t i = 0; i < count; i++) {
    printf("%s, byte %u: %s \"%.*s\": %s", path, issue->start.byte, fluide_severity_name(issue->severity),
           (int)(issue->end.byte - issue->start.byte), text + issue->start.byte, issue->message.ptr);
    for (uint32_t s = 0; s < issue->suggestion_count; s++)
      printf("%s%s", s == 0 ? " -> " : ", ", fluide_result_suggestion(result, issue->first_suggestion + s).ptr);
    printf("  [%s]\n", issue->rule.ptr);
    /* Issues may be longer in a later version of the library: walk by the stride. */
    issue = (const fluide_issue *)((const char *)issue + stride);
  }
  return count;
}

int main(int argc, char **argv)
{
  fluide_model *model = NULL;
  fluide_checker *checker = NULL;
  fluide_result *result = NULL;
  fluide_error error = { 0 };
  size_t length = 0;
  int exit_status = 2;

  if (argc != 2) {
    fprintf(stderr, "usage: check_file FILE\n");
    return 2;
  }
  char *text = read_file(argv[1], &length);
  if (!text) {
    perror(argv[1]);
    return 2;
  }
  int status = fluide_model_open(NULL, NULL, &model, &error);
  if (status == FLUIDE_OK) status = fluide_checker_new(model, NULL, &checker, &error);
  if (status == FLUIDE_OK) status = fluide_check(checker, text, length, NULL, &result, &error);

  if (status == FLUIDE_OK)
    exit_status = print_issues(argv[1], text, result) > 0;
  else
    fprintf(stderr, "%s: %s at byte %llu (%s)\n", argv[1], fluide_status_message(status),
            (unsigned long long)error.offset, error.detail);

  fluide_result_free(result);
  fluide_checker_free(checker);
  fluide_model_unref(model);
  free(text);
  return exit_status;
}
