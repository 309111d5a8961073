"""Are the recordings in a folder still of the lessons and pages that are there?

    recordings.py LESSONS PAGES RECORDING...

Each has its lesson's steps in their order, and each of its calls stands in the line that it names.
Status 0: yes; 1: no, and what differs.
"""

import json
import os
import sys


def load_lines(path):
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def differences(lessons, pages, path):
    header, *events = [json.loads(line) for line in load_lines(path)]
    name = header["lesson"]
    with open(os.path.join(lessons, name + ".json"), encoding="utf-8") as file:
        want = [step["id"] for step in json.load(file)["steps"]]
    found = [event["step"] for event in events if event.get("event") == "step"]
    if found != want:
        yield f"steps of {name}: found {found}, expected {want}"
    for event in events:
        if "at" not in event or "call" not in event:
            continue
        page, number = event["at"].split(":")
        lines = load_lines(os.path.join(pages, page))
        if int(number) > len(lines) or event["call"] + "(" not in lines[int(number) - 1]:
            yield f"seq {event['seq']}: there is no {event['call']} in {event['at']}"


def main(lessons, pages, *recordings):
    bad = 0
    for path in recordings:
        for difference in differences(lessons, pages, path):
            print(f"{path}: {difference}")
            bad = 1
    return bad


sys.exit(main(*sys.argv[1:]))
