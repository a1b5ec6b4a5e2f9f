"""Where an output may be written: never onto an input, a store, or a strange database."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from prioritizer import shipped
from prioritizer.errors import PlaceError
from prioritizer.files.sqlite_file import COMPANIONS, FileKind, Found, beside, is_there, look

# What the program itself reads: its code and tables, the criteria sets and reference tables.
OWN_FOLDERS = (shipped.PACKAGE, shipped.CRITERIA)


@dataclass(frozen=True, slots=True)
class Input:
    """A file that a command reads, and what the command calls it."""

    name: str
    path: Path


def is_same(one: Path, other: Path) -> bool:
    """Return whether two paths mean one file, here or on a computer that ignores case."""
    try:
        if one.samefile(other):
            return True
    except OSError:
        pass
    return _key(one) == _key(other)


def _key(path: Path) -> str:
    try:
        full = path.resolve()
    except (OSError, RuntimeError):  # links in a circle
        full = path.absolute()
    return unicodedata.normalize("NFC", str(full)).casefold()


def refuse_inputs(output: Path, inputs: Iterable[Input]) -> None:
    """Refuse to write onto what a command reads, by whatever name.

    Raises
    ------
    PlaceError
        Naming the input.
    """
    for one in inputs:
        if any(is_same(output, path) for path in _with_companions(one.path)):
            raise PlaceError(
                f"{output}: found the place of an input ({one.name}: {one.path}). Expected a "
                "file that nothing is read from. Choose another name. Nothing was written."
            )


def _with_companions(path: Path) -> Iterator[Path]:
    yield path
    yield from (beside(path, ending) for ending in COMPANIONS)


def refuse_place(output: Path, *, makes_folder: bool = False) -> Found:
    """Refuse a place where no output may go, whatever it holds; return what is there now.

    Raises
    ------
    PlaceError
        For a folder, a store of this tool, a SQLite database that is no GeoPackage, a file of
        the program itself.
    """
    parent = output.parent
    if not parent.is_dir() and not (makes_folder and not parent.exists()):
        raise PlaceError(
            f"{output}: found no folder '{parent}'. Expected one that exists. Make it first, "
            "or choose another."
        )
    found = _look(output)
    if found.kind is FileKind.FOLDER:
        raise PlaceError(
            f"{output}: found a folder. Expected the name of a file. Add one to the path."
        )
    if found.kind is not FileKind.MISSING:
        _refuse_own(output)
    for ending in COMPANIONS:
        base = output.with_name(output.name.removesuffix(ending))
        if base != output and _look(base).kind in (FileKind.SQLITE, FileKind.DAMAGED):
            raise PlaceError(
                f"{output}: found a name that belongs to the database {base.name}. Expected "
                "another. Choose one."
            )
    _refuse_database(output, found)
    return found


def _refuse_database(output: Path, found: Found) -> None:
    if found.is_store:
        raise PlaceError(
            f"{output}: found a store of this tool, with its whole history. Expected a file "
            "that may be replaced. Choose another name. Nothing was written."
        )
    if found.kind in (FileKind.SQLITE, FileKind.DAMAGED) and not found.is_geopackage:
        raise PlaceError(
            f"{output}: found a SQLite database that this tool did not write. Expected a file "
            "that may be replaced. Choose another name. Nothing was written."
        )


def refuse_kind(output: Path, found: Found, *, is_geopackage: bool) -> None:
    """Refuse to replace a GeoPackage by something else, or while a program has it open.

    Raises
    ------
    PlaceError
        Saying which.
    """
    if found.is_geopackage and not is_geopackage:
        raise PlaceError(
            f"{output}: found a GeoPackage, which is a database. Expected one only where a "
            "GeoPackage is written. Choose another name. Nothing was written."
        )
    left = [p.name for e in COMPANIONS if is_there(p := beside(output, e))]
    if is_geopackage and left:
        # A log that is older than the file beside it would be taken for part of it.
        raise PlaceError(
            f"{output}: found {left[0]} beside it: another program has the file open, or "
            "crashed with it. Expected it closed. Close it there, or choose another name. "
            "Nothing was written."
        )


def _refuse_own(output: Path) -> None:
    try:
        full = output.resolve()
    except (OSError, RuntimeError):
        return
    if any(full.is_relative_to(folder) for folder in OWN_FOLDERS):
        raise PlaceError(
            f"{output}: found a file that the program itself reads. Expected one of yours. "
            "Choose another name. Nothing was written."
        )


def _look(path: Path) -> Found:
    if is_stream(path):
        return Found(FileKind.OTHER)
    try:
        return look(path)
    except (OSError, RuntimeError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise PlaceError(
            f"{path}: could not be looked at ({reason}). Expected a place that you may read "
            "and write. Check the path and the rights."
        ) from None


def is_stream(path: Path) -> bool:
    """Return whether a path means a stream, such as /dev/stdout or a named pipe, no file."""
    # Of the devices of a system, shared memory alone is a folder of files.
    if path.is_absolute() and path.parts[1:2] == ("dev",) and path.parts[2:3] != ("shm",):
        return True
    return path.is_fifo() or path.is_char_device() or path.is_socket() or path.is_block_device()
