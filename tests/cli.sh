#!/bin/bash
# The command line: what it takes, what it refuses and how it says so.
. "$(dirname "$0")/tap.sh"
cd "$scratch" || exit 1
export XDG_STATE_HOME=$scratch/state LC_ALL=C.UTF-8
unset LANGUAGE ACCESSIBLE NO_COLOR
lessons=$SOURCEDIR/lessons

# refused STATUS SENTENCE ARGUMENT…: that exit status, exactly that one sentence, no other output.
refused() {
    local status=$1 sentence=$2 found
    shift 2
    "$waitscope" "$@" >stdout 2>stderr </dev/null
    found=$?
    cat stdout stderr
    [ $found = "$status" ] && [ ! -s stdout ] && [ "$(cat stderr)" = "waitscope: $sentence" ]
}

# refused_after SENTENCE ARGUMENT…: the same with status 2, whatever was printed before.
refused_after() {
    local sentence=$1 found
    shift
    "$waitscope" "$@" >stdout 2>stderr </dev/null
    found=$?
    cat stdout stderr
    [ $found = 2 ] && [ "$(tail -n 1 stderr)" = "waitscope: $sentence" ]
}

# says PATTERN ARGUMENT…: exit status 0, such a line, nothing on standard error.
says() {
    local pattern=$1
    shift
    "$waitscope" "$@" >stdout 2>stderr </dev/null || return
    cat stdout stderr
    grep -qE "$pattern" stdout && [ ! -s stderr ]
}

# ---- usage ----
tap_ok "an unknown option is refused, a likely one suggested" \
    refused 2 'there is no option "--plan"; did you mean "--plain"?' --plan
tap_ok "so is one that is like no other" \
    refused 2 'there is no option "--xyzzy"; "waitscope help" names all' --xyzzy=1
tap_ok "and a letter" refused 2 'there is no option "-x"; "waitscope help" names all' -x
tap_ok "an option without its value is refused" \
    refused 2 'option --lang needs a value: --lang LANG' list --lang
tap_ok "an empty value is no value" refused 2 'option --lang needs a value: --lang LANG' --lang=
tap_ok "an option with a value that it does not take is refused" \
    refused 2 'option --json takes no value' list --json=yes
tap_ok "an option of another command is refused" \
    refused 2 '--json is no option of "check"' check --json
tap_ok "also where there is no command" \
    refused 2 '--json is an option of "list" only' phases --json
tap_ok "a missing argument is refused" \
    refused 2 '"record" needs an argument: waitscope record LESSON|FILE.json' record
tap_ok "an argument too many is refused" \
    refused 2 'found "b", expected no more arguments: waitscope source SERVER' source a b
tap_ok "so is one where there are none, without a blank at the end" \
    refused 2 'found "a", expected no more arguments: waitscope list' list a
tap_ok "an unknown command is refused, a likely one suggested" \
    refused 2 'there is no command or lesson "recrod"; did you mean "record"?' recrod
tap_ok "a lesson's name with a slip as well" \
    refused 2 'there is no command or lesson "phasse"; did you mean "phases"?' phasse
tap_ok "and a name that is like no other" \
    refused 2 'there is no command or lesson "xyzzy"; "waitscope list" names all' xyzzy
tap_ok "an empty name is one" \
    refused 2 'there is no command or lesson ""; "waitscope list" names all' ''
tap_ok "an unknown lesson of record is refused" \
    refused 2 'there is no command or lesson "blokcing"; did you mean "blocking"?' record blokcing
tap_ok "an unknown server is refused, a likely one suggested" \
    refused 2 'there is no server "blockin"; did you mean "blocking"?' source blockin
tap_ok "an unknown theme is refused" refused 2 \
    'there is no theme "pink"; there are: dark, light, mono, projector' phases --plain --theme pink
tap_ok "an unknown language is refused" \
    refused 2 "there is no language \"xx\": no folder $lessons/xx" list --lang xx
tap_ok "a language is no path" \
    refused 2 "there is no language \"../zh\": no folder $lessons/../zh" list --lang ../zh
tap_ok "the screen needs a terminal" refused 2 "the screen needs a terminal on standard input and \
output; without one there is --plain" phases
tap_ok "control characters are shown, not sent" \
    refused 2 'there is no command or lesson "a\x1B[31mb"; "waitscope list" names all' $'a\e[31mb'

# ---- help ----
for command in '' list record export replay check compare source help version; do
    tap_ok "help ${command:-without a command}" says '^Usage:' help ${command:+$command}
    tap_ok "${command:-waitscope} --help says the same" \
        diff <("$waitscope" help $command) <("$waitscope" $command --help)
