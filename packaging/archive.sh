#!/usr/bin/env bash
# packaging/archive.sh TARGET PROGRAM FOLDER: the archive of a release for one target, with manual pages and completions:
# FOLDER/feedwright-TARGET.tgz, of Windows .zip.
set -euo pipefail
target=${1:?a target} program=${2:?the program} folder=${3:?a folder}
name=feedwright-$target
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir -p "$folder" "$work/$name"
cp "$program" README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$work/$name/"
bash packaging/pages.sh "$program" "$work/$name/pages"
folder=$(cd "$folder" && pwd)
cd "$work"
case $target in
  *windows*) 7z a -bso0 "$folder/$name.zip" "$name" ;;
  *) tar --create --gzip --file "$folder/$name.tgz" "$name" ;;
esac
