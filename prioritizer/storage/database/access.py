"""What a command may do with a store, and the look at the file before it is opened at all."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from prioritizer.errors import StoreError
from prioritizer.files.sqlite_file import FileKind, Found, look, untouched, uri

_SQLITE_URL = re.compile(r"sqlite(?:\+\w+)?:///([^?]*)(?:\?.*)?")
SHOWN_TABLES = 3


class Access(StrEnum):
    """What is done with a store: read it, write to it, or make it where there is none."""

    READ = "read"
    WRITE = "write"
    MAKE = "make"


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of one kind of store: what it is called, and where it keeps its number."""

    what: str
    holds: str
    table: str
    column: str
    newest: int
    advice: str


def sqlite_path(spec: str) -> Path | None:
    """Return the file that a store names; None if it is kept on a server."""
    if "://" not in spec:
        return Path(spec).expanduser()
    match = _SQLITE_URL.fullmatch(spec)
    return Path(match[1]) if match else None


def schema_in(path: Path, schema: Schema, access: Access) -> int:
    """Return the schema number of a store file; 0 where its tables are still to be made.

    Nothing is changed: a file that is no such store is told apart before it is opened.

    Raises
    ------
    StoreError
        If it is no such store, cannot be read, or a newer version of the tool wrote it.
    """
    try:
        found = look(path)
        _refuse_strange(path, found, schema, access)
        number = _number(path, schema) if schema.table in found.tables else 0
    except (OSError, RuntimeError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(
            f"{path}: could not be opened ({reason}). Expected {schema.what}. Check the place "
            "and the rights."
        ) from None
    refuse_newer(number, schema, str(path))
    return number


def refuse_newer(number: int, schema: Schema, where: str) -> None:
    """Refuse a store that a newer version of the tool wrote.

    Raises
    ------
    StoreError
        Naming both numbers.
    """
    if number > schema.newest:
        raise StoreError(
            f"{where}: found {schema.holds} of schema version {number}. Expected "
            f"{schema.newest} or older. It was written by a newer version of this tool: update "
            "the tool. Nothing was changed."
        )


def absent(where: str, schema: Schema) -> StoreError:
    """Return what to say of a database without such tables."""
    return StoreError(
        f"{where}: found no {schema.holds} in it. Expected {schema.what}. Check the name."
    )


def _refuse_strange(path: Path, found: Found, schema: Schema, access: Access) -> None:
    """Refuse what is no store; a store of ours may take in the other kind where it is made."""
    if found.kind is FileKind.MISSING:
        _refuse_missing(path, schema, access)
    elif not found.is_store:
        raise StoreError(
            f"{path}: found {_words(found)}. Expected {schema.what}. {_advice(found)} Nothing "
            "was changed."
        )
    elif schema.table not in found.tables and access is not Access.MAKE:
        raise absent(str(path), schema)


def _refuse_missing(path: Path, schema: Schema, access: Access) -> None:
    if access is not Access.MAKE:
        raise StoreError(
            f"{path}: found no such file. Expected {schema.what}. Check the name, or "
            f"{schema.advice.format(name=path.name)}"
        )
    if not path.parent.is_dir():
        raise StoreError(
            f"{path}: could not be opened: found no folder '{path.parent}'. Expected one. Make "
            "the folder first."
        )


def _words(found: Found) -> str:
    if found.kind is FileKind.SQLITE and not found.is_geopackage:
        tables = sorted(found.tables)
        if not tables:
            return "a SQLite database without a table"
        more = " …" if len(tables) > SHOWN_TABLES else ""
        return (
            "a SQLite database of another program (tables "
            f"{', '.join(tables[:SHOWN_TABLES])}{more})"
        )
    if found.kind is FileKind.OTHER:
        bytes_ = "1 byte" if found.size == 1 else f"{found.size} bytes"
        return f"a file of {bytes_} that is not a database"
    return {
        FileKind.SQLITE: "a GeoPackage",
        FileKind.FOLDER: "a folder",
        FileKind.EMPTY: "an empty file",
        FileKind.DAMAGED: "a SQLite database that is damaged",
    }[found.kind]


def _advice(found: Found) -> str:
    if found.kind is FileKind.EMPTY:
        return "Choose another, or delete it so that a new store can be made there."
    if found.kind is FileKind.DAMAGED:
        return "Restore the last backup."
    if found.kind is FileKind.SQLITE and found.is_geopackage:
        return "Take over its sites by: import FILE --into sites.db."
    return "Choose another file."


def _number(path: Path, schema: Schema) -> int:
    with untouched(path) as connection:
        query = f"SELECT MAX({schema.column}) FROM {schema.table}"  # noqa: S608 - our own names
        row = connection.execute(query).fetchone()
    return int(row[0] or 0)


def copy_of(path: Path, target: Path, shown: Path) -> None:
    """Copy a SQLite file with all that was committed to it; the file itself stays as it is.

    Parameters
    ----------
    shown
        The name that the copy will get, for the message.

    Raises
    ------
    StoreError
        If it cannot be read, or the copy cannot be written.
    """
    try:
        made = closing(sqlite3.connect(uri(target, "rwc"), uri=True))
        with untouched(path) as source, made as copy:
            source.backup(copy)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"{shown}: could not be written ({error}). Expected room for a copy of {path}, and "
            "that one sound. Check both. Nothing was changed."
        ) from None
