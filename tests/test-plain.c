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

int main(void) {
    recorded_locale(false);
    test_talks();
    test_text();
    recorded_free();
    return tap_done();
}
