/* export: a part of a trace in another form. A format streams: it holds no second copy of the
 * trace, and some write a trace that still grows (exporting.h). What it writes is in English, but
 * for forms that show the screen, and the same in every locale. One thread at a time.
 *
 * Which formats there are stands in src/export.def: one may come from the screen's layer. */
#ifndef WAITSCOPE_EXPORT_H
#define WAITSCOPE_EXPORT_H

#include "error.h"
#include "lesson.h"
#include "trace.h"
#include "writer.h"

/* What a form that shows the screen may want to know; all of it may be 0. */
struct export_screen {
    int width, height; /* in cells */
    const char *theme; /* its name */
    /* The text of a server page, or NULL; handed the context. */
    const char *(*source)(void *context, const char *page);
    void *context;
};

/* The events from `from` to before `to`; first <= from <= to <= trace_count(). */
struct export_part {
    const struct trace *trace;
    size_t from, to;
    size_t first; /* the event that is written as number 0: `from`, if it is not a later piece */
    bool goes_on; /* another piece follows; only for formats that grow */
    const struct lesson *lesson; /* of the recording; NULL: not at hand */
    struct export_screen screen;
};

/* Writes the part. That a write failed the writer remembers; a long one may look and stop. */
typedef void export_write(const struct export_part *part, struct writer *writer);

/* A row of export.def. */
struct export_format {
    const char *name;    /* of --format */
    const char *endings; /* of files, with a blank between: ".txt .text" */
    const char *help;    /* untranslated msgid */
    export_write *write;
    bool grows;  /* can be written in pieces, as the trace grows */
    bool spoken; /* in the language of the program, else in English */
};

export_write export_jsonl;  /* the native form; the events are numbered from 0 */
export_write export_json;   /* the same as one document */
export_write export_chrome; /* Trace Event Format */
export_write export_svg;    /* the ladder and the lanes as pictures */
export_write export_text;   /* the ladder as plain text */

/* The whole trace. */
struct export_part export_whole(const struct trace *trace, const struct lesson *lesson);

/* Cuts the part down to what lies from one place to another, both included. A place is the id of a
 * step, which means all of it, or the number of an event as in its field `seq`. NULL: the
 * beginning, the end. False with a sentence. */
bool export_cut(struct export_part *part, const char *from, const char *to, struct error *error);

/* The format with that name; with the longest ending that the path has. NULL: there is none. */
const struct export_format *export_by_name(const struct export_format *formats, size_t count,
                                           const char *name);
const struct export_format *export_by_path(const struct export_format *formats, size_t count,
                                           const char *path);

/* Hands the part, or a piece of it, to the format, in a locale that changes no byte. */
void export_piece(const struct export_format *format, const struct export_part *part,
                  struct writer *writer);
/* Writes the part to a stream, which is flushed and not closed; `name` is what a sentence calls it.
 * False with a sentence (a full disk, a closed pipe). */
bool export_stream(const struct export_format *format, const struct export_part *part, FILE *stream,
                   const char *name, struct error *error);
#endif
