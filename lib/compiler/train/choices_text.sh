#!/bin/sh
# Text for the choices: choices_text.sh SHARED_DIR OUT_DIR writes train.txt and held-back.txt, deterministic.
# Line 50 of every hundred of a genre is held back. Genres are weighed by repeating or leaving out lines; technical is
# left out, for it holds mended forms of the sentences that quality is measured on.
set -eu
shared=$1 out=$2
part() { # GENRE KEPT OF REPEATED
  xz -dc "$shared/corpus/text/$1.txt.xz" | awk -v keep="$2" -v of="$3" -v times="$4" -v held="$out/held-back.txt" '
    NR % 100 == 50 { print >> held; next }
    NR % of < keep { for (i = 0; i < times; i++) print }'
}
: >"$out/held-back.txt"
{
  part literature 1 2 1
  part speech 1 1 1
  part fiction 1 1 2
  part administration 1 2 1
  part law 1 3 1
  part manuals 1 1 1
  part encyclopedia 1 1 2
} >"$out/all.txt"
shuf --random-source="$shared/corpus/text/encyclopedia.txt.xz" "$out/all.txt" >"$out/train.txt"
rm "$out/all.txt"
