#!/bin/sh
# symbols.sh HEADER SHARED-LIBRARY STATIC-LIBRARY
# The shared library exports the functions that the header declares and nothing else; every global name of the static
# library begins with flu_, FLU_ or fluide_, so that it cannot clash with a program's own.
set -eu
header=$1 shared=$2 static=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0

grep '^FLUIDE_API' "$header" | grep -oE '\bfluide_[a-z0-9_]+\(' | tr -d '(' | LC_ALL=C sort -u >"$folder/declared"
nm -D --defined-only "$shared" | awk '{ print $NF }' | sed 's/@.*//' | LC_ALL=C sort -u >"$folder/exported"
if ! diff "$folder/declared" "$folder/exported" >"$folder/difference"; then
  echo "declared in the header (<) and exported by the library (>) differ:"
  cat "$folder/difference"
  status=1
fi

nm -g --defined-only "$static" 2>/dev/null | awk 'NF == 3 { print $3 }' | LC_ALL=C sort -u >"$folder/global"
if grep -vE '^(flu_|FLU_|fluide_)' "$folder/global" >"$folder/foreign"; then
  echo "global names of the static library without our prefix:"
  cat "$folder/foreign"
  status=1
fi
LC_ALL=C comm -23 "$folder/declared" "$folder/global" >"$folder/absent"
if [ -s "$folder/absent" ]; then
  echo "declared, but not in the static library:"
  cat "$folder/absent"
  status=1
fi

echo "$(wc -l <"$folder/exported") functions exported, $(wc -l <"$folder/global") global names in the static library"
exit $status
