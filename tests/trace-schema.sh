#!/bin/bash
# Traces are what lessons/trace.schema.json says: the sample, and a recording of every lesson.
. "$(dirname "$0")/tap.sh"
cd "$SOURCEDIR" || exit 1
schema=lessons/trace.schema.json
# Debian's own python has Debian's python3-jsonschema.
python=/usr/bin/python3

if ! reason=$($python -c 'from jsonschema import Draft202012Validator' 2>&1); then
    tap_skip "no python3-jsonschema of 4.0 or later: ${reason##*$'\n'}"
    tap_done
    exit
fi
validate() {
    $python tests/trace-schema.py "$@"
}
record() {
    "$waitscope" --lessons lessons record "$1" -o "$scratch/$1.jsonl" &&
        validate $schema "$scratch/$1.jsonl"
}

tap_ok "the schema refuses broken lines" validate --broken $schema
tap_ok "the sample is valid" validate $schema tests/traces/sample.jsonl
if [ -x "$waitscope" ]; then
    for lesson in $(lesson_names); do
        tap_ok "a recording of $lesson is valid" record "$lesson"
    done
else
    tap_skip "the program is not built: no recordings"
fi
tap_done
