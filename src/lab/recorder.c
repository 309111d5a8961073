#include <config.h>

#include "recorder.h"

#include "i18n.h"

#include <string.h>

/* The finest first. */
static const struct recorder_ops *const recorders[] = {&recorder_tracepoint, &recorder_switch};

enum { RECORDERS = sizeof recorders / sizeof *recorders };

static const struct recorder_ops *find(const char *name) {
    for (int i = 0; i < RECORDERS; i++)
        if (strcmp(evidence_name(recorders[i]->kind), name) == 0)
            return recorders[i];
    return NULL;
}

bool recorder_choose(const char *name, const struct recorder_ops **chosen, struct error *error) {
    struct error ignored;

    *chosen = NULL;
    for (int i = 0; !name && !*chosen && i < RECORDERS; i++)
        if (recorders[i]->probe(&ignored))
            *chosen = recorders[i];
    if (!name || strcmp(name, evidence_name(EVIDENCE_PROC)) == 0)
        return true;
    *chosen = find(name);
    if (!*chosen)
        return error_set(
            error, _("there is no evidence \"%s\"; there are: tracepoint, switch, proc"), name);
    return (*chosen)->probe(error);
}
