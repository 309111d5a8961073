#include <config.h>

#include "text-add.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cuts off the last character if its last bytes are missing. */
static void drop_broken_end(char *text) {
    size_t size = strlen(text);
    size_t lead = size;
    while (lead > 0 && ((unsigned char)text[lead - 1] & 0xC0) == 0x80)
        lead--;
    if (lead == 0)
        return;
    unsigned char first = (unsigned char)text[lead - 1];
    size_t wanted = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (size - (lead - 1) < wanted)
        text[lead - 1] = '\0';
}

void text_add(char *out, size_t size, const char *format, ...) {
    size_t have = strlen(out);
    va_list arguments;
    if (have + 1 >= size)
        return;
    va_start(arguments, format);
    int wanted = vsnprintf(out + have, size - have, format, arguments);
    va_end(arguments);
    if (wanted < 0)
        out[have] = '\0';
    else if ((size_t)wanted >= size - have)
        drop_broken_end(out);
}
