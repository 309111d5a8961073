#include <config.h>

#include "event.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

struct flag_row {
    const char *table;
    const char *name;
    int64_t value;
};

#define FLAG(table, name)           {#table, #name, name},
#define FLAG_AS(table, value, name) {#table, name, (int64_t)(uint32_t)(value)},
static const struct flag_row flag_rows[] = {
#include "flags.def"
};

enum { FLAG_ROWS = sizeof flag_rows / sizeof flag_rows[0], ERRNO_MAX = 4095 };

static bool row_is_in(const struct flag_row *row, const char *table) {
    return strcmp(row->table, table) == 0;
}

static void name_format(const char *table, int64_t value, char *out, size_t size) {
    for (size_t i = 0; i < FLAG_ROWS; i++) {
        if (row_is_in(&flag_rows[i], table) && flag_rows[i].value == value) {
            snprintf(out, size, "%s", flag_rows[i].name);
            return;
        }
    }
    snprintf(out, size, "%" PRId64, value);
}

static void flags_format(const char *table, int64_t value, char *out, size_t size) {
    uint64_t rest = (uint64_t)value;
    size_t used = 0;
    for (size_t i = 0; i < FLAG_ROWS; i++) {
        uint64_t bits = (uint64_t)flag_rows[i].value;
        if (!row_is_in(&flag_rows[i], table) || (rest & bits) != bits)
            continue;
        used += snprintf(out + used, size - used, "%s%s", used ? "|" : "", flag_rows[i].name);
        assert(used < size);
        rest &= ~bits;
    }
    if (rest)
        snprintf(out + used, size - used, "%s0x%" PRIx64, used ? "|" : "", rest);
    else if (used == 0)
        snprintf(out, size, "0");
}

static void errno_format(int64_t value, char *out, size_t size) {
    const char *name = value > 0 && value <= ERRNO_MAX ? strerrorname_np((int)value) : NULL;
    if (name)
        snprintf(out, size, "%s", name);
    else
        snprintf(out, size, "%" PRId64, value);
}

/* A signal's name without SIG; NULL if it has none of its own. */
static const char *signal_name(int64_t value) {
    if (value == SIGIO)
        return "IO"; /* which has the older name SIGPOLL too */
    return value > 0 && value < NSIG ? sigabbrev_np((int)value) : NULL;
}

static void signal_format(int64_t value, char *out, size_t size) {
    const char *name = signal_name(value);
    if (name)
        snprintf(out, size, "SIG%s", name);
    else if (value == SIGRTMIN)
        snprintf(out, size, "SIGRTMIN");
    else if (value > SIGRTMIN && value <= SIGRTMAX)
        snprintf(out, size, "SIGRTMIN+%" PRId64, value - SIGRTMIN);
    else
        snprintf(out, size, "%" PRId64, value);
}

/* Names as long as there is room for them in every caller's 128 bytes, then the rest as a number.
 */
static void signals_format(int64_t value, char *out) {
    enum { ROOM = 128, REST = sizeof "|0x0123456789abcdef" };
    uint64_t rest = (uint64_t)value;
    size_t used = 0;
    for (int signal = 1; signal <= 64; signal++) {
        uint64_t bit = UINT64_C(1) << (signal - 1);
        char name[32];
        signal_format(signal, name, sizeof name);
        if (!(rest & bit) || strncmp(name, "SIG", 3) != 0)
            continue;
        if (used + strlen(name) + 1 + REST > ROOM)
            break;
        used += snprintf(out + used, ROOM - used, "%s%s", used ? "|" : "", name);
        rest &= ~bit;
    }
    if (rest)
        snprintf(out + used, ROOM - used, "%s0x%" PRIx64, used ? "|" : "", rest);
    else if (used == 0)
        snprintf(out, ROOM, "0");
}

const char *field_format(enum field field, int64_t value, char *out, size_t size) {
    const struct field_row *row = field_row(field);
    switch (row->type) {
    case TYPE_INT:
        snprintf(out, size, "%" PRId64, value);
        break;
    case TYPE_ERRNO:
        errno_format(value, out, size);
        break;
    case TYPE_SIGNAL:
        signal_format(value, out, size);
        break;
    case TYPE_SIGNALS:
        signals_format(value, out);
        break;
    case TYPE_KIND:
        snprintf(out, size, "%s", event_kind_name((enum event_kind)value));
        break;
    case TYPE_CALL:
        snprintf(out, size, "%s", call_name((enum call)value));
        break;
    case TYPE_EVIDENCE:
        snprintf(out, size, "%s", evidence_name((enum evidence)value));
        break;
    case TYPE_NAME:
        name_format(row->table, value, out, size);
        break;
    case TYPE_FLAGS:
        flags_format(row->table, value, out, size);
        break;
    case TYPE_TEXT:
    case TYPE_SET:
    case TYPE_LIST:
    case TYPE_DATA:
        assert(!"an integer field");
    }
    return out;
}

/* The whole text is one decimal number, as name_format writes it. */
static bool decimal_parse(const char *text, int64_t *value) {
    char again[32];
    errno = 0;
    long long number = strtoll(text, NULL, 10);
    snprintf(again, sizeof again, "%lld", number);
    *value = number;
    return errno == 0 && strcmp(again, text) == 0;
}

