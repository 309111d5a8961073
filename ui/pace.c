#include <config.h>

#include "pace.h"

#include <string.h>

enum {
    EVENT_MS = 1300,
    READ_MS = 1500,    /* a text, at least */
    READ_CHAR_MS = 45, /* and for each of its characters */
};

static int64_t letters(const char *text) {
    return text ? (int64_t)strlen(text) : 0;
}

int64_t pace_moment(const struct moment *moment, const struct lesson *lesson) {
    if (moment->told < 0 || moment->told != moment->step)
        return EVENT_MS;
    int64_t read = letters(lesson->steps[moment->told].say);
    for (int i = 0; i < moment->asks; i++)
        read += letters(lesson->steps[moment->ask + i].because);
    return READ_MS + read * READ_CHAR_MS;
}

int64_t pace_question(const struct step *question) {
    int64_t read = letters(question->ask);
    for (int i = 0; i < question->choice_count; i++)
        read += letters(question->choices[i].text);
    return READ_MS + read * READ_CHAR_MS;
}
