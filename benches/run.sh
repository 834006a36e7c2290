#!/usr/bin/env bash
# benches/run.sh [RUNS] [POSTS…]: CPU time (user + system, all threads) of whole runs against the least that any program
# has to do for the same site (benches/floor.rs). Prints medians in milliseconds and the ratio. Needs bash and cargo only.
#
#   build-full     Atom and RSS of every post and six category feeds, full content  | floor render, the same bytes
#   build-limited  the same feeds, 20 entries each                                  | floor read
#   lint           every rule over the whole site                                   | floor parse
#   lint-feeds     every rule over the feeds of build-full                          | floor feed
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-11}; shift || true
sizes=("$@"); [ ${#sizes[@]} -gt 0 ] || sizes=(504 10000)

cargo build --release --quiet --bin feedwright --example generate-site --example floor
tool=$PWD/target/release/feedwright floor=$PWD/target/release/examples/floor
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT

# cpu FUNCTION: microseconds of user and system time of one of its runs, as the mean of $often
cpu() {
  local TIMEFORMAT='%3U %3S' spent
  rm -rf "$work/out"; mkdir "$work/out"
  spent=$( { time often "$1"; } 2>&1 )
  [ -z "$(cat "$work/failed")" ] || { cat "$work/failed" >&2; tail -5 "$work/log" >&2; exit 1; }
  awk -v often="$often" '{ printf "%d\n", ($1 + $2) * 1e6 / often }' <<<"$spent"
}
often() {
  local k status
  for ((k = 0; k < often; k++)); do
    status=0; "$1" "$work/out/$k" >"$work/log" 2>&1 || status=$?
    # lint exits 1 when it found something: a result, not a failure
    [ "$status" -le 1 ] || { echo "$1 failed ($status)" >"$work/failed"; return; }
  done
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# compare NAME POSTS BOUND: the functions `ours` and `least`, in turns
compare() {
  local i a b
  : >"$work/ours"; : >"$work/least"; : >"$work/failed"
  for ((i = 0; i < runs; i++)); do cpu ours >>"$work/ours"; cpu least >>"$work/least"; done
  a=$(median <"$work/ours") b=$(median <"$work/least")
  awk -v n="$1" -v p="$2" -v a="$a" -v b="$b" -v bound="$3" 'BEGIN {
    printf "%-14s %6d posts %9.1f ms %9.1f ms   %5.2f times (at most %s)\n", n, p, a / 1e3, b / 1e3, a / (b ? b : 1), bound
  }'
}

printf '%-14s %12s %12s %12s\n' "" "" feedwright floor
for posts in "${sizes[@]}"; do
  # One short run is too short for the clock.
  often=$((posts < 2000 ? 10 : 1))
  site=$work/site-$posts
  target/release/examples/generate-site "$site" "$posts"
  "$tool" build "$site" --config "$site/full.toml" --output "$work/full" >/dev/null
  bytes=$(find "$work/full" -type f -exec cat {} + | wc -c)

  ours() { "$tool" build "$site" --config "$site/full.toml" --output "$1"; }
  least() { "$floor" render "$site" "$bytes" "$1"; }
  compare build-full "$posts" 3

  ours() { "$tool" build "$site" --config "$site/limited.toml" --output "$1"; }
  least() { "$floor" read "$site"; }
  compare build-limited "$posts" 3

  ours() { "$tool" lint "$site" --format json; }
  least() { "$floor" parse "$site"; }
  compare lint "$posts" 3

  mapfile -t feeds < <(find "$work/full" -type f | sort)
  ours() { "$tool" lint "${feeds[@]}" --format json; }
  least() { "$floor" feed "${feeds[@]}"; }
  compare lint-feeds "$posts" 2
done
