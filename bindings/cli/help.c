/* The table of commands and their help. */
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "cli.h"
#include "settings.h"

const struct command commands[COMMAND_COUNT] = {
  { "check", command_check, "[options] [FICHIER… | - | \"une phrase\"]", "signaler les fautes d'un texte",
    "Sans fichier, ou avec « - », le texte vient de l'entrée standard. Un seul argument qui contient une espace et ne\n"
    "nomme pas un fichier est lui-même le texte ; --text dit la même chose sans équivoque.\n"
    "Code de retour : 0 rien à signaler, 1 au moins un problème (voir --fail-on), 2 argument incorrect ou texte\n"
    "illisible ; les autres textes sont examinés quand même." },
  { "correct", command_correct, "[options] [FICHIER… | - | \"une phrase\"]",
    "appliquer la première suggestion de chaque problème",
    "Le texte corrigé va sur la sortie standard ; avec --diff, les lignes changées ; avec --in-place, les fichiers\n"
    "sont récrits d'un seul coup, droits et liens symboliques gardés.\n"
    "Code de retour : 0, ou 2 quand un texte n'a pas pu être traité." },
  { "suggest", command_suggest, "[options] [MOT… | -]", "proposer des corrections pour un mot",
    "Sans mot, ou avec « - », un mot par ligne de l'entrée standard." },
  { "tokens", command_tokens, "[options] [FICHIER… | - | \"une phrase\"]",
    "montrer les phrases, les mots et leurs analyses",
    "Chaque mot est suivi de ses lectures : lemme, nature et traits (Universal Dependencies)." },
  { "rules", command_rules, "[options] [ID | CATÉGORIE… | test | trace | coverage | new …]",
    "montrer les règles, en écrire",
    "Sans argument, la liste des règles ; avec des identifiants ou des catégories, le détail.\n"
    "  test FICHIER…            compiler des fichiers .regle et passer leurs exemples\n"
    "  trace \"une phrase\"       les mots, leurs lectures, et jusqu'où va chaque règle\n"
    "  coverage FICHIER…        ce que chaque règle signale dans des textes, avec des exemples\n"
    "  new ID                   un modèle de règle, dans le fichier de --file ou sur la sortie standard\n"
    "Code de retour de test : 0 tout passe, 1 au moins une erreur, 2 fichier illisible." },
  { "version", command_version, "[options]", "montrer la version et le paquet de langue", "" },
  { "help", command_help, "[COMMANDE]", "montrer l'aide d'une commande", "" },
};

const struct command *command_find(const char *name)
{
  for (size_t i = 0; i < COMMAND_COUNT; i++) {
    if (strcmp(commands[i].name, name) == 0) return &commands[i];
  }
  return NULL;
}

static void describe_all(struct buffer *out)
{
  buffer_text(out, "Usage : fluide COMMANDE [options] [arguments]\n\n"
                   "Analyse et correction du français.\n\nCommandes :\n");
  for (size_t i = 0; i < COMMAND_COUNT; i++) buffer_format(out, "  %-9s %s\n", commands[i].name, commands[i].summary);
  buffer_text(out, "\nExemples :\n"
                   "  fluide check \"Les enfans mangent.\"\n"
                   "  fluide check --format sarif *.md > fluide.sarif\n"
                   "  fluide correct --in-place lettre.txt\n"
                   "\nAide d'une commande : fluide help COMMANDE\n");
}

static void describe(struct buffer *out, const struct command *command)
{
  buffer_format(out, "Usage : fluide %s %s\n\n%c%s.\n", command->name, command->usage, command->summary[0] - 'a' + 'A',
                command->summary + 1);
  if (command->details[0]) buffer_format(out, "%s\n", command->details);
  buffer_text(out, "\nOptions :\n");
  settings_describe(out, (enum command_id)(command - commands));
}

int command_help(const struct settings *settings)
{
  struct buffer out = { 0 };
  const struct command *command = NULL;
  if (settings->command != COMMAND_HELP) {
    command = &commands[settings->command];
  } else if (settings->operands.count > 0) {
    command = command_find(settings->operands.items[0]);
    if (!command) {
      say("commande inconnue : %s (voir « fluide help »)", settings->operands.items[0]);
      return EXIT_TROUBLE;
    }
  }
  if (command)
    describe(&out, command);
  else
    describe_all(&out);
  bool good = buffer_write(&out, stdout);
  buffer_free(&out);
  return good ? EXIT_CLEAN : EXIT_TROUBLE;
}
