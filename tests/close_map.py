"""The coasts, lakes and rivers of a map seen close; ``python -m tests.close_map FOLDER``.

``FOLDER`` holds the layers of Natural Earth at 1:10 million as GeoJSON, by their usual names.
They are simplified by less than a screen shows, cut into cells of 20 degrees, so that a browser
fetches the land around a site alone, and written as whole thousandths of a degree, each point
as its step from the one before.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from prioritizer import shipped

FOLDER = shipped.BASE_MAP / "close"
CELL = 20
# Degrees: neighbouring cells overlap by so much, that no seam is seen between them.
LAP = 0.02
TOLERANCE = 0.0015
PER_DEGREE = 1_000
# The rim of a cell follows its parallels on a curved map.
LONGEST = 1.0
LEAST_AREA = 2e-5  # square degrees, about a fifth of a square kilometre
LAYERS = {
    "land": ("ne_10m_land", "ne_10m_minor_islands"),
    "lakes": ("ne_10m_lakes", "ne_10m_lakes_europe"),
    "rivers": ("ne_10m_rivers_lake_centerlines", "ne_10m_rivers_europe"),
}


def cells(source: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the content of each cell with land."""
    layers = {name: _read(source, files) for name, files in LAYERS.items()}
    for west in range(-180, 180, CELL):
        for south in range(-60, 90, CELL):
            content = {name: _cut(found, west, south) for name, found in layers.items()}
            if content["land"]:
                text = json.dumps(content, separators=(",", ":"))
                yield f"{west}_{south}", text + "\n"


def _read(source: Path, files: Sequence[str]) -> list[Any]:
    found = []
    for file in files:
        content = json.loads((source / f"{file}.json").read_text(encoding="utf-8"))
        for feature in content["features"]:
            if not feature["geometry"]:
                continue
            shape = shapely.from_geojson(json.dumps(feature["geometry"]))
            parts = shapely.get_parts(shapely.make_valid(shape))
            found += [shapely.simplify(part, TOLERANCE) for part in parts]
    return found


def _cut(shapes: Sequence[Any], west: int, south: int) -> list[list[int]]:
    """Return the lines or rings of a cell."""
    box = (west - LAP, south - LAP, west + CELL + LAP, south + CELL + LAP)
    written = []
    for shape in shapely.clip_by_rect(np.array(shapes, dtype=object), *box):
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon" and part.area > LEAST_AREA:
                ring = shapely.segmentize(part, LONGEST)
                written += [_steps(r.coords) for r in (ring.exterior, *ring.interiors)]
            elif part.geom_type == "LineString":
                written.append(_steps(part.coords))
    return [one for one in written if len(one) > 2]


def _steps(coordinates: Any) -> list[int]:
    """Return x, y of the first point and then the steps, without those that do not move."""
    at = np.round(np.array(coordinates) * PER_DEGREE).astype(np.int64)[:, :2]
    steps = np.diff(at, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    moves = np.any(steps != 0, axis=1)
    moves[0] = True
    flat: list[int] = steps[moves].ravel().tolist()
    return flat


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    names = []
    for name, text in cells(Path(sys.argv[1])):
        names.append(name)
        (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
    (FOLDER / "cells.json").write_text(json.dumps(names) + "\n", encoding="utf-8")
