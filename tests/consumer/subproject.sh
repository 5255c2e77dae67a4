#!/bin/sh
# subproject.sh SOURCE BUILD MESON…: a Meson project that has libfluide as a subproject, found by the name "fluide".
source=$1 build=$2
shift 2
. "$source/tests/consumer/common.sh"

mkdir -p "$folder/project/subprojects/fluide"
cp "$source"/tests/consumer/project/* "$folder/project"
cat >"$folder/project/subprojects/fluide.wrap" <<'END'
[wrap-file]
directory = fluide

[provide]
dependency_names = fluide
END
for entry in "$source"/*; do
  case ${entry##*/} in
  build*) ;;
  *) ln -s "$entry" "$folder/project/subprojects/fluide/" ;;
  esac
done

quietly "$@" setup --force-fallback-for=fluide --default-library=static -Dfluide:tests=false -Dfluide:cli=disabled \
  "$folder/build" "$folder/project"
quietly "$@" compile -C "$folder/build"
quietly "$@" test -C "$folder/build" consumer
