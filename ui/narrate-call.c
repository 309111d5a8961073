#include <config.h>

#include "narrate.h"

#include <inttypes.h>

#include "figures.h"
#include "i18n.h"
#include "text.h"

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
    FIELD_domain, FIELD_type,   FIELD_option, FIELD_command, FIELD_how,     FIELD_signal,
    FIELD_value,  FIELD_mode,   FIELD_port,   FIELD_backlog, FIELD_timeout, FIELD_data,
    FIELD_size,   FIELD_flags,
};

static void argument_add(const struct event *enter, enum field field, char *out, size_t size) {
    char text[128];
    int64_t value = field == FIELD_data ? 0 : event_get(enter, field);
    switch (field) {
    case FIELD_size:
        text_add(out, size, "%s B", figure_number(value, text, sizeof text));
        break;
    case FIELD_port:
        text_add(out, size, "port %" PRId64, value);
        break;
    case FIELD_timeout:
        text_add(out, size, "%s", figure_time(value, text, sizeof text));
        break;
    case FIELD_data:
        text_add(out, size, "%s",
                 figure_data(enter->data, enter->cut == 1, 12, text, sizeof text));
        break;
    default:
        text_add(out, size, "%s", field_format(field, value, text, sizeof text));
    }
}

/* A flag argument of 0 and an option value that is not there are left out. */
static bool is_told(const struct event *enter, enum field field) {
    if (!event_has(enter, field))
        return false;
    return field != FIELD_flags || enter->flags != 0;
}

char *narrate_call(const struct event *enter, char *out, size_t size) {
    out[0] = '\0';
    text_add(out, size, "%s(", call_name(enter->call));
    const char *before = "";
    if (event_has(enter, FIELD_nfds)) {
        text_add(out, size, "%" PRId64, enter->nfds);
        set_add(enter, FIELD_read, 'R', ", ", out, size);
        set_add(enter, FIELD_write, 'W', ", ", out, size);
        set_add(enter, FIELD_except, 'E', ", ", out, size);
        before = ", ";
    } else if (event_has(enter, FIELD_fd)) {
        text_add(out, size, "%" PRId64, enter->fd);
        before = ", ";
    }
    for (size_t i = 0; i < sizeof arguments / sizeof arguments[0]; i++) {
        if (!is_told(enter, arguments[i]))
            continue;
        text_add(out, size, "%s", before);
        argument_add(enter, arguments[i], out, size);
        before = ", ";
    }
    text_add(out, size, ")");
    return out;
}

char *narrate_result(const struct event *returned, char *out, size_t size) {
    char text[128];
    out[0] = '\0';
    text_add(out, size, "%s", figure_number(returned->result, text, sizeof text));
    if (returned->result < 0 && event_has(returned, FIELD_error))
        text_add(out, size, " %s", field_format(FIELD_error, returned->error, text, sizeof text));
    if (returned->result >= 0 && returned->call == CALL_select) {
        set_add(returned, FIELD_read, 'R', " ", out, size);
        set_add(returned, FIELD_write, 'W', " ", out, size);
        set_add(returned, FIELD_except, 'E', " ", out, size);
    }
    if (returned->call == CALL_fcntl && event_has(returned, FIELD_mode) && returned->result > 0)
        text_add(out, size, " %s", field_format(FIELD_mode, returned->mode, text, sizeof text));
    if (event_has(returned, FIELD_times) && returned->times > 1)
        text_add(out, size, " ×%s", figure_number(returned->times, text, sizeof text));
    return out;
}

static void send_add(const struct step *step, char *out, size_t size) {
    char number[48];
    if (step->text)
        text_add(out, size, _("%s sends \"%s\"."), step->client, step->text);
    else
        text_add(out, size, _("%s sends %s bytes."), step->client,
                 figure_number(step->bytes, number, sizeof number));
}

static void act_add(const struct step *step, char *out, size_t size) {
    char number[48];
    static const char *const sentences[ACT_COUNT] = {
        [ACT_CONNECT] = N_("%s connects."),
        [ACT_READ] = N_("%s reads all that is there."),
        [ACT_STOP_READING] = N_("%s stops reading."),
        [ACT_RESUME] = N_("%s reads again."),
        [ACT_SHUTDOWN] = N_("%s ends its sending side."),
        [ACT_CLOSE] = N_("%s closes its socket."),
        [ACT_RESET] = N_("%s resets its connection."),
    };
    if (step->act == ACT_SEND)
        send_add(step, out, size);
    else if (step->act == ACT_READ && step->bytes >= 0)
        text_add(out, size, _("%s reads %s bytes."), step->client,
                 figure_number(step->bytes, number, sizeof number));
    else
        text_add(out, size, _(sentences[step->act]), step->client);
}

char *narrate_step(const struct step *step, char *out, size_t size) {
    out[0] = '\0';
    switch (step->kind) {
    case STEP_CLIENT:
        act_add(step, out, size);
        break;
    case STEP_RUN:
        text_add(out, size, "%s", _("The server runs on."));
        break;
    case STEP_SERVER:
        text_add(out, size, _("Another server starts: %s.c."), step->server);
        break;
    case STEP_SAY:
    case STEP_ASK:
        break;
    }
    return out;
}
