#include <config.h>

#include "sample-trace.h"
#include "tap.h"
#include "trace-compare.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>

/* One event that both traces have, then these two. NULL: none. */
static bool compare(const struct event *one, const struct event *other, struct error *difference) {
    struct trace *a = trace_new(), *b = trace_new();
    struct event first = {0};
    event_set(&first, FIELD_kind, EVENT_STEP);
    trace_append(a, &first);
    trace_append(b, &first);
    if (one)
        trace_append(a, one);
    if (other)
        trace_append(b, other);
    bool same = trace_same(a, b, difference);
    trace_free(a);
    trace_free(b);
    return same;
}

static void expect_difference(const char *what, const struct event *one, const struct event *other,
                              const char *sentence) {
    struct error difference = {""};
    bool good = !compare(one, other, &difference) && strcmp(difference.text, sentence) == 0;
    if (!tap_ok(good, "%s: %s", what, sentence))
        tap_note("it says: %s", difference.text);
}

static struct event event_return(void) {
    struct event event = {0};
    event_set(&event, FIELD_kind, EVENT_RETURN);
    event_set(&event, FIELD_call, CALL_select);
    event_set(&event, FIELD_result, 1);
    event_set_bytes(&event, FIELD_read, "\x28", 1);
    return event;
}

static void test_differences(void) {
    struct event a = event_return(), b = event_return();
    event_set(&b, FIELD_result, -1);
    event_set(&b, FIELD_error, EINTR);
    expect_difference("an integer", &a, &b,
                      "event 1: result is 1 in the first trace and -1 in the second");
    b = event_return();
    event_set(&b, FIELD_error, EINTR);
    expect_difference("a field that one lacks", &a, &b,
                      "event 1: errno is nothing in the first trace and EINTR in the second");
    b = event_return();
    event_set_bytes(&b, FIELD_read, "\x08", 1);
    expect_difference("a set", &a, &b,
                      "event 1: read is {3 5} in the first trace and {3} in the second");
    b = event_return();
    event_set(&b, FIELD_kind, EVENT_ENTER);
    expect_difference("the kind comes first", &a, &b,
                      "event 1: event is return in the first trace and enter in the second");
    b = a;
    event_set_text(&a, FIELD_task, "one");
    event_set_text(&b, FIELD_task, "o\nther");
    expect_difference("a text", &a, &b,
                      "event 1: task is \"one\" in the first trace and \"o\\nther\" in the second");
    b = a = event_return();
    event_set_bytes(&a, FIELD_data, "a\n", 2);
    event_set_bytes(&b, FIELD_data, "a", 1);
    expect_difference("data", &a, &b,
                      "event 1: data is \"a\\n\" in the first trace and \"a\" in the second");
    const struct list_entry list[] = {{4, EPOLLIN}, {-1, 0}};
    b = a = event_return();
    event_set_bytes(&a, FIELD_got, list, sizeof list);
    event_set_bytes(&b, FIELD_got, list, 0);
    expect_difference("a list", &a, &b,
                      "event 1: got is [4:IN -1:0] in the first trace and [] in the second");
    expect_difference("an event more", &a, NULL,
                      "the first trace has 2 events and the second 1; the first 1 agree");
    expect_difference("an event less", NULL, &a,
                      "the first trace has 1 events and the second 2; the first 1 agree");
}

static void test_long(void) {
    char text[2000];
    static unsigned char set[8192];
    struct error difference;
    struct event a = event_return(), b = event_return();
    memset(text, 'x', sizeof text - 1);
    memset(set, 0xff, sizeof set);
    text[sizeof text - 1] = '\0';
    event_set_text(&a, FIELD_task, text);
    tap_ok(!compare(&a, &b, &difference) &&
               strstr(difference.text, "x\" in the first trace and nothing in the second"),
           "a long text is cut, the sentence is not");
    a = event_return();
    event_set_bytes(&a, FIELD_read, set, sizeof set);
    tap_ok(!compare(&a, &b, &difference) &&
               strstr(difference.text, "} in the first trace and {3 5} in the second"),
           "a long set is cut, the sentence is not");
    a = event_return();
    event_set_bytes(&a, FIELD_asked, set, sizeof set);
    tap_ok(!compare(&a, &b, &difference) &&
               strstr(difference.text, "] in the first trace and nothing in the second"),
           "a long list is cut, the sentence is not");
}

static void test_same(void) {
    struct error difference;
    struct event a = event_return(), b = event_return();
    event_set(&a, FIELD_t, 5);
    event_set(&a, FIELD_times, 7);
    event_set(&b, FIELD_port, 40000);
    tap_ok(compare(&a, &b, &difference), "measured fields may differ");
    struct trace *trace = sample_trace(), *again = sample_trace();
    tap_ok(trace_same(trace, again, &difference), "two samples are the same");
    trace_free(trace);
    trace_free(again);
}

int main(void) {
    test_same();
    test_differences();
    test_long();
    return tap_done();
}
