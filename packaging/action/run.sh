#!/usr/bin/env bash
# A step of action.yml: runs feedwright as the inputs say. Annotations go to the log, findings by rule (of `build --check`:
# what subscribers will see) to the job's summary, and a SARIF file to the runner's temporary folder.
set -uo pipefail
fail() { echo "::error title=feedwright::$1"; exit 2; }

IFS=$' \t\n' read -r -d '' -a args <<<"${INPUT_ARGS:-}"
cd "${INPUT_DIRECTORY:-.}" || fail "the input \`directory\` names no folder"
command -v feedwright >/dev/null || fail "there is no feedwright on PATH"
place=$(mktemp -d "${RUNNER_TEMP:-/tmp}/feedwright-report-XXXXXX") || exit 2
summary=$place/summary.md sarif=
fail_on=${INPUT_FAIL_ON:-error}
case $fail_on in
  error | never) limits=() ;;
  warning) limits=(--max-warnings 0) ;;
  *) fail "the input \`fail-on\` is error, warning or never" ;;
esac

case ${INPUT_COMMAND:-lint} in
  lint)
    sarif=$place/feedwright.sarif
    feedwright lint --format github --format "markdown=$summary" --format "sarif=$sarif" \
      ${limits[@]+"${limits[@]}"} ${args[@]+"${args[@]}"}
    status=$?
    ;;
  "build --check")
    feedwright build --check --format markdown ${args[@]+"${args[@]}"} >"$summary"
    status=$?
    cat "$summary"
    ;;
  *) fail "the input \`command\` is \`lint\` or \`build --check\`" ;;
esac

[ ! -s "$summary" ] || [ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$summary" >>"$GITHUB_STEP_SUMMARY"
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  { echo "status=$status"; echo "summary=$summary"; } >>"$GITHUB_OUTPUT"
  [ ! -s "$sarif" ] || echo "sarif=$sarif" >>"$GITHUB_OUTPUT"
fi
# A run that was not possible fails in any case.
if [ "$status" = 1 ] && [ "$fail_on" = never ]; then status=0; fi
exit "$status"
