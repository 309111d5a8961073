#!/bin/bash
# The manual pages of the formats say what the tables and schemas say, and their examples run. A
# block of an example stands below a comment that says what it is: `example: FILE`, `commands`
# (they must succeed), `session` (they must print what stands there).
. "$(dirname "$0")/tap.sh"
cd "$SOURCEDIR" || exit 1
export LC_ALL=C.UTF-8 XDG_STATE_HOME=$scratch/state PATH=$BUILDDIR:$PATH
unset LANGUAGE ACCESSIBLE NO_COLOR
trace=man/waitscope-trace.5
lesson=man/waitscope-lesson.5
python=/usr/bin/python3

have() {
    command -v "$1" >/dev/null
}

# What the page's text is once it is printed, as far as examples and tags need it.
plain() {
    sed -e 's/\\&//g; s/\\-/-/g; s/\\(ga/`/g; s/\\(ha/^/g; s/\\(ti/~/g; s/\\f[BIPR]//g' \
        -e "s/\\\\(aq/'/g; s/\\\\(dq/\"/g; s/\\\\e/\\\\/g"
}

# block PAGE WHAT: the lines of the block below that comment.
block() {
    awk -v comment=".\\\\\" $2" '
        $0 == comment { here = 1; next }
        here && /^\.EX/ { inside = 1; next }
        /^\.EE/ { here = inside = 0 }
        inside { print }' "$1" | plain
}

# section PAGE TITLE: its source.
section() {
    awk -v title=".SH $2" '/^\.SH / { here = $0 == title; next } here { print }' "$1"
}

# tags PAGE TITLE: what is explained there, a line each: NAME or NAME (WHAT IT IS).
tags() {
    section "$1" "$2" | awk 'tag { sub(/^\.[A-Z]+ /, ""); print } { tag = /^\.TP/ }' |
        tr -d '"' | sed 's/  */ /g' | plain
}

# names PAGE TITLE: the same without what they are, sorted.
names() {
    tags "$1" "$2" | sed 's/ (.*//; s/ , /\n/g' | LC_ALL=C sort -u
}

# emphasised PAGE TITLE: every word that is set in bold or italics.
emphasised() {
    section "$1" "$2" | sed -n 's/^\.[BI][BIR]* //p' | plain | grep -oE '[a-z][a-z_-]*' |
        LC_ALL=C sort -u
}

# ---- waitscope-trace ----

# rows MACRO FILE: the arguments of each row, without the help.
rows() {
    sed -nE "s/^$1\(([^,\"]*(, *(\"[^\"]*\"|[A-Za-z0-9_]+))*).*/\1/p" "$2" | tr -d '"' |
        sed 's/, */ /g'
}

fields_expected() {
    rows FIELD src/core/event.def | awk '
        { type["INT"] = "integer"; type["TEXT"] = "text"; type["SET"] = "set" }
        { type["LIST"] = "list"; type["DATA"] = "data" }
        { type["FLAGS"] = type["SIGNALS"] = "flags" }
        { print $2 " (" ($3 in type ? type[$3] : "name") ($5 == "SAME" ? "" : ", measured") ")" }'
}
tap_ok "$trace has every field, its type, and whether it is measured" diff \
    <(fields_expected | LC_ALL=C sort) \
    <(tags $trace FIELDS | sed 's/(time/(integer/' | LC_ALL=C sort)

kinds_expected() {
    { rows EVENT src/core/event.def | sed 's/^/kind /'
      rows NEEDS src/core/event.def | sed 's/^/needs /'; } | awk '
        $1 == "kind" { order[++count] = $2; name[$2] = $3 }
        $1 == "needs" { needs[$2] = needs[$2] (needs[$2] ? ", " : "") $3 }
        END { for (i = 1; i <= count; i++) print name[order[i]] " (" needs[order[i]] ")" }'
}
tap_ok "$trace has every kind of event with what it always has" \
    diff <(kinds_expected) <(tags $trace EVENTS)

header_expected() {
    printf '%s\n' 'format (text)' 'version (text)'
    rows HEADER src/core/header.def | sed 's/INT/integer/; s/TEXT/text/; s/ \(.*\)/ (\1)/'
    echo 'evidence (array of names)'
}
tap_ok "$trace has every field of the header" diff <(header_expected) <(tags $trace HEADER)

