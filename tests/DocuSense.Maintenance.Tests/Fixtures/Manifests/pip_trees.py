"""Says what pip makes of requirements files and all they include.

In: {"root": folder to work in, "file": path} a line, as JSON. Out: {"items": [...], "error": bool} a line.
"""
import contextlib
import io
import json
import logging
import os
import sys
import urllib.request
from types import SimpleNamespace

from pip._internal.req import req_file
from pip._internal.req.constructors import install_req_from_parsed_requirement

logging.disable(logging.CRITICAL)
# This pip follows cycles until Python stops it.
sys.setrecursionlimit(400)


class Session:
    """Remote files are empty; local ones are read."""

    def get(self, url):
        text = ""
        if url.startswith("file:"):
            with urllib.request.urlopen(url) as file:
                text = file.read().decode("utf-8")
        return SimpleNamespace(url=url, text=text, status_code=200, reason="OK")


def item(parsed):
    where, _, line = parsed.comes_from[3:].rpartition(" (line ")
    if where.startswith("file:"):
        where = urllib.request.url2pathname(where[5:].replace("//", "/", 1) if where.startswith("file://") else where[5:])
    result = {"file": os.path.realpath(where), "line": int(line[:-1]), "constraint": bool(parsed.constraint),
              "editable": bool(parsed.is_editable), "text": parsed.requirement.strip(),
              "hashes": sorted(algorithm + ":" + digest for algorithm, digests in (parsed.options or {}).get("hashes", {}).items() for digest in digests)}
    try:
        made = install_req_from_parsed_requirement(parsed)
    except Exception as error:
        result["error"] = type(error).__name__
        return result
    result["located"] = made.link is not None
    if made.req is not None:
        result["name"] = made.req.name
        result["specifier"] = str(made.req.specifier)
        result["extras"] = sorted(made.extras or made.req.extras)
        result["marker"] = str(made.markers) if made.markers else ""
    return result


def read(job):
    os.chdir(job["root"])
    items, seen = [], set()
    try:
        for parsed in req_file.parse_requirements(job["file"], session=Session()):
            made = item(parsed)
            key = (made["file"], made["line"], made["constraint"])
            # A file included twice counts once.
            if key not in seen:
                seen.add(key)
                items.append(made)
    except (Exception, RecursionError) as error:
        return {"items": items, "error": type(error).__name__ + ": " + str(error)[:200]}
    return {"items": items, "error": None}


for line in sys.stdin:
    with contextlib.redirect_stderr(io.StringIO()):
        answer = read(json.loads(line))
    print(json.dumps(answer))
