/* A query as terms. */
#include <config.h>

#include "search-token.h"

#include "i18n.h"

#include <ctype.h>
#include <string.h>

/* Fields that are ns, since the run began or of something. */
static bool is_time(enum field field) {
    switch (field) {
    case FIELD_t:
    case FIELD_timeout:
    case FIELD_entered:
    case FIELD_arrived:
    case FIELD_cpu:
    case FIELD_kernel_entered:
    case FIELD_kernel_left:
    case FIELD_seen:
    case FIELD_woken:
    case FIELD_slept:
    case FIELD_per_call:
    case FIELD_inside:
    case FIELD_copied:
    case FIELD_wall:
    case FIELD_latency:
    case FIELD_latency_99:
    case FIELD_latency_max:
        return true;
    default:
        return false;
    }
}

/* ---- comparisons ---- */

/* A text of the trace; what is not there is said: nothing could be found. */
static bool name_read(const struct reading *reading, const char *text, const char **name) {
    *name = trace_find_text(reading->trace, text);
    return *name || error_set(reading->error, _("nothing in the trace is called \"%s\""), text);
}

static bool is_ordered(enum search_relation relation) {
    return relation != SEARCH_IS && relation != SEARCH_IS_NOT;
}

static bool field_value_read(const struct reading *reading, struct search_term *term,
                             const char *text) {
    switch (field_row(term->field)->type) {
    case TYPE_INT:
        return is_time(term->field) ? time_read(reading, text, &term->number)
                                    : number_read(reading, text, &term->number);
    case TYPE_SET:
    case TYPE_LIST:
        return number_read(reading, text, &term->number);
    case TYPE_TEXT:
        return name_read(reading, text, &term->name);
    case TYPE_DATA:
        return error_set(reading->error, _("bytes are looked for in quotes alone: \"%s\""), text);
    default:
        return field_parse(term->field, text, &term->number) ||
               error_set(reading->error, _("\"%s\" is no value of \"%s\""), text,
                         field_row(term->field)->name);
    }
}

/* Words that are compared and are no field. */
static bool figure_find(const char *word, struct search_term *term) {
    if (strcmp(word, "took") == 0)
        term->sort = SEARCH_TOOK;
    else if (strcmp(word, "sent") == 0 || strcmp(word, "received") == 0)
        term->sort = SEARCH_MOVED;
    else if (strcmp(word, "asleep") == 0 || strcmp(word, "ready") == 0 || strcmp(word, "copy") == 0)
        term->sort = SEARCH_LASTS;
    else
        return false;
    term->out = word[0] == 's';
    term->kind = word[0] == 'a' ? EVENT_ASLEEP : word[0] == 'r' ? EVENT_READY : EVENT_COPY;
    return true;
}

/* "word relation", and the value is the token that comes next. */
static bool comparison_read(struct reading *reading, const char *word, struct search_term *term) {
    const char *value = reading->token.text;
    if (reading->token.sort == TOKEN_END || reading->token.sort == TOKEN_RELATION)
        return error_set(reading->error, _("what shall \"%s\" be compared with?"), word);
    if (figure_find(word, term))
        return term->sort == SEARCH_MOVED ? number_read(reading, value, &term->number)
                                          : time_read(reading, value, &term->number);
    term->sort = SEARCH_FIELD;
    term->field = field_find(word);
    if (term->field == FIELD_COUNT)
        return error_set(reading->error,
                         _("\"%s\" cannot be compared; fields can, as in size > 1000"), word);
    if (is_ordered(term->relation) && field_row(term->field)->type != TYPE_INT)
        return error_set(reading->error, _("\"%s\" is no number: it has = and != alone"), word);
    return field_value_read(reading, term, value);
}

/* ---- words ---- */

static void value_add(struct search_term *term, enum field field, int64_t value) {
    if (term->value_count < SEARCH_VALUES)
        term->values[term->value_count++] = (struct search_value){field, value};
}

static bool is_set_of_bits(enum field field) {
    enum field_type type = field_row(field)->type;
    return type == TYPE_FLAGS || type == TYPE_SIGNALS;
}

/* Adds what the word means as a value of that field. */
static void field_meaning(struct search_term *term, enum field field, const char *word) {
    int64_t value;
    switch (field_row(field)->type) {
    case TYPE_ERRNO:
    case TYPE_SIGNAL:
    case TYPE_SIGNALS:
    case TYPE_EVIDENCE:
    case TYPE_NAME:
    case TYPE_FLAGS:
        if (field_parse(field, word, &value) && (value || !is_set_of_bits(field)))
            value_add(term, field, value);
        break;
    case TYPE_KIND:
        if (field_parse(field, word, &value))
            term->kinds |= TRACE_KIND(value);
        break;
    case TYPE_CALL:
        if (field_parse(field, word, &value))
            term->calls |= TRACE_CALL(value);
        break;
    case TYPE_LIST:
        if (field_parse(FIELD_readiness, word, &value) && value)
            value_add(term, field, value);
        break;
    default:
        break;
    }
}

