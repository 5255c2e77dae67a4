/* Every example of a .regle file, on the real language pack: a `faute` is reported by its rule at the marked place with
 * the replacements given first, a `juste` is not reported by it. Usage: test_rule_examples FILE…; prints TAP. */
#include <fluide/fluide.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct example {
  char text[512];
  size_t len, start, end;
  char wanted[4][128];
  size_t wanted_count;
} example;

static size_t put(char *out, unsigned long cp)
{
  if (cp < 0x80) return out[0] = (char)cp, 1;
  if (cp < 0x800) return out[0] = (char)(0xC0 | cp >> 6), out[1] = (char)(0x80 | (cp & 0x3F)), 2;
  out[0] = (char)(0xE0 | cp >> 12);
  out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
  out[2] = (char)(0x80 | (cp & 0x3F));
  return 3;
}

/* Reads "…" at c; [ and ] set *start and *end when they are given. Returns what is behind it, NULL when there is none. */
static const char *read_string(const char *c, char *out, size_t *len, size_t *start, size_t *end)
{
  *len = 0;
  if (*c++ != '"') return NULL;
  for (; *c && *c != '"'; c++) {
    if (*len > 500) return NULL;
    if (*c == '\\' && c[1] == 'u') {
      char hex[5] = { 0 };
      memcpy(hex, c + 2, 4);
      *len += put(out + *len, strtoul(hex, NULL, 16));
      c += 5;
    } else if (*c == '\\') {
      out[(*len)++] = *++c;
    } else if (start && *c == '[') {
      *start = *len;
    } else if (start && *c == ']') {
      *end = *len;
    } else {
      out[(*len)++] = *c;
    }
  }
  out[*len] = '\0';
  return *c ? c + 1 : NULL;
}

static bool read_example(const char *line, bool wrong, example *e)
{
  memset(e, 0, sizeof *e);
  const char *c = read_string(line, e->text, &e->len, wrong ? &e->start : NULL, &e->end);
  if (!c) return false;
  while (e->wanted_count < 4 && (c = strchr(c, '"')) != NULL) {
    size_t len;
    char text[512];
    if (!(c = read_string(c, text, &len, NULL, NULL))) return false;
    snprintf(e->wanted[e->wanted_count++], sizeof e->wanted[0], "%.127s", text);
  }
  return true;
}

static bool as_wanted(const fluide_result *result, const fluide_issue *issue, const example *e)
{
  if (issue->start.byte != e->start || issue->end.byte != e->end) return false;
  if (issue->suggestion_count < e->wanted_count) return false;
  for (uint32_t i = 0; i < e->wanted_count; i++)
    if (strcmp(fluide_result_suggestion(result, issue->first_suggestion + i).ptr, e->wanted[i]) != 0) return false;
  return true;
}

/* A `faute` is found as marked, a `juste` is left alone. */
static bool holds(const fluide_checker *checker, const char *rule, const example *e, bool wrong)
{
  fluide_result *result;
  if (fluide_check(checker, e->text, e->len, NULL, &result, NULL) != FLUIDE_OK) return false;
  size_t count, stride;
  const char *at = (const char *)fluide_result_issues(result, &count, &stride);
  bool reported = false, right = false;
  for (size_t i = 0; i < count; i++) {
    const fluide_issue *issue = (const fluide_issue *)(const void *)(at + i * stride);
    if (strcmp(issue->rule.ptr, rule) != 0) continue;
    reported = true;
    right |= as_wanted(result, issue, e);
  }
  fluide_result_free(result);
  return wrong ? right : !reported;
}

static fluide_checker *checker_for(fluide_model *model, const char *rule, const char *line)
{
  const char *enable[] = { rule, NULL }, *place = strstr(line, "locale ");
  char locale[6] = "fr-FR";
  if (place) memcpy(locale, place + 7, 5);
  fluide_options options = FLUIDE_OPTIONS_INIT;
  options.locale = locale;
  options.enable = enable;
  fluide_checker *checker = NULL;
  return fluide_checker_new(model, &options, &checker, NULL) == FLUIDE_OK ? checker : NULL;
}

static void run_file(fluide_model *model, const char *path, unsigned *number, unsigned *failed)
{
  char line[2048], rule[100] = "";
  fluide_checker *checker = NULL;
  FILE *file = fopen(path, "r");
  if (!file) {
    printf("not ok %u - %s cannot be read\n", ++*number, path);
    ++*failed;
    return;
  }
  while (fgets(line, sizeof line, file)) {
    const char *c = line + strspn(line, " ");
    if (sscanf(line, "regle %99s", rule) == 1) {
      fluide_checker_free(checker);
      checker = checker_for(model, rule, line);
    }
    bool wrong = strncmp(c, "faute ", 6) == 0;
    if (!wrong && strncmp(c, "juste ", 6) != 0) continue;
    example e;
    c = strchr(c, '"');
    bool good = c && read_example(c, wrong, &e) && checker && holds(checker, rule, &e, wrong);
    *failed += !good;
    printf("%s %u - %s: %s\n", good ? "ok" : "not ok", ++*number, rule, c ? e.text : "?");
  }
  fluide_checker_free(checker);
  fclose(file);
}

int main(int argc, char **argv)
{
  fluide_model *model;
  unsigned number = 0, failed = 0;
  if (fluide_model_open(NULL, NULL, &model, NULL) != FLUIDE_OK) return EXIT_FAILURE;
  for (int i = 1; i < argc; i++) run_file(model, argv[i], &number, &failed);
  printf("1..%u\n", number);
  fluide_model_unref(model);
  return failed || number == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