done
tap_ok "a lesson's --help" says '^Usage: waitscope LESSON' phases --help
tap_ok "--help wins over what is wrong besides" says '^Usage: waitscope record' record -h
tap_ok "help of an unknown command is refused" \
    refused 2 'there is no command "recor"; did you mean "record"?' help recor
tap_ok "help is at most 80 columns wide" nothing < <(
    for command in '' list record export replay check compare source help version phases; do
        "$waitscope" $command --help
    done | awk 'length > 80')
tap_ok "version" says '^waitscope [0-9]+\.[0-9]+' version
tap_ok "--version" says '^waitscope [0-9]+\.[0-9]+' --version

# ---- list ----
tap_ok "list names a lesson" says '^  phases +[0-9]+ min  ' list
tap_ok "list speaks Chinese" says '[^ -~]' list --lang zh
if command -v python3 >/dev/null; then
    "$waitscope" list --json >list.json
    tap_ok "list --json is JSON with every lesson of the curriculum" python3 - "$lessons" <<'PYTHON'
import json, sys
listed = json.load(open("list.json"))
wanted = json.load(open(sys.argv[1] + "/curriculum.json"))
ids = lambda parts: [lesson if isinstance(lesson, str) else lesson["id"]
                     for part in parts for lesson in part["lessons"]]
print(ids(listed["parts"]))
assert ids(listed["parts"]) == ids(wanted["parts"])
for part in listed["parts"]:
    for lesson in part["lessons"]:
        assert lesson["title"] and lesson["summary"] and lesson["minutes"] > 0, lesson
assert all(server["name"] and server["help"] for server in listed["servers"]), listed["servers"]
assert {"blocking", "select-write"} <= {server["name"] for server in listed["servers"]}
PYTHON
else
    tap_skip "python3 is not here"
fi

# ---- source ----
for server in blocking select sender; do
    "$waitscope" source $server >$server.c
    tap_ok "source $server prints the page" cmp $server.c "$SOURCEDIR/src/servers/$server.c"
    tap_ok "it compiles alone" $CC -o $server $server.c
done

# ---- lessons from elsewhere ----
mkdir own own/zh
cp "$lessons/phases.json" own
one() {
    printf '{"format": "waitscope-curriculum", "version": 1, "parts": %s}' "$1" >own/curriculum.json
}
one '[{"id": "a", "title": "A part", "lessons": ["phases"]}]'
tap_ok "--lessons takes another folder" says '^A part$' list --lessons own
tap_ok "it stands before or after the command" says '^A part$' --lessons=own list
cat >own/zh/curriculum.json <<'JSON'
{"format": "waitscope-curriculum-texts", "version": 1, "language": "zh", "texts":
 {"a.title": ["A part", "一部分"], "gone.title": ["Gone", "无"]}}
JSON
tap_ok "a part has a title in another language" says '^一部分$' list --lessons own --lang zh
tap_ok "the environment chooses the language" env LC_ALL=zh_CN.UTF-8 bash -c \
    '"$0" list --lessons own | grep "^一部分$"' "$waitscope"
tap_ok "--lang wins over it" env LC_ALL=zh_CN.UTF-8 bash -c \
    '"$0" list --lessons own --lang en | grep "^A part$"' "$waitscope"
sed -i 's/"A part"/"A bit"/' own/zh/curriculum.json
tap_ok "a stale title stays English" says '^A part$' list --lessons own --lang zh
tap_ok "a folder that is not there is refused" refused 2 \
    'nowhere/curriculum.json: cannot open it: No such file or directory' list --lessons nowhere
broken() {
    one "$1"
    refused 2 "own/curriculum.json: $2" list --lessons own
}
tap_ok "a curriculum with a wrong type is refused" broken '{}' \
    '$.parts: found an object, expected an array'
tap_ok "a name that could be a path is refused" \
    broken '[{"id": "a", "title": "A", "lessons": ["../x"]}]' \
    '$.parts[0].lessons[0]: found the text "../x", expected lower-case letters, digits and hyphens'
tap_ok "a lesson that is named twice is refused" \
    broken '[{"id": "a", "title": "A", "lessons": ["b", "b"]}]' \
    '$.parts[0].lessons[1]: the lesson "b" stands in the list twice'
tap_ok "two parts of one name are refused" broken \
    '[{"id": "a", "title": "A", "lessons": []}, {"id": "a", "title": "A", "lessons": []}]' \
    '$.parts[1].id: there are two parts "a"'
