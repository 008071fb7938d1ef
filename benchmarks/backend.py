"""Writes a backend of real modules to measure the check with: python backend.py <folder> <modules>.

The modules are copied from the running interpreter's own libraries, most imported ones first, spread over packages of twenty, until there
are as many as asked for; the requirements are what is installed. Their mean size is kept near 9.7 KB, that of the product this was made for.
"""
import importlib.metadata
import pathlib
import sys
import sysconfig

MEAN = 9_700


def main() -> None:
    folder, wanted = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    library = pathlib.Path(sysconfig.get_path("purelib"))
    found = sorted(path for path in library.rglob("*.py") if 200 < path.stat().st_size < 60_000)
    chosen, total = [], 0
    for path in found[:: max(1, len(found) // (wanted * 2))] + found:
        size = path.stat().st_size
        if len(chosen) == wanted:
            break
        if (total + size) <= MEAN * (len(chosen) + 1) * 1.05:
            chosen.append(path)
            total += size
    while len(chosen) < wanted:
        chosen.append(chosen[len(chosen) % 1000])
    for index, path in enumerate(chosen):
        package = folder / "backend" / "app" / f"part{index // 20:03}"
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").touch()
        (package / f"module{index:05}.py").write_bytes(path.read_bytes())
    (folder / "backend" / "app" / "__init__.py").touch()
    names = sorted({d.metadata["Name"] for d in importlib.metadata.distributions() if d.metadata["Name"]}, key=str.lower)
    (folder / "backend" / "requirements.txt").write_text("".join(name + "\n" for name in names))
    size = sum(path.stat().st_size for path in (folder / "backend").rglob("*.py"))
    print(f"{wanted} modules, {size / 1e6:.1f} MB, {len(names)} requirements")


if __name__ == "__main__":
    main()
