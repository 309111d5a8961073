/* A call with what was observed inside it, and the words for what stands in the ladder. */
#include <config.h>

#include "ladder-call.h"

#include "figures.h"
#include "narrate-call.h"
#include "text-add.h"

#include <errno.h>
#include <string.h>

/* Bytes of data that a row shows. */
enum { GLANCE = 24 };

/* ---- words ---- */

static bool is_act(const struct event *event, const char *act) {
    return event->act && strcmp(event->act, act) == 0;
}

char *ladder_act(const struct event *event, char *out, size_t size) {
    static const char *const words[][2] = {
        {"connect", "connects"},
        {"connected", "is connected"},
        {"send", "sends"},
        {"send-urgent", "sends urgent"},
        {"send-many", "sends many times"},
        {"read", "reads"},
        {"stop-reading", "stops reading"},
        {"resume", "reads again"},
        {"shutdown", "shuts down its sending side"},
        {"close", "closes"},
        {"reset", "resets"},
    };
    char text[LADDER_TEXT], number[48];
    const char *word = event->act;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (is_act(event, words[i][0]))
            word = words[i][1];
    out[0] = '\0';
    text_add(out, size, "%s", word);
    bool moves = is_act(event, "read") || strncmp(event->act, "send", 4) == 0;
    if (event_has(event, FIELD_error) && event->error != EINPROGRESS)
        text_add(out, size, ": %s", field_format(FIELD_error, event->error, text, sizeof text));
    else if (moves && is_act(event, "read") && event->result == 0)
        text_add(out, size, " the end of file");
    else if (moves && event_has(event, FIELD_result))
        text_add(out, size, " %s B", figure_number(event->result, number, sizeof number));
    if (moves && event->data.size && event->data.size <= GLANCE && event->cut != 1)
        text_add(out, size, " %s", figure_data(event->data, false, GLANCE, text, sizeof text));
    return out;
}

/* "A sends 5 B "hello"" */
void ladder_act_text(const struct event *event, char *out, size_t size) {
    char act[LADDER_TEXT];
    out[0] = '\0';
    text_add(out, size, "%s %s", event->client, ladder_act(event, act, sizeof act));
}

/* "5 "hello"", "-1 EAGAIN × 1,000" */
static void answer_text(const struct event *returned, char *out, size_t size) {
    char data[LADDER_TEXT];
    narrate_result(returned, out, size);
    bool brings = returned->call == CALL_recv || returned->call == CALL_read;
    if (brings && returned->data.size && returned->data.size <= GLANCE)
        text_add(out, size, " %s", narrate_bytes(returned, GLANCE, data, sizeof data));
}

static void since_text(const struct call_times *times, int64_t t, const char *before, char *out,
                       size_t size) {
    char time[48];
    out[0] = '\0';
    text_add(out, size, "%s+%s", before, figure_time(t - times->entered, time, sizeof time));
}

/* Of a phase that was seen for sure, and of one that was seen at the latest then. */
static const char *phase_word(const struct rung *rung) {
    bool seen = strcmp(rung->mark, evidence_name(EVIDENCE_PROC)) == 0;
    return rung->kind == RUNG_RETURN    ? ""
           : rung->phase == EVENT_READY ? "ready "
           : rung->phase == EVENT_AWAKE ? "runs again "
           : rung->phase == EVENT_COPY  ? "copies from "
           : seen                       ? "seen "
                                        : "from ";
}

static const char *mark_of(const struct event *event) {
    return event_has(event, FIELD_evidence) ? evidence_name((enum evidence)event->evidence) : "";
}

void ladder_signal_text(const struct event *event, char *out, size_t size) {
    char text[LADDER_TEXT];
    out[0] = '\0';
    text_add(out, size, "%s", field_format(FIELD_signal, event->signal, text, sizeof text));
    narrate_signal(event, text, sizeof text);
    if (text[0])
        text_add(out, size, " %s", text);
}

/* ---- a call ---- */

