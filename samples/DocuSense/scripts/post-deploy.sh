#!/usr/bin/env bash
# After a deployment: the environment holds what the requirements ask for, and nothing is wrong with it.
set -euo pipefail
cd "$(dirname "$0")/.."

dotnet build backend -t:DocuSenseRestore
dotnet build backend -t:DocuSenseCheck
echo "The backend is healthy."
