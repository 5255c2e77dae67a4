#!/bin/sh
# Trains the choices by context on the corpus folder: choices.sh BUILD_DIR SHARED_DIR, from the top of the repository.
# Writes lib/fr/models/context.bin and context.deep.bin, and prints how it does on text held back; see lib/fr/models/PROVENANCE.md.
# Deterministic.
set -eu
build=$1 shared=$2
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/choices_text.sh" "$shared" "$work"
program=lib/compiler/train/fluide-train-choices
ninja -C "$build" lib/compiler/fr.flu "$program"
cp "$build/lib/compiler/fr.flu" "$work/fr.flu"
"$build/$program" --pack "$work/fr.flu" --confusions lib/fr/confusions --out lib/fr/models/context.bin \
  --rounds 1 --line-bits 15 --least 3 "$work/train.txt"
head -n 300000 "$work/train.txt" >"$work/some.txt"
"$build/$program" --pack "$work/fr.flu" --confusions lib/fr/confusions --out lib/fr/models/context.deep.bin --deep \
  --rounds 1 --line-bits 16 --least 3 "$work/some.txt"
ninja -C "$build" lib/compiler/fr.flu
"$build/$program" --pack "$build/lib/compiler/fr.flu" --confusions lib/fr/confusions --measure "$work/held-back.txt"
