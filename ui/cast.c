/*     {"version":2,"width":100,"height":32,"title":"select: one thread, three clients"}
 *     [0.000,"o","\u001b[?25l\u001b[1;1H …"]
 *     [1.300,"o","\u001b[3;40H …"]
 *     [1.300,"m","hello: A sends \"hello\"."]
 */
#include <config.h>

#include "cast.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ansi.h"
#include "memory.h"
#include "narrate.h"
#include "pace.h"
#include "player.h"
#include "view.h"
#include "walk.h"

struct cast {
    const struct export_part *part;
    struct writer *writer;
    struct session *session;
    struct player *player;
    int step_count;
    int *answers, *outcomes;
    const char **failures;
    enum theme theme;
    size_t since;          /* the place before */
    int64_t ms;            /* when the next picture comes */
    struct canvas *before; /* what is shown; NULL: nothing */
    struct ansi ansi;      /* room for a picture */
};

/* ---- lines ---- */

/* Printable UTF-8 and escapes, as they stand inside a JSON string. */
static void put_bytes(struct writer *writer, const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '"' || bytes[i] == '\\')
            writer_byte(writer, '\\');
        if (bytes[i] == '\033')
            writer_text(writer, "\\u001b");
        else
            writer_byte(writer, bytes[i]);
    }
}

/* "[1.300,"o","" */
static void begin_line(struct cast *cast, const char *code) {
    writer_text(cast->writer, "[");
    writer_integer(cast->writer, cast->ms / 1000);
    writer_format(cast->writer, ".%03d,\"%s\",\"", (int)(cast->ms % 1000), code);
}

static void end_line(struct cast *cast) {
    writer_text(cast->writer, "\"]\n");
}

static const char *title_of(const struct export_part *part) {
    const struct trace_header *header = trace_header_const(part->trace);
    if (part->lesson)
        return part->lesson->title;
    return header->lesson ? header->lesson : "waitscope";
}

static void put_header(struct cast *cast, int width, int height) {
    writer_format(cast->writer, "{\"version\":2,\"width\":%d,\"height\":%d,\"title\":", width,
                  height);
    writer_string(cast->writer, title_of(cast->part));
    writer_text(cast->writer, ",\"env\":{\"TERM\":\"xterm-256color\"}}\n");
}

static void put_picture(struct cast *cast, const struct canvas *canvas) {
    cast->ansi.used = 0;
    if (!cast->before)
        ansi_text(&cast->ansi, "\033[?25l\033[0m\033[2J");
    ansi_show(&cast->ansi, cast->before, canvas, cast->theme);
    begin_line(cast, "o");
    put_bytes(cast->writer, cast->ansi.at ? cast->ansi.at : "", cast->ansi.used);
    end_line(cast);
}

/* "hello: A sends "hello"." */
static void put_marker(struct cast *cast, const struct event *event) {
    const struct lesson *lesson = cast->part->lesson;
    int step = lesson ? lesson_step_index(lesson, event->step) : -1;
    char text[NARRATE_MAX] = "";
    if (step >= 0)
        narrate_step(&lesson->steps[step], text, sizeof text);
    begin_line(cast, "m");
    writer_escaped(cast->writer, event->step);
    writer_text(cast->writer, text[0] ? ": " : "");
    put_bytes(cast->writer, text, strlen(text));
    end_line(cast);
}

/* ---- pictures ---- */

static void view_fill(struct cast *cast, struct view *view) {
    const struct export_part *part = cast->part;
    struct walk walk = {.player = cast->player};
    *view = (struct view){
        .world = player_world(cast->player),
        .trace = part->trace,
        .lesson = part->lesson,
        .title = title_of(part),
        .position = player_position(cast->player),
        .since = cast->since,
        .step_count = cast->step_count,
        .ended = true,
        .question = player_question(cast->player),
        .choice = -1,
        .answers = cast->answers,
        .outcomes = cast->outcomes,
        .failures = cast->failures,
        .panel = PANEL_LADDER,
    };
    walk_moment(&walk, &view->moment);
    walk_answers(&walk, cast->answers, cast->outcomes);
    walk_failures(&walk, &view->moment, cast->failures);
    view->page = view_page(view);
    if (view->page && part->screen.source)
        view->source = part->screen.source(part->screen.context, view->page);
}

