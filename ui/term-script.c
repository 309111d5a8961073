/* A terminal that is a text, a word a line:
 *
 *     key space        a key, once the app is idle: space enter esc tab up down left right
 *                      page-up page-down home end backspace, or a character
 *     now p            the same at once, whether the app is idle or not; `now nothing`: no key
 *     type hello       a key for each letter
 *     size 80 24       the terminal changes its size
 *     show             prints the canvas, once the app is idle
 *
 * Behind the last line the terminal is closed. Idle: the app waits for nothing but keys. */
#include <config.h>

#include "term.h"

#include <poll.h>
#include <string.h>

#include "deadline.h"
#include "memory.h"

struct term_script {
    struct term term;
    const char *script; /* what is left of it */
    const char *typing; /* letters of `type` that are left */
    size_t typing_left;
    FILE *out;
    int width, height;
    struct canvas *last; /* a copy of what was shown */
};

static const struct {
    const char *name;
    int key;
} names[] = {
    {"space", ' '},      {"enter", '\n'},           {"esc", 27},
    {"tab", '\t'},       {"up", TERM_UP},           {"down", TERM_DOWN},
    {"left", TERM_LEFT}, {"right", TERM_RIGHT},     {"page-up", TERM_PAGE_UP},
    {"home", TERM_HOME}, {"end", TERM_END},         {"page-down", TERM_PAGE_DOWN},
    {"backspace", 127},  {"nothing", TERM_NOTHING},
};

static struct term_script *script_of(struct term *term) {
    return (struct term_script *)term;
}

static void script_size(struct term *term, int *width, int *height) {
    *width = script_of(term)->width;
    *height = script_of(term)->height;
}

static void script_show(struct term *term, const struct canvas *canvas) {
    struct term_script *script = script_of(term);
    canvas_free(script->last);
    script->last = canvas_new(canvas->width, canvas->height, canvas->ascii);
    memcpy(script->last->cells, canvas->cells,
           (size_t)canvas->width * canvas->height * sizeof *canvas->cells);
}

static void print_canvas(struct term_script *script) {
    char row[4096];
    if (!script->last)
        return;
    fprintf(script->out, "== %d x %d\n", script->last->width, script->last->height);
    for (int y = 0; y < script->last->height; y++)
        fprintf(script->out, "%s\n", canvas_row(script->last, y, row, sizeof row));
}

/* The next line's words; false at the end of the script. */
static bool peek(const struct term_script *script, char *verb, char *rest) {
    int got = sscanf(script->script, "%15s %63[^\n]", verb, rest);
    if (got < 2 || !strpbrk(script->script, "\n") || strcmp(verb, "show") == 0)
        rest[0] = '\0';
    return got >= 1;
}

static void take_line(struct term_script *script) {
    script->script += strspn(script->script, " \n");
    script->script += strcspn(script->script, "\n");
}

static int key_of(const char *name) {
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i].name, name) == 0)
            return names[i].key;
    return (unsigned char)name[0];
}

/* What to do while something else is waited for: let time and the descriptor pass. */
static int wait_busy(int fd, int64_t deadline) {
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    poll(&wait, 1, deadline_timeout(deadline));
    return TERM_NOTHING;
}

static int obey(struct term_script *script, const char *verb, const char *rest) {
    take_line(script);
    if (strcmp(verb, "show") == 0) {
        print_canvas(script);
        return TERM_NOTHING;
    }
    if (strcmp(verb, "size") == 0) {
        sscanf(rest, "%d %d", &script->width, &script->height);
        return TERM_RESIZED;
    }
    if (strcmp(verb, "type") == 0) {
        script->typing_left = strlen(rest);
        script->typing = script->script - script->typing_left;
        return TERM_NOTHING;
    }
    return key_of(rest);
}

static int script_wait(struct term *term, int fd, int64_t deadline) {
    struct term_script *script = script_of(term);
    char verb[16], rest[64];
    bool idle = fd < 0 && deadline < 0;
    if (script->typing_left > 0) {
        script->typing_left--;
        return (unsigned char)*script->typing++;
    }
    bool more = peek(script, verb, rest);
    if (!idle && !(more && strcmp(verb, "now") == 0))
        return wait_busy(fd, deadline);
    return more ? obey(script, verb, rest) : TERM_CLOSED;
}

static void script_close(struct term *term) {
    canvas_free(script_of(term)->last);
    free(term);
}

static const struct term_ops script_ops = {script_size, script_show, script_wait, script_close};

struct term *term_script_open(const char *script, FILE *out, int width, int height) {
    struct term_script *term = memory_new(1, sizeof *term);
    *term = (struct term_script){
        .term = {&script_ops}, .script = script, .out = out, .width = width, .height = height};
    return &term->term;
}
