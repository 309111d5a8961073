#include <config.h>

#include "ladder-past.h"

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
    *past = (struct past){.times = 1};
    call_times_find(&times, view->trace, enter, view->position);
    narrate_call(trace_at(view->trace, enter), past->call, sizeof past->call);
    if (times.returned < 0)
        return;
    const struct event *returned = trace_at(view->trace, times.return_seq);
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

void past_paint(struct canvas *canvas, struct rect rect, int edge, int y, const struct past *past) {
    char text[200];
    snprintf(text, sizeof text, past->times > 1 ? "%s  × %d" : "%s", past->result, past->times);
    if (past->is_signal) {
        ladder_left_arrow(canvas, rect, edge, y, ROLE_CLIENT, past->call);
        ladder_kernel_half(canvas, rect, edge, y, ROLE_CLIENT, text, "");
        return;
    }
    ladder_right_arrow(canvas, rect, edge, y, ROLE_TEXT, past->call);
    ladder_kernel_half(canvas, rect, edge + 1, y, past->failed ? ROLE_FAILED : ROLE_TEXT, text,
                       past->wait);
}

int past_collect(struct past *past, int most, const struct view *view, size_t enter) {
    const char *task = trace_at(view->trace, enter)->task;
    int count = 0;
    for (size_t i = enter; i > 0; i--) {
        const struct event *event = trace_at(view->trace, i - 1);
        struct past next;
        if (event->task != task || (event->kind != EVENT_ENTER && event->kind != EVENT_SIGNAL))
            continue;
        if (event->kind == EVENT_SIGNAL)
            signal_make(&next, event);
        else
            call_make(&next, view, i - 1);
        if (count > 0 && past_same(&next, &past[most - count])) {
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
