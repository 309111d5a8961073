/* host: what the screen and --plain need from the program around them. main fills the table in; the
 * screen knows neither files nor the director. One thread, the screen's. */
#ifndef WAITSCOPE_HOST_H
#define WAITSCOPE_HOST_H

#include "error.h"
#include "export.h"
#include "session.h"

/* A line of the menu. Texts are in the language of the screen and live as long as the host. */
struct host_lesson {
    const char *id;
    const char *title;
    const char *summary; /* one line: what will be seen */
    int minutes;
    bool done; /* was played to its end before */
    bool last; /* was opened last */
};

struct host {
    void *context; /* handed to every function */
    /* The lessons in curriculum order. */
    int (*lesson_count)(void *context);
    void (*lesson)(void *context, int index, struct host_lesson *out);
    /* A fresh live session of that lesson, owned by the caller, and remembered as opened last. Its
     * lesson lives as long as the host. NULL with a sentence if it cannot be opened. */
    struct session *(*open)(void *context, const char *id, struct error *error);
    /* The source text of a server page ("select"), or NULL if it is not at hand. Lives as long as
     * the host. */
    const char *(*source)(void *context, const char *page);
    /* The lesson was played to its end. */
    void (*done)(void *context, const char *id);
    /* The forms in which a trace can be written. NULL: none can. */
    const struct export_format *(*formats)(void *context, size_t *count);
};

#endif
