/* bytes-json: values of SET, LIST and DATA fields as they stand in JSON. Of use to event-json
 * alone. One thread at a time. */
#ifndef WAITSCOPE_BYTES_JSON_H
#define WAITSCOPE_BYTES_JSON_H

#include "event.h"
#include "writer.h"

enum { READINESS = 16, LIST_ENTRY_BYTES = 128 };

/* Names of sets of readiness bits that have been written, at places that the bits choose. {0} has
 * none. */
struct readiness_names {
    struct readiness_name {
        uint32_t events;
        size_t size; /* 0: none is remembered here */
        char text[LIST_ENTRY_BYTES];
    } at[READINESS];
};

/* [3,4] and ["4:IN|RDHUP"] and "text\\n" */
void bytes_json_set(struct writer *writer, struct bytes set);
void bytes_json_list(struct writer *writer, struct readiness_names *names, struct bytes list);
void bytes_json_data(struct writer *writer, struct bytes data);

#endif
