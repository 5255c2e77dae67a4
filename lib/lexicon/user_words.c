#include "lexicon/user_words.h"

#include <pthread.h>
#include <string.h>

#include "text/text.h"

#define HASH_NONFATAL_OOM 1
#define uthash_malloc(size) flu_new(hash_alloc, (size))
#define uthash_free(p, size) flu_free(hash_alloc, (p), (size))
#define uthash_nonfatal_oom(element) (hash_failed = true)
#include <uthash.h>

#define MAX_LAYERS 32u   /* sizes double: enough for FLU_MAX_USER_FORMS many times over */

typedef struct node {     /* one form in one layer */
  UT_hash_handle hh;
  flu_user_entry *entry;
} node;

typedef struct layer {    /* immutable once it is in a snapshot */
  uint32_t refs;
  uint32_t count;
  node *table;            /* uthash head */
  node *nodes;            /* array of `count` */
} layer;

struct flu_user_words {
  uint32_t refs;
  uint32_t layer_count;
  layer *layers[MAX_LAYERS];   /* largest and oldest first */
};

typedef struct root {     /* a word that was added and the forms it gave */
  UT_hash_handle hh;
  char *word;
  size_t len;
  flu_str *forms;
  size_t count, cap;
} root;

struct flu_user_store {
  flu_alloc alloc;
  pthread_mutex_t lock;
  flu_user_words *current;     /* NULL: no words */
  root *roots;
  uint32_t form_count;
};

/* --- entries --- */

static void entry_unref(const flu_alloc *a, flu_user_entry *e)
{
  if (e != NULL && --e->refs == 0) flu_free(a, e, e->bytes);
}

static char *put_str(char **at, flu_str *out, flu_str s)
{
  out->ptr = *at;
  out->len = s.len;
  if (s.len > 0) memcpy(*at, s.ptr, s.len);
  (*at)[s.len] = '\0';
  *at += s.len + 1;
  return *at;
}

/* A new entry: `base` (may be NULL) without the readings of `drop`, plus `add` (may be NULL). */
static flu_user_entry *entry_make(const flu_alloc *a, flu_str form, const flu_user_entry *base, const flu_str *drop,
                                  const flu_user_reading *add, bool ignored)
{
  uint32_t kept = 0;
  size_t text = (size_t)form.len + 1;
  for (uint32_t i = 0; base != NULL && i < base->reading_count; i++) {
    const flu_user_reading *r = &base->readings[i];
    if (drop != NULL && r->root.len == drop->len && memcmp(r->root.ptr, drop->ptr, drop->len) == 0) continue;
    kept++;
    text += (size_t)r->root.len + r->lemma.len + 2;
  }
  if (add != NULL) text += (size_t)add->root.len + add->lemma.len + 2;
  uint32_t count = kept + (add != NULL ? 1 : 0);
  size_t bytes = sizeof(flu_user_entry) + count * sizeof(flu_user_reading) + text;
  flu_user_entry *e = flu_new0(a, bytes);
  if (e == NULL) return NULL;
  e->refs = 1;
  e->bytes = bytes;
  e->ignored = ignored;
  e->readings = (flu_user_reading *)(e + 1);
  char *at = (char *)(e->readings + count);
  put_str(&at, &e->form, form);
  for (uint32_t i = 0; i < (base != NULL ? base->reading_count : 0u) + (add != NULL ? 1u : 0u); i++) {
    const flu_user_reading *r = base != NULL && i < base->reading_count ? &base->readings[i] : add;
    if (r != add && drop != NULL && r->root.len == drop->len && memcmp(r->root.ptr, drop->ptr, drop->len) == 0)
      continue;
    flu_user_reading *to = &e->readings[e->reading_count++];
    to->tag = r->tag;
    put_str(&at, &to->root, r->root);
    put_str(&at, &to->lemma, r->lemma);
  }
  return e;
}

/* --- layers --- */

static void layer_unref(const flu_alloc *hash_alloc, layer *l)
{
  if (l == NULL || --l->refs > 0) return;
  HASH_CLEAR(hh, l->table);
  for (uint32_t i = 0; i < l->count; i++) entry_unref(hash_alloc, l->nodes[i].entry);
  flu_free(hash_alloc, l->nodes, l->count * sizeof *l->nodes);
  flu_free(hash_alloc, l, sizeof *l);
}

