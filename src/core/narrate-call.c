/* Calls, results and signals as they stand in the program: labels, and one word for some. */
#include <config.h>

#include "narrate-call.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

#include "figures.h"
#include "i18n.h"
#include "text-add.h"

/* Bytes that a person reads at a glance, and of those a few; the text of an array ends after so
 * many. */
enum { GLANCE = 16, FEW = 4, ARRAY = 80 };

/* A set with members; an empty one is left out. */
static void set_add(const struct event *event, enum field field, char letter, const char *before,
                    char *out, size_t size) {
    char set[256];
    figure_set(event_get_bytes(event, field), set, sizeof set);
    if (set[0])
        text_add(out, size, "%s%c{%s}", before, letter, set);
}

/* The fields that arguments are told from, in the order in which they stand in the call. */
static const enum field arguments[] = {
    FIELD_epoll,  FIELD_operation, FIELD_fd,    FIELD_nfds,    FIELD_domain, FIELD_type,
    FIELD_option, FIELD_command,   FIELD_how,   FIELD_mask,    FIELD_signal, FIELD_signals,
    FIELD_value,  FIELD_mode,      FIELD_port,  FIELD_backlog, FIELD_events, FIELD_text,
    FIELD_data,   FIELD_size,      FIELD_flags, FIELD_timeout,
};

static bool is_time_option(const struct event *enter) {
    char name[128];
    if (!event_has(enter, FIELD_option))
        return false;
    field_format(FIELD_option, enter->option, name, sizeof name);
    return strcmp(name, "SO_RCVTIMEO") == 0 || strcmp(name, "SO_SNDTIMEO") == 0;
}

/* poll's array, as long as it is read at a glance: "{3 IN}, {4 OUT}". */
static void array_add(const struct event *enter, char *out, size_t size) {
    char array[ARRAY + 160] = "", entry[128];
    size_t count = list_count(enter->asked), told = 0;
    for (; told < count && strlen(array) < ARRAY; told++) {
        char *colon =
            strchr(list_entry_format(list_at(enter->asked, told), entry, sizeof entry), ':');
        if (colon)
            *colon = ' ';
        text_add(array, sizeof array, "%s{%s}", told ? ", " : "", entry);
    }
    bool more = told < count || (int64_t)count < enter->nfds;
    text_add(out, size, "%s%s%s", array, more && count ? ", " : "", more ? "…" : "");
}

/* select's sets, poll's array. */
static void asked_add(const struct event *enter, char *out, size_t size) {
    if (enter->call == CALL_poll) {
        array_add(enter, out, size);
        return;
    }
    text_add(out, size, "%" PRId64, enter->nfds);
    set_add(enter, FIELD_read, 'R', ", ", out, size);
    set_add(enter, FIELD_write, 'W', ", ", out, size);
    set_add(enter, FIELD_except, 'E', ", ", out, size);
}

static void operation_add(const struct event *enter, char *out, size_t size) {
    static const char prefix[] = "EPOLL_CTL_";
    char text[128];
    field_format(FIELD_operation, enter->operation, text, sizeof text);
    bool known = strncmp(text, prefix, sizeof prefix - 1) == 0;
    text_add(out, size, "%s", known ? text + sizeof prefix - 1 : text);
}

static void flags_add(const struct event *enter, enum field field, enum narrate_room room,
                      char *out, size_t size) {
    int64_t flags = event_get(enter, field);
    int64_t common = field == FIELD_mode ? O_ACCMODE : field == FIELD_flags ? MSG_NOSIGNAL : 0;
    char text[128];
    if (room >= ROOM_BUT_COMMON && flags & ~common)
        flags &= ~common;
    field_format(field, flags, text, sizeof text);
    const char *last = room == ROOM_LAST_FLAG ? strrchr(text, '|') : NULL;
    text_add(out, size, "%s", last ? last + 1 : text);
}

static void argument_add(const struct event *enter, enum field field, enum narrate_room room,
                         char *out, size_t size) {
    char text[128];
    switch (field) {
    case FIELD_nfds:
        asked_add(enter, out, size);
        break;
    case FIELD_operation:
        operation_add(enter, out, size);
        break;
    case FIELD_size:
        text_add(out, size, enter->call == CALL_epoll_wait ? "%s" : "%s B",
                 figure_number(enter->size, text, sizeof text));
        break;
    case FIELD_port:
        text_add(out, size, "port %" PRId64, enter->port);
        break;
    case FIELD_timeout:
        text_add(out, size, "%s",
                 enter->timeout ? figure_time(enter->timeout, text, sizeof text) : "0 ms");
        break;
    case FIELD_text:
        text_add(out, size, "\"%s\"", enter->text);
        break;
    case FIELD_data:
        text_add(out, size, "%s",
                 figure_data(enter->data, false, room < ROOM_FEW_BYTES ? GLANCE : FEW, text,
                             sizeof text));
        break;
    case FIELD_mode:
    case FIELD_flags:
    case FIELD_events:
        flags_add(enter, field, room, out, size);
        break;
    default:
        if (field == FIELD_value && is_time_option(enter))
            figure_time(enter->value, text, sizeof text);
        else
            field_format(field, event_get(enter, field), text, sizeof text);
        text_add(out, size, "%s", text);
    }
}

