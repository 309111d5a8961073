/* Pages side by side: goldens of the screen and the text, what the keys do, and what always holds.
 * GENERATE=1 rewrites the goldens; the diff is to be read. The figures are made up. */
#include <config.h>

#include "app-compare.h"
#include "i18n.h"
#include "lesson.h"
#include "measured.h"
#include "recorded.h"
#include "servers.h"
#include "tap.h"
#include "trace.h"
#include "view.h"

#include <stdlib.h>
#include <string.h>

/* A page that measures itself: what it would cost, -1: not known. */
static const struct sample {
    const char *server;
    int64_t calls, failures, switches, cpu, inside, copied, latency, wall;
} samples[] = {
    {"blocking", 5, 0, 3, 51234, 200571234, 9650, 58321, 200446100},
    {"nonblocking", 1048576, 1048570, 0, 199804321, 190053210, 4100, 25123, 200210009},
    {"select", 9, 0, 4, 84396, 200800000, 5021, 64000, 200420000},
    {"epoll-level", 12, 0, 3, 77004, 200799000, 4999, 61950, 200421000},
    {"sigio", 14, 3, 0, 201002003, 950123, -1, 2301456, 202667890},
};
enum { SAMPLES = sizeof samples / sizeof samples[0] };

/* What measures: it counts, and is asked for one page after the other. */
struct fake {
    struct trace *trace;
    char asked[256]; /* the pages in the order in which they were asked for */
    bool slow;       /* it takes its time, and asks whether it is still wanted */
};

static void set_known(struct event *event, enum field field, int64_t value) {
    if (value >= 0)
        event_set(event, field, value);
}

static void sample_put(const struct sample *sample, struct event *event) {
    set_known(event, FIELD_calls, sample->calls);
    set_known(event, FIELD_failures, sample->failures);
    set_known(event, FIELD_switches, sample->switches);
    set_known(event, FIELD_cpu, sample->cpu);
    set_known(event, FIELD_inside, sample->inside);
    set_known(event, FIELD_copied, sample->copied);
    set_known(event, FIELD_latency, sample->latency);
    set_known(event, FIELD_latency_99, sample->latency);
    set_known(event, FIELD_latency_max, sample->latency + 1000);
    set_known(event, FIELD_wall, sample->wall);
    event_set_text(event, FIELD_served, "A");
}

static bool fake_measure(void *context, const char *server, const struct compare_stop *stop,
                         struct event *out, struct error *error) {
    struct fake *fake = context;
    struct event event = {.kind = 0};
    int i = 0;
    text_add(fake->asked, sizeof fake->asked, "%s ", server);
    for (int i = 0; fake->slow && i < 10; i++)
        if (stop->asked(stop->person))
            return false;
    while (i < SAMPLES && strcmp(samples[i].server, server) != 0)
        i++;
    if (i == SAMPLES) {
        return error_set(error, "%s: its clients wait in vain for an answer", server);
    }
    event_set(&event, FIELD_kind, EVENT_MEASURE);
    sample_put(&samples[i], &event);
    trace_at(fake->trace, trace_append(fake->trace, &event), out);
    return true;
}

struct scene {
    struct fake fake;
    struct compare_host host;
    struct compare_column columns[6];
    struct compare compare;
};

static void scene_open(struct scene *scene, const char *const *servers) {
    *scene = (struct scene){.fake.trace = trace_new()};
    scene->host = (struct compare_host){&scene->fake, fake_measure};
    scene->compare = (struct compare){
        .script = script_name(SCRIPT_late),
        .does = _(script_help(SCRIPT_late)),
        .kernel = "6.1.0",
        .machine = "x86_64",
        .columns = scene->columns,
        .latest = -1,
    };
    while (servers[scene->compare.count]) {
        scene->columns[scene->compare.count].server = servers[scene->compare.count];
        scene->compare.count++;
    }
}

static void scene_close(struct scene *scene) {
    trace_free(scene->fake.trace);
}

static const char *const five[] = {"blocking",    "nonblocking", "select",
                                   "epoll-level", "sigio",       NULL};
