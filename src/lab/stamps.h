/* stamps: arrival stamps from the kernel, for as long as somebody needs them. The kernel begins to
 * stamp what arrives some time after the first socket of the machine has asked for it (up to 8 ms
 * were seen) and ends with the last: one that is held open meanwhile loses no stamp. Any thread. */
#ifndef WAITSCOPE_STAMPS_H
#define WAITSCOPE_STAMPS_H

#include "loopback.h"

struct stamps {
    struct loopback ends;
};

/* Holds a connection with SO_TIMESTAMPNS, and waits until a byte over it comes with its stamp, at
 * most a second. False with a sentence; stamps_end() is fine then, too. */
bool stamps_begin(struct stamps *stamps, struct error *why);
void stamps_end(struct stamps *stamps);

#endif
