#include <config.h>

#include "trace.h"

#include "error.h"
#include "memory.h"

#include <assert.h>
#include <string.h>

/* Events live in blocks and bytes in chunks that never move; only the list of blocks does. */
enum { BLOCK_EVENTS = 256, CHUNK_BYTES = 16384 };

struct chunk {
    struct chunk *before;
    size_t used, size;
    unsigned char bytes[];
};

/* Open addressing; the room is a power of two, at most half of it used. */
struct texts {
    const char **slots;
    size_t room, used;
};

struct trace {
    struct trace_header header;
    struct event **blocks;
    size_t block_room, count;
    struct chunk *chunk; /* the newest */
    struct texts texts;
};

struct trace *trace_new(void) {
    struct trace *trace = memory_new(1, sizeof *trace);
    trace->texts.room = 64;
    trace->texts.slots = memory_new(trace->texts.room, sizeof *trace->texts.slots);
    return trace;
}

void trace_free(struct trace *trace) {
    if (!trace)
        return;
    for (size_t i = 0; i * BLOCK_EVENTS < trace->count; i++)
        free(trace->blocks[i]);
    free(trace->blocks);
    while (trace->chunk) {
        struct chunk *before = trace->chunk->before;
        free(trace->chunk);
        trace->chunk = before;
    }
    free(trace->texts.slots);
    free(trace);
}

struct trace_header *trace_header(struct trace *trace) {
    return &trace->header;
}

const struct trace_header *trace_header_const(const struct trace *trace) {
    return &trace->header;
}

static void *bytes_keep(struct trace *trace, const void *at, size_t size) {
    struct chunk *chunk = trace->chunk;
    if (!chunk || chunk->size - chunk->used < size) {
        size_t room = size > CHUNK_BYTES ? size : CHUNK_BYTES;
        chunk = memory_new(1, sizeof *chunk + room);
        chunk->size = room;
        chunk->before = trace->chunk;
        trace->chunk = chunk;
    }
    void *kept = chunk->bytes + chunk->used;
    if (size)
        memcpy(kept, at, size);
    chunk->used += size;
    return kept;
}

/* FNV-1a */
static uint64_t text_hash(const char *text) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

/* The slot that holds the text, or the empty one where it belongs. */
static const char **text_slot(const struct texts *texts, const char *text) {
    size_t at = text_hash(text) & (texts->room - 1);
    while (texts->slots[at] && strcmp(texts->slots[at], text) != 0)
        at = (at + 1) & (texts->room - 1);
    return &texts->slots[at];
}

static void texts_grow(struct texts *texts) {
    struct texts grown = {.room = texts->room * 2, .used = texts->used};
    grown.slots = memory_new(grown.room, sizeof *grown.slots);
    for (size_t i = 0; i < texts->room; i++)
        if (texts->slots[i])
            *text_slot(&grown, texts->slots[i]) = texts->slots[i];
    free(texts->slots);
    *texts = grown;
}

const char *trace_text(struct trace *trace, const char *text) {
    if (!text)
        return NULL;
    /* What is kept is printable, so that a text found as it stands needs no look at its bytes. */
    const char **slot = text_slot(&trace->texts, text);
    if (*slot)
        return *slot;
    size_t room = strlen(text) * 4 + 1; /* \xHH for each byte */
    char *printable = memory_new(room, 1);
    text_printable(text, printable, room);
    slot = text_slot(&trace->texts, printable);
    if (!*slot) {
        *slot = bytes_keep(trace, printable, strlen(printable) + 1);
        trace->texts.used++;
    }
    const char *kept = *slot;
    free(printable);
    if (trace->texts.used * 2 > trace->texts.room)
        texts_grow(&trace->texts);
    return kept;
}

static struct event *event_room(struct trace *trace) {
    size_t block = trace->count / BLOCK_EVENTS;
    if (trace->count % BLOCK_EVENTS == 0) {
        if (block == trace->block_room) {
            trace->block_room = trace->block_room ? trace->block_room * 2 : 16;
            trace->blocks = memory_grow(trace->blocks, trace->block_room, sizeof *trace->blocks);
        }
        trace->blocks[block] = memory_new(BLOCK_EVENTS, sizeof **trace->blocks);
    }
    return &trace->blocks[block][trace->count % BLOCK_EVENTS];
}

/* Copies the field that is set from one event to an empty one. */
static void field_keep(struct trace *trace, struct event *to, const struct event *from,
                       enum field field) {
    switch (field_row(field)->type) {
    case TYPE_TEXT:
        event_set_text(to, field, trace_text(trace, event_get_text(from, field)));
        break;
    case TYPE_SET:
    case TYPE_LIST:
    case TYPE_DATA: {
        struct bytes bytes = event_get_bytes(from, field);
        event_set_bytes(to, field, bytes_keep(trace, bytes.at, bytes.size), bytes.size);
        break;
    }
    default:
        event_set(to, field, event_get(from, field));
    }
}

const struct event *trace_append(struct trace *trace, const struct event *event) {
    struct event *kept = event_room(trace);
    for (enum field field = 0; field < FIELD_COUNT; field++)
        if (event_has(event, field))
            field_keep(trace, kept, event, field);
    event_set(kept, FIELD_seq, (int64_t)trace->count);
    trace->count++;
    return kept;
}

size_t trace_count(const struct trace *trace) {
    return trace->count;
}

const struct event *trace_at(const struct trace *trace, size_t index) {
    assert(index < trace->count);
    return &trace->blocks[index / BLOCK_EVENTS][index % BLOCK_EVENTS];
}
