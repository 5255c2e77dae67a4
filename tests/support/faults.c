/* What must hold of every answer, whatever the text. */
#include "support.h"

#include <string.h>

/* Counts the units of a text up to places that only go forward. */
typedef struct ruler {
  const char *text;
  size_t len;
  fluide_pos at;
} ruler;

static bool inside_code_point(const ruler *r, uint32_t byte)
{
  return byte < r->len && ((unsigned char)r->text[byte] & 0xC0) == 0x80;
}

static const char *ruler_check(ruler *r, fluide_pos pos)
{
  if (pos.byte > r->len) return "a place lies behind the text";
  if (pos.byte < r->at.byte) return "places go back";
  if (inside_code_point(r, pos.byte)) return "a place lies inside a code point";
  for (; r->at.byte < pos.byte; r->at.byte++) {
    unsigned char c = (unsigned char)r->text[r->at.byte];
    if ((c & 0xC0) != 0x80) {
      r->at.cp++;
      r->at.utf16 += c >= 0xF0 ? 2 : 1;
    }
  }
  if (pos.cp != r->at.cp) return "a code point offset is wrong";
  if (pos.utf16 != r->at.utf16) return "a UTF-16 offset is wrong";
  return NULL;
}

static const char *string_fault(fluide_str s)
{
  if (!s.ptr) return "a string is NULL";
  if (s.ptr[s.len] != 0) return "a string has no NUL behind it";
  return NULL;
}

static const char *issue_fault(const fluide_result *result, const fluide_issue *issue)
{
  const char *fault = string_fault(issue->rule);
  if (!fault) fault = string_fault(issue->message);
  if (fault) return fault;
  if (issue->rule.len == 0) return "an issue has no rule";
  if (issue->message.len == 0) return "an issue has no message";
  if (issue->category < FLUIDE_CATEGORY_SPELLING || issue->category > FLUIDE_CATEGORY_STYLE) return "unknown category";
  if (issue->severity < FLUIDE_SEVERITY_HINT || issue->severity > FLUIDE_SEVERITY_ERROR) return "unknown severity";
  if (issue->confidence > 100) return "a confidence is over 100";
  for (uint32_t k = 0; k < issue->suggestion_count && !fault; k++) {
    fault = string_fault(fluide_result_suggestion(result, issue->first_suggestion + k));
  }
  return fault;
}

const char *result_fault(const fluide_result *result, const char *utf8, size_t len)
{
  size_t count = 0, stride = 0;
  const char *at = (const char *)fluide_result_issues(result, &count, &stride);
  if (count && stride < sizeof(fluide_issue)) return "the stride is too small";
  ruler r = { utf8, len, { 0, 0, 0 } };
  for (size_t i = 0; i < count; i++, at += stride) {
    const fluide_issue *issue = (const void *)at;
    if (issue->end.byte < issue->start.byte) return "an issue ends before it starts";
    const char *fault = ruler_check(&r, issue->start);
    if (!fault) fault = ruler_check(&r, issue->end);
    if (!fault) fault = issue_fault(result, issue);
    if (fault) return fault;
  }
  return string_fault(fluide_result_corrected(result));
}

static const char *sentences_fault(const fluide_analysis *analysis, size_t token_count, const char *utf8, size_t len)
{
  size_t count = 0, stride = 0;
  const char *at = (const char *)fluide_analysis_sentences(analysis, &count, &stride);
  ruler r = { utf8, len, { 0, 0, 0 } };
  uint32_t next = 0;
  for (size_t i = 0; i < count; i++, at += stride) {
    const fluide_sentence *s = (const void *)at;
    const char *fault = ruler_check(&r, s->start);
    if (!fault) fault = ruler_check(&r, s->end);
    if (fault) return fault;
    if (s->first_token != next) return "sentences leave a token out";
    next += s->token_count;
  }
  return next == token_count ? NULL : "sentences do not hold all tokens";
}

const char *analysis_fault(const fluide_analysis *analysis, const char *utf8, size_t len)
{
  size_t count = 0, stride = 0, readings = 0, reading_stride = 0;
  fluide_analysis_readings(analysis, &readings, &reading_stride);
  const char *at = (const char *)fluide_analysis_tokens(analysis, &count, &stride);
  ruler r = { utf8, len, { 0, 0, 0 } };
  for (size_t i = 0; i < count; i++, at += stride) {
    const fluide_token *t = (const void *)at;
    const char *fault = ruler_check(&r, t->start);
    if (!fault) fault = ruler_check(&r, t->end);
    if (!fault) fault = string_fault(t->norm);
    if (!fault) fault = string_fault(t->pos);
    if (!fault) fault = string_fault(t->lemma);
    if (!fault) fault = string_fault(t->features);
    if (!fault) fault = string_fault(t->meant);
    if (fault) return fault;
    if (t->end.byte <= t->start.byte) return "a token is empty";
    if ((size_t)t->first_reading + t->reading_count > readings) return "a reading does not exist";
    if (strcmp(fluide_token_kind_name(t->kind), "unknown") == 0) return "a token is of no kind";
  }
  return sentences_fault(analysis, count, utf8, len);
}
