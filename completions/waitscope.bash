# Completion of waitscope's command line for bash.
_waitscope() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        -*) ;;
        list | record | export | replay | check | compare | evidence | stats | source | help | version)
            command=${COMP_WORDS[i]}
            break
            ;;
        esac
    done

    case $before in
    --theme)
        mapfile -t COMPREPLY < <(compgen -W 'dark light mono projector' -- "$word")
        return
        ;;
    --script)
        mapfile -t COMPREPLY < <(compgen -W 'late three often rounds' -- "$word")
        return
        ;;
    --format)
        mapfile -t COMPREPLY < <(compgen -W 'jsonl json chrome svg text cast' -- "$word")
        return
        ;;
    --from | --to | --size)
        COMPREPLY=()
        return
        ;;
    --lang)
        mapfile -t COMPREPLY < <(compgen -W 'en zh' -- "$word")
        return
        ;;
    --evidence)
        mapfile -t COMPREPLY < <(compgen -W 'tracepoint switch proc' -- "$word")
        return
        ;;
    --lessons)
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
        return
        ;;
    -o | --output)
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    esac

    local options='--help --version --lang'
    case $command in
    '') options+=' --evidence --plain --ascii --theme --no-motion --lessons --output' ;;
    replay) options+=' --plain --ascii --theme --no-motion --lessons' ;;
    record) options+=' --evidence --output --lessons --format --size --theme' ;;
    export) options+=' --output --format --from --to --size --theme --lessons' ;;
    list) options+=' --json --lessons' ;;
    compare) options+=' --plain --ascii --theme --script --idle --json' ;;
    evidence) options+=' --json' ;;
    stats) options+=' --json --from --to' ;;
    check) options+=' --evidence --lessons' ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
        return
    fi

    local names=''
    case $command in
    '') names='list record export replay check compare evidence stats source help version'" $(_waitscope_lessons)" ;;
    record | check) names=$(_waitscope_lessons) ;;
    source | compare) names=$(_waitscope_servers) ;;
    help) names='list record export replay check compare evidence stats source help version' ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$names" -- "$word")
    case $command in
    '' | record | check | export | replay | stats) mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$word") ;;
    esac
}

_waitscope_lessons() {
    waitscope list 2>/dev/null | awk '/^  / { print $1 }'
}

_waitscope_servers() {
    waitscope list --json 2>/dev/null | sed -n 's/^ *{"name": "\([^"]*\)", "help": .*/\1/p'
}

complete -o filenames -F _waitscope waitscope
