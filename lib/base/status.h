/* Inner status codes. Same values as the public ones (asserted in lib/api). */
#ifndef FLU_BASE_STATUS_H
#define FLU_BASE_STATUS_H

#include <stddef.h>
#include <stdint.h>

enum {
  FLU_OK = 0,
  FLU_E_NOMEM = -1,
  FLU_E_ARG = -2,
  FLU_E_UTF8 = -3,
  FLU_E_IO = -4,
  FLU_E_FORMAT = -5,
  FLU_E_VERSION = -6,
  FLU_E_CANCELLED = -7,
  FLU_E_LIMIT = -8,
  FLU_E_NOTFOUND = -9,
  FLU_E_UNSUPPORTED = -10
};

/* What went wrong and where: layout of the public fluide_error (asserted in lib/api). */
typedef struct flu_error {
  int32_t code;
  uint32_t line, column, reserved;
  uint64_t offset;
  char detail[160];
} flu_error;

/* Fill *err (may be NULL) with a code, a place and a formatted detail, cut at a code point; returns `code`. */
int flu_fail(flu_error *err, int code, uint64_t offset, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* A slice of bytes, not NUL-terminated unless said. */
typedef struct flu_str {
  const char *ptr;
  uint32_t len;
} flu_str;

#endif
