#!/bin/sh
# fuzz.sh REPLAY FUZZER SECONDS: libFuzzer over the seeds, which REPLAY writes, for some time.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/corpus"
"$1" --write "$folder/corpus"
"$2" -max_total_time="$3" -max_len=4096 -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
  -artifact_prefix="${FLUIDE_FUZZ_ARTIFACTS:-.}/" "$folder/corpus"
