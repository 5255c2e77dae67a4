/* Runs the examples of every rule through the public interface: a wrong one must be reported by its rule, at its place,
 * with its replacements first; a right one must raise nothing at all.
 *
 *   examples PACK
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fluide/fluide.h>

#include "correction/checker.h"
#include "lexicon/pack.h"
#include "rules/catalogue.h"

typedef struct tally {
  unsigned run, failed;
} tally;

static void *read_file(const char *path, size_t *size)
{
  FILE *f = fopen(path, "rb");
  if (f == NULL || fseek(f, 0, SEEK_END) != 0) return NULL;
  *size = (size_t)ftell(f);
  rewind(f);
  void *data = aligned_alloc(64, (*size + 63) / 64 * 64);
  if (data != NULL && fread(data, 1, *size, f) != *size) data = NULL;
  fclose(f);
  return data;
}

static const fluide_issue *at(const fluide_result *r, size_t i)
{
  size_t count, stride;
  const char *items = (const char *)fluide_result_issues(r, &count, &stride);
  return i < count ? (const fluide_issue *)(const void *)(items + i * stride) : NULL;
}

static void say(tally *t, const flu_rule *rule, const flu_example *e, const char *what, const char *detail)
{
  t->failed++;
  printf("FAIL %s: %s %s\n     « %s »\n", rule->id.ptr, what, detail, e->text.ptr);
}

static void check_right(tally *t, const flu_rule *rule, const flu_example *e, const fluide_result *r)
{
  char detail[300];
  const fluide_issue *issue = at(r, 0);
  if (issue == NULL) return;
  snprintf(detail, sizeof detail, "%s at byte %u: %s", issue->rule.ptr, issue->start.byte, issue->message.ptr);
  say(t, rule, e, "a right example raises", detail);
}

static void check_wrong(tally *t, const flu_catalogue *c, uint32_t index, uint32_t k, const fluide_result *r)
{
  flu_rule rule = flu_catalogue_rule(c, index);
  flu_example e = flu_catalogue_example(c, index, k);
  char detail[300] = "nothing";
  for (size_t i = 0; at(r, i) != NULL; i++) {
    const fluide_issue *issue = at(r, i);
    snprintf(detail, sizeof detail, "%s [%u,%u)", issue->rule.ptr, issue->start.byte, issue->end.byte);
    if (strcmp(issue->rule.ptr, rule.id.ptr) != 0 || issue->start.byte != e.start || issue->end.byte != e.end) continue;
    for (uint32_t n = 0; n < e.replacement_count; n++) {
      flu_str wanted = flu_catalogue_replacement(c, index, k, n);
      fluide_str got = n < issue->suggestion_count ? fluide_result_suggestion(r, issue->first_suggestion + n)
                                                   : (fluide_str){ "(none)", 6 };
      if (wanted.len == got.len && memcmp(wanted.ptr, got.ptr, got.len) == 0) continue;
      snprintf(detail, sizeof detail, "\"%s\", got \"%s\"", wanted.ptr, got.ptr);
      say(t, &rule, &e, "wanted the replacement", detail);
    }
    return;
  }
  say(t, &rule, &e, "a wrong example is not reported; found", detail);
}

static const char *locale_of(uint8_t locales)
{
  if (locales == 0 || (locales & FLU_LOCALE_FR) != 0) return "fr-FR";
  return (locales & FLU_LOCALE_BE) != 0 ? "fr-BE" : (locales & FLU_LOCALE_CH) != 0 ? "fr-CH" : "fr-CA";
}

static void run_example(tally *t, fluide_model *model, const flu_catalogue *c, uint32_t index, uint32_t k)
{
  flu_rule rule = flu_catalogue_rule(c, index);
  flu_example e = flu_catalogue_example(c, index, k);
  const char *enable[] = { rule.id.ptr, NULL };
  fluide_options o = FLUIDE_OPTIONS_INIT;
  o.enable = enable;
  o.locale = locale_of(e.locale != 0 ? e.locale : rule.locales);
  o.spelling = e.spelling;
  fluide_checker *checker;
  fluide_result *r;
  if (fluide_checker_new(model, &o, &checker, NULL) != FLUIDE_OK) exit(2);
  if (fluide_check(checker, e.text.ptr, e.text.len, NULL, &r, NULL) != FLUIDE_OK) exit(2);
  t->run++;
  if (e.wrong) check_wrong(t, c, index, k, r);
  else check_right(t, &rule, &e, r);
  fluide_result_free(r);
  fluide_checker_free(checker);
}

int main(int argc, char **argv)
{
  size_t size = 0, section_size;
  void *data = argc == 2 ? read_file(argv[1], &size) : NULL;
  flu_pack pack;
  flu_catalogue c;
  const unsigned char *section;
  flu_error err = { 0 };
  fluide_model *model;
  if (data == NULL || flu_pack_open(data, size, false, &pack, &err) != FLU_OK ||
      flu_pack_find(&pack, FLU_SECTION_RULES, FLU_RULES_VERSION, &section, &section_size, &err) != FLU_OK ||
      flu_catalogue_open(section, section_size, &c, &err) != FLU_OK ||
      fluide_model_open_memory(data, size, NULL, &model, NULL) != FLUIDE_OK) {
    fprintf(stderr, "examples: cannot read the pack: %s\n", err.detail);
    return 2;
  }
  tally t = { 0, 0 };
  for (uint32_t i = 0; i < c.count; i++)
    for (uint32_t k = 0; k < flu_catalogue_example_count(&c, i); k++) run_example(&t, model, &c, i, k);
  printf("%u rules, %u examples, %u failed\n", c.count, t.run, t.failed);
  fluide_model_unref(model);
  free(data);
  return t.failed == 0 && t.run > 0 ? 0 : 1;
}