static node *layer_find(const layer *l, const char *form, size_t len)
{
  node *found = NULL;
  HASH_FIND(hh, l->table, form, len, found);
  return found;
}

/* A layer of `count` distinct entries, whose references it takes over; NULL out of memory (references untouched). */
static layer *layer_make(const flu_alloc *hash_alloc, flu_user_entry *const *entries, uint32_t count)
{
  bool hash_failed = false;
  layer *l = flu_new0(hash_alloc, sizeof *l);
  if (l == NULL) return NULL;
  l->refs = 1;
  l->nodes = flu_new0(hash_alloc, (count == 0 ? 1 : count) * sizeof *l->nodes);
  if (l->nodes == NULL) {
    flu_free(hash_alloc, l, sizeof *l);
    return NULL;
  }
  for (uint32_t i = 0; i < count && !hash_failed; i++) {
    node *n = &l->nodes[i];
    n->entry = entries[i];
    HASH_ADD_KEYPTR(hh, l->table, n->entry->form.ptr, n->entry->form.len, n);
  }
  if (hash_failed) {
    HASH_CLEAR(hh, l->table);
    flu_free(hash_alloc, l->nodes, (count == 0 ? 1 : count) * sizeof *l->nodes);
    flu_free(hash_alloc, l, sizeof *l);
    return NULL;
  }
  l->count = count;
  return l;
}

/* --- snapshots --- */

static void words_unref(const flu_alloc *a, flu_user_words *w)
{
  if (w == NULL || --w->refs > 0) return;
  for (uint32_t i = 0; i < w->layer_count; i++) layer_unref(a, w->layers[i]);
  flu_free(a, w, sizeof *w);
}

const flu_user_entry *flu_user_find(const flu_user_words *words, const char *form, size_t len)
{
  if (words == NULL) return NULL;
  for (uint32_t i = words->layer_count; i-- > 0;) {
    const node *n = layer_find(words->layers[i], form, len);
    if (n == NULL) continue;
    return n->entry->reading_count > 0 || n->entry->ignored ? n->entry : NULL;
  }
  return NULL;
}

bool flu_user_is_ignored(const flu_user_words *words, const char *form, size_t len)
{
  const flu_user_entry *e = flu_user_find(words, form, len);
  return e != NULL && e->ignored;
}

static const flu_user_entry *find_word(const flu_user_words *words, const char *form, size_t len)
{
  const flu_user_entry *e = len == 0 ? NULL : flu_user_find(words, form, len);
  return e != NULL && e->reading_count > 0 ? e : NULL;
}

const flu_user_entry *flu_user_match(const flu_user_words *words, const char *form, size_t len)
{
  if (words == NULL || len > FLU_MAX_FORM_BYTES) return NULL;
  const flu_user_entry *e = find_word(words, form, len);
  if (e != NULL) return e;
  char lower[FLU_MAX_FORM_BYTES * 3], title[FLU_MAX_FORM_BYTES * 3];
  enum flu_case c = flu_case_of(form, len);
  if (c != FLU_CASE_TITLE && c != FLU_CASE_UPPER) return NULL;
  size_t n = flu_lower(form, len, lower, sizeof lower);
  if ((e = find_word(words, lower, n)) != NULL || c == FLU_CASE_TITLE) return e;
  size_t t = flu_capitalise(lower, n, title, sizeof title);
  return find_word(words, title, t);
}

void flu_user_each(const flu_user_words *words, size_t min, size_t max,
                   void (*visit)(void *ctx, const char *form, size_t len), void *ctx)
{
  for (uint32_t i = words == NULL ? 0 : words->layer_count; i-- > 0;) {
    const layer *l = words->layers[i];
    for (uint32_t k = 0; k < l->count; k++) {
      const flu_user_entry *e = l->nodes[k].entry;
      if (e->form.len < min || e->form.len > max || e->reading_count == 0) continue;
      if (flu_user_find(words, e->form.ptr, e->form.len) == e) visit(ctx, e->form.ptr, e->form.len);
    }
  }
}

/* --- changing --- */

