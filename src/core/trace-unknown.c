#include <config.h>

#include "trace-unknown.h"

#include "memory.h"

#include <string.h>

enum { BEHIND_ALL = UINT8_MAX };

static bool is_space(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Copies what stands up to the end of the string that begins at `at`. Returns the place behind. */
static const char *string_copy(const char *at, char **out) {
    do {
        if (*at == '\\')
            *(*out)++ = *at++;
        *(*out)++ = *at++;
    } while (*at != '"');
    *(*out)++ = *at++;
    return at;
}

/* Copies a member, the blanks between its tokens left out, for those may be newlines. Returns the
 * comma or bracket behind it. The text is known to be JSON. */
static const char *member_copy(const char *at, char **out) {
    int depth = 0;
    for (;;) {
        if (depth == 0 && (*at == ',' || *at == '}'))
            return at;
        if (*at == '"') {
            at = string_copy(at, out);
            continue;
        }
        depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
        if (!is_space(*at))
            *(*out)++ = *at;
        at++;
    }
}

static void room_grow(struct unknown_room *room, size_t size) {
    if (room->room - room->used >= size)
        return;
    room->room = 2 * (room->used + size);
    room->bytes = memory_grow(room->bytes, room->room, 1);
}

/* Those from `from` on stand before the known member of that number. */
static void place_set(struct unknown_room *room, size_t from, int number) {
    struct bytes all = {room->bytes, room->used};
    struct unknown unknown;
    for (size_t at = from; unknown_next(all, &from, &unknown); at = from)
        room->bytes[at] = (unsigned char)number;
}

struct bytes unknown_collect(struct unknown_room *room, const struct json *json, const char *text,
                             size_t size, unknown_known *known) {
    char *copy = memory_new(size, 1);
    const char *at = (const char *)memchr(text, '{', size) + 1;
    size_t placed = 0; /* up to here all know before what they stand */
    room->used = 0;
    for (const struct json_node *node = json_first(json_root(json)); node; node = json_next(node)) {
        char *end = copy;
        at = member_copy(at, &end) + 1;
        int number = known(json_key(node));
        if (number >= 0) {
            place_set(room, placed, number);
            placed = room->used;
            continue;
        }
        struct bytes member = {(const unsigned char *)copy, (size_t)(end - copy)};
        room_grow(room, unknown_size(member.size));
        room->used += unknown_put(&(struct unknown){BEHIND_ALL, member}, room->bytes + room->used);
    }
    free(copy);
    return (struct bytes){room->bytes, room->used};
}
