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

#include "record.h"

struct traced_call {
    struct draft draft;
    enum call id;
    const char *file;
    int line;
    int fd; /* -1: the call has none */
    uint32_t number;
    int64_t entered, cpu, switches;
    int64_t result;
    int error;
};

void call_begin(struct traced_call *call, enum call id, const char *file, int line, int fd);
void call_put(struct traced_call *call, enum field field, int64_t value);
void call_put_bytes(struct traced_call *call, enum field field, const void *at, size_t size);
void call_enter(struct traced_call *call);
void call_leave(struct traced_call *call, int64_t result);
/* Returns the result with errno as the kernel left it. */
int64_t call_return(struct traced_call *call);

/* A line that the page printed: an event, no gate. */
void call_note(const char *file, int line, const char *text);

#endif
