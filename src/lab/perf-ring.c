#include <config.h>

#include "perf-ring.h"
#include "descriptors.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* A count of what is lost, in what read() gives; since Linux 6.0. */
#ifndef PERF_FORMAT_LOST
#define PERF_FORMAT_LOST (1U << 4)
#endif

struct perf_event_attr perf_attr(uint32_t type, uint64_t config) {
    return (struct perf_event_attr){
        .type = type,
        .size = sizeof(struct perf_event_attr),
        .config = config,
        .sample_period = 1,
        .use_clockid = 1,
        .clockid = CLOCK_MONOTONIC,
        .read_format = PERF_FORMAT_LOST,
        /* A full ring is the first that would wake a reader: no interrupt for that. */
        .watermark = 1,
        .wakeup_watermark = UINT32_MAX,
    };
}

static int open_event(struct perf_event_attr *attr, pid_t pid, int cpu) {
    return (int)syscall(SYS_perf_event_open, attr, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
}

int perf_open(struct perf_event_attr *attr, pid_t pid, int cpu) {
    int fd = open_event(attr, pid, cpu);

    if (fd < 0 && errno == EINVAL && attr->read_format) {
        attr->read_format = 0;
        fd = open_event(attr, pid, cpu);
    }
    return fd < 0 ? -1 : descriptor_move_up(fd);
}

int64_t perf_lost(int fd) {
    struct {
        uint64_t value, lost;
    } counts;

    return read(fd, &counts, sizeof counts) == (ssize_t)sizeof counts ? (int64_t)counts.lost : 0;
}

int64_t perf_setting(const char *name) {
    char path[64];
    long long value = -1;

    snprintf(path, sizeof path, "/proc/sys/kernel/%s", name);
    FILE *file = fopen(path, "re");
    if (!file)
        return -1;
    if (fscanf(file, "%lld", &value) != 1)
        value = -1;
    fclose(file);
    return value;
}

bool perf_ring_map(struct perf_ring *ring, int fd, size_t pages) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    void *at = mmap(NULL, (pages + 1) * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

    *ring = (struct perf_ring){NULL, NULL, 0, 0};
    if (at == MAP_FAILED)
        return false;
    ring->page = at;
    ring->data = (const unsigned char *)at + page;
    ring->size = pages * page;
    return true;
}

void perf_ring_unmap(struct perf_ring *ring) {
    if (ring->page)
        munmap(ring->page, ring->size + (size_t)(ring->data - (unsigned char *)ring->page));
    ring->page = NULL;
}

/* Copies from the place `at`, counted on and on, round the ring's end. */
static void copy_out(const struct perf_ring *ring, uint64_t at, void *out, size_t size) {
    size_t from = at & (ring->size - 1);
    size_t first = size < ring->size - from ? size : ring->size - from;

    memcpy(out, ring->data + from, first);
    memcpy((char *)out + first, ring->data, size - first);
}

/* { header, id, lost }: what had no room before this. */
static void count_lost(struct perf_ring *ring, uint64_t at) {
    struct {
        struct perf_event_header header;
        uint64_t id, lost;
    } record;

    copy_out(ring, at, &record, sizeof record);
    ring->lost += (int64_t)record.lost;
}

bool perf_ring_take(struct perf_ring *ring, void *out, size_t room) {
    struct perf_event_header header = {PERF_RECORD_LOST, 0, 0};
    /* Acquire: what lies before the head is written. Release: what lies before the tail is read. */
    uint64_t head = __atomic_load_n(&ring->page->data_head, __ATOMIC_ACQUIRE);
    uint64_t tail = ring->page->data_tail;

    while (tail != head && header.type == PERF_RECORD_LOST) {
        copy_out(ring, tail, &header, sizeof header);
        if (header.type == PERF_RECORD_LOST)
            count_lost(ring, tail);
        else
            copy_out(ring, tail, out, header.size < room ? header.size : room);
        tail += header.size;
    }
    __atomic_store_n(&ring->page->data_tail, tail, __ATOMIC_RELEASE);
    return header.type != PERF_RECORD_LOST;
}
