#!/usr/bin/env python3
"""Writes the table of modules and distributions that the engine embeds (ModuleMap).

The table merges two sources:

- Debian's archive indexes (Contents-all, Contents-amd64), which list every file of every Debian package. A package that
  ships the metadata folder of one distribution beside its modules states a fact: this distribution provides these.
- eng/well_known_modules.tsv, written by hand with a source for each row: what Debian lacks or names differently.

How to run it (Python 3.8 or later, nothing to install; on Debian or in its container):

    apt-get install apt-file && apt-file update
    apt-get indextargets --format '$(FILENAME)' 'Created-By: Contents-deb'       # where the indexes are
    python3 eng/module_map.py --release 'Debian 13 (trixie)' --date 2025-01-31 Contents-all.gz Contents-amd64.gz

Indexes may be plain text, .gz, .xz or .bz2 (for .lz4: `lz4 -d` first). Several releases may be given at once.
--index-names takes a file with the names of PyPI's projects, one a line: a distribution that PyPI does not hold is
left out, since to advise a name that nobody owns invites somebody to take it. --review FILE writes what was decided.
"""

import argparse
import bz2
import collections
import gzip
import keyword
import lzma
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
WELL_KNOWN = os.path.join(HERE, "well_known_modules.tsv")
DEFAULT_OUTPUT = os.path.join(HERE, "..", "src", "DocuSense.Maintenance", "Usage", "module-map.txt")
ROOT = "usr/lib/python3/dist-packages/"

# Top-level names that many distributions drop beside their package by mistake, or that say nothing: no one's module.
JUNK = frozenset("""
    test tests testing doc docs example examples demo demos sample samples script scripts src source sources bin lib libs
    tool tools util utils build dist config conf conftest benchmark benchmarks bench contrib data etc setup noxfile tasks
    setup_helpers changelog readme license licenses notebooks tutorial tutorials ci debian include resources share
    integration_tests unit_tests functional_tests perf performance misc extras experiments helpers common www man
    versioneer fabfile runtests run_tests test_utils testsuite test_settings static templates locale main app core server
    client api models settings database db constants version _version __version__ plugins plugin logger log errors exceptions
    collections acceptance sample_taggit generate_test_timestamps bootstrap setup_common unittests unittest_data screenshots images icons assets po i18n gui cli ui run manage
    """.split())

# Folders that many distributions share, whatever one release of Debian holds of them: nobody provides the folder itself.
NAMESPACES = frozenset("""
    airflow.providers ansible_collections azure azure.ai azure.cli azure.cosmosdb azure.datalake azure.kusto azure.mgmt
    azure.monitor azure.multiapi azure.storage azure.synapse backports calmjs collective databricks dbt flaskext fluent flufl
    google google.ai google.api google.cloud google.iam google.logging google.longrunning google.rpc google.type
    google.gapic hgext hgext3rd
    jaraco keyrings lazr llama_index logilab luma mpl_toolkits ndg nvidia opentelemetry opentelemetry.exporter
    opentelemetry.exporter.otlp opentelemetry.exporter.otlp.proto opentelemetry.instrumentation opentelemetry.propagators
    opentelemetry.sdk.extension opentelemetry.util oslo paste peak plone plone.app pyannote pydevd_plugins repoze repoze.what
    ripe ruamel snowflake sphinxcontrib sphinxext svg twisted.plugins xstatic xstatic.pkg z3c zc zope zope.app
    """.split())

# Debian's own: its modules are not those of the project of that name on PyPI.
NOT_THE_SAME = {
    "azure-devops": "Debian's is an extension of the Azure command line (azext_devops).",
    "h5py-debian-h5py-mpi": "Debian's own split of h5py.",
    "h5py-debian-h5py-serial": "Debian's own split of h5py.",
    "mt940": "Debian renamed its module (tryton_mt940).",
    "nexus": "Debian's is the NeXus format's; PyPI's is another project.",
    "colorcet-none": "A build without a version.",
}

FLAGS = {"command": "c", "plugin": "p", "stub": "s"}

Package = collections.namedtuple("Package", "metadata files commands")


