#include <config.h>

#include "event.h"
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>

static void test_rows(void) {
    bool found = true, named = true;
    for (enum field field = 0; field < FIELD_COUNT; field++) {
        found = found && field_find(field_row(field)->name) == field;
        named = named && *field_row(field)->name && *field_row(field)->help;
    }
    tap_ok(found, "every field is found by its name");
    tap_ok(named, "every field has a name and a help text");
    tap_ok(field_find("nothing") == FIELD_COUNT, "no field is called nothing");
    tap_ok(event_kind_has_picture(EVENT_ENTER) && !event_kind_has_picture(EVENT_NOTE),
           "enter has a picture, a note has none");
    tap_ok(event_kind_needs(EVENT_RETURN, FIELD_call), "a return needs its call");
    tap_ok(!event_kind_needs(EVENT_STEP, FIELD_call), "a step needs no call");
    tap_ok(event_kind_needs(EVENT_NOTE, FIELD_text) && event_kind_needs(EVENT_NOTE, FIELD_seq),
           "a field in the second word of `has` is needed like any other");
}

/* Formats the value and reads it back. */
static bool value_returns(enum field field, int64_t value) {
    char text[128];
    int64_t again = ~value;
    field_format(field, value, text, sizeof text);
    if (field_parse(field, text, &again) && again == value)
        return true;
    tap_note("%s: %lld is %s is %lld", field_row(field)->name, (long long)value, text,
             (long long)again);
    return false;
}

static bool values_return(enum field field, int64_t from, int64_t to) {
    bool good = true;
    for (int64_t value = from; value <= to; value++)
        good = value_returns(field, value) && good;
    return good;
}

static void test_names(void) {
    tap_ok(values_return(FIELD_kind, 0, EVENT_COUNT - 1), "kinds of events");
    tap_ok(values_return(FIELD_call, 0, CALL_COUNT - 1), "calls");
    tap_ok(values_return(FIELD_evidence, 0, EVIDENCE_COUNT - 1), "kinds of evidence");
    tap_ok(values_return(FIELD_error, -2, 5000), "errno, named and not");
    tap_ok(values_return(FIELD_signal, -2, 200), "signals, named and not");
    tap_ok(values_return(FIELD_domain, -2, 300), "domains, named and not");
    tap_ok(values_return(FIELD_option, -2, 300), "options, named and not");
    tap_ok(values_return(FIELD_type, -2, 70000), "types, a sum of names and a rest");
    tap_ok(values_return(FIELD_mode, 0, 70000), "modes, a sum of names and a rest");
    tap_ok(values_return(FIELD_flags, 0, 70000), "flags, a sum of names and a rest");
    tap_ok(value_returns(FIELD_flags, INT64_MIN) && value_returns(FIELD_flags, INT64_MAX),
           "flags of 64 bits");
}

static bool entry_is(int32_t fd, uint32_t events, const char *expected) {
    char text[128];
    struct list_entry again;
    return strcmp(list_entry_format((struct list_entry){fd, events}, text, sizeof text),
                  expected) == 0 &&
           list_entry_parse(text, &again) && again.fd == fd && again.events == events;
}

static void test_entries(void) {
    static const char *const bad[] = {
        "",      "4",       ":",        "4:",  ":IN",           "04:IN",          "4:IN|",
        "4: IN", "x:IN",    "4:POLLIN", "4:1", "2147483648:IN", "-2147483649:IN", "4:0x100000000",
        "-0:IN", "4:IN:OUT"};
    char text[128];
    tap_ok(entry_is(4, EPOLLIN | EPOLLRDHUP, "4:IN|RDHUP"), "4:IN|RDHUP");
    tap_ok(entry_is(-1, EPOLLIN, "-1:IN"), "-1:IN");
    tap_ok(entry_is(5, 0, "5:0"), "5:0");
    tap_ok(entry_is(3, EPOLLIN | EPOLLET | EPOLLONESHOT | 1u << 29, "3:IN|ONESHOT|ET|0x20000000"),
           "3:IN|ONESHOT|ET|0x20000000");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct list_entry entry;
        tap_ok(!list_entry_parse(bad[i], &entry), "\"%s\" is no entry of a list", bad[i]);
    }
    list_entry_format((struct list_entry){INT32_MIN, UINT32_MAX}, text, sizeof text);
    tap_ok(strlen(text) < sizeof text - 1, "128 bytes are enough: %s", text);
}