/* Entries of the newest layers, `from` and up, each form once (the newest): for merging. */
static uint32_t collect(const flu_user_words *w, uint32_t from, const layer *top, flu_user_entry **out)
{
  uint32_t count = 0;
  for (uint32_t k = 0; k < top->count; k++) out[count++] = top->nodes[k].entry;
  for (uint32_t i = w->layer_count; i-- > from;)
    for (uint32_t k = 0; k < w->layers[i]->count; k++) {
      flu_user_entry *e = w->layers[i]->nodes[k].entry;
      bool newer = layer_find(top, e->form.ptr, e->form.len) != NULL;
      for (uint32_t j = i + 1; j < w->layer_count && !newer; j++)
        newer = layer_find(w->layers[j], e->form.ptr, e->form.len) != NULL;
      bool dead = from == 0 && e->reading_count == 0 && !e->ignored;
      if (!newer && !dead) out[count++] = e;
    }
  return count;
}

/* Push `top` on the current snapshot, merging the layers that are not larger than what is above them. Takes `top` over. */
static int push_layer(flu_user_store *s, layer *top)
{
  const flu_alloc *a = &s->alloc;
  flu_user_words *old = s->current;
  uint32_t from = old == NULL ? 0 : old->layer_count;
  size_t total = top->count;
  while (from > 0 && old->layers[from - 1]->count <= total) total += old->layers[--from]->count;
  if (old != NULL && from < old->layer_count) {
    flu_user_entry **entries = flu_new(a, total * sizeof *entries);
    if (entries == NULL) return FLU_E_NOMEM;
    uint32_t count = collect(old, from, top, entries);
    layer *merged = layer_make(a, entries, count);
    for (uint32_t i = 0; merged != NULL && i < count; i++) entries[i]->refs++;
    flu_free(a, entries, total * sizeof *entries);
    if (merged == NULL) return FLU_E_NOMEM;
    flu_user_words *next = flu_new0(a, sizeof *next);
    if (next == NULL) {
      layer_unref(a, merged);
      return FLU_E_NOMEM;
    }
    layer_unref(a, top);
    top = merged;
    next->refs = 1;
    memcpy(next->layers, old->layers, from * sizeof *next->layers);
    next->layer_count = from;
    s->current = next;
  } else {
    flu_user_words *next = flu_new0(a, sizeof *next);
    if (next == NULL) return FLU_E_NOMEM;
    next->refs = 1;
    if (old != NULL) memcpy(next->layers, old->layers, from * sizeof *next->layers);
    next->layer_count = from;
    s->current = next;
  }
  for (uint32_t i = 0; i < from; i++) s->current->layers[i]->refs++;
  s->current->layers[s->current->layer_count++] = top;
  words_unref(a, old);
  return FLU_OK;
}

/* New entries of one change, before they become a layer. */
typedef struct change {
  flu_user_store *store;
  flu_str root;
  flu_user_entry **entries;
  size_t count, cap;
} change;

static void change_end(change *c, bool keep_entries)
{
  for (size_t i = 0; !keep_entries && i < c->count; i++) entry_unref(&c->store->alloc, c->entries[i]);
  flu_free(&c->store->alloc, c->entries, c->cap * sizeof *c->entries);
}

static const flu_user_entry *pending(const change *c, const char *form, size_t len, size_t *index)
{
  for (size_t i = 0; i < c->count; i++)
    if (c->entries[i]->form.len == len && memcmp(c->entries[i]->form.ptr, form, len) == 0) {
      *index = i;
      return c->entries[i];
    }
  return NULL;
}

static int put_entry(change *c, flu_user_entry *e)
{
  if (e == NULL) return FLU_E_NOMEM;
  size_t index;
  if (pending(c, e->form.ptr, e->form.len, &index) != NULL) {
    entry_unref(&c->store->alloc, c->entries[index]);
    c->entries[index] = e;
    return FLU_OK;
  }
  void *items = c->entries;
  bool ok = flu_reserve(&c->store->alloc, &items, c->count, &c->cap, sizeof *c->entries);
  c->entries = items;
  if (!ok) {
    entry_unref(&c->store->alloc, e);
    return FLU_E_NOMEM;
  }
  c->entries[c->count++] = e;
  return FLU_OK;
}

