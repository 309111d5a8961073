/* narrate: events as text: a call as it stands in the program, its result, a sentence. The story,
 * --plain, the stage and the ladder all say it with these words. Sentences are translated.
 * Each writes to out[size], returns out, and needs no more than NARRATE_MAX. Pure. */
#ifndef WAITSCOPE_NARRATE_H
#define WAITSCOPE_NARRATE_H

#include "lesson.h"
#include "narrate-call.h"
#include "trace.h"

enum { NARRATE_MAX = 512 };

/* seq of the enter event of the call that event `index` belongs to; SIZE_MAX if there is none. */
size_t narrate_enter_of(const struct trace *trace, size_t index);

/* "nonblocking.c 1000" of a measure event, and of a step that measures. */
char *narrate_measured(const struct event *measure, char *out, size_t size);
char *narrate_measured_step(const struct step *step, char *out, size_t size);

/* One word for what a client did ("sends"), untranslated. */
const char *narrate_act(const char *act);

/* What a step of the lesson is about to do: "A sends \"hello\"."; "" if it only speaks or asks. */
char *narrate_step(const struct step *step, char *out, size_t size);

/* Is the event told to a person? Those with a picture, what a page prints, and what the kernel did
 * not record. */
bool narrate_is_told(const struct trace *trace, size_t index);

/* The event as a sentence; `lesson` (may be NULL) knows the steps. */
char *narrate_event(const struct trace *trace, const struct lesson *lesson, size_t index, char *out,
                    size_t size);

/* What a client did, in one short sentence: "A stops reading.". */
char *narrate_client_short(const struct event *event, char *out, size_t size);

/* Of a return event: "wait 51.9 ms · wake-up 18 µs · copy 3.4 µs (tracepoint)"; "" if it was
 * neither seen to sleep nor to copy. */
char *narrate_times(const struct trace *trace, size_t index, char *out, size_t size);

#endif
