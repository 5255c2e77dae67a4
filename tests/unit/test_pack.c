/* The language pack: what is written is read back; what is damaged, cut or foreign is refused at any byte. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/pack_write.h"

static const char first[] = "first section, some bytes";
static const char second[] = "second";

static flu_buffer small_pack(void)
{
  const flu_pack_part parts[] = { { 1, 7, first, sizeof first }, { 3, 1, second, sizeof second }, { 9, 2, NULL, 0 } };
  flu_buffer out;
  flu_buffer_init(&out, &flu_alloc_default);
  ck_assert_int_eq(flu_pack_write(parts, 3, &out), FLU_OK);
  return out;
}

/* A copy of exactly this size, so that a read beyond it is seen by sanitizers. */
static unsigned char *exact_copy(const void *data, size_t size)
{
  unsigned char *copy = malloc(size > 0 ? size : 1);
  ck_assert_ptr_nonnull(copy);
  memcpy(copy, data, size);
  return copy;
}

START_TEST(what_is_written_is_read)
{
  flu_buffer b = small_pack();
  flu_pack pack;
  flu_error err;
  ck_assert_int_eq(flu_pack_open(b.ptr, b.len, false, &pack, &err), FLU_OK);
  const unsigned char *data;
  size_t size;
  ck_assert_int_eq(flu_pack_find(&pack, 1, 7, &data, &size, &err), FLU_OK);
  ck_assert_uint_eq(size, sizeof first);
  ck_assert_mem_eq(data, first, size);
  ck_assert_uint_eq((size_t)(data - pack.data) % 64, 0);
  ck_assert_int_eq(flu_pack_find(&pack, 3, 1, &data, &size, &err), FLU_OK);
  ck_assert_str_eq((const char *)data, second);
  ck_assert_int_eq(flu_pack_find(&pack, 9, 2, &data, &size, &err), FLU_OK);
  ck_assert_uint_eq(size, 0);
  flu_buffer_end(&b);
}
END_TEST

START_TEST(absent_and_other_versions)
{
  flu_buffer b = small_pack();
  flu_pack pack;
  flu_error err;
  const unsigned char *data = NULL;
  size_t size = 0;
  ck_assert_int_eq(flu_pack_open(b.ptr, b.len, true, &pack, NULL), FLU_OK);
  ck_assert_int_eq(flu_pack_find(&pack, 2, 1, &data, &size, &err), FLU_E_FORMAT);
  ck_assert_int_eq(err.code, FLU_E_FORMAT);
  ck_assert_int_eq(flu_pack_find(&pack, 1, 8, &data, &size, &err), FLU_E_VERSION);
  ck_assert_str_eq(err.detail, "section 1 has version 7, this library reads version 8");
  ck_assert_ptr_null(data);
  flu_buffer_end(&b);
}
END_TEST

START_TEST(every_flipped_bit_is_refused)
{
  flu_buffer b = small_pack();
  unsigned char *copy = exact_copy(b.ptr, b.len);
  flu_pack pack;
  flu_error err;
  for (size_t i = 0; i < b.len; i++) {
    for (unsigned bit = 0; bit < 8; bit++) {
      copy[i] ^= (unsigned char)(1u << bit);
      const int rc = flu_pack_open(copy, b.len, false, &pack, &err);
      ck_assert_msg(rc == FLU_E_FORMAT || rc == FLU_E_VERSION, "byte %zu bit %u: %d", i, bit, rc);
      ck_assert_int_eq(err.code, rc);
      ck_assert_uint_gt(strlen(err.detail), 0);
      /* Trusted: accepted or not, what is found lies inside. */
      if (flu_pack_open(copy, b.len, true, &pack, &err) == FLU_OK) {
        for (uint32_t k = 0; k < pack.header->section_count; k++) {
          ck_assert_uint_le(pack.sections[k].offset, b.len);
          ck_assert_uint_le(pack.sections[k].size, b.len - pack.sections[k].offset);
        }
      }
      copy[i] ^= (unsigned char)(1u << bit);
    }
  }
  free(copy);
  flu_buffer_end(&b);
}
END_TEST

