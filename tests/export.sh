#!/bin/bash
# Traces in other forms: whoever is to open them can, and what goes wrong is one sentence.
. "$(dirname "$0")/tap.sh"
cd "$scratch" || exit 1
export XDG_STATE_HOME=$scratch/state LC_ALL=C.UTF-8
unset LANGUAGE ACCESSIBLE NO_COLOR
tests=$SOURCEDIR/tests
traces=$tests/traces
# Debian's own python has Debian's python3-jsonschema.
python=/usr/bin/python3
formats='jsonl json chrome svg text'

ending() {
    case $1 in
    chrome) echo chrome.json ;;
    text) echo txt ;;
    *) echo "$1" ;;
    esac
}

# export_all TRACE FOLDER: into the folder, in every form, by the file's ending.
export_all() {
    local format
    mkdir -p "$2"
    for format in $formats; do
        "$waitscope" export "$1" -o "$2/trace.$(ending "$format")" 2>err || { cat err; return 1; }
    done
}

lines_are_plain() {
    $python - "$1" <<'PYTHON'
import sys
import unicodedata
for number, line in enumerate(open(sys.argv[1], encoding="utf-8", newline="\n"), 1):
    line = line.removesuffix("\n")
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in line)
    if len(line) + wide > 72 or line != line.rstrip() or not line.isprintable():
        sys.exit(f"line {number}: {line!r}")
PYTHON
}

# schema_is_kept FILE.jsonl|FILE.json: a document is held against the schema line by line.
schema_is_kept() {
    local lines=$1
    case $1 in
    *.json)
        lines=document.jsonl
        jq -c 'del(.events, .dropped), .events[], {events: (.events | length), dropped}' "$1" >$lines
        ;;
    esac
    $python "$tests/trace-schema.py" "$SOURCEDIR/lessons/trace.schema.json" $lines
}

have() {
    command -v "$1" >/dev/null
}

# opens FOLDER TRACE NAME: what others make of the exports of that trace.
opens() {
    local folder=$1 trace=$2 name=$3
    tap_ok "$name: jsonl is the trace" cmp "$folder/trace.jsonl" "$trace"
    if have jq; then
        tap_ok "$name: jq reads jsonl" \
            jq -e 'has("event") or has("format") or has("events")' "$folder/trace.jsonl"
        tap_ok "$name: jq reads json, with as many events" diff \
            <(jq '.events | length' "$folder/trace.json") \
            <(jq -s '.[-1].events' "$folder/trace.jsonl")
        tap_ok "$name: jq reads chrome" jq -e '.traceEvents | length > 0' "$folder/trace.chrome.json"
    else
        tap_skip "$name: jq is not here"
    fi
    if have jq && $python -c 'from jsonschema import Draft202012Validator' 2>/dev/null; then
        tap_ok "$name: jsonl keeps the schema" schema_is_kept "$folder/trace.jsonl"
        tap_ok "$name: json keeps the schema" schema_is_kept "$folder/trace.json"
    else
        tap_skip "$name: no jq or no python3-jsonschema of 4.0 or later"
    fi
    tap_ok "$name: json read again is the trace" \
        cmp "$trace" <("$waitscope" export "$folder/trace.json" --format jsonl)
    tap_ok "$name: chrome keeps the rules and says as much" \
        $python "$tests/chrome-check.py" "$folder/trace.chrome.json" "$trace"
    tap_ok "$name: svg keeps the rules" $python "$tests/svg-check.py" "$folder/trace.svg"
    if have rsvg-convert; then
        tap_ok "$name: svg becomes a picture" \
            rsvg-convert "$folder/trace.svg" -o "$folder/trace.png"
    else
        tap_skip "$name: rsvg-convert is not here"
    fi
    tap_ok "$name: text is 72 columns wide" lines_are_plain "$folder/trace.txt"
}

