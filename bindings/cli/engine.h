/* The library opened as the settings ask: one model and one checker for the whole run. */
#ifndef CLI_ENGINE_H
#define CLI_ENGINE_H

#include <fluide/fluide.h>

#include "buffer.h"
#include "settings.h"

struct engine {
  fluide_model *model;
  fluide_checker *checker; /* NULL after engine_open_model */
  size_t max_bytes;
};

/* False after a message; then there is nothing to close. */
bool engine_open_model(struct engine *engine, const struct settings *settings);
bool engine_open(struct engine *engine, const struct settings *settings);
void engine_close(struct engine *engine);

/* Names of the library's values in French. */
const char *french_status(int status);
const char *french_category(int category);
const char *french_severity(int severity);

#endif