static int add_form(void *ctx, const char *form, size_t len, const flu_tag *tag, const char *lemma, size_t lemma_len)
{
  change *c = ctx;
  if (len == 0 || len > FLU_MAX_FORM_BYTES || lemma_len > FLU_MAX_FORM_BYTES) return FLU_E_ARG;
  size_t index;
  const flu_user_entry *base = pending(c, form, len, &index);
  if (base == NULL) base = flu_user_find(c->store->current, form, len);
  flu_user_reading reading = { .tag = *tag, .root = c->root, .lemma = { lemma, (uint32_t)lemma_len } };
  reading.tag.flags &= (uint8_t) ~(FLU_TAG_NOSUGGEST | FLU_TAG_LEMMA_ONLY | FLU_TAG_EXTRA);
  reading.tag.variant = FLU_VARIANT_NONE;
  flu_str text = { form, (uint32_t)len };
  return put_entry(c, entry_make(&c->store->alloc, text, base, NULL, &reading, false));
}

static root *root_find(flu_user_store *s, const char *word, size_t len)
{
  root *r = NULL;
  HASH_FIND(hh, s->roots, word, len, r);
  return r;
}

static void root_free(flu_user_store *s, root *r)
{
  for (size_t i = 0; i < r->count; i++) flu_free(&s->alloc, (void *)(uintptr_t)r->forms[i].ptr, r->forms[i].len + 1u);
  flu_free(&s->alloc, r->forms, r->cap * sizeof *r->forms);
  flu_free(&s->alloc, r->word, r->len + 1);
  flu_free(&s->alloc, r, sizeof *r);
}

static char *copy_text(const flu_alloc *a, const char *s, size_t len)
{
  char *p = flu_new(a, len + 1);
  if (p == NULL) return NULL;
  memcpy(p, s, len);
  p[len] = '\0';
  return p;
}

static root *root_make(flu_user_store *s, const char *word, size_t len, const change *c)
{
  root *r = flu_new0(&s->alloc, sizeof *r);
  if (r == NULL) return NULL;
  r->len = len;
  r->word = copy_text(&s->alloc, word, len);
  r->forms = flu_new0(&s->alloc, c->count * sizeof *r->forms);
  r->cap = r->forms == NULL ? 0 : c->count;
  bool ok = r->word != NULL && r->forms != NULL;
  for (size_t i = 0; ok && i < c->count; i++) {
    flu_str f = c->entries[i]->form;
    r->forms[i].ptr = copy_text(&s->alloc, f.ptr, f.len);
    r->forms[i].len = f.len;
    ok = r->forms[i].ptr != NULL;
    if (ok) r->count++;
  }
  if (ok) return r;
  if (r->word == NULL) r->len = 0;
  root_free(s, r);
  return NULL;
}

/* Make the change the newest layer; on success its entries are the layer's. */
static int commit(change *c)
{
  if (c->count == 0) return FLU_OK;
  layer *top = layer_make(&c->store->alloc, c->entries, (uint32_t)c->count);
  if (top == NULL) return FLU_E_NOMEM;
  for (size_t i = 0; i < c->count; i++) c->entries[i]->refs++;
  int status = push_layer(c->store, top);
  if (status != FLU_OK) layer_unref(&c->store->alloc, top);
  return status;
}

static int add_locked(flu_user_store *s, const flu_lexicon *lex, const char *word, size_t len, const char *like,
                      size_t like_len)
{
  const flu_alloc *hash_alloc = &s->alloc;
  bool hash_failed = false;
  change c = { .store = s, .root = { word, (uint32_t)len } };
  int status;
  if (like != NULL) {
    status = flu_lexicon_inflect_like(lex, word, len, like, like_len, add_form, &c);
  } else {
    flu_tag tag = { .pos = FLU_POS_NOUN, .gender = FLU_GENDER_ANY, .number = FLU_NUMBER_ANY };
    status = add_form(&c, word, len, &tag, word, len);
  }
  if (status == FLU_OK && s->form_count + c.count > FLU_MAX_USER_FORMS) status = FLU_E_LIMIT;
  root *r = NULL;
  if (status == FLU_OK && (r = root_make(s, word, len, &c)) == NULL) status = FLU_E_NOMEM;
  if (status == FLU_OK) {
    HASH_ADD_KEYPTR(hh, s->roots, r->word, r->len, r);
    if (hash_failed) status = FLU_E_NOMEM;
    else if ((status = commit(&c)) != FLU_OK) HASH_DEL(s->roots, r);
    if (status != FLU_OK) root_free(s, r);
    else s->form_count += (uint32_t)r->count;
  }
  change_end(&c, false);
  return status;
}

