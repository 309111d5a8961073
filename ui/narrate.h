/* narrate: events as text: a call as it stands in the program, its result, a sentence. The story,
 * --plain, the stage and the ladder all say it with these words. Sentences are translated.
 * Each writes to out[size], returns out, and needs no more than NARRATE_MAX. Pure. */
#ifndef WAITSCOPE_NARRATE_H
#define WAITSCOPE_NARRATE_H

#include "lesson.h"
#include "trace.h"

enum { NARRATE_MAX = 512 };

/* seq of the enter event of the call that event `index` belongs to; SIZE_MAX if there is none. */
size_t narrate_enter_of(const struct trace *trace, size_t index);

/* "recv(4, 1024 B)", "select(6, R{3 4 5})", "poll(3 descriptors)", "epoll_ctl(4, ADD, 5, IN|ET)" of
 * an enter event. */
char *narrate_call(const struct event *enter, char *out, size_t size);

/* "5", "-1 EAGAIN × 1,000", "1 R{4}", "1 {4 IN|RDHUP}" of a return event. */
char *narrate_result(const struct event *returned, char *out, size_t size);

/* The bytes that an event moved: "\"hello\"" in at most `max` characters, "500 B" if they are many,
 * "" if there are none. */
char *narrate_bytes(const struct event *event, size_t max, char *out, size_t size);

/* "fd 4, POLL_IN, IN|RDNORM" of a signal event: what it says besides its name. */
char *narrate_signal(const struct event *signal, char *out, size_t size);

/* "nonblocking.c 1000" of a measure event, and of a step that measures. */
char *narrate_measured(const struct event *measure, char *out, size_t size);
char *narrate_measured_step(const struct step *step, char *out, size_t size);

/* One word for what a client did ("sends"), untranslated. */
const char *narrate_act(const char *act);

/* What a step of the lesson is about to do: "A sends \"hello\"."; "" if it only speaks or asks. */
char *narrate_step(const struct step *step, char *out, size_t size);

/* The event as a sentence; `lesson` (may be NULL) knows the steps. */
char *narrate_event(const struct trace *trace, const struct lesson *lesson, size_t index, char *out,
                    size_t size);

#endif
