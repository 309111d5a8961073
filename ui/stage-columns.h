/* stage-columns: where things stand on the stage at a width. Pure.
 *
 * A page that asks for readiness has columns for that: select's two letters, poll's events and
 * revents in words, or what epoll keeps, what it reported, and what poll says now:
 *
 *     fd 4 in ▕██▁▁▏ 5 R ●    fd 4 in ▕██▏ 5  IN PRI   IN       fd 4 in 1,024  IN ET  IN  IN OUT
 */
#ifndef WAITSCOPE_STAGE_COLUMNS_H
#define WAITSCOPE_STAGE_COLUMNS_H

#include "view.h"

enum {
    STAGE_LABEL = 3, /* "in " or "out" before a gauge */
    STAGE_ARROW = 3, /* between the client's and the server's socket */
    STAGE_WORDS = 3, /* columns of words at most */
};

/* How the page asks for readiness. */
enum stage_ready { STAGE_ASKS_NOT, STAGE_SELECT, STAGE_POLL, STAGE_EPOLL };

struct stage_columns {
    int client;    /* first edge */
    int task;      /* second edge */
    int near, far; /* where the client's and the server's gauges begin; near < 0: no room */
    int room;      /* of a gauge; 0: only its figure is shown */
    int label;     /* width of what stands before a gauge */
    int fd;        /* width of a descriptor's name */
    int number;    /* width of a figure with its mark */
    enum stage_ready asks;
    int ready;              /* SELECT: where asked and got stand */
    int words[STAGE_WORDS]; /* POLL, EPOLL: where asked, got and (EPOLL) now stand */
    int word;               /* their width */
    bool narrow;
};

struct stage_columns stage_columns_make(const struct view *view, int width);

/* Does the page that runs here call it anywhere? Known from the page's text, so that nothing moves
 * once it does; without the text, as far as the run is known. */
bool stage_page_calls(const struct view *view, enum call call);

/* Rows of the stage below its heading: listener, epoll, clients, what was copied. */
int stage_top(enum stage_ready asks); /* the first client's */
enum stage_ready stage_asks(const struct view *view);

#endif
