/* libfluide: French text analysis and correction.
 *
 * This header is the contract of the engine. Each comment says what a call does,
 * who owns what, which units count, what NULL means, which threads may call, and
 * which errors it can return.
 *
 *   Sections: version · status · memory · model · rules · checker · user words ·
 *             masks · check · result · correct · suggest · analyse · rules of one's own · what rules do
 *
 * Three lifetimes:
 *   fluide_model    immutable, reference-counted, shared by any number of threads
 *   fluide_checker  options and user words on top of a model; shared by any number of threads
 *   fluide_result   immutable, self-contained: outlives the checker and the model
 *
 * General rules, which hold unless a comment says otherwise:
 *   - Text is UTF-8, given with its length in bytes; it need not end in NUL and may hold NUL.
 *   - A function that can fail returns FLUIDE_OK (0) or a negative fluide_status.
 *     Out-parameters are written on success only.
 *   - `err` may be NULL; when given it is filled on failure only.
 *   - Passing NULL where a comment does not allow it returns FLUIDE_E_ARG.
 *   - Strings handed out (fluide_str) are UTF-8, followed by a NUL that `len` does not count,
 *     and live as long as the object they come from.
 *   - Arrays are walked by the stride returned with them: elements may grow in later versions.
 *   - Enumerations are append-only: be ready for values you do not know.
 */
#ifndef FLUIDE_FLUIDE_H
#define FLUIDE_FLUIDE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define FLUIDE_API
#elif defined(__GNUC__)
#define FLUIDE_API __attribute__((visibility("default")))
#else
#define FLUIDE_API
#endif

/* ---- Version ------------------------------------------------------------------------- */

#define FLUIDE_VERSION_MAJOR 0
#define FLUIDE_VERSION_MINOR 1
#define FLUIDE_VERSION_PATCH 0
#define FLUIDE_VERSION_HEX 0x000100

/** Version of the library that is loaded, as FLUIDE_VERSION_HEX (0xMMmmpp). Any thread. */
FLUIDE_API uint32_t fluide_version(void);

/** The same as text, "0.1.0". Static storage. Any thread. */
FLUIDE_API const char *fluide_version_string(void);

/* ---- Status -------------------------------------------------------------------------- */

/* One source for code, name and message; append only, never renumber. */
#define FLUIDE_STATUS_MAP(X)                                            \
  X(OK, 0, "success")                                                   \
  X(E_NOMEM, -1, "out of memory")                                       \
  X(E_ARG, -2, "invalid argument")                                      \
  X(E_UTF8, -3, "text is not valid UTF-8")                              \
  X(E_IO, -4, "file cannot be read")                                    \
  X(E_FORMAT, -5, "language pack or dictionary is damaged")             \
  X(E_VERSION, -6, "incompatible version")                              \
  X(E_CANCELLED, -7, "cancelled by the poll callback")                  \
  X(E_LIMIT, -8, "a configured limit was exceeded")                     \
  X(E_NOTFOUND, -9, "not found")                                        \
  X(E_UNSUPPORTED, -10, "not supported by this build")

#define FLUIDE_STATUS_ENUM(name, value, message) FLUIDE_##name = value,
typedef enum fluide_status { FLUIDE_STATUS_MAP(FLUIDE_STATUS_ENUM) FLUIDE_STATUS_FORCE_INT = 0x7fffffff } fluide_status;
#undef FLUIDE_STATUS_ENUM

/** Message of a status in English; static storage; a status unknown to this version has one too. Any thread. */
FLUIDE_API const char *fluide_status_message(int status);

/** Name of a status, "E_UTF8"; "E_UNKNOWN" for a value unknown to this version. Static storage. Any thread. */
FLUIDE_API const char *fluide_status_name(int status);

/* What went wrong and where. Owned by the caller; holds no pointer. */
typedef struct fluide_error {
  int32_t code;       /* the status that was returned */
  uint32_t line;      /* 1-based line of a file, 0 when not about a line */
  uint32_t column;    /* 1-based column in code points, 0 when not known */
  uint32_t reserved;  /* 0 */
  uint64_t offset;    /* byte offset in the text or file */
  char detail[160];   /* English, NUL-terminated, cut at a code point when too long */
} fluide_error;

/* ---- Memory -------------------------------------------------------------------------- */

