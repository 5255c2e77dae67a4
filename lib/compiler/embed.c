#include "compiler/embed.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/files.h"

static void write_text(flu_buffer *out, const char *pack, size_t size, uint64_t generation)
{
  char line[128];
  flu_buffer_str(out, "/* Written by fluide-pack: takes the language pack into the library as read-only data. */\n"
                      "#include <stdint.h>\n\n"
                      "__attribute__((visibility(\"hidden\"))) extern const unsigned char flu_embedded_pack[];\n"
                      "__attribute__((visibility(\"hidden\"))) extern const uint64_t flu_embedded_pack_size;\n");
  /* The generation makes this text differ whenever the pack does, for compiler caches that know nothing of .incbin. */
  snprintf(line, sizeof line, "const uint64_t flu_embedded_pack_size = %zu;  /* generation %016" PRIx64 " */\n\n", size,
           generation);
  flu_buffer_str(out, line);
  flu_buffer_str(out, "#ifdef __APPLE__\n"
                      "__asm__(\".section __TEXT,__const\\n\"\n"
                      "        \".p2align 6\\n\"\n"
                      "        \".globl _flu_embedded_pack\\n\"\n"
                      "        \".private_extern _flu_embedded_pack\\n\"\n"
                      "        \"_flu_embedded_pack:\\n\"\n"
                      "        \".incbin \\\"");
  flu_buffer_str(out, pack);
  flu_buffer_str(out, "\\\"\\n\"\n"
                      "        \".text\\n\");\n"
                      "#else\n"
                      "__asm__(\".pushsection .rodata.flu_embedded_pack,\\\"a\\\",%progbits\\n\"\n"
                      "        \".balign 64\\n\"\n"
                      "        \".globl flu_embedded_pack\\n\"\n"
                      "        \".hidden flu_embedded_pack\\n\"\n"
                      "        \".type flu_embedded_pack, %object\\n\"\n"
                      "        \"flu_embedded_pack:\\n\"\n"
                      "        \".incbin \\\"");
  flu_buffer_str(out, pack);
  snprintf(line, sizeof line, "        \".size flu_embedded_pack, %zu\\n\"\n", size);
  flu_buffer_str(out, "\\\"\\n\"\n");
  flu_buffer_str(out, line);
  flu_buffer_str(out, "        \".popsection\\n\");\n"
                      "#endif\n");
}

int flu_embed_write(flu_diag *d, const char *path, const char *pack_path, size_t size, uint64_t generation)
{
  const flu_source where = { .path = (char *)pack_path };
  char *pack = realpath(pack_path, NULL);
  if (pack == NULL) {
    flu_diag_error(d, &where, 0, NULL, "cannot be found: %s", strerror(errno));
    return FLU_E_IO;
  }
  if (strpbrk(pack, "\"\\\n\r") != NULL) {
    flu_diag_error(d, &where, 0, "write the pack to another directory", "a path that cannot be quoted");
    free(pack);
    return FLU_E_ARG;
  }
  flu_buffer out;
  flu_buffer_init(&out, &flu_alloc_default);
  write_text(&out, pack, size, generation);
  const int rc = out.failed ? FLU_E_NOMEM : flu_file_write(path, out.ptr, out.len, d);
  flu_buffer_end(&out);
  free(pack);
  return rc;
}