/* The picture at the player's place; the next one comes when it has been read. */
static void show(struct cast *cast, int width, int height) {
    struct view view;
    struct canvas *canvas = canvas_new(width, height, false);
    view_fill(cast, &view);
    screen_paint(canvas, &view);
    put_picture(cast, canvas);
    canvas_free(cast->before);
    cast->before = canvas;
    cast->since = view.position;
}

static void stay(struct cast *cast) {
    struct moment moment;
    struct walk walk = {.player = cast->player};
    const struct step *question = player_question(cast->player);
    walk_moment(&walk, &moment);
    cast->ms += question ? pace_question(question) : pace_moment(&moment, cast->part->lesson);
    if (question)
        player_answer(cast->player, PLAYER_SKIPPED);
}

/* ---- the whole ---- */

static size_t count_pictures(const struct export_part *part) {
    size_t count = 0;
    for (size_t i = part->from; i < part->to; i++)
        count += trace_pictures() >> trace_kind(part->trace, i) & 1;
    return count;
}

/* The place that shows the event at that index with what completes its picture. */
static size_t place_of(const struct export_part *part, size_t index) {
    size_t place = trace_next(part->trace, index + 1, trace_pictures());
    return place < part->to ? place : part->to;
}

static void play(struct cast *cast, int width, int height) {
    const struct export_part *part = cast->part;
    size_t every = count_pictures(part) / CAST_PICTURES + 1, number = 0;
    size_t index = trace_next(part->trace, part->from, trace_pictures());
    for (; index < part->to; index = trace_next(part->trace, index + 1, trace_pictures())) {
        struct event room;
        if (number++ % every > 0)
            continue;
        const struct event *event = trace_at(part->trace, index, &room);
        player_go_event(cast->player, place_of(part, index));
        show(cast, width, height);
        if (event->kind == EVENT_STEP)
            put_marker(cast, event);
        stay(cast);
        if (cast->writer->failed)
            return;
    }
}

/* The last picture stays as well. */
static void put_end(struct cast *cast) {
    begin_line(cast, "o");
    put_bytes(cast->writer, "\033[?25h", 6);
    end_line(cast);
}

static int or_else(int value, int otherwise) {
    return value > 0 ? value : otherwise;
}

void export_cast(const struct export_part *part, struct writer *writer) {
    int width = or_else(part->screen.width, CAST_WIDTH);
    int height = or_else(part->screen.height, CAST_HEIGHT);
    int steps = part->lesson ? part->lesson->step_count : 0;
    enum theme theme = part->screen.theme ? theme_find(part->screen.theme) : THEME_DARK;
    struct cast cast = {
        .part = part,
        .writer = writer,
        .session = replay_borrow(part->trace, part->lesson),
        .answers = memory_new(steps, sizeof(int)),
        .outcomes = memory_new(steps, sizeof(int)),
        .failures = memory_new(steps, sizeof(char *)),
        .theme = theme < THEME_COUNT ? theme : THEME_DARK,
        .since = part->from,
    };
    cast.player = player_new(cast.session);
    cast.step_count = player_step_count(cast.player);
    player_go_event(cast.player, part->from);
    put_header(&cast, width, height);
    show(&cast, width, height);
    stay(&cast);
    play(&cast, width, height);
    put_end(&cast);
    player_free(cast.player);
    session_free(cast.session);
    canvas_free(cast.before);
    free(cast.ansi.at);
    free(cast.answers);
    free(cast.outcomes);
    free(cast.failures);
}
