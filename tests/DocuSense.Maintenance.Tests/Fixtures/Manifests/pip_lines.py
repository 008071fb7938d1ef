"""Says how pip reads requirements files, line by line.

In: one JSON object a line, {"data": base64 of a file, "env": {...}}. Out: one JSON object a line.
"""
import base64
import contextlib
import io
import json
import os
import sys

from pip._internal.exceptions import CommandError
from pip._internal.req import req_file

try:
    from pip._internal.utils.encoding import auto_decode
except ImportError:
    auto_decode = lambda data: req_file._decode_req_file(data, "")

for name in [name for name in os.environ if name.startswith("DST_")]:
    del os.environ[name]

parse = req_file.get_line_parser(None)


def read(data):
    try:
        text = auto_decode(data)
    except Exception as error:
        return {"error": type(error).__name__}
    lines = []
    for number, line in req_file.preprocess(text):
        try:
            with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
                args, opts = parse(line)
        except (req_file.OptionParsingError, CommandError):
            lines.append({"number": number, "error": True})
            continue
        parsed = req_file.ParsedLine("f", number, args, opts, False) if hasattr(req_file, "ParsedLine") else None
        result = {"number": number, "index": opts.index_url, "extra": opts.extra_index_urls, "links": opts.find_links,
                  "no_index": bool(opts.no_index), "pre": bool(opts.pre), "prefer_binary": bool(opts.prefer_binary),
                  "require_hashes": bool(opts.require_hashes), "trusted": opts.trusted_hosts, "features": opts.features_enabled}
        if parsed.is_requirement:
            result["requirement"] = parsed.requirement
            result["editable"] = parsed.is_editable
            options = req_file.handle_requirement_line(parsed).options or {}
            result["hashes"] = options.get("hashes") or {}
            result["config"] = options.get("config_settings") or {}
            result["global"] = options.get("global_options") or []
        elif opts.requirements:
            result["include"] = opts.requirements[0]
        elif opts.constraints:
            result["constraint"] = opts.constraints[0]
        lines.append(result)
    return {"lines": lines, "text": text}


for job in sys.stdin:
    job = json.loads(job)
    os.environ.update(job["env"])
    print(json.dumps(read(base64.b64decode(job["data"]))), flush=False)
    for name in job["env"]:
        del os.environ[name]
