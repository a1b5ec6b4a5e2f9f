"""The site tables that a session starts from: the sample, and those that a person uploads."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from prioritizer import shipped
from prioritizer.domain.reference import Reference
from prioritizer.domain.site_file import SiteFile
from prioritizer.readers.sites import read_sites

SAMPLE_TABLES = ("sites.csv", "grades.csv", "sources.csv")


@dataclass(frozen=True, slots=True)
class SessionTables:
    """Tables as read; ``digest`` identifies the content of their files."""

    digest: str
    read: SiteFile


def sample_tables(reference: Reference) -> SessionTables:
    """Return the sites that come with the tool."""
    digest = hashlib.sha256()
    for name in SAMPLE_TABLES:
        digest.update(shipped.SAMPLE.with_name(name).read_bytes())
    return SessionTables(digest.hexdigest(), read_sites(shipped.SAMPLE, reference))


def uploaded_tables(files: Sequence[tuple[str, bytes]], reference: Reference) -> SessionTables:
    """Return the sites of uploaded files, each a name and its content.

    Parameters
    ----------
    files
        The site table, called ``sites`` with the ending of its kind, and where there are such
        ``grades.csv`` and ``sources.csv``; an export holds all three. The names become parts
        of a path, so the caller makes them: those that a browser sends are not safe.

    Raises
    ------
    DataError
        If the site table cannot be read as a whole.
    """
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(name.encode() + b"\0" + content)
    with tempfile.TemporaryDirectory(prefix="prioritizer-") as folder:
        paths = {name: Path(folder) / name for name, _ in files}
        for name, content in files:
            paths[name].write_bytes(content)
        main = next(name for name in paths if name.startswith("sites."))
        found = read_sites(paths[main], reference, grades=paths.get("grades.csv"))
    return SessionTables(digest.hexdigest(), found)
