/* judge: expects, questions and untils held against a trace that is written here. */
#include <config.h>

#include "event-line.h"
#include "judge.h"
#include "lesson-read.h"
#include "tap.h"

#include <string.h>

/* Level of evidence that everyone has: neither ready, awake nor copy can be seen. */
static const char *const lines[] = {
    /*  0 */ "task-start task=server server=blocking",
    /*  1 */ "step step=one",
    /*  2 */ "client client=A act=connect result=0 t=100",
    /*  3 */ "return call=accept fd=3 result=4 t=200 cpu=900",
    /*  4 */ "queue fd=4 of=A receive_queue=5 send_queue=0",
    /*  5 */ "enter call=recv fd=4 size=100",
    /*  6 */ "asleep call=recv fd=4",
    /*  7 */ "return call=recv fd=4 size=100 result=5 data=hello t=300 arrived=150",
    /*  8 */ "return call=recv fd=4 size=100 result=-1 errno=EAGAIN times=1000 t=400",
    /*  9 */ "step step=ask",
    /* 10 */ "step step=two",
    /* 11 */ "enter call=select nfds=6 read=3,4,5 write= t=500",
    /* 12 */ "return call=select result=1 read=4 write= t=600",
    /* 13 */ "note text=\"A left\"",
    /* 14 */ "return call=select result=2 read=3,5 t=700",
    /* 15 */ "return call=poll result=2 got=4:IN,5:IN|RDHUP",
    /* 16 */ "measure server=blocking script=late calls=12 cpu=700",
    /* 17 */ "cost call=epoll_wait idle=9 act=measured per_call=300",
    /* 18 */ "cost call=epoll_wait idle=9000 act=failed errno=EMFILE",
    /* 19 */ "step step=end",
};

enum { LINES = sizeof lines / sizeof *lines };

/* The first `count` lines as a trace. */
static struct trace *trace_of(int count) {
    struct trace *trace = trace_new();
    for (int i = 0; i < count; i++) {
        struct event_line line;
        struct error error;
        if (!event_line_parse(&line, lines[i], &error)) {
            printf("Bail out! line %d: %s\n", i, error.text);
            exit(EXIT_FAILURE);
        }
        trace_append(trace, &line.event);
    }
    return trace;
}

static bool page_exists(const char *name) {
    return strcmp(name, "blocking") == 0;
}

/* A lesson of the steps one, ask, two, end with these expects, choices and until. */
static struct lesson *lesson_of(const char *one, const char *choices, const char *until,
                                const char *two) {
    static const char format[] =
        "{\"format\":\"waitscope-lesson\",\"version\":1,\"id\":\"x\",\"title\":\"x\","
        "\"summary\":\"x\",\"minutes\":1,\"server\":\"blocking\",\"clients\":[\"A\"],\"steps\":["
        "{\"id\":\"one\",\"say\":\"x\",\"claims\":[],\"expect\":[%s]},"
        "{\"id\":\"ask\",\"ask\":\"x\",\"choices\":[%s],\"hint\":[\"x\"],\"because\":\"x\"},"
        "{\"id\":\"two\",\"run\":\"server\",\"until\":{%s},\"expect\":[%s]},"
        "{\"id\":\"end\",\"say\":\"x\",\"claims\":[]}],\"keep\":[\"x\",\"y\",\"z\"]}";
    char text[4096];
    struct error error;
    int size = snprintf(text, sizeof text, format, one, choices, until, two);
    struct lesson *lesson = lesson_parse(text, (size_t)size, "x.json", page_exists, &error);
    if (!lesson) {
        printf("Bail out! %s: %s\n", one, error.text);
        exit(EXIT_FAILURE);
    }
    return lesson;
}

#define ANY "{\"id\":\"any\",\"event\":\"client\"}"
#define CHOICES                                                                                    \
    "{\"text\":\"1\",\"when\":{\"call\":\"select\",\"result\":1}},"                                \
    "{\"text\":\"2\",\"when\":{\"call\":\"select\",\"errno\":\"EBADF\"}}"
#define COST(idle, act)                                                                            \
    "{\"id\":\"x\",\"event\":\"cost\",\"call\":\"epoll_wait\",\"idle\":" #idle ",\"act\":\"" act   \
    "\"}"
#define UNTIL "\"call\":\"select\""