static const char *const six[] = {
    "blocking", "nonblocking", "nonblocking-skip", "receiver", "epoll-level", "sigio", NULL};
static const char *const two[] = {"blocking", "select", NULL};

/* What the screen shows of a script. The caller frees it. */
static char *screen_of(struct scene *scene, const char *script, int width, int height, bool ascii) {
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    struct term *term = term_script_open(script, out, width, height);
    compare_show(&scene->compare, &scene->host, term, ascii);
    term_close(term);
    fclose(out);
    return text;
}

static char *text_of(struct scene *scene, int width, bool ascii) {
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    compare_measure(&scene->compare, &scene->host);
    compare_print(&scene->compare, width, ascii, out);
    fclose(out);
    return text;
}

/* ---- goldens ---- */

static void check_screen(const char *name, const char *const *servers, int width, int height,
                         bool ascii) {
    struct scene scene;
    scene_open(&scene, servers);
    char *text = screen_of(&scene, "show\n", width, height, ascii);
    const char *rows = strchr(text, '\n');
    tap_ok(golden_is(name, rows ? rows + 1 : ""), "golden %s", name);
    free(text);
    scene_close(&scene);
}

static void check_text(const char *name, const char *const *servers, int width) {
    struct scene scene;
    scene_open(&scene, servers);
    char *text = text_of(&scene, width, false);
    tap_ok(golden_is(name, text), "golden %s", name);
    free(text);
    scene_close(&scene);
}

/* The second of three pages is under way. */
static void check_under_way(void) {
    struct scene scene;
    struct view view = {.compare = &scene.compare, .keys = 1u << KEY_QUIT};
    char text[4096] = "", row[512];
    scene_open(&scene, five);
    compare_measure(&scene.compare, &scene.host);
    for (int i = 1; i < SAMPLES; i++)
        scene.columns[i] = (struct compare_column){.server = five[i], .running = i == 1};
    scene.compare.latest = 0;
    struct canvas *canvas = canvas_new(80, 24, false);
    screen_paint_compare(canvas, &view);
    for (int y = 0; y < 24; y++)
        text_add(text, sizeof text, "%s\n", canvas_row(canvas, y, row, sizeof row));
    tap_ok(golden_is("compare-under-way-80x24.txt", text), "golden compare-under-way-80x24.txt");
    canvas_free(canvas);
    scene_close(&scene);
}

/* ---- what the keys do ---- */

static int count_of(const char *text, const char *part) {
    int count = 0;
    while ((text = strstr(text, part))) {
        text += strlen(part);
        count++;
    }
    return count;
}

static void check_keys(void) {
    struct scene scene;
    scene_open(&scene, two);
    free(screen_of(&scene, "", 80, 24, false));
    tap_ok(strcmp(scene.fake.asked, "blocking select ") == 0,
           "each page is measured once, in the order given");
    scene_close(&scene);

    scene_open(&scene, two);
    free(screen_of(&scene, "key r\n", 80, 24, false));
    tap_ok(strcmp(scene.fake.asked, "blocking select blocking select ") == 0,
           "r measures all of them again");
    scene_close(&scene);

    scene_open(&scene, two);
    char *text = screen_of(&scene, "key q\nshow\n", 80, 24, false);
    tap_ok(strlen(text) == 0, "q leaves");
    free(text);
    scene_close(&scene);

    scene_open(&scene, two);
    free(screen_of(&scene, "now q\n", 80, 24, false));
    tap_ok(scene.fake.asked[0] == '\0', "also before all is measured");
    scene_close(&scene);

    scene_open(&scene, two);
    scene.fake.slow = true;
    free(screen_of(&scene, "now nothing\nnow r\nnow q\n", 80, 24, false));
    tap_ok(strcmp(scene.fake.asked, "blocking ") == 0, "and while a page is measured");
    scene_close(&scene);

    scene_open(&scene, two);
    text =
        screen_of(&scene, "size 59 24\nshow\nsize 1 1\nshow\nsize 100 32\nshow\n", 80, 24, false);
    tap_ok(count_of(text, "needs 60 columns") == 1 && count_of(text, "system calls") == 1,
           "a screen that is too small says so, and is whole again later");
    tap_ok(strcmp(scene.fake.asked, "blocking select ") == 0, "nothing is measured anew for that");
    free(text);
    scene_close(&scene);
}

