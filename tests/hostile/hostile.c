/* Texts made to hurt: each is given to every call. The answer must be well formed, and the processor time must not grow
 * much faster than the size of the text.
 * usage: hostile [BYTES [verbose]]; 256 KiB by default. */
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

/* Time of a text over that of its first eighth: 8 when linear, 64 when quadratic. The bound leaves room for caches, for
 * the price of fresh memory, and for noise. */
static const double max_ratio = 26.0;
static const double too_short_to_tell = 0.05; /* seconds: not measured well enough, and fast enough */
enum { PART = 8, REPEATS = 3, TRIES = 3 };

/* --- texts --- */

typedef void maker_fn(dump *out, size_t bytes);

/* Each kind of text is one piece repeated, or a function. */
typedef struct text_kind {
  const char *name;
  const char *piece;
  maker_fn *make;
  unsigned divide; /* this much smaller, as each word of it is searched for suggestions; 0: not */
} text_kind;

static void random_letters(dump *out, size_t bytes)
{
  uint64_t state = 42;
  for (size_t i = 0; i < bytes; i++) {
    char c = (char)('a' + next_random(&state) % 26);
    dump_bytes(out, &c, 1);
  }
}

static void unknown_long_words(dump *out, size_t bytes)
{
  uint64_t state = 7;
  size_t end = out->len + bytes;
  while (out->len < end) {
    for (unsigned i = 0; i < 24; i++) {
      char c = "aeioubcdfglmnprstvzxqjhk"[next_random(&state) % 24];
      dump_bytes(out, &c, 1);
    }
    dump_bytes(out, " ", 1);
  }
}

static void one_open_many_close(dump *out, size_t bytes)
{
  dump_repeat(out, "(", bytes / 2);
  dump_repeat(out, "a)", bytes / 4);
}

static void nul_bytes(dump *out, size_t bytes)
{
  for (size_t i = 0; i < bytes; i++) dump_bytes(out, i % 3 ? "\0" : "a", 1);
}

static void any_code_point(dump *out, size_t bytes)
{
  uint64_t state = 99;
  size_t end = out->len + bytes;
  while (out->len < end) {
    uint32_t c = (uint32_t)(next_random(&state) % 0x110000);
    if (c >= 0xD800 && c < 0xE000) c = 'e';
    unsigned char u[4] = { (unsigned char)(0xF0 | c >> 18), (unsigned char)(0x80 | (c >> 12 & 63)),
                           (unsigned char)(0x80 | (c >> 6 & 63)), (unsigned char)(0x80 | (c & 63)) };
    if (c >= 0x10000) {
      dump_bytes(out, u, 4);
    } else if (c >= 0x800) {
      u[1] = (unsigned char)(0xE0 | c >> 12);
      dump_bytes(out, u + 1, 3);
    } else if (c >= 0x80) {
      u[2] = (unsigned char)(0xC0 | c >> 6);
      dump_bytes(out, u + 2, 2);
    } else {
      u[3] = (unsigned char)c;
      dump_bytes(out, u + 3, 1);
    }
  }
}

