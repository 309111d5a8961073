/* net: what the kernel says of a socket. The screen's thread, while every task is still. */
#ifndef WAITSCOPE_NET_H
#define WAITSCOPE_NET_H

#include "event.h"
#include "trace.h"

/* Bytes, but for the accept queue's connections and window_limited (µs). -1: the kernel did not
 * say. */
struct queue_sample {
    int64_t receive_queue, send_queue, unsent;
    int64_t receive_memory, receive_limit, send_memory, send_limit;
    int64_t window, window_limited;
    int64_t accept_queue, accept_limit;
    int64_t readiness;  /* what poll says at once; only if asked for */
    int64_t ready_list; /* of an epoll descriptor: 1 if it has something to report */
    int64_t segments;   /* data segments received so far */
};

/* What poll says of a descriptor at once, table `ready`. Asking changes nothing, not even what an
 * edge-triggered interest will report. */
int64_t descriptor_readiness(int fd);

/* SIOCINQ, SIOCOUTQ, SIOCOUTQNSD, SO_MEMINFO, TCP_INFO; of a listener TCP_INFO alone. */
void queue_sample(int fd, bool listener, struct queue_sample *sample);
/* Do the figures differ that make a new event: bytes or connections waiting? */
bool queue_sample_differs(const struct queue_sample *a, const struct queue_sample *b);
/* Writes the known figures into the event. */
void queue_sample_put(const struct queue_sample *sample, struct event *event);

/* Is the sending side at rest? Everything sent is acknowledged (SIOCOUTQ == SIOCOUTQNSD), and what
 * is not sent is held back by a window of 0. While a little window is open, TCP keeps less than a
 * segment back until a timer of 200 ms or more runs out, and then sends it: who looks at another
 * time sees something else. True of what is no connected TCP socket. */
bool socket_is_settled(int fd);

/* The port of the socket's own or of the other end, 0 if there is none. */
int socket_port(int fd);
int socket_peer_port(int fd);

/* Sets an int option, reads back what the kernel made of it. -1 with errno if it was refused. */
int64_t socket_set(int fd, int64_t option, int64_t value);

/* Fills in what the header says of this machine. */
void net_describe_host(struct trace *trace);

#endif
