/* search: which events of a trace a person means. A query is a row of terms; an event is found if
 * all of them fit it:
 *
 *     recv EAGAIN           a call, an error, a kind of event, a task, a client, a step, file.c:12,
 *                           a signal, a flag; any name that stands in the trace
 *     fd 4   size > 1000    a field's number; also with = != < <= >=
 *     option = SO_SNDBUF    a field's name
 *     asleep > 10ms         how long it slept there; ready and copy likewise; took: the whole call
 *     sent > 1000           bytes that one call or act took; received: that it brought
 *     "hello"               within the bytes, or in what the server printed
 *
 * Pure; one thread at a time. */
#ifndef WAITSCOPE_SEARCH_H
#define WAITSCOPE_SEARCH_H

#include "error.h"
#include "trace.h"

enum { SEARCH_TERMS = 8, SEARCH_VALUES = 16, SEARCH_TEXT = 64 };

enum search_sort {
    SEARCH_WORD,   /* one of the meanings below */
    SEARCH_FIELD,  /* a field of any type is compared */
    SEARCH_LASTS,  /* the time from an event of that kind to the end of its phase */
    SEARCH_TOOK,   /* the time from entry to return */
    SEARCH_MOVED,  /* the bytes that a call or act moved */
    SEARCH_WITHIN, /* bytes within `data`, or a part of `text` */
};

enum search_relation {
    SEARCH_IS,
    SEARCH_IS_NOT,
    SEARCH_LESS,
    SEARCH_LESS_OR_IS,
    SEARCH_MORE,
    SEARCH_MORE_OR_IS
};

struct search_term {
    enum search_sort sort;
    enum search_relation relation;
    enum field field;     /* FIELD; WORD: the field that must be there, else FIELD_COUNT */
    enum event_kind kind; /* LASTS */
    bool out;             /* MOVED: sent, else received */
    int64_t number;       /* what is compared with: ns, bytes, the field's value */
    const char *name;     /* WORD, FIELD: a text of the trace; NULL: it has none like that */
    uint32_t kinds;       /* WORD: as TRACE_KIND() */
    uint64_t calls;       /* WORD: as TRACE_CALL() */
    int value_count;      /* WORD: fields that may have a certain value */
    struct search_value {
        enum field field;
        int64_t value;
    } values[SEARCH_VALUES];
    char text[SEARCH_TEXT]; /* WITHIN, as bytes */
    size_t text_size;
};

struct search {
    struct search_term terms[SEARCH_TERMS];
    int count;
    struct trace_wanted wanted; /* no other event can be meant */
};

/* Reads a query about the trace, whose texts it borrows. False with a sentence: it has no term, or
 * one that means nothing, here or at all. */
bool search_read(struct search *search, const struct trace *trace, const char *query,
                 struct error *error);

/* Is the event at that index meant? *looked (may be NULL) grows by how many others were looked at.
 */
bool search_fits(const struct search *search, const struct trace *trace, size_t index,
                 size_t *looked);

/* A look through part of a trace, on from `at` to before `end`, or back from before `at` to `end`,
 * a piece at a time. */
struct search_way {
    bool back;
    size_t at, end;
};
static inline bool search_is_done(const struct search_way *way) {
    return way->at == way->end;
}
/* Looks at about `most` events. The index of one that is meant, and the way goes on behind it; or
 * SIZE_MAX: none yet. */
size_t search_on(const struct search *search, const struct trace *trace, struct search_way *way,
                 size_t most);

#endif
