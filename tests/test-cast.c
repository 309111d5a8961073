/* A cast is played by a small terminal: after each picture its characters and looks are those of
 * the canvas that the views paint at that place. GENERATE=1 rewrites the goldens of last pictures.
 */
#include <config.h>

#include "cast.h"
#include "long-trace.h"
#include "recorded.h"
#include "scene.h"
#include "style.h"
#include "tap.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* ---- a small terminal ---- */

struct spot {
    char text[GLYPH_BYTES]; /* "" in the right half of a wide character */
    struct look look;
};

struct terminal {
    int width, height, x, y;
    struct look look;
    struct spot *spots;
    const char *wrong; /* what it does not know */
};

static void terminal_clear(struct terminal *terminal) {
    for (int i = 0; i < terminal->width * terminal->height; i++)
        terminal->spots[i] = (struct spot){" ", {.ink = COLOR_OWN}};
}

static void terminal_init(struct terminal *terminal, int width, int height) {
    *terminal = (struct terminal){.width = width, .height = height};
    terminal->spots = calloc((size_t)width * height, sizeof *terminal->spots);
    terminal_clear(terminal);
}

static void take_look(struct terminal *terminal, int code) {
    struct look *look = &terminal->look;
    if (code == 0)
        *look = (struct look){.ink = COLOR_OWN};
    else if (code == 1)
        look->bold = true;
    else if (code == 2)
        look->dimmed = true;
    else if (code == 4)
        look->underline = true;
    else if (code == 7)
        look->reverse = true;
    else if (code >= 30 && code <= 37)
        look->ink = COLOR_IS_BLACK + code - 30;
    else if (code >= 40 && code <= 47)
        look->paper = COLOR_IS_BLACK + code - 40;
    else
        terminal->wrong = "a look";
}

/* Behind "ESC [". Returns what follows. */
static const char *take_control(struct terminal *terminal, const char *at) {
    int numbers[16] = {0}, count = 1;
    bool private = *at == '?';
    at += private;
    for (; (*at >= '0' && *at <= '9') || *at == ';'; at++) {
        if (*at == ';' && count < 15)
            count++;
        else if (*at != ';')
            numbers[count - 1] = numbers[count - 1] * 10 + (*at - '0');
    }
    if (*at == 'H') {
        terminal->y = numbers[0] - 1;
        terminal->x = numbers[1] - 1;
    } else if (*at == 'J' && numbers[0] == 2) {
        terminal_clear(terminal);
    } else if (*at == 'm') {
        for (int i = 0; i < count; i++)
            take_look(terminal, numbers[i]);
    } else if (!private || !strchr("lh", *at)) {
        terminal->wrong = "a control sequence";
    }
    return at + 1;
}

static struct spot *spot_at(struct terminal *terminal, int x) {
    return &terminal->spots[terminal->y * terminal->width + x];
}

static void put_glyph(struct terminal *terminal, const struct glyph *glyph) {
    if (terminal->x < 0 || terminal->y < 0 || terminal->y >= terminal->height ||
        terminal->x + glyph->width > terminal->width) {
        terminal->wrong = "a place outside";
        return;
    }
    struct spot *spot = spot_at(terminal, terminal->x);
    snprintf(spot->text, sizeof spot->text, "%s", glyph->text);
    spot->look = terminal->look;
    if (glyph->width == 2) {
        spot_at(terminal, terminal->x + 1)->text[0] = '\0';
        spot_at(terminal, terminal->x + 1)->look = terminal->look;
    }
    terminal->x += glyph->width;
}

static void terminal_take(struct terminal *terminal, const char *at) {
    struct glyph glyph;
    while (*at) {
        if (at[0] == '\033' && at[1] == '[')
            at = take_control(terminal, at + 2);
        else if (text_next(&at, false, &glyph))
            put_glyph(terminal, &glyph);
    }
}

