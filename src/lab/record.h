/* record: how a task tells the lab what it did. A ring a task in shared memory, so that a forked
 * child can write too; 128 bytes a record, a commit word in each. The task writes, the screen's
 * thread reads. Writing is async-signal-safe: no malloc, no stdio, no lock. */
#ifndef WAITSCOPE_RECORD_H
#define WAITSCOPE_RECORD_H

#include <stdatomic.h>

#include "event.h"

enum {
    RECORD_VALUES = 10,
    RECORD_BLOB = 120,      /* bytes of a SET, DATA or TEXT field in one continuation record */
    RECORD_BLOBS = 3,       /* such fields an event */
    RING_RECORDS = 1 << 14, /* a power of two */
};

struct record {
    _Atomic uint32_t commit; /* its index + 1 once it is complete */
    uint8_t kind;            /* enum event_kind */
    uint8_t call;            /* enum call */
    uint8_t count;           /* of values */
    uint8_t more;            /* continuation records that follow */
    uint32_t number;         /* the call's number in its task */
    uint32_t line;
    const char *file;   /* __FILE__ of the page, NULL if no call */
    int64_t t;          /* CLOCK_MONOTONIC ns */
    uint8_t fields[16]; /* enum field of each value */
    int64_t values[RECORD_VALUES];
};

struct continuation {
    _Atomic uint32_t commit;
    uint8_t field;
    uint8_t size;
    uint16_t unused;
    unsigned char at[RECORD_BLOB];
};

_Static_assert(sizeof(struct record) == 128, "two cache lines");
_Static_assert(sizeof(struct continuation) == sizeof(struct record), "they share a ring");

/* What is to be written, put together on the task's stack. Blobs are borrowed until ring_write().
 */
struct draft {
    struct record record;
    struct {
        enum field field;
        const void *at;
        size_t size;
    } blobs[RECORD_BLOBS];
    int blob_count;
};

void draft_begin(struct draft *draft, enum event_kind kind, int64_t t);
void draft_put(struct draft *draft, enum field field, int64_t value);
/* Cut at EVENT_DATA_MAX bytes; FIELD_cut then says so. */
void draft_put_bytes(struct draft *draft, enum field field, const void *at, size_t size);

struct ring {
    _Atomic uint32_t head;    /* the writer's */
    _Atomic uint32_t tail;    /* the reader's */
    _Atomic uint32_t dropped; /* drafts that found no room */
    struct record records[RING_RECORDS];
};

/* The ring's own task, also a signal handler that interrupts it in here: each reserves its records
 * first. */
void ring_write(struct ring *ring, const struct draft *draft);
/* The screen's thread. Takes the next record with its blobs: fills in the event's integer fields
 * and t, kind, call, number; blobs are put together in room[EVENT_DATA_MAX * RECORD_BLOBS], to
 * which the event then points. False if nothing is there. */
bool ring_read(struct ring *ring, struct event *event, const char **file, unsigned *line,
               unsigned char *room);

#endif
