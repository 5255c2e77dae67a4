#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "rule_files.h"
#include "source.h"

#define DEFAULT_MAX_BYTES    (64u << 20)
#define MAX_WORDS_FILE_BYTES (64u << 20)

const char *french_status(int status)
{
  switch (status) {
  case FLUIDE_OK: return "succès";
  case FLUIDE_E_NOMEM: return "mémoire insuffisante";
  case FLUIDE_E_ARG: return "argument incorrect";
  case FLUIDE_E_UTF8: return "UTF-8 invalide";
  case FLUIDE_E_IO: return "fichier illisible";
  case FLUIDE_E_FORMAT: return "paquet de langue ou dictionnaire endommagé";
  case FLUIDE_E_VERSION: return "version incompatible";
  case FLUIDE_E_CANCELLED: return "interrompu";
  case FLUIDE_E_LIMIT: return "limite dépassée";
  case FLUIDE_E_NOTFOUND: return "introuvable";
  case FLUIDE_E_UNSUPPORTED: return "absent de cette version de la bibliothèque";
  default: return fluide_status_message(status);
  }
}

const char *french_category(int category)
{
  switch (category) {
  case FLUIDE_CATEGORY_SPELLING: return "orthographe";
  case FLUIDE_CATEGORY_TYPOGRAPHY: return "typographie";
  case FLUIDE_CATEGORY_GRAMMAR: return "grammaire";
  case FLUIDE_CATEGORY_STYLE: return "style";
  default: return fluide_category_name(category);
  }
}

const char *french_severity(int severity)
{
  switch (severity) {
  case FLUIDE_SEVERITY_HINT: return "conseil";
  case FLUIDE_SEVERITY_WARNING: return "avertissement";
  case FLUIDE_SEVERITY_ERROR: return "erreur";
  default: return fluide_severity_name(severity);
  }
}

static void say_error(const char *what, int status, const fluide_error *error)
{
  say("%s : %s%s%s%s", what, french_status(status), error->detail[0] ? " (" : "", error->detail,
      error->detail[0] ? ")" : "");
}

bool engine_open_model(struct engine *engine, const struct settings *settings)
{
  fluide_error error = { 0 };
  *engine = (struct engine){ .max_bytes = DEFAULT_MAX_BYTES };
  if (settings->max_bytes != NOT_SET) engine->max_bytes = (size_t)settings->max_bytes;
  int status = fluide_model_open(settings->pack, NULL, &engine->model, &error);
  if (status == FLUIDE_OK) return true;
  say_error(settings->pack ? settings->pack : "paquet de langue d'origine", status, &error);
  return false;
}

/* "a,b" and "c" as a, b, c, NULL: one block for the pointers, one for the text. */
struct names {
  const char **items;
  char *text;
};

static bool names_split(struct names *names, const struct list *list)
{
  size_t bytes = 0, count = 0;
  *names = (struct names){ 0 };
  if (list->count == 0) return true;
  for (size_t i = 0; i < list->count; i++) {
    bytes += strlen(list->items[i]) + 1;
    count++;
    for (const char *p = list->items[i]; *p; p++) count += *p == ',';
  }
  names->items = malloc((count + 1) * sizeof *names->items);
  names->text = malloc(bytes);
  if (!names->items || !names->text) return false;
  char *at = names->text;
  count = 0;
  for (size_t i = 0; i < list->count; i++) {
    size_t size = strlen(list->items[i]) + 1;
    memcpy(at, list->items[i], size);
    for (char *name = at; name;) {
      char *comma = strchr(name, ',');
      if (comma) *comma = '\0';
      if (*name) names->items[count++] = name;
      name = comma ? comma + 1 : NULL;
    }
    at += size;
  }
  names->items[count] = NULL;
  return true;
}

static void names_free(struct names *names)
{
  free(names->items);
  free(names->text);
}

static bool make_checker(struct engine *engine, const struct settings *settings)
{
  struct names enable = { 0 }, disable = { 0 };
  fluide_options options = FLUIDE_OPTIONS_INIT;
  fluide_error error = { 0 };
  int status = FLUIDE_E_NOMEM;
  if (names_split(&enable, &settings->enable) && names_split(&disable, &settings->disable)) {
    options.locale = settings->locale;
    options.spelling = (uint32_t)settings->spelling;
    options.enable = enable.items;
    options.disable = disable.items;
    options.max_text_bytes = (uint32_t)engine->max_bytes;
    if (settings->max_issues != NOT_SET) options.max_issues = (uint32_t)settings->max_issues;
    if (settings->command == COMMAND_CORRECT) options.max_issues = 100000000; /* a text half corrected helps nobody */
    if (settings->max_suggestions == 0) options.max_suggestions = UINT32_MAX;
    if (settings->max_suggestions > 0) options.max_suggestions = (uint32_t)settings->max_suggestions;
    status = fluide_checker_new(engine->model, &options, &engine->checker, &error);
  }
  names_free(&enable);
  names_free(&disable);
  if (status != FLUIDE_OK) say_error("options", status, &error);
  return status == FLUIDE_OK;
}

