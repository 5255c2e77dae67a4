/* Typographic checks over one sentence: what the parts of this folder share.
 *
 * Marks and gaps are read as raw bytes, because it is the bytes between tokens that are at fault; tokens say which zones
 * are silent (code, addresses, masked markup) and what the words around a mark are.
 */
#ifndef FLU_TYPOGRAPHY_TYPOGRAPHY_H
#define FLU_TYPOGRAPHY_TYPOGRAPHY_H

#include "correction/checker.h"

#define FLU_NBSP "\xC2\xA0"          /* U+00A0 */
#define FLU_NARROW_NBSP "\xE2\x80\xAF" /* U+202F */
#define FLU_LOCALES_FRANCE (FLU_LOCALE_FR | FLU_LOCALE_BE)

/* Word lists of the language that these checks ask for, looked up by name the first time one is needed. */
enum flu_typo_list {
  FLU_TYPO_ELISIONS,
  FLU_TYPO_ENCLITICS,
  FLU_TYPO_ABBREVIATIONS,
  FLU_TYPO_ABBREVIATIONS_FINAL,
  FLU_TYPO_UNITS,
  FLU_TYPO_UNIT_ERRORS,
  FLU_TYPO_ORDINAL_ERRORS,
  FLU_TYPO_TITLE_ERRORS,
  FLU_TYPO_NUMBER_SIGNS,
  FLU_TYPO_NO_ELLIPSIS,
  FLU_TYPO_MONTHS,
  FLU_TYPO_DAYS,
  FLU_TYPO_DAY_NAMES,
  FLU_TYPO_LIST_COUNT
};

/* A sentence under check. `lo` and `hi` bound every look around. */
typedef struct flu_typo {
  const flu_unit *u;
  const char *s;
  uint32_t lo, hi;
  const flu_token *tokens;
  uint32_t count;
  bool table;                        /* wide gaps on it are columns, not slips */
  int curly;                         /* it has typographic apostrophes: 1, 0, -1 not looked yet */
  uint32_t quote_at, quote_gap;      /* the last “ and the end of the white space behind it; 0 when there is none */
  uint32_t bracket;                  /* inside of the last opening bracket; 0 when it was closed */
  uint64_t bits[FLU_TYPO_LIST_COUNT];
  uint16_t bits_known;
} flu_typo;

/* A mark (one character of punctuation) and what stands around it on its line; 0 where nothing is known: the edge of the
 * sentence, a line break, masked bytes. */
typedef struct flu_mark {
  uint32_t at, end;        /* its bytes */
  uint32_t cp;
  uint32_t prev, next;     /* characters that touch it */
  uint32_t gap_start;      /* white space before it is [gap_start, at) */
  uint32_t gap_end;        /* white space behind it is [end, gap_end) */
  uint32_t before, after;  /* characters beyond the white space */
  uint32_t token;          /* index of its token in the sentence */
} flu_mark;

/* --- characters and places (scan.c) --- */

bool flu_typo_is_space(uint32_t cp);                                 /* no line break */
bool flu_typo_is_break(uint32_t cp);
bool flu_typo_is_letter(uint32_t cp);
bool flu_typo_is_digit(uint32_t cp);
bool flu_typo_is_lower(uint32_t cp);
bool flu_typo_is_upper(uint32_t cp);
bool flu_typo_is_apostrophe(uint32_t cp);                            /* ' and ’ */
bool flu_typo_is_opening(uint32_t cp);                               /* brackets and quotation marks that open */
bool flu_typo_is_closing(uint32_t cp);
bool flu_typo_masked(const flu_typo *t, uint32_t start, uint32_t end); /* a mask touches or enters [start, end] */
uint32_t flu_typo_before(const flu_typo *t, uint32_t at, uint32_t *start); /* character that ends at `at`, 0 if none */
uint32_t flu_typo_after(const flu_typo *t, uint32_t at, uint32_t *end);    /* character that starts at `at`, 0 if none */
flu_mark flu_typo_mark(const flu_typo *t, uint32_t at, uint32_t token);
/* Letters (and inner apostrophes are no letters) that end at `at`, or that start there. */
uint32_t flu_typo_word_start(const flu_typo *t, uint32_t at);
uint32_t flu_typo_word_end(const flu_typo *t, uint32_t at);

