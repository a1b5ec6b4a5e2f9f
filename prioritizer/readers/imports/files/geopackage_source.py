"""GeoPackage layers as grids: opened read-only, tables of its contents only, never a view."""

from __future__ import annotations

import math
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.errors import Severity
from prioritizer.readers.imports.files.csv_source import too_many_rows
from prioritizer.readers.imports.files.typed_cells import typed_cell
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid, Report, Shape
from prioritizer.readers.tables import fault

EXPECTED = "a GeoPackage (OGC)"
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
LARGEST_CELL = 20_000_000


def read_geopackage(path: Path, options: ImportOptions, log: Log, report: Report) -> RawGrid:
    """Read one layer of a GeoPackage as a grid.

    Raises
    ------
    DataError
        If it is no GeoPackage, damaged, or its layer is not a plain table.
    """
    with opened(path, log) as base:
        return _read(base, options, log, report)


@contextmanager
def opened(path: Path, log: Log) -> Iterator[sqlite3.Connection]:
    """Open a database that may not be trusted: read-only, selecting from tables only.

    Raises
    ------
    DataError
        If it cannot be opened or is damaged.
    """
    try:
        base = sqlite3.connect(
            f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True
        )
    except sqlite3.Error:
        raise fault(
            log.file, "a database that cannot be opened", EXPECTED, "Export the layer again."
        ) from None
    try:
        _harden(base)
        yield base
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # A name in the schema that is no UTF-8 is told in a message that is none either.
        raise fault(
            log.file,
            f"a damaged database ({str(error)[:80]})",
            EXPECTED,
            "Export the layer again.",
        ) from None
    finally:
        base.close()


def _harden(base: sqlite3.Connection) -> None:
    base.execute("PRAGMA trusted_schema=OFF")
    base.execute("PRAGMA cell_size_check=ON")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_CELL)
    base.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, 2_000)
    base.text_factory = lambda raw: raw.decode("utf-8", errors="replace")

    def allow(action: int, name: object, *_: object) -> int:
        is_safe = action in ALLOWED or (
            action == sqlite3.SQLITE_PRAGMA and name == "table_info"
        )
        return sqlite3.SQLITE_OK if is_safe else sqlite3.SQLITE_DENY

    base.set_authorizer(allow)


def _read(
    base: sqlite3.Connection, options: ImportOptions, log: Log, report: Report
) -> RawGrid:
    tables = _tables(base)
    if "gpkg_contents" not in tables:
        raise fault(
            log.file,
            "a database without gpkg_contents",
            EXPECTED,
            "Export the layer as GeoPackage.",
        )
    layers = _listed(base)
    usable = [name for name in layers if _is_plain(name, tables)]
    layer = _layer(base, layers, usable, options, log)
    geometry, crs = _geometry_column(base, layer, tables)
    return _grid(base, layer, geometry, crs, options, log, report)


def plain_tables(base: sqlite3.Connection) -> set[str]:
    """Return the tables that the contents of a GeoPackage list, without views."""
    tables = _tables(base)
    if "gpkg_contents" not in tables:
        return set()
    return {name for name in _listed(base) if _is_plain(name, tables)}


def _tables(base: sqlite3.Connection) -> dict[str, str]:
    """Return the tables of a database with the statements that made them."""
    return {
        name: sql or ""
        for name, kind, sql in base.execute("SELECT name, type, sql FROM sqlite_master")
        if kind == "table"
    }


def _listed(base: sqlite3.Connection) -> list[str]:
    listed = base.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall()
    return [str(name) for name, kind in listed if kind in {"features", "attributes"}]


def _is_plain(name: str, tables: dict[str, str]) -> bool:
    made = tables.get(name)
    return made is not None and not made.upper().lstrip().startswith("CREATE VIRTUAL")


def _layer(
    base: sqlite3.Connection,
    layers: list[str],
    usable: list[str],
    options: ImportOptions,
    log: Log,
) -> str:
    if options.layer:
        if options.layer not in usable:
            raise fault(
                log.file,
                f"no table layer '{options.layer[:60]}'",
                f"one of: {', '.join(usable[:20])}",
                "Correct --layer.",
            )
        return options.layer
    if not usable:
        what = "layers that are views or virtual tables" if layers else "no layer"
        raise fault(
            log.file, what, "a layer that is a plain table", "Export the layer as a table."
        )
    counts = {name: _count(base, name, options.limits.rows) for name in usable}
    chosen = max(usable, key=lambda name: counts[name])
    log.read_as(
        Topic.PART,
        log.file,
        f"layer '{chosen}' read",
        1.0 if len(usable) == 1 else 0.6,
        reason="the only layer" if len(usable) == 1 else "the layer with most rows",
        alternatives=tuple(name for name in usable if name != chosen)[:10],
    )
    if len(usable) > 1:
        log.warn(
            None,
            None,
            f"{len(usable)} layers",
            "one layer",
            f"Layer '{chosen}' was read; choose another with --layer.",
        )
    return chosen


