"""Geometries to a point and an area: centroid in WGS 84, area on the ellipsoid."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from prioritizer.readers.imports.places.crs import WGS84
from prioritizer.readers.imports.words.records import Shape

DECIMALS = 6  # a decimetre
LONGEST_OUTLINE = 15_000  # characters of a cell
MOST_COARSE_M = 200.0
METRES_PER_DEGREE = 111_195.0  # of latitude


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees with the area of its outline in hectares, None if it has none.

    ``outline`` is the outline as well-known text in WGS 84, blank for lines and points.
    ``coarsened_m`` is how far it was moved, metres, to be short enough.
    """

    longitude: float
    latitude: float
    area_ha: float | None
    basis: str
    was_repaired: bool = False
    outline: str = ""
    coarsened_m: float = 0.0


@dataclass(slots=True)
class Points:
    """Points waiting for conversion, by system: the row they belong to, east and north."""

    rows: list[int] = field(default_factory=list)
    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)


def shape_from_wkt(text: str) -> Shape | None:
    """Return the shape of a well-known text, None if it is none."""
    from shapely import from_wkt, to_wkb

    try:
        geometry = from_wkt(text.split(";", 1)[1] if text.upper().startswith("SRID=") else text)
    except Exception:
        return None
    if geometry is None or geometry.is_empty:
        return None
    if geometry.geom_type == "Point":
        return Shape(geometry.x, geometry.y)
    return Shape(wkb=to_wkb(geometry))


def outline_place(wkb: bytes, crs: str) -> Place | None:
    """Return point and area of a geometry, None if it is empty, broken or off the globe."""
    from shapely import from_wkb, make_valid

    try:
        geometry = from_wkb(wkb)
        if geometry is None or geometry.is_empty:
            return None
        geometry = _in_degrees(geometry, crs)
        is_sound = bool(geometry.is_valid)
        geometry = geometry if is_sound else make_valid(geometry)
        return _place(geometry, repaired=not is_sound)
    except Exception:
        return None


def _place(geometry: Any, *, repaired: bool) -> Place | None:
    point, basis = geometry.centroid, "centroid of the outline"
    if geometry.geom_type in {"Polygon", "MultiPolygon"} and not geometry.contains(point):
        point, basis = geometry.representative_point(), "point inside the outline"
    if geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        basis = f"centre of a {geometry.geom_type}"
    if not (math.isfinite(point.x) and math.isfinite(point.y)):
        return None
    area = abs(_ellipsoid().geometry_area_perimeter(geometry)[0]) / 10_000
    outline, coarsened = _outline(geometry)
    held = area if area > 0 else None
    return Place(point.x, point.y, held, basis, repaired, outline, coarsened)


def _outline(geometry: Any) -> tuple[str, float]:
    """Return the outline as text, and by how many metres it was coarsened to fit."""
    from shapely import simplify, to_wkt

    if geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        return "", 0.0
    metres = 0.0
    text = str(to_wkt(geometry, rounding_precision=DECIMALS))
    while len(text) > LONGEST_OUTLINE and metres < MOST_COARSE_M:
        metres = metres * 2 or 1.0
        coarse = simplify(geometry, metres / METRES_PER_DEGREE)
        text = str(to_wkt(coarse, rounding_precision=DECIMALS))
    return (text, metres) if len(text) <= LONGEST_OUTLINE else ("", 0.0)


def _in_degrees(geometry: Any, crs: str) -> Any:
    if crs == WGS84:
        return geometry
    from shapely import transform

    from prioritizer.readers.imports.places.crs import to_wgs84

    def convert(x: Any, y: Any) -> Any:
        return to_wgs84(crs, x, y)

    return transform(geometry, convert, interleaved=False)


@cache
def _ellipsoid() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")
