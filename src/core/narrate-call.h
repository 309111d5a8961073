/* narrate-call: a call as it stands in the program, its result, its bytes: labels that the screen
 * and the pictures share. Each writes to out[size] and returns out. Pure. */
#ifndef WAITSCOPE_NARRATE_CALL_H
#define WAITSCOPE_NARRATE_CALL_H

#include "event.h"

/* What a call is told with less of, one more from each to the next. */
enum narrate_room {
    ROOM_FOR_ALL,
    ROOM_BUT_COMMON, /* without the access mode and MSG_NOSIGNAL, which say nothing new */
    ROOM_FEW_BYTES,  /* of the data the first few */
    ROOM_NO_BYTES,
    ROOM_FOR_FLAGS, /* the descriptor and the flags, if there are flags: "recv(4, …MSG_PEEK)" */
    ROOM_FLAGS_ALONE,
    ROOM_LAST_FLAG, /* with the descriptor again */
    ROOMS,
};

/* "recv(4, 1024 B)", "select(6, R{3 4 5})", "poll({3 IN}, {4 OUT})", "epoll_ctl(4, ADD, 5, IN|ET)"
 * of an enter event. */
char *narrate_call(const struct event *enter, char *out, size_t size);
char *narrate_call_short(const struct event *enter, enum narrate_room room, char *out, size_t size);

/* "5", "-1 EAGAIN × 1,000", "1 R{4}", "1 {4 IN|RDHUP}" of a return event. */
char *narrate_result(const struct event *returned, char *out, size_t size);

/* The bytes that an event moved: "\"hello\"" in at most `max` characters, "500 B" if they are many,
 * "" if there are none. */
char *narrate_bytes(const struct event *event, size_t max, char *out, size_t size);

/* "fd 4, POLL_IN, IN|RDNORM" of a signal event: what it says besides its name. */
char *narrate_signal(const struct event *signal, char *out, size_t size);

#endif
