#!/usr/bin/env bash
# packaging/pages.sh PROGRAM [FOLDER]: writes the manual pages and shell completions that packages contain, by default into
# target/pages.
set -euo pipefail
program=${1:?the program that writes its pages} folder=${2:-target/pages}
rm -rf "$folder"
mkdir -p "$folder/man"
"$program" man --output "$folder/man" >/dev/null
"$program" completions bash >"$folder/feedwright.bash"
"$program" completions zsh >"$folder/_feedwright"
"$program" completions fish >"$folder/feedwright.fish"
