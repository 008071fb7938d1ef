"""Fills the cache of templates, alas when it is imported: `dotnet test` reports it as slow."""

import time


def load() -> dict[str, str]:
    time.sleep(1.5)
    return {}


TEMPLATES = load()
