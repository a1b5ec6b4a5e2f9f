"""What a file is, told from its bytes and, for SQLite, its tables; looking changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MAGIC = b"SQLite format 3\0"
HEADER_BYTES = 100  # sqlite.org/fileformat.html, 1.3
JOURNAL_BYTE = 18  # 2: write-ahead log; 1: rollback journal
ID_BYTES = slice(68, 72)
# "GPKG", and "GP10" and "GP11" before version 1.2 (OGC 12-128r18, requirement 2 and annex).
GEOPACKAGE_IDS = frozenset({b"GPKG", b"GP10", b"GP11"})
STORE_TABLES = frozenset({"inventory_schema", "project_schema", "ws_schema"})
# What SQLite keeps beside a database while it is open or after a crash.
COMPANIONS = ("-wal", "-shm", "-journal")


class FileKind(StrEnum):
    """What lies at a path."""

    MISSING = "missing"
    FOLDER = "folder"
    EMPTY = "empty"
    OTHER = "other"
    DAMAGED = "damaged"
    SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at a path found; ``tables`` are those of a SQLite database."""

    kind: FileKind
    size: int = 0
    is_geopackage: bool = False
    tables: frozenset[str] = frozenset()

    @property
    def is_store(self) -> bool:
        """Return whether it holds inventories, projects or workshops of this tool."""
        return bool(self.tables & STORE_TABLES)


def look(path: Path) -> Found:
    """Return what lies at a path; nothing is changed, neither there nor beside it.

    Raises
    ------
    OSError
        If it cannot be read.
    sqlite3.OperationalError
        If it is a database that the machine does not give out now: locked, no room for it.
    """
    if path.is_dir():
        return Found(FileKind.FOLDER)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(HEADER_BYTES)
    except FileNotFoundError:
        return Found(FileKind.MISSING)
    if not header:
        return Found(FileKind.EMPTY)
    if not header.startswith(MAGIC):
        return Found(FileKind.OTHER, size)
    try:
        tables = _tables(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.Error:
        return Found(FileKind.DAMAGED, size, is_geopackage(header))
    return Found(FileKind.SQLITE, size, is_geopackage(header), tables)


def is_geopackage(content: bytes) -> bool:
    """Return whether bytes are those of a GeoPackage."""
    return content.startswith(MAGIC) and content[ID_BYTES] in GEOPACKAGE_IDS


def _tables(path: Path) -> frozenset[str]:
    with untouched(path) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return frozenset(str(row[0]) for row in rows)


@contextmanager
def untouched(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a SQLite file so that neither it nor anything beside it changes.

    Even a read-only connection makes a log beside a file that is kept with one, and leaves it
    there. So a file at rest is opened as one that cannot change, and what a crash left in the
    log is read from a copy. Where another program has the file open, one joins its readers.

    Raises
    ------
    sqlite3.Error
        If it is no sound database.
    OSError
        If it cannot be read.
    """
    wal, shm, journal = (beside(path, ending) for ending in COMPANIONS)
    if has_log(path) and not is_there(shm) and _holds(wal):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            shutil.copyfile(path, copy)
            shutil.copyfile(wal, beside(copy, "-wal"))
            with closing(_connect(copy, "ro")) as connection:
                yield connection
        return
    is_in_use = is_there(shm) if has_log(path) else not _holds(journal)
    with closing(_connect(path, "ro" if is_in_use else "ro&immutable=1")) as connection:
        yield connection


def has_log(path: Path) -> bool:
    """Return whether a SQLite file is kept with a write-ahead log."""
    with path.open("rb") as file:
        return file.read(HEADER_BYTES)[JOURNAL_BYTE : JOURNAL_BYTE + 1] == b"\2"


def beside(path: Path, ending: str) -> Path:
    """Return the path of what SQLite keeps beside a database."""
    return path.with_name(path.name + ending)


def uri(path: Path, mode: str) -> str:
    """Return the address by which SQLite opens a file in a mode: ``ro``, ``rw`` or ``rwc``."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def is_there(path: Path) -> bool:
    """Return whether something is at a path; a name longer than names can be has nothing."""
    try:
        return path.exists()
    except OSError:
        return False


def _holds(path: Path) -> bool:
    return is_there(path) and path.stat().st_size > 0


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri(path, mode), uri=True, timeout=5)
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection
