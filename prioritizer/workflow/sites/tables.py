"""The site tables that a session starts from: the sample, and those that a person uploads."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from prioritizer import shipped
from prioritizer.domain.reference import Reference
from prioritizer.domain.site_file import SiteFile
from prioritizer.files.uploads import read_together
from prioritizer.readers.sites import read_sites

GRADES = "grades.csv"
SAMPLE_TABLES = ("sites.csv", GRADES, "sources.csv")


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
        ``grades.csv``, ``sources.csv`` and ``own_columns.csv``; an export holds all of them.
        The names become parts of a path, so the caller makes them: those that a browser sends
        are not safe.

    Raises
    ------
    DataError
        If the site table cannot be read as a whole.
    """
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(name.encode() + b"\0" + content)
    names = [name for name, _ in files]
    main = next(name for name in names if name.startswith("sites."))

    def read(folder: Path) -> SiteFile:
        grades = folder / GRADES if GRADES in names else None
        return read_sites(folder / main, reference, grades=grades)

    return SessionTables(digest.hexdigest(), read_together(dict(files), read))