/* ---- what always holds ---- */

static bool has_role(const struct canvas *canvas, enum role role) {
    for (int y = 0; y < canvas->height; y++)
        for (int x = 0; x < canvas->width; x++)
            if (canvas_cell(canvas, x, y)->role == role)
                return true;
    return false;
}

static void check_roles(void) {
    struct scene scene;
    struct view view = {.compare = &scene.compare};
    scene_open(&scene, six);
    compare_measure(&scene.compare, &scene.host);
    struct canvas *canvas = canvas_new(80, 24, false);
    screen_paint_compare(canvas, &view);
    tap_ok(has_role(canvas, ROLE_FAILED), "why a page was not measured stands below the table");
    tap_ok(!has_role(canvas, ROLE_CHANGED), "at the end nothing is marked as new");
    scene.compare.latest = 1;
    screen_paint_compare(canvas, &view);
    tap_ok(has_role(canvas, ROLE_CHANGED), "what has just come in is marked");
    canvas_free(canvas);
    scene_close(&scene);
}

/* Any size, any number of columns: no crash, nothing beside the rectangle. */
static void check_sizes(void) {
    struct scene scene;
    struct view view = {.compare = &scene.compare};
    bool good = true;
    scene_open(&scene, six);
    compare_measure(&scene.compare, &scene.host);
    for (int count = 2; count <= 6; count++)
        for (int width = 0; width < 100; width += 9)
            for (int height = 0; height < 24; height += 5) {
                struct canvas *canvas = canvas_new(110, 30, width % 2);
                scene.compare.count = count;
                canvas_clip(canvas, (struct rect){5, 3, width, height});
                view_compare.paint(canvas, canvas->clip, &view);
                view_compare.height(&view, width, canvas->ascii);
                for (int y = 0; y < 30; y++)
                    good = good && strcmp(canvas_cell(canvas, 4, y)->text, " ") == 0 &&
                           strcmp(canvas_cell(canvas, 5 + width, y)->text, " ") == 0;
                canvas_free(canvas);
            }
    tap_ok(good, "the table stays in its rectangle, whatever its size");
    scene_close(&scene);
}

/* On a small screen the figures lose their note, but what the clients do is always told, and no
 * sentence is cut. */
static void check_small(void) {
    struct scene scene;
    struct view view = {.compare = &scene.compare};
    char row[512];
    bool told = true, whole = true;
    scene_open(&scene, five);
    compare_measure(&scene.compare, &scene.host);
    int rows = compare_rows(&scene.compare, 80, false);
    for (int height = rows; height <= view_compare.height(&view, 80, false); height++) {
        struct canvas *canvas = canvas_new(80, height, false);
        view_compare.paint(canvas, (struct rect){0, 0, 80, height}, &view);
        told = told && strstr(canvas_row(canvas, 0, row, sizeof row), "Script late: A connects");
        for (int y = 0; y < height; y++)
            whole = whole && !strstr(canvas_row(canvas, y, row, sizeof row), "…");
        canvas_free(canvas);
    }
    tap_ok(told, "what the clients do is told at every height");
    tap_ok(whole, "no sentence around the table is cut");
    scene_close(&scene);
}