one '[{"id": "a", "title": "A part", "lessons": ["phases", "gone"]}]'
tap_ok "a lesson that is not there is told, the others are listed" bash -c \
    '"$0" list --lessons own >out 2>err; [ $? = 2 ] && grep -q "^  phases" out && cat err &&
     grep -qx "waitscope: the lesson \"gone\" is in the list, but not in own" err' "$waitscope"

# ---- record, check ----
tap_ok "record writes to a file by the lesson's name, and says so" bash -c \
    '"$0" record phases 2>err && cat err && [ -s phases.trace.jsonl ] &&
     grep -qE "^waitscope: [0-9]+ events are in phases.trace.jsonl$" err' "$waitscope"
tap_ok "record -o - writes to standard output alone" bash -c \
    '"$0" record -o - phases >out 2>err && [ ! -s err ] && head -1 out | grep -q waitscope-trace' \
    "$waitscope"
tap_ok "record takes a file" bash -c '"$0" record own/phases.json -o other.jsonl' "$waitscope"
tap_ok "record does not write where it cannot" refused 2 \
    'nowhere/x: cannot write it: No such file or directory' record phases --output=nowhere/x
tap_ok "record tells of a full disk" refused 2 \
    '/dev/full: cannot write it: No space left on device' record phases -o /dev/full
tap_skip_under 'calls need other CPU time' ||
    tap_ok "check judges a lesson" says '^PASS phases/connect/' check phases
tap_skip_under 'calls need other CPU time' ||
    tap_ok "check judges a file" says '^PASS phases/connect/' check own/phases.json
sed 's/"id": "accepted", "call": "accept"/"id": "accepted", "call": "listen"/' own/phases.json \
    >own/changed.json
sed -i 's/"id": "phases"/"id": "changed"/' own/changed.json
tap_ok "check fails where what is expected does not happen" bash -c \
    '"$0" check own/changed.json >out 2>err; [ $? = 1 ] && grep -q "^FAIL changed/.*: ." out' \
    "$waitscope"
echo '{' >own/bad.json
tap_ok "check goes on after a broken lesson, and exits with 2" bash -c \
    '"$0" check own/bad.json own/phases.json >out 2>err; [ $? = 2 ] && grep -q "^PASS" out &&
     [ "$(wc -l <err)" = 1 ] && grep -q "^waitscope: own/bad.json: line " err' "$waitscope"
echo '{"format": "waitscope-lesson-texts", "version": 1, "id": "phases", "language": "zh",
       "texts": {"nothing": ["a", "b"]}}' >own/zh/phases.json
tap_skip_under 'calls need other CPU time' ||
    tap_ok "check names texts that are missing or stale" \
        says '^NOTE phases/zh: [0-9]+ texts are missing, 1 are stale' check own/phases.json
echo '[' >own/zh/phases.json
tap_ok "check tells of a broken catalogue" bash -c \
    '"$0" check own/phases.json >out 2>err; [ $? = 2 ] && grep "own/zh/phases.json: line" err' \
    "$waitscope"

# ---- replay ----
tap_ok "a trace that is not there is refused" \
    refused 2 'gone.jsonl: cannot open it: No such file or directory' replay gone.jsonl
tap_ok "what is no trace is refused" bash -c \
    '"$0" replay --plain own/phases.json >out 2>err; [ $? = 2 ] && [ "$(wc -l <err)" = 1 ]' \
    "$waitscope"
tap_ok "a recording is replayed" bash -c '"$0" replay --plain phases.trace.jsonl' "$waitscope"
tap_ok "from a pipe too" bash -c '"$0" replay --plain - <phases.trace.jsonl' "$waitscope"
sed 's/"lesson":"phases"/"lesson":"..\/gone"/' phases.trace.jsonl >nameless.jsonl
tap_ok "and without its lesson" bash -c \
    '! cmp -s phases.trace.jsonl nameless.jsonl && "$0" replay --plain nameless.jsonl' "$waitscope"

# ---- outputs ----
full() {
    "$waitscope" "$@" >/dev/full 2>err
    [ $? = 2 ] && cat err &&
        grep -qE '^waitscope: cannot write to standard output(: No space left on device)?$' err &&
        [ "$(wc -l <err)" = 1 ]
}
tap_ok "list tells of a full disk" full list
tap_ok "so does help" full help
tap_ok "and source" full source select
tap_ok "a closed standard output is told" bash -c \
    '"$0" list >&- 2>err; [ $? = 2 ] && grep "cannot write to standard output" err' "$waitscope"
