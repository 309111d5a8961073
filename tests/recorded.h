/* recorded: the recordings in tests/traces with their lessons, for tests of the screen. */
#ifndef WAITSCOPE_TEST_RECORDED_H
#define WAITSCOPE_TEST_RECORDED_H

#include <stdio.h>

#include "host.h"

enum { RECORDED = 13 };

/* Their names in the order of the curriculum. */
extern const char *const recorded_names[RECORDED];

/* Sets a UTF-8 locale. Chinese texts come from the catalogue that the build made. */
void recorded_locale(bool chinese);

/* A replay of tests/traces/NAME.jsonl with its lesson; `live` makes it say that it is a live run.
 * "phases-exact" is the lesson "phases" as the kernel's tracepoints saw it; the others are of /proc
 * alone. The lesson lives until recorded_free(). The caller frees the session. */
struct session *recorded_open(const char *name, bool live);
void recorded_free(void);

/* A host whose lessons are the recordings, opened as if they were live. `done` counts in *done. */
struct host recorded_host(int *done);

/* Is the text what stands in tests/golden/NAME? With GENERATE=1 it is written there. If it is not,
 * a comment says where they differ. */
bool golden_is(const char *name, const char *text);

/* The whole of a file as text, NULL if there is none. The caller frees it. */
char *text_of_file(const char *path);

#endif
