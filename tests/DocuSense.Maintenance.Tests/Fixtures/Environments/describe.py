"""Prints what importlib.metadata and site say of the interpreter that runs this, as JSON: the oracle of the environment reader."""

import importlib.machinery
import importlib.metadata
import json
import os
import pkgutil
import re
import sys
import sysconfig


def module_name(file):
    # inspect.getmodulename, without what importing inspect costs.
    base = os.path.basename(file)
    for suffix in sorted(importlib.machinery.all_suffixes(), key=len, reverse=True):
        if base.endswith(suffix):
            return base[: -len(suffix)]
    return None


def top_level(dist):
    """As importlib.metadata.packages_distributions does from 3.10 on: the declared names, else those of the files."""
    declared = (dist.read_text("top_level.txt") or "").split()
    inferred = set()
    for file in dist.files or ():
        name = file.parts[0] if len(file.parts) > 1 else module_name(str(file))
        if name and "." not in name:
            inferred.add(name)
    return sorted(set(declared)), sorted(inferred)


def size_of(dist):
    total = 0
    for file in dist.files or ():
        if file.size is not None:
            total += file.size
        elif file.suffix.lower() != ".pyc":
            path = dist.locate_file(file)
            if os.path.isfile(path):
                total += os.stat(path).st_size
    return total


def extras_of(dist):
    """
    The extras offered. A header broken over lines ends the headers of PKG-INFO for Python, which then sees no Provides-Extra after it (passlib 1.7.4 as a distribution of
    Linux ships it); what its requires.txt has sections for is offered all the same.
    """
    extras = dist.metadata.get_all("Provides-Extra") or []
    if not extras and str(dist._path).endswith(".egg-info"):
        extras = [extra for requirement in dist.requires or [] for extra in re.findall(r"""extra == ['"]([^'"]+)['"]""", requirement)]
    return list(dict.fromkeys(extras))


def describe(dist):
    metadata = dist.metadata
    declared, inferred = top_level(dist)
    listed = dist.read_text("RECORD") is not None or dist.read_text("installed-files.txt") is not None
    return {
        "path": str(dist._path),
        "name": metadata["Name"],
        "version": metadata["Version"],
        "requires": dist.requires or [],
        "extras": extras_of(dist),
        "requiresPython": metadata["Requires-Python"],
        "entryPoints": sorted([point.group, point.name, point.value] for point in dist.entry_points),
        "listed": listed,
        "bytes": size_of(dist) if listed else 0,
        "declared": declared,
        "inferred": inferred if listed else [],
    }


def main():
    own = os.path.dirname(os.path.abspath(__file__))
    library = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    library |= {os.path.join(folder, "lib-dynload") for folder in library}
    library |= {os.path.dirname(os.__file__), os.path.join(os.path.dirname(os.__file__), "lib-dynload")}
    path = [entry for entry in sys.path if os.path.isdir(entry) and entry != own and entry not in library]
    seen, distributions = set(), []
    for folder in path:
        for dist in importlib.metadata.distributions(path=[folder]):
            name = dist.metadata["Name"]
            key = name.lower().replace("_", "-").replace(".", "-") if name else None
            if key is not None and key not in seen:
                seen.add(key)
                distributions.append(describe(dist))
    modules = sorted({module.name for module in pkgutil.iter_modules(path)})
    json.dump(
        {
            "prefix": sys.prefix,
            "version": "%d.%d.%d" % sys.version_info[:3],
            "implementation": sys.implementation.name,
            "path": path,
            "distributions": distributions,
            "modules": modules,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