events() {
    grep -o '"fd":[0-9]*' "$1"
}
if ! tap_skip_under 'closed inputs and outputs are opened'; then
    tap_ok "closed inputs and outputs do not get in a run's way" bash -c \
        '"$0" record phases -o closed.jsonl <&- >&- 2>&- && [ -s closed.jsonl ]' "$waitscope"
    tap_ok "the descriptors have the same numbers then" diff <(events phases.trace.jsonl) \
        <(events closed.jsonl)
fi

# ---- what is remembered ----
progress=state/waitscope/progress.json
tap_ok "a lesson that was played is remembered" bash -c \
    '"$0" phases --plain </dev/null >out 2>err; cat err; grep -q "\"last\": \"phases\"" '$progress \
    "$waitscope"
for content in '' 'no JSON' '[]' '{"last": 3, "done": {"a": 1}}' '{"done": [7, "../x"]}'; do
    printf '%s' "$content" >$progress
    tap_ok "\"$content\" in its place is no error" bash -c \
        '"$0" phases --plain </dev/null >out 2>err && [ ! -s err ] &&
         grep -qx "{.*\"last\": \"phases\", \"done\": \\[\"phases\"\\]}" '$progress "$waitscope"
done
tap_ok "nor is a folder that cannot be made" env XDG_STATE_HOME=/dev/null/x bash -c \
    '"$0" phases --plain </dev/null >out 2>err && [ ! -s err ]' "$waitscope"
tap_ok "nor is it to have no home" env -u XDG_STATE_HOME -u HOME bash -c \
    '"$0" phases --plain </dev/null >out 2>err && [ ! -s err ]' "$waitscope"
# ---- lessons whose fault shows only when they run ----
faulty=$SOURCEDIR/tests/live-lessons
tap_ok "a step that can never finish is told with its place" \
    refused_after "$faulty/never-ends.json: \$.steps[1]: the step \"wait\" cannot finish: all is still, and what it waits for has not happened" \
    check "$faulty/never-ends.json"
tap_ok "also when it is recorded" \
    refused_after "$faulty/never-ends.json: \$.steps[1]: the step \"wait\" cannot finish: all is still, and what it waits for has not happened" \
    record "$faulty/never-ends.json" -o "$scratch/never.jsonl"
tap_ok "and the trace is there as far as it came" grep -q '"events":' "$scratch/never.jsonl"
tap_ok "so is a question with two answers" \
    refused_after "$faulty/two-answers.json: \$.steps[1]: choices 1, 2 came true, expected exactly one" \
    check "$faulty/two-answers.json"
tap_ok "and a client that comes before the server listens" \
    refused_after "$faulty/no-listener.json: \$.steps[0]: the step \"connect\" cannot finish: no server listens" \
    check "$faulty/no-listener.json"

# ---- nothing is told that did not happen ----
tap_ok "a step that can never finish ends --plain likewise" \
    refused_after "$faulty/never-ends.json: \$.steps[1]: the step \"wait\" cannot finish: all is still, and what it waits for has not happened" \
    --plain "$faulty/never-ends.json"
tap_ok "and what the step was to show is not told" bash -c \
    'grep -q "^Step 2 of 2" stdout && ! grep -E "Somebody has come|cannot finish|done" stdout'
"$waitscope" --plain "$faulty/not-shown.json" >out 2>err </dev/null
tap_ok "what an expect does not find is told as what was expected" bash -c \
    "[ $? = 0 ]"' && cat out err && grep -q "^This run did not show what the lesson says here: looked for" out &&
     grep -qx "Expected: accept returned 5\." out'
tap_ok "the answer is what the kernel did, without a reason that is none" bash -c \
    'grep -qx "The kernel says 1: 4\." out && ! grep "5 is the number" out'
for lesson in blocking select; do
    # not under a command, which may make a call wait
    "$BUILDDIR/waitscope" record "$lesson" -o whole.jsonl 2>err
    head -n 50 whole.jsonl >early.jsonl
    tap_ok "$lesson: a recording that was cut off ends where it ends" bash -c \
        '"$0" --plain replay early.jsonl >out 2>err </dev/null; cat out err
         grep -q "^The recording ends here, .*step [0-9]* of [0-9]*\." out && ! grep "lesson is done" out' \
        "$waitscope"
    tap_ok "$lesson: all of it is the lesson" bash -c \
        '"$0" --plain replay whole.jsonl >out 2>err </dev/null; cat out err
         grep -q "^The lesson is done" out && ! grep -E "This run did not|recording ends" out' \
        "$waitscope"
done
tap_done
