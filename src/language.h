/* language: the locale, and the language of texts. Once, at the start of main. */
#ifndef WAITSCOPE_LANGUAGE_H
#define WAITSCOPE_LANGUAGE_H

#include "error.h"
#include "paths.h"

/* Takes the locale of the environment. One that is not UTF-8 gets the characters of C.UTF-8, so
 * that every text can be shown. */
void language_start(void);

/* Binds the message catalogue and finds the folder of the lessons' translations. `wanted` is what
 * --lang says, or NULL: as the environment has it. Writes the language to out[size], "" for
 * English. False with a sentence if it was asked for and is not there. */
bool language_choose(const struct paths *paths, const char *wanted, char *out, unsigned long size,
                     struct error *error);

#endif
