#include "settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

enum kind { KIND_FLAG, KIND_STRING, KIND_LIST, KIND_CHOICE, KIND_NUMBER };

struct option {
  char letter; /* 0: none */
  const char *name;
  enum kind kind;
  unsigned commands; /* bits 1 << command_id */
  size_t field;      /* in struct settings; its type follows from the kind */
  const char *value; /* shown in the help; for KIND_CHOICE, the choices with | between them */
  long least, most;  /* KIND_NUMBER */
  const char *help;
};

#define ON(command) (1u << COMMAND_##command)
#define TEXTS       (ON(CHECK) | ON(CORRECT) | ON(TOKENS) | ON(RULES))
#define CHECKS      (TEXTS | ON(SUGGEST))
#define ALL         ((1u << COMMAND_COUNT) - 1)
#define FIELD(name) offsetof(struct settings, name)
#define MAX_BYTES   (1L << 30)

static const struct option options[] = {
  { 't', "text", KIND_LIST, TEXTS, FIELD(texts), "TEXTE", 0, 0, "traiter ce texte (répétable)" },
  { 'f', "format", KIND_CHOICE, ON(CHECK), FIELD(format), "text|json|jsonl|sarif", 0, 0, "format de la réponse" },
  { 'f', "format", KIND_CHOICE, ON(SUGGEST), FIELD(format), "text|json|jsonl", 0, 0, "format de la réponse" },
  { 'f', "format", KIND_CHOICE, ON(TOKENS) | ON(RULES) | ON(VERSION), FIELD(format), "text|json", 0, 0,
    "format de la réponse" },
  { 0, "fail-on", KIND_CHOICE, ON(CHECK), FIELD(fail_on), "hint|warning|error|never", 0, 0,
    "finir avec le code 1 à partir de cette gravité (hint ; avec --input jsonl : never)" },
  { 0, "explain", KIND_FLAG, ON(CHECK), FIELD(explain), NULL, 0, 0, "ajouter l'explication de la règle" },
  { 0, "tagged", KIND_FLAG, ON(TOKENS), FIELD(tagged), NULL, 0, 0,
    "seulement la lecture que le contexte retient, et le mot qui était sans doute voulu" },
  { 0, "diff", KIND_FLAG, ON(CORRECT), FIELD(diff), NULL, 0, 0, "montrer les corrections au lieu du texte" },
  { 'i', "in-place", KIND_FLAG, ON(CORRECT), FIELD(in_place), NULL, 0, 0, "récrire les fichiers" },
  { 0, "markup", KIND_CHOICE, TEXTS, FIELD(markup), "auto|plain|markdown|html", 0, 0,
    "balisage (auto : d'après le nom du fichier)" },
  { 'l', "locale", KIND_STRING, CHECKS, FIELD(locale), "LANGUE", 0, 0, "fr-FR (défaut), fr-BE, fr-CH ou fr-CA" },
  { 0, "spelling", KIND_CHOICE, CHECKS, FIELD(spelling), "both|classical|1990", 0, 0, "orthographes admises" },
  { 'e', "enable", KIND_LIST, CHECKS, FIELD(enable), "ID[,ID]", 0, 0, "activer des règles ou des catégories" },
  { 'd', "disable", KIND_LIST, CHECKS, FIELD(disable), "ID[,ID]", 0, 0, "désactiver des règles ou des catégories" },
  { 'n', "max-suggestions", KIND_NUMBER, ON(CHECK) | ON(SUGGEST), FIELD(max_suggestions), "N", 0, 64,
    "suggestions par problème (8)" },
  { 0, "max-issues", KIND_NUMBER, ON(CHECK), FIELD(max_issues), "N", 1, 100000000, "problèmes par texte (10000)" },
  { 0, "max-bytes", KIND_NUMBER, TEXTS, FIELD(max_bytes), "N", 1, MAX_BYTES, "taille d'un texte (64 Mio)" },
  { 'w', "words", KIND_LIST, CHECKS, FIELD(words), "FICHIER", 0, 0,
    "mots à admettre, un par ligne, avec un modèle si le mot se décline : « scanner chanter »" },
  { 0, "ignore", KIND_LIST, CHECKS, FIELD(ignore), "MOT[,MOT]", 0, 0, "mots à ne pas signaler, tels quels" },
  { 0, "dictionary", KIND_LIST, CHECKS, FIELD(dictionaries), "FICHIER", 0, 0,
    "dictionnaire hunspell (.dic, avec son .aff à côté)" },
  { 0, "pack", KIND_STRING, ALL & ~ON(HELP), FIELD(pack), "FICHIER", 0, 0,
    "paquet de langue au lieu de celui d'origine" },
  { 0, "with", KIND_LIST, ON(CHECK) | ON(CORRECT) | ON(RULES), FIELD(with), "FICHIER", 0, 0,
    "ajouter les règles de ce fichier .regle (répétable)" },
  { 0, "rule", KIND_STRING, ON(RULES), FIELD(rule), "ID", 0, 0,
    "trace : cette règle seule ; coverage : celles dont l'identifiant commence ainsi" },
  { 0, "file", KIND_STRING, ON(RULES), FIELD(file), "FICHIER", 0, 0, "new : le fichier à créer" },
  { 0, "input", KIND_CHOICE, ON(CHECK), FIELD(input), "text|jsonl", 0, 0,
    "jsonl : lire des lignes {\"id\",\"text\"}, répondre {\"id\",\"matches\"}" },
  { 0, "offsets", KIND_CHOICE, ON(CHECK) | ON(TOKENS), FIELD(offsets), "codepoint|utf16|byte", 0, 0,
    "unité des positions" },
  { 'j', "jobs", KIND_NUMBER, ON(CHECK), FIELD(jobs), "N", 0, 256,
    "textes examinés à la fois (0 : un par processeur)" },
  { 0, "color", KIND_CHOICE, ON(CHECK) | ON(CORRECT), FIELD(color), "auto|always|never", 0, 0, "couleurs" },
  { 'q', "quiet", KIND_FLAG, ON(CHECK) | ON(CORRECT), FIELD(quiet), NULL, 0, 0, "ni bilan ni avancement" },
  { 'h', "help", KIND_FLAG, ALL, FIELD(help), NULL, 0, 0, "montrer cette aide" },
  { 'V', "version", KIND_FLAG, ALL, FIELD(version), NULL, 0, 0, "montrer la version" },
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static bool list_add(struct list *list, const char *item)
{
  if (list->count == list->capacity) {
    size_t capacity = list->capacity ? list->capacity * 2 : 16;
    const char **items = realloc(list->items, capacity * sizeof *items);
    if (!items) {
      say("mémoire insuffisante");
      return false;
    }
    list->items = items;
    list->capacity = capacity;
  }
  list->items[list->count++] = item;
  return true;
}

static const struct option *find_long(enum command_id command, const char *name, size_t length)
{
  for (size_t i = 0; i < OPTION_COUNT; i++) {
    if ((options[i].commands >> command & 1) && strlen(options[i].name) == length &&
        memcmp(options[i].name, name, length) == 0)
      return &options[i];
  }
  return NULL;
}

static const struct option *find_letter(enum command_id command, char letter)
{
  for (size_t i = 0; i < OPTION_COUNT; i++) {
    if ((options[i].commands >> command & 1) && options[i].letter == letter) return &options[i];
  }
  return NULL;
}

static void unknown_long(enum command_id command, const char *name, size_t length)
{
  const char *names[OPTION_COUNT];
  size_t count = 0;
  char copy[64] = "";
  if (length < sizeof copy) memcpy(copy, name, length);
  for (size_t i = 0; i < OPTION_COUNT; i++) {
    if (options[i].commands >> command & 1) names[count++] = options[i].name;
  }
  const char *near = nearest(copy, names, count);
  say("option inconnue : --%.*s%s%s%s (voir « fluide help %s »)", (int)(length < 200 ? length : 200), name,
      near ? " ; vouliez-vous dire --" : "", near ? near : "", near ? " ?" : "", commands[command].name);
}

static bool set_choice(const struct option *option, int *field, const char *value)
{
  size_t length = strlen(value);
  const char *choice = option->value;
  for (int index = 0;; index++) {
    size_t size = strcspn(choice, "|");
    if (size == length && memcmp(choice, value, size) == 0) {
      *field = index;
      return true;
    }
    if (!choice[size]) break;
    choice += size + 1;
  }
  say("--%s : valeur inconnue « %s » (choix : %s)", option->name, value, option->value);
  return false;
}

static bool set_number(const struct option *option, long *field, const char *value)
{
  char *end;
  errno = 0;
  long number = strtol(value, &end, 10);
  if (errno || end == value || *end || number < option->least || number > option->most) {
    say("--%s : « %s » n'est pas un nombre de %ld à %ld", option->name, value, option->least, option->most);
    return false;
  }
  *field = number;
  return true;
}

static bool set(struct settings *settings, const struct option *option, const char *value)
{
  void *field = (char *)settings + option->field;
  switch (option->kind) {
  case KIND_FLAG: *(bool *)field = true; return true;
  case KIND_STRING: *(const char **)field = value; return true;
  case KIND_LIST: return list_add(field, value);
  case KIND_CHOICE: return set_choice(option, field, value);
  case KIND_NUMBER: return set_number(option, field, value);
  }
  return false;
}

/* "--name", "--name=value", "--name value". Moves *index when the value is the next argument. */
static bool parse_long(struct settings *settings, int argc, char **argv, int *index)
{
  const char *name = argv[*index] + 2;
  size_t length = strcspn(name, "=");
  const struct option *option = find_long(settings->command, name, length);
  if (!option) {
    unknown_long(settings->command, name, length);
    return false;
  }
  const char *value = name[length] ? name + length + 1 : NULL;
  if (option->kind == KIND_FLAG && value) {
    say("--%s ne prend pas de valeur", option->name);
    return false;
  }
  if (option->kind != KIND_FLAG && !value) {
    if (*index + 1 >= argc) {
      say("--%s demande une valeur : %s", option->name, option->value);
      return false;
    }
    value = argv[++*index];
  }
  return set(settings, option, value);
}

/* "-q", "-qi", "-fjson", "-f json". */
static bool parse_letters(struct settings *settings, int argc, char **argv, int *index)
{
  for (const char *letter = argv[*index] + 1; *letter; letter++) {
    const struct option *option = find_letter(settings->command, *letter);
    if (!option) {
      say("option inconnue : -%c (voir « fluide help %s »)", *letter, commands[settings->command].name);
      return false;
    }
    if (option->kind == KIND_FLAG) {
      set(settings, option, NULL);
      continue;
    }
    const char *value = letter + 1;
    if (!*value) {
      if (*index + 1 >= argc) {
        say("-%c demande une valeur : %s", *letter, option->value);
        return false;
      }
      value = argv[++*index];
    }
    return set(settings, option, value);
  }
  return true;
}

bool settings_parse(struct settings *settings, enum command_id command, int argc, char **argv)
{
  *settings = (struct settings){ .command = command,
                                 .format = NOT_SET,
                                 .fail_on = NOT_SET,
                                 .max_suggestions = NOT_SET,
                                 .max_issues = NOT_SET,
                                 .max_bytes = NOT_SET };
  bool good = true, operands_only = false;
  for (int i = 0; i < argc && good; i++) {
    const char *argument = argv[i];
    if (operands_only || argument[0] != '-' || !argument[1])
      good = list_add(&settings->operands, argument);
    else if (strcmp(argument, "--") == 0)
      operands_only = true;
    else if (argument[1] == '-')
      good = parse_long(settings, argc, argv, &i);
    else
      good = parse_letters(settings, argc, argv, &i);
  }
  return good;
}

void settings_free(struct settings *settings)
{
  free(settings->operands.items);
  free(settings->texts.items);
  free(settings->enable.items);
  free(settings->disable.items);
  free(settings->ignore.items);
  free(settings->words.items);
  free(settings->dictionaries.items);
  free(settings->with.items);
}

void settings_describe(struct buffer *out, enum command_id command)
{
  enum { HELP_COLUMN = 30 };
  for (size_t i = 0; i < OPTION_COUNT; i++) {
    const struct option *option = &options[i];
    if (!(option->commands >> command & 1)) continue;
    size_t start = out->length;
    if (option->letter)
      buffer_format(out, "  -%c, --%s", option->letter, option->name);
    else
      buffer_format(out, "      --%s", option->name);
    if (option->value) buffer_format(out, " %s", option->value);
    if (out->failed) return;
    size_t width = utf8_width(out->data + start, out->length - start);
    if (width + 2 > HELP_COLUMN) {
      buffer_char(out, '\n');
      width = 0;
    }
    buffer_fill(out, ' ', HELP_COLUMN - width);
    buffer_format(out, "%s\n", option->help);
  }
}
