/* The ladder: Stevens's figure of one call, drawn from this run. The latest call in full, those before
 * it a row each. A boundary that was not observed has no row; each carries the mark of its evidence.
 *
 *     program                    │ kernel
 *     accept(3) ─────────────────┼─▶ 4
 *     recv(4, 1024 B) ───────────┼─▶                          ┐
 *        z asleep                │  seen at +1.2 ms     proc  │
 *                                │  A sends 5 bytes           │
 *                                │  arrived +51.9 ms timestamp┘
 *     ◀─────────── 5 "hello" ────┤  +52.0 ms          syscall
 *     wait 51.9 ms · wake and copy ≤ 96 µs · CPU 31 µs
 */
#include <config.h>

#include "view.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "call-times.h"
#include "figures.h"
#include "i18n.h"
#include "narrate.h"

enum { RUNGS = 24 };

/* A row of the latest call. */
struct rung {
    int64_t t; /* rows stand in the order of time */
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

static bool is_shown(const struct event *event, const char *task) {
    if (event->kind == EVENT_CLIENT)
        return true;
    return event->task == task && event->kind >= EVENT_ENTER && event->kind <= EVENT_RETURN;
}

/* The rows of the call that was entered at `enter`. */
static void collect(struct rungs *rungs, const struct view *view, size_t enter) {
    const char *task = trace_at(view->trace, enter)->task;
    *rungs = (struct rungs){.count = 0};
    call_times_find(&rungs->times, view->trace, enter, view->position);
    for (size_t i = enter; i < view->position; i++) {
        const struct event *event = trace_at(view->trace, i);
        if (is_shown(event, task))
            rung_add(rungs, event->t, i);
        if (event->kind == EVENT_RETURN && event->task == task)
            break;
    }
    const struct call_times *times = &rungs->times;
    if (times->arrived >= 0)
        rung_add(rungs, times->arrived < times->entered ? times->entered : times->arrived,
                 SIZE_MAX);
    for (int i = 0; i < rungs->count; i++)
        rungs->at[i].waits = times->slept && rungs->at[i].t <= call_times_wait_end(times);
}

static void left_arrow(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                       const char *text) {
    int width = text_width(text, SIZE_MAX, canvas->ascii);
    int room = edge - rect.x - 4;
    int x = edge - 2 - (width < room ? width : room);
    canvas_hline(canvas, rect.x + 1, y, edge - rect.x - 1, ROLE_RULE);
    canvas_text(canvas, rect.x + 1, y, role, "◀");
    canvas_cut(canvas, x, y, room, role, text);
    canvas_text(canvas, edge, y, ROLE_RULE, "┤");
}

static void right_arrow(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                        const char *text) {
    int x = canvas_cut(canvas, rect.x + 1, y, edge - rect.x - 3, role, text) + 1;
    canvas_hline(canvas, x, y, edge - x, ROLE_RULE);
    canvas_text(canvas, edge, y, ROLE_RULE, "┼");
    canvas_text(canvas, edge + 1, y, ROLE_RULE, "─");
    canvas_text(canvas, edge + 2, y, role, "▶");
}

/* The kernel's half of a row: words, then the mark of the evidence at the right. */
static void kernel_half(struct canvas *canvas, struct rect rect, int edge, int y, enum role role,
                        const char *text, const char *mark) {
    int right = rect.x + rect.width - 2;
    int width = text_width(mark, SIZE_MAX, canvas->ascii);
    int room = right - edge - 3;
    bool both = text_width(text, SIZE_MAX, canvas->ascii) + 1 + width <= room;
    canvas_cut(canvas, edge + 3, y, room, role, text);
    if (both)
        canvas_text(canvas, right - width, y, ROLE_DIM, mark);
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
        snprintf(text, sizeof text, "%s", _("the bytes were there already"));
    else
        since_text(rungs, times->arrived,
                   times->arrivals == 1 ? _("bytes arrive +%s") : _("latest arrival +%s"), text,
                   sizeof text);
    kernel_half(canvas, rect, edge, y, ROLE_CLIENT, text, evidence_name(EVIDENCE_TIMESTAMP));
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
    kernel_half(canvas, rect, edge, y, asleep ? ROLE_ASLEEP : ROLE_COPY, text, mark_of(event));
}

static void paint_return(struct canvas *canvas, struct rect rect, int edge, int y,
                         const struct rungs *rungs, const struct event *event) {
    char result[256], data[64], text[128];
    narrate_result(event, result, sizeof result);
    if (event->data.size && (event->call == CALL_recv || event->call == CALL_read))
        text_add(result, sizeof result, " %s",
                 figure_data(event->data, false, 10, data, sizeof data));
    left_arrow(canvas, rect, edge, y, event->result < 0 ? ROLE_FAILED : ROLE_CALL, result);
    since_text(rungs, event->t, "+%s", text, sizeof text);
    kernel_half(canvas, rect, edge, y, ROLE_TEXT, text, mark_of(event));
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
                    first && last ? "─" : first ? "┐" : last && !open ? "┘" : "│");
    }
    if (rung->seq == SIZE_MAX) {
        paint_arrival(canvas, rect, edge, y, rungs);
        return;
    }
    const struct event *event = trace_at(view->trace, rung->seq);
    switch ((enum event_kind)event->kind) {
    case EVENT_ENTER:
        right_arrow(canvas, rect, edge, y, ROLE_CALL, narrate_call(event, text, sizeof text));
        break;
    case EVENT_RETURN:
        paint_return(canvas, rect, edge, y, rungs, event);
        break;
    case EVENT_CLIENT:
        narrate_event(view->trace, view->lesson, rung->seq, text, sizeof text);
        kernel_half(canvas, rect, edge, y, ROLE_CLIENT, text, "");
        break;
    default:
        paint_phase(canvas, rect, edge, y, rungs, event);
    }
}

