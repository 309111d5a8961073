"""Holds lessons and catalogues against their schemas with a real validator.

    lesson-schema.py FOLDER FILE...           is every file valid?
    lesson-schema.py --broken FOLDER FILE...  is every file refused, but those that only the
                                              program can see through?
    lesson-schema.py --fields FOLDER          does a lesson know the fields of a trace?
    lesson-schema.py --scripts FOLDER TABLE   does it know the scripts of the table?

FOLDER holds the schemas. Status 0: yes; 1: no, and which.
"""

import json
import os
import re
import sys

from jsonschema import Draft202012Validator, RefResolver

# What is wrong with these is beyond a schema: names that name nothing, things that stand twice,
# things that no trace or every trace would meet.
BEYOND = {
    "after-none", "answer-last", "ask-last", "closed", "expect-twice", "file-name",
    "many-bytes", "measure-server", "no-clients", "no-server", "not-connected",
    "not-running", "not-running-run", "range", "step-twice", "twice", "two-true",
    "unknown-after", "unknown-claim", "unknown-client", "unknown-errno", "unknown-of",
    "unknown-other", "unknown-script", "unknown-server",
}  # fmt: skip

FORMATS = {
    "waitscope-lesson": "lesson.schema.json",
    "waitscope-lesson-texts": "catalogue.schema.json",
}

# A trace's kinds of values, and a lesson's where it may say more of them than one value.
KINDS = {"integer": "number", "count": "number", "text": "text", "set": "descriptors"}


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def validator_for(folder, name):
    schema = load(os.path.join(folder, name))
    trace = load(os.path.join(folder, "trace.schema.json"))
    Draft202012Validator.check_schema(schema)
    base = "file:///lessons/"  # a name only: both documents are given
    store = {base + name: schema, base + "trace.schema.json": trace}
    resolver = RefResolver(base + name, schema, store=store)
    return Draft202012Validator(schema, resolver=resolver)


def problems(folder, path):
    """The sentences that refuse the file; none if it is valid."""
    try:
        document = load(path)
    except (ValueError, RecursionError) as error:
        return [str(error)]
    kind = document.get("format") if isinstance(document, dict) else None
    validator = validator_for(folder, FORMATS.get(kind, "lesson.schema.json"))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def check_valid(folder, paths):
    bad = 0
    for path in paths:
        for problem in problems(folder, path):
            print(f"{path}: {problem}")
            bad += 1
    return bad


def check_broken(folder, paths):
    bad = 0
    for path in paths:
        name = os.path.basename(path).removesuffix(".json")
        if bool(problems(folder, path)) == (name in BEYOND):
            print(f"{path}: {'refused after all' if name in BEYOND else 'valid'}")
            bad += 1
    return bad


def write_fields(path, want):
    """Puts these conditions in the place of those that the schema has."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    rows = ",\n".join(f"        {json.dumps(key)}: {json.dumps(want[key])}" for key in want)
    begin = text.index('        "seq": {')
    end = text.index("\n      }\n", begin)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text[:begin] + rows + text[end:])


def check_fields(folder):
    """Every field of a trace is a condition of a lesson, with the same kind of value. GENERATE=1
    rewrites the lesson's."""
    path = os.path.join(folder, "lesson.schema.json")
    trace = load(os.path.join(folder, "trace.schema.json"))["$defs"]["event"]["properties"]
    want = {}
    for name, value in trace.items():
        kind = value["$ref"].removeprefix("#/$defs/")
        ref = f"#/$defs/{KINDS[kind]}" if kind in KINDS else f"trace.schema.json#/$defs/{kind}"
        want[name] = {"$ref": ref}
    if os.environ.get("GENERATE") == "1":
        write_fields(path, want)
    lesson = load(path)["$defs"]["conditions"]["properties"]
    bad = 0
    for name in want.keys() | lesson.keys():
        if lesson.get(name) != want.get(name):
            print(f"{name}: found {lesson.get(name)}, expected {want.get(name)}")
            bad += 1
    return bad


def check_scripts(folder, table):
    """A measure step may name the scripts of scripts.def, and no others."""
    page = load(os.path.join(folder, "lesson.schema.json"))["$defs"]["measured-page"]
    names = page["properties"]["script"]["enum"]
    with open(table, encoding="utf-8") as file:
        want = re.findall(r'^SCRIPT\([a-z_]+, "([a-z-]+)"', file.read(), re.MULTILINE)
    if names != want:
        print(f"scripts: found {names}, expected {want}")
    return names != want


def main(arguments):
    if arguments[0] == "--fields":
        return check_fields(arguments[1])
    if arguments[0] == "--scripts":
        return check_scripts(arguments[1], arguments[2])
    if arguments[0] == "--broken":
        return check_broken(arguments[1], arguments[2:])
    return check_valid(arguments[0], arguments[1:])


sys.exit(1 if main(sys.argv[1:]) else 0)
