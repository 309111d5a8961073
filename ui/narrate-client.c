/* What a client did, as a sentence; what a step of the lesson is about to do. */
#include <config.h>

#include "narrate-part.h"

#include <errno.h>

#include "figures.h"
#include "i18n.h"
#include "text.h"

/* The client's sentence by its act (%s is its name), and one word for it. */
static const struct {
    const char *act;
    const char *sentence;
    const char *word;
} acts[] = {
    {"connect", N_("%s connects."), N_("connects")},
    {"connected", N_("%s is connected: the kernel has completed the handshake."), N_("connected")},
    {"send", N_("%s sends."), N_("sends")},
    {"send-urgent", N_("%s sends."), N_("urgent")},
    {"send-many", N_("%s sends."), N_("sends")},
    {"read", N_("%s reads."), N_("reads")},
    {"stop-reading", N_("%s stops reading: what arrives stays in its receive queue."), N_("stops")},
    {"resume", N_("%s reads again, whatever arrives."), N_("resumes")},
    {"shutdown", N_("%s ends its sending side (shutdown): the server will read an end of file."),
     N_("shuts")},
    {"close", N_("%s closes its socket."), N_("closes")},
    {"reset", N_("%s resets its connection."), N_("resets")},
};

enum { ACTS = sizeof acts / sizeof acts[0] };

static const char *act_sentence(const char *act) {
    for (size_t i = 0; i < ACTS; i++)
        if (narrate_same(acts[i].act, act))
            return acts[i].sentence;
    return N_("%s acts.");
}

const char *narrate_act(const char *act) {
    for (size_t i = 0; i < ACTS; i++)
        if (narrate_same(acts[i].act, act))
            return acts[i].word;
    return N_("acts");
}

/* How many sends it was, 0 if that cannot be told. */
static int64_t sends_of(const struct event *event) {
    int64_t each = (int64_t)event->data.size;
    if (event->times > 1)
        return event->times;
    return each > 0 && each < EVENT_DATA_MAX && event->size % each == 0 ? event->size / each : 0;
}

/* "A sends 5 bytes", without what they are. */
static void bytes_add(const struct event *event, char *out, size_t size) {
    char number[48], times[48];
    const char *who = narrate_name(event->client);
    figure_number(event->result, number, sizeof number);
    if (narrate_same(event->act, "send-many") && sends_of(event) > 1)
        text_add(out, size, _("%s sends %s times, one right after the other: %s bytes in all"), who,
                 figure_number(sends_of(event), times, sizeof times), number);
    else if (narrate_same(event->act, "send-urgent"))
        text_add(out, size, _("%s sends an urgent byte (MSG_OOB)"), who);
    else if (narrate_same(event->act, "read"))
        text_add(out, size, ngettext("%s reads %s byte", "%s reads %s bytes", event->result), who,
                 number);
    else
        text_add(out, size, ngettext("%s sends %s byte", "%s sends %s bytes", event->result), who,
                 number);
}

static void moved_add(const struct event *event, char *out, size_t size) {
    char number[48], data[128];
    bool cut = event->cut == 1 && !narrate_same(event->act, "send-many");
    bytes_add(event, out, size);
    if (event->data.size && event->data.size <= NARRATE_DATA_MAX)
        text_add(out, size, _(": %s"),
                 figure_data(event->data, cut, NARRATE_DATA_MAX, data, sizeof data));
    text_add(out, size, "%s", _("."));
    if (event_has(event, FIELD_size) && event->result < event->size)
        text_add(out, size, _(" Its kernel took no more of the %s."),
                 figure_number(event->size, number, sizeof number));
}

void narrate_client(const struct event *event, char *out, size_t size) {
    const char *who = narrate_name(event->client);
    bool reads = narrate_same(event->act, "read");
    bool moves = reads || narrate_same(event->act, "send") ||
                 narrate_same(event->act, "send-many") || narrate_same(event->act, "send-urgent");
    if (event_has(event, FIELD_error) && event->error != EINPROGRESS) {
        char error[128];
        text_add(out, size, _("%s: %s failed with %s."), who, narrate_name(event->act),
                 field_format(FIELD_error, event->error, error, sizeof error));
    } else if (reads && event_has(event, FIELD_result) && event->result == 0) {
        text_add(out, size, _("%s reads the end of file: the server sends no more."), who);
    } else if (moves && event->result > 0) {
        moved_add(event, out, size);
    } else {
        text_add(out, size, _(act_sentence(event->act)), who);
    }
}

/* NULL: the long one is short enough. */
static const char *short_sentence(const char *act) {
    static const struct {
        const char *act, *sentence;
    } sentences[] = {
        {"connected", N_("%s is connected.")},
        {"stop-reading", N_("%s stops reading.")},
        {"resume", N_("%s reads again.")},
        {"shutdown", N_("%s ends its sending side.")},
    };
    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++)
        if (narrate_same(sentences[i].act, act))
            return sentences[i].sentence;
    return NULL;
}

char *narrate_client_short(const struct event *event, char *out, size_t size) {
    const char *sentence = short_sentence(event->act);
    out[0] = '\0';
    if (sentence && !event_has(event, FIELD_error))
        text_add(out, size, _(sentence), narrate_name(event->client));
    else
        narrate_client(event, out, size);
    return out;
}

/* ---- steps ---- */

static void send_add(const struct step *step, char *out, size_t size) {
    char number[48];
    if (step->act == ACT_SEND_MANY)
        text_add(out, size, _("%s sends \"%s\" %s times, one right after the other."), step->client,
                 step->text, figure_number(step->times, number, sizeof number));
    else if (step->act == ACT_SEND_URGENT)
        text_add(out, size, _("%s sends \"%s\" as an urgent byte (MSG_OOB)."), step->client,
                 step->text);
    else if (step->text)
        text_add(out, size, _("%s sends \"%s\"."), step->client, step->text);
    else
        text_add(out, size, ngettext("%s sends %s byte.", "%s sends %s bytes.", step->bytes),
                 step->client, figure_number(step->bytes, number, sizeof number));
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
    if (!sentences[step->act])
        send_add(step, out, size);
    else if (step->act == ACT_READ && step->bytes >= 0)
        text_add(out, size, ngettext("%s reads %s byte.", "%s reads %s bytes.", step->bytes),
                 step->client, figure_number(step->bytes, number, sizeof number));
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
    case STEP_MEASURE:
        narrate_measure_step(step, out, size);
        break;
    case STEP_SAY:
    case STEP_ASK:
        break;
    }
    return out;
}