static const text_kind kinds[] = {
  { "one letter", "a", NULL, 0 },
  { "letters without a space", NULL, random_letters, 0 },
  { "unknown long words", NULL, unknown_long_words, 16 },
  { "unknown short words", "azq eioj wkx ", NULL, 16 },
  { "capitals", "ABCD", NULL, 0 },
  { "straight quotes", "\"", NULL, 0 },
  { "straight quotes and letters", "\"a ", NULL, 0 },
  { "guillemets that open", "« ", NULL, 0 },
  { "guillemets that close", " »", NULL, 0 },
  { "curly quotes", "“a”", NULL, 0 },
  { "brackets that open", "(", NULL, 0 },
  { "brackets that close", "]", NULL, 0 },
  { "brackets of all kinds", "([{", NULL, 0 },
  { "brackets crossed", "([)]", NULL, 0 },
  { "brackets far apart", NULL, one_open_many_close, 0 },
  { "straight apostrophes", "'", NULL, 0 },
  { "curly apostrophes", "’", NULL, 0 },
  { "elisions", "l'", NULL, 0 },
  { "elisions of several letters", "qu'", NULL, 0 },
  { "hyphens", "-", NULL, 0 },
  { "hyphenated letters", "a-", NULL, 0 },
  { "hyphenated words", "vingt-et-un-", NULL, 0 },
  { "dashes", "—", NULL, 0 },
  { "clitics", "-t-il", NULL, 0 },
  { "full stops", ".", NULL, 0 },
  { "initials", "A.", NULL, 0 },
  { "abbreviations", "p. ex. ", NULL, 0 },
  { "ellipses", "… ", NULL, 0 },
  { "exclamation marks", "!", NULL, 0 },
  { "commas and spaces", " ,", NULL, 0 },
  { "digits", "1", NULL, 0 },
  { "groups of digits", "1 ", NULL, 0 },
  { "dates", "1/", NULL, 0 },
  { "hours", "1:", NULL, 0 },
  { "decimals", "1,1.", NULL, 0 },
  { "Roman numerals", "XIV ", NULL, 0 },
  { "one Roman numeral", "I", NULL, 0 },
  { "spaces", " ", NULL, 0 },
  { "no-break spaces", "\u00A0", NULL, 0 },
  { "line ends", "\n", NULL, 0 },
  { "carriage returns", "\r\n", NULL, 0 },
  { "one word a line", "mot\n", NULL, 0 },
  { "blank lines", "a\n\n", NULL, 0 },
  { "tabs", "\t", NULL, 0 },
  { "NUL bytes", NULL, nul_bytes, 0 },
  { "combining marks", "\u0301", NULL, 0 },
  { "decomposed letters", "e\u0301", NULL, 0 },
  { "marks out of order", "a\u0301\u0323", NULL, 0 },
  { "soft hyphens", "\u00AD", NULL, 0 },
  { "soft hyphens inside a word", "a\u00AD", NULL, 0 },
  { "zero-width joiners", "\u200D", NULL, 0 },
  { "joined emoji", "\U0001F468\u200D", NULL, 0 },
  { "flags", "\U0001F1EB", NULL, 0 },
  { "right-to-left marks", "\u202E", NULL, 0 },
  { "byte order marks", "\uFEFF", NULL, 0 },
  { "any code point", NULL, any_code_point, 0 },
  { "ideographs", "字", NULL, 0 },
  { "URLs", "http://", NULL, 0 },
  { "www", "www.a", NULL, 0 },
  { "mail signs", "a@", NULL, 0 },
  { "at signs", "@", NULL, 0 },
  { "number signs", "#", NULL, 0 },
  { "slashes", "/", NULL, 0 },
  { "backslashes", "\\", NULL, 0 },
  { "underscores", "_a", NULL, 0 },
  { "stars", "*", NULL, 0 },
  { "emphasis", "*a **b ", NULL, 0 },
  { "backquotes", "`", NULL, 0 },
  { "backquotes of growing runs", "` `` ``` ", NULL, 0 },
  { "links that open", "[", NULL, 0 },
  { "links", "[a](", NULL, 0 },
  { "images", "![", NULL, 0 },
  { "link definitions", "[a]: ", NULL, 0 },
  { "block quotes", "> ", NULL, 0 },
  { "nested lists", "- ", NULL, 0 },
  { "tables", "| ", NULL, 0 },
  { "math", "$", NULL, 0 },
  { "tags that open", "<", NULL, 0 },
  { "tags", "<b>", NULL, 0 },
  { "attributes", "<a b=\"", NULL, 0 },
  { "comments", "<!--", NULL, 0 },
  { "declarations", "<![CDATA[", NULL, 16 },
  { "scripts", "<script>", NULL, 0 },
  { "entities", "&amp;", NULL, 16 },
  { "ampersands", "&", NULL, 0 },
  { "doubled words", "le le ", NULL, 0 },
  { "correct text", "Le chat dort sur le canapé. ", NULL, 0 },
  { "text with faults", "Les enfans mangent  des pomes ,et  boivvent. ", NULL, 16 },
};

/* --- calls --- */

typedef struct bench {
  fluide_checker *checker;
  bool verbose;
  unsigned faults;
  double slowest;
  const char *slowest_name;
} bench;