/* By time; what the file has first stands first. Of too many, the last but one gives way. */
static struct rung *rung_add(struct ladder_item *item, enum rung_kind kind, int64_t t, size_t seq) {
    if (item->rung_count == LADDER_RUNGS) {
        item->rungs_left_out++;
        if (kind != RUNG_RETURN)
            return NULL;
        item->rung_count--;
    }
    int place = item->rung_count++;
    while (place > 0 && item->rungs[place - 1].t > t) {
        item->rungs[place] = item->rungs[place - 1];
        place--;
    }
    struct rung *rung = &item->rungs[place];
    *rung = (struct rung){.kind = kind, .t = t, .seq = seq, .mark = ""};
    return rung;
}

static void rung_event(struct ladder_item *item, const struct event *event) {
    enum rung_kind kind = event->kind == EVENT_ASLEEP   ? RUNG_ASLEEP
                          : event->kind == EVENT_RETURN ? RUNG_RETURN
                                                        : RUNG_PHASE;
    struct rung *rung = rung_add(item, kind, event->t, (size_t)event->seq);
    if (!rung)
        return;
    rung->mark = mark_of(event);
    rung->phase = (enum event_kind)event->kind;
}

/* When the kernel was entered is known at the end only. */
static void rungs_tell_times(struct ladder_item *item) {
    for (int i = 0; i < item->rung_count; i++) {
        struct rung *rung = &item->rungs[i];
        bool returns = rung->kind == RUNG_RETURN;
        if (returns && item->call.kernel_left >= 0)
            rung->mark = evidence_name(EVIDENCE_TRACEPOINT);
        if (returns || rung->kind == RUNG_ASLEEP || rung->kind == RUNG_PHASE)
            since_text(&item->call, returns ? call_times_end(&item->call) : rung->t,
                       phase_word(rung), rung->text, LADDER_TEXT);
    }
}

/* Of steps that follow each other the last counts. */
static void rung_step(struct ladder_item *item, const struct event *event) {
    int last = item->rung_count - 1;
    if (last >= 0 && item->rungs[last].kind == RUNG_STEP)
        item->rung_count--;
    struct rung *rung = rung_add(item, RUNG_STEP, event->t, (size_t)event->seq);
    if (rung)
        text_add(rung->text, LADDER_TEXT, "%s", event->step);
}

static void rung_other(struct ladder_item *item, const struct event *event) {
    if (event->kind == EVENT_STEP) {
        rung_step(item, event);
        return;
    }
    bool acts = event->kind == EVENT_CLIENT;
    struct rung *rung = rung_add(item, acts ? RUNG_ACT : RUNG_SIGNAL, event->t, (size_t)event->seq);
    if (rung && acts)
        ladder_act_text(event, rung->text, LADDER_TEXT);
    else if (rung)
        ladder_signal_text(event, rung->text, LADDER_TEXT);
}

/* The arrival stamp comes with the return and lies before it. */
static void rung_arrival(struct ladder_item *item) {
    const struct call_times *times = &item->call;
    bool before = times->arrived < times->entered;
    if (times->arrived < 0)
        return;
    struct rung *rung =
        rung_add(item, RUNG_ARRIVAL, before ? times->entered : times->arrived, times->return_seq);
    if (!rung)
        return;
    rung->mark = evidence_name(EVIDENCE_TIMESTAMP);
    if (before)
        text_add(rung->text, LADDER_TEXT, "already there");
    else
        since_text(times, times->arrived,
                   times->arrivals == 1 ? "bytes arrive " : "latest arrival ", rung->text,
                   LADDER_TEXT);
}

static bool is_of(const struct event *event, const struct event *enter) {
    return event->kind >= EVENT_ENTER && event->kind <= EVENT_RETURN &&
           event->task == enter->task && event->number == enter->number;
}

