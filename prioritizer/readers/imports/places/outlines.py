"""In which country a point lies, from the coarse outlines of static/topojson; no network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

from prioritizer import shipped
from prioritizer.readers.imports.words.vocabulary import alpha3

OUTLINES = shipped.OUTLINES / "world_110m.json"
SLACK_DEGREES = 0.5
BELONGING = {
    "NO": ("SJ",),
    "FI": ("AX",),
    "FR": ("GF", "RE", "GP", "MQ", "NC", "PF"),
    "US": ("PR", "GU"),
    "DK": ("GL", "FO"),
    "CN": ("HK", "MO", "TW"),
    "RS": ("XK",),
}
Polygons = Iterator[list[list[tuple[float, float]]]]


@cache
def _shapes() -> dict[str, Any]:
    """Return the outline of each country by alpha-2 code."""
    from shapely.ops import unary_union

    data = json.loads(OUTLINES.read_text(encoding="utf-8"))
    arcs = [_unpack(arc, data["transform"]) for arc in data["arcs"]]
    two = {three: code for code, three in alpha3().items()}
    found: dict[str, list[Any]] = {}
    for entry in data["objects"]["countries"]["geometries"]:
        code = two.get(entry.get("id", ""))
        for rings in _polygons(entry, arcs) if code else ():
            if len(rings[0]) >= 4:
                found.setdefault(str(code), []).append(_area(rings))
    return {code: unary_union(parts) for code, parts in found.items()}


def _unpack(
    arc: Sequence[Sequence[int]], transform: dict[str, list[float]]
) -> list[tuple[float, float]]:
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    xs = accumulate(point[0] for point in arc)
    ys = accumulate(point[1] for point in arc)
    return [(x * scale_x + left, y * scale_y + bottom) for x, y in zip(xs, ys, strict=True)]


def _polygons(entry: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> Polygons:
    if entry["type"] == "Polygon":
        yield [_ring(ring, arcs) for ring in entry["arcs"]]
    elif entry["type"] == "MultiPolygon":
        for polygon in entry["arcs"]:
            yield [_ring(ring, arcs) for ring in polygon]


def _ring(
    ring: Sequence[int], arcs: list[list[tuple[float, float]]]
) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for number in ring:
        # A negative number is an arc run backwards, counted from its complement.
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc if not points else arc[1:]
    return points


def _area(rings: list[list[tuple[float, float]]]) -> Any:
    """Return the area of rings that may cross the date line, within 180 degrees."""
    from shapely import box, make_valid
    from shapely.affinity import translate
    from shapely.geometry import Polygon

    area = make_valid(Polygon(_unrolled(rings[0]), [_unrolled(ring) for ring in rings[1:]]))
    west, _, east, _ = area.bounds
    for turn in (-360, 360):
        if (east > 180 and turn < 0) or (west < -180 and turn > 0):
            beyond = area.intersection(
                box(180, -90, 540, 90) if turn < 0 else box(-540, -90, -180, 90)
            )
            area = area.intersection(box(-180, -90, 180, 90)).union(
                translate(beyond, xoff=turn)
            )
    return area


def _unrolled(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    points, turn = [ring[0]], 0.0
    for (before, _), (longitude, latitude) in pairwise(ring):
        if abs(longitude - before) > 180:
            turn += 360 if longitude < before else -360
        points.append((longitude + turn, latitude))
    return points


@cache
def _roomy(code: str) -> Any:
    from shapely import prepare
    from shapely.ops import unary_union

    parts = [_shapes()[part] for part in (code, *BELONGING.get(code, ())) if part in _shapes()]
    if not parts:
        return None
    area = unary_union(parts).buffer(SLACK_DEGREES)
    prepare(area)
    return area


def is_in_country(
    code: str, longitudes: Sequence[float], latitudes: Sequence[float]
) -> list[bool]:
    """Return for each point whether it lies in a country or within half a degree of it.

    A country without an outline holds every point, since nothing can be said.
    """
    area = _roomy(code)
    if area is None:
        return [True] * len(longitudes)
    from shapely import contains_xy

    return [bool(v) for v in contains_xy(area, list(longitudes), list(latitudes))]


@cache
def bounds_of(code: str) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of a country in degrees; None if unknown."""
    area = _shapes().get(code)
    return None if area is None else tuple(area.bounds)


@cache
def sides_of(code: str) -> frozenset[str]:
    """Return on which sides of the equator and of Greenwich a country lies; none if unknown."""
    area = bounds_of(code)
    if area is None:
        return frozenset()
    west, south, east, north = area
    told = {"N": north > 0, "S": south < 0, "E": east > 0, "W": west < 0}
    return frozenset(side for side, is_there in told.items() if is_there)


def country_at(longitude: float, latitude: float) -> str:
    """Return the alpha-2 code of the country at a point, blank at sea."""
    from shapely import contains_xy

    return next(
        (code for code, shape in _shapes().items() if contains_xy(shape, longitude, latitude)),
        "",
    )
