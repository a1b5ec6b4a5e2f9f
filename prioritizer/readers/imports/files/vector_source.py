"""Layers that GDAL reads as a grid: Shapefile, File Geodatabase, KML, KMZ and FlatGeobuf."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.readers.imports.files.csv_source import Report, too_many_rows
from prioritizer.readers.imports.files.vector_files import VectorFile, open_vector
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid, Shape
from prioritizer.readers.tables import fault

WGS84 = "EPSG:4326"


def read_vector(path: Path, options: ImportOptions, log: Log, report: Report) -> RawGrid:
    """Read one layer as a grid; geometries are kept beside their rows.

    Raises
    ------
    DataError
        If there is no such layer, or more rows or columns than an import may have.
    """
    report("opening the layer", 0, 0)
    found = open_vector(path, options.layer)
    _tell_layer(found, log)
    if found.n > options.limits.rows:
        raise too_many_rows(log.file, options.limits)
    if len(found.fields) > options.limits.columns:
        raise fault(
            log.file,
            f"{len(found.fields)} columns",
            f"at most {options.limits.columns}",
            "Delete those that are not needed.",
        )
    from pyogrio.raw import read

    meta, _, geometry, columns = read(
        found.place, layer=found.layer, force_2d=True, encoding=options.encoding or None
    )
    header = tuple(str(name)[:200] for name in meta["fields"])
    n = len(geometry) if geometry is not None else len(columns[0]) if len(columns) else 0
    if not n:
        raise fault(
            log.file, "a layer without rows", "at least one row", "Export the layer again."
        )
    rows = [
        [
            _cell(values[k], k + 1, name, options, log)
            for name, values in zip(header, columns, strict=True)
        ]
        for k in range(n)
    ]
    log.read_as(
        Topic.ROWS, log.file, "row numbers count the rows of the layer, from 1", 1.0, n_cells=n
    )
    crs, shapes = _shapes(found, geometry, log)
    kind = path.suffix[1:].casefold() or "layer"
    return RawGrid(
        log.file, kind, found.layer, header, rows, list(range(1, n + 1)), crs=crs, shapes=shapes
    )


def _tell_layer(found: VectorFile, log: Log) -> None:
    if not found.others:
        return
    log.read_as(
        Topic.PART,
        log.file,
        f"layer '{found.layer[:60]}' read",
        0.6,
        reason="the one with most rows",
        alternatives=found.others[:10],
    )
    log.warn(
        None,
        None,
        f"{len(found.others) + 1} layers",
        "one table",
        f"Layer '{found.layer[:60]}' was read; choose another with --layer.",
    )


def _shapes(found: VectorFile, geometry: Any, log: Log) -> tuple[str, list[Shape | None]]:
    """Return the system of a layer, and its geometries as points or well-known binary.

    A system that has no EPSG number is converted to WGS 84 here.
    """
    if geometry is None:
        return "", []
    import shapely

    shapes = shapely.from_wkb(geometry, on_invalid="fix")
    crs = _epsg(found.crs)
    if found.crs and not crs:
        shapes, crs = _converted(found.crs, shapes, log), WGS84
    return crs, [_shape(shape) for shape in shapes]


def _epsg(crs: str) -> str:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    if not crs:
        return ""
    try:
        number = CRS.from_user_input(crs).to_epsg(min_confidence=90)
    except CRSError:
        return ""
    return f"EPSG:{number}" if number else ""


def _converted(crs: str, shapes: Any, log: Log) -> Any:
    import shapely
    from pyproj import CRS, Transformer

    system = CRS.from_user_input(crs)
    there = Transformer.from_crs(system, WGS84, always_xy=True)

    def moved(pairs: Any) -> Any:
        return np.column_stack(there.transform(pairs[:, 0], pairs[:, 1]))

    log.read_as(
        Topic.CRS,
        log.file,
        f"{system.name[:80]}, converted to WGS 84",
        0.95,
        reason=f"named by the file; {there.description[:120]}",
    )
    return shapely.transform(shapes, moved)


def _shape(shape: Any) -> Shape | None:
    if shape is None or shape.is_empty:
        return None
    if shape.geom_type == "Point":
        return Shape(float(shape.x), float(shape.y))
    return Shape(wkb=shape.wkb)


def _cell(value: Any, number: int, name: str, options: ImportOptions, log: Log) -> Cell:
    is_nan = isinstance(value, float) and math.isnan(value)
    if value is None or isinstance(value, bytes) or is_nan:
        return ""
    if isinstance(value, np.datetime64):
        day = value.astype("datetime64[D]").astype(object)
        return day if isinstance(day, date) else ""
    plain = value.item() if isinstance(value, np.generic) else value
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    if isinstance(plain, str) and len(plain) > options.limits.cell_characters:
        log.error(
            number,
            name[:80],
            f"a text of {len(plain)} characters",
            f"at most {options.limits.cell_characters}",
            "Shorten the text.",
        )
        return ""
    return plain if isinstance(plain, str | int | float) else str(plain)
