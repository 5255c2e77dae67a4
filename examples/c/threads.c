/* One model and one checker, used by several threads at once: no lock is needed, and every thread gets the same answer.
 *
 *     threads ["a text"] */
#include <fluide/fluide.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { THREADS = 4, ROUNDS = 50 };

struct task {
  const fluide_checker *checker;
  const char *text;
  size_t issues;
  int status;
};

static void *check_often(void *argument)
{
  struct task *task = argument;
  for (int round = 0; round < ROUNDS; round++) {
    fluide_result *result;
    size_t count, stride;
    task->status = fluide_check(task->checker, task->text, strlen(task->text), NULL, &result, NULL);
    if (task->status != FLUIDE_OK) break;
    fluide_result_issues(result, &count, &stride);
    task->issues += count;
    fluide_result_free(result);
  }
  return NULL;
}

static int run_threads(const fluide_checker *checker, const char *text)
{
  pthread_t threads[THREADS];
  struct task tasks[THREADS];
  int started = 0, same = 1;
  for (; started < THREADS; started++) {
    tasks[started] = (struct task){ checker, text, 0, FLUIDE_OK };
    if (pthread_create(&threads[started], NULL, check_often, &tasks[started]) != 0) break;
  }
  for (int i = 0; i < started; i++) {
    pthread_join(threads[i], NULL);
    printf("thread %d: %s, %zu issues in %d checks\n", i, fluide_status_message(tasks[i].status), tasks[i].issues,
           ROUNDS);
    if (tasks[i].status != FLUIDE_OK || tasks[i].issues != tasks[0].issues) same = 0;
  }
  return started == THREADS && same;
}

int main(int argc, char **argv)
{
  const char *text = argc > 1 ? argv[1] : "Les enfans mangent dans le jardain.";
  fluide_model *model = NULL;
  fluide_checker *checker = NULL;
  fluide_error error = { 0 };
  int good = 0;

  int status = fluide_model_open(NULL, NULL, &model, &error);
  if (status == FLUIDE_OK) status = fluide_checker_new(model, NULL, &checker, &error);
  /* The checker holds its own reference. */
  fluide_model_unref(model);

  if (status == FLUIDE_OK)
    good = run_threads(checker, text);
  else
    fprintf(stderr, "threads: %s (%s)\n", fluide_status_message(status), error.detail);

  /* Only once no thread uses it any more. */
  fluide_checker_free(checker);
  return good ? 0 : 2;
}
