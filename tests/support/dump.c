#include "support.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void reserve(dump *d, size_t more)
{
  if (d->cap - d->len > more) return;
  size_t cap = (d->cap + more + 64) * 2;
  d->ptr = realloc(d->ptr, cap);
  if (!d->ptr) abort();
  d->cap = cap;
}

void dump_bytes(dump *d, const void *bytes, size_t len)
{
  reserve(d, len);
  if (len) memcpy(d->ptr + d->len, bytes, len);
  d->len += len;
  d->ptr[d->len] = 0;
}

void dump_printf(dump *d, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  va_list again;
  va_copy(again, args);
  int needed = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (needed < 0) abort();
  reserve(d, (size_t)needed + 1);
  vsnprintf(d->ptr + d->len, (size_t)needed + 1, format, again);
  va_end(again);
  d->len += (size_t)needed;
}

void dump_repeat(dump *d, const char *piece, size_t times)
{
  size_t len = strlen(piece);
  reserve(d, len * times);
  for (size_t i = 0; i < times; i++) dump_bytes(d, piece, len);
}

bool dump_equal(const dump *a, const dump *b)
{
  return a->len == b->len && (a->len == 0 || memcmp(a->ptr, b->ptr, a->len) == 0);
}

void dump_clear(dump *d)
{
  d->len = 0;
}

void dump_free(dump *d)
{
  free(d->ptr);
  *d = (dump){ 0 };
}

static void dump_str(dump *d, fluide_str s)
{
  dump_bytes(d, "<", 1);
  dump_bytes(d, s.ptr, s.len);
  dump_bytes(d, "> ", 2);
}

static void dump_span(dump *d, fluide_pos start, fluide_pos end)
{
  dump_printf(d, "%u-%u %u-%u %u-%u ", start.byte, end.byte, start.utf16, end.utf16, start.cp, end.cp);
}

void dump_result(dump *d, const fluide_result *result)
{
  size_t count = 0, stride = 0;
  const char *at = (const char *)fluide_result_issues(result, &count, &stride);
  dump_printf(d, "flags %u\n", fluide_result_flags(result));
  for (size_t i = 0; i < count; i++, at += stride) {
    const fluide_issue *issue = (const void *)at;
    dump_span(d, issue->start, issue->end);
    dump_str(d, issue->rule);
    dump_str(d, issue->message);
    dump_printf(d, "%u %u %u:", issue->category, issue->severity, issue->confidence);
    for (uint32_t k = 0; k < issue->suggestion_count; k++) {
      dump_str(d, fluide_result_suggestion(result, issue->first_suggestion + k));
    }
    dump_bytes(d, "\n", 1);
  }
  dump_str(d, fluide_result_corrected(result));
}

void dump_suggestions(dump *d, const fluide_suggestions *suggestions)
{
  size_t count = 0, stride = 0;
  const char *at = (const char *)fluide_suggestions_items(suggestions, &count, &stride);
  for (size_t i = 0; i < count; i++, at += stride) {
    const fluide_suggestion *s = (const void *)at;
    dump_str(d, s->text);
    dump_printf(d, "%u %u\n", s->cost, s->frequency);
  }
}

static void dump_readings(dump *d, const fluide_analysis *analysis, const fluide_token *token)
{
  size_t count = 0, stride = 0;
  const char *readings = (const char *)fluide_analysis_readings(analysis, &count, &stride);
  for (uint32_t k = 0; k < token->reading_count; k++) {
    if (token->first_reading + (size_t)k >= count) abort();
    const fluide_reading *r = (const void *)(readings + (token->first_reading + (size_t)k) * stride);
    dump_str(d, r->lemma);
    dump_str(d, r->pos);
    dump_str(d, r->features);
  }
}

void dump_analysis(dump *d, const fluide_analysis *analysis)
{
  size_t count = 0, stride = 0;
  const char *at = (const char *)fluide_analysis_tokens(analysis, &count, &stride);
  for (size_t i = 0; i < count; i++, at += stride) {
    const fluide_token *t = (const void *)at;
    dump_span(d, t->start, t->end);
    dump_str(d, t->norm);
    dump_printf(d, "%u %s %u:", t->sentence, fluide_token_kind_name(t->kind), t->space_before);
    dump_str(d, t->pos);
    dump_str(d, t->lemma);
    dump_str(d, t->features);
    dump_str(d, t->meant);
    dump_printf(d, "%d ", t->margin);
    dump_readings(d, analysis, t);
    dump_bytes(d, "\n", 1);
  }
  at = (const char *)fluide_analysis_sentences(analysis, &count, &stride);
  for (size_t i = 0; i < count; i++, at += stride) {
    const fluide_sentence *s = (const void *)at;
    dump_span(d, s->start, s->end);
    dump_printf(d, "%u %u\n", s->first_token, s->token_count);
  }
}