# A line for each field and each name that its value can have.
names_expected() {
    { rows FIELD src/core/event.def | awk '{ print "field", $2, $3 == "LIST" ? "ready" : $4 }'
      rows FLAG src/core/flags.def | sed 's/^/name /'
      rows FLAG_AS src/core/flags.def | awk '{ print "name", $1, $3 }'
      rows CALL src/core/call.def | awk '{ print "name", "call", $1 }'; } | awk '
        $1 == "field" { table[$2] = $2 == "call" ? "call" : $3 }
        $1 == "name" { names[$2] = names[$2] " " $3 }
        END {
            for (field in table) {
                count = split(names[table[field]], name, " ")
                for (i = 1; i <= count; i++) print field, name[i]
            }
        }' | LC_ALL=C sort
}
names_told() {
    section $trace NAMES | plain | awk '
        tag { gsub(/^\.[A-Z]+ |[",]/, ""); fields = $0; tag = 0; told = 0; next }
        /^\.TP/ { tag = 1; next }
        /^\./ || told || fields ~ /^(errno|signal)( |$)/ { next }
        {
            told = /:/ # what follows is no list of names
            sub(/:.*/, "")
            words = split($0, word, /[ ,]+/)
            count = split(fields, field, " ")
            for (i = 1; i <= count; i++)
                for (k = 1; k <= words; k++) if (word[k] != "") print field[i], word[k]
        }' | LC_ALL=C sort
}
tap_ok "$trace has the names of every field's values" diff <(names_expected) <(names_told)
tap_ok "$trace has every kind of evidence" diff \
    <(rows EVIDENCE src/core/event.def | cut -d ' ' -f 2 | LC_ALL=C sort) \
    <(names $trace EVIDENCE)
tap_ok "$trace has every form of export with its endings" diff \
    <(sed -nE 's/^EXPORT\([a-z]+, "([a-z]+)", "([^"]*)".*/\1 (\2)/p' src/export.def |
        sed -E 's/([a-z]) \./\1, ./g') <(tags $trace 'OTHER FORMS')
tap_ok "the tables were read whole" diff \
    <(grep -chE '^(EVENT|FIELD|NEEDS|EVIDENCE|HEADER|FLAG|FLAG_AS|CALL|EXPORT)\(' \
        src/core/{event,header,flags,call}.def src/export.def) \
    <(for table in 'event EVENT FIELD NEEDS EVIDENCE' 'header HEADER' 'flags FLAG FLAG_AS' \
        'call CALL'; do
        # shellcheck disable=SC2086  # a list of words
        set -- $table
        for macro in "${@:2}"; do rows "$macro" "src/core/$1.def"; done | grep -c .
    done; tags $trace 'OTHER FORMS' | grep -c .)

# ---- waitscope-lesson ----

# keys PART: what the schemas have, a line each.
keys() {
    $python - "$1" <<'PYTHON'
import json
import re
import sys


def properties(schema):
    """The names of the object's members, those under its conditions too."""
    found = list(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        found += [key for key in properties(part["then"]) if key not in found]
    return found


lesson = json.load(open("lessons/lesson.schema.json", encoding="utf-8"))
texts = json.load(open("lessons/catalogue.schema.json", encoding="utf-8"))
parts = lesson["$defs"]
steps = [name for name in parts if name.endswith("step")]
relations = parts["number"]["then"]["if"]["anyOf"]
found = {
    "lesson": properties(lesson),
    "steps": sum((properties(parts[name]) for name in
                  steps + ["choice", "measured-page", "measured-calls"]), []),
    "acts": parts["client-step"]["properties"]["do"]["enum"],
    "patterns": properties(parts["expect"]) + properties(parts["range"])
                + [key for relation in relations for key in relation["required"]],
    "translations": properties(texts),
    "texts": re.findall("[a-z]{3,}", *texts["properties"]["texts"]["patternProperties"]),
}[sys.argv[1]]
print("\n".join(found))
PYTHON
}
sorted_keys() {
    keys "$1" | LC_ALL=C sort -u
}
if have $python; then
    tap_ok "$lesson has every key of a lesson" \
        diff <(keys lesson) <(tags $lesson LESSON | sed 's/ (.*//')
    tap_ok "$lesson has every key of a step" \
        nothing < <(LC_ALL=C comm -23 <(sorted_keys steps) <(emphasised $lesson STEPS))
    tap_ok "$lesson explains no other" \
        nothing < <(LC_ALL=C comm -13 <(sorted_keys steps) <(names $lesson STEPS))
    tap_ok "$lesson has every act" diff <(keys acts) <(tags $lesson ACTS)
    tap_ok "$lesson has all that a pattern may have" \
        diff <(sorted_keys patterns) <(names $lesson PATTERNS)
    tap_ok "$lesson has every key of a translation" \
        diff <(sorted_keys translations) <(names $lesson TRANSLATIONS)
    tap_ok "$lesson has every text of a translation" \
        nothing < <(LC_ALL=C comm -23 <(sorted_keys texts) <(emphasised $lesson TRANSLATIONS))
else
    tap_skip "no $python: the pages are not held against the schemas"
fi

# ---- how they look ----

# printed PAGE: as text of 80 columns, without bold.
printed() {
    groff -man -Tutf8 -rLL=78n -P-c -P-b -P-u "$1"
}
copied() {
    local line
    { block "$1" "example: .*"; block "$1" commands; block "$1" session; } >"$scratch/lines"
    grep -q . "$scratch/lines" || return
    printed "$1" | sed 's/^       //' >"$scratch/printed"
    while IFS= read -r line; do
        grep -qxF -- "$line" "$scratch/printed" || { echo "$line"; return 1; }
    done <"$scratch/lines"
}
for page in man/*; do
    tap_ok "Makefile.am installs $page" \
        grep -qE "^(dist_man_MANS =.*|	)$page( |\\\\|\$)" Makefile.am
    if have groff; then
        tap_ok "groff has nothing to say about $page" \
            nothing < <(groff -ww -man -Tutf8 -z "$page" 2>&1)
        tap_ok "$page fits into 80 columns" nothing < <(printed "$page" | grep -E '^.{81}')
    else
        tap_skip "groff is not here"
    fi
    if have mandoc; then # a page is of its version, not of a day
        tap_ok "mandoc has nothing to say about $page" \
            nothing < <(mandoc -Tlint -W warning "$page" | grep -v 'missing date')
    else
        tap_skip "mandoc is not here"
    fi
done
for page in $trace $lesson; do
    if have groff; then
        tap_ok "the examples of $page are printed as they are" copied $page
    else
        tap_skip "groff is not here"
    fi
    tap_ok "man/waitscope.1 points to $page" grep -qxE "\.BR $(basename "$page" .5 |
        sed 's/-/\\\\-/') \(5\),?" man/waitscope.1
done

# ---- their examples ----

# Runs the commands on standard input, and prints them with what they print.
play() {
    local line command=''
    while IFS= read -r line; do
        case $line in
        '$ '*) command=${line#'$ '} ;;
        *) [ -n "$command" ] || continue; command+=$'\n'$line ;;
        esac
        printf '%s\n' "$line"
        [[ $command == *'|' ]] && continue
        bash -c "$command" </dev/null || return
        command=''
    done
}
# holds PAGE: the session prints what stands there.
holds() {
    block "$SOURCEDIR/$1" session >"$scratch/session" && grep -q . "$scratch/session" &&
        play <"$scratch/session" | diff "$scratch/session" -
}
runs() {
    block "$SOURCEDIR/$1" commands >"$scratch/commands" && grep -q . "$scratch/commands" &&
        play <"$scratch/commands"
}

# An indented line belongs to the one above it.
block $trace 'example: recv.jsonl' |
    awk '{ if (NR > 1 && !sub(/^  /, "")) print ""; printf "%s", $0 } END { print "" }' \
        >"$scratch/recv.jsonl"
schema_is_kept() {
    $python tests/trace-schema.py lessons/trace.schema.json "$scratch/recv.jsonl"
}
if $python -c 'from jsonschema import Draft202012Validator' 2>/dev/null; then
    tap_ok "the trace keeps the schema" schema_is_kept
else
    tap_skip "no python3-jsonschema of 4.0 or later"
fi
cd "$scratch" || exit 1
tap_ok "the trace is as the program writes it" \
    diff recv.jsonl <(waitscope export recv.jsonl --format jsonl)
tap_ok "the trace is told, counted and drawn" runs $trace
tap_ok "it is told in sentences" \
    grep -qF 'recv returned 2: "he".' <(waitscope --lang en replay --plain recv.jsonl)
if have jq; then
    tap_ok "jq says what the page says" holds $trace
else
    tap_skip "jq is not here"
fi
head -c 700 recv.jsonl >cut.jsonl
tap_ok "a trace that is cut off is read to its last whole line, with one sentence" diff \
    <(waitscope export cut.jsonl --format jsonl 2>&1 >cut.out; tail -n 1 cut.out) \
    <(echo 'waitscope: cut.jsonl: cut off: the footer is missing; it has 2 whole events'
      echo '{"events":2,"dropped":0}')

block "$SOURCEDIR/$lesson" 'example: no-borders.json' >no-borders.json
tap_skip_under 'calls wait where they would not' ||
    tap_ok "the lesson is judged as the page says" holds $lesson
tap_ok "it is played and recorded" runs $lesson
tap_ok "it is told in sentences" grep -qF 'One recv took the bytes of two sends, without a wait.' \
    <(waitscope --lang en --plain no-borders.json </dev/null)
mkdir -p translated/de
cp no-borders.json translated
block "$SOURCEDIR/$lesson" 'example: de/no-borders.json' >translated/de/no-borders.json
tap_ok "the translation lacks texts, and none is stale" grep -qE \
    '^NOTE no-borders/de: [0-9]+ texts are missing, 0 are stale' \
    <(waitscope check translated/no-borders.json)
tap_ok "it is told in German" grep -qxF 'Keine Grenzen zwischen sends' \
    <(waitscope --lessons translated --lang de --plain translated/no-borders.json </dev/null)
tap_done
