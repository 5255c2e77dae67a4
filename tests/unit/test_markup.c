/* Masks from Markdown and HTML, and the tokens that are left. */
#include <time.h>

#include "text_fixture.h"

typedef int builder(flu_mask_list *out, const char *utf8, uint32_t len);

static const char *build(builder *make, const char *s)
{
  fx.masks.count = 0;
  ck_assert_int_eq(make(&fx.masks, s, (uint32_t)strlen(s)), FLU_OK);
  return cut_masked(s);
}

/* What is masked as `kind`, each in its own brackets. */
static const char *masked(builder *make, const char *s, uint32_t kind)
{
  build(make, s);
  free(fx.out);
  FILE *f = open_memstream(&fx.out, &fx.out_len);
  for (size_t i = 0; i < fx.masks.count; i++) {
    const flu_mask *m = &fx.masks.items[i];
    if (m->kind == kind) fprintf(f, "[%.*s]", (int)(m->end - m->start), s + m->start);
  }
  fclose(f);
  return fx.out;
}

#define ck_md(text, expected) ck_assert_str_eq(build(flu_markup_markdown, text), expected)
#define ck_html(text, expected) ck_assert_str_eq(build(flu_markup_html, text), expected)

START_TEST(markdown_inline)
{
  ck_md("Du `code` ici", "Du `code`{masque} ici");
  ck_md("a ``b`c`` d `non", "a ``b`c``{masque} d ` non");
  ck_md("Un [lien](http://x.y \"titre\") vu", "Un lien vu");
  ck_md("Une ![image](a(b).png) vue", "Une image vue");
  ck_md("Un [lien][ref] et [seul]", "Un lien et [ seul ]");
  ck_md("Voir <https://a.b> et <a@b.c>", "Voir <https://a.b>{masque} et <a@b.c>{masque}");
  ck_md("mo*t*s **gras** __fort__ ~~non~~", "mots gras fort non");
  ck_md("sna_ke et 2 * 3 * 4 \\*mot\\*", "sna_ke{code} et 2{nombre} * 3{nombre} * 4{nombre} * mot *");
  ck_md("***tout*** *a **b** c*", "tout a b c");
  ck_md("soit $x^2$ ; 10$ et 20$.", "soit $x^2${masque} ; 10{nombre} $ et 20{nombre} $ .");
  ck_md("note[^1] &eacute;t&eacute;&nbsp;! <b>ici</b><!-- x -->", "note été ! ici");
  ck_md("a\\\nb", "a b");
}
END_TEST

START_TEST(markdown_emphasis_flags)
{
  build(flu_markup_markdown, "un *deux* trois **quatre** _cinq_ six");
  ck_assert(token_of("deux")->flags & FLU_TOKEN_EMPHASIS);
  ck_assert(token_of("cinq")->flags & FLU_TOKEN_EMPHASIS);
  ck_assert(!(token_of("trois")->flags & FLU_TOKEN_EMPHASIS));
  ck_assert(!(token_of("quatre")->flags & FLU_TOKEN_EMPHASIS));
  ck_assert(!(token_of("six")->flags & FLU_TOKEN_EMPHASIS));
}
END_TEST

START_TEST(markdown_blocks)
{
  ck_md("# Titre #\nTexte", "Titre | Texte");
  ck_md("Titre\n=====\nTexte", "Titre | Texte");
  ck_md("a\n\n---\n\nb", "a | b");
  ck_md("a\n\n    code\n\nb", "a | b");
  ck_md("a\n```c\nint x;\n```\nb", "a | b");
  ck_md("a\n~~~\nsans fin", "a");
  ck_md("- un\n- [x] deux\n  suite\n1. trois", "un | deux suite | trois");
  ck_md("> une citation\n> qui suit\nlâche\n\nb", "une citation qui suit lâche | b");
  ck_md("> ```\n> code\nb", "b");
  ck_md("| a | b |\n|---|:-:|\n| c | d |\n\ne", "a | b | c | d | e");
  ck_md("---\ntitle: x\n---\nTexte", "Texte");
  ck_md("[ref]: http://x \"y\"\n[^1]: Une note", "Une note");
  ck_md("<div class=\"a>b\">\nTexte <em>ici</em>\n</div>\n\nb", "Texte ici | b");
  ck_md("<script>\n\nvar x;\n</script>\n\nb", "b");
  ck_md("- a\n\n      code\n\n  b", "a | b");
  ck_md("\xEF\xBB\xBF# Titre", "Titre");
}
END_TEST

