/* Character references of HTML: those of HTML 4 for Latin letters and common signs, and numeric ones. */
#include <stdlib.h>

#include "text/inner.h"

#define MAX_NAME 8u

typedef struct entity {
  char name[MAX_NAME + 1];
  uint16_t cp;
} entity;

static const entity entities[] = {   /* sorted by name */
  { "AElig", 0xC6 }, { "Aacute", 0xC1 }, { "Acirc", 0xC2 }, { "Agrave", 0xC0 }, { "Aring", 0xC5 },
  { "Atilde", 0xC3 }, { "Auml", 0xC4 }, { "Ccedil", 0xC7 }, { "ETH", 0xD0 }, { "Eacute", 0xC9 },
  { "Ecirc", 0xCA }, { "Egrave", 0xC8 }, { "Euml", 0xCB }, { "Iacute", 0xCD }, { "Icirc", 0xCE },
  { "Igrave", 0xCC }, { "Iuml", 0xCF }, { "Ntilde", 0xD1 }, { "OElig", 0x152 }, { "Oacute", 0xD3 },
  { "Ocirc", 0xD4 }, { "Ograve", 0xD2 }, { "Oslash", 0xD8 }, { "Otilde", 0xD5 }, { "Ouml", 0xD6 },
  { "Scaron", 0x160 }, { "THORN", 0xDE }, { "Uacute", 0xDA }, { "Ucirc", 0xDB }, { "Ugrave", 0xD9 },
  { "Uuml", 0xDC }, { "Yacute", 0xDD }, { "Yuml", 0x178 }, { "aacute", 0xE1 }, { "acirc", 0xE2 },
  { "acute", 0xB4 }, { "aelig", 0xE6 }, { "agrave", 0xE0 }, { "amp", '&' }, { "apos", '\'' },
  { "aring", 0xE5 }, { "atilde", 0xE3 }, { "auml", 0xE4 }, { "bdquo", 0x201E }, { "brvbar", 0xA6 },
  { "bull", 0x2022 }, { "ccedil", 0xE7 }, { "cedil", 0xB8 }, { "cent", 0xA2 }, { "circ", 0x2C6 },
  { "copy", 0xA9 }, { "curren", 0xA4 }, { "dagger", 0x2020 }, { "deg", 0xB0 }, { "divide", 0xF7 },
  { "eacute", 0xE9 }, { "ecirc", 0xEA }, { "egrave", 0xE8 }, { "emsp", 0x2003 }, { "ensp", 0x2002 },
  { "eth", 0xF0 }, { "euml", 0xEB }, { "euro", 0x20AC }, { "frac12", 0xBD }, { "frac14", 0xBC },
  { "frac34", 0xBE }, { "ge", 0x2265 }, { "gt", '>' }, { "hellip", 0x2026 }, { "iacute", 0xED },
  { "icirc", 0xEE }, { "iexcl", 0xA1 }, { "igrave", 0xEC }, { "infin", 0x221E }, { "iquest", 0xBF },
  { "iuml", 0xEF }, { "laquo", 0xAB }, { "larr", 0x2190 }, { "ldquo", 0x201C }, { "le", 0x2264 },
  { "lsaquo", 0x2039 }, { "lsquo", 0x2018 }, { "lt", '<' }, { "macr", 0xAF }, { "mdash", 0x2014 },
  { "micro", 0xB5 }, { "middot", 0xB7 }, { "minus", 0x2212 }, { "nbsp", 0xA0 }, { "ndash", 0x2013 },
  { "ne", 0x2260 }, { "not", 0xAC }, { "ntilde", 0xF1 }, { "oacute", 0xF3 }, { "ocirc", 0xF4 },
  { "oelig", 0x153 }, { "ograve", 0xF2 }, { "ordf", 0xAA }, { "ordm", 0xBA }, { "oslash", 0xF8 },
  { "otilde", 0xF5 }, { "ouml", 0xF6 }, { "para", 0xB6 }, { "permil", 0x2030 }, { "plusmn", 0xB1 },
  { "pound", 0xA3 }, { "quot", '"' }, { "raquo", 0xBB }, { "rarr", 0x2192 }, { "rdquo", 0x201D },
  { "reg", 0xAE }, { "rsaquo", 0x203A }, { "rsquo", 0x2019 }, { "sbquo", 0x201A }, { "scaron", 0x161 },
  { "sect", 0xA7 }, { "shy", 0xAD }, { "sup1", 0xB9 }, { "sup2", 0xB2 }, { "sup3", 0xB3 },
  { "szlig", 0xDF }, { "thinsp", 0x2009 }, { "thorn", 0xFE }, { "tilde", 0x2DC }, { "times", 0xD7 },
  { "trade", 0x2122 }, { "uacute", 0xFA }, { "ucirc", 0xFB }, { "ugrave", 0xF9 }, { "uml", 0xA8 },
  { "uuml", 0xFC }, { "yacute", 0xFD }, { "yen", 0xA5 }, { "yuml", 0xFF }, { "zwj", 0x200D },
  { "zwnj", 0x200C }
};

static int compare(const void *key, const void *item)
{
  return strcmp(key, ((const entity *)item)->name);
}

static unsigned digit_value(char c)
{
  if (c >= '0' && c <= '9') return (unsigned)(c - '0');
  if (c >= 'a' && c <= 'f') return (unsigned)(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return (unsigned)(c - 'A') + 10;
  return 16;
}

static uint32_t numeric(const char *s, size_t avail, size_t *len)
{
  size_t i = 2;
  const bool hex = i < avail && (s[i] == 'x' || s[i] == 'X');
  const unsigned base = hex ? 16 : 10;
  if (hex) i++;
  const size_t first = i;
  uint32_t cp = 0;
  while (i < avail && i - first < 7 && digit_value(s[i]) < base) cp = cp * base + digit_value(s[i++]);
  if (i == first || i >= avail || s[i] != ';') return 0;
  if (cp == 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) return 0;
  *len = i + 1;
  return cp;
}

uint32_t flu_entity(const char *s, size_t avail, size_t *len)
{
  if (avail < 4 || s[0] != '&') return 0;
  if (s[1] == '#') return numeric(s, avail, len);
  char name[MAX_NAME + 1];
  size_t n = 0;
  while (n < MAX_NAME && n + 1 < avail && flu_ascii_class[(unsigned char)s[n + 1] & 0x7F] <= FLU_CLASS_DIGIT &&
         (unsigned char)s[n + 1] < 0x80) {
    name[n] = s[n + 1];
    n++;
  }
  if (n == 0 || n + 1 >= avail || s[n + 1] != ';') return 0;
  name[n] = '\0';
  const entity *e = bsearch(name, entities, sizeof entities / sizeof *entities, sizeof *entities, compare);
  if (e == NULL) return 0;
  *len = n + 2;
  return e->cp;
}
