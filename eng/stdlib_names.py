"""Writes the table of standard-library modules, StandardLibraryNames.cs.

    python eng/stdlib_names.py PYTHON... > src/DocuSense.Maintenance/Environments/StandardLibraryNames.cs

Each PYTHON is an interpreter; one of each minor version from 3.8 to 3.13 is needed. From 3.10 on the interpreter states its names for all
platforms (sys.stdlib_module_names). For 3.8 and 3.9 they are the modules it can import from its own library, and those names of 3.10 that a
3.10 on the same machine lacks: modules of other platforms and optional parts. 3.14 comes from stdlib_names_3.14.txt beside this script.
"""

import json
import pathlib
import subprocess
import sys

OLDEST, NEWEST = 8, 14

# Run in each interpreter: what it states, and what it has.
PROBE = """
import json, os, sys, sysconfig
import importlib.machinery as machinery
suffixes = machinery.all_suffixes()
found = set(sys.builtin_module_names)
folders = [os.path.dirname(os.__file__)]
folders += [path for path in sys.path if path.endswith("lib-dynload")]
for folder in folders:
    for entry in os.listdir(folder):
        full = os.path.join(folder, entry)
        if os.path.isdir(full):
            if os.path.exists(os.path.join(full, "__init__.py")):
                found.add(entry)
        else:
            for suffix in suffixes:
                if entry.endswith(suffix):
                    found.add(entry[: -len(suffix)].split(".")[0])
                    break
print(json.dumps({"minor": sys.version_info[1], "stated": sorted(getattr(sys, "stdlib_module_names", ())), "found": sorted(found)}))
"""

# What CPython's own generator leaves out: its tests and their helpers, examples, build data.
LEFT_OUT = {
    "__hello__", "__phello__", "_ctypes_test", "_testbuffer", "_testcapi", "_testconsole", "_testimportmultiple", "_testinternalcapi",
    "_testmultiphase", "_xxsubinterpreters", "_xxtestfuzz", "distutils.tests", "idlelib.idle_test", "lib2to3.tests", "sitecustomize",
    "test", "usercustomize", "xxlimited", "xxlimited_35", "xxsubtype", "_frozen_importlib_external_test",
}
ADDED_BY_3_9 = {"_aix_support", "_zoneinfo", "graphlib", "zoneinfo"}


def names_by_version(interpreters):
    probes = {}
    for interpreter in interpreters:
        probe = json.loads(subprocess.run([interpreter, "-I", "-S", "-c", PROBE], check=True, capture_output=True, text=True).stdout)
        probes.setdefault(probe["minor"], probe)
    missing = set(range(OLDEST, NEWEST)) - set(probes)
    if missing:
        raise SystemExit("No interpreter for 3." + ", 3.".join(map(str, sorted(missing))))

    elsewhere = set(probes[10]["stated"]) - set(probes[10]["found"])
    names = {}
    for minor in range(OLDEST, NEWEST):
        if probes[minor]["stated"]:
            names[minor] = set(probes[minor]["stated"])
        else:
            younger = ADDED_BY_3_9 if minor < 9 else set()
            found = {name for name in probes[minor]["found"] if not name.startswith("_sysconfigdata")}
            names[minor] = (found | (elsewhere - younger)) - LEFT_OUT
    listed = (pathlib.Path(__file__).parent / "stdlib_names_3.14.txt").read_text(encoding="utf-8").splitlines()
    names[NEWEST] = {line for line in listed if line and not line.startswith("#")}
    return names


def span(minors):
    """The versions of a name as one range: '' for all, '-11' up to 3.11, '9-' from 3.9 on, '9-12' between."""
    first, last = min(minors), max(minors)
    if len(minors) != last - first + 1:
        raise SystemExit("a module left and came back: " + str(sorted(minors)))
    if (first, last) == (OLDEST, NEWEST):
        return ""
    return ":" + (str(first) if first > OLDEST else "") + "-" + (str(last) if last < NEWEST else "")


def main():
    by_version = names_by_version(sys.argv[1:])
    words = []
    for name in sorted(set().union(*by_version.values())):
        words.append(name + span({minor for minor in by_version if name in by_version[minor]}))

    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 120:
            lines.append(line)
            line = ""
        line += word + " "
    lines.append(line.rstrip())
    body = "\n".join(f'        + "{text}"' for text in lines).replace("+", " ", 1).lstrip()
    counts = ", ".join(f"3.{minor}: {len(names)}" for minor, names in sorted(by_version.items()))
    print(f"""namespace DocuSense.Maintenance.Environments;

/// <summary>The table behind <see cref="StandardLibrary"/>, written by <c>eng/stdlib_names.py</c>.</summary>
internal static class StandardLibraryNames
{{
    public const int OldestMinor = {OLDEST};
    public const int NewestMinor = {NEWEST};

    /// <summary>
    /// Names apart by a space, each with the minor versions that have it: <c>name</c> all, <c>name:9-</c> from 3.9 on,
    /// <c>name:-11</c> up to 3.11, <c>name:9-12</c> between. {counts}.
    /// </summary>
    public const string Table =
        {body};
}}""")


if __name__ == "__main__":
    main()