static bool same_look(struct look a, struct look b) {
    return a.ink == b.ink && a.paper == b.paper && a.bold == b.bold && a.dimmed == b.dimmed &&
           a.reverse == b.reverse && a.underline == b.underline;
}

/* Does it show the canvas? If not, a comment says where. */
static bool shows(struct terminal *terminal, const struct canvas *canvas, enum theme theme) {
    for (terminal->y = 0; terminal->y < canvas->height; terminal->y++)
        for (int x = 0; x < canvas->width; x++) {
            const struct cell *cell = canvas_cell(canvas, x, terminal->y);
            const struct spot *spot = spot_at(terminal, x);
            if (strcmp(cell->text, spot->text) == 0 &&
                same_look(spot->look, style_look(theme, cell->role)))
                continue;
            tap_note("row %d column %d: found \"%s\", expected \"%s\" of role %d", terminal->y, x,
                     spot->text, cell->text, cell->role);
            return false;
        }
    return !terminal->wrong;
}

/* ---- a cast ---- */

static char *cast_of(const struct export_part *part) {
    const struct export_format format = {"", "", "", export_cast, false, true};
    char *text = NULL;
    size_t size;
    struct error error = {""};
    FILE *stream = open_memstream(&text, &size);
    if (!export_stream(&format, part, stream, "memory", &error))
        tap_ok(false, "%s", error.text);
    fclose(stream);
    return text;
}

/* The string at the end of a line [1.500,"o","…"], its escapes undone. */
static void line_string(const char *line, size_t size, char *out) {
    const char *at = memchr(line, '"', size) + 5, *end = line + size - 2;
    while (at < end) {
        if (strncmp(at, "\\u001b", 6) == 0) {
            *out++ = '\033';
            at += 6;
        } else {
            at += *at == '\\';
            *out++ = *at++;
        }
    }
    *out = '\0';
}

/* What the cast has shown so far, beside a player that steps through the same events. */
struct playing {
    struct scene scene;
    struct terminal terminal;
    enum theme theme;
    int width, height;
    int pictures, markers;
    double time;
    bool good, in_order;
};

static void compare(struct playing *playing) {
    struct canvas *canvas = canvas_new(playing->width, playing->height, false);
    scene_look(&playing->scene);
    playing->scene.view.keys = 0;
    playing->scene.view.choice = -1;
    playing->scene.view.ended = true;
    playing->scene.view.panel = PANEL_LADDER;
    if (playing->pictures == 0)
        playing->scene.view.since = playing->scene.view.position;
    screen_paint(canvas, &playing->scene.view);
    playing->good = playing->good && shows(&playing->terminal, canvas, playing->theme);
    player_answer(playing->scene.player, PLAYER_SKIPPED);
    canvas_free(canvas);
}

/* To the place after the next event with a picture. */
static bool step_on(struct playing *playing) {
    const struct trace *trace = playing->scene.view.trace;
    size_t next = trace_next(trace, player_position(playing->scene.player), trace_pictures());
    if (next == trace_count(trace))
        return false;
    player_go_event(playing->scene.player, trace_next(trace, next + 1, trace_pictures()));
    return true;
}

static void take_line(struct playing *playing, const char *line, size_t size) {
    char *text = malloc(size + 1);
    double time = atof(line + 1);
    playing->in_order = playing->in_order && time >= playing->time;
    playing->time = time;
    line_string(line, size, text);
    if (memchr(line, '"', size) && ((const char *)memchr(line, '"', size))[1] == 'm') {
        playing->markers++;
    } else {
        terminal_take(&playing->terminal, text);
        if (playing->pictures == 0 || step_on(playing))
            compare(playing);
        playing->pictures++;
    }
    free(text);
}

