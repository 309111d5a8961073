/* The ladder: Stevens's figure of one call, drawn from this run. The latest call in full, those
 * before it a row each. A boundary that was not observed has no row; each carries the mark of its
 * evidence.
 *
 *     program                    │ kernel
 *     accept(3) ─────────────────┼─▶ 4
 *     recv(4, 1024 B) ───────────┼─▶                          ┐
 *        z asleep                │  seen at +1.2 ms     proc  │
 *                                │  A sends 5 bytes           │
 *                                │  arrived +51.9 ms timestamp┘
 *     ◀─────────── 5 "hello" ────┤  +52.0 ms          syscall
 *     wait 51.9 ms · wake and copy ≤ 96 µs · CPU ≤ 31 µs
 */
#include <config.h>

#include "view.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "call-times.h"
#include "figures.h"
#include "i18n.h"
#include "ladder-past.h"
#include "ladder-row.h"
#include "narrate.h"

enum { RUNGS = 24, PAST = 40 };

/* A row of the latest call. */
struct rung {
    int64_t t;  /* rows stand in the order of time */
    size_t seq; /* the event that it shows; SIZE_MAX: the arrival stamp */
    bool waits; /* the wait goes on in this row */
};

struct rungs {
    struct rung at[RUNGS];
    int count;
    struct call_times times;
};

static void rung_add(struct rungs *rungs, int64_t t, size_t seq) {
    if (rungs->count == RUNGS)
        return;
    int place = rungs->count++;
    while (place > 0 && rungs->at[place - 1].t > t) {
        rungs->at[place] = rungs->at[place - 1];
        place--;
    }
    rungs->at[place] = (struct rung){.t = t, .seq = seq};
}

static bool is_of_call(const struct event *event, const struct event *call) {
    return event->kind >= EVENT_ENTER && event->kind <= EVENT_RETURN && event->task == call->task &&
           event->number == call->number;
}

/* After the return, what the program prints has its row, and a signal: the task may be held there
 * when it comes. */
static bool is_shown(const struct event *event, const struct event *call, bool returned) {
    if (event->kind == EVENT_SIGNAL || (event->kind == EVENT_NOTE && returned))
        return event->task == call->task;
    return !returned && (event->kind == EVENT_CLIENT || is_of_call(event, call));
}

/* The rows of the call that was entered at `enter`. */
static void collect(struct rungs *rungs, const struct view *view, size_t enter) {
    const struct event *call = trace_at(view->trace, enter);
    bool returned = false;
    *rungs = (struct rungs){.count = 0};
    call_times_find(&rungs->times, view->trace, enter, view->position);
    for (size_t i = enter; i < view->position; i++) {
        const struct event *event = trace_at(view->trace, i);
        if (is_shown(event, call, returned))
            rung_add(rungs, event->t, i);
        returned = returned || (event->kind == EVENT_RETURN && is_of_call(event, call));
    }
    const struct call_times *times = &rungs->times;
    if (times->arrived >= 0)
        rung_add(rungs, times->arrived < times->entered ? times->entered : times->arrived,
                 SIZE_MAX);
    for (int i = 0; i < rungs->count; i++)
        rungs->at[i].waits = times->slept && rungs->at[i].t <= call_times_wait_end(times);
}

static void since_text(const struct rungs *rungs, int64_t t, const char *format, char *out,
                       size_t size) {
    char time[48];
    snprintf(out, size, format, figure_time(t - rungs->times.entered, time, sizeof time));
}

static void paint_arrival(struct canvas *canvas, struct rect rect, int edge, int y,
                          const struct rungs *rungs) {
    const struct call_times *times = &rungs->times;
    char text[128];
    if (times->arrived < times->entered)
        snprintf(text, sizeof text, "%s", _("already there"));
    else
        since_text(rungs, times->arrived,
                   times->arrivals == 1 ? _("bytes arrive +%s") : _("latest arrival +%s"), text,
                   sizeof text);
    ladder_kernel_half(canvas, rect, edge, y, ROLE_CLIENT, text, evidence_name(EVIDENCE_TIMESTAMP));
}

static const char *mark_of(const struct event *event) {
    return event_has(event, FIELD_evidence) ? evidence_name(event->evidence) : "";
}

static const char *phase_word(enum event_kind kind) {
    return kind == EVENT_READY   ? N_("ready +%s")
           : kind == EVENT_AWAKE ? N_("runs again +%s")
           : kind == EVENT_COPY  ? N_("copies from +%s")
                                 : N_("seen at +%s");
}

static void paint_phase(struct canvas *canvas, struct rect rect, int edge, int y,
                        const struct rungs *rungs, const struct event *event) {
    char text[128];
    bool asleep = event->kind == EVENT_ASLEEP;
    since_text(rungs, event->t, _(phase_word(event->kind)), text, sizeof text);
    if (asleep)
        canvas_format(canvas, rect.x + 4, y, ROLE_ASLEEP, "z %s", _("asleep"));
    ladder_kernel_half(canvas, rect, edge, y, asleep ? ROLE_ASLEEP : ROLE_COPY, text,
                       mark_of(event));
}

