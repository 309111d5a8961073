#include <config.h>

#include "ladder-past.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "call-times.h"
#include "figures.h"
#include "ladder-row.h"
#include "narrate.h"

static void signal_make(struct past *past, const struct event *event) {
    *past = (struct past){.times = 1, .is_signal = true};
    field_format(FIELD_signal, event->signal, past->call, sizeof past->call);
    narrate_signal(event, past->result, sizeof past->result);
}

static void call_make(struct past *past, const struct view *view, size_t enter) {
    char time[48];
    struct call_times times;
    struct event room;
    *past = (struct past){.times = 1, .seq = enter};
    call_times_find(&times, view->trace, enter, view->position);
    narrate_call(trace_at(view->trace, enter, &room), past->call, sizeof past->call);
    if (times.returned < 0)
        return;
    const struct event *returned = trace_at(view->trace, times.return_seq, &room);
    past->failed = returned->result < 0;
    narrate_result(returned, past->result, sizeof past->result);
    if (times.slept)
        snprintf(past->wait, sizeof past->wait, "z %s",
                 figure_time(call_times_wait_end(&times) - times.entered, time, sizeof time));
}

static bool past_same(const struct past *a, const struct past *b) {
    return a->is_signal == b->is_signal && strcmp(a->call, b->call) == 0 &&
           strcmp(a->result, b->result) == 0 && !a->wait[0] && !b->wait[0];
}

void past_paint(struct canvas *canvas, struct rect rect, int edge, int y, const struct view *view,
                const struct past *past) {
    char text[200], call[NARRATE_MAX];
    struct event room;
    snprintf(text, sizeof text, past->times > 1 ? "%s  × %d%s" : "%s", past->result, past->times,
             past->more ? "+" : "");
    if (past->is_signal) {
        ladder_left_arrow(canvas, rect, edge, y, ROLE_CLIENT, past->call);
        ladder_kernel_half(canvas, rect, edge, y, ROLE_CLIENT, text, "");
        return;
    }
    const struct event *enter = trace_at(view->trace, past->seq, &room);
    ladder_call_text(canvas, rect, edge, enter, call, sizeof call);
    ladder_right_arrow(canvas, rect, edge, y, ROLE_TEXT, call);
    int right = rect.x + rect.width - 2;
    int used = canvas_cut(canvas, edge + 4, y, right - edge - 4,
                          past->failed ? ROLE_FAILED : ROLE_TEXT, text);
    int width = text_width(past->wait, SIZE_MAX, canvas->ascii);
    if (used + 1 + width <= right)
        canvas_text(canvas, right - width, y, ROLE_DIM, past->wait);
}

int past_collect(struct past *past, int most, const struct view *view, size_t enter) {
    struct event room;
    const struct trace_wanted wanted = {
        .kinds = TRACE_KIND(EVENT_ENTER) | TRACE_KIND(EVENT_SIGNAL) | TRACE_KIND(EVENT_TASK_START),
        .task = trace_at(view->trace, enter, &room)->task,
    };
    int count = 0;
    for (size_t i = trace_last_wanted(view->trace, enter, &wanted); i != SIZE_MAX;
         i = trace_last_wanted(view->trace, i, &wanted)) {
        const struct event *event = trace_at(view->trace, i, &room);
        struct past next;
        if (event->kind == EVENT_TASK_START)
            break;
        if (event->kind == EVENT_SIGNAL)
            signal_make(&next, event);
        else
            call_make(&next, view, i);
        if (count > 0 && past_same(&next, &past[most - count])) {
            past[most - count].more = past[most - count].times == PAST_TIMES;
            if (past[most - count].more)
                break;
            past[most - count].times++;
            continue;
        }
        if (count == most)
            break;
        past[most - ++count] = next;
    }
    memmove(past, past + most - count, count * sizeof *past);
    return count;
}
