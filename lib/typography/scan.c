/* Characters around a place, words of the language, reports. */
#include <string.h>
#include <unicode/uchar.h>

#include "typography/typography.h"

static const char *const list_names[FLU_TYPO_LIST_COUNT] = {
  "elisions",    "enclitics",      "abbreviations", "abbreviations-final", "units",
  "unit-errors", "ordinal-errors", "title-errors",  "number-signs",        "no-ellipsis",
  "months",      "days",           "day-names",
};

bool flu_typo_is_space(uint32_t cp)
{
  return cp == ' ' || cp == 0xA0 || cp == 0x202F || cp == '\t' || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x205F ||
         cp == 0x3000;
}

bool flu_typo_is_break(uint32_t cp)
{
  return (cp >= 0x0A && cp <= 0x0D) || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

bool flu_typo_is_letter(uint32_t cp)
{
  if (cp < 0x80) return (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z';
  return u_isalpha((UChar32)cp) || (cp >= 0x300 && cp <= 0x36F); /* accents that stand apart */
}

bool flu_typo_is_digit(uint32_t cp)
{
  return cp >= '0' && cp <= '9';
}

bool flu_typo_is_lower(uint32_t cp)
{
  return cp < 0x80 ? cp >= 'a' && cp <= 'z' : (bool)u_islower((UChar32)cp);
}

bool flu_typo_is_upper(uint32_t cp)
{
  return cp < 0x80 ? cp >= 'A' && cp <= 'Z' : (bool)u_isupper((UChar32)cp);
}

bool flu_typo_is_apostrophe(uint32_t cp)
{
  return cp == '\'' || cp == 0x2019;
}

bool flu_typo_is_opening(uint32_t cp)
{
  return cp == '(' || cp == '[' || cp == '{' || cp == 0xAB || cp == 0x201C || cp == 0x201E || cp == 0x2018 ||
         cp == 0x2039;
}

bool flu_typo_is_closing(uint32_t cp)
{
  return cp == ')' || cp == ']' || cp == '}' || cp == 0xBB || cp == 0x201D || cp == 0x203A;
}

bool flu_typo_masked(const flu_typo *t, uint32_t start, uint32_t end)
{
  const flu_mask *masks = t->u->text->masks;
  size_t low = 0, high = t->u->text->mask_count;
  while (low < high) { /* first mask that ends at or behind `start` */
    size_t mid = low + (high - low) / 2;
    if (masks[mid].end < start)
      low = mid + 1;
    else
      high = mid;
  }
  return low < t->u->text->mask_count && masks[low].start <= end;
}

static bool inside_mask(const flu_typo *t, uint32_t start, uint32_t end)
{
  return t->u->text->mask_count > 0 && flu_typo_masked(t, start, end);
}

uint32_t flu_typo_before(const flu_typo *t, uint32_t at, uint32_t *start)
{
  if (start) *start = at;
  if (at <= t->lo) return 0;
  size_t i = at;
  uint32_t cp = flu_utf8_prev(t->s, &i);
  if (i < t->lo || inside_mask(t, (uint32_t)i, at)) return 0;
  if (start) *start = (uint32_t)i;
  return cp;
}

uint32_t flu_typo_after(const flu_typo *t, uint32_t at, uint32_t *end)
{
  if (end) *end = at;
  if (at >= t->hi) return 0;
  size_t i = at;
  uint32_t cp = flu_utf8_next(t->s, &i);
  if (inside_mask(t, at, (uint32_t)i)) return 0;
  if (end) *end = (uint32_t)i;
  return cp;
}

flu_mark flu_typo_mark(const flu_typo *t, uint32_t at, uint32_t token)
{
  flu_mark m = { .at = at, .token = token };
  uint32_t place, cp;
  m.cp = flu_typo_after(t, at, &m.end);
  m.prev = flu_typo_before(t, at, NULL);
  m.next = flu_typo_after(t, m.end, NULL);
  m.gap_start = at;
  while (flu_typo_is_space(cp = flu_typo_before(t, m.gap_start, &place))) m.gap_start = place;
  m.before = flu_typo_is_break(cp) ? 0 : cp;
  m.gap_end = m.end;
  while (flu_typo_is_space(cp = flu_typo_after(t, m.gap_end, &place))) m.gap_end = place;
  m.after = flu_typo_is_break(cp) ? 0 : cp;
  return m;
}

uint32_t flu_typo_word_start(const flu_typo *t, uint32_t at)
{
  uint32_t place, floor = at > FLU_MAX_FORM_BYTES ? at - FLU_MAX_FORM_BYTES : 0;
  while (at > floor && flu_typo_is_letter(flu_typo_before(t, at, &place))) at = place;
  return at;
}

uint32_t flu_typo_word_end(const flu_typo *t, uint32_t at)
{
  uint32_t place, start = at;
  while (at - start < FLU_MAX_FORM_BYTES && flu_typo_is_letter(flu_typo_after(t, at, &place))) at = place;
  return at;
}

bool flu_typo_on(const flu_typo *t, enum flu_native which)
{
  uint32_t rule = flu_catalogue_native(t->u->rules, which);
  return rule != FLU_NO_RULE && t->u->enabled[rule];
}

uint64_t flu_typo_bit(flu_typo *t, enum flu_typo_list list)
{
  if (!(t->bits_known & (1u << list))) {
    t->bits[list] = flu_lists_bit(t->u->lists, list_names[list]);
    t->bits_known |= (uint16_t)(1u << list);
  }
  return t->bits[list];
}

bool flu_typo_in(flu_typo *t, enum flu_typo_list list, const char *word, uint32_t len)
{
  uint64_t bit = flu_typo_bit(t, list);
  return bit != 0 && (flu_lists_of(t->u->lists, word, len) & bit) != 0;
}

bool flu_typo_in_lower(flu_typo *t, enum flu_typo_list list, const char *word, uint32_t len)
{
  char lower[64];
  size_t n = flu_lower(word, len, lower, sizeof lower);
  return n > 0 && flu_typo_in(t, list, lower, (uint32_t)n);
}

flu_str flu_typo_value(flu_typo *t, enum flu_typo_list list, const char *word, uint32_t len)
{
  uint64_t bit = flu_typo_bit(t, list);
  if (bit == 0 || !(flu_lists_of(t->u->lists, word, len) & bit)) return (flu_str){ "", 0 };
  return flu_lists_value(t->u->lists, word, len, bit);
}

static size_t match(const flu_typo *t, uint32_t start, uint32_t end, uint32_t *forms, size_t cap)
{
  if (end <= start || end - start > FLU_MAX_FORM_BYTES) return 0;
  return flu_lexicon_match(t->u->lexicon, t->s + start, end - start, forms, cap);
}

bool flu_typo_known(const flu_typo *t, uint32_t start, uint32_t end)
{
  uint32_t form;
  return match(t, start, end, &form, 1) > 0;
}

bool flu_typo_known_word(const flu_typo *t, flu_str word)
{
  uint32_t form;
  return word.len > 0 && word.len <= FLU_MAX_FORM_BYTES &&
         flu_lexicon_match(t->u->lexicon, word.ptr, word.len, &form, 1) > 0;
}

bool flu_typo_known_verb(const flu_typo *t, uint32_t start, uint32_t end)
{
  uint32_t forms[4];
  flu_reading readings[FLU_MAX_READINGS];
  size_t n = match(t, start, end, forms, 4);
  if (n > 4) n = 4;
  for (size_t i = 0; i < n; i++) {
    size_t count = flu_lexicon_readings(t->u->lexicon, forms[i], readings, FLU_MAX_READINGS);
    for (size_t r = 0; r < count; r++) {
      const flu_tag *tag = readings[r].tag;
      if ((tag->pos == FLU_POS_VERB || tag->pos == FLU_POS_AUX) && tag->person != 0) return true;
    }
  }
  return false;
}

flu_str flu_typo_str(const char *text)
{
  return (flu_str){ text, (uint32_t)strlen(text) };
}

flu_str flu_typo_slice(const flu_typo *t, uint32_t start, uint32_t end)
{
  return (flu_str){ t->s + start, end - start };
}

/* Parts are short: slices of one token, or static. */
flu_str flu_typo_join(const flu_typo *t, flu_str a, flu_str b, flu_str c)
{
  size_t len = (size_t)a.len + b.len + c.len;
  char *to = flu_arena_take(t->u->arena, len + 1);
  if (!to) {
    t->u->sink->status = FLU_E_NOMEM;
    return (flu_str){ "", 0 };
  }
  memcpy(to, a.ptr, a.len);
  memcpy(to + a.len, b.ptr, b.len);
  memcpy(to + a.len + b.len, c.ptr, c.len);
  to[len] = '\0';
  return (flu_str){ to, (uint32_t)len };
}

void flu_typo_say(const flu_typo *t, enum flu_native which, uint32_t start, uint32_t end, flu_str suggestion)
{
  uint32_t rule = flu_catalogue_native(t->u->rules, which);
  if (rule != FLU_NO_RULE) flu_report(t->u, rule, start, end, &suggestion, 1, 0);
}

void flu_typo_tell(const flu_typo *t, enum flu_native which, uint32_t start, uint32_t end)
{
  uint32_t rule = flu_catalogue_native(t->u->rules, which);
  if (rule != FLU_NO_RULE) flu_report(t->u, rule, start, end, NULL, 0, 0);
}

void flu_typo_say2(const flu_typo *t, enum flu_native which, uint32_t start, uint32_t end, flu_str first,
                   flu_str second)
{
  flu_str both[2] = { first, second };
  uint32_t rule = flu_catalogue_native(t->u->rules, which);
  if (rule != FLU_NO_RULE) flu_report(t->u, rule, start, end, both, 2, 0);
}

/* France and Belgium: Imprimerie nationale. Canada: Office québécois de la langue française. Switzerland: Guide du
 * typographe, a thin space everywhere. */
const char *flu_typo_space_for(uint8_t locale, uint32_t cp)
{
  bool low = cp == ';' || cp == '!' || cp == '?';
  if (locale == FLU_LOCALE_CH) return FLU_NARROW_NBSP;
  if (locale == FLU_LOCALE_CA) return low ? "" : FLU_NBSP;
  return low ? FLU_NARROW_NBSP : FLU_NBSP;
}
