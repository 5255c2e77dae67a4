/* Which words are right: the lexicon against libhunspell on the same dictionary.
 *
 *   agreement PACK DICTIONARY.dic [RULE WHOSE WORDS TO SHOW]
 *
 * Asked about: every form as it is, Capitalised, in CAPITALS and in lower case; every eighth elidable form after l', d' and qu';
 * and non-words, made of forms by one mistake of typing. Our answer is the lexicon's with what is the tokeniser's here
 * and the speller's in hunspell: elision, breaking at hyphens and the like, and numbers. Where the answers differ a rule
 * below must say why; each is counted, and one without a rule fails the test. */
#include <stdbool.h>
#include <string.h>

#include <hunspell/hunspell.h>

#include "support/open_lexicon.h"
#include "text/text.h"

#define MAX_WORD      256u
#define PERTURBATIONS 260000u

enum rule {
  RULE_NAME,
  RULE_NO_ELISION,
  RULE_ELISION,
  RULE_KEEPCASE_HOMONYM,
  RULE_HIDDEN_CAPITAL,
  RULE_CAPITALS_BROKEN,
  RULE_UNEXPLAINED,
  RULE_COUNT
};

static const struct {
  const char *name, *why;
} rules[RULE_COUNT] = {
  [RULE_NAME] = { "name", "a first name, surname or place that joins the dictionary" },
  [RULE_NO_ELISION] = { "no-elision",
                        "hunspell takes l' before any noun: l'chat, l'héros; here elision.txt says where" },
  [RULE_ELISION] = { "elision", "hunspell's entry does not list this elided word: l'arbres, j'ont" },
  [RULE_KEEPCASE_HOMONYM] = { "keepcase-homonym", "hunspell asks the first of two entries only: Bar for the unit bar" },
  [RULE_HIDDEN_CAPITAL] = { "hidden-capital", "hunspell takes its own help entry for 2CV, “2cv”, for a word" },
  [RULE_CAPITALS_BROKEN] = { "capitals-broken", "hunspell breaks A-B as A-b, where b may be no word or another one" },
  [RULE_UNEXPLAINED] = { "UNEXPLAINED", "" },
};

typedef struct test {
  flu_lexicon lex;
  Hunhandle *hunspell;
  unsigned long asked, right, different[RULE_COUNT];
  const char *show;
  char **capitals; /* forms with capitals, in lower case, sorted */
  size_t capital_count;
} test;

/* --- our answer --- */

typedef struct answer {
  bool right, elided, name; /* how: with elision; only by a name */
  bool refused_elision;     /* would be right if elision were free */
  bool homonym;             /* by an entry that another one of its spelling binds to its case */
} answer;

static bool find(const flu_lexicon *lex, const char *word, size_t len, bool must_elide, answer *a)
{
  uint32_t forms[64];
  const size_t count = flu_lexicon_match(lex, word, len, forms, 64);
  bool found = false, name = true, elides = false, bound = false;
  for (size_t i = 0; i < count; i++) {
    flu_reading readings[FLU_MAX_READINGS];
    const size_t n = flu_lexicon_readings(lex, forms[i], readings, FLU_MAX_READINGS);
    for (size_t k = 0; k < n; k++) {
      found = true;
      name = name && (readings[k].tag->flags & FLU_TAG_EXTRA) != 0;
      elides = elides || (readings[k].tag->flags & FLU_TAG_ELIDES) != 0;
      bound = bound || (readings[k].tag->flags & FLU_TAG_KEEPCASE) != 0;
    }
  }
  if (!found) return false;
  if (must_elide && !elides) {
    a->refused_elision = true;
    return false;
  }
  a->name = a->name || name;
  a->homonym = a->homonym || bound;
  return true;
}

static const char *const elided[] = { "l'", "d'", "qu'", "j'",     "n'",      "m'",      "t'",
                                      "s'", "c'", "ç'",  "jusqu'", "lorsqu'", "puisqu'", "quoiqu'" };

/* Bytes of an elided word at the beginning, in lower case, Capitalised or in CAPITALS; 0 when there is none. */
static size_t elided_len(const char *word, size_t len)
{
  char lower[MAX_WORD * 2];
  const size_t n = flu_lower(word, len, lower, sizeof lower);
  for (size_t i = 0; i < sizeof elided / sizeof *elided; i++) {
    const size_t m = strlen(elided[i]);
    if (n > m && memcmp(lower, elided[i], m) == 0) return m; /* as long in either case */
  }
  return 0;
}

