"""Makes traces that no run has: events that are missing, times that are out of order.

    export-fuzz.py TRACE COUNT FOLDER   writes COUNT of them to FOLDER/0.jsonl, 1.jsonl, …

The same trace gives the same files. Each is a valid trace file all the same.
"""

import json
import random
import sys


def drop(events, chance):
    kept = max(1, len(events) - int(len(events) * chance.choice((0.02, 0.1, 0.5))))
    return [events[index] for index in sorted(chance.sample(range(len(events)), kept))]


def shake(events, chance):
    for event in events:
        for key in ("t", "entered", "arrived"):
            if key in event and chance.random() < 0.1:
                event[key] = max(0, event[key] + chance.choice((-1, 1)) * chance.randrange(10**5))
    return events


def flatten(events, chance):
    """All at very few moments."""
    for event in events:
        for key in ("t", "entered", "arrived"):
            if key in event:
                event[key] = event[key] // 10**6 * chance.choice((1, 1, 10))
    return events


def swap(events, chance):
    for _ in range(len(events) // 10):
        first, second = chance.randrange(len(events)), chance.randrange(len(events))
        events[first], events[second] = events[second], events[first]
    return events


def rename(events, chance):
    for event in events:
        if "task" in event and chance.random() < 0.3:
            event["task"] = chance.choice(("server", "two", "drei é", "四"))
        if "client" in event and chance.random() < 0.3:
            event["client"] = chance.choice(("A", "B", "a client with a long name"))
    return events


def main(path, count, folder):
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    for number in range(int(count)):
        chance = random.Random(number)
        events = json.loads(json.dumps(lines[1:-1]))
        for change in chance.sample((drop, shake, flatten, swap, rename), chance.randrange(1, 4)):
            events = change(events, chance)
        with open(f"{folder}/{number}.jsonl", "w", encoding="utf-8") as file:
            for index, event in enumerate(events):
                event["seq"] = index
            footer = {"events": len(events), "dropped": 0}
            for line in (lines[0], *events, footer):
                file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


main(*sys.argv[1:])
