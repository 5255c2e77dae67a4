#include "pipeline.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_THREADS = 256, JOBS_A_THREAD = 8 };

struct slot {
  void *job;
  bool done;
};

struct pipeline {
  struct pipeline_work work;
  pthread_mutex_t lock;
  pthread_cond_t work_arrived, room_made;
  struct slot *slots; /* a ring: emitted ≤ taken ≤ added ≤ emitted + capacity */
  size_t capacity, emitted, taken, added;
  size_t thread_count;
  bool emitting, closed, stopped;
  pthread_t threads[MAX_THREADS];
};

/* Hand on what is done and next in order. Called with the lock; one thread at a time does it, without the lock. */
static void emit_ready(struct pipeline *p)
{
  if (p->emitting) return;
  p->emitting = true;
  while (p->emitted < p->taken && p->slots[p->emitted % p->capacity].done) {
    void *job = p->slots[p->emitted % p->capacity].job;
    pthread_mutex_unlock(&p->lock);
    bool go_on = p->work.emit(p->work.context, job);
    pthread_mutex_lock(&p->lock);
    p->emitted++;
    if (!go_on) p->stopped = true;
    pthread_cond_signal(&p->room_made);
  }
  p->emitting = false;
}

static void *worker(void *argument)
{
  struct pipeline *p = argument;
  pthread_mutex_lock(&p->lock);
  for (;;) {
    while (p->taken == p->added && !p->closed) pthread_cond_wait(&p->work_arrived, &p->lock);
    if (p->taken == p->added) break;
    struct slot *slot = &p->slots[p->taken++ % p->capacity];
    bool stopped = p->stopped;
    pthread_mutex_unlock(&p->lock);
    if (!stopped) p->work.run(p->work.context, slot->job);
    pthread_mutex_lock(&p->lock);
    slot->done = true;
    emit_ready(p);
  }
  pthread_mutex_unlock(&p->lock);
  return NULL;
}

struct pipeline *pipeline_new(size_t threads, const struct pipeline_work *work)
{
  struct pipeline *p = calloc(1, sizeof *p);
  if (!p) return NULL;
  p->work = *work;
  if (threads < 2) return p;
  if (threads > MAX_THREADS) threads = MAX_THREADS;
  p->capacity = threads * JOBS_A_THREAD;
  p->slots = calloc(p->capacity, sizeof *p->slots);
  if (!p->slots) {
    free(p);
    return NULL;
  }
  pthread_mutex_init(&p->lock, NULL);
  pthread_cond_init(&p->work_arrived, NULL);
  pthread_cond_init(&p->room_made, NULL);
  while (p->thread_count < threads && pthread_create(&p->threads[p->thread_count], NULL, worker, p) == 0)
    p->thread_count++;
  return p;
}

bool pipeline_add(struct pipeline *p, void *job)
{
  if (p->thread_count == 0) {
    if (!p->stopped) p->work.run(p->work.context, job);
    if (!p->work.emit(p->work.context, job)) p->stopped = true;
    return !p->stopped;
  }
  pthread_mutex_lock(&p->lock);
  while (p->added - p->emitted == p->capacity) pthread_cond_wait(&p->room_made, &p->lock);
  p->slots[p->added++ % p->capacity] = (struct slot){ .job = job };
  bool go_on = !p->stopped;
  pthread_cond_signal(&p->work_arrived);
  pthread_mutex_unlock(&p->lock);
  return go_on;
}

void pipeline_finish(struct pipeline *p)
{
  if (p->slots) {
    pthread_mutex_lock(&p->lock);
    p->closed = true;
    pthread_cond_broadcast(&p->work_arrived);
    pthread_mutex_unlock(&p->lock);
    for (size_t i = 0; i < p->thread_count; i++) pthread_join(p->threads[i], NULL);
    pthread_cond_destroy(&p->room_made);
    pthread_cond_destroy(&p->work_arrived);
    pthread_mutex_destroy(&p->lock);
  }
  free(p->slots);
  free(p);
}

size_t processor_count(void)
{
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 1 : count > 64 ? 64 : (size_t)count;
}
