/* fluide rules new: a rule that compiles and passes, for its author to change. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "report.h"
#include "rules.h"

static const char template[] =
    "# Remplacez chaque ligne, puis : fluide rules test FICHIER\n"
    "regle %s   categorie grammaire   niveau avertissement   confiance 80\n"
    "  cherche  [mot à remplacer]\n"
    "  corrige  \"mot de remplacement\"\n"
    "  titre    Titre en une ligne\n"
    "  dit      Ce qui ne va pas ici, en une phrase.\n"
    "  pourquoi La règle, en deux ou trois phrases simples, puis le moyen de ne plus s'y tromper.\n"
    "  source   Grammaire ou guide qui donne cette règle\n"
    "  faute    \"Voici le [mot à remplacer] de la phrase.\" -> \"mot de remplacement\"\n"
    "  faute    \"Le [mot à remplacer] se trouve ici.\" -> \"mot de remplacement\"\n"
    "  juste    \"Voici le mot de remplacement de la phrase.\"\n"
    "  juste    \"Ce mot reste à sa place.\"\n";

/* The compiler is the judge of the id. */
static bool is_good(struct engine *engine, const char *id, const struct buffer *text)
{
  const fluide_rule_text rule = { id, text->data, text->length };
  fluide_rules *rules;
  fluide_error error = { 0 };
  int status = fluide_rules_compile(engine->model, &rule, 1, NULL, &rules, &error);
  if (status != FLUIDE_OK) {
    say("%s : %s", id, french_status(status));
    return false;
  }
  size_t count = 0, stride = 0;
  const fluide_rule_problem *problems = fluide_rules_problems(rules, &count, &stride);
  if (count > 0) {
    const fluide_rule_problem *first = element(problems, stride, 0);
    say("%s%s%s", first->message.ptr, first->hint.len > 0 ? " ; " : "", first->hint.ptr);
  }
  fluide_rules_free(rules);
  return count == 0;
}

static bool write_new(const char *path, const struct buffer *text)
{
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  FILE *file = fd < 0 ? NULL : fdopen(fd, "wb");
  if (!file) {
    if (errno == EEXIST)
      say("%s existe déjà ; pour y ajouter une règle : fluide rules new ID >> %s", path, path);
    else
      say("%s : %s", path, strerror(errno));
    if (fd >= 0) close(fd);
    return false;
  }
  bool written = buffer_write(text, file);
  if (fclose(file) == 0 && written) return true;
  say("%s : écriture impossible : %s", path, strerror(errno));
  return false;
}

int rules_new(const struct settings *settings, struct engine *engine, const struct list *ids)
{
  struct buffer text = { 0 };
  if (ids->count != 1) {
    say("fluide rules new demande un identifiant, par exemple accord.nom-adjectif");
    return EXIT_TROUBLE;
  }
  const char *id = ids->items[0];
  if (rule_find(engine->model, id, strlen(id))) {
    say("la règle %s existe déjà", id);
    return EXIT_TROUBLE;
  }
  buffer_format(&text, template, id);
  bool good = !text.failed && is_good(engine, id, &text);
  if (good && settings->file) {
    good = write_new(settings->file, &text);
    if (good) printf("%s : à changer, puis « fluide rules test %s »\n", settings->file, settings->file);
  } else if (good) {
    good = buffer_write(&text, stdout);
  }
  buffer_free(&text);
  return good ? EXIT_CLEAN : EXIT_TROUBLE;
}