/* The last expect of the two steps, what becomes of it, and the reason or "". */
static const struct row {
    const char *one, *two;
    enum verdict verdict;
    size_t event;
    const char *reason;
} rows[] = {
    {ANY, "{\"id\":\"x\",\"call\":\"select\",\"event\":\"return\"}", VERDICT_PASS, 12, ""},
    {ANY, "{\"id\":\"x\",\"call\":\"recv\"}", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with call recv; no event of the step has any of it"},
    {ANY, "{\"id\":\"x\",\"call\":\"select\",\"event\":\"return\",\"result\":3}", VERDICT_FAIL,
     SIZE_MAX,
     "looked for an event with call select, event return, result 3; the nearest, event 12, has "
     "result 1"},
    {ANY, "{\"id\":\"x\",\"call\":\"select\",\"errno\":\"EBADF\"}", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with call select, errno EBADF; the nearest, event 11, has no errno"},
    {ANY, "{\"id\":\"x\",\"read\":[3,4,5]}", VERDICT_PASS, 11, ""},
    {ANY, "{\"id\":\"x\",\"write\":[],\"event\":\"return\"}", VERDICT_PASS, 12, ""},
    {ANY, "{\"id\":\"x\",\"event\":\"return\",\"read\":[3,4]}", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with event return, read {3 4}; the nearest, event 12, has read {4}"},
    {ANY, "{\"id\":\"x\",\"read\":[3,4,5,9]}", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with read {3 4 5 9}; no event of the step has any of it"},
    {ANY, "{\"id\":\"x\",\"text\":\"A left\"}", VERDICT_PASS, 13, ""},
    {ANY, "{\"id\":\"x\",\"event\":\"note\",\"text\":\"B left\"}", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with event note, text \"B left\"; the nearest, event 13, has text \"A "
     "left\""},
    {"{\"id\":\"x\",\"of\":\"A\",\"receive_queue\":{\"min\":1,\"max\":5}}", "", VERDICT_PASS, 4,
     ""},
    {"{\"id\":\"x\",\"of\":\"A\",\"receive_queue\":{\"min\":6}}", "", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with of \"A\", receive_queue at least 6; the nearest, event 4, has "
     "receive_queue 5"},
    {"{\"id\":\"x\",\"of\":\"A\",\"receive_queue\":{\"max\":4}}", "", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with of \"A\", receive_queue at most 4; the nearest, event 4, has "
     "receive_queue 5"},
    {"{\"id\":\"x\",\"call\":\"recv\",\"data\":\"hello\"}", "", VERDICT_PASS, 7, ""},
    {"{\"id\":\"x\",\"call\":\"recv\",\"event\":\"return\",\"data\":\"hell\"}", "", VERDICT_FAIL,
     SIZE_MAX,
     "looked for an event with call recv, event return, data \"hell\"; the nearest, event 7, has "
     "data "
     "\"hello\""},
    {"{\"id\":\"x\",\"call\":\"recv\",\"result\":{\"less\":\"size\"}}", "", VERDICT_PASS, 7, ""},
    {"{\"id\":\"x\",\"call\":\"recv\",\"result\":{\"more\":\"size\"}}", "", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with call recv, result more than size; the nearest, event 7, has result "
     "5, "
     "size 100"},
    {"{\"id\":\"acc\",\"call\":\"accept\"},{\"id\":\"x\",\"call\":\"recv\",\"fd\":{\"less\":\"acc."
     "result\"}}",
     "", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with call recv, fd less than acc.result; the nearest, event 5, has fd 4 "
     "and "
     "event 3 has result 4"},
    {"{\"id\":\"c\",\"event\":\"client\"},{\"id\":\"x\",\"event\":\"client\",\"after\":\"c\"}", "",
     VERDICT_FAIL, SIZE_MAX,
     "looked for an event with event client after event 2 (\"c\"); no event of the step has any of "
     "it"},
    {"{\"id\":\"acc\",\"call\":\"accept\"},{\"id\":\"x\",\"arrived\":{\"less\":\"acc.t\"}}", "",
     VERDICT_PASS, 7, ""},
    {"{\"id\":\"acc\",\"call\":\"accept\"},{\"id\":\"x\",\"call\":\"recv\",\"arrived\":{\"more\":"
     "\"acc.t\"},\"result\":5}",
     "", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with call recv, arrived more than acc.t, result 5; the nearest, event 7, "
     "has "
     "arrived 150 and event 3 has t 200"},
    {"{\"id\":\"acc\",\"call\":\"accept\",\"result\":9},{\"id\":\"x\",\"t\":{\"more\":\"acc.t\"}}",
     "", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with t more than acc.t; no event of the step has any of it"},
    /* a list is equal whole and in order */
    {ANY, "{\"id\":\"x\",\"got\":[\"4:IN\",\"5:RDHUP|IN\"]}", VERDICT_PASS, 15, ""},
    {ANY, "{\"id\":\"x\",\"call\":\"poll\",\"got\":[\"5:IN|RDHUP\",\"4:IN\"]}", VERDICT_FAIL,
     SIZE_MAX,
     "looked for an event with call poll, got [5:IN|RDHUP 4:IN]; the nearest, event 15, has got "
     "[4:IN 5:IN|RDHUP]"},
    {ANY, "{\"id\":\"x\",\"call\":\"poll\",\"got\":[\"4:IN\"]}", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with call poll, got [4:IN]; the nearest, event 15, has got "
     "[4:IN 5:IN|RDHUP]"},
    {ANY, "{\"id\":\"x\",\"call\":\"poll\",\"got\":[\"4:IN\",\"5:IN|RDHUP\",\"6:IN\"]}",
     VERDICT_FAIL, SIZE_MAX,
     "looked for an event with call poll, got [4:IN 5:IN|RDHUP 6:IN]; the nearest, event 15, has "
     "got [4:IN 5:IN|RDHUP]"},
    {ANY, "{\"id\":\"x\",\"call\":\"poll\",\"got\":[]}", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with call poll, got []; the nearest, event 15, has got [4:IN "
     "5:IN|RDHUP]"},
    /* a measurement, against one of another step */
    {"{\"id\":\"acc\",\"call\":\"accept\"}",
     "{\"id\":\"x\",\"event\":\"measure\",\"cpu\":{\"less\":\"acc.cpu\"}}", VERDICT_PASS, 16, ""},
    {"{\"id\":\"acc\",\"call\":\"accept\"}",
     "{\"id\":\"x\",\"event\":\"measure\",\"cpu\":{\"more\":\"acc.cpu\"}}", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with event measure, cpu more than acc.cpu; the nearest, event 16, has "
     "cpu 700 and event 3 has cpu 900"},
    /* a step and an expect may have the same name */
    {ANY,
     "{\"id\":\"ask\",\"nfds\":6},{\"id\":\"x\",\"event\":\"return\",\"t\":{\"more\":\"ask.t\"}}",
     VERDICT_PASS, 12, ""},
    /* counts; an event that stands for 1000 counts 1000 */
    {"{\"id\":\"x\",\"call\":\"recv\",\"event\":\"return\",\"count\":1001}", "", VERDICT_PASS, 7,
     ""},
    {"{\"id\":\"x\",\"call\":\"recv\",\"errno\":\"EAGAIN\",\"count\":{\"min\":1000}}", "",
     VERDICT_PASS, 8, ""},
    {"{\"id\":\"x\",\"call\":\"recv\",\"event\":\"return\",\"count\":{\"max\":3}}", "",
     VERDICT_FAIL, SIZE_MAX,
     "looked for 0 to 3 events with call recv, event return; found 1001, the first is event 7"},
    {"{\"id\":\"x\",\"call\":\"send\",\"count\":0}", "", VERDICT_PASS, SIZE_MAX, ""},
    {"{\"id\":\"x\",\"call\":\"accept\",\"count\":0}", "", VERDICT_FAIL, SIZE_MAX,
     "looked for 0 events with call accept; found 1, the first is event 3"},
    {ANY, "{\"id\":\"x\",\"call\":\"select\",\"count\":{\"min\":4}}", VERDICT_FAIL, SIZE_MAX,
     "looked for at least 4 events with call select; found 3, the first is event 11"},
    /* after */
    {"{\"id\":\"c\",\"event\":\"client\"},{\"id\":\"x\",\"call\":\"accept\",\"after\":\"c\"}", "",
     VERDICT_PASS, 3, ""},
    {"{\"id\":\"q\",\"event\":\"queue\"},{\"id\":\"x\",\"call\":\"accept\",\"after\":\"q\"}", "",
     VERDICT_FAIL, SIZE_MAX,
     "looked for an event with call accept after event 4 (\"q\"); no event of the step has any of "
     "it"},
    {"{\"id\":\"s\",\"call\":\"send\"},{\"id\":\"x\",\"call\":\"accept\",\"after\":\"s\"}", "",
     VERDICT_FAIL, SIZE_MAX,
     "looked for an event with call accept after \"s\", which no event met; no event of the step "
     "has "
     "any of it"},
    {ANY, "{\"id\":\"x\",\"call\":\"select\",\"after\":\"any\"}", VERDICT_PASS, 11, ""},
    /* what this evidence cannot show */
    {"{\"id\":\"x\",\"call\":\"recv\",\"event\":\"copy\"}", "", VERDICT_SKIP, SIZE_MAX,
     "no evidence in this trace can show \"copy\""},
    {"{\"id\":\"x\",\"event\":\"ready\",\"count\":0}", "", VERDICT_SKIP, SIZE_MAX,
     "no evidence in this trace can show \"ready\""},
    {"{\"id\":\"x\",\"event\":\"signal\",\"sent\":{\"min\":1}}", "", VERDICT_SKIP, SIZE_MAX,
     "no evidence in this trace can show \"sent\""},
    {"{\"id\":\"w\",\"event\":\"awake\"},{\"id\":\"x\",\"call\":\"recv\",\"after\":\"w\"}", "",
     VERDICT_SKIP, SIZE_MAX, "it builds on \"w\", which was skipped"},
    {"{\"id\":\"w\",\"event\":\"awake\"},{\"id\":\"x\",\"t\":{\"less\":\"w.t\"}}", "", VERDICT_SKIP,
     SIZE_MAX, "it builds on \"w\", which was skipped"},
    /* what this machine could not time, and what it could */
    {ANY, COST(9000, "measured"), VERDICT_SKIP, SIZE_MAX,
     "9000 idle connections are not possible here: EMFILE"},
    {ANY, COST(9, "measured"), VERDICT_PASS, 17, ""},
    {ANY, COST(9, "refused"), VERDICT_FAIL, SIZE_MAX,
     "looked for an event with event cost, call epoll_wait, idle 9, act \"refused\"; the nearest, "
     "event 17, has act \"measured\""},
    {ANY, COST(90, "measured"), VERDICT_FAIL, SIZE_MAX,
     "looked for an event with event cost, call epoll_wait, idle 90, act \"measured\"; the "
     "nearest, event 17, has idle 9"},
    {ANY, "{\"id\":\"x\",\"idle\":9000,\"per_call\":{\"min\":1}}", VERDICT_FAIL, SIZE_MAX,
     "looked for an event with idle 9000, per_call at least 1; the nearest, event 17, has idle 9"},
};

/* Of the step 1. */
static int choice_of(const struct lesson *lesson, const struct trace *trace) {
    struct judge *judge = judge_new(lesson, trace);
    int choice = judge_choice(judge, 1);
    judge_free(judge);
    return choice;
}

static const struct judgement *judgement_find(const struct judgement *judgements, int count,
                                              const char *id) {
    for (int i = 0; i < count; i++)
        if (strcmp(judgements[i].id, id) == 0)
            return &judgements[i];
    printf("Bail out! nothing was judged of \"%s\"\n", id);
    exit(EXIT_FAILURE);
}

static void test_rows(void) {
    struct trace *trace = trace_of(LINES);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *two = *rows[i].two ? rows[i].two : "{\"id\":\"none\",\"event\":\"enter\"}";
        struct lesson *lesson = lesson_of(rows[i].one, CHOICES, UNTIL, two);
        struct judgement *judgements;
        int count = judge_lesson(lesson, trace, &judgements);
        const struct judgement *got = judgement_find(judgements, count, "x");
        bool ok = got->verdict == rows[i].verdict && got->event == rows[i].event &&
                  strcmp(got->reason.text, rows[i].reason) == 0;
        if (!tap_ok(ok, "row %zu: %s", i, *rows[i].two ? rows[i].two : rows[i].one))
            tap_note("%d, event %zu: %s", got->verdict, got->event, got->reason.text);
        free(judgements);
        lesson_free(lesson);
    }
    trace_free(trace);
}

#define CHOICE(text, when) "{\"text\":\"" text "\",\"when\":{" when "}}"
#define TRUE_1             "\"call\":\"select\",\"result\":1"
#define TRUE_2             "\"text\":\"A left\""
#define FALSE_1            "\"call\":\"select\",\"result\":7"
#define FALSE_2            "\"call\":\"recv\""
#define BLIND              "\"event\":\"copy\",\"count\":0"

/* Choices, which of them is found true, the verdict and the reason. */
static const struct ask_row {
    const char *choices;
    int which;
    enum verdict verdict;
    const char *reason;
} ask_rows[] = {
    {CHOICE("a", TRUE_1) "," CHOICE("b", FALSE_1), 0, VERDICT_PASS, ""},
    {CHOICE("a", FALSE_1) "," CHOICE("b", FALSE_2) "," CHOICE("c", TRUE_2), 2, VERDICT_PASS, ""},
    {CHOICE("a", TRUE_1) "," CHOICE("b", FALSE_1) "," CHOICE("c", TRUE_2), -2, VERDICT_BROKEN,
     "x.json: $.steps[1]: choices 1, 3 came true, expected exactly one"},
    {CHOICE("a", FALSE_1) "," CHOICE("b", FALSE_2), -2, VERDICT_FAIL,
     "none of the 2 choices came true, expected exactly one"},
    {CHOICE("a", "\"call\":\"recv\",\"count\":0") "," CHOICE("b", FALSE_1), 0, VERDICT_PASS, ""},
    {CHOICE("a", BLIND) "," CHOICE("b", FALSE_1), -2, VERDICT_SKIP,
     "no evidence in this trace can show \"copy\""},
};

static void test_asks(void) {
    struct trace *trace = trace_of(LINES);
    for (size_t i = 0; i < sizeof ask_rows / sizeof *ask_rows; i++) {
        struct lesson *lesson =
            lesson_of(ANY, ask_rows[i].choices, UNTIL, "{\"id\":\"y\",\"nfds\":6}");
        struct judgement *judgements;
        int count = judge_lesson(lesson, trace, &judgements);
        const struct judgement *got = judgement_find(judgements, count, "ask");
        bool ok = count == 3 && got->verdict == ask_rows[i].verdict &&
                  strcmp(got->reason.text, ask_rows[i].reason) == 0 &&
                  choice_of(lesson, trace) == ask_rows[i].which;
        if (!tap_ok(ok, "question %zu", i))
            tap_note("%d, choice %d: %s", got->verdict, choice_of(lesson, trace), got->reason.text);
        free(judgements);
        lesson_free(lesson);
    }
    trace_free(trace);
}

/* As a live run grows: nothing is known too early. */
static void test_growing(void) {
    struct lesson *lesson =
        lesson_of(ANY, CHOICES, "\"call\":\"select\",\"event\":\"return\",\"count\":2",
                  "{\"id\":\"y\",\"nfds\":6}");
    for (int count = 0; count <= LINES; count++) {
        struct trace *trace = trace_of(count);
        tap_ok(choice_of(lesson, trace) == (count < LINES ? -1 : 0), "the answer after %d events",
               count);
        tap_ok(judge_until(lesson, 2, trace) == (count >= 15), "the until after %d events", count);
        trace_free(trace);
    }
    lesson_free(lesson);
}

static void test_never_reached(void) {
    struct lesson *lesson = lesson_of(ANY, CHOICES, UNTIL, "{\"id\":\"y\",\"call\":\"select\"}");
    struct trace *trace = trace_of(9);
    struct judgement *judgements;
    int count = judge_lesson(lesson, trace, &judgements);
    tap_ok(count == 3 && judgements[0].verdict == VERDICT_PASS && judgements[0].event == 2,
           "what was reached is judged");
    tap_ok(judgements[1].verdict == VERDICT_FAIL &&
               !strcmp(judgements[1].reason.text,
                       "the trace never reaches the step \"two\", which answers it"),
           "a question that was not reached");
    tap_ok(judgements[2].verdict == VERDICT_FAIL &&
               !strcmp(judgements[2].reason.text, "the trace never reaches the step \"two\""),
           "a step that was not reached");
    free(judgements);
    trace_free(trace);
    lesson_free(lesson);
}

/* With the evidence, or with such an event in the trace, what was skipped is judged. */
static void test_evidence(void) {
    struct lesson *lesson = lesson_of("{\"id\":\"x\",\"event\":\"awake\"}", CHOICES, UNTIL,
                                      "{\"id\":\"y\",\"event\":\"copy\",\"call\":\"select\"}");
    struct trace *trace = trace_of(LINES);
    struct judgement *judgements;
    trace_header(trace)->evidence = 1u << EVIDENCE_SWITCH;
    int count = judge_lesson(lesson, trace, &judgements);
    tap_ok(judgement_find(judgements, count, "x")->verdict == VERDICT_FAIL &&
               judgement_find(judgements, count, "y")->verdict == VERDICT_SKIP,
           "scheduler records show awake, not copy");
    free(judgements);
    trace_header(trace)->evidence = 1u << EVIDENCE_TRACEPOINT;
    count = judge_lesson(lesson, trace, &judgements);
    tap_ok(judgement_find(judgements, count, "y")->verdict == VERDICT_FAIL,
           "tracepoints show copy");
    free(judgements);
    trace_free(trace);
    lesson_free(lesson);
}

int main(void) {
    test_rows();
    test_asks();
    test_growing();
    test_never_reached();
    test_evidence();
    return tap_done();
}
