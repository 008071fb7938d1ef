#!/usr/bin/env bash
# The import tests of a generated FastAPI application of 300 modules, each isolated, against a fresh interpreter a module on the same processors, and against
# `pytest --collect-only` over test files that import the same. In turn, medians and the ratios.
# Usage: benchmarks/imports.sh [rounds] [python with fastapi, sqlalchemy and pytest]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
rounds="${1:-3}"
base="${2:-/usr/bin/python3}"
project="$here/DocuSense.Maintenance.Benchmarks"
dotnet build -c Release "$project" -v quiet -nologo >/dev/null
tool="$project/bin/Release/net10.0/DocuSense.Maintenance.Benchmarks.dll"

now() { date +%s%N; }
median() { sort -n | awk '{ values[NR] = $1 } END { print NR % 2 ? values[(NR + 1) / 2] : (values[NR / 2] + values[NR / 2 + 1]) / 2 }'; }

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
"$base" -m venv --system-site-packages --without-pip "$work/venv"
python="$work/venv/bin/python"
"$python" "$here/imports_app.py" "$work/app"
cd "$work/app"
# No side writes byte code, so that each finds the same.
export PYTHONDONTWRITEBYTECODE=1
processors="$(nproc)"
for ((round = 0; round < rounds; round++)); do
  start=$(now)
  dotnet "$tool" imports "$work/app" "$work/venv" >"$work/out"
  echo $((($(now) - start) / 1000)) >>"$work/own"
  start=$(now)
  "$python" -m pytest --collect-only -q -p no:cacheprovider tests >"$work/collected"
  echo $((($(now) - start) / 1000)) >>"$work/pytest"
  start=$(now)
  xargs -P "$processors" -I{} "$python" -c "import {}" <modules.txt
  echo $((($(now) - start) / 1000)) >>"$work/fresh"
done

tail -1 "$work/out"
tail -1 "$work/collected"
own=$(median <"$work/own")
report() { awk -v name="$1" -v other="$2" -v own="$own" 'BEGIN { printf "%-52s %8.2f s  ours takes %.2f of it\n", name, other / 1e6, own / other }'; }
awk -v own="$own" 'BEGIN { printf "%-52s %8.2f s\n", "import tests, 300 modules, isolated, whole process", own / 1e6 }'
report "a fresh interpreter a module, $processors at once" "$(median <"$work/fresh")"
report "pytest --collect-only, one process" "$(median <"$work/pytest")"
