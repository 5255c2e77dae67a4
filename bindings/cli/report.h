/* The forms in which `fluide check` answers. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <fluide/fluide.h>

#include "buffer.h"
#include "engine.h"
#include "settings.h"
#include "source.h"

struct reporter {
  const struct engine *engine;
  const struct settings *settings;
  const struct source *sources;
  size_t source_count;
  bool color;
  size_t width; /* columns of a line of text */
};

struct summary {
  size_t texts, failed, cut;
  size_t texts_with_issues;
  size_t by_severity[4];  /* fluide_severity; others count as warnings */
  struct buffer failures; /* what a report keeps about failed texts for its end */
  int exit_status;
};

struct report {
  const char *separator; /* between what two texts gave, when neither is empty */
  void (*begin)(struct buffer *out, const struct reporter *reporter);
  /* On any thread. */
  void (*issues)(struct buffer *out, const struct reporter *reporter, size_t index, const fluide_result *result);
  void (*failure)(struct buffer *out, struct summary *summary, const struct source *source, int status,
                  const struct buffer *message);
  void (*end)(struct buffer *out, const struct reporter *reporter, const struct summary *summary);
};

extern const struct report report_text, report_json, report_jsonl, report_sarif;

/* The rule of that id, or NULL. */
const fluide_rule *rule_find(const fluide_model *model, const char *id, size_t length);

/* The i-th element of an array walked by stride. */
static inline const void *element(const void *array, size_t stride, size_t index)
{
  return (const char *)array + stride * index;
}

/* ["a","b"] */
void json_suggestions(struct buffer *out, const fluide_result *result, const fluide_issue *issue);
void json_text(struct buffer *out, const char *text);
void json_str(struct buffer *out, fluide_str text);
/* {"byte":…,"utf16":…,"codepoint":…} */
void json_place(struct buffer *out, const fluide_pos *place);

#endif
