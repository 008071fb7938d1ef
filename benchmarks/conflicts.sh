#!/usr/bin/env bash
# The conflict check of an environment against `pip check` of the same environment, in turn, medians and the ratio.
# Usage: benchmarks/conflicts.sh [python] [rounds]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
python="${1:-$(command -v python3)}"
rounds="${2:-7}"
prefix="$("$python" -c 'import sys; print(sys.prefix)')"
project="$here/DocuSense.Maintenance.Benchmarks"
dotnet build -c Release "$project" -v quiet -nologo >/dev/null
tool="$project/bin/Release/net10.0/DocuSense.Maintenance.Benchmarks.dll"

now() { date +%s%N; }
median() { sort -n | awk '{ values[NR] = $1 } END { print NR % 2 ? values[(NR + 1) / 2] : (values[NR / 2] + values[NR / 2 + 1]) / 2 }'; }

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
"$python" -m pip check >/dev/null || true
for ((round = 0; round < rounds; round++)); do
  start=$(now)
  "$python" -m pip check >/dev/null || true
  echo $((($(now) - start) / 1000)) >>"$work/pip"
  # The first round of a process pays for the runtime's compiling; later ones are what a build that goes on pays.
  dotnet "$tool" conflicts "$prefix" 6 >"$work/out"
  sed -nE '1s/.*: ([0-9.]+) ms/\1/p' "$work/out" | awk '{ print $1 * 1000 }' >>"$work/cold"
  sed -nE '2,$s/.*: ([0-9.]+) ms/\1/p' "$work/out" | awk '{ print $1 * 1000 }' >>"$work/warm"
done

tail -1 "$work/out"
pip_time=$(median <"$work/pip")
report() { awk -v name="$1" -v own="$2" -v other="$pip_time" 'BEGIN { printf "%-34s %8.1f ms  pip check takes %.0f times as long\n", name, own / 1000, other / own }'; }
awk -v own="$pip_time" 'BEGIN { printf "%-34s %8.1f ms\n", "pip check", own / 1000 }'
report "conflict check, first in process" "$(median <"$work/cold")"
report "conflict check, later" "$(median <"$work/warm")"