/* Does the program pass a time limit to this call? Of others it is the socket's. */
static bool takes_time(enum call call) {
    return call == CALL_select || call == CALL_poll || call == CALL_epoll_wait ||
           call == CALL_nanosleep;
}

/* A flag argument of 0 is left out, and bytes that are too many to be read at a glance. */
static bool is_told(const struct event *enter, enum field field, enum narrate_room room) {
    if (!event_has(enter, field))
        return false;
    if (field == FIELD_signal && event_has(enter, FIELD_signals))
        return false;
    if (field == FIELD_flags && room >= ROOM_BUT_COMMON && enter->flags == MSG_NOSIGNAL)
        return false;
    if (field == FIELD_data)
        return !enter->cut && enter->data.size <= GLANCE && room < ROOM_NO_BYTES;
    if (field == FIELD_timeout)
        return takes_time(enter->call);
    return field != FIELD_flags || enter->flags != 0;
}

/* The argument that says what the call is to set or to wait for: it stands last. */
static bool is_flags(enum field field) {
    return field == FIELD_mode || field == FIELD_events || field == FIELD_flags;
}

static bool has_flags(const struct event *enter, enum narrate_room room) {
    for (size_t i = 0; i < sizeof arguments / sizeof arguments[0]; i++)
        if (is_flags(arguments[i]) && is_told(enter, arguments[i], room))
            return true;
    return false;
}

char *narrate_call_short(const struct event *enter, enum narrate_room room, char *out,
                         size_t size) {
    bool flags = room >= ROOM_FOR_FLAGS && has_flags(enter, room);
    const char *before = "";
    bool left_out = false;
    out[0] = '\0';
    text_add(out, size, "%s(", call_name(enter->call));
    for (size_t i = 0; i < sizeof arguments / sizeof arguments[0]; i++) {
        enum field field = arguments[i];
        if (!is_told(enter, field, room))
            continue;
        bool stays = !flags || is_flags(field) || (field == FIELD_fd && room != ROOM_FLAGS_ALONE);
        if (!stays && !left_out)
            text_add(out, size, "%s…", before);
        left_out = left_out || !stays;
        if (!stays)
            continue;
        text_add(out, size, "%s", !left_out ? before : field == FIELD_fd ? " " : "");
        argument_add(enter, field, room, out, size);
        left_out = false;
        before = ", ";
    }
    text_add(out, size, ")");
    return out;
}

char *narrate_call(const struct event *enter, char *out, size_t size) {
    return narrate_call_short(enter, ROOM_FOR_ALL, out, size);
}

/* The descriptors that a readiness call reports. */
static void answer_add(const struct event *returned, char *out, size_t size) {
    char list[256];
    if (returned->call == CALL_select) {
        set_add(returned, FIELD_read, 'R', " ", out, size);
        set_add(returned, FIELD_write, 'W', " ", out, size);
        set_add(returned, FIELD_except, 'E', " ", out, size);
    } else if (list_count(returned->got) > 0) {
        text_add(out, size, " {%s}", figure_list(returned->got, list, sizeof list));
    }
}

char *narrate_result(const struct event *returned, char *out, size_t size) {
    char text[128];
    out[0] = '\0';
    text_add(out, size, "%s", figure_number(returned->result, text, sizeof text));
    if (returned->result < 0 && event_has(returned, FIELD_error))
        text_add(out, size, " %s", field_format(FIELD_error, returned->error, text, sizeof text));
    if (returned->result >= 0)
        answer_add(returned, out, size);
    if (returned->call == CALL_fcntl && event_has(returned, FIELD_mode) && returned->result > 0)
        text_add(out, size, " %s", field_format(FIELD_mode, returned->mode, text, sizeof text));
    if (event_has(returned, FIELD_times) && returned->times > 1)
        text_add(out, size, " × %s", figure_number(returned->times, text, sizeof text));
    return out;
}

char *narrate_bytes(const struct event *event, size_t max, char *out, size_t size) {
    char number[48];
    out[0] = '\0';
    if (event->result <= 0 || !event->data.size)
        return out;
    bool all = event->result <= (int64_t)event->data.size;
    if (event->data.size > 2 * GLANCE || !all)
        text_add(out, size, "%s B", figure_number(event->result, number, sizeof number));
    else
        figure_data(event->data, event->cut == 1, max, out, size);
    return out;
}

char *narrate_signal(const struct event *signal, char *out, size_t size) {
    char text[128];
    const char *before = "";
    out[0] = '\0';
    if (event_has(signal, FIELD_fd)) {
        text_add(out, size, "fd %" PRId64, signal->fd);
        before = _(", ");
    }
    if (event_has(signal, FIELD_code)) {
        text_add(out, size, "%s%s", before,
                 field_format(FIELD_code, signal->code, text, sizeof text));
        before = _(", ");
    }
    if (event_has(signal, FIELD_events))
        text_add(out, size, "%s%s", before,
                 field_format(FIELD_events, signal->events, text, sizeof text));
    else if (event_has(signal, FIELD_code) && !event_has(signal, FIELD_fd))
        text_add(out, size, "%s%s", before, _("no descriptor is named"));
    return out;
}
