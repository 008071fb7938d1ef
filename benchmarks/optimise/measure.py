"""Measures DocuSenseOptimize on the sample's backend, with real distributions and no index outside of this machine.

    python measure.py [FOLDER]            needs dotnet, and what 'dotnet build samples' packs

Repacks what is installed beside the running Python (see real_wheels.py), serves it on the loopback address, copies the sample's backend without what is
not there, installs, tests and optimises it by the packed package, then installs and tests the optimised requirements by themselves. It says
what the copy lacks and changes, and prints each figure before and after.
"""
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import sysconfig
import time

import real_wheels

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SAMPLE = ROOT / "samples" / "DocuSense" / "backend"
ROUNDS = 15

# Distributions that the manual lists as unused, and that the sample leaves out or plants a mistake in.
UNUSED = ["aiofiles>=23.1.0", "email-validator>=1.3.0", "gunicorn>=20.1.0  # docusense: keep (production only)", "prometheus-client>=0.16.0", "structlog>=22.3.0"]
PLANTED = ["app/services/exports.py", "app/services/warmup.py"]
# What the copy says instead: without what is not there, and in the words of the older versions that are.
CHANGES = {
    "app/main.py": [("from app.api import documents, media\n", "from app.api import documents\n"), ("app.include_router(media.router)\n", "")],
    "app/api/documents.py": [
        ("from app.providers import provider\n", ""),
        ("summary = await provider(settings().provider).summarise(text)", "summary = text[:200]"),
    ],
    "app/services/pdf.py": [
        ("import pdfplumber\n", ""), ("from app.services import ocr\n\n\n", "\n"),
        ("    if any(text.strip() for text in pages):\n        return pages\n    with pdfplumber.open(BytesIO(content)) as document:\n"
         "        return [ocr.read_image(page.to_image(resolution=300).original) for page in document.pages]\n", "    return pages\n"),
    ],
    "app/services/ocr.py": [
        ("import pytesseract\n", ""), ("from app.settings import settings\n\n\n", "\n"),
        ("return pytesseract.image_to_string(black_and_white, lang=settings().ocr_languages)", "return str(black_and_white.shape)"),
    ],
    "app/settings.py": [("Settings.model_fields", "Settings.__fields__")],
    "app/schemas.py": [("from pydantic import BaseModel, ConfigDict, Field", "from pydantic import BaseModel, Field"),
                       ("    model_config = ConfigDict(from_attributes=True)\n", "    class Config:\n        orm_mode = True\n")],
    "app/database.py": [
        ("from sqlalchemy import DateTime, ForeignKey, String, Text, create_engine\n", "from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, Text, create_engine\n"),
        ("from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, sessionmaker", "from sqlalchemy.orm import Session, declarative_base, relationship, sessionmaker"),
        ("class Base(DeclarativeBase):\n    pass\n", "Base = declarative_base()\n"),
        ("id: Mapped[int] = mapped_column(primary_key=True)", "id = Column(Integer, primary_key=True)"),
        ('documents: Mapped[list["Document"]] = relationship', 'documents = relationship("Document", '), ('relationship("Document", (', 'relationship("Document", '),
        ("owner: Mapped[User] = relationship", "owner = relationship(User, "), ("relationship(User, (", "relationship(User, "),
    ],
}


def run(folder, *arguments):
    """dotnet, which must succeed; what it printed of ours."""
    done = subprocess.run(["dotnet", "build", "Backend.csproj", "-nodeReuse:false", "-tl:off", "-v:minimal", "-nologo", *arguments], cwd=folder, capture_output=True, text=True)
    lines = [line.strip() for line in done.stdout.splitlines() if "DocuSense:" in line or "error" in line]
    print("\n".join("    " + line for line in lines))
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    return lines


def change(backend):
    for name, edits in CHANGES.items():
        path = backend / name
        text = path.read_text("utf-8")
        for old, new in edits:
            if old not in text:
                sys.exit(f"{name} no longer has {old!r}; correct this script.")
            text = text.replace(old, new)
        if name == "app/database.py":
            text = re.sub(r"(\w+): Mapped\[\w+\] = mapped_column\(", r"\1 = Column(", text)
        path.write_text(text, "utf-8")


def reduce(backend, there):
    """The requirements of the copy: without planted lines and what is not there, bounds that the version at hand does not meet relaxed."""
    from pip._vendor.packaging.requirements import InvalidRequirement, Requirement

    kept, absent, relaxed, seen = [], [], [], set()
    for line in [*(SAMPLE / "requirements.txt").read_text("utf-8").splitlines(), "", "# Of the manual", *UNUSED]:
        text = line.split("#")[0].strip()
        try:
            wanted = Requirement(text) if text else None
        except InvalidRequirement:
            wanted = None
        if not text:
            kept.append(line)
            continue
        if wanted is None or real_wheels.normalized(wanted.name) in seen:
            continue
        name = real_wheels.normalized(wanted.name)
        seen.add(name)
        if name not in there:
            absent.append(wanted.name)
        elif wanted.specifier.contains(there[name], prereleases=True):
            kept.append(line)
        else:
            relaxed.append(f"{text} → {there[name]}")
            extras = f"[{','.join(sorted(wanted.extras))}]" if wanted.extras else ""
            kept.append(f"{wanted.name}{extras}>={there[name]}")
    return kept, absent, relaxed


