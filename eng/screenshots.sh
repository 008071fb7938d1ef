#!/usr/bin/env bash
# Makes the pictures of the report page in docs/images, of the made-up backend that the tests render. Needs the .NET SDK and a Chromium
# (see CONTRIBUTING.md); the letters are those of the machine's own fonts.
set -euo pipefail
cd "$(dirname "$0")/.."
DOCUSENSE_SCREENSHOTS="$PWD/docs/images" dotnet test tests/DocuSense.Maintenance.Page.Tests --filter "FullyQualifiedName~ScreenshotTests"
ls -l docs/images
