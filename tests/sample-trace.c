#include <config.h>

#include "sample-trace.h"

#include "exporting.h"
#include "trace-json.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

/* A value for the field that its type allows; other fields get other values. */
static int64_t value_of(enum field field) {
    switch (field) {
    case FIELD_call:
        return CALL_recv;
    case FIELD_domain:
        return AF_INET;
    case FIELD_type:
        return SOCK_STREAM | SOCK_NONBLOCK;
    case FIELD_option:
        return SO_SNDBUF;
    case FIELD_command:
        return F_SETFL;
    case FIELD_how:
        return SHUT_WR;
    case FIELD_signal:
        return SIGPIPE;
    case FIELD_mode:
        return O_RDWR | O_NONBLOCK;
    case FIELD_flags:
        return MSG_NOSIGNAL | 0x40000;
    case FIELD_error:
        return EAGAIN;
    case FIELD_operation:
        return EPOLL_CTL_MOD;
    case FIELD_events:
        return EPOLLIN | EPOLLONESHOT | (int64_t)EPOLLET;
    case FIELD_readiness:
        return 0;
    case FIELD_code:
        return POLL_IN;
    case FIELD_evidence:
        return EVIDENCE_SWITCH;
    case FIELD_result:
        return -1;
    case FIELD_t:
        return EVENT_INTEGER_MAX;
    default:
        return 1000 + (int64_t)field;
    }
}

static void set_some(struct event *event, enum field field) {
    static const unsigned char set[] = {0x28, 0x00, 0x81};
    static const struct list_entry list[] = {{4, EPOLLIN | EPOLLRDHUP}, {-1, 0}, {5, 0x20000004}};
    static const unsigned char data[] = "a\"b\\c\r\n\t\0\x7f\xff z";
    static const char text[] = "\"quoted\", back\\slash, 中文";
    switch (field_row(field)->type) {
    case TYPE_TEXT:
        event_set_text(event, field, text);
        break;
    case TYPE_SET:
        event_set_bytes(event, field, set, field == FIELD_except ? 0 : sizeof set);
        break;
    case TYPE_LIST:
        event_set_bytes(event, field, list, field == FIELD_got ? 0 : sizeof list);
        break;
    case TYPE_DATA:
        event_set_bytes(event, field, data, sizeof data);
        break;
    default:
        event_set(event, field, value_of(field));
    }
}

/* What an event of that kind needs, and nothing else. */
static void append_kind(struct trace *trace, enum event_kind kind) {
    struct event event = {0};
    for (enum field field = 0; field < FIELD_COUNT; field++)
        if (event_kind_needs(kind, field))
            set_some(&event, field);
    event_set(&event, FIELD_kind, kind);
    event_set(&event, FIELD_t, kind);
    trace_append(trace, &event);
}

static void append_everything(struct trace *trace) {
    struct event event = {0};
    for (enum field field = 0; field < FIELD_COUNT; field++)
        set_some(&event, field);
    event_set(&event, FIELD_kind, EVENT_RETURN);
    trace_append(trace, &event);
}

/* Numbers that have no name. */
static void append_nameless(struct trace *trace) {
    struct event event = {0};
    event_set(&event, FIELD_kind, EVENT_QUEUE);
    event_set(&event, FIELD_t, EVENT_COUNT);
    event_set(&event, FIELD_domain, 77);
    event_set(&event, FIELD_type, -1);
    event_set(&event, FIELD_option, -1);
    event_set(&event, FIELD_signal, 40);
    event_set(&event, FIELD_mode, 0);
    event_set(&event, FIELD_error, 4000);
    event_set(&event, FIELD_value, -EVENT_INTEGER_MAX);
    trace_append(trace, &event);
}

struct trace *sample_trace(void) {
    struct trace *trace = trace_new();
    *trace_header(trace) = (struct trace_header){
        .lesson = trace_text(trace, "sample"),
        .server = trace_text(trace, "no \"server\""),
        .kernel = trace_text(trace, "6.1.0"),
        .machine = trace_text(trace, "x86_64"),
        .congestion = trace_text(trace, "cubic"),
        .rmem_max = 212992,
        .wmem_max = 212992,
        .clock = trace_text(trace, "tsc"),
        .started = trace_text(trace, "2026-01-02T03:04:05Z"),
        .evidence = 1u << EVIDENCE_SYSCALL | 1u << EVIDENCE_DERIVED,
    };
    for (int kind = 0; kind < EVENT_COUNT; kind++)
        append_kind(trace, (enum event_kind)kind);
    append_nameless(trace);
    append_everything(trace);
    return trace;
}

/* In whatever locale the test has: the native form must not need a plain one. */
static const struct export_format native = {"jsonl", "", "", export_jsonl, true, true};

bool trace_write(const struct trace *trace, FILE *stream, const char *name, struct error *error) {
    struct export_part whole = export_whole(trace, NULL);
    return export_stream(&native, &whole, stream, name, error);
}

bool trace_write_file(const struct trace *trace, const char *path, struct error *error) {
    struct export_part whole = export_whole(trace, NULL);
    return export_file(&native, &whole, path, error);
}

char *trace_to_text(const struct trace *trace, size_t *size) {
    char *text = NULL;
    struct error error;
    FILE *stream = open_memstream(&text, size);
    if (!stream || !trace_write(trace, stream, "memory", &error) || fclose(stream) != 0)
        abort();
    return text;
}

struct trace *trace_from_text(const char *text, size_t size, struct error *warning,
                              struct error *error) {
    /* One byte more than there is: a stream of no bytes cannot be opened. */
    FILE *stream = fmemopen(NULL, size + 1, "w+");
    if (!stream)
        abort();
    setvbuf(stream, NULL, _IOFBF, 1 << 16);
    if (fwrite(text, 1, size, stream) != size)
        abort();
    rewind(stream);
    struct trace *trace = trace_read(stream, "sample", warning, error);
    fclose(stream);
    return trace;
}