/* Allocation hook. `size` 0 frees `p`; `p` NULL allocates; otherwise resizes from `old` to `size` bytes.
 * Returns NULL when it cannot, which the library reports as FLUIDE_E_NOMEM; memory is aligned for any type.
 * Called from any thread that calls the library, so it must be thread-safe. It must outlive every object made with it.
 * ICU and libhunspell (users' own dictionaries) allocate outside of it. */
typedef struct fluide_alloc {
  void *(*fn)(void *ctx, void *p, size_t old, size_t size);
  void *ctx;
} fluide_alloc;

/* A string of `len` bytes of UTF-8 at `ptr`, with a NUL behind it. `ptr` is never NULL. */
typedef struct fluide_str {
  const char *ptr;
  uint32_t len;
} fluide_str;

/* A place in a text, in the three units that programs count in, each from 0. */
typedef struct fluide_pos {
  uint32_t byte;   /* UTF-8 bytes */
  uint32_t utf16;  /* UTF-16 units (JavaScript, Java, C#, LSP) */
  uint32_t cp;     /* Unicode code points (Python) */
} fluide_pos;

/* ---- Model --------------------------------------------------------------------------- */

/* A language pack: lexicon, rules, statistics. Immutable. */
typedef struct fluide_model fluide_model;

/** Open a language pack.
 *  path    file to map into memory; NULL opens the pack that is linked into the library.
 *  alloc   NULL for malloc; copied.
 *  Owns:   *out belongs to the caller, who ends it with fluide_model_unref.
 *          The file may be replaced (renamed over) but not truncated while it is open.
 *  Threads: any.
 *  Errors: E_IO (err->detail says why), E_FORMAT (err->offset says where), E_VERSION, E_NOMEM. */
FLUIDE_API int fluide_model_open(const char *path, const fluide_alloc *alloc, fluide_model **out, fluide_error *err);

/** Open a language pack from memory, which must stay unchanged until the last reference is gone and be
 *  aligned to 8 bytes. Otherwise as fluide_model_open. */
FLUIDE_API int fluide_model_open_memory(const void *data, size_t size, const fluide_alloc *alloc, fluide_model **out,
                                        fluide_error *err);

/** Take one more reference. Returns `model`; NULL gives NULL. Any thread. */
FLUIDE_API fluide_model *fluide_model_ref(fluide_model *model);

/** Give one reference back; the last one frees the model. Checkers hold their own. NULL is a no-op. Any thread. */
FLUIDE_API void fluide_model_unref(fluide_model *model);

typedef struct fluide_model_info {
  size_t struct_size;      /* set by the caller to sizeof(fluide_model_info) */
  uint64_t generation;     /* identity of the pack's contents: differs whenever answers may differ */
  uint64_t pack_bytes;     /* size of the language pack */
  uint32_t form_count;     /* inflected forms in the lexicon */
  uint32_t lemma_count;    /* lemmas in the lexicon */
  uint32_t rule_count;     /* rules, see fluide_model_rules */
  uint32_t format;         /* version of the pack format */
} fluide_model_info;

/** Facts about a model. `info->struct_size` must be set. Errors: E_ARG. Any thread. */
FLUIDE_API int fluide_model_describe(const fluide_model *model, fluide_model_info *info);

/* ---- Rules --------------------------------------------------------------------------- */

typedef enum fluide_category {
  FLUIDE_CATEGORY_SPELLING = 1,
  FLUIDE_CATEGORY_TYPOGRAPHY = 2,
  FLUIDE_CATEGORY_GRAMMAR = 3,
  FLUIDE_CATEGORY_STYLE = 4
} fluide_category;

typedef enum fluide_severity {
  FLUIDE_SEVERITY_HINT = 1,     /* a matter of taste or look */
  FLUIDE_SEVERITY_WARNING = 2,  /* probably wrong */
  FLUIDE_SEVERITY_ERROR = 3     /* wrong */
} fluide_severity;

/** Name of a category, "spelling"; "unknown" for a value unknown to this version. Static storage. Any thread. */
FLUIDE_API const char *fluide_category_name(int category);

/** Name of a severity, "warning"; "unknown" for a value unknown to this version. Static storage. Any thread. */
FLUIDE_API const char *fluide_severity_name(int severity);

