/* fluide rules: what the model can report, and the work of those who write rules; fluide version: what it is. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "report.h"
#include "rule_files.h"
#include "rules.h"
#include "utf8.h"

enum { DETAILS_WIDTH = 100 };

struct catalogue {
  const fluide_rule *rules;
  size_t count, stride;
};

static const fluide_rule *rule_at(const struct catalogue *catalogue, size_t index)
{
  return element(catalogue->rules, catalogue->stride, index);
}

static void put_padded(struct buffer *out, const char *text, size_t length, size_t columns)
{
  size_t width = buffer_visible(out, text, length);
  buffer_fill(out, ' ', width < columns ? columns - width : 1);
}

static void put_row(struct buffer *out, const fluide_rule *rule, size_t id_columns)
{
  const char *category = french_category(rule->category), *severity = french_severity(rule->severity);
  buffer_text(out, rule->enabled ? "● " : "○ ");
  put_padded(out, rule->id.ptr, rule->id.len, id_columns + 2);
  put_padded(out, category, strlen(category), 13);
  put_padded(out, severity, strlen(severity), 15);
  buffer_visible(out, rule->title.ptr, rule->title.len);
  buffer_char(out, '\n');
}

static void put_list(struct buffer *out, const struct catalogue *catalogue)
{
  size_t widest = 0, enabled = 0;
  for (size_t i = 0; i < catalogue->count; i++) {
    size_t width = utf8_width(rule_at(catalogue, i)->id.ptr, rule_at(catalogue, i)->id.len);
    widest = width > widest ? width : widest;
    enabled += rule_at(catalogue, i)->enabled != 0;
  }
  for (size_t i = 0; i < catalogue->count; i++) put_row(out, rule_at(catalogue, i), widest);
  buffer_format(out, "%zu règles, dont %zu actives par défaut (●). Détails : fluide rules ID\n", catalogue->count,
                enabled);
}

static void put_details(struct buffer *out, const fluide_rule *rule)
{
  buffer_visible(out, rule->id.ptr, rule->id.len);
  buffer_text(out, " : ");
  buffer_visible(out, rule->title.ptr, rule->title.len);
  buffer_format(out, "\n  %s, %s, confiance %u %%, %s par défaut\n", french_category(rule->category),
                french_severity(rule->severity), rule->confidence, rule->enabled ? "active" : "inactive");
  if (rule->locales.len > 0) buffer_format(out, "  seulement en %s\n", rule->locales.ptr);
  if (rule->explanation.len > 0) buffer_paragraph(out, rule->explanation.ptr, rule->explanation.len, 2, DETAILS_WIDTH);
  if (rule->reference.len > 0) {
    buffer_text(out, "  Voir ");
    buffer_visible(out, rule->reference.ptr, rule->reference.len);
    buffer_char(out, '\n');
  }
}

static void put_json(struct buffer *out, const fluide_rule *rule)
{
  buffer_text(out, "{\"id\":");
  json_str(out, rule->id);
  buffer_format(out, ",\"category\":\"%s\",\"severity\":\"%s\",\"confidence\":%u,\"enabled\":%s,\"title\":",
                fluide_category_name(rule->category), fluide_severity_name(rule->severity), rule->confidence,
                rule->enabled ? "true" : "false");
  json_str(out, rule->title);
  buffer_text(out, ",\"explanation\":");
  json_str(out, rule->explanation);
  buffer_text(out, ",\"reference\":");
  json_str(out, rule->reference);
  buffer_text(out, ",\"locales\":");
  json_str(out, rule->locales);
  buffer_char(out, '}');
}

static void unknown_rule(const struct catalogue *catalogue, const char *id)
{
  const char *near = NULL;
  const char **names = malloc((catalogue->count + 1) * sizeof *names);
  for (size_t i = 0; names && i < catalogue->count; i++) names[i] = rule_at(catalogue, i)->id.ptr;
  if (names) near = nearest(id, names, catalogue->count);
  say("règle inconnue : %s%s%s%s", id, near ? " ; vouliez-vous dire " : "", near ? near : "", near ? " ?" : "");
  free(names);
}

/* An id, or the name of a category in English or French. */
static bool selects(const char *name, const fluide_rule *rule)
{
  return strcmp(name, rule->id.ptr) == 0 || strcmp(name, fluide_category_name(rule->category)) == 0 ||
         strcmp(name, french_category(rule->category)) == 0;
}

