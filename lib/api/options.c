#include "api/options.h"

#define DEFAULT_MAX_ISSUES 10000u
#define DEFAULT_MAX_SUGGESTIONS 8u
#define DEFAULT_MAX_TEXT (64u << 20)
#define LARGEST_MAX_TEXT (1u << 30)
#define LARGEST_BUDGET 100000u
#define MAX_IDS 10000u


int flu_api_read_struct(void *to, size_t size, const void *from, size_t from_size)
{
  if (from_size < sizeof(size_t)) return FLUIDE_E_ARG;
  const unsigned char *bytes = from;
  for (size_t i = size; i < from_size; i++)
    if (bytes[i] != 0) return FLUIDE_E_VERSION;
  memset(to, 0, size);
  memcpy(to, from, from_size < size ? from_size : size);
  return FLUIDE_OK;
}

static uint8_t locale_bit(const char *locale)
{
  static const struct {
    const char *name;
    uint8_t bit;
  } locales[] = {
    { "fr-FR", FLU_LOCALE_FR }, { "fr-BE", FLU_LOCALE_BE }, { "fr-CH", FLU_LOCALE_CH }, { "fr-CA", FLU_LOCALE_CA },
  };
  for (size_t i = 0; i < sizeof locales / sizeof *locales; i++)
    if (strcmp(locale, locales[i].name) == 0) return locales[i].bit;
  return 0;
}

static uint32_t or_default(uint32_t value, uint32_t standard, uint32_t largest)
{
  if (value == 0) return standard;
  return value < largest ? value : largest;
}

static int read_settings(flu_settings *s, const fluide_options *o, flu_error *err)
{
  s->locale = o->locale == NULL ? FLU_LOCALE_FR : locale_bit(o->locale);
  if (s->locale == 0)
    return flu_fail(err, FLU_E_ARG, 0, "unknown locale \"%.40s\" (fr-FR, fr-BE, fr-CH, fr-CA)", o->locale);
  switch (o->spelling) {
  case FLUIDE_SPELLING_BOTH: s->unwanted_variant = FLU_VARIANT_NONE; break;
  case FLUIDE_SPELLING_CLASSICAL: s->unwanted_variant = FLU_VARIANT_1990; break;
  case FLUIDE_SPELLING_REFORM1990: s->unwanted_variant = FLU_VARIANT_CLASSICAL; break;
  default: return flu_fail(err, FLU_E_ARG, 0, "unknown spelling %u", (unsigned)o->spelling);
  }
  s->max_issues = or_default(o->max_issues, DEFAULT_MAX_ISSUES, UINT32_MAX / 8);
  s->max_suggestions = o->max_suggestions == UINT32_MAX
                         ? 0
                         : or_default(o->max_suggestions, DEFAULT_MAX_SUGGESTIONS, FLU_MAX_SUGGESTIONS);
  s->max_text_bytes = or_default(o->max_text_bytes, DEFAULT_MAX_TEXT, LARGEST_MAX_TEXT);
  s->suggestion_budget = or_default(o->suggestion_budget, LARGEST_BUDGET, LARGEST_BUDGET);
  if (o->reserved != 0) return flu_fail(err, FLU_E_VERSION, 0, "options.reserved must be 0");
  return FLU_OK;
}

/* Category of this name, 0 when there is none. */
static uint8_t category_of(const char *id)
{
  for (uint8_t c = FLUIDE_CATEGORY_SPELLING; c <= FLUIDE_CATEGORY_STYLE; c++)
    if (strcmp(id, fluide_category_name(c)) == 0) return c;
  return 0;
}

/* Switch what an id names: all rules of a category, or one rule. */
static int apply_id(fluide_checker *c, const char *id, bool rules, uint8_t on, flu_error *err)
{
  const flu_catalogue *cat = &c->model->catalogue;
  uint8_t category = category_of(id);
  if (category != 0) {
    for (uint32_t i = 0; i < cat->count && !rules; i++)
      if (flu_catalogue_rule(cat, i).category == category) c->enabled[i] = on;
    return FLU_OK;
  }
  uint32_t rule = flu_catalogue_find(cat, id, strlen(id));
  if (rule == FLU_NO_RULE) return flu_fail(err, FLU_E_ARG, 0, "unknown rule or category \"%.80s\"", id);
  if (rules) c->enabled[rule] = on;
  return FLU_OK;
}

static int apply_ids(fluide_checker *c, const char *const *ids, bool rules, uint8_t on, flu_error *err)
{
  int status = FLU_OK;
  for (size_t i = 0; ids != NULL && ids[i] != NULL && status == FLU_OK; i++) {
    if (i >= MAX_IDS) return flu_fail(err, FLU_E_LIMIT, 0, "more than %u ids", MAX_IDS);
    status = apply_id(c, ids[i], rules, on, err);
  }
  return status;
}

int flu_api_options(fluide_checker *c, const fluide_options *given, flu_error *err)
{
  fluide_options o = FLUIDE_OPTIONS_INIT;
  if (given != NULL) {
    int status = flu_api_read_struct(&o, sizeof o, given, given->struct_size);
    if (status == FLUIDE_E_VERSION)
      return flu_fail(err, status, 0, "an option is set that version %s does not know", fluide_version_string());
    if (status != FLUIDE_OK) return flu_fail(err, status, 0, "options.struct_size is not set");
  }
  int status = read_settings(&c->settings, &o, err);
  if (status != FLU_OK) return status;
  const flu_catalogue *cat = &c->model->catalogue;
  for (uint32_t i = 0; i < cat->count; i++) c->enabled[i] = flu_catalogue_rule(cat, i).enabled;
  /* Categories first, then single rules: the more specific wins; of equals, `disable`. */
  for (int rules = 0; rules <= 1 && status == FLU_OK; rules++) {
    status = apply_ids(c, o.enable, rules != 0, 1, err);
    if (status == FLU_OK) status = apply_ids(c, o.disable, rules != 0, 0, err);
  }
  for (uint32_t i = 0; i < cat->count && status == FLU_OK; i++) {
    uint8_t locales = flu_catalogue_rule(cat, i).locales;
    if (locales != 0 && (locales & c->settings.locale) == 0) c->enabled[i] = 0;
  }
  return status;
}
