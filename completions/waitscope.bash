# Completion of waitscope's command line for bash.
_waitscope() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        -*) ;;
        list | record | replay | check | compare | source | help | version)
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
    --lang)
        mapfile -t COMPREPLY < <(compgen -W 'en zh' -- "$word")
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
    '') options+=' --plain --ascii --theme --no-motion --lessons --output' ;;
    replay) options+=' --plain --ascii --theme --no-motion --lessons' ;;
    record) options+=' --output --lessons' ;;
    list) options+=' --json --lessons' ;;
    compare) options+=' --plain --ascii --theme --script --idle --json' ;;
    check) options+=' --lessons' ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
        return
    fi

    local names=''
    case $command in
    '') names='list record replay check compare source help version'" $(_waitscope_lessons)" ;;
    record | check) names=$(_waitscope_lessons) ;;
    source | compare) names=$(_waitscope_servers) ;;
    help) names='list record replay check compare source help version' ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$names" -- "$word")
    case $command in
    '' | record | check | replay) mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$word") ;;
    esac
}

_waitscope_lessons() {
    waitscope list 2>/dev/null | awk '/^  / { print $1 }'
}

# The servers that lessons start with.
_waitscope_servers() {
    waitscope list --json 2>/dev/null | sed -n 's/.*"server": "\([^"]*\)".*/\1/p' | sort -u
}

complete -o filenames -F _waitscope waitscope
