#!/bin/bash
# The recordings from which the tests of the screen paint are still of the lessons and pages that are
# there. One that is not:
#   waitscope record LESSON --evidence proc -o tests/traces/LESSON.jsonl
#   waitscope record LESSON --evidence tracepoint -o tests/traces/LESSON-exact.jsonl
. "$(dirname "$0")/tap.sh"
cd "$SOURCEDIR" || exit 1

if ! command -v python3 >/dev/null; then
    tap_skip "python3 is not here"
    tap_done
    exit
fi
# The sample is of no lesson.
for trace in tests/traces/*.jsonl; do
    [ "$trace" = tests/traces/sample.jsonl ] ||
        tap_ok "$trace is up to date" python3 tests/recordings.py lessons src/servers "$trace"
done
tap_done
