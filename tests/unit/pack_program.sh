#!/bin/sh
# fluide-pack as a program: exit codes, messages, what it writes. Arguments: fluide-pack, a pack it built, lib/fr, the
# dictionary that the pack was built from.
set -u
program=$1 pack=$2 data=$3 dictionary=$4
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
count=0 failed=0

# check NAME CONDITION…
check() {
  name=$1
  shift
  count=$((count + 1))
  if "$@"; then
    echo "ok $count - $name"
  else
    failed=$((failed + 1))
    echo "not ok $count - $name"
    sed 's/^/# /' "$work/out" "$work/err"
  fi
}

run() {
  "$program" "$@" >"$work/out" 2>"$work/err"
  status=$?
}

run --help
check "help ends with 0" [ $status -eq 0 ]
check "help names its options" grep -q -e '--dictionary' "$work/out"
run
check "no arguments end with 2" [ $status -eq 2 ]
run --dictionary
check "a missing value ends with 2" [ $status -eq 2 ]
run --what
check "an unknown argument ends with 2" [ $status -eq 2 ]
check "an unknown argument is named" grep -q "'--what'" "$work/err"
run --max-errors many --list-sections "$pack"
check "a bad number ends with 2" [ $status -eq 2 ]

run --list-sections "$pack"
check "the pack is listed" [ $status -eq 0 ]
for section in lexicon lists rules spelling tagger; do
  check "the pack has $section" grep -q "^$section " "$work/out"
done
run --list-sections "$work/nowhere"
check "no pack ends with 1" [ $status -eq 1 ]
head -c 5000 "$pack" >"$work/cut.flu"
run --list-sections "$work/cut.flu"
check "a cut pack is refused" [ $status -eq 1 ]
check "and why is said" grep -q 'pack should have' "$work/err"

run --dictionary "$dictionary" --data "$data" -o "$work/fr.flu" --embed "$work/fr.c" --depfile "$work/fr.d" --examples skip
check "the pack is built" [ $status -eq 0 ]
check "every check written in C has a rule" sh -c "! grep -q 'no rule' '$work/err'"
check "twice the same" cmp -s "$pack" "$work/fr.flu"
check "the C file names the pack" grep -q "incbin .*$work/fr.flu" "$work/fr.c"
check "the depfile names a rule file" grep -q 'rules/orthographe.regle' "$work/fr.d"
check "no temporary file is left" [ "$(ls "$work" | wc -l)" -eq 6 ]

mkdir "$work/data"
cp -R "$data"/. "$work/data"
chmod -R u+w "$work/data"
printf 'regle orth.nouvelle categorie orthographe niveau erreur\n' >"$work/data/rules/new.regle"
printf 'deux  \n' >"$work/data/lists/new.txt"
rm "$work/fr.flu"
run --dictionary "$dictionary" --data "$work/data" -o "$work/fr.flu"
check "errors end with 1" [ $status -eq 1 ]
check "the rule is named with its place" grep -q 'rules/new.regle:1:7: error: ' "$work/err"
check "the list is named with its place" grep -q 'lists/new.txt:1:6: error: ' "$work/err"
check "errors are counted" grep -q '^fluide-pack: [0-9]* errors' "$work/err"
check "nothing is written" [ ! -e "$work/fr.flu" ]

rm "$work/data/lists/new.txt"
printf 'regle essai.un categorie grammaire niveau erreur\n  cherche [vieux mot]\n  titre T\n  dit D\n  pourquoi P\n' \
  >"$work/data/rules/new.regle"
printf '  faute "Un [vieux mot] passe."\n  faute "Un vieux [mot] passe."\n  juste "Un mot."\n  juste "Le mot."\n' \
  >>"$work/data/rules/new.regle"
run --dictionary "$dictionary" --data "$work/data" -o "$work/fr.flu"
check "an example that fails ends with 1" [ $status -eq 1 ]
check "it is named with its place" grep -q "rules/new.regle:7:9: error: rule 'essai.un' reports « vieux mot », not « mot »" \
  "$work/err"
check "nothing is written then" [ ! -e "$work/fr.flu" ]
run --dictionary "$dictionary" --data "$work/data" -o "$work/fr.flu" --examples warning
check "it may be a warning" [ $status -eq 0 -a -e "$work/fr.flu" ]
check "it is said all the same" grep -q "rules/new.regle:7:9: error: " "$work/err"
run --dictionary "$dictionary" --data "$work/data" -o "$work/fr.flu" --examples skip
check "it may be skipped" sh -c "! grep -q new.regle '$work/err'"
run --dictionary "$dictionary" --data "$work/data" -o "$work/fr.flu" --examples perhaps
check "another word ends with 2" [ $status -eq 2 ]

echo "1..$count"
[ $failed -eq 0 ]
