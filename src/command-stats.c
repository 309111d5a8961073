/* waitscope stats: the ledger of a trace. */
#include <config.h>

#include "program.h"

#include "export.h"
#include "stats-print.h"
#include "trace-json.h"

/* One event after the other. */
static void take_part(struct stats *stats, const struct export_part *part) {
    struct event room;
    for (size_t i = part->from; i < part->to; i++)
        stats_take(stats, trace_at(part->trace, i, &room));
}

static bool print_stats(const struct cli *cli, const struct trace *trace, struct error *error) {
    struct export_part part = export_whole(trace, NULL);
    if (!export_cut(&part, cli->from, cli->to, error))
        return false;
    struct stats *stats = stats_new();
    take_part(stats, &part);
    if (cli->json)
        stats_print_json(stats, trace_header_const(trace));
    else
        stats_print_text(stats, trace_header_const(trace));
    stats_free(stats);
    return true;
}

int command_stats(struct program *program, struct error *error) {
    const struct cli *cli = program->cli;
    struct error warning = {""};
    struct trace *trace = trace_read_file(cli->arguments[0], &warning, error);
    if (!trace)
        return STATUS_ERROR;
    program_complain(&warning);
    bool printed = print_stats(cli, trace, error);
    trace_free(trace);
    return printed ? STATUS_FINE : STATUS_ERROR;
}