/* --- language and reports (scan.c) --- */

bool flu_typo_on(const flu_typo *t, enum flu_native which);
uint64_t flu_typo_bit(flu_typo *t, enum flu_typo_list list);
bool flu_typo_in(flu_typo *t, enum flu_typo_list list, const char *word, uint32_t len);        /* as spelt */
bool flu_typo_in_lower(flu_typo *t, enum flu_typo_list list, const char *word, uint32_t len);  /* in lower case */
flu_str flu_typo_value(flu_typo *t, enum flu_typo_list list, const char *word, uint32_t len);  /* empty if none */
bool flu_typo_known(const flu_typo *t, uint32_t start, uint32_t end);                          /* word of the lexicon */
bool flu_typo_known_word(const flu_typo *t, flu_str word);
bool flu_typo_known_verb(const flu_typo *t, uint32_t start, uint32_t end);
flu_str flu_typo_str(const char *text);
flu_str flu_typo_slice(const flu_typo *t, uint32_t start, uint32_t end);
flu_str flu_typo_join(const flu_typo *t, flu_str a, flu_str b, flu_str c); /* in the arena of the unit */
void flu_typo_say(const flu_typo *t, enum flu_native which, uint32_t start, uint32_t end, flu_str suggestion);
/* Without a suggestion. */
void flu_typo_tell(const flu_typo *t, enum flu_native which, uint32_t start, uint32_t end);
void flu_typo_say2(const flu_typo *t, enum flu_native which, uint32_t start, uint32_t end, flu_str first,
                   flu_str second);

/* Space that the locale wants before ; : ! ? and inside « »: "" when none. */
const char *flu_typo_space_for(uint8_t locale, uint32_t cp);

/* --- the checks --- */

void flu_typo_gap(flu_typo *t, uint32_t token);                      /* gaps.c: white space before a token */
void flu_typo_punctuation(flu_typo *t, uint32_t token);              /* marks.c: each mark of a token */
void flu_typo_dots(flu_typo *t, const flu_mark *m);                  /* dots.c: a full stop or an ellipsis */
void flu_typo_high(flu_typo *t, const flu_mark *m);                  /* high.c: ; : ! ? */
void flu_typo_quotes(flu_typo *t, const flu_mark *m);                /* high.c: « » “ ” */
void flu_typo_apostrophes(flu_typo *t, uint32_t token);              /* words.c */
void flu_typo_title(flu_typo *t, uint32_t token);                    /* words.c */
void flu_typo_ellipsis_word(flu_typo *t, uint32_t token);            /* words.c */
void flu_typo_capital(flu_typo *t, uint32_t token);                  /* words.c */
void flu_typo_say_capital(const flu_typo *t, const flu_token *word);  /* words.c: it should have one */
void flu_typo_number(flu_typo *t, uint32_t token);                   /* numbers.c */
void flu_typo_date(flu_typo *t, uint32_t token);                     /* dates.c: token is the year */
void flu_typo_ordinal(flu_typo *t, uint32_t token);                  /* ordinals.c */
void flu_typo_number_sign(flu_typo *t, const flu_mark *m);           /* ordinals.c: the sign ° or º of n° */
bool flu_typo_same_paragraph(const flu_text *text, uint32_t s);       /* borders.c: s and s + 1, over a wrapped line too */
void flu_typo_pairs(const flu_unit *u);                              /* pairs.c: the whole text */
bool flu_typo_is_curly(flu_typo *t);                                 /* words.c: it has typographic apostrophes */

#endif
