#!/bin/sh
# Trains the tagger on the corpus folder: tagger.sh BUILD_DIR SHARED_DIR, from the top of the repository.
# Writes lib/fr/models/tagger.bin and tagger.words.txt; see lib/fr/models/PROVENANCE.md. Deterministic.
set -eu
build=$1 shared=$2
work=$(mktemp -d)
mkdir "$work/models"
trap 'rm -rf "$work"' EXIT
for file in "$shared"/corpus/treebank/*.xz "$shared"/corpus/tagged/novels-auto.tsv.xz \
  "$shared"/corpus/text/encyclopedia.txt.xz "$shared"/corpus/text/speech.txt.xz "$shared"/corpus/text/fiction.txt.xz \
  "$shared"/corpus/text/technical.txt.xz "$shared"/corpus/text/administration.txt.xz; do
  xz -dc "$file" >"$work/$(basename "$file" .xz)"
done
ninja -C "$build" lib/compiler/fr.flu lib/compiler/train/fluide-train-tagger
# fr_gsd-ud-dev is never trained on; nor is every tenth sentence of the others.
"$build/lib/compiler/train/fluide-train-tagger" --pack "$build/lib/compiler/fr.flu" \
  --confusions lib/fr/confusions --conventions lib/fr/models/conventions.txt --out "$work/models" \
  --treebank "$work/fr_pud-ud-test.conllu:30" \
  --treebank "$work/fr_rhapsodie-ud-train.conllu:10" --treebank "$work/fr_rhapsodie-ud-dev.conllu:10" \
  --treebank "$work/fr_parisstories-ud-train.conllu:10" --treebank "$work/fr_parisstories-ud-dev.conllu:10" \
  --treebank "$work/fr_fqb-ud-test.conllu:10" \
  --tagged "$work/novels-auto.tsv" \
  --plain "$work/encyclopedia.txt:1" --plain "$work/fiction.txt:1" --plain "$work/speech.txt:5" \
  --plain "$work/technical.txt:5" --plain "$work/administration.txt:10" \
  --teacher-rounds 8 --rounds 3 --passes 1 --margin 40 --least 4 --sure 40
cp "$work/models/tagger.bin" "$work/models/tagger.words.txt" lib/fr/models/
