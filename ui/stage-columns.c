#include <config.h>

#include "stage-columns.h"

#include "page.h"

enum {
    READY = 5,       /* columns of what was asked and got, with a blank before them */
    BOTH_WIDTH = 78, /* from here on there is room for the client's socket too */
    ROOM_MIN = 4,
    ROOM_MAX = 24,
    GAP = 1,        /* between figures and words, besides the words' own blank */
    WORD_POLL = 11, /* "IN PRI" above "RDHUP", with a blank before it */
    WORD_EPOLL = 9, /* "IN RDHUP", "ONESHOT" */
};

bool stage_page_calls(const struct view *view, enum call call) {
    const struct trace *trace = view->trace;
    const struct trace_wanted wanted = {.kinds = TRACE_KIND(EVENT_ENTER),
                                        .calls = TRACE_CALL(call)};
    if (page_calls(view->source, call_name(call)))
        return true;
    size_t start = trace_last(trace, view->position, TRACE_KIND(EVENT_TASK_START));
    size_t found = trace_next_wanted(trace, start == SIZE_MAX ? 0 : start + 1, &wanted);
    return found < trace_count(trace) &&
           found < trace_next(trace, view->position, TRACE_KIND(EVENT_TASK_START));
}

enum stage_ready stage_asks(const struct view *view) {
    if (stage_page_calls(view, CALL_epoll_wait) || stage_page_calls(view, CALL_epoll_create1))
        return STAGE_EPOLL;
    if (stage_page_calls(view, CALL_poll))
        return STAGE_POLL;
    return stage_page_calls(view, CALL_select) ? STAGE_SELECT : STAGE_ASKS_NOT;
}

int stage_top(enum stage_ready asks) {
    return asks == STAGE_EPOLL ? 2 : 1;
}

/* Widths that depend on nothing but the screen's. */
static struct stage_columns columns_for(int width) {
    if (width >= 140)
        return (struct stage_columns){.client = 26, .task = width - 46, .fd = 13, .number = 9};
    if (width >= 96)
        return (struct stage_columns){
            .client = 17, .task = width - 28, .fd = width >= 120 ? 13 : 5, .number = 9};
    bool least = width < BOTH_WIDTH;
    return (struct stage_columns){.client = 12,
                                  .task = width - (least ? 18 : 20),
                                  .fd = 5,
                                  .number = least ? 6 : 7,
                                  .narrow = true};
}

/* Gauges of both sockets, at the right of them two letters or nothing. */
static void place_gauges(struct stage_columns *columns, int inside, bool both) {
    int ready = columns->asks == STAGE_SELECT ? READY : 0;
    int gauge = columns->label + 2 + columns->number;
    int room = (inside - ready - columns->fd - STAGE_ARROW - gauge * (1 + both)) / (1 + both);
    columns->room = room < 4 ? 4 : room > ROOM_MAX ? ROOM_MAX : room;
    columns->near = both ? columns->client + 1 : -1;
    columns->far = columns->client + 1 + STAGE_ARROW + both * (gauge + columns->room);
    columns->ready = ready ? columns->task - READY + 1 : -1;
}

/* Words need more room: first the client's socket goes, then the gauge, and the figure stays. */
static void place_words(struct stage_columns *columns, int inside) {
    int count = columns->asks == STAGE_EPOLL ? 3 : 2;
    int word = columns->asks == STAGE_EPOLL ? WORD_EPOLL : WORD_POLL;
    int gauge = columns->label + 2 + columns->number;
    int left = inside - STAGE_ARROW - columns->fd - count * word - GAP;
    bool both = left >= 2 * (gauge + ROOM_MIN);
    int room = (left - gauge * (1 + both)) / (1 + both);
    columns->room = room < ROOM_MIN ? 0 : room > ROOM_MAX ? ROOM_MAX : room;
    int used = columns->room > 0 ? gauge + columns->room : columns->label + columns->number;
    columns->near = both ? columns->client + 1 : -1;
    columns->far = columns->client + 1 + STAGE_ARROW + both * used;
    int first = columns->far + columns->fd + used + GAP;
    columns->word = (columns->task - first) / count - 1;
    for (int i = 0; i < STAGE_WORDS; i++)
        columns->words[i] = i < count ? columns->task - (count - i) * (columns->word + 1) + 1 : -1;
}

struct stage_columns stage_columns_make(const struct view *view, int width) {
    struct stage_columns columns = columns_for(width);
    int inside = columns.task - columns.client - 1;
    columns.asks = stage_asks(view);
    columns.ready = -1;
    bool words = columns.asks == STAGE_POLL || columns.asks == STAGE_EPOLL;
    columns.label = words && width < BOTH_WIDTH ? 0 : STAGE_LABEL;
    if (words)
        place_words(&columns, inside);
    else
        place_gauges(&columns, inside, width >= BOTH_WIDTH);
    return columns;
}
