#!/usr/bin/env bash
# After a deployment: the environment holds what the requirements ask for, nothing is wrong with it, and a report says so.
set -euo pipefail
cd "$(dirname "$0")/.."

dotnet build backend -t:DocuSenseRestore
dotnet build backend -t:DocuSenseReport
dotnet build backend -t:DocuSenseCheck
echo "The backend is healthy: backend/maintenance_report.json"
