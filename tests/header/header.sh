#!/bin/sh
# header.sh INCLUDE-FOLDER COMPILER…: the public headers compile alone, twice included, without a warning, as C11 and
# as C++17, with whichever of the compilers are there.
set -eu
include=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
used=0

for header in "$include"/fluide/*.h; do
  name=fluide/$(basename "$header")
  {
    printf '#include <%s>\n#include <%s>\n' "$name" "$name"
    printf 'int use(void);\nint use(void) { fluide_options o = FLUIDE_OPTIONS_INIT; fluide_input i = FLUIDE_INPUT_INIT;\n'
    printf '  return (int)(o.struct_size + i.struct_size) + (int)FLUIDE_VERSION_HEX; }\n'
  } >"$folder/use.c"
  cp "$folder/use.c" "$folder/use.cpp"
  for compiler in "$@"; do
    command -v "$compiler" >/dev/null 2>&1 || continue
    case $compiler in
    *++*) set_of="-std=c++17 $folder/use.cpp" ;;
    *) set_of="-std=c11 -Wstrict-prototypes $folder/use.c" ;;
    esac
    # shellcheck disable=SC2086 # a flag a word
    "$compiler" -Wall -Wextra -Wshadow -pedantic-errors -Werror -I"$include" -fsyntax-only $set_of
    echo "$name: $compiler"
    used=$((used + 1))
  done
done
[ "$used" != 0 ] || exit 77
