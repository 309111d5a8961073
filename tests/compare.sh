#!/bin/bash
# waitscope compare: the table, the JSON, and figures that must be true of the models themselves.
. "$(dirname "$0")/tap.sh"
cd "$scratch" || exit 1
export LC_ALL=C.UTF-8
unset LANGUAGE ACCESSIBLE NO_COLOR
schema=$SOURCEDIR/lessons/compare.schema.json
# Debian's own python has Debian's python3-jsonschema.
python=/usr/bin/python3

# compare ARGUMENT …: what it prints and says is in stdout and stderr.
compare() {
    "$waitscope" compare "$@" >stdout 2>stderr </dev/null
    local status=$?
    cat stdout stderr
    return $status
}

# refused SENTENCE ARGUMENT …
refused() {
    local sentence=$1
    shift
    compare "$@"
    [ $? = 2 ] && [ ! -s stdout ] && [ "$(cat stderr)" = "waitscope: $sentence" ]
}

# ---- what is refused ----
tap_ok "one page alone is refused" refused \
    '"compare" needs at least 2 arguments: waitscope compare SERVER SERVER …' blocking
tap_ok "seven are too many" refused \
    'found "select", expected no more arguments: waitscope compare SERVER SERVER …' \
    select select select select select select select
tap_ok "an unknown page is refused, a likely one suggested" refused \
    'there is no server "slect"; did you mean "select"?' blocking slect
tap_ok "so is an unknown script" refused \
    'there is no script "layte"; did you mean "late"?' blocking select --script layte
tap_ok "one that is like no other" refused \
    'there is no script "xyzzy"; there are: late, three, often, rounds' \
    blocking select --script xyzzy
tap_ok "a theme is looked at only where there is a screen" compare blocking select --theme pink

# ---- the table ----
tap_ok "without a terminal it is a text" compare blocking nonblocking select
tap_ok "with a column for each page" grep -qE '^ +blocking +nonblocking +select$' stdout
rows() {
    local label
    for label in 'system calls' EAGAIN 'voluntary switches' 'CPU ms' 'inside calls ms' 'copy ≤ µs' \
        'latency median µs' 'latency 99 % µs' 'latency largest µs' 'wall ms'; do
        grep -qE "^ $label( +[0-9][0-9,]*(\.[0-9]+)?){3}\$" stdout || echo "$label"
    done
    grep -qE '^ served, in order( +A){3}$' stdout || echo 'served, in order'
}
tap_ok "and a figure for each row" nothing < <(rows)
tap_ok "in 80 columns" nothing < <(grep -E '^.{81}' stdout)
tap_ok "nothing else is said" nothing <stderr
tap_ok "--ascii is ASCII" eval 'compare blocking select --ascii && nothing < <(grep "[^ -~]" stdout)'
if [ -e "$BUILDDIR/locale/zh/LC_MESSAGES/waitscope.mo" ]; then
    tap_ok "--lang zh is Chinese" eval 'compare blocking select --lang zh && grep -q 系统调用 stdout'
else
    tap_skip "the catalogues are not built"
fi
tap_ok "a page that does not answer is told, the other is measured" eval \
    'compare sender blocking; [ $? = 2 ] && grep -qE "^ system calls +— +[0-9]" stdout &&
     grep -qE "^ sender: " stdout'

# ---- as JSON ----
tap_ok "--json prints a document" compare blocking nonblocking select --json
cp stdout late.json
tap_ok "the JSON of a page that does not answer says why" eval \
    'compare sender blocking --json; [ $? = 2 ] && grep -q "\"error\": \"sender: " stdout &&
     grep -q "^waitscope: sender: " stderr'
cp stdout failed.json
tap_ok "and that of another script" compare blocking select --json --script three
cp stdout three.json
tap_ok "a full disk is told" eval \
    '! "$waitscope" compare blocking select --json >/dev/full 2>stderr &&
     grep "cannot write to standard output" stderr'
if reason=$($python -c 'from jsonschema import Draft202012Validator' 2>&1); then
    tap_ok "what it prints is what lessons/compare.schema.json says" \
        $python "$SOURCEDIR/tests/compare-schema.py" "$schema" late.json failed.json three.json
    tap_ok "which refuses what is broken" \
        $python "$SOURCEDIR/tests/compare-schema.py" --broken "$schema" late.json
else
    tap_skip "no python3-jsonschema of 4.0 or later: ${reason##*$'\n'}"
fi

# ---- what must be true of the models ----
# figure FILE SERVER NAME
figure() {
    grep "\"server\": \"$2\"" "$1" | sed -E "s/.*\"$3\": \"?([^,\"}]*)\"?[,}].*/\1/"
}
more() {
    echo "$1 against $2"
    [ "$1" -gt "$2" ]
}
tap_ok "nonblocking makes a hundred times the calls of blocking" more \
    "$(figure late.json nonblocking calls)" $((100 * $(figure late.json blocking calls)))
tap_ok "nearly all of them in vain" more "$((2 * $(figure late.json nonblocking failures)))" \
    "$(figure late.json nonblocking calls)"
tap_ok "blocking and select have no call in vain" [ \
    "$(figure late.json blocking failures),$(figure late.json select failures)" = 0,0 ]
tap_skip_under 'every page burns CPU' ||
    tap_ok "nonblocking burns CPU while nobody sends" more \
        "$(figure late.json nonblocking cpu)" $((10 * $(figure late.json select cpu)))
tap_ok "blocking gives the CPU away" more "$(figure late.json blocking switches)" 0
tap_ok "it waits inside its calls" more "$(figure late.json blocking inside)" 150000000
tap_ok "nobody can answer before A has sent" more "$(figure late.json select wall)" 199999999
tap_ok "one client after the other: A, who sends last, is served first" [ \
    "$(figure three.json blocking served)" = ABC ]
tap_ok "with select A is served last" grep -qE 'BCA|CBA' <(figure three.json select served)
tap_ok "B and C wait for A only where one is served after the other" more \
    "$(figure three.json blocking latency)" $((10 * $(figure three.json select latency)))

tap_done
