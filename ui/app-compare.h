/* app-compare: measures pages one after the other and shows them side by side, on a screen or as a
 * text. It knows no lab: what measures is handed in. One thread, the screen's. */
#ifndef WAITSCOPE_APP_COMPARE_H
#define WAITSCOPE_APP_COMPARE_H

#include "compare.h"
#include "term.h"

/* Does the person want to leave? Asked now and then while a page is measured. */
struct compare_stop {
    bool (*asked)(void *person);
    void *person;
};

/* Measures a page; that takes as long as it takes, or until `stop` (may be NULL) says true. What
 * the event points to lives as long as the table. False with a sentence if it could not be
 * measured. */
struct compare_host {
    void *context;
    bool (*measure)(void *context, const char *server, const struct compare_stop *stop,
                    struct event *out, struct error *error);
};

/* Measures all columns anew. */
void compare_measure(struct compare *compare, const struct compare_host *host);

/* Shows the table while it fills, and after that until the person leaves. */
void compare_show(struct compare *compare, const struct compare_host *host, struct term *term,
                  bool ascii);

/* Writes the table as it is, `width` columns wide. */
void compare_print(const struct compare *compare, int width, bool ascii, FILE *out);

#endif
