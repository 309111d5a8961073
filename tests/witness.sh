#!/bin/bash
# An independent witness: every lesson is recorded while strace watches, some while the kernel's ftrace
# does, for which one must be root. Our trace must have the calls of the page that the witness saw,
# in the same order, with the same results, at times that fit between the witness's own stamps, and
# the same signals. A trace that is changed in one respect must be refused. How the two are compared,
# and which calls are the lab's own: tests/witness/.
#   tests/witness.sh [LESSON]...
. "$(dirname "$0")/tap.sh"
witness=$BUILDDIR/tests/witness/witness
lessons=${*:-$(lesson_names)}
listed=$?
# Sleeps; equal failures, folded; signals.
ftraced='blocking nonblocking sigio'

# Constants as numbers, stamps and durations in ns.
strace=(strace -f -X raw -s 8 "--timestamps=unix,ns" --syscall-times=ns)
# Sanitizers' search for leaks and strace exclude each other.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0

# record WATCHER LESSON COMMAND...: COMMAND runs what follows it while the watcher watches.
evidence=()
record() {
    local watcher=$1 lesson=$2
    shift 2
    "$@" "$waitscope" record --lessons "$SOURCEDIR/lessons" "${evidence[@]}" "$lesson" \
        -o "$scratch/$lesson.$watcher.jsonl"
}

# ask QUESTION WATCHER LESSON: hold or refuse.
ask() {
    "$witness" "$1" "$2" "$scratch/$3.$2.jsonl" "$scratch/$3.$2.log" >"$scratch/answer" 2>&1 ||
        { cat "$scratch/answer"; return 1; }
}

# points WATCHER LESSON
points() {
    [ -f "$scratch/$2.$1.jsonl" ] || return # not recorded, and said so
    tap_ok "$2: our trace has what $1 saw" ask hold "$@"
    sed 's/^/# /' "$scratch/answer"
    tap_ok "$2: $1 as the witness refuses every changed trace" ask refuse "$@"
    sed 's/^/# /' "$scratch/answer"
}

# ---- strace ----

# strace stops a thread inside each call, and a recorder of the scheduler takes that for a sleep: so
# without one.
witnessed_by_strace() {
    local lesson evidence=(--evidence proc)
    for lesson in $lessons; do
        tap_ok "$lesson is recorded under strace" \
            record strace "$lesson" "${strace[@]}" -o "$scratch/$lesson.strace.log"
        points strace "$lesson"
    done
}

# ---- ftrace ----

mounted=
instance=

# Where tracefs is, or is mounted to now; fails with a sentence.
ftrace_find() {
    folder=/sys/kernel/tracing
    [ -d "$folder/instances" ] && return
    folder=$scratch/tracefs
    mkdir "$folder" && mount -t tracefs nodev "$folder" 2>"$scratch/refused" || {
        refusal="tracefs cannot be mounted: $(tail -n 1 "$scratch/refused")"
        return 1
    }
    mounted=$folder
}

# An instance of our own, so that whoever else uses ftrace is not disturbed. It is off until it has
# somebody to watch: without a pid it would watch all.
ftrace_begin() {
    ftrace_find || return 1
    mkdir "$folder/instances/waitscope-$$" 2>"$scratch/refused" || {
        refusal="no instance of ftrace: $(tail -n 1 "$scratch/refused")"
        return 1
    }
    instance=$folder/instances/waitscope-$$
    echo 0 >"$instance/tracing_on"
    local event
    for event in raw_syscalls/sys_enter raw_syscalls/sys_exit signal/signal_deliver; do
        [ -f "$instance/events/$event/enable" ] || { refusal="ftrace has no $event"; return 1; }
        echo 1 >"$instance/events/$event/enable"
    done
    echo mono >"$instance/trace_clock" && echo 16384 >"$instance/buffer_size_kb" &&
        echo 1 >"$instance/options/event-fork"
}

# Runs at the end, however that comes about. An instance that is still being read cannot go.
ftrace_end() {
    local deadline=$((SECONDS + 10))
    if [ -n "$instance" ]; then
        echo 0 >"$instance/tracing_on"
        until rmdir "$instance" 2>/dev/null || [ $SECONDS -ge $deadline ]; do
            sleep 0.1
        done
    fi
    [ -z "$mounted" ] || umount "$mounted"
}

# ftrace LOG COMMAND...: threads are followed by event-fork.
ftrace() {
    local log=$1 status
    shift
    echo >"$instance/trace"
    (echo "$BASHPID" >"$instance/set_event_pid" && echo 1 >"$instance/tracing_on" && exec "$@")
    status=$?
    echo 0 >"$instance/tracing_on"
    cat "$instance/trace" >"$log"
    return $status
}

# With the finest evidence that there is: its stamps are held against ftrace's, too.
witnessed_by_ftrace() {
    local lesson
    trap 'ftrace_end; rm -rf --one-file-system "$scratch"' EXIT
    ftrace_begin || { tap_skip "$refusal"; return; }
    for lesson in $ftraced; do
        tap_ok "$lesson is recorded under ftrace" \
            record ftrace "$lesson" ftrace "$scratch/$lesson.ftrace.log"
        points ftrace "$lesson"
    done
}

tap_ok "there are lessons, and none is missing" test "$listed" = 0 -a -n "$lessons"
# What no lesson brings about: a call that a signal interrupts and the kernel begins anew, one that
# then fails with EINTR, a read of a file, a SIGPIPE that the page ignores.
for name in jsonl log; do
    cp "$SOURCEDIR/tests/witness/interrupted.$name" "$scratch/interrupted.strace.$name"
done
points strace interrupted
# Its library hands signals on at moments of its own.
if [[ ${SANITIZERS-} == *thread* ]]; then
    tap_skip "the sanitizer for threads is between the kernel and the lab"
    tap_done
    exit
fi
if tap_skip_under 'the witness sees two programs'; then
    tap_done
    exit
fi
if ! command -v strace >/dev/null; then
    tap_skip "strace is not here"
elif ! "${strace[@]}" -o "$scratch/try" true 2>"$scratch/refused"; then
    tap_skip "strace does not work here: $(tail -n 1 "$scratch/refused")"
else
    witnessed_by_strace
fi
if [ "$(id -u)" = 0 ]; then
    witnessed_by_ftrace
else
    tap_skip "ftrace needs root"
fi
tap_done
