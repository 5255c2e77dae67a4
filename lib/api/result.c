#include "api/result.h"

/* --- messages: $0 is the text of the place, $1 the first suggestion, $2 … $9 words of the issue, $$ a dollar --- */

static flu_str message_part(const flu_issue *issue, const char *utf8, char key)
{
  if (key == '0') return (flu_str){ utf8 + issue->start, issue->end - issue->start };
  if (key == '1' && issue->suggestion_count > 0) return issue->suggestions[0];
  if (key >= '2' && key - '2' < issue->word_count) return issue->words[key - '2'];
  return (flu_str){ "", 0 };
}

static size_t expand(const flu_rule *rule, const flu_issue *issue, const char *utf8, char *out)
{
  size_t n = 0;
  for (uint32_t i = 0; i < rule->message.len; i++) {
    char c = rule->message.ptr[i], next = i + 1 < rule->message.len ? rule->message.ptr[i + 1] : '\0';
    flu_str part = { rule->message.ptr + i, 1 };
    if (c == '$' && next >= '0' && next <= '9') {
      part = message_part(issue, utf8, next);
      i++;
    } else if (c == '$' && next == '$') {
      i++;
    }
    if (out != NULL && part.len > 0) memcpy(out + n, part.ptr, part.len);
    n += part.len;
  }
  return n;
}

static bool fill_message(fluide_result *r, fluide_issue *to, const flu_rule *rule, const flu_issue *issue,
                         const char *utf8)
{
  size_t n = expand(rule, issue, utf8, NULL);
  char *text = flu_arena_take(&r->arena, n + 1);
  if (text == NULL) return false;
  expand(rule, issue, utf8, text);
  text[n] = '\0';
  to->message = (fluide_str){ text, (uint32_t)n };
  return true;
}

/* --- issues --- */

static fluide_pos position(flu_cursor *cursor, uint32_t byte)
{
  flu_cursor_to(cursor, byte);
  return (fluide_pos){ cursor->byte, cursor->utf16, cursor->cp };
}

static bool fill_issue(fluide_result *r, const fluide_checker *c, const char *utf8, const flu_issue *issue,
                       flu_cursor *cursor)
{
  flu_rule rule = flu_catalogue_rule(&c->model->catalogue, issue->rule);
  fluide_issue *to = &r->issues[r->issue_count++];
  to->start = position(cursor, issue->start);
  to->end = position(cursor, issue->end);
  to->category = rule.category;
  to->severity = rule.severity;
  to->confidence = issue->confidence;
  to->first_suggestion = r->suggestion_count;
  to->suggestion_count = issue->suggestion_count;
  if (!flu_api_copy(&r->arena, &to->rule, rule.id.ptr, rule.id.len)) return false;
  for (uint32_t i = 0; i < issue->suggestion_count; i++) {
    flu_str s = issue->suggestions[i];
    if (!flu_api_copy(&r->arena, &r->suggestions[r->suggestion_count++], s.ptr, s.len)) return false;
  }
  return fill_message(r, to, &rule, issue, utf8);
}

static bool fill_issues(fluide_result *r, const fluide_checker *c, const char *utf8, const flu_sink *sink)
{
  size_t suggestions = 0;
  for (size_t i = 0; i < sink->count; i++) suggestions += sink->items[i].suggestion_count;
  r->issues = flu_arena_take(&r->arena, sink->count * sizeof *r->issues);
  r->suggestions = flu_arena_take(&r->arena, suggestions * sizeof *r->suggestions);
  if (r->issues == NULL || r->suggestions == NULL) return false;
  memset(r->issues, 0, sink->count * sizeof *r->issues);
  flu_cursor cursor = { .text = utf8 };
  for (size_t i = 0; i < sink->count; i++)
    if (!fill_issue(r, c, utf8, &sink->items[i], &cursor)) return false;
  return true;
}

/* --- corrected text --- */

static size_t apply(const char *utf8, size_t len, const flu_sink *sink, char *out)
{
  size_t n = 0, at = 0;
  for (size_t i = 0; i < sink->count; i++) {
    const flu_issue *issue = &sink->items[i];
    if (issue->suggestion_count == 0) continue;
    flu_str s = issue->suggestions[0];
    if (out != NULL) {
      memcpy(out + n, utf8 + at, issue->start - at);
      if (s.len > 0) memcpy(out + n + (issue->start - at), s.ptr, s.len);
    }
    n += issue->start - at + s.len;
    at = issue->end;
  }
  if (out != NULL && len > at) memcpy(out + n, utf8 + at, len - at);
  return n + (len - at);
}

static int fill_corrected(fluide_result *r, const char *utf8, size_t len, const flu_sink *sink)
{
  size_t n = apply(utf8, len, sink, NULL);
  if (n >= UINT32_MAX) return FLUIDE_E_LIMIT;
  char *text = flu_arena_take(&r->arena, n + 1);
  if (text == NULL) return FLUIDE_E_NOMEM;
  apply(utf8, len, sink, text);
  text[n] = '\0';
  r->corrected = (fluide_str){ text, (uint32_t)n };
  return FLUIDE_OK;
}

int flu_api_result_make(const fluide_checker *c, const char *utf8, size_t len, const flu_sink *sink, bool correct,
                        fluide_result **out)
{
  fluide_result *r = flu_new0(&c->alloc, sizeof *r);
  if (r == NULL) return FLUIDE_E_NOMEM;
  r->alloc = c->alloc;
  flu_arena_init(&r->arena, &c->alloc);
  r->flags = sink->flags;
  r->corrected.ptr = "";
  int status = FLUIDE_OK;
  if (sink->count > 0 && !fill_issues(r, c, utf8, sink)) status = FLUIDE_E_NOMEM;
  if (status == FLUIDE_OK && correct) status = fill_corrected(r, utf8, len, sink);
  if (status != FLUIDE_OK) {
    fluide_result_free(r);
    return status;
  }
  *out = r;
  return FLUIDE_OK;
}

/* --- reading --- */

const fluide_issue *fluide_result_issues(const fluide_result *r, size_t *count, size_t *stride)
{
  if (r == NULL || count == NULL || stride == NULL) return NULL;
  *count = r->issue_count;
  *stride = sizeof *r->issues;
  return r->issues;
}

fluide_str fluide_result_suggestion(const fluide_result *r, uint32_t index)
{
  return r != NULL && index < r->suggestion_count ? r->suggestions[index] : (fluide_str){ "", 0 };
}

fluide_str fluide_result_corrected(const fluide_result *r)
{
  return r != NULL ? r->corrected : (fluide_str){ "", 0 };
}

uint32_t fluide_result_flags(const fluide_result *r)
{
  return r != NULL ? r->flags : 0;
}

void fluide_result_free(fluide_result *r)
{
  if (r == NULL) return;
  flu_alloc alloc = r->alloc;
  flu_arena_end(&r->arena);
  flu_free(&alloc, r, sizeof *r);
}
