"""Layers that GDAL reads as a grid: Shapefile, File Geodatabase, KML and FlatGeobuf."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.readers.imports.files.csv_source import too_many_rows
from prioritizer.readers.imports.files.encodings import decode
from prioritizer.readers.imports.files.typed_cells import typed_cell
from prioritizer.readers.imports.files.typed_texts import (
    dbase_of,
    kml_as_texts,
    mended,
    number_texts,
    shapes_told,
)
from prioritizer.readers.imports.files.vector_files import VectorFile, open_vector
from prioritizer.readers.imports.words.records import Log, RawGrid, Report, Shape
from prioritizer.readers.tables import fault

WGS84 = "EPSG:4326"
LOSSLESS = "ISO-8859-1"
NUMBERS = frozenset({"OFTInteger", "OFTInteger64", "OFTReal"})
KML = ".kml"
# How a map draws a feature; every KML layer has these columns, and they say nothing of a site.
DRAWN = frozenset({"altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon"})


def read_vector(path: Path, options: ImportOptions, log: Log, report: Report) -> RawGrid:
    """Read one layer as a grid; geometries are kept beside their rows.

    Raises
    ------
    DataError
        If there is no such layer, or more rows or columns than an import may have.
    """
    report("opening the layer", 0, 0)
    found = open_vector(path, options.layer, options.encoding)
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
    with warnings.catch_warnings():
        # GDAL warns of numbers that it cuts; their texts are read instead.
        warnings.simplefilter("ignore", RuntimeWarning)
        header, columns, geometry = _read(path, found, options)
    if found.encoding == LOSSLESS and not options.encoding:
        header = _decoded(header, columns, log)
    n = len(columns[0]) if columns else len(geometry or ())
    if not n:
        raise fault(
            log.file, "a layer without rows", "at least one row", "Export the layer again."
        )
    rows = [
        [
            typed_cell(values[k], k + 1, name, options, log)
            for name, values in zip(header, columns, strict=True)
        ]
        for k in range(n)
    ]
    log.read_as(
        Topic.ROWS, log.file, "row numbers count the rows of the layer, from 1", 1.0, n_cells=n
    )
    _warn_of_lost(found, n, log)
    crs, shapes = _shapes(found, geometry, log)
    kind = path.suffix[1:].casefold() or "layer"
    return RawGrid(
        log.file, kind, found.layer, header, rows, list(range(1, n + 1)), crs=crs, shapes=shapes
    )


def _read(
    path: Path, found: VectorFile, options: ImportOptions
) -> tuple[tuple[str, ...], list[list[Any]], list[bytes | None] | None]:
    """Return the names of the columns, the columns, and the geometries if there are any.

    By Arrow, because whole numbers in a column with gaps stay whole numbers there.
    """
    from pyogrio.raw import read_arrow

    is_drawing = path.suffix.casefold() == KML
    fields = [name for name in found.fields if not (is_drawing and name in DRAWN)]
    meta, table = read_arrow(
        found.place,
        layer=found.layer,
        columns=fields,
        # Any other would be taken for what the file holds, instead of what it is read as.
        encoding=options.encoding or (LOSSLESS if found.encoding == LOSSLESS else None),
        return_fids=True,
    )
    # By place (ids, fields, geometry), for a field may have the name of one of the others.
    fids, *columns = (column.to_pylist() for column in table.columns)
    shapes = columns.pop() if len(columns) > len(fields) else None
    types = dict(zip(meta["fields"], meta["ogr_types"], strict=True))
    typed = [k for k, name in enumerate(fields) if types[name] in NUMBERS]
    for place, texts in _texts(path, found, fields, typed, max(fids, default=0) + 1).items():
        columns[place] = mended(columns[place], [texts.get(fid) for fid in fids])
    return tuple(name[:200] for name in fields), columns, shapes


def _decoded(header: tuple[str, ...], columns: list[list[Any]], log: Log) -> tuple[str, ...]:
    """Return the names of columns, and put the texts of cells, as their letters make sense.

    A Shapefile without an encoding is read byte for byte: each letter stands for one byte.
    """
    texts = [*header, *(cell for column in columns for cell in column if isinstance(cell, str))]
    content = "\n".join(" ".join(text.split("\n")) for text in texts).encode(
        "latin-1", "replace"
    )
    if content.isascii():
        return header
    told = iter(decode(content, "", log).split("\n"))
    names = tuple(next(told) for _ in header)
    for place, column in enumerate(columns):
        columns[place] = [next(told) if isinstance(cell, str) else cell for cell in column]
    return names


def _texts(
    path: Path, found: VectorFile, fields: Sequence[str], typed: Sequence[int], most: int
) -> Mapping[int, Mapping[int, str | None]]:
    """Return by column and id what stands in the file where GDAL reads numbers from texts."""
    from pyogrio.raw import read_arrow

    if found.place.casefold().endswith(".shp"):
        texts = number_texts(dbase_of(found.place), most)
        return {place: dict(enumerate(texts[place])) for place in typed if place in texts}
    if path.suffix.casefold() != KML or not typed:
        return {}
    with kml_as_texts(path) as copy:
        if not copy:
            return {}
        names = [fields[place] for place in typed]
        _, table = read_arrow(
            copy, layer=found.layer, columns=names, return_fids=True, read_geometry=False
        )
        fids, *columns = (column.to_pylist() for column in table.columns)
        cells = [map(_text, column) for column in columns]
        return {k: dict(zip(fids, c, strict=True)) for k, c in zip(typed, cells, strict=True)}


def _text(value: object) -> str | None:
    return value.strip() if isinstance(value, str) else None


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


def _warn_of_lost(found: VectorFile, n: int, log: Log) -> None:
    """Warn where a Shapefile has shapes without a record, which GDAL passes over."""
    told = shapes_told(found.place) if found.place.casefold().endswith(".shp") else None
    if told is not None and told > n:
        log.warn(
            None,
            None,
            f"{told} shapes, {told - n} of them without a record in the table (DBF)",
            "a record for each shape",
            "The shapes without one are not read. Export the layer again if it was cut off.",
        )


def _shapes(found: VectorFile, geometry: Any, log: Log) -> tuple[str, list[Shape | None]]:
    """Return the system of a layer, and its geometries as points or well-known binary.

    A system that has no EPSG number is converted to WGS 84 here.
    """
    if geometry is None:
        return "", []
    import shapely

    shapes = shapely.force_2d(
        shapely.from_wkb(np.array(geometry, dtype=object), on_invalid="fix")
    )
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