static void check_figures(void) {
    struct event event = {.kind = 0};
    char text[48];
    static const struct {
        enum figure figure;
        int64_t value;
        const char *text;
    } rows[] = {
        {FIGURE_calls, 0, "0"},
        {FIGURE_calls, 1234567, "1,234,567"},
        {FIGURE_cpu, 0, "0.00"},
        {FIGURE_cpu, 4999, "0.00"},
        {FIGURE_cpu, 5000, "0.01"},
        {FIGURE_cpu, 1999995000, "2,000.00"},
        {FIGURE_copied, 49, "0.0"},
        {FIGURE_copied, 9950, "10.0"},
        {FIGURE_wall, 200056000, "200.06"},
    };
    tap_ok(strcmp(compare_figure(&event, FIGURE_calls, text, sizeof text), "—") == 0 &&
               strcmp(compare_figure(NULL, FIGURE_served, text, sizeof text), "—") == 0,
           "what was not measured is no figure");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        event_set(&event, compare_field(rows[i].figure), rows[i].value);
        compare_figure(&event, rows[i].figure, text, sizeof text);
        tap_ok(strcmp(text, rows[i].text) == 0, "%s of %lld is %s",
               field_row(compare_field(rows[i].figure))->name, (long long)rows[i].value,
               rows[i].text);
    }
}

/* ---- in a lesson ---- */

static void append(struct trace *trace, enum event_kind kind, const char *name,
                   const char *arguments, const char *script) {
    const struct sample *sample = &samples[trace_count(trace) % SAMPLES];
    struct event event = {.kind = 0};
    event_set(&event, FIELD_kind, kind);
    if (kind == EVENT_STEP)
        event_set_text(&event, FIELD_step, name);
    if (kind == EVENT_TASK_START)
        event_set_text(&event, FIELD_task, "server");
    if (kind != EVENT_STEP)
        event_set_text(&event, FIELD_server, name);
    if (arguments)
        event_set_text(&event, FIELD_arguments, arguments);
    if (script)
        event_set_text(&event, FIELD_script, script);
    if (kind == EVENT_MEASURE)
        sample_put(sample, &event);
    trace_append(trace, &event);
}

/* The end of the trace, in that step of the lesson. */
static bool look(struct measured *measured, struct view *view, const struct trace *trace,
                 const struct lesson *lesson, const char *step) {
    *view = (struct view){
        .trace = trace,
        .lesson = lesson,
        .position = trace_count(trace),
        .moment = {.step = step ? lesson_step_index(lesson, step) : -1, .told = -1, .ask = -1},
    };
    return measured_fill(measured, view);
}

static void check_measured(void) {
    struct measured measured;
    struct view view;
    struct error error = {""};
    struct trace *trace = trace_new();
    const struct compare *table = &measured.compare;
    struct lesson *lesson =
        lesson_read(SOURCEDIR "/lessons/five-models.json", server_is_known, &error);
    if (!tap_ok(lesson, "the lesson is read %s", error.text))
        exit(1);
    tap_ok(!look(&measured, &view, trace, lesson, "same-client"), "at first there is no table");
    append(trace, EVENT_STEP, "blocking", NULL, NULL);
    tap_ok(look(&measured, &view, trace, lesson, "blocking") && table->count == 1 &&
               !event_has(&table->columns[0].measured, FIELD_kind) &&
               strcmp(table->columns[0].server, "blocking") == 0,
           "a page that is to be measured has a column without figures");
    append(trace, EVENT_TASK_START, "blocking", NULL, NULL);
    tap_ok(look(&measured, &view, trace, lesson, "blocking") && table->count == 1,
           "also while it runs");
    append(trace, EVENT_MEASURE, "blocking", NULL, "late");
    tap_ok(look(&measured, &view, trace, lesson, "blocking") && table->count == 1 &&
               event_has(&table->columns[0].measured, FIELD_kind) && table->latest == 0,
           "then its figures are there, marked as new");
    append(trace, EVENT_STEP, "ask-nonblocking", NULL, NULL);
    tap_ok(look(&measured, &view, trace, lesson, "ask-nonblocking") && table->latest == -1,
           "and in the next step they are not new");
    append(trace, EVENT_MEASURE, "nonblocking", "1000", "late");
    tap_ok(look(&measured, &view, trace, NULL, NULL) && table->count == 2 &&
               strcmp(table->columns[1].server, "nonblocking 1000") == 0,
           "without the lesson too; arguments are part of the name");
    append(trace, EVENT_MEASURE, "select", NULL, "three");
    tap_ok(look(&measured, &view, trace, NULL, NULL) && table->count == 1 &&
               strcmp(table->script, "three") == 0,
           "other clients make another table");
    for (int i = 0; i < 7; i++)
        append(trace, EVENT_MEASURE, i < 6 ? "select" : "sigio", NULL, "late");
    tap_ok(look(&measured, &view, trace, NULL, NULL) && table->count == MEASURED_COLUMNS &&
               strcmp(table->columns[MEASURED_COLUMNS - 1].server, "sigio") == 0 &&
               strcmp(table->columns[0].server, "select") == 0,
           "of too many the latest stay");
    append(trace, EVENT_TASK_START, "sigio", NULL, NULL);
    tap_ok(!look(&measured, &view, trace, NULL, NULL), "a page that starts has the screen again");
    lesson_free(lesson);
    trace_free(trace);
}