/* A call that is over, in one row. */
static void paint_past(struct canvas *canvas, struct rect rect, int edge, int y,
                       const struct view *view, size_t enter) {
    char text[NARRATE_MAX], wait[64], time[48];
    struct call_times times;
    call_times_find(&times, view->trace, enter, view->position);
    right_arrow(canvas, rect, edge, y, ROLE_TEXT,
                narrate_call(trace_at(view->trace, enter), text, sizeof text));
    if (times.returned < 0)
        return;
    const struct event *returned = trace_at(view->trace, times.return_seq);
    wait[0] = '\0';
    if (times.slept)
        snprintf(wait, sizeof wait, "z %s",
                 figure_time(call_times_wait_end(&times) - times.entered, time, sizeof time));
    kernel_half(canvas, rect, edge + 1, y, returned->result < 0 ? ROLE_FAILED : ROLE_TEXT,
                narrate_result(returned, text, sizeof text), wait);
}

/* The enter events of the task's latest calls, oldest first. Returns how many. */
static int latest_calls(const struct view *view, const struct world_task *task, size_t *calls,
                        int most) {
    int count = 0;
    for (size_t i = view->position; i > 0 && count < most; i--) {
        const struct event *event = trace_at(view->trace, i - 1);
        if (event->kind == EVENT_ENTER && event->task == task->name)
            calls[count++] = i - 1;
    }
    for (int i = 0; i < count / 2; i++) {
        size_t swap = calls[i];
        calls[i] = calls[count - 1 - i];
        calls[count - 1 - i] = swap;
    }
    return count;
}

static void paint_ladder(struct canvas *canvas, struct rect rect, const struct view *view) {
    const struct world_task *task = view_task(view);
    size_t calls[64];
    struct rungs rungs;
    char summary[256];
    int edge = rect.x + rect.width / 2 - 1;
    int y = rect.y, bottom = rect.y + rect.height;
    if (!task || task->phase == PHASE_NONE) {
        canvas_cut(canvas, rect.x + 2, y, rect.width - 3, ROLE_DIM, _("no call yet"));
        return;
    }
    collect(&rungs, view, task->enter);
    call_times_text(&rungs.times, summary, sizeof summary);
    int wanted = rungs.count + (summary[0] ? 1 : 0);
    int past = rect.height - wanted;
    int count = latest_calls(view, task, calls, past < 0 ? 1 : past < 63 ? past + 1 : 64);
    for (int i = 0; i + 1 < count; i++)
        paint_past(canvas, rect, edge, y++, view, calls[i]);
    int skip = wanted > rect.height ? wanted - rect.height : 0;
    for (int i = 0; i < rungs.count && y < bottom; i++)
        if (i == 0 || i > skip)
            paint_rung(canvas, rect, edge, y++, view, &rungs, i);
    if (y < bottom)
        canvas_cut(canvas, rect.x + 1, y, rect.width - 2, ROLE_WAIT, summary);
}

const struct view_ops view_ladder = {N_("ladder"), paint_ladder, NULL};
