"""The files that come with the tool to try an import with."""

from __future__ import annotations

from collections.abc import Collection

from prioritizer import shipped

FOLDER = shipped.SAMPLE.with_name("import_examples")


def example_names(endings: Collection[str]) -> list[str]:
    """Return the names of those examples that end in one of ``endings``, such as ``csv``."""
    found = (path for path in FOLDER.iterdir() if path.suffix.removeprefix(".") in endings)
    return sorted(path.name for path in found)


def example_content(name: str) -> bytes:
    """Return the content of an example."""
    return (FOLDER / name).read_bytes()
