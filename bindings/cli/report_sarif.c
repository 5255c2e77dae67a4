/* SARIF 2.1.0. A region is given as text (lines, columns and offsets in code points) and as bytes; a byte order mark
 * counts for the bytes only. */
#include <string.h>

#include "location.h"
#include "report.h"

static const char *level_of(int severity)
{
  switch (severity) {
  case FLUIDE_SEVERITY_HINT: return "note";
  case FLUIDE_SEVERITY_ERROR: return "error";
  default: return "warning";
  }
}

/* A path as a URI reference: a relative one stays relative to where the command ran. */
static void put_uri(struct buffer *out, const char *path)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  buffer_char(out, '"');
  if (path[0] == '/') buffer_text(out, "file://");
  for (const char *p = path; *p; p++) {
    if (strchr(plain, *p))
      buffer_char(out, *p);
    else
      buffer_format(out, "%%%02X", (unsigned char)*p);
  }
  buffer_char(out, '"');
}

static void put_artifact_location(struct buffer *out, const struct source *source, size_t index)
{
  buffer_char(out, '{');
  if (source->kind == SOURCE_FILE) {
    buffer_text(out, "\"uri\":");
    put_uri(out, source->name);
  } else {
    buffer_text(out, "\"description\":{\"text\":");
    json_text(out, source_label(source));
    buffer_char(out, '}');
  }
  buffer_format(out, ",\"index\":%zu}", index);
}

static void put_rule(struct buffer *out, const fluide_rule *rule)
{
  buffer_text(out, "{\"id\":");
  json_str(out, rule->id);
  buffer_text(out, ",\"shortDescription\":{\"text\":");
  json_str(out, rule->title);
  buffer_text(out, "},");
  if (rule->explanation.len > 0) {
    buffer_text(out, "\"fullDescription\":{\"text\":");
    json_str(out, rule->explanation);
    buffer_text(out, "},\"help\":{\"text\":");
    json_str(out, rule->explanation);
    buffer_text(out, "},");
  }
  if (rule->reference.len > 8 && memcmp(rule->reference.ptr, "https://", 8) == 0) {
    buffer_text(out, "\"helpUri\":");
    json_str(out, rule->reference);
    buffer_char(out, ',');
  }
  buffer_format(out, "\"defaultConfiguration\":{\"enabled\":%s,\"level\":\"%s\"},\"properties\":{\"category\":\"%s\"}}",
                rule->enabled ? "true" : "false", level_of(rule->severity), fluide_category_name(rule->category));
}

static void sarif_begin(struct buffer *out, const struct reporter *reporter)
{
  buffer_format(out,
                "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\n"
                "\"tool\":{\"driver\":{\"name\":\"fluide\",\"version\":\"%s\",\"semanticVersion\":\"%s\","
                "\"language\":\"fr-FR\",\"rules\":[",
                fluide_version_string(), fluide_version_string());
  size_t count = 0, stride = 0;
  const fluide_rule *rules = fluide_model_rules(reporter->engine->model, &count, &stride);
  for (size_t i = 0; rules && i < count; i++) {
    buffer_text(out, i > 0 ? ",\n" : "\n");
    put_rule(out, element(rules, stride, i));
  }
  buffer_text(out, "]}},\n\"columnKind\":\"unicodeCodePoints\",\"language\":\"fr-FR\",\n\"results\":[\n");
}

static void put_region(struct buffer *out, const struct location *place, const fluide_issue *issue, unsigned bom)
{
  buffer_format(out,
                "{\"startLine\":%zu,\"startColumn\":%zu,\"endLine\":%zu,\"endColumn\":%zu,"
                "\"charOffset\":%u,\"charLength\":%u,\"byteOffset\":%u,\"byteLength\":%u}",
                place->line, place->column, place->end_line, place->end_column, issue->start.cp - bom,
                issue->end.cp - issue->start.cp, issue->start.byte, issue->end.byte - issue->start.byte);
}

