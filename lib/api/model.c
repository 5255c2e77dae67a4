#include "api/handles.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* The pack that is linked into the library: generated with it, so it is trusted. */
extern const unsigned char flu_embedded_pack[];
extern const uint64_t flu_embedded_pack_size;

static const flu_alloc *alloc_or_default(const fluide_alloc *alloc)
{
  return alloc != NULL && alloc->fn != NULL ? (const flu_alloc *)(const void *)alloc : &flu_alloc_default;
}

static fluide_str public_str(flu_str s)
{
  return (fluide_str){ s.ptr, s.len };
}

/* "fr-FR fr-BE" for a set of locales; the sets are few, so their texts are constants. */
static fluide_str locale_names(uint8_t locales)
{
  static const char *const names[16] = {
    "", "fr-FR", "fr-BE", "fr-FR fr-BE", "fr-CH", "fr-FR fr-CH", "fr-BE fr-CH", "fr-FR fr-BE fr-CH", "fr-CA",
    "fr-FR fr-CA", "fr-BE fr-CA", "fr-FR fr-BE fr-CA", "fr-CH fr-CA", "fr-FR fr-CH fr-CA", "fr-BE fr-CH fr-CA", "",
  };
  const char *name = names[locales & 15];
  return (fluide_str){ name, (uint32_t)strlen(name) };
}

static int fill_rules(fluide_model *m)
{
  uint32_t count = m->catalogue.count;
  if (count == 0) return FLUIDE_OK;
  m->rules = flu_new0(&m->alloc, count * sizeof *m->rules);
  if (m->rules == NULL) return FLUIDE_E_NOMEM;
  for (uint32_t i = 0; i < count; i++) {
    flu_rule r = flu_catalogue_rule(&m->catalogue, i);
    m->rules[i] = (fluide_rule){
      .id = public_str(r.id),
      .title = public_str(r.title),
      .explanation = public_str(r.explanation),
      .reference = public_str(r.reference),
      .locales = locale_names(r.locales),
      .category = r.category,
      .severity = r.severity,
      .enabled = r.enabled,
      .confidence = r.confidence,
    };
  }
  return FLUIDE_OK;
}

static int open_sections(fluide_model *m, bool trusted, flu_error *err)
{
  const unsigned char *data;
  size_t size;
  int status = flu_pack_find(&m->pack, FLU_SECTION_LEXICON, FLU_LEXICON_VERSION, &data, &size, err);
  if (status == FLU_OK) status = flu_lexicon_open(&m->lexicon, data, size, trusted, &m->alloc, err);
  if (status == FLU_OK) status = flu_pack_find(&m->pack, FLU_SECTION_LISTS, FLU_LISTS_VERSION, &data, &size, err);
  if (status == FLU_OK) status = flu_lists_open(data, size, &m->lists, err);
  if (status == FLU_OK) status = flu_pack_find(&m->pack, FLU_SECTION_RULES, FLU_RULES_VERSION, &data, &size, err);
  if (status == FLU_OK) status = flu_catalogue_open(data, size, &m->catalogue, err);
  if (status == FLU_OK) status = flu_pack_find(&m->pack, FLU_SECTION_PROGRAMS, FLU_PROGRAMS_VERSION, &data, &size, err);
  if (status == FLU_OK) status = flu_programs_open(data, size, m->catalogue.count, &m->programs, err);
  if (status == FLU_OK)
    status = flu_pack_find(&m->pack, FLU_SECTION_SPELLING, FLU_SPELLING_VERSION, &data, &size, err);
  if (status == FLU_OK) status = flu_speller_open(&m->lexicon, &m->lists, data, size, &m->speller, err);
  if (status == FLU_OK) status = flu_pack_find(&m->pack, FLU_SECTION_TAGGER, FLU_TAGGER_VERSION, &data, &size, err);
  if (status == FLU_OK) status = flu_tagger_open(&m->tagger, data, size, trusted, &m->lexicon, &m->lists, err);
  if (status == FLU_OK) status = flu_pack_find(&m->pack, FLU_SECTION_SYNTAX, FLU_SYNTAX_VERSION, &data, &size, err);
  if (status == FLU_OK) status = flu_parser_open(&m->parser, data, size, err);
  if (status == FLU_OK) status = flu_pack_find(&m->pack, FLU_SECTION_CHOICES, FLU_CHOICES_VERSION, &data, &size, err);
  if (status == FLU_OK) status = flu_choices_open(&m->choices, data, size, trusted, &m->lexicon, err);
  if (status == FLU_OK && (status = fill_rules(m)) != FLU_OK) flu_fail(err, status, 0, "out of memory");
  return status;
}

static int open_bytes(const void *data, size_t size, bool trusted, const fluide_alloc *alloc, void *mapped,
                      fluide_model **out, flu_error *err)
{
  const flu_alloc *a = alloc_or_default(alloc);
  fluide_model *m = flu_new0(a, sizeof *m);
  if (m == NULL) return flu_fail(err, FLU_E_NOMEM, 0, "out of memory");
  m->alloc = *a;
  atomic_init(&m->refs, 1);
  int status = flu_pack_open(data, size, trusted, &m->pack, err);
  if (status == FLU_OK) m->generation = m->pack.header->generation;
  if (status == FLU_OK) status = open_sections(m, trusted, err);
  if (status != FLU_OK) {
    fluide_model_unref(m);
    return status;
  }
  m->mapped = mapped;
  m->mapped_size = mapped == NULL ? 0 : size;
  *out = m;
  return FLUIDE_OK;
}

