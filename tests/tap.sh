# For shell tests: test points in the Test Anything Protocol. Sourced; needs SOURCEDIR and BUILDDIR,
# which `make check` sets. Ends with: tap_done
set -u
SOURCEDIR=${SOURCEDIR:-$(cd "$(dirname "$0")/.." && pwd)}
BUILDDIR=${BUILDDIR:-$SOURCEDIR/build}
CC=${CC:-cc}
NM=${NM:-nm}
export SOURCEDIR BUILDDIR
# tmux starts what it is given with this shell; a system user's own one may be nologin.
export SHELL=$BASH
waitscope=$BUILDDIR/waitscope
tap_run=0
tap_failed=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# UNDER is a command under which the program runs, valgrind with its options for one. A test that
# such a command makes meaningless says so: tap_skip_under.
if [ -n "${UNDER-}" ]; then
    waitscope=$scratch/waitscope-under
    printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$UNDER" "$BUILDDIR/waitscope" >"$waitscope"
    chmod 755 "$scratch" "$waitscope"
fi

# tap_ok TEXT COMMAND …: one test point, ok if the command succeeds. What the command prints becomes
# a comment, but only if it fails.
tap_ok() {
    local text=$1
    shift
    tap_run=$((tap_run + 1))
    if "$@" >"$scratch/tap-output" 2>&1; then
        echo "ok $tap_run - $text"
    else
        tap_failed=$((tap_failed + 1))
        echo "not ok $tap_run - $text"
        head -n 30 "$scratch/tap-output" | sed 's/^/# /'
    fi
}

# tap_skip REASON: one test point that cannot be tested here.
tap_skip() {
    tap_run=$((tap_run + 1))
    echo "ok $tap_run # SKIP $*"
}

# tap_skip_under WHAT: one test point is skipped, and it succeeds, if the program runs under a command.
tap_skip_under() {
    [ -n "${UNDER-}" ] && tap_skip "under ${UNDER%% *} $1"
}

# tap_skip_slowed WHAT: the same where what runs the program makes its threads wait for each other: a
# page that is held up for 200 ms may meet the kernel's probe of a closed window, which puts the send
# queue together anew, and the next send takes more or less.
tap_skip_slowed() {
    tap_skip_under "$1" && return
    [[ ${SANITIZERS-} == *thread* ]] && tap_skip "under the sanitizer for threads $1"
}

# tap_rounds COUNT: how many of so many random rounds are gone; see EFFORT in tap.h.
tap_rounds() {
    local some=$(($1 * ${EFFORT-100} / 100))
    echo $((some > 0 ? some : 1))
}

# Prints the plan; its status is the test's.
tap_done() {
    echo "1..$tap_run"
    [ "$tap_failed" = 0 ]
}

# Succeeds if there is nothing on its input, else prints it.
nothing() {
    ! grep .
}

# The names of the lessons in their order, without those that LEAVE_OUT names. Fails if one of them is
# missing.
lesson_names() (
    set -o pipefail
    "$waitscope" --lang en list |
        awk -v out=" ${LEAVE_OUT-} " '/^  / && !index(out, " " $1 " ") { print $1 }'
)
