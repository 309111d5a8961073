#!/bin/bash
# Lessons and catalogues are what their schemas say, and the schemas refuse what the program refuses.
. "$(dirname "$0")/tap.sh"
cd "$SOURCEDIR" || exit 1
# Debian's own python has Debian's python3-jsonschema.
python=/usr/bin/python3

if ! reason=$($python -c 'from jsonschema import Draft202012Validator, RefResolver' 2>&1); then
    tap_skip "no python3-jsonschema of 4.0 or later: ${reason##*$'\n'}"
    tap_done
    exit
fi
validate() {
    $python -W ignore tests/lesson-schema.py "$@"
}

tap_ok "a lesson knows the fields of a trace" validate --fields lessons
tap_ok "a lesson knows the scripts of a measurement" \
    validate --scripts lessons src/core/scripts.def
tap_ok "the good lessons are valid" validate lessons tests/good-lessons/*.json
tap_ok "the bad lessons are refused" validate --broken lessons tests/bad-lessons/*.json
tap_ok "the good catalogues are valid" validate lessons tests/catalogues/{whole,missing,stale}.json
tap_ok "the bad catalogues are refused" validate --broken lessons \
    tests/catalogues/{empty-text,escape,format,no-pair,no-texts,three,unknown-key}.json
for file in $(grep -lE '"waitscope-lesson(-texts)?"' lessons/*.json lessons/*/*.json 2>/dev/null |
    grep -v '\.schema\.json$'); do
    tap_ok "$file is valid" validate lessons "$file"
done
tap_done
