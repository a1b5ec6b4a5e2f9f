"""The land seen close: cells that fit together, with as much land as the coarse map has."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from prioritizer import shipped
from prioritizer.exports.report.base_map import base_map_for
from prioritizer.figures.outlines import rings

FOLDER = shipped.BASE_MAP / "close"
CELL, LAP = 20, 0.021
NAMES = json.loads((FOLDER / "cells.json").read_text(encoding="utf-8"))


def points(steps: list[int]) -> np.ndarray:
    return np.cumsum(np.array(steps).reshape(-1, 2), axis=0) / 1000


def areas(some: list[list[int]]) -> float:
    """Return square degrees of rings, holes taken out by the way they turn."""
    total = 0.0
    for ring in some:
        x, y = points(ring).T
        total += float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
    return abs(total)


def test_the_list_of_cells_is_that_of_the_files() -> None:
    assert sorted(f"{name}.json" for name in [*NAMES, "cells"]) == sorted(
        path.name for path in FOLDER.iterdir()
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_cell_holds_what_lies_in_it_and_is_small(name: str) -> None:
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    west, south = map(int, name.split("_"))
    for some in json.loads(text).values():
        for steps in some:
            x, y = points(steps).T
            assert west - LAP <= x.min() <= x.max() <= west + CELL + LAP
            assert south - LAP <= y.min() <= y.max() <= south + CELL + LAP
    assert len(text) < 220_000


def test_close_and_coarse_land_are_the_same_land() -> None:
    close = sum(
        areas(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["land"])
        for name in NAMES
    )
    topology = json.loads((shipped.OUTLINES / "world_50m.json").read_text(encoding="utf-8"))
    polygons = [shapely.make_valid(shapely.Polygon(ring)) for ring in rings(topology)]
    whole = shapely.intersection(shapely.union_all(polygons), shapely.box(-180, -60, 180, 90))

    assert close == pytest.approx(whole.area, rel=0.03)


def test_near_points_get_close_land_and_far_ones_the_world() -> None:
    near, region = [(21.0, 65.0), (22.0, 66.0)], [(14.0, 58.0), (28.0, 66.0)]
    world = [(-120.0, 40.0), (100.0, 50.0)]

    assert base_map_for(near).coasts
    assert base_map_for(region).lands
    assert len(base_map_for(world).lands) < len(base_map_for(region).lands)
    assert base_map_for([]).places == ()
