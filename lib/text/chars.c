/* Classes of characters: a table for ASCII, plain ranges up to U+024F, ICU's properties beyond. */
#include <unicode/uchar.h>

#include "text/inner.h"

#define L FLU_CLASS_LETTER
#define D FLU_CLASS_DIGIT
#define W FLU_CLASS_SPACE
#define N FLU_CLASS_NEWLINE
#define P FLU_CLASS_PUNCTUATION
#define S FLU_CLASS_SYMBOL

const uint8_t flu_ascii_class[128] = {
  S, S, S, S, S, S, S, S, S, W, N, N, N, N, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
  W, P, P, P, S, S, P, P, P, P, P, S, P, P, P, P, D, D, D, D, D, D, D, D, D, D, P, P, S, S, S, P,
  P, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, P, P, P, S, P,
  S, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, P, S, P, S, S
};

static enum flu_class latin(uint32_t cp)
{
  if (cp >= 0xC0) return cp == 0xD7 || cp == 0xF7 ? S : L;
  switch (cp) {
  case 0xAA: case 0xB5: case 0xBA: return L;
  case 0xA0: return W;
  case 0x85: return N;
  case 0xA1: case 0xA7: case 0xAB: case 0xB6: case 0xB7: case 0xBB: case 0xBF: return P;
  default: return S;
  }
}

static enum flu_class by_category(uint32_t cp)
{
  const uint32_t mask = U_MASK(u_charType((UChar32)cp));
  if (mask & (U_GC_L_MASK | U_GC_NL_MASK)) return L;
  if (mask & U_GC_ND_MASK) return D;
  if (mask & (U_GC_ZL_MASK | U_GC_ZP_MASK)) return N;
  if (mask & U_GC_ZS_MASK) return W;
  if (mask & U_GC_P_MASK) return P;
  return S;
}

enum flu_class flu_class_other(uint32_t cp)
{
  if (cp < 0x250) return latin(cp);
  switch (u_getIntPropertyValue((UChar32)cp, UCHAR_WORD_BREAK)) {
  case U_WB_ALETTER: case U_WB_KATAKANA: case U_WB_HEBREW_LETTER: return L;
  case U_WB_NUMERIC: return D;
  case U_WB_EXTEND: case U_WB_FORMAT: case U_WB_ZWJ: return FLU_CLASS_EXTEND;
  case U_WB_NEWLINE: return N;
  case U_WB_REGIONAL_INDICATOR: return FLU_CLASS_EMOJI;
  default: break;
  }
  if (cp >= 0x2300 && u_hasBinaryProperty((UChar32)cp, UCHAR_EMOJI_PRESENTATION)) return FLU_CLASS_EMOJI;
  return by_category(cp);
}

bool flu_is_upper(uint32_t cp)
{
  if (cp < 0x80) return cp >= 'A' && cp <= 'Z';
  if (cp < 0x100) return cp >= 0xC0 && cp <= 0xDE && cp != 0xD7;
  return u_isUUppercase((UChar32)cp) || u_charType((UChar32)cp) == U_TITLECASE_LETTER;
}

bool flu_is_lower(uint32_t cp)
{
  if (cp < 0x80) return cp >= 'a' && cp <= 'z';
  if (cp < 0x100) return cp >= 0xDF && cp != 0xF7;
  return u_isULowercase((UChar32)cp);
}

bool flu_is_invisible(uint32_t cp)
{
  if (cp < 0x200B) return cp == 0xAD || cp == 0x61C || cp == 0x180E;
  return cp <= 0x200C || cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
         (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF;
}

bool flu_is_pictograph(uint32_t cp)
{
  if (cp < 0xA9) return false;
  return u_hasBinaryProperty((UChar32)cp, UCHAR_EXTENDED_PICTOGRAPHIC) || (cp >= 0x1F3FB && cp <= 0x1F3FF) ||
         cp == 0xFE0F;
}

bool flu_is_opening(uint32_t cp)
{
  if (cp < 0x80) return cp == '(' || cp == '[' || cp == '{';
  if (cp < 0x100) return cp == 0xAB || cp == 0xBF || cp == 0xA1;
  if (cp < 0x2018) return false;
  const uint32_t mask = U_MASK(u_charType((UChar32)cp));
  return (mask & (U_GC_PS_MASK | U_GC_PI_MASK)) != 0;
}

bool flu_is_closing(uint32_t cp)
{
  if (cp < 0x80) return cp == ')' || cp == ']' || cp == '}';
  if (cp < 0x100) return cp == 0xBB;
  if (cp < 0x2018) return false;
  const uint32_t mask = U_MASK(u_charType((UChar32)cp));
  return (mask & (U_GC_PE_MASK | U_GC_PF_MASK)) != 0;
}

bool flu_is_dash(uint32_t cp)
{
  return cp == '-' || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212;
}
