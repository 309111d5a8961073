/* Why is the task where it is? Told from the world alone. */
#include <config.h>

#include "view.h"

#include <stdint.h>

#include "figures.h"
#include "i18n.h"
#include "kernel-words.h"
#include "narrate.h"
#include "view-task.h"
#include "why-asleep.h"
#include "why-returned.h"
#include "woken.h"

/* No page runs: why not? */
static void why_nobody(const struct world *world, const struct trace *trace,
                       const struct world_task *task, char *out, size_t size) {
    const uint32_t kinds =
        TRACE_KIND(EVENT_MEASURE) | TRACE_KIND(EVENT_COST) | TRACE_KIND(EVENT_TASK_START);
    size_t last = trace_last(trace, world->count, kinds);
    char page[128];
    struct event room;
    if (last != SIZE_MAX && trace_kind(trace, last) == EVENT_MEASURE)
        text_add(out, size,
                 _("%s was measured with its gates open: waitscope held no call and recorded none, "
                   "it only counted. The measurement is over, and the page has ended."),
                 narrate_measured(trace_at(trace, last, &room), page, sizeof page));
    else if (last != SIZE_MAX && trace_kind(trace, last) == EVENT_COST)
        text_add(out, size, "%s",
                 _("No server runs here: waitscope made the calls itself, and timed them."));
    else if (task)
        text_add(out, size, _("%s is gone."), task->name);
    else
        text_add(out, size, "%s", _("No server runs yet."));
}

/* Who sleeps, since when and by which evidence, and in which function of the kernel. */
static void since_add(const struct event *asleep, char *out, size_t size) {
    char time[48];
    const char *words = asleep->kernel ? kernel_words(asleep->kernel) : NULL;
    if (!event_has(asleep, FIELD_entered))
        return;
    figure_time(asleep->t - asleep->entered, time, sizeof time);
    if (asleep->evidence == EVIDENCE_PROC)
        text_add(out, size, _(" %s was seen asleep %s after it entered the kernel (/proc)"),
                 asleep->task, time);
    else
        text_add(out, size, _(" %s fell asleep %s after it entered the kernel (exact: %s)"),
                 asleep->task, time, evidence_name((enum evidence)asleep->evidence));
    if (asleep->kernel)
        text_add(out, size, _(", in the kernel function %s"), asleep->kernel);
    if (words)
        text_add(out, size, _(": %s"), _(words));
    text_add(out, size, "%s", _("."));
}

static void why_asleep(const struct world *world, const struct trace *trace,
                       const struct world_task *task, const struct event *enter, char *out,
                       size_t size) {
    struct event room;
    why_asleep_add(world, enter, out, size);
    since_add(trace_at(trace, task->latest, &room), out, size);
}

/* It is inside the call and no longer waits. */
static void why_inside(const struct trace *trace, const struct world *world,
                       const struct world_task *task, size_t enter, char *out, size_t size) {
    struct event room;
    struct call_times times;
    struct woken woken;
    const char *call = call_name(trace_at(trace, enter, &room)->call);
    call_times_find(&times, trace, enter, world->count);
    if (task->phase == PHASE_READY && times.slept)
        text_add(out, size,
                 _("The kernel has what %s waits for; %s has not run since: it is being woken."),
                 call, task->name);
    else
        text_add(out, size, _("%s is inside %s and not asleep."), task->name, call);
    woken_find(&woken, trace, enter, &times);
    text_add(out, size, " ");
    woken_add(&woken, &times, task->name, out, size);
}

/* The call has returned. */
static void why_returned(const struct world *world, const struct trace *trace,
                         const struct world_task *task, size_t enter, char *out, size_t size) {
    struct event room;
    struct call_times times;
    text_add(out, size,
             _("The kernel does not block %s: %s has returned, and waitscope holds it until you "
               "step."),
             task->name, call_name(trace_at(trace, enter, &room)->call));
    call_times_find(&times, trace, enter, world->count);
    why_returned_add(&times, trace, enter, out, size);
}

char *why_text(const struct world *world, const struct trace *trace, const struct world_task *task,
               char *out, size_t size) {
    out[0] = '\0';
    if (!task || task->gone) {
        why_nobody(world, trace, task, out, size);
        return out;
    }
    struct event room;
    size_t note = task_note(trace, world->count, task);
    if (note != SIZE_MAX) {
        text_add(out, size,
                 _("The kernel does not block %s: it is in the program, between two calls, and has "
                   "printed \"%s\". waitscope holds it there until you step."),
                 task->name, trace_at(trace, note, &room)->text);
        return out;
    }
    if (task->phase == PHASE_NONE) {
        text_add(out, size, _("%s has called nothing yet."), task->name);
        return out;
    }
    size_t latest = narrate_enter_of(trace, task->latest);
    latest = latest == SIZE_MAX ? task->enter : latest;
    const struct event *enter = trace_at(trace, latest, &room);
    const char *call = call_name(enter->call);
    if (task->phase == PHASE_ENTER)
        text_add(out, size,
                 _("The kernel does not block %s: waitscope holds it before %s, until you step."),
                 task->name, call);
    else if (task->phase == PHASE_RETURN)
        why_returned(world, trace, task, latest, out, size);
    else if (task->phase == PHASE_ASLEEP)
        why_asleep(world, trace, task, enter, out, size);
    else
        why_inside(trace, world, task, latest, out, size);
    return out;
}

/* What is measured now is not held anywhere: what is done with it is told instead. */
static void why_view(const struct view *view, char *out, size_t size) {
    const struct moment *moment = &view->moment;
    const struct step *step =
        view->lesson && moment->step >= 0 ? &view->lesson->steps[moment->step] : NULL;
    if (step && step->kind == STEP_MEASURE && !moment->done && (view->waiting || moment->begun))
        narrate_step(step, out, size);
    else
        why_text(view->world, view->trace, view_task(view), out, size);
}

static void paint_why(struct canvas *canvas, struct rect rect, const struct view *view) {
    char text[WHY_MAX];
    rect.x += 1;
    rect.width -= 2;
    why_view(view, text, sizeof text);
    canvas_wrap(canvas, rect, ROLE_TEXT, text);
}

static int why_height(const struct view *view, int width, bool ascii) {
    char text[WHY_MAX];
    why_view(view, text, sizeof text);
    return text_lines(text, width - 2, ascii);
}

const struct view_ops view_why = {N_("why is it here?"), paint_why, why_height};