/* An event that belongs to the call, or happens meanwhile. */
static void call_take(struct ladder_item *item, const struct event *event,
                      const struct event *enter) {
    if (is_of(event, enter)) {
        item->inside = true;
        call_times_take(&item->call, event);
        rung_event(item, event);
    } else if (event->kind == EVENT_CLIENT || event->kind == EVENT_STEP ||
               (event->kind == EVENT_SIGNAL && event->task == enter->task)) {
        rung_other(item, event);
    }
    if (item->call.returned < 0)
        return;
    answer_text(event, item->answer, LADDER_TEXT);
    item->failed = event->result < 0;
}

/* Is it certain that the call's return is not to come any more? Its task ends, or calls again,
 * which within a call only the handler of a signal does. */
static bool is_lost(const struct event *event, const struct event *enter, bool *handler) {
    if (event->task != enter->task)
        return false;
    *handler = *handler || event->kind == EVENT_SIGNAL;
    return event->kind == EVENT_TASK_END || event->kind == EVENT_TASK_START ||
           (event->kind == EVENT_ENTER && !*handler);
}

/* What lies between the call's enter event and its return. Returns the place behind it. */
static size_t call_collect(struct ladder *ladder, struct ladder_item *item,
                           const struct event *enter) {
    const uint32_t kinds =
        TRACE_KIND(EVENT_ASLEEP) | TRACE_KIND(EVENT_READY) | TRACE_KIND(EVENT_AWAKE) |
        TRACE_KIND(EVENT_COPY) | TRACE_KIND(EVENT_RETURN) | TRACE_KIND(EVENT_CLIENT) |
        TRACE_KIND(EVENT_SIGNAL) | TRACE_KIND(EVENT_STEP) | TRACE_KIND(EVENT_ENTER) |
        TRACE_KIND(EVENT_TASK_START) | TRACE_KIND(EVENT_TASK_END);
    bool handler = false;
    size_t i = trace_next(ladder->trace, item->seq + 1, kinds);
    while (i < ladder->to) {
        struct event room;
        const struct event *event = trace_at(ladder->trace, i, &room);
        if (is_lost(event, enter, &handler))
            return i;
        call_take(item, event, enter);
        if (item->call.returned >= 0)
            return i + 1;
        i = trace_next(ladder->trace, i + 1, kinds);
    }
    return ladder->to;
}

/* What came before the kernel was entered stands above the call's own row. */
static void call_finish(struct ladder_item *item) {
    struct call_times *times = &item->call;
    struct rung *own = rung_add(item, RUNG_CALL, times->entered, item->seq);
    if (own) {
        memcpy(own->text, item->text, sizeof own->text);
        item->lead = (int)(own - item->rungs);
    }
    rung_arrival(item);
    rungs_tell_times(item);
    for (int i = 0; i < item->rung_count; i++)
        item->rungs[i].waits = times->slept && item->rungs[i].t >= times->entered &&
                               item->rungs[i].t <= call_times_wait_end(times);
}

/* Nothing happened inside but the call itself? */
static bool is_passed(const struct ladder_item *item) {
    for (int i = item->lead; i < item->rung_count; i++)
        if (item->rungs[i].kind != RUNG_CALL && item->rungs[i].kind != RUNG_RETURN)
            return false;
    return item->call.returned >= 0 && !item->call.slept;
}

void ladder_call(struct ladder *ladder, struct ladder_item *item, const struct event *enter) {
    char call[LADDER_TEXT];
    if (ladder->several)
        text_add(item->text, LADDER_TEXT, "%s: ", enter->task);
    text_add(item->text, LADDER_TEXT, "%s", narrate_call(enter, call, sizeof call));
    item->moves = enter->call == CALL_recv || enter->call == CALL_read ||
                  enter->call == CALL_send || enter->call == CALL_write;
    call_times_start(&item->call, enter);
    size_t end = call_collect(ladder, item, enter);
    if (end > ladder->covered)
        ladder->covered = end;
    call_finish(item);
    item->kind = is_passed(item) ? LADDER_PASSED : LADDER_CALL;
}
