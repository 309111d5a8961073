/* The app as a state machine: keys from a script, canvases as text, no terminal. */
#include <config.h>

#include "app.h"
#include "deadline.h"
#include "recorded.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

/* What a script brought. */
struct outcome {
    char *text; /* all canvases that it showed */
    int status, done;
    struct error error;
};

static void outcome_free(struct outcome *outcome) {
    free(outcome->text);
}

static struct outcome play(const char *lesson, const char *script, bool no_motion) {
    struct outcome outcome = {.error = {""}};
    struct host host = recorded_host(&outcome.done);
    struct app_options options = {.no_motion = no_motion, .pace = 1};
    size_t size;
    FILE *out = open_memstream(&outcome.text, &size);
    struct term *term = term_script_open(script, out, 100, 32);
    outcome.status = app_run(&options, term, &host, lesson, &outcome.error);
    term_close(term);
    fclose(out);
    return outcome;
}

/* A script, and texts of which each must stand in what it showed, or (with !) must not. */
static const struct story {
    const char *what, *lesson, *script, *texts[6];
} stories[] = {
    {"the menu lists the lessons and marks the last",
     NULL,
     "show\n",
     {"One recv, two phases", "last opened", "done", "min"}},
    {"a number opens a lesson", NULL, "key 2\nshow\n", {"One client after the other", "LIVE"}},
    {"Enter opens the marked one, m leads back",
     NULL,
     "key enter\nkey m\nshow\n",
     {"Enter or a number opens"}},
    {"/ searches", NULL, "key /\ntype select\nshow\n", {"select: one thread", "!two phases"}},
    {"Esc ends the search", NULL, "key /\ntype select\nkey esc\nshow\n", {"two phases"}},
    {"a search without a hit", NULL, "key /\ntype qqq\nshow\n", {"Nothing fits"}},
    {"the help of the menu", NULL, "key ?\nshow\n", {"leave waitscope", "!predict"}},
    {"? closes the help", NULL, "key ?\nkey ?\nshow\n", {"!leave waitscope"}},
    {"the start says what to press", "phases", "show\n", {"Space goes one event on", "event 0"}},
    {"space goes one event on",
     "phases",
     "key space\nkey space\nshow\n",
     {"The server runs on.", "event 2"}},
    {"Enter goes to a step's end and tells it",
     "blocking",
     "key enter\nshow\n",
     {"step 1/15", "Nobody is there yet"}},
    {"b goes back and says REPLAY",
     "blocking",
     "key enter\nkey b\nshow\n",
     {"REPLAY", "!Nobody is there yet", "L live"}},
    {"going on again is LIVE", "blocking", "key enter\nkey b\nkey space\nshow\n", {"LIVE"}},
    {"a question stops",
     "phases",
     "key enter\nkey enter\nkey enter\nkey space\nkey p\nshow\n",
     {"What will", "1-6|number answer", "step 3/16", "!playing"}},
    {"h hints, as long as there is one",
     "select",
     "key :\nkey 5\nkey enter\nkey h\nshow\n",
     {"hint: It was asked", "!h hint"}},
    {"a right answer",
     "select",
     "key :\nkey 5\nkey enter\nkey 3\nkey enter\nshow\n",
     {"The kernel says 3", "You said 3: right."}},
    {"another answer",
     "select",
     "key :\nkey 5\nkey enter\nkey 1\nkey enter\nshow\n",
     {"The kernel says 3", "You said 1.", "!right."}},
    {"arrows answer too",
     "select",
     "key :\nkey 5\nkey enter\nkey down\nkey down\nkey down\nkey enter\nkey enter\nshow\n",
     {": right."}},
    {"Enter alone is no answer",
     "select",
     "key :\nkey 5\nkey enter\nkey enter\nkey enter\nshow\n",
     {"number answer", "Answer with a number, h for a hint, s to skip.", "!You said"}},
    {"and the next key takes that line away",
     "select",
     "key :\nkey 5\nkey enter\nkey enter\nkey down\nshow\n",
     {"number answer", "!Answer with"}},
    {"s goes on without an answer",
     "select",
     "key :\nkey 5\nkey enter\nkey s\nkey enter\nshow\n",
     {"The kernel says 3", "!You said"}},
    {"a number that is no choice is no answer",
     "select",
     "key :\nkey 5\nkey enter\nkey 6\nshow\n",
     {"number answer"}},
    {"w says why",
     "send-blocks",
     "key :\nkey 7\nkey enter\nkey w\nshow\n",
     {"why is it here?", "window is 0", "Queue memory"}},
    {"w again: the story",
     "send-blocks",
     "key :\nkey 7\nkey enter\nkey w\nkey w\nshow\n",
     {"!why is it here?"}},
    {"the list of steps gives nothing away",
     "send-blocks",
     "key :\nshow\n",
     {"The server runs on.", "?", "!Both queues are full"}},
    {"a number that the list of steps has not is refused with a sentence",
     "blocking",
     "key :\nkey 9\nkey 9\nkey enter\nshow\n",
     {"There is no number 99: the list ends with 15.", "!step 9/15"}},
    {"the next number is taken",
     "blocking",
     "key :\nkey 9\nkey 9\nkey 2\nkey enter\nshow\n",
     {"step 2/15", "!There is no number"}},
    {"v changes the panel of a small screen",
     "phases",
     "size 80 24\nkey enter\nkey v\nshow\n",
     {"ladder", "!─ code"}},
    {"v is no key of a large one", "phases", "key enter\nshow\n", {"!v view"}},
    {"B goes back a step", "blocking", "key enter\nkey enter\nkey B\nshow\n", {"step 1/15"}},
    {"r starts again", "blocking", "key enter\nkey enter\nkey r\nshow\n", {"event 0", "LIVE"}},
    {"L goes on live from here",
     "blocking",
     "key enter\nkey enter\nkey b\nkey b\nkey L\nshow\n",
     {"LIVE", "step 2/15"}},
    {"a screen that is too small says so", "blocking", "size 59 24\nshow\n", {"needs 60 columns"}},
    {"and is whole again later", "blocking", "size 1 1\nsize 80 24\nshow\n", {"client"}},
    {"the end tells what to keep",
     "phases",
     "key :\nkey 1\nkey 6\nkey enter\nkey enter\nshow\n",
     {"The lesson is done. To keep:"}},
    {"there, the way to the next lesson is shown",
     "send-blocks",
     "key :\nkey 2\nkey 0\nkey enter\nkey k\nshow\n",
     {"m menu", "q quit"}},
    {"on a small screen too",
     "send-blocks",
     "size 80 24\nkey :\nkey 2\nkey 0\nkey enter\nkey k\nshow\n",
     {"The lesson is done", "m menu", "q quit"}},
    {"playing runs to a question by itself", "phases", "key p\nshow\n", {"predict", "!playing"}},
    {"a second p pauses", "blocking", "key p\nnow p\nshow\n", {"!playing", "event 1"}},
    {"the help shows the keys that apply",
     "phases",
     "key ?\nshow\n",
     {"one event on", "!a hint for"}},
};