/* After a measurement its page is not just gone. */
static void check_why(void) {
    struct trace *trace = trace_new();
    struct world world;
    struct event room;
    char text[WHY_MAX];
    world_init(&world);
    append(trace, EVENT_TASK_START, "blocking", NULL, NULL);
    append(trace, EVENT_MEASURE, "blocking", NULL, "late");
    for (size_t i = 0; i < trace_count(trace); i++)
        world_apply(&world, trace_at(trace, i, &room));
    world.tasks[0].gone = true;
    why_text(&world, trace, &world.tasks[0], text, sizeof text);
    tap_ok(strstr(text, "blocking.c was measured with its gates open"), "why: it was measured");
    append(trace, EVENT_TASK_START, "select", NULL, NULL);
    world_apply(&world, trace_at(trace, trace_count(trace) - 1, &room));
    why_text(&world, trace, &world.tasks[0], text, sizeof text);
    tap_ok(strstr(text, "has called nothing yet"),
           "a page that starts after that has called nothing");
    trace_free(trace);
}

static void check_measured_screen(int width, int height) {
    struct trace *trace = trace_new();
    struct world world;
    struct view view;
    struct event room;
    struct measured measured;
    char name[64], text[8192] = "", row[512];
    world_init(&world);
    trace_header(trace)->kernel = "6.1.0";
    trace_header(trace)->machine = "x86_64";
    append(trace, EVENT_STEP, "first", NULL, NULL);
    append(trace, EVENT_MEASURE, "nonblocking", NULL, "late");
    append(trace, EVENT_MEASURE, "nonblocking", "1000", "late");
    for (size_t i = 0; i < trace_count(trace); i++)
        world_apply(&world, trace_at(trace, i, &room));
    look(&measured, &view, trace, NULL, NULL);
    view.world = &world;
    view.title = "a recording";
    struct canvas *canvas = canvas_new(width, height, false);
    screen_paint(canvas, &view);
    for (int y = 0; y < height; y++)
        text_add(text, sizeof text, "%s\n", canvas_row(canvas, y, row, sizeof row));
    snprintf(name, sizeof name, "measured-%dx%d.txt", width, height);
    tap_ok(golden_is(name, text), "golden %s", name);
    canvas_free(canvas);
    trace_free(trace);
}

int main(void) {
    recorded_locale(false);
    check_screen("compare-80x24.txt", five, 80, 24, false);
    check_screen("compare-100x32.txt", five, 100, 32, false);
    check_screen("compare-six-80x24-ascii.txt", six, 80, 24, true);
    check_screen("compare-60x16.txt", two, 60, 16, false);
    check_text("compare-text-80.txt", six, 80);
    check_under_way();
    check_keys();
    check_roles();
    check_sizes();
    check_small();
    check_figures();
    check_measured();
    check_why();
    check_measured_screen(60, 16);
    check_measured_screen(80, 24);
    check_measured_screen(100, 32);
    recorded_locale(true);
    check_screen("compare-80x24-zh.txt", five, 80, 24, false);
    recorded_free();
    return tap_done();
}
