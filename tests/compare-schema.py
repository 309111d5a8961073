"""Holds what `waitscope compare --json` printed against its schema, and against itself.

    compare-schema.py SCHEMA FILE...           is every file valid?
    compare-schema.py --broken SCHEMA FILE     is the file refused, whatever one change breaks?

Status 0: yes; 1: no, and which.
"""

import copy
import json
import sys

from jsonschema import Draft202012Validator

FIGURES = ["calls", "failures", "switches", "cpu", "inside", "copied", "latency", "latency_99",
           "latency_max", "wall", "served"]  # fmt: skip


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def contradictions(document):
    """What a schema cannot see: figures that cannot be true together."""
    for row in document.get("idle", []):
        if row["idle"] >= 1024 and row["select"]["ns"] is not None:
            yield f"{row['idle']}: select with more descriptors than its set has room for"
    for result in document.get("results", []):
        if "error" in result:
            if any(result[figure] is not None for figure in FIGURES):
                yield f"{result['server']}: measured after all"
            continue
        if result["failures"] > result["calls"]:
            yield f"{result['server']}: more failures than calls"
        if not result["latency"] <= result["latency_99"] <= result["latency_max"]:
            yield f"{result['server']}: latencies out of order"
        if result["latency_max"] > result["wall"]:
            yield f"{result['server']}: a latency is longer than all of it"


def check(validator, path):
    document = load(path)
    problems = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]
    problems += contradictions(document) if not problems else []
    for problem in problems:
        print(f"{path}: {problem}")
    return len(problems)


def changes(document):
    """The document with one thing wrong, and what."""
    for key in document:
        changed = copy.deepcopy(document)
        del changed[key]
        yield f"without {key}", changed
    rows = "results" if "results" in document else "idle"
    for key in document[rows][0]:
        changed = copy.deepcopy(document)
        del changed[rows][0][key]
        yield f"a result without {key}", changed
        changed = copy.deepcopy(document)
        changed[rows][0][key] = -1
        yield f"a result with {key} -1", changed
    for key, value in (("version", 2), ("format", "waitscope-list"), ("more", 1), (rows, []),
                       ("idle" if rows == "results" else "script", "late")):
        changed = copy.deepcopy(document)
        changed[key] = value
        yield f"{key} {value}", changed


def check_broken(validator, path):
    bad = 0
    for what, document in changes(load(path)):
        if validator.is_valid(document):
            print(f"valid: {what}")
            bad += 1
    return bad


def main(arguments):
    broken = arguments[0] == "--broken"
    if broken:
        arguments = arguments[1:]
    schema = load(arguments[0])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    if broken:
        return check_broken(validator, arguments[1])
    return sum(check(validator, path) for path in arguments[1:])


sys.exit(1 if main(sys.argv[1:]) else 0)
