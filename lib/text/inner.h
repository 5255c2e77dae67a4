/* What the parts of this folder share.
 *
 *   view.c      text as given → view: NFC, straight apostrophes, nothing invisible, no masked bytes
 *   tokens*.c   view → raw tokens
 *   sentences.c raw tokens → sentences
 *   finish.c    raw tokens → tokens of the text as given
 */
#ifndef FLU_TEXT_INNER_H
#define FLU_TEXT_INNER_H

#include <string.h>

#include "text/text.h"

/* --- characters --- */

enum flu_class {
  FLU_CLASS_LETTER,
  FLU_CLASS_DIGIT,
  FLU_CLASS_EXTEND,     /* combining marks and the like: never begins a token of its own behind something */
  FLU_CLASS_SPACE,
  FLU_CLASS_NEWLINE,
  FLU_CLASS_PUNCTUATION,
  FLU_CLASS_SYMBOL,     /* also controls and unassigned characters */
  FLU_CLASS_EMOJI
};

extern const uint8_t flu_ascii_class[128];
enum flu_class flu_class_other(uint32_t cp);   /* not ASCII */
static inline enum flu_class flu_class_of(uint32_t cp)
{
  return cp < 128 ? (enum flu_class)flu_ascii_class[cp] : flu_class_other(cp);
}

bool flu_is_upper(uint32_t cp);
bool flu_is_lower(uint32_t cp);
bool flu_is_invisible(uint32_t cp);            /* zero width, soft hyphen, bidirectional control */
bool flu_is_pictograph(uint32_t cp);           /* may be a part of an emoji */
bool flu_is_opening(uint32_t cp);              /* bracket or quotation mark that opens */
bool flu_is_closing(uint32_t cp);
bool flu_is_dash(uint32_t cp);                 /* hyphen, dashes, minus */

#define FLU_CP_NOUN 0xFFFCu                    /* a NOUN mask in the view */
#define FLU_CP_BREAK 0x2029u                   /* a BREAK mask in the view */

