#include <config.h>

#include "file.h"

#include "i18n.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *file_name(const char *path) {
    return strcmp(path, "-") == 0 ? _("standard input") : path;
}

/* Doubles the room up to max + 1, the byte that proves that a file is too long, and the NUL. */
static char *room_grow(char *bytes, size_t *room, size_t max) {
    *room = *room < max / 2 ? *room * 2 : max;
    char *grown = realloc(bytes, *room + 2);
    if (!grown)
        free(bytes);
    return grown;
}

static char *stream_read(FILE *stream, size_t max, size_t *size) {
    size_t room = max < 4096 ? max : 4096;
    char *bytes = malloc(room + 2);
    size_t used = 0;
    while (bytes) {
        used += fread(bytes + used, 1, room + 1 - used, stream);
        if (used <= room || room == max)
            break;
        bytes = room_grow(bytes, &room, max);
    }
    if (bytes)
        bytes[used] = '\0';
    *size = used;
    return bytes;
}

char *file_read(const char *path, size_t max, size_t *size, struct error *error) {
    bool is_input = strcmp(path, "-") == 0;
    FILE *stream = is_input ? stdin : fopen(path, "re");
    if (!stream) {
        error_set(error, _("%s: cannot open it: %s"), path, strerror(errno));
        return NULL;
    }
    errno = 0;
    char *bytes = stream_read(stream, max, size);
    if (!bytes)
        error_set(error, _("%s: out of memory"), file_name(path));
    else if (ferror(stream))
        error_set(error, _("%s: cannot read it: %s"), file_name(path), strerror(errno));
    else if (*size > max)
        error_set(error, _("%s: more than %zu bytes, which is the limit"), file_name(path), max);
    bool failed = !bytes || ferror(stream) || *size > max;
    if (!is_input)
        fclose(stream);
    if (!failed)
        return bytes;
    free(bytes);
    return NULL;
}
