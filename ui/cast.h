/* cast: a recording of the stepped screen, as asciinema plays it (asciicast v2). The trace is
 * played through the views that the screen has; nobody answers its questions. One thread at a time.
 */
#ifndef WAITSCOPE_CAST_H
#define WAITSCOPE_CAST_H

#include "export.h"

enum {
    CAST_WIDTH = 100, /* if the part says nothing */
    CAST_HEIGHT = 32,
    CAST_PICTURES = 5000, /* a longer part is shown with every n-th event alone */
};

/* A header; a picture ("o") an event, a marker ("m") behind the first picture of each step. Times
 * are those that a person needs, not those of the run: the same part gives the same bytes. */
export_write export_cast;

#endif
