/* What does a recording of a million events cost, to write, to read, to keep and to go about in?
 *
 *     make bench
 *
 * Every figure is a ratio to something done in the same run and in turn with it, or a time; each is
 * the median of seven runs. Beside the ratios stands how much two equal things differed here and
 * now. Times are of the CPU, the kernel's included, so that others on the machine do not count. The
 * recording is that of tests/long-trace.h, in files under $TMPDIR, or /tmp. Not part of make check.
 */
#include <config.h>

#include "export.h"
#include "long-trace.h"
#include "player.h"
#include "sample-trace.h"
#include "trace-json.h"
#include "view.h"

#include <cjson/cJSON.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    EVENTS = 1000000,
    STEP_EVENTS = 20000,
    TREE_EVENTS = 100000, /* the tree of all of them would take gigabytes */
    RUNS = 7,
    MOVES = 500,
    WRITE_BYTES = 1 << 16,
};

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int figures_compare(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* Of so many figures so many hundredths are at most that. */
static int64_t quantile(int64_t *figures, int count, int hundredths) {
    qsort(figures, (size_t)count, sizeof *figures, figures_compare);
    int index = count * hundredths / 100;
    return figures[index < count ? index : count - 1];
}

static void fail(const char *what) {
    printf("%s\n", what);
    exit(1);
}

/* ---- files ---- */

struct bench {
    const char *program;
    char path[3][200]; /* the recording, what is written, the same again */
    struct trace *trace;
    char *text; /* the recording's bytes */
    size_t size;
    unsigned short *lengths; /* of its lines, with their newlines */
    size_t lines;
};

static FILE *file_open(const char *path, const char *mode) {
    FILE *file = fopen(path, mode);
    if (!file)
        fail(path);
    return file;
}

static void bench_open(struct bench *bench) {
    const char *folder = getenv("TMPDIR");
    struct error error;
    for (int i = 0; i < 3; i++)
        snprintf(bench->path[i], sizeof bench->path[i], "%s/waitscope-bench-%ld-%d.jsonl",
                 folder ? folder : "/tmp", (long)getpid(), i);
    bench->trace = long_trace(EVENTS, STEP_EVENTS);
    FILE *file = file_open(bench->path[0], "w+");
    if (!trace_write(bench->trace, file, bench->path[0], &error))
        fail(error.text);
    bench->size = (size_t)ftell(file);
    bench->text = malloc(bench->size + 1);
    rewind(file);
    if (!bench->text || fread(bench->text, 1, bench->size, file) != bench->size)
        fail("the recording cannot be read");
    bench->text[bench->size] = '\0';
    fclose(file);
    bench->lengths = malloc((EVENTS + 2) * sizeof *bench->lengths);
    for (const char *line = bench->text; *line; line += bench->lengths[bench->lines++])
        bench->lengths[bench->lines] = (unsigned short)(strchr(line, '\n') + 1 - line);
}

static void bench_close(struct bench *bench) {
    for (int i = 0; i < 3; i++)
        unlink(bench->path[i]);
    trace_free(bench->trace);
    free(bench->text);
    free(bench->lengths);
}

/* ---- what is measured: ns of CPU ---- */

/* The lines, which are there, go to a file. */
static int64_t time_lines(const struct bench *bench) {
    const char *line = bench->text;
    FILE *file = file_open(bench->path[1], "w");
    int64_t from = now();
    for (size_t i = 0; i < bench->lines; line += bench->lengths[i++])
        fwrite(line, 1, bench->lengths[i], file);
    fflush(file);
    int64_t took = now() - from;
    fclose(file);
    return took;
}

/* The same bytes, regardless of lines. */
static int64_t time_blocks(const struct bench *bench) {
    FILE *file = file_open(bench->path[1], "w");
    int64_t from = now();
    for (size_t at = 0; at < bench->size; at += WRITE_BYTES)
        fwrite(bench->text + at, 1, bench->size - at < WRITE_BYTES ? bench->size - at : WRITE_BYTES,
               file);
    fflush(file);
    int64_t took = now() - from;
    fclose(file);
    return took;
}

static int64_t time_export(const struct bench *bench,
                           void (*export)(const struct export_part *, struct writer *)) {
    struct export_part whole = export_whole(bench->trace, NULL);
    struct error error;
    FILE *file = file_open(bench->path[1], "w");
    int64_t from = now();
    struct writer *writer = writer_new(file);
    export(&whole, writer);
    if (!writer_finish(writer, bench->path[1], &error))
        fail(error.text);
    int64_t took = now() - from;
    free(writer);
    fclose(file);
    return took;
}

static int64_t time_write(const struct bench *bench) {
    return time_export(bench, export_jsonl);
}

static int64_t time_chrome(const struct bench *bench) {
    return time_export(bench, export_chrome);
}

static void tree_add(cJSON *object, const struct event *event, enum field field) {
    const char *name = field_row(field)->name;
    char text[EVENT_DATA_MAX * 4 + 1];
    switch (field_row(field)->type) {
    case TYPE_INT:
        cJSON_AddNumberToObject(object, name, (double)event_get(event, field));
        break;
    case TYPE_TEXT:
        cJSON_AddStringToObject(object, name, event_get_text(event, field));
        break;
    case TYPE_SET:
        break; /* the recording has none */
    case TYPE_LIST: {
        struct bytes list = event_get_bytes(event, field);
        cJSON *array = cJSON_AddArrayToObject(object, name);
        for (size_t i = 0; i < list_count(list); i++)
            cJSON_AddItemToArray(
                array, cJSON_CreateString(list_entry_format(list_at(list, i), text, sizeof text)));
        break;
    }
    case TYPE_DATA:
        bytes_escape(event_get_bytes(event, field), text, sizeof text);
        cJSON_AddStringToObject(object, name, text);
        break;
    default:
        cJSON_AddStringToObject(object, name,
                                field_format(field, event_get(event, field), text, sizeof text));
    }
}

/* A tree of the first events, printed and written: scaled to all of them. */
static int64_t time_tree(const struct bench *bench) {
    FILE *file = file_open(bench->path[1], "w");
    int64_t from = now();
    cJSON *array = cJSON_CreateArray();
    for (size_t i = 0; i < TREE_EVENTS; i++) {
        struct event room;
        const struct event *event = trace_at(bench->trace, i, &room);
        cJSON *object = cJSON_CreateObject();
        for (enum field field = 0; field < FIELD_COUNT; field++)
            if (event_has(event, field))
                tree_add(object, event, field);
        cJSON_AddItemToArray(array, object);
    }
    char *text = cJSON_PrintUnformatted(array);
    cJSON_Delete(array);
    fwrite(text, 1, strlen(text), file);
    fflush(file);
    cJSON_free(text);
    int64_t took = now() - from;
    fclose(file);
    return took * (EVENTS / TREE_EVENTS);
}

static int64_t time_read(const struct bench *bench) {
    struct error warning, error;
    FILE *file = file_open(bench->path[0], "r");
    int64_t from = now();
    struct trace *trace = trace_read(file, bench->path[0], &warning, &error);
    int64_t took = now() - from;
    if (!trace || warning.text[0])
        fail(trace ? warning.text : error.text);
    trace_free(trace);
    fclose(file);
    return took;
}

/* The lines come from memory: nothing but cJSON is measured. */
static int64_t time_parse(const struct bench *bench) {
    int64_t from = now();
    for (const char *line = bench->text; *line;) {
        size_t length = (size_t)(strchr(line, '\n') - line);
        cJSON *json = cJSON_ParseWithLength(line, length);
        if (!json)
            fail("cJSON cannot read a line");
        cJSON_Delete(json);
        line += length + 1;
    }
    return now() - from;
}

/* ---- ratios ---- */

typedef int64_t timed(const struct bench *bench);

/* Both in turn, the other one twice. Ratios of what was done side by side, in thousandths. */
static void print_ratio(const struct bench *bench, const char *what, timed *one, timed *other,
                        bool is_speed, const char *wanted) {
    int64_t ratio[RUNS], same[RUNS], took[RUNS];
    for (int i = 0; i < RUNS; i++) {
        int64_t first = other(bench);
        took[i] = one(bench);
        int64_t second = other(bench);
        int64_t mean = (first + second) / 2;
        ratio[i] = is_speed ? mean * 1000 / took[i] : took[i] * 1000 / mean;
        same[i] = second * 1000 / first;
    }
    int64_t figure = quantile(ratio, RUNS, 50), noise = quantile(same, RUNS, 50);
    printf("%-44s %5lld ms  %4lld.%02lld  %-8s %lld.%02lld\n", what,
           (long long)quantile(took, RUNS, 50) / 1000000, (long long)figure / 1000,
           (long long)figure % 1000 / 10, wanted, (long long)noise / 1000,
           (long long)noise % 1000 / 10);
    fflush(stdout);
}

/* ---- memory ---- */

static size_t memory_now(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

static void print_bytes(const char *what, size_t bytes, const char *wanted) {
    printf("%-44s %5zu.%zu bytes an event, wanted %s\n", what, bytes / EVENTS,
           bytes % EVENTS * 10 / EVENTS, wanted);
    fflush(stdout);
}

/* kB that this process has had at most. */
static long peak_now(void) {
    char line[200];
    long peak = -1;
    FILE *status = file_open("/proc/self/status", "r");
    while (peak < 0 && fgets(line, sizeof line, status))
        sscanf(line, "VmHWM: %ld kB", &peak);
    fclose(status);
    return peak;
}

/* A process of its own: reads a recording, writes it again, says how much memory that took. */
static int export_alone(const char *format, const char *from, const char *to) {
    struct error warning, error;
    struct trace *trace = trace_read_file(from, &warning, &error);
    if (!trace)
        fail(error.text);
    struct export_part whole = export_whole(trace, NULL);
    struct writer *writer = writer_new(file_open(to, "w"));
    if (strcmp(format, "chrome") == 0)
        export_chrome(&whole, writer);
    else
        export_jsonl(&whole, writer);
    if (!writer_finish(writer, to, &error))
        fail(error.text);
    printf("%ld\n", peak_now());
    return 0;
}

static void print_peak(const struct bench *bench, const char *format, const char *wanted) {
    char command[800];
    long peak;
    snprintf(command, sizeof command, "'%s' %s '%s' '%s'", bench->program, format, bench->path[0],
             bench->path[2]);
    FILE *child = popen(command, "r");
    if (!child || fscanf(child, "%ld", &peak) != 1 || pclose(child) != 0)
        fail("the export of a process of its own failed");
    printf("peak memory from file to file, %-13s %5ld MB, wanted %s\n", format, peak / 1024,
           wanted);
    fflush(stdout);
}

/* ---- going about ---- */

/* A screen of that place, as the app paints it. */
static void paint(struct player *player, size_t since, const char *source) {
    struct session *session = player_session(player);
    struct canvas *canvas = canvas_new(120, 40, false);
    struct view view = {
        .world = player_world(player),
        .trace = session_trace(session),
        .title = "a recording",
        .position = player_position(player),
        .since = since,
        .step_count = player_step_count(player),
        .ended = true,
        .page = "epoll-level",
        .source = source,
        .panel = PANEL_LADDER,
    };
    moment_find(&view.moment, NULL, view.trace, view.position, ENDING_WHOLE);
    screen_paint(canvas, &view);
    view.panel = PANEL_TIME;
    screen_paint(canvas, &view);
    canvas_free(canvas);
}

static uint64_t random_next(uint64_t *random) {
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *random >> 33;
}

static void move_jump(struct player *player, uint64_t random) {
    player_go_event(player, random % EVENTS);
}

static void move_forward(struct player *player, uint64_t random) {
    (void)random;
    player_next_event(player);
}

static void move_back(struct player *player, uint64_t random) {
    (void)random;
    player_back_event(player);
}

static void move_step(struct player *player, uint64_t random) {
    if (random % 2)
        player_next_step(player);
    else
        player_back_step(player);
}

static void print_moves(const char *what, struct player *player,
                        void (*move)(struct player *, uint64_t), bool painted, const char *wanted) {
    static int64_t took[MOVES];
    uint64_t random = 1;
    for (int i = 0; i < MOVES; i++) {
        if (i % 100 == 0)
            player_go_event(player, random_next(&random) % EVENTS);
        size_t before = player_position(player);
        int64_t from = now();
        move(player, random_next(&random));
        if (painted) {
            size_t after = player_position(player);
            paint(player, before < after ? before : after, NULL);
        }
        took[i] = now() - from;
    }
    int64_t middle = quantile(took, MOVES, 50), most = quantile(took, MOVES, 99);
    int64_t worst = quantile(took, MOVES, 100);
    printf("%-44s %lld.%03lld ms, p99 %lld.%03lld ms, worst %lld.%03lld ms, wanted p99 %s\n", what,
           (long long)middle / 1000000, (long long)middle / 1000 % 1000, (long long)most / 1000000,
           (long long)most / 1000 % 1000, (long long)worst / 1000000,
           (long long)worst / 1000 % 1000, wanted);
    fflush(stdout);
}

static void bench_going(struct bench *bench, size_t step_events) {
    struct trace *trace = long_trace(EVENTS, step_events);
    struct session *session = replay_new(trace, NULL);
    (void)bench;
    int64_t from = now();
    struct player *player = player_new(session);
    printf("\nwith steps of %zu events; the checkpoints took %lld ms\n", step_events,
           (long long)(now() - from) / 1000000);
    print_moves("jump anywhere", player, move_jump, false, "5 ms");
    print_moves("jump anywhere, paint two screens", player, move_jump, true, "5 ms");
    print_moves("an event forward", player, move_forward, false, "1 ms");
    print_moves("an event back", player, move_back, false, "1 ms");
    print_moves("a step forward or back", player, move_step, false, "1 ms");
    print_moves("an event back, paint two screens", player, move_back, true, "5 ms");
    player_free(player);
    session_free(session);
}

static void bench_memory(const struct bench *bench) {
    struct error warning, error;
    size_t before = memory_now();
    struct trace *trace = trace_read_file(bench->path[0], &warning, &error);
    if (!trace)
        fail(error.text);
    print_bytes("memory of the trace", memory_now() - before, "-");
    struct session *session = replay_new(trace, NULL);
    struct player *player = player_new(session);
    print_bytes("and of the player with its checkpoints", memory_now() - before, "at most 150");
    player_free(player);
    session_free(session);
    print_peak(bench, "jsonl", "at most 64 MB");
    print_peak(bench, "chrome", "at most 64 MB");
}

int main(int count, char **arguments) {
    struct bench bench = {.lines = 0};
    if (count == 4)
        return export_alone(arguments[1], arguments[2], arguments[3]);
    bench.program = arguments[0];
    bench_open(&bench);
    printf("%d events, %zu bytes a line; medians of %d runs in turn\n", EVENTS, bench.size / EVENTS,
           RUNS);
    printf("%-44s %8s  %7s  %-8s %s\n", "", "CPU time", "ratio", "wanted", "equal/equal");
    print_ratio(&bench, "export jsonl / fwrite of the same lines", time_write, time_lines, false,
                "<= 3");
    print_ratio(&bench, "export jsonl / fwrite of 64 KiB a time", time_write, time_blocks, false,
                "<= 3");
    print_ratio(&bench, "export chrome / fwrite of the jsonl's lines", time_chrome, time_lines,
                false, "<= 5");
    print_ratio(&bench, "export chrome / fwrite of 64 KiB a time", time_chrome, time_blocks, false,
                "<= 5");
    print_ratio(&bench, "cJSON tree of 100,000 events, times 10 / jsonl", time_tree, time_write,
                false, ">= 20");
    print_ratio(&bench, "speed of opening / of one cJSON parse a line", time_read, time_parse, true,
                ">= 1");
    printf("\n");
    bench_memory(&bench);
    bench_going(&bench, STEP_EVENTS);
    bench_going(&bench, EVENTS);
    bench_close(&bench);
    return 0;
}
