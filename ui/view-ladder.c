/* The ladder: Stevens's figure of one call, drawn from this run. The latest call in full, those
 * before it a row each. A boundary that was not observed has no row; each carries the mark of its
 * evidence, and where several tell of one, the best is drawn.
 *
 *     program                    │ kernel
 *     accept(3) ─────────────────┼─▶ 4
 *     recv(4, 1024 B) ───────────┼─▶                          ┐
 *        z asleep                │  seen at +1.2 ms     proc  │
 *                                │  A sends 5 bytes           │
 *                                │  bytes +51.9 ms timestamp  ┘
 *     ◀─────────── 5 "hello" ────┤  96 µs later       syscall
 *     wait 51.9 ms · wake and copy ≤ 96 µs · CPU ≤ 31 µs
 *
 * With the kernel's own record:
 *
 *     recv(4, 1024 B) ───────────┼─▶ +1.4 µs        tracepoint ┐
 *        z asleep                │  +4.1 µs         tracepoint │
 *                                │  A sends 5 bytes            │
 *                                │  ready +250 µs   tracepoint ┘
 *        ▁ woken by A            │  18.8 µs later   tracepoint
 *        █ copies                │  1.2 µs later    tracepoint
 *     ◀─────────── 5 "hello" ────┤  2.9 µs later    tracepoint
 *     wait 250 µs · wake-up 18.8 µs · copy 3.4 µs
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
#include "ladder-rungs.h"
#include "narrate.h"
#include "woken.h"

enum { PAST = 40 };

static void since_text(const struct rungs *rungs, int64_t t, const char *format, char *out,
                       size_t size) {
    char time[48];
    snprintf(out, size, format, figure_time(t - rungs->times.entered, time, sizeof time));
}

/* The latest boundary of those that are drawn, after the sleep and before `t`; -1: there is none.
 */
static int64_t boundary_before(const struct call_times *times, int64_t t) {
    const int64_t wait_end = times->ready >= 0 ? times->ready : times->woken;
    const int64_t all[] = {wait_end, times->awake, times->copy};
    int64_t latest = -1;
    for (size_t i = 0; times->slept && i < sizeof all / sizeof all[0]; i++)
        if (all[i] >= times->entered && all[i] > latest && all[i] < t)
            latest = all[i];
    return latest;
}

/* Since the call was entered; what follows the wait, which is ten thousand times as long, since the
 * boundary before. */
static void when_text(const struct rungs *rungs, int64_t t, char *out, size_t size) {
    char time[48];
    int64_t before = boundary_before(&rungs->times, t);
    if (before < 0)
        since_text(rungs, t, "+%s", out, size);
    else
        snprintf(out, size, _("%s later"), figure_time(t - before, time, sizeof time));
}

static void paint_arrival(struct canvas *canvas, struct rect rect, int edge, int y,
                          const struct rungs *rungs) {
    const struct call_times *times = &rungs->times;
    char text[128];
    if (times->arrived < times->entered)
        snprintf(text, sizeof text, "%s", _("already there"));
    else
        since_text(rungs, times->arrived,
                   times->arrivals == 1 ? _("bytes +%s") : _("last bytes +%s"), text, sizeof text);
    ladder_kernel_half(canvas, rect, edge, y, ROLE_CLIENT, text, evidence_name(EVIDENCE_TIMESTAMP));
}

static const char *mark_of(const struct event *event) {
    return event_has(event, FIELD_evidence) ? evidence_name(event->evidence) : "";
}

/* "▁ woken by A" */
static void paint_waker(struct canvas *canvas, struct rect rect, int edge, int y,
                        const struct view *view, const struct rungs *rungs) {
    struct woken woken;
    char text[128];
    woken_find(&woken, view->trace, rungs->enter, &rungs->times);
    if (woken.by == WAKER_CLIENT)
        snprintf(text, sizeof text, _("woken by %s"), woken.name);
    else
        snprintf(text, sizeof text, "%s",
                 woken.by == WAKER_CLOCK ? _("its time is over") : _("awake"));
    int x = canvas_text(canvas, rect.x + 4, y, ROLE_WAIT, "▁ ");
    canvas_cut(canvas, x, y, edge - x - 1, ROLE_WAIT, text);
}

static void phase_text(const struct rungs *rungs, const struct event *event, char *out,
                       size_t size) {
    bool seen = event->kind == EVENT_ASLEEP && event->evidence == EVIDENCE_PROC;
    if (event->kind == EVENT_READY)
        since_text(rungs, event->t, _("ready +%s"), out, size);
    else if (seen) /* later than it fell asleep */
        since_text(rungs, event->t, _("seen at +%s"), out, size);
    else
        when_text(rungs, event->t, out, size);
}

static void paint_phase(struct canvas *canvas, struct rect rect, int edge, int y,
                        const struct view *view, const struct rungs *rungs,
                        const struct event *event) {
    char text[128];
    bool asleep = event->kind == EVENT_ASLEEP;
    if (asleep)
        canvas_format(canvas, rect.x + 4, y, ROLE_ASLEEP, "z %s", _("asleep"));
    else if (event->kind == EVENT_AWAKE)
        paint_waker(canvas, rect, edge, y, view, rungs);
    else if (event->kind == EVENT_COPY)
        canvas_format(canvas, rect.x + 4, y, ROLE_COPY, "█ %s", _("copies"));
    phase_text(rungs, event, text, sizeof text);
    ladder_kernel_half(canvas, rect, edge, y, asleep ? ROLE_ASLEEP : ROLE_COPY, text,
                       mark_of(event));
}

