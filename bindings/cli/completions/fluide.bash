# Completion of the fluide command for bash.

_fluide() {
  local cur prev command i words=() commands='check correct suggest tokens rules version help'
  COMPREPLY=()
  cur=${COMP_WORDS[COMP_CWORD]}
  prev=${COMP_WORDS[COMP_CWORD - 1]}
  command=${COMP_WORDS[1]}

  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "$commands --help --version" -- "$cur")
    return
  fi

  case $prev in
    --format | -f)
      case $command in
        check) words=(text json jsonl sarif) ;;
        suggest) words=(text json jsonl) ;;
        *) words=(text json) ;;
      esac ;;
    --fail-on) words=(hint warning error never) ;;
    --markup) words=(auto plain markdown html) ;;
    --spelling) words=(both classical 1990) ;;
    --locale | -l) words=(fr-FR fr-BE fr-CH fr-CA) ;;
    --input) words=(text jsonl) ;;
    --offsets) words=(codepoint utf16 byte) ;;
    --color) words=(auto always never) ;;
    --enable | --disable | -e | -d)
      words=(spelling typography grammar style)
      while read -r _ i _; do words+=("$i"); done < <("${COMP_WORDS[0]}" rules 2>/dev/null | grep -e '^● ' -e '^○ ') ;;
    --text | -t | --ignore | --max-suggestions | -n | --max-issues | --max-bytes | --jobs | -j) return ;;
    --rule)
      while read -r _ i _; do words+=("$i"); done < <("${COMP_WORDS[0]}" rules 2>/dev/null | grep -e '^● ' -e '^○ ') ;;
    --words | -w | --dictionary | --pack | --with | --file)
      mapfile -t COMPREPLY < <(compgen -f -- "$cur")
      return ;;
  esac
  if ((${#words[@]})); then
    mapfile -t COMPREPLY < <(compgen -W "${words[*]}" -- "$cur")
    return
  fi

  if [[ $cur == -* ]]; then
    # The help of the command lists its options.
    mapfile -t words < <("${COMP_WORDS[0]}" help "$command" 2>/dev/null | grep -o -e '^  \(-., \|    \)--[a-z-]*' | grep -o -e '--.*')
    mapfile -t COMPREPLY < <(compgen -W "${words[*]}" -- "$cur")
    return
  fi

  case $command in
    help) mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$cur") ;;
    rules)
      case ${COMP_WORDS[2]} in
        test | coverage | trace)
          if ((COMP_CWORD > 2)); then
            mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            return
          fi ;;
      esac
      words=(test trace coverage new)
      while read -r _ i _; do words+=("$i"); done < <("${COMP_WORDS[0]}" rules 2>/dev/null | grep -e '^● ' -e '^○ ')
      mapfile -t COMPREPLY < <(compgen -W "${words[*]}" -- "$cur") ;;
    check | correct | tokens) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
  esac
}

complete -o filenames -F _fluide fluide
