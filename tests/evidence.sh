#!/bin/bash
# waitscope evidence: each kind has its row, yes or no; what is not there is explained.
. "$(dirname "$0")/tap.sh"
export LC_ALL=C.UTF-8
unset LANGUAGE

kinds='syscall timestamp switch tracepoint proc ioctl sockopt'
told() {
    "$waitscope" --lang en evidence "$@"
}
rows_are_whole() {
    awk -v kinds="$kinds" '
        /^[a-z]/ { if ($2 !~ /^(yes|no)$/ || NF < 5) exit 1; found = found " " $1; next }
        !/^                 [^ ]/ { exit 1 }
        END { if (substr(found, 2) != kinds) exit 1 }' <(told)
}
tap_ok "a row for each kind, in order, aligned" rows_are_whole
tap_ok "no line is wider than 80" nothing < <(told | grep -E '.{81}')
tap_ok "our own stamps and the sockets' figures are there on any machine" bash -c '
    for kind in syscall ioctl sockopt; do grep -qE "^$kind +yes" <<<"$0" || exit 1; done' "$(told)"
tap_ok "in Chinese as well" bash -c '[ "$(grep -cE "^[a-z]+ +(有|无) " <<<"$0")" = 7 ]' \
    "$("$waitscope" --lang zh evidence)"

# What the JSON says: kinds, and that who is not available says why.
if command -v python3 >/dev/null; then
    tap_ok "--json is the same as JSON" python3 - "$kinds" <(told --json) <<'PYTHON'
import json, sys
told = json.load(open(sys.argv[2]))
assert told["format"] == "waitscope-evidence" and told["version"] == 1 and told["host"]["kernel"]
rows = told["evidence"]
assert [row["evidence"] for row in rows] == sys.argv[1].split(), rows
for row in rows:
    assert row["tells"] and row["available"] == (row["why"] is None), row
    assert row["available"] or len(row["why"]) > 10, row
    assert not set(row["records"]) & set(row["missing"]), row
PYTHON
else
    tap_skip "python3 is not here"
fi

# Without privilege there are no tracepoints, and the sentence says so.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    plain=$(setpriv --reuid=nobody --regid=nogroup --clear-groups --bounding-set=-all \
        "$waitscope" --lang en evidence)
    tap_ok "nobody has no tracepoints, and is told what to do" \
        grep -qE 'as root' <(grep -A4 -E '^tracepoint +no ' <<<"$plain")
    setpriv --reuid=nobody --regid=nogroup --clear-groups --bounding-set=-all \
        "$waitscope" --lang en check --evidence tracepoint >"$scratch/out" 2>"$scratch/err"
    status=$?
    tap_ok "check says so once, not for each lesson" \
        [ $status,"$(grep -c 'tracepoint' "$scratch/err")","$(wc -c <"$scratch/out")" = 2,1,0 ]
else
    tap_skip "only root can be somebody else"
fi
tap_done