START_TEST(every_length_but_its_own_is_refused)
{
  flu_buffer b = small_pack();
  flu_pack pack;
  flu_error err;
  for (size_t size = 0; size < b.len + 100; size++) {
    unsigned char *copy = calloc(1, size + 1);
    memcpy(copy, b.ptr, size < b.len ? size : b.len);
    unsigned char *exact = exact_copy(copy, size);
    const int wanted = size == b.len ? FLU_OK : FLU_E_FORMAT;
    ck_assert_int_eq(flu_pack_open(exact, size, false, &pack, &err), wanted);
    ck_assert_int_eq(flu_pack_open(exact, size, true, &pack, &err), wanted);
    free(exact);
    free(copy);
  }
  flu_buffer_end(&b);
}
END_TEST

/* A pack whose header and table are well-formed for its size, but for one field. */
static int open_with(size_t at, uint64_t value, size_t width)
{
  flu_buffer b = small_pack();
  flu_pack pack;
  memcpy(b.ptr + at, &value, width);
  const int rc = flu_pack_open(b.ptr, b.len, true, &pack, NULL);
  flu_buffer_end(&b);
  return rc;
}

START_TEST(hostile_tables_are_refused_though_trusted)
{
  const size_t table = sizeof(flu_pack_header);
  ck_assert_int_eq(open_with(12, 65, 4), FLU_E_FORMAT); /* too many sections */
  ck_assert_int_eq(open_with(12, 60, 4), FLU_E_FORMAT); /* more than there is room for */
  ck_assert_int_eq(open_with(12, UINT32_MAX, 4), FLU_E_FORMAT);
  ck_assert_int_eq(open_with(table, 3, 4), FLU_E_FORMAT);       /* an id twice */
  ck_assert_int_eq(open_with(table + 8, 0, 8), FLU_E_FORMAT);   /* over the header */
  ck_assert_int_eq(open_with(table + 8, 64, 8), FLU_E_FORMAT);  /* over the table */
  ck_assert_int_eq(open_with(table + 8, 129, 8), FLU_E_FORMAT); /* not aligned */
  ck_assert_int_eq(open_with(table + 8, UINT64_MAX - 63, 8), FLU_E_FORMAT);
  ck_assert_int_eq(open_with(table + 16, UINT64_MAX, 8), FLU_E_FORMAT); /* offset + size overflows */
  ck_assert_int_eq(open_with(table + 16, 65, 8), FLU_E_FORMAT);         /* over the next section */
  ck_assert_int_eq(open_with(table + 16, 64, 8), FLU_OK);
  ck_assert_int_eq(open_with(8, 2, 4), FLU_E_VERSION); /* another format */
}
END_TEST

START_TEST(foreign_files_are_refused)
{
  flu_pack pack;
  flu_error err;
  _Alignas(8) char text[256];
  memset(text, 'a', sizeof text);
  ck_assert_int_eq(flu_pack_open(text, sizeof text, false, &pack, &err), FLU_E_FORMAT);
  ck_assert_str_eq(err.detail, "not a language pack");
  ck_assert_int_eq(flu_pack_open(text, 3, false, &pack, &err), FLU_E_FORMAT);
  ck_assert_int_eq(flu_pack_open(text, 0, false, &pack, NULL), FLU_E_FORMAT);
  ck_assert_int_eq(flu_pack_open(NULL, 0, false, &pack, &err), FLU_E_ARG);
  ck_assert_int_eq(flu_pack_open(text + 1, 200, false, &pack, &err), FLU_E_ARG);
}
END_TEST

START_TEST(the_same_parts_give_the_same_bytes)
{
  flu_buffer a = small_pack(), b = small_pack();
  ck_assert_uint_eq(a.len, b.len);
  ck_assert_mem_eq(a.ptr, b.ptr, a.len);
  const flu_pack_part other[] = { { 1, 7, first, sizeof first - 1 } };
  flu_buffer c;
  flu_buffer_init(&c, &flu_alloc_default);
  ck_assert_int_eq(flu_pack_write(other, 1, &c), FLU_OK);
  ck_assert_uint_ne(((flu_pack_header *)(void *)a.ptr)->generation, ((flu_pack_header *)(void *)c.ptr)->generation);
  flu_buffer_end(&a);
  flu_buffer_end(&b);
  flu_buffer_end(&c);
}
END_TEST