START_TEST(html_masks)
{
  ck_html("<p>Un mo<b>t</b>.<br>Deux</p><ul><li>a<li>b</ul>", "Un mot . | Deux | a | b");
  ck_html("<script>var a='<p>';</script>x<style>p{}</style>", "x");
  ck_html("le <code>foo()</code> et <kbd>a</kbd>", "le <code>foo()</code>{masque} et <kbd>a</kbd>{masque}");
  ck_html("a<!-- <p> x -->b <?php x ?> c", "ab c");
  ck_html("<!DOCTYPE html>a <a href='x>y' title=\"<b>\">b</a>", "a b");
  ck_html("1<sup>er</sup> &laquo;&nbsp;&#233;t&#xE9;&nbsp;&raquo; &inconnu;", "1er{ord} « été » & inconnu ;");
  ck_html("a < b et c > d, <p sans fin", "a < b et c > d , < p sans fin");
  ck_html("<code>sans fin <!-- sans fin", "sans fin < ! -- sans fin");
  ck_html("x <![CDATA[a < b]]> y", "x <![CDATA[a_<_b]]>{masque} y");
  ck_html("l&rsquo;homme", "l'~ homme");
  build(flu_markup_html, "un <i>deux <b>trois</b></i> quatre <em>cinq<p>six");
  ck_assert(token_of("deux")->flags & FLU_TOKEN_EMPHASIS);
  ck_assert(token_of("trois")->flags & FLU_TOKEN_EMPHASIS);
  ck_assert(!(token_of("quatre")->flags & FLU_TOKEN_EMPHASIS));
  ck_assert(token_of("cinq")->flags & FLU_TOKEN_EMPHASIS);
  ck_assert(!(token_of("six")->flags & FLU_TOKEN_EMPHASIS));
}
END_TEST

START_TEST(mask_kinds)
{
  ck_assert_str_eq(masked(flu_markup_markdown, "a [b](c) `d`", FLU_MASK_SKIP), "[[][](c)]");
  ck_assert_str_eq(masked(flu_markup_markdown, "a [b](c) `d`", FLU_MASK_NOUN), "[`d`]");
  ck_assert_str_eq(masked(flu_markup_html, "<p>a<i>b</i>&amp;", FLU_MASK_BREAK), "[<p>]");
  ck_assert_str_eq(masked(flu_markup_html, "<p>a<i>b</i>&amp;", FLU_MASK_SKIP), "[<i>][</i>]");
  ck_assert_str_eq(masked(flu_markup_html, "<p>a<i>b</i>&amp;", FLU_MASK_CHARACTER), "[&amp;]");
}
END_TEST

/* --- hostile input --- */

static const char *const pieces[] = {
  "[", "](", "[a](", "[a](b ", "[a](b \"", "![", "]", "][", "[^", "*", "**", "_", "*a", "a*", "*a **b ", "~~", "`", "``",
  "` ``` ", "$", "$a ", "$$", "\\", "<", "<a", "<a ", "<a b=\"", "<a b='", "<a b=c ", "<!--", "<![CDATA[", "<?", "<!a",
  "</", "<code>", "<pre>", "<script>", "<div>", "<b>", "&", "&#", "&#x", "&eacute;", "> ", ">", "- ", "1. ", "#", "# ",
  "    ", "\t", "|", "|-|\n", "a|b\n", "```\n", "```a`\n", "~~~\n", "---\n", "===\n", "a\n", "\n", "\r", "\r\n", "> a\n",
  "- a\n", " - a\n", "[a]: b\n", "+++\n", "<div>\n", "<!--\n", "<pre>\n\n", "<code\n", "é", "\u2028", "<http:", "<a@", "a"
};
#define PIECES (sizeof pieces / sizeof *pieces)

