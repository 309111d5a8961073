/* A call as it stands in the program, whole and with less and less room: what says least gives way
 * first, and what a call sets stays. */
#include <config.h>

#include "event-line.h"
#include "narrate-call.h"
#include "tap.h"

#include <string.h>

struct telling {
    const char *enter;
    enum narrate_room room;
    const char *expected;
};

#define SETFL "enter task=s call=fcntl fd=3 command=F_SETFL mode=O_RDWR|O_NONBLOCK|O_ASYNC"
#define SEND  "enter task=s call=send fd=5 data=HELLO size=5 flags="
#define CTL   "enter task=s call=epoll_ctl epoll=4 operation=EPOLL_CTL_MOD fd=6 events=IN|ET"
#define MASK  "enter task=s call=sigprocmask mask=SIG_BLOCK signal=SIGIO"
#define POLL  "enter task=s call=poll nfds="

static const struct telling tellings[] = {
    {SETFL, ROOM_FOR_ALL, "fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK|O_ASYNC)"},
    {SETFL, ROOM_BUT_COMMON, "fcntl(3, F_SETFL, O_NONBLOCK|O_ASYNC)"},
    {SETFL, ROOM_NO_BYTES, "fcntl(3, F_SETFL, O_NONBLOCK|O_ASYNC)"},
    {SETFL, ROOM_FOR_FLAGS, "fcntl(3, …O_NONBLOCK|O_ASYNC)"},
    {SETFL, ROOM_FLAGS_ALONE, "fcntl(…O_NONBLOCK|O_ASYNC)"},
    {SETFL, ROOM_LAST_FLAG, "fcntl(3, …O_ASYNC)"},
    {"enter task=s call=fcntl fd=3 command=F_SETFL mode=O_RDWR", ROOM_BUT_COMMON,
     "fcntl(3, F_SETFL, O_RDWR)"},
    {SEND "MSG_NOSIGNAL", ROOM_FOR_ALL, "send(5, \"HELLO\", 5 B, MSG_NOSIGNAL)"},
    {SEND "MSG_NOSIGNAL", ROOM_BUT_COMMON, "send(5, \"HELLO\", 5 B)"},
    {SEND "MSG_NOSIGNAL", ROOM_FEW_BYTES, "send(5, \"HELL\"…, 5 B)"},
    {SEND "MSG_NOSIGNAL", ROOM_NO_BYTES, "send(5, 5 B)"},
    {SEND "MSG_NOSIGNAL", ROOM_LAST_FLAG, "send(5, 5 B)"},
    {SEND "MSG_NOSIGNAL|MSG_DONTWAIT", ROOM_NO_BYTES, "send(5, 5 B, MSG_DONTWAIT)"},
    {SEND "MSG_NOSIGNAL|MSG_DONTWAIT", ROOM_FOR_FLAGS, "send(5, …MSG_DONTWAIT)"},
    {CTL, ROOM_NO_BYTES, "epoll_ctl(4, MOD, 6, IN|ET)"},
    {CTL, ROOM_FOR_FLAGS, "epoll_ctl(… 6, IN|ET)"},
    {CTL, ROOM_FLAGS_ALONE, "epoll_ctl(…IN|ET)"},
    {"enter task=s call=bind fd=3 port=80", ROOM_LAST_FLAG, "bind(3, port 80)"},
    {MASK, ROOM_FOR_ALL, "sigprocmask(SIG_BLOCK, SIGIO)"},
    {MASK " signals=SIGIO|SIGRTMIN+1", ROOM_FOR_ALL, "sigprocmask(SIG_BLOCK, SIGIO|SIGRTMIN+1)"},
    {MASK " signals=SIGIO|SIGRTMIN+1", ROOM_LAST_FLAG, "sigprocmask(SIG_BLOCK, SIGIO|SIGRTMIN+1)"},
    {POLL "3 asked=3:IN,4:IN|OUT,-1:0", ROOM_FOR_ALL, "poll({3 IN}, {4 IN|OUT}, {-1 0})"},
    {POLL "2 asked=3:IN,4:IN timeout=2000000", ROOM_FOR_ALL, "poll({3 IN}, {4 IN}, 2.0 ms)"},
    {POLL "9 asked=3:IN", ROOM_FOR_ALL, "poll({3 IN}, …)"},
    {POLL "3", ROOM_FOR_ALL, "poll(…)"},
};

static void check_telling(const struct telling *telling) {
    struct event_line line;
    struct error error = {0};
    char text[256] = "";
    bool parsed = event_line_parse(&line, telling->enter, &error);
    if (parsed)
        narrate_call_short(&line.event, telling->room, text, sizeof text);
    if (!tap_ok(parsed && strcmp(text, telling->expected) == 0, "%s", telling->expected))
        tap_note("%s", parsed ? text : error.text);
}

/* A long array ends early, and never in the middle of an entry. */
static void check_long_array(void) {
    struct list_entry entries[200];
    struct event event = {0};
    char text[256];
    event_set(&event, FIELD_kind, EVENT_ENTER);
    event_set(&event, FIELD_call, CALL_poll);
    event_set(&event, FIELD_nfds, 200);
    for (int i = 0; i < 200; i++)
        entries[i] = (struct list_entry){i, i % 2 ? 1 : UINT32_MAX};
    event_set_bytes(&event, FIELD_asked, entries, sizeof entries);
    narrate_call(&event, text, sizeof text);
    size_t size = strlen(text);
    bool good = size > 5 && size < 250 && strcmp(text + size - 5, " …)") == 0;
    if (!tap_ok(good, "a long array is cut between its entries"))
        tap_note("%s", text);
}

int main(void) {
    for (size_t i = 0; i < sizeof tellings / sizeof tellings[0]; i++)
        check_telling(&tellings[i]);
    check_long_array();
    return tap_done();
}
