#include "api/handles.h"

/* The inner types are the public ones under other names: nothing is converted, so their layouts must agree. */
#define SAME_VALUE(name, value, message) _Static_assert(FLU_##name == (value), "status " #name);
FLUIDE_STATUS_MAP(SAME_VALUE)
#undef SAME_VALUE

_Static_assert(sizeof(flu_error) == sizeof(fluide_error), "flu_error");
_Static_assert(offsetof(flu_error, offset) == offsetof(fluide_error, offset), "flu_error.offset");
_Static_assert(offsetof(flu_error, detail) == offsetof(fluide_error, detail), "flu_error.detail");
_Static_assert(sizeof(flu_alloc) == sizeof(fluide_alloc), "flu_alloc");
_Static_assert(offsetof(flu_alloc, ctx) == offsetof(fluide_alloc, ctx), "flu_alloc.ctx");
_Static_assert(sizeof(flu_mask) == sizeof(fluide_mask), "flu_mask");
_Static_assert(offsetof(flu_mask, kind) == offsetof(fluide_mask, kind), "flu_mask.kind");
_Static_assert((int)FLU_MASK_SKIP == (int)FLUIDE_MASK_SKIP && (int)FLU_MASK_NOUN == (int)FLUIDE_MASK_NOUN &&
                 (int)FLU_MASK_BREAK == (int)FLUIDE_MASK_BREAK &&
                 (int)FLU_MASK_CHARACTER == (int)FLUIDE_MASK_CHARACTER,
               "mask kinds");
_Static_assert((int)FLU_TOKEN_WORD == (int)FLUIDE_TOKEN_WORD && (int)FLU_TOKEN_MASKED == (int)FLUIDE_TOKEN_MASKED &&
                 (int)FLU_TOKEN_UNIT == (int)FLUIDE_TOKEN_UNIT,
               "token kinds");
_Static_assert((int)FLU_CATEGORY_STYLE == (int)FLUIDE_CATEGORY_STYLE &&
                 (int)FLU_SEVERITY_ERROR == (int)FLUIDE_SEVERITY_ERROR,
               "categories and severities");
_Static_assert((int)FLU_SINK_ISSUES_CUT == (int)FLUIDE_RESULT_ISSUES_CUT &&
                 (int)FLU_SINK_SUGGESTIONS_CUT == (int)FLUIDE_RESULT_SUGGESTIONS_CUT,
               "result flags");

uint32_t fluide_version(void)
{
  return FLUIDE_VERSION_HEX;
}

#define TEXT_OF(x) #x
#define VERSION_TEXT(a, b, c) TEXT_OF(a) "." TEXT_OF(b) "." TEXT_OF(c)

const char *fluide_version_string(void)
{
  return VERSION_TEXT(FLUIDE_VERSION_MAJOR, FLUIDE_VERSION_MINOR, FLUIDE_VERSION_PATCH);
}

const char *fluide_status_message(int status)
{
  switch (status) {
#define CASE(name, value, message) \
  case value: return message;
    FLUIDE_STATUS_MAP(CASE)
#undef CASE
  default: return "unknown status";
  }
}

const char *fluide_status_name(int status)
{
  switch (status) {
#define CASE(name, value, message) \
  case value: return #name;
    FLUIDE_STATUS_MAP(CASE)
#undef CASE
  default: return "E_UNKNOWN";
  }
}

const char *fluide_category_name(int category)
{
  static const char *const names[] = { "unknown", "spelling", "typography", "grammar", "style" };
  return category > 0 && category < (int)(sizeof names / sizeof *names) ? names[category] : names[0];
}

const char *fluide_severity_name(int severity)
{
  static const char *const names[] = { "unknown", "hint", "warning", "error" };
  return severity > 0 && severity < (int)(sizeof names / sizeof *names) ? names[severity] : names[0];
}

const char *fluide_token_kind_name(int kind)
{
  static const char *const names[] = { "unknown", "word",  "number", "punctuation", "symbol", "abbreviation", "ordinal",
                                       "date",    "time",  "unit",   "url",         "email",  "path",         "mention",
                                       "hashtag", "code",  "roman",  "emoji",       "masked" };
  return kind > 0 && kind < (int)(sizeof names / sizeof *names) ? names[kind] : names[0];
}
