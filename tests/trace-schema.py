"""Holds traces against lessons/trace.schema.json with a real validator.

    trace-schema.py SCHEMA TRACE...     is every line valid?
    trace-schema.py --broken SCHEMA     is every bad line refused?

Status 0: yes; 1: no, and which.
"""

import json
import sys

from jsonschema import Draft202012Validator

HEADER = {"format": "waitscope-trace", "version": "1.0", "evidence": ["syscall"]}
EVENT = {"seq": 0, "t": 0, "event": "enter", "task": "main", "call": "recv", "number": 1}
FOOTER = {"events": 0, "dropped": 0}
LISTS = {**EVENT, "asked": ["4:IN|RDHUP", "-1:0"], "got": [], "events": "IN|ET"}

# A good line, and what is put over it; None takes a member away.
BROKEN = [
    (HEADER, {"format": "waitscope-lesson"}),
    (HEADER, {"version": "2.0"}),
    (HEADER, {"evidence": None}),
    (HEADER, {"evidence": ["hearsay"]}),
    (HEADER, {"rmem_max": "4096"}),
    (HEADER, {"wish": 1}),
    (FOOTER, {"dropped": None}),
    (FOOTER, {"events": -1}),
    (FOOTER, {"wish": 1}),
    (EVENT, {"seq": None}),
    (EVENT, {"t": -1}),
    (EVENT, {"t": 1.5}),
    (EVENT, {"t": 10**15}),
    (EVENT, {"event": None}),
    (EVENT, {"event": "nap"}),
    (EVENT, {"task": None}),
    (EVENT, {"call": None}),
    (EVENT, {"call": "recvall"}),
    (EVENT, {"event": "step"}),
    (EVENT, {"fd": "3"}),
    (EVENT, {"read": [3, 3]}),
    (EVENT, {"read": [-1]}),
    (EVENT, {"asked": "4:IN"}),
    (EVENT, {"asked": [4]}),
    (EVENT, {"asked": ["IN"]}),
    (EVENT, {"asked": ["4:POLLIN"]}),
    (EVENT, {"asked": ["4:IN|"]}),
    (EVENT, {"errno": 11}),
    (EVENT, {"errno": "eagain"}),
    (EVENT, {"signal": "PIPE"}),
    (EVENT, {"flags": "MSG_PEEK|"}),
    (EVENT, {"domain": "AF_MOON"}),
    (EVENT, {"data": "\nx"}),
    (EVENT, {"data": "\\q"}),
    (EVENT, {"task": "\x1b[31m"}),
    (EVENT, {"evidence": "hearsay"}),
    (EVENT, {"wish": 1}),
]


def changed(line, change):
    both = {**line, **change}
    return {key: value for key, value in both.items() if value is not None}


def check_broken(validator):
    bad = 0
    for line in (HEADER, EVENT, LISTS, FOOTER):
        for error in validator.iter_errors(line):
            print(f"{line}: {error.message}")
            bad += 1
    for line, change in BROKEN:
        if validator.is_valid(changed(line, change)):
            print(f"{line} is still valid with {change}")
            bad += 1
    return bad


def check_trace(validator, path):
    bad = 0
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            for error in validator.iter_errors(json.loads(line)):
                print(f"{path}: line {number}: {error.json_path}: {error.message}")
                bad += 1
    return bad


def main(arguments):
    broken = arguments[0] == "--broken"
    path = arguments[1 if broken else 0]
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    if broken:
        return check_broken(validator)
    return sum(check_trace(validator, trace) for trace in arguments[1:])


sys.exit(1 if main(sys.argv[1:]) else 0)
