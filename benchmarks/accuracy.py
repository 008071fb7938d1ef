"""Makes backends of installed packages, to hold the check against projects whose requirements are known.

    python accuracy.py [--path <site-packages>] [--list first|held] <folder> [<package>...]

Each becomes a folder with the package's own modules and a pyproject.toml that declares what its METADATA requires, extras as optional
dependencies. `dotnet run -c Release --project DocuSense.Maintenance.Benchmarks findings <backend> [environment]` then lists what the check finds.

--list names no package: it takes those that require something, in two halves that their names' hashes tell apart, so that nobody chooses:
rules are mended by what the first shows, and judged by what the held-back one does.
"""
import argparse
import hashlib
import importlib.metadata
import json
import pathlib
import re
import shutil

EXTRA = re.compile(r"""\s*(?:\band\b\s*)?\(?\bextra\s*==\s*['"]([^'"]+)['"]\)?\s*(?:\band\b\s*)?""")
HELD_OUT_OF_FIVE = 2
KINDS = (".py", ".pyi", ".so", ".pyd")


def normalize(name):
    return re.sub("[-_.]+", "-", name).lower()


def sources(distribution):
    """The package's own files as (place below site-packages, absolute): RECORD's, or, where a system's packager dropped it, all below its modules."""
    listed = [file for file in distribution.files or () if file.suffix in KINDS and ".." not in file.parts]
    if listed:
        return [(pathlib.PurePosixPath(file), pathlib.Path(distribution.locate_file(file))) for file in listed]
    site = pathlib.Path(distribution.locate_file(""))
    names = (distribution.read_text("top_level.txt") or normalize(distribution.metadata["Name"]).replace("-", "_")).split()
    found = []
    for name in names:
        files = [site / (name + ".py")] if (site / (name + ".py")).is_file() else sorted((site / name).rglob("*.*"))
        found += [(pathlib.PurePosixPath(file.relative_to(site).as_posix()), file) for file in files if file.suffix in KINDS]
    return found


def declare(distribution):
    """The text of a pyproject.toml that says what METADATA says."""
    main, extras = [], {}
    for text in distribution.requires or ():
        requirement, _, marker = text.partition(";")
        found = EXTRA.search(marker)
        rest = EXTRA.sub("", marker, count=1).strip() if found else marker.strip()
        line = requirement.strip() + (f"; {rest}" if rest else "")
        (extras.setdefault(found.group(1), []) if found else main).append(line)
    lines = ["[project]", f"name = {json.dumps(distribution.metadata['Name'])}", f"version = {json.dumps(distribution.version)}"]
    lines.append("dependencies = [" + ", ".join(map(json.dumps, main)) + "]")
    if distribution.metadata["Requires-Python"]:
        lines.append(f"requires-python = {json.dumps(distribution.metadata['Requires-Python'])}")
    if extras:
        lines.append("[project.optional-dependencies]")
        lines += [f"{json.dumps(name)} = [" + ", ".join(map(json.dumps, texts)) + "]" for name, texts in extras.items()]
    return "\n".join(lines) + "\n"


def make(folder, distribution):
    name = distribution.metadata["Name"]
    backend = folder / name
    shutil.rmtree(backend, ignore_errors=True)
    files = sources(distribution)
    for place, file in files:
        target = backend / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    # A repository of its own: nothing above it is looked at.
    (backend / ".git").mkdir(parents=True)
    (backend / "pyproject.toml").write_text(declare(distribution), encoding="utf-8")
    print(f"{name} {distribution.version}: {len(files)} modules, {len(distribution.requires or ())} requirements")


def is_held_back(name):
    return int(hashlib.sha256(normalize(name).encode()).hexdigest(), 16) % 5 < HELD_OUT_OF_FIVE


def is_whole(distribution):
    """Whether it requires something and has modules. Debian takes main requirements out of the metadata of its own packages: those say nothing."""
    packaged = not distribution.files and any(".egg-info" in str(path) for path in (getattr(distribution, "_path", ""),))
    return bool(distribution.requires and sources(distribution)) and not packaged


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--path", help="the site-packages to take packages from; this interpreter's own by default")
    parser.add_argument("--list", choices=("first", "held"), help="take one half of all that require something")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("packages", nargs="*")
    options = parser.parse_args()
    where = {"path": [options.path]} if options.path else {}
    installed = {normalize(each.metadata["Name"]): each for each in importlib.metadata.distributions(**where)}
    names = [normalize(name) for name in options.packages]
    if options.list:
        names += sorted(name for name, each in installed.items()
                        if is_whole(each) and is_held_back(name) == (options.list == "held"))
    for name in names:
        make(options.folder, installed[name])


if __name__ == "__main__":
    main()
