/* Jobs done by several threads, their results handed on in the order they were given. */
#ifndef CLI_PIPELINE_H
#define CLI_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

struct pipeline;

struct pipeline_work {
  void (*run)(void *context, void *job);  /* on any thread, several at once */
  bool (*emit)(void *context, void *job); /* one at a time, in order, for each job, done or not; false stops the rest */
  void *context;
};

/* `threads` 0 or 1, or threads that cannot be made: jobs run inside pipeline_add. NULL when memory runs out. */
struct pipeline *pipeline_new(size_t threads, const struct pipeline_work *work);

/* Give a job; waits while too many are under way. False once stopped: the job was emitted without being run. */
bool pipeline_add(struct pipeline *pipeline, void *job);

/* Wait for every job, then free. */
void pipeline_finish(struct pipeline *pipeline);

/* How many processors are there. */
size_t processor_count(void);

#endif
