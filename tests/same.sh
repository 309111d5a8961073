#!/bin/bash
# A lesson is the same run however it is watched: recorded, told in sentences, on the screen at a
# person's pace. Same events, same descriptor numbers.
. "$(dirname "$0")/tap.sh"
export XDG_STATE_HOME=$scratch/state LC_ALL=C.UTF-8 TERM=xterm-256color
unset LANGUAGE ACCESSIBLE NO_COLOR
tmux_name=waitscope-same-$$

in_tmux() {
    tmux -L "$tmux_name" -f /dev/null "$@"
}

# same LESSON HOW
same() {
    tap_skip_slowed 'two runs may differ' && return
    tap_ok "$1: $2, it is the same run" same_events "$@"
}
same_events() {
    "$BUILDDIR/tests/compare-traces" "$scratch/$1.record.jsonl" "$scratch/$1.$2.jsonl"
}

# Until the pane's program has ended (at most a minute) keys are pressed: a step, a skipped question.
# No key is lost and none is too many, so it does not matter how fast they come.
play_on_screen() {
    local tries=0
    in_tmux new -d -x 100 -y 32 "$waitscope $1 -o $scratch/$1.screen.jsonl" || return 1
    while in_tmux has-session 2>/dev/null && [ $((tries += 1)) -lt 600 ]; do
        case $(in_tmux capture-pane -p 2>/dev/null) in
        *"The lesson is done"*) in_tmux send-keys q ;;
        *) in_tmux send-keys Enter s ;;
        esac 2>/dev/null
        sleep 0.1
    done
    in_tmux kill-server 2>/dev/null
    [ -f "$scratch/$1.screen.jsonl" ]
}

for lesson in $(lesson_names); do
    tap_ok "$lesson is recorded" "$waitscope" record "$lesson" -o "$scratch/$lesson.record.jsonl"
    tap_ok "$lesson is told" \
        "$waitscope" --plain "$lesson" -o "$scratch/$lesson.plain.jsonl" </dev/null
    same "$lesson" plain
    if ! command -v tmux >/dev/null; then
        tap_skip "tmux is not installed"
        continue
    fi
    tap_ok "$lesson is played on the screen" play_on_screen "$lesson"
    same "$lesson" screen
done
tap_done
