"""Holds files in the Trace Event Format against the subset that every viewer takes.

    chrome-check.py FILE [TRACE]...     is it well-formed; does it say as much as the native trace?
    chrome-check.py --broken FILE       is the good file refused once it is broken, in each way?

Status 0: yes; 1: no, and why. There is no official validator; the rules are those of HACKING.md.
"""

import copy
import json
import re
import sys
from collections import Counter

NAMES = {"process_name", "process_sort_index", "thread_name", "thread_sort_index"}
COMMON = {"ph", "name", "cat", "pid", "tid", "ts"}
KEYS = {
    "X": COMMON | {"dur", "args"},
    "i": COMMON | {"s", "args"},
    "C": COMMON | {"args"},
    "b": COMMON | {"id"},
    "e": COMMON | {"id"},
    "s": COMMON | {"id"},
    "f": COMMON | {"id", "bp"},
    "M": {"ph", "name", "pid", "tid", "args"},
}
OPTIONAL = {"X": {"args"}, "i": {"args"}}


QUEUES = ("receive_queue", "send_queue", "accept_queue")


class Bad(Exception):
    """What is wrong."""


def need(ok, *what):
    if not ok:
        raise Bad(" ".join(str(word) for word in what))


class Micros(int):
    """ns, written as µs with three digits behind the point."""


def micros(text):
    match = re.fullmatch(r"(\d+)\.(\d{3})", text)
    need(match, "a number that is not written as µs with three digits:", text)
    return Micros(int(match[1]) * 1000 + int(match[2]))


