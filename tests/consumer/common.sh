# Read by the tests of this folder.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# quietly COMMAND…: output only when it fails.
quietly() {
  if ! "$@" >"$folder/log" 2>&1; then
    echo "failed: $*"
    cat "$folder/log"
    exit 1
  fi
}
