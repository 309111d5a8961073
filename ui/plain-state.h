/* plain-state: what the files of --plain share. Of no use to others. */
#ifndef WAITSCOPE_PLAIN_STATE_H
#define WAITSCOPE_PLAIN_STATE_H

#include "finder.h"
#include "plain-write.h"
#include "walk.h"

/* One session being played. */
struct plain {
    const struct plain_options *options;
    const struct host *host;
    const struct lesson *lesson; /* NULL: a recording without it */
    struct session *session;
    struct player *player;
    struct walk walk;
    struct plain_input *input;
    struct finder finder;
    bool searches;         /* it knows what for */
    const char **failures; /* walk_failures() of the steps that are told */
    size_t told;           /* events before this one were said */
    int hints;
    bool quit;
};

/* plain.c: to the step of that number, from 1. */
void plain_go_to(struct plain *plain, const char *number);

/* plain-tell.c: the text as lines; "Step 4 of 14. A sends \"hello\"."; the place with what happened
 * since the last telling; that the last step, which has been told, is the end. */
void plain_say(const struct plain *plain, const char *text);
void plain_tell_heading(struct plain *plain);
void plain_tell_place(struct plain *plain);
void plain_tell_end(struct plain *plain, const struct moment *moment);

/* plain-find.c: "recv EAGAIN": to an event, "5": to step 5; to the next hit, or the one before. */
void plain_search(struct plain *plain, const char *query);
void plain_find(struct plain *plain, bool back);

#endif
