#include "text/inner.h"

void flu_text_language_init(flu_text_language *lang, const flu_lists *lists,
                            bool (*known)(void *ctx, const char *word, size_t len), void *ctx)
{
  memset(lang, 0, sizeof *lang);
  lang->lists = lists;
  lang->known = known;
  lang->ctx = ctx;
  if (lists == NULL) return;
  lang->elisions = flu_lists_bit(lists, "elisions");
  lang->enclitics = flu_lists_bit(lists, "enclitics");
  lang->abbreviations = flu_lists_bit(lists, "abbreviations");
  lang->abbreviations_final = flu_lists_bit(lists, "abbreviations-final");
  lang->units = flu_lists_bit(lists, "units");
  lang->months = flu_lists_bit(lists, "months");
  lang->particles = flu_lists_bit(lists, "particles");
  lang->ordinals = flu_lists_bit(lists, "ordinals");
  lang->inclusive = flu_lists_bit(lists, "inclusive");
  lang->domains = flu_lists_bit(lists, "domains");
  lang->extensions = flu_lists_bit(lists, "extensions");
  lang->separable = flu_lists_bit(lists, "separable");
}

static int cut_view(flu_text *out, const flu_view *v, const flu_text_language *lang, flu_arena *arena,
                    int (*poll)(void *), void *poll_ctx)
{
  flu_scan sc = { .s = v->s, .len = v->len, .lang = lang, .alloc = &arena->alloc };
  flu_sentence_list sentences = { 0 };
  int status = flu_scan_all(&sc, poll, poll_ctx);
  if (status == FLU_OK) status = flu_mark_quotes(&sc);
  if (status == FLU_OK) status = flu_find_sentences(&sc, &sentences);
  if (status == FLU_OK) status = flu_finish(out, v, &sc, &sentences, lang, arena);
  flu_free(&arena->alloc, sentences.items, sentences.cap * sizeof *sentences.items);
  flu_free(&arena->alloc, sc.items, sc.cap * sizeof *sc.items);
  return status;
}

int flu_text_cut(flu_text *out, const char *utf8, uint32_t len, const flu_mask *masks, size_t mask_count,
                 const flu_text_language *lang, flu_arena *arena, int (*poll)(void *), void *poll_ctx)
{
  memset(out, 0, sizeof *out);
  out->utf8 = utf8;
  out->len = len;
  out->masks = masks;
  out->mask_count = mask_count;
  flu_view view;
  int status = flu_view_make(&view, utf8, len, masks, mask_count, arena);
  if (status != FLU_OK) return status;
  status = cut_view(out, &view, lang, arena, poll, poll_ctx);
  flu_view_end(&view, &arena->alloc);
  return status;
}
