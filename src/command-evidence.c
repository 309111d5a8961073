/* waitscope evidence: what this machine lets this user know.
 *
 *     switch      yes  when exactly a task gave up the CPU to wait and when it ran again
 *     tracepoint  no   when the kernel was entered, had data, …
 *                      tracepoints need root or CAP_PERFMON …
 */
#include <config.h>

#include "program.h"

#include "evidence-offer.h"
#include "i18n.h"
#include "net.h"
#include "print-json.h"
#include "text.h"

/* Columns: of a kind, of yes or no, of a whole line. */
enum { KIND_WIDTH = 12, ANSWER_WIDTH = 5, LINE_WIDTH = 80 };

static void print_padded(const char *text, int width) {
    int used = text_width(text, SIZE_MAX, false);
    printf("%s%*s", text, width > used ? width - used : 1, "");
}

/* Goes on at the third column; each further line begins there. */
static void print_wrapped(const char *text, bool goes_on) {
    const char *line;
    size_t bytes;
    while (text_line(&text, LINE_WIDTH - KIND_WIDTH - ANSWER_WIDTH, false, &line, &bytes)) {
        printf("%*s%.*s\n", goes_on ? 0 : KIND_WIDTH + ANSWER_WIDTH, "", (int)bytes, line);
        goes_on = false;
    }
}

static void print_names(const char *const *names, int count, char *out, size_t size) {
    out[0] = '\0';
    for (int i = 0; i < count; i++)
        text_add(out, size, "%s%s", i ? ", " : "", names[i]);
}

static void print_offer(const struct evidence_offer *offer) {
    char names[512], text[640] = "";
    print_padded(evidence_name(offer->kind), KIND_WIDTH);
    print_padded(offer->available ? _("yes") : _("no"), ANSWER_WIDTH);
    print_wrapped(_(offer->tells), true);
    if (!offer->available)
        print_wrapped(offer->why.text, false);
    print_names(offer->missing, offer->missing_count, names, sizeof names);
    if (offer->missing_count)
        text_add(text, sizeof text, _("not to be had here: %s"), names);
    print_wrapped(text, false);
}

/* ---- JSON ---- */

static void print_json_names(const char *key, const char *const *names, int count) {
    printf(", \"%s\": [", key);
    for (int i = 0; i < count; i++) {
        printf(i ? ", " : "");
        print_json_text(names[i]);
    }
    printf("]");
}

static void print_json_offer(const struct evidence_offer *offer) {
    printf("  {");
    print_json_pair("evidence", evidence_name(offer->kind));
    printf(", \"available\": %s, ", offer->available ? "true" : "false");
    print_json_pair("tells", _(offer->tells));
    printf(", ");
    print_json_pair("why", offer->available ? NULL : offer->why.text);
    print_json_names("records", offer->records, offer->record_count);
    print_json_names("missing", offer->missing, offer->missing_count);
    printf("}");
}

static void print_json_head(void) {
    struct trace *trace = trace_new();
    net_describe_host(trace);
    printf("{\"format\": \"waitscope-evidence\", \"version\": 1,\n\"host\": {");
    print_json_host(trace_header_const(trace));
    printf("},\n\"evidence\": [\n");
    trace_free(trace);
}

int command_evidence(struct program *program, struct error *error) {
    bool json = program->cli->json;
    (void)error;
    if (json)
        print_json_head();
    for (int i = 0; i < evidence_offer_count(); i++) {
        struct evidence_offer offer;
        evidence_offer_try(i, &offer);
        if (json) {
            printf(i ? ",\n" : "");
            print_json_offer(&offer);
        } else {
            print_offer(&offer);
        }
    }
    printf(json ? "\n]}\n" : "");
    return STATUS_FINE;
}
