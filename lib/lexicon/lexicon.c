#include "lexicon/lexicon.h"

#include <string.h>

#include "lexicon/lexicon_inner.h"

/* --- letters --- */

uint32_t flu_lexicon_decode(const char *s, size_t len, size_t *at)
{
  const unsigned char *p = (const unsigned char *)s + *at;
  const size_t left = len - *at;
  if (p[0] < 0x80) {
    *at += 1;
    return p[0];
  }
  if (p[0] < 0xE0 && left >= 2) {
    *at += 2;
    return (p[1] & 0xC0u) == 0x80 && p[0] >= 0xC2 ? (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu) : UINT32_MAX;
  }
  if (p[0] >= 0xE0 && p[0] < 0xF0 && left >= 3) {
    *at += 3;
    return (p[1] & 0xC0u) == 0x80 && (p[2] & 0xC0u) == 0x80
               ? (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu)
               : UINT32_MAX;
  }
  if (p[0] >= 0xF0 && left >= 4) {
    *at += 4;
    return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
  }
  *at = len;
  return UINT32_MAX;
}

static const flu_letter unknown_letter = { 0, 0, 0, 0 };

static const flu_letter *far_letter(const flu_lexicon *lex, uint32_t code_point)
{
  uint32_t low = 0, high = lex->code_count;
  while (low < high) {
    const uint32_t mid = low + (high - low) / 2;
    if (lex->codes[mid] < code_point)
      low = mid + 1;
    else
      high = mid;
  }
  return low < lex->code_count && lex->codes[low] == code_point ? &lex->others[low] : &unknown_letter;
}

const flu_letter *flu_lexicon_letter(const flu_lexicon *lex, uint32_t code_point)
{
  return code_point < FLU_DIRECT_LETTERS ? &lex->letters[code_point] : far_letter(lex, code_point);
}

uint8_t flu_lexicon_symbol(const flu_lexicon *lex, uint32_t code_point)
{
  return flu_lexicon_letter(lex, code_point)->symbol;
}

uint32_t flu_lexicon_code_point(const flu_lexicon *lex, uint8_t symbol)
{
  return symbol < lex->symbol_count ? lex->symbols[symbol] : 0;
}

unsigned flu_lexicon_symbol_count(const flu_lexicon *lex)
{
  return lex->symbol_count;
}

/* --- the automaton --- */

uint32_t flu_lexicon_find(const flu_lexicon *lex, const char *form, size_t len)
{
  if (len == 0 || len > FLU_MAX_FORM_BYTES) return FLU_NO_FORM;
  const uint64_t *edges = lex->edges;
  uint32_t node = lex->root, index = 0;
  for (size_t at = 0; node != 0;) {
    const unsigned char byte = (unsigned char)form[at];
    unsigned symbol;
    if (byte < 0x80) {
      symbol = lex->letters[byte].symbol;
      at++;
    } else {
      symbol = flu_lexicon_letter(lex, flu_lexicon_decode(form, len, &at))->symbol;
    }
    if (symbol == FLU_NO_SYMBOL) return FLU_NO_FORM;
    uint64_t edge = edges[node];
    while ((edge & FLU_EDGE_SYMBOL) != symbol) {
      if ((edge & FLU_EDGE_LAST) != 0) return FLU_NO_FORM;
      edge = edges[++node];
    }
    index += (uint32_t)(edge >> FLU_EDGE_SKIP_SHIFT);
    const bool final = (edge & FLU_EDGE_FINAL) != 0;
    if (at >= len) return final ? index : FLU_NO_FORM;
    index += final;
    node = (uint32_t)edge >> FLU_EDGE_TARGET_SHIFT;
  }
  return FLU_NO_FORM;
}

uint32_t flu_lexicon_root(const flu_lexicon *lex)
{
  return lex->root;
}

