/* The lesson without a screen: what is said, and what a line does. */
#include <config.h>

#include "plain.h"
#include "recorded.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct outcome {
    char *text;
    int status, done;
};

/* `lines` NULL: nobody is there. */
static struct outcome play(const char *lesson, const char *lines, bool ascii) {
    struct outcome outcome = {.text = NULL};
    struct host host = recorded_host(&outcome.done);
    struct error error = {""};
    size_t size;
    int ends[2] = {-1, -1};
    FILE *out = open_memstream(&outcome.text, &size);
    if (lines && pipe(ends) == 0) {
        if (write(ends[1], lines, strlen(lines)) < 0)
            lines = NULL;
        close(ends[1]);
    }
    struct plain_options options = {
        .out = out, .in = ends[0], .interactive = lines, .ascii = ascii, .width = 80};
    outcome.status = plain_run(&options, &host, lesson, &error);
    if (ends[0] >= 0)
        close(ends[0]);
    fclose(out);
    return outcome;
}

static const struct talk {
    const char *what, *lesson, *lines, *texts[6];
} talks[] = {
    {"nobody there: all of it",
     "phases",
     NULL,
     {"Step 16 of 16", "The kernel says", "The lesson is done.", "!You said", "!>"}},
    {"no lesson and nobody there: the first", NULL, NULL, {"One recv, two phases", "Step 16"}},
    {"Enter goes on", "phases", "\n\n", {"Step 1 of 16", "Step 2 of 16", "!Step 3"}},
    {"a number answers", "phases", "\n\n\n1\n", {"Question:", "You said 1: right."}},
    {"another number answers too", "phases", "\n\n\n2\n", {"The kernel says 1", "You said 2."}},
    {"Enter passes a question", "phases", "\n\n\n\n", {"The kernel says 1", "!You said"}},
    {"h hints", "select", "/5\nh\nh\n", {"Hint: It was asked", "There is no hint."}},
    {"b goes back", "blocking", "\n\n\nb\n", {"Step 3 of 15", "Step 2 of 15"}},
    {"w says why", "blocking", "\nw\n", {"accept queue of fd 3 is empty"}},
    {"q quits", "blocking", "\nq\n\n", {"Step 1 of 15", "!Step 2"}},
    {"what is no command is told", "blocking", "what\n", {"Enter: next step."}},
    {"a step that is not there", "blocking", "/99\n", {"There is no such step."}},
    {"so is one behind :", "blocking", ":99\n", {"There is no such step."}},
    {"/ searches the events",
     "send-blocks",
     "/send EAGAIN\n",
     {"Step 18 of 20.", "send returned -1 with EAGAIN"}},
    {"n goes on, around and around",
     "send-blocks",
     "/asleep > 10ms\nn\nn\n",
     {"Around from the beginning.", "Step 7 of 20.", "Step 18 of 20."}},
    {"N goes back", "send-blocks", "/asleep\nN\n", {"Around from the end."}},
    {"a search that means nothing is a sentence",
     "send-blocks",
     "/recvv\n",
     {"\"recvv\" is no call, error, kind of event or name in this trace"}},
    {"so is one without a hit", "send-blocks", "/EPIPE\n", {"No event fits."}},
    {"n without a search", "send-blocks", "n\n", {"Say first what to search for"}},
    {"a number without a question", "blocking", "\n7\n", {"There is no question here."}},
    {"the menu takes a number", NULL, "2\n\n", {"4. select", "Step 1 of 15"}},
    {"the menu takes a name", NULL, "select\n\n", {"Step 1 of 20"}},
    {"the menu is left with q", NULL, "q\n", {"1. One recv", "!Step"}},
    {"a line without end is none", "blocking", "\n\nq", {"Step 2 of 15"}},
};

