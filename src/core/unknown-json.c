#include <config.h>

#include "unknown-json.h"

char unknown_json_members(struct writer *writer, struct bytes all, int from, int below,
                          char before) {
    struct unknown unknown;
    for (size_t at = 0; unknown_next(all, &at, &unknown);) {
        if (unknown.before < from || unknown.before >= below)
            continue;
        writer_byte(writer, before);
        writer_put(writer, (const char *)unknown.text.at, unknown.text.size);
        before = ',';
    }
    return before;
}
