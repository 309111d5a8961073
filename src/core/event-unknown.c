#include <config.h>

#include "event-unknown.h"

#include <string.h>

/* A byte for the number and four for the size, the highest first; then the text. */
enum { HEAD_BYTES = 5 };

_Static_assert(FIELD_COUNT < UINT8_MAX, "the number of a field is a byte");

size_t unknown_size(size_t text_size) {
    return HEAD_BYTES + text_size;
}

size_t unknown_put(const struct unknown *unknown, unsigned char *out) {
    size_t size = unknown->text.size;
    out[0] = (unsigned char)unknown->before;
    for (int i = 0; i < 4; i++)
        out[1 + i] = (unsigned char)(size >> (24 - 8 * i));
    memcpy(out + HEAD_BYTES, unknown->text.at, size);
    return HEAD_BYTES + size;
}

bool unknown_next(struct bytes all, size_t *at, struct unknown *out) {
    if (*at == all.size)
        return false;
    const unsigned char *head = all.at + *at;
    size_t size = 0;
    for (int i = 0; i < 4; i++)
        size = size << 8 | head[1 + i];
    out->before = head[0];
    out->text = (struct bytes){head + HEAD_BYTES, size};
    *at += HEAD_BYTES + size;
    return true;
}
