/* fluide rules coverage: how often each rule does what, over texts. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "rules.h"
#include "source.h"

enum { SAMPLES = 3, SAMPLE_BEFORE = 60, SAMPLE_AFTER = 60 };

struct sample {
  char *text; /* "before [span] behind" */
};

struct survey {
  const struct settings *settings;
  const struct engine *engine;
  fluide_coverage *coverage;
  const fluide_rule_coverage *rules;
  size_t count, stride;
  struct sample *samples; /* SAMPLES a rule */
  uint64_t words, texts;
};

/* --rule ID, or the beginning of ids. */
static bool is_wanted(const struct survey *s, size_t index)
{
  const fluide_rule_coverage *rule = element(s->rules, s->stride, index);
  const char *wanted = s->settings->rule;
  return !wanted || strncmp(rule->rule.ptr, wanted, strlen(wanted)) == 0;
}

static bool is_continuation(char c)
{
  return ((unsigned char)c & 0xC0) == 0x80;
}

static void keep_sample(struct survey *s, size_t rule, const struct source *source, const fluide_issue *issue)
{
  struct sample *place = &s->samples[rule * SAMPLES], *end = place + SAMPLES;
  while (place < end && place->text) place++;
  if (place == end) return;
  const char *text = source->text;
  size_t from = issue->start.byte, to = issue->end.byte;
  while (from > 0 && issue->start.byte - from < SAMPLE_BEFORE && text[from - 1] != '\n') from--;
  while (from < issue->start.byte && is_continuation(text[from])) from++;
  while (to < source->length && to - issue->end.byte < SAMPLE_AFTER && text[to] != '\n') to++;
  while (to > issue->end.byte && to < source->length && is_continuation(text[to])) to--;
  struct buffer out = { 0 };
  buffer_bytes(&out, text + from, issue->start.byte - from);
  buffer_char(&out, '[');
  buffer_bytes(&out, text + issue->start.byte, issue->end.byte - issue->start.byte);
  buffer_char(&out, ']');
  buffer_bytes(&out, text + issue->end.byte, to - issue->end.byte);
  buffer_char(&out, '\0');
  if (out.failed)
    buffer_free(&out);
  else
    place->text = out.data;
}

static size_t rule_index(const struct survey *s, fluide_str id)
{
  size_t low = 0, high = s->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = strcmp(id.ptr, ((const fluide_rule_coverage *)element(s->rules, s->stride, middle))->rule.ptr);
    if (order == 0) return middle;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return s->count;
}

static uint64_t count_words(const char *text, size_t length)
{
  uint64_t words = 0;
  bool inside = false;
  for (size_t i = 0; i < length; i++) {
    bool blank = strchr(" \t\r\n", text[i]) != NULL;
    words += !blank && !inside;
    inside = !blank;
  }
  return words;
}

static bool add_text(struct survey *s, struct source *source)
{
  struct buffer message = { 0 };
  struct document document;
  fluide_result *result = NULL;
  fluide_error error = { 0 };
  int status;
  bool good = document_open(&document, source, s->engine, s->settings, &message, &status);
  if (good) {
    status = fluide_coverage_check(s->coverage, s->engine->checker, source->text, source->length, &document.input,
                                   &result, &error);
    good = status == FLUIDE_OK;
    if (!good) source_explain(source, status, &error, &message);
    size_t count = 0, stride = 0;
    const fluide_issue *issues = good ? fluide_result_issues(result, &count, &stride) : NULL;
    for (size_t i = 0; i < count; i++) {
      const fluide_issue *issue = element(issues, stride, i);
      size_t rule = rule_index(s, issue->rule);
      if (rule < s->count && is_wanted(s, rule)) keep_sample(s, rule, source, issue);
    }
    s->words += good ? count_words(source->text, source->length) : 0;
    s->texts += good;
    fluide_result_free(result);
    document_close(&document);
  }
  if (message.length > 0) say("%.*s", (int)message.length, message.data);
  buffer_free(&message);
  return good;
}

/* --- the answer --- */

static void put_parts(struct survey *s, struct buffer *out, size_t rule)
{
  const fluide_part_coverage *parts;
  size_t count, stride;
  if (fluide_coverage_parts(s->coverage, rule, &parts, &count, &stride) != FLUIDE_OK) return;
  for (size_t i = 0; i < count; i++) {
    const fluide_part_coverage *part = element(parts, stride, i);
    buffer_format(out, "    cherche %u %9" PRIu64 "  ", part->pattern, part->matched);
    buffer_visible(out, part->text.ptr, part->text.len);
    buffer_char(out, '\n');
  }
}