static void test_lists(void) {
    const struct list_entry entries[] = {{7, EPOLLIN}, {-1, EPOLLOUT}, {9, 0}};
    /* One byte off: a list stands at any alignment. */
    unsigned char shifted[sizeof entries + 1];
    memcpy(shifted + 1, entries, sizeof entries);
    struct bytes list = {shifted + 1, sizeof entries};
    bool found;
    tap_ok(list_count(list) == 3 && list_at(list, 1).fd == -1 && list_at(list, 0).events == EPOLLIN,
           "a list has its entries");
    tap_ok(list_events(list, 9, &found) == 0 && found && list_events(list, 8, &found) == 0 &&
               !found && list_events(list, 7, NULL) == EPOLLIN,
           "an entry is found by its descriptor");
    static const struct list_entry many[EVENT_LIST_MAX + 1];
    struct event event = {0};
    event_set_bytes(&event, FIELD_asked, many, sizeof many - sizeof *many);
    tap_ok(!event_has(&event, FIELD_cut), "as many entries as there is room are not cut");
    event_set_bytes(&event, FIELD_asked, many, sizeof many);
    tap_ok(list_count(event.asked) == EVENT_LIST_MAX && event.cut == 1,
           "more entries are cut and marked");
    event_clear(&event, FIELD_asked);
    tap_ok(!event_has(&event, FIELD_asked) && event_has(&event, FIELD_cut) &&
               event_get_bytes(&event, FIELD_asked).size == 0,
           "a field that is taken back is not there");
}

static bool is_written(enum field field, int64_t value, const char *expected) {
    char text[128];
    return strcmp(field_format(field, value, text, sizeof text), expected) == 0;
}

static void test_spelling(void) {
    tap_ok(is_written(FIELD_size, -42, "-42"), "an integer");
    tap_ok(is_written(FIELD_error, EAGAIN, "EAGAIN"), "EAGAIN");
    tap_ok(is_written(FIELD_error, 4000, "4000"), "an errno without a name");
    tap_ok(is_written(FIELD_signal, SIGPIPE, "SIGPIPE"), "SIGPIPE");
    tap_ok(is_written(FIELD_signal, SIGIO, "SIGIO"), "SIGIO, not SIGPOLL");
    int64_t some = INT64_C(1) << (SIGIO - 1) | INT64_C(1) << SIGRTMIN;
    tap_ok(is_written(FIELD_signals, some, "SIGIO|SIGRTMIN+1") &&
               is_written(FIELD_signals, 0, "0") &&
               is_written(FIELD_signals, INT64_C(3) << 31, "0x180000000"),
           "a set of signals, named and not");
    tap_ok(values_return(FIELD_signals, 0, 200) && values_return(FIELD_signals, -200, 0),
           "sets of signals, small and nearly full, return");
    tap_ok(is_written(FIELD_signal, SIGRTMIN, "SIGRTMIN") &&
               is_written(FIELD_signal, SIGRTMIN + 1, "SIGRTMIN+1") &&
               is_written(FIELD_signal, SIGRTMIN - 1, "33"),
           "real-time signals");
    tap_ok(is_written(FIELD_kind, EVENT_TASK_START, "task-start"), "task-start");
    tap_ok(is_written(FIELD_call, CALL_accept4, "accept4"), "accept4");
    tap_ok(is_written(FIELD_flags, 0, "0"), "no flags");
    tap_ok(is_written(FIELD_flags, MSG_DONTWAIT | MSG_NOSIGNAL, "MSG_NOSIGNAL|MSG_DONTWAIT"),
           "flags in the order of the table");
    tap_ok(is_written(FIELD_flags, MSG_PEEK | 0x40000, "MSG_PEEK|0x40000"),
           "a flag without a name");
    tap_ok(is_written(FIELD_domain, 77, "77"), "a domain without a name");
    tap_ok(is_written(FIELD_how, SHUT_RD, "SHUT_RD"), "a name for 0");
    tap_ok(is_written(FIELD_option, AF_INET, "SO_REUSEADDR"), "each table is its own");
}

