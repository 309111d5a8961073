/* client: a scripted peer. The director plays it on the screen's thread; its sockets never block.
 */
#ifndef WAITSCOPE_CLIENT_H
#define WAITSCOPE_CLIENT_H

#include "lesson.h"

struct client {
    const char *name; /* borrowed from the lesson */
    int fd;           /* -1: no socket */
    int port;         /* its own */
    bool reading;     /* it reads what arrives */
    bool ended;       /* it has read the end of file or an error */
};

/* What came of an act. */
struct act_result {
    int64_t began;                      /* CLOCK_MONOTONIC ns */
    int64_t times;                      /* sends that it was, 0: one */
    int64_t size;                       /* bytes asked for or offered, -1: not that kind of act */
    bool called;                        /* a system call was made: result is there */
    int64_t result;                     /* as the system call gave it; of several: the sum */
    int error;                          /* errno if result is -1 */
    unsigned char data[EVENT_DATA_MAX]; /* the first bytes sent or read */
    size_t data_size;
};

void client_init(struct client *client, const char *name);
/* Closes its socket if it has one. */
void client_fini(struct client *client);

/* A socket for the connect that follows, so that options can be set. False with errno. */
bool client_open(struct client *client);
/* Plays the step's act. `port` is the listener's, for connect. */
void client_act(struct client *client, const struct step *step, int port,
                struct act_result *result);
/* Is there anything to read that it has not read, the end of file included? */
bool client_has_input(const struct client *client);
/* One recv of what lies in its queue now, of at most `bytes` (-1: all). */
void client_read(struct client *client, int64_t bytes, struct act_result *result);

#endif
