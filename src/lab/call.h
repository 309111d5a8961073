/* call: the two halves of a traced call. A wrapper reads like this:
 *
 *     struct traced_call call;
 *     call_begin(&call, CALL_recv, file, line, fd);
 *     call_put(&call, FIELD_size, size);     arguments
 *     call_enter(&call);                     event, gate, stamps
 *     ssize_t result = recv(…);
 *     call_leave(&call, result);             stamps, errno
 *     call_put_bytes(&call, FIELD_data, …);  what came back
 *     return call_return(&call);             event, gate
 *
 * Tasks only; async-signal-safe. */
#ifndef WAITSCOPE_CALL_H
#define WAITSCOPE_CALL_H

#include <stdbool.h>

#include "record.h"

struct traced_call {
    struct draft draft;
    enum call id;
    const char *file;
    int line;
    int fd; /* -1: the call has none */
    uint32_t number;
    bool folded; /* it repeats a failure: its enter is not written down */
    bool open;   /* the gates are open: only counted */
    int64_t entered, cpu, switches;
    int64_t result;
    int error;
};

void call_begin(struct traced_call *call, enum call id, const char *file, int line, int fd);
void call_put(struct traced_call *call, enum field field, int64_t value);
void call_put_bytes(struct traced_call *call, enum field field, const void *at, size_t size);
/* The call ends by itself, though nothing happens: before call_enter(). */
void call_put_timeout(struct traced_call *call, int64_t ns);
/* The same if the call's socket has SO_RCVTIMEO or SO_SNDTIMEO (`option`) set. */
void call_put_socket_timeout(struct traced_call *call, int option);
void call_enter(struct traced_call *call);
void call_leave(struct traced_call *call, int64_t result);
/* Returns the result with errno as the kernel left it. */
int64_t call_return(struct traced_call *call);

/* Counts a copy: the last bytes arrived at `arrived` (CLOCK_MONOTONIC ns). After call_leave(). */
void call_copied(struct traced_call *call, int64_t arrived);

/* A line that the page printed: an event, and a gate, so that a page that works in a loop without a
 * call can be held. */
void call_note(const char *file, int line, const char *text);

#endif
