/* search-token: what a query consists of, and its numbers. Of use to search-read.c alone. */
#ifndef WAITSCOPE_SEARCH_TOKEN_H
#define WAITSCOPE_SEARCH_TOKEN_H

#include "search.h"

enum { WORD_MAX = 128 };

enum token_sort { TOKEN_END, TOKEN_WORD, TOKEN_QUOTED, TOKEN_RELATION };

struct token {
    enum token_sort sort;
    enum search_relation relation;
    char text[WORD_MAX]; /* without quotes */
};

struct reading {
    const char *rest;
    struct token token; /* the one that comes next */
    const struct trace *trace;
    struct error *error;
};

/* Each is false with a sentence. Takes the next token off the rest. */
bool token_next(struct reading *reading);
/* A whole number; a time with its unit as ns ("10ms", "1.5s", "0"). */
bool number_read(const struct reading *reading, const char *text, int64_t *value);
bool time_read(const struct reading *reading, const char *text, int64_t *ns);

/* Does it begin as a number does? */
bool is_number(const char *text);

#endif
