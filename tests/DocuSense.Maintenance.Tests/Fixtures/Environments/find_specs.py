"""Reads module names, one a line, and prints those that this interpreter cannot find."""

import importlib.util
import sys

for line in sys.stdin.read().split("\n"):
    name = line.strip()
    if not name:
        continue
    try:
        found = importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        found = False
    if not found:
        print(name)