static void put_fixes(struct buffer *out, const struct source *source, size_t index, const struct location *place,
                      const fluide_result *result, const fluide_issue *issue, unsigned bom)
{
  buffer_text(out, ",\"fixes\":[");
  for (uint32_t i = 0; i < issue->suggestion_count; i++) {
    buffer_text(out, i > 0 ? ",{\"artifactChanges\":[{\"artifactLocation\":"
                           : "{\"artifactChanges\":[{\"artifactLocation\":");
    put_artifact_location(out, source, index);
    buffer_text(out, ",\"replacements\":[{\"deletedRegion\":");
    put_region(out, place, issue, bom);
    buffer_text(out, ",\"insertedContent\":{\"text\":");
    json_str(out, fluide_result_suggestion(result, issue->first_suggestion + i));
    buffer_text(out, "}}]}]}");
  }
  buffer_char(out, ']');
}

static void put_result(struct buffer *out, const struct reporter *reporter, size_t index, const struct location *place,
                       const fluide_result *result, const fluide_issue *issue)
{
  const struct source *source = &reporter->sources[index];
  unsigned bom = source->length >= 3 && memcmp(source->text, "\xEF\xBB\xBF", 3) == 0 && issue->start.cp > 0;
  buffer_text(out, "{\"ruleId\":");
  json_str(out, issue->rule);
  size_t count = 0, stride = 0;
  const fluide_rule *rules = fluide_model_rules(reporter->engine->model, &count, &stride);
  const fluide_rule *rule = rule_find(reporter->engine->model, issue->rule.ptr, issue->rule.len);
  if (rule) buffer_format(out, ",\"ruleIndex\":%zu", (size_t)((const char *)rule - (const char *)rules) / stride);
  buffer_format(out, ",\"level\":\"%s\",\"rank\":%u,\"message\":{\"text\":", level_of(issue->severity),
                issue->confidence);
  json_str(out, issue->message);
  buffer_text(out, "},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":");
  put_artifact_location(out, source, index);
  buffer_text(out, ",\"region\":");
  put_region(out, place, issue, bom);
  buffer_text(out, "}}]");
  if (issue->suggestion_count > 0) put_fixes(out, source, index, place, result, issue, bom);
  buffer_char(out, '}');
}

static void sarif_issues(struct buffer *out, const struct reporter *reporter, size_t index, const fluide_result *result)
{
  const struct source *source = &reporter->sources[index];
  struct walker walker = walker_begin(source->text, source->length);
  size_t count, stride;
  const fluide_issue *issues = fluide_result_issues(result, &count, &stride);
  for (size_t i = 0; i < count; i++) {
    const fluide_issue *issue = element(issues, stride, i);
    struct location place = walker_locate(&walker, issue);
    if (i > 0) buffer_text(out, ",\n");
    put_result(out, reporter, index, &place, result, issue);
  }
}

static void sarif_failure(struct buffer *out, struct summary *summary, const struct source *source, int status,
                          const struct buffer *message)
{
  struct buffer *later = &summary->failures;
  (void)out;
  (void)source;
  buffer_text(later, later->length > 0 ? ",\n" : "");
  buffer_format(
      later, "{\"level\":\"error\",\"descriptor\":{\"id\":\"%s\"},\"message\":{\"text\":", fluide_status_name(status));
  buffer_json(later, message->data ? message->data : "", message->length);
  buffer_text(later, "}}");
}

static void sarif_end(struct buffer *out, const struct reporter *reporter, const struct summary *summary)
{
  buffer_text(out, "],\n\"artifacts\":[");
  for (size_t i = 0; i < reporter->source_count; i++) {
    buffer_text(out, i > 0 ? ",\n{\"location\":" : "\n{\"location\":");
    put_artifact_location(out, &reporter->sources[i], i);
    buffer_text(out, ",\"roles\":[\"analysisTarget\"],\"encoding\":\"UTF-8\"}");
  }
  buffer_format(out,
                "],\n\"invocations\":[{\"executionSuccessful\":%s,\"exitCode\":%d,\"toolExecutionNotifications\":[",
                summary->failed ? "false" : "true", summary->exit_status);
  buffer_bytes(out, summary->failures.data, summary->failures.length);
  buffer_text(out, "]}]}]}\n");
}

const struct report report_sarif = { ",\n", sarif_begin, sarif_issues, sarif_failure, sarif_end };
