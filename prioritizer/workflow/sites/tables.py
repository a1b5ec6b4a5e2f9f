"""The site tables that a session starts from: the sample, and those that a person uploads."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from prioritizer import shipped
from prioritizer.domain.columns import site_columns
from prioritizer.domain.reference import Reference
from prioritizer.domain.site_file import SiteFile
from prioritizer.errors import DataError
from prioritizer.files.uploads import read_together
from prioritizer.readers.sites import read_sites
from prioritizer.readers.tables import parse_table

SITES, GRADES = "sites.csv", "grades.csv"
COMPANIONS = (GRADES, "sources.csv", "own_columns.csv")
# More than the longest header has.
HEAD = 65_536
SAMPLE_TABLES = (SITES, GRADES, "sources.csv")


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
        The site table and its grades, called ``sites`` and ``grades`` with the ending of their
        kind, and where there are such ``sources.csv`` and ``own_columns.csv``; an export holds
        all of them.
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
    beside = next((name for name in names if name.startswith("grades.")), "")

    def read(folder: Path) -> SiteFile:
        grades = folder / beside if beside else None
        return read_sites(folder / main, reference, grades=grades)

    return SessionTables(digest.hexdigest(), read_together(dict(files), read))


def is_site_table(content: bytes) -> bool:
    """Return whether a CSV has columns of the data dictionary alone, and those needed.

    Such a table leaves nothing to ask: it is read as it stands.
    """
    return has_needed(content) and _header(content) <= site_columns().keys()


def has_needed(content: bytes) -> bool:
    """Return whether a CSV has the columns that a table of sites needs."""
    needed = {name for name, column in site_columns().items() if column.is_required}
    return needed <= _header(content)


def _header(content: bytes) -> set[str]:
    """Return the names of the columns of a CSV; none where it is no table."""
    try:
        text = content[:HEAD].decode("utf-8-sig", errors="ignore")
        first = next((line for line in text.splitlines() if line.strip()), "")
        return set(parse_table(SITES, first, may_be_empty=True).header)
    except DataError:
        return set()
