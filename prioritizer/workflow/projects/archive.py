"""``.pilot.zip``: the document of a project with its tables, and guards for the way back."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from prioritizer.errors import InputError

ENDING = ".pilot.zip"
DOCUMENT = "project.json"
TABLES = ("sites.csv", "grades.csv", "sources.csv", "own_columns.csv")
READ_ME = "README.txt"
NAMES = frozenset({DOCUMENT, READ_ME, *TABLES})
MOST_PACKED = 50_000_000
MOST_UNPACKED = 200_000_000
# Digests and JSON of many sites pack well: a project of 181 sites to a seventh.
MOST_RATIO = 200
# What JSON takes in memory, at most, by the mark that stands before each part: 200 MB of "{},"
# would take 5 GB. A project of 30,000 sites takes half a gigabyte by this reckoning.
MEMORY_OF = {b"{": 300, b"[": 300, b",": 60}
MOST_MEMORY = 1_000_000_000
CHUNK = 1 << 20
MAGIC = b"PK\x03\x04"
# The earliest time a zip can hold: the same project gives the same bytes on any day.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
# What Python raises for an archive that is broken, locked or packed in a strange way.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError,
    ValueError,
)  # fmt: skip
WORDS = """A project of Pilot Prioritizer.

project.json  all of it: choices, criteria, settings, sites, the answer, digests, fingerprint
*.csv         the same sites as tables, for people; the program compares their SHA-256 only

Open it on the page Projects, or: python -m prioritizer project open FILE
The format is described in docs/project.md.
"""


def beside(tables: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Return what a document says of the files beside it."""
    return [
        {"id": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in sorted(tables.items())
    ]


def packed(document: bytes, tables: Mapping[str, bytes]) -> bytes:
    """Return the zip of a document and the tables beside it; the same input, the same bytes."""
    made = io.BytesIO()
    files = {READ_ME: WORDS.encode(), DOCUMENT: document, **dict(sorted(tables.items()))}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def unpacked(content: bytes) -> bytes:
    """Return the document in a zip, after every file in it was found to be as it was saved.

    Nothing is written to a disk: neither paths nor links in it can lead anywhere.

    Raises
    ------
    InputError
        If it is no zip of a project, larger than allowed, or holds anything else.
    """
    if len(content) > MOST_PACKED:
        raise _refused(f"{len(content) / 1e6:.0f} MB", f"at most {MOST_PACKED / 1e6:.0f} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_strange(archive.infolist(), len(content))
            files = {entry.filename: _read(archive, entry) for entry in archive.infolist()}
    except DAMAGED as error:
        raise _refused(f"a damaged archive ({type(error).__name__})", "a whole one") from None
    if DOCUMENT not in files:
        raise _refused(f"no {DOCUMENT} in it", "one")
    refuse_crowded(files[DOCUMENT])
    _compare(files)
    return files[DOCUMENT]


def refuse_crowded(document: bytes) -> None:
    """Refuse JSON that would take far more memory than its size, before it is read.

    Raises
    ------
    InputError
        If it has more parts than any project.
    """
    n_bytes = sum(document.count(mark) * size for mark, size in MEMORY_OF.items())
    if n_bytes > MOST_MEMORY:
        raise _refused(
            f"parts that take up to {n_bytes / 1e9:.1f} GB of memory",
            f"at most {MOST_MEMORY / 1e9:.0f} GB",
        )


def _refuse_strange(entries: list[zipfile.ZipInfo], packed_bytes: int) -> None:
    names = [entry.filename for entry in entries]
    for entry in entries:
        is_link = stat.S_ISLNK(entry.external_attr >> 16)
        if entry.filename not in NAMES or is_link or entry.flag_bits & 1:
            what = "a link" if is_link else "a locked file" if entry.flag_bits & 1 else "a file"
            raise _refused(
                f"{what} named '{entry.filename[:60]}'", "the files of a project only"
            )
    if len(set(names)) < len(names):
        raise _refused("a name twice", "each file once")
    n_bytes = sum(entry.file_size for entry in entries)
    _refuse_bomb(n_bytes, packed_bytes)


def _refuse_bomb(n_bytes: int, packed_bytes: int) -> None:
    is_bomb = n_bytes > CHUNK and n_bytes > MOST_RATIO * packed_bytes
    if n_bytes > MOST_UNPACKED or is_bomb:
        raise _refused(
            f"{n_bytes / 1e6:.0f} MB when unpacked",
            f"at most {MOST_UNPACKED / 1e6:.0f} MB and {MOST_RATIO} times its size",
        )


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return what an entry holds; what it says of its size is not believed."""
    parts, n = [], 0
    with archive.open(entry) as source:
        while chunk := source.read(CHUNK):
            n += len(chunk)
            _refuse_bomb(n, max(entry.compress_size, 1))
            parts.append(chunk)
    return b"".join(parts)


def _compare(files: Mapping[str, bytes]) -> None:
    """Refuse tables that are not those that the document names."""
    try:
        named = json.loads(files[DOCUMENT])["files"]
        expected = {str(row["id"]): str(row["sha256"]) for row in named}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _refused(f"a {DOCUMENT} that names no files", "one of this tool") from None
    found = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name in TABLES
    }
    for name in sorted({*expected, *found}):
        if expected.get(name) != found.get(name):
            raise InputError(
                f"project, {name[:60]}: found another content than when it was saved, or none. "
                "Nothing was opened. Use the file as it was saved. To correct a site, open "
                "the project and correct it there."
            )


def _refused(found: str, expected: str) -> InputError:
    return InputError(
        f"project: found {found}. Expected {expected}, as this tool saves it. Nothing was "
        "opened."
    )
