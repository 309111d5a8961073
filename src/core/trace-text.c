#include <config.h>

#include "trace-text.h"

#include "error.h"
#include "memory.h"

#include <assert.h>
#include <string.h>

enum { CHUNK_BYTES = 16384, SLOTS_FIRST = 64 };

/* Texts one after the other; a chunk never moves. */
struct chunk {
    struct chunk *before;
    size_t used, size;
    char bytes[];
};

struct texts {
    struct chunk *chunk;   /* the newest */
    size_t chunk_bytes;    /* of all of them */
    const char **numbered; /* by number */
    uint32_t count, room;
    /* Open addressing: a text's number plus 1, or 0. A power of two, at most half of it used. */
    uint32_t *slots;
    size_t slot_count;
};

struct texts *texts_new(void) {
    struct texts *texts = memory_new(1, sizeof *texts);
    texts->slot_count = SLOTS_FIRST;
    texts->slots = memory_new(texts->slot_count, sizeof *texts->slots);
    return texts;
}

void texts_free(struct texts *texts) {
    while (texts->chunk) {
        struct chunk *before = texts->chunk->before;
        free(texts->chunk);
        texts->chunk = before;
    }
    free(texts->numbered);
    free(texts->slots);
    free(texts);
}

/* FNV-1a */
static uint64_t text_hash(const char *text) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

/* The slot that holds the text, or the empty one where it belongs. */
static uint32_t *text_slot(const struct texts *texts, const char *text) {
    size_t at = text_hash(text) & (texts->slot_count - 1);
    while (texts->slots[at] && strcmp(texts->numbered[texts->slots[at] - 1], text) != 0)
        at = (at + 1) & (texts->slot_count - 1);
    return &texts->slots[at];
}

static void slots_grow(struct texts *texts) {
    free(texts->slots);
    texts->slot_count *= 2;
    texts->slots = memory_new(texts->slot_count, sizeof *texts->slots);
    for (uint32_t number = 0; number < texts->count; number++)
        *text_slot(texts, texts->numbered[number]) = number + 1;
}

static const char *text_copy(struct texts *texts, const char *text) {
    size_t size = strlen(text) + 1;
    struct chunk *chunk = texts->chunk;
    if (!chunk || chunk->size - chunk->used < size) {
        size_t room = size > CHUNK_BYTES ? size : CHUNK_BYTES;
        chunk = memory_new(1, sizeof *chunk + room);
        chunk->size = room;
        chunk->before = texts->chunk;
        texts->chunk = chunk;
        texts->chunk_bytes += sizeof *chunk + room;
    }
    char *copy = memcpy(chunk->bytes + chunk->used, text, size);
    chunk->used += size;
    return copy;
}

static uint32_t text_add(struct texts *texts, uint32_t *slot, const char *text) {
    uint32_t number = texts->count++;
    assert(texts->count < UINT32_MAX);
    if (number == texts->room) {
        texts->room = texts->room ? texts->room * 2 : SLOTS_FIRST;
        texts->numbered = memory_grow(texts->numbered, texts->room, sizeof *texts->numbered);
    }
    texts->numbered[number] = text_copy(texts, text);
    *slot = number + 1;
    if (texts->count * (size_t)2 > texts->slot_count)
        slots_grow(texts);
    return number;
}

uint32_t texts_keep(struct texts *texts, const char *text) {
    /* What is kept is printable, so that a text found as it stands needs no look at its bytes. */
    uint32_t *slot = text_slot(texts, text);
    if (*slot)
        return *slot - 1;
    size_t room = strlen(text) * 4 + 1; /* \xHH for each byte */
    char *printable = memory_new(room, 1);
    text_printable(text, printable, room);
    slot = text_slot(texts, printable);
    uint32_t number = *slot ? *slot - 1 : text_add(texts, slot, printable);
    free(printable);
    return number;
}

const char *texts_find(const struct texts *texts, const char *text) {
    uint32_t *slot = text_slot(texts, text);
    return *slot ? texts->numbered[*slot - 1] : NULL;
}

const char *texts_at(const struct texts *texts, uint32_t number) {
    assert(number < texts->count);
    return texts->numbered[number];
}

size_t texts_memory(const struct texts *texts) {
    return sizeof *texts + texts->chunk_bytes + texts->room * sizeof *texts->numbered +
           texts->slot_count * sizeof *texts->slots;
}