typedef const char *call_fn(bench *b, const char *text, size_t len);

static const char *call_correct(bench *b, const char *text, size_t len)
{
  fluide_result *result = NULL;
  int status = fluide_correct(b->checker, text, len, NULL, &result, NULL);
  if (status != FLUIDE_OK) return fluide_status_name(status);
  const char *fault = result_fault(result, text, len);
  fluide_result_free(result);
  return fault;
}

static const char *call_analyze(bench *b, const char *text, size_t len)
{
  fluide_analysis *analysis = NULL;
  int status = fluide_analyze(b->checker, text, len, NULL, &analysis, NULL);
  if (status != FLUIDE_OK) return fluide_status_name(status);
  const char *fault = analysis_fault(analysis, text, len);
  fluide_analysis_free(analysis);
  return fault;
}

static const char *check_masked(bench *b, int markup, const char *text, size_t len)
{
  fluide_masks *masks = NULL;
  fluide_result *result = NULL;
  fluide_input input = FLUIDE_INPUT_INIT;
  int status = fluide_masks_build(markup, text, len, NULL, &masks, NULL);
  if (status != FLUIDE_OK) return fluide_status_name(status);
  input.masks = fluide_masks_items(masks, &input.mask_count);
  status = fluide_check(b->checker, text, len, &input, &result, NULL);
  const char *fault = status == FLUIDE_OK ? result_fault(result, text, len) : fluide_status_name(status);
  fluide_result_free(result);
  fluide_masks_free(masks);
  return fault;
}

static const char *call_markdown(bench *b, const char *text, size_t len)
{
  return check_masked(b, FLUIDE_MARKUP_MARKDOWN, text, len);
}

static const char *call_html(bench *b, const char *text, size_t len)
{
  return check_masked(b, FLUIDE_MARKUP_HTML, text, len);
}

/* Every second code point masked: as many masks as there can be. */
static const char *call_many_masks(bench *b, const char *text, size_t len)
{
  fluide_input input = FLUIDE_INPUT_INIT;
  fluide_mask *masks = malloc((len + 1) * sizeof *masks);
  if (!masks) abort();
  size_t points = 0;
  for (size_t at = 0; at < len;) {
    size_t start = at++;
    while (at < len && ((unsigned char)text[at] & 0xC0) == 0x80) at++;
    if (points++ % 2) continue;
    masks[input.mask_count++] = (fluide_mask){ (uint32_t)start, (uint32_t)at, 1 + (uint32_t)(points / 2 % 3) };
  }
  input.masks = masks;
  fluide_result *result = NULL;
  int status = fluide_check(b->checker, text, len, &input, &result, NULL);
  const char *fault = status == FLUIDE_OK ? result_fault(result, text, len) : fluide_status_name(status);
  fluide_result_free(result);
  free(masks);
  return fault;
}

static const struct {
  const char *name;
  call_fn *fn;
} calls[] = {
  { "correct", call_correct },
  { "analyze", call_analyze },
  { "Markdown", call_markdown },
  { "HTML", call_html },
  { "many masks", call_many_masks },
};

/* --- measuring --- */

static double best_time(bench *b, call_fn *fn, const dump *text, size_t len, const char **fault)
{
  double best = 1e9;
  for (int i = 0; i < REPEATS; i++) {
    double start = cpu_seconds();
    *fault = fn(b, text->ptr, len);
    double took = cpu_seconds() - start;
    if (took < best) best = took;
    if (*fault || took > 0.2) break;
  }
  return best;
}

/* A length of at most `len` that ends at a code point's edge. */
static size_t cut(const dump *text, size_t len)
{
  if (len >= text->len) return text->len;
  while (len && ((unsigned char)text->ptr[len] & 0xC0) == 0x80) len--;
  return len;
}

/* What is wrong with the time, after several tries; NULL when one of them is right. */
static const char *time_fault(bench *b, call_fn *fn, const dump *text, double *large)
{
  const char *fault = NULL;
  for (int i = 0; i < TRIES; i++) {
    double took = best_time(b, fn, text, text->len, &fault);
    if (took < *large) *large = took;
    if (fault || *large <= too_short_to_tell) return fault;
    double small = best_time(b, fn, text, cut(text, text->len / PART), &fault);
    if (fault || *large <= small * max_ratio) return fault;
    printf("%.1f ms, %.1f ms for the first eighth\n", *large * 1e3, small * 1e3);
  }
  return "time grows faster than the text";
}