/* "a|b": either of them. */
static bool stands_in(const char *text, const char *wanted) {
    const char *bar = strchr(wanted, '|');
    char first[64];
    if (!bar)
        return strstr(text, wanted);
    snprintf(first, sizeof first, "%.*s", (int)(bar - wanted), wanted);
    return strstr(text, first) || strstr(text, bar + 1);
}

static void test_stories(void) {
    for (size_t i = 0; i < sizeof stories / sizeof stories[0]; i++) {
        const struct story *story = &stories[i];
        struct outcome outcome = play(story->lesson, story->script, true);
        const char *missed = NULL;
        for (int k = 0; k < 6 && story->texts[k]; k++) {
            bool no = story->texts[k][0] == '!';
            if (stands_in(outcome.text, story->texts[k] + no) == no)
                missed = story->texts[k];
        }
        if (!tap_ok(!missed, "%s", story->what))
            tap_note("text: %s", missed);
        outcome_free(&outcome);
    }
}

static void test_ends(void) {
    struct outcome outcome = play("no-such", "", true);
    tap_ok(outcome.status == 2 && strstr(outcome.error.text, "no lesson"),
           "a lesson that is not there is a sentence and status 2");
    outcome_free(&outcome);
    outcome = play("phases", "key :\nkey 1\nkey 6\nkey enter\nkey enter\nkey b\nkey space\n", true);
    tap_ok(outcome.done == 1, "the end of a lesson is told to the host once");
    outcome_free(&outcome);
    outcome = play("phases", "key enter\nkey q\nkey x\nshow\n", true);
    tap_ok(outcome.status == 0 && strlen(outcome.text) == 0, "q quits at once");
    outcome_free(&outcome);
}

