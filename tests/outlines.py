"""Country outlines of the shipped base map: how far a point lies from its country."""

from __future__ import annotations

import csv
import json
from functools import cache

import shapely

from tests.conftest import ROOT

MAP = ROOT / "static" / "topojson" / "world_50m.json"
KM_PER_DEGREE = 111.2

Ring = list[tuple[float, float]]


@cache
def three_letters() -> dict[str, str]:
    """Return the name of each country on the map by its code; Kosovo is drawn within Serbia."""
    path = ROOT / "tests" / "cases" / "country_letters.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["two"]: row["three"] for row in csv.DictReader(file)}


def km_outside(country: str, latitude: float, longitude: float) -> float:
    """Return how far a point lies outside its country, km; 0 inside.

    Degrees count as those of a great circle, which is too much for east and west: a point is
    called nearer than it is by no more than a coast is drawn off.
    """
    rings = _rings()[three_letters()[country]]
    points = [shapely.Point(longitude + turn, latitude) for turn in (-360.0, 0.0, 360.0)]
    # A hole is a ring within a ring.
    if any(sum(ring.covers(point) for ring in rings) % 2 for point in points):
        return 0.0
    nearest = min(ring.boundary.distance(point) for ring in rings for point in points)
    return float(nearest) * KM_PER_DEGREE


@cache
def _rings() -> dict[str, list[shapely.Polygon]]:
    topology = json.loads(MAP.read_text("utf-8"))
    arcs = _arcs(topology)
    found: dict[str, list[shapely.Polygon]] = {}
    for one in topology["objects"]["countries"]["geometries"]:
        parts = [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]
        rings = (_ring(ids, arcs) for part in parts for ids in part)
        polygons = [shapely.make_valid(shapely.Polygon(r)) for r in rings if len(r) > 3]
        found.setdefault(one["id"], []).extend(polygons)
    return found


def _arcs(topology: dict) -> list[Ring]:  # type: ignore[type-arg]
    (scale_x, scale_y), (left, bottom) = topology["transform"].values()
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step in steps:
            x, y = x + step[0], y + step[1]
            arc.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(arc)
    return arcs


def _ring(ids: list[int], arcs: list[Ring]) -> Ring:
    """Return a ring of arcs, unrolled where it crosses the line of the date."""
    ring: Ring = []
    for number in ids:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(arc if not ring else arc[1:])
    unrolled = ring[:1]
    for x, y in ring[1:]:
        turns = round((unrolled[-1][0] - x) / 360.0)
        unrolled.append((x + 360.0 * turns, y))
    return unrolled
