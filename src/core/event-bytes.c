#include <config.h>

#include "event.h"

#include <string.h>

/* Characters with an escape of one letter, and the letters. */
static const char plain[] = "\n\r\t\\\"";
static const char letters[] = "nrt\\\"";

static size_t byte_escape(unsigned char byte, char *out) {
    if (byte >= 0x20 && byte < 0x7f && byte != '\\' && byte != '"') {
        out[0] = (char)byte;
        return 1;
    }
    const char *known = byte ? strchr(plain, byte) : NULL;
    if (known) {
        out[0] = '\\';
        out[1] = letters[known - plain];
        return 2;
    }
    static const char digits[] = "0123456789abcdef";
    out[0] = '\\';
    out[1] = 'x';
    out[2] = digits[byte >> 4];
    out[3] = digits[byte & 15];
    return 4;
}

size_t bytes_escape(struct bytes bytes, char *out, size_t size) {
    size_t used = 0, done = 0;
    if (size == 0)
        return 0;
    for (; done < bytes.size; done++) {
        char escape[4];
        size_t length = byte_escape(bytes.at[done], escape);
        if (used + length >= size)
            break;
        memcpy(out + used, escape, length);
        used += length;
    }
    out[used] = '\0';
    return done;
}

static int hex_digit(char character) {
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    if (character >= 'A' && character <= 'F')
        return character - 'A' + 10;
    return -1;
}

/* What the escape after the backslash stands for; -1: it is none. *length is how long it is. */
static int escape_value(const char *at, size_t *length) {
    const char *known = *at ? strchr(letters, *at) : NULL;
    *length = known ? 1 : 3;
    if (known)
        return (unsigned char)plain[known - letters];
    if (*at != 'x' || hex_digit(at[1]) < 0 || hex_digit(at[2]) < 0)
        return -1;
    return hex_digit(at[1]) << 4 | hex_digit(at[2]);
}

long bytes_unescape(const char *text, unsigned char *out, size_t size) {
    size_t used = 0;
    while (*text && used < size) {
        if (*text != '\\') {
            out[used++] = (unsigned char)*text++;
            continue;
        }
        size_t length;
        int value = escape_value(text + 1, &length);
        if (value < 0)
            return -1;
        out[used++] = (unsigned char)value;
        text += 1 + length;
    }
    return (long)used;
}
