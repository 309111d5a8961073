/* Searching, bookmarks and exporting on the screen: keys from a script, canvases as text.
 * GENERATE=1 rewrites the goldens; the diff is to be read. */
#include <config.h>

#include "app.h"
#include "deadline.h"
#include "long-trace.h"
#include "recorded.h"
#include "tap.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_(text) text

static const struct export_format *two_formats(void *context, size_t *count) {
    static const struct export_format formats[] = {
        {"jsonl", ".jsonl", N_("the trace itself: JSON Lines, an event a line"), export_jsonl, true,
         false},
        {"text", ".txt", N_("the ladder as plain text, 72 columns wide"), export_text, false,
         false},
    };
    (void)context;
    *count = 2;
    return formats;
}

/* What the script showed of a replay. The caller frees it. */
static char *play_session(struct session *session_take, const char *script, int width, int height) {
    int done = 0;
    struct host host = recorded_host(&done);
    struct app_options options = {.no_motion = true, .pace = 1};
    struct error error = {""};
    char *text;
    size_t size;
    host.formats = two_formats;
    FILE *out = open_memstream(&text, &size);
    struct term *term = term_script_open(script, out, width, height);
    app_run_session(&options, term, &host, session_take, &error);
    term_close(term);
    fclose(out);
    return text;
}

static char *play(const char *lesson, const char *script, int width, int height) {
    return play_session(recorded_open(lesson, false), script, width, height);
}

/* ---- goldens ---- */

static const struct shot {
    const char *name, *script;
} shots[] = {
    {"search", "key /\nshow\n"},
    {"search-refused", "key /\ntype recvv\nkey enter\nshow\n"},
    {"search-nothing", "key /\ntype EPIPE\nkey enter\nshow\n"},
    {"search-hit", "key /\ntype send EAGAIN\nkey enter\nshow\n"},
    {"search-around", "key /\ntype asleep > 10ms\nkey enter\nkey n\nkey n\nshow\n"},
    {"bookmarks", "key /\ntype asleep\nkey enter\nkey k\nkey n\nkey k\nkey K\nshow\n"},
    {"export", "key x\nshow\n"},
    {"export-name", "key x\nkey 2\nshow\n"},
};

static void check_goldens(const char *suffix) {
    static const int sizes[][2] = {{80, 24}, {100, 32}};
    for (size_t i = 0; i < sizeof shots / sizeof shots[0]; i++)
        for (int k = 0; k < 2; k++) {
            char name[96];
            char *text = play("send-blocks", shots[i].script, sizes[k][0], sizes[k][1]);
            snprintf(name, sizeof name, "%s-%dx%d%s.txt", shots[i].name, sizes[k][0], sizes[k][1],
                     suffix);
            tap_ok(golden_is(name, text), "golden %s", name);
            free(text);
        }
}

/* ---- what keys do ---- */

static const struct story {
    const char *what, *script, *texts[6];
} stories[] = {
    {"Esc closes the line", "key /\ntype recv\nkey esc\nshow\n", {"─ story", "!/ recv_"}},
    {"letters are not keys while a line is typed", "key /\ntype qqq\nshow\n", {"/ qqq_"}},
    {"backspace takes a letter away", "key /\ntype ab\nkey backspace\nshow\n", {"/ a_", "!ab_"}},
    {"a hit is told in the heading, and n N are keys",
     "key /\ntype connect\nkey enter\nshow\n",
     {"/connect:", "n next hit", "N hit before", "─ story"}},
    {"without a search they are none", "key enter\nshow\n", {"!n next hit", "!/connect"}},
    {"the place moves to the hit", "key /\ntype seq 38\nkey enter\nshow\n", {"event 39"}},
    {"an event without a picture is at the picture before it",
     "key /\ntype queue fd 3\nkey enter\nshow\n",
     {"event 14", "/queue fd 3: fd 3"}},
    {"the note goes when the place does",
     "key /\ntype connect\nkey enter\nkey space\nshow\n",
     {"!/connect:", "n next hit"}},
    {"n goes on, N goes back",
     "key /\ntype accept return\nkey enter\nkey n\nkey N\nshow\n",
     {"event 29", "!around"}},
    {"n after another move goes on from there",
     "key /\ntype accept return\nkey enter\nkey n\nkey B\nkey B\nkey B\nkey B\nkey n\nshow\n",
     {"/accept return:"}},
    {"N goes around to the end",
     "key /\ntype accept\nkey enter\nkey N\nshow\n",
     {"(around from the end)"}},
    {"an empty line searches for the same again",
     "key /\ntype EAGAIN\nkey enter\nkey /\nkey enter\nshow\n",
     {"/EAGAIN: (around from the beginning)"}},
    {"a refusal stays below the line until it is changed",
     "key /\ntype recvv\nkey enter\nkey backspace\nshow\n",
     {"/ recv_", "!is no call"}},
    {"Chinese can be typed and is searched for",
     "key /\ntype \"x\"\nkey enter\nshow\n",
     {"No event fits."}},
    {"k marks the place, k again takes the mark away",
     "key space\nkey k\nshow\n",
     {"◆ bookmark", "K bookmarks|? help"}},
    {"without a mark there is nothing to list", "key K\nshow\n", {"!bookmarks\n", "event 0"}},
    {"k twice leaves none", "key space\nkey k\nkey k\nkey K\nshow\n", {"!◆", "event 1"}},
    {"a mark is jumped to",
     "key enter\nkey k\nkey enter\nkey enter\nkey K\nkey enter\nshow\n",
     {"◆ bookmark", "step 1/20"}},
    {"marks are listed in their order",
     "key enter\nkey enter\nkey k\nkey B\nkey k\nkey K\nshow\n",
     {"▶  1", "▸ here"}},
    {"Esc leaves the forms", "key x\nkey esc\nshow\n", {"!in which form", "─ story"}},
};

