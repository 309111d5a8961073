/* Queries against a small trace: which events they find; and queries that mean nothing. Then the
 * way through a long trace, a piece at a time, forward and back, beside a plain look at each event.
 */
#include <config.h>

#include "search.h"

#include "event-line.h"
#include "long-trace.h"
#include "tap.h"

#include <string.h>

static const char *const lines[] = {
    /* 0 */ "step step=fill t=1000",
    /* 1 */ "task-start task=server server=select t=1000",
    /* 2 */ "enter task=server call=accept number=1 fd=3 at=select.c:40 t=2000",
    /* 3 */ "asleep task=server call=accept number=1 fd=3 t=9000 entered=2100 evidence=proc",
    /* 4 */ "client client=A act=connect result=0 t=50000",
    /* 5 */ "return task=server call=accept number=1 result=4 of=A t=5060000 entered=2100",
    /* 6 */ "lab act=set fd=4 option=SO_SNDBUF size=4096 result=8192 t=5061000",
    /* 7 */ "enter task=server call=recv number=2 fd=4 of=A size=100 t=70000000",
    /* 8 */ "asleep task=server call=recv number=2 fd=4 t=71000000 evidence=tracepoint",
    /* 9 */ "client client=A act=send result=1500 size=1500 data=\"hello world\" t=90000000",
    /* 10 */ "ready task=server call=recv number=2 t=90000300 evidence=tracepoint",
    /* 11 */ "awake task=server call=recv number=2 t=90009000 evidence=tracepoint",
    /* 12 */ "copy task=server call=recv number=2 t=90010000 evidence=tracepoint",
    /* 13 */
    "return task=server call=recv number=2 fd=4 of=A result=1500 data=\"hello world\" t=90013000 "
    "entered=70000200",
    /* 14 */ "note task=server text=\"got 1500 bytes: hello\" t=90014000",
    /* 15 */ "enter task=server call=recv number=3 fd=4 of=A size=100 t=90020000",
    /* 16 */
    "return task=server call=recv number=3 fd=4 of=A result=-1 errno=EAGAIN t=90021000 "
    "entered=90020100",
    /* 17 */ "enter task=server call=select number=4 nfds=6 read=3,4,5 t=90030000",
    /* 18 */ "asleep task=server call=select number=4 t=90031000 evidence=proc",
    /* 19 */ "signal task=server signal=SIGIO fd=4 t=90032000",
    /* 20 */ "enter task=server call=send number=5 fd=4 size=9 flags=MSG_NOSIGNAL t=90033000",
    /* 21 */ "return task=server call=send number=5 fd=4 result=9 t=90034000 entered=90033100",
    /* 22 */ "return task=server call=select number=4 result=1 read=4 t=200031000 entered=90030100",
    /* 23 */ "return task=worker call=poll number=1 result=1 got=4:IN|HUP t=200032000",
    /* 24 */ "queue fd=4 receive_queue=12 readiness=IN|OUT t=200033000",
    /* 25 */ "asleep task=worker call=poll number=2 t=200034000 evidence=proc",
    /* 26 */ "client client=A act=read result=9 t=230034000",
};
enum { LINES = sizeof lines / sizeof lines[0] };

static struct trace *small_trace(void) {
    struct trace *trace = trace_new();
    for (int i = 0; i < LINES; i++) {
        struct event_line room;
        struct error error = {""};
        if (!event_line_parse(&room, lines[i], &error)) {
            printf("Bail out! line %d: %s\n", i, error.text);
            exit(1);
        }
        trace_append(trace, &room.event);
    }
    return trace;
}