typedef struct fluide_rule {
  fluide_str id;           /* stable, ASCII: "typo.espaces-multiples" */
  fluide_str title;        /* French, one line */
  fluide_str explanation;  /* French, a few sentences for a learner */
  fluide_str reference;    /* name or link of a grammar or guide; may be empty */
  fluide_str locales;      /* "fr-FR fr-BE": the only locales it runs in; empty for all */
  uint8_t category;        /* fluide_category */
  uint8_t severity;        /* fluide_severity */
  uint8_t enabled;         /* 1 when on by default */
  uint8_t confidence;      /* 0 to 100 */
} fluide_rule;

/** All rules of a model, ordered by id. The array belongs to the model. Any thread.
 *  count, stride: both required. NULL arguments give NULL. */
FLUIDE_API const fluide_rule *fluide_model_rules(const fluide_model *model, size_t *count, size_t *stride);

/* ---- Checker ------------------------------------------------------------------------- */

typedef struct fluide_checker fluide_checker;

typedef enum fluide_spelling {
  FLUIDE_SPELLING_BOTH = 0,     /* classical and 1990 spellings are both right */
  FLUIDE_SPELLING_CLASSICAL = 1,
  FLUIDE_SPELLING_REFORM1990 = 2
} fluide_spelling;

/* Start from FLUIDE_OPTIONS_INIT. Zero is the default of every field. */
typedef struct fluide_options {
  size_t struct_size;            /* sizeof(fluide_options) of the caller */
  const char *locale;            /* "fr-FR" (default), "fr-BE", "fr-CH", "fr-CA" */
  uint32_t spelling;             /* fluide_spelling */
  uint32_t max_issues;           /* of one check; default 10,000; more are cut, see fluide_result_flags */
  uint32_t max_suggestions;      /* of one issue; default 8, at most 64; UINT32_MAX for none at all */
  uint32_t max_text_bytes;       /* of one check; default 64 MiB, at most 1 GiB; a longer text is E_LIMIT */
  uint32_t suggestion_budget;    /* search steps of one misspelt word; default and most 100,000, about a millisecond;
                                    a count, so that answers do not depend on the machine's speed */
  uint32_t reserved;             /* 0 */
  const char *const *enable;     /* ids of rules or categories ("typography") to switch on; NULL-ended; may be NULL */
  const char *const *disable;    /* likewise to switch off; the more specific wins, then `disable` */
  const fluide_alloc *alloc;     /* for the checker and its results; NULL: the model's */
} fluide_options;

#define FLUIDE_OPTIONS_INIT { sizeof(fluide_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }

/** Make a checker.
 *  options  NULL for defaults; copied. A larger struct than this version's is accepted when its tail is zero.
 *  Owns:    *out belongs to the caller (fluide_checker_free). It takes its own reference to the model.
 *  Threads: any; the checker may then be used by any number of threads at once, all calls included.
 *  Errors:  E_ARG (unknown locale, spelling or rule id: err->detail names it), E_VERSION (an option this version
 *           does not know is set), E_NOMEM. */
FLUIDE_API int fluide_checker_new(fluide_model *model, const fluide_options *options, fluide_checker **out,
                                  fluide_error *err);

/** End a checker; no other call on it may be under way. NULL is a no-op. */
FLUIDE_API void fluide_checker_free(fluide_checker *checker);

/* ---- User words ---------------------------------------------------------------------- */

/* All of these may be called at any time by any thread. A check that is under way goes on with the words it began with. */

/** Add a word. It is accepted, suggested, and analysed.
 *  word   NUL-terminated UTF-8, one word of at most 200 bytes, without white space; accepted in the same
 *         capitalisations as a word of the lexicon.
 *  like   a word of the lexicon after which it inflects ("scanner", like "chanter": scannons, scanné …; "drone", like
 *         "livre": drones); NULL for a word that does not inflect.
 *  Errors: E_ARG (not one word, or cannot inflect like `like`: the endings differ), E_NOTFOUND (`like` unknown),
 *          E_UTF8, E_LIMIT (over 100,000 user forms), E_NOMEM. Adding a word again replaces it. */
FLUIDE_API int fluide_add_word(fluide_checker *checker, const char *word, const char *like, fluide_error *err);

