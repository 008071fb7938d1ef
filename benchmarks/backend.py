"""Writes a backend of real modules to measure the check with: python backend.py <folder> <modules>.

The modules are copied from the running interpreter's own libraries, spread over packages of twenty, until there are as many as asked for; the
requirements are what is installed. Their mean size is kept near 9.7 KB, that of the product this was made for.
"""
import importlib.metadata
import pathlib
import random
import sys
import sysconfig

MEAN = 9_700


def main() -> None:
    folder, wanted = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    library = pathlib.Path(sysconfig.get_path("purelib"))
    found = sorted(path for path in library.rglob("*.py") if 200 < path.stat().st_size < 200_000)
    random.Random(7).shuffle(found)
    # Libraries hold many small modules and few large ones: whichever moves the mean towards the wanted one is taken next.
    small = [path for path in found if path.stat().st_size <= MEAN]
    large = [path for path in found if path.stat().st_size > MEAN]
    total, count = 0, 0
    while count < wanted:
        side = small if total >= MEAN * count else large
        path = side.pop()
        side.insert(0, path)
        package = folder / "backend" / "app" / f"part{count // 20:03}"
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").touch()
        (package / f"module{count:05}.py").write_bytes(path.read_bytes())
        total += path.stat().st_size
        count += 1
    (folder / "backend" / "app" / "__init__.py").touch()
    names = sorted({d.metadata["Name"] for d in importlib.metadata.distributions() if d.metadata["Name"]}, key=str.lower)
    (folder / "backend" / "requirements.txt").write_text("".join(name + "\n" for name in names))
    print(f"{wanted} modules, {total / 1e6:.1f} MB, {len(names)} requirements")


if __name__ == "__main__":
    main()
