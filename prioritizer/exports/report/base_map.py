"""The base map of figures, out of the files that the map in the browser draws."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from prioritizer import shipped
from prioritizer.figures.base_map import BaseMap, Name, Shape, shape
from prioritizer.figures.outlines import Point, Ring, decoded_arcs, geometry_rings

# Degrees of longitude from which the coarse outlines are fine enough.
WIDE_DEGREES = 60.0
# Degrees up to which smaller places are named as well.
TOWN_DEGREES = 14.0
PLACE_SIZES = (8.5, 8.5, 7.5, 7.5)
SMALLEST, COUNTRY = 7.0, 8.5


def base_map_for(points: Sequence[Point]) -> BaseMap:
    """Return the base map, as fine as the span of points of longitude and latitude asks."""
    longitudes = [longitude for longitude, _ in points]
    span = max(longitudes) - min(longitudes) if points else 2 * WIDE_DEGREES
    return _base_map(
        "world_110m" if span > WIDE_DEGREES else "world_50m", has_towns=span <= TOWN_DEGREES
    )


@lru_cache(maxsize=3)
def _base_map(name: str, *, has_towns: bool) -> BaseMap:
    topology = _read(shipped.OUTLINES / f"{name}.json")
    arcs = decoded_arcs(topology)

    def shapes(part: str) -> tuple[Shape, ...]:
        geometries = topology["objects"][part]["geometries"]
        return tuple(shape(r) for one in geometries for r in geometry_rings(one, arcs) if r)

    files = ("places", "towns") if has_towns else ("places",)
    return BaseMap(
        lands=shapes("countries"),
        lakes=shapes("lakes"),
        rivers=shapes("rivers"),
        countries=tuple(_countries(topology, arcs)),
        places=tuple(place for file in files for place in _places(file)),
    )


def _countries(topology: Mapping[str, Any], arcs: Sequence[Ring]) -> Iterator[Name]:
    names = _read(shipped.BASE_MAP / "countries.json")
    for geometry in topology["objects"]["countries"]["geometries"]:
        at, text = (geometry.get("properties") or {}).get("ct"), names.get(geometry.get("id"))
        rings = [shape(ring) for ring in geometry_rings(geometry, arcs)]
        if at and text and rings:
            ends = max((one.ends for one in rings), key=lambda box: box[2] - box[0])
            yield Name(text, (at[0], at[1]), COUNTRY, ends)


def _places(file: str) -> Iterator[Name]:
    found = _read(shipped.BASE_MAP / f"{file}.json")
    for i, text in enumerate(found["name"]):
        size = next(
            (s for s, last in zip(PLACE_SIZES, found["upTo"], strict=True) if i < last),
            SMALLEST,
        )
        yield Name(text, (found["lon"][i], found["lat"][i]), size)


def _read(path: Any) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
