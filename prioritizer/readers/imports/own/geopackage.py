"""A GeoPackage that this tool exported: waste bodies, assays and sources, whole."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

from prioritizer.domain.imports import ImportOptions
from prioritizer.readers.imports.files import geopackage_source as source
from prioritizer.readers.imports.files.csv_source import too_many_rows
from prioritizer.readers.imports.files.packed import unpacked
from prioritizer.readers.imports.own.answers import INSTEAD
from prioritizer.readers.imports.own.tables import (
    REQUIRED,
    OwnTables,
    check_points,
    row_of,
    source_row,
)
from prioritizer.readers.imports.words.records import Log
from prioritizer.readers.tables import fault

LAYER, ASSAYS, SOURCES, OWN = "waste_bodies", "assays", "sources", "own_columns"
RANKING = "ranked_sites"
OWN_KEYS = ("fid", "geom")


def read(path: Path, options: ImportOptions, log: Log) -> OwnTables | None:
    """Return the tables of the file; None if another program made its layers.

    Raises
    ------
    DataError
        If it is the map of a ranking, or its assays or sources are missing.
    """
    with source.opened(path, log) as base:
        tables = source.plain_tables(base)
        columns = {name: _columns(base, name) for name in tables & {LAYER, RANKING}}
        if {"standing", "rank", "site_id"} <= columns.get(RANKING, set()):
            raise fault(
                log.file,
                f"the map of a ranking (layer '{RANKING}'), which holds no evidence",
                "sites with their evidence",
                INSTEAD,
            )
        if not columns.get(LAYER, set()) >= REQUIRED:
            return None
        missing = [name for name in (ASSAYS, SOURCES) if name not in tables]
        if missing:
            raise fault(
                log.file,
                f"the layer '{LAYER}' without the table '{missing[0]}'",
                f"the layer with the tables '{ASSAYS}' and '{SOURCES}', as it was exported",
                "Export it again, or take the unchanged file.",
            )
        found = _tables(base, options, log)
        if OWN in tables:
            rows = _records(base, OWN, options, log)
            found = replace(found, own_columns=[row_of(_without_keys(r)) for r in rows])
        return found


def read_zipped(path: Path, options: ImportOptions, log: Log) -> OwnTables | None:
    """Return the tables of the GeoPackage in an archive; None if another program made it.

    Raises
    ------
    DataError
        As `read`, and if it cannot be unpacked within the limits.
    """
    with unpacked(path, "gpkg.zip", options.limits) as inner:
        return read(inner, options, log)


def _tables(base: sqlite3.Connection, options: ImportOptions, log: Log) -> OwnTables:
    records = _records(base, LAYER, options, log)
    lines = list(range(1, len(records) + 1))
    shapes = [
        source.shape_of(record.get("geom"), line, log)
        for record, line in zip(records, lines, strict=True)
    ]
    sites = [row_of(_without_keys(record)) for record in records]
    check_points(sites, lines, shapes, log)
    return OwnTables(
        "a GeoPackage",
        LAYER,
        _title(base),
        sites,
        lines,
        [row_of(_without_keys(r)) for r in _records(base, ASSAYS, options, log)],
        [source_row(_without_keys(r)) for r in _records(base, SOURCES, options, log)],
    )


def _without_keys(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in OWN_KEYS}


def _records(
    base: sqlite3.Connection, table: str, options: ImportOptions, log: Log
) -> list[dict[str, Any]]:
    most = options.limits.rows
    cursor = base.execute(f'SELECT * FROM "{table}" ORDER BY rowid LIMIT ?', (most + 1,))  # noqa: S608 - constants
    names = [str(column[0]) for column in cursor.description]
    found = [dict(zip(names, record, strict=True)) for record in cursor]
    if len(found) > most:
        raise too_many_rows(log.file, options.limits)
    return found


def _columns(base: sqlite3.Connection, table: str) -> set[str]:
    cursor = base.execute(f'SELECT * FROM "{table}" LIMIT 0')  # noqa: S608 - constants
    return {str(column[0]) for column in cursor.description}


def _title(base: sqlite3.Connection) -> str:
    """Return the title of the inventory, which stands first in the description of the layer."""
    row = base.execute(
        "SELECT description FROM gpkg_contents WHERE table_name = ?", (LAYER,)
    ).fetchone()
    title, mark, _ = str(row[0] if row else "").rpartition("; waste bodies")
    return title if mark else ""
