"""Reads [kind, text] pairs as JSON and prints what Python's own parsers make of each: the oracle of the metadata readers."""

import csv
import email
import json
import sys
from importlib import metadata


def headers(text):
    # importlib.metadata opens the file as text: every line end becomes a newline.
    message = email.message_from_string(text.replace("\r\n", "\n"))
    unfold = lambda value: None if value is None else value.strip()
    return {
        "name": unfold(message["Name"]),
        "version": unfold(message["Version"]),
        "requiresPython": unfold(message["Requires-Python"]),
        "requires": [value.replace("\n", " ").strip() for value in message.get_all("Requires-Dist") or []],
        "extras": [unfold(value) for value in message.get_all("Provides-Extra") or []],
    }


def record(text):
    rows = []
    for row in csv.reader(text.split("\n")[:-1] if '"' not in text else text.splitlines(keepends=True)):
        if row:
            rows.append([row[0], row[2] if len(row) > 2 else ""])
    return rows


def requires(text):
    return [requirement.strip() for requirement in metadata.Distribution._deps_from_requires_text(text)]


def entry_points(text):
    points = metadata.EntryPoints._from_text(text)
    return [[point.group, point.name, point.value] for point in points]


KINDS = {"headers": headers, "record": record, "requires": requires, "entryPoints": entry_points}
json.dump([KINDS[kind](text) for kind, text in json.load(sys.stdin)], sys.stdout)
