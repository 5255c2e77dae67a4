#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* --- allocator: each block carries its size in front of it --- */

typedef union block_head {
  size_t size;
  max_align_t align;
} block_head;

static bool must_fail(fault_allocator *a)
{
  a->calls++;
  if (!a->fail_at || a->calls < a->fail_at) return false;
  if (a->calls > a->fail_at && !a->fail_after) return false;
  a->failed = true;
  return true;
}

static void *fault_call(void *ctx, void *p, size_t old, size_t size)
{
  fault_allocator *a = ctx;
  block_head *head = p ? (block_head *)p - 1 : NULL;
  size_t had = head ? head->size : 0;
  if (had != old) a->wrong_sizes++;
  if (size == 0) {
    if (head) a->live_blocks--;
    a->live_bytes -= had;
    free(head);
    return NULL;
  }
  if (must_fail(a)) return NULL;
  block_head *fresh = realloc(head, sizeof(block_head) + size);
  if (!fresh) abort();
  if (!head) a->live_blocks++;
  a->live_bytes += size - had;
  fresh->size = size;
  return fresh + 1;
}

fluide_alloc fault_allocator_hook(fault_allocator *a)
{
  return (fluide_alloc){ fault_call, a };
}

/* --- rest --- */

double cpu_seconds(void)
{
  struct timespec t;
  if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) != 0) abort();
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

unsigned test_scale(void)
{
  const char *value = getenv("FLUIDE_TEST_SCALE");
  unsigned long scale = value ? strtoul(value, NULL, 10) : 1;
  return scale >= 1 && scale <= 1000 ? (unsigned)scale : 1;
}

uint64_t next_random(uint64_t *state)
{
  uint64_t x = *state;
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  *state = x;
  return x * UINT64_C(0x2545F4914F6CDD1D);
}

bool read_whole_file(const char *path, dump *out)
{
  FILE *file = fopen(path, "rb");
  if (!file) return false;
  char buffer[65536];
  size_t got;
  while ((got = fread(buffer, 1, sizeof buffer, file)) > 0) dump_bytes(out, buffer, got);
  bool ok = !ferror(file);
  fclose(file);
  return ok;
}

const char *const sample_texts[] = {
  "Les enfans mangent .",
  "Il fait beau aujourd'hui. Nous irons peut-être à la plage, si le temps le permet.",
  "Jai parcontre oublier mon parapluie ; cest bête !",
  "L’été dernier, M. Dupont habitait au n° 12 de la rue Saint-Honoré, à Paris.",
  "Lundi 12/03/2024 à 12h30 : 1 234,50 € — voir https://exemple.fr/page?q=1 ou écrire à nom@exemple.fr.",
  "Le le chat dort  bien,mais il ronfle (beaucoup .",
  "« Viens ! » dit-elle. « Non », répondit-il… Puis il s'en alla.",
  "Le fils de l'e\u0301te\u0301 \U0001F600 \U0001F468\u200D\U0001F469\u200D\U0001F467 app\u00adris, oeuvre inachevée et boeuf.",
  "Ecole ELEVE Aéroport snake_case camelCase() x86_64 /usr/lib C:\\Temp @nom #mot XIV XXe 1er 2ème",
  "# Titre\n\nUn *paragraphe* avec du `code` et un [lien](http://a.b).\n\n- prmier élément\n- second\n",
  "<p>Un <b>paragrafe</b> en HTML&nbsp;: <code>x</code>.</p>\r\n<p>Un otre.</p>",
  "zqxwvkj brrrfl aeiouaeiouaeiou Rzzkth-Mxqv l'l'l'l' qu'qu' --- ''' \"\"\" ((( ]]] ?!?! !!!",
  "",
  NULL,
};
