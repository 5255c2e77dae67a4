/* Emoji: a picture with its skin tone, those joined to it, flags, key caps. */
#include <unicode/uchar.h>

#include "text/inner.h"

#define ZWJ 0x200Du
#define EMOJI_STYLE 0xFE0Fu
#define KEY_CAP 0x20E3u

static bool is_region(uint32_t cp)
{
  return cp >= 0x1F1E6 && cp <= 0x1F1FF;
}

/* Behind skin tones, style selectors, tags and key caps. */
static uint32_t behind_modifiers(const flu_scan *sc, uint32_t at)
{
  for (uint32_t next;; at = next) {
    const uint32_t cp = flu_peek(sc, at, &next);
    if (cp == FLU_CP_END) return at;
    const bool tone = cp >= 0x1F3FB && cp <= 0x1F3FF, tag = cp >= 0xE0020 && cp <= 0xE007F;
    if (cp != EMOJI_STYLE && cp != KEY_CAP && !tone && !tag) return at;
  }
}

bool flu_scan_emoji(flu_scan *sc)
{
  uint32_t next, after;
  const uint32_t cp = flu_peek(sc, sc->at, &next);
  const uint32_t second = flu_peek(sc, next, &after);
  if (is_region(cp)) {
    flu_emit_token(sc, sc->at, second != FLU_CP_END && is_region(second) ? after : next, FLU_TOKEN_EMOJI, 0, 0);
    return true;
  }
  if (cp < 0x80) {   /* key cap: 1️⃣ */
    const uint32_t end = behind_modifiers(sc, next);
    if (end == next || (second != EMOJI_STYLE && second != KEY_CAP)) return false;
    flu_emit_token(sc, sc->at, end, FLU_TOKEN_EMOJI, 0, 0);
    return true;
  }
  if (!flu_is_pictograph(cp)) return false;
  if (second != EMOJI_STYLE && !u_hasBinaryProperty((UChar32)cp, UCHAR_EMOJI_PRESENTATION)) return false;
  uint32_t end = behind_modifiers(sc, next);
  while (flu_peek(sc, end, &next) == ZWJ) {
    const uint32_t joined = flu_peek(sc, next, &after);
    if (joined == FLU_CP_END || !flu_is_pictograph(joined)) {
      end = next;
      break;
    }
    end = behind_modifiers(sc, after);
  }
  flu_emit_token(sc, sc->at, end, FLU_TOKEN_EMOJI, 0, 0);
  return true;
}
