"""Outlines: rings and lines of longitude and latitude out of a TopoJSON topology."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]


def rings(topology: Mapping[str, Any], name: str = "countries") -> tuple[Ring, ...]:
    """Return every ring of the polygons of one object, or every line of its lines.

    Arcs are stored as differences of whole numbers; a negative index means an arc walked
    backwards (TopoJSON specification, sections 2.1.3 and 2.1.4).
    """
    arcs = decoded_arcs(topology)
    return tuple(
        ring
        for geometry in topology["objects"][name]["geometries"]
        for part in geometry_parts(geometry, arcs)
        for ring in part
    )


def decoded_arcs(topology: Mapping[str, Any]) -> list[Ring]:
    """Return the arcs that the geometries of a topology share."""
    return [tuple(_decoded(arc, topology.get("transform"))) for arc in topology["arcs"]]


def geometry_parts(
    geometry: Mapping[str, Any], arcs: Sequence[Ring]
) -> Iterator[tuple[Ring, ...]]:
    """Yield the rings of each polygon of a geometry, or its lines one by one."""
    kind, parts = geometry["type"], geometry.get("arcs", ())
    if kind == "Polygon":
        parts = [parts]
    elif kind == "LineString":
        parts = [[parts]]
    elif kind == "MultiLineString":
        parts = [[line] for line in parts]
    for part in parts:
        yield tuple(_joined(indexes, arcs) for indexes in part)


def shared_arcs(topology: Mapping[str, Any], name: str, arcs: Sequence[Ring]) -> Iterator[Ring]:
    """Yield the arcs that two or more geometries share: borders, for the others are coasts."""
    counts: Counter[int] = Counter()
    for geometry in topology["objects"][name]["geometries"]:
        polygons = geometry.get("arcs", ())
        for polygon in [polygons] if geometry["type"] == "Polygon" else polygons:
            counts.update(i if i >= 0 else ~i for ring in polygon for i in ring)
    yield from (arcs[i] for i, n in counts.items() if n > 1)


def _decoded(
    arc: Sequence[Sequence[float]], transform: Mapping[str, Any] | None
) -> Iterator[Point]:
    if transform is None:
        yield from ((float(x), float(y)) for x, y in arc)
        return
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0.0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * kx + dx, y * ky + dy


def _joined(indexes: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return tuple(points)