/** Remove a word that was added, with its inflections, or ignored. Errors: E_NOTFOUND, E_ARG, E_NOMEM. */
FLUIDE_API int fluide_remove_word(fluide_checker *checker, const char *word);

/** Never report this word, exactly as written; it is not suggested. Errors: E_ARG, E_UTF8, E_LIMIT, E_NOMEM. */
FLUIDE_API int fluide_ignore_word(fluide_checker *checker, const char *word, fluide_error *err);

/** Accept the words of a hunspell dictionary of the user's own, read by libhunspell.
 *  Errors: E_IO, E_ARG, E_LIMIT (over 16 dictionaries), E_NOMEM, E_UNSUPPORTED (built without libhunspell). */
FLUIDE_API int fluide_add_dictionary(fluide_checker *checker, const char *aff_path, const char *dic_path,
                                     fluide_error *err);

/* ---- Masks --------------------------------------------------------------------------- */

typedef enum fluide_mask_kind {
  FLUIDE_MASK_SKIP = 1,     /* as if the bytes were not there: markup inside a word or between words */
  FLUIDE_MASK_NOUN = 2,     /* stands for one noun of unknown gender and number: code, a formula */
  FLUIDE_MASK_BREAK = 3,    /* ends the sentence: the edge of a block */
  FLUIDE_MASK_CHARACTER = 4 /* a character reference of HTML (&eacute; &#233;): stands for that character */
} fluide_mask_kind;

/* Bytes [start, end) of the text. Masks are sorted by start, disjoint, inside the text and on code point boundaries. */
typedef struct fluide_mask {
  uint32_t start, end;
  uint32_t kind;
} fluide_mask;

typedef struct fluide_masks fluide_masks;

typedef enum fluide_markup {
  FLUIDE_MARKUP_PLAIN = 0,
  FLUIDE_MARKUP_MARKDOWN = 1, /* CommonMark with tables, front matter and math */
  FLUIDE_MARKUP_HTML = 2      /* HTML 5, and XML as far as tags go */
} fluide_markup;

/** Masks of a marked-up text. Malformed markup never fails: what cannot be read as markup is text.
 *  Owns: *out belongs to the caller (fluide_masks_free). Text is borrowed for the call. alloc may be NULL.
 *  Errors: E_ARG, E_UTF8, E_LIMIT (over 1 GiB), E_NOMEM. Any thread. Time and memory are linear in `len`. */
FLUIDE_API int fluide_masks_build(int markup, const char *utf8, size_t len, const fluide_alloc *alloc,
                                  fluide_masks **out, fluide_error *err);

/** The masks, as fluide_check takes them; the array belongs to `masks`. NULL gives NULL and a count of 0. */
FLUIDE_API const fluide_mask *fluide_masks_items(const fluide_masks *masks, size_t *count);

/** NULL is a no-op. */
FLUIDE_API void fluide_masks_free(fluide_masks *masks);

/* ---- Check --------------------------------------------------------------------------- */

typedef struct fluide_result fluide_result;

/* How to treat one text. Start from FLUIDE_INPUT_INIT. Zero is the default of every field. */
typedef struct fluide_input {
  size_t struct_size;
  const fluide_mask *masks;       /* borrowed; may be NULL when mask_count is 0 */
  size_t mask_count;
  int (*poll)(void *ctx);         /* called now and then from the checking thread; non-zero cancels; may be NULL */
  void *poll_ctx;
} fluide_input;

#define FLUIDE_INPUT_INIT { sizeof(fluide_input), 0, 0, 0, 0 }

/** Check a text: spelling, typography, and what else the model knows.
 *  utf8, len  borrowed for the call; NULL only when len is 0. A leading BOM is skipped (offsets count it).
 *  input      may be NULL.
 *  Owns:      *out belongs to the caller (fluide_result_free).
 *  Threads:   any number of calls on one checker at once; the same input gives the same output on any number of threads.
 *  Errors:    E_UTF8 (err->offset is the first invalid byte), E_ARG (masks out of order, outside or inside a code point),
 *             E_LIMIT, E_CANCELLED, E_NOMEM. */
FLUIDE_API int fluide_check(const fluide_checker *checker, const char *utf8, size_t len, const fluide_input *input,
                            fluide_result **out, fluide_error *err);