static const struct {
    const char *query, *found;
} queries[] = {
    {"recv", "7 8 10 11 12 13 15 16"},
    {"  recv  ", "7 8 10 11 12 13 15 16"},
    {"EAGAIN", "16"},
    {"eagain", "16"},
    {"EWOULDBLOCK", "16"},
    {"EPIPE", ""},
    {"recv EAGAIN", "16"},
    {"accept EAGAIN", ""},
    {"recv accept", ""},
    {"asleep", "3 8 18 25"},
    {"fd 4", "6 7 8 13 15 16 19 20 21 24"},
    {"fd=4 send", "20 21"},
    {"fd = 4 recv return", "13 16"},
    {"fd != 4", "2 3"},
    {"fd < 4", "2 3"},
    {"fd <= 3 asleep", "3"},
    {"result -1", "16"},
    {"result >= 1500", "6 9 13"},
    {"size > 1000", "6 9"},
    {"size>1000 A", "9"},
    {"server", "1 2 3 5 7 8 10 11 12 13 14 15 16 17 18 19 20 21 22"},
    {"worker", "23 25"},
    {"A", "4 5 7 9 13 15 16 26"},
    {"a connect", "4"},
    {"select", "1 17 18 22"},
    {"select return", "22"},
    {"send", "9 20 21"},
    {"fill", "0"},
    {"step=fill", "0"},
    {"step != \"fill\"", ""},
    {"select.c:40", "2"},
    {"signal", "19"},
    {"SIGIO", "19"},
    {"sigio", "19"},
    {"SO_SNDBUF", "6"},
    {"option = SO_SNDBUF", "6"},
    {"option != SO_SNDBUF", ""},
    {"MSG_NOSIGNAL", "20"},
    {"flags = MSG_NOSIGNAL", "20"},
    {"HUP", "23"},
    {"IN", "23 24"},
    {"readiness = IN|OUT", "24"},
    {"readiness = HUP", ""},
    {"read 5", "17"},
    {"read 4", "17 22"},
    {"read != 5", "22"},
    {"got 4", "23"},
    {"errno", "16"},
    {"arrived", ""},
    {"tracepoint", "8 10 11 12"},
    {"evidence = proc accept", "3"},
    {"asleep > 10ms", "8 18 25"},
    {"asleep > 19009us", "18 25"},
    {"asleep>=19.009ms recv", "8"},
    {"asleep < 6ms", "3"},
    {"asleep > 109.9ms", "18"},
    {"asleep = 30ms", "25"},
    {"asleep>100s", ""},
    {"copy > 2us", "12"},
    {"copy > 3us", ""},
    {"ready < 9us", "10"},
    {"took > 5ms", "5 13 22"},
    {"took < 1us", "16 21"},
    {"t > 200ms", "22 23 24 25 26"},
    {"t 0", ""},
    {"sent > 1000", "9"},
    {"sent > 0", "9 21"},
    {"received > 0", "13 26"},
    {"received 9", "26"},
    {"\"world\"", "9 13"},
    {"\"hello\"", "9 13 14"},
    {"\"hello\" recv", "13"},
    {"\"1500 b\"", "14"},
    {"\"nothing like it\"", ""},
    {"call = recv errno = EAGAIN", "16"},
    {"event = note", "14"},
    {"seq 14", "14"},
    {"errno != EAGAIN", ""},
};

static void found_all(const struct search *search, const struct trace *trace, char *out,
                      size_t size) {
    out[0] = '\0';
    for (size_t i = 0; i < trace_count(trace); i++)
        if (search_fits(search, trace, i, NULL))
            snprintf(out + strlen(out), size - strlen(out), "%s%zu", out[0] ? " " : "", i);
}

/* By the way, which passes over what cannot be meant. */
static void found_on(const struct search *search, const struct trace *trace, char *out,
                     size_t size) {
    struct search_way way = {.end = trace_count(trace)};
    out[0] = '\0';
    while (!search_is_done(&way)) {
        size_t found = search_on(search, trace, &way, 3);
        if (found != SIZE_MAX)
            snprintf(out + strlen(out), size - strlen(out), "%s%zu", out[0] ? " " : "", found);
    }
}

static void test_queries(const struct trace *trace) {
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        struct search search;
        struct error error = {""};
        char all[256] = "", on[256] = "";
        bool read = search_read(&search, trace, queries[i].query, &error);
        if (read) {
            found_all(&search, trace, all, sizeof all);
            found_on(&search, trace, on, sizeof on);
        }
        if (!tap_ok(read && strcmp(all, queries[i].found) == 0 && strcmp(on, all) == 0,
                    "%s finds %s", queries[i].query, queries[i].found))
            tap_note("found %s; on the way %s; %s", all, on, error.text);
    }
}

static const struct {
    const char *query, *sentence;
} refusals[] = {
    {"", "the query is empty"},
    {"   ", "the query is empty"},
    {"recvv", "\"recvv\" is no call, error, kind of event or name in this trace"},
    {"EFOO", "\"EFOO\" is no call, error, kind of event or name in this trace"},
    {"B", "\"B\" is no call, error, kind of event or name in this trace"},
    {"recv ?", "\"?\" is no call, error, kind of event or name in this trace"},
    {"4", "\"4\" stands alone: of what? As in fd 4"},
    {"recv 4", "\"4\" stands alone: of what? As in fd 4"},
    {"fd 4 5", "\"5\" stands alone: of what? As in fd 5"},
    {"fd >", "what shall \"fd\" be compared with?"},
    {"fd > > 3", "what shall \"fd\" be compared with?"},
    {"> 3", "\">\" needs something before it, as in size > 1000"},
    {"fd > four", "\"four\" is no number that an event can have"},
    {"fd = 4x", "\"4x\" is no number that an event can have"},
    {"fd = 1000000000000000", "\"1000000000000000\" is no number that an event can have"},
    {"fd = 99999999999999999999999999", "\"99999999999999999999999999\" is no number that an event "
                                        "can have"},
    {"recv > 3", "\"recv\" cannot be compared; fields can, as in size > 1000"},
    {"asleep > 10", "\"10\" is no time: it needs ns, us, ms or s behind it, as in 10ms"},
    {"asleep > 10 ms", "\"10\" is no time: it needs ns, us, ms or s behind it, as in 10ms"},
    {"asleep > 10xs", "\"10xs\" is no time: it needs ns, us, ms or s behind it, as in 10ms"},
    {"took > -1ms", "\"-1ms\" is no number that an event can have"},
    {"t > 1000000000s", "\"1000000000s\" is no number that an event can have"},
    {"option > SO_SNDBUF", "\"option\" is no number: it has = and != alone"},
    {"option = SO_SNDBUFF", "\"SO_SNDBUFF\" is no value of \"option\""},
    {"errno = EFOO", "\"EFOO\" is no value of \"errno\""},
    {"client = B", "nothing in the trace is called \"B\""},
    {"data = hello", "bytes are looked for in quotes alone: \"hello\""},
    {"\"hello", "a quotation has no end: \"hello"},
    {"\"\"", "a quotation has 1 to 63 bytes"},
    {"recv recv recv recv recv recv recv recv recv", "the query has more than 8 terms"},
};

