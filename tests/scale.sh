#!/bin/bash
# waitscope compare --idle: the table, the JSON, what is refused. Not how long anything takes.
. "$(dirname "$0")/tap.sh"
cd "$scratch" || exit 1
export LC_ALL=C.UTF-8
unset LANGUAGE
schema=$SOURCEDIR/lessons/compare.schema.json
# Debian's own python has Debian's python3-jsonschema.
python=/usr/bin/python3

idle() {
    "$waitscope" compare --idle "$@" >stdout 2>stderr </dev/null
    local status=$?
    cat stdout stderr
    return $status
}
# refused SENTENCE ARGUMENT …
refused() {
    local sentence=$1
    shift
    idle "$@"
    [ $? = 2 ] && [ ! -s stdout ] && [ "$(cat stderr)" = "waitscope: $sentence" ]
}

for word in 0 -1 5x 100001 99999999999999999999 ''; do
    tap_ok "\"$word\" is no number of connections" refused \
        "found \"$word\", expected a number of idle connections, 1 to 100000" -- "$word"
done
tap_ok "seven numbers are too many" refused \
    'found "7", expected no more arguments: waitscope compare SERVER SERVER …' 1 2 3 4 5 6 7
tap_ok "--idle is an option of compare alone" bash -c \
    '! "$0" check --idle 2>err && grep -qx "waitscope: --idle is no option of \"check\"" err' \
    "$waitscope"

figure='[0-9][0-9,]*(\.[0-9]+)?'
tap_ok "the table has a row a number" idle 10 50
tap_ok "with the book's figures where it has some" \
    grep -qE "^ +10( +$figure){3} +7\.30 +6\.10 +4\.10\$" stdout
tap_ok "and without" grep -qE "^ +50( +$figure){3}\$" stdout
tap_ok "in 80 columns" nothing < <(grep -E '^.{81}' stdout)
tap_ok "nothing else is said" nothing <stderr
tap_ok "--ascii is ASCII" eval 'idle 10 --ascii && nothing < <(grep "[^ -~]" stdout)'
if [ -e "$BUILDDIR/locale/zh/LC_MESSAGES/waitscope.mo" ]; then
    tap_ok "--lang zh is Chinese" eval 'idle 10 --lang zh && grep -q 本机实测 stdout'
else
    tap_skip "the catalogues are not built"
fi

# ---- what this machine does not allow ----
few() {
    (ulimit -n 100 && idle "$@")
}
tap_ok "a limit of descriptors is no error" few 20 200 2000
tap_ok "what it allows is measured" grep -qE "^ +20( +$figure){3}\$" stdout
tap_ok "what it does not is not" grep -qE '^ +200( +—){3}$' stdout
tap_skip_under 'some descriptors are the command’s' || tap_ok "and the reason is there, once" eval \
    '[ "$(grep -c "^ — 200 idle: not measured: this process may have 100 descriptors" stdout)" = 1 ]'
tap_ok "that of select is its own" grep -qF \
    ' — 2,000 idle: not measured: select cannot watch descriptor 1024 and up.' stdout

# ---- as JSON ----
tap_ok "--json prints a document" few 20 200 2000 --json
cp stdout few.json
tap_ok "of all sizes of the book" idle --json
cp stdout all.json
tap_ok "in the book's order" diff <(printf '%s\n' 10 100 1000 10000) \
    <(grep -oE '\{"idle": [0-9]+' all.json | grep -oE '[0-9]+')
if reason=$($python -c 'from jsonschema import Draft202012Validator' 2>&1); then
    tap_ok "what it prints is what lessons/compare.schema.json says" \
        $python "$SOURCEDIR/tests/compare-schema.py" "$schema" few.json all.json
    tap_ok "which refuses what is broken" \
        $python "$SOURCEDIR/tests/compare-schema.py" --broken "$schema" all.json
else
    tap_skip "no python3-jsonschema of 4.0 or later: ${reason##*$'\n'}"
fi

# ---- nothing is left behind ----
# The clients' ends are reset: a measurement leaves no thousands of ports in TIME_WAIT.
if [ -r /proc/net/sockstat ]; then
    waiting() {
        sed -n 's/^TCP:.* tw \([0-9]*\) .*/\1/p' /proc/net/sockstat
    }
    before=$(waiting)
    idle 2000 >/dev/null
    tap_ok "connections are gone at once" [ "$(waiting)" -lt $((before + 1000)) ]
else
    tap_skip "no /proc/net/sockstat"
fi
tap_done