/** Check a text and apply the first suggestion of every issue that has one. The corrected text is
 *  fluide_result_corrected. Otherwise as fluide_check. */
FLUIDE_API int fluide_correct(const fluide_checker *checker, const char *utf8, size_t len, const fluide_input *input,
                              fluide_result **out, fluide_error *err);

/* ---- Result -------------------------------------------------------------------------- */

typedef struct fluide_issue {
  fluide_pos start, end;         /* [start, end) in the text as given; empty for a place where something is missing */
  fluide_str rule;               /* rule id, also the key of its explanation */
  fluide_str message;            /* French, about this very place */
  uint32_t first_suggestion;     /* index for fluide_result_suggestion */
  uint32_t suggestion_count;     /* best first; 0 when there is none */
  uint8_t category;              /* fluide_category */
  uint8_t severity;              /* fluide_severity */
  uint8_t confidence;            /* 0 to 100 */
  uint8_t reserved;
} fluide_issue;

/** Issues, ordered by start, none overlapping another. The array belongs to the result. count, stride: both required.
 *  NULL arguments give NULL. Any thread. */
FLUIDE_API const fluide_issue *fluide_result_issues(const fluide_result *result, size_t *count, size_t *stride);

/** A suggestion by its index: the text that replaces the issue's span; empty to delete it.
 *  An index out of range gives an empty string. Any thread. */
FLUIDE_API fluide_str fluide_result_suggestion(const fluide_result *result, uint32_t index);

/** The corrected text of fluide_correct; the text of fluide_check has none: empty. Any thread. */
FLUIDE_API fluide_str fluide_result_corrected(const fluide_result *result);

typedef enum fluide_result_flag {
  FLUIDE_RESULT_ISSUES_CUT = 1,      /* max_issues was reached: later issues are missing */
  FLUIDE_RESULT_SUGGESTIONS_CUT = 2  /* a search ran out of suggestion_budget: better suggestions may be missing */
} fluide_result_flag;

/** Bits of fluide_result_flag. NULL gives 0. Any thread. */
FLUIDE_API uint32_t fluide_result_flags(const fluide_result *result);

/** NULL is a no-op. */
FLUIDE_API void fluide_result_free(fluide_result *result);

/* ---- Suggest ------------------------------------------------------------------------- */

typedef struct fluide_suggestions fluide_suggestions;

typedef struct fluide_suggestion {
  fluide_str text;
  uint32_t cost;        /* weighted edit distance, in hundredths of an edit */
  uint32_t frequency;   /* 0 (not seen) to 255, logarithmic */
} fluide_suggestion;

/** Corrections of one word, best first; none when nothing is near. A word that is right gives its neighbours.
 *  word, len  UTF-8, at most 200 bytes.
 *  Owns:      *out belongs to the caller (fluide_suggestions_free).
 *  Errors:    E_ARG, E_UTF8, E_LIMIT, E_NOMEM. Any thread. */
FLUIDE_API int fluide_suggest(const fluide_checker *checker, const char *word, size_t len, fluide_suggestions **out,
                              fluide_error *err);

/** The array belongs to `suggestions`. count, stride: both required. NULL arguments give NULL. Any thread. */
FLUIDE_API const fluide_suggestion *fluide_suggestions_items(const fluide_suggestions *suggestions, size_t *count,
                                                            size_t *stride);

/** NULL is a no-op. */
FLUIDE_API void fluide_suggestions_free(fluide_suggestions *suggestions);

/* ---- Analyse ------------------------------------------------------------------------- */

typedef struct fluide_analysis fluide_analysis;

