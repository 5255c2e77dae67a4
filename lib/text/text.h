/* Text: UTF-8 in, sentences and tokens out. Nothing is rewritten: a token points into the text as given.
 *
 * Segmentation follows Unicode (UAX 29, properties from ICU) with French on top, taken from the word lists of the
 * language pack. Time and memory are linear in the length of the text.
 */
#ifndef FLU_TEXT_TEXT_H
#define FLU_TEXT_TEXT_H

#include <stdbool.h>

#include "base/memory.h"
#include "base/status.h"
#include "lexicon/lists.h"

/* --- UTF-8 --- */

/* Length of the valid prefix: `len` when all is valid (no surrogates, no overlong forms, at most U+10FFFF). */
size_t flu_utf8_valid(const char *s, size_t len);
/* Code point at s[*at], which must be valid; moves *at behind it. */
uint32_t flu_utf8_next(const char *s, size_t *at);
/* Code point that ends before s[*at]; moves *at to its start. */
uint32_t flu_utf8_prev(const char *s, size_t *at);
/* Writes a code point, returns its bytes (1 to 4). */
size_t flu_utf8_put(char out[4], uint32_t code_point);

/* Moves forward through a valid text and counts; byte offsets asked for must not go back. */
typedef struct flu_cursor {
  const char *text;
  uint32_t byte, utf16, cp;
} flu_cursor;
void flu_cursor_to(flu_cursor *c, uint32_t byte);

/* Case of letters, by Unicode's simple mappings (language-neutral, no locale). In place of allocation: caller's buffer;
 * returns bytes written or 0 when cap is short. */
size_t flu_lower(const char *s, size_t len, char *out, size_t cap);
size_t flu_upper(const char *s, size_t len, char *out, size_t cap);
size_t flu_capitalise(const char *s, size_t len, char *out, size_t cap); /* first letter up, the rest as it is */
uint32_t flu_base_letter(uint32_t code_point);   /* without its accents, by NFD: é → e; ç → c; case kept */
enum flu_case { FLU_CASE_NONE, FLU_CASE_LOWER, FLU_CASE_TITLE, FLU_CASE_UPPER, FLU_CASE_MIXED };
enum flu_case flu_case_of(const char *s, size_t len);  /* one capital alone is TITLE; no letters: NONE */

/* --- masks --- */

/* CHARACTER covers a character reference of HTML (&eacute; &#233;) and stands for that character; what is no such
 * reference counts as SKIP. */
enum { FLU_MASK_SKIP = 1, FLU_MASK_NOUN = 2, FLU_MASK_BREAK = 3, FLU_MASK_CHARACTER = 4 };
typedef struct flu_mask {
  uint32_t start, end, kind;
} flu_mask;

/* --- tokens --- */

enum flu_token_kind {   /* same values as the public ones (asserted in lib/api) */
  FLU_TOKEN_WORD = 1,
  FLU_TOKEN_NUMBER,
  FLU_TOKEN_PUNCTUATION,
  FLU_TOKEN_SYMBOL,
  FLU_TOKEN_ABBREVIATION,
  FLU_TOKEN_ORDINAL,
  FLU_TOKEN_DATE,
  FLU_TOKEN_TIME,
  FLU_TOKEN_UNIT,
  FLU_TOKEN_URL,
  FLU_TOKEN_EMAIL,
  FLU_TOKEN_PATH,
  FLU_TOKEN_MENTION,
  FLU_TOKEN_HASHTAG,
  FLU_TOKEN_CODE,
  FLU_TOKEN_ROMAN,
  FLU_TOKEN_EMOJI,
  FLU_TOKEN_MASKED
};

enum flu_token_flag {
  FLU_TOKEN_SPACE_BEFORE = 1 << 0,   /* white space of any kind before it */
  FLU_TOKEN_BREAK_BEFORE = 1 << 1,   /* a line break in that white space */
  FLU_TOKEN_ELIDED = 1 << 2,         /* an elided word: l' qu' ; its norm ends in ' */
  FLU_TOKEN_ENCLITIC = 1 << 3,       /* hyphenated to the word before: -le -t-il -ci ; its norm begins with - */
  FLU_TOKEN_IN_QUOTES = 1 << 4,      /* between quotation marks of any kind that open and close in the paragraph */
  FLU_TOKEN_EMPHASIS = 1 << 5,       /* inside emphasis or italics of the markup (adjacent SKIP masks): see masks */
  FLU_TOKEN_CHANGED = 1 << 6,        /* norm differs from the bytes of the text */
  FLU_TOKEN_SENTENCE_START = 1 << 7, /* first word of its sentence (opening quotes, dashes, numbers do not count) */
  FLU_TOKEN_GLUED = 1 << 8           /* a masked SKIP range lies inside it */
};

typedef struct flu_token {
  uint32_t start, end;   /* bytes of the text as given */
  flu_str norm;          /* NFC, ' for every apostrophe, no soft hyphen, no zero-width character, no skipped bytes */
  uint64_t lists;        /* word lists that hold the lower-case norm */
  uint8_t kind;          /* enum flu_token_kind */
  uint8_t letter_case;   /* enum flu_case of the norm */
  uint16_t flags;        /* enum flu_token_flag */
} flu_token;

typedef struct flu_sentence {
  uint32_t start, end;               /* bytes; white space around it is outside */
  uint32_t first_token, token_count;
  uint32_t paragraph;                /* index of its paragraph: line breaks and BREAK masks end one */
} flu_sentence;

typedef struct flu_text {
  const char *utf8;                  /* as given, borrowed */
  uint32_t len;
  flu_token *tokens;
  uint32_t token_count;
  flu_sentence *sentences;
  uint32_t sentence_count;
  const flu_mask *masks;             /* borrowed */
  size_t mask_count;
} flu_text;

/* What segmentation asks of the language. `known` says whether a whole word (with its hyphens and apostrophes, NFC and
 * straight apostrophe, any case) is in the lexicon or is a user word, so that arc-en-ciel, aujourd'hui, presqu'île stay
 * whole. */
typedef struct flu_text_language {
  const flu_lists *lists;
  bool (*known)(void *ctx, const char *word, size_t len);
  void *ctx;
  /* bits of lists, filled by flu_text_language_init: */
  uint64_t elisions, enclitics, abbreviations, abbreviations_final, units, months, particles;
  uint64_t ordinals, inclusive, domains, extensions, separable;
} flu_text_language;

void flu_text_language_init(flu_text_language *lang, const flu_lists *lists,
                            bool (*known)(void *ctx, const char *word, size_t len), void *ctx);

/* Cut a text. Tokens, sentences and norms are in `arena`; `utf8` and `masks` are borrowed and must outlive them.
 * The text must be valid UTF-8 and the masks sorted, disjoint, on code point boundaries and inside it: the caller has
 * looked (flu_utf8_valid, flu_masks_valid). Errors: E_NOMEM, E_CANCELLED (poll, may be NULL, asked every few kB). */
int flu_text_cut(flu_text *out, const char *utf8, uint32_t len, const flu_mask *masks, size_t mask_count,
                 const flu_text_language *lang, flu_arena *arena, int (*poll)(void *), void *poll_ctx);

/* Index of the first mask that is out of order, outside or inside a code point; `count` when all are right. */
size_t flu_masks_valid(const flu_mask *masks, size_t count, const char *utf8, size_t len);

#endif
