"""Says how tomllib reads documents. In: base64 of a document a line. Out: its values, or null, as JSON a line."""
import base64
import datetime
import json
import math
import sys
import tomllib

sys.set_int_max_str_digits(0)


def plain(value):
    if isinstance(value, dict):
        return {"t": {key: plain(item) for key, item in value.items()}}
    if isinstance(value, list):
        return {"a": [plain(item) for item in value]}
    if isinstance(value, bool):
        return {"b": value}
    if isinstance(value, str):
        return {"s": value}
    if isinstance(value, int):
        return {"i": str(value)}
    if isinstance(value, float):
        return {"f": "nan" if math.isnan(value) else value.hex()}
    kind = "dt" if isinstance(value, datetime.datetime) else "d" if isinstance(value, datetime.date) else "tm"
    return {kind: value.isoformat()}


for line in sys.stdin:
    try:
        result = plain(tomllib.loads(base64.b64decode(line).decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError):
        result = None
    print(json.dumps(result))
