#include <config.h>

#include "print-json.h"

#include <inttypes.h>
#include <stdio.h>

void print_json_text(const char *text) {
    putchar('"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            printf("\\%c", *text);
        else if ((unsigned char)*text < 0x20)
            printf("\\u%04x", *text);
        else
            putchar(*text);
    }
    putchar('"');
}

void print_json_pair(const char *key, const char *text) {
    printf("\"%s\": ", key);
    if (text)
        print_json_text(text);
    else
        printf("null");
}

void print_json_number(const char *key, int64_t value) {
    printf("\"%s\": %" PRId64, key, value);
}

void print_json_host(const struct trace_header *header) {
    const char *separator = "";
#define PRINT_TEXT print_json_pair
#define PRINT_INT  print_json_number
#define HEADER(member, type)                                                                       \
    if (header->member) {                                                                          \
        printf("%s", separator);                                                                   \
        PRINT_##type(#member, header->member);                                                     \
        separator = ", ";                                                                          \
    }
#include "header.def"
}
