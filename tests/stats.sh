#!/bin/bash
# The ledger of recordings: its figures are those that jq counts in the same file.
. "$(dirname "$0")/tap.sh"
cd "$SOURCEDIR" || exit 1
export LC_ALL=C.UTF-8

# The part of the ledger that can be counted without knowing what a call is.
counted() {
    jq -sc '
        def sum(f): map(f) | add // 0;
        def count: .times // 1;
        .[1:] | map(select(.event)) | . as $events
        | map(select(.event == "return")) as $returns
        | ["recv", "read"] as $in | ["send", "write"] as $out
        | {
            events: length,
            kinds: (group_by(.event) | map({(.[0].event): length}) | add),
            calls: ($returns | group_by(.call) | map({
                (.[0].call): {
                    returned: sum(count),
                    failed: (map(select(.errno)) | sum(count)),
                    bytes: (map(select((.call | IN(($in + $out)[])) and .result > 0)) | sum(.result))
                }}) | add // {}),
            errors: ($returns | map(select(.errno)) | group_by([.errno, .call])
                | map({errno: .[0].errno, call: .[0].call, times: sum(count)})),
            switches: ($returns | sum(.switches // 0)),
            cpu: ($returns | sum(.cpu // 0)),
            clients: ($events | map(select(.client and .event == "client")) | group_by(.client)
                | map(.[0].client as $name | {($name): {
                    sent: (map(select(.act | startswith("send")) | select(.result > 0)) | sum(.result)),
                    read: (map(select(.act == "read") | select(.result > 0)) | sum(.result)),
                    received: ($returns
                        | map(select(.of == $name and (.call | IN($in[])) and .result > 0))
                        | sum(.result)),
                    taken: ($returns
                        | map(select(.of == $name and (.call | IN($out[])) and .result > 0))
                        | sum(.result))
                }}) | add // {}),
            measured: ($events | map(select(.event == "measure")) | map([.server, .calls, .cpu]))
        }' "$1"
}
printed() {
    "$waitscope" stats "$@" --json | jq -c '{
        events, kinds,
        calls: (.calls | map(select(.returned > 0) | {(.call): {returned, failed, bytes}})
            | add // {}),
        errors: (.errors | sort_by([.errno, .call])),
        switches: ([.tasks[].switches] | add // 0),
        cpu: ([.tasks[].cpu_at_most] | add // 0),
        clients: (.clients
            | map({(.client): {sent, read, received: .server_received, taken: .server_sent}})
            | add // {}),
        measured: (.measured | map([.server, .calls, .cpu]))
    }'
}
agree() {
    diff <(counted "$1" | jq -S .) <(printed "$1" | jq -S .)
}
# says PATTERN ARGUMENT…: such a line on standard output, nothing on standard error.
says() {
    local pattern=$1
    shift
    "$waitscope" "$@" >"$scratch/stdout" 2>"$scratch/stderr" </dev/null || return
    cat "$scratch/stdout" "$scratch/stderr"
    grep -qE "$pattern" "$scratch/stdout" && [ ! -s "$scratch/stderr" ]
}
refused() {
    local sentence=$1
    shift
    "$waitscope" "$@" >"$scratch/stdout" 2>"$scratch/stderr" </dev/null
    [ $? = 2 ] && [ ! -s "$scratch/stdout" ] &&
        diff <(echo "waitscope: $sentence") "$scratch/stderr"
}

select=tests/traces/select.jsonl
if command -v jq >/dev/null; then
    for trace in tests/traces/*.jsonl; do
        [ "$trace" = tests/traces/sample.jsonl ] ||
            tap_ok "the ledger of $(basename "$trace" .jsonl) is what jq counts" agree "$trace"
    done
    head -n 40 $select >"$scratch/part.jsonl"
    tap_ok "a part is what jq counts in it" diff \
        <(counted "$scratch/part.jsonl" | jq -S .) \
        <(printed $select --to 38 | jq -S .)
    tap_ok "of standard input as well" diff <("$waitscope" stats $select --json) \
        <("$waitscope" stats --json - <$select)
else
    tap_skip "jq is not here"
fi
# schema_is_kept FILE …: and a document that is broken in any one place is refused.
schema_is_kept() {
    $python - "$SOURCEDIR/lessons/stats.schema.json" "$@" <<'PYTHON'
import copy
import json
import sys

from jsonschema import Draft202012Validator

schema = json.load(open(sys.argv[1]))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)


def broken(value, path=()):
    """The places of the document, each with what must not stand there."""
    if isinstance(value, dict):
        for key in value:
            yield (*path, key), None if path[:1] == ("trace",) or path == ("kinds",) else "remove"
            yield from broken(value[key], (*path, key))
        if path != ("kinds",):
            yield (*path, "unknown"), 1
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from broken(item, (*path, index))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield path, -1


def changed(document, path, value):
    document = copy.deepcopy(document)
    place = document
    for key in path[:-1]:
        place = place[key]
    if value == "remove":
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


count = 0
for name in sys.argv[2:]:
    document = json.load(open(name))
    for error in validator.iter_errors(document):
        sys.exit(f"{name}: {error.json_path}: {error.message}")
    for path, value in broken(document):
        if path[-1] == "below" and value == -1:
            continue
        if validator.is_valid(changed(document, path, value)):
            sys.exit(f"{name}: {path} may be {value}")
        count += 1
print(count)
sys.exit(count < 100)
PYTHON
}
python=/usr/bin/python3
if reason=$($python -c 'from jsonschema import Draft202012Validator' 2>&1); then
    for name in select nonblocking-cost; do
        "$waitscope" stats tests/traces/$name.jsonl --json >"$scratch/$name.json"
    done
    tap_ok "it is what lessons/stats.schema.json says" \
        schema_is_kept "$scratch/select.json" "$scratch/nonblocking-cost.json"
else
    tap_skip "no python3-jsonschema of 4.0 or later: ${reason##*$'\n'}"
fi
tap_ok "the text has the calls" says '^recv +[0-9]+ ' stats $select
tap_ok "and the task with its page" says '^task server, select\.c$' stats $select
tap_ok "it is at most 80 columns wide" nothing < <(
    for trace in tests/traces/*.jsonl; do
        [ "$trace" = tests/traces/sample.jsonl ] || "$waitscope" stats "$trace"
    done | grep -E '.{81}')
tap_ok "no line ends in a blank" nothing < <("$waitscope" stats $select | grep ' $')
tap_ok "in Chinese too" says '调用' stats $select --lang zh
tap_ok "a trace that is not there is refused" \
    refused 'nowhere.jsonl: cannot open it: No such file or directory' stats nowhere.jsonl
tap_ok "a step that is not there is refused" \
    refused 'there is no step "nowhere" in the trace' stats $select --from nowhere
tap_ok "a full disk is a sentence" bash -c \
    '[ ! -e /dev/full ] || ! "$0" stats "$1" >/dev/full 2>"$2" && grep -q . "$2"' \
    "$waitscope" $select "$scratch/stderr"
tap_done
