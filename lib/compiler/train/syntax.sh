#!/bin/sh
# Trains the parser on the corpus folder: syntax.sh BUILD_DIR SHARED_DIR, from the top of the repository.
# Writes lib/fr/models/syntax.bin; see lib/fr/models/PROVENANCE.md. Deterministic. The tagger comes first: its classes are
# what the parser sees.
set -eu
build=$1 shared=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for file in "$shared"/corpus/treebank/*.xz "$shared"/corpus/text/encyclopedia.txt.xz "$shared"/corpus/text/speech.txt.xz \
  "$shared"/corpus/text/fiction.txt.xz "$shared"/corpus/text/literature.txt.xz "$shared"/corpus/text/technical.txt.xz \
  "$shared"/corpus/text/administration.txt.xz; do
  xz -dc "$file" >"$work/$(basename "$file" .xz)"
done
ninja -C "$build" lib/compiler/fr.flu lib/compiler/train/fluide-train-syntax
# fr_gsd-ud-dev is never trained on; nor is every tenth sentence of the others.
"$build/lib/compiler/train/fluide-train-syntax" --pack "$build/lib/compiler/fr.flu" \
  --confusions lib/fr/confusions --out "$work/syntax.bin" \
  --treebank "$work/fr_pud-ud-test.conllu:3" \
  --treebank "$work/fr_rhapsodie-ud-train.conllu" --treebank "$work/fr_rhapsodie-ud-dev.conllu" \
  --treebank "$work/fr_parisstories-ud-train.conllu" --treebank "$work/fr_parisstories-ud-dev.conllu" \
  --treebank "$work/fr_fqb-ud-test.conllu" \
  --plain "$work/encyclopedia.txt:2" --plain "$work/administration.txt:10" --plain "$work/speech.txt:5" \
  --plain "$work/fiction.txt:2" --plain "$work/literature.txt:50" --plain "$work/technical.txt:8" \
  --teacher-rounds 8 --rounds 4 --passes 1 --margin 20 --least 3 --agreed 85
cp "$work/syntax.bin" lib/fr/models/
