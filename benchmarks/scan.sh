#!/usr/bin/env bash
# Scanning all Python modules of the largest installed Python library, against ripgrep counting import lines in the same files, on the same cores.
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

now() { date +%s%N; }
median() { sort -n | awk '{ values[NR] = $1 } END { print NR % 2 ? values[(NR + 1) / 2] : (values[NR / 2] + values[NR / 2 + 1]) / 2 }'; }

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
echo "folder: $folder"
rg -c "$pattern" -g '*.py' --no-ignore --hidden "$folder" >/dev/null || true
dotnet "$tool" scan "$folder"

# One process that scans once for each line it is sent: the scanner as it runs in a build server that has been up for a while.
coproc warm { exec dotnet "$tool" scan "$folder" --on-demand; }
scan_warm() {
  echo >&"${warm[1]}"
  read -r line <&"${warm[0]}"
  sed -E 's/.*: ([0-9]+) ms.*/\1000/' <<<"$line"
}
for ((round = 0; round < 12; round++)); do scan_warm >/dev/null; done

for ((round = 0; round < rounds; round++)); do
  start=$(now)
  rg -c "$pattern" -g '*.py' --no-ignore --hidden "$folder" >/dev/null || true
  echo $((($(now) - start) / 1000)) >>"$work/rg"
  start=$(now)
  dotnet "$tool" scan "$folder" >"$work/out"
  echo $((($(now) - start) / 1000)) >>"$work/whole"
  sed -E 's/.*: ([0-9]+) ms.*/\1000/' "$work/out" >>"$work/process"
  scan_warm >>"$work/warm"
done

rg_time=$(median <"$work/rg")
report() { awk -v name="$1" -v own="$2" -v other="$rg_time" 'BEGIN { printf "%-34s %7.0f ms  ratio %.2f\n", name, own / 1000, own / other }'; }
report "rg -c" "$rg_time"
report "scanner, in process, cold" "$(median <"$work/process")"
report "scanner, in process, warm" "$(median <"$work/warm")"
report "scanner, whole process" "$(median <"$work/whole")"

if command -v hyperfine >/dev/null; then
  hyperfine --warmup 1 --runs "$rounds" -i -N "dotnet $tool scan $folder" "rg -c $pattern -g *.py --no-ignore --hidden $folder"
fi