static void try_call(bench *b, const text_kind *kind, size_t which, const dump *text)
{
  double large = 1e9;
  const char *fault = time_fault(b, calls[which].fn, text, &large);
  if (fault) {
    printf("%s of %s: %s\n", calls[which].name, kind->name, fault);
    b->faults++;
  }
  if (b->verbose) printf("%8.1f ms  %s of %s\n", large * 1e3, calls[which].name, kind->name);
  if (large > b->slowest) {
    b->slowest = large;
    b->slowest_name = kind->name;
  }
}

static void try_kind(bench *b, const text_kind *kind, size_t bytes)
{
  dump text = { 0 };
  if (kind->divide) bytes /= kind->divide;
  if (kind->make) kind->make(&text, bytes);
  else dump_repeat(&text, kind->piece, bytes / strlen(kind->piece) + 1);
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) try_call(b, kind, i, &text);
  dump_free(&text);
}

/* --- invalid text --- */

static void try_invalid(bench *b)
{
  static const char *const bad[] = { "\xFF",         "\xC0\x80",         "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                     "\xE2\x82",     "\xF0\x9F\x98",     "\x80",         "\xC3",
                                     "\xE0\x80\xAF", "\xF8\x88\x80\x80", "\xC1\xBF",     "\xFE" };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    for (size_t before = 0; before < 70000; before = before * 7 + 1) {
      dump text = { 0 };
      dump_repeat(&text, "a", before);
      dump_repeat(&text, bad[i], 1);
      dump_repeat(&text, i % 2 ? " suite" : "", 1);
      fluide_error err = { 0 };
      fluide_result *result = (void *)b;
      fluide_analysis *analysis = (void *)b;
      fluide_masks *masks = (void *)b;
      bool right = fluide_check(b->checker, text.ptr, text.len, NULL, &result, &err) == FLUIDE_E_UTF8 &&
                   err.code == FLUIDE_E_UTF8 && err.offset == before && result == (void *)b &&
                   fluide_analyze(b->checker, text.ptr, text.len, NULL, &analysis, &err) == FLUIDE_E_UTF8 &&
                   err.offset == before && analysis == (void *)b &&
                   fluide_masks_build(FLUIDE_MARKUP_HTML, text.ptr, text.len, NULL, &masks, &err) == FLUIDE_E_UTF8 &&
                   masks == (void *)b;
      if (!right) {
        printf("invalid text %zu after %zu bytes: not refused there, or something was written\n", i, before);
        b->faults++;
      }
      dump_free(&text);
    }
  }
}

int main(int argc, char **argv)
{
  setvbuf(stdout, NULL, _IOLBF, 0);
  size_t bytes = argc > 1 ? strtoul(argv[1], NULL, 10) : 1u << 18;
  bytes /= test_scale() * test_scale();
  static const char *const enable[] = { "typography", "spelling", "grammar", "style", NULL };
  fluide_options options = FLUIDE_OPTIONS_INIT;
  options.enable = enable;
  options.max_issues = UINT32_MAX;
  bench b = { .verbose = argc > 2 };
  fluide_model *model = NULL;
  fluide_error err;
  if (fluide_model_open(NULL, NULL, &model, &err) != FLUIDE_OK ||
      fluide_checker_new(model, &options, &b.checker, &err) != FLUIDE_OK) {
    printf("%s\n", err.detail);
    return 1;
  }
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) try_kind(&b, &kinds[i], bytes);
  try_invalid(&b);
  printf("%zu kinds of %zu bytes; slowest: %s, %.0f ms; %u faults\n", sizeof kinds / sizeof *kinds, bytes,
         b.slowest_name ? b.slowest_name : "none", b.slowest * 1e3, b.faults);
  fluide_checker_free(b.checker);
  fluide_model_unref(model);
  return b.faults ? 1 : 0;
}