static bool is_number(const char *s, size_t len)
{
  bool digit = false;
  for (size_t i = 0; i < len; i++) {
    const bool here = s[i] >= '0' && s[i] <= '9';
    if (!here && (!digit || (s[i] != '.' && s[i] != ',' && s[i] != '-'))) return false;
    digit = here;
  }
  return digit;
}

static bool accepts(const flu_lexicon *lex, const char *word, size_t len, unsigned depth, answer *a);

static bool accepts_whole(const flu_lexicon *lex, const char *word, size_t len, answer *a)
{
  if (is_number(word, len) || find(lex, word, len, false, a)) return true;
  const size_t cut = elided_len(word, len);
  if (cut == 0 || !find(lex, word + cut, len - cut, true, a)) return false;
  a->elided = true;
  return true;
}

/* hunspell's BREAK table of the dictionary: at these characters within a word, and off its ends. */
static const char *const breaks[] = { "-", ".", "·" };
static const char *const off_start[] = { "‘", "'" };
static const char *const off_end[] = { "'", "’" };

static size_t find_text(const char *word, size_t len, const char *what, size_t from)
{
  const size_t n = strlen(what);
  for (size_t i = from; i + n <= len; i++)
    if (memcmp(word + i, what, n) == 0) return i;
  return SIZE_MAX;
}

static bool accepts_broken(const flu_lexicon *lex, const char *word, size_t len, unsigned depth, answer *a)
{
  for (size_t i = 0; i < 2; i++) {
    const size_t n = strlen(off_start[i]), m = strlen(off_end[i]);
    if (len > n && memcmp(word, off_start[i], n) == 0 && accepts(lex, word + n, len - n, depth + 1, a)) return true;
    if (len > m && memcmp(word + len - m, off_end[i], m) == 0 && accepts(lex, word, len - m, depth + 1, a)) return true;
  }
  for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
    const size_t n = strlen(breaks[i]);
    for (size_t at = find_text(word, len, breaks[i], 1); at != SIZE_MAX && at + n < len;
         at = find_text(word, len, breaks[i], at + n)) {
      answer left = *a;
      if (accepts(lex, word + at + n, len - at - n, depth + 1, &left) && accepts(lex, word, at, depth + 1, &left)) {
        *a = left;
        return true;
      }
      a->refused_elision = a->refused_elision || left.refused_elision;
    }
  }
  return false;
}

static bool accepts(const flu_lexicon *lex, const char *word, size_t len, unsigned depth, answer *a)
{
  if (len == 0 || depth > 8) return false;
  return accepts_whole(lex, word, len, a) || accepts_broken(lex, word, len, depth, a);
}

/* --- comparing --- */

