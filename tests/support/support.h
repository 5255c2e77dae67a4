/* What the tests of the public interface share: answers turned into text, an allocator that fails when asked to and
 * knows what it gave, processor time, sample texts. Uses the public header alone. */
#ifndef FLUIDE_TESTS_SUPPORT_H
#define FLUIDE_TESTS_SUPPORT_H

#include <fluide/fluide.h>
#include <stdbool.h>
#include <stdio.h>

/* --- growing text, aborts when the test program itself runs out of memory --- */

typedef struct dump {
  char *ptr;
  size_t len, cap;
} dump;

void dump_bytes(dump *d, const void *bytes, size_t len);
void dump_printf(dump *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
void dump_repeat(dump *d, const char *piece, size_t times);
bool dump_equal(const dump *a, const dump *b);
void dump_clear(dump *d);
void dump_free(dump *d);

/* Everything that an answer says, as text: equal answers give equal texts. */
void dump_result(dump *d, const fluide_result *result);
void dump_suggestions(dump *d, const fluide_suggestions *suggestions);
void dump_analysis(dump *d, const fluide_analysis *analysis);

/* What must hold of every result for any text: order, no overlap, bounds, code point edges, three offsets that agree.
 * Returns NULL or what is wrong. */
const char *result_fault(const fluide_result *result, const char *utf8, size_t len);
const char *analysis_fault(const fluide_analysis *analysis, const char *utf8, size_t len);

/* --- an allocator that keeps account and fails --- */

typedef struct fault_allocator {
  size_t calls;       /* allocations asked for, resizing to more included */
  size_t fail_at;     /* the call (from 1) that fails; 0: none */
  bool fail_after;    /* so do all behind it */
  bool failed;        /* one has failed */
  size_t live_blocks, live_bytes;
  size_t wrong_sizes; /* times that `old` was not the size of the block */
} fault_allocator;

fluide_alloc fault_allocator_hook(fault_allocator *a);

/* --- rest --- */

double cpu_seconds(void);                     /* of this process */
unsigned test_scale(void);                    /* FLUIDE_TEST_SCALE: by how much to make inputs smaller; at least 1 */
uint64_t next_random(uint64_t *state);        /* the same sequence everywhere; *state must not be 0 */
extern const char *const sample_texts[];      /* NULL-ended; French with mistakes of many kinds */
bool read_whole_file(const char *path, dump *out);

#endif