def load(path):
    """The events of a file that has one a line."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    lines = text.split("\n")
    need(lines[0] == '{"displayTimeUnit":"ns","traceEvents":[', "the first line:", lines[0][:80])
    need(lines[-2:] == ["]}", ""], "the last line:", lines[-2:])
    document = json.loads(text, parse_float=micros)
    need(len(document["traceEvents"]) == len(lines) - 3, "not one event a line")
    return document


# ---- one event


def check_event(event):
    need(isinstance(event, dict), "not an object:", event)
    phase = event.get("ph")
    need(phase in KEYS, "an unknown ph:", event)
    missing = KEYS[phase] - event.keys() - OPTIONAL.get(phase, set())
    need(not missing, "without", missing, event)
    need(event.keys() <= KEYS[phase], "with", event.keys() - KEYS[phase], event)
    need(isinstance(event["name"], str) and event["name"], "without a name:", event)
    need(type(event["pid"]) is int and event["pid"] in (1, 2, 3), "pid:", event)
    need(type(event["tid"]) is int and 0 < event["tid"] < 2**31, "tid:", event)
    if phase == "M":
        need(event["name"] in NAMES, "an unknown name:", event)
        return
    need(isinstance(event["cat"], str) and event["cat"], "without a category:", event)
    need(isinstance(event["ts"], Micros) and event["ts"] >= 0, "ts:", event)
    if phase == "X":
        need(isinstance(event["dur"], Micros) and event["dur"] > 0, "dur:", event)
    if phase == "i":
        need(event["s"] == "t", "the scope of an instant:", event)
    if phase == "C":
        need(len(event["args"]) == 1, "not one series:", event)
        need(all(type(value) is int for value in event["args"].values()), "a series:", event)
    if phase in "be":
        need(isinstance(event["id"], str) and event["id"], "an id that is no text:", event)
    if phase in "sf":
        need(type(event["id"]) is int, "an id that is no integer:", event)
    if phase == "f":
        need(event["bp"] == "e", "bp:", event)


# ---- all of them


def check_names(events):
    said = Counter()
    for event in events:
        if event["ph"] == "M":
            tid = event["tid"] if event["name"].startswith("thread") else 0
            said[event["name"], event["pid"], tid] += 1
            key = "sort_index" if event["name"].endswith("index") else "name"
            need(list(event["args"]) == [key], "args:", event)
    need(all(count == 1 for count in said.values()), "named twice:", said.most_common(1))
    for event in events:
        for name in NAMES:
            tid = event["tid"] if name.startswith("thread") else 0
            if event["ph"] != "M":
                need((name, event["pid"], tid) in said, "a lane without", name, event)


def check_slices(events):
    """Slices of a lane nest, or stand apart; the outer comes first. Returns them by lane."""
    lanes = {}
    for event in events:
        if event["ph"] == "X":
            lanes.setdefault((event["pid"], event["tid"]), []).append(event)
    for lane in lanes.values():
        lane.sort(key=lambda event: event["ts"])  # stable: the file's order decides
        around = []
        free = -1
        for event in lane:
            begin, end = event["ts"], event["ts"] + event["dur"]
            while around and around[-1] < begin:
                free = max(free, around.pop())
            need(begin > free, "touches the slice before:", event)
            need(not around or end < around[-1], "overlaps the slice around it:", event)
            around.append(end)
    return lanes


def is_inside(lanes, event):
    slices = lanes.get((event["pid"], event["tid"]), [])
    return any(one["ts"] <= event["ts"] < one["ts"] + one["dur"] for one in slices)


def check_arrows(events, lanes):
    ends = {"s": {}, "f": {}}
    for event in events:
        if event["ph"] in "sf":
            need(event["id"] not in ends[event["ph"]], "an arrow with two ends:", event)
            need(is_inside(lanes, event), "an arrow's end outside of a slice:", event)
            ends[event["ph"]][event["id"]] = event
    need(ends["s"].keys() == ends["f"].keys(), "an arrow with one end")
    for number, start in ends["s"].items():
        end = ends["f"][number]
        need(start["ts"] <= end["ts"], "an arrow back in time:", start, end)
        need((start["name"], start["cat"]) == (end["name"], end["cat"]), "two names:", start, end)


def check_spans(events):
    begun = {}
    for event in events:
        key = event.get("cat"), event.get("id")
        if event["ph"] == "b":
            need(key not in begun, "a span that has begun:", event)
            begun[key] = event
        elif event["ph"] == "e":
            need(key in begun, "a span that has not begun:", event)
            start = begun.pop(key)
            need(start["ts"] <= event["ts"], "a span that ends before it begins:", event)
            need(start["name"] == event["name"], "a span with two names:", event)
    need(not begun, "spans that do not end:", begun)


def check_counters(events):
    series = {}
    for event in events:
        if event["ph"] == "C":
            key = event["pid"], event["name"]
            need(series.setdefault(key, event["args"].keys()) == event["args"].keys(),
                 "a counter with two series:", event)


def check(document):
    need(document.keys() == {"displayTimeUnit", "traceEvents"}, "keys:", document.keys())
    need(document["displayTimeUnit"] == "ns", "displayTimeUnit:", document["displayTimeUnit"])
    events = document["traceEvents"]
    for event in events:
        check_event(event)
    check_names(events)
    check_arrows(events, check_slices(events))
    check_spans(events)
    check_counters(events)
    return events


# ---- as much as the native trace


def wanted_of(native):
    """How many things of each category there must be."""
    wanted = Counter()
    for event in native:
        kind = event["event"]
        if kind == "enter":
            wanted["call"] += 1
        elif kind == "queue":
            wanted["queue"] += sum(name in event for name in QUEUES)
        elif kind == "descriptor" and event["act"] == "opened" and "of" in event:
            wanted["connection"] += 1
        elif kind in ("client", "step", "signal", "measure", "cost", "task-start", "task-end"):
            wanted[kind] += 1
        elif kind == "note" and "task" in event:
            wanted[kind] += 1
    return wanted


def returns_of(native):
    """Those of calls that were entered, by number and time."""
    open_calls = set()
    returns = {}
    for event in native:
        call = event.get("task"), event.get("number")
        if event["event"] == "enter":
            open_calls.add(call)
        elif event["event"] == "return" and call in open_calls:
            open_calls.remove(call)
            returns[event["number"], event["t"]] = event
    return returns


def compare(events, path):
    with open(path, encoding="utf-8") as lines:
        native = [line for line in map(json.loads, lines) if "event" in line]
    wanted = wanted_of(native)
    got = Counter(event["cat"] for event in events if event["ph"] in "XiCb")
    for category, count in wanted.items():
        need(got[category] == count, category, "is there", got[category], "times, not", count)
    series = {(event.get("client"), event.get("fd"), event.get("gen"), name)
              for event in native if event["event"] == "queue" for name in QUEUES if name in event}
    names = {event["name"] for event in events if event["ph"] == "C"}
    need(len(names) == len(series), len(names), "counters, not", len(series))
    returns = returns_of(native)
    seen = 0
    for event in events:
        answer = event.get("args", {}).get("answer") if event.get("cat") == "call" else None
        if answer is None:
            continue
        ns = event["args"]["ns"]
        returned = returns[event["args"]["number"], ns["returned"]]
        need(returned.get("result") == answer.get("result"), "another result:", event)
        need(event["dur"] == ns["returned"] - ns["entered"], "another duration:", event)
        seen += 1
    need(seen == len(returns), seen, "answers, not", len(returns))


# ---- broken files


def first(events, phase, **members):
    return next(event for event in events if event["ph"] == phase and
                all(event.get(key) == value for key, value in members.items()))


def put(phase, key, value, **members):
    def change(events):
        first(events, phase, **members)[key] = value
    return change


def drop(phase, key, **members):
    def change(events):
        del first(events, phase, **members)[key]
    return change


def remove(phase, **members):
    def change(events):
        events.remove(first(events, phase, **members))
    return change


def repeat(phase, **members):
    def change(events):
        events.append(copy.deepcopy(first(events, phase, **members)))
    return change


def overlap(events):
    one = first(events, "X", cat="call")
    other = copy.deepcopy(one)
    other["ts"] = Micros(one["ts"] + one["dur"] - 1)
    events.append(other)


def touch(events):
    one = first(events, "X", cat="call")
    other = copy.deepcopy(one)
    other["ts"], other["dur"] = Micros(one["ts"] + one["dur"]), Micros(1)
    events.append(other)


def phase_too_long(events):
    phase = first(events, "X", cat="phase")
    phase["dur"] = Micros(phase["dur"] + 1)


def phase_before_call(events):
    phase = first(events, "X", cat="phase")
    events.remove(phase)
    events.insert(0, phase)


BROKEN = [
    overlap, touch, phase_too_long, phase_before_call,
    put("X", "ts", Micros(-1)), put("X", "ts", 5), put("X", "dur", Micros(0)), drop("X", "ts"),
    drop("X", "dur"), drop("X", "name"), put("X", "name", ""), put("X", "ph", "B"),
    put("X", "tid", 0), put("X", "tid", 2**32), put("X", "tid", "1"), put("X", "tid", 99),
    put("X", "pid", 4), put("X", "pid", 0), put("X", "colour", "red"), drop("X", "cat"),
    put("i", "s", "g"), drop("i", "s"), put("i", "ts", Micros(-5)),
    put("C", "args", {}), put("C", "args", {"a": 1, "b": 2}), put("C", "args", {"bytes": "1"}),
    put("C", "id", 4), put("C", "args", {"other": 1}),
    remove("M", name="thread_name"), remove("M", name="process_name"),
    remove("M", name="thread_sort_index"), remove("M", name="process_sort_index"),
    repeat("M", name="thread_name"), put("M", "name", "thread"), put("M", "args", {}),
    remove("b"), remove("e"), repeat("b"), repeat("e"), put("b", "id", 4), put("b", "ts", Micros(10**12)),
    put("b", "name", "another"), drop("e", "id"),
    remove("s"), remove("f"), repeat("s"), repeat("f"), drop("f", "bp"), put("s", "id", "1"),
    put("s", "ts", Micros(0)), put("f", "ts", Micros(10**12)), put("f", "ts", Micros(0)),
    put("s", "tid", 1), put("s", "name", "another"),
]


def check_broken(path):
    document = load(path)
    check(document)
    bad = 0
    for number, change in enumerate(BROKEN):
        broken = copy.deepcopy(document)
        change(broken["traceEvents"])
        try:
            check(broken)
        except Bad:
            continue
        print(f"broken in way {number} ({change.__qualname__}) it is still taken")
        bad += 1
    return bad


def main(arguments):
    if arguments[0] == "--broken":
        return check_broken(arguments[1])
    try:
        events = check(load(arguments[0]))
        if len(arguments) > 1:
            compare(events, arguments[1])
    except (Bad, ValueError) as error:
        print(f"{arguments[0]}: {error}")
        return 1
    return 0


sys.exit(1 if main(sys.argv[1:]) else 0)