static bool add_line(struct engine *engine, const char *path, size_t number, char *line)
{
  static const char blanks[] = " \t\r";
  line[strcspn(line, "#")] = '\0';
  line += strspn(line, blanks);
  if (!*line) return true;
  size_t size = strcspn(line, blanks);
  char *like = line + size + strspn(line + size, blanks);
  line[size] = '\0';
  size_t like_size = strcspn(like, blanks);
  const char *more = like + like_size + strspn(like + like_size, blanks);
  if (*more) {
    say("%s:%zu: un mot et au plus un modèle par ligne", path, number);
    return false;
  }
  like[like_size] = '\0';
  fluide_error error = { 0 };
  int status = fluide_add_word(engine->checker, line, *like ? like : NULL, &error);
  if (status == FLUIDE_OK) return true;
  say("%s:%zu: « %s » : %s%s%s%s", path, number, status == FLUIDE_E_NOTFOUND ? like : line, french_status(status),
      error.detail[0] ? " (" : "", error.detail, error.detail[0] ? ")" : "");
  return false;
}

static bool add_words(struct engine *engine, const char *path)
{
  struct source source = { .kind = SOURCE_FILE, .name = path };
  struct buffer message = { 0 };
  bool good = source_load(&source, MAX_WORDS_FILE_BYTES, &message);
  if (!good) say("%.*s", (int)message.length, message.data ? message.data : "mémoire insuffisante");
  buffer_free(&message);
  if (!good) return false;
  if (memchr(source.text, '\0', source.length)) {
    say("%s : octet nul dans une liste de mots", path);
    good = false;
  }
  char *line = source.text;
  if (source.length >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) line += 3;
  for (size_t number = 1; good && line; number++) {
    char *end = strchr(line, '\n');
    if (end) *end = '\0';
    good = add_line(engine, path, number, line);
    line = end ? end + 1 : NULL;
  }
  source_unload(&source);
  return good;
}

/* PATH may be the .dic, the .aff, or what they share. */
static bool add_dictionary(struct engine *engine, const char *path)
{
  size_t stem = strlen(path);
  if (stem > 4 && (strcmp(path + stem - 4, ".dic") == 0 || strcmp(path + stem - 4, ".aff") == 0)) stem -= 4;
  struct buffer aff = { 0 }, dic = { 0 };
  buffer_bytes(&aff, path, stem);
  buffer_bytes(&aff, ".aff", 5);
  buffer_bytes(&dic, path, stem);
  buffer_bytes(&dic, ".dic", 5);
  fluide_error error = { 0 };
  int status = FLUIDE_E_NOMEM;
  if (!aff.failed && !dic.failed) status = fluide_add_dictionary(engine->checker, aff.data, dic.data, &error);
  if (status != FLUIDE_OK) say_error(path, status, &error);
  buffer_free(&aff);
  buffer_free(&dic);
  return status == FLUIDE_OK;
}

static bool ignore_words(struct engine *engine, const struct list *list)
{
  struct names names = { 0 };
  bool good = names_split(&names, list);
  for (size_t i = 0; good && names.items && names.items[i]; i++) {
    fluide_error error = { 0 };
    int status = fluide_ignore_word(engine->checker, names.items[i], &error);
    if (status == FLUIDE_OK) continue;
    say_error(names.items[i], status, &error);
    good = false;
  }
  names_free(&names);
  return good;
}

bool engine_open(struct engine *engine, const struct settings *settings)
{
  if (!engine_open_model(engine, settings)) return false;
  bool good = engine_add_rules(engine, settings) && make_checker(engine, settings);
  for (size_t i = 0; good && i < settings->dictionaries.count; i++)
    good = add_dictionary(engine, settings->dictionaries.items[i]);
  for (size_t i = 0; good && i < settings->words.count; i++) good = add_words(engine, settings->words.items[i]);
  if (good) good = ignore_words(engine, &settings->ignore);
  if (!good) engine_close(engine);
  return good;
}

void engine_close(struct engine *engine)
{
  fluide_checker_free(engine->checker);
  fluide_model_unref(engine->model);
  *engine = (struct engine){ 0 };
}
