"""GeoJSON as a grid: properties become columns, geometries are kept beside their rows."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.errors import Severity
from prioritizer.readers.imports.files.csv_source import too_many_rows
from prioritizer.readers.imports.files.encodings import decode
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid, Report, Shape
from prioritizer.readers.tables import fault

EXPECTED = "a GeoJSON FeatureCollection"
GEOMETRIES = (
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
)


def read_geojson(path: Path, options: ImportOptions, log: Log, report: Report) -> RawGrid:
    """Read a GeoJSON file as a grid.

    Raises
    ------
    DataError
        If it is not valid JSON or no collection of features.
    """
    report("reading JSON", 0, 0)
    data = load_json(path, options, log)
    features = _features(data, options, log)
    header: dict[str, int] = {}
    rows: list[list[Cell]] = []
    lines: list[int] = []
    shapes: list[Shape | None] = []
    for number, feature in enumerate(features, start=1):
        row = _row(feature, header, number, options, log)
        if row is None:
            continue
        rows.append(row)
        lines.append(number)
        shapes.append(shape_of(feature.get("geometry"), number, log))
        if number % 5_000 == 0:
            report("reading features", number, len(features))
    if not rows:
        raise fault(log.file, "no feature", "at least one feature", "Export the layer again.")
    for row in rows:
        row.extend([""] * (len(header) - len(row)))
    log.read_as(
        Topic.ROWS, log.file, "row numbers count the features, from 1", 1.0, n_cells=len(rows)
    )
    return RawGrid(
        log.file, "geojson", "", tuple(header), rows, lines, crs=_crs(data), shapes=shapes
    )


def load_json(path: Path, options: ImportOptions, log: Log) -> Any:
    """Return the content of a JSON file.

    Raises
    ------
    DataError
        If it is none.
    """
    text = decode(path.read_bytes(), options.encoding, log)
    n_strange: list[str] = []

    def constant(name: str) -> None:
        n_strange.append(name)

    try:
        data = json.loads(text, parse_constant=constant)
    except RecursionError:
        raise fault(
            log.file, "JSON nested too deep", EXPECTED, "Export the layer again."
        ) from None
    except json.JSONDecodeError as error:
        raise fault(
            log.file,
            f"invalid JSON ({error.msg}, column {error.colno})",
            EXPECTED,
            "Export the layer again; the file may be cut off.",
            row=error.lineno,
        ) from None
    except ValueError:
        raise fault(
            log.file, "a number of thousands of digits", EXPECTED, "Correct the number."
        ) from None
    if n_strange:
        log.read_as(
            Topic.MISSING,
            log.file,
            "NaN and Infinity, which JSON does not know, taken as missing",
            0.9,
            n_cells=len(n_strange),
        )
    return data


def _crs(data: Any) -> str:
    # The member "crs" of the 2008 draft is still written by many programs.
    crs = data.get("crs") if isinstance(data, dict) else None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or "CRS84" in name or name.endswith(":4326"):
        return "EPSG:4326"
    return name


def _features(data: Any, options: ImportOptions, log: Log) -> list[dict[str, Any]]:
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "Topology":
        raise fault(log.file, "TopoJSON", EXPECTED, "Convert it to GeoJSON.")
    if kind == "Feature":
        features = [data]
    elif kind == "FeatureCollection" and isinstance(data.get("features"), list):
        features = data["features"]
    else:
        raise fault(
            log.file, "JSON that holds no features", EXPECTED, "Export the layer as GeoJSON."
        )
    if len(features) > options.limits.rows:
        raise too_many_rows(log.file, options.limits)
    return features


def _row(
    feature: Any, header: dict[str, int], number: int, options: ImportOptions, log: Log
) -> list[Cell] | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(properties, dict | None):
        log.error(
            number,
            None,
            "an entry that is not a feature",
            "a feature with properties",
            "It is left out.",
        )
        return None
    row: list[Cell] = [""] * len(header)
    identity = feature.get("id")
    named = dict(properties or {})
    if isinstance(identity, str | int) and not isinstance(identity, bool):
        named.setdefault("id", identity)
    for name, value in named.items():
        place = header.setdefault(str(name)[:200], len(header))
        if place >= options.limits.columns:
            raise fault(
                log.file,
                f"more than {options.limits.columns} properties",
                f"at most {options.limits.columns}",
                "Delete those that are not needed.",
                row=number,
            )
        row.extend([""] * (place + 1 - len(row)))
        row[place] = _cell(value, options.limits.cell_characters, number, str(name), log)
    return row


def _cell(value: Any, longest: int, number: int, name: str, log: Log) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value if abs(value) < 1e300 and math.isfinite(value) else repr(value)[:60]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(text) > longest:
        log.error(
            number,
            name[:80],
            f"a text of {len(text)} characters",
            f"at most {longest}",
            "Shorten the text.",
        )
        return ""
    return text


def shape_of(geometry: Any, number: int, log: Log) -> Shape | None:
    """Return the geometry of a feature; an error is kept where it is none."""
    if geometry is None:
        return None
    try:
        return _checked_shape(geometry)
    except Exception:
        # shapely and odd JSON fail in many ways; all mean that this is no geometry.
        kind = geometry.get("type") if isinstance(geometry, dict) else geometry
        log.add(
            Severity.ERROR,
            number,
            "geometry",
            f"'{str(kind)[:40]}' that is not a valid geometry",
            f"one of: {', '.join(GEOMETRIES)}",
            "Correct the geometry.",
        )
        return None


def _checked_shape(geometry: Any) -> Shape:
    if geometry["type"] == "Point":
        x, y = geometry["coordinates"][:2]
        return Shape(_finite(x), _finite(y))
    if geometry["type"] not in GEOMETRIES or len(list(_numbers(geometry))) < 2:
        raise ValueError
    from shapely import to_wkb
    from shapely.geometry import shape

    return Shape(wkb=to_wkb(shape(geometry)))


def _finite(value: Any) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
    ):
        raise ValueError
    return float(value)


def _numbers(geometry: Any) -> Iterator[float]:
    parts = [geometry.get("coordinates", geometry.get("geometries"))]
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            parts.append(part.get("coordinates", part.get("geometries")))
        elif isinstance(part, list):
            parts.extend(part)
        else:
            yield _finite(part)
