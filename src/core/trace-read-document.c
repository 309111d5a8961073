/* A trace as one document: the header's members, the array of events, `dropped`. What comes before
 * the events and behind them is completed to a JSON object each: the array becomes a 0. */
#include <config.h>

#include "trace-reader.h"

#include "memory.h"

#include <string.h>

/* `before`, the piece and `behind` in one. The caller frees it. */
static char *piece_complete(const char *before, const struct piece *piece, const char *behind,
                            struct piece *out) {
    size_t size = strlen(before) + piece->size + strlen(behind);
    char *text = memory_new(size + 1, 1);
    memcpy(text, before, strlen(before));
    memcpy(text + strlen(before), piece->at, piece->size);
    memcpy(text + size - strlen(behind), behind, strlen(behind));
    *out = (struct piece){text, size, piece->line};
    return text;
}

/* `events` is known to be there. */
static bool head_take(struct reader *reader, const struct piece *head) {
    struct piece whole;
    char *text = piece_complete("", head, "0}", &whole);
    struct json *json = reader_parse(reader, &whole);
    bool taken = json && reader_header(reader, &whole, json);
    json_free(json);
    free(text);
    return taken || reader_prefix(reader, head->line);
}

static bool end_take(struct reader *reader) {
    struct piece rest, whole;
    enum source_end end = source_rest(&reader->source, &rest);
    if (end == SOURCE_CUT)
        return true;
    if (end == SOURCE_WRONG)
        return false;
    char *text = piece_complete("{\"events\":0", &rest, "", &whole);
    struct json *json = reader_parse(reader, &whole);
    bool taken = json && (reader_end(reader, &whole, json) || reader_prefix(reader, rest.line));
    json_free(json);
    free(text);
    return taken;
}

static bool event_take(struct reader *reader, const struct piece *piece) {
    if (reader_takes(reader, piece))
        return true;
    struct json *json = reader_parse(reader, piece);
    bool taken = json && (reader_event(reader, piece, json) || reader_prefix(reader, piece->line));
    json_free(json);
    return taken;
}

bool reader_document(struct reader *reader, const struct piece *head) {
    reader->document = true;
    if (!head_take(reader, head))
        return false;
    for (bool first = true;; first = false) {
        struct piece piece;
        char close;
        switch (source_value(&reader->source, &piece, &close)) {
        case SOURCE_WRONG:
            return false;
        case SOURCE_CUT:
        case SOURCE_NONE:
            return true;
        case SOURCE_WHOLE:
            break;
        }
        bool is_empty = first && piece.size == 0 && close == ']';
        if (!is_empty && !event_take(reader, &piece))
            return false;
        if (close == ']')
            return end_take(reader);
    }
}
