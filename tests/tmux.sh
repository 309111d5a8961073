#!/bin/bash
# The whole program in a real terminal: tmux. What it shows is polled for, with a deadline.
. "$(dirname "$0")/tap.sh"

if ! command -v tmux >/dev/null; then
    tap_skip "tmux is not here"
    tap_done
    exit
fi

# A server of its own for each start: one that is being killed may still answer.
unset TMUX
starts=0
tm() {
    tmux -L "waitscope-test-$$-$starts" -f /dev/null "$@"
}
trap 'tm kill-server 2>/dev/null; rm -rf "$scratch"' EXIT

# start WIDTH HEIGHT ARGUMENT …
start() {
    local width=$1 height=$2
    shift 2
    starts=$((starts + 1))
    tm new-session -d -x "$width" -y "$height" \
        "env HOME='$scratch' XDG_STATE_HOME='$scratch' LC_ALL=C.UTF-8 '$waitscope' --lang en $*; \
         echo \"left with \$?\"; exec sleep 60"
}

# shows TEXT: the screen has it within 10 seconds.
shows() {
    local end=$((SECONDS + 10))
    while [ $SECONDS -le $end ]; do
        tm capture-pane -p 2>&1 | grep -qF -- "$1" && return 0
        read -rt 0.05 <> <(:)
    done
    tm capture-pane -p
    return 1
}
keys() {
    tm send-keys "$@"
}

start 100 32
tap_ok "the menu is there" shows "Enter or a number opens"
keys 2
tap_ok "a number opens a lesson" shows "One client after the other"
tap_ok "it is live" shows "● LIVE"
keys Enter
tap_ok "Enter tells the first step" shows "it sleeps in accept"
tap_ok "the thread is seen asleep" shows "z asleep"
keys w
tap_ok "w says why" shows "accept queue of fd 3 is empty"
keys w Enter
tap_ok "the second step" shows "sleeps there until A sends"
keys b
tap_ok "back is REPLAY" shows "○ REPLAY"
tm resize-window -x 80 -y 24
tap_ok "80 columns: one panel" shows "v view"
tm resize-window -x 50 -y 10
tap_ok "too small: it says so" shows "needs 60 columns"
tm resize-window -x 100 -y 32
tap_ok "and large again" shows "─ ladder"
keys q
tap_ok "q quits, and the terminal is whole" shows "left with 0"
tm kill-server 2>/dev/null

# Quitting while the thread sleeps in the kernel, from every lesson's first steps.
for lesson in $(lesson_names); do
    start 80 24 "$lesson"
    tap_ok "$lesson opens" shows "● LIVE"
    keys Enter
    tap_ok "$lesson: its first step" shows "step 1/"
    keys q
    tap_ok "$lesson: q ends it at once" shows "left with 0"
    tm kill-server 2>/dev/null
done

start 80 24 compare blocking select
tap_ok "compare shows a table on a terminal" shows "Every figure is from this run"
tap_ok "with a figure for each page" shows "             A             A"
tm resize-window -x 100 -y 32
tap_ok "which survives another size" shows "asleep or not. Copy: at most, from arrival to the return"
keys r
tap_ok "r measures again" shows "Every figure is from this run"
keys q
tap_ok "q leaves it" shows "left with 0"
tm kill-server 2>/dev/null

# Where no file may grow past a few bytes: what goes wrong is a sentence, and the screen stays.
starts=$((starts + 1))
tm new-session -d -x 100 -y 32 "cd '$scratch' && mkdir out && cd out && ulimit -f 1 &&
    env LC_ALL=C.UTF-8 '$waitscope' --lang en replay '$SOURCEDIR/tests/traces/select.jsonl';
    echo \"left with \$?\"; exec sleep 60"
tap_ok "a recording opens" shows "○ REPLAY"
keys / "recv return" Enter
tap_ok "/ finds an event" shows "/recv return: "
keys x
tap_ok "x asks for a form" shows "in which form?"
keys 1 Enter
tap_ok "a disk that is full is a sentence" shows "select.trace.jsonl: cannot write it: File too large"
tap_ok "and leaves no half file" nothing < <(ls "$scratch/out")
keys Escape
tap_ok "Esc leads back to the story" shows "─ story"
keys q
tap_ok "the terminal is whole" shows "left with 0"
tm kill-server 2>/dev/null

start 80 24 --ascii blocking
tap_ok "--ascii draws with ASCII" shows "+- its socket -"
keys C-z C-\\ w
tap_ok "Ctrl-Z and Ctrl-\\ do not stop it" shows "accept"
keys C-c
tap_ok "Ctrl-C gives the terminal back" shows "left with"
tm kill-server 2>/dev/null

# whole_after SIGNAL: a program that ends so leaves the terminal as it was.
whole_after() {
    start 80 24 blocking
    shows "LIVE" || return
    pkill "-$1" -P "$(tm display-message -p '#{pane_pid}')"
    shows "left with" && [ "$(tm display-message -p '#{cursor_flag} #{alternate_on}')" = "1 0" ]
}
for signal in HUP QUIT TERM; do
    tap_ok "SIG$signal gives the terminal back" whole_after $signal
    tm kill-server 2>/dev/null
done
tap_done
