/* An allocator of the program's own: it counts what the library holds and refuses to go past a limit, which the library
 * reports as FLUIDE_E_NOMEM and survives. */
#include <fluide/fluide.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct budget {
  pthread_mutex_t lock; /* the library calls from any thread that calls it */
  size_t held, peak, limit, calls;
};

static void *allocate(void *context, void *p, size_t old, size_t size)
{
  struct budget *budget = context;
  void *result = NULL;
  pthread_mutex_lock(&budget->lock);
  budget->calls++;
  if (size == 0) {
    free(p);
    budget->held -= p ? old : 0;
  } else if (budget->held - (p ? old : 0) + size <= budget->limit) {
    result = realloc(p, size);
    if (result) budget->held += size - (p ? old : 0);
    if (budget->held > budget->peak) budget->peak = budget->held;
  }
  pthread_mutex_unlock(&budget->lock);
  return result;
}

static int check(fluide_checker *checker, const char *text)
{
  fluide_result *result;
  int status = fluide_check(checker, text, strlen(text), NULL, &result, NULL);
  if (status == FLUIDE_OK) fluide_result_free(result);
  return status;
}

int main(void)
{
  struct budget budget = { .lock = PTHREAD_MUTEX_INITIALIZER, .limit = (size_t)256 << 20 };
  fluide_alloc alloc = { allocate, &budget };
  fluide_model *model = NULL;
  fluide_checker *checker = NULL;
  fluide_error error = { 0 };
  const char *text = "Les enfans mangent dans le jardain.";

  int status = fluide_model_open(NULL, &alloc, &model, &error);
  if (status == FLUIDE_OK) status = fluide_checker_new(model, NULL, &checker, &error);
  if (status != FLUIDE_OK) {
    fprintf(stderr, "allocator: %s (%s)\n", fluide_status_message(status), error.detail);
    fluide_model_unref(model);
    return 2;
  }
  int roomy = check(checker, text);
  printf("with room: %s, %zu bytes at most\n", fluide_status_message(roomy), budget.peak);

  /* Not one byte more than is held now: the check fails cleanly, and works again once there is room. */
  budget.limit = budget.held;
  int tight = check(checker, text);
  printf("without room: %s\n", fluide_status_message(tight));
  budget.limit = (size_t)256 << 20;
  int again = check(checker, text);
  printf("with room again: %s\n", fluide_status_message(again));

  fluide_checker_free(checker);
  fluide_model_unref(model);
  printf("%zu calls, %zu bytes still held\n", budget.calls, budget.held);
  return roomy == FLUIDE_OK && tight == FLUIDE_E_NOMEM && again == FLUIDE_OK && budget.held == 0 ? 0 : 2;
}