static bool stands_in(const char *text, const char *wanted) {
    const char *bar = strchr(wanted, '|');
    char first[64];
    if (!bar)
        return strstr(text, wanted);
    snprintf(first, sizeof first, "%.*s", (int)(bar - wanted), wanted);
    return strstr(text, first) || strstr(text, bar + 1);
}

static void check_texts(const char *what, const char *text, const char *const *texts) {
    const char *missed = NULL;
    for (int k = 0; k < 6 && texts[k]; k++) {
        bool no = texts[k][0] == '!';
        if (stands_in(text, texts[k] + no) == no)
            missed = texts[k];
    }
    if (!tap_ok(!missed, "%s", what))
        tap_note("text: %s", missed);
}

static void check_stories(void) {
    char *live = play_session(recorded_open("send-blocks", true),
                              "key enter\nkey /\ntype EPIPE\nkey enter\nshow\n", 100, 32);
    check_texts("a live run is searched as far as it has come", live,
                (const char *[6]){"No event fits among those that there are so far.", "LIVE"});
    free(live);
    for (size_t i = 0; i < sizeof stories / sizeof stories[0]; i++) {
        char *text = play("send-blocks", stories[i].script, 100, 32);
        check_texts(stories[i].what, text, stories[i].texts);
        free(text);
    }
}

/* ---- files ---- */