for trace in "$traces"/*.jsonl; do
    name=$(basename "$trace" .jsonl)
    tap_ok "$name is exported" export_all "$trace" "$name"
    opens "$name" "$trace" "$name"
done
mkdir recorded
for lesson in $(lesson_names); do
    "$waitscope" record "$lesson" -o "recorded/$lesson.jsonl" 2>err
    tap_ok "a fresh $lesson is exported" export_all "recorded/$lesson.jsonl" "fresh-$lesson"
    opens "fresh-$lesson" "recorded/$lesson.jsonl" "a fresh $lesson"
done

# ---- the checkers can refuse ----
tap_ok "the checker of chrome refuses what is broken" \
    $python "$tests/chrome-check.py" --broken select/trace.chrome.json
tap_ok "so does the checker of svg" $python "$tests/svg-check.py" --broken select/trace.svg

# ---- traces that no run has ----
strange() {
    local trace=$1 file
    mkdir -p strange
    $python "$tests/export-fuzz.py" "$traces/$trace.jsonl" "$(tap_rounds 25)" strange || return
    for file in strange/*.jsonl; do
        export_all "$file" strange/out &&
            $python "$tests/chrome-check.py" strange/out/trace.chrome.json &&
            $python "$tests/svg-check.py" strange/out/trace.svg &&
            lines_are_plain strange/out/trace.txt || { echo "$file"; return 1; }
    done
}
for trace in select send-blocks sigio epoll-edge; do
    tap_ok "$trace with holes and wrong times is exported" strange $trace
done

# ---- the same bytes ----
same_bytes() {
    local format
    for format in $formats; do
        env "$@" "$waitscope" export "$traces/sigio.jsonl" --format $format |
            cmp - "sigio/trace.$(ending $format)" || return 1
    done
}
tap_ok "twice the same bytes" same_bytes A=B
tap_ok "in Chinese too" same_bytes LANGUAGE=zh LC_ALL=zh_CN.UTF-8
if localedef -i de_DE -f UTF-8 "$scratch/de_DE.UTF-8" 2>/dev/null; then
    tap_ok "the German locale writes 1,5" \
        env LOCPATH="$scratch" LC_ALL=de_DE.UTF-8 bash -c '[ "$(printf %.1f 1,5)" = 1,5 ]'
    tap_ok "the same bytes in it" same_bytes LOCPATH="$scratch" LC_ALL=de_DE.UTF-8
else
    tap_skip "the locale de_DE.UTF-8 cannot be made"
fi

# ---- a part ----
part() {
    "$waitscope" export "$traces/select.jsonl" "$@"
}
tap_ok "a part is a trace that can be replayed" bash -c \
    '"$0" export "$1" --from hello --to scan -o part.jsonl 2>err && cat err &&
     "$0" replay --plain part.jsonl >replayed && "$0" export part.jsonl --format chrome >part.json' \
    "$waitscope" "$traces/select.jsonl"
tap_ok "its chrome keeps the rules" $python "$tests/chrome-check.py" part.json
for range in '--from 20' '--to 60' '--from 61 --to 150' '--from scan' '--from 100 --to 100'; do
    # shellcheck disable=SC2086  # a list of words
    part --format chrome $range >part.json
    tap_ok "chrome of $range keeps the rules" $python "$tests/chrome-check.py" part.json
    # shellcheck disable=SC2086
    part --format svg $range >part.svg
    tap_ok "and its svg" $python "$tests/svg-check.py" part.svg
done
tap_ok "a step is all of it" bash -c \
    '[ "$("$0" export "$1" --format jsonl --from hello --to hello | wc -l)" = 6 ]' \
    "$waitscope" "$traces/select.jsonl"
tap_ok "standard input is exported" bash -c \
    '"$0" export - --format json <"$1" | cmp - select/trace.json' "$waitscope" "$traces/select.jsonl"

# ---- record and play write the same forms ----
tap_ok "record takes the form from the ending" bash -c \
    '"$0" record phases -o phases.svg 2>err && grep -q "<svg " phases.svg' "$waitscope"
tap_ok "and from --format" bash -c \
    '"$0" record phases --format text -o - 2>err | grep -q "recv(4"' "$waitscope"
tap_ok "which names its file too" bash -c \
    '"$0" record phases --format chrome 2>err && [ -s phases.trace.chrome.json ]' "$waitscope"
tap_ok "so does a lesson that is played" bash -c \
    '"$0" --plain phases -o played.chrome.json </dev/null >out 2>err &&
     grep -q traceEvents played.chrome.json' "$waitscope"
tap_ok "an unknown ending is the native form" bash -c \
    '"$0" record phases -o phases.trace 2>err && head -1 phases.trace | grep -q waitscope-trace' \
    "$waitscope"

# ---- what goes wrong ----
# refused SENTENCE ARGUMENT…: exit status 2, exactly that one sentence, no other output.
refused() {
    local sentence=$1 found
    shift
    "$waitscope" "$@" >stdout 2>stderr </dev/null
    found=$?
    cat stdout stderr
    [ $found = 2 ] && [ ! -s stdout ] && [ "$(cat stderr)" = "waitscope: $sentence" ]
}
select=$traces/select.jsonl
# What sentences list: all that the table has.
table=$SOURCEDIR/src/export.def
names=$(sed -n 's/^EXPORT([a-z]*, "\([a-z]*\)".*/\1/p' "$table" | paste -sd ,)
names=${names//,/, }
endings=$(sed -n 's/^EXPORT([a-z]*, "[a-z]*", "\([^"]*\)".*/\1/p' "$table" | paste -sd ' ')
tap_ok "an unknown form is refused, a likely one suggested" \
    refused 'there is no format "chrom"; did you mean "chrome"?' export "$select" --format chrom
tap_ok "so is one that is like no other" \
    refused "there is no format \"pdf\"; there are: $names" \
    export "$select" --format pdf
tap_ok "record refuses it before it runs" \
    refused "there is no format \"pdf\"; there are: $names" \
    record phases --format pdf
tap_ok "an ending that says nothing is refused" \
    refused "\"a.pdf\" does not say which format; --format does, or an ending: $endings" \
    export "$select" -o a.pdf
tap_ok "standard output has no ending" \
    refused "which format? --format FORMAT says it, or -o FILE with an ending: $endings" \
    export "$select"
tap_ok "a trace that is not there is refused" \
    refused 'gone.jsonl: cannot open it: No such file or directory' export gone.jsonl -o a.svg
tap_ok "a step that is not there" refused 'there is no step "gone" in the trace' \
    export "$select" -o a.svg --from gone
tap_ok "an event that is not there" refused 'there is no event 221; the trace has 221, from 0' \
    export "$select" -o a.svg --to 221
tap_ok "an end before the beginning" refused '"scan" comes after "hello"' \
    export "$select" -o a.svg --from scan --to hello
tap_ok "none of them left a file" bash -c '! ls a.* 2>/dev/null'
tap_ok "a file cut off is exported as far as it goes, and that is told" bash -c \
    'head -n 50 "$1" >cut.jsonl; "$0" export cut.jsonl -o cut.json 2>err; [ $? = 0 ] &&
     grep -q "^waitscope: cut.jsonl: cut off" err && jq -e ".events | length == 49" cut.json' \
    "$waitscope" "$select"

# full FORMAT: one sentence on a full disk, as a file and as standard output.
full() {
    refused '/dev/full: cannot write it: No space left on device' \
        export "$select" --format "$1" -o /dev/full || return
    "$waitscope" export "$select" --format "$1" >/dev/full 2>err
    [ $? = 2 ] && [ "$(cat err)" = \
        "waitscope: standard output: cannot write it: No space left on device" ]
}
# cut_off FORMAT: a disk that fills up on the way leaves what was there, and nothing else.
cut_off() (
    mkdir -p "limited-$1" && cd "limited-$1" && echo old >trace || return
    bash -c 'trap "" XFSZ; ulimit -f 4; exec "$@"' - \
        "$waitscope" export "$select" --format "$1" -o trace 2>err
    [ $? = 2 ] && grep -qx "waitscope: trace: cannot write it: File too large" err &&
        [ "$(cat trace)" = old ] && [ "$(ls)" = $'err\ntrace' ]
)
# closed FORMAT: one sentence to who closes the pipe.
closed() {
    { "$waitscope" export "$traces/epoll-edge.jsonl" --format "$1" 2>err; echo $? >status; } |
        head -c 1 >/dev/null
    cat err status
    [ "$(cat status)" = 2 ] && [ "$(cat err)" = \
        "waitscope: standard output: cannot write it: Broken pipe" ]
}
for format in $formats; do
    tap_ok "$format: a full disk is one sentence" full $format
    tap_ok "$format: a file too large leaves the old one" cut_off $format
done
for format in jsonl json chrome svg; do
    tap_ok "$format: a closed pipe is one sentence" closed $format
done
tap_ok "a folder that is not there is one sentence" \
    refused 'nowhere/a.svg: cannot write it: No such file or directory' \
    export "$select" -o nowhere/a.svg
if [ "$(id -u)" = 0 ] && ! have setpriv; then
    tap_skip "root may write everywhere"
else
    nobody=()
    [ "$(id -u)" != 0 ] || nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    mkdir locked && chmod 555 locked && chmod 755 "$scratch"
    tap_ok "a folder that may not be written is one sentence" bash -c \
        '"${@:2}" export "$0" -o locked/a.svg 2>err; [ $? = 2 ] && cat err &&
         grep -qx "waitscope: locked/a.svg: cannot write it: Permission denied" err' \
        "$select" - "${nobody[@]}" "$waitscope"
fi
tap_done
