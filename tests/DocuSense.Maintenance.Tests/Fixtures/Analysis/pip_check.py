"""Runs `pip check` over folders of distributions, one JSON line a folder: {"output": ..., "code": ...}.

Reads the folders from standard input, one a line. The interpreter's own site-packages are taken off the path, so that
only the folder's distributions are judged.
"""
import contextlib
import io
import json
import sys

import pip._internal.cli.main
import pip._internal.commands.check  # noqa: F401  (loaded before the path changes)

standard = [entry for entry in sys.path if "site-packages" not in entry and "dist-packages" not in entry]
for folder in sys.stdin.read().splitlines():
    sys.path[:] = standard + [folder]
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        code = pip._internal.cli.main.main(["check", "--disable-pip-version-check"])
    print(json.dumps({"output": output.getvalue(), "code": code}), flush=True)
