/* Reads what `strace -f -X raw --timestamps=unix,ns --syscall-times=ns -o FILE` wrote (-ttt and -T
 * in nanoseconds). A line is one of these:
 *
 *     15355 1795274787.694 close(3)     = 0 <0.000027>
 *     15355 1795274787.697 accept(3, NULL, NULL <unfinished ...>
 *     15355 1795274787.715 <... accept resumed>) = ? ERESTARTSYS (To be restarted …) <0.001320>
 *     15355 1795274787.715 --- SIGIO {si_signo=29, si_code=0x1, …} ---
 *     15355 1795274787.716 +++ exited with 0 +++ */
#include <config.h>

#include "witness.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>

struct sighting *witness_add(struct witness *witness, int thread) {
    if (witness->count == witness->room) {
        witness->room = witness->room ? 2 * witness->room : 1024;
        witness->sightings =
            memory_grow(witness->sightings, witness->room, sizeof *witness->sightings);
    }
    struct sighting *sighting = &witness->sightings[witness->count++];
    memset(sighting, 0, sizeof *sighting);
    sighting->thread = thread;
    sighting->left = INT64_MAX;
    return sighting;
}

struct sighting *witness_open_call(struct witness *witness, int thread) {
    for (size_t i = witness->count; i-- > 0;) {
        struct sighting *sighting = &witness->sightings[i];
        if (sighting->thread == thread && !sighting->signal)
            return sighting->returned || sighting->interrupted ? NULL : sighting;
    }
    return NULL;
}

void witness_free(struct witness *witness) {
    free(witness->sightings);
    *witness = (struct witness){0};
}

/* "1795274787.693988452" */
static int64_t read_time(const char *text, char **end) {
    int64_t seconds = strtoll(text, end, 10);
    if (**end != '.')
        return seconds * INT64_C(1000000000);
    const char *fraction = *end + 1;
    int64_t ns = strtoll(fraction, end, 10);
    for (long digits = *end - fraction; digits < 9; digits++)
        ns *= 10;
    return seconds * INT64_C(1000000000) + ns;
}

/* What follows a string's closing quote. */
static const char *skip_string(const char *text) {
    for (text++; *text && *text != '"'; text++)
        if (*text == '\\' && text[1])
            text++;
    return *text ? text + 1 : text;
}

/* The comma, closing bracket or end of the line that ends the argument. */
static const char *skip_argument(const char *text) {
    int depth = 0;
    while (*text) {
        if (*text == '"') {
            text = skip_string(text);
            continue;
        }
        if (depth == 0 && (*text == ',' || *text == ')'))
            return text;
        depth += strchr("([{", *text) != NULL;
        depth -= strchr(")]}", *text) != NULL;
        text++;
    }
    return text;
}

/* Numbers as they are, NULL as 0, all else is there: 1. Returns where the arguments end: at their
 * closing bracket or the end of the line. */
static const char *read_arguments(const char *text, int64_t *arguments) {
    int count = 0;
    while (*text && *text != ')') {
        const char *end = skip_argument(text);
        char *after;
        int64_t number = strtoll(text, &after, 0);
        bool is_null = strncmp(text, "NULL", 4) == 0;
        if (arguments && count < SIGHTING_ARGUMENTS)
            arguments[count++] = after > text ? number : !is_null;
        text = *end == ',' ? end + 1 + strspn(end + 1, " ") : end;
    }
    return text;
}

/* "= 4 <0.000453>", "= -1 EAGAIN (Resource …) <…>", "= ? ERESTARTSYS (…) <…>", "= ?" */
static bool read_result(struct sighting *sighting, const char *text) {
    const char *lasted = strrchr(text, '<');
    char word[24] = "", *end;
    int64_t error = 0;

    if (strncmp(text, "= ", 2) != 0)
        return false;
    text += 2;
    sscanf(text + strcspn(text, " "), " %23[A-Z0-9_]", word);
    if (lasted)
        sighting->left = sighting->entered + read_time(lasted + 1, &end);
    if (*text == '?') {
        sighting->interrupted = strncmp(word, "ERESTART", 8) == 0;
        return true;
    }
    sighting->returned = true;
    sighting->result = strtoll(text, &end, 0);
    if (end == text)
        return false;
    if (sighting->result == -1 && word[0] == 'E' && field_parse(FIELD_error, word, &error))
        sighting->error = error;
    return true;
}

/* What follows the opening bracket, or "resumed>". */
static bool read_rest(struct sighting *sighting, const char *text, int64_t *arguments) {
    const char *end = read_arguments(text, arguments);

    if (*end != ')') /* unfinished */
        return true;
    return read_result(sighting, end + 1 + strspn(end + 1, " "));
}

static bool read_resumed(struct witness *witness, int thread, const char *text) {
    struct sighting *sighting = witness_open_call(witness, thread);
    const char *rest = strstr(text, " resumed>");

    if (!sighting || !rest)
        return false;
    rest += strlen(" resumed>");
    if (strstr(rest, "<unfinished ...>")) /* its thread was killed in it */
        return true;
    return read_rest(sighting, rest, NULL);
}

static bool read_signal(struct witness *witness, int thread, int64_t at, const char *text) {
    const char *number = strstr(text, "{si_signo="), *code = strstr(text, "si_code=");

    if (!number) /* "--- stopped by SIGSTOP ---" */
        return true;
    struct sighting *sighting = witness_add(witness, thread);
    sighting->signal = strtol(strchr(number, '=') + 1, NULL, 0);
    sighting->code = code ? (int)strtoll(strchr(code, '=') + 1, NULL, 0) : 0;
    sighting->entered = sighting->left = at;
    return true;
}

static bool read_call(struct witness *witness, int thread, int64_t at, const char *text) {
    size_t length = strcspn(text, "(");
    struct sighting *sighting = witness_add(witness, thread);

    if (text[length] != '(')
        return false;
    snprintf(sighting->name, sizeof sighting->name, "%.*s", (int)length, text);
    sighting->entered = at;
    return read_rest(sighting, text + length + 1, sighting->arguments);
}

static bool read_line(struct witness *witness, const char *line) {
    char *end;
    int thread = strtol(line, &end, 10);
    int64_t at = read_time(end, &end);

    if (thread <= 0 || *end != ' ')
        return false;
    end++;
    if (strncmp(end, "+++ ", 4) == 0)
        return true;
    if (strncmp(end, "--- ", 4) == 0)
        return read_signal(witness, thread, at, end);
    if (strncmp(end, "<... ", 5) == 0)
        return read_resumed(witness, thread, end);
    return read_call(witness, thread, at, end);
}

bool witness_read_strace(struct witness *witness, FILE *log, struct error *error) {
    char *line = NULL;
    size_t room = 0;
    bool good = true;

    *witness = (struct witness){.grain = 1};
    while (good && getline(&line, &room, log) > 0) {
        line[strcspn(line, "\n")] = '\0';
        good = read_line(witness, line);
        if (!good)
            error_set(error, "strace wrote what is not understood: %.200s", line);
    }
    free(line);
    return good;
}
