#!/usr/bin/env bash
# The check task inside real builds with the packed package: the first time, with nothing changed, after one edit; and the whole build with and
# without it. Times of the task are MSBuild's own (-clp:PerformanceSummary).
# Usage: benchmarks/check.sh [modules...]      PYTHON names the interpreter whose libraries are the backend and the environment.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
python="${PYTHON:-$(command -v python3)}"
rounds="${ROUNDS:-5}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NUGET_PACKAGES="$work/packages"

NUGET_PACKAGES= dotnet pack -c Release "$here/../src/DocuSense.Maintenance.Build" -o "$work/feed" -p:PackageVersion=1.0.0 -v quiet -nologo >/dev/null
prefix="$("$python" -c 'import sys; print(sys.prefix)')"
now() { date +%s%N; }
median() { sort -n | awk '{ values[NR] = $1 } END { print NR % 2 ? values[(NR + 1) / 2] : (values[NR / 2] + values[NR / 2 + 1]) / 2 }'; }

# Builds, and adds the milliseconds of the task and of the whole to the files of a name.
measure() {
  local start
  start=$(now)
  dotnet build --no-restore "$folder/Wrapper.csproj" -nologo -v:quiet -clp:"PerformanceSummary;NoSummary" "${@:2}" >"$work/log" 2>&1 || true
  echo $((($(now) - start) / 1000000)) >>"$folder/$1.build"
  sed -nE 's/^ *([0-9]+) ms +CheckPythonBackend .*/\1/p' "$work/log" >>"$folder/$1.task"
}

for modules in "${@:-100 1500}"; do for count in $modules; do
  folder="$work/$count"
  mkdir -p "$folder"
  "$python" "$here/backend.py" "$folder" "$count"
  printf '<configuration><packageSources><clear /><add key="feed" value="%s" /></packageSources></configuration>' "$work/feed" >"$folder/nuget.config"
  cat >"$folder/Wrapper.csproj" <<X
<Project Sdk="DocuSense.Maintenance.Build/1.0.0">
  <PropertyGroup><DocuSenseBackend>backend</DocuSenseBackend><DocuSenseVenv>$prefix</DocuSenseVenv></PropertyGroup>
</Project>
X
  dotnet restore "$folder/Wrapper.csproj" -v:quiet -nologo
  measure warm-up
  edited="$(find "$folder/backend" -name 'module*.py' | sort | sed -n 1p)"
  for ((round = 0; round < rounds; round++)); do
    rm -f "$folder"/obj/docusense/*
    measure first
    measure unchanged
    echo "# edited $round" >>"$edited"
    measure edited
    measure without -p:EnableDocuSense=false
  done
  for name in first unchanged edited; do
    printf '  %-10s task %6.0f ms   build %6.0f ms\n' "$name" "$(median <"$folder/$name.task")" "$(median <"$folder/$name.build")"
  done
  printf '  %-10s                  build %6.0f ms\n' "without" "$(median <"$folder/without.build")"
done; done