static void check_cast(const char *lesson, int width, int height, const char *theme) {
    struct playing playing = {.width = width, .height = height, .good = true, .in_order = true};
    int done = 0, steps = 0;
    struct host host = recorded_host(&done);
    scene_open(&playing.scene, lesson, NULL);
    struct export_part part = export_whole(playing.scene.view.trace, playing.scene.session->lesson);
    part.screen = (struct export_screen){width, height, theme, host.source, host.context};
    playing.theme = theme_find(theme);
    terminal_init(&playing.terminal, width, height);
    char *text = cast_of(&part), *again = cast_of(&part);
    char *line = strchr(text, '\n') + 1;
    for (char *end; (end = strchr(line, '\n')); line = end + 1)
        take_line(&playing, line, (size_t)(end - line));
    for (size_t i = 0; i < part.to; i++)
        steps += trace_kind(part.trace, i) == EVENT_STEP;
    tap_ok(playing.good, "%s, %dx%d, %s: each of %d pictures is the canvas", lesson, width, height,
           theme, playing.pictures);
    if (playing.terminal.wrong)
        tap_note("it wrote %s", playing.terminal.wrong);
    tap_ok(playing.markers == steps, "it has %d markers, one a step", steps);
    tap_ok(playing.in_order, "times never go back");
    tap_ok(strcmp(text, again) == 0, "the same once more");
    free(text);
    free(again);
    free(playing.terminal.spots);
    scene_close(&playing.scene);
}

/* The last picture, for those who play a cast in a terminal of their own. */
static void check_golden(const char *lesson, const char *suffix) {
    struct scene scene;
    char name[96];
    scene_open(&scene, lesson, NULL);
    player_go_event(scene.player, trace_count(scene.view.trace));
    scene_look(&scene);
    scene.view.keys = 0;
    scene.view.choice = -1;
    scene.view.panel = PANEL_LADDER;
    struct canvas *canvas = canvas_new(CAST_WIDTH, CAST_HEIGHT, false);
    screen_paint(canvas, &scene.view);
    char *text = canvas_as_text(canvas);
    snprintf(name, sizeof name, "cast-%s-%dx%d%s.txt", lesson, CAST_WIDTH, CAST_HEIGHT, suffix);
    tap_ok(golden_is(name, text), "golden %s", name);
    free(text);
    canvas_free(canvas);
    scene_close(&scene);
}

static int count_lines(const char *text) {
    int lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

/* A part, and a trace that is longer than anybody watches. */
static void check_parts(void) {
    struct scene scene;
    struct error error;
    scene_open(&scene, "select", NULL);
    struct export_part part = export_whole(scene.view.trace, scene.session->lesson);
    tap_ok(export_cut(&part, "hello", "hello", &error), "a step is cut out");
    char *text = cast_of(&part);
    tap_ok(strstr(text, "\"m\",\"hello: A sends \\\"hello\\\".\"]"),
           "its marker says what it does");
    tap_ok(!strstr(text, "\"m\",\"scan"), "the next step has none");
    free(text);
    scene_close(&scene);
    struct trace *trace = long_trace(40000, 500);
    part = export_whole(trace, NULL);
    text = cast_of(&part);
    int lines = count_lines(text);
    tap_ok(lines > CAST_PICTURES / 2 && lines < CAST_PICTURES + 400,
           "a trace of 40,000 events has at most %d pictures", CAST_PICTURES);
    free(text);
    trace_free(trace);
}

static const struct {
    const char *name;
    int width, height;
    const char *theme;
} casts[] = {
    {"phases", 80, 24, "light"},
    {"select", 100, 32, "dark"},
    {"sigio", 160, 50, "projector"},
    {"nonblocking-cost", 60, 16, "mono"},
};

int main(void) {
    recorded_locale(false);
    for (size_t i = 0; i < sizeof casts / sizeof casts[0]; i += tap_stride())
        check_cast(casts[i].name, casts[i].width, casts[i].height, casts[i].theme);
    check_parts();
    check_golden("select", "");
    recorded_free();
    recorded_locale(true);
    check_cast("blocking", 100, 32, "dark");
    check_golden("select", "-zh");
    recorded_free();
    return tap_done();
}
