/* lesson: a JSON script, read and validated. Immutable once read; lesson_free() frees all of it.
 * Texts are UTF-8 without control characters other than newline. Any thread. */
#ifndef WAITSCOPE_LESSON_H
#define WAITSCOPE_LESSON_H

#include "error.h"
#include "event.h"

#define LESSON_FORMAT  "waitscope-lesson"
#define LESSON_VERSION 1

/* A condition on one field of an event. */
enum relation {
    RELATION_EQUAL, /* value, or text */
    RELATION_RANGE, /* min and max, each if has_ */
    RELATION_LESS,  /* less than another field */
    RELATION_MORE,  /* more than another field */
};

struct condition {
    enum field field;
    enum relation relation;
    int64_t value;      /* EQUAL, integer types */
    const char *text;   /* EQUAL, TEXT; DATA in C escapes */
    struct bytes bytes; /* EQUAL, SET, LIST and DATA */
    bool has_min, has_max;
    int64_t min, max;
    const char *other; /* LESS, MORE: id of an earlier expect, NULL: the same event */
    enum field other_field;
};

/* Which events: all conditions hold. */
struct pattern {
    struct condition *conditions;
    int condition_count;
    bool has_count;               /* else: at least one event */
    int64_t count_min, count_max; /* count_max is INT64_MAX if not given */
    const char *after;            /* only events after the one that matched that expect, or NULL */
};

struct expect {
    const char *id; /* unique in the lesson */
    struct pattern pattern;
};

struct choice {
    const char *text;
    struct pattern when;
};

enum step_kind {
    STEP_SAY,     /* only text */
    STEP_CLIENT,  /* a client acts; then the server runs until all is still, unless `hold` */
    STEP_RUN,     /* the server runs until `until` */
    STEP_ASK,     /* a question */
    STEP_SERVER,  /* the server ends, its clients' sockets are closed; another page starts */
    STEP_MEASURE, /* the server ends likewise; a page runs with its gates open, and ends; or calls
                     are timed beside idle connections */
};

/* What the clients of a measure step do: scripts.def. */
#define SCRIPT(c_name, ...) SCRIPT_##c_name,
enum script {
#include "scripts.def"
    SCRIPT_COUNT
};

enum act {
    ACT_CONNECT,
    ACT_SEND,         /* `text`, or `bytes` letters */
    ACT_SEND_URGENT,  /* `text`, one byte, with MSG_OOB */
    ACT_SEND_MANY,    /* `text`, `times` times, one send right after the other */
    ACT_READ,         /* `bytes`, or all that is there */
    ACT_STOP_READING, /* from now on only ACT_READ reads */
    ACT_RESUME,       /* from now on whatever arrives is read at once (as at the start) */
    ACT_SHUTDOWN,     /* SHUT_WR */
    ACT_CLOSE,
    ACT_RESET, /* close with SO_LINGER 0: RST */
    ACT_COUNT
};

struct step {
    const char *id;
    enum step_kind kind;
    const char *say;     /* NULL if none */
    const char **claims; /* ids of the expects that back `say` */
    int claim_count;
    struct expect *expects;
    int expect_count;
    /* STEP_CLIENT */
    const char *client;
    enum act act;
    const char *text; /* ACT_SEND…, or NULL */
    int64_t bytes;    /* ACT_SEND without text, ACT_READ; -1: all */
    int64_t times;    /* ACT_SEND_MANY */
    bool hold;        /* the tasks stay held while the client acts */
    /* STEP_RUN: conditions only; a `count` means: until the count-th such event of this step */
    struct pattern until;
    /* STEP_SERVER, STEP_MEASURE */
    const char *server;
    /* STEP_MEASURE */
    const char **arguments; /* the page's, after the port */
    int argument_count;
    const char *script; /* one of scripts.def */
    int64_t idle;       /* if not 0: connections; there is no server then */
    /* STEP_ASK */
    const char *ask;
    struct choice *choices;
    int choice_count;
    const char **hints;
    int hint_count;
    const char *because;
};

enum set_where {
    SET_LISTENER, /* right after socket(), before bind() */
    SET_ACCEPTED, /* right after accept() */
    SET_CLIENT,   /* before connect() */
};

struct set {
    enum set_where where;
    int64_t option; /* SO_… */
    int64_t value;
};

struct lesson {
    const char *path; /* the file it was read from */
    const char *id, *title, *summary;
    int minutes;
    const char **requires_; /* lesson ids */
    int require_count;
    const char *server; /* that runs from the start; NULL: none does until a step starts one */
    struct set *sets;
    int set_count;
    const char **clients;
    int client_count;
    struct step *steps;
    int step_count;
    const char *keep[3];
    void *arena; /* owns every pointer above */
};

/* Is there a server page of that name? Given to lesson_read so that core need not know the pages.
 */
typedef bool (*server_exists)(const char *name);

/* Reads and validates. NULL with a sentence (file, line or JSON path, what was found, what was
 * expected) if it is no valid lesson. Bounded: a file over 1 MiB or nested deeper than 64 is
 * refused without being parsed. */
struct lesson *lesson_read(const char *path, server_exists exists, struct error *error);
void lesson_free(struct lesson *lesson);

/* Replaces the texts by those of a catalogue (lessons/LANG/ID.json):
 *
 *     { "format": "waitscope-lesson-texts", "version": 1, "id": "select", "language": "zh",
 *       "texts": { "title": ["One thread, three clients", "一个线程，三个客户端"], … } }
 *
 * A text's key is title, summary, keep.N, STEP.say, STEP.ask, STEP.choice.N, STEP.hint.N or
 * STEP.because, N from 1. Beside the translation stands the English text that it was made from.
 * What is missing stays English, and so does what is stale: a translation whose English is no
 * longer the lesson's, or whose key names no text. `missing` and `stale` (may be NULL) count them;
 * details, if not NULL, receives a sentence naming the first of them, "" if there is none. False
 * with a sentence if the file is no valid catalogue; the lesson is then as before. */
bool lesson_translate(struct lesson *lesson, const char *path, int *missing, int *stale,
                      struct error *details, struct error *error);

/* -1 if there is no such step. */
int lesson_step_index(const struct lesson *lesson, const char *id);
const char *act_name(enum act act);
const char *script_name(enum script script);
/* What its clients do, an untranslated msgid. */
const char *script_help(enum script script);
/* SCRIPT_COUNT if there is none of that name. */
enum script script_find(const char *name);
/* The name of a place for options: "listener", "accepted", "client". */
const char *set_where_name(enum set_where where);

#endif
