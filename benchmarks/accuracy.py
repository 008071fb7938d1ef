"""Makes backends of installed packages, to hold the check against projects whose requirements are known: python accuracy.py <folder> <package>...

Each becomes a folder with the package's own modules and a pyproject.toml that declares what its METADATA requires, extras as optional
dependencies. `dotnet run -c Release --project DocuSense.Maintenance.Benchmarks findings <backend> [environment]` then lists what the check finds.
"""
import importlib.metadata
import json
import pathlib
import re
import shutil
import sys

EXTRA = re.compile(r"""\s*(?:\band\b\s*)?\(?\bextra\s*==\s*['"]([^'"]+)['"]\)?\s*(?:\band\b\s*)?""")


def make(folder: pathlib.Path, package: str) -> None:
    distribution = importlib.metadata.distribution(package)
    backend = folder / package
    shutil.rmtree(backend, ignore_errors=True)
    count = 0
    for file in distribution.files or ():
        if file.suffix in (".py", ".pyi") and ".." not in file.parts:
            target = backend / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(distribution.locate_file(file), target)
            count += 1
    (backend / ".git").mkdir(parents=True)
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
    (backend / "pyproject.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{package} {distribution.version}: {count} modules, {len(main)} requirements, {len(extras)} extras")


if __name__ == "__main__":
    for name in sys.argv[2:]:
        make(pathlib.Path(sys.argv[1]), name)
