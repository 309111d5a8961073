/* chrome: lines of a file in the Trace Event Format, of which only what every reader takes is used:
 * X slices, i instants, C counters, b and e spans, s and f arrows, M names. HACKING.md has the
 * rules. Times are ns since the run began, not negative. Of use to export-chrome alone. One thread.
 */
#ifndef WAITSCOPE_CHROME_H
#define WAITSCOPE_CHROME_H

#include "event-json.h"
#include "writer.h"

/* The groups of lanes, in the order in which they stand. */
enum chrome_group { CHROME_SERVER = 1, CHROME_CLIENTS, CHROME_KERNEL };

/* A row of the picture. Slices of one lane never overlap in part. */
struct chrome_lane {
    enum chrome_group group;
    int number;   /* in its group, from 1 */
    bool named;   /* its name has been written */
    int64_t free; /* from here on a slice may start */
};

struct chrome {
    struct writer *writer;
    struct event_json *json;
    bool empty;                                           /* no line has been written */
    int64_t arrows;                                       /* how many there are */
    struct field_set told_of_enter, told_of_return, told; /* what arguments say; `told` of others */
};

/* Borrows both. Writes the file's beginning, and its end. */
void chrome_begin(struct chrome *chrome, struct writer *writer, const struct trace *trace);
void chrome_end(struct chrome *chrome);

/* The name of a lane, once; `more` (may be NULL) stands behind it in brackets. */
void chrome_name_lane(struct chrome *chrome, struct chrome_lane *lane, const char *name,
                      const char *more);

/* A line is put together: begin, text of the name, end of the name, a duration (slices only),
 * arguments, end. The category is a word of the table in export-chrome.c. */
void chrome_line_begin(struct chrome *chrome, char phase, const char *category,
                       const struct chrome_lane *lane, int64_t t);
void chrome_line_name(struct chrome *chrome, const char *part);
/* Of what needs no escape. */
static inline void chrome_line_word(struct chrome *chrome, const char *part) {
    writer_text(chrome->writer, part);
}

void chrome_line_number(struct chrome *chrome, int64_t part);
void chrome_line_named(struct chrome *chrome);
void chrome_line_duration(struct chrome *chrome, int64_t ns);
void chrome_line_end(struct chrome *chrome);

/* The three at once, for what is called by a word. */
void chrome_line_plain(struct chrome *chrome, char phase, const char *category,
                       const struct chrome_lane *lane, int64_t t, const char *name);

/* An arrow from inside a slice of one lane to inside one of another, at these times. */
void chrome_arrow(struct chrome *chrome, const struct chrome_lane *from, int64_t from_t,
                  const struct chrome_lane *to, int64_t to_t);

#endif