/* All that the word may mean. False: nothing. */
static bool word_means(const struct reading *reading, struct search_term *term, const char *word) {
    for (int field = 0; field < FIELD_COUNT; field++)
        field_meaning(term, field, word);
    term->name = trace_find_text(reading->trace, word);
    term->field = FIELD_COUNT;
    if (term->kinds || term->calls || term->value_count || term->name)
        return true;
    term->field = field_find(word);
    return term->field < FIELD_COUNT;
}

/* Errors and signals are so often typed in small letters, and clients. */
static bool word_read(const struct reading *reading, struct search_term *term, const char *word) {
    char upper[WORD_MAX];
    if (strcmp(word, "EWOULDBLOCK") == 0)
        word = "EAGAIN"; /* the same number */
    if (is_number(word))
        return error_set(reading->error, _("\"%s\" stands alone: of what? As in fd %s"), word,
                         word);
    if (word_means(reading, term, word))
        return true;
    for (size_t i = 0; i <= strlen(word); i++)
        upper[i] = (char)toupper((unsigned char)word[i]);
    if (word_means(reading, term, upper))
        return true;
    return error_set(reading->error,
                     _("\"%s\" is no call, error, kind of event or name in this trace"), word);
}

static bool within_read(const struct reading *reading, struct search_term *term) {
    term->sort = SEARCH_WITHIN;
    term->text_size = strlen(reading->token.text);
    if (term->text_size == 0 || term->text_size >= sizeof term->text)
        return error_set(reading->error, _("a quotation has 1 to %zu bytes"),
                         sizeof term->text - 1);
    memcpy(term->text, reading->token.text, term->text_size + 1);
    return true;
}

/* ---- terms ---- */

/* Can a number stand right behind it? */
static bool takes_number(const char *word) {
    struct search_term ignored;
    enum field field = field_find(word);
    if (figure_find(word, &ignored))
        return true;
    if (field == FIELD_COUNT)
        return false;
    enum field_type type = field_row(field)->type;
    return type == TYPE_INT || type == TYPE_SET || type == TYPE_LIST;
}

static bool term_read(struct reading *reading, struct search_term *term) {
    struct token first = reading->token;
    *term = (struct search_term){.sort = SEARCH_WORD, .field = FIELD_COUNT};
    if (first.sort == TOKEN_RELATION)
        return error_set(reading->error, _("\"%s\" needs something before it, as in size > 1000"),
                         first.text);
    if (first.sort == TOKEN_QUOTED)
        return within_read(reading, term) && token_next(reading);
    if (!token_next(reading))
        return false;
    bool relation = reading->token.sort == TOKEN_RELATION;
    if (relation) {
        term->relation = reading->token.relation;
        if (!token_next(reading))
            return false;
    }
    bool number = reading->token.sort == TOKEN_WORD && is_number(reading->token.text);
    if (relation || (number && takes_number(first.text)))
        return comparison_read(reading, first.text, term) && token_next(reading);
    return word_read(reading, term, first.text);
}

/* ---- what no event can be that is meant ---- */

static uint32_t possible_kinds(const struct search_term *term) {
    const uint32_t all = (uint32_t)-1;
    bool other = term->calls || term->name || term->value_count || term->field < FIELD_COUNT;
    switch (term->sort) {
    case SEARCH_WORD:
        return other ? all : term->kinds;
    case SEARCH_LASTS:
        return TRACE_KIND(term->kind);
    case SEARCH_TOOK:
        return TRACE_KIND(EVENT_RETURN);
    case SEARCH_MOVED:
        return TRACE_KIND(EVENT_RETURN) | TRACE_KIND(EVENT_CLIENT);
    default:
        return all;
    }
}

/* 0: of any call, or none. */
static uint64_t possible_calls(const struct search_term *term) {
    bool other = term->kinds || term->name || term->value_count || term->field < FIELD_COUNT;
    return term->sort == SEARCH_WORD && !other ? term->calls : 0;
}

/* Several calls at once are no event: one of them is enough to look for. */
static void narrow(struct trace_wanted *wanted, const struct search_term *term) {
    uint64_t calls = possible_calls(term);
    wanted->kinds &= possible_kinds(term);
    if (calls)
        wanted->calls = calls;
}

bool search_read(struct search *search, const struct trace *trace, const char *query,
                 struct error *error) {
    struct reading reading = {.rest = query, .trace = trace, .error = error};
    search->count = 0;
    search->wanted = (struct trace_wanted){.kinds = (uint32_t)-1};
    if (!token_next(&reading))
        return false;
    while (reading.token.sort != TOKEN_END) {
        if (search->count == SEARCH_TERMS)
            return error_set(error, _("the query has more than %d terms"), SEARCH_TERMS);
        struct search_term *term = &search->terms[search->count];
        if (!term_read(&reading, term))
            return false;
        narrow(&search->wanted, term);
        search->count++;
    }
    return search->count || error_set(error, "%s", _("the query is empty"));
}
