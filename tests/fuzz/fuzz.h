/* A fuzz target is a file with LLVMFuzzerTestOneInput and seeds. libFuzzer drives it in a build with -Dfuzz=true;
 * replay.c drives it in every build, over the seeds and a fixed sequence of changes to them. */
#ifndef FLUIDE_TESTS_FUZZ_H
#define FLUIDE_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct fuzz_seed {
  const char *bytes;
  size_t len;
} fuzz_seed;

#define SEED(literal) { literal, sizeof literal - 1 }
#define SEEDS_END { NULL, 0 }

extern const fuzz_seed fuzz_seeds[];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Called with what must not be: stops the program where the fuzzer sees it. */
#define FUZZ_REQUIRE(condition, what)        \
  do {                                       \
    if (!(condition)) {                      \
      fprintf(stderr, "fuzz: %s\n", (what)); \
      abort();                               \
    }                                        \
  } while (0)

#endif