static bool put_selected(struct buffer *out, const struct catalogue *catalogue, const struct list *wanted, bool json)
{
  bool good = true, first = true;
  for (size_t w = 0; w < wanted->count; w++) {
    bool found = false;
    for (size_t i = 0; i < catalogue->count; i++) {
      const fluide_rule *rule = rule_at(catalogue, i);
      if (!selects(wanted->items[w], rule)) continue;
      found = true;
      if (json && !first) buffer_text(out, ",\n");
      first = false;
      if (json)
        put_json(out, rule);
      else
        put_details(out, rule);
    }
    if (found) continue;
    unknown_rule(catalogue, wanted->items[w]);
    good = false;
  }
  return good;
}

static int show(const struct settings *settings, const struct engine *engine)
{
  struct buffer out = { 0 };
  bool json = settings->format == FORMAT_JSON, good = true;
  struct catalogue catalogue = { 0 };
  catalogue.rules = fluide_model_rules(engine->model, &catalogue.count, &catalogue.stride);
  if (!catalogue.rules) catalogue.count = 0;
  if (json) buffer_text(&out, "{\"rules\":[\n");
  if (settings->operands.count > 0) {
    good = put_selected(&out, &catalogue, &settings->operands, json);
  } else if (json) {
    for (size_t i = 0; i < catalogue.count; i++) {
      if (i > 0) buffer_text(&out, ",\n");
      put_json(&out, rule_at(&catalogue, i));
    }
  } else {
    put_list(&out, &catalogue);
  }
  if (json) buffer_text(&out, "]}\n");
  if (!buffer_write(&out, stdout)) good = false;
  buffer_free(&out);
  return good ? EXIT_CLEAN : EXIT_TROUBLE;
}

/* An id has a dot, so that these names are free. */
static const struct action {
  const char *name;
  int (*run)(const struct settings *settings, struct engine *engine, const struct list *operands);
  bool checks;
} actions[] = {
  { "test", rules_test, false },
  { "trace", rules_trace, true },
  { "coverage", rules_coverage, true },
  { "new", rules_new, false },
};

static const struct action *find_action(const struct list *operands)
{
  for (size_t i = 0; operands->count > 0 && i < sizeof actions / sizeof *actions; i++)
    if (strcmp(operands->items[0], actions[i].name) == 0) return &actions[i];
  return NULL;
}

/* --rule of a trace names a rule that may be off by default. */
static bool open_for_rules(struct engine *engine, const struct settings *settings, const struct action *action)
{
  if (action && action->checks) {
    struct settings more = *settings;
    const char *enable[] = { settings->rule };
    if (settings->rule && action->run == rules_trace && settings->enable.count == 0)
      more.enable = (struct list){ enable, 1, 1 };
    return engine_open(engine, &more);
  }
  if (!engine_open_model(engine, settings)) return false;
  if (engine_add_rules(engine, settings)) return true;
  engine_close(engine);
  return false;
}

int command_rules(const struct settings *settings)
{
  struct engine engine;
  const struct list *operands = &settings->operands;
  const struct action *action = find_action(operands);
  if (!open_for_rules(&engine, settings, action)) return EXIT_TROUBLE;
  int status;
  if (action) {
    const struct list rest = { operands->items + 1, operands->count - 1, 0 };
    status = action->run(settings, &engine, &rest);
  } else {
    status = show(settings, &engine);
  }
  engine_close(&engine);
  return status;
}

int command_version(const struct settings *settings)
{
  struct engine engine;
  fluide_model_info info = { .struct_size = sizeof info };
  if (!engine_open_model(&engine, settings)) return EXIT_TROUBLE;
  int status = fluide_model_describe(engine.model, &info);
  engine_close(&engine);
  if (status != FLUIDE_OK) {
    say("%s", french_status(status));
    return EXIT_TROUBLE;
  }
  if (settings->format == FORMAT_JSON)
    printf("{\"version\":\"%s\",\"pack\":{\"format\":%" PRIu32 ",\"generation\":\"%016" PRIx64 "\",\"bytes\":%" PRIu64
           ",\"forms\":%" PRIu32 ",\"lemmas\":%" PRIu32 ",\"rules\":%" PRIu32 "}}\n",
           fluide_version_string(), info.format, info.generation, info.pack_bytes, info.form_count, info.lemma_count,
           info.rule_count);
  else
    printf("fluide %s\npaquet de langue : format %" PRIu32 ", génération %016" PRIx64 ", %" PRIu64 " octets\n%" PRIu32
           " formes, %" PRIu32 " lemmes, %" PRIu32 " règles\n",
           fluide_version_string(), info.format, info.generation, info.pack_bytes, info.form_count, info.lemma_count,
           info.rule_count);
  return EXIT_CLEAN;
}