static int remove_locked(flu_user_store *s, const char *word, size_t len)
{
  const flu_alloc *hash_alloc = &s->alloc;
  root *r = root_find(s, word, len);
  flu_str key = { word, (uint32_t)len };
  if (r == NULL && !flu_user_is_ignored(s->current, word, len)) return FLU_E_NOTFOUND;
  change c = { .store = s, .root = key };
  int status = FLU_OK;
  for (size_t i = 0; r != NULL && i < r->count && status == FLU_OK; i++) {
    const flu_user_entry *base = flu_user_find(s->current, r->forms[i].ptr, r->forms[i].len);
    status = put_entry(&c, entry_make(&s->alloc, r->forms[i], base, &key, NULL, base != NULL && base->ignored));
  }
  if (status == FLU_OK && flu_user_is_ignored(s->current, word, len)) {
    size_t index;
    const flu_user_entry *base = pending(&c, word, len, &index);
    if (base == NULL) base = flu_user_find(s->current, word, len);
    status = put_entry(&c, entry_make(&s->alloc, key, base, &key, NULL, false));
  }
  if (status == FLU_OK) status = commit(&c);
  change_end(&c, false);
  if (status == FLU_OK && r != NULL) {
    s->form_count -= (uint32_t)r->count;
    HASH_DEL(s->roots, r);
    root_free(s, r);
  }
  return status;
}

int flu_user_add(flu_user_store *s, const flu_lexicon *lex, const char *word, size_t len, const char *like,
                 size_t like_len)
{
  pthread_mutex_lock(&s->lock);
  int status = FLU_OK;
  bool again = root_find(s, word, len) != NULL;
  if (again && like != NULL) {   /* refuse before the old one is gone */
    change probe = { .store = s, .root = { word, (uint32_t)len } };
    status = flu_lexicon_inflect_like(lex, word, len, like, like_len, add_form, &probe);
    change_end(&probe, false);
  }
  if (again && status == FLU_OK) status = remove_locked(s, word, len);
  if (status == FLU_OK) status = add_locked(s, lex, word, len, like, like_len);
  pthread_mutex_unlock(&s->lock);
  return status;
}

int flu_user_ignore(flu_user_store *s, const char *word, size_t len)
{
  pthread_mutex_lock(&s->lock);
  flu_str key = { word, (uint32_t)len };
  change c = { .store = s, .root = key };
  int status = s->form_count >= FLU_MAX_USER_FORMS ? FLU_E_LIMIT : FLU_OK;
  if (status == FLU_OK)
    status = put_entry(&c, entry_make(&s->alloc, key, flu_user_find(s->current, word, len), NULL, NULL, true));
  if (status == FLU_OK) status = commit(&c);
  change_end(&c, false);
  pthread_mutex_unlock(&s->lock);
  return status;
}

int flu_user_remove(flu_user_store *s, const char *word, size_t len)
{
  pthread_mutex_lock(&s->lock);
  int status = remove_locked(s, word, len);
  pthread_mutex_unlock(&s->lock);
  return status;
}

/* --- store --- */

flu_user_store *flu_user_store_new(const flu_alloc *alloc)
{
  flu_user_store *s = flu_new0(alloc, sizeof *s);
  if (s == NULL) return NULL;
  s->alloc = *alloc;
  if (pthread_mutex_init(&s->lock, NULL) != 0) {
    flu_free(alloc, s, sizeof *s);
    return NULL;
  }
  return s;
}

void flu_user_store_free(flu_user_store *s)
{
  if (s == NULL) return;
  const flu_alloc alloc = s->alloc, *hash_alloc = &alloc;
  root *r, *next;
  HASH_ITER(hh, s->roots, r, next)
  {
    HASH_DEL(s->roots, r);
    root_free(s, r);
  }
  words_unref(&alloc, s->current);
  pthread_mutex_destroy(&s->lock);
  flu_free(&alloc, s, sizeof *s);
}

const flu_user_words *flu_user_acquire(flu_user_store *s)
{
  pthread_mutex_lock(&s->lock);
  flu_user_words *w = s->current;
  if (w != NULL) w->refs++;
  pthread_mutex_unlock(&s->lock);
  return w;
}

void flu_user_release(flu_user_store *s, const flu_user_words *words)
{
  if (words == NULL) return;
  pthread_mutex_lock(&s->lock);
  words_unref(&s->alloc, (flu_user_words *)(uintptr_t)words);
  pthread_mutex_unlock(&s->lock);
}
