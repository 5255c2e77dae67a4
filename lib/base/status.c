#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int flu_fail(flu_error *err, int code, uint64_t offset, const char *format, ...)
{
  if (err == NULL) return code;
  memset(err, 0, sizeof *err);
  err->code = code;
  err->offset = offset;
  va_list args;
  va_start(args, format);
  int n = vsnprintf(err->detail, sizeof err->detail, format, args);
  va_end(args);
  if (n < 0) err->detail[0] = '\0';
  if (n >= (int)sizeof err->detail) {   /* cut at a code point */
    size_t end = sizeof err->detail - 1;
    while (end > 0 && ((unsigned char)err->detail[end - 1] & 0xC0) == 0x80) end--;
    if (end > 0 && (unsigned char)err->detail[end - 1] >= 0xC0) end--;
    err->detail[end] = '\0';
  }
  return code;
}