typedef enum fluide_token_kind {
  FLUIDE_TOKEN_WORD = 1,
  FLUIDE_TOKEN_NUMBER = 2,       /* 1 234,5 · 12e · 3/4 */
  FLUIDE_TOKEN_PUNCTUATION = 3,
  FLUIDE_TOKEN_SYMBOL = 4,       /* € · % · + */
  FLUIDE_TOKEN_ABBREVIATION = 5, /* M. · p. ex. · n° */
  FLUIDE_TOKEN_ORDINAL = 6,      /* 1er · XXe */
  FLUIDE_TOKEN_DATE = 7,         /* 12/03/2024 · 2024-03-12 */
  FLUIDE_TOKEN_TIME = 8,         /* 12h30 · 12:30 */
  FLUIDE_TOKEN_UNIT = 9,         /* km, after a number */
  FLUIDE_TOKEN_URL = 10,
  FLUIDE_TOKEN_EMAIL = 11,
  FLUIDE_TOKEN_PATH = 12,
  FLUIDE_TOKEN_MENTION = 13,     /* @nom */
  FLUIDE_TOKEN_HASHTAG = 14,     /* #mot */
  FLUIDE_TOKEN_CODE = 15,        /* snake_case, camelCase(), x86_64 */
  FLUIDE_TOKEN_ROMAN = 16,       /* XIV */
  FLUIDE_TOKEN_EMOJI = 17,
  FLUIDE_TOKEN_MASKED = 18       /* a NOUN mask */
} fluide_token_kind;

/** Name of a token kind, "word"; "unknown" for a value unknown to this version. Static storage. Any thread. */
FLUIDE_API const char *fluide_token_kind_name(int kind);

typedef struct fluide_token {
  fluide_pos start, end;     /* in the text as given */
  fluide_str norm;           /* NFC, straight apostrophe, without soft hyphens and masked bytes */
  uint32_t sentence;         /* index of its sentence */
  uint32_t first_reading;    /* index into fluide_analysis_readings */
  uint32_t reading_count;    /* readings of the lexicon, user words included; 0 for an unknown word */
  uint8_t kind;              /* fluide_token_kind */
  uint8_t space_before;      /* 1 when white space stands before it */
  uint8_t reserved[2];
  fluide_str pos;            /* part of speech in context (Universal Dependencies), also where the text has mistakes */
  fluide_str lemma;          /* lemma in context */
  fluide_str features;       /* as in fluide_reading; all the values that the form leaves open */
  fluide_str meant;          /* the word that was probably meant (« a » for « à »); empty: the token itself */
  int32_t margin;            /* how sure: score that the best analysis with another part of speech loses; INT32_MAX when
                                there is no other; comparable within one model only */
  uint32_t reserved2;
} fluide_token;

typedef struct fluide_sentence {
  fluide_pos start, end;
  uint32_t first_token, token_count;
} fluide_sentence;

typedef struct fluide_reading {
  fluide_str lemma;
  fluide_str pos;        /* Universal Dependencies part of speech: "NOUN" */
  fluide_str features;   /* Universal Dependencies features, sorted: "Gender=Masc|Number=Sing"; several values: "Mood=Ind,Sub" */
} fluide_reading;

/** Sentences and tokens of a text, each token with every reading that the lexicon has and the one that context chooses.
 *  input may be NULL. Owns: *out belongs to the caller (fluide_analysis_free). Errors and threads as fluide_check. */
FLUIDE_API int fluide_analyze(const fluide_checker *checker, const char *utf8, size_t len, const fluide_input *input,
                              fluide_analysis **out, fluide_error *err);

/** The arrays belong to the analysis. count, stride: both required. NULL arguments give NULL. Any thread. */
FLUIDE_API const fluide_token *fluide_analysis_tokens(const fluide_analysis *analysis, size_t *count, size_t *stride);
FLUIDE_API const fluide_sentence *fluide_analysis_sentences(const fluide_analysis *analysis, size_t *count,
                                                            size_t *stride);
FLUIDE_API const fluide_reading *fluide_analysis_readings(const fluide_analysis *analysis, size_t *count,
                                                          size_t *stride);

/** NULL is a no-op. */
FLUIDE_API void fluide_analysis_free(fluide_analysis *analysis);

/* ---- Rules of one's own -------------------------------------------------------------- */

/* Rules are written in the language of lib/fr/rules/README.md, compiled on top of a model, and tested with their own
 * examples. Nothing of a text that is refused reaches a model. */

typedef struct fluide_rules fluide_rules;

typedef struct fluide_rule_text {
  const char *name;        /* what messages call it, such as its path; NUL-terminated */
  const char *utf8;
  size_t len;
} fluide_rule_text;

