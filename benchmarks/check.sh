#!/usr/bin/env bash
# The check task inside real builds with the packed Release package: the first time, with nothing changed, after an edit that changes no fact, after one
# that adds an import; and the same builds without it. Times are MSBuild's own (-clp:PerformanceSummary) of the two tasks, the one that begins the check and
# the one that waits for it and shows what it found, together; medians, all states in turn.
# Each state is built twice: in a process of its own (as continuous integration does, and any build of a single project), and in a node that is kept
# between builds (as the nodes of larger solutions and of Visual Studio are).
# Usage: benchmarks/check.sh [modules...]      by default 100 and 1500; add 10000 to see how it grows
# PYTHON names the interpreter whose libraries are the backend and the environment; ROUNDS how often (5); FEED a folder with the package, made before.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
rounds="${ROUNDS:-5}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
unset MSBUILDDISABLENODEREUSE
# The kept node is no other build's, and ends by itself half a minute after the last of these.
export MSBUILDNODEHANDSHAKESALT="$work" MSBUILDNODECONNECTIONTIMEOUT=30000
export DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# The interpreter with the most distributions: a real environment.
richest() {
  for python in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3 "$(command -v python3 || true)"; do
    [ -x "$python" ] && "$python" -c 'import sys, importlib.metadata as m; print(len(list(m.distributions())), sys.executable)' 2>/dev/null || true
  done | sort -rn | head -1 | cut -d' ' -f2-
}
python="${PYTHON:-$(richest)}"
prefix="$("$python" -c 'import sys; print(sys.prefix)')"
feed="${FEED:-$work/feed}"
if [ -z "${FEED:-}" ]; then
  dotnet pack -c Release "$here/../src/DocuSense.Maintenance.Build" -o "$feed" -p:PackageVersion=1.0.0 -v quiet -nologo >/dev/null
fi
export NUGET_PACKAGES="$work/packages"
now() { date +%s%N; }
median() { sort -n | awk '{ values[NR] = $1 } END { print NR % 2 ? values[(NR + 1) / 2] : (values[NR / 2] + values[NR / 2 + 1]) / 2 }'; }

# Builds, and adds the milliseconds of the task and of the whole to the files of a name.
measure() {
  local start
  start=$(now)
  dotnet build --no-restore "$folder/Wrapper.csproj" -nologo -v:quiet -clp:"PerformanceSummary;NoSummary" "${@:2}" >"$work/log" 2>&1 || true
  echo $((($(now) - start) / 1000000)) >>"$folder/$1.build"
  awk '/ ms +(Begin|Check)PythonBackend/ { sum += $1; seen = 1 } END { if (seen) print sum }' "$work/log" >>"$folder/$1.task"
}

# All states once. In: what the names begin with, further arguments of dotnet build.
states() {
  rm -f "$folder"/obj/docusense/*
  measure "$1-first" "${@:2}"
  measure "$1-unchanged" "${@:2}"
  echo "# edited $RANDOM" >>"$edited"
  measure "$1-edited" "${@:2}"
  echo "import edited_$RANDOM" >>"$edited"
  measure "$1-import" "${@:2}"
  measure "$1-without" -p:EnableDocuSense=false "${@:2}"
}

report() {
  local unchanged without
  unchanged=$(median <"$folder/$1-unchanged.task")
  without=$(median <"$folder/$1-without.build")
  for name in first unchanged edited import; do
    awk -v name="$name" -v task="$(median <"$folder/$1-$name.task")" -v unchanged="$unchanged" -v build="$(median <"$folder/$1-$name.build")" -v without="$without" \
      'BEGIN { printf "    %-10s task %6.0f ms (%.1f of unchanged)   build %6.0f ms (%.2f of one without)\n", name, task, task / (unchanged ? unchanged : 1), build, build / without }'
  done
  printf '    %-10s                                  build %6.0f ms\n' "without" "$without"
}

wanted=("$@")
[ $# -gt 0 ] || wanted=(100 1500)
for count in "${wanted[@]}"; do
  folder="$work/$count"
  mkdir -p "$folder"
  "$python" "$here/backend.py" "$folder" "$count"
  printf '<configuration><packageSources><clear /><add key="feed" value="%s" /></packageSources></configuration>' "$feed" >"$folder/nuget.config"
  cat >"$folder/Wrapper.csproj" <<XML
<Project Sdk="DocuSense.Maintenance.Build/1.0.0">
  <PropertyGroup><DocuSenseBackend>backend</DocuSenseBackend><DocuSenseVenv>$prefix</DocuSenseVenv></PropertyGroup>
</Project>
XML
  dotnet restore "$folder/Wrapper.csproj" -v:quiet -nologo
  edited="$(find "$folder/backend" -name 'module*.py' | sort | sed -n 1p)"
  measure warm-up -nodeReuse:false
  for ((round = 0; round < rounds; round++)); do
    states fresh -nodeReuse:false
  done
  # Without a node in the process of the build itself, all of it runs in one that stays.
  export MSBUILDNOINPROCNODE=1
  for warm_up in 1 2; do states warm-up -nodeReuse:true; done
  for ((round = 0; round < rounds; round++)); do
    states kept -nodeReuse:true
  done
  unset MSBUILDNOINPROCNODE
  echo "  in a process of its own"
  report fresh
  echo "  in a node that is kept"
  report kept
done
