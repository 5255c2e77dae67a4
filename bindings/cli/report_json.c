/* JSON: one document (json), or one line an issue (jsonl). */
#include <string.h>

#include "location.h"
#include "report.h"

void json_text(struct buffer *out, const char *text)
{
  buffer_json(out, text, strlen(text));
}

void json_str(struct buffer *out, fluide_str text)
{
  buffer_json(out, text.ptr, text.len);
}

void json_place(struct buffer *out, const fluide_pos *place)
{
  buffer_format(out, "{\"byte\":%u,\"utf16\":%u,\"codepoint\":%u}", place->byte, place->utf16, place->cp);
}

void json_suggestions(struct buffer *out, const fluide_result *result, const fluide_issue *issue)
{
  buffer_char(out, '[');
  for (uint32_t i = 0; i < issue->suggestion_count; i++) {
    if (i > 0) buffer_char(out, ',');
    json_str(out, fluide_result_suggestion(result, issue->first_suggestion + i));
  }
  buffer_char(out, ']');
}

const fluide_rule *rule_find(const fluide_model *model, const char *id, size_t length)
{
  size_t count, stride;
  const fluide_rule *rules = fluide_model_rules(model, &count, &stride);
  size_t low = 0, high = rules ? count : 0;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    const fluide_rule *rule = element(rules, stride, middle);
    size_t shorter = rule->id.len < length ? rule->id.len : length;
    int order = memcmp(rule->id.ptr, id, shorter);
    if (order == 0 && rule->id.len == length) return rule;
    if (order < 0 || (order == 0 && rule->id.len < length))
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

/* The members of an issue, without braces. */
static void put_members(struct buffer *out, const struct reporter *reporter, const struct source *source,
                        const struct location *place, const fluide_result *result, const fluide_issue *issue)
{
  buffer_text(out, "\"rule\":");
  json_str(out, issue->rule);
  buffer_format(out, ",\"category\":\"%s\",\"severity\":\"%s\",\"confidence\":%u,\"message\":",
                fluide_category_name(issue->category), fluide_severity_name(issue->severity), issue->confidence);
  json_str(out, issue->message);
  buffer_format(out, ",\"line\":%zu,\"column\":%zu,\"endLine\":%zu,\"endColumn\":%zu,\"start\":", place->line,
                place->column, place->end_line, place->end_column);
  json_place(out, &issue->start);
  buffer_text(out, ",\"end\":");
  json_place(out, &issue->end);
  buffer_text(out, ",\"text\":");
  buffer_json(out, source->text + issue->start.byte, issue->end.byte - issue->start.byte);
  buffer_text(out, ",\"replacements\":");
  json_suggestions(out, result, issue);
  if (!reporter->settings->explain) return;
  const fluide_rule *rule = rule_find(reporter->engine->model, issue->rule.ptr, issue->rule.len);
  if (!rule) return;
  buffer_text(out, ",\"explanation\":");
  json_str(out, rule->explanation);
}

static void json_begin(struct buffer *out, const struct reporter *reporter)
{
  (void)reporter;
  buffer_format(out, "{\"version\":\"%s\",\"files\":[\n", fluide_version_string());
}

static void json_issues(struct buffer *out, const struct reporter *reporter, size_t index, const fluide_result *result)
{
  const struct source *source = &reporter->sources[index];
  struct walker walker = walker_begin(source->text, source->length);
  size_t count, stride;
  const fluide_issue *issues = fluide_result_issues(result, &count, &stride);
  uint32_t flags = fluide_result_flags(result);
  buffer_text(out, "{\"file\":");
  json_text(out, source_label(source));
  buffer_format(out, ",\"issuesCut\":%s,\"suggestionsCut\":%s,\"issues\":[",
                flags & FLUIDE_RESULT_ISSUES_CUT ? "true" : "false",
                flags & FLUIDE_RESULT_SUGGESTIONS_CUT ? "true" : "false");
  for (size_t i = 0; i < count; i++) {
    const fluide_issue *issue = element(issues, stride, i);
    struct location place = walker_locate(&walker, issue);
    buffer_text(out, i > 0 ? ",\n{" : "\n{");
    put_members(out, reporter, source, &place, result, issue);
    buffer_char(out, '}');
  }
  buffer_text(out, "]}");
}

/* What both formats say of a text that could not be checked; the object is left open. */
static void put_failure(struct buffer *out, const struct source *source, int status, const struct buffer *message)
{
  buffer_text(out, "{\"file\":");
  json_text(out, source_label(source));
  buffer_format(out, ",\"error\":{\"code\":\"%s\",\"message\":", fluide_status_name(status));
  buffer_json(out, message->data ? message->data : "", message->length);
  buffer_char(out, '}');
}

static void json_failure(struct buffer *out, struct summary *summary, const struct source *source, int status,
                         const struct buffer *message)
{
  (void)summary;
  put_failure(out, source, status, message);
  buffer_text(out, ",\"issues\":[]}");
}

static void json_end(struct buffer *out, const struct reporter *reporter, const struct summary *summary)
{
  (void)reporter;
  buffer_format(out, "],\n\"summary\":{\"files\":%zu,\"failed\":%zu,\"errors\":%zu,\"warnings\":%zu,\"hints\":%zu}}\n",
                summary->texts, summary->failed, summary->by_severity[FLUIDE_SEVERITY_ERROR],
                summary->by_severity[FLUIDE_SEVERITY_WARNING], summary->by_severity[FLUIDE_SEVERITY_HINT]);
}

const struct report report_json = { ",\n", json_begin, json_issues, json_failure, json_end };

static void lines_begin(struct buffer *out, const struct reporter *reporter)
{
  (void)out;
  (void)reporter;
}

static void lines_issues(struct buffer *out, const struct reporter *reporter, size_t index, const fluide_result *result)
{
  const struct source *source = &reporter->sources[index];
  struct walker walker = walker_begin(source->text, source->length);
  size_t count, stride;
  const fluide_issue *issues = fluide_result_issues(result, &count, &stride);
  for (size_t i = 0; i < count; i++) {
    const fluide_issue *issue = element(issues, stride, i);
    struct location place = walker_locate(&walker, issue);
    buffer_text(out, "{\"file\":");
    json_text(out, source_label(source));
    buffer_char(out, ',');
    put_members(out, reporter, source, &place, result, issue);
    buffer_text(out, "}\n");
  }
}

static void lines_failure(struct buffer *out, struct summary *summary, const struct source *source, int status,
                          const struct buffer *message)
{
  (void)summary;
  put_failure(out, source, status, message);
  buffer_text(out, "}\n");
}

static void lines_end(struct buffer *out, const struct reporter *reporter, const struct summary *summary)
{
  (void)out;
  (void)reporter;
  (void)summary;
}

const struct report report_jsonl = { "", lines_begin, lines_issues, lines_failure, lines_end };
