"""The base map of figures, out of the files that the map in the browser draws."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from prioritizer import shipped
from prioritizer.figures.base_map import BaseMap, Name, Shape, shape
from prioritizer.figures.outlines import (
    Point,
    Ring,
    decoded_arcs,
    geometry_parts,
    shared_arcs,
)

# Degrees of longitude from which the coarse outlines are fine enough.
WIDE_DEGREES = 60.0
# Degrees up to which smaller places are named as well.
TOWN_DEGREES = 14.0
# Degrees up to which land is drawn as it is seen close, and how far a map reaches beyond
# its points.
CLOSE_DEGREES, BEYOND = 6.0, 4.0
CELL, PER_DEGREE = 20, 1_000
# Thousandths of a degree by which a point beyond a cell lies on its rim; cells overlap by 20.
RIM = 15
PLACE_SIZES = (8.5, 8.5, 7.5, 7.5)
SMALLEST, COUNTRY = 7.0, 8.5
Cell = tuple[int, int]


def base_map_for(points: Sequence[Point]) -> BaseMap:
    """Return the base map, as fine as the span of points of longitude and latitude asks."""
    if not points:
        return BaseMap()
    west, south, east, north = _ends(points)
    span = max(east - west, north - south)
    if span > CLOSE_DEGREES:
        name = "world_110m" if east - west > WIDE_DEGREES else "world_50m"
        return _base_map(name, has_towns=span <= TOWN_DEGREES)
    wide = BEYOND / math.cos(math.radians(min(80.0, max(abs(south), abs(north)))))
    return _close_map(
        tuple(
            (x, y)
            for x in range(_floor(west - wide), _floor(east + wide) + CELL, CELL)
            for y in range(_floor(south - BEYOND), _floor(north + BEYOND) + CELL, CELL)
        )
    )


def _ends(points: Sequence[Point]) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _floor(degrees: float) -> int:
    return math.floor(degrees / CELL) * CELL


@lru_cache(maxsize=3)
def _base_map(name: str, *, has_towns: bool) -> BaseMap:
    topology = _read(shipped.OUTLINES / f"{name}.json")
    arcs = decoded_arcs(topology)

    def shapes(part: str) -> tuple[Shape, ...]:
        geometries = topology["objects"][part]["geometries"]
        return tuple(shape(*p) for one in geometries for p in geometry_parts(one, arcs) if p)

    files = ("places", "towns") if has_towns else ("places",)
    return BaseMap(
        lands=shapes("countries"),
        lakes=shapes("lakes"),
        rivers=shapes("rivers"),
        countries=tuple(_countries(topology, arcs)),
        places=tuple(place for file in files for place in _places(file)),
    )


@lru_cache(maxsize=3)
def _close_map(cells: tuple[Cell, ...]) -> BaseMap:
    """Return the land of some cells, with the borders and names of the world."""
    topology = _read(shipped.OUTLINES / "world_50m.json")
    arcs = decoded_arcs(topology)
    far = _base_map("world_50m", has_towns=True)
    files = {cell: shipped.BASE_MAP / "close" / f"{cell[0]}_{cell[1]}.json" for cell in cells}
    found = {cell: _read(path) for cell, path in files.items() if path.is_file()}
    rings = {
        name: {cell: list(map(_unpacked, one[name])) for cell, one in found.items()}
        for name in ("land", "lakes", "rivers")
    }

    def shores(name: str) -> tuple[Shape, ...]:
        every = ((ring, cell) for cell, some in rings[name].items() for ring in some)
        return tuple(shape(line) for ring, cell in every for line in _shore(ring, cell))

    def areas(name: str) -> tuple[Shape, ...]:
        return tuple(shape(*some) for some in rings[name].values() if some)

    return BaseMap(
        fills=areas("land"),
        coasts=shores("land"),
        borders=tuple(shape(arc) for arc in shared_arcs(topology, "countries", arcs)),
        waters=areas("lakes"),
        shores=shores("lakes"),
        rivers=tuple(shape(line) for some in rings["rivers"].values() for line in some),
        countries=far.countries,
        places=far.places,
    )


def _unpacked(steps: Sequence[int]) -> Ring:
    """Return points of longitude and latitude from steps of thousandths of a degree."""
    xs, ys = accumulate(steps[::2]), accumulate(steps[1::2])
    return tuple((x / PER_DEGREE, y / PER_DEGREE) for x, y in zip(xs, ys, strict=True))


def _shore(ring: Ring, cell: Cell) -> Iterator[Ring]:
    """Yield a ring in lines, without the sides along which the cell was cut."""
    low = [edge - RIM / PER_DEGREE for edge in cell]
    high = [edge + CELL + RIM / PER_DEGREE for edge in cell]

    def is_rim(at: Point) -> bool:
        return any(at[k] <= low[k] or at[k] >= high[k] for k in (0, 1))

    line: list[Point] = []
    for point in ring:
        if line and is_rim(line[-1]) and is_rim(point):
            if len(line) > 1:
                yield tuple(line)
            line = []
        line.append(point)
    if len(line) > 1:
        yield tuple(line)


def _countries(topology: Mapping[str, Any], arcs: Sequence[Ring]) -> Iterator[Name]:
    names = _read(shipped.BASE_MAP / "countries.json")
    for geometry in topology["objects"]["countries"]["geometries"]:
        at, text = (geometry.get("properties") or {}).get("ct"), names.get(geometry.get("id"))
        parts = [shape(*part) for part in geometry_parts(geometry, arcs)]
        if at and text and parts:
            ends = max((one.ends for one in parts), key=lambda box: box[2] - box[0])
            yield Name(text, (at[0], at[1]), COUNTRY, ends)


def _places(file: str) -> Iterator[Name]:
    found = _read(shipped.BASE_MAP / f"{file}.json")
    for i, text in enumerate(found["name"]):
        size = next(
            (s for s, last in zip(PLACE_SIZES, found["upTo"], strict=True) if i < last),
            SMALLEST,
        )
        yield Name(text, (found["lon"][i], found["lat"][i]), size)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