/** Compile rules on top of a model: a rule replaces the one of the model with its id, or is added.
 *  texts    borrowed for the call. Where a pattern names a $SET that the model's lists lack, it is read from the file
 *           sets/set.txt of the folder that `name` is in; nothing else is read.
 *  alloc    NULL: the model's. The compiler's own work is done in memory of malloc.
 *  Returns  FLUIDE_OK also when the texts have errors: then fluide_rules_problems says which, and there is no
 *           fluide_rules_model.
 *  Owns:    *out belongs to the caller (fluide_rules_free); it takes its own reference to the model.
 *  Threads: any; the rules themselves are for one thread at a time.
 *  Errors:  E_ARG, E_LIMIT (over 16 MiB of text, over 65,535 rules), E_NOMEM. */
FLUIDE_API int fluide_rules_compile(fluide_model *model, const fluide_rule_text *texts, size_t count,
                                    const fluide_alloc *alloc, fluide_rules **out, fluide_error *err);

/** The model with these rules, to make checkers of; NULL when the texts have errors, or for NULL. It belongs to `rules`;
 *  a reference of one's own (fluide_model_ref) outlives them. Its generation is its own. */
FLUIDE_API fluide_model *fluide_rules_model(const fluide_rules *rules);

/** Run the examples of the rules with the whole engine: a mistake must be found by its rule, at its place, with its
 *  suggestions; a right sentence must raise nothing of its rule; a suggestion must not raise anything new; every part of
 *  a pattern should be reached by an example. What fails is added to the problems. A second call does nothing.
 *  Errors: E_ARG (also when there is no model), E_NOMEM. */
FLUIDE_API int fluide_rules_test(fluide_rules *rules, fluide_error *err);

typedef struct fluide_rule_problem {
  fluide_str file;         /* name of the text */
  fluide_str message;      /* English */
  fluide_str hint;         /* English; may be empty */
  uint32_t line, column;   /* from 1, columns in code points */
  uint32_t byte;           /* offset in the text */
  uint8_t severity;        /* FLUIDE_SEVERITY_ERROR or FLUIDE_SEVERITY_WARNING */
  uint8_t tested;          /* 1 when fluide_rules_test found it */
  uint8_t reserved[2];
} fluide_rule_problem;

/** What is wrong with the rules, in the order it was found; at most 1,000 errors and as many warnings. The array belongs
 *  to the rules and is made anew by fluide_rules_test. count, stride: both required. NULL arguments give NULL. */
FLUIDE_API const fluide_rule_problem *fluide_rules_problems(const fluide_rules *rules, size_t *count, size_t *stride);

typedef struct fluide_rule_test {
  fluide_str rule, file;
  uint32_t line;                     /* of the rule, from 1 */
  uint32_t wrong_count, right_count; /* its examples */
  uint32_t failed_count;             /* of both; 0 before fluide_rules_test */
} fluide_rule_test;

/** The rules that were compiled, ordered by id; as fluide_rules_problems. Without a model there are none. */
FLUIDE_API const fluide_rule_test *fluide_rules_tests(const fluide_rules *rules, size_t *count, size_t *stride);

/** NULL is a no-op. */
FLUIDE_API void fluide_rules_free(fluide_rules *rules);

/* ---- What rules do ------------------------------------------------------------------- */

/* For those who write rules: why a rule finds something or not, and how often. */

typedef struct fluide_trace fluide_trace;

typedef enum fluide_outcome {
  FLUIDE_OUTCOME_WORD = 1,      /* a word is not what the pattern wants: `detail` is what it wants there */
  FLUIDE_OUTCOME_CONDITION = 2, /* the words match, a condition does not hold: `detail` is the tests and their answers */
  FLUIDE_OUTCOME_EXCEPTION = 3, /* an exception stops it: `detail` */
  FLUIDE_OUTCOME_NO_FIX = 4,    /* it holds, but no suggestion could be made that changes something */
  FLUIDE_OUTCOME_REPORTED = 5   /* an issue: `detail` is the suggestions, separated by | */
} fluide_outcome;

/* One attempt of a rule to match at one word. */
typedef struct fluide_attempt {
  fluide_str rule;
  fluide_str detail;       /* in the words of the rule language */
  fluide_pos start, end;   /* the word that set the pattern off; of CONDITION and later outcomes, the span to be reported */
  fluide_pos at, at_end;   /* WORD: where it stopped; empty at the edge of the sentence */
  uint32_t sentence;
  uint32_t pattern;        /* `cherche` of the rule, from 1 */
  uint32_t exception;      /* `sauf` of the rule, from 1; 0 for other outcomes */
  uint32_t matched;        /* words that matched */
  uint8_t outcome;         /* fluide_outcome */
  uint8_t kept;            /* REPORTED: 1 when the issue was not put aside for one of another rule */
  uint8_t reserved[6];
} fluide_attempt;