static void test_parsing(void) {
    static const struct {
        enum field field;
        const char *text;
    } bad[] = {
        {FIELD_error, ""},
        {FIELD_error, "eagain"},
        {FIELD_error, "11x"},
        {FIELD_error, "011"},
        {FIELD_error, " 11"},
        {FIELD_error, "SIGPIPE"},
        {FIELD_signal, "PIPE"},
        {FIELD_signal, "SIG"},
        {FIELD_signal, "SIGRTMIN+0"},
        {FIELD_signal, "SIGRTMIN+99"},
        {FIELD_signals, "SIGIO|"},
        {FIELD_signals, "SIGIO|10"},
        {FIELD_signals, "IO"},
        {FIELD_kind, "Return"},
        {FIELD_kind, "0"},
        {FIELD_call, "recvfrom"},
        {FIELD_evidence, ""},
        {FIELD_domain, "SO_ERROR"},
        {FIELD_flags, "MSG_PEEK|"},
        {FIELD_flags, "|MSG_PEEK"},
        {FIELD_flags, ""},
        {FIELD_flags, "MSG_PEEK|PEEK"},
        {FIELD_flags, "0x"},
        {FIELD_flags, "0xg"},
        {FIELD_flags, "12"},
        {FIELD_flags, "0x11112222333344445"},
        {FIELD_size, "12"},
        {FIELD_text, "text"},
    };
    int64_t value;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        tap_ok(!field_parse(bad[i].field, bad[i].text, &value), "%s: \"%s\" is refused",
               field_row(bad[i].field)->name, bad[i].text);
    tap_ok(field_parse(FIELD_error, "EWOULDBLOCK", &value) && value == EAGAIN,
           "EWOULDBLOCK is EAGAIN");
    tap_ok(field_parse(FIELD_signal, "SIGPOLL", &value) && value == SIGIO, "SIGPOLL is SIGIO");
    tap_ok(field_parse(FIELD_flags, "MSG_DONTWAIT|MSG_NOSIGNAL", &value) &&
               value == (MSG_DONTWAIT | MSG_NOSIGNAL),
           "flags in any order");
}