static void put_text(struct survey *s, struct buffer *out)
{
  size_t silent = 0;
  buffer_text(out, "   signalés  ‰ mots     essais  refusés   sauf  règle\n");
  for (size_t i = 0; i < s->count; i++) {
    const fluide_rule_coverage *r = element(s->rules, s->stride, i);
    if (!is_wanted(s, i)) continue;
    silent += r->issues == 0;
    if (r->issues == 0 && !s->settings->rule) continue;
    buffer_format(out, "%11" PRIu64 " %7.3f %10" PRIu64 " %8" PRIu64 " %6" PRIu64 "  %s\n", r->issues,
                  s->words > 0 ? 1000.0 * (double)r->issues / (double)s->words : 0.0, r->tried, r->refused, r->excepted,
                  r->rule.ptr);
    if (s->settings->rule) put_parts(s, out, i);
    for (size_t k = 0; k < SAMPLES && s->samples[i * SAMPLES + k].text; k++) {
      const char *text = s->samples[i * SAMPLES + k].text;
      buffer_text(out, "    ");
      buffer_visible(out, text, strlen(text));
      buffer_char(out, '\n');
    }
  }
  if (!s->settings->rule && silent > 0) {
    buffer_text(out, "Règles qui ne signalent rien :\n");
    for (size_t i = 0; i < s->count; i++) {
      const fluide_rule_coverage *r = element(s->rules, s->stride, i);
      if (r->issues > 0) continue;
      buffer_format(out, "  %s", r->rule.ptr);
      if (r->tried > 0) buffer_format(out, " (%" PRIu64 " essai%s)", r->tried, r->tried > 1 ? "s" : "");
      buffer_char(out, '\n');
    }
  }
  buffer_format(out, "%" PRIu64 " mots, %" PRIu64 " texte%s ; %zu règle%s sans rien signaler.\n", s->words, s->texts,
                s->texts > 1 ? "s" : "", silent, silent > 1 ? "s" : "");
}

static void put_json_parts(struct survey *s, struct buffer *out, size_t rule)
{
  const fluide_part_coverage *parts;
  size_t count, stride;
  if (fluide_coverage_parts(s->coverage, rule, &parts, &count, &stride) != FLUIDE_OK) return;
  for (size_t i = 0; i < count; i++) {
    const fluide_part_coverage *part = element(parts, stride, i);
    buffer_format(out, "%s{\"pattern\":%u,\"matched\":%" PRIu64 ",\"text\":", i > 0 ? "," : "", part->pattern,
                  part->matched);
    json_str(out, part->text);
    buffer_char(out, '}');
  }
}

static void put_json(struct survey *s, struct buffer *out)
{
  bool first = true;
  buffer_format(out, "{\"words\":%" PRIu64 ",\"texts\":%" PRIu64 ",\"rules\":[", s->words, s->texts);
  for (size_t i = 0; i < s->count; i++) {
    const fluide_rule_coverage *r = element(s->rules, s->stride, i);
    if (!is_wanted(s, i)) continue;
    buffer_text(out, first ? "\n{\"id\":" : ",\n{\"id\":");
    first = false;
    json_str(out, r->rule);
    buffer_format(out,
                  ",\"issues\":%" PRIu64 ",\"tried\":%" PRIu64 ",\"refused\":%" PRIu64 ",\"excepted\":%" PRIu64
                  ",\"matched\":%" PRIu64 ",\"parts\":[",
                  r->issues, r->tried, r->refused, r->excepted, r->matched);
    put_json_parts(s, out, i);
    buffer_text(out, "],\"samples\":[");
    for (size_t k = 0; k < SAMPLES && s->samples[i * SAMPLES + k].text; k++) {
      if (k > 0) buffer_char(out, ',');
      json_text(out, s->samples[i * SAMPLES + k].text);
    }
    buffer_text(out, "]}");
  }
  buffer_text(out, "]}\n");
}

static bool begin(struct survey *s)
{
  fluide_error error = { 0 };
  int status = fluide_coverage_new(s->engine->model, NULL, &s->coverage, &error);
  if (status == FLUIDE_OK) {
    s->rules = fluide_coverage_rules(s->coverage, &s->count, &s->stride);
    s->samples = calloc(s->count * SAMPLES + 1, sizeof *s->samples);
  }
  if (s->samples) return true;
  say("%s", french_status(status == FLUIDE_OK ? FLUIDE_E_NOMEM : status));
  return false;
}

static bool any_wanted(const struct survey *s)
{
  for (size_t i = 0; i < s->count; i++)
    if (is_wanted(s, i)) return true;
  say("aucune règle ne commence par %s", s->settings->rule);
  return false;
}

int rules_coverage(const struct settings *settings, struct engine *engine, const struct list *operands)
{
  struct survey s = { .settings = settings, .engine = engine };
  struct settings texts = *settings;
  struct source *sources = NULL;
  struct buffer out = { 0 };
  size_t count = 0;
  texts.operands = *operands;
  bool good = begin(&s) && any_wanted(&s) && sources_collect(&texts, &sources, &count);
  bool ready = good;
  for (size_t i = 0; i < count && ready; i++) good = add_text(&s, &sources[i]) && good;
  if (ready && settings->format == FORMAT_JSON) put_json(&s, &out);
  if (ready && settings->format != FORMAT_JSON) put_text(&s, &out);
  if (ready && !buffer_write(&out, stdout)) good = false;
  for (size_t i = 0; s.samples && i < s.count * SAMPLES; i++) free(s.samples[i].text);
  free(s.samples);
  free(sources);
  buffer_free(&out);
  fluide_coverage_free(s.coverage);
  return good ? EXIT_CLEAN : EXIT_TROUBLE;
}
