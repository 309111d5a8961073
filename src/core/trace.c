#include <config.h>

#include "trace.h"

#include "memory.h"
#include "trace-pack.h"

#include <assert.h>
#include <string.h>

/* Packed events stand in chunks that never move; a block says where, and what is in it. */
enum { BLOCK_EVENTS = 1024, CHUNK_BITS = 16, CHUNK_BYTES = 1 << CHUNK_BITS };

struct block {
    int64_t base;   /* t of its first event */
    uint32_t kinds; /* that are in it, as TRACE_KIND() */
    uint64_t calls; /* as TRACE_CALL() */
    uint64_t tasks; /* as task_bit() */
    unsigned char kind[BLOCK_EVENTS];
    uint32_t place[BLOCK_EVENTS]; /* number of the chunk, CHUNK_BITS for the place in it */
};

_Static_assert(EVENT_COUNT <= 32, "a set of kinds has a bit a kind");
_Static_assert(CALL_COUNT <= 64, "a set of calls has a bit a call");

struct trace {
    struct trace_header header;
    struct block **blocks;
    size_t block_room, count;
    size_t kinds[EVENT_COUNT]; /* how many of each there are */
    unsigned char **chunks;
    size_t chunk_room, chunk_count;
    size_t chunk_used, chunk_size; /* of the last chunk */
    size_t chunk_bytes;            /* of all of them */
    struct packer packer;
};

struct trace *trace_new(void) {
    struct trace *trace = memory_new(1, sizeof *trace);
    trace->packer.texts = texts_new();
    return trace;
}

void trace_free(struct trace *trace) {
    if (!trace)
        return;
    for (size_t i = 0; i * BLOCK_EVENTS < trace->count; i++)
        free(trace->blocks[i]);
    free(trace->blocks);
    for (size_t i = 0; i < trace->chunk_count; i++)
        free(trace->chunks[i]);
    free(trace->chunks);
    shapes_fini(&trace->packer.shapes);
    texts_free(trace->packer.texts);
    free(trace);
}

struct trace_header *trace_header(struct trace *trace) {
    return &trace->header;
}

const struct trace_header *trace_header_const(const struct trace *trace) {
    return &trace->header;
}

const char *trace_text(struct trace *trace, const char *text) {
    return text ? texts_at(trace->packer.texts, texts_keep(trace->packer.texts, text)) : NULL;
}

const char *trace_find_text(const struct trace *trace, const char *text) {
    return texts_find(trace->packer.texts, text);
}

const char *trace_text_at(const struct trace *trace, uint64_t number) {
    return texts_at(trace->packer.texts, (uint32_t)number);
}

size_t trace_count(const struct trace *trace) {
    return trace->count;
}

size_t trace_memory(const struct trace *trace) {
    size_t blocks = (trace->count + BLOCK_EVENTS - 1) / BLOCK_EVENTS;
    return sizeof *trace + trace->block_room * sizeof *trace->blocks +
           blocks * sizeof **trace->blocks + trace->chunk_room * sizeof *trace->chunks +
           trace->chunk_bytes + shapes_memory(&trace->packer.shapes) +
           texts_memory(trace->packer.texts);
}

/* ---- appending ---- */

static void chunk_add(struct trace *trace, size_t size) {
    if (trace->chunk_count == trace->chunk_room) {
        trace->chunk_room = trace->chunk_room ? trace->chunk_room * 2 : 16;
        trace->chunks = memory_grow(trace->chunks, trace->chunk_room, sizeof *trace->chunks);
    }
    trace->chunk_size = size > CHUNK_BYTES ? size : CHUNK_BYTES;
    trace->chunk_used = 0;
    trace->chunk_bytes += trace->chunk_size;
    trace->chunks[trace->chunk_count++] = memory_new(trace->chunk_size, 1);
}

/* Makes room for so many bytes more. Where they go, as in a block. */
static uint32_t place_with_room(struct trace *trace, size_t size) {
    if (trace->chunk_size - trace->chunk_used < size || trace->chunk_used >= CHUNK_BYTES)
        chunk_add(trace, size);
    if (trace->chunk_count > UINT32_MAX >> CHUNK_BITS)
        abort(); /* 4 GiB: as memory_new() if there is no memory */
    return (uint32_t)((trace->chunk_count - 1) << CHUNK_BITS | trace->chunk_used);
}

static unsigned char *place_at(const struct trace *trace, uint32_t place) {
    return trace->chunks[place >> CHUNK_BITS] + (place & (CHUNK_BYTES - 1));
}

/* The block that takes the next event, which is of the time t. */
static struct block *block_with_room(struct trace *trace, int64_t t) {
    size_t block = trace->count / BLOCK_EVENTS;
    if (trace->count % BLOCK_EVENTS > 0)
        return trace->blocks[block];
    if (block == trace->block_room) {
        trace->block_room = trace->block_room ? trace->block_room * 2 : 16;
        trace->blocks = memory_grow(trace->blocks, trace->block_room, sizeof *trace->blocks);
    }
    trace->blocks[block] = memory_new(1, sizeof **trace->blocks);
    trace->blocks[block]->base = t;
    return trace->blocks[block];
}