static double seconds(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double time_of(builder *make, const char *piece, size_t bytes)
{
  const size_t n = strlen(piece), count = bytes / n;
  char *s = malloc(count * n);
  for (size_t i = 0; i < count; i++) memcpy(s + i * n, piece, n);
  double best = 1e9;
  for (int i = 0; i < 2; i++) {
    const double from = seconds();
    fx.masks.count = 0;
    ck_assert_int_eq(make(&fx.masks, s, (uint32_t)(count * n)), FLU_OK);
    const double took = seconds() - from;
    if (took < best) best = took;
  }
  ck_assert_uint_eq(flu_masks_valid(fx.masks.items, fx.masks.count, s, count * n), fx.masks.count);
  free(s);
  return best;
}

static void check_linear(builder *make, const char *piece)
{
  const double once = time_of(make, piece, 250000), twice = time_of(make, piece, 500000);
  ck_assert_msg(twice < 3.0 * once + 0.02, "« %s »: %.1f ms for 250 kB, %.1f ms for 500 kB", piece, once * 1e3,
                twice * 1e3);
}

START_TEST(hostile_markup_is_linear)
{
  for (size_t i = 0; i < PIECES; i++) {
    check_linear(flu_markup_markdown, pieces[i]);
    check_linear(flu_markup_html, pieces[i]);
  }
}
END_TEST

/* Pieces thrown together: masks are always in order, disjoint and on characters, and the text can be cut. */
START_TEST(mixed_markup)
{
  uint32_t seed = 99;
  char s[1024];
  for (int round = 0; round < 6000; round++) {
    size_t n = 0;
    while (n < 200) {
      seed = seed * 1664525u + 1013904223u;
      const char *piece = pieces[(seed >> 8) % PIECES];
      memcpy(s + n, piece, strlen(piece));
      n += strlen(piece);
    }
    fx.masks.count = 0;
    builder *make = round % 2 == 0 ? flu_markup_markdown : flu_markup_html;
    ck_assert_int_eq(make(&fx.masks, s, (uint32_t)n), FLU_OK);
    cut_bytes(s, n);
    for (uint32_t i = 1; i < fx.text.token_count; i++)
      if (fx.text.tokens[i].start < fx.text.tokens[i - 1].end) ck_abort_msg("round %d, token %u", round, i);
  }
}
END_TEST

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
  const char *s = "# a *b* [c](d) `e` *f* *g* *h* *i* <b>j</b>\n\n> k\n\n- [l](m) **n**\n";
  for (size_t n = 0; n < 50; n++) {
    rationed ration = { n };
    const flu_alloc alloc = { rationed_fn, &ration };
    flu_mask_list list = { .alloc = &alloc };
    const int status = flu_markup_markdown(&list, s, (uint32_t)strlen(s));
    flu_free(&alloc, list.items, list.cap * sizeof *list.items);
    if (status == FLU_OK) {
      ck_assert_uint_ge(n, 3);
      return;
    }
    ck_assert_int_eq(status, FLU_E_NOMEM);
  }
  ck_abort_msg("never enough memory");
}
END_TEST

static void add(TCase *t)
{
  tcase_add_test(t, markdown_inline);
  tcase_add_test(t, markdown_emphasis_flags);
  tcase_add_test(t, markdown_blocks);
  tcase_add_test(t, html_masks);
  tcase_add_test(t, mask_kinds);
  tcase_add_test(t, hostile_markup_is_linear);
  tcase_add_test(t, mixed_markup);
  tcase_add_test(t, out_of_memory_is_a_status);
}

int main(void)
{
  return run_suite("markup", add);
}