flu_edge flu_lexicon_edge(const flu_lexicon *lex, uint32_t node, uint32_t i)
{
  const uint64_t edge = lex->edges[node + i];
  return (flu_edge){ .symbol = (uint8_t)(edge & FLU_EDGE_SYMBOL),
                     .final = (edge & FLU_EDGE_FINAL) != 0,
                     .last = (edge & FLU_EDGE_LAST) != 0,
                     .target = (uint32_t)edge >> FLU_EDGE_TARGET_SHIFT,
                     .skip = (uint32_t)(edge >> FLU_EDGE_SKIP_SHIFT) };
}

static size_t put_utf8(char *out, size_t cap, uint32_t c)
{
  char bytes[4];
  size_t n;
  if (c < 0x80) {
    bytes[0] = (char)c;
    n = 1;
  } else if (c < 0x800) {
    bytes[0] = (char)(0xC0 | c >> 6);
    bytes[1] = (char)(0x80 | (c & 0x3F));
    n = 2;
  } else if (c < 0x10000) {
    bytes[0] = (char)(0xE0 | c >> 12);
    bytes[1] = (char)(0x80 | (c >> 6 & 0x3F));
    bytes[2] = (char)(0x80 | (c & 0x3F));
    n = 3;
  } else {
    bytes[0] = (char)(0xF0 | c >> 18);
    bytes[1] = (char)(0x80 | (c >> 12 & 0x3F));
    bytes[2] = (char)(0x80 | (c >> 6 & 0x3F));
    bytes[3] = (char)(0x80 | (c & 0x3F));
    n = 4;
  }
  if (n > cap) return 0;
  memcpy(out, bytes, n);
  return n;
}

size_t flu_lexicon_spelling(const flu_lexicon *lex, uint32_t form, char *out, size_t cap)
{
  if (form >= lex->form_count) return 0;
  uint32_t node = lex->root, left = form;
  for (size_t n = 0; node != 0;) {
    uint64_t edge = lex->edges[node];
    while ((edge & FLU_EDGE_LAST) == 0 && (uint32_t)(lex->edges[node + 1] >> FLU_EDGE_SKIP_SHIFT) <= left)
      edge = lex->edges[++node];
    const size_t put = put_utf8(out + n, cap - n, lex->symbols[edge & FLU_EDGE_SYMBOL]);
    if (put == 0) return 0;
    n += put;
    left -= (uint32_t)(edge >> FLU_EDGE_SKIP_SHIFT);
    if ((edge & FLU_EDGE_FINAL) != 0) {
      if (left == 0) return n;
      left--;
    }
    node = (uint32_t)edge >> FLU_EDGE_TARGET_SHIFT;
  }
  return 0;
}

uint32_t flu_lexicon_form_count(const flu_lexicon *lex)
{
  return lex->form_count;
}

uint32_t flu_lexicon_lemma_count(const flu_lexicon *lex)
{
  return lex->lemma_count + lex->ghost_count;
}

/* --- readings --- */

size_t flu_lexicon_readings(const flu_lexicon *lex, uint32_t form, flu_reading *out, size_t cap)
{
  if (form >= lex->form_count) return 0;
  const uint32_t set = lex->forms[form] & FLU_FORM_SET;
  const uint32_t first = lex->sets[set], end = lex->sets[set + 1];
  size_t n = 0;
  for (uint32_t i = first; i < end && n < cap; i++) {
    const flu_change *change = &lex->readings[i];
    out[n++] = (flu_reading){ .tag = &lex->tags[change->tag],
                              .strip = change->strip,
                              .append = { lex->strings + change->append, change->append_len } };
  }
  return n;
}

unsigned flu_lexicon_frequency(const flu_lexicon *lex, uint32_t form)
{
  return form < lex->form_count ? lex->forms[form] >> FLU_FORM_FREQUENCY_SHIFT : 0;
}

size_t flu_lexicon_lemma(const flu_reading *reading, const char *form, size_t len, char *out, size_t cap)
{
  if (reading->strip > len) return 0;
  const size_t stem = len - reading->strip;
  if (stem > cap || reading->append.len > cap - stem) return 0;
  memcpy(out, form, stem);
  memcpy(out + stem, reading->append.ptr, reading->append.len);
  return stem + reading->append.len;
}
