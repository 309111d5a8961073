/* waitscope compare: the same clients against one page after the other, side by side. */
#include <config.h>

#include "program.h"

#include "app-compare.h"
#include "i18n.h"
#include "measure.h"
#include "memory.h"
#include "nearest.h"
#include "net.h"
#include "print-json.h"
#include "servers.h"
#include "terminal.h"

#include <stdlib.h>

#define COMPARE_FORMAT  "waitscope-compare"
#define COMPARE_VERSION 1

/* Columns of the text if it does not go to a terminal. */
enum { TEXT_WIDTH = 80 };

/* ---- what to measure ---- */

static bool find_script(const char *name, enum script *script, struct error *error) {
    struct nearest nearest = {NULL, 0};
    char names[256] = "";
    *script = name ? script_find(name) : SCRIPT_late;
    if (*script != SCRIPT_COUNT)
        return true;
    for (int i = 0; i < SCRIPT_COUNT; i++) {
        nearest_try(&nearest, name, script_name(i));
        text_add(names, sizeof names, "%s%s", names[0] ? ", " : "", script_name(i));
    }
    if (nearest.name)
        return error_set(error, _("there is no script \"%s\"; did you mean \"%s\"?"), name,
                         nearest.name);
    return error_set(error, _("there is no script \"%s\"; there are: %s"), name, names);
}

static bool check_servers(const struct cli *cli, struct error *error) {
    for (int i = 0; i < cli->argument_count; i++)
        if (!server_find(cli->arguments[i]))
            return program_fail_server(cli->arguments[i], error);
    return true;
}

/* ---- measuring ---- */

/* What the figures go to. */
struct bench {
    struct trace *trace;
    enum script script;
};

static bool measure(void *context, const char *server, const struct compare_stop *stop,
                    struct event *out, struct error *error) {
    const struct bench *bench = context;
    struct measure_result result = {.calls = 0};
    struct measure_stop given_up = {NULL, NULL};
    if (stop)
        given_up = (struct measure_stop){stop->asked, stop->person};
    if (!measure_page(server, NULL, bench->script, stop ? &given_up : NULL, &result, error))
        return false;
    struct event event = {.kind = 0};
    event_set(&event, FIELD_kind, EVENT_MEASURE);
    event_set_text(&event, FIELD_server, server);
    event_set_text(&event, FIELD_script, script_name(bench->script));
    event_set_text(&event, FIELD_served, result.served);
    measure_result_put(&result, &event);
    trace_at(bench->trace, trace_append(bench->trace, &event), out);
    return true;
}

/* ---- as JSON ---- */

static void print_result(const struct compare_column *column) {
    printf("  {");
    print_json_pair("server", column->server);
    for (int i = 0; i < FIGURE_COUNT; i++) {
        const struct field_row *row = field_row(compare_field(i));
        const struct event *event = &column->measured;
        printf(", ");
        if (!event_has(event, compare_field(i)))
            print_json_pair(row->name, NULL);
        else if (row->type == TYPE_TEXT)
            print_json_pair(row->name, event_get_text(event, compare_field(i)));
        else
            print_json_number(row->name, event_get(event, compare_field(i)));
    }
    if (column->error.text[0]) {
        printf(", ");
        print_json_pair("error", column->error.text);
    }
    printf("}");
}

static void print_json(const struct compare *compare, const struct trace_header *header) {
    printf("{");
    print_json_pair("format", COMPARE_FORMAT);
    printf(", \"version\": %d, ", COMPARE_VERSION);
    print_json_pair("script", compare->script);
    printf(",\n \"host\": {");
    print_json_host(header);
    printf("},\n \"results\": [\n");
    for (int i = 0; i < compare->count; i++) {
        print_result(&compare->columns[i]);
        printf(i + 1 < compare->count ? ",\n" : "\n");
    }
    printf("]}\n");
}

/* ---- the command ---- */

/* Says what could not be measured; the table has it as well, where a person sees it. */
static int complain(const struct compare *compare, bool said) {
    int status = STATUS_FINE;
    for (int i = 0; i < compare->count; i++) {
        const struct error *error = &compare->columns[i].error;
        if (!error->text[0])
            continue;
        if (!said)
            program_complain(error);
        status = STATUS_ERROR;
    }
    return status;
}

static int show_screen(struct compare *compare, const struct compare_host *host,
                       const struct cli *cli, struct error *error) {
    enum theme theme;
    if (!terminal_choose_theme(cli->theme, &theme, error))
        return STATUS_ERROR;
    struct term *term = terminal_open(theme, error);
    if (!term)
        return STATUS_ERROR;
    compare_show(compare, host, term, cli->ascii);
    term_close(term);
    return STATUS_FINE;
}

static int run(struct compare *compare, const struct compare_host *host,
               const struct trace_header *header, const struct cli *cli, struct error *error) {
    if (!cli->json && !terminal_wants_plain(cli) && terminal_is_there())
        return show_screen(compare, host, cli, error);
    compare_measure(compare, host);
    int width = terminal_width();
    if (cli->json)
        print_json(compare, header);
    else
        compare_print(compare, width ? width : TEXT_WIDTH, cli->ascii, stdout);
    return complain(compare, !cli->json);
}

int command_compare(struct program *program, struct error *error) {
    const struct cli *cli = program->cli;
    struct bench bench;
    if (cli->idle)
        return compare_idle(program, error);
    if (!find_script(cli->script, &bench.script, error) || !check_servers(cli, error))
        return STATUS_ERROR;
    bench.trace = trace_new();
    net_describe_host(bench.trace);
    const struct trace_header *header = trace_header_const(bench.trace);
    struct compare compare = {
        .script = script_name(bench.script),
        .does = _(script_help(bench.script)),
        .kernel = header->kernel,
        .machine = header->machine,
        .columns = memory_new(cli->argument_count, sizeof *compare.columns),
        .count = cli->argument_count,
    };
    for (int i = 0; i < compare.count; i++)
        compare.columns[i].server = cli->arguments[i];
    struct compare_host host = {&bench, measure};
    int status = run(&compare, &host, header, cli, error);
    free(compare.columns);
    trace_free(bench.trace);
    return status;
}
