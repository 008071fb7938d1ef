#!/usr/bin/env python3
"""Writes the table of what distributions require that the engine embeds (RequirementsMap), for backends with nothing installed.

Three sources, in the order in which they are believed:

- METADATA of distributions that are installed where this runs, as their projects wrote it: what they require on some common system, and what
  their extras bring.
- eng/well_known_requirements.tsv, written by hand.
- Debian's package index: what the packages of Debian that ship one distribution depend on, recommend and suggest. Debian may depend on more
  or on other things than the project does, so this is kept apart, as what is probable.

How to run it (Python 3.8 or later with pip; on Debian or in its container):

    apt-get install apt-file && apt-file update
    apt-get indextargets --format '$(FILENAME)' 'Created-By: Contents-deb'       # where the indexes are
    apt-cache dumpavail > packages.txt
    python3 eng/requirements_map.py --release 'Debian 12 (bookworm)' --date 2025-01-31 --packages packages.txt \\
        --site-packages venv/lib/python3.11/site-packages Contents-all.gz Contents-amd64.gz

Debian takes out of the metadata of its packages what its own dependencies say, so --site-packages names environments that pip made.
"""

import argparse
import collections
import importlib.metadata
import os
import re

from pip._vendor.packaging.requirements import InvalidRequirement, Requirement

import module_map

HERE = os.path.dirname(os.path.abspath(__file__))
WELL_KNOWN = os.path.join(HERE, "well_known_requirements.tsv")
DEFAULT_OUTPUT = os.path.join(HERE, "..", "src", "DocuSense.Maintenance", "Usage", "requirements-map.txt")

# A requirement that applies on one of these is one that an installation may bring.
COMMON = [{"python_version": version, "python_full_version": version + ".0", "sys_platform": "linux", "platform_system": "Linux", "os_name": "posix",
           "platform_machine": "x86_64", "implementation_name": "cpython", "platform_python_implementation": "CPython"} for version in ("3.10", "3.13")]

# Extras that serve the distribution's own development: nobody's application uses what they bring.
DEVELOPMENT = frozenset("check checkers coverage cover cov dev develop development doc docs enabler format lint mypy pep8test release ssh-tests style test test-extras test-no-codebase test-no-images test-randomorder testing tests tests-min tox type types typing".split())

normalize = module_map.normalize


def applies(requirement, extra=""):
    return requirement.marker is None or any(requirement.marker.evaluate(dict(each, extra=extra)) for each in COMMON)


def installed_facts(paths):
    """Distribution -> (what it requires, extra -> what that brings)."""
    facts = {}
    for path in paths:
        for distribution in importlib.metadata.distributions(path=[path]):
            own = normalize(distribution.metadata["Name"])
            requires, extras = set(), collections.defaultdict(set)
            for text in distribution.requires or ():
                try:
                    requirement = Requirement(text)
                except InvalidRequirement:
                    continue
                name = normalize(requirement.name)
                if name == own:
                    continue
                if applies(requirement):
                    requires.add(name)
                    continue
                for extra in distribution.metadata.get_all("Provides-Extra") or ():
                    if normalize(extra) not in DEVELOPMENT and applies(requirement, extra):
                        extras[normalize(extra)].add(name)
            facts[own] = (requires, extras)
    return facts


def well_known(path):
    facts = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t")
            if len(cells) != 3 or not all(cells):
                raise SystemExit("%s(%d): expected three cells: distribution, what it requires, source" % (path, number))
            if normalize(cells[0]) in facts:
                raise SystemExit("%s(%d): %s has two rows" % (path, number, cells[0]))
            facts[normalize(cells[0])] = {normalize(name) for name in cells[1].split(" ")}
    return facts


def owners(contents):
    """Debian package -> the one distribution whose metadata it ships; only packages of Python's own (python3-*)."""
    found = {}
    for (_, name), package in module_map.read_contents(contents).items():
        names = {normalize(each.replace("_", "-")) for each in package.metadata}
        if len(names) == 1 and name.startswith("python3-"):
            found[name] = names.pop()
    return found