int fluide_model_open_memory(const void *data, size_t size, const fluide_alloc *alloc, fluide_model **out,
                             fluide_error *err)
{
  if (data == NULL || out == NULL) return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "data and out must not be NULL");
  return open_bytes(data, size, false, alloc, NULL, out, FLU_ERR(err));
}

static int open_file(const char *path, const fluide_alloc *alloc, fluide_model **out, flu_error *err)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return flu_fail(err, FLU_E_IO, 0, "%s: %s", path, strerror(errno));
  struct stat st;
  int status = FLU_OK;
  void *map = MAP_FAILED;
  if (fstat(fd, &st) != 0) status = flu_fail(err, FLU_E_IO, 0, "%s: %s", path, strerror(errno));
  else if (!S_ISREG(st.st_mode)) status = flu_fail(err, FLU_E_IO, 0, "%s: not a regular file", path);
  else if (st.st_size <= 0) status = flu_fail(err, FLU_E_FORMAT, 0, "%s: empty file", path);
  if (status == FLU_OK) {
    map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map == MAP_FAILED) status = flu_fail(err, FLU_E_IO, 0, "%s: %s", path, strerror(errno));
  }
  close(fd);
  if (status != FLU_OK) return status;
  status = open_bytes(map, (size_t)st.st_size, false, alloc, map, out, err);
  if (status != FLU_OK) munmap(map, (size_t)st.st_size);
  return status;
}

int fluide_model_open(const char *path, const fluide_alloc *alloc, fluide_model **out, fluide_error *err)
{
  if (out == NULL) return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "out must not be NULL");
  if (path != NULL) return open_file(path, alloc, out, FLU_ERR(err));
  return open_bytes(flu_embedded_pack, (size_t)flu_embedded_pack_size, true, alloc, NULL, out, FLU_ERR(err));
}

static uint64_t extended_generation(const fluide_model *m)
{
  XXH3_state_t state;
  XXH3_INITSTATE(&state);
  (void)XXH3_64bits_reset(&state);
  (void)XXH3_64bits_update(&state, &m->base->generation, sizeof m->base->generation);
  (void)XXH3_64bits_update(&state, m->own_rules.ptr, m->own_rules.len);
  (void)XXH3_64bits_update(&state, m->own_programs.ptr, m->own_programs.len);
  return XXH3_64bits_digest(&state);
}

int flu_api_model_extend(fluide_model *base, flu_buffer *rules, flu_buffer *programs, const flu_alloc *alloc,
                         fluide_model **out, flu_error *err)
{
  fluide_model *m = flu_new0(alloc, sizeof *m);
  if (m == NULL) return flu_fail(err, FLU_E_NOMEM, 0, "out of memory");
  const size_t shared = offsetof(fluide_model, pack); /* what stands before is its own */
  memcpy((char *)m + shared, (const char *)base + shared, sizeof *m - shared);
  atomic_init(&m->refs, 1);
  m->alloc = *alloc;
  m->rules = NULL;
  m->base = fluide_model_ref(base);
  m->own_rules = *rules;
  m->own_programs = *programs;
  m->generation = extended_generation(m);
  flu_buffer_init(rules, rules->alloc);
  flu_buffer_init(programs, programs->alloc);
  int status = flu_catalogue_open((const unsigned char *)m->own_rules.ptr, m->own_rules.len, &m->catalogue, err);
  if (status == FLU_OK)
    status = flu_programs_open((const unsigned char *)m->own_programs.ptr, m->own_programs.len, m->catalogue.count,
                               &m->programs, err);
  if (status == FLU_OK && (status = fill_rules(m)) != FLU_OK) flu_fail(err, status, 0, "out of memory");
  if (status == FLU_OK)
    *out = m;
  else
    fluide_model_unref(m);
  return status;
}

fluide_model *fluide_model_ref(fluide_model *model)
{
  if (model != NULL) atomic_fetch_add_explicit(&model->refs, 1, memory_order_relaxed);
  return model;
}

void fluide_model_unref(fluide_model *m)
{
  if (m == NULL || atomic_fetch_sub_explicit(&m->refs, 1, memory_order_acq_rel) != 1) return;
  flu_alloc alloc = m->alloc;
  if (m->mapped != NULL) munmap(m->mapped, m->mapped_size);
  if (m->base != NULL) {
    flu_buffer_end(&m->own_rules);
    flu_buffer_end(&m->own_programs);
    fluide_model_unref(m->base);
  }
  flu_free(&alloc, m->rules, m->catalogue.count * sizeof *m->rules);
  flu_free(&alloc, m, sizeof *m);
}

int fluide_model_describe(const fluide_model *model, fluide_model_info *info)
{
  if (model == NULL || info == NULL || info->struct_size < sizeof info->struct_size) return FLUIDE_E_ARG;
  fluide_model_info full = {
    .struct_size = info->struct_size,
    .generation = model->generation,
    .pack_bytes = model->pack.size,
    .form_count = flu_lexicon_form_count(&model->lexicon),
    .lemma_count = flu_lexicon_lemma_count(&model->lexicon),
    .rule_count = model->catalogue.count,
    .format = model->pack.header->format,
  };
  size_t known = info->struct_size < sizeof full ? info->struct_size : sizeof full;
  memset(info, 0, info->struct_size);
  memcpy(info, &full, known);
  return FLUIDE_OK;
}

const fluide_rule *fluide_model_rules(const fluide_model *model, size_t *count, size_t *stride)
{
  if (model == NULL || count == NULL || stride == NULL) return NULL;
  *count = model->catalogue.count;
  *stride = sizeof *model->rules;
  return model->rules;
}
