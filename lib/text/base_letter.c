#include <unicode/unorm2.h>
#include <unicode/utf16.h>

#include "text/text.h"

uint32_t flu_base_letter(uint32_t code_point)
{
  if (code_point < 0xC0) return code_point;
  UErrorCode code = U_ZERO_ERROR;
  const UNormalizer2 *nfc = unorm2_getNFCInstance(&code);
  UChar units[8];
  int32_t n = U_SUCCESS(code) ? unorm2_getDecomposition(nfc, (UChar32)code_point, units, 8, &code) : -1;
  if (U_FAILURE(code) || n <= 0) return code_point;
  UChar32 first;
  U16_GET(units, 0, 0, n, first);
  return (uint32_t)first;
}
