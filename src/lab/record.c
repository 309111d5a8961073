#include <config.h>

#include "record.h"

#include <assert.h>
#include <string.h>

void draft_begin(struct draft *draft, enum event_kind kind, int64_t t) {
    memset(&draft->record, 0, sizeof draft->record);
    draft->record.kind = kind;
    draft->record.t = t;
    draft->blob_count = 0;
}

void draft_put(struct draft *draft, enum field field, int64_t value) {
    struct record *record = &draft->record;

    assert(record->count < RECORD_VALUES);
    record->fields[record->count] = field;
    record->values[record->count++] = value;
}

void draft_put_bytes(struct draft *draft, enum field field, const void *at, size_t size) {
    assert(draft->blob_count < RECORD_BLOBS);
    if (size > EVENT_DATA_MAX) {
        size = EVENT_DATA_MAX;
        draft_put(draft, FIELD_cut, 1);
    }
    draft->blobs[draft->blob_count].field = field;
    draft->blobs[draft->blob_count].at = at;
    draft->blobs[draft->blob_count++].size = size;
}

/* An empty blob takes a record too: an empty set is an answer. */
static uint32_t blob_records(size_t size) {
    return size == 0 ? 1 : (size + RECORD_BLOB - 1) / RECORD_BLOB;
}

static void ring_write_blob(struct ring *ring, uint32_t index, enum field field,
                            const unsigned char *at, size_t size) {
    for (uint32_t i = 0; i < blob_records(size); i++, index++) {
        struct continuation *to = (void *)&ring->records[index % RING_RECORDS];
        size_t from = (size_t)i * RECORD_BLOB;

        to->field = field;
        to->size = size - from < RECORD_BLOB ? size - from : RECORD_BLOB;
        memcpy(to->at, at + from, to->size);
        atomic_store_explicit(&to->commit, index + 1, memory_order_release);
    }
}

/* The continuations are committed before the record that they belong to: a reader that sees the
 * record sees all of it. */
void ring_write(struct ring *ring, const struct draft *draft) {
    uint32_t more = 0;

    for (int i = 0; i < draft->blob_count; i++)
        more += blob_records(draft->blobs[i].size);
    uint32_t index = atomic_load(&ring->head);
    do {
        if (index + 1 + more - atomic_load(&ring->tail) > RING_RECORDS) {
            atomic_fetch_add(&ring->dropped, 1);
            return;
        }
    } while (!atomic_compare_exchange_weak(&ring->head, &index, index + 1 + more));

    uint32_t next = index + 1;
    for (int i = 0; i < draft->blob_count; i++) {
        ring_write_blob(ring, next, draft->blobs[i].field, draft->blobs[i].at,
                        draft->blobs[i].size);
        next += blob_records(draft->blobs[i].size);
    }

    struct record *to = &ring->records[index % RING_RECORDS];
    const size_t body = offsetof(struct record, kind);
    memcpy((char *)to + body, (const char *)&draft->record + body, sizeof *to - body);
    to->more = more;
    atomic_store_explicit(&to->commit, index + 1, memory_order_release);
}

/* Adds a continuation's bytes to what the event already has of that field. */
static unsigned char *event_add_blob(struct event *event, const struct continuation *from,
                                     unsigned char *room) {
    struct bytes have = {room, 0};

    if (from->field != FIELD_text && event_has(event, from->field))
        have = event_get_bytes(event, from->field);
    memcpy(room, from->at, from->size);
    if (from->field == FIELD_text) {
        room[from->size] = '\0';
        event_set_text(event, FIELD_text, (char *)room);
        return room + from->size + 1;
    }
    event_set_bytes(event, from->field, have.at, have.size + from->size);
    return room + from->size;
}

bool ring_read(struct ring *ring, struct event *event, const char **file, unsigned *line,
               unsigned char *room) {
    uint32_t index = atomic_load_explicit(&ring->tail, memory_order_relaxed);
    struct record *from = &ring->records[index % RING_RECORDS];

    if (atomic_load_explicit(&from->commit, memory_order_acquire) != index + 1)
        return false;
    memset(event, 0, sizeof *event);
    event_set(event, FIELD_t, from->t);
    event_set(event, FIELD_kind, from->kind);
    event_set(event, FIELD_evidence, EVIDENCE_SYSCALL);
    if (from->number) {
        event_set(event, FIELD_call, from->call);
        event_set(event, FIELD_number, from->number);
    }
    for (int i = 0; i < from->count; i++)
        event_set(event, from->fields[i], from->values[i]);
    *file = from->file;
    *line = from->line;
    for (uint32_t i = 1; i <= from->more; i++) {
        const struct continuation *next = (void *)&ring->records[(index + i) % RING_RECORDS];
        room = event_add_blob(event, next, room);
    }
    atomic_store_explicit(&ring->tail, index + 1 + from->more, memory_order_release);
    return true;
}