static int compare_texts(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* CAPITALS that hunspell breaks after it has made them Capitalised. */
static bool broken_agrees(const test *t, const char *word, size_t len, bool hunspell)
{
  char lower[MAX_WORD * 2], title[MAX_WORD * 2];
  if (flu_case_of(word, len) != FLU_CASE_UPPER) return false;
  answer a = { 0 };
  const size_t n = flu_lower(word, len, lower, sizeof lower), m = flu_capitalise(lower, n, title, sizeof title);
  return accepts_broken(&t->lex, title, m, 0, &a) == hunspell;
}

static enum rule explain(const test *t, const char *word, size_t len, bool hunspell, const answer *ours)
{
  if (ours->right && ours->name) return RULE_NAME;
  if (ours->right && ours->elided) return RULE_ELISION;
  if (ours->right && ours->homonym) return RULE_KEEPCASE_HOMONYM;
  if (!ours->right && ours->refused_elision) return RULE_NO_ELISION;
  if (broken_agrees(t, word, len, hunspell)) return RULE_CAPITALS_BROKEN;
  char lower[MAX_WORD * 2], *key = lower;
  lower[flu_lower(word, len, lower, sizeof lower - 1)] = '\0';
  if (!ours->right && bsearch(&key, t->capitals, t->capital_count, sizeof key, compare_texts) != NULL)
    return RULE_HIDDEN_CAPITAL;
  return RULE_UNEXPLAINED;
}

static void ask(test *t, const char *word, size_t len)
{
  if (len == 0 || len >= MAX_WORD) return;
  char text[MAX_WORD];
  memcpy(text, word, len);
  text[len] = '\0';
  answer ours = { 0 };
  ours.right = accepts(&t->lex, word, len, 0, &ours);
  const bool theirs = Hunspell_spell(t->hunspell, text) != 0;
  t->asked++;
  t->right += theirs;
  if (ours.right == theirs) return;
  const enum rule r = explain(t, word, len, theirs, &ours);
  t->different[r]++;
  if ((r == RULE_UNEXPLAINED && t->different[r] <= 100) || (t->show != NULL && strcmp(t->show, rules[r].name) == 0))
    printf("# %s: “%s” %s here, %s in hunspell\n", rules[r].name, text, ours.right ? "right" : "wrong",
           theirs ? "right" : "wrong");
}

static void ask_in_all_cases(test *t, const char *form, size_t len)
{
  char other[MAX_WORD * 2];
  ask(t, form, len);
  size_t n = flu_capitalise(form, len, other, sizeof other);
  if (n != len || memcmp(other, form, n) != 0) ask(t, other, n);
  n = flu_lower(form, len, other, sizeof other);
  if (n != len || memcmp(other, form, n) != 0) ask(t, other, n);
  n = flu_upper(form, len, other, sizeof other);
  if (n != len || memcmp(other, form, n) != 0) ask(t, other, n);
}

/* For RULE_HIDDEN_CAPITAL. */
static bool note_capitals(test *t)
{
  const uint32_t count = flu_lexicon_form_count(&t->lex);
  t->capitals = calloc(count + 1u, sizeof *t->capitals);
  for (uint32_t i = 0; t->capitals != NULL && i < count; i++) {
    char form[MAX_WORD], lower[MAX_WORD * 2];
    const size_t len = flu_lexicon_spelling(&t->lex, i, form, sizeof form);
    const size_t n = flu_lower(form, len, lower, sizeof lower);
    if (n == len && memcmp(lower, form, n) == 0) continue;
    char *copy = malloc(n + 1);
    if (copy == NULL) return false;
    memcpy(copy, lower, n);
    copy[n] = '\0';
    t->capitals[t->capital_count++] = copy;
  }
  if (t->capitals != NULL) qsort(t->capitals, t->capital_count, sizeof *t->capitals, compare_texts);
  return t->capitals != NULL;
}

static bool has_flag(const test *t, uint32_t form, unsigned flag)
{
  flu_reading readings[FLU_MAX_READINGS];
  const size_t n = flu_lexicon_readings(&t->lex, form, readings, FLU_MAX_READINGS);
  for (size_t i = 0; i < n; i++)
    if ((readings[i].tag->flags & flag) != 0) return true;
  return false;
}

static void ask_forms(test *t)
{
  for (uint32_t i = 0; i < flu_lexicon_form_count(&t->lex); i++) {
    char form[MAX_WORD], with[MAX_WORD];
    const size_t len = flu_lexicon_spelling(&t->lex, i, form, sizeof form);
    ask_in_all_cases(t, form, len);
    if (!has_flag(t, i, FLU_TAG_ELIDES) || has_flag(t, i, FLU_TAG_EXTRA) || i % 8 != 0) continue;
    for (size_t k = 0; k < 3; k++) {
      const int n = snprintf(with, sizeof with, "%s%.*s", elided[k], (int)len, form);
      if (n > 0 && (size_t)n < sizeof with) ask(t, with, (size_t)n);
    }
  }
}

/* --- non-words --- */

static uint64_t next_random(uint64_t *state)
{
  *state += 0x9E3779B97F4A7C15u; /* splitmix64 */
  uint64_t z = *state;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

/* Places of the code points of a word; returns how many. */
static size_t places(const char *word, size_t len, size_t *at)
{
  size_t n = 0;
  for (size_t i = 0; i < len; i++)
    if (((unsigned char)word[i] & 0xC0) != 0x80) at[n++] = i;
  at[n] = len;
  return n;
}

static size_t put(char *out, size_t to, const char *from, size_t len)
{
  memcpy(out + to, from, len);
  return to + len;
}

/* One mistake: a letter dropped, doubled, replaced, put in, swapped with the next, in the other case. */
static size_t perturb(const char *word, size_t len, uint64_t *state, char *out)
{
  static const char *const letters[] = {
    "a", "e", "i", "o", "u", "s", "t", "r", "n", "l", "é", "è", "ê", "ç", "à", "h",
    "x", "z", "y", "q", "-", "'", "c", "d", "m", "p", "b", "f", "g", "v", "E", "S"
  };
  size_t at[MAX_WORD + 1], n = places(word, len, at), to = 0;
  const size_t i = next_random(state) % n, kind = next_random(state) % 6;
  const char *letter = letters[next_random(state) % (sizeof letters / sizeof *letters)];
  const size_t here = at[i], next = at[i + 1], after = i + 2 <= n ? at[i + 2] : next;
  to = put(out, to, word, here);
  if (kind == 1) to = put(out, to, word + here, next - here);
  if (kind == 2 || kind == 3) to = put(out, to, letter, strlen(letter));
  if (kind == 4) to = put(out, to, word + next, after - next);
  if (kind == 5) {
    char other[8];
    size_t m = flu_upper(word + here, next - here, other, sizeof other);
    if (m == next - here && memcmp(other, word + here, m) == 0)
      m = flu_lower(word + here, next - here, other, sizeof other);
    to = put(out, to, other, m);
  }
  if (kind == 1 || kind == 3 || kind == 4) to = put(out, to, word + here, next - here);
  const size_t rest = kind == 4 ? after : next;
  return put(out, to, word + rest, len - rest);
}

static void ask_perturbed(test *t)
{
  uint64_t state = 20251122;
  for (unsigned i = 0; i < PERTURBATIONS; i++) {
    char form[MAX_WORD], wrong[MAX_WORD * 2], other[MAX_WORD * 2];
    const uint32_t index = (uint32_t)(next_random(&state) % flu_lexicon_form_count(&t->lex));
    const size_t len = flu_lexicon_spelling(&t->lex, index, form, sizeof form);
    size_t n = perturb(form, len, &state, wrong);
    if (i % 8 == 0 && n > 0) n = perturb(memcpy(form, wrong, n), n == 0 ? 0 : n, &state, wrong);
    const unsigned kind = i % 16;
    const size_t m = kind == 1   ? flu_capitalise(wrong, n, other, sizeof other)
                     : kind == 2 ? flu_upper(wrong, n, other, sizeof other)
                                 : 0;
    if (m > 0)
      ask(t, other, m);
    else
      ask(t, wrong, n);
  }
}

/* --- report --- */

static void section(test *t, const char *name, void (*run)(test *t))
{
  const test before = *t;
  run(t);
  printf("# %s: %lu asked, %lu right in hunspell", name, t->asked - before.asked, t->right - before.right);
  for (unsigned i = 0; i < RULE_COUNT; i++)
    if (t->different[i] > before.different[i]) printf(", %s %lu", rules[i].name, t->different[i] - before.different[i]);
  printf("\n");
}

int main(int argc, char **argv)
{
  test t = { .show = argc > 3 ? argv[3] : NULL };
  if (argc < 3 || strlen(argv[2]) < 4) {
    fprintf(stderr, "usage: agreement PACK DICTIONARY.dic [RULE]\n");
    return 2;
  }
  char *aff = malloc(strlen(argv[2]) + 1);
  void *pack = open_lexicon(argv[1], &t.lex);
  if (aff == NULL || pack == NULL) return 2;
  strcpy(aff, argv[2]);
  strcpy(aff + strlen(aff) - 4, ".aff");
  t.hunspell = Hunspell_create(aff, argv[2]);
  if (t.hunspell == NULL || !note_capitals(&t)) return 2;
  printf("1..1\n");
  section(&t, "forms", ask_forms);
  section(&t, "non-words", ask_perturbed);
  unsigned long apart = 0;
  for (unsigned i = 0; i < RULE_COUNT; i++) apart += t.different[i];
  for (unsigned i = 0; i < RULE_COUNT; i++)
    if (t.different[i] > 0) printf("# %-14s %7lu  %s\n", rules[i].name, t.different[i], rules[i].why);
  printf("# %lu asked, %lu answers differ (%.3f %%)\n", t.asked, apart, 100.0 * (double)apart / (double)t.asked);
  const bool ok = t.different[RULE_UNEXPLAINED] == 0;
  printf("%s 1 - agrees with libhunspell\n", ok ? "ok" : "not ok");
  Hunspell_destroy(t.hunspell);
  for (size_t i = 0; i < t.capital_count; i++) free(t.capitals[i]);
  free(t.capitals);
  free(aff);
  free(pack);
  return ok ? 0 : 1;
}