/* The task was made runnable, and nothing says more of what it waited for. */
static void paint_woken(struct canvas *canvas, struct rect rect, int edge, int y,
                        const struct rungs *rungs) {
    char text[128];
    since_text(rungs, rungs->times.woken, _("woken +%s"), text, sizeof text);
    ladder_kernel_half(canvas, rect, edge, y, ROLE_COPY, text,
                       evidence_name(rungs->times.awake_by));
}

/* The kernel's half of a call's first row: when it was entered, if the kernel itself says so. */
static void paint_enter(struct canvas *canvas, struct rect rect, int edge, int y,
                        const struct rungs *rungs, const struct event *event) {
    char text[NARRATE_MAX];
    ladder_right_arrow(canvas, rect, edge, y, ROLE_CALL,
                       ladder_call_text(canvas, rect, edge, event, text, sizeof text));
    if (rungs->times.kernel_entered < 0)
        return;
    since_text(rungs, rungs->times.kernel_entered, "+%s", text, sizeof text);
    ladder_kernel_half(canvas, rect, edge + 1, y, ROLE_TEXT, text,
                       evidence_name(EVIDENCE_TRACEPOINT));
}

static void paint_return(struct canvas *canvas, struct rect rect, int edge, int y,
                         const struct rungs *rungs, const struct event *event) {
    char result[256], data[64], text[128];
    narrate_result(event, result, sizeof result);
    bool brings = event->call == CALL_recv || event->call == CALL_read;
    if (brings && event->data.size && event->data.size <= 16)
        text_add(result, sizeof result, " %s", narrate_bytes(event, 16, data, sizeof data));
    ladder_left_arrow(canvas, rect, edge, y, event->result < 0 ? ROLE_FAILED : ROLE_CALL, result);
    bool exact = event_has(event, FIELD_kernel_left);
    when_text(rungs, call_times_end(&rungs->times), text, sizeof text);
    ladder_kernel_half(canvas, rect, edge, y, ROLE_TEXT, text,
                       exact ? evidence_name(EVIDENCE_TRACEPOINT) : mark_of(event));
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
        bool open = last && call_times_wait_end(&rungs->times) == INT64_MAX;
        canvas_text(canvas, rect.x + rect.width - 1, y, ROLE_WAIT,
                    first && last   ? "─"
                    : first         ? "┐"
                    : last && !open ? "┘"
                                    : "│");
    }
    if (rung->kind != RUNG_EVENT) {
        (rung->kind == RUNG_WOKEN ? paint_woken : paint_arrival)(canvas, rect, edge, y, rungs);
        return;
    }
    struct event room;
    const struct event *event = trace_at(view->trace, rung->seq, &room);
    switch ((enum event_kind)event->kind) {
    case EVENT_ENTER:
        paint_enter(canvas, rect, edge, y, rungs, event);
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
        narrate_client_short(event, text, sizeof text);
        ladder_kernel_half(canvas, rect, edge, y, ROLE_CLIENT, text, "");
        break;
    default:
        paint_phase(canvas, rect, edge, y, view, rungs, event);
    }
}

int view_ladder_edge(struct rect rect) {
    return rect.x + rect.width * 46 / 100;
}

/* What the call's parts took; and its CPU time, if there is room: the stage says that too. */
static void summary_make(const struct call_times *times, int width, bool ascii, char *out,
                         size_t size) {
    char time[48], cpu[96];
    call_times_text(times, out, size);
    if (!out[0] || times->cpu < 0 || times->count > 1)
        return;
    snprintf(cpu, sizeof cpu, _(" · CPU ≤ %s"), figure_time(times->cpu, time, sizeof time));
    if (text_width(out, SIZE_MAX, ascii) + text_width(cpu, SIZE_MAX, ascii) <= width)
        text_add(out, size, "%s", cpu);
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
    rungs_collect(&rungs, view, view_enter(view, task));
    summary_make(&rungs.times, rect.width - 2, canvas->ascii, summary, sizeof summary);
    int wanted = rungs.count + (summary[0] ? 1 : 0);
    int room = rect.height - wanted;
    int count = past_collect(past,
                             room < 0      ? 0
                             : room < PAST ? room
                                           : PAST,
                             view, view_enter(view, task));
    for (int i = 0; i < count; i++)
        past_paint(canvas, rect, edge, y++, view, &past[i]);
    rungs_thin(&rungs, view, wanted - rect.height);
    for (int i = 0; i < rungs.count && y < bottom; i++)
        paint_rung(canvas, rect, edge, y++, view, &rungs, i);
    if (y < bottom)
        canvas_cut(canvas, rect.x + 1, y, rect.width - 2, ROLE_WAIT, summary);
}

const struct view_ops view_ladder = {N_("ladder"), paint_ladder, NULL};