def start_up(*backends):
    """Seconds to import the application in a fresh interpreter, for each backend in turn; the first round compiles and does not count."""
    times = [[] for _ in backends]
    for _ in range(ROUNDS + 1):
        for backend, seen in zip(backends, times):
            begun = time.perf_counter()
            subprocess.run([backend / ".venv" / "bin" / "python", "-c", "import app.main"], cwd=backend, check=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""})
            seen.append(time.perf_counter() - begun)
    return [statistics.median(seen[1:]) for seen in times]


def size(environment):
    """Distributions and bytes of an environment, what comes with every one left out."""
    site = next((environment / "lib").glob("python*")) / "site-packages"
    tools = ("pip", "setuptools", "_distutils_hack", "pkg_resources", "distutils-precedence")
    names = [path for path in site.glob("*.dist-info") if not path.name.startswith(tools)]
    files = [path for path in site.rglob("*") if path.is_file() and not path.relative_to(site).parts[0].startswith(tools)]
    return len(names), sum(path.stat().st_size for path in files if path.suffix != ".pyc"), sum(path.stat().st_size for path in files)


def main(folder):
    feed = ROOT / "artifacts" / "samples" / "feed"
    if not list(feed.glob("*.nupkg")):
        sys.exit("Run 'dotnet build samples' first: it packs the package.")
    shutil.rmtree(folder, ignore_errors=True)
    sites = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), "/usr/lib/python3/dist-packages"]
    real_wheels.pack(folder / "wheels", [pathlib.Path(site) for site in dict.fromkeys(sites) if os.path.isdir(site)])
    there = {real_wheels.normalized(path.name.split("-")[0]): path.name.split("-")[1] for path in (folder / "wheels").glob("*.whl")}

    backend = folder / "before"
    shutil.copytree(SAMPLE, backend, ignore=shutil.ignore_patterns("obj", "bin", ".venv", "__pycache__", "*.csproj"))
    shutil.rmtree(backend / "app" / "providers")
    for name in ["app/api/media.py", "app/services/audio.py", "app/services/video.py", *PLANTED]:
        (backend / name).unlink()
    change(backend)
    kept, absent, relaxed = reduce(backend, there)
    print(f"not to be had here: {', '.join(absent)}\nbounds relaxed: {'; '.join(relaxed)}\nmodules without them: providers, media, audio, video; without their planted mistakes: exports, warmup")

    server = subprocess.Popen([sys.executable, HERE / "real_wheels.py", "serve", folder / "wheels"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        (backend / "requirements.txt").write_text(f"--index-url {address}\n" + "\n".join(kept) + "\n", "utf-8")
        (backend / ".git").mkdir()
        (folder / "nuget.config").write_text(f'<configuration><config><add key="globalPackagesFolder" value="{folder / "packages"}" /></config><packageSources><clear />'
                                             f'<add key="local" value="{feed}" /></packageSources></configuration>', "utf-8")
        version = next(feed.glob("*.nupkg")).name.split("Build.")[1][: -len(".nupkg")]
        (backend / "Backend.csproj").write_text(f'<Project Sdk="DocuSense.Maintenance.Build/{version}"><PropertyGroup><DocuSenseBackend>.</DocuSenseBackend>'
                                                f"<DocuSensePython>{sys.executable}</DocuSensePython></PropertyGroup></Project>", "utf-8")
        for step in ("Restore", "Test", "Optimize"):
            print(step)
            run(backend, "-t:DocuSense" + step)

        after = folder / "after"
        shutil.copytree(backend, after, ignore=shutil.ignore_patterns("obj", ".venv", "__pycache__"))
        shutil.move(after / "requirements_optimized_auto.txt", after / "requirements.txt")
        for step in ("Restore", "Test"):
            print(step + " of the optimised requirements by themselves")
            run(after, "-t:DocuSense" + step)
    finally:
        server.stdin.close()
        server.wait()

    print("| | before | after | change |\n| --- | --- | --- | --- |")
    counts = [sum(1 for line in (place / "requirements.txt").read_text("utf-8").splitlines() if re.match(r"[A-Za-z]", line)) for place in (backend, after)]
    (many, bytes_before, all_before), (few, bytes_after, all_after) = size(backend / ".venv"), size(after / ".venv")
    times = start_up(backend, after)
    for name, old, new, form in (("requirements", *counts, "{:.0f}"), ("distributions", many, few, "{:.0f}"), ("megabytes", bytes_before / 1e6, bytes_after / 1e6, "{:.1f}"),
                                 ("megabytes with compiled files", all_before / 1e6, all_after / 1e6, "{:.1f}"), (f"start-up, seconds (median of {ROUNDS})", *times, "{:.2f}")):
        print(f"| {name} | {form.format(old)} | {form.format(new)} | {100 * (new / old - 1):+.0f} % |")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "artifacts" / "optimise").resolve())
