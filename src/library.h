/* library: the lessons at hand, by name or by file, in the person's language. It owns every lesson
 * that it has read, so that sessions may borrow them. One thread. */
#ifndef WAITSCOPE_LIBRARY_H
#define WAITSCOPE_LIBRARY_H

#include "curriculum.h"
#include "lesson.h"
#include "paths.h"

struct library;

/* Reads nothing yet. Borrows both; language "" is English. */
struct library *library_new(const struct paths *paths, const char *language);
void library_free(struct library *library);

/* The order of the lessons, read once. NULL with a sentence. */
const struct curriculum *library_curriculum(struct library *library, struct error *error);

/* `name` is a lesson's id, or a file if it has a slash or ends in ".json". NULL with a sentence,
 * which suggests a likely name. A lesson that was read before is the same one again. */
const struct lesson *library_lesson(struct library *library, const char *name, struct error *error);

/* Is there a lesson file of that id? It may come from a trace: any text. */
bool library_has(const struct library *library, const char *id);

/* What a catalogue lacks, a line each, for `check`: calls `report` with the language, how many
 * texts are missing or stale, and a sentence about the first. False with a sentence if a catalogue
 * is broken. */
bool library_check_texts(struct library *library, const char *name,
                         void (*report)(const char *lesson, const char *language, int missing,
                                        int stale, const char *first),
                         struct error *error);

#endif
