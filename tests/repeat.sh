#!/bin/bash
# The same lesson gives the same events: records every lesson N times and compares each recording
# with the first. As root it does so once more as nobody.
#   tests/repeat.sh [N]        N is 10 unless given
. "$(dirname "$0")/tap.sh"
times=${1-${REPEAT-10}}
if tap_skip_slowed 'two runs may differ'; then
    tap_done
    exit
fi
lessons=$(lesson_names)
listed=$?

# A copy that any user can reach and run, wherever the build stands.
stage=$scratch/stage
mkdir -p "$stage" && chmod 755 "$scratch" "$stage"
cp "$BUILDDIR/waitscope" "$BUILDDIR/tests/compare-traces" "$stage/" &&
    cp -r "$SOURCEDIR/lessons" "$stage/" && chmod -R a+rX "$stage" || exit 1

# repeat FOLDER LESSON COMMAND…: COMMAND is what runs a program as the user in question.
repeat() {
    local folder=$1 lesson=$2 i
    shift 2
    for i in $(seq "$times"); do
        "$@" "$stage/waitscope" --lessons "$stage/lessons" record "$lesson" \
            -o "$folder/$lesson-$i.jsonl" >"$scratch/said" 2>&1 || { cat "$scratch/said"; return 1; }
    done
    "$stage/compare-traces" "$folder/$lesson-"*.jsonl
}

user_repeats() {
    local user=$1 folder=$scratch/$1 lesson begin
    shift
    mkdir "$folder" && chown "$user" "$folder" || exit 1
    for lesson in $lessons; do
        begin=$EPOCHREALTIME
        tap_ok "$lesson, $times recordings as $user: the same events" \
            repeat "$folder" "$lesson" "$@"
        awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN { printf "# %.1f seconds\n", b - a }'
    done
}

tap_ok "there are lessons, and none is missing" test "$listed" = 0 -a -n "$lessons"
user_repeats "$(id -un)" env
if [ "$(id -u)" = 0 ]; then
    user_repeats nobody setpriv --reuid=nobody --regid=nogroup --clear-groups env
fi
tap_done
