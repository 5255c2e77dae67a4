/* UTF-8, case, the view (normal form, invisible characters), sentences, flags, bounds and hostile input. */
#include <time.h>

#include "text_fixture.h"

/* --- UTF-8 and offsets --- */

START_TEST(utf8_validity)
{
  static const struct {
    const char *bytes;
    size_t len, valid;
  } cases[] = {
    { "", 0, 0 }, { "abc", 3, 3 }, { "été", 5, 5 }, { "a\0b", 3, 3 }, { "\xF0\x9F\x98\x80", 4, 4 },
    { "a\x80", 2, 1 }, { "ab\xC3", 3, 2 }, { "\xC0\xAF", 2, 0 }, { "\xC1\xBF", 2, 0 }, { "a\xE0\x80\x80", 4, 1 },
    { "\xED\xA0\x80", 3, 0 }, { "\xED\x9F\xBF", 3, 3 }, { "\xF0\x80\x80\x80", 4, 0 }, { "\xF4\x90\x80\x80", 4, 0 },
    { "\xF4\x8F\xBF\xBF", 4, 4 }, { "\xF5\x80\x80\x80", 4, 0 }, { "abcdefgh\xE2\x82", 10, 8 },
    { "abcdefghijklmnop\xFFqrst", 21, 16 }, { "\xE2\x82\xAC\xE2\x28\xAC", 6, 3 }
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    ck_assert_msg(flu_utf8_valid(cases[i].bytes, cases[i].len) == cases[i].valid, "case %zu", i);
}
END_TEST

START_TEST(utf8_round_trip)
{
  for (uint32_t cp = 0; cp <= 0x10FFFF; cp += cp < 0x3000 ? 1 : 37) {
    if (cp >= 0xD800 && cp <= 0xDFFF) continue;
    char bytes[4];
    const size_t n = flu_utf8_put(bytes, cp);
    size_t at = 0;
    ck_assert_uint_eq(flu_utf8_valid(bytes, n), n);
    ck_assert_uint_eq(flu_utf8_next(bytes, &at), cp);
    ck_assert_uint_eq(at, n);
    ck_assert_uint_eq(flu_utf8_prev(bytes, &at), cp);
    ck_assert_uint_eq(at, 0);
  }
}
END_TEST

START_TEST(cursor_counts_three_units)
{
  flu_cursor c = { .text = "aé€😀b" };
  flu_cursor_to(&c, 3);
  ck_assert_uint_eq(c.utf16, 2);
  flu_cursor_to(&c, 10);
  ck_assert_uint_eq(c.cp, 4);
  ck_assert_uint_eq(c.utf16, 5);
  flu_cursor_to(&c, 4);   /* does not go back */
  ck_assert_uint_eq(c.byte, 10);
}
END_TEST

START_TEST(masks_validity)
{
  const char *s = "été là";
  const flu_mask good[] = { { 0, 2, FLU_MASK_SKIP }, { 2, 2, FLU_MASK_SKIP }, { 2, 8, FLU_MASK_NOUN } };
  const flu_mask bad[][2] = { { { 0, 2, 1 }, { 1, 3, 1 } }, { { 0, 2, 1 }, { 3, 9, 1 } }, { { 0, 2, 1 }, { 4, 5, 1 } },
    { { 0, 2, 1 }, { 3, 2, 1 } }, { { 0, 2, 1 }, { 2, 3, 0 } }, { { 0, 2, 1 }, { 2, 3, 5 } } };
  ck_assert_uint_eq(flu_masks_valid(good, 3, s, 8), 3);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    ck_assert_msg(flu_masks_valid(bad[i], 2, s, 8) == 1, "case %zu", i);
}
END_TEST

START_TEST(case_of_letters)
{
  char out[64];
  size_t n = flu_lower("ÉCOLE Œuvre Ÿ", strlen("ÉCOLE Œuvre Ÿ"), out, sizeof out);
  ck_assert_msg(n == strlen("école œuvre ÿ") && memcmp(out, "école œuvre ÿ", n) == 0, "%.*s", (int)n, out);
  n = flu_upper("œuvre ÿ ß", strlen("œuvre ÿ ß"), out, sizeof out);
  ck_assert_msg(n == strlen("ŒUVRE Ÿ ß") && memcmp(out, "ŒUVRE Ÿ ß", n) == 0, "%.*s", (int)n, out);
  n = flu_capitalise("'état", strlen("'état"), out, sizeof out);
  ck_assert_msg(n == strlen("'État") && memcmp(out, "'État", n) == 0, "%.*s", (int)n, out);
  ck_assert_uint_eq(flu_upper("état", 5, out, 4), 0);
  ck_assert_int_eq(flu_case_of("été", 5), FLU_CASE_LOWER);
  ck_assert_int_eq(flu_case_of("Été", 5), FLU_CASE_TITLE);
  ck_assert_int_eq(flu_case_of("À", 2), FLU_CASE_TITLE);
  ck_assert_int_eq(flu_case_of("ÉTÉ", 5), FLU_CASE_UPPER);
  ck_assert_int_eq(flu_case_of("éTé", 5), FLU_CASE_MIXED);
  ck_assert_int_eq(flu_case_of("12", 2), FLU_CASE_NONE);
}
END_TEST

/* --- the view --- */

static void check_token(const char *norm, const char *bytes, unsigned flags)
{
  const flu_token *t = token_of(norm);
  ck_assert_msg(t->end - t->start == strlen(bytes) && memcmp(fx.text.utf8 + t->start, bytes, strlen(bytes)) == 0,
                "« %s » is [%u, %u)", norm, t->start, t->end);
  ck_assert_msg((t->flags & flags) == flags, "« %s » has flags %x", norm, t->flags);
}

START_TEST(normal_forms)
{
  cut("e\u0301te\u0301 déjà a\u0323\u0302 \u1E69 s\u0307\u0323");
  check_token("été", "e\u0301te\u0301", FLU_TOKEN_CHANGED);
  check_token("déjà", "déjà", 0);
  ck_assert_uint_eq(token_of("déjà")->flags & FLU_TOKEN_CHANGED, 0);
  check_token("\u1EAD", "a\u0323\u0302", FLU_TOKEN_CHANGED);
  ck_assert_uint_eq(fx.text.token_count, 5);
  ck_assert_uint_eq(fx.text.tokens[3].norm.len, fx.text.tokens[4].norm.len);
  ck_assert_mem_eq(fx.text.tokens[3].norm.ptr, fx.text.tokens[4].norm.ptr, 3);
}
END_TEST

START_TEST(plain_text_is_not_copied)
{
  cut("Un été à l'école : « déjà »…");
  for (uint32_t i = 0; i < fx.text.token_count; i++)
    ck_assert_ptr_eq(fx.text.tokens[i].norm.ptr, fx.text.utf8 + fx.text.tokens[i].start);
}
END_TEST

START_TEST(invisible_characters)
{
  cut("\uFEFFL\u2019co\u00ADeur mo\u200Bt\u200C s\u2060o\u202Ei a\u200Db\u00AD fin");
  check_token("L'", "L\u2019", FLU_TOKEN_CHANGED | FLU_TOKEN_ELIDED | FLU_TOKEN_SENTENCE_START);
  check_token("coeur", "co\u00ADeur", FLU_TOKEN_CHANGED);
  check_token("mot", "mo\u200Bt", FLU_TOKEN_CHANGED);
  check_token("soi", "s\u2060o\u202Ei", FLU_TOKEN_CHANGED);
  check_token("ab", "a\u200Db", FLU_TOKEN_CHANGED);
  check_token("fin", "fin", FLU_TOKEN_SPACE_BEFORE);
  ck_assert_uint_eq(fx.text.tokens[0].start, 3);
}
END_TEST

START_TEST(spaces_and_lines)
{
  cut("a\u00A0b\u202Fc\td\r\ne");
  for (uint32_t i = 1; i < 5; i++) ck_assert(fx.text.tokens[i].flags & FLU_TOKEN_SPACE_BEFORE);
  ck_assert(fx.text.tokens[4].flags & FLU_TOKEN_BREAK_BEFORE);
  ck_assert(!(fx.text.tokens[3].flags & FLU_TOKEN_BREAK_BEFORE));
}
END_TEST

/* --- masks --- */

static void add_mask(const char *text, const char *part, uint32_t kind)
{
  const char *p = strstr(text, part);
  ck_assert_ptr_nonnull(p);
  const uint32_t start = (uint32_t)(p - text);
  ck_assert(flu_reserve(&flu_alloc_default, (void **)&fx.masks.items, fx.masks.count, &fx.masks.cap, sizeof(flu_mask)));
  fx.masks.items[fx.masks.count++] = (flu_mask){ start, start + (uint32_t)strlen(part), kind };
}

START_TEST(masks_in_words)
{
  const char *s = "mo<b>t</b> été l'`int`s fin<p>Début &eacute;t&#233;";
  add_mask(s, "<b>", FLU_MASK_SKIP);
  add_mask(s, "</b>", FLU_MASK_SKIP);
  add_mask(s, "`int`", FLU_MASK_NOUN);
  add_mask(s, "<p>", FLU_MASK_BREAK);
  add_mask(s, "&eacute;", FLU_MASK_CHARACTER);
  add_mask(s, "&#233;", FLU_MASK_CHARACTER);
  ck_assert_str_eq(cut_masked(s), "mot été l'~ `int`s{masque} fin | Début été");
  check_token("mot", "mo<b>t", FLU_TOKEN_GLUED | FLU_TOKEN_CHANGED);
  check_token("`int`s", "`int`s", 0);
  ck_assert_uint_eq(fx.text.sentences[1].paragraph, 1);
  ck_assert_mem_eq(s + fx.text.tokens[6].start, "&eacute;t&#233;", 15);
}
END_TEST

/* --- sentences --- */

START_TEST(sentence_ends)
{
  ck_cut("Il part. Elle reste ! Quoi ? Rien… Fin", "Il part . | Elle reste ! | Quoi ? | Rien … | Fin");
  ck_cut("« Viens ! » dit-il. Il part.", "« Viens ! » dit -il^ . | Il part .");
  ck_cut("« Qui est là ? » Il entre.", "« Qui est là ? » | Il entre .");
  ck_cut("Quoi ?! Non !!! (Vraiment ?) Oui.", "Quoi ? ! | Non ! ! ! | ( Vraiment ? ) | Oui .");
  ck_cut("\"Viens.\" Il part. \"Non !\" dit-elle.", "\" Viens . \" | Il part . | \" Non ! \" dit -elle^ .");
  ck_cut("M. Dupont est là. Mme Durand aussi.", "M.{abr} Dupont est là . | Mme{abr} Durand aussi .");
  ck_cut("Des pommes, etc. Il part.", "Des pommes , etc.{abr} | Il part .");
  ck_cut("en 52 av. J.-C. à Rome", "en 52{nombre} av.{abr} J.-C.{abr} à Rome");
  ck_cut("A. Dupont et le chapitre B. Il lit.", "A.{abr} Dupont et le chapitre B.{abr} | Il lit .");
  ck_cut("Il cite […] la loi. (…) Elle dit", "Il cite [ … ] la loi . | ( … ) Elle dit");
  ck_cut("Le 1er. Il vaut 3.14 et plus.", "Le 1er{ord} . | Il vaut 3.14{nombre} et plus .");
  ck_cut("— Viens ! — Non. — Bon, dit-il.", "— Viens ! | — Non . | — Bon , dit -il^ .");
  ck_cut("Il est parti. elle reste", "Il est parti . | elle reste");
}
END_TEST

START_TEST(lines_and_paragraphs)
{
  ck_cut("Une ligne assez longue pour être coupée à\nla largeur.", "Une ligne assez longue pour être coupée à la largeur .");
  ck_cut("Un\n\nDeux\r\n\r\nTrois", "Un | Deux | Trois");
  ck_assert_uint_eq(fx.text.sentences[2].paragraph, 2);
  ck_cut("Liste :\n- un\n- deux\n1. trois\n• quatre", "Liste : | - un | - deux | 1{nombre} . trois | • quatre");
  ck_cut("Fin.\nla suite", "Fin . | la suite");
  ck_cut("Un\u2029Deux", "Un | Deux");
}
END_TEST

START_TEST(sentence_places)
{
  const char *s = "  Il part.  Elle reste.\n";
  cut(s);
  ck_assert_uint_eq(fx.text.sentence_count, 2);
  ck_assert_uint_eq(fx.text.sentences[0].start, 2);
  ck_assert_uint_eq(fx.text.sentences[0].end, 10);
  ck_assert_uint_eq(fx.text.sentences[1].start, 12);
  ck_assert_uint_eq(fx.text.sentences[1].end, strlen(s) - 1);
  ck_assert_uint_eq(fx.text.sentences[1].first_token, 3);
}
END_TEST

START_TEST(starts_and_quotes)
{
  cut("« 3 chats » dorment. “Oui” et \"non\" et « ouvert");
  ck_assert(token_of("chats")->flags & FLU_TOKEN_SENTENCE_START);
  ck_assert(token_of("chats")->flags & FLU_TOKEN_IN_QUOTES);
  ck_assert(!(token_of("dorment")->flags & (FLU_TOKEN_IN_QUOTES | FLU_TOKEN_SENTENCE_START)));
  ck_assert(token_of("Oui")->flags & FLU_TOKEN_IN_QUOTES);
  ck_assert(token_of("non")->flags & FLU_TOKEN_IN_QUOTES);
  ck_assert(!(token_of("ouvert")->flags & FLU_TOKEN_IN_QUOTES));
  cut("« un “ deux » trois ” « a\n\nb »");
  ck_assert(token_of("deux")->flags & FLU_TOKEN_IN_QUOTES);
  ck_assert(!(token_of("trois")->flags & FLU_TOKEN_IN_QUOTES));
  ck_assert(!(token_of("a")->flags & FLU_TOKEN_IN_QUOTES));
}
END_TEST

START_TEST(word_lists_of_tokens)
{
  cut("En Janvier, l'eau");
  ck_assert(token_of("Janvier")->lists & flu_lists_bit(&fx.lists, "months"));
  ck_assert(token_of("l'")->lists & flu_lists_bit(&fx.lists, "elisions"));
  const flu_str value = flu_lists_value(&fx.lists, "l'", 2, flu_lists_bit(&fx.lists, "elisions"));
  ck_assert_mem_eq(value.ptr, "le", value.len);
}
END_TEST

/* --- invariants, over anything --- */

/* Plain conditions: an assertion of Check for each of a million tokens would take minutes. */
static void check_invariants(const char *what)
{
  uint32_t last = 0, tokens = 0;
  for (uint32_t i = 0; i < fx.text.token_count; i++) {
    const flu_token *t = &fx.text.tokens[i];
    if (t->start < last || t->end <= t->start || t->end > fx.text.len)
      ck_abort_msg("%s: token %u [%u, %u) after %u", what, i, t->start, t->end, last);
    if (t->kind < FLU_TOKEN_WORD || t->kind > FLU_TOKEN_MASKED || t->norm.len == 0 ||
        flu_utf8_valid(t->norm.ptr, t->norm.len) != t->norm.len)
      ck_abort_msg("%s: token %u, kind %u, norm of %u bytes", what, i, t->kind, t->norm.len);
    last = t->end;
  }
  for (uint32_t i = 0; i < fx.text.sentence_count; i++) {
    const flu_sentence *s = &fx.text.sentences[i];
    if (s->first_token != tokens || s->token_count == 0 || s->token_count > 4096)
      ck_abort_msg("%s: sentence %u has tokens %u+%u", what, i, s->first_token, s->token_count);
    tokens += s->token_count;
  }
  ck_assert_uint_eq(tokens, fx.text.token_count);
}

static double seconds(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double time_of(const char *piece, size_t bytes, const char *end)
{
  const size_t n = strlen(piece), count = bytes / n, end_len = strlen(end);
  char *s = malloc(count * n + end_len + 1);
  for (size_t i = 0; i < count; i++) memcpy(s + i * n, piece, n);
  memcpy(s + count * n, end, end_len);
  double best = 1e9;
  for (int i = 0; i < 2; i++) {
    const double from = seconds();
    cut_bytes(s, count * n + end_len);
    const double took = seconds() - from;
    if (took < best) best = took;
  }
  check_invariants(piece);
  flu_arena_reset(&fx.arena);
  free(s);
  return best;
}

static const char *const hostile[] = {
  "a", "é", "«", "\"", "“”", "'", "’", "a'", "l'", "l’", "-", "a-", "a-je-", "a-t-il", ".", "a.", "a.a", "A.", "J.-", "…",
  "1", "1,", "1 ", "1 234 ", "12:", "1/", "1-1-", "e\u0301", "\u0301", "\u0323\u0302", "\u200D", "👨\u200D", "🇫", "\u202E",
  "\u00AD", "\uFEFF", "\x01", "@", "a@", "a@b.", "#", "#a", "/", "/a", "./", "http://", "http://a(", "www.", "a_", "_",
  "_a", "__a", "--a", "C:\\", "\\", "::a", "a::", "(", ")", "a(", "()", "$a", "~/", "\n", "\n\n", ")\n", "- \n", ". ",
  ". )", "! \" ", "a. ", "M. ", "\uFFFC", "\uFFFCa", "X", "XI", "中", "가\u11A8", "\u1100", "ﬁ", "°", "n°", "5 km/", "a·",
  "d'a-", "l'l-", "a.e", "a(e)", "e\u200B\u0301", "\"a", "a\"", "etc. ", "[…] "
};

START_TEST(hostile_input_is_linear)
{
  for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
    /* Four times the text: linear work takes 4 times as long, quadratic work 16 times. */
    const double part = time_of(hostile[i], 125000, "!"), whole = time_of(hostile[i], 500000, "!");
    ck_assert_msg(whole < 8.0 * part + 0.02, "« %s »: %.1f ms for 125 kB, %.1f ms for 500 kB", hostile[i], part * 1e3,
                  whole * 1e3);
  }
}
END_TEST

START_TEST(nul_bytes)
{
  char s[4096];
  memset(s, 0, sizeof s);
  cut_bytes(s, sizeof s);
  check_invariants("NUL");
  memcpy(s, "a\0b c\0", 6);
  cut_bytes(s, 6);
  check_invariants("NUL");
  ck_assert_uint_eq(fx.text.token_count, 5);
}
END_TEST

/* Pieces thrown together: whatever they make, tokens are in order and inside. */
START_TEST(mixed_input)
{
  uint32_t seed = 12345;
  char s[2048];
  for (int round = 0; round < 3000; round++) {
    size_t n = 0;
    while (n < 160) {
      seed = seed * 1664525u + 1013904223u;
      const char *piece = hostile[(seed >> 8) % (sizeof hostile / sizeof *hostile)];
      memcpy(s + n, piece, strlen(piece));
      n += strlen(piece);
    }
    s[n] = '\0';
    cut_bytes(s, n);
    check_invariants(s);
  }
}
END_TEST

START_TEST(long_sentences_are_cut)
{
  const size_t count = 20000;
  char *s = malloc(count * 2);
  for (size_t i = 0; i < count; i++) memcpy(s + 2 * i, "a ", 2);
  cut_bytes(s, count * 2);
  ck_assert_uint_eq(fx.text.token_count, count);
  ck_assert_uint_eq(fx.text.sentence_count, 5);
  free(s);
}
END_TEST

/* --- memory and cancelling --- */

typedef struct rationed {
  size_t left;
} rationed;

static void *rationed_fn(void *ctx, void *p, size_t old, size_t size)
{
  rationed *r = ctx;
  if (size > 0 && r->left-- == 0) {
    r->left = 0;
    return NULL;
  }
  return flu_alloc_default.fn(flu_alloc_default.ctx, p, old, size);
}

START_TEST(out_of_memory_is_a_status)
{
  const char *s = "L’été « \"un\" » e\u0301te\u0301. Fin\u00AD. Encore ?";
  const flu_mask mask = { 0, 1, FLU_MASK_SKIP };
  for (size_t n = 0;; n++) {
    rationed ration = { n };
    const flu_alloc alloc = { rationed_fn, &ration };
    flu_arena arena;
    flu_text text;
    flu_arena_init(&arena, &alloc);
    const int status = flu_text_cut(&text, s, (uint32_t)strlen(s), &mask, 1, &fx.language, &arena, NULL, NULL);
    flu_arena_end(&arena);
    if (status == FLU_OK) {
      ck_assert_uint_ge(n, 4);
      return;
    }
    ck_assert_int_eq(status, FLU_E_NOMEM);
    ck_assert_uint_lt(n, 50);
  }
}
END_TEST

static int poll_count(void *ctx)
{
  return ++*(int *)ctx >= 3;
}

START_TEST(cancelling)
{
  char *s = malloc(100000);
  int asked = 0;
  for (size_t i = 0; i < 50000; i++) memcpy(s + 2 * i, "a ", 2);
  flu_text text;
  ck_assert_int_eq(flu_text_cut(&text, s, 100000, NULL, 0, &fx.language, &fx.arena, poll_count, &asked), FLU_E_CANCELLED);
  ck_assert_int_eq(asked, 3);
  ck_assert_uint_eq(text.token_count, 0);
  free(s);
}
END_TEST

START_TEST(empty_text)
{
  cut("");
  ck_assert_uint_eq(fx.text.sentence_count, 0);
  cut(" \n\t ");
  ck_assert_uint_eq(fx.text.token_count, 0);
  flu_text_language none;
  flu_text_language_init(&none, NULL, NULL, NULL);
  ck_assert_int_eq(flu_text_cut(&fx.text, "L'un. Deux", 10, NULL, 0, &none, &fx.arena, NULL, NULL), FLU_OK);
  ck_assert_uint_eq(fx.text.token_count, 3);
}
END_TEST

static void add(TCase *t)
{
  tcase_add_test(t, utf8_validity);
  tcase_add_test(t, utf8_round_trip);
  tcase_add_test(t, cursor_counts_three_units);
  tcase_add_test(t, masks_validity);
  tcase_add_test(t, case_of_letters);
  tcase_add_test(t, normal_forms);
  tcase_add_test(t, plain_text_is_not_copied);
  tcase_add_test(t, invisible_characters);
  tcase_add_test(t, spaces_and_lines);
  tcase_add_test(t, masks_in_words);
  tcase_add_test(t, sentence_ends);
  tcase_add_test(t, lines_and_paragraphs);
  tcase_add_test(t, sentence_places);
  tcase_add_test(t, starts_and_quotes);
  tcase_add_test(t, word_lists_of_tokens);
  tcase_add_test(t, hostile_input_is_linear);
  tcase_add_test(t, nul_bytes);
  tcase_add_test(t, mixed_input);
  tcase_add_test(t, long_sentences_are_cut);
  tcase_add_test(t, out_of_memory_is_a_status);
  tcase_add_test(t, cancelling);
  tcase_add_test(t, empty_text);
}

int main(void)
{
  return run_suite("text", add);
}
