#!/bin/sh
# installed.sh SOURCE BUILD PREFIX LIBDIR MESON…: installs into a folder of its own, then builds outside programs
# against what was installed, found through pkg-config: by hand, with the static library, as C++, and with Meson.
source=$1 build=$2 prefix=$3 libdir=$4
shift 4
. "$source/tests/consumer/common.sh"

command -v pkg-config >/dev/null || exit 77
quietly "$@" install -C "$build" --no-rebuild --destdir "$folder/root"
root=$folder/root
installed=$root$prefix/$libdir
export PKG_CONFIG_PATH="$installed/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$root"
export LD_LIBRARY_PATH="$installed${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"

for file in "$root$prefix/include/fluide/fluide.h" "$installed/libfluide.a" "$installed/libfluide.so" \
  "$installed/libfluide.so.0" "$installed/pkgconfig/fluide.pc"; do
  [ -e "$file" ] || {
    echo "not installed: $file"
    exit 1
  }
done

program=$source/tests/consumer/project/consumer.c
strict="-Wall -Wextra -pedantic -Werror"
# shellcheck disable=SC2046,SC2086 # flags are words
{
  quietly ${CC:-cc} -std=c11 $strict $(pkg-config --cflags fluide) "$program" -o "$folder/shared" \
    $(pkg-config --libs fluide)
  quietly "$folder/shared"

  libraries=$(pkg-config --static --libs fluide | sed 's/-lfluide\b//')
  quietly ${CC:-cc} -std=c11 $strict $(pkg-config --cflags fluide) "$program" -o "$folder/static" \
    "$installed/libfluide.a" $libraries
  quietly env LD_LIBRARY_PATH= "$folder/static"

  if command -v ${CXX:-c++} >/dev/null; then
    quietly ${CXX:-c++} -std=c++17 $strict -x c++ $(pkg-config --cflags fluide) "$program" -o "$folder/cpp" \
      $(pkg-config --libs fluide)
    quietly "$folder/cpp"
  fi
}

[ "$(pkg-config --modversion fluide)" = 0.1.0 ] || {
  echo "another version in fluide.pc"
  exit 1
}

quietly "$@" setup "$folder/build" "$source/tests/consumer/project"
quietly "$@" compile -C "$folder/build"
quietly "$@" test -C "$folder/build"

if [ -e "$root$prefix/bin/fluide" ]; then
  quietly "$root$prefix/bin/fluide" version
fi