def fields(path):
    """Each package's name with its Depends, Recommends and Suggests."""
    name, values = None, {}
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            key, _, value = line.rstrip("\n").partition(": ")
            if key == "Package":
                name, values = value, {}
            elif key in ("Depends", "Recommends", "Suggests"):
                values[key] = value
            elif not line.strip() and name:
                yield name, values
                name = None
    if name:
        yield name, values


def debian_facts(contents, packages):
    """Distribution -> (what Debian makes it depend on, what Debian recommends and suggests beside it)."""
    owner = owners(contents)
    facts = {}
    for name, values in fields(packages):
        own = owner.get(name)
        if own is None:
            continue

        def named(field):
            # Of alternatives the first is what is usually there.
            first = [each.split("|")[0].split("(")[0].strip().partition(":")[0] for each in values.get(field, "").split(",")]
            return {owner[each] for each in first if each in owner} - {own}

        requires, optional = facts.setdefault(own, (set(), set()))
        requires |= named("Depends")
        optional |= named("Recommends") | named("Suggests")
    return facts


def known_names(path):
    """The distributions of the table of modules: the others nobody could require by that name."""
    with open(path, encoding="utf-8") as lines:
        return {line.split("\t")[1] for line in lines if line.startswith("d\t")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("contents", nargs="+", help="Contents-all and Contents-amd64 of one release")
    parser.add_argument("--packages", required=True, help="what `apt-cache dumpavail` printed")
    parser.add_argument("--site-packages", nargs="*", default=[], help="environments that pip made")
    parser.add_argument("--release", required=True, help="which Debian release, for the header")
    parser.add_argument("--date", required=True, help="the date of the indexes, for the header")
    parser.add_argument("--modules", default=module_map.DEFAULT_OUTPUT, help="the table of modules, which knows the names there are")
    parser.add_argument("--well-known", default=WELL_KNOWN)
    parser.add_argument("--output", default=DEFAULT_OUTPUT)
    options = parser.parse_args()

    known = known_names(options.modules)
    installed = installed_facts(options.site_packages)
    written = well_known(options.well_known)
    debian = debian_facts(options.contents, options.packages)
    rows, extras = {}, {}
    for name in sorted((set(installed) | set(written) | set(debian)) & (known | set(installed) | set(written))):
        certain = set(written.get(name, ()))
        optional = set()
        if name in installed:
            certain |= installed[name][0]
            for extra, brought in installed[name][1].items():
                extras[name + " " + extra] = sorted(brought)
                optional |= brought
        depends, suggests = debian.get(name, (set(), set()))
        # Where the project's own word is known, what Debian adds to it is only what can be used beside it.
        probable = set() if name in installed or name in written else depends & known
        optional |= (suggests | depends) & known
        cells = [certain, probable - certain, optional - certain - probable - {name}]
        # That one requires nothing is worth knowing as well.
        if any(cells) or name in installed or name in written or name in debian:
            rows[name] = [" ".join(sorted(cell)) for cell in cells]
    lines = ["r\t%s\t%s" % (name, "\t".join(cells).rstrip("\t")) for name, cells in rows.items()]
    lines += ["x\t%s\t%s" % (key, " ".join(names)) for key, names in extras.items()]
    header = [
        "# What distributions require. Written by eng/requirements_map.py: do not edit, edit eng/well_known_requirements.tsv.",
        "# Sources: METADATA of %d installed distributions; %d rows of eng/well_known_requirements.tsv; Debian's package index: %s, %s: %d distributions." % (
            len(installed), len(written), options.release, options.date, len(set(debian) & known)),
        "# r, distribution, what it requires, what it probably requires, what it can use beside that; all names in normal form",
        "# x, distribution and extra, what the extra brings",
    ]
    with open(options.output, "w", encoding="utf-8", newline="\n") as output:
        # By bytes: the reader searches the file as it is.
        output.write("\n".join(header + sorted(lines, key=lambda line: line.encode("utf-8"))) + "\n")
    print("%d distributions, %d extras, %d bytes" % (len(rows), len(extras), os.path.getsize(options.output)))


if __name__ == "__main__":
    main()
