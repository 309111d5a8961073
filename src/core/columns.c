#include <config.h>

#include "columns.h"

#include <stdint.h>
#include <string.h>

static const char ellipsis[] = "…";

/* Bytes of the character that begins with this one. */
static size_t character_bytes(const char *text) {
    unsigned char first = (unsigned char)*text;
    size_t bytes = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    size_t there = strnlen(text, bytes);
    return there ? there : 1;
}

static uint32_t character_code(const char *text, size_t bytes) {
    uint32_t code = (unsigned char)*text;
    if (bytes > 1)
        code &= 0x7Fu >> bytes;
    for (size_t i = 1; i < bytes; i++)
        code = code << 6 | ((unsigned char)text[i] & 0x3F);
    return code;
}

static int code_width(uint32_t code) {
    static const struct {
        uint32_t first, last;
        int width;
    } ranges[] = {
        {0x300, 0x36F, 0},   {0x1100, 0x115F, 2},   {0x200B, 0x200F, 0},   {0x2E80, 0xA4CF, 2},
        {0xAC00, 0xD7A3, 2}, {0xF900, 0xFAFF, 2},   {0xFE30, 0xFE6F, 2},   {0xFF00, 0xFF60, 2},
        {0xFFE0, 0xFFE6, 2}, {0x1F300, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return ranges[i].width;
    return 1;
}

/* Takes the next character off *text; returns its width. */
static int character_take(const char **text) {
    size_t bytes = character_bytes(*text);
    int width = code_width(character_code(*text, bytes));
    *text += bytes;
    return width;
}

int columns_width(const char *text) {
    int width = 0;
    while (*text)
        width += character_take(&text);
    return width;
}

/* Bytes of the beginning that fits into so many columns and bytes. */
static size_t fitting(const char *text, int columns, size_t size) {
    const char *at = text;
    int width = 0;
    while (*at) {
        const char *next = at;
        width += character_take(&next);
        if (width > columns || (size_t)(next - text) > size)
            break;
        at = next;
    }
    return (size_t)(at - text);
}

char *columns_cut(const char *text, int columns, char *out, size_t size) {
    size_t bytes = fitting(text, columns, size - 1);
    const char *end = "";
    if (text[bytes] && columns > 0 && size > sizeof ellipsis) {
        bytes = fitting(text, columns - 1, size - sizeof ellipsis);
        end = ellipsis;
    }
    memcpy(out, text, bytes);
    strcpy(out + bytes, end);
    return out;
}

bool columns_line(const char **text, int columns, char *out, size_t size) {
    while (**text == ' ')
        ++*text;
    if (!**text)
        return false;
    size_t bytes = fitting(*text, columns, size - 1);
    if ((*text)[bytes] && (*text)[bytes] != ' ') {
        size_t word = bytes;
        while (word > 0 && (*text)[word] != ' ')
            word--;
        bytes = word > 0 ? word : bytes;
    }
    size_t shown = bytes;
    while (shown > 0 && (*text)[shown - 1] == ' ')
        shown--;
    memcpy(out, *text, shown);
    out[shown] = '\0';
    *text += bytes ? bytes : 1;
    return true;
}
