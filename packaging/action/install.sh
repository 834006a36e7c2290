#!/usr/bin/env bash
# A step of action.yml: installs the wheel of INPUT_VERSION, by default of the action's own version, and puts it on PATH for
# the steps that follow.
set -euo pipefail
version=${INPUT_VERSION:-}
if [ -z "$version" ]; then
  version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$GITHUB_ACTION_PATH/Cargo.toml" | head -n 1)
fi
case $version in
  latest) wanted=feedwright ;;
  *) wanted=feedwright==${version#v} ;;
esac
python=$(command -v python3 || command -v python) || {
  echo "::error title=feedwright::this runner has no Python to install the wheel with; use actions/setup-python before, or \`version: system\`"
  exit 2
}
place=$RUNNER_TEMP/feedwright
"$python" -m venv "$place"
bin=$place/bin
[ -d "$bin" ] || bin=$place/Scripts
"$bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: "$wanted"
echo "$bin" >>"$GITHUB_PATH"
"$bin/feedwright" --version
