#!/bin/bash
# A cast is what asciinema expects, and shows in a real terminal what the program shows.
. "$(dirname "$0")/tap.sh"
cd "$scratch" || exit 1
export XDG_STATE_HOME=$scratch/state LC_ALL=C.UTF-8
unset LANGUAGE TMUX
traces=$SOURCEDIR/tests/traces
golden=$SOURCEDIR/tests/golden

have() {
    command -v "$1" >/dev/null
}
# asciicast v2: a header, then [time, "o" or "m", text], times in order; a marker a step.
is_asciicast() {
    jq -es --slurpfile trace "$2" '
        (.[0] | .version == 2 and .width == 100 and .height == 32 and (.title | type == "string"))
        and (.[1:] | all(
            type == "array" and length == 3 and (.[0] | type == "number" and . >= 0)
            and (.[1] == "o" or .[1] == "m") and (.[2] | type == "string" and length > 0)))
        and (.[1:] | map(.[0]) | . == sort)
        and (.[1:] | map(select(.[1] == "m") | .[2] | sub(":.*"; "")))
            == ($trace | map(select(.event == "step") | .step))' "$1" >/dev/null
}
# All that it writes to a terminal.
output() {
    jq -rj 'select(type == "array" and .[1] == "o") | .[2]' "$1"
}

starts=0
tm() {
    tmux -L "waitscope-cast-$$-$starts" -f /dev/null "$@"
}
trap 'tm kill-server 2>/dev/null; rm -rf "$scratch"' EXIT
# shows GOLDEN CAST: a terminal to which the cast has been written looks like that within 10 seconds.
shows() {
    local end=$((SECONDS + 10))
    output "$2" >bytes
    starts=$((starts + 1))
    tm new-session -d -x 100 -y 33 "stty -onlcr; cat bytes; exec sleep 60"
    tm set -g status off
    while [ $SECONDS -le $end ]; do
        diff "$1" <(tm capture-pane -p | head -n 32) >difference && return 0
        read -rt 0.05 <> <(:)
    done
    cat difference
    return 1
}

if have jq; then
    for trace in "$traces"/*.jsonl; do
        [ "$trace" = "$traces/sample.jsonl" ] && continue
        name=$(basename "$trace" .jsonl)
        "$waitscope" export "$trace" -o "$name.cast" 2>/dev/null
        tap_ok "the cast of $name is an asciicast" is_asciicast "$name.cast" "$trace"
    done
    tap_ok "a line that is none would be noticed" eval '! is_asciicast <(sed "9s/,.*/]/" select.cast) \
        "$traces/select.jsonl" 2>/dev/null'
else
    tap_skip "jq is not here"
fi
if have jq && have tmux; then
    tap_ok "a terminal shows its last picture" shows "$golden/cast-select-100x32.txt" select.cast
    "$waitscope" export --lang zh "$traces/select.jsonl" -o zh.cast 2>/dev/null
    tap_ok "in Chinese too" shows "$golden/cast-select-100x32-zh.txt" zh.cast
else
    tap_skip "jq or tmux is not here"
fi
for locale in C.UTF-8 de_DE.UTF-8 en_US.UTF-8; do
    LC_ALL=$locale "$waitscope" export "$traces/select.jsonl" --format cast >"$locale.cast"
done
tap_ok "the same bytes in every locale of one language" cmp C.UTF-8.cast de_DE.UTF-8.cast
tap_ok "and once more" cmp C.UTF-8.cast en_US.UTF-8.cast
"$waitscope" export "$traces/select.jsonl" -o small.cast --size 80x24 --theme light 2>/dev/null
tap_ok "the size is the one that was asked for" grep -q '"width":80,"height":24' small.cast
tap_ok "the theme as well" eval '! cmp -s <(sed 1d small.cast) \
    <("$waitscope" export "$traces/select.jsonl" --format cast --size 80x24 | sed 1d)'
tap_done