def _count(base: sqlite3.Connection, table: str, most: int) -> int:
    # Counted by reading, because functions are not allowed in this connection.
    cursor = base.execute(f"SELECT 1 FROM {_quoted(table)} LIMIT ?", (most + 1,))  # noqa: S608 - quoted name
    return sum(1 for _ in cursor)


def _geometry_column(
    base: sqlite3.Connection, layer: str, tables: dict[str, str]
) -> tuple[str, str]:
    if "gpkg_geometry_columns" not in tables:
        return "", ""
    row = base.execute(
        "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)
    ).fetchone()
    if row is None:
        return "", ""
    column, srs = str(row[0]), row[1]
    if "gpkg_spatial_ref_sys" in tables:
        known = base.execute(
            "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys "
            "WHERE srs_id = ?",
            (srs,),
        ).fetchone()
        if known and str(known[0]).upper() == "EPSG":
            return column, f"EPSG:{known[1]}"
    return column, f"EPSG:{srs}" if isinstance(srs, int) and srs > 0 else ""


def _grid(
    base: sqlite3.Connection,
    layer: str,
    geometry: str,
    crs: str,
    options: ImportOptions,
    log: Log,
    report: Report,
) -> RawGrid:
    cursor = base.execute(
        f"SELECT * FROM {_quoted(layer)} LIMIT ?",  # noqa: S608 - quoted name
        (options.limits.rows + 1,),
    )
    names = [str(column[0]) for column in cursor.description]
    truths = truth_columns(base, layer)
    at = next((i for i, name in enumerate(names) if name.casefold() == geometry.casefold()), -1)
    rows: list[list[Cell]] = []
    shapes: list[Shape | None] = []
    for number, record in enumerate(cursor, start=1):
        if number > options.limits.rows:
            raise too_many_rows(log.file, options.limits)
        rows.append(
            [
                typed_cell(as_yes_no(v, name in truths), number, name, options, log)
                for i, (name, v) in enumerate(zip(names, record, strict=True))
                if i != at
            ]
        )
        shapes.append(shape_of(record[at], number, log) if at >= 0 else None)
        if number % 5_000 == 0:
            report("reading rows", number, 0)
    if not rows:
        raise fault(
            log.file,
            f"no row in layer '{layer[:60]}'",
            "at least one row",
            "Choose another with --layer.",
        )
    header = tuple(name for i, name in enumerate(names) if i != at)
    log.read_as(
        Topic.ROWS,
        layer,
        "row numbers count the rows of the layer, from 1",
        1.0,
        n_cells=len(rows),
    )
    return RawGrid(
        log.file,
        "gpkg",
        layer,
        header,
        rows,
        list(range(1, len(rows) + 1)),
        crs=crs,
        shapes=shapes if at >= 0 else [],
    )


def truth_columns(base: sqlite3.Connection, table: str) -> set[str]:
    """Return the columns of a table that are declared to hold yes or no, as 1 and 0."""
    declared = base.execute(f"PRAGMA table_info({_quoted(table)})")
    return {str(name) for _, name, kind, *_ in declared if str(kind).upper() == "BOOLEAN"}


def as_yes_no(value: object, is_truth: bool) -> object:
    """Return 1 and 0 of a column of yes and no as such; any other value as it is."""
    return bool(value) if is_truth and value in (0, 1) else value


def shape_of(blob: object, number: int, log: Log) -> Shape | None:
    """Return the geometry of a row; an error is kept where it is none."""
    if blob is None:
        return None
    if isinstance(blob, bytes) and blob[:2] == b"GP" and len(blob) >= 8:
        flags = blob[3]
        start = 8 + ENVELOPES.get((flags >> 1) & 7, 0)
        if flags & 0b10000:
            return None
        wkb = blob[start:]
        point = _plain_point(wkb)
        return point if point is not None else Shape(wkb=wkb)
    log.add(
        Severity.ERROR,
        number,
        "geometry",
        "a geometry that is not a GeoPackage geometry",
        "a GeoPackage geometry",
        "Export the layer again.",
    )
    return None


def _plain_point(wkb: bytes) -> Shape | None:
    if len(wkb) != 21 or wkb[0] not in (0, 1):
        return None
    order = "<" if wkb[0] else ">"
    kind, x, y = struct.unpack(order + "Idd", wkb[1:])
    return Shape(x, y) if kind == 1 and math.isfinite(x + y) else None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