static void test_refusals(const struct trace *trace) {
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        struct search search;
        struct error error = {""};
        bool read = search_read(&search, trace, refusals[i].query, &error);
        if (!tap_ok(!read && strcmp(error.text, refusals[i].sentence) == 0, "%s: %s",
                    refusals[i].query, refusals[i].sentence))
            tap_note("it says: %s", read ? "nothing" : error.text);
    }
    char word[256];
    struct search search;
    struct error error = {""};
    memset(word, 'x', sizeof word);
    word[sizeof word - 1] = '\0';
    tap_ok(!search_read(&search, trace, word, &error) &&
               strcmp(error.text, "a word of the query has more than 127 bytes") == 0,
           "a word has an end");
}

/* Nothing is missed, whichever way and in pieces of whatever size. */
static void test_ways(const struct trace *trace, const char *query, size_t most) {
    struct search search;
    struct error error = {""};
    size_t count = trace_count(trace), good = 0, expected = 0, sum = 0, back_sum = 0;
    if (!tap_ok(search_read(&search, trace, query, &error), "%s is read", query))
        return;
    for (size_t i = 0; i < count; i++) {
        bool fits = search_fits(&search, trace, i, NULL);
        expected += fits;
        sum += fits ? i : 0;
    }
    struct search_way way = {.end = count};
    while (!search_is_done(&way)) {
        size_t found = search_on(&search, trace, &way, most);
        good += found != SIZE_MAX;
        sum -= found != SIZE_MAX ? found : 0;
    }
    tap_ok(good == expected && sum == 0, "%s: forward finds all %zu", query, expected);
    way = (struct search_way){.back = true, .at = count};
    while (!search_is_done(&way)) {
        size_t found = search_on(&search, trace, &way, most);
        if (found != SIZE_MAX && way.at == found)
            back_sum++;
    }
    tap_ok(back_sum == expected, "%s: back does too", query);
}

static unsigned next_random(unsigned *state) {
    *state = *state * 1103515245 + 12345;
    return *state >> 16;
}

/* Words, signs and pieces of them in any order: read or refused with a sentence, and then looked
 * for. */
static void test_any_queries(const struct trace *trace) {
    static const char *const pieces[] = {
        "recv",     "fd",  "asleep", "took", "sent", "size",   "\"",   ">",
        "<=",       "!=",  "=",      "!",    "10ms", "4",      "-1",   "1.5s",
        ".",        " ",   " ",      " ",    "x",    "EAGAIN", "A",    "read",
        "data",     "got", "call",   "t",    "\t",   "中",     "\xff", "9999999999999999",
        "received",
    };
    enum { PIECES = sizeof pieces / sizeof pieces[0], QUERIES = 20000 };
    unsigned state = 7;
    int read = 0, refused = 0;
    for (int i = 0; i < QUERIES; i++) {
        char query[256] = "";
        struct search search;
        struct error error = {""};
        for (unsigned k = next_random(&state) % 8; k > 0; k--)
            strcat(query, pieces[next_random(&state) % PIECES]);
        if (!search_read(&search, trace, query, &error)) {
            refused += error.text[0] != '\0';
            continue;
        }
        read++;
        for (size_t index = 0; index < trace_count(trace); index++)
            search_fits(&search, trace, index, NULL);
    }
    tap_ok(read + refused == QUERIES && read > 100 && refused > 100,
           "any query is read or refused: %d and %d", read, refused);
}

int main(void) {
    struct trace *trace = small_trace();
    test_any_queries(trace);
    test_queries(trace);
    test_refusals(trace);
    trace_free(trace);
    trace = long_trace(50000, 500);
    test_ways(trace, "recv return", 1000);
    test_ways(trace, "asleep > 1us", 7);
    test_ways(trace, "fd 6", 100000);
    test_ways(trace, "\"00000042\"", 999);
    test_ways(trace, "ECONNRESET", 1000);
    trace_free(trace);
    return tap_done();
}
