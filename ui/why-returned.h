/* why-returned: the story of a call that has returned: what it waited for and how long, what came
 * then, what it cost. Pure. */
#ifndef WAITSCOPE_WHY_RETURNED_H
#define WAITSCOPE_WHY_RETURNED_H

#include "call-times.h"

/* Of the call that was entered at `enter`. Appends sentences to out[size], each with a blank before
 * it. */
void why_returned_add(const struct call_times *times, const struct trace *trace, size_t enter,
                      char *out, size_t size);

#endif