def normalize(name):
    """The PEP 503 normal form of a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def open_text(path):
    opener = {".gz": gzip.open, ".xz": lzma.open, ".bz2": bz2.open}.get(os.path.splitext(path)[1], open)
    return opener(path, "rt", encoding="utf-8", errors="surrogateescape")


def read_contents(paths):
    """Debian package -> the metadata folders (name -> has entry points), files under dist-packages, and whether it ships commands."""
    packages = {}

    def package(name):
        if name not in packages:
            packages[name] = Package({}, set(), set())
        return packages[name]

    for number, path in enumerate(paths):
        with open_text(path) as lines:
            for line in lines:
                if not line.startswith("usr/"):
                    continue
                file, _, where = line.rstrip("\n").rpartition(" ")
                file = file.rstrip()
                if file.startswith("usr/bin/") or file.startswith("usr/sbin/"):
                    for name in where.split(","):
                        package((number // 2, name.rpartition("/")[2])).commands.add(file)
                    continue
                if not file.startswith(ROOT):
                    continue
                inner = file[len(ROOT):]
                top = inner.partition("/")[0]
                for name in where.split(","):
                    entry = package((number // 2, name.rpartition("/")[2]))
                    match = re.match(r"(?i)([a-z0-9][a-z0-9._-]*?)(?:-[0-9][^/-]*)?(?:-py3[.0-9]*)?(?:-linux-[a-z0-9_]+)?\.(?:dist|egg)-info$", top)
                    if match:
                        has_entry_points = inner == top + "/entry_points.txt"
                        entry.metadata[match.group(1)] = entry.metadata.get(match.group(1), False) or has_entry_points
                    else:
                        entry.files.add(inner)
    return packages


def importable(part):
    return part.isascii() and part.isidentifier() and not keyword.iskeyword(part)


def module_paths(files):
    """The modules that the files are: dotted path -> whether it is a package with __init__; only what Python can import."""
    modules = {}
    for file in files:
        parts = file.split("/")
        name = parts.pop()
        stem, _, rest = name.partition(".")
        is_code = rest == "py" or rest == "so" or rest.endswith(".so")
        if not is_code or "__pycache__" in parts or not importable(stem) or not all(map(importable, parts)):
            continue
        if stem == "__init__":
            if parts:
                # Also where the extension module comes first: foo.so beside foo/.
                modules[".".join(parts)] = True
        elif stem != "__main__":
            modules.setdefault(".".join(parts + [stem]), False)
    return modules


def regular(modules):
    return {name for name, is_package in modules.items() if is_package}


def portions(modules):
    """The shortest dotted names that tell a distribution's modules from another's."""
    packages = regular(modules)
    found = set()
    for name in modules:
        parts = name.split(".")
        for length in range(1, len(parts) + 1):
            prefix = ".".join(parts[:length])
            if length == len(parts) or (prefix in packages and prefix not in NAMESPACES):
                # The __init__ that one release ships for a namespace is nobody's module.
                if prefix not in NAMESPACES:
                    found.add(prefix)
                break
    return {name for name in found if not is_junk(name)}


def is_junk(name):
    parts = name.lower().split(".")
    # What mypyc compiles is named after a hash of the version.
    return parts[0] in JUNK or parts[-1] in ("tests", "test", "conftest") or name.endswith("__mypyc")


def debian_facts(packages, review):
    """Distribution -> (original name, modules, has entry points, ships commands, modules complete)."""
    with_modules = []
    inits = collections.defaultdict(set)
    below = collections.defaultdict(set)
    for (release, name), package in sorted(packages.items()):
        modules = module_paths(package.files) if package.metadata else {}
        if not modules:
            continue
        with_modules.append((name, package, modules))
        if len(package.metadata) == 1:
            owner = normalize(next(iter(package.metadata)))
            for module, is_package in modules.items():
                if is_package:
                    inits[module].add(owner)
                below[module.partition(".")[0]].add(owner)

    for module in sorted(below):
        if len(below[module]) > 1:
            kind = "forced" if module in NAMESPACES else "provided by " + " ".join(sorted(inits[module])) if inits[module] else "no __init__"
            review.append("shared\t%s\t%s\t%s" % (module, kind, " ".join(sorted(below[module])[:12])))

    facts = {}
    for name, package, modules in with_modules:
        found = portions(modules)
        if len(package.metadata) == 1:
            original = next(iter(package.metadata))
            mine = found
            own = normalize(original).replace("-", "").replace("python", "")
            if not name.startswith("python3-") and not any(own == module.lower().replace("_", "").replace(".", "") for module in mine):
                review.append("application\t%s\t%s\t%s" % (name, original, " ".join(sorted(mine))))
                continue
            add_fact(facts, original, mine, package.metadata[original], bool(package.commands), True)
        else:
            by_name = {normalize(each): each for each in package.metadata}
            assigned = collections.defaultdict(set)
            for module in found:
                original = by_name.get(normalize(module.replace(".", "-")))
                if original:
                    assigned[original].add(module)
            review.append("several\t%s\t%s\t%s" % (name, " ".join(sorted(package.metadata)), " ".join(sorted(found))))
            for original, mine in assigned.items():
                # A namespace's portion is named after its distribution; elsewhere there may be more that no name tells.
                complete = len(found) == sum(map(len, assigned.values())) or all("." in module for module in mine)
                add_fact(facts, original, mine, package.metadata[original], False, complete)
    return facts


def add_fact(facts, original, modules, entry_points, commands, complete):
    key = normalize(original)
    if not modules or key in NOT_THE_SAME:
        return
    name, known, had_entry_points, had_commands, was_complete = facts.get(key, (original, set(), False, False, True))
    # Metadata folders escape "-" and "." as "_"; of two spellings the one that kept more is nearer to the project's own.
    if (original.count("."), original != original.lower()) > (name.count("."), name != name.lower()):
        name = original
    facts[key] = (name, known | modules, had_entry_points or entry_points, had_commands or commands, was_complete and complete)


def read_well_known(path):
    """The rows of the hand-written table: distribution, modules, flags, source."""
    rows = []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t")
            if len(cells) != 4 or not all(cells):
                sys.exit("%s(%d): expected four cells: distribution, modules, flags, source" % (path, number))
            name, modules, flags, source = cells
            modules = [] if modules == "-" else modules.split(" ")
            flags = [] if flags == "-" else flags.split(",")
            if not re.match(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$", name):
                sys.exit("%s(%d): %r is not a distribution's name" % (path, number, name))
            for module in modules:
                if not all(map(importable, module.split("."))):
                    sys.exit("%s(%d): %r is not a module" % (path, number, module))
            for flag in flags:
                if flag not in FLAGS:
                    sys.exit("%s(%d): %r is not a flag" % (path, number, flag))
            if not modules and not flags:
                sys.exit("%s(%d): neither modules nor flags" % (path, number))
            rows.append((name, modules, flags, source))
    names = [normalize(row[0]) for row in rows]
    for name in {name for name in names if names.count(name) > 1}:
        sys.exit("%s: %s has two rows" % (path, name))
    return rows


def merge(well_known, facts):
    """The lines of the table: of each distribution (d) and of each module (m)."""
    distributions = {}
    candidates = collections.OrderedDict()
    for name, modules, flags, _ in well_known:
        distributions[normalize(name)] = (name, set(modules), {FLAGS[flag] for flag in flags})
        for module in modules:
            candidates.setdefault(module, []).append(name)
    for key in sorted(facts):
        original, modules, entry_points, commands, complete = facts[key]
        name, known, flags = distributions.get(key, (original.replace("_", "-"), set(), set()))
        # How far up a namespace goes is settled by the person who wrote the row, not by what one release holds.
        modules = {module for module in modules if not any(
            each.startswith(module + ".") or module.startswith(each + ".") for each in known)}
        for module in sorted(modules - known):
            candidates.setdefault(module, []).append(name)
        flags = flags | ({"e"} if entry_points else set()) | ({"c"} if commands else set()) | (set() if complete or known else {"i"})
        distributions[key] = (name, known | modules, flags)
    lines = []
    for key, (name, modules, flags) in distributions.items():
        lines.append("d\t%s\t%s\t%s\t%s" % (key, "" if name == key else name, "".join(sorted(flags)), " ".join(sorted(modules))))
    for module, names in candidates.items():
        lines.append("m\t%s\t%s" % (module, " ".join(names)))
    # By bytes: the reader searches the file as it is.
    return sorted(lines, key=lambda line: line.encode("utf-8"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("contents", nargs="+", help="Contents-all and Contents-amd64 of one release, then of the next")
    parser.add_argument("--release", required=True, help="which Debian releases, for the header")
    parser.add_argument("--date", required=True, help="the date of the indexes, for the header")
    parser.add_argument("--index-names", help="file with the names of PyPI's projects, one a line")
    parser.add_argument("--well-known", default=WELL_KNOWN)
    parser.add_argument("--output", default=DEFAULT_OUTPUT)
    parser.add_argument("--review", help="file for what was decided")
    options = parser.parse_args()

    review = []
    well_known = read_well_known(options.well_known)
    facts = debian_facts(read_contents(options.contents), review)
    if options.index_names:
        with open(options.index_names, encoding="utf-8") as lines:
            names = {normalize(line.strip()) for line in lines}
        for key in sorted(set(facts) - names):
            review.append("not on the index\t%s\t%s" % (facts[key][0], " ".join(sorted(facts[key][1]))))
            del facts[key]
        for row in well_known:
            if normalize(row[0]) not in names:
                review.append("well known, not on the index\t%s" % row[0])
    lines = merge(well_known, facts)
    header = [
        "# Modules and the distributions that provide them. Written by eng/module_map.py: do not edit, edit eng/well_known_modules.tsv.",
        "# Sources: %d rows of eng/well_known_modules.tsv; Debian's Contents indexes: %s, %s: %d distributions%s." % (
            len(well_known), options.release, options.date, len(facts), " that PyPI also holds" if options.index_names else ""),
        "# d, normal name, name if different, flags (c command, e entry points, i modules incomplete, p plugin, s stub), modules",
        "# m, module, distributions in order of how widely they are used",
    ]
    with open(options.output, "w", encoding="utf-8", newline="\n") as output:
        output.write("\n".join(header + lines) + "\n")
    if options.review:
        with open(options.review, "w", encoding="utf-8", newline="\n") as output:
            output.write("\n".join(review) + "\n")
    print("%d distributions, %d modules, %d bytes" % (
        sum(line.startswith("d") for line in lines), sum(line.startswith("m") for line in lines), os.path.getsize(options.output)))


if __name__ == "__main__":
    main()
