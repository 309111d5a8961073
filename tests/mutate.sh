#!/bin/bash
# The lessons' expects can fail: each does once the events that it rests on are changed, and each
# lesson does in the recordings of the others.
. "$(dirname "$0")/tap.sh"
cd "$SOURCEDIR" || exit 1

if [ ! -x "$waitscope" ]; then
    tap_skip "the program is not built: no recordings"
    tap_done
    exit
fi
if tap_skip_under 'calls wait where they would not'; then
    tap_done
    exit
fi
lessons=$(lesson_names) || exit 1
record() {
    "$waitscope" --lessons lessons record "$1" -o "$scratch/$1.jsonl"
}
mutate() {
    local others
    others=$(ls "$scratch"/*.jsonl | grep -v "/$1\.jsonl$")
    # shellcheck disable=SC2086  # a list of names without blanks
    "$BUILDDIR/tests/mutate" "lessons/$1.json" "$scratch/$1.jsonl" $others >"$scratch/points" ||
        { grep -A 1 -v '^ok' "$scratch/points"; return 1; }
}

for lesson in $lessons; do
    tap_ok "$lesson is recorded" record "$lesson"
done
for lesson in $lessons; do
    tap_ok "$lesson falls with every mutation" mutate "$lesson"
done
tap_done