static void paint_return(struct canvas *canvas, struct rect rect, int edge, int y,
                         const struct rungs *rungs, const struct event *event) {
    char result[256], data[64], text[128];
    narrate_result(event, result, sizeof result);
    bool brings = event->call == CALL_recv || event->call == CALL_read;
    if (brings && event->data.size && event->data.size <= 16)
        text_add(result, sizeof result, " %s", narrate_bytes(event, 16, data, sizeof data));
    ladder_left_arrow(canvas, rect, edge, y, event->result < 0 ? ROLE_FAILED : ROLE_CALL, result);
    since_text(rungs, event->t, "+%s", text, sizeof text);
    ladder_kernel_half(canvas, rect, edge, y, ROLE_TEXT, text, mark_of(event));
}

/* The kernel runs the program's handler. */
static void paint_signal(struct canvas *canvas, struct rect rect, int edge, int y,
                         const struct event *event) {
    char name[128], text[256];
    field_format(FIELD_signal, event->signal, name, sizeof name);
    ladder_left_arrow(canvas, rect, edge, y, ROLE_CLIENT, name);
    ladder_kernel_half(canvas, rect, edge, y, ROLE_CLIENT, narrate_signal(event, text, sizeof text),
                       "");
}

static void paint_rung(struct canvas *canvas, struct rect rect, int edge, int y,
                       const struct view *view, const struct rungs *rungs, int index) {
    const struct rung *rung = &rungs->at[index];
    char text[NARRATE_MAX];
    canvas_text(canvas, edge, y, ROLE_RULE, "│");
    if (rung->waits) {
        bool first = index == 0;
        bool last = index + 1 == rungs->count || !rungs->at[index + 1].waits;
        bool open = last && rungs->times.returned < 0;
        canvas_text(canvas, rect.x + rect.width - 1, y, ROLE_WAIT,
                    first && last   ? "─"
                    : first         ? "┐"
                    : last && !open ? "┘"
                                    : "│");
    }
    if (rung->seq == SIZE_MAX) {
        paint_arrival(canvas, rect, edge, y, rungs);
        return;
    }
    const struct event *event = trace_at(view->trace, rung->seq);
    switch ((enum event_kind)event->kind) {
    case EVENT_ENTER:
        ladder_right_arrow(canvas, rect, edge, y, ROLE_CALL,
                           narrate_call(event, text, sizeof text));
        break;
    case EVENT_RETURN:
        paint_return(canvas, rect, edge, y, rungs, event);
        break;
    case EVENT_SIGNAL:
        paint_signal(canvas, rect, edge, y, event);
        break;
    case EVENT_NOTE:
        snprintf(text, sizeof text, _("prints: %s"), event->text);
        canvas_cut(canvas, rect.x + 4, y, edge - rect.x - 5, ROLE_DIM, text);
        break;
    case EVENT_CLIENT:
        narrate_event(view->trace, view->lesson, rung->seq, text, sizeof text);
        ladder_kernel_half(canvas, rect, edge, y, ROLE_CLIENT, text, "");
        break;
    default:
        paint_phase(canvas, rect, edge, y, rungs, event);
    }
}

int view_ladder_edge(struct rect rect) {
    return rect.x + rect.width * 46 / 100;
}

static void paint_ladder(struct canvas *canvas, struct rect rect, const struct view *view) {
    const struct world_task *task = view_task(view);
    struct past past[PAST];
    struct rungs rungs;
    char summary[256];
    int edge = view_ladder_edge(rect);
    int y = rect.y, bottom = rect.y + rect.height;
    if (!task || task->phase == PHASE_NONE) {
        canvas_cut(canvas, rect.x + 2, y, rect.width - 3, ROLE_DIM, _("no call yet"));
        return;
    }
    collect(&rungs, view, view_enter(view, task));
    call_times_text(&rungs.times, summary, sizeof summary);
    int wanted = rungs.count + (summary[0] ? 1 : 0);
    int room = rect.height - wanted;
    int count = past_collect(past,
                             room < 0      ? 0
                             : room < PAST ? room
                                           : PAST,
                             view, view_enter(view, task));
    for (int i = 0; i < count; i++)
        past_paint(canvas, rect, edge, y++, &past[i]);
    int skip = wanted > rect.height ? wanted - rect.height : 0;
    for (int i = 0; i < rungs.count && y < bottom; i++)
        if (i == 0 || i > skip)
            paint_rung(canvas, rect, edge, y++, view, &rungs, i);
    if (y < bottom)
        canvas_cut(canvas, rect.x + 1, y, rect.width - 2, ROLE_WAIT, summary);
}

const struct view_ops view_ladder = {N_("ladder"), paint_ladder, NULL};
