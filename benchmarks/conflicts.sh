#!/usr/bin/env bash
# The conflict check of an environment against `pip check` of the same environment, in turn, medians and the ratio, by the clock and in time of processors.
# Usage: benchmarks/conflicts.sh [python] [rounds]      by default the interpreter with the most distributions
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
richest() {
  for python in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3 "$(command -v python3 || true)"; do
    [ -x "$python" ] && "$python" -c 'import sys, importlib.metadata as m; print(len(list(m.distributions())), sys.executable)' 2>/dev/null || true
  done | sort -rn | head -1 | cut -d' ' -f2-
}
python="${1:-$(richest)}"
rounds="${2:-7}"
prefix="$("$python" -c 'import sys; print(sys.prefix)')"
project="$here/DocuSense.Maintenance.Benchmarks"
dotnet build -c Release "$project" -v quiet -nologo >/dev/null
tool="$project/bin/Release/net10.0/DocuSense.Maintenance.Benchmarks.dll"
TIMEFORMAT='%R %U %S'
median() { sort -n | awk '{ values[NR] = $1 } END { print NR % 2 ? values[(NR + 1) / 2] : (values[NR / 2] + values[NR / 2 + 1]) / 2 }'; }

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# Figures of lines such as "…: 5.1 ms, 4.9 ms of processors", added to the files of a name.
inner() {
  sed -nE "$2"'s/.*: ([0-9.]+) ms, ([0-9.]+) ms.*/\1/p' "$work/out" >>"$work/$1.wall"
  sed -nE "$2"'s/.*: ([0-9.]+) ms, ([0-9.]+) ms.*/\2/p' "$work/out" >>"$work/$1.cpu"
}

"$python" -m pip check >/dev/null || true
for ((round = 0; round < rounds; round++)); do
  { time { "$python" -m pip check >/dev/null || true; }; } 2>"$work/time"
  awk '{ print $1 * 1000 }' "$work/time" >>"$work/pip.wall"
  awk '{ print ($2 + $3) * 1000 }' "$work/time" >>"$work/pip.cpu"
  # The first round of a process pays for the runtime's compiling; later ones are what a build that goes on pays.
  dotnet "$tool" conflicts "$prefix" 6 >"$work/out"
  inner cold 1
  inner warm '2,$'
done

tail -1 "$work/out"
report() {
  awk -v name="$1" -v wall="$(median <"$work/$2.wall")" -v cpu="$(median <"$work/$2.cpu")" -v pipWall="$(median <"$work/pip.wall")" -v pipCpu="$(median <"$work/pip.cpu")" \
    'BEGIN { printf "%-34s wall %7.1f ms, pip check %4.0f times as long   processors %7.1f ms, %4.0f times\n", name, wall, pipWall / wall, cpu, pipCpu / cpu }'
}
report "pip check" pip
report "conflict check, first in process" cold
report "conflict check, later" warm
