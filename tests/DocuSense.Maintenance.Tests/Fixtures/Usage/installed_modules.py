"""Prints what each installed distribution provides, as importlib.metadata tells it: distribution, tab, dotted module file.

Only files that RECORD lists count, so that a namespace package's portions are told apart.
"""
import importlib.metadata
import sys

ENDINGS = (".py", ".so", ".pyd")
# Without RECORD (an egg-info), packages_distributions knows the top levels.
top_levels = {}
if hasattr(importlib.metadata, "packages_distributions"):
    for module, names in importlib.metadata.packages_distributions().items():
        for name in names:
            top_levels.setdefault(name, set()).add(module)

for distribution in importlib.metadata.distributions():
    name = distribution.metadata["Name"]
    modules = set()
    for file in distribution.files or ():
        parts = list(file.parts)
        if parts[0] in ("..", "__pycache__") or not parts[-1].endswith(ENDINGS):
            continue
        parts[-1] = parts[-1].partition(".")[0]
        if parts[-1] == "__init__":
            parts.pop()
        if parts and all(part.isidentifier() for part in parts):
            modules.add(".".join(parts))
    for module in sorted(modules or top_levels.get(name, ())):
        print(name, module, sep="\t")
