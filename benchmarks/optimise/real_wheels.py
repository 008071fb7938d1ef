"""Makes wheels of what is installed, and serves them as a package index on this machine: for measurements where no index can be reached.

    python real_wheels.py pack FOLDER SITE...     repacks every distribution found in the folders SITE (site-packages, dist-packages)
    python real_wheels.py serve FOLDER [PORT]     serves them by the simple API (PEP 503), prints the address, ends with its input

A distribution's files are those of its RECORD, else those that dpkg lists for the package it belongs to, else the modules that its top_level.txt
names. An egg-info becomes a dist-info. Where two folders have the same distribution, the first wins. Needs nothing but Python 3.8.
"""
import base64
import csv
import email.parser
import hashlib
import html
import http.server
import pathlib
import re
import shutil
import subprocess
import sys
import sysconfig
import threading
import zipfile

# What Debian installs without any metadata, by the distribution that has it elsewhere: the files, and the version of the Debian package.
NAMELESS = {"opencv-python": ("python3-opencv", "cv2*"), "cffi": ("python3-cffi-backend", "_cffi_backend*")}
# Extras that the sample asks for: what is relaxed in them is told as well.
TOLD = ["standard", "bcrypt", "cryptography"]
ELSEWHERE = {"__pycache__", "RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "installed-files.txt", "SOURCES.txt", "zip-safe", "PKG-INFO", "requires.txt"}


def normalized(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def read_headers(path):
    return email.parser.HeaderParser().parsestr(path.read_text("utf-8", "replace"))


def dpkg(*arguments):
    if not shutil.which("dpkg-query"):
        return []
    found = subprocess.run(["dpkg-query", *arguments], capture_output=True, text=True)
    return found.stdout.splitlines() if found.returncode == 0 else []


def files_of(site, metadata, name):
    """Every file of a distribution but its metadata, relative to the folder it is installed in."""
    record = metadata / "RECORD" if metadata.is_dir() else None
    if record is not None and record.exists():
        with record.open(encoding="utf-8", newline="") as lines:
            listed = [site / row[0] for row in csv.reader(lines) if row and not row[0].startswith("..") and not pathlib.PurePath(row[0]).is_absolute()]
    else:
        owners = [line.split(":")[0] for line in dpkg("-S", str(metadata))]
        listed = [pathlib.Path(line) for owner in owners for line in dpkg("-L", owner)]
        if not listed:
            top = metadata / "top_level.txt" if metadata.is_dir() else None
            names = top.read_text("utf-8").split() if top is not None and top.exists() else [re.sub("[-.]", "_", name)]
            for module in names:
                listed += (site / module).rglob("*") if (site / module).is_dir() else site.glob(module + ".*")
    inside = [path for path in listed if path.is_file() and site in path.parents]
    return sorted({path for path in inside if not ELSEWHERE & set(path.relative_to(site).parts) and path.suffix != ".pyc" and metadata not in path.parents
                   and not re.search(r"\.(egg|dist)-info$", path.relative_to(site).parts[0])})


def requirements_of_egg(lines):
    """The sections of requires.txt as Requires-Dist: [extra:marker]."""
    extra = marker = ""
    for line in filter(None, map(str.strip, lines)):
        if line.startswith("["):
            extra, _, marker = line.strip("[]").partition(":")
            continue
        conditions = [f"({marker})"] * bool(marker) + [f"extra == '{extra}'"] * bool(extra)
        yield line + (" ; " + " and ".join(conditions) if conditions else "")


def metadata_of(metadata):
    """Name, version and the text of METADATA; None where a needed field is missing."""
    path = next((path for path in (metadata / "METADATA", metadata / "PKG-INFO", metadata) if path.is_file()), None)
    if path is None:
        return None
    headers = read_headers(path)
    if not headers["Name"] or not headers["Version"]:
        return None
    lines = [(key, value) for key, value in headers.items() if key in ("Name", "Version", "Summary", "Classifier", "Requires-Dist", "Provides-Extra", "Requires-Python") and "\n" not in value]
    if (metadata / "requires.txt").is_file():
        text = (metadata / "requires.txt").read_text("utf-8").splitlines()
        lines += [("Requires-Dist", line) for line in requirements_of_egg(text) if not any(key == "Requires-Dist" for key, _ in headers.items())]
        known = {value for key, value in lines if key == "Provides-Extra"}
        lines += [("Provides-Extra", extra) for extra in sorted(set(re.findall(r"^\[([^:\]]+)", "\n".join(text), re.M)) - known)]
    return headers["Name"], headers["Version"], lines


def write_wheel(folder, name, version, lines, site, files, metadata):
    python = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    native = any(path.suffix in (".so", ".pyd") for path in files)
    tag = f"{python}-{'abi3' if native and all('.abi3.' in path.name for path in files if path.suffix == '.so') else python}-{re.sub('[-.]', '_', sysconfig.get_platform())}" if native else "py3-none-any"
    stem = f"{re.sub(r'[-_.]+', '_', name)}-{version}"
    target = folder / f"{stem}-{tag}.whl"
    info, record = f"{stem}.dist-info", []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as wheel:
        def add(path, content):
            entry = zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            wheel.writestr(entry, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append(f"{path},sha256={digest},{len(content)}" if "," not in path else f'"{path}",sha256={digest},{len(content)}')
        for path in files:
            add(path.relative_to(site).as_posix(), path.read_bytes())
        if metadata is not None and metadata.is_dir():
            for path in sorted(metadata.iterdir()):
                if path.is_file() and path.name not in ELSEWHERE | {"METADATA", "WHEEL"}:
                    add(f"{info}/{path.name}", path.read_bytes())
        add(f"{info}/METADATA", "".join(f"{key}: {value}\n" for key, value in [("Metadata-Version", "2.1"), *lines]).encode())
        add(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: real_wheels\nRoot-Is-Purelib: {'false' if native else 'true'}\nTag: {tag}\n".encode())
        record.append(f"{info}/RECORD,,")
        wheel.writestr(f"{info}/RECORD", "\n".join(record) + "\n")
    return target


def fit(found):
    """Lets what is there fit together: bounds that the one version at hand does not meet go, and so does what is not there at all. Prints each."""
    from pip._vendor.packaging.requirements import Requirement

    def tells(wanted):
        return wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ["", *TOLD])

    versions = {key: item[1] for key, item in found.items()}
    for name, version, lines, *_ in found.values():
        for index in range(len(lines) - 1, -1, -1):
            key, text = lines[index]
            if key != "Requires-Dist":
                continue
            wanted = Requirement(text)
            there = versions.get(normalized(wanted.name))
            if there is None:
                if tells(wanted):
                    print(f"left out: {name} {version} needs {text}, which is not there")
                del lines[index]
            elif not wanted.specifier.contains(there, prereleases=True):
                if tells(wanted):
                    print(f"relaxed: {name} {version} needs {text}, and {wanted.name} {there} is there")
                marker = f" ; {wanted.marker}" if wanted.marker else ""
                lines[index] = (key, wanted.name + (f"[{','.join(sorted(wanted.extras))}]" if wanted.extras else "") + marker)


def add_debian(found):
    """Debian moves a distribution's unconditional requirements from its metadata to the dependencies of its package; they are put back."""
    owner = {}
    for key, (name, _, _, site, files, metadata) in found.items():
        for line in dpkg("-S", str(metadata if metadata is not None else files[0])):
            owner[line.split(":")[0]] = key
    packages = list(owner.items())
    for package, key in packages:
        for provided in re.split(r",\s*", "".join(dpkg("-W", "-f", "${Provides}\n", package))):
            owner.setdefault(provided.split(" ")[0], key)
    for package, key in packages:
        lines = found[key][2]
        known = {normalized(re.split(r"[^\w.-]", value)[0]) for field, value in lines if field == "Requires-Dist" and "extra ==" not in value}
        for needed in re.split(r"[,|]\s*", "".join(dpkg("-W", "-f", "${Depends}\n", package))):
            other = owner.get(needed.split(" ")[0].split(":")[0])
            if other not in (None, key) and other not in known:
                lines.append(("Requires-Dist", found[other][0]))


def pack(folder, sites):
    folder.mkdir(parents=True, exist_ok=True)
    for former in folder.glob("*.whl"):
        former.unlink()
    packed, left = {}, []
    for site in sites:
        for metadata in sorted([*site.glob("*.dist-info"), *site.glob("*.egg-info")]):
            found = metadata_of(metadata)
            if found is None or normalized(found[0]) in packed:
                continue
            name, version, lines = found
            version = version.split("+")[0]
            files = files_of(site, metadata, name)
            if files:
                lines = [(key, version if key == "Version" else value) for key, value in lines]
                packed[normalized(name)] = (name, version, lines, site, files, metadata)
            else:
                left.append(name)
        for name, (package, pattern) in NAMELESS.items():
            files = [path for path in sorted(site.glob(pattern)) if path.is_file()]
            version = dpkg("-W", "-f", "${Version}\n", package)
            if files and version and name not in packed:
                number = re.match(r"[0-9.]*[0-9]", version[0]).group()
                packed[name] = (name, number, [("Name", name), ("Version", number)], site, files, None)
    add_debian(packed)
    fit(packed)
    written = [write_wheel(folder, *item) for item in packed.values()]
    size = sum(path.stat().st_size for path in written)
    print(f"{len(packed)} distributions packed, {size / 1e6:.1f} MB" + (f"; without files of their own: {', '.join(left)}" if left else ""))


class Index(http.server.SimpleHTTPRequestHandler):
    folder = pathlib.Path()

    def do_GET(self):
        parts = [part for part in self.path.split("?")[0].split("/") if part]
        if len(parts) == 2 and parts[0] == "files" and (self.folder / parts[1]).is_file() and "/" not in parts[1]:
            return self.answer((self.folder / parts[1]).read_bytes(), "application/octet-stream")
        if len(parts) == 2 and parts[0] == "simple":
            wheels = [path for path in sorted(self.folder.glob("*.whl")) if normalized(path.name.split("-")[0]) == parts[1]]
            links = [f'<a href="/files/{html.escape(path.name)}#sha256={hashlib.sha256(path.read_bytes()).hexdigest()}">{html.escape(path.name)}</a><br>' for path in wheels]
            if links:
                return self.answer(("<!DOCTYPE html><html><body>" + "\n".join(links) + "</body></html>").encode(), "text/html")
        return self.send_error(404)

    def answer(self, content, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


def serve(folder, port):
    Index.folder = folder
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Index)
    print(f"http://127.0.0.1:{server.server_address[1]}/simple/", flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    if sys.argv[1:2] == ["pack"] and len(sys.argv) > 3:
        pack(pathlib.Path(sys.argv[2]), [pathlib.Path(site).resolve() for site in sys.argv[3:]])
    elif sys.argv[1:2] == ["serve"] and len(sys.argv) > 2:
        serve(pathlib.Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    else:
        sys.exit(__doc__)