static void test_bytes(void) {
    unsigned char all[256], again[300];
    char text[256 * 4 + 1];
    for (int i = 0; i < 256; i++)
        all[i] = (unsigned char)i;
    struct bytes bytes = {all, sizeof all};
    tap_ok(bytes_escape(bytes, text, sizeof text) == 256, "every byte has an escape");
    tap_ok(bytes_unescape(text, again, sizeof again) == 256 && memcmp(all, again, 256) == 0,
           "every byte comes back");
    bool whole = true;
    for (size_t size = 1; size <= sizeof text; size++) {
        size_t count = bytes_escape(bytes, text, size);
        whole = whole && strlen(text) < size &&
                bytes_unescape(text, again, sizeof again) == (long)count;
    }
    tap_ok(whole, "text cut at any length has no half escape");
    tap_ok(bytes_escape(bytes, text, 0) == 0, "no room, nothing written");
    static const char *const bad[] = {"\\", "a\\q", "\\x", "\\x1", "\\xg0", "\\x0g", "\\0"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        tap_ok(bytes_unescape(bad[i], again, sizeof again) == -1, "%s is no escape", bad[i]);
    tap_ok(bytes_unescape("abcdef", again, 3) == 3, "no more is written than there is room");
}

static void test_setters(void) {
    static const unsigned char data[EVENT_DATA_MAX + 1];
    struct event event = {0};
    tap_ok(event_get(&event, FIELD_fd) == 0 && !event_get_text(&event, FIELD_task) &&
               event_get_bytes(&event, FIELD_data).size == 0,
           "what is not set is 0, NULL, empty");
    event_set(&event, FIELD_fd, 0);
    tap_ok(event_has(&event, FIELD_fd) && !event_has(&event, FIELD_gen), "0 that is set is there");
    event_set_bytes(&event, FIELD_data, data, EVENT_DATA_MAX);
    tap_ok(!event_has(&event, FIELD_cut), "as much data as there is room is not cut");
    event_set_bytes(&event, FIELD_data, data, sizeof data);
    tap_ok(event.data.size == EVENT_DATA_MAX && event.cut == 1, "more data is cut and marked");
    event_set(&event, FIELD_timeout, INT64_MAX);
    event_set(&event, FIELD_value, INT64_MIN);
    tap_ok(event.timeout == EVENT_INTEGER_MAX && event.value == -EVENT_INTEGER_MAX,
           "integers stay within what a file can hold");
    struct bytes set = {(const unsigned char *)"\x08\x80", 2};
    tap_ok(set_has(set, 3) && set_has(set, 15) && !set_has(set, 4) && !set_has(set, 16) &&
               !set_has(set, -1),
           "sets have what they have");
}

/* Makes the field of the event differ from another event's. */
static void set_differently(struct event *event, enum field field, bool one) {
    enum field_type type = field_row(field)->type;
    if (type == TYPE_TEXT)
        event_set_text(event, field, one ? "one" : "other");
    else if (type == TYPE_SET || type == TYPE_LIST || type == TYPE_DATA)
        event_set_bytes(event, field, one ? "1-------" : "2-------", 8);
    else
        event_set(event, field, one);
}

static void test_same(void) {
    bool good = true;
    for (enum field field = 0; field < FIELD_COUNT; field++) {
        struct event a = {0}, b = {0};
        enum field differs = FIELD_COUNT;
        bool same = field_row(field)->same;
        set_differently(&a, field, true);
        good = good && event_same(&a, &b, &differs) == !same && (!same || differs == field);
        set_differently(&b, field, false);
        good = good && event_same(&a, &b, &differs) == !same && (!same || differs == field);
        set_differently(&b, field, true);
        good = good && event_same(&a, &b, &differs);
    }
    tap_ok(good, "each SAME field makes events differ, no MEASURED field does");
    struct event a = {0}, b = {0};
    enum field differs;
    event_set_bytes(&a, FIELD_read, "\x08", 1);
    event_set_bytes(&b, FIELD_read, "\x08\0", 2);
    tap_ok(event_same(&a, &b, &differs) && event_same(&b, &a, &differs),
           "zero bytes at the end of a set do not count");
    tap_ok(!field_row(FIELD_times)->same && field_row(FIELD_data)->same,
           "times is measured, data is not");
}

static void test_kernel_numbers(void) {
    tap_ok(call_is_kernel_number(CALL_recv, SYS_recvfrom) &&
               call_is_kernel_number(CALL_recv, SYS_recvmsg) &&
               call_is_kernel_number(CALL_select, SYS_pselect6),
           "a call has the kernel's numbers for it");
    tap_ok(call_is_kernel_number(CALL_recv, SYS_restart_syscall),
           "a call that was stopped and continued shows as restart_syscall");
    tap_ok(!call_is_kernel_number(CALL_recv, SYS_read) && !call_is_kernel_number(CALL_close, 0),
           "and no others");
}

int main(void) {
    test_rows();
    test_names();
    test_spelling();
    test_entries();
    test_lists();
    test_parsing();
    test_bytes();
    test_setters();
    test_same();
    test_kernel_numbers();
    return tap_done();
}