/* Tasks share bits: what a block has not, none of its events has. */
static uint64_t task_bit(const char *task) {
    return task ? UINT64_C(1) << ((uintptr_t)task >> 2) % 64 : 0;
}

struct bytes trace_bytes(struct trace *trace, struct bytes bytes) {
    if (bytes.size == 0)
        return bytes;
    unsigned char *copy = place_at(trace, place_with_room(trace, bytes.size));
    memcpy(copy, bytes.at, bytes.size);
    trace->chunk_used += bytes.size;
    return (struct bytes){copy, bytes.size};
}

size_t trace_append(struct trace *trace, const struct event *event) {
    uint32_t place = place_with_room(trace, event_packed_max(event));
    struct block *block = block_with_room(trace, event->t);
    unsigned char *packed = place_at(trace, place);
    enum event_kind kind = (enum event_kind)event_get(event, FIELD_kind);
    assert(kind < EVENT_COUNT && event->call < CALL_COUNT);
    trace->chunk_used += event_pack(&trace->packer, event, block->base, packed);
    struct event_peek peek = event_peek(&trace->packer, packed);
    trace->kinds[kind]++;
    block->kinds |= TRACE_KIND(kind);
    block->calls |= peek.call >= 0 ? TRACE_CALL(peek.call) : 0;
    block->tasks |= task_bit(peek.task);
    block->kind[trace->count % BLOCK_EVENTS] = (unsigned char)kind;
    block->place[trace->count % BLOCK_EVENTS] = place;
    return trace->count++;
}

/* ---- looking ---- */

struct packed trace_packed(const struct trace *trace, size_t index) {
    assert(index < trace->count);
    const struct block *block = trace->blocks[index / BLOCK_EVENTS];
    return (struct packed){
        .packer = &trace->packer,
        .at = place_at(trace, block->place[index % BLOCK_EVENTS]),
        .base = block->base,
        .seq = (int64_t)index,
        .kind = (enum event_kind)block->kind[index % BLOCK_EVENTS],
    };
}

const struct event *trace_at(const struct trace *trace, size_t index, struct event *room) {
    struct packed packed = trace_packed(trace, index);
    event_unpack(&packed, room);
    return room;
}

enum event_kind trace_kind(const struct trace *trace, size_t index) {
    assert(index < trace->count);
    return (enum event_kind)trace->blocks[index / BLOCK_EVENTS]->kind[index % BLOCK_EVENTS];
}

size_t trace_count_kind(const struct trace *trace, enum event_kind kind) {
    return trace->kinds[kind];
}

uint32_t trace_pictures(void) {
    uint32_t kinds = 0;
    for (enum event_kind kind = 0; kind < EVENT_COUNT; kind++)
        kinds |= event_kind_has_picture(kind) ? TRACE_KIND(kind) : 0;
    return kinds;
}

/* Could the block have such an event? */
static bool block_has(const struct block *block, const struct trace_wanted *wanted) {
    return block->kinds & wanted->kinds && (!wanted->calls || block->calls & wanted->calls) &&
           (!wanted->task || block->tasks & task_bit(wanted->task));
}

static bool is_wanted(const struct trace *trace, const struct block *block, size_t index,
                      const struct trace_wanted *wanted) {
    if (!(TRACE_KIND(block->kind[index % BLOCK_EVENTS]) & wanted->kinds))
        return false;
    if (!wanted->task && !wanted->calls && !wanted->number)
        return true;
    uint32_t place = block->place[index % BLOCK_EVENTS];
    struct event_peek peek = event_peek(&trace->packer, place_at(trace, place));
    return (!wanted->task || peek.task == wanted->task) &&
           (!wanted->calls || (peek.call >= 0 && wanted->calls & TRACE_CALL(peek.call))) &&
           (!wanted->number || peek.number == wanted->number);
}

size_t trace_last_wanted(const struct trace *trace, size_t position,
                         const struct trace_wanted *wanted) {
    assert(position <= trace->count);
    while (position > 0) {
        const struct block *block = trace->blocks[(position - 1) / BLOCK_EVENTS];
        if (!block_has(block, wanted))
            position = (position - 1) / BLOCK_EVENTS * BLOCK_EVENTS;
        else if (is_wanted(trace, block, --position, wanted))
            return position;
    }
    return SIZE_MAX;
}

size_t trace_next_until(const struct trace *trace, size_t position, size_t end,
                        const struct trace_wanted *wanted) {
    assert(end <= trace->count);
    while (position < end) {
        const struct block *block = trace->blocks[position / BLOCK_EVENTS];
        if (!block_has(block, wanted))
            position = (position / BLOCK_EVENTS + 1) * BLOCK_EVENTS;
        else if (is_wanted(trace, block, position, wanted))
            return position;
        else
            position++;
    }
    return end;
}

size_t trace_next_wanted(const struct trace *trace, size_t position,
                         const struct trace_wanted *wanted) {
    return trace_next_until(trace, position, trace->count, wanted);
}

size_t trace_last(const struct trace *trace, size_t position, uint32_t kinds) {
    return trace_last_wanted(trace, position, &(struct trace_wanted){.kinds = kinds});
}

size_t trace_next(const struct trace *trace, size_t position, uint32_t kinds) {
    return trace_next_wanted(trace, position, &(struct trace_wanted){.kinds = kinds});
}