static void test_talks(void) {
    for (size_t i = 0; i < sizeof talks / sizeof talks[0]; i++) {
        const struct talk *talk = &talks[i];
        struct outcome outcome = play(talk->lesson, talk->lines, false);
        const char *missed = outcome.status == 0 ? NULL : "status 0";
        for (int k = 0; k < 6 && talk->texts[k]; k++) {
            bool no = talk->texts[k][0] == '!';
            if (!strstr(outcome.text, talk->texts[k] + no) != no)
                missed = talk->texts[k];
        }
        if (!tap_ok(!missed, "%s", talk->what))
            tap_note("text: %s", missed);
        free(outcome.text);
    }
}

static void test_text(void) {
    struct outcome outcome = play("blocking", NULL, true);
    bool ascii = true;
    size_t longest = 0, length = 0;
    for (const char *c = outcome.text; *c; c++) {
        ascii = ascii && (unsigned char)*c < 0x80;
        length = *c == '\n' ? 0 : length + 1;
        longest = length > longest ? length : longest;
    }
    tap_ok(ascii, "with ascii all of it is ASCII");
    tap_ok(longest < 80, "no line is longer than the terminal");
    tap_ok(!strstr(outcome.text, "---") && !strchr(outcome.text, '|'), "nothing is drawn");
    tap_ok(outcome.done == 1, "the end is told to the host");
    free(outcome.text);
    outcome = play("blocking", NULL, false);
    tap_ok(golden_is("plain-blocking.txt", outcome.text), "golden plain-blocking.txt");
    free(outcome.text);
}

/* ---- a live run learns that nothing follows only when it is asked for more ---- */

struct unfinished {
    struct session session;
    struct session *recording;
    bool asked;
};

static struct unfinished *unfinished_of(const struct session *session) {
    return (struct unfinished *)session;
}

static const struct trace *unfinished_trace(const struct session *session) {
    return session_trace(unfinished_of(session)->recording);
}

static enum session_state unfinished_state(const struct session *session) {
    return unfinished_of(session)->asked ? SESSION_ENDED : SESSION_STILL;
}

static int unfinished_fd(const struct session *session) {
    return session_fd(unfinished_of(session)->recording);
}

static int64_t unfinished_deadline(const struct session *session) {
    return session_deadline(unfinished_of(session)->recording);
}

static void unfinished_advance(struct session *session) {
    unfinished_of(session)->asked = true;
}

static void unfinished_turn(struct session *session) {
    (void)session;
}

static const struct error *unfinished_error(const struct session *session) {
    return session_error(unfinished_of(session)->recording);
}

static void unfinished_free(struct session *session) {
    session_free(unfinished_of(session)->recording);
    free(session);
}

static const struct session_ops unfinished_ops = {
    unfinished_trace,   unfinished_state, unfinished_fd,    unfinished_deadline,
    unfinished_advance, unfinished_turn,  unfinished_error, unfinished_free,
};

static struct session *unfinished_new(const char *name) {
    struct unfinished *unfinished = calloc(1, sizeof *unfinished);
    unfinished->recording = recorded_open(name, true);
    unfinished->session =
        (struct session){&unfinished_ops, unfinished->recording->lesson, true, false};
    return &unfinished->session;
}

static int count_of(const char *text, const char *part) {
    int count = 0;
    while ((text = strstr(text, part))) {
        text += strlen(part);
        count++;
    }
    return count;
}

/* scale ends with a step that only speaks. */
static void test_last_step(void) {
    int done = 0;
    char *text, heading[32];
    size_t size;
    struct error error = {""};
    struct host host = recorded_host(&done);
    FILE *out = open_memstream(&text, &size);
    struct plain_options options = {.out = out, .in = -1, .width = 80};
    struct session *session = unfinished_new("scale");
    int steps = session->lesson->step_count;
    tap_ok(plain_run_session(&options, &host, session, &error) == 0 && done == 1,
           "a live run is told to its end");
    fclose(out);
    snprintf(heading, sizeof heading, "Step %d of %d", steps, steps);
    tap_ok(count_of(text, heading) == 1 && count_of(text, "The lesson is done.") == 1,
           "its last step once");
    free(text);
}

int main(void) {
    recorded_locale(false);
    test_talks();
    test_text();
    test_last_step();
    recorded_free();
    return tap_done();
}
