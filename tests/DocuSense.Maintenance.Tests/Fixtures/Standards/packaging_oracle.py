"""Answers questions about packaging standards with the copy of `packaging` that pip carries.

Reads one JSON array a line, ["kind", argument, ...], and writes one JSON value a line. What `packaging` raises comes back
as {"error": name of the exception}.
"""

import functools
import json
import sys
import warnings

if len(sys.argv) > 1:
    # The folder that holds the pip to ask: the newest one, whichever interpreter runs this.
    sys.path.insert(0, sys.argv[1])

from pip._vendor.packaging import markers, requirements, specifiers, tags, utils, version

warnings.simplefilter("ignore")
if hasattr(sys, "set_int_max_str_digits"):
    # packaging itself sets no limit to the numbers of a version.
    sys.set_int_max_str_digits(0)


def describe_version(text):
    v = version.Version(text)
    return {
        "str": str(v),
        "epoch": str(v.epoch),
        "release": [str(n) for n in v.release],
        "pre": None if v.pre is None else [v.pre[0], str(v.pre[1])],
        "post": None if v.post is None else str(v.post),
        "dev": None if v.dev is None else str(v.dev),
        "local": v.local,
        "public": v.public,
        "base": v.base_version,
        "flags": [v.is_prerelease, v.is_postrelease, v.is_devrelease],
        "short": [str(v.major), str(v.minor), str(v.micro)],
    }


def compare(left, right):
    a, b = version.Version(left), version.Version(right)
    return -1 if a < b else 1 if a > b else 0 if a == b else None


def sort(*texts):
    order = sorted(range(len(texts)), key=lambda i: version.Version(texts[i]))
    return order


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return {"error": type(error).__name__}


def letter(function, *arguments):
    answer = attempt(function, *arguments)
    return answer["error"] if isinstance(answer, dict) else "T" if answer else "F"


def describe_set(text, *versions):
    s = specifiers.SpecifierSet(text)
    return {
        "str": str(s),
        "count": len(s),
        "prereleases": attempt(lambda: s.prereleases),
        "contains": [[letter(s.contains, v, p) for p in (None, True, False)] for v in versions],
        "filter": [attempt(lambda: [str(v) for v in s.filter([version.Version(v) for v in versions], p)]) for p in (None, True, False)],
    }


def describe_specifier(text):
    s = specifiers.Specifier(text)
    return {"operator": s.operator, "version": s.version, "prereleases": attempt(lambda: s.prereleases)}


def same_set(left, right):
    a, b = specifiers.SpecifierSet(left), specifiers.SpecifierSet(right)
    return {"equal": a == b, "and": str(a & b)}


def describe_requirement(text):
    r = requirements.Requirement(text)
    return {
        "str": str(r),
        "name": r.name,
        "extras": sorted(r.extras),
        "specifier": str(r.specifier),
        "url": r.url,
        "marker": None if r.marker is None else str(r.marker),
    }


def describe_marker(text, *environments):
    m = markers.Marker(text)
    return {"str": str(m), "evaluate": [letter(m.evaluate, environment) for environment in environments]}


def describe_name(text):
    return {"normal": utils.canonicalize_name(text), "valid": not isinstance(attempt(lambda: utils.canonicalize_name(text, validate=True)), dict)}


def wheel(name):
    normal, v, build, found = utils.parse_wheel_filename(name)
    return {"name": normal, "version": str(v), "build": "".join(map(str, build)), "tags": sorted(map(str, found))}


def system_tags():
    return [str(tag) for tag in tags.sys_tags()]


def mac_tags(major, minor, arch):
    return list(tags.mac_platforms((major, minor), arch))


def default_environment():
    return markers.default_environment()


DENSE = []


def dense(*versions):
    """Sets the versions that `satisfying` tries."""
    DENSE[:] = map(version.Version, versions)
    return len(DENSE)


def satisfying(text):
    """One of the versions that satisfies the set, pre-releases as good as any, or null."""
    left = (1 << len(DENSE)) - 1
    for clause in specifiers.SpecifierSet(text):
        left &= satisfying_clause(clause)
    return str(DENSE[left.bit_length() - 1]) if left else None


@functools.lru_cache(maxsize=None)
def satisfying_clause(clause):
    return sum(1 << i for i, v in enumerate(DENSE) if clause.contains(v, prereleases=True))


def main():
    kinds = {
        "version": describe_version,
        "compare": compare,
        "sort": sort,
        "set": describe_set,
        "specifier": describe_specifier,
        "same": same_set,
        "requirement": describe_requirement,
        "marker": describe_marker,
        "name": describe_name,
        "wheel": wheel,
        "sys_tags": system_tags,
        "mac_tags": mac_tags,
        "environment": default_environment,
        "dense": dense,
        "satisfying": satisfying,
    }
    for line in sys.stdin:
        kind, *arguments = json.loads(line)
        try:
            answer = kinds[kind](*arguments)
        except (Exception, RecursionError) as error:
            answer = {"error": type(error).__name__}
        print(json.dumps(answer))


main()
