#!/usr/bin/env bash
# Runs knip on a copy without dist: where dist exists, knip follows the imports that begin with # into it and
# calls every source file unused.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cd "$root"
git ls-files -z --cached --others --exclude-standard --deduplicate |
  while IFS= read -r -d '' file; do [ -f "$file" ] && printf '%s\0' "$file"; done |
  tar --create --null --files-from=- --file=- | tar --extract --directory="$copy"
ln -s "$root/node_modules" "$copy/node_modules"
"$root/node_modules/.bin/knip" --directory "$copy" --no-progress --no-config-hints "$@"