static void *failing(void *ctx, void *p, size_t old, size_t size)
{
  unsigned *left = ctx;
  if (size > old && (*left == 0 || --*left == 0)) return NULL;
  return flu_alloc_default.fn(NULL, p, old, size);
}

START_TEST(running_out_of_memory_is_a_status)
{
  const flu_pack_part parts[] = { { 1, 7, first, sizeof first }, { 3, 1, second, sizeof second } };
  int rc = FLU_E_NOMEM;
  unsigned n = 1;
  for (; rc == FLU_E_NOMEM && n < 100; n++) {
    unsigned left = n;
    const flu_alloc alloc = { failing, &left };
    flu_buffer out;
    flu_buffer_init(&out, &alloc);
    rc = flu_pack_write(parts, 2, &out);
    flu_buffer_end(&out);
  }
  ck_assert_int_eq(rc, FLU_OK);
  ck_assert_uint_gt(n, 2);
}
END_TEST

START_TEST(parts_out_of_order_are_an_error)
{
  const flu_pack_part parts[] = { { 2, 1, first, 1 }, { 2, 1, first, 1 } };
  flu_buffer out;
  flu_buffer_init(&out, &flu_alloc_default);
  ck_assert_int_eq(flu_pack_write(parts, 2, &out), FLU_E_ARG);
  ck_assert_int_eq(flu_pack_write(parts, 0, &out), FLU_OK);
  flu_pack pack;
  ck_assert_int_eq(flu_pack_open(out.ptr, out.len, false, &pack, NULL), FLU_OK);
  flu_buffer_end(&out);
}
END_TEST

static const char *french_path;

/* What the repository promises of the French pack: words and spelling in 8 MiB, rules in 4, trained models in 12. */
START_TEST(the_french_pack_is_small)
{
  FILE *f = fopen(french_path, "rb");
  ck_assert_ptr_nonnull(f);
  fseek(f, 0, SEEK_END);
  const size_t size = (size_t)ftell(f);
  unsigned char *data = aligned_alloc(64, (size + 63) / 64 * 64);
  rewind(f);
  ck_assert(data != NULL && fread(data, 1, size, f) == size);
  fclose(f);
  flu_pack pack;
  flu_error err;
  ck_assert_int_eq(flu_pack_open(data, size, false, &pack, &err), FLU_OK);
  uint64_t models = 0, rules = 0, others = 0;
  for (uint32_t i = 0; i < pack.header->section_count; i++) {
    const flu_pack_section *s = &pack.sections[i];
    const bool model = s->id == FLU_SECTION_TAGGER || s->id == FLU_SECTION_CHOICES || s->id == FLU_SECTION_SYNTAX;
    const bool rule = s->id == FLU_SECTION_RULES || s->id == FLU_SECTION_PROGRAMS;
    *(model ? &models : rule ? &rules : &others) += s->size;
  }
  ck_assert_uint_gt(models, 0);
  ck_assert_uint_le(models, 12u << 20);
  ck_assert_uint_gt(rules, 0);
  ck_assert_uint_le(rules, 4u << 20);
  ck_assert_uint_gt(others, 0);
  ck_assert_uint_le(others, 8u << 20);
  free(data);
}
END_TEST

int main(int argc, char **argv)
{
  if (argc != 2) return 2;
  french_path = argv[1];
  Suite *suite = suite_create("pack");
  TCase *t = tcase_create("pack");
  tcase_set_timeout(t, 60);
  tcase_add_test(t, the_french_pack_is_small);
  tcase_add_test(t, what_is_written_is_read);
  tcase_add_test(t, absent_and_other_versions);
  tcase_add_test(t, every_flipped_bit_is_refused);
  tcase_add_test(t, every_length_but_its_own_is_refused);
  tcase_add_test(t, hostile_tables_are_refused_though_trusted);
  tcase_add_test(t, foreign_files_are_refused);
  tcase_add_test(t, the_same_parts_give_the_same_bytes);
  tcase_add_test(t, running_out_of_memory_is_a_status);
  tcase_add_test(t, parts_out_of_order_are_an_error);
  suite_add_tcase(suite, t);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? 0 : 1;
}
