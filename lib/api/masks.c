#include "api/handles.h"
#include "text/markup.h"

struct fluide_masks {
  flu_alloc alloc;
  flu_mask_list list;
};

int fluide_masks_build(int markup, const char *utf8, size_t len, const fluide_alloc *alloc, fluide_masks **out,
                       fluide_error *err)
{
  flu_error *e = FLU_ERR(err);
  if (out == NULL || (utf8 == NULL && len > 0)) return flu_fail(e, FLU_E_ARG, 0, "text and out must not be NULL");
  if (markup < FLUIDE_MARKUP_PLAIN || markup > FLUIDE_MARKUP_HTML)
    return flu_fail(e, FLU_E_ARG, 0, "unknown markup %d", markup);
  if (len > (1u << 30)) return flu_fail(e, FLU_E_LIMIT, 1u << 30, "text of %zu bytes, the limit is 1 GiB", len);
  size_t valid = flu_utf8_valid(utf8 == NULL ? "" : utf8, len);
  if (valid < len)
    return flu_fail(e, FLU_E_UTF8, valid, "byte 0x%02X at offset %zu is not UTF-8", (unsigned char)utf8[valid], valid);
  const flu_alloc *a =
    alloc != NULL && alloc->fn != NULL ? (const flu_alloc *)(const void *)alloc : &flu_alloc_default;
  fluide_masks *m = flu_new0(a, sizeof *m);
  if (m == NULL) return flu_fail(e, FLU_E_NOMEM, 0, "out of memory");
  m->alloc = *a;
  m->list.alloc = &m->alloc;
  int status = FLU_OK;
  if (markup == FLUIDE_MARKUP_MARKDOWN) status = flu_markup_markdown(&m->list, utf8 == NULL ? "" : utf8, (uint32_t)len);
  if (markup == FLUIDE_MARKUP_HTML) status = flu_markup_html(&m->list, utf8 == NULL ? "" : utf8, (uint32_t)len);
  if (status != FLU_OK) {
    fluide_masks_free(m);
    return flu_fail(e, status, 0, "%s", fluide_status_message(status));
  }
  *out = m;
  return FLUIDE_OK;
}

const fluide_mask *fluide_masks_items(const fluide_masks *masks, size_t *count)
{
  if (count != NULL) *count = masks == NULL ? 0 : masks->list.count;
  return masks == NULL ? NULL : (const fluide_mask *)(const void *)masks->list.items;
}

void fluide_masks_free(fluide_masks *m)
{
  if (m == NULL) return;
  flu_alloc alloc = m->alloc;
  flu_free(&alloc, m->list.items, m->list.cap * sizeof *m->list.items);
  flu_free(&alloc, m, sizeof *m);
}
