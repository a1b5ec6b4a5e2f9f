"""Parquet as a grid; a GeoParquet geometry is kept beside its row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.errors import DataError
from prioritizer.readers.imports.files.csv_source import too_many_rows
from prioritizer.readers.imports.files.typed_cells import typed_cell
from prioritizer.readers.imports.words.records import Log, RawGrid, Report, Shape
from prioritizer.readers.tables import fault

WGS84 = "EPSG:4326"


def read_parquet(path: Path, options: ImportOptions, log: Log, report: Report) -> RawGrid:
    """Read a Parquet file as a grid.

    Raises
    ------
    DataError
        If it is damaged, or larger than an import may be.
    """
    try:
        return _read(path, options, log, report)
    except (DataError, MemoryError):
        raise
    except Exception as error:
        raise fault(
            log.file,
            f"a damaged Parquet file ({type(error).__name__})",
            "a Parquet file",
            "Write it again, or save the table as CSV.",
        ) from None


def _read(path: Path, options: ImportOptions, log: Log, report: Report) -> RawGrid:
    import pyarrow.parquet as pq

    report("reading Parquet", 0, 0)
    limits = options.limits
    with pq.ParquetFile(path) as file:
        facts = file.metadata
        if facts.num_rows > limits.rows:
            raise too_many_rows(log.file, limits)
        unpacked = sum(facts.row_group(k).total_byte_size for k in range(facts.num_row_groups))
        if facts.num_columns > limits.columns or unpacked > limits.unpacked_bytes:
            raise fault(
                log.file,
                f"{facts.num_columns} columns, {unpacked / 1e6:.0f} MB when unpacked",
                f"at most {limits.columns}, and {limits.unpacked_bytes / 1e6:.0f} MB",
                "Delete those that are not needed.",
            )
        table = file.read(use_threads=False)
    geo = _geo(table.schema.metadata)
    header = tuple(str(name)[:200] for name in table.column_names if name != geo[0])
    columns = [table.column(name).to_pylist() for name in header]
    rows = [
        [
            typed_cell(value, k, name, options, log)
            for name, value in zip(header, row, strict=True)
        ]
        for k, row in enumerate(zip(*columns, strict=True), start=1)
    ]
    if not rows:
        raise fault(log.file, "a table without rows", "at least one row", "Write it again.")
    log.read_as(
        Topic.ROWS, log.file, "row numbers count the rows, from 1", 1.0, n_cells=len(rows)
    )
    shapes = [_shape(blob) for blob in table.column(geo[0]).to_pylist()] if geo[0] else []
    lines = list(range(1, len(rows) + 1))
    return RawGrid(log.file, "parquet", "", header, rows, lines, crs=geo[1], shapes=shapes)


def _geo(metadata: Any) -> tuple[str, str]:
    """Return the column of geometries in well-known binary, and its system; blank if none."""
    if not metadata or b"geo" not in metadata:
        return "", ""
    facts = json.loads(metadata[b"geo"])
    name = str(facts["primary_column"])
    column = facts["columns"][name]
    if column.get("encoding") != "WKB":
        return "", ""
    identity = (column.get("crs") or {}).get("id") or {}
    if identity.get("authority") in (None, "OGC"):
        return name, WGS84
    return name, f"{identity['authority']}:{identity['code']}"


def _shape(blob: bytes | None) -> Shape | None:
    if not blob:
        return None
    import shapely

    shape = shapely.from_wkb(blob)
    if shape.geom_type == "Point":
        return Shape(float(shape.x), float(shape.y))
    return Shape(wkb=blob)
