/* replay [COUNT]       run the target on its seeds and on COUNT changed copies of them, always the same
 * replay --write DIR   write the seeds as files, a starting corpus for libFuzzer
 * replay --file PATH   run one file, such as one that libFuzzer has kept */
#include "fuzz.h"

#include <string.h>

#include "support/support.h"

enum { MAX_INPUT = 8192 };

static size_t seed_count(void)
{
  size_t count = 0;
  while (fuzz_seeds[count].bytes) count++;
  return count;
}

typedef struct input {
  uint8_t bytes[MAX_INPUT];
  size_t len;
} input;

static void load(input *in, const fuzz_seed *seed)
{
  in->len = seed->len < MAX_INPUT ? seed->len : MAX_INPUT;
  memcpy(in->bytes, seed->bytes, in->len);
}

static void insert(input *in, size_t at, const uint8_t *bytes, size_t len)
{
  if (len > MAX_INPUT - in->len) len = MAX_INPUT - in->len;
  memmove(in->bytes + at + len, in->bytes + at, in->len - at);
  memcpy(in->bytes + at, bytes, len);
  in->len += len;
}

static void erase(input *in, size_t at, size_t len)
{
  memmove(in->bytes + at, in->bytes + at + len, in->len - at - len);
  in->len -= len;
}

static void repeat(input *in, uint64_t *state)
{
  uint8_t piece[64];
  size_t at = (size_t)(next_random(state) % in->len);
  size_t len = 1 + (size_t)(next_random(state) % sizeof piece);
  if (len > in->len - at) len = in->len - at;
  memcpy(piece, in->bytes + at, len);
  for (uint64_t times = next_random(state) % 20; times > 0; times--) insert(in, at, piece, len);
}

static void splice(input *in, uint64_t *state)
{
  const fuzz_seed *other = &fuzz_seeds[next_random(state) % seed_count()];
  if (!other->len) return;
  size_t from = (size_t)(next_random(state) % other->len);
  size_t len = 1 + (size_t)(next_random(state) % 100);
  if (len > other->len - from) len = other->len - from;
  insert(in, (size_t)(next_random(state) % (in->len + 1)), (const uint8_t *)other->bytes + from, len);
}

static void change(input *in, uint64_t *state)
{
  static const char signs[] = "'-.,;:!?\"()[]{}<>&*_`#$%@/\\|~^=+0123456789 \t\n\r";
  uint8_t byte;
  if (in->len == 0) {
    splice(in, state);
    return;
  }
  size_t at = (size_t)(next_random(state) % in->len);
  size_t rest = in->len - at;
  switch (next_random(state) % 7) {
  case 0: in->bytes[at] ^= (uint8_t)(1u << next_random(state) % 8); break;
  case 1: in->bytes[at] = (uint8_t)next_random(state); break;
  case 2: in->bytes[at] = (uint8_t)signs[next_random(state) % (sizeof signs - 1)]; break;
  case 3:
    byte = (uint8_t)signs[next_random(state) % (sizeof signs - 1)];
    insert(in, at, &byte, 1);
    break;
  case 4: erase(in, at, 1 + (size_t)(next_random(state) % (rest < 30 ? rest : 30))); break;
  case 5: repeat(in, state); break;
  default: splice(in, state); break;
  }
}

/* The target gets memory of the very size, so that a sanitizer sees a read behind it. */
static void run(const input *in)
{
  uint8_t *bytes = malloc(in->len ? in->len : 1);
  if (!bytes) abort();
  memcpy(bytes, in->bytes, in->len);
  LLVMFuzzerTestOneInput(bytes, in->len);
  free(bytes);
}

static int write_seeds(const char *folder)
{
  for (size_t i = 0; fuzz_seeds[i].bytes; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/seed-%zu", folder, i);
    FILE *file = fopen(path, "wb");
    if (!file) return 1;
    size_t written = fwrite(fuzz_seeds[i].bytes, 1, fuzz_seeds[i].len, file);
    if (fclose(file) != 0 || written != fuzz_seeds[i].len) return 1;
  }
  return 0;
}

static int run_file(const char *path)
{
  dump d = { 0 };
  if (!read_whole_file(path, &d)) return 1;
  LLVMFuzzerTestOneInput((const uint8_t *)d.ptr, d.len);
  dump_free(&d);
  return 0;
}

int main(int argc, char **argv)
{
  if (argc == 3 && strcmp(argv[1], "--write") == 0) return write_seeds(argv[2]);
  if (argc == 3 && strcmp(argv[1], "--file") == 0) return run_file(argv[2]);
  unsigned long count = (argc > 1 ? strtoul(argv[1], NULL, 10) : 1000) / test_scale();
  static input in;
  for (size_t i = 0; fuzz_seeds[i].bytes; i++) {
    load(&in, &fuzz_seeds[i]);
    run(&in);
  }
  uint64_t state = 20240229;
  for (unsigned long i = 0; i < count; i++) {
    load(&in, &fuzz_seeds[next_random(&state) % seed_count()]);
    for (uint64_t changes = 1 + next_random(&state) % 6; changes > 0; changes--) change(&in, &state);
    run(&in);
  }
  printf("%zu seeds, %lu changed copies\n", seed_count(), count);
  return 0;
}