static int files_here(void) {
    DIR *folder = opendir(".");
    int count = 0;
    for (struct dirent *entry; (entry = readdir(folder));)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

static void check_file(const char *what, const char *script, const char *const *texts, int files) {
    char *text = play("send-blocks", script, 100, 32);
    check_texts(what, text, texts);
    if (!tap_ok(files_here() == files, "then there are %d files", files))
        tap_note("there are %d", files_here());
    free(text);
}

/* No file may grow past `bytes` from now on: as a full disk. */
static void limit_files(rlim_t bytes) {
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void check_export(void) {
    char folder[] = "/tmp/test-find-XXXXXX";
    struct stat before, after;
    fflush(stdout);
    if (!mkdtemp(folder) || chdir(folder) != 0) {
        tap_skip("there is no folder to write to");
        return;
    }
    check_file("a file is written, and the screen says where it is",
               "key x\nkey 1\nkey enter\nshow\n",
               (const char *[6]){"173 events are in ", folder, "/send-blocks.trace.jsonl"}, 1);
    check_file("the next name is a free one", "key x\nkey 1\nshow\n",
               (const char *[6]){"send-blocks.trace-2.jsonl_", "JSON Lines"}, 1);
    stat("send-blocks.trace.jsonl", &before);
    const char *again = "key x\nkey 2\nkey enter\nkey x\nkey esc\nshow\n";
    check_file("another form has its own ending", again, (const char *[6]){"!jsonl"}, 2);
    const char *same = "key x\nkey 1\nkey backspace\nkey backspace\nkey backspace\nkey backspace\n"
                       "key backspace\nkey backspace\nkey backspace\nkey backspace\ntype .jsonl\n"
                       "key enter\nshow\n";
    check_file("a file that is there is not replaced without a word", same,
               (const char *[6]){"is there already. Enter once more replaces it."}, 2);
    stat("send-blocks.trace.jsonl", &after);
    tap_ok(before.st_ino == after.st_ino, "it is the same file");
    char twice[512];
    snprintf(twice, sizeof twice, "%.*skey enter\nshow\n", (int)(strlen(same) - 5), same);
    check_file("with it, it is", twice, (const char *[6]){"173 events are in "}, 2);
    stat("send-blocks.trace.jsonl", &after);
    tap_ok(before.st_ino != after.st_ino, "it is another file");
    check_file("a folder that is not there is a sentence",
               "key x\nkey 1\nkey backspace\ntype /x\nkey enter\nshow\n",
               (const char *[6]){"cannot write it: No such file or directory", "go"}, 2);
    mkdir("sub", 0700);
    check_file("a folder is no file",
               "key x\nkey 2\nkey backspace\nkey backspace\nkey backspace\nkey backspace\n"
               "key backspace\nkey backspace\nkey backspace\nkey backspace\nkey backspace\n"
               "key backspace\nkey backspace\nkey backspace\nkey backspace\nkey backspace\n"
               "key backspace\nkey backspace\nkey backspace\nkey backspace\nkey backspace\n"
               "key backspace\nkey backspace\nkey backspace\nkey backspace\ntype sub\nkey enter\n"
               "show\n",
               (const char *[6]){"sub is there and is no file."}, 3);
    signal(SIGXFSZ, SIG_IGN);
    limit_files(1000);
    check_file("a full disk is a sentence, and leaves no half file",
               "key x\nkey 1\nkey enter\nshow\n",
               (const char *[6]){"send-blocks.trace-2.jsonl: ", "File too large", "─ export"}, 3);
    limit_files(RLIM_INFINITY);
    unlink("send-blocks.trace.jsonl");
    unlink("send-blocks.trace.txt");
    rmdir("sub");
    if (chdir("/") != 0 || rmdir(folder) != 0)
        tap_note("%s is left", folder);
}

/* ---- a long trace ---- */

/* Counts the pictures; how long the longest was in coming is all that a key can have to wait. */
struct watcher {
    struct term term;
    const char *keys;
    int pictures;
    int64_t left, longest; /* ns */
};

static void watch_size(struct term *term, int *width, int *height) {
    (void)term;
    *width = 100;
    *height = 32;
}

static void watch_show(struct term *term, const struct canvas *canvas) {
    struct watcher *watcher = (struct watcher *)term;
    int64_t took = watcher->left ? deadline_now() - watcher->left : 0;
    (void)canvas;
    watcher->pictures++;
    watcher->longest = took > watcher->longest ? took : watcher->longest;
}

static int watch_wait(struct term *term, int fd, int64_t deadline) {
    struct watcher *watcher = (struct watcher *)term;
    (void)fd;
    watcher->left = deadline_now();
    if (deadline >= 0)
        return TERM_NOTHING;
    return *watcher->keys ? *watcher->keys++ : TERM_CLOSED;
}

static void watch_close(struct term *term) {
    (void)term;
}

static const struct term_ops watch_ops = {watch_size, watch_show, watch_wait, watch_close};

static struct watcher watch(size_t events, const char *keys) {
    struct watcher watcher = {.term = {&watch_ops}, .keys = keys};
    struct app_options options = {.no_motion = true};
    struct error error = {""};
    int done = 0;
    struct host host = recorded_host(&done);
    app_run_session(&options, &watcher.term, &host, replay_new(long_trace(events, 500), NULL),
                    &error);
    return watcher;
}

static void check_long(void) {
    struct watcher one = watch(1000, "/ECONNRESET\n");
    struct watcher many = watch(500000, "/ECONNRESET\n");
    tap_ok(many.pictures >= one.pictures + 10,
           "a search in 500,000 events looks at the keyboard again and again");
    tap_note("%d pictures, and %d in a short trace; the longest turn took %jd ms", many.pictures,
             one.pictures, (intmax_t)(many.longest / 1000000));
    struct watcher stopped = watch(500000, "/ECONNRESET\nq");
    tap_ok(stopped.pictures > 0, "and a key ends it");
}

int main(void) {
    recorded_locale(false);
    check_stories();
    check_export();
    check_long();
    check_goldens("");
    recorded_free();
    recorded_locale(true);
    check_goldens("-zh");
    recorded_free();
    return tap_done();
}