/* A session of its own has no menu. */
static void test_session(void) {
    int done = 0;
    struct host host = recorded_host(&done);
    struct app_options options = {.no_motion = true};
    struct error error = {""};
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    struct term *term = term_script_open("key enter\nshow\nkey L\nshow\n", out, 100, 32);
    int status = app_run_session(&options, term, &host, recorded_open("select", false), &error);
    term_close(term);
    fclose(out);
    tap_ok(status == 0 && strstr(text, "REPLAY"), "a recording is REPLAY from the start");
    tap_ok(!strstr(text, "m menu"), "and has no menu");
    tap_ok(strstr(text, "LIVE"), "L runs its lesson live up to there");
    free(text);
}

/* ---- no timer while idle ---- */

/* Says how it was waited for. */
struct watcher {
    struct term term;
    const char *keys;
    int idle, timed;
};

static void watch_size(struct term *term, int *width, int *height) {
    (void)term;
    *width = 100;
    *height = 32;
}

static void watch_show(struct term *term, const struct canvas *canvas) {
    (void)term;
    (void)canvas;
}

static int watch_wait(struct term *term, int fd, int64_t deadline) {
    struct watcher *watcher = (struct watcher *)term;
    (void)fd;
    if (deadline >= 0) {
        watcher->timed++;
        while (deadline_now() < deadline)
            ;
        return TERM_NOTHING;
    }
    watcher->idle++;
    return *watcher->keys ? *watcher->keys++ : TERM_CLOSED;
}

static void watch_close(struct term *term) {
    (void)term;
}

static const struct term_ops watch_ops = {watch_size, watch_show, watch_wait, watch_close};

static struct watcher watch(const char *keys, bool no_motion) {
    struct watcher watcher = {.term = {&watch_ops}, .keys = keys};
    struct app_options options = {.no_motion = no_motion, .pace = 1};
    struct error error = {""};
    int done = 0;
    struct host host = recorded_host(&done);
    app_run(&options, &watcher.term, &host, "blocking", &error);
    return watcher;
}

static void test_idle(void) {
    struct watcher still = watch("\n\n\nwb b  ?q:q", true);
    tap_ok(still.timed == 0, "without motion no step and no panel starts a timer");
    struct watcher moving = watch("\n\n      ", false);
    tap_ok(moving.timed > 0 && moving.timed < 60 && moving.idle == 9,
           "bytes that move take a few frames, then it is idle");
    struct watcher playing = watch("p", true);
    tap_ok(playing.timed > 10 && playing.idle == 2, "playing has a timer, until it stops");
}

/* ---- any keys ---- */

static unsigned next_random(unsigned *state) {
    *state = *state * 1103515245 + 12345;
    return *state >> 16;
}

/* Keys, sizes and runs in any order: it ends, and leaks nothing (under the sanitizers). */
static void test_any_keys(void) {
    static const char *const keys[] = {
        "space", "enter", "esc", "tab",  "up",  "down",    "b",     "B",     "p",     "w",
        "v",     "/",     "?",   "1",    "2",   "3",       "9",     "h",     "s",     "L",
        "r",     "m",     "x",   "home", "end", "page-up", "space", "enter", "space", "backspace",
        "f",     "0",     ":",   "n",    "N",   "k",       "K",     "a",
    };
    enum { KEYS_COUNT = sizeof keys / sizeof keys[0] };
    int lines = tap_rounds(1500);
    char *script = malloc((size_t)lines * 24);
    unsigned state = 42;
    size_t used = 0;
    for (int i = 0; i < lines; i++) {
        unsigned pick = next_random(&state);
        if (pick % 23 == 0)
            used += sprintf(script + used, "size %u %u\n", pick / 23 % 170 + 1, pick / 7 % 55 + 1);
        else
            used += sprintf(script + used, "%s %s\n", pick % 5 ? "now" : "key",
                            keys[next_random(&state) % KEYS_COUNT]);
    }
    struct outcome outcome = play(NULL, script, false);
    tap_ok(outcome.status == 0, "%d keys and sizes in any order", lines);
    outcome_free(&outcome);
    free(script);
}

int main(void) {
    recorded_locale(false);
    test_stories();
    test_ends();
    test_session();
    test_idle();
    test_any_keys();
    recorded_free();
    return tap_done();
}
