#include "tagging/feature.h"

#include <string.h>

#define WORD_BYTES 64u   /* of a longer word the end counts */

static uint32_t mix(uint64_t a, uint64_t b)
{
  uint64_t x = (a ^ b << 32) * 0x9E3779B97F4A7C15u;
  x ^= x >> 29;
  x *= 0xBF58476D1CE4E5B9u;
  return (uint32_t)(x >> 32);
}

static uint32_t hash_bytes(const char *s, size_t len)
{
  uint64_t h = len * 0x9E3779B97F4A7C15u;
  for (; len > 0;) {
    uint64_t part = 0;
    const size_t n = len < 8 ? len : 8;
    for (size_t i = 0; i < n; i++) part |= (uint64_t)(unsigned char)s[i] << (8 * i);
    h = (h ^ part) * 0xBF58476D1CE4E5B9u;
    h ^= h >> 31;
    s += n;
    len -= n;
  }
  return (uint32_t)h;
}

/* Small letters of ASCII and Latin-1 and of œ; other capitals are rare enough to stay. Returns the bytes written. */
static size_t lower_bytes(const char *s, size_t len, char out[WORD_BYTES])
{
  if (len > WORD_BYTES) {
    s += len - WORD_BYTES;
    len = WORD_BYTES;
  }
  unsigned char before = 0;
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)s[i];
    if (c >= 'A' && c <= 'Z')
      c |= 0x20;
    else if (before == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97)
      c |= 0x20;
    else if (before == 0xC5 && c == 0x92)
      c = 0x93;
    out[i] = (char)c;
    before = (unsigned char)s[i];
  }
  return len;
}

uint32_t flu_tag_word_hash(const char *norm, size_t len)
{
  char lower[WORD_BYTES];
  return hash_bytes(lower, lower_bytes(norm, len, lower));
}

static bool spelling_counts(unsigned kind)
{
  return kind == FLU_TOKEN_WORD || kind == FLU_TOKEN_PUNCTUATION || kind == FLU_TOKEN_SYMBOL ||
         kind == FLU_TOKEN_ABBREVIATION || kind == FLU_TOKEN_UNIT;
}

void flu_tag_word_set(flu_tag_word *word, const flu_tag_input *token)
{
  char lower[WORD_BYTES];
  const size_t len = lower_bytes(token->norm.ptr, token->norm.len, lower);
  word->hash = spelling_counts(token->kind) ? hash_bytes(lower, len) : mix(token->kind, 77);
  for (size_t i = 0; i < 4; i++) {
    const size_t n = i + 2;
    word->endings[i] = len >= n ? hash_bytes(lower + len - n, n) : hash_bytes(lower, len);
  }
  const unsigned start = (token->flags & FLU_TOKEN_SENTENCE_START) != 0;
  const unsigned quoted = (token->flags & (FLU_TOKEN_IN_QUOTES | FLU_TOKEN_EMPHASIS)) != 0;
  const unsigned bound = (token->flags & (FLU_TOKEN_ELIDED | FLU_TOKEN_ENCLITIC)) != 0;
  const unsigned known = token->form_count > 0;
  word->shape = token->letter_case | start << 3 | known << 4 | bound << 5 | quoted << 6 | (unsigned)token->kind << 7;
}

void flu_tag_features_of(const flu_tag_word *w, uint32_t out[FLU_TAG_FEATURES])
{
  const uint32_t here = w[0].hash, before = w[-1].hash, after = w[1].hash;
  const uint32_t own = mix(w[0].own, w[0].confused), own_before = w[-1].own, own_after = w[1].own;
  uint32_t n = 0;
  out[n] = mix(own, w[0].shape), n++;
  out[n] = mix(here, n), n++;
  out[n] = mix(before, n), n++;
  out[n] = mix(after, n), n++;
  out[n] = mix(here + n, before), n++;
  out[n] = mix(here + n, after), n++;
  out[n] = mix(own + n, before), n++;
  out[n] = mix(own + n, after), n++;
  out[n] = mix(own + n, own_before), n++;
  out[n] = mix(own + n, own_after), n++;
  out[n] = mix(mix(own + n, own_before), own_after), n++;
  out[n] = mix(mix(own + n, own_after), w[2].own), n++;
  out[n] = mix(mix(own + n, own_before), w[-2].own), n++;
  out[n] = mix(here + n, own_before), n++;
  out[n] = mix(here + n, own_after), n++;
  out[n] = mix(mix(here + n, own_before), own_after), n++;
  out[n] = mix(own + n, w[-2].hash), n++;
  out[n] = mix(own + n, w[2].hash), n++;
  out[n] = mix(w[0].endings[0] + n, own), n++;
  out[n] = mix(w[0].endings[1] + n, w[0].shape), n++;
  out[n] = mix(w[0].endings[2], n), n++;
  out[n] = mix(w[0].endings[3], n), n++;
  out[n] = mix(mix(w[0].endings[1] + n, own_before), own_after), n++;
}

void flu_tag_links_of(const flu_tag_word *w, unsigned class_before, uint32_t out[FLU_TAG_LINKS])
{
  const uint32_t link = class_before + 1000u;
  out[0] = mix(w[0].hash, link);
  out[1] = mix(w[1].hash + 1, link);
  out[2] = mix(mix(w[0].own, w[1].own) + 2, link);
}
