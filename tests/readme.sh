#!/bin/bash
# The screen in README.md is one that a test of the views painted, the lesson in it runs. Each
# stands below a comment that names it.
. "$(dirname "$0")/tap.sh"
cd "$SOURCEDIR" || exit 1

# block COMMENT: the first block in backquotes below that comment.
block() {
    awk -v comment="<!-- $1 -->" '
        $0 == comment { here = 1; next }
        here && /^```/ { if (inside) exit; inside = 1; next }
        inside { print }' README.md
}

golden=$(sed -n 's/^<!-- screen: \(tests\/.*\) -->$/\1/p' README.md)
tap_ok "README.md names a golden" test -f "$golden"
if [ -n "${GENERATE-}" ]; then
    awk -v comment="<!-- screen: $golden -->" -v golden="$golden" '
        inside && !/^```/ { next }
        { print }
        /^```/ && inside { inside = 0 }
        $0 == comment { here = 1 }
        /^```/ && here { here = 0; inside = 1; while ((getline line <golden) > 0) print line }
        ' README.md >"$scratch/README.md" && cp "$scratch/README.md" README.md
fi
tap_ok "the screen in README.md is the one in $golden" \
    diff "$golden" <(block "screen: $golden")

block "lesson: first.json" >"$scratch/first.json"
tap_skip_under 'calls wait where they would not' ||
    tap_ok "the lesson in README.md holds" "$waitscope" check "$scratch/first.json"
tap_done
