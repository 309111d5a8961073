/* perf-ring: a perf event, and the ring of records that the kernel writes for it. The kernel moves
 * the ring's head, the reader its tail; a record that finds no room is lost, and counted.
 *
 * One thread reads a ring. Nothing here waits. */
#ifndef WAITSCOPE_PERF_RING_H
#define WAITSCOPE_PERF_RING_H

#include <linux/perf_event.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct perf_ring {
    struct perf_event_mmap_page *page; /* NULL: not mapped */
    const unsigned char *data;
    size_t size;  /* of the data, a power of 2 */
    int64_t lost; /* what the records that the kernel writes about it have said so far */
};

/* What all events here share: times are CLOCK_MONOTONIC ns, the reader is never woken. */
struct perf_event_attr perf_attr(uint32_t type, uint64_t config);

/* Opens the event among the lab's own descriptors, close-on-exec. -1 with errno. If the kernel is
 * older than the count of lost records the event goes without (attr->read_format says so). */
int perf_open(struct perf_event_attr *attr, pid_t pid, int cpu);

/* How many records of this event had no room, by its own count; 0 if it has none. */
int64_t perf_lost(int fd);

/* The value of a file in /proc/sys/kernel, -1 if it is not there. */
int64_t perf_setting(const char *name);

/* Maps 2^n pages of data. False with errno. */
bool perf_ring_map(struct perf_ring *ring, int fd, size_t pages);
void perf_ring_unmap(struct perf_ring *ring);

/* Takes out the oldest record: copies at most `room` bytes of it, header first, to `out` (aligned
 * like uint64_t). False: there is none. */
bool perf_ring_take(struct perf_ring *ring, void *out, size_t room);

#endif
