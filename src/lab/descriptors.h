/* descriptors: the low numbers belong to the page, so that its listener is 3 on screen, plain and
 * recorded alike; the lab's own live at 512 and up. The screen's thread, while every task is still.
 */
#ifndef WAITSCOPE_DESCRIPTORS_H
#define WAITSCOPE_DESCRIPTORS_H

#include <stdbool.h>

#include "error.h"

enum {
    DESCRIPTORS_FIRST = 3, /* after standard input, output and error */
    DESCRIPTORS_LAB = 512, /* the first number of the lab's own */
};

/* Moves a descriptor to the lab's range, close-on-exec. Returns -1 with errno if there is none
 * left; the old one is closed in any case. */
int descriptor_move_up(int fd);

/* What the process had open in the page's range, moved out of the way during a run. */
struct parked {
    int moved[DESCRIPTORS_LAB]; /* where number i went, -1: it was not open */
    int flags[DESCRIPTORS_LAB]; /* its close-on-exec flag */
};

/* False with a sentence if there are not enough numbers; nothing is moved then. */
bool descriptors_park(struct parked *parked, struct error *error);
/* Closes whatever a page left open and puts the parked ones back. */
void descriptors_restore(struct parked *parked);
/* Closes everything in the page's range. */
void descriptors_close_page(void);

#endif