typedef struct fluide_trace_word {
  fluide_str norm;
  fluide_pos start, end;
  uint32_t sentence;
  uint32_t first_reading, reading_count;   /* for fluide_trace_readings */
  uint32_t reserved;
} fluide_trace_word;

typedef struct fluide_trace_reading {
  fluide_str pos, features;   /* as in fluide_reading */
  uint8_t alive;              /* 1 when it survives in context */
  uint8_t reserved[7];
} fluide_trace_reading;

/** Check a text and keep what every attempt of a rule came to, for one rule or (NULL) all that are on.
 *  text     at most 64 KiB. input may be NULL.
 *  Owns:    *out belongs to the caller (fluide_trace_free). Threads as fluide_check.
 *  Errors:  those of fluide_check, E_NOTFOUND (rule), E_LIMIT (text). At most 10,000 attempts are kept. */
FLUIDE_API int fluide_trace_text(const fluide_checker *checker, const char *utf8, size_t len, const fluide_input *input,
                                 const char *rule, fluide_trace **out, fluide_error *err);

/** The arrays belong to the trace. count, stride: both required. NULL arguments give NULL. Any thread. */
FLUIDE_API const fluide_attempt *fluide_trace_attempts(const fluide_trace *trace, size_t *count, size_t *stride);
FLUIDE_API const fluide_trace_word *fluide_trace_words(const fluide_trace *trace, size_t *count, size_t *stride);
FLUIDE_API const fluide_trace_reading *fluide_trace_readings(const fluide_trace *trace, size_t *count, size_t *stride);

/** NULL is a no-op. */
FLUIDE_API void fluide_trace_free(fluide_trace *trace);

typedef struct fluide_coverage fluide_coverage;

/** Counters of what rules do over many texts. Owns: *out belongs to the caller (fluide_coverage_free); it takes its own
 *  reference to the model. One thread at a time. alloc may be NULL: the model's. Errors: E_ARG, E_NOMEM. */
FLUIDE_API int fluide_coverage_new(fluide_model *model, const fluide_alloc *alloc, fluide_coverage **out,
                                   fluide_error *err);

/** fluide_check that also counts. The checker must be one of the same model (else E_ARG). `out` may be NULL. */
FLUIDE_API int fluide_coverage_check(fluide_coverage *coverage, const fluide_checker *checker, const char *utf8, size_t len,
                                     const fluide_input *input, fluide_result **out, fluide_error *err);

typedef struct fluide_rule_coverage {
  fluide_str rule;
  uint64_t tried;          /* attempts; 0 for a rule that is written in C */
  uint64_t refused;        /* stopped by a condition */
  uint64_t excepted;       /* stopped by an exception */
  uint64_t matched;        /* patterns that held */
  uint64_t issues;         /* issues of the results */
} fluide_rule_coverage;

/** One a rule of the model, ordered by id. count, stride: both required. NULL arguments give NULL. */
FLUIDE_API const fluide_rule_coverage *fluide_coverage_rules(const fluide_coverage *coverage, size_t *count,
                                                             size_t *stride);

typedef struct fluide_part_coverage {
  fluide_str text;         /* a word or class of a pattern, in the words of the rule language */
  uint64_t matched;        /* matches of its pattern that it took part in */
  uint32_t pattern;        /* `cherche` of the rule, from 1 */
  uint32_t reserved;
} fluide_part_coverage;

/** The parts of the patterns of a rule, by its index in fluide_coverage_rules; none for a rule written in C. The array
 *  belongs to the coverage until the next call of this function. Errors: E_ARG, E_NOMEM. */
FLUIDE_API int fluide_coverage_parts(fluide_coverage *coverage, size_t rule, const fluide_part_coverage **out,
                                     size_t *count, size_t *stride);

/** NULL is a no-op. */
FLUIDE_API void fluide_coverage_free(fluide_coverage *coverage);

#ifdef __cplusplus
}
#endif
#endif
