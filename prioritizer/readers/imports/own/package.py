"""A Data Package that this tool exported: as a zip, or unpacked beside datapackage.json."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from prioritizer.domain.imports import ImportOptions
from prioritizer.readers.cells import unguarded
from prioritizer.readers.imports.files.csv_source import too_many_rows
from prioritizer.readers.imports.files.xlsx_source import check_archive
from prioritizer.readers.imports.own.tables import REQUIRED, OwnTables, Row
from prioritizer.readers.imports.words.records import Log
from prioritizer.readers.tables import RawTable, as_dicts, fault, parse_table

DESCRIPTOR = "datapackage.json"
TABLES = ("sites", "grades", "sources")
OWN = "own_columns"
Files = Callable[[str], bytes]


def is_descriptor(data: Mapping[str, Any]) -> bool:
    """Return whether JSON describes a Data Package."""
    return isinstance(data.get("resources"), list) and "features" not in data


def read(path: Path, options: ImportOptions, log: Log) -> OwnTables | None:
    """Return the tables of a zipped package; None if it holds other tables.

    Raises
    ------
    DataError
        If the archive is dangerous or damaged, or a table is missing.
    """
    try:
        check_archive(path, options.limits, log)
        with zipfile.ZipFile(path) as archive:
            data = json.loads(archive.read(DESCRIPTOR).decode("utf-8-sig"))
            if not isinstance(data, dict) or not is_descriptor(data):
                return None
            return _tables(data, archive.read, options, log)
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        RecursionError,
        NotImplementedError,
    ) as error:
        raise fault(
            log.file,
            f"a damaged package ({type(error).__name__})",
            "a Data Package of this tool",
            "Export it again.",
        ) from None


def read_beside(
    path: Path, data: Mapping[str, Any], options: ImportOptions, log: Log
) -> OwnTables | None:
    """Return the tables that stand beside their descriptor; None if it describes others.

    Raises
    ------
    DataError
        If a table is missing.
    """

    def content(name: str) -> bytes:
        file = path.with_name(name)
        if file.is_symlink() or file.stat().st_size > options.limits.bytes:
            raise KeyError(name)
        return file.read_bytes()

    return _tables(data, content, options, log)


def _tables(
    data: Mapping[str, Any], content: Files, options: ImportOptions, log: Log
) -> OwnTables | None:
    known = {entry.get("name"): entry for entry in data["resources"] if isinstance(entry, dict)}
    fields = _fields(known.get("sites"))
    if not fields >= REQUIRED:
        return None
    found = {name: _table(known.get(name), name, content, log) for name in TABLES}
    if max(len(table.rows) for table in found.values()) > options.limits.rows:
        raise too_many_rows(log.file, options.limits)
    own = []
    if OWN in known:
        own = _rows(_table(known[OWN], OWN, content, log))
    title = data.get("title")
    return OwnTables(
        "a Data Package",
        "",
        title if isinstance(title, str) else "",
        _rows(found["sites"]),
        found["sites"].lines,
        _rows(found["grades"]),
        _rows(found["sources"]),
        own,
    )


def _fields(resource: Any) -> set[str]:
    schema = resource.get("schema") if isinstance(resource, dict) else None
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list):
        return set()
    return {str(field.get("name")) for field in fields if isinstance(field, dict)}


def _table(resource: Any, name: str, content: Files, log: Log) -> RawTable:
    file = resource.get("path") if isinstance(resource, dict) else None
    # A package may name a path anywhere; ours are names in its own folder.
    is_plain = isinstance(file, str) and file == Path(file).name and file not in ("", "..")
    try:
        data = content(file) if is_plain and isinstance(file, str) else None
    except (KeyError, OSError):
        data = None
    if data is None:
        raise fault(
            log.file,
            f"no table '{name}.csv' beside it",
            f"the package with the tables {', '.join(TABLES)}",
            "Give the zip as it was exported, or unpack all of it.",
        )
    _compare_digest(resource, name, data, log)
    return parse_table(f"{name}.csv", data.decode("utf-8-sig"), may_be_empty=True)


def _compare_digest(resource: Mapping[str, Any], name: str, data: bytes, log: Log) -> None:
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if resource.get("hash") not in (None, digest):
        log.warn(
            None,
            None,
            f"{name}.csv with other content than {DESCRIPTOR} says",
            "the table as it was exported",
            "It was changed since; it is read as it is now.",
        )


def _rows(table: RawTable) -> list[Row]:
    return [
        {name: unguarded(text) for name, text in row.items() if name and text}
        for row in as_dicts(table)
    ]
