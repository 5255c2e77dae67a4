/* Reading of fluide_options. */
#ifndef FLU_API_OPTIONS_H
#define FLU_API_OPTIONS_H

#include "api/handles.h"

/* Fill c->settings and c->enabled (room for every rule). `given` may be NULL. */
int flu_api_options(fluide_checker *c, const fluide_options *given, flu_error *err);

#endif