/* Code point at s[at] of valid UTF-8; *next is behind it. */
static inline uint32_t flu_decode(const char *s, uint32_t at, uint32_t *next)
{
  const unsigned char *p = (const unsigned char *)s + at;
  if (p[0] < 0x80) {
    *next = at + 1;
    return p[0];
  }
  if (p[0] < 0xE0) {
    *next = at + 2;
    return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
  }
  if (p[0] < 0xF0) {
    *next = at + 3;
    return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
  }
  *next = at + 4;
  return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

/* --- view --- */

enum { FLU_EDIT_SKIP = 1, FLU_EDIT_NORM = 2 };   /* masked bytes · characters replaced or dropped */

/* Bytes [src, src_end) of the text became [at, end) of the view. Between edits both run alike. */
typedef struct flu_edit {
  uint32_t at, end, src, src_end;
  uint32_t flags;
} flu_edit;

typedef struct flu_view {
  const char *s;       /* the text itself when nothing had to change; else in the arena */
  uint32_t len;
  flu_edit *edits;     /* from the arena's allocator: flu_view_end */
  size_t edit_count, edit_cap;
} flu_view;

int flu_view_make(flu_view *v, const char *utf8, uint32_t len, const flu_mask *masks, size_t mask_count,
                  flu_arena *arena);
void flu_view_end(flu_view *v, const flu_alloc *alloc);

/* --- raw tokens --- */

enum flu_raw_extra {
  FLU_RAW_LINE = 1 << 0,       /* a line break before it */
  FLU_RAW_PARAGRAPH = 1 << 1,  /* a blank line, a BREAK mask or the like before it */
  FLU_RAW_MAY_END = 1 << 2,    /* abbreviation that may end a sentence */
  FLU_RAW_INITIAL = 1 << 3,    /* abbreviation made of one capital letter */
  FLU_RAW_QUOTE_IN = 1 << 4,   /* opening quotation mark that is closed in its paragraph */
  FLU_RAW_QUOTE_OUT = 1 << 5,  /* its closing one */
  FLU_RAW_SENTENCE = 1 << 6    /* first token of a sentence */
};

typedef struct flu_raw {
  uint32_t start, end;         /* bytes of the view */
  uint16_t flags;              /* enum flu_token_flag */
  uint8_t kind;                /* enum flu_token_kind */
  uint8_t extra;               /* enum flu_raw_extra */
} flu_raw;

typedef struct flu_scan {
  const char *s;
  uint32_t len, at;
  const flu_text_language *lang;
  const flu_alloc *alloc;
  flu_raw *items;
  size_t count, cap;
  uint16_t pending;            /* flags of the next token */
  uint8_t pending_extra;
  uint32_t plain_until;        /* no address, path or code begins before here */
  uint32_t compound_from, compound_end; /* letters joined by ' and - */
  int status;                  /* FLU_OK or FLU_E_NOMEM */
} flu_scan;

/* Adds the token [start, end) and moves behind it. */
void flu_emit_token(flu_scan *sc, uint32_t start, uint32_t end, enum flu_token_kind kind, unsigned flags, unsigned extra);

int flu_scan_all(flu_scan *sc, int (*poll)(void *), void *poll_ctx);   /* tokens.c */
void flu_scan_word(flu_scan *sc);                                      /* tokens_word.c */
bool flu_scan_abbreviation(flu_scan *sc, uint32_t end);                /* tokens_abbreviation.c */
bool flu_scan_initials(flu_scan *sc);
bool flu_scan_roman(flu_scan *sc, uint32_t end);                       /* tokens_number.c */
bool flu_scan_unit(flu_scan *sc, uint32_t end);
void flu_scan_number(flu_scan *sc);
bool flu_scan_special(flu_scan *sc, uint32_t end);                     /* tokens_special.c */
bool flu_scan_path(flu_scan *sc);
bool flu_scan_tag(flu_scan *sc);
bool flu_scan_emoji(flu_scan *sc);                                     /* tokens_emoji.c */

/* Next code point, FLU_CP_END at the end of the view. */
#define FLU_CP_END UINT32_MAX
static inline uint32_t flu_peek(const flu_scan *sc, uint32_t at, uint32_t *next)
{
  if (at >= sc->len) {
    *next = at;
    return FLU_CP_END;
  }
  return flu_decode(sc->s, at, next);
}
static inline char flu_byte(const flu_scan *sc, uint32_t at)
{
  return at < sc->len ? sc->s[at] : '\0';
}

uint32_t flu_run_end(const flu_scan *sc, uint32_t at);        /* behind letters, digits and marks */
bool flu_letter_at(const flu_scan *sc, uint32_t at);
bool flu_alnum_at(const flu_scan *sc, uint32_t at);
bool flu_digit_at(const flu_scan *sc, uint32_t at);           /* 0 to 9 */
/* Lists that hold the lower case of a piece of text; 0 when it is too long to be in any. */
uint64_t flu_lists_lower(const flu_text_language *lang, const char *s, size_t len);
flu_str flu_value_lower(const flu_text_language *lang, const char *s, size_t len, uint64_t bit);
bool flu_str_is(flu_str s, const char *literal);

/* --- sentences and finish --- */

typedef struct flu_sentence_list {
  flu_sentence *items;          /* bytes not filled in yet */
  size_t count, cap;
} flu_sentence_list;

int flu_find_sentences(flu_scan *sc, flu_sentence_list *out);
int flu_mark_quotes(flu_scan *sc);
/* Whether the straight quotation mark that is token i closes; `open`: one is open. */
bool flu_straight_closes(const flu_scan *sc, uint32_t i, bool open);
int flu_finish(flu_text *out, const flu_view *v, const flu_scan *sc, const flu_sentence_list *sentences,
               const flu_text_language *lang, flu_arena *arena);

/* --- character references (&eacute; &#233;) --- */

/* Code point of the reference at s[0], which begins with &; *len is its length. 0 when it is none. */
uint32_t flu_entity(const char *s, size_t avail, size_t *len);

#endif
