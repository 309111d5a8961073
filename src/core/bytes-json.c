#include <config.h>

#include "bytes-json.h"

#include <string.h>

enum { DATA_BYTES = EVENT_DATA_MAX * 5 + 2 }; /* \\\\xHH for each byte, and the quotes */

static const struct readiness_name *readiness_of(struct readiness_names *names, uint32_t events) {
    struct readiness_name *name = &names->at[(events ^ events >> 5 ^ events >> 13) % READINESS];
    if (!name->size || name->events != events) {
        char text[LIST_ENTRY_BYTES];
        list_entry_format((struct list_entry){0, events}, text, sizeof text);
        name->events = events;
        name->size = strlen(text + strlen("0:"));
        memcpy(name->text, text + strlen("0:"), name->size);
    }
    return name;
}

void bytes_json_set(struct writer *writer, struct bytes set) {
    char before = '[';
    for (size_t byte = 0; byte < set.size; byte++)
        for (unsigned bits = set.at[byte]; bits; bits &= bits - 1) {
            writer_byte(writer, before);
            writer_integer(writer, (int64_t)(byte * 8) + __builtin_ctz(bits));
            before = ',';
        }
    if (before == '[')
        writer_byte(writer, before);
    writer_byte(writer, ']');
}

void bytes_json_list(struct writer *writer, struct readiness_names *names, struct bytes list) {
    size_t count = list_count(list);
    writer_byte(writer, '[');
    for (size_t i = 0; i < count; i++) {
        struct list_entry entry = list_at(list, i);
        writer_text(writer, i ? ",\"" : "\"");
        writer_integer(writer, entry.fd);
        writer_byte(writer, ':');
        const struct readiness_name *name = readiness_of(names, entry.events);
        writer_put(writer, name->text, name->size);
        writer_byte(writer, '"');
    }
    writer_byte(writer, ']');
}

/* The escapes of bytes_escape() in a JSON string, in one pass: a backslash of theirs is two. */
void bytes_json_data(struct writer *writer, struct bytes data) {
    static const char digits[] = "0123456789abcdef";
    char *at = writer_room(writer, DATA_BYTES);
    *at++ = '"';
    for (size_t i = 0; i < data.size; i++) {
        unsigned char byte = data.at[i];
        if (byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\') {
            *at++ = (char)byte;
            continue;
        }
        *at++ = '\\';
        *at++ = '\\';
        const char *letter = byte ? strchr("\nn\rr\tt", byte) : NULL;
        if (byte == '"' || byte == '\\') {
            *at++ = '\\';
            *at++ = (char)byte;
        } else if (letter && byte < ' ') {
            *at++ = letter[1];
        } else {
            *at++ = 'x';
            *at++ = digits[byte >> 4];
            *at++ = digits[byte & 15];
        }
    }
    *at++ = '"';
    writer_wrote(writer, at);
}
