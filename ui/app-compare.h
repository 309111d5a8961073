/* app-compare: measures pages one after the other and shows them side by side, on a screen or as a
 * text. It knows no lab: what measures is handed in. One thread, the screen's. */
#ifndef WAITSCOPE_APP_COMPARE_H
#define WAITSCOPE_APP_COMPARE_H

#include "compare.h"
#include "term.h"

/* Measures a page; that takes as long as it takes. The event lives as long as the table. NULL with
 * a sentence if it could not be measured. */
struct compare_host {
    void *context;
    const struct event *(*measure)(void *context, const char *server, struct error *error);
};

/* Measures all columns anew. */
void compare_measure(struct compare *compare, const struct compare_host *host);

/* Shows the table while it fills, and after that until the person leaves. */
void compare_show(struct compare *compare, const struct compare_host *host, struct term *term,
                  bool ascii);

/* Writes the table as it is, `width` columns wide. */
void compare_print(const struct compare *compare, int width, bool ascii, FILE *out);

#endif
