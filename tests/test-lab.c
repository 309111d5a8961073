/* The lab's parts by themselves: rings, arena, descriptors. */
#include <config.h>

#include "arena.h"
#include "descriptors.h"
#include "process.h"
#include "record.h"
#include "tap.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* ---- rings ---- */

static void test_ring_values(void) {
    struct ring *ring = calloc(1, sizeof *ring);
    unsigned char data[3000], room[RECORD_BLOBS * EVENT_DATA_MAX + 1];
    struct draft draft;
    struct event event;
    const char *file;
    unsigned line;

    for (size_t i = 0; i < sizeof data; i++)
        data[i] = i * 7;
    tap_ok(!ring_read(ring, &event, &file, &line, room), "an empty ring has nothing");

    draft_begin(&draft, EVENT_RETURN, 42);
    draft.record.call = CALL_recv;
    draft.record.number = 9;
    draft.record.file = "page.c";
    draft.record.line = 12;
    draft_put(&draft, FIELD_result, -1);
    draft_put_bytes(&draft, FIELD_data, data, 500);
    draft_put_bytes(&draft, FIELD_read, "", 0);
    ring_write(ring, &draft);
    tap_ok(ring_read(ring, &event, &file, &line, room), "what was written is there");
    tap_ok(event.t == 42 && event.kind == EVENT_RETURN && event.call == CALL_recv &&
               event.number == 9 && event.result == -1 && strcmp(file, "page.c") == 0 && line == 12,
           "with its numbers and its place");
    tap_ok(event.data.size == 500 && memcmp(event.data.at, data, 500) == 0,
           "bytes that need several records come back whole");
    tap_ok(event_has(&event, FIELD_read) && event.read.size == 0, "an empty set is an answer");

    draft_begin(&draft, EVENT_RETURN, 43);
    draft_put_bytes(&draft, FIELD_data, data, sizeof data);
    ring_write(ring, &draft);
    ring_read(ring, &event, &file, &line, room);
    tap_ok(event.data.size == EVENT_DATA_MAX && event.cut == 1, "long data is cut and marked");
    free(ring);
}

static void test_ring_wrap(void) {
    struct ring *ring = calloc(1, sizeof *ring);
    unsigned char room[RECORD_BLOBS * EVENT_DATA_MAX + 1];
    struct draft draft;
    struct event event;
    const char *file;
    unsigned line;
    int wrong = 0, left = 0;

    for (int i = 0; i < 3 * RING_RECORDS; i++) {
        draft_begin(&draft, EVENT_NOTE, i);
        draft_put_bytes(&draft, FIELD_text, "again and again", 15);
        ring_write(ring, &draft);
        wrong += !ring_read(ring, &event, &file, &line, room) || event.t != i ||
                 strcmp(event.text, "again and again") != 0;
    }
    tap_ok(wrong == 0, "a ring goes round and round");

    for (int i = 0; i < RING_RECORDS; i++)
        ring_write(ring, &draft);
    while (ring_read(ring, &event, &file, &line, room))
        left++;
    tap_ok(left == RING_RECORDS / 2 && ring->dropped == RING_RECORDS / 2,
           "what finds no room is counted: %d kept, %u dropped", left, (unsigned)ring->dropped);
    free(ring);
}

/* ---- arena ---- */

static void test_arena(void) {
    struct arena *arena = arena_new();
    char *a = arena_alloc(arena, 100), *b = arena_alloc(arena, 1);

    tap_ok(a && b && a[99] == 0 && ((uintptr_t)b & 15) == 0, "blocks are zeroed and aligned");
    tap_ok(arena_size(a) == 100, "a block knows its size");
    memset(b, 'x', 1);
    arena_release(arena, b);
    char *c = arena_alloc(arena, 1);
    tap_ok(c == b && *c == 0, "the block released last is used again, zeroed");
    arena_release(arena, a);
    tap_ok(arena_alloc(arena, 1) != a, "another one stays");
    tap_ok(!arena_alloc(arena, SIZE_MAX - 8) && !arena_alloc(arena, (size_t)1 << 40),
           "what does not fit is refused");
    arena_free(arena);
}

/* ---- descriptors ---- */

static void test_park(void) {
    struct process before, during, after;
    struct parked *parked = malloc(sizeof *parked);
    struct error error;
    int low = open("/dev/null", O_RDONLY | O_CLOEXEC);

    process_look(&before);
    tap_ok(descriptors_park(parked, &error), "what is open moves out of the page's range");
    process_look(&during);
    int taken = open("/dev/zero", O_RDONLY);
    tap_ok(!during.open[low] && taken == DESCRIPTORS_FIRST, "so that the page starts at 3");
    descriptors_restore(parked);
    process_look(&after);
    tap_ok(process_same(&before, &after) && fcntl(low, F_GETFD) == FD_CLOEXEC,
           "and is back afterwards, without what the page left open");
    close(low);
    free(parked);
}

static void test_park_refused(void) {
    struct process before, after;
    struct parked *parked = malloc(sizeof *parked);
    struct rlimit limit, small = {DESCRIPTORS_LAB, 0};
    struct error error = {""};
    int low = open("/dev/null", O_RDONLY);

    getrlimit(RLIMIT_NOFILE, &limit);
    small.rlim_max = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &small);
    process_look(&before);
    bool ok = descriptors_park(parked, &error);
    process_look(&after);
    setrlimit(RLIMIT_NOFILE, &limit);
    tap_ok(!ok && error.text[0], "too few descriptors: %s", error.text);
    tap_ok(process_same(&before, &after), "and nothing has moved");
    close(low);
    free(parked);
}

int main(void) {
    test_ring_values();
    test_ring_wrap();
    test_arena();
    test_park();
    test_park_refused();
    return tap_done();
}
