#!/usr/bin/env bash
# Scanning all Python modules of the largest installed Python library, against ripgrep counting import lines in the same files, on the same cores, in turn.
# Prints wall clock and time of processors, medians, with the ratio of each to ripgrep's: on a machine that others use, the second one tells more.
# Usage: benchmarks/scan.sh [folder] [rounds]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
command -v rg >/dev/null || { echo "ripgrep (rg) is needed to compare with" >&2; exit 2; }

largest() {
  for python in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3 "$(command -v python3 || true)"; do
    [ -x "$python" ] && "$python" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))' 2>/dev/null || true
  done | sort -u | while read -r lib; do
    printf '%s %s\n' "$(find "$lib" -name '*.py' -type f | wc -l)" "$lib"
  done | sort -rn | head -1 | cut -d' ' -f2-
}

folder="${1:-$(largest)}"
rounds="${2:-11}"
project="$here/DocuSense.Maintenance.Benchmarks"
dotnet build -c Release "$project" -v quiet -nologo >/dev/null
tool="$project/bin/Release/net10.0/DocuSense.Maintenance.Benchmarks.dll"
pattern='^\s*(import|from)\s'
TIMEFORMAT='%R %U %S'
median() { sort -n | awk '{ values[NR] = $1 } END { print NR % 2 ? values[(NR + 1) / 2] : (values[NR / 2] + values[NR / 2 + 1]) / 2 }'; }

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
echo "folder: $folder"
# Milliseconds of a command by the clock and of processors, added to the files of a name.
whole() {
  local name="$1"
  shift
  { time { "$@" >"$work/out" || true; }; } 2>"$work/time"
  awk '{ print $1 * 1000 }' "$work/time" >>"$work/$name.wall"
  awk '{ print ($2 + $3) * 1000 }' "$work/time" >>"$work/$name.cpu"
}
# The scanner's own figures of the lines in a file.
inner() {
  sed -E 's/.*: ([0-9]+) ms.*/\1/' "$2" >>"$work/$1.wall"
  sed -E 's/.*, ([0-9]+) ms of processors.*/\1/' "$2" >>"$work/$1.cpu"
}

rg -c "$pattern" -g '*.py' --no-ignore --hidden "$folder" >/dev/null || true
dotnet "$tool" scan "$folder"
for ((round = 0; round < rounds; round++)); do
  whole rg rg -c "$pattern" -g '*.py' --no-ignore --hidden "$folder"
  whole process dotnet "$tool" scan "$folder"
  inner cold "$work/out"
  # As in a build that has been going for a while: the later rounds of one process.
  if ((round % 4 == 0)); then
    dotnet "$tool" scan "$folder" 8 | tail -4 >"$work/later"
    inner warm "$work/later"
  fi
done

report() {
  awk -v name="$1" -v wall="$(median <"$work/$2.wall")" -v cpu="$(median <"$work/$2.cpu")" -v rgWall="$(median <"$work/rg.wall")" -v rgCpu="$(median <"$work/rg.cpu")" \
    'BEGIN { printf "%-28s wall %6.0f ms  ratio %.2f   processors %6.0f ms  ratio %.2f\n", name, wall, wall / rgWall, cpu, cpu / rgCpu }'
}
report "rg -c" rg
report "scanner, in process, warm" warm
report "scanner, in process, first" cold
report "scanner, whole process" process
