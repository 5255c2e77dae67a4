#include <errno.h>
#include <fcntl.h>
#include <fluide/fluide.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "settings.h"

/* A standard stream that is closed would lend its number to the next file opened: take the number with a descriptor on
 * which reading and writing the wrong way round fail as they should. */
static bool keep_standard_streams(void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
    if (fcntl(fd, F_GETFD) != -1 || errno != EBADF) continue;
    if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd) return false;
  }
  return true;
}

static void unknown_command(const char *name)
{
  const char *names[COMMAND_COUNT];
  for (size_t i = 0; i < COMMAND_COUNT; i++) names[i] = commands[i].name;
  const char *near = nearest(name, names, COMMAND_COUNT);
  if (name[0] == '-')
    say("option inconnue avant la commande : %s (voir « fluide help »)", name);
  else if (near)
    say("commande inconnue : %s ; vouliez-vous dire « fluide %s » ?", name, near);
  else if (strchr(name, ' ') || access(name, F_OK) == 0)
    say("commande inconnue : %s ; pour examiner un texte : fluide check \"…\"", name);
  else
    say("commande inconnue : %s (voir « fluide help »)", name);
}

static int run(const struct command *command, int argc, char **argv)
{
  struct settings settings;
  int status = EXIT_TROUBLE;
  if (settings_parse(&settings, (enum command_id)(command - commands), argc, argv)) {
    if (settings.help)
      status = command_help(&settings);
    else if (settings.version)
      status = printf("fluide %s\n", fluide_version_string()) > 0 ? EXIT_CLEAN : EXIT_TROUBLE;
    else
      status = command->run(&settings);
  }
  settings_free(&settings);
  return status;
}

int main(int argc, char **argv)
{
  int status = EXIT_TROUBLE;
  if (!keep_standard_streams()) return EXIT_TROUBLE;
  /* Before any thread parses JSON. */
  json_object_seed(0);
  const char *name = argc > 1 ? argv[1] : "";
  const struct command *command = command_find(name);
  if (command)
    status = run(command, argc - 2, argv + 2);
  else if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
    status = printf("fluide %s\n", fluide_version_string()) > 0 ? EXIT_CLEAN : EXIT_TROUBLE;
  else if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
    status = run(&commands[COMMAND_HELP], 0, NULL);
  else if (argc < 2)
    say("il manque une commande (voir « fluide help »)");
  else
    unknown_command(name);
  return finish_output() ? status : EXIT_TROUBLE;
}
