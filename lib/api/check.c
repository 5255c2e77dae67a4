#include "api/result.h"
#include "correction/run.h"

int flu_api_input_read(fluide_input *to, const fluide_input *from, fluide_error *err)
{
  *to = (fluide_input)FLUIDE_INPUT_INIT;
  if (from == NULL) return FLUIDE_OK;
  int status = flu_api_read_struct(to, sizeof *to, from, from->struct_size);
  if (status != FLUIDE_OK) return flu_fail(FLU_ERR(err), status, 0, "input.struct_size is not right");
  if (to->mask_count > 0 && to->masks == NULL)
    return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "masks must not be NULL when mask_count is not 0");
  return FLUIDE_OK;
}

int flu_api_text_ok(const fluide_checker *c, const char *utf8, size_t len, const fluide_input *in, fluide_input *read,
                    fluide_error *err)
{
  flu_error *e = FLU_ERR(err);
  if (c == NULL) return flu_fail(e, FLU_E_ARG, 0, "checker must not be NULL");
  if (utf8 == NULL && len > 0) return flu_fail(e, FLU_E_ARG, 0, "text must not be NULL");
  if (len > c->settings.max_text_bytes)
    return flu_fail(e, FLU_E_LIMIT, c->settings.max_text_bytes, "text of %zu bytes, the limit is %u", len,
                    (unsigned)c->settings.max_text_bytes);
  int status = flu_api_input_read(read, in, err);
  if (status != FLUIDE_OK) return status;
  size_t valid = flu_utf8_valid(utf8, len);
  if (valid < len)
    return flu_fail(e, FLU_E_UTF8, valid, "byte 0x%02X at offset %zu is not UTF-8", (unsigned char)utf8[valid], valid);
  size_t bad = flu_masks_valid((const flu_mask *)(const void *)read->masks, read->mask_count, utf8, len);
  if (bad < read->mask_count)
    return flu_fail(e, FLU_E_ARG, read->masks[bad].start, "mask %zu is out of order, outside or inside a character", bad);
  return FLUIDE_OK;
}

static flu_unit unit_of(const fluide_checker *c, const flu_user_words *user)
{
  return (flu_unit){
    .lexicon = &c->model->lexicon,
    .lists = &c->model->lists,
    .rules = &c->model->catalogue,
    .programs = &c->model->programs,
    .speller = &c->model->speller,
    .tagger = &c->model->tagger,
    .parser = &c->model->parser,
    .choices = &c->model->choices,
    .enabled = c->enabled,
    .locale = c->settings.locale,
    .unwanted_variant = c->settings.unwanted_variant,
    .max_suggestions = c->settings.max_suggestions,
    .suggestion_budget = c->settings.suggestion_budget,
    .user = user,
    .dictionaries = c->dictionaries,
    .list_bits = &c->list_bits,
  };
}

static int check(fluide_checker *c, const char *utf8, size_t len, const fluide_input *in, bool correct,
                 flu_rule_observer *observer, fluide_result **out)
{
  const flu_user_words *user = flu_user_acquire(c->users);
  flu_run_arenas arenas = { flu_api_arena_take(c), flu_api_arena_take(c), flu_api_arena_take(c) };
  flu_run run = { .unit = unit_of(c, user), .max_issues = c->settings.max_issues, .poll = in->poll,
                  .poll_ctx = in->poll_ctx };
  run.unit.observer = observer;
  flu_api_words words = { &c->model->lexicon, user };
  flu_text_language language;
  flu_text_language_init(&language, &c->model->lists, flu_api_is_known, &words);
  run.language = &language;
  flu_sink sink = { .alloc = &c->alloc };
  int status = flu_run_text(&run, utf8, (uint32_t)len, (const flu_mask *)(const void *)in->masks, in->mask_count,
                            &arenas, &sink);
  if (status == FLU_OK) status = flu_api_result_make(c, utf8, len, &sink, correct, out);
  flu_free(&c->alloc, sink.items, sink.cap * sizeof *sink.items);
  flu_api_arena_give(c, &arenas.keep);
  flu_api_arena_give(c, &arenas.scratch);
  flu_api_arena_give(c, &arenas.local);
  flu_user_release(c->users, user);
  return status;
}

int flu_api_check(const fluide_checker *checker, const char *utf8, size_t len, const fluide_input *input, bool correct,
                  flu_rule_observer *observer, fluide_result **out, fluide_error *err)
{
  if (out == NULL) return flu_fail(FLU_ERR(err), FLU_E_ARG, 0, "out must not be NULL");
  if (utf8 == NULL && len == 0) utf8 = "";
  fluide_input in;
  int status = flu_api_text_ok(checker, utf8, len, input, &in, err);
  if (status != FLUIDE_OK) return status;
  status = check((fluide_checker *)(uintptr_t)checker, utf8, len, &in, correct, observer, out);   /* pool and user words lock */
  return status == FLUIDE_OK ? status : flu_fail(FLU_ERR(err), status, 0, "%s", fluide_status_message(status));
}

int fluide_check(const fluide_checker *checker, const char *utf8, size_t len, const fluide_input *input,
                 fluide_result **out, fluide_error *err)
{
  return flu_api_check(checker, utf8, len, input, false, NULL, out, err);
}

int fluide_correct(const fluide_checker *checker, const char *utf8, size_t len, const fluide_input *input,
                   fluide_result **out, fluide_error *err)
{
  return flu_api_check(checker, utf8, len, input, true, NULL, out, err);
}