static bool name_parse(const char *table, const char *text, size_t length, int64_t *value) {
    for (size_t i = 0; i < FLAG_ROWS; i++) {
        const char *name = flag_rows[i].name;
        if (!row_is_in(&flag_rows[i], table) || strlen(name) != length)
            continue;
        if (memcmp(name, text, length) == 0) {
            *value = flag_rows[i].value;
            return true;
        }
    }
    return false;
}

static bool hex_parse(const char *text, size_t length, int64_t *value) {
    if (length < 3 || length > 18 || memcmp(text, "0x", 2) != 0)
        return false;
    if (strspn(text + 2, "0123456789abcdef") != length - 2)
        return false;
    *value = (int64_t)strtoull(text + 2, NULL, 16);
    return true;
}

static bool flags_parse(const char *table, const char *text, int64_t *value) {
    uint64_t sum = 0;
    if (strcmp(text, "0") == 0) {
        *value = 0;
        return true;
    }
    for (;;) {
        size_t length = strcspn(text, "|");
        int64_t part;
        if (!name_parse(table, text, length, &part) && !hex_parse(text, length, &part))
            return false;
        sum |= (uint64_t)part;
        if (text[length] == '\0')
            break;
        text += length + 1;
    }
    *value = (int64_t)sum;
    return true;
}

static bool errno_parse(const char *text, int64_t *value) {
    if (strcmp(text, "EWOULDBLOCK") == 0) {
        *value = EWOULDBLOCK; /* on Linux the other name of EAGAIN */
        return true;
    }
    for (int number = 1; number <= ERRNO_MAX; number++) {
        const char *name = strerrorname_np(number);
        if (name && strcmp(name, text) == 0) {
            *value = number;
            return true;
        }
    }
    return decimal_parse(text, value);
}

static bool signal_parse(const char *text, int64_t *value) {
    for (int number = 1; number <= SIGRTMAX; number++) {
        char name[32];
        signal_format(number, name, sizeof name);
        if (strcmp(name, text) == 0) {
            *value = number;
            return true;
        }
    }
    if (strcmp(text, "SIGPOLL") == 0) {
        *value = SIGPOLL;
        return true;
    }
    return decimal_parse(text, value);
}

static bool signals_parse(const char *text, int64_t *value) {
    uint64_t set = 0;
    if (strcmp(text, "0") == 0) {
        *value = 0;
        return true;
    }
    for (;;) {
        size_t length = strcspn(text, "|");
        char name[32];
        int64_t part;
        snprintf(name, sizeof name, "%.*s", (int)length, text);
        if (strncmp(name, "SIG", 3) == 0 && signal_parse(name, &part))
            set |= UINT64_C(1) << (part - 1);
        else if (hex_parse(text, length, &part))
            set |= (uint64_t)part;
        else
            return false;
        if (text[length] == '\0')
            break;
        text += length + 1;
    }
    *value = (int64_t)set;
    return true;
}

/* The number of the row, below count, whose name is the text. */
static bool row_parse(enum field field, int count, const char *text, int64_t *value) {
    for (int row = 0; row < count; row++) {
        char name[64];
        if (strcmp(field_format(field, row, name, sizeof name), text) == 0) {
            *value = row;
            return true;
        }
    }
    return false;
}

bool field_parse(enum field field, const char *text, int64_t *value) {
    const struct field_row *row = field_row(field);
    switch (row->type) {
    case TYPE_ERRNO:
        return errno_parse(text, value);
    case TYPE_SIGNAL:
        return signal_parse(text, value);
    case TYPE_SIGNALS:
        return signals_parse(text, value);
    case TYPE_KIND:
        return row_parse(field, EVENT_COUNT, text, value);
    case TYPE_CALL:
        return row_parse(field, CALL_COUNT, text, value);
    case TYPE_EVIDENCE:
        return row_parse(field, EVIDENCE_COUNT, text, value);
    case TYPE_NAME:
        return name_parse(row->table, text, strlen(text), value) || decimal_parse(text, value);
    case TYPE_FLAGS:
        return flags_parse(row->table, text, value);
    case TYPE_INT:
    case TYPE_TEXT:
    case TYPE_SET:
    case TYPE_LIST:
    case TYPE_DATA:
        break;
    }
    return false;
}

const char *list_entry_format(struct list_entry entry, char *out, size_t size) {
    int used = snprintf(out, size, "%" PRId32 ":", entry.fd);
    assert(used > 0 && (size_t)used < size);
    flags_format("ready", entry.events, out + used, size - (size_t)used);
    return out;
}

bool list_entry_parse(const char *text, struct list_entry *entry) {
    char number[16];
    int64_t fd;
    int64_t events;
    size_t length = strcspn(text, ":");
    if (text[length] == '\0' || length >= sizeof number)
        return false;
    memcpy(number, text, length);
    number[length] = '\0';
    if (!decimal_parse(number, &fd) || fd < INT32_MIN || fd > INT32_MAX ||
        !flags_parse("ready", text + length + 1, &events) || events < 0 || events > UINT32_MAX)
        return false;
    *entry = (struct list_entry){(int32_t)fd, (uint32_t)events};
    return true;
}
