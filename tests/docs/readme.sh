#!/bin/sh
# readme.sh README EXTRACT PROGRAM: the example of the README prints what the README says.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk -v want=text -f "$2" "$1" >"$folder/wanted"
"$3" >"$folder/got"
[ -s "$folder/wanted" ]
diff -u "$folder/wanted" "$folder/got"
